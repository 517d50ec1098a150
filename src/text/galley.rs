//! A galley: the blocks of an article set at one measure, each block only when it is first shown.
//!
//! Scrolling counts rows: the rows of a block are the blank rows before it and then its lines. A [`RowPos`] names a row by
//! its block, without counting the rows above it, so the end of a long article costs what its start costs. A change of
//! measure ([`Galley::set_measure`]) keeps the texts; the lines are set again when they are shown.

use crate::model::TextPos;
use crate::text::clusters::clusters;
use crate::text::table::set::{SetTable, TableFrame};
use crate::text::table::set_table;
use crate::text::typeset::{Line, Rules, typeset};
use crate::text::width::cluster_cols;
use std::sync::Arc;

/// One block of an article: a paragraph, a heading, a byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleyBlock {
    /// The whole text, sanitized.
    pub text: Arc<str>,
    /// The way it is set.
    pub shape: BlockShape,
    /// Blank rows before the block; ignored for the first block of a galley.
    pub gap_rows: u16,
}

/// The way a block is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlockShape {
    /// As a paragraph without an indent.
    #[default]
    Plain,
    /// As a paragraph with the first-line indent of the rules.
    Indented,
    /// On one row, cut where it is longer: the line then leaves room for `…`.
    OneRow,
    /// As a table: rows parted by line feeds, cells by tabs.
    Table,
}

/// The position of a row in a galley: a block, and a row within it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPos {
    /// Index of the block.
    pub block: usize,
    /// Row within the block: first its gap rows, then its lines.
    pub row: usize,
}

/// A row of a galley with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleyRow<'a> {
    /// The position of the row.
    pub place: RowPos,
    /// The line, of a table the first stretch of text; `None` for a blank row between two blocks and for a rule.
    pub line: Option<&'a Line>,
    /// All stretches of text on the row from left to right: one, in a table one for each cell with text here.
    pub segments: &'a [Line],
    /// The rules of a table on this row.
    pub frame: Option<TableFrame<'a>>,
    /// The whole text of the block.
    pub text: &'a str,
}

/// The blocks of an article at one measure.
#[derive(Debug, Clone, Default)]
pub struct Galley {
    /// The texts, which stay when the measure changes.
    blocks: Vec<GalleyBlock>,
    /// Bytes of all blocks before each block, and after the last one the bytes of all blocks.
    bytes_before: Vec<usize>,
    /// The lines at the present measure.
    set: Set,
    /// The lines at the previous measure, so that going back to it (a side pane shown and hidden) sets nothing twice.
    before: Option<Set>,
}

/// The lines of the blocks at one measure.
#[derive(Debug, Clone, Default)]
struct Set {
    /// The measure in columns.
    measure_cols: u16,
    /// The rules that the lines were set by.
    rules: Rules,
    /// The lines of each block; `None` until the block is shown.
    lines: Vec<Option<SetBlock>>,
}

/// A block that is set.
#[derive(Debug, Clone)]
enum SetBlock {
    /// A paragraph as lines.
    Lines(Vec<Line>),
    /// A table.
    Table(SetTable),
}

impl SetBlock {
    /// Returns the number of rows.
    fn len(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Table(table) => table.row_count(),
        }
    }

    /// Returns the stretches of text on row `row`.
    fn segments(&self, row: usize) -> &[Line] {
        match self {
            Self::Lines(lines) => lines.get(row..=row).unwrap_or_default(),
            Self::Table(table) => table.segments(row),
        }
    }

    /// Returns the first byte of the text on row `row`.
    fn start_byte(&self, row: usize) -> usize {
        match self {
            Self::Lines(lines) => lines.get(row).map_or(0, |line| line.range.start),
            Self::Table(table) => table.start_byte(row),
        }
    }

    /// Returns the row that shows `byte`.
    fn row_of(&self, byte: usize) -> usize {
        match self {
            Self::Lines(lines) => lines
                .partition_point(|line| line.range.start <= byte)
                .saturating_sub(1),
            Self::Table(table) => table.row_of(byte),
        }
    }
}

/// Returns the one line of a block of [`BlockShape::OneRow`].
fn one_row(text: &str, measure_cols: u16, rules: &Rules) -> Line {
    let measure = usize::from(measure_cols);
    let mark = cluster_cols("…", rules.ambiguous);
    let (mut cols, mut fits) = (0, (0, 0));
    for cluster in clusters(text, 0..text.len(), rules) {
        cols += cluster.gap_cols + cluster.cols;
        if cols + mark <= measure {
            fits = (cluster.end_byte(), cols);
        } else if cols > measure {
            break;
        }
    }
    let (end, cols) = if cols > measure {
        fits
    } else {
        (text.len(), cols)
    };
    Line {
        range: 0..end,
        indent_cols: 0,
        width_cols: u16::try_from(cols).unwrap_or(u16::MAX),
    }
}

