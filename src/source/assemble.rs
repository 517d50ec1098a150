//! Rows to paragraphs, as the layout says: indents, line ends, gaps, sizes and centring, over page breaks too.
//!
//! Page furniture goes first (`furniture`), then the document's own measures are taken (`measure`), and each two
//! neighbouring rows are asked whether the second goes on (`breaks`) and how their texts meet (`join`).

mod breaks;
mod furniture;
mod measure;

use crate::conventions::joining::append_as_set;
use crate::model::transcript::{LineKind, LineStyle, SourceLine};
use crate::source::page::{Page, Row};
use breaks::Verdict;
use measure::Measure;

/// A row and where it stands.
struct Placed {
    row: Row,
    page: u32,
}

/// Rows that make one paragraph so far.
struct Paragraph {
    rows: Vec<Placed>,
    text: String,
}

/// Sets whole paragraphs from the rows of a document's pages.
pub(super) fn paragraphs(mut pages: Vec<Page>) -> Vec<SourceLine> {
    furniture::set_aside(&mut pages);
    let measure = Measure::take(&mut pages);
    let placed = pages.into_iter().flat_map(|page| {
        let number = page.number;
        page.rows
            .into_iter()
            .map(move |row| Placed { row, page: number })
    });
    let mut placed = placed.peekable();
    let mut done: Vec<Paragraph> = Vec::new();
    while let Some(next) = placed.next() {
        let verdict = done.last().map_or(Verdict::Ends, |paragraph| {
            breaks::verdict(paragraph, &next, placed.peek(), &measure)
        });
        match (verdict, done.last_mut()) {
            (Verdict::Ends, _) | (_, None) => done.push(Paragraph::begin(next)),
            (Verdict::GoesOn, Some(paragraph)) => paragraph.go_on(next),
            (Verdict::SoftBreak, Some(paragraph)) => paragraph.break_and_go_on(next),
        }
    }
    done.into_iter()
        .zip(1..)
        .map(|(paragraph, number)| paragraph.into_line(number, &measure))
        .collect()
}

impl Paragraph {
    fn begin(placed: Placed) -> Self {
        Self {
            text: placed.row.text.clone(),
            rows: vec![placed],
        }
    }

    fn go_on(&mut self, placed: Placed) {
        let linked = self.last().closes.is_some() && self.last().closes == placed.row.opens;
        append_as_set(&mut self.text, &placed.row.text, linked);
        self.rows.push(placed);
    }

    fn break_and_go_on(&mut self, placed: Placed) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text.push_str(&placed.row.text);
        self.rows.push(placed);
    }

    fn first(&self) -> &Row {
        // A paragraph begins with a row and never loses one.
        &self.rows[0].row
    }

    fn last(&self) -> &Row {
        self.rows
            .last()
            .map_or_else(|| self.first(), |placed| &placed.row)
    }

    fn into_line(self, number: u32, measure: &Measure) -> SourceLine {
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
        };
        SourceLine {
            kind: LineKind::Text,
            text: self.text.trim().to_owned(),
            number,
            page: self.rows[0].page,
            look,
            links: Vec::new(),
        }
    }
}
