//! Running heads and feet by their recurrence alone. Where a file shows no page turn, a short row that stands on every
//! page, and somewhere amid a sentence, is no part of the text.

use super::{PAGE_ROWS, breaks_off};
use crate::conventions::bylines::is_byline;
use crate::conventions::line::rough_columns;
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::conventions::{addresses, dates, labels, numerals};
use crate::parse::rows::LayoutRow;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// The number of rows on two pages differs by no more than this.
const UNEVEN: usize = 4;

/// Marks the rows that recur as heads and feet do: once on every page, from the first to the last.
pub(super) fn repeated(rows: &[LayoutRow<'_>], drop: &mut [bool]) {
    let heads: Vec<RunningHead<'_>> = rows
        .iter()
        .enumerate()
        // The first rows hold the title itself.
        .skip(3)
        .filter(|&(i, row)| !drop[i] && may_be_head(row.text))
        .map(|(i, row)| RunningHead::new(i, row.text))
        .collect();
    let groups: Vec<Vec<usize>> = recurring(&heads)
        .into_values()
        .filter(|places| places.len() > 1 && counts(places))
        .map(|places| places.into_iter().map(|(i, _)| i).collect())
        .filter(|places: &Vec<usize>| {
            let (head, _) = without_folio(rows[places[0]].text);
            on_every_page(places, rows.len()) && !is_structure(head)
        })
        .collect();
    // Neighbours are compared without the heads, or two heads on one page would hide each other.
    let mut recurs = drop.to_vec();
    for &i in groups.iter().flatten() {
        recurs[i] = true;
    }
    for places in groups {
        let short = places.iter().all(|&i| is_short(rows, &recurs, i));
        // One cut sentence is proof enough: text does not part a sentence with a title.
        if short && places.iter().any(|&i| cuts(rows, &recurs, i)) {
            for i in places {
                drop[i] = true;
            }
        }
    }
}

/// A row that may be a head.
struct RunningHead<'a> {
    /// The index of the row.
    row: usize,
    /// The text without a folio.
    text: &'a str,
    /// The folio beside it.
    folio: Option<u32>,
    /// A hash of the text: the same for the same text, and for few others.
    slot: usize,
}

/// The number of slots: more than a report has such rows.
const SLOTS: usize = 2048;

impl<'a> RunningHead<'a> {
    /// Splits off the folio and hashes the rest.
    fn new(row: usize, text: &'a str) -> Self {
        let (text, folio) = without_folio(text);
        // Two bytes of a good hash are enough for 2048 slots.
        let [low, high, ..] = xxh3_64(text.as_bytes()).to_le_bytes();
        let slot = usize::from(u16::from_le_bytes([low, high])) % SLOTS;
        Self {
            row,
            text,
            folio,
            slot,
        }
    }
}

/// Returns the rows and folios of each text that stands more than once.
///
/// Hardly any text does. A first pass counts hashes in an array, so that a row alone in its slot never enters the map.
fn recurring<'a>(heads: &[RunningHead<'a>]) -> HashMap<&'a str, Vec<(usize, Option<u32>)>> {
    let mut count = [0_u8; SLOTS];
    for head in heads {
        count[head.slot] = count[head.slot].saturating_add(1);
    }
    let mut seen: HashMap<&str, Vec<(usize, Option<u32>)>> = HashMap::new();
    for head in heads.iter().filter(|head| count[head.slot] > 1) {
        let places = seen.entry(head.text).or_default();
        places.push((head.row, head.folio));
    }
    seen
}

/// True if the places are a page apart, and pages all but equal, from the first of `count` rows to the last.
fn on_every_page(places: &[usize], count: usize) -> bool {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return false;
    };
    let gaps = || places.windows(2).map(|p| p[1] - p[0]);
    // Pages of one layout have about as many rows each.
    let (least, most) = (gaps().min().unwrap_or(0), gaps().max().unwrap_or(0));
    least > PAGE_ROWS
        && most - least <= UNEVEN
        && first <= most + UNEVEN
        && count - last <= most + UNEVEN
}

/// True for a short row that does not end like text; a cheap test before the others.
fn may_be_head(text: &str) -> bool {
    const ENDS: [char; 11] = [
        '。', '，', '：', ':', '；', '？', '！', '”', '、', '…', '》',
    ];
    let credit = text.ends_with(['）', ')']) && !text.contains('期');
    (8..=90).contains(&text.len()) && !text.ends_with(ENDS) && !credit
}

