//! Labels beside the middle of a text of several lines, as slides, mind maps and tables without lines have them.
//!
//! Such a label stands at a height between two lines of its text, or at nearly that of one of them, so that rows from top
//! to bottom weave it into the sentence. Rows below each other are put together to blocks; where a block stands between
//! the rows of another one, both are read one after the other: the left one first, else the upper one. All other
//! rows stay as they are.

use super::{TableRole, TextRow};

/// The part of an em by which the baselines of a label and of a text beside it differ at least. Cells of one row share theirs.
pub(super) const OTHER_BASELINE: f64 = 0.12;
/// The gap, in em, between a label and its text.
pub(super) const GAP: f64 = 1.0;
/// The fewest letters and digits of a line of text beside a label. The day of printing at the foot of an official letter has
/// 13, beside the name of the office.
pub(super) const FEWEST_IN_TEXT: usize = 16;
/// The largest distance of baselines in a block, in em.
pub(super) const LEADING: f64 = 1.9;
/// The part of an em by which the left ends of a block's rows may differ; a first line may stand two characters in.
pub(super) const SAME_LEFT: f64 = 0.5;
/// The narrowest text beside a label, in em.
pub(super) const NARROWEST: f64 = 8.0;
/// The most rows that are looked at. A page of a table without lines may have very many.
pub(super) const MOST_ROWS: usize = 400;

/// Rows below each other, by their indices.
struct Block {
    /// The rows from top to bottom.
    rows: Vec<usize>,
    /// The left end, in points.
    left: f64,
    /// The right end.
    right: f64,
    /// The first baseline.
    top: f64,
    /// The last baseline.
    bottom: f64,
}

impl Block {
    /// True if a row goes on below the block.
    fn takes(&self, last: &TextRow, row: &TextRow) -> bool {
        let size = row.size.max(1.0);
        // The second row stands farther out than a first line, or farther in, below the words of an item.
        let indent = (last.left - row.left) / size;
        let over = row.left < last.right && last.left < row.right;
        let level = indent.abs() < SAME_LEFT
            || (self.rows.len() == 1 && over && (-4.0..2.6).contains(&indent));
        let step = (row.y - last.y) / size;
        level && (last.size - row.size).abs() < 0.1 * size && (0.5..LEADING).contains(&step)
    }

    /// True if a block stands beside another one, so that neither is above the other.
    fn is_beside(&self, other: &Self) -> bool {
        let apart = self.right < other.left || other.right < self.left;
        apart && self.top < other.bottom && other.top < self.bottom
    }
}

/// Splits the rows of a part of a page where labels stand beside texts: each group is read as a part of its own.
pub(super) fn groups(rows: Vec<TextRow>) -> Vec<Vec<TextRow>> {
    if rows.len() > MOST_ROWS {
        return vec![rows];
    }
    let blocks = blocks(&rows);
    let zones = zones(&rows, &blocks);
    if zones.is_empty() {
        return vec![rows];
    }
    let mut rows: Vec<Option<TextRow>> = rows.into_iter().map(Some).collect();
    let mut found: Vec<Vec<TextRow>> = Vec::new();
    let mut at = 0;
    for zone in zones {
        let first = zone.iter().flat_map(|block| &blocks[*block].rows).min();
        let first = first.copied().unwrap_or(at);
        found.push(
            rows[at.min(first)..first]
                .iter_mut()
                .filter_map(Option::take)
                .collect(),
        );
        for block in zone {
            let own = &blocks[block];
            let taken = own.rows.iter().filter_map(|row| rows[*row].take());
            found.push(
                taken
                    .map(|row| TextRow {
                        column: Some((own.left, own.right)),
                        ..row
                    })
                    .collect(),
            );
            at = at.max(own.rows.iter().max().map_or(0, |last| last + 1));
        }
    }
    found.push(rows.iter_mut().filter_map(Option::take).collect());
    found.retain(|group| !group.is_empty());
    for row in found
        .iter_mut()
        .skip(1)
        .filter_map(|group| group.first_mut())
    {
        row.apart = true;
    }
    found
}

