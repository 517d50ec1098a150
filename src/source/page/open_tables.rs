//! Tables open at the sides: ruled above, below their heads and at their ends (三线表), or below each row, without
//! vertical lines.
//!
//! Lines of one width below each other are looked at as one table. Its columns are known by the white space that runs
//! through all of its rows, and what is not sure stays text: a wrong table is worse than rows.

use super::Glyph;
use super::TextRow;
use super::baselines::{baselines, once};
use super::cells::{RuledCell, RuledTable};
use super::rules::{Rule, TOUCH};
use super::text::is_space;

/// The fewest lines of a table: above it, below its head and below its last row.
const FEWEST_RULES: usize = 3;
/// The narrowest table, in points. The lines of fractions are shorter.
const NARROWEST: f64 = 90.0;
/// The lines of a double rule are no farther apart, in points.
const DOUBLE: f64 = 5.0;
/// The gap, in em, that parts two pieces of a line which may be two cells.
pub(super) const PIECE_GAP: f64 = 0.8;
/// The most columns.
const MOST_COLUMNS: usize = 30;
/// The narrowest first column of a table with a line behind it, in points.
const NARROWEST_STUB: f64 = 20.0;
/// From this many ems on, a piece that fills its column is a line of running text.
const PROSE: f64 = 12.0;

/// A stretch of a line without a wide gap inside.
pub(super) struct LinePiece {
    /// The left end, in points.
    pub from: f64,
    /// The right end.
    pub to: f64,
    /// The largest type size.
    pub size: f64,
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
}

/// The lines of text between two rules.
struct Strip {
    /// The rule above.
    top: f64,
    /// The rule below.
    bottom: f64,
    /// The lines from top to bottom, each with its baseline.
    lines: Vec<(f64, Vec<LinePiece>)>,
}

/// What has to be there for a table.
#[derive(Debug, Clone, Copy)]
struct LeastTable {
    /// The fewest columns.
    columns: usize,
    /// The fewest rows.
    rows: usize,
    /// The place of the line behind the first column, in points.
    stub: Option<f64>,
}

/// Takes the tables that `rules` show out of a page. The rules touch no vertical one.
pub(super) fn take(glyphs: &mut Vec<Glyph>, rules: &[Rule]) -> Vec<RuledTable> {
    let least = LeastTable {
        columns: 2,
        rows: 3,
        stub: None,
    };
    take_of(glyphs, rules, least)
}

/// Takes a table whose vertical lines all stand inside of it, as the one behind the first column does, out of a page. Only
/// one with further columns is: for the others the lines show all cells.
pub(super) fn take_parted(glyphs: &mut Vec<Glyph>, rules: &[Rule]) -> Vec<RuledTable> {
    let (level, upright): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|rule| !rule.vertical);
    let left = level.iter().map(|rule| rule.from).fold(f64::MAX, f64::min);
    let right = level.iter().map(|rule| rule.to).fold(f64::MIN, f64::max);
    let whole = |rule: &Rule| rule.from - left < TOUCH && right - rule.to < TOUCH;
    let inside = |rule: &Rule| rule.at - left > NARROWEST_STUB && right - rule.at > NARROWEST_STUB;
    let same = |rule: &Rule| (rule.at - upright[0].at).abs() < TOUCH;
    if upright.is_empty()
        || !level.iter().all(whole)
        || !upright.iter().all(|r| inside(r) && same(r))
    {
        return Vec::new();
    }
    let least = LeastTable {
        columns: 3,
        rows: 2,
        stub: Some(upright[0].at),
    };
    take_of(glyphs, &level, least)
}

/// Takes the tables that level rules show out of a page.
fn take_of(glyphs: &mut Vec<Glyph>, rules: &[Rule], least: LeastTable) -> Vec<RuledTable> {
    let mut tables = Vec::new();
    for family in families(rules) {
        for run in runs(strips(glyphs, &family, least.stub)) {
            let Some(table) = table(&run, &family[0], least) else {
                continue;
            };
            let [left, top, right, bottom] = table.bounds;
            glyphs.retain(|glyph| {
                let (x, y) = middle(glyph);
                !((left..right).contains(&x) && (top..bottom).contains(&y))
            });
            tables.push(table);
        }
    }
    tables
}

/// Groups horizontal rules of the same ends, each group from top to bottom.
fn families(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut found: Vec<Vec<Rule>> = Vec::new();
    for rule in rules {
        if rule.vertical || rule.to - rule.from < NARROWEST {
            continue;
        }
        let same = |family: &&mut Vec<Rule>| {
            (family[0].from - rule.from).abs() < TOUCH && (family[0].to - rule.to).abs() < TOUCH
        };
        match found.iter_mut().find(same) {
            Some(family) => family.push(*rule),
            None => found.push(vec![*rule]),
        }
    }
    for family in &mut found {
        family.sort_by(|a, b| a.at.total_cmp(&b.at));
        family.dedup_by(|b, a| b.at - a.at < DOUBLE);
    }
    found.retain(|family| family.len() >= FEWEST_RULES);
    found
}