/// Splits a row into the head and the folio before or behind it.
///
/// `山海周报 - 3` gives `山海周报` and 3, a row without a number that is set off gives itself and
/// `None`.
fn without_folio(text: &str) -> (&str, Option<u32>) {
    let apart = |c: char| c.is_whitespace() || matches!(c, '-' | '—' | '·' | '|' | '｜');
    let digit = |c: char| c.is_ascii_digit();
    let (before, behind) = (text.trim_end_matches(digit), text.trim_start_matches(digit));
    let (head, folio) = if before.ends_with(apart) {
        (before, text.get(before.len()..))
    } else if behind.starts_with(apart) {
        (behind, text.get(..text.len() - behind.len()))
    } else {
        return (text, None);
    };
    let folio = folio.and_then(|folio| folio.parse().ok());
    // A number too long for a page stays a part of the text.
    folio.map_or((text, None), |folio| {
        (head.trim_matches(apart), Some(folio))
    })
}

/// True if the folios count the pages, or if there are none.
fn counts(places: &[(usize, Option<u32>)]) -> bool {
    places.windows(2).all(|pair| match (pair[0].1, pair[1].1) {
        (Some(a), Some(b)) => b == a.saturating_add(1),
        // Heads without folios have only the distance to go by.
        (None, None) => true,
        _ => false,
    })
}

/// True if `text` is a part of a report's structure, a credit, or a part of an address.
fn is_structure(text: &str) -> bool {
    labels::label(text).is_some()
        || labels::section(text).is_some()
        || dates::leading(text).is_some()
        || is_byline(text)
        || text.starts_with(['（', '(', '“', '—'])
        || text.starts_with(|c| numerals::arabic(c).is_some())
        // A heading stands in the contents as well; a running head has no more than the name of its chapter.
        || ordinals::ordinal(text).is_some_and(|found| found.kind > OrdinalKind::Chapter)
        || addresses::is_address_part(text)
}

/// True if row `i` is a good deal shorter than the widest of the rows around it, as no line inside a paragraph is.
fn is_short(rows: &[LayoutRow<'_>], recurs: &[bool], i: usize) -> bool {
    let around = i.saturating_sub(AROUND)..(i + AROUND).min(rows.len());
    let wide = around
        .filter(|&n| !recurs[n])
        .map(|n| rough_columns(rows[n].text));
    rough_columns(rows[i].text) * 5 < wide.max().unwrap_or(0) * 4
}

/// The number of rows on either side that are compared.
const AROUND: usize = 6;

/// True if row `i` parts a sentence of running text or an address, whatever else recurs there. A title's second row
/// does not, since fields follow it.
fn cuts(rows: &[LayoutRow<'_>], recurs: &[bool], i: usize) -> bool {
    let above = (0..i).rev().find(|&above| !recurs[above]);
    let below = (i + 1..rows.len()).find(|&below| !recurs[below]);
    let (Some(above), Some(below)) = (above, below) else {
        return false;
    };
    let (above, below) = (rows[above].text, rows[below].text);
    let address = addresses::is_address_part(above) && below.is_ascii();
    address || (breaks_off(above, rows[i].text) && !is_structure(below))
}

#[cfg(test)]
mod tests {
    use super::super::tests::kept;

    const HEAD: &str = "山海研究所内部资料";

    /// Four pages of fourteen rows, of which the last is `end` behind its number, with a head and a folio between them.
    fn pages(end: &str) -> Vec<String> {
        let rows = "潮水退去，滩上有贝。\n".repeat(13);
        let page = |n| format!("{rows}第{n}批人{end}\n{HEAD} {n}\n");
        let text: String = (1..5).map(page).collect();
        kept(&format!("导语\n目录\n正文\n{text}"))
    }

    #[test]
    fn a_row_amid_sentences_page_by_page_is_a_head() {
        let kept = pages("下海，一年里真正能走上礁石的日子只有两");
        assert!(kept.iter().all(|row| !row.starts_with(HEAD)), "{kept:?}");
    }

    #[test]
    fn a_row_that_never_parts_a_sentence_stays() {
        let kept = pages("下海，一年里真正能走上礁石的日子只有两天。");
        assert!(kept.iter().any(|row| row.starts_with(HEAD)), "{kept:?}");
    }

    #[test]
    fn a_heading_that_recurs_stays() {
        let text = [12, 30, 19]
            .map(|rows| format!("工作动态\n{}", "潮水退去，滩上有贝。\n".repeat(rows)))
            .concat();
        assert_eq!(kept(&format!("导语\n目录\n正文\n{text}")).len(), 3 + 3 + 61);
    }

    #[test]
    fn a_heading_that_the_contents_repeat_is_no_head() {
        let toc = "山海摘编\n目录\n一、渡口复航\n二、早市开张，从四点开始到八点为止方便渔民上岸\n三、书屋换新桌\n";
        let rows = "潮水退去，滩上有贝，渔民沿着海堤走了三里路回到村里。\n".repeat(12);
        let text = format!(
            "{toc}一、渡口复航\n{rows}二、早市开张，从四点开始到八点为止方便渔民上岸\n{rows}潮水退去，滩上有贝，渔民沿\n三、书屋换新桌\n{rows}"
        );
        let found = kept(&text);
        assert_eq!(found.iter().filter(|row| row.contains("换新桌")).count(), 2);
    }
}