impl Galley {
    /// Returns a galley of `blocks` at `measure_cols` columns. Nothing is set yet.
    pub fn new(blocks: Vec<GalleyBlock>, measure_cols: u16, rules: Rules) -> Self {
        let mut bytes_before = Vec::with_capacity(blocks.len() + 1);
        let mut sum = 0;
        for block in &blocks {
            bytes_before.push(sum);
            sum += block.text.len();
        }
        bytes_before.push(sum);
        let set = Set::empty(measure_cols, rules, blocks.len());
        Self {
            blocks,
            bytes_before,
            set,
            before: None,
        }
    }

    /// Changes the measure and the rules. Lines are set again when they are shown; those of the previous measure are kept
    /// and come back with it.
    ///
    /// Row positions lose their meaning: convert them with [`Galley::anchor`] before and [`Galley::place_of`] after.
    pub fn set_measure(&mut self, measure_cols: u16, rules: Rules) {
        let is = |set: &Set| (set.measure_cols, set.rules) == (measure_cols, rules);
        if is(&self.set) {
            return;
        }
        // Lines at a third measure are dropped: the window has been resized, and will hardly come
        // back to them.
        let set = self.before.take().filter(is);
        let set = set.unwrap_or_else(|| Set::empty(measure_cols, rules, self.blocks.len()));
        self.before = Some(std::mem::replace(&mut self.set, set));
    }

    /// Changes the blank rows before each block; `gaps` has one entry for each block. The lines stay.
    pub fn set_gaps(&mut self, gaps: impl IntoIterator<Item = u16>) {
        for (block, gap_rows) in self.blocks.iter_mut().zip(gaps) {
            block.gap_rows = gap_rows;
        }
    }

    /// Returns the number of rows: an estimate for the blocks that are not set yet.
    #[must_use]
    pub fn row_count(&self) -> usize {
        let rows = self.set.lines.iter().enumerate().map(|(block, lines)| {
            // Counting exactly would set the whole article, which is what the galley avoids.
            let known = lines.as_ref().map(SetBlock::len);
            self.gap(block) + known.unwrap_or_else(|| self.estimated_lines(block))
        });
        rows.sum()
    }

    /// Returns the number of lines that `block` will likely have.
    fn estimated_lines(&self, block: usize) -> usize {
        // A Han character takes three bytes and two columns.
        let cols = self.blocks[block].text.len() * 2 / 3;
        cols.div_ceil(usize::from(self.set.measure_cols.max(2)))
            .max(1)
    }

    /// Returns the bytes of text before `place`, and the bytes of the whole text. Sets at most the block of `place`.
    pub fn progress(&mut self, place: RowPos) -> (usize, usize) {
        let TextPos { block, byte } = self.anchor(place);
        (
            self.bytes_before.get(block).unwrap_or(&0) + byte,
            self.bytes_before.last().copied().unwrap_or(0),
        )
    }

    /// Returns the number of lines of `block` without the gap before it, and sets them if they were not set.
    pub fn line_count(&mut self, block: usize) -> usize {
        self.block(block).map_or(0, SetBlock::len)
    }

    /// Returns `block` as it is set, and sets it if it was not; `None` behind the last one.
    fn block(&mut self, block: usize) -> Option<&SetBlock> {
        if self.set.lines.get(block).is_some_and(Option::is_none) {
            self.set_block(block);
        }
        self.set.lines.get(block).and_then(Option::as_ref)
    }

    /// Sets `block`, which exists.
    fn set_block(&mut self, block: usize) {
        let GalleyBlock { text, shape, .. } = &self.blocks[block];
        let (measure_cols, mut rules) = (self.set.measure_cols, self.set.rules);
        if *shape != BlockShape::Indented {
            rules.indent_han = 0;
        }
        self.set.lines[block] = Some(match shape {
            BlockShape::Plain | BlockShape::Indented => {
                SetBlock::Lines(typeset(text, measure_cols, &rules))
            }
            BlockShape::OneRow => SetBlock::Lines(vec![one_row(text, measure_cols, &rules)]),
            BlockShape::Table => SetBlock::Table(set_table(text, measure_cols, &self.set.rules)),
        });
    }

    /// Returns the number of blank rows before `block`; the first has none, whatever its style.
    fn gap(&self, block: usize) -> usize {
        if block == 0 {
            0
        } else {
            usize::from(self.blocks[block].gap_rows)
        }
    }