/// Returns the middle of a character. Its baseline may lie on the rule below it.
fn middle(glyph: &Glyph) -> (f64, f64) {
    (glyph.x + glyph.advance / 2.0, glyph.y - 0.35 * glyph.size)
}

/// Returns the text between each two rules of a family. A vertical line at `stub` parts pieces however close they are.
fn strips(glyphs: &[Glyph], family: &[Rule], stub: Option<f64>) -> Vec<Strip> {
    let (left, right) = (family[0].from - TOUCH, family[0].to + TOUCH);
    let strip = |pair: &[Rule]| {
        let (top, bottom) = (pair[0].at, pair[1].at);
        let inside = glyphs.iter().filter(|glyph| {
            let (x, y) = middle(glyph);
            (left..right).contains(&x) && (top..bottom).contains(&y)
        });
        let lines = baselines(inside.cloned().collect()).into_iter();
        let lines = lines.filter_map(|line| {
            let y = line.iter().map(|glyph| glyph.y).fold(0.0, f64::max);
            let behind = |glyph: &Glyph| stub.is_some_and(|at| middle(glyph).0 > at);
            let (behind, before) = line.into_iter().partition(behind);
            let mut pieces = pieces(before);
            pieces.extend(self::pieces(behind));
            (!pieces.is_empty()).then_some((y, pieces))
        });
        Strip {
            top,
            bottom,
            lines: lines.collect(),
        }
    };
    family.windows(2).map(strip).collect()
}

/// Splits a line at its wide gaps.
pub(super) fn pieces(mut line: Vec<Glyph>) -> Vec<LinePiece> {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut found: Vec<LinePiece> = Vec::new();
    for glyph in once(line) {
        let space = is_space(glyph.ch);
        match found.last_mut() {
            Some(piece) if space || glyph.x - piece.to < PIECE_GAP * glyph.size => {
                if !space {
                    piece.to = piece.to.max(glyph.x + glyph.advance);
                    piece.size = piece.size.max(glyph.size);
                }
                piece.glyphs.push(glyph);
            }
            None if space => {}
            _ => found.push(LinePiece {
                from: glyph.x,
                to: glyph.x + glyph.advance,
                size: glyph.size,
                glyphs: vec![glyph],
            }),
        }
    }
    found
}

/// Returns the longest stretches of strips that look like rows of cells: most of their lines have two pieces or more.
fn runs(strips: Vec<Strip>) -> Vec<Vec<Strip>> {
    let mut found: Vec<Vec<Strip>> = vec![Vec::new()];
    for strip in strips {
        let parted = strip.lines.iter().filter(|(_, pieces)| pieces.len() > 1);
        if parted.count() * 5 >= strip.lines.len() * 3 && !strip.lines.is_empty() {
            if let Some(run) = found.last_mut() {
                run.push(strip);
            }
        } else {
            found.push(Vec::new());
        }
    }
    found.retain(|run| run.len() + 1 >= FEWEST_RULES);
    found
}

/// Makes a table of the strips of a run; `None` where its columns are not sure.
fn table(run: &[Strip], rule: &Rule, least: LeastTable) -> Option<RuledTable> {
    let gutters = gutters(run, least.stub);
    let columns = gutters.len() + 1;
    if !(least.columns..=MOST_COLUMNS).contains(&columns) || is_prose(run, &gutters) || is_form(run)
    {
        return None;
    }
    let (left, right) = (rule.from - TOUCH, rule.to + TOUCH);
    let mut edges = vec![left];
    edges.extend(&gutters);
    edges.push(right);
    let mut table = RuledTable {
        bounds: [left, run.first()?.top, right, run.last()?.bottom],
        // The inner edges are not drawn and differ from page to page: their number alone counts.
        edges: std::iter::once(left)
            .chain(gutters.iter().map(|_| right))
            .collect(),
        rows: Vec::new(),
    };
    let (mut filled, mut all) = (0, 0);
    for strip in run {
        for lines in entries(strip, &gutters) {
            let mut cells: Vec<Vec<Glyph>> = vec![Vec::new(); columns];
            let y = lines.last().map_or(strip.bottom, |(y, _)| *y);
            for piece in lines.iter().flat_map(|(_, pieces)| pieces) {
                cells[column(piece, &gutters)].extend(piece.glyphs.iter().cloned());
            }
            filled += cells.iter().filter(|cell| !cell.is_empty()).count();
            all += columns;
            let ends = edges.windows(2).map(|pair| (pair[0], pair[1]));
            let texts = cells.into_iter().zip(ends);
            let texts = texts.map(|(glyphs, ends)| RuledCell::new(ends, false, glyphs).text());
            table.rows.push(TextRow::of_cells(
                &texts.collect::<Vec<_>>(),
                (left, right),
                y,
            ));
        }
    }
    // In a drawing or a form with blanks most places between the gutters are empty.
    (table.rows.len() >= least.rows && filled * 5 >= all * 3).then_some(table)
}

