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

/// Takes the tables that `rules` show out of a page. The rules touch no vertical one.
pub(super) fn take(glyphs: &mut Vec<Glyph>, rules: &[Rule]) -> Vec<RuledTable> {
    let mut tables = Vec::new();
    for family in families(rules) {
        for run in runs(strips(glyphs, &family)) {
            let Some(table) = table(&run, &family[0]) else {
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

/// Returns the text between each two rules of a family.
fn strips(glyphs: &[Glyph], family: &[Rule]) -> Vec<Strip> {
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
            let pieces = pieces(line);
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
fn table(run: &[Strip], rule: &Rule) -> Option<RuledTable> {
    let gutters = gutters(run);
    let columns = gutters.len() + 1;
    if !(2..=MOST_COLUMNS).contains(&columns) || is_prose(run, &gutters) || is_form(run) {
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
    (table.rows.len() >= 3 && filled * 5 >= all * 3).then_some(table)
}

/// Returns the middles of the white stretches that run through all rows, in points. A head over several columns is not
/// looked at where there are enough rows below it.
fn gutters(run: &[Strip]) -> Vec<f64> {
    let lines = |skip: usize| run.iter().skip(skip).flat_map(|strip| &strip.lines);
    let skip = usize::from(lines(1).count() >= 3);
    let mut spans: Vec<(f64, f64)> = lines(skip)
        .flat_map(|(_, pieces)| pieces.iter().map(|piece| (piece.from, piece.to)))
        .collect();
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
mod tests {
    use super::*;
    use crate::source::page::made::line;

    fn rule(at: f64) -> Rule {
        Rule {
            vertical: false,
            at,
            from: 50.0,
            to: 350.0,
        }
    }

    /// The rows of texts at three tab stops, 16 points apart, and the texts of the tables that the rules show.
    fn tables(rows: &[[&str; 3]], rules: &[f64]) -> (Vec<Vec<String>>, usize) {
        let mut glyphs = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let y = 114.0 + 16.0 * f64::from(u32::try_from(at).unwrap_or_default());
            for (text, x) in row.iter().zip([60.0, 160.0, 260.0]) {
                glyphs.extend(line(x, y, text));
            }
        }
        let rules: Vec<Rule> = rules.iter().map(|at| rule(*at)).collect();
        let found = take(&mut glyphs, &rules);
        let texts = |table: &RuledTable| table.rows.iter().map(|row| row.text.clone()).collect();
        (found.iter().map(texts).collect(), glyphs.len())
    }

    #[test]
    fn three_rules_show_a_table() {
        let rows = [
            ["船名", "吨位", "母港"],
            ["望潮", "120", "东湾"],
            ["听涛", "85", "西湾及外海"],
            ["", "", "渔场"],
            ["归帆", "7", "东湾"],
        ];
        let (found, left) = tables(&rows, &[100.0, 118.0, 182.0]);
        let expected = [
            "船名\t吨位\t母港",
            "望潮\t120\t东湾",
            "听涛\t85\t西湾及外海 渔场",
            "归帆\t7\t东湾",
        ];
        assert_eq!(found, [expected]);
        assert_eq!(left, 0);
    }

    #[test]
    fn text_between_rules_stays_text() {
        let rows = [
            ["潮水退去之后海滩上留下许多贝壳孩子们提着桶来", "", ""],
            ["潮水退去之后海滩上留下许多贝壳孩子们提着桶来", "", ""],
            ["潮水退去之后海滩上留下许多贝壳", "", ""],
        ];
        let (found, _) = tables(&rows, &[100.0, 118.0, 182.0]);
        assert!(found.is_empty(), "{found:?}");
        // Two rules are the head and the foot of a page as well.
        let cells = [["船名", "吨位", "母港"]; 4];
        let (found, _) = tables(&cells, &[100.0, 182.0]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn two_columns_of_running_text_are_no_table() {
        let mut glyphs = Vec::new();
        for at in 0..8 {
            let y = 114.0 + 16.0 * f64::from(at);
            glyphs.extend(line(52.0, y, "潮水退去之后海滩上留下许多贝"));
            glyphs.extend(line(208.0, y, "壳孩子们提着桶来捡拾贝壳归家"));
        }
        let rules = [rule(100.0), rule(150.0), rule(240.0)];
        assert!(take(&mut glyphs, &rules).is_empty());
    }
}
