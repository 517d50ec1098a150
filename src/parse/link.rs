//! The field `链接：`: an address on one layout line to four, cut in the middle, perhaps followed by text or by a second
//! address.
//!
//! Whether a row goes on with the address above is decided by its characters alone, since a layout
//! cuts an address at any of them. A date or a number that looks like a piece of an address is the
//! danger: a row has to be an address from end to end, or be followed by something that an address
//! is followed by.

use super::rows::LayoutRow;
use crate::conventions::addresses::{
    address_bytes, is_invitation, opens_address, opens_with_host, split_glued,
};
use crate::conventions::line::trim;
use crate::conventions::{dates, labels};
use crate::text::chars::{half_width, is_han, is_url_char};

/// The addresses behind a link's label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkField {
    /// The addresses, whole.
    pub found: Vec<String>,
    /// The number of whole rows below the label's row that belong to them.
    pub rows: usize,
    /// The byte offset of other text in the last of those rows (in the label's row where `rows` is 0).
    pub rest: Option<usize>,
}

/// The most layout lines of a link: four occur in the real reports.
const MOST_ROWS: usize = 8;

/// Reads the addresses in `value`, the text behind the label, and in the rows below.
pub(super) fn read(value: &str, below: &[LayoutRow<'_>]) -> LinkField {
    let mut links = LinkField::default();
    // Text behind the address on the label's own row ends it: nothing below belongs to it.
    if let Some(rest) = take(&mut links.found, value) {
        links.rest = Some(rest);
        return links;
    }
    for row in below.iter().take(MOST_ROWS) {
        // A second address below the first is taken as well.
        let starts = opens_address(row.text.trim_start_matches(['<', '（', '(', '[']));
        // Only an address that has begun goes on; the first row must begin one.
        let goes_on = links
            .found
            .last()
            .is_some_and(|above| continues(row.text) || han_goes_on(above, row.text));
        if !starts && !goes_on {
            break;
        }
        links.rows += 1;
        if let Some(rest) = take(&mut links.found, row.text) {
            links.rest = Some(rest);
            break;
        }
    }
    links
}

/// True if a row can be the rest of an address: address characters alone, or these and then a label, a remark or
/// another address.
///
/// `b/c.html`, `b/c.html（点击查看）` and `c.html 来源：甲` go on; `2025-06-15` and `3.5 亿元` do
/// not.
fn continues(text: &str) -> bool {
    let len = address_bytes(text, false);
    let rest = trim(text.get(len..).unwrap_or_default());
    let token = text.get(..len).unwrap_or_default();
    // Below a link often stands the dateline of the text.
    if len == 0 || is_date(token) {
        return false;
    }
    let like_url = token.contains(['/', '.', '=', '&', '?', '_', '%']);
    // `c.html 点击查看`: an address's end and a remark, but not `3.5 亿元`.
    let remark = token.contains(|c: char| c.is_ascii_alphabetic()) && !rest.contains(['，', '。']);
    rest.is_empty()
        || (is_invitation(rest) && rest.starts_with(['（', '(', '【', '点', '查']))
        || labels::label(rest).is_some()
        || (rest.starts_with(['（', '(', '【']) && like_url)
        || (like_url && remark && rest.chars().count() <= 12)
        || opens_address(rest)
}

/// Moves the addresses at the front of `text` to `found`; returns the byte where other text begins, `None` if none
/// does.
fn take(found: &mut Vec<String>, text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let kept = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '；' | '、' | '，' | ';')
        });
        if kept.is_empty() {
            return None;
        }
        let bare = kept.trim_start_matches(['（', '[']);
        let kept = if opens_address(bare) { bare } else { kept };
        at = text.len() - kept.len();
        // An address may begin anew behind another one; what goes on must stand at the beginning of
        // the row.
        let begins = opens_address(kept);
        let goes_on = at == 0 && found.last().is_some_and(|above| han_goes_on(above, kept));
        let len = if begins || goes_on {
            bytes_with_han(kept, begins)
        } else {
            address_bytes(kept, false)
        };
        let token = kept.get(..len)?;
        // The first address may lack its scheme, since the label shows what it is.
        let fresh = found.is_empty() && opens_with_host(token);
        let more = !found.is_empty() && (at == 0 || token_continues(kept, len));
        // What begins here is text.
        if len == 0 || !(begins || fresh || more) {
            return Some(at);
        }
        add(found, token, begins || fresh);
        at += len;
    }
}

