//! A galley: the blocks of an article set at one measure, each when it is first looked at.
//!
//! Rows are the unit of scrolling: a block's rows are the blank rows before it and then its lines. A [`RowPos`] names a row
//! without counting the rows above it, so that the end of a long article costs what its start costs. Texts outlive a
//! change of measure ([`Galley::relay`]); only their lines are set anew, and again only when looked at.

mod fenwick;

use self::fenwick::Fenwick;
use crate::model::TextPos;
use crate::text::typeset::{Line, Rules, typeset};
use std::ops::Range;
use std::sync::Arc;

/// One block of an article: a paragraph, a heading, a byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleyBlock {
    /// The whole text, sanitized.
    pub text: Arc<str>,
    /// Whether the first-line indent of the rules applies.
    pub indented: bool,
    /// Blank rows before it; the first block of a galley has none whatever this says.
    pub gap_rows: u16,
}

/// A row of a galley: the `row`-th of a block, its gap counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPos {
    /// Index of the block.
    pub block: usize,
    /// Row within the block: first its gap rows, then its lines.
    pub row: usize,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleyRow<'a> {
    /// Where it stands.
    pub place: RowPos,
    /// The line, or nothing in a gap.
    pub line: Option<&'a Line>,
    /// The whole text of the block.
    pub text: &'a str,
}

/// The blocks of an article at one measure.
#[derive(Debug, Clone, Default)]
pub struct Galley {
    blocks: Vec<GalleyBlock>,
    /// Bytes before each block, and in all at the end.
    bytes_before: Vec<usize>,
    set: Set,
    /// The measure before this one, so that going back to it sets nothing twice.
    before: Option<Set>,
}

/// What is set at one measure.
#[derive(Debug, Clone, Default)]
struct Set {
    measure_cols: u16,
    rules: Rules,
    lines: Vec<Option<Vec<Line>>>,
    /// Rows per block, known or estimated.
    rows: Fenwick,
    unset: usize,
    next_unset: usize,
}

impl Galley {
    /// A galley of `blocks`; nothing is set yet.
    pub fn new(blocks: Vec<GalleyBlock>, measure_cols: u16, rules: Rules) -> Self {
        let mut bytes_before = Vec::with_capacity(blocks.len() + 1);
        let mut sum = 0;
        for block in &blocks {
            bytes_before.push(sum);
            sum += block.text.len();
        }
        bytes_before.push(sum);
        let mut galley = Self {
            blocks,
            bytes_before,
            ..Self::default()
        };
        galley.set = galley.nothing_set(measure_cols, rules);
        galley
    }

    /// Takes another measure or other rules; the lines are set anew when looked at. The same ones change nothing, and those
    /// before them come back as they were.
    ///
    /// Keep a reader's place over it with [`Galley::anchor`] before and [`Galley::place_of`] after.
    pub fn relay(&mut self, measure_cols: u16, rules: Rules) {
        let is = |set: &Set| (set.measure_cols, set.rules) == (measure_cols, rules);
        if is(&self.set) {
            return;
        }
        let set = self.before.take().filter(is);
        let set = set.unwrap_or_else(|| self.nothing_set(measure_cols, rules));
        self.before = Some(std::mem::replace(&mut self.set, set));
    }

    /// Takes other gaps, one for each block; what is set stays.
    pub fn regap(&mut self, gaps: impl IntoIterator<Item = u16>) {
        for (block, gap_rows) in self.blocks.iter_mut().zip(gaps) {
            block.gap_rows = gap_rows;
        }
        let rows = (0..self.blocks.len()).map(|block| {
            let lines = self.set.lines.get(block).and_then(Option::as_ref);
            lines.map_or_else(
                || self.guess(block, self.set.measure_cols),
                |lines| self.gap(block) + lines.len(),
            )
        });
        self.set.rows = Fenwick::new(rows.collect());
        self.before = None;
    }

