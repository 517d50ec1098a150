//! What stands in columns and is no table: running text, formulas, programs, forms, lists and tables of contents.

use super::{Candidate, FEWEST_ROWS};
use crate::conventions::items::{BULLETS, opens_numbered};
use crate::text::chars::{is_opening, is_wide};

/// The widest label beside running text, in em.
const LABEL: f64 = 10.0;
/// From this many ems on, a column of full lines is running text.
const PROSE: f64 = 11.0;

impl Candidate<'_> {
    /// True for running text, formulas, programs, forms, lists and tables of contents.
    pub(super) fn is_text(&self) -> bool {
        let count = self.columns.len();
        let prose = (0..count).filter(|column| self.is_prose(*column)).count();
        // Asked first: two columns of running text are tried from each of their lines.
        if prose * 2 > count {
            return true;
        }
        let columns: Vec<Vec<String>> = (0..count).map(|column| self.texts(column)).collect();
        let two = count == 2 && !self.has_labels(&columns[0]);
        two || is_no_table(&columns) || is_contents(&columns)
    }

    /// True for a column of full lines.
    fn is_prose(&self, column: usize) -> bool {
        let size = self.lines[0].size;
        let (left, right) = self.columns[column];
        let ends = (0..self.lines.len()).filter_map(|line| self.ends(line, column));
        let (mut all, mut full) = (0, 0);
        for (_, to) in ends {
            all += 1;
            full += usize::from(right - to < 1.5 * size);
        }
        right - left > PROSE * size && full * 2 >= all
    }

    /// True if the first of two columns has short labels: neither marks of list items nor parts of sentences.
    fn has_labels(&self, first: &[String]) -> bool {
        let short = self.columns[0].1 - self.columns[0].0 < LABEL * self.lines[0].size;
        let marks = first.iter().filter(|text| is_mark(text)).count();
        let sentence = |text: &String| text.contains(['，', '。', '；']);
        short && marks * 3 < first.len() && !first.iter().any(sentence)
    }
}

/// True for the mark or the number of a list item, alone or before its words.
fn is_mark(text: &str) -> bool {
    let short = text.chars().count() <= 4 && !text.chars().any(is_wide_letter);
    short
        || opens_numbered(text)
        || text.starts_with(|c: char| !c.is_alphanumeric() && !is_opening(c))
}

/// True for a Han or another wide letter.
fn is_wide_letter(c: char) -> bool {
    is_wide(c) && c.is_alphabetic()
}

/// True for texts in columns that are no cells: formulas, programs, fields of a form, lists beside each other, and single
/// characters as in vertical text.
fn is_no_table(columns: &[Vec<String>]) -> bool {
    let texts = || columns.iter().flatten();
    let chars = || texts().flat_map(|text| text.chars());
    let code = |c: &char| {
        matches!(
            c,
            '{' | '}' | ';' | '=' | '<' | '>' | '|' | '_' | '\\' | '+' | '∂' | '∑'
        )
    };
    let words = chars().filter(|c| c.is_alphanumeric()).count();
    let signs = chars().filter(code).count();
    let wide = chars().filter(|c| is_wide(*c)).count();
    let dots = chars().filter(|c| matches!(c, '.' | '…' | '·')).count();
    let is = |what: &dyn Fn(&str) -> bool| texts().filter(|text| what(text)).count();
    let all = texts().count();
    let fields = is(&|text| text.contains(['：', ':']));
    let single = is(&|text| text.chars().count() == 1 && text.chars().any(is_wide));
    let parts = is(&|text| text.starts_with('第') && opens_numbered(text));
    let items = is(&|text| text.starts_with(BULLETS));
    signs * 12 > words
        || wide * 4 < words
        || dots * 3 > words
        || fields * 4 > all
        || single * 2 > all
        || items * 4 > all
        || parts * 5 > all
}

/// True for a table of contents: the last column has page numbers that never fall.
fn is_contents(columns: &[Vec<String>]) -> bool {
    let last = columns.last().into_iter().flatten();
    let pages: Vec<u32> = last.clone().filter_map(|text| text.parse().ok()).collect();
    columns.len() <= 3
        && pages.len() * 4 >= last.count() * 3
        && pages.is_sorted()
        && pages.len() >= FEWEST_ROWS
}
