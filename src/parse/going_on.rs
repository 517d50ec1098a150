//! Rows of a format with paragraphs that go on with the row above.
//!
//! A row behind a soft line break may do so. In a text that came out of a PDF or a scan into Word any row may, since its
//! paragraphs are the lines of a page. Such a document shows by its widths: few rows are wider than a page, many are about
//! as wide as the page, and sentences go on from one row to the next. Of 70 Word documents of public repositories five were
//! so.

use super::rows::LayoutRow;
use crate::conventions::folios::page_number;
use crate::conventions::items::BULLETS;
use crate::conventions::labels::form_field;
use crate::conventions::line::rough_columns;
use crate::conventions::numerals::arabic;
use crate::conventions::ordinals;
use crate::model::transcript::LineKind;
use crate::text::chars::is_han;

/// The fewest full rows that show the width of a page.
const FULL_ROWS: usize = 20;
/// The fewest numbers alone on a row that count the pages when they count up by one.
const PAGE_RUN: usize = 4;
/// The narrowest and the widest page, in columns. Paragraphs that nobody broke have rows far wider than a page.
const PAGES: std::ops::RangeInclusive<usize> = 44..=120;

/// The bytes of a row that is wider than the widest page in any script: Han take three bytes for two columns.
const LONG_BYTES: usize = 200;

/// What shows the lines of a document whose paragraphs are lines: the width of its page and the folios between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BrokenLines {
    /// The width of the narrowest full row, in columns. A word or a mark that did not fit makes a row narrower.
    least: usize,
    /// The numbers of the rows that are folios, in order.
    folios: Vec<u32>,
}

impl BrokenLines {
    /// Finds the full rows of a document whose paragraphs are lines; `None` if the paragraphs are whole.
    pub fn find(sections: &[&[LayoutRow<'_>]]) -> Option<Self> {
        let rows = || sections.iter().flat_map(|rows| rows.iter());
        // Cheap, and true of nearly every document: the widths of all rows take 3 % of the reading of a library.
        let long = rows().filter(|row| row.text.len() > LONG_BYTES).count();
        if long * 20 > rows().count() {
            return None;
        }
        let rows = rows();
        let mut widths: Vec<usize> = rows
            .filter(is_text)
            .map(|row| rough_columns(row.text))
            .collect();
        if widths.len() < 2 * FULL_ROWS {
            return None;
        }
        widths.sort_unstable();
        // Some rows are wider than the page: rows of options or of a table, addresses.
        let page = widths[widths.len() - 1 - widths.len() / 20];
        let found = Self {
            least: page * 5 / 6,
            folios: folios(sections),
        };
        let up_to = |columns: usize| widths.partition_point(|&width| width <= columns);
        let wider = widths.len() - up_to(page * 11 / 10);
        if !PAGES.contains(&page) || wider * 5 > widths.len() - up_to(found.least) {
            return None;
        }
        let (mut full, mut open, mut last, mut ended) = (0, 0, 0, 0);
        for rows in sections {
            let mut is_open = false;
            for (i, row) in rows.iter().enumerate() {
                let is_below_open = is_open;
                let is_full = found.contains(row);
                is_open = is_full && rows.get(i + 1).is_some_and(|next| goes_on(row, next));
                full += usize::from(is_full);
                open += usize::from(is_open);
                if is_below_open && !is_open {
                    last += 1;
                    ended += usize::from(row.text.ends_with(['。', '；', '！', '？', '”', '）']));
                }
            }
        }
        // In a list without full stops no row ends a sentence.
        (full >= FULL_ROWS && open * 3 >= full && ended * 3 >= last * 2).then_some(found)
    }

    /// True if `row` fills the page, so that the next may go on with it.
    fn contains(&self, row: &LayoutRow<'_>) -> bool {
        // A rule of dots is as wide and goes on nowhere.
        is_text(&row) && rough_columns(row.text) >= self.least && row.text.contains(is_han)
    }

    /// Returns the rows without the numbers of pages, which stand amid the sentences.
    pub fn without_folios<'a>(&self, rows: &[LayoutRow<'a>]) -> Vec<LayoutRow<'a>> {
        let is_text = |row: &&LayoutRow<'a>| self.folios.binary_search(&row.number).is_err();
        rows.iter().filter(is_text).copied().collect()
    }

    /// True if `row` may go on with a full row above it: it is text and shows no beginning of its own.
    pub fn may_join(&self, above: &LayoutRow<'_>, row: &LayoutRow<'_>) -> bool {
        self.contains(above) && is_text(&row) && !begins_anew(row.text)
    }
}

/// True if a sentence or a clause ends with `text`, also in brackets or with some behind it: `补好了。（二分）`.
fn is_finished(text: &str) -> bool {
    let ends = |text: &str| {
        let closing = |c: char| matches!(c, '”' | '’' | '）' | ')' | '」' | '"');
        let end = text.trim_end_matches(closing).chars().next_back();
        end.is_some_and(|c| matches!(c, '。' | '！' | '？' | '；' | '…' | '：' | '!' | '?' | ':'))
    };
    let remark = text
        .ends_with(['）', ')'])
        .then(|| text.rfind(['（', '(']))
        .flatten();
    ends(text)
        || remark
            .and_then(|at| text.get(..at))
            .is_some_and(|before| ends(before.trim_end()))
}