/// Returns the bytes of the address that `text` begins with, with the Han inside it.
///
/// Behind the label nothing but an address is meant, so Han belong to it, up to a space, a mark, a label or words that ask
/// to open it. In running text [`crate::text::links`] takes far fewer for a part of one.
///
/// Of `https://example.com/附件/1.pdf 来源` all up to the space, of
/// `https://example.com/a.html查看原文` the part before the Han.
fn bytes_with_han(text: &str, begins: bool) -> usize {
    const DIVIDERS: [char; 5] = ['/', '?', '&', '=', '#'];
    let mut end = address_bytes(text, begins);
    loop {
        let rest = text.get(end..).unwrap_or_default();
        if !rest.starts_with(is_han) {
            return end;
        }
        let run = rest.find(|c| !is_url_char(c) && !is_han(c));
        let run = rest.get(..run.unwrap_or(rest.len())).unwrap_or_default();
        // A second address glued to the Han is not part of the first.
        let second = run
            .find("http")
            .filter(|&at| run.get(at..).is_some_and(opens_address));
        let run = run.get(..second.unwrap_or(run.len())).unwrap_or_default();
        if labels::label(rest).is_some() {
            return end;
        }
        if let Some(divider) = run.find(DIVIDERS) {
            end += divider;
            end += address_bytes(text.get(end..).unwrap_or_default(), false);
            continue;
        }
        // Han behind a name that is whole (`/a.html查看`) begin a remark; a part of Han alone, and a file, belong.
        let is_part = text.get(..end).is_some_and(|head| head.ends_with(DIVIDERS));
        let belongs = is_file(run) || is_part && !is_invitation(run);
        return end + if belongs { run.len() } else { 0 };
    }
}

