//! Web addresses in running text.
//!
//! Chinese text puts an address straight between its own marks and characters, `（https://example.com/a）。`, so an address
//! ends at the first character that cannot belong to it, and before the ASCII marks that close a sentence or a bracket opened
//! outside it. Han belong to an address where its own structure closes them (`/附件/1.pdf`, `?wd=医保&page=1`), where they
//! are the name of a host, or where the address stands alone between spaces or brackets.
//!
//! An address that ends too early may still open the site; with words of the sentence at its end it
//! opens nothing. So where nothing shows that Han belong to an address, it ends before them.

use crate::text::chars::{is_closing, is_han, is_opening, is_url_char};
use std::ops::Range;

/// The beginnings of an address. Reports print many without a scheme.
const BEGINNINGS: [&str; 3] = ["http://", "https://", "www."];

/// The characters that divide an address into host, path, query and fragment.
const DIVIDERS: [char; 5] = ['/', '?', '#', '&', '='];

/// Extensions of files on the web. Behind Han only these end a file name, since `第3号.com` may be a slip of the pen.
const EXTENSIONS: [&str; 24] = [
    "html", "shtml", "xhtml", "htm", "php", "jsp", "aspx", "asp", "pdf", "ofd", "docx", "doc",
    "wps", "xlsx", "xls", "pptx", "ppt", "txt", "zip", "rar", "png", "jpeg", "jpg", "mp4",
];

/// Top level domains in Han, of which a host name may be the end of the address.
const HAN_DOMAINS: [&str; 8] = [
    "中国",
    "公司",
    "网络",
    "网址",
    "政务",
    "公益",
    "中文网",
    "在线",
];

/// Returns the byte ranges of the addresses in `text`, in order. `text` is a whole paragraph: an address that a layout broke
/// in two has to be joined before.
///
/// ```
/// use newsreader::text::links::links;
/// let text = "详见（https://example.com/a?b=1）和www.example.cn/附件/1.pdf。";
/// let found: Vec<&str> = links(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found, ["https://example.com/a?b=1", "www.example.cn/附件/1.pdf"]);
/// ```
pub fn links(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = next_start(text, from) {
        let end = address_end(text, start);
        // At least a byte further, so that a beginning without an address is not found again.
        from = end.max(start + 1);
        // A control character in an address is no typing error but an attempt to act on the terminal.
        // Behind a removed control character the rest of the address would be missing.
        let is_cut = text
            .get(end..)
            .is_some_and(|rest| rest.starts_with(is_hazard));
        if !is_cut && text.get(start..end).is_some_and(has_host) {
            found.push(start..end);
        }
    }
    found
}

/// True for a control character other than the ends of lines and cells.
fn is_hazard(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// True if `address` names a host behind its scheme, and with `www.` a domain.
///
/// ```
/// use newsreader::text::links::has_host;
/// assert!(has_host("https://example.com") && has_host("www.example.cn"));
/// assert!(!has_host("https://") && !has_host("https:///a") && !has_host("www.html"));
/// ```
pub fn has_host(address: &str) -> bool {
    let is_web = !address.contains("://");
    let host = address.get(host_start(address)..).unwrap_or_default();
    let host = host.split(DIVIDERS).next().unwrap_or_default();
    let labels = host
        .split('.')
        .filter(|label| label.contains(char::is_alphanumeric));
    // `www.` and one more label, as in `www.html`, is the name of a file.
    labels.count() >= if is_web { 3 } else { 1 }
}

/// Returns the byte that the host of `address` begins with.
fn host_start(address: &str) -> usize {
    address.find("://").map_or(0, |at| at + "://".len())
}

/// Returns the byte of the next beginning of an address from byte `from` on, in any case of letters.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut places = rest.char_indices().map(|(at, c)| (from + at, c));
    places
        .find(|(at, c)| begins(text, *at, *c))
        .map(|(at, _)| at)
}

/// True if an address begins with `c`, which stands at byte `at` of `text`.
fn begins(text: &str, at: usize, c: char) -> bool {
    // Two letters begin all addresses, so a long text without them is passed over quickly.
    if !matches!(c, 'h' | 'H' | 'w' | 'W') {
        return false;
    }
    let rest = text.get(at..).unwrap_or_default();
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    // `xhttp://` is no address, but 网址http:// is: Chinese text puts no space before an address.
    let is_inside =
        |c: char| c.is_ascii_alphanumeric() || is_web_joint(c) && starts_with(rest, "www.");
    BEGINNINGS.iter().any(|begin| starts_with(rest, begin)) && !before.is_some_and(is_inside)
}

/// True for the characters before `www.` that make it a part of a longer address or of a mail address.
fn is_web_joint(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '@' | '/' | ':' | '=')
}