/// Returns the borders of the columns, in points: white stretches that run through all rows, and the line at `stub`, left of
/// which there is one column. A head over several columns is not looked at where there are enough rows below it; another
/// one is, since figures are often set to one side of its words.
fn gutters(run: &[Strip], stub: Option<f64>) -> Vec<f64> {
    let below = run.iter().skip(1);
    let lines: usize = below.clone().map(|strip| strip.lines.len()).sum();
    let mut found = white_stretches(run.iter());
    if lines >= 3 {
        let below = white_stretches(below);
        if found.len() < below.len() {
            found = below;
        }
    }
    if let Some(stub) = stub {
        found.retain(|gutter| *gutter > stub);
        found.insert(0, stub);
    }
    // More are no table, and comparing each with every line would take too long.
    if found.len() > 2 * MOST_COLUMNS {
        return found;
    }
    // Figures beside their head and not below it are in one column with it: no line has both.
    let mut at = 0;
    while at < found.len() {
        let lines = run.iter().flat_map(|strip| &strip.lines);
        let both = |(_, pieces): &(f64, Vec<LinePiece>)| {
            let has = |wanted| pieces.iter().any(|piece| column(piece, &found) == wanted);
            has(at) && has(at + 1)
        };
        if lines.into_iter().any(both) {
            at += 1;
        } else {
            found.remove(at);
        }
    }
    found
}

/// Returns the middles of the white stretches that run through all lines of some strips, in points.
fn white_stretches<'s>(strips: impl Iterator<Item = &'s Strip>) -> Vec<f64> {
    let lines = strips.flat_map(|strip| &strip.lines);
    let pieces = lines.flat_map(|(_, pieces)| pieces);
    let mut spans: Vec<(f64, f64)> = pieces.map(|piece| (piece.from, piece.to)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found = Vec::new();
    let mut end = f64::INFINITY;
    for (from, to) in spans {
        if from - end > 3.0 {
            found.push(f64::midpoint(end, from));
        }
        end = if end.is_finite() { end.max(to) } else { to };
    }
    found
}

/// Returns the index of the column in which a piece begins.
fn column(piece: &LinePiece, gutters: &[f64]) -> usize {
    gutters.partition_point(|gutter| *gutter < piece.from + 0.3 * piece.size)
}

/// True if most lines fill their columns, as those of two columns of running text do.
fn is_prose(run: &[Strip], gutters: &[f64]) -> bool {
    let pieces = || {
        let lines = run.iter().flat_map(|strip| &strip.lines);
        lines.flat_map(|(_, pieces)| pieces)
    };
    let mut ends = vec![f64::NEG_INFINITY; gutters.len() + 1];
    for piece in pieces() {
        let end = &mut ends[column(piece, gutters)];
        *end = end.max(piece.to);
    }
    let full = pieces().filter(|piece| {
        let wide = piece.to - piece.from > PROSE * piece.size;
        wide && ends[column(piece, gutters)] - piece.to < 1.5 * piece.size
    });
    full.count() * 2 > pieces().count()
}

/// True if many pieces are fields with their labels, as in a form: those stand in no columns.
fn is_form(run: &[Strip]) -> bool {
    let lines = run.iter().flat_map(|strip| &strip.lines);
    let pieces = || lines.clone().flat_map(|(_, pieces)| pieces);
    let labelled = |piece: &&LinePiece| piece.glyphs.iter().any(|g| matches!(g.ch, '：' | ':'));
    pieces().filter(labelled).count() * 4 > pieces().count()
}

/// Splits the lines between two rules into the rows of the table. A line on which columns are empty goes on with the
/// cells above it.
fn entries<'s>(strip: &'s Strip, gutters: &[f64]) -> Vec<&'s [(f64, Vec<LinePiece>)]> {
    let columns = gutters.len() + 1;
    let filled = |pieces: &[LinePiece]| {
        let mut seen = vec![false; columns];
        for piece in pieces {
            seen[column(piece, gutters)] = true;
        }
        (seen[0], seen.iter().filter(|seen| **seen).count())
    };
    let steps = strip.lines.windows(2).map(|pair| pair[1].0 - pair[0].0);
    let most = steps.fold(0.0, f64::max);
    let mut starts: Vec<usize> = Vec::new();
    for (at, (y, pieces)) in strip.lines.iter().enumerate() {
        let (first, count) = filled(pieces);
        let whole = (first && count > 1) || count >= (columns - 1).max(2);
        // Lines of one row of cells are closer than two rows are.
        let apart = at == 0 || y - strip.lines[at - 1].0 > 0.77 * most;
        if whole && apart {
            starts.push(at);
        }
    }
    // What stands above the first whole line belongs to its row: a cell with more lines than the others.
    let mut rows = Vec::new();
    let mut from = 0;
    for start in starts.into_iter().skip(1).chain([strip.lines.len()]) {
        rows.extend(strip.lines.get(from..start));
        from = start;
    }
    rows
}

#[cfg(test)]
mod tests;