    /// Returns the number of rows of `block`, blank ones included; 0 behind the last block.
    fn rows_of(&mut self, block: usize) -> usize {
        if block < self.blocks.len() {
            self.gap(block) + self.line_count(block)
        } else {
            0
        }
    }

    /// Returns the row `rows` below `place`, at most the last row.
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

    /// Returns the row `rows` above `place`, at least the first row.
    pub fn up(&mut self, place: RowPos, rows: usize) -> RowPos {
        let RowPos { mut block, row } = self.clamp(place);
        let (mut row, mut left) = (row, rows);
        while left > row {
            if block == 0 {
                return RowPos::default();
            }
            // One more than the row: the step from the first row of a block to the last of the
            // block above.
            left -= row + 1;
            block -= 1;
            row = self.rows_of(block).saturating_sub(1);
        }
        row -= left;
        RowPos { block, row }
    }

    /// Returns the last row.
    pub fn end(&mut self) -> RowPos {
        let block = self.blocks.len().saturating_sub(1);
        RowPos {
            block,
            row: self.rows_of(block).saturating_sub(1),
        }
    }

    /// Returns the top of the last full window of `height` rows, beyond which scrolling down does not go.
    pub fn last_top(&mut self, height: usize) -> RowPos {
        let end = self.end();
        // Only the blocks of the last window are set, however long the article is.
        self.up(end, height.saturating_sub(1))
    }

    /// Returns `place` moved onto a row that exists.
    fn clamp(&mut self, place: RowPos) -> RowPos {
        let block = place.block.min(self.blocks.len().saturating_sub(1));
        RowPos {
            block,
            row: place.row.min(self.rows_of(block).saturating_sub(1)),
        }
    }

    /// Sets the blocks that a window of `height` rows from `top` shows. [`Galley::window`] only reads, so call this first.
    ///
    /// Drawing has the galley by a shared reference, in which nothing can be set.
    pub fn settle(&mut self, top: RowPos, height: usize) {
        self.down(top, height);
    }

    /// Iterates over the rows of a window of `height` rows from `top`; ends early at the end of the galley and at a block
    /// that is not set.
    pub fn window(&self, top: RowPos, height: usize) -> impl Iterator<Item = GalleyRow<'_>> {
        (top.block..self.blocks.len())
            // A block that is not set ends the window: its height is not known, so nothing below it
            // has a place.
            .map_while(|block| Some((block, self.set.lines.get(block)?.as_ref()?)))
            .flat_map(move |(block, set)| {
                let gap = self.gap(block);
                let first = if block == top.block { top.row } else { 0 };
                (first..gap + set.len()).map(move |row| self.row(RowPos { block, row }, set))
            })
            .take(height)
    }

    /// Returns the row at `place` of the block `set`.
    fn row<'a>(&'a self, place: RowPos, set: &'a SetBlock) -> GalleyRow<'a> {
        let at = place.row.checked_sub(self.gap(place.block));
        let segments = at.map_or(&[][..], |at| set.segments(at));
        GalleyRow {
            place,
            line: segments.first(),
            segments,
            frame: match set {
                SetBlock::Table(table) => at.and_then(|at| table.frame(at)),
                SetBlock::Lines(_) => None,
            },
            text: &self.blocks[place.block].text,
        }
    }

    /// Returns the position in the text of the first character at `place`; for a blank row, the start of the block below.
    pub fn anchor(&mut self, place: RowPos) -> TextPos {
        let place = self.clamp(place);
        if place.block >= self.blocks.len() {
            return TextPos::default();
        }
        let gap = self.gap(place.block);
        // A blank row belongs to the first line below it.
        let line = place.row.saturating_sub(gap);
        let byte = self
            .block(place.block)
            .map_or(0, |set| set.start_byte(line));
        TextPos::new(place.block, byte)
    }

    /// Returns the row that shows a position in the text. A space dropped at a line end counts to that line.
    pub fn place_of(&mut self, TextPos { block, byte }: TextPos) -> RowPos {
        let block = block.min(self.blocks.len().saturating_sub(1));
        if block >= self.blocks.len() {
            return RowPos::default();
        }
        let gap = self.gap(block);
        let line = self.block(block).map_or(0, |set| set.row_of(byte));
        RowPos {
            block,
            row: gap + line,
        }
    }
}

impl Set {
    /// Returns a set without lines for `count` blocks.
    fn empty(measure_cols: u16, rules: Rules, count: usize) -> Self {
        Self {
            measure_cols,
            rules,
            lines: vec![None; count],
        }
    }
}

#[cfg(test)]
mod tests;
