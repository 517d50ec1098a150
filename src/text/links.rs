//! Web addresses in running text.
//!
//! Chinese text puts an address straight between its own marks and characters, `（https://example.com/a）。`, so an address
//! ends where ASCII ends, and before the ASCII marks that close a sentence or a bracket opened outside it.

use crate::text::chars::is_url_char;
use std::ops::Range;

const SCHEMES: [&str; 2] = ["http://", "https://"];

/// Returns the byte ranges of the addresses in `text`, in order. `text` is a whole paragraph: an address that a layout broke
/// in two has to be joined before.
///
/// ```
/// use newsreader::text::links::links;
/// let text = "详见（https://example.com/a?b=1）。";
/// let found = links(text);
/// assert_eq!(&text[found[0].clone()], "https://example.com/a?b=1");
/// ```
pub fn links(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = next_scheme(text, from) {
        let rest = text.get(start..).unwrap_or_default();
        let length = address_bytes(rest);
        let bare = SCHEMES
            .iter()
            .any(|scheme| length <= scheme.len() && is_scheme(rest, scheme));
        from = start + length.max(1);
        if !bare {
            found.push(start..start + length);
        }
    }
    found
}

/// Returns the byte of the next `http://` or `https://` from byte `from` on, in any case of letters.
fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    // `xhttp://` is no address, but 网址http:// is: Chinese text puts no space before an address.
    rest.char_indices()
        .filter(|(_, c)| matches!(c, 'h' | 'H'))
        .map(|(at, _)| from + at)
        .find(|&at| {
            let rest = text.get(at..).unwrap_or_default();
            let begins = SCHEMES.iter().any(|scheme| is_scheme(rest, scheme));
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            begins && !before.is_some_and(|c| c.is_ascii_alphanumeric())
        })
}

/// True if `text` begins with `scheme`, in any case of letters.
fn is_scheme(text: &str, scheme: &str) -> bool {
    let head = text.get(..scheme.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
}

/// Returns the number of bytes of the address that `text` begins with.
fn address_bytes(text: &str) -> usize {
    let end = text.find(|c: char| !is_url_char(c)).unwrap_or(text.len());
    let mut address = text.get(..end).unwrap_or_default();
    // Two addresses may be joined by `;` or `,`. An address that is part of another one follows `=` or `/`.
    if let Some(second) = next_scheme(address, 1) {
        let before = address.get(..second).unwrap_or_default();
        if before.ends_with([';', ',']) {
            address = before;
        }
    }
    while let Some(last) = address.chars().next_back() {
        // `(see https://example.com/a)`: the bracket is closed that was opened before the address. `a_(b)` keeps its own.
        let closes = match last {
            ')' => is_unmatched(address, '(', ')'),
            ']' => is_unmatched(address, '[', ']'),
            '}' => is_unmatched(address, '{', '}'),
            last => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_'),
        };
        if !closes {
            break;
        }
        address = address.get(..address.len() - 1).unwrap_or_default();
    }
    address.len()
}

/// True if `address` has more closing than opening brackets, so that the last one was opened before the address.
fn is_unmatched(address: &str, open: char, close: char) -> bool {
    address.matches(close).count() > address.matches(open).count()
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
}
