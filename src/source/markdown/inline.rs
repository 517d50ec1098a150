//! Inside a line of Markdown: emphasis, links, code, escapes.

use crate::source::story::Paragraph;

/// Adds `text` to a paragraph as a reader of the rendered page sees it. What does not pair up stays as it is.
pub(super) fn add(text: &str, to: &mut Paragraph) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = step(rest, c, to);
    }
}

/// Adds the construct at the start of `rest`, which begins with `c`, and returns what follows it.
fn step<'a>(rest: &'a str, c: char, to: &mut Paragraph) -> &'a str {
    let after = rest.get(c.len_utf8()..).unwrap_or_default();
    let found = match c {
        '\\' => escaped(after, to),
        'h' => bare_address(rest, to),
        '<' => angle(after, to),
        '[' => link(after, to),
        '!' if after.starts_with('[') => after.get(1..).and_then(|after| link(after, to)),
        '`' => code(after, to),
        '*' => emphasis(rest, c, to),
        '_' if !ends_in_word(&to.text) => emphasis(rest, c, to),
        '&' => entity(after, to),
        _ => None,
    };
    found.unwrap_or_else(|| {
        to.push(c.encode_utf8(&mut [0; 4]), 0, false);
        after
    })
}

fn escaped<'a>(after: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    let c = after.chars().next().filter(char::is_ascii_punctuation)?;
    to.push(c.encode_utf8(&mut [0; 4]), 0, false);
    after.get(1..)
}

/// An address in the text: the marks in it are its own.
fn bare_address<'a>(rest: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    if !rest.starts_with("http://") && !rest.starts_with("https://") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || !c.is_ascii() || "<>)]".contains(c);
    let (address, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
    to.push(address, 0, false);
    Some(after)
}

/// `<https://…>`, `<br>`, and other tags, which show nothing.
fn angle<'a>(after: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    let (inside, after) = after.split_once('>')?;
    if inside.starts_with("http://") || inside.starts_with("https://") {
        to.push(inside, 0, false);
        return Some(after);
    }
    let name = inside.trim_start_matches('/');
    let name = name.split([' ', '/']).next().unwrap_or_default();
    let tags = [
        "br", "b", "i", "u", "a", "p", "span", "sup", "sub", "em", "strong", "font", "div",
    ];
    if !tags.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    if name.eq_ignore_ascii_case("br") {
        to.push_sign("\n");
    }
    Some(after)
}

/// `text](target "title")`.
fn link<'a>(after: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    let (text, after) = after.split_once("](")?;
    let (target, after) = after.split_once(')')?;
    // Brackets inside an address come in pairs.
    let (target, after) = match target.matches('(').count() {
        1 => {
            let (more, after) = after.split_once(')')?;
            (format!("{target}){more}"), after)
        }
        _ => (target.to_owned(), after),
    };
    if text.contains('\n') || text.contains('[') {
        return None;
    }
    let target = target.split(" \"").next().unwrap_or_default();
    let target = target.trim().trim_start_matches('<').trim_end_matches('>');
    let start = to.text.len();
    add(text, to);
    to.link_from(start, target);
    Some(after)
}

fn code<'a>(after: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    let (inside, after) = after.split_once('`')?;
    to.push(inside, 0, false);
    Some(after)
}

/// `*x*`, `**x**`, `__x__`: the marks go, where both are there.
fn emphasis<'a>(rest: &'a str, mark: char, to: &mut Paragraph) -> Option<&'a str> {
    let run = rest.chars().take_while(|c| *c == mark).count().min(3);
    let marks = rest.get(..run)?;
    let inside = rest.get(run..)?;
    if inside.starts_with(char::is_whitespace) {
        return None;
    }
    let (inside, after) = inside.split_once(marks)?;
    if inside.is_empty() || inside.ends_with(char::is_whitespace) {
        return None;
    }
    // What may hold other constructs is read again; bold is only told of plain words.
    let bold = run > 1;
    if bold && !inside.contains(['[', '<', '`', '*', '_', '\\', 'h', '&']) {
        to.push(inside, 0, true);
    } else {
        add(inside, to);
    }
    Some(after)
}

fn entity<'a>(after: &'a str, to: &mut Paragraph) -> Option<&'a str> {
    let known = [
        ("amp;", "&"),
        ("lt;", "<"),
        ("gt;", ">"),
        ("nbsp;", " "),
        ("quot;", "\""),
    ];
    let (name, text) = known.iter().find(|(name, _)| after.starts_with(name))?;
    to.push(text, 0, false);
    after.get(name.len()..)
}

/// `snake_case` has no emphasis in it.
fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        for (text, shown) in [
            ("**来源**：某报", "来源：某报"),
            ("3 * 4 * 5", "3 * 4 * 5"),
            ("a_b_c 和 `x_y`", "a_b_c 和 x_y"),
            (r"\*不是\* 强调", "*不是* 强调"),
            (
                "https://example.com/a_b*c_d*e",
                "https://example.com/a_b*c_d*e",
            ),
            ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
            ("未完 **", "未完 **"),
        ] {
            let mut paragraph = Paragraph::default();
            add(text, &mut paragraph);
            assert_eq!(paragraph.text, shown);
        }
    }

    #[test]
    fn a_link_keeps_its_target() {
        let mut paragraph = Paragraph::default();
        add(
            "链接：[原文](https://example.com/a_(b)?x=1 \"题\")。",
            &mut paragraph,
        );
        assert_eq!(paragraph.text, "链接：原文。");
        assert_eq!(paragraph.links[0].target, "https://example.com/a_(b)?x=1");
    }
}
