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
    if plain(last.last()) || !plain(row) || Measure::is_indented(row) || !measure.indents {
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
    let alike =
        before.class == next.class && before.row.bold == row.bold && before.page + 1 >= next.page;
    // Only a paragraph that is open in mid-sentence is gone on with: two half sentences are seldom
    // found by chance.
    let cut = !sentences::ends_sentence(&open.text) && !measure.is_short(&before.row, row);
    let heads = opens_numbered(&row.text) || opens_field(&row.text);
    (alike && cut && !heads && at + 1 < done.len()).then_some(at)
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
    fn a_frame_narrower_than_the_text_is_measured_by_itself() {
        let (narrow, end) = ("潮水退去之后海滩上留下许多", "贝壳。");
        let wide = page(1, &[FULL; 12], "1");
        let mut box_on_page = page(2, &[FULL, FULL, narrow, narrow, narrow, end], "2");
        for row in &mut box_on_page.rows[2..6] {
            (row.left, row.right, row.y) = (row.left + 40.0, row.right + 40.0, row.y + 60.0);
        }

        let found = texts(vec![wide, box_on_page]);
        assert_eq!(found.last(), Some(&format!("{}{end}", narrow.repeat(3))));
    }

    #[test]
    fn a_row_ended_by_hand_behind_a_comma_goes_on() {
        let found = texts(vec![page(
            1,
            &[FULL, FULL, "渔船归港，", "码头上人很多。"],
            "1",
        )]);
        assert!(
            found.concat().contains("渔船归港，码头上人很多。"),
            "{found:?}"
        );
    }

    #[test]
    fn a_full_row_before_a_bullet_ends_its_item() {
        let item = "•潮水退去之后海滩上留下许多贝壳孩子们提";
        let found = texts(vec![page(1, &[FULL, FULL, item, item, item], "1")]);
        assert_eq!(found[found.len() - 2..], [item, item]);
    }

    #[test]
    fn a_large_heading_over_every_page_of_a_list_stays_on_the_first() {
        let head = "渔具及船用品领用清单";
        let pages = (1..=3).map(|number| {
            let mut page = page(number, &[FULL; 5], "1");
            let mut heading = row(60.0, head);
            (heading.size, heading.y) = (18.0, 60.0);
            page.rows.insert(0, heading);
            page
        });
        let all = texts(pages.collect()).concat();
        assert_eq!(all.matches(head).count(), 1, "{all}");
    }

    #[test]
    fn a_large_title_on_two_rows_is_one() {
        let mut page = page(1, &[FULL; 8], "1");
        for (y, text) in [(50.0, "潮水退去之后"), (84.0, "海滩上留下许多贝壳")]
            .into_iter()
            .rev()
        {
            let mut title = row(y, text);
            (title.size, title.right) = (24.0, 72.0 + 24.0 * 9.0);
            page.rows.insert(0, title);
        }
        let found = texts(vec![page]);
        assert_eq!(found[0], "潮水退去之后海滩上留下许多贝壳");
    }

    #[test]
    fn a_running_head_with_the_title_of_its_chapter_is_furniture() {
        let chapters = ["第一章\u{3000}潮汐", "渔船", "渔网修补", "归港"];
        let pages = (1..).zip(chapters).map(|(number, chapter)| {
            let mut page = page(number, &[FULL; 5], "1");
            let head = format!("渔港生活手册\t{chapter}");
            page.rows.insert(0, row(50.0, &head));
            page
        });
        let all = texts(pages.collect()).concat();
        assert_eq!(all, FULL.repeat(20));
    }

    #[test]
    fn titles_and_datelines_that_share_a_word_are_no_furniture() {
        let titles = ["渔船归港", "早市开张", "修补渔网", "潮水退去"];
        let days = ["2025/06/12", "2025-06-13", "2025年6月14日", "2025.06.15"];
        for (word, ends, size) in [
            ("【渔港快讯】", titles, 16.0),
            ("来源：山海晚报", titles, 12.0),
            ("山海晚报", days, 12.0),
        ] {
            let pages = (1..).zip(ends).map(|(number, end)| {
                let mut page = page(number, &[FULL; 5], "1");
                let first = row(50.0, &format!("{word} {end}"));
                page.rows.insert(0, TextRow { size, ..first });
                page
            });
            let all = texts(pages.collect()).concat();
            assert!(ends.iter().all(|end| all.contains(end)), "{word}: {all}");
        }
    }

    #[test]
    fn rows_of_a_list_that_differ_by_numbers_alone_are_no_furniture() {
        let pages = (1..=3).map(|number| {
            let mut page = page(number, &[], "1");
            let (role, text) = (TableRole::First(vec![72.0, 300.0]), "序号\t品名");
            page.rows.insert(
                0,
                TextRow {
                    role,
                    ..row(70.0, text)
                },
            );
            let goods = format!("{number}\t*渔具*渔网");
            page.rows.insert(
                1,
                TextRow {
                    role: TableRole::Further,
                    ..row(780.0, &goods)
                },
            );
            page
        });
        let all = texts(pages.collect()).join("\n");
        for goods in ["序号", "1\t*渔具*渔网", "2\t*渔具*渔网", "3\t*渔具*渔网"] {
            assert!(all.contains(goods), "{goods}: {all}");
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
