//! BibTeX entries with the field names of biblatex: `@online` with a link, `@misc` without.

use crate::model::Article;
use crate::quote::forms::link;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// Returns the BibTeX entry of `article`, accessed on `today`; missing fields are left out.
pub fn entry(article: &Article, today: Date) -> String {
    let link = link(article);
    let kind = if link.is_some() { "online" } else { "misc" };
    let key = key(article, link.as_deref());
    let mut fields = Vec::new();
    let mut field =
        |name: &str, value: String| fields.push(format!("  {name:<7} = {{{value}}},\n"));
    let source = article.source.as_deref().map(one_line).unwrap_or_default();
    if !source.is_empty() {
        // The second pair of braces keeps BibTeX from splitting the name of a medium into first and last name.
        field("author", format!("{{{}}}", escape(&source)));
    }
    field(
        "title",
        format!("{{{}}}", escape(&one_line(&article.title))),
    );
    if let Some(date) = article.date {
        field("date", date.to_string());
    }
    if let Some(link) = &link {
        field("url", url(link));
        field("urldate", today.to_string());
    }
    format!("@{kind}{{{key},\n{}}}", fields.concat())
}

/// Returns the citation key, in ASCII letters, digits and hyphens: the site, the date and the number in the issue.
fn key(article: &Article, link: Option<&str>) -> String {
    let site = link.and_then(site).unwrap_or_else(|| "article".to_owned());
    let day = article
        .date
        .map(|date| format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()));
    // The number in the issue follows, so that articles without a day still have keys of their own
    // in one issue.
    let day = day.unwrap_or_else(|| "nodate".to_owned());
    format!("{site}-{day}-{}", article.number)
}

/// Returns the name of the site of `link`: `example` of `https://news.example.com/a`.
fn site(link: &str) -> Option<String> {
    let host = link
        .split("://")
        .nth(1)?
        .split(['/', '?', '#', ':'])
        .next()?;
    let labels: Vec<&str> = host.split('.').collect();
    // In `example.com.cn` the name of the site is the label before the second level domain.
    let second_level = ["com", "net", "org", "gov", "edu", "ac", "co"];
    // The top level domain names no site.
    let kept = labels.len().checked_sub(1)?;
    let name = labels
        .get(..kept)?
        .iter()
        .rev()
        .find(|label| !second_level.contains(label))?;
    // A name in Han has no ASCII, and then the key begins with the common word.
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// Returns `text` with every character that is special in BibTeX or LaTeX written as a command.
///
/// Braces become commands as well: BibTeX counts even escaped braces, and an odd one would swallow the rest of the file.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns `link` for a verbatim field, with braces and backslashes percent-encoded.
fn url(link: &str) -> String {
    link.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::{entry, site};
    use crate::quote::sample;
    use jiff::civil::date;

    #[test]
    fn an_entry_with_everything() {
        assert_eq!(
            entry(&sample::article(), date(2026, 11, 21)),
            "@online{example-20250615-2,\n  \
             author  = {{云川日报}},\n  \
             title   = {{云川市试行[互认]清单}},\n  \
             date    = {2025-06-15},\n  \
             url     = {https://news.example.com/a_(1)?x=1&y=2},\n  \
             urldate = {2026-11-21},\n}"
        );
    }

    #[test]
    fn braces_are_balanced_whatever_the_title_holds() {
        let mut article = sample::article();
        article.title = "a}b{c{d\\e%f&g_h#i$j~k^l".to_owned();
        article.link = Some("https://example.com/{a}}".to_owned());
        let text = entry(&article, date(2026, 11, 21));
        let mut depth = 0;
        for c in text.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            assert!(depth >= 0);
        }
        assert_eq!(depth, 0);
        assert!(text.contains("https://example.com/%7Ba%7D%7D"));
    }

    #[test]
    fn keys_are_plain_ascii() {
        assert_eq!(
            site("http://www.example.com.cn/a").as_deref(),
            Some("example")
        );
        assert_eq!(site("https://新闻.example/a").as_deref(), None);
        let text = entry(&sample::bare(), date(2026, 11, 21));
        assert!(text.starts_with("@misc{article-nodate-1,\n"), "{text}");
    }
}
