//! Folios (页码) that one row alone cannot decide: beside a running head, or a number without marks.
//!
//! `conventions::folios` knows the forms that are folios wherever they stand, such as `第 3 页`. Two forms need more:
//!
//! - A running head and a folio on one row, `山海周报 3`. A row with a mark of a sentence is none.
//! - A number alone on a row, `3`. It may be a folio, the last piece of an address that was broken over two rows, or a
//!   figure of a table. The numbers alone on a row are taken together: folios count up by one from page to page.
//!
//! Limits: a head with a folio has 120 bytes at most, a bare folio 12 bytes and a value below 1000.

use super::is_name;
use crate::conventions::folios::{is_folio, page_number};
use crate::conventions::numerals;
use crate::parse::rows::LayoutRow;

/// True for a running head and a folio on one row: `山海周报    第 3 页`, `山海周报 3`, `3 山海周报`.
///
/// With `first_rows`, for the rows at the top of the report, only the form with `第…页` counts: `山海周报 3` may be the
/// name of the report there.
pub(super) fn is_head_with_folio(text: &str, first_rows: bool) -> bool {
    let digit = |c: char| numerals::arabic(c).is_some();
    // Cheap tests first, since this is asked for every row.
    if text.len() > 120 {
        return false;
    }
    let counted = text.starts_with(digit) || text.ends_with(digit) || text.contains('页');
    if !counted || text.contains(['，', '。', '；', '：', '、', '“', '《']) {
        return false;
    }
    if let Some((head, page)) = text.rsplit_once('第')
        && page.contains('页')
        && is_folio(text.get(head.len()..).unwrap_or_default())
    {
        // `第 3 页` must be set off: `详见第3页` refers to a page.
        return head.trim().chars().count() >= 2
            && !head.ends_with(|c: char| {
                !c.is_whitespace() && !matches!(c, '|' | '｜' | '-' | '—' | '·')
            });
    }
    // A number right at a word is a part of the name.
    let apart = |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '-' | '—' | '·');
    let head = text.trim_end_matches(digit);
    let behind = head.len() < text.len() && head.ends_with(apart);
    let tail = text.trim_start_matches(digit);
    let before = tail.len() < text.len() && tail.starts_with(apart);
    !first_rows
        && ((behind && is_name(head.trim_matches(apart)))
            || (before && is_name(tail.trim_matches(apart))))
}

/// Marks numbers alone on a row as folios where they count the pages, or stand at a page turn.
///
/// Sets `drop` at their rows. The evidence asked for depends on [`Address`]: below an address that cannot end there,
/// the number must follow the last folio or count with the numbers on both sides; below a row that is no address, any
/// one sign is enough.
pub(super) fn bare_folios(rows: &[LayoutRow<'_>], drop: &mut [bool]) {
    let bare: Vec<(usize, u32)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            row.text.len() <= 12 && row.text.chars().all(|c| numerals::arabic(c).is_some())
        })
        // A number that cannot be a page is not considered at all.
        .filter_map(|(i, row)| Some((i, page_number(row.text)?)))
        .collect();
    let mut page = 0;
    for (n, &(i, value)) in bare.iter().enumerate() {
        let counts = |other: Option<&(usize, u32)>, step: i64| {
            other.is_some_and(|&(_, v)| i64::from(v) == i64::from(value) + step)
        };
        let before = n > 0 && counts(bare.get(n - 1), -1);
        let behind = counts(bare.get(n + 1), 1);
        // The last folio that was recognised is the best sign for the next.
        let follows = page > 0 && value == page + 1;
        let place = u32::try_from(n + 1).unwrap_or(u32::MAX);
        // Folios count the pages, so the n-th number alone is n, or n + 1 where the title page has none.
        let own_place = value == place || value == place + 1;
        let at_turn = rows[i].page_turn || rows.get(i + 1).is_none_or(|r| r.page_turn);
        let apart = rows[i].gap > 2 || rows.get(i + 1).is_some_and(|r| r.gap > 2);
        // Two figures below addresses do not count pages because they happen to follow each other.
        let sure = |n: Option<usize>| {
            n.and_then(|n| bare.get(n))
                .is_some_and(|&(i, _)| matches!(address_above(rows, drop, i), Address::None))
        };
        let (sure_before, sure_behind) = (
            before && sure(n.checked_sub(1)),
            behind && sure(Some(n + 1)),
        );
        let counted = match address_above(rows, drop, i) {
            Address::Open => follows || (sure_before && sure_behind),
            Address::Whole => follows || sure_before || sure_behind,
            Address::None => follows || before || behind || own_place || at_turn || apart,
        };
        if value < 1000 && counted {
            drop[i] = true;
            // The next folio is measured by this one.
            page = value;
        }
    }
}

/// The address above a number, of which the number may be the last piece.
enum Address {
    /// There is no address.
    None,
    /// The address may end above the number.
    Whole,
    /// The address cannot end above the number: it breaks off behind `=`, `&` or the like.
    Open,
}

/// Returns the address above row `i`, if that is one.
///
/// Rows that are dropped already are passed over. A row below that begins in ASCII shows that the number is not the
/// address's last piece, so it counts as no address.
fn address_above(rows: &[LayoutRow<'_>], drop: &[bool], i: usize) -> Address {
    let above = (0..i).rev().find(|&above| !drop[above]);
    let below = rows.get(i + 1);
    match above.map(|above| rows[above].text) {
        // The address goes on below, so the number amid it is a folio.
        _ if below.is_some_and(|below| below.text.starts_with(|c: char| c.is_ascii())) => {
            Address::None
        }
        Some(text) if !text.is_ascii() || !text.contains(['/', '=', '&']) => Address::None,
        Some(text) if text.ends_with(['=', '_', '&', '?', '-']) => Address::Open,
        Some(_) => Address::Whole,
        None => Address::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::kept;

    #[test]
    fn folios_in_all_forms() {
        for folio in [
            "— 3 —",
            "- 3 -",
            "－３－",
            "第 3 页 共 9 页",
            "第3页/共9页",
            "第三页",
            "3 / 9",
            "Page 3 of 9",
            "·3·",
            "— １ —",
            "第１页",
            "共 9 页 第 3 页",
        ] {
            assert_eq!(
                kept(&format!("甲说\n{folio}\n乙说")),
                ["甲说", "乙说"],
                "{folio}"
            );
        }
    }

    #[test]
    fn bare_numbers_that_count_are_folios() {
        assert_eq!(kept("甲\n1\n乙\n2\n丙"), ["甲", "乙", "丙"]);
        assert_eq!(kept("甲\n98\n乙"), ["甲", "98", "乙"]);
        assert_eq!(kept("甲\n4\u{c}\n乙"), ["甲", "乙"]);
    }

    #[test]
    fn the_last_figure_of_an_address_is_no_folio() {
        assert_eq!(
            kept("甲\nhttps://example.com/?id=\n1\n乙"),
            ["甲", "https://example.com/?id=", "1", "乙"]
        );
    }
}