/// True if `row` behind a soft line break goes on with the sentence of `above`: that one is not finished and no heading,
/// and `row` does not begin with a number. Fields in a column (`地点：渡口`, `时间：九点`) go on as little.
pub(super) fn goes_on(above: &LayoutRow<'_>, row: &LayoutRow<'_>) -> bool {
    let finished = is_finished(above.text);
    let numbered = |text: &str| ordinals::ordinal(text).is_some();
    let short = above.text.chars().count() <= 30 && !above.text.contains(['，', '。']);
    let headed = numbered(above.text) && short && !above.text.ends_with(['、', '，', '（', '(']);
    let fields = form_field(above.text).is_some() && form_field(row.text).is_some();
    !finished && !headed && !fields && !numbered(row.text)
}

/// Returns the numbers of the rows that count the pages: numbers alone on a row, each one more than the last.
fn folios(sections: &[&[LayoutRow<'_>]]) -> Vec<u32> {
    let alone =
        |row: &&LayoutRow<'_>| is_text(row) && row.text.chars().all(|c| arabic(c).is_some());
    let rows = sections.iter().flat_map(|rows| rows.iter()).filter(alone);
    let counted: Vec<(u32, u32)> = rows
        .filter_map(|row| Some((page_number(row.text)?, row.number)))
        .collect();
    let runs = counted.chunk_by(|above, below| above.0 + 1 == below.0);
    runs.filter(|run| run.len() >= PAGE_RUN)
        .flatten()
        .map(|(_, row)| *row)
        .collect()
}

/// True for the beginnings of paragraphs that have no number: `【解析】`, `A.渔港`, `●渔港`.
fn begins_anew(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or_default();
    let option = first.is_ascii_uppercase()
        && chars
            .next()
            .is_some_and(|c| matches!(c, '.' | '．' | '、' | ')'));
    option || first == '【' || BULLETS.contains(&first)
}

/// True for a row of running text.
fn is_text(row: &&LayoutRow<'_>) -> bool {
    row.kind == LineKind::Text && row.look.heading_level.is_none()
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::{Flow, Transcript};
    use crate::parse::parse;

    /// Sentences that differ in length, as paragraphs of their own.
    fn sentences(count: usize) -> Vec<String> {
        let sentence = |n: usize| {
            let part = "渔船归港之后要在当天把渔网晾干，";
            format!("{}第{n}天再补好破处。", part.repeat(1 + n % 4))
        };
        (0..count).map(sentence).collect()
    }

    /// The texts of the blocks of a document with these paragraphs.
    fn read(paragraphs: &[String]) -> Vec<String> {
        let mut transcript = Transcript::from_text(&paragraphs.join("\n"));
        transcript.flow = Flow::Paragraphs;
        let issue = parse(&transcript).issue;
        let blocks = issue
            .articles
            .into_iter()
            .flat_map(|article| article.blocks);
        blocks.map(|block| block.text).collect()
    }

    /// Breaks each paragraph into lines of `han` characters.
    fn broken(paragraphs: &[String], han: usize) -> Vec<String> {
        let lines = paragraphs.iter().flat_map(|text| {
            let chars: Vec<char> = text.chars().collect();
            chars.chunks(han).map(String::from_iter).collect::<Vec<_>>()
        });
        lines.collect()
    }

    #[test]
    fn lines_that_are_paragraphs_are_joined() {
        let mut whole = sentences(60);
        whole[10] =
            "【解析】渔网晾干以前不收进舱里，免得发霉，这一条各船都要记住，记在出海的簿子上。"
                .to_owned();
        whole[11] = "A.渔网".to_owned();
        whole[12] = "渔网晾干以前不收进舱里，免得发霉，这一条各船要记住，记在出海的簿子上，都要记住。（二分）".to_owned();
        let mut lines = broken(&whole, 38);
        for page in 1..5 {
            lines.insert(page * 25, (page + 3).to_string());
        }
        let read = read(&lines);
        let lost: Vec<&String> = whole.iter().filter(|text| !read.contains(text)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn whole_paragraphs_stay_as_they_are() {
        let whole = sentences(60);
        assert_eq!(read(&whole).len(), read(&broken(&whole, 500)).len());
        // A list without full stops has full rows and no sentence that goes on.
        let list: Vec<String> = (0..80)
            .map(|n| {
                format!(
                    "第{n}条船的渔网在归港之后的当天晾干并且补好{}",
                    "破处".repeat(n % 6)
                )
            })
            .collect();
        let read = read(&list);
        // The first is the title.
        assert!(list[1..].iter().all(|text| read.contains(text)), "{read:?}");
    }
}
