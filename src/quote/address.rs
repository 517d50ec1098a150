//! Web addresses as they are copied and opened: in ASCII, with a scheme.
//!
//! A report prints addresses as people read them, with Han in host, path and query. Mail programs, terminals and citation
//! managers end such an address at the first Han, so it leaves the program with its host as punycode (UTS #46) and the rest
//! percent-encoded (WHATWG URL). The crate `url` knows which part needs which; an address that is ASCII already is handed on
//! byte for byte, because `url` would normalise it and a server may tell the forms apart.

use crate::quote::one_line::one_line;
use crate::text::links::has_host;
use url::Url;

/// Returns `link` in ASCII; `www.…` gets `https://`. What is no address that a browser knows stays as it is written.
///
/// ```
/// use newsreader::quote::address::ascii;
/// assert_eq!(ascii("https://例子.中国/附件?wd=医保"), "https://xn--fsqu00a.xn--fiqs8s/%E9%99%84%E4%BB%B6?wd=%E5%8C%BB%E4%BF%9D");
/// assert_eq!(ascii("https://example.com"), "https://example.com");
/// assert_eq!(ascii("www.example.com/a"), "https://www.example.com/a");
/// ```
#[must_use]
pub fn ascii(link: &str) -> String {
    let mut link = one_line(link);
    if is_web_name(&link) {
        link.insert_str(0, "https://");
    }
    // Handed on as it is, even where it is no sound address.
    if link.is_ascii() {
        return link;
    }
    match Url::parse(&link) {
        Ok(url) if url.has_host() => url.into(),
        _ => link,
    }
}

/// Returns the address that a browser opens for `link`; `None` for what is no web address: another scheme, no host, a
/// control character or a blank in it. A report may name any scheme, and some of them run programs.
///
/// ```
/// use newsreader::quote::address::browsable;
/// assert!(browsable("javascript:alert(1)").is_none() && browsable("https://").is_none());
/// assert_eq!(browsable("https://example.com/a").as_deref(), Some("https://example.com/a"));
/// ```
#[must_use]
pub fn browsable(link: &str) -> Option<String> {
    // Looked for before the address is made ASCII, which would hide them as escapes.
    let is_harmless = !link.contains(|c: char| c.is_control() || c.is_whitespace());
    let address = ascii(link);
    let scheme = address.split_once("://")?.0.to_ascii_lowercase();
    let is_web = matches!(scheme.as_str(), "http" | "https") && has_host(&address);
    (is_harmless && is_web && address.bytes().all(|byte| byte.is_ascii_graphic()))
        .then_some(address)
}

/// True if an address names a user, perhaps with a password, before its host: `https://example.com@example.cn/` leads to
/// example.cn, whatever it looks like.
///
/// ```
/// use newsreader::quote::address::names_a_user;
/// assert!(names_a_user("https://example.com@example.cn/") && !names_a_user("https://example.com/@a"));
/// ```
#[must_use]
pub fn names_a_user(link: &str) -> bool {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    // Behind the host an `@` is an ordinary character of the path.
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('@')
}

/// True if `link` begins with `www.`, in any case of letters.
fn is_web_name(link: &str) -> bool {
    link.get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("www."))
}

#[cfg(test)]
mod tests {
    use super::{ascii, browsable};

    #[test]
    fn an_ascii_address_is_handed_on_byte_for_byte() {
        for link in [
            "https://example.com",
            "HTTP://Example.com:80/a/../b",
            "https://example.com/a_(1)?x=1&y=2#z",
            "ftp://example.com/a",
        ] {
            assert_eq!(ascii(link), link);
        }
    }

    #[test]
    fn han_are_encoded_where_they_stand() {
        assert_eq!(
            ascii("https://example.com/附件/2025年.pdf?wd=医保&p=1#结果"),
            "https://example.com/%E9%99%84%E4%BB%B6/2025%E5%B9%B4.pdf?wd=%E5%8C%BB%E4%BF%9D&p=1#%E7%BB%93%E6%9E%9C"
        );
        // An escape that is there already is not escaped again.
        assert_eq!(
            ascii("https://example.com/%E9%99%84件"),
            "https://example.com/%E9%99%84%E4%BB%B6"
        );
    }

    #[test]
    fn only_web_addresses_are_opened() {
        assert!(browsable("https://example.com/a?b=c&d=e").is_some());
        assert!(browsable("HTTP://example.com/").is_some());
        assert_eq!(
            browsable("WWW.example.com").as_deref(),
            Some("https://WWW.example.com")
        );
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "example.com",
            "http://a b",
            "-x",
            "https://",
            "http:///a",
            "https://example.com/\u{1b}[31m",
        ] {
            assert!(browsable(link).is_none(), "{link}");
        }
    }
}
