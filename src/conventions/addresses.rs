//! Web addresses as a layout leaves them: cut anywhere, set in full-width forms, glued to a label or to a second address.
//!
//! [`crate::text::links`] finds addresses in finished paragraphs; both take a character for part of one by
//! [`is_url_char`]. Here are the questions that one line of a layout asks: does an address begin, end or go on here.

use crate::text::chars::{half_width, is_url_char};

/// The beginnings of an address, in lower case.
const SCHEMES: [&str; 4] = ["http://", "https://", "ftp://", "www."];

/// True if `text` begins with an address: `http://`, `https://`, `ftp://`, `www.`, also in upper case, in full-width forms
/// or cut behind the colon.
pub fn opens_address(text: &str) -> bool {
    // Eight characters hold the longest beginning.
    let head: String = text.chars().take(8).map(half_width).collect();
    let head = head.to_ascii_lowercase();
    SCHEMES
        .iter()
        .chain(&["http:", "https:"])
        .any(|scheme| head.starts_with(scheme))
}

/// Returns how many bytes of address characters `text` begins with. Where `first` is set, an address begins here, and its
/// scheme may have a full-width colon, slashes and stop.
pub fn address_bytes(text: &str, first: bool) -> usize {
    /// `https://www.` has this many characters; full-width marks further on belong to the sentence.
    const SCHEME: usize = 12;
    let mut scheme = first;
    text.char_indices()
        .take_while(|&(at, c)| {
            scheme &= at < SCHEME;
            is_url_char(c) || (scheme && matches!(c, '：' | '／' | '．'))
        })
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// Splits `text` into the address characters that it begins with and what follows them, trimmed.
pub fn split_address_start(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !is_url_char(c)).unwrap_or(text.len());
    (
        text.get(..end).unwrap_or_default(),
        text.get(end..).unwrap_or_default().trim(),
    )
}

/// An address is looked for over this many bytes. This bounds the work on a text that is one endless word, where every
/// row that is appended asks again.
const LONGEST: usize = 2000;

/// Returns the address that `text` ends in, whole or cut, `None` if it ends outside one. A scheme that is cut itself
/// (`https:` at the end of a row) counts.
///
/// ```
/// use newsreader::conventions::addresses::address_at_end;
/// assert_eq!(address_at_end("链接：https://example.com/a?"), Some("https://example.com/a?"));
/// assert_eq!(address_at_end("见 https://example.com/a 一文"), None);
/// ```
pub fn address_at_end(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let is_part = |byte: &u8| is_url_char(char::from(*byte));
    let tail = text.as_bytes().iter().rev().take(LONGEST);
    // Bytes are compared, not characters: an address is ASCII.
    let run = text.get(text.len() - tail.take_while(|byte| is_part(byte)).count()..)?;
    // The earliest beginning: an address may have another one in its query.
    let begins = SCHEMES.iter().filter_map(|scheme| run.find(scheme)).min();
    match begins {
        Some(at) => run.get(at..),
        // Another scheme, or one in capitals.
        None if run.contains("://") => Some(run),
        None => ["http", "https", "http:", "https:", "http:/", "https:/"]
            .contains(&run)
            .then_some(run),
    }
}

/// True if `text` is an address alone, or an address behind a label of at most eight characters.
pub fn is_whole_address(text: &str) -> bool {
    address_at_end(text).is_some_and(|address| {
        let label = text.trim_end().len() - address.len();
        // What is longer than this is no label but a sentence.
        text.get(..label)
            .is_some_and(|label| label.trim().chars().count() <= 8)
    })
}

/// True if `text` may be an address or a piece of one: ASCII alone, with one of the marks that addresses have inside.
pub fn is_address_part(text: &str) -> bool {
    text.is_ascii() && text.contains(['/', '.', '=', '&', '_', '%'])
}

/// True if `token` begins with a host name, as addresses without a scheme do: `example.com/a`.
pub fn opens_with_host(token: &str) -> bool {
    let host = token.split(['/', '?']).next().unwrap_or_default();
    host.contains('.')
        && host.len() > 3
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'))
}

/// True for the words behind an address that ask to open it: `（点击查看）`, `阅读原文`.
pub fn is_invitation(text: &str) -> bool {
    const WORDS: [&str; 7] = ["点击", "查看", "原文", "阅读", "全文", "打开", "复制"];
    text.chars().count() <= 12 && WORDS.iter().any(|word| text.contains(word))
}

/// True for a row whose only words lead to the page that an article was taken from: `[阅读全文]`, `查看原文 >>`.
///
/// ```
/// use newsreader::conventions::addresses::names_original;
/// assert!(names_original("查看原文 >>") && !names_original("复制全文"));
/// ```
pub fn names_original(text: &str) -> bool {
    const VERBS: [&str; 8] = [
        "点击", "阅读", "查看", "浏览", "打开", "访问", "详见", "了解",
    ];
    const NOUNS: [&str; 7] = [
        "原文",
        "全文",
        "原文链接",
        "原文地址",
        "详情",
        "更多",
        "来源网页",
    ];
    let is_edge = |c: char| !c.is_alphanumeric();
    let mut words = text.trim_matches(is_edge);
    // `点击查看原文` has two verbs.
    for _ in 0..2 {
        let behind = VERBS.iter().find_map(|verb| words.strip_prefix(verb));
        words = behind.map_or(words, |rest| rest.trim_start_matches(is_edge));
    }
    let english = [
        "Read more",
        "read more",
        "Read More",
        "Link",
        "link",
        "链接",
    ];
    NOUNS.contains(&words) || english.contains(&words)
}

