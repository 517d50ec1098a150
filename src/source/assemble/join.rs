//! How the texts of two rows meet.

use crate::source::letters::{is_address_char, is_latin};

/// Appends the text of the next row: no space between Han characters, one between Latin words, none in an address.
pub(super) fn append(text: &mut String, next: &str, linked: bool) {
    let spaced = text.ends_with(' ');
    text.truncate(text.trim_end().len());
    let in_address =
        linked || (address_at_end(text).is_some() && next.starts_with(is_address_char));
    let (Some(before), Some(after)) = (text.chars().next_back(), next.chars().next()) else {
        text.push_str(next);
        return;
    };
    let latin = (is_latin(before), is_latin(after));
    let space = match latin {
        _ if in_address => false,
        (true, true) => spaced || !parted_inside(before, after),
        (false, false) => false,
        _ => spaced,
    };
    if space {
        text.push(' ');
    }
    text.push_str(next);
}

/// Latin characters between which a line may end though no space stands there.
fn parted_inside(before: char, after: char) -> bool {
    "-/_@&=([{".contains(before)
        || ",.;:!?)]}%/-_".contains(after)
        || (before.is_ascii_digit() && after.is_ascii_digit())
}

/// The web address that a text ends in the middle of, or at the end of.
pub(super) fn address_at_end(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| !is_address_char(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let run = text.get(start..)?;
    let scheme = ["http://", "https://", "ftp://", "www."]
        .iter()
        .filter_map(|scheme| run.find(scheme))
        .min();
    // The scheme itself may be cut: `https:` at the end of a row.
    match scheme {
        Some(at) => run.get(at..),
        None if ["http", "https", "http:", "https:", "http:/", "https:/"].contains(&run) => {
            Some(run)
        }
        None => None,
    }
}

/// The run of address characters that a text begins with, and what follows it.
pub(super) fn address_at_start(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !is_address_char(c))
        .unwrap_or(text.len());
    (
        text.get(..end).unwrap_or_default(),
        text.get(end..).unwrap_or_default().trim(),
    )
}

/// A text that is an address and at most a label before it.
pub(super) fn is_whole_address(text: &str) -> bool {
    address_at_end(text).is_some_and(|address| {
        let label = text.trim_end().len() - address.len();
        text.get(..label)
            .is_some_and(|label| label.trim().chars().count() <= 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(first: &str, second: &str) -> String {
        let mut text = first.to_owned();
        append(&mut text, second, false);
        text
    }

    #[test]
    fn han_meets_without_a_space_and_latin_with_one() {
        assert_eq!(joined("数据要", "素流通"), "数据要素流通");
        assert_eq!(
            joined("Journal of", "Solid State"),
            "Journal of Solid State"
        );
        assert_eq!(joined("Solid-", "State"), "Solid-State");
        assert_eq!(joined("发表在 ", "《某刊》"), "发表在《某刊》");
    }

    #[test]
    fn an_address_stays_whole_wherever_it_was_cut() {
        assert_eq!(
            joined("链接：https://example.cn/a?", "b=1&c"),
            "链接：https://example.cn/a?b=1&c"
        );
        assert_eq!(
            joined("链接：https:", "//example.cn"),
            "链接：https://example.cn"
        );
        assert!(is_whole_address("链接：https://example.cn/a"));
        assert!(!is_whole_address(
            "详情可以查看官方网站 https://example.cn/a"
        ));
    }
}
