//! Running heads and feet by their recurrence alone: where a file shows no page turn, a row that stands again a page later,
//! amid sentences or at even distances, is no part of the text.

use super::PAGE_ROWS;
use crate::parse::rows::Row;
use crate::parse::{dates, labels};
use std::collections::HashMap;

/// Rows on two pages differ in number by no more than this.
const UNEVEN: usize = 4;

/// Drops the rows that recur as heads and feet do: once on every page, from the first to the last.
pub(super) fn repeated(rows: &[Row<'_>], drop: &mut [bool]) {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, row) in rows.iter().enumerate().skip(3) {
        if !drop[i] && may_be_head(row.text) {
            seen.entry(row.text).or_default().push(i);
        }
    }
    let groups: Vec<Vec<usize>> = seen
        .into_values()
        .filter(|places| on_every_page(places, rows.len()) && !is_structure(rows[places[0]].text))
        .collect();
    let mut recurs = drop.to_vec();
    for &i in groups.iter().flatten() {
        recurs[i] = true;
    }
    for places in groups {
        if places.iter().any(|&i| cuts(rows, &recurs, i)) {
            for i in places {
                drop[i] = true;
            }
        }
    }
}

/// Whether the places are a page apart, and pages all but equal, from the first of `count` rows to the last.
fn on_every_page(places: &[usize], count: usize) -> bool {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return false;
    };
    let gaps = || places.windows(2).map(|p| p[1] - p[0]);
    let (least, most) = (gaps().min().unwrap_or(0), gaps().max().unwrap_or(0));
    least > PAGE_ROWS
        && most - least <= UNEVEN
        && first <= most + UNEVEN
        && count - last <= most + UNEVEN
}

/// A short row that does not end like text, told without looking closer.
fn may_be_head(text: &str) -> bool {
    const ENDS: [char; 13] = [
        '。', '，', '：', ':', '；', '？', '！', '”', '）', ')', '、', '…', '》',
    ];
    (8..=90).contains(&text.len()) && !text.ends_with(ENDS)
}

/// Whether `text` is a part of a report's structure, or of an address.
fn is_structure(text: &str) -> bool {
    labels::label(text).is_some()
        || labels::section(text).is_some()
        || text.starts_with(['（', '(', '“', '—'])
        || (text.is_ascii() && text.contains(['/', '.', '=', '&', '_', '%']))
}

/// Whether row `i` parts a sentence of running text, whatever else recurs there. A title's second row does not: fields
/// follow it.
fn cuts(rows: &[Row<'_>], recurs: &[bool], i: usize) -> bool {
    let above = (0..i).rev().find(|&above| !recurs[above]);
    let below = (i + 1..rows.len()).find(|&below| !recurs[below]);
    let (Some(above), Some(below)) = (above, below) else {
        return false;
    };
    let text = rows[below].text;
    super::breaks_off(rows[above].text, rows[i].text)
        && !is_structure(text)
        && dates::leading(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::tests::kept;

    const HEAD: &str = "山海研究所内部资料";

    /// Four pages of fourteen rows, of which the last is `end` behind its number.
    fn pages(end: &str) -> Vec<String> {
        let page = |n| format!("{}{n} 人{end}\n", "潮水退去，滩上有贝。\n".repeat(13));
        let pages: Vec<String> = (1..5).map(page).collect();
        kept(&format!(
            "导语\n目录\n正文\n{}",
            pages.join(&format!("{HEAD}\n"))
        ))
    }

    #[test]
    fn a_row_amid_sentences_page_by_page_is_a_head() {
        let kept = pages("下海，一年里真正能走上礁石的日子只有两");
        assert!(!kept.contains(&HEAD.to_owned()), "{kept:?}");
    }

    #[test]
    fn a_row_that_never_parts_a_sentence_stays() {
        let kept = pages("下海，一年里真正能走上礁石的日子只有两天。");
        assert!(kept.contains(&HEAD.to_owned()), "{kept:?}");
    }

    #[test]
    fn a_heading_that_recurs_stays() {
        let text = ["工作动态", "工作动态", "工作动态"]
            .iter()
            .zip([12, 30, 19])
            .map(|(head, rows)| format!("{head}\n{}", "潮水退去，滩上有贝。\n".repeat(rows)))
            .collect::<String>();
        assert_eq!(kept(&format!("导语\n目录\n正文\n{text}")).len(), 3 + 3 + 61);
    }
}
