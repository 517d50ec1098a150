//! Rows of pages to paragraphs, by the layout: indents, line ends, gaps, sizes and centring, over page breaks too.
//!
//! Page furniture goes first ([`furniture`]), then the document's own measures are taken ([`measure`]), and each two
//! neighbouring rows are compared to decide whether the second goes on ([`breaks`]).
//!
//! A row is compared with the paragraph before it and with the row after it. Where a note, a table
//! or a caption stands between two halves of a paragraph, the second half goes on with the first
//! ([`verdict_of_float`]). A row of a table is a paragraph of its own; tables with their columns at
//! the same places go on over a page break.

mod breaks;
mod captions;
mod columns;
mod folios;
mod frames;
mod furniture;
mod heads;
mod listings;
mod margins;
mod measure;
mod sentences;

use crate::conventions::items::opens_numbered;
use crate::conventions::joining::append_as_set;
use crate::conventions::labels::opens_field;
use crate::model::transcript::{Hyperlink, LineKind, LineStyle, SourceLine};
use crate::source::page::{TableRole, TextPage, TextRow};
use breaks::Verdict;
use heads::TableHead;
use measure::Measure;

/// A row and its page.
struct PlacedRow {
    /// The row.
    row: TextRow,
    /// Its page, counted from 1.
    page: u32,
    /// The index of its column among all columns of the document.
    part: usize,
    /// The index of the measures that hold for it.
    class: usize,
}

/// The most paragraphs that a note at the foot of a page or a table with its caption may have.
const LONGEST_FLOAT: usize = 60;

/// Returns the paragraph that `next` goes on with where notes, captions or tables stand between the two: they float in
/// the text, and most of them stand at a page's foot or head.
fn verdict_of_float(
    done: &[OpenParagraph],
    next: &PlacedRow,
    measures: &[Measure],
) -> Option<usize> {
    let last = done.last()?;
    let measure = &measures[next.class];
    let row = &next.row;
    let is_body = |row: &TextRow| {
        row.role == TableRole::None && (row.size - measure.size).abs() < 0.05 * row.size
    };
    let plain =
        |row: &TextRow| is_body(row) && !measure.is_centred(row) && !row.text.contains('\t');
    if row.apart
        || plain(last.last())
        || !plain(row)
        || Measure::is_indented(row)
        || !measure.indents
    {
        return None;
    }
    // Looking back over the whole document would take time that grows with its square.
    let from = done.len().saturating_sub(LONGEST_FLOAT);
    let at = from
        + done
            .get(from..)?
            .iter()
            .rposition(|paragraph| plain(paragraph.last()))?;
    let open = done.get(at)?;
    let before = open.rows.last()?;
    // A heading is no float: it ends what stands before it, even without a full stop.
    let headed = done.get(at + 1..)?.iter().any(|between| {
        let first = between.first();
        first.role == TableRole::None && first.size > 1.15 * measure.size
    });
    if headed {
        return None;
    }
    // A journal may have one column on its first page, and two from the next page on.
    let one_text = before.class == next.class || before.page + 1 == next.page;
    let alike = one_text && before.row.bold == row.bold && before.page + 1 >= next.page;
    // Only a paragraph that is open in mid-sentence is gone on with: two half sentences are seldom
    // found by chance.
    let own = &measures[before.class];
    let cut = !sentences::ends_sentence(&open.text) && !own.is_short(&before.row, row);
    let heads = opens_numbered(&row.text) || opens_field(&row.text);
    (alike && cut && !heads && at + 1 < done.len()).then_some(at)
}

/// Leaves out the empty row where a table goes on over a page break with `first`: the frame of a row that did not fit
/// begins on the page before, or a piece of the last one ends on the next page. True if `first` is such a row.
///
/// A form has several empty rows, which stay.
fn is_cut_row(lines: &mut Vec<SourceLine>, first: &str) -> bool {
    let is_blank = |text: &str| text.chars().all(|c| c == '\t');
    let is_row = |line: &SourceLine| matches!(line.kind, LineKind::TableStart | LineKind::TableRow);
    let [.., before, last] = lines.as_slice() else {
        return false;
    };
    if is_blank(&last.text) && is_row(before) && !is_blank(&before.text) && !is_blank(first) {
        lines.pop();
        return false;
    }
    is_blank(first) && is_row(last) && !is_blank(&last.text)
}

/// True if two tables have their columns at the same places, within 4 points. A table without ruling lines gives none.
fn are_same_columns(a: &[f64], b: &[f64]) -> bool {
    let near = a.iter().zip(b).all(|(a, b)| (a - b).abs() < 4.0);
    !a.is_empty() && a.len() == b.len() && near
}

/// A paragraph to which rows may still be added.
struct OpenParagraph {
    /// Its rows so far.
    rows: Vec<PlacedRow>,
    /// Their texts, joined.
    text: String,
    /// The links behind its words.
    links: Vec<Hyperlink>,
}

