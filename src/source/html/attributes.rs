//! A bound on the attributes of a tag: the parser compares each with all before it, so that the time grows with the square of
//! their number. 50 000 in one tag took 0.6 s.

use std::borrow::Cow;

/// The most attributes of a tag. Those of real pages have fewer than fifty.
const MOST: usize = 256;

/// Elements whose content is text up to their end tag, so that a `<` in it begins no tag (HTML Standard, 13.1.2).
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "iframe", "noscript", "noembed", "xmp",
];

/// Returns `page` with the first 256 attributes of each tag. Nothing else is left out.
pub(super) fn limited(page: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = find(page, at, b'<') {
        at = start + 1;
        let rest = page.get(at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            at = memchr::memmem::find(comment.as_bytes(), b"-->")
                .map_or(page.len(), |end| at + 3 + end);
            continue;
        }
        // An end tag has no attributes, but the parser collects and compares those that stand there.
        let is_end = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        at += usize::from(is_end);
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = rest.find(|c: char| is_space(c) || matches!(c, '/' | '>'));
            let name = rest.get(..name.unwrap_or(rest.len())).unwrap_or_default();
            let (cut, end) = walk(page, at + name.len());
            if let Some(cut) = cut {
                kept += page.get(copied..cut).unwrap_or_default();
                copied = end;
            }
            at = end;
            if !is_end && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
                at = end_tag(page, at, name);
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(page);
    }
    kept += page.get(copied..).unwrap_or_default();
    Cow::Owned(kept)
}

/// Walks over the attributes of a tag from `at`, the byte behind its name. Returns the beginning of the first attribute that is
/// one too many, and the place of the `>` that ends the tag or the end of the page.
fn walk(page: &str, mut at: usize) -> (Option<usize>, usize) {
    let bytes = page.as_bytes();
    let skip = |mut at: usize, is_in: &dyn Fn(char) -> bool| {
        while bytes.get(at).is_some_and(|byte| is_in(char::from(*byte))) {
            at += 1;
        }
        at
    };
    let (mut cut, mut count) = (None, 0);
    loop {
        at = skip(at, &|c| is_space(c) || c == '/');
        if bytes.get(at).is_none_or(|byte| *byte == b'>') {
            return (cut, at);
        }
        count += 1;
        if count > MOST && cut.is_none() {
            cut = Some(at);
        }
        // The first character is part of the name, also `=`.
        at = skip(at + 1, &|c| !is_space(c) && !matches!(c, '/' | '>' | '='));
        let value = skip(at, &is_space);
        if bytes.get(value) == Some(&b'=') {
            at = skip(value + 1, &is_space);
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    find(page, at + 1, *quote).map_or(page.len(), |end| end + 1)
                }
                _ => skip(at, &|c| !is_space(c) && c != '>'),
            };
        }
    }
}

/// Returns the place of the end tag of an element of raw text, or the end of the page.
fn end_tag(page: &str, mut at: usize, name: &str) -> usize {
    while let Some(start) = find(page, at, b'<') {
        let found = page.get(start + 2..start + 2 + name.len());
        let is_end = page.as_bytes().get(start + 1) == Some(&b'/');
        if is_end && found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return start;
        }
        at = start + 1;
    }
    page.len()
}

/// Returns the place of the first `byte` from `at` on.
fn find(page: &str, at: usize, byte: u8) -> Option<usize> {
    let rest = page.as_bytes().get(at..)?;
    memchr::memchr(byte, rest).map(|found| at + found)
}

/// True for the white space of HTML.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_beyond_the_limit_are_left_out_and_nothing_else() {
        let attributes = |count: usize| -> Vec<String> {
            let one = |n| match n % 4 {
                0 => format!("a{n}"),
                1 => format!("a{n}=1"),
                2 => format!("a{n} = '>'"),
                _ => format!("a{n}=\"x y > '\""),
            };
            (0..count).map(one).collect()
        };
        let page = |count| format!("<p>甲<a {}>乙</a>丙", attributes(count).join(" "));
        assert_eq!(limited(&page(MOST)), page(MOST));
        let long = page(MOST + 1000);
        assert_eq!(limited(&long).trim_end(), page(MOST).replace(">乙", " >乙"));
        let end = format!("<p>甲</p {}>乙", attributes(MOST + 1000).join(" "));
        let kept = format!("<p>甲</p {} >乙", attributes(MOST).join(" "));
        assert_eq!(limited(&end), kept);
        // A tag without an end.
        let open = format!("甲<a {}", attributes(1000).join(" "));
        assert!(limited(&open).starts_with("甲<a a0 a1=1"));
    }

    #[test]
    fn text_with_signs_of_tags_stays() {
        let words = "x ".repeat(2 * MOST);
        for page in [
            format!("<script>if (a<b && '{words}</script>甲"),
            format!("<!-- <a title=\" {words} --> 甲"),
            format!("<title>a <b {words}</TITLE><p>甲"),
            format!("a < b {words} 甲"),
            format!("<p title='{words}'>甲"),
            format!("</ {words}"),
        ] {
            assert_eq!(limited(&page), page);
        }
    }
}