/// Puts rows below each other together.
fn blocks(rows: &[TextRow]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let above = blocks.iter_mut().rev().take(12).find(|block| {
            let last = block.rows.last().map(|last| &rows[*last]);
            last.is_some_and(|last| block.takes(last, row))
        });
        match above {
            Some(block) => {
                block.rows.push(at);
                (block.left, block.right) = (block.left.min(row.left), block.right.max(row.right));
                block.bottom = row.y;
            }
            None => blocks.push(Block {
                rows: vec![at],
                left: row.left,
                right: row.right,
                top: row.y,
                bottom: row.y,
            }),
        }
    }
    blocks
}

/// Returns the blocks that stand beside each other, in reading order, those of each stretch of the page together.
fn zones(rows: &[TextRow], blocks: &[Block]) -> Vec<Vec<usize>> {
    let text = |block: &Block| {
        let mut own = block.rows.iter().map(|row| &rows[*row]);
        own.all(|row| row.role == TableRole::None && row.stops.is_empty())
    };
    let is_text: Vec<bool> = blocks.iter().map(text).collect();
    // Nearly no page has such blocks, and the characters of the others need not be looked at.
    let has_beside = (0..blocks.len()).any(|at| {
        let own = is_text[at].then_some(&blocks[at]);
        let mut below = (at + 1..blocks.len()).filter(|other| is_text[*other]);
        own.is_some_and(|own| below.any(|other| own.is_beside(&blocks[other])))
    });
    if !has_beside {
        return Vec::new();
    }
    let is_prose = |block: &Block| {
        let size = rows[block.rows[0]].size;
        let chars = || block.rows.iter().flat_map(|row| rows[*row].text.chars());
        let words = chars().filter(|c| c.is_alphabetic()).count();
        // A formula has fewer words than signs.
        let signs = chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let is_text = words >= FEWEST_IN_TEXT && signs.count() * 4 < words;
        block.rows.len() > 1 && block.right - block.left > NARROWEST * size && is_text
    };
    // A label of two words below each other stands above and below the middle of a single line.
    let is_label = |block: &Block| {
        let mut own = block.rows.iter().map(|row| &rows[*row].text);
        block.rows.len() > 1 && own.all(|text| text.chars().count() <= 4)
    };
    let is_long = |block: &Block| {
        let words = block.rows.iter().flat_map(|row| rows[*row].text.chars());
        words.filter(|c| c.is_alphabetic()).count() >= FEWEST_IN_TEXT
    };
    let is_label: Vec<bool> = blocks.iter().map(is_label).collect();
    let is_long: Vec<bool> = blocks.iter().map(is_long).collect();
    let is_prose: Vec<bool> = blocks.iter().map(is_prose).collect();
    let tangled = |at: &usize| {
        let block = &blocks[*at];
        is_text[*at]
            && (0..blocks.len()).any(|other| {
                is_text[other]
                    && (is_prose[*at]
                        || is_prose[other]
                        || (is_label[*at] && is_long[other])
                        || (is_long[*at] && is_label[other]))
                    && block.is_beside(&blocks[other])
            })
    };
    let mut order: Vec<usize> = (0..blocks.len()).filter(tangled).collect();
    order.sort_by(|a, b| blocks[*a].top.total_cmp(&blocks[*b].top));
    let mut zones: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f64::NEG_INFINITY;
    for at in order {
        let block = &blocks[at];
        match zones.last_mut() {
            Some(zone) if block.top < bottom => zone.push(at),
            _ => zones.push(vec![at]),
        }
        bottom = bottom.max(block.bottom);
    }
    // A row across the zone would be read before or behind all of it.
    zones.retain(|zone| is_free(zone, rows, blocks));
    zones
        .into_iter()
        .map(|zone| in_order(zone, blocks))
        .collect()
}

