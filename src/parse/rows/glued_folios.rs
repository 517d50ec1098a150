//! Page numbers that a converter left between two sentences: `……制定本办法。2第二条……`.
//!
//! The last line of a page and the first of the next became one, with the folio between them. In front of the number of an
//! article or a chapter (`第二条`) such a figure is known where the figures of the whole text count up.

use super::LayoutRow;
use crate::conventions::line::trim;
use crate::conventions::numerals::{digit, number};
use std::ops::Range;

/// The fewest figures that have to count up.
const FEWEST: usize = 3;
/// The most pages, on average, from one such figure to the next. In between, folios stand inside of sentences.
const MOST_STEPS: u32 = 8;
/// The words that count with the figure behind them.
const COUNTED: [&str; 7] = ["附件", "附表", "附录", "附图", "表", "图", "第"];

/// A figure between two parts of a row.
struct GluedFolio {
    /// The row.
    row: usize,
    /// The bytes of the figure in the text of the row.
    bytes: Range<usize>,
    /// The figure.
    number: u32,
}

/// Cuts rows at the page numbers inside them, which are left out.
pub(super) fn cut(rows: Vec<LayoutRow<'_>>) -> Vec<LayoutRow<'_>> {
    let folios = folios(&rows);
    if folios.is_empty() {
        return rows;
    }
    let mut folios = folios.into_iter().peekable();
    let mut kept = Vec::with_capacity(rows.len() + folios.len());
    for (i, row) in rows.into_iter().enumerate() {
        let (mut at, mut turn) = (0, row.page_turn);
        while let Some(folio) = folios.next_if(|folio| folio.row == i) {
            let text = trim(row.text.get(at..folio.bytes.start).unwrap_or_default());
            if !text.is_empty() {
                kept.push(piece(&row, text, at, turn));
                turn = true;
            }
            at = folio.bytes.end;
        }
        let text = trim(row.text.get(at..).unwrap_or_default());
        if !text.is_empty() {
            kept.push(piece(&row, text, at, turn));
        }
    }
    kept
}

/// Returns the piece of a row that begins at byte `at`.
fn piece<'a>(row: &LayoutRow<'a>, text: &'a str, at: usize, page_turn: bool) -> LayoutRow<'a> {
    let is_first = at == 0;
    LayoutRow {
        text,
        indent: if is_first { row.indent } else { 0 },
        set_in: is_first && row.set_in,
        gap: if is_first { row.gap } else { 0 },
        soft: is_first && row.soft,
        page_turn,
        ..*row
    }
}

/// Finds the figures in front of the numbers of articles and chapters, where they count up; in order.
fn folios(rows: &[LayoutRow<'_>]) -> Vec<GluedFolio> {
    let mut found: Vec<GluedFolio> = Vec::new();
    for (row, text) in rows.iter().enumerate().map(|(i, row)| (i, row.text)) {
        if rows[row].stands_alone() {
            continue;
        }
        let glued = text
            .match_indices('第')
            .filter_map(|(at, _)| glued(text, at))
            .map(|(bytes, number)| GluedFolio { row, bytes, number });
        for folio in glued {
            // A figure that does not count on is one of the text.
            if found.last().is_none_or(|last| last.number < folio.number) {
                found.push(folio);
            }
        }
    }
    let by_one = |pair: &&[GluedFolio]| pair[0].number + 1 == pair[1].number;
    let steps = found.windows(2).filter(by_one).count();
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return Vec::new();
    };
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let is_close = last.number - first.number <= MOST_STEPS.saturating_mul(count);
    if found.len() < FEWEST || steps + 1 < FEWEST || !is_close {
        return Vec::new();
    }
    // The folio of the first page stands in front of the title.
    if first.number == 2
        && let Some(title) = rows.first().and_then(|row| row.text.strip_prefix('1'))
        && title.starts_with(crate::text::chars::is_han)
    {
        let first = GluedFolio {
            row: 0,
            bytes: 0..1,
            number: 1,
        };
        found.insert(0, first);
    }
    found
}

/// Returns the figure in front of the `第` at byte `at`, with its bytes, if an article or a chapter begins there.
fn glued(text: &str, at: usize) -> Option<(Range<usize>, u32)> {
    let before = text.get(..at)?;
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let figure = before.get(head.len()..)?;
    // A page has at most four digits; without text before it the figure is a number of a list.
    if figure.is_empty() || figure.len() > 4 || head.is_empty() || figure.starts_with('0') {
        return None;
    }
    let counts = COUNTED.iter().any(|word| head.ends_with(word));
    let is_inside = head.ends_with(|c: char| c.is_ascii() || digit(c).is_some());
    let behind = text.get(at..)?.strip_prefix('第')?;
    let rest =
        behind.trim_start_matches(|c: char| digit(c).is_some() || matches!(c, '十' | '百' | '千'));
    let ordinal = behind.get(..behind.len() - rest.len())?;
    let is_part = number(ordinal).is_some() && rest.starts_with(['条', '章', '节', '编']);
    (is_part && !counts && !is_inside)
        .then(|| Some((head.len()..at, figure.parse().ok()?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::Transcript;
    use crate::parse::parse;

    #[test]
    fn figures_that_count_up_in_front_of_articles_and_chapters_are_folios() {
        let text = "1渡口通航管理办法\n第一条为了规范渡口通航，保障旅客的安全，制定本办法。2第二条渡口的设置适用本办法，\n\
                    法律另有规定的从其规定。\n第三条渡口的通航时间由管理处公布。3第二章通航管理\n\
                    第四条渡船应当按照核定的人数载客。4第五条旅客应当遵守渡口的秩序。";
        let issue = parse(&Transcript::from_text(text)).issue;
        let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
        let titles = issue.articles.iter().map(|article| &article.title);
        let texts = titles.chain(blocks.map(|block| &block.text));
        let text: String = texts.flat_map(|text| [text.as_str(), "\n"]).collect();
        assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
        assert!(
            text.contains("渡口通航管理办法") && text.contains("\n第二条"),
            "{text}"
        );
    }

    #[test]
    fn other_figures_stay() {
        for text in [
            "见附件1第一条。见附件2第一条。见附件3第一条。",
            "渡口有船2第二条航线停航。",
            "渡口。7第一条甲。9第二条乙。3第三条丙。",
        ] {
            let issue = parse(&Transcript::from_text(text)).issue;
            let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
            let kept: String = blocks.map(|block| block.text.as_str()).collect();
            assert_eq!(kept, text);
        }
    }
}