/// Joins the rows of a document's pages into whole paragraphs.
pub(super) fn paragraphs(mut pages: Vec<TextPage>) -> Vec<SourceLine> {
    // First of all: a folio between two rows would end every paragraph at a page break.
    folios::remove(&mut pages);
    furniture::set_aside(&mut pages);
    let mut columns = frames::split(columns::split(pages));
    let measures = measure::of_classes(&mut columns);
    let placed = columns.into_iter().zip(0..).flat_map(|(column, part)| {
        let (number, class) = (column.page.number, column.class);
        column.page.rows.into_iter().map(move |row| PlacedRow {
            row,
            page: number,
            part,
            class,
        })
    });
    let mut placed = placed.peekable();
    let mut done: Vec<OpenParagraph> = Vec::new();
    while let Some(next) = placed.next() {
        let mut held = done.len().saturating_sub(1);
        let verdict = done.last().map_or(Verdict::Ends, |paragraph| {
            breaks::verdict(paragraph, &next, placed.peek(), &measures[next.class])
        });
        let verdict = verdict_of_float(&done, &next, &measures).map_or(verdict, |at| {
            held = at;
            Verdict::GoesOn
        });
        match (verdict, done.get_mut(held)) {
            (Verdict::Ends, _) | (_, None) => done.push(OpenParagraph::begin(next)),
            (Verdict::GoesOn, Some(paragraph)) => paragraph.go_on(next),
            (Verdict::SoftBreak, Some(paragraph)) => paragraph.break_and_go_on(next),
        }
    }
    let mut lines: Vec<SourceLine> = Vec::with_capacity(done.len());
    let mut edges: Vec<f64> = Vec::new();
    let mut head = TableHead::default();
    let mut in_listing = false;
    for (paragraph, number) in done.into_iter().zip(1..) {
        let measure = &measures[paragraph.rows[0].class];
        // A table over a page break has the same columns on both pages and no text between.
        let before = lines.last().map_or(LineKind::Text, |line| line.kind);
        let in_table = matches!(before, LineKind::TableStart | LineKind::TableRow);
        let goes_on = match &paragraph.first().role {
            TableRole::First(own) => {
                let same = in_table && are_same_columns(&edges, own);
                edges.clone_from(own);
                same
            }
            TableRole::Listing => {
                edges.clear();
                in_listing && in_table
            }
            _ => true,
        };
        let role = &paragraph.first().role;
        in_listing = *role == TableRole::Listing;
        let begins = matches!(role, TableRole::First(_));
        let in_rows = begins || *role == TableRole::Further;
        if in_rows && head.repeats(&paragraph.text, begins, goes_on) {
            continue;
        }
        if begins && goes_on && is_cut_row(&mut lines, &paragraph.text) {
            continue;
        }
        lines.push(paragraph.into_line(number, measure, goes_on));
    }
    captions::mark(&mut lines);
    lines
}

impl OpenParagraph {
    /// Begins a paragraph with a row.
    fn begin(placed: PlacedRow) -> Self {
        let mut paragraph = Self {
            text: placed.row.text.clone(),
            rows: vec![placed],
            links: Vec::new(),
        };
        paragraph.take_links();
        paragraph
    }

    /// Adds a row that goes on with the last one.
    fn go_on(&mut self, placed: PlacedRow) {
        let linked = self.last().closes.is_some() && self.last().closes == placed.row.opens;
        append_as_set(&mut self.text, &placed.row.text, linked);
        self.rows.push(placed);
        self.take_links();
    }

    /// Adds a row behind a line break of the author.
    fn break_and_go_on(&mut self, placed: PlacedRow) {
        // White space before a break by hand is never meant.
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text.push_str(&placed.row.text);
        self.rows.push(placed);
        self.take_links();
    }

    /// Takes over the links of the row that was added last. A link over a line's end becomes one.
    fn take_links(&mut self) {
        let Some(row) = self.rows.last().map(|placed| &placed.row) else {
            return;
        };
        let Some(start) = self.text.len().checked_sub(row.text.len()) else {
            return;
        };
        for (range, target) in &row.links {
            let range = start + range.start..start + range.end;
            match self.links.last_mut() {
                Some(last) if last.target == *target && last.range.end + 1 >= range.start => {
                    last.range.end = range.end;
                }
                _ => self.links.push(Hyperlink {
                    range,
                    target: target.clone(),
                }),
            }
        }
    }

    /// Returns the first row. A paragraph begins with one and never loses it.
    fn first(&self) -> &TextRow {
        &self.rows[0].row
    }

    /// Returns the last row.
    fn last(&self) -> &TextRow {
        self.rows
            .last()
            .map_or_else(|| self.first(), |placed| &placed.row)
    }

    /// Makes a line of the transcript, with the style that the rows have together. A row of a table
    /// goes on with the table before it where `goes_on` is set.
    fn into_line(self, number: u32, measure: &Measure, goes_on: bool) -> SourceLine {
        if self.first().role != TableRole::None {
            return self.into_table_row(number, goes_on);
        }
        let first = self.first();
        let centred =
            measure.is_centred(first) || (self.rows.len() > 1 && measure.is_centred(self.last()));
        let bold = self.rows.iter().all(|placed| placed.row.bold) && !measure.all_bold;
        let look = LineStyle {
            centred,
            bold,
            indented: !centred && Measure::is_indented(first),
            scale: Some(measure.scale(first.size)),
            heading_level: None,
            listed: self.last().listed,
            part: None,
        };
        SourceLine {
            kind: LineKind::Text,
            text: self.text.trim().to_owned(),
            number,
            page: self.rows[0].page,
            look,
            links: self.links,
        }
    }

    /// Makes a line of a table's row.
    fn into_table_row(self, number: u32, goes_on: bool) -> SourceLine {
        SourceLine {
            kind: if goes_on {
                LineKind::TableRow
            } else {
                LineKind::TableStart
            },
            number,
            page: self.rows[0].page,
            links: self.links,
            text: self.text.trim_end_matches(' ').to_owned(),
            ..SourceLine::default()
        }
    }
}

#[cfg(test)]
mod tests;
