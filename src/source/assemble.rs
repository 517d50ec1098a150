//! Rows of pages to paragraphs, by the layout: indents, line ends, gaps, sizes and centring, over page breaks too.
//!
//! Page furniture goes first ([`furniture`]), then the document's own measures are taken ([`measure`]), and each two
//! neighbouring rows are compared to decide whether the second goes on ([`breaks`]).

mod breaks;
mod furniture;
mod measure;

use crate::conventions::joining::append_as_set;
use crate::model::transcript::{LineKind, LineStyle, SourceLine};
use crate::source::page::{TextPage, TextRow};
use breaks::Verdict;
use measure::Measure;

/// A row and its page.
struct PlacedRow {
    row: TextRow,
    page: u32,
}

/// A paragraph to which rows may still be added.
struct OpenParagraph {
    rows: Vec<PlacedRow>,
    text: String,
}

/// Joins the rows of a document's pages into whole paragraphs.
pub(super) fn paragraphs(mut pages: Vec<TextPage>) -> Vec<SourceLine> {
    furniture::set_aside(&mut pages);
    let measure = Measure::take(&mut pages);
    let placed = pages.into_iter().flat_map(|page| {
        let number = page.number;
        page.rows
            .into_iter()
            .map(move |row| PlacedRow { row, page: number })
    });
    let mut placed = placed.peekable();
    let mut done: Vec<OpenParagraph> = Vec::new();
    while let Some(next) = placed.next() {
        let verdict = done.last().map_or(Verdict::Ends, |paragraph| {
            breaks::verdict(paragraph, &next, placed.peek(), &measure)
        });
        match (verdict, done.last_mut()) {
            (Verdict::Ends, _) | (_, None) => done.push(OpenParagraph::begin(next)),
            (Verdict::GoesOn, Some(paragraph)) => paragraph.go_on(next),
            (Verdict::SoftBreak, Some(paragraph)) => paragraph.break_and_go_on(next),
        }
    }
    done.into_iter()
        .zip(1..)
        .map(|(paragraph, number)| paragraph.into_line(number, &measure))
        .collect()
}

impl OpenParagraph {
    /// Begins a paragraph with a row.
    fn begin(placed: PlacedRow) -> Self {
        Self {
            text: placed.row.text.clone(),
            rows: vec![placed],
        }
    }

    /// Adds a row that goes on with the last one.
    fn go_on(&mut self, placed: PlacedRow) {
        let linked = self.last().closes.is_some() && self.last().closes == placed.row.opens;
        append_as_set(&mut self.text, &placed.row.text, linked);
        self.rows.push(placed);
    }

    /// Adds a row behind a line break of the author.
    fn break_and_go_on(&mut self, placed: PlacedRow) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text.push_str(&placed.row.text);
        self.rows.push(placed);
    }

    /// Returns the first row. A paragraph begins with one and never loses it.
    fn first(&self) -> &TextRow {
        // A paragraph begins with a row and never loses one.
        &self.rows[0].row
    }

    /// Returns the last row.
    fn last(&self) -> &TextRow {
        self.rows
            .last()
            .map_or_else(|| self.first(), |placed| &placed.row)
    }

    /// Makes a line of the transcript, with the style that the rows have together.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of 12 points at the left margin whose characters are all full-width.
    fn row(y: f64, text: &str) -> TextRow {
        let width: f64 = text.chars().map(|_| 12.0).sum();
        TextRow {
            text: text.to_owned(),
            left: 72.0,
            right: 72.0 + width,
            middle: 297.5,
            y,
            size: 12.0,
            head: 12.0,
            ..TextRow::default()
        }
    }

    /// A page of A4 with rows 20 points apart, and a folio below them.
    fn page(number: u32, rows: &[&str], folio: &str) -> TextPage {
        let mut y = 80.0;
        let body = rows.iter().map(|text| {
            y += 20.0;
            row(y, text)
        });
        let mut rows: Vec<TextRow> = body.collect();
        rows.push(row(800.0, folio));
        TextPage {
            number,
            width: 595.0,
            height: 842.0,
            rows,
            ..TextPage::default()
        }
    }

    fn texts(pages: Vec<TextPage>) -> Vec<String> {
        let lines = paragraphs(pages).into_iter();
        lines.map(|line| line.text).collect()
    }

    /// Rows of 20 characters, which are full.
    const FULL: &str = "潮水退去之后海滩上留下许多贝壳孩子们提桶";

    #[test]
    fn a_full_row_ends_before_every_label_that_text_files_have() {
        for label in [
            "信息来源：",
            "稿源：",
            "网页链接：",
            "原题：",
            "发布日期：",
            "网址：",
        ] {
            let title = "信息标题：潮水退去之后海滩上留下许多贝壳";
            let field = format!("{label}某某");
            let found = texts(vec![page(1, &[title, &field, FULL, FULL, FULL], "1")]);
            assert_eq!(found[..2], [title, &field]);
        }
    }

    #[test]
    fn a_full_row_ends_before_a_dateline_in_any_form() {
        let title = "潮水退去之后海滩上留下许多贝壳孩子们提桶";
        for dateline in ["2025年6月15日 来源：某报", "２０２５－０６－１５　某报"]
        {
            let found = texts(vec![page(1, &[title, dateline, FULL, FULL], "1")]);
            assert_eq!(found[..2], [title, dateline]);
        }
    }

    #[test]
    fn full_width_folios_are_furniture() {
        for (first, second) in [
            ("— １ —", "— ２ —"),
            ("－１－", "－２－"),
            ("第１页", "第２页"),
        ] {
            let pages = vec![page(1, &[FULL; 5], first), page(2, &[FULL; 5], second)];
            assert_eq!(texts(pages).concat(), FULL.repeat(10));
        }
    }
}
