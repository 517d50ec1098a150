//! Units: characters that a layout does not part, at the beginnings and ends of rows.
//!
//! A row was ended where its next unit did not fit, so the width of the unit at the beginning of the next row shows
//! whether a row is full. A unit is a Han or a word, with the opening marks in front of it and the marks behind it that
//! never begin a line (CLREQ, prohibition rules for line start and line end). A dash or an ellipsis of two characters is
//! one unit. Widths are those of [`super::widths`], with the kinds of the characters apart.

use super::widths::{CharKind, Width, add, kind};
use crate::text::chars::{is_opening, never_starts_line};

/// Returns the width of the marks that close `text`, two at the most.
pub(super) fn tail(text: &str) -> Width {
    let mut width = Width::default();
    for c in text
        .chars()
        .rev()
        .take(2)
        .take_while(|&c| never_starts_line(c))
    {
        add(&mut width, c, CharKind::Mark, CharKind::Mark);
    }
    width
}

/// Returns the width of the row's first word or Han with everything that cannot be parted from it, and the width of
/// the marks that close it.
pub(super) fn first_unit(text: &str) -> (Width, Width) {
    let mut width = Width::default();
    let mut chars = text.chars().peekable();
    let mut before = CharKind::Mark;
    let mut take = |c: char, width: &mut Width| {
        let now = kind(c);
        add(width, c, before, now);
        before = now;
    };
    // An opening mark stays with what it opens.
    while let Some(c) = chars.next_if(|&c| is_opening(c)) {
        take(c, &mut width);
    }
    let mut word = false;
    // An ASCII word ends at an opening bracket, because a layout may part the two: `PM2.5(日均)`.
    while let Some(c) = chars.next_if(|c| c.is_ascii_graphic() && !is_opening(*c)) {
        take(c, &mut width);
        word = true;
    }
    // No word: a Han or a mark is a unit by itself.
    if !word && let Some(c) = chars.next() {
        take(c, &mut width);
        while matches!(c, '…' | '—') && chars.peek() == Some(&c) {
            chars.next();
            take(c, &mut width);
        }
    }
    let mut tail = Width::default();
    while let Some(c) = chars.next_if(|&c| never_starts_line(c)) {
        take(c, &mut width);
        add(&mut tail, c, CharKind::Mark, CharKind::Mark);
    }
    (width, tail)
}

/// Returns the width of the word that is counted by the number with which `text` begins: ` 万例`, `家`.
///
/// `3.5 万例病例` gives the width of ` 万例`, `12家医院` that of `家`. The number itself is not part of the width, which is
/// zero where `text` does not begin with a digit. One Han is counted, or two if the first is 万, 亿, 千 or 百.
pub(super) fn counted(text: &str) -> Width {
    let mut width = Width::default();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%');
    let rest = text.trim_start_matches(number);
    if rest.len() == text.len() || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return width;
    }
    // `3.5 万例`: the scale belongs to the number, so the counted word comes behind it.
    let scaled = rest.trim_start().starts_with(['万', '亿', '千', '百']);
    let wanted = if scaled { 2 } else { 1 };
    let (mut before, mut han) = (CharKind::Latin, 0);
    for c in rest.chars() {
        let now = kind(c);
        han += i32::from(now == CharKind::Han);
        if han == wanted + 1 || !matches!((now, han), (CharKind::Space, 0) | (CharKind::Han, _)) {
            break;
        }
        add(&mut width, c, before, now);
        before = now;
    }
    width
}

#[cfg(test)]
mod tests {
    use super::super::widths::WORD;
    use super::*;

    #[test]
    fn a_unit_is_what_moves_together() {
        assert_eq!(first_unit("享，解决").0.under(WORD), 80);
        assert_eq!(first_unit("“DeepSeek”大").0.under(WORD), 240);
        assert_eq!(first_unit("大").0.under(WORD), 40);
        assert_eq!(first_unit("……好").0.under(WORD), 80);
    }

    #[test]
    fn a_unit_ends_in_marks() {
        assert_eq!(first_unit("享，”解决").1.under(WORD), 80);
        assert_eq!(tail("享。”").under(WORD), 80);
        assert_eq!(tail("享").under(WORD), 0);
    }

    #[test]
    fn a_number_counts_something() {
        assert_eq!(counted("280 万条").under(WORD), 90);
        assert_eq!(counted("604个创新").under(WORD), 50);
        assert_eq!(counted("个创新").under(WORD), 0);
    }
}