/// Splits two addresses that stand together without a space. An address inside another one's query stays there.
///
/// ```
/// use newsreader::conventions::addresses::split_glued;
/// assert_eq!(split_glued("https://example.com/ahttps://example.cn/b").len(), 2);
/// assert_eq!(split_glued("https://example.com/?to=https://example.cn/b").len(), 1);
/// ```
pub fn split_glued(token: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in token.match_indices("http") {
        let here = token.get(at..).unwrap_or_default();
        let before = token.get(start..at).and_then(|t| t.chars().next_back());
        // Behind `=` or `/` the second address is a part of the first.
        let glued = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == ';' || c == ',');
        if at > start && glued && (here.starts_with("http://") || here.starts_with("https://")) {
            let piece = token.get(start..at).unwrap_or_default();
            pieces.push(piece.trim_end_matches([';', ',']));
            start = at;
        }
    }
    pieces.push(token.get(start..).unwrap_or_default());
    pieces
}

/// Returns the address without the marks of the sentence behind it. A bracket that the address opens itself stays.
pub fn tidy(link: &str) -> String {
    let mut link = link.trim_end_matches([',', ';', '"', '\'', '>', ']']);
    // A bracket that closes without an opening bracket was opened in the sentence.
    if link.ends_with(')') && !link.contains('(') {
        link = link.trim_end_matches(')');
    }
    // A single full stop ends the sentence; several are the sign of a cut, which is looked for
    // later.
    link.strip_suffix('.').unwrap_or(link).to_owned()
}

/// True if `link` looks as if its end were missing: it ends in an ellipsis, in a mark that joins two parts, in half an
/// escape (`%E5%8`), or in the beginning of a page's extension (`.sht`).
///
/// ```
/// use newsreader::conventions::addresses::looks_cut;
/// assert!(looks_cut("https://example.com/2025/...") && looks_cut("https://example.com/a.sht"));
/// assert!(!looks_cut("https://example.com/a/") && !looks_cut("https://example.com/a.htm"));
/// ```
pub fn looks_cut(link: &str) -> bool {
    /// Extensions that are the beginning of a longer one, and pages on their own.
    const WHOLE: [&str; 4] = ["htm", "shtm", "asp", "js"];
    const PAGES: [&str; 8] = [
        "html", "shtml", "xhtml", "jhtml", "aspx", "jspx", "php", "jsp",
    ];
    // `=` may end an address that is encoded in base 64, so only one follows a name.
    let open = link.ends_with(['…', '&', '?', '-', '_', '%']) || link.ends_with("...");
    let empty = link.ends_with('=') && !link.ends_with("==") && link.contains(['?', '&']);
    let escape = link
        .rsplit_once('%')
        .is_some_and(|(_, end)| end.len() < 2 && end.chars().all(|c| c.is_ascii_hexdigit()));
    let path = link.split(['?', '#']).next().unwrap_or_default();
    // Without the scheme, whose slashes are no path.
    let name = path.split("://").last().unwrap_or_default();
    let end = name.contains('/').then(|| name.rsplit_once('.')).flatten();
    let page = end.is_some_and(|(_, end)| {
        let end = end.to_ascii_lowercase();
        let begins = |page: &str| page.starts_with(&end) && page.len() > end.len();
        // Behind a query or a fragment the path is whole.
        path.len() == link.len()
            && !WHOLE.contains(&end.as_str())
            && PAGES.iter().any(|page| begins(page))
    });
    open || empty || escape || page
}

/// True if a browser can open `link`: `http` or `https`, and a host name with a dot inside.
///
/// ```
/// use newsreader::conventions::addresses::is_sound;
/// assert!(is_sound("https://example.com/a") && !is_sound("http:/example.com"));
/// ```
pub fn is_sound(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    let Some(rest) = lower
        .strip_prefix("http://")
        .or_else(|| lower.strip_prefix("https://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A user before the host is no part of its name, nor is the port behind it.
    let name = host.rsplit('@').next().unwrap_or_default();
    let name = name.split(':').next().unwrap_or_default();
    name.contains('.') && !name.starts_with('.') && !name.contains("..") && !name.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soundness() {
        assert!(is_sound("https://example.com/a"));
        for bad in [
            "example.com/a",
            "http:/example.com",
            "https://",
            "http://localhost/a",
            "https://.cn",
        ] {
            assert!(!is_sound(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_alone_may_have_a_label() {
        assert!(is_whole_address("链接：https://example.cn/a"));
        assert!(!is_whole_address(
            "详情可以查看官方网站 https://example.cn/a"
        ));
    }

    #[test]
    fn an_address_opens_in_any_form() {
        for text in ["https://a", "HTTP://A", "http：／／a", "www.a", "https:"] {
            assert!(opens_address(text), "{text}");
        }
        assert!(!opens_address("example.com"));
    }
}
