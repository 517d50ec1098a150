//! The measures of a document's layout: margins, type size, leading, and whether first lines are indented.
//!
//! Every measure is taken from what is frequent and not from extremes, so that a single odd row
//! changes none: the margin is the smallest left edge that many rows share, the leading the
//! smallest frequent distance of baselines, the size that of most characters. All are in points;
//! comparisons between rows are in em of the row.

use super::columns::Column;
use super::margins::{INDENT, body_size, left_margin, open_right, own_margins, right_margin};
use crate::source::page::{TableRole, TextPage, TextRow};
use crate::text::chars::is_western;

/// The layout that most of a document follows. Lengths are in points; `left` and `right` of all rows count from the
/// left margin of their page once [`Measure::take`] has seen them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Measure {
    /// The size of the body text.
    pub size: f64,
    /// The right end of full lines.
    pub right: f64,
    /// The distance of baselines within a paragraph of body text.
    pub leading: f64,
    /// The distance of baselines, in leadings, from which on white space parts two paragraphs.
    pub apart: f64,
    /// Set when white space parts all paragraphs, so that a short line without it after it ends none.
    pub spaced: bool,
    /// Set when paragraphs begin with an indent.
    pub indents: bool,
    /// Set when full lines all end at the same place.
    pub justified: bool,
    /// Set when most rows are bold, so that bold is no distinction.
    pub all_bold: bool,
    /// The type size of most of the document.
    pub body: f64,
    /// Distances of baselines that differ from `leading`: column of the document, type size, distance.
    local: Vec<(usize, f64, f64)>,
}

/// Takes the measures of each class of columns; the document's body size holds for all of them.
pub(super) fn of_classes(columns: &mut [Column]) -> Vec<Measure> {
    let classes = columns.iter().map(|column| column.class).max().unwrap_or(0);
    let body = body_size(columns.iter().map(|column| &column.page));
    (0..=classes)
        .map(|class| {
            let mut own: Vec<&mut Column> = columns
                .iter_mut()
                .filter(|column| column.class == class)
                .collect();
            let mut measure = Measure::take(&mut own);
            measure.body = body;
            measure.local = Vec::new();
            let parts = columns.iter().enumerate();
            for (part, column) in parts.filter(|(_, column)| column.class == class) {
                measure.note_local(part, &column.page);
            }
            measure
        })
        .collect()
}

impl Measure {
    /// Takes the measures and moves every row so that the left margin of its page is 0.
    fn take(columns: &mut [&mut Column]) -> Self {
        let size = body_size(columns.iter().map(|column| &column.page));
        let rows = columns.iter().flat_map(|column| &column.page.rows);
        let margin = left_margin(rows, size, 0.04);
        // Rows are moved so that every margin is 0: mirrored pages then agree, and columns as well.
        let margins = own_margins(columns, margin, size);
        for (column, own) in columns.iter_mut().zip(margins) {
            for row in &mut column.page.rows {
                row.left -= own;
                row.right -= own;
                row.middle -= own;
                for stop in &mut row.stops {
                    *stop -= own;
                }
            }
        }
        let pages: Vec<&TextPage> = columns.iter().map(|column| &column.page).collect();
        let pages = pages.as_slice();
        let rows = pages.iter().flat_map(|page| &page.rows);
        let rows: Vec<&TextRow> = rows.filter(|row| row.role == TableRole::None).collect();
        let right = right_margin(&rows, size);
        let is_whole_width = columns.iter().all(|column| column.class == 0);
        let right = match open_right(&rows, right, size) {
            Some(open) if is_whole_width => open,
            _ => right,
        };
        let bold = rows.iter().filter(|row| row.bold).count();
        let leading = leading(pages.iter().copied(), size);
        let indents = has_indents(&rows, size);
        let gaps = Gaps::measure(pages, size, leading, right);
        Self {
            size,
            right,
            leading,
            apart: gaps.apart,
            spaced: gaps.spaced,
            indents,
            justified: is_justified(&rows, right, size),
            all_bold: bold * 2 > rows.len(),
            body: size,
            local: Vec::new(),
        }
    }