    fn nothing_set(&self, measure_cols: u16, rules: Rules) -> Set {
        let count = self.blocks.len();
        let guesses = (0..count).map(|block| self.guess(block, measure_cols));
        Set {
            measure_cols,
            rules,
            lines: vec![None; count],
            rows: Fenwick::new(guesses.collect()),
            unset: count,
            next_unset: 0,
        }
    }

    /// Rows that `block` will likely have: Chinese takes about two columns for three bytes.
    fn guess(&self, block: usize, measure_cols: u16) -> usize {
        let bytes = self.bytes_before[block + 1] - self.bytes_before[block];
        self.gap(block)
            + (bytes * 2 / 3)
                .div_ceil(usize::from(measure_cols.max(2)))
                .max(1)
    }

    /// The measure in columns.
    #[must_use]
    pub fn measure_cols(&self) -> u16 {
        self.set.measure_cols
    }

    /// The rules it is set by.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.set.rules
    }

    /// The blocks.
    #[must_use]
    pub fn blocks(&self) -> &[GalleyBlock] {
        &self.blocks
    }

    /// Whether every block is set, so that [`Galley::row_count`] is exact.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.set.unset == 0
    }

    /// Sets blocks not looked at yet, from the first on, until about `budget_bytes` of text are done; answers whether all
    /// are. For idle moments: nothing on screen needs it, only exact counts do.
    pub fn advance(&mut self, budget_bytes: usize) -> bool {
        let mut done = 0;
        while self.set.next_unset < self.blocks.len() && done < budget_bytes {
            if self.set.lines[self.set.next_unset].is_none() {
                done += self.blocks[self.set.next_unset].text.len() + 1;
                self.set_block(self.set.next_unset);
            }
            self.set.next_unset += 1;
        }
        self.is_complete()
    }

    /// Rows in all: exact once complete, an estimate before.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.set.rows.before(self.blocks.len())
    }

    /// Rows before `place`: exact once everything above is set, an estimate before.
    #[must_use]
    pub fn row_index(&self, place: RowPos) -> usize {
        self.set.rows.before(place.block.min(self.blocks.len())) + place.row
    }

    /// The place of row `index`, by what is known of the rows above.
    pub fn place_at(&mut self, index: usize) -> RowPos {
        let block = self
            .set
            .rows
            .find(index)
            .min(self.blocks.len().saturating_sub(1));
        let row = index.saturating_sub(self.set.rows.before(block));
        RowPos {
            block,
            row: row.min(self.rows_of(block).saturating_sub(1)),
        }
    }

    /// How far `place` is through the text, in bytes: before it, and in all. Needs nothing set but its own block.
    pub fn progress(&mut self, place: RowPos) -> (usize, usize) {
        let TextPos { block, byte } = self.anchor(place);
        (
            self.bytes_before.get(block).unwrap_or(&0) + byte,
            self.bytes_before.last().copied().unwrap_or(0),
        )
    }

    /// The lines of `block`, set now if they were not.
    pub fn lines(&mut self, block: usize) -> &[Line] {
        if self.set.lines.get(block).is_some_and(Option::is_none) {
            self.set_block(block);
        }
        self.set
            .lines
            .get(block)
            .and_then(Option::as_deref)
            .unwrap_or(&[])
    }

    fn set_block(&mut self, block: usize) {
        let GalleyBlock { text, indented, .. } = &self.blocks[block];
        let rules = Rules {
            indent_han: if *indented {
                self.set.rules.indent_han
            } else {
                0
            },
            ..self.set.rules
        };
        let lines = typeset(text, self.set.measure_cols, &rules);
        self.set.rows.set(block, self.gap(block) + lines.len());
        self.set.lines[block] = Some(lines);
        self.set.unset -= 1;
    }

    fn gap(&self, block: usize) -> usize {
        if block == 0 {
            0
        } else {
            usize::from(self.blocks[block].gap_rows)
        }
    }

    fn rows_of(&mut self, block: usize) -> usize {
        if block < self.blocks.len() {
            self.gap(block) + self.lines(block).len()
        } else {
            0
        }
    }

    /// `place`, `rows` further down, at most the last row.
    pub fn down(&mut self, place: RowPos, rows: usize) -> RowPos {
        let RowPos { mut block, mut row } = self.clamp(place);
        row += rows;
        loop {
            let here = self.rows_of(block);
            if row < here || block + 1 >= self.blocks.len() {
                return RowPos {
                    block,
                    row: row.min(here.saturating_sub(1)),
                };
            }
            row -= here;
            block += 1;
        }
    }

    /// `place`, `rows` further up, at least the first row.
    pub fn up(&mut self, place: RowPos, rows: usize) -> RowPos {
        let RowPos { mut block, row } = self.clamp(place);
        let (mut row, mut left) = (row, rows);
        while left > row {
            if block == 0 {
                return RowPos::default();
            }
            left -= row + 1;
            block -= 1;
            row = self.rows_of(block).saturating_sub(1);
        }
        row -= left;
        RowPos { block, row }
    }

    /// The last row.
    pub fn end(&mut self) -> RowPos {
        let block = self.blocks.len().saturating_sub(1);
        RowPos {
            block,
            row: self.rows_of(block).saturating_sub(1),
        }
    }

    /// The top of the last full window of `height` rows: where scrolling down ends.
    pub fn last_top(&mut self, height: usize) -> RowPos {
        let end = self.end();
        self.up(end, height.saturating_sub(1))
    }

    /// `place`, moved onto a row that exists.
    pub fn clamp(&mut self, place: RowPos) -> RowPos {
        let block = place.block.min(self.blocks.len().saturating_sub(1));
        RowPos {
            block,
            row: place.row.min(self.rows_of(block).saturating_sub(1)),
        }
    }

    /// Sets what a window of `height` rows from `top` shows. To be called in update; [`Galley::window`] only reads.
    pub fn settle(&mut self, top: RowPos, height: usize) {
        self.down(top, height);
    }

    /// The rows of a window, fewer where the galley ends or, below, where nothing is set yet.
    pub fn window(&self, top: RowPos, height: usize) -> impl Iterator<Item = GalleyRow<'_>> {
        (top.block..self.blocks.len())
            .map_while(|block| Some((block, self.set.lines.get(block)?.as_deref()?)))
            .flat_map(move |(block, lines)| {
                let gap = self.gap(block);
                let first = if block == top.block { top.row } else { 0 };
                (first..gap + lines.len()).map(move |row| GalleyRow {
                    place: RowPos { block, row },
                    line: row.checked_sub(gap).and_then(|at| lines.get(at)),
                    text: &self.blocks[block].text,
                })
            })
            .take(height)
    }

    /// Block and byte of the text at `place`; a gap stands for the start of its block.
    pub fn anchor(&mut self, place: RowPos) -> TextPos {
        let place = self.clamp(place);
        if place.block >= self.blocks.len() {
            return TextPos::default();
        }
        let gap = self.gap(place.block);
        let line = place.row.saturating_sub(gap);
        let byte = self
            .lines(place.block)
            .get(line)
            .map_or(0, |line| line.range.start);
        TextPos::new(place.block, byte)
    }

    /// The place of the line that shows a position; of a byte dropped at a line end, that line.
    pub fn place_of(&mut self, TextPos { block, byte }: TextPos) -> RowPos {
        let block = block.min(self.blocks.len().saturating_sub(1));
        if block >= self.blocks.len() {
            return RowPos::default();
        }
        let gap = self.gap(block);
        let after = self
            .lines(block)
            .partition_point(|line| line.range.start <= byte);
        RowPos {
            block,
            row: gap + after.saturating_sub(1),
        }
    }

    /// The block and the bytes of the line at `place`, nothing for a gap.
    pub fn bytes_at(&mut self, place: RowPos) -> Option<(usize, Range<usize>)> {
        let row = place.row.checked_sub(self.gap_at(place.block)?)?;
        let range = self.lines(place.block).get(row)?.range.clone();
        Some((place.block, range))
    }

    fn gap_at(&self, block: usize) -> Option<usize> {
        (block < self.blocks.len()).then(|| self.gap(block))
    }
}

#[cfg(test)]
mod tests;