/// True if `name` ends in the extension of a file.
fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| {
        (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// True if `text` is the rest of the address `above` and has Han: nothing else stands on its row, and the address was left
/// inside Han or divides behind those of `text`.
///
/// Below `https://example.com/附` goes on `件/1.pdf`; below a whole address `附件1.pdf` is text.
fn han_goes_on(above: &str, text: &str) -> bool {
    let whole = text.chars().all(|c| is_url_char(c) || is_han(c)) && text.contains(is_han);
    let divides = text.contains(['/', '?', '&', '=']) && !opens_address(text);
    let open = above.ends_with(['/', '=', '?', '&', '#', '%', '-', '_']) || above.ends_with(is_han);
    whole
        && open
        && (divides || is_file(text))
        && labels::label(text).is_none()
        && !is_invitation(text)
}

/// True if the first `len` bytes of `rest` belong to the address before them: nothing else stands on the row, and they
/// have a mark that addresses have inside.
fn token_continues(rest: &str, len: usize) -> bool {
    let token = rest.get(..len).unwrap_or_default();
    trim(rest.get(len..).unwrap_or_default()).is_empty()
        && token.contains(['/', '.', '=', '&', '?', '_', '%', '-'])
        && !is_date(token)
}

/// True if `token` is a date from end to end. Digits and slashes begin many a piece of an address too.
fn is_date(token: &str) -> bool {
    dates::leading(token).is_some_and(|found| found.date.is_some() && found.end >= token.len())
}

/// Adds a piece to the last address, or begins a new one where `begins` is set.
fn add(found: &mut Vec<String>, token: &str, begins: bool) {
    // Input methods make full-width letters and marks of an address, which no browser opens.
    let token: String = token.chars().map(half_width).collect();
    let mut pieces = split_glued(&token).into_iter();
    if let Some(first) = pieces.next() {
        match found.last_mut() {
            // Without a space: it was the layout that broke the address.
            Some(last) if !begins => last.push_str(first),
            _ => found.push(first.to_owned()),
        }
    }
    found.extend(pieces.map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    fn links(value: &str, below: &str) -> (Vec<String>, usize, Option<usize>) {
        let transcript = Transcript::from_text(below);
        let links = read(value, &rows::rows(&transcript));
        (links.found, links.rows, links.rest)
    }

    #[test]
    fn an_address_ends_before_an_invitation() {
        let transcript = Transcript::from_text("https://example.com/a/b.sht\nml（点击查看）\n甲");
        let links = read("", &rows::rows(&transcript));
        assert_eq!(links.found, ["https://example.com/a/b.shtml"]);
        assert_eq!((links.rows, links.rest), (2, Some(2)));
        let transcript = Transcript::from_text("https://example.com/a\n5G全文检索上线");
        assert_eq!(read("", &rows::rows(&transcript)).rows, 1);
    }

    #[test]
    fn an_address_is_whole_whatever_the_layout_did() {
        let a = "https://example.com/a/b.html?c=1&d=2";
        assert_eq!(links(a, "主要内容："), (vec![a.into()], 0, None));
        assert_eq!(
            links("", "https://example.com/a\n/b.html?\nc=1&d=2\n主要内容："),
            (vec![a.into()], 3, None)
        );
        assert_eq!(
            links("https://example.com/a", "/b.html?c=1&\nd=2主要内容："),
            (vec![a.into()], 2, Some(3))
        );
        assert_eq!(
            links("http：／／example.com/a", ""),
            (vec!["http://example.com/a".into()], 0, None)
        );
    }

    #[test]
    fn han_belong_to_the_address_behind_its_label() {
        for whole in [
            "https://example.com/item/电子病历/123?fr=a",
            "https://example.com/附件/2025年第3号公告.pdf",
            "https://example.com/s?wd=医保&page=1#结果",
            "https://example.com/item/电子病历",
            "https://example.com/s?wd=医保",
            "https://电子政务.中国/a",
        ] {
            assert_eq!(links(whole, "主要内容：").0, [whole]);
            assert_eq!(links("", whole).0, [whole]);
            let (found, _, rest) = links(&format!("{whole}（点击查看）"), "");
            assert_eq!((found, rest), (vec![whole.to_owned()], Some(whole.len())));
            for (at, _) in whole.char_indices().filter(|(at, _)| *at > 20) {
                let (head, tail) = whole.split_at(at);
                if head.ends_with(['/', '=']) && tail.contains(['/', '.', '&']) {
                    assert_eq!(links(head, tail).0, [whole], "{head} {tail}");
                }
            }
        }
        for (value, want) in [
            ("https://example.com/a点击查看原文", "https://example.com/a"),
            (
                "https://example.com/a.html查看",
                "https://example.com/a.html",
            ),
            ("https://example.com/来源：甲", "https://example.com/"),
            ("https://example.com/a/，见乙", "https://example.com/a/"),
        ] {
            assert_eq!(links(value, "").0, [want]);
        }
        assert_eq!(links("https://example.com/a/", "渔船归港").1, 0);
        let two = "https://example.com/a查看https://example.cn/b/c";
        assert_eq!(links(two, "").0, ["https://example.com/a"]);
    }

    #[test]
    fn what_follows_an_address_is_no_part_of_it() {
        let (found, rows, rest) = links("https://example.com/a（点击查看）", "主要内容：");
        assert_eq!(
            (found, rows, rest),
            (vec!["https://example.com/a".to_owned()], 0, Some(21))
        );
        let (found, rows, _) = links("https://example.com/a", "2025-06-15 来源：甲");
        assert_eq!((found.len(), rows), (1, 0));
    }

    #[test]
    fn two_addresses_are_two() {
        let two = vec![
            "https://example.com/a".to_owned(),
            "https://example.cn/b".to_owned(),
        ];
        assert_eq!(
            links("https://example.com/a https://example.cn/b", "").0,
            two
        );
        assert_eq!(
            links("https://example.com/ahttps://example.cn/b", "").0,
            two
        );
        assert_eq!(
            links("", "https://example.com/a\nhttps://example.cn/b").0,
            two
        );
        let nested = "https://example.com/go?to=https://example.cn/b";
        assert_eq!(links(nested, "").0, [nested]);
    }
}
