//! The widths of the columns of a table, and the columns of numbers.

use super::cells::Cell;

/// The columns between the texts of two columns of a table: a blank, the rule, a blank.
pub(super) const GUTTER: usize = 3;

/// The width below which a column is not narrowed: five Han to a line can still be read.
const NARROWEST: usize = 10;

/// A column of more lines than this beside wide ones is a tower; records are read more easily.
const TALLEST_LINES: usize = 12;

/// Returns the width of each column, in columns of the screen; `None` if the table does not fit `measure`.
///
/// Columns take the width of their longest cell where the measure has room for all. Otherwise each gets [`NARROWEST`] and a
/// share of the rest by what it lacks, so that all columns have about the same number of lines.
pub(super) fn widths(rows: &[Vec<Cell>], measure: usize) -> Option<Vec<usize>> {
    let count = rows.iter().map(Vec::len).max()?;
    let mut natural = vec![1; count];
    for row in rows {
        for (width, cell) in natural.iter_mut().zip(row) {
            *width = cell.cols.max(*width);
        }
    }
    let room = measure.checked_sub(GUTTER * (count - 1))?;
    if natural.iter().sum::<usize>() <= room {
        // Nothing has to give way: the columns are as wide as their widest cell.
        return Some(natural);
    }
    if count == 1 {
        // A single column has nothing to share with and no tower to avoid: a box of text.
        return Some(vec![room]);
    }
    let least: Vec<usize> = natural.iter().map(|width| *width.min(&NARROWEST)).collect();
    let spare = room.checked_sub(least.iter().sum())?;
    // What is left over the least widths goes to the columns in proportion to what they lack.
    let lacking: usize = natural
        .iter()
        .zip(&least)
        .map(|(all, least)| all - least)
        .sum();
    let width = |(all, least): (&usize, &usize)| least + spare * (all - least) / lacking.max(1);
    let widths: Vec<usize> = natural.iter().zip(&least).map(width).collect();
    // A long wide column beside short ones is read well, so only a narrow column is a tower.
    let is_tower =
        |(all, width): (&usize, &usize)| width * 2 < measure && all / width > TALLEST_LINES;
    (!natural.iter().zip(&widths).any(is_tower)).then_some(widths)
}

/// Returns for each column of the table `text` true if its cells below the first row are numbers, of which there is one at
/// least. Dashes and the like stand for a number that is missing.
///
/// ```
/// use newsreader::text::table::columns::number_columns;
/// assert_eq!(number_columns("地区\t数量\n云屿市\t1,200\n临江县\t—"), [false, true]);
/// ```
#[must_use]
pub fn number_columns(text: &str) -> Vec<bool> {
    let mut columns: Vec<(bool, bool)> = Vec::new();
    // The first row holds the names of the columns, which are never numbers.
    for row in text.split('\n').skip(1) {
        for (column, cell) in row.split('\t').enumerate() {
            if columns.len() <= column {
                columns.push((true, false));
            }
            let Some((all, any)) = columns.get_mut(column) else {
                continue;
            };
            let cell = cell.trim();
            let is_one = is_number(cell);
            *any |= is_one;
            *all &= is_one || is_placeholder(cell);
        }
    }
    columns.into_iter().map(|(all, any)| all && any).collect()
}

/// True for a number with sign, separators, currency or percent sign. A hyphen inside makes it a date or a telephone number.
fn is_number(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-', '−', '－', '¥', '￥', '$', '(', '（']);
    let is_part = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || matches!(c, '.' | ',' | '，' | '%' | '％' | '‰' | ' ' | ')' | '）')
    };
    digits.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && digits.chars().all(is_part)
}

/// True for an empty cell and the marks that stand for a missing number.
fn is_placeholder(cell: &str) -> bool {
    cell.chars()
        .all(|c| matches!(c, '-' | '－' | '—' | '–' | '/' | '／' | '…'))
}