    /// Notes the distance of baselines of each size in one column, where full lines show it.
    ///
    /// A table at single spacing beside a body at one and a half, or notes in a smaller size, would otherwise cut every
    /// line of the other off.
    fn note_local(&mut self, part: usize, page: &TextPage) {
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for pair in page.rows.windows(2) {
            let [a, b] = pair else { continue };
            let alike = a.size > 1.0 && (a.size - b.size).abs() < 0.1 * a.size;
            let step = b.y - a.y;
            if alike && self.right - a.right < 1.3 * a.size && (0.8..3.2).contains(&(step / a.size))
            {
                steps.push((a.size, step));
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        for run in steps.chunk_by_mut(|a, b| b.0 - a.0 < 0.06 * b.0) {
            run.sort_by(|a, b| a.1.total_cmp(&b.1));
            let (size, at) = (run[0].0, 0.06 * run[0].0);
            // Distances that differ by less than 6 % of the size are one distance.
            let modes = run.chunk_by(|a, b| b.1 - a.1 < at);
            // The smaller of two frequent distances is the one inside paragraphs.
            let mode = modes.rev().max_by_key(|mode| mode.len());
            if let Some(mode) = mode.filter(|mode| mode.len() >= 3 && mode.len() * 2 > run.len()) {
                self.local.push((part, size, mode[mode.len() / 2].1));
            }
        }
    }

    /// Returns the distance of baselines within a paragraph of a size in a column, in points.
    pub fn leading_at(&self, part: usize, size: f64) -> f64 {
        let known = |other: f64| (other - size).abs() < 0.06 * size;
        let here = self
            .local
            .iter()
            .find(|(at, own, _)| *at == part && known(*own));
        // Body text is measured over the whole document; other sizes are worth asking about elsewhere.
        let elsewhere = || {
            let other = (size - self.size).abs() > 0.06 * size;
            self.local.iter().find(|(_, own, _)| other && known(*own))
        };
        match here.or_else(elsewhere) {
            Some((.., step)) => step.max(self.leading.min(1.2 * size)),
            None => self.leading * (size / self.size).max(1.0),
        }
    }

    /// Returns the distance of a row's beginning from the margin, in its own em.
    pub fn indent(row: &TextRow) -> f64 {
        row.left / row.size.max(1.0)
    }

    /// True if the row begins as the first line of a paragraph does.
    pub fn is_indented(row: &TextRow) -> bool {
        INDENT.contains(&Self::indent(row))
    }

    /// True if the row is in the middle, between the margins or on the page, and touches no margin.
    pub fn is_centred(&self, row: &TextRow) -> bool {
        let (before, after) = (row.left, self.right - row.right);
        let em = row.size.max(1.0);
        let first_line = Self::is_indented(row) && self.indents;
        let quotation = (Self::indent(row) - 2.0).abs() < 0.15;
        let least = if first_line || quotation { 2.7 } else { 1.0 };
        let between = (before - after).abs() < (1.1 * em).max(0.06 * self.right);
        // Where lines are cut by a count of characters, they end well before the margin that a title is centred by.
        let on_page = (f64::midpoint(row.left, row.right) - row.middle).abs() < 0.3 * em;
        (between && before > least * em && after > least * em)
            || (on_page && before > least.max(2.7) * em)
    }

    /// True if the row ends at the right margin and begins far from the left one.
    pub fn is_flush_right(&self, row: &TextRow) -> bool {
        let em = row.size.max(1.0);
        row.left > 6.0 * em && (self.right - row.right).abs() < 1.6 * em
    }

    /// True if the beginning of `next` would have found room at the end of `row`, so that the line was ended on
    /// purpose.
    pub fn is_short(&self, row: &TextRow, next: &TextRow) -> bool {
        let em = row.size.max(1.0);
        let slack = if self.justified { 0.4 } else { 0.75 };
        // An address after a short line was not kept off that line for lack of room alone.
        // LibreOffice ends a line after 链 where 接：https://… follows, so a Latin beginning counts
        // up to 0.8 of the measure.
        let most = if next.text.starts_with(is_western) {
            0.8 * self.right
        } else {
            self.right
        };
        self.right - row.right > next.head.min(most) + slack * em
    }

    /// Returns a size as a multiple of the body's, rounded to a hundredth.
    pub fn scale(&self, size: f64) -> f32 {
        let hundredths = (size / self.body.max(0.1) * 100.0)
            .round()
            .clamp(1.0, 10_000.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped just above"
        )]
        let hundredths = hundredths as u16;
        f32::from(hundredths) / 100.0
    }
}

/// The distances of baselines as a sign of white space between paragraphs.
struct Gaps {
    /// The distance in leadings from which on rows are apart.
    apart: f64,
    /// Set when white space follows nearly every short row.
    spaced: bool,
}

impl Gaps {
    /// The distance, in leadings, that parts paragraphs where nothing better is known.
    const APART: f64 = 1.33;