/// True if `text` begins with `beginning`, in any case of letters.
fn starts_with(text: &str, beginning: &str) -> bool {
    let head = text.get(..beginning.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

/// Returns the byte behind the address that begins at byte `start` of `text`.
fn address_end(text: &str, start: usize) -> usize {
    let run = run_at(text, start);
    let end = if run.is_ascii() {
        run.len()
    } else {
        han_end(run, stands_alone(text, start..start + run.len()))
    };
    start + without_marks(run.get(..end).unwrap_or_default()).len()
}

/// Returns the characters from byte `start` on that may belong to the address there.
fn run_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let mut is_first = true;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        if !is_url_char(c) && !is_han(c) {
            return rest.get(..at).unwrap_or_default();
        }
        if at > 0 && is_first && begins(text, start + at, c) {
            // Two addresses may be joined by `;`, `,` or Han. An address that is part of another one follows `=` or `/`.
            if matches!(before, ';' | ',') || is_han(before) {
                return rest.get(..at).unwrap_or_default();
            }
            is_first = false;
        }
        before = c;
    }
    rest
}

/// Returns the byte behind the part of `run`, an address and the Han behind it, that belongs to the address.
fn han_end(run: &str, is_alone: bool) -> usize {
    let host = host_start(run);
    let mut at = host;
    loop {
        let rest = run.get(at..).unwrap_or_default();
        let Some(han) = rest.find(is_han).map(|han| at + han) else {
            return run.len();
        };
        let head = run.get(host..han).unwrap_or_default();
        let part_start = head
            .rfind(DIVIDERS)
            .map_or(host, |divider| host + divider + 1);
        let tail = run.get(han..).unwrap_or_default();
        // A divider behind the Han shows that they are a part of the address.
        if let Some(divider) = tail.find(DIVIDERS) {
            at = han + divider;
            continue;
        }
        let part = run.get(part_start..).unwrap_or_default();
        // The last part is left: a host, a file, or a value.
        let end = if part_start == host {
            host_end(part)
        } else {
            let opens = run.get(..part_start).unwrap_or_default();
            let is_value = opens.ends_with('=') || is_alone;
            file_end(part).or((is_value && part_start == han).then_some(part.len()))
        };
        return end.map_or(han, |end| part_start + end);
    }
}

/// Returns the byte behind a host name in Han that `part` begins with: `电子政务.中国`, `例子.com`.
fn host_end(part: &str) -> Option<usize> {
    let last = part.rfind('.')? + 1;
    let domain = part.get(last..)?;
    // Han behind the domain are text: `例子.com网站`.
    let letters = domain.len()
        - domain
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    let han = HAN_DOMAINS.iter().find(|known| domain.starts_with(**known));
    let len = han.map_or(letters, |known| known.len());
    // No top level domain has a single letter.
    (len >= 2).then_some(last + len)
}

/// Returns the byte behind the extension of a file that `part` begins with the name of.
fn file_end(part: &str) -> Option<usize> {
    let dot = part.rfind('.')? + 1;
    let behind = part.get(dot..)?;
    let letters = behind
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(behind.len());
    let extension = behind.get(..letters)?.to_ascii_lowercase();
    EXTENSIONS
        .contains(&extension.as_str())
        .then_some(dot + letters)
}

/// True if the bytes `range` of `text` stand between two spaces, two brackets or quotation marks, or the ends of the text.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let opens = before.is_some_and(|c| is_opening(c) || c == '<');
    let closes = after.is_some_and(|c| is_closing(c) || c == '>');
    let is_free = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // A full-width colon introduces the address: `网址：https://…`.
    opens && closes || (is_free(before) || before == Some('：')) && is_free(after)
}

/// Returns `address` without the marks of the sentence and the closing brackets at its end that are not its own.
fn without_marks(mut address: &str) -> &str {
    // Counted once: an address may end in a hundred thousand brackets.
    let mut unmatched = ["()", "[]", "{}"].map(|pair| {
        let [opened, closed] = [0, 1].map(|at| {
            let bracket = pair.as_bytes().get(at);
            address.bytes().filter(|b| Some(b) == bracket).count()
        });
        closed.saturating_sub(opened)
    });
    while let Some(last) = address.chars().next_back() {
        let bracket = match last {
            ')' => Some(0),
            ']' => Some(1),
            '}' => Some(2),
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' => None,
            _ => break,
        };
        // `(see https://example.com/a)`: the bracket is closed that was opened before the address. `a_(b)` keeps its own.
        if let Some(count) = bracket.and_then(|at: usize| unmatched.get_mut(at)) {
            match count.checked_sub(1) {
                Some(left) => *count = left,
                None => break,
            }
        }
        address = address.get(..address.len() - 1).unwrap_or_default();
    }
    address
}