/// True if no other row stands among the rows of a zone.
fn is_free(zone: &[usize], rows: &[TextRow], blocks: &[Block]) -> bool {
    let own = || zone.iter().flat_map(|block| &blocks[*block].rows);
    let (Some(first), Some(last)) = (own().min(), own().max()) else {
        return false;
    };
    zone.len() > 1 && last - first + 1 == own().count() && *last < rows.len()
}

/// Orders the blocks of a zone, which come by their tops: those to the left of a block beside them go before it.
fn in_order(zone: Vec<usize>, blocks: &[Block]) -> Vec<usize> {
    let mut left = zone;
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_first = |at: &&usize| {
            let block = &blocks[**at];
            !left.iter().any(|other| {
                let other = &blocks[*other];
                other.is_beside(block) && other.right < block.left
            })
        };
        // The leftmost block has none to its left, so that there is always one.
        let next = left.iter().position(|at| is_first(&at)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(left: f64, y: f64, text: &str) -> TextRow {
        let width: f64 = text.chars().map(|_| 10.0).sum();
        TextRow {
            text: text.to_owned(),
            left,
            right: left + width,
            y,
            size: 10.0,
            head: 10.0,
            ..TextRow::default()
        }
    }

    fn read(rows: Vec<TextRow>) -> Vec<String> {
        let mut rows = rows;
        rows.sort_by(|a, b| a.y.total_cmp(&b.y));
        let texts = |group: Vec<TextRow>| group.into_iter().map(|row| row.text).collect();
        groups(rows).into_iter().map(texts).collect()
    }

    #[test]
    fn a_label_beside_the_middle_of_a_text_is_read_before_it() {
        let rows = vec![
            row(50.0, 20.0, "渔港值班"),
            row(120.0, 100.0, "潮水退去之后海滩上留下许多"),
            row(50.0, 107.0, "第一"),
            row(120.0, 114.0, "贝壳，孩子们提桶来了。"),
            row(120.0, 150.0, "渔船归港之后码头上人声不断"),
            row(50.0, 157.0, "第二"),
            row(120.0, 164.0, "直到天黑，灯塔亮了。"),
            row(50.0, 220.0, "完"),
        ];
        let expected = [
            "渔港值班",
            "第一",
            "潮水退去之后海滩上留下许多贝壳，孩子们提桶来了。",
            "第二",
            "渔船归港之后码头上人声不断直到天黑，灯塔亮了。",
            "完",
        ];
        assert_eq!(read(rows), expected);
    }

    #[test]
    fn a_label_of_two_rows_around_the_middle_of_a_line_is_read_before_it() {
        let found = read(vec![
            row(50.0, 100.0, "值班"),
            row(120.0, 107.0, "潮水退去之后海滩上留下许多贝壳，孩子们来了"),
            row(50.0, 114.0, "安排"),
        ]);
        assert_eq!(
            found,
            ["值班安排", "潮水退去之后海滩上留下许多贝壳，孩子们来了"]
        );
    }

    #[test]
    fn the_branches_of_a_tree_are_read_one_after_the_other() {
        let rows = vec![
            row(10.0, 130.0, "潮汐"),
            row(120.0, 100.0, "涨潮时渔船离开港口去远处的"),
            row(120.0, 114.0, "海上，直到天黑才归港。"),
            row(70.0, 107.0, "涨潮"),
            row(120.0, 150.0, "落潮时孩子们到海滩上去捡许"),
            row(120.0, 164.0, "多贝壳，天黑才回家。"),
            row(70.0, 157.0, "落潮"),
        ];
        let found = read(rows).concat();
        let places = ["涨潮涨潮时渔船", "落潮落潮时孩子"].map(|text| found.find(text));
        assert!(places[0] < places[1] && places[0].is_some(), "{found}");
    }

    #[test]
    fn rows_of_one_text_stay_together() {
        let rows = vec![
            row(70.0, 100.0, "潮水退去之后海滩上留下许多"),
            row(50.0, 114.0, "贝壳，孩子们提着桶来了，渔"),
            row(50.0, 128.0, "船归港。"),
        ];
        assert_eq!(read(rows).len(), 1);
    }
}