    /// Measures the distances between rows of body text, with a mark for those behind a short row.
    fn measure(pages: &[&TextPage], size: f64, leading: f64, right: f64) -> Self {
        let mut steps: Vec<(f64, bool)> = Vec::new();
        for page in pages {
            for pair in page.rows.windows(2) {
                let [a, b] = pair else { continue };
                let body =
                    (a.size - size).abs() < 0.15 * size && (b.size - size).abs() < 0.15 * size;
                let middle = a.left > 5.0 * size;
                if body && !middle {
                    steps.push(((b.y - a.y) / leading, right - a.right > 6.0 * size));
                }
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let apart = Self::apart(&steps);
        let short = |far: bool| {
            steps
                .iter()
                .filter(|(step, short)| *short && (*step > apart) == far)
                .count()
        };
        Self {
            apart,
            spaced: short(true) >= 5 && short(true) >= 4 * short(false),
        }
    }

    /// Returns the middle between the distances within paragraphs and the first wider one that mostly follows short
    /// lines.
    fn apart(steps: &[(f64, bool)]) -> f64 {
        let needed = (steps.len() / 20).max(4);
        let ends = |run: &[(f64, bool)]| {
            run.iter().filter(|(_, short)| *short).count() * 5 >= run.len() * 3
        };
        let mut within = 1.0;
        for run in steps.chunk_by(|a, b| b.0 - a.0 < 0.02) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            if first.0 > 1.12 && run.len() >= needed && ends(run) {
                return f64::midpoint(within, first.0).clamp(1.06, Self::APART);
            }
            // Lines with letters of a taller font are a little farther apart than others.
            if run.len() >= 3 && last.0 < Self::APART {
                within = last.0;
            }
        }
        Self::APART
    }
}

/// True if three of four full rows end within 0.3 em of the margin.
fn is_justified(rows: &[&TextRow], right: f64, size: f64) -> bool {
    let full = rows
        .iter()
        .filter(|row| right - row.right < 1.3 * size)
        .count();
    let flush = rows
        .iter()
        .filter(|row| (right - row.right).abs() < 0.3 * size)
        .count();
    full > 3 && flush * 4 >= full * 3
}

/// Returns the smallest distance of baselines that is frequent, in points.
pub(super) fn leading<'p>(pages: impl Iterator<Item = &'p TextPage>, size: f64) -> f64 {
    let body = |row: &TextRow| (row.size - size).abs() < 0.15 * size;
    let mut steps: Vec<f64> = Vec::new();
    for page in pages {
        let pairs = page.rows.iter().zip(page.rows.iter().skip(1));
        steps.extend(
            pairs
                .filter(|(a, b)| body(a) && body(b))
                .map(|(a, b)| b.y - a.y)
                .filter(|step| (0.8 * size..4.0 * size).contains(step)),
        );
    }
    steps.sort_by(f64::total_cmp);
    let needed = (steps.len() / 10).max(1);
    steps
        .chunk_by(|a, b| b - a < 0.06 * size)
        .find(|run| run.len() >= needed)
        .and_then(|run| run.get(run.len() / 2))
        .copied()
        .unwrap_or(1.6 * size)
}

/// True if lines at the margin often follow indented ones, as in paragraphs with a first-line indent.
fn has_indents(rows: &[&TextRow], size: f64) -> bool {
    let body = |row: &TextRow| (row.size - size).abs() < 0.15 * size;
    let starts = rows
        .iter()
        .zip(rows.iter().skip(1))
        .filter(|(a, b)| {
            body(a) && body(b) && INDENT.contains(&(a.left / size)) && b.left.abs() < 0.6 * size
        })
        .count();
    let at_margin = rows
        .iter()
        .filter(|row| body(row) && row.left.abs() < 0.6 * size)
        .count();
    // One first line for twelve rows at the margin is enough: paragraphs may be long.
    starts >= 2 && starts * 12 >= at_margin
}