#[cfg(test)]
mod tests {
    use super::links;

    fn found(text: &str) -> Vec<&str> {
        links(text)
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect()
    }

    #[test]
    fn an_address_ends_where_the_chinese_text_goes_on() {
        assert_eq!(
            found("详见（https://example.com/a?b=1&c=2）。"),
            ["https://example.com/a?b=1&c=2"]
        );
        assert_eq!(
            found("网址http://example.cn/1查看"),
            ["http://example.cn/1"]
        );
        assert_eq!(found("“https://example.cn”，"), ["https://example.cn"]);
    }

    #[test]
    fn marks_that_close_the_sentence_are_not_the_address() {
        assert_eq!(
            found("See (https://example.com/a), now."),
            ["https://example.com/a"]
        );
        assert_eq!(
            found("https://example.com/a_(b)."),
            ["https://example.com/a_(b)"]
        );
        assert_eq!(
            found("https://example.com/?q=1;"),
            ["https://example.com/?q=1"]
        );
    }

    #[test]
    fn several_addresses_and_upper_case_schemes() {
        assert_eq!(
            found("HTTP://EXAMPLE.COM/、https://example.cn/b;https://example.com/c"),
            [
                "HTTP://EXAMPLE.COM/",
                "https://example.cn/b",
                "https://example.com/c"
            ]
        );
        assert_eq!(found("https://example.cn/b https://example.com/c").len(), 2);
    }

    #[test]
    fn brackets_are_counted_from_the_end() {
        assert_eq!(
            found("（https://example.cn/a(b)[c]]).）"),
            ["https://example.cn/a(b)[c]"]
        );
    }

    /// With time that grows by the square, each of these would take a good part of an hour.
    #[test]
    fn a_long_paragraph_of_addresses_or_brackets_ends() {
        for text in [
            ")",
            "(",
            ".",
            "汉",
            "https://a.cn;",
            "http://",
            "www.a.cn汉",
            "/汉",
        ] {
            let hostile = format!("https://example.cn/{}", text.repeat(1_000_000 / text.len()));
            assert!(!found(&hostile).is_empty(), "{text}");
        }
    }

    #[test]
    fn an_address_inside_another_one_is_part_of_it() {
        let whole = "https://example.com/?to=https://example.cn/a";
        assert_eq!(found(whole), [whole]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        assert!(found("xhttp://example.com").is_empty());
        assert!(found("http:// 与 https://").is_empty());
        assert!(found("报告").is_empty());
    }

    #[test]
    fn han_belong_where_the_address_closes_them() {
        for whole in [
            "https://example.com/item/电子病历/123?fr=a",
            "https://example.com/附件/2025年第3号公告.pdf",
            "https://example.com/s?wd=医保&page=1",
            "https://电子政务.中国/a",
            "https://例子.com",
        ] {
            for text in [
                format!("详见{whole}。"),
                format!("详见{whole}，"),
                format!("（{whole}）"),
            ] {
                assert_eq!(found(&text), [whole], "{text}");
            }
        }
        assert_eq!(
            found("见https://example.com/附件/公告.pdf查看全文"),
            ["https://example.com/附件/公告.pdf"]
        );
        assert_eq!(
            found("https://example.com/a查看https://example.cn/b/c"),
            ["https://example.com/a", "https://example.cn/b/c"]
        );
    }

    #[test]
    fn han_behind_an_open_end_go_on_with_the_sentence() {
        assert_eq!(
            found("在https://example.com/上公布"),
            ["https://example.com/"]
        );
        assert_eq!(found("见https://example.com查看"), ["https://example.com"]);
        // Between spaces or brackets nothing but the address is meant.
        let alone = "https://example.com/item/电子病历";
        assert_eq!(found(&format!("（{alone}）")), [alone]);
        assert_eq!(found(&format!("见 {alone} 一文")), [alone]);
        assert_eq!(
            found(&format!("见{alone}一文")),
            ["https://example.com/item/"]
        );
    }

    #[test]
    fn an_address_may_begin_with_its_host() {
        assert_eq!(found("官网www.example.com。"), ["www.example.com"]);
        assert_eq!(found("WWW.EXAMPLE.CN/a、"), ["WWW.EXAMPLE.CN/a"]);
        assert!(found("www. 与 www.html 与 a@www.example.com").is_empty());
    }

    #[test]
    fn a_control_character_makes_it_no_address() {
        assert!(found("https://example.com/\u{1b}[31m").is_empty());
        assert!(found("https:///a 与 https://?b").is_empty());
        assert_eq!(found("https://example.com/a\tb").len(), 1);
    }
}
