//! Widths of characters on a page whose font and program are unknown.

use crate::text::chars::{is_han, is_latin};

/// The unit of width: a twentieth of a column. A column is half a Han character, and as wide as a digit. Integers keep
/// sums exact.
pub(super) const COL: i32 = 20;

/// A width of which a part depends on the [`WidthModel`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WidthModel {
    /// Set when quotation marks, dashes and dots are as wide as a Han character.
    pub wide_marks: bool,
    /// Set when a space is a whole column, as in a grid. Otherwise it is half of one, and it is there between Han and
    /// Latin even where the text has none, as in Word.
    pub grid: bool,
    /// Set when Latin is in a book face, whose letters are not all one column wide.
    pub book_face: bool,
    /// Set in a grid where a space commonly stands between Han and Latin, so one may have been lost at a line's end.
    pub spaced: bool,
}

/// The model that the tests of widths reckon in.
#[cfg(test)]
pub(super) const WORD: WidthModel = WidthModel {
    wide_marks: true,
    grid: false,
    book_face: false,
    spaced: false,
};

/// A width that a [`WidthModel`] settles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Width {
    /// The part that is always the same, with marks and spaces at their smallest.
    sure: i32,
    /// The number of marks that may be two columns wide.
    marks: i32,
    /// The number of spaces.
    spaces: i32,
    /// The number of places where Han meets Latin without a space.
    seams: i32,
    /// The width that a book face adds to one column for each Latin character.
    face: i32,
}

impl Width {
    /// Returns the number of spaces, and of places where Han meets Latin without one.
    pub fn spaces_and_seams(self) -> (i32, i32) {
        (self.spaces, self.seams)
    }

    /// Returns the width under `model`, in twentieths of a column.
    pub fn under(self, model: WidthModel) -> i32 {
        self.sure
            + if model.wide_marks {
                self.marks * COL
            } else {
                0
            }
            + COL / 2 * if model.grid { self.spaces } else { self.seams }
            + if model.book_face { self.face } else { 0 }
    }
}

/// The kinds of character that matter for width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharKind {
    /// A Han character, two columns wide under every model.
    Han,
    /// A letter or digit of Western text.
    Latin,
    /// A space or a tab.
    Space,
    /// Anything else.
    Mark,
}

/// Returns the kind of `c` for width.
pub(super) fn kind(c: char) -> CharKind {
    match c {
        // Nearly every character of a report; the order decides the speed of the loop over a row.
        '\u{4e00}'..='\u{9fff}' => CharKind::Han,
        ' ' | '\t' | '\u{a0}' => CharKind::Space,
        c if is_latin(c) => CharKind::Latin,
        c if is_han(c) => CharKind::Han,
        _ => CharKind::Mark,
    }
}

/// Returns the width of `c` at the least, and true if it may be two columns wide instead of one.
fn measure(c: char) -> (i32, bool) {
    match c {
        ' ' | '\u{a0}' => (COL / 2, false),
        '\t' => (COL, false),
        '\u{0}'..='\u{1f}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => (0, false),
        '“'
        | '”'
        | '‘'
        | '’'
        | '…'
        | '—'
        | '·'
        | '×'
        | '÷'
        | '±'
        | '°'
        | '―'
        | '‖'
        | '\u{2030}'..='\u{203b}'
        | '\u{2100}'..='\u{2bff}'
        | '\u{370}'..='\u{52f}' => (COL, true),
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3ffff}' => (2 * COL, false),
        _ => (COL, false),
    }
}

/// Widths of the characters from `!` to `~` in Times New Roman, the face that Word sets Latin in beside Song, in 25ths
/// of an em, which are twentieths of a column.
const BOOK_FACE: [u8; 94] = [
    13, 16, 20, 20, 33, 31, 7, 13, 13, 20, 23, 10, 13, 10, 11, // ! to /
    20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 11, 11, 23, 23, 23, 18, 37, // 0 to @
    29, 27, 27, 29, 24, 22, 29, 29, 13, 16, 29, 24, 36, 29, 29, 22, 29, 27, 22, 24, 29, 29, 38, 29,
    29, 24, // A to Z
    13, 11, 13, 19, 20, 13, // [ to `
    18, 20, 18, 20, 18, 13, 20, 20, 11, 11, 20, 11, 31, 20, 20, 20, 20, 13, 16, 11, 20, 20, 29, 20,
    20, 18, // a to z
    19, 8, 19, 22, // { to ~
];

/// Returns the width that a book face adds to the one column of `c`.
fn face(c: char) -> i32 {
    u32::from(c)
        .checked_sub(u32::from('!'))
        .and_then(|i| BOOK_FACE.get(usize::try_from(i).ok()?))
        .map_or(0, |&wide| i32::from(wide) - COL)
}

/// Adds `c`, of the kind `now`, to `width` behind a character of the kind `before`.
pub(super) fn add(width: &mut Width, c: char, before: CharKind, now: CharKind) {
    // Both parts are kept, since the model that decides is not known yet.
    let (half, either) = measure(c);
    width.sure += half;
    width.marks += i32::from(either);
    width.spaces += i32::from(now == CharKind::Space);
    width.face += face(c);
    width.seams += i32::from(matches!(
        (before, now),
        (CharKind::Han, CharKind::Latin) | (CharKind::Latin, CharKind::Han)
    ));
}

/// Adds `count` Han, at least one, to `width` behind a character of the kind `before`.
pub(super) fn add_han(width: &mut Width, count: usize, before: CharKind) {
    width.sure += 2 * COL * i32::try_from(count).unwrap_or(i32::MAX / (4 * COL));
    width.seams += i32::from(before == CharKind::Latin);
}
