//! The dateline below a title where the layout may have broken it: over two rows, in its date or behind it.

use super::rows::LayoutRow;
use crate::conventions::datelines::{Dateline, dateline};
use crate::conventions::dates;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::numerals::arabic;
use jiff::civil::Date;

/// Reads the dateline at row `at` and counts its rows: one, or two where the date is broken or the source stands below.
/// `known` are the media that need no label.
pub(super) fn dateline_of(
    rows: &[LayoutRow<'_>],
    at: usize,
    known: &[String],
    issued: Option<Date>,
) -> Option<(Dateline, usize)> {
    let row = rows.get(at)?;
    let next = rows.get(at + 1);
    // Tried first, since the first row alone might be read as another day.
    if let Some(found) = cut_in_the_day(row, next, (known, issued)) {
        return Some((found, 2));
    }
    if let Some(mut found) = dateline(row.text, known, issued) {
        if found.source.is_none()
            && let Some((FieldLabel::Source, value)) = next.and_then(|n| labels::label(n.text))
            // A longer row is a sentence that begins with the word 来源.
            && value.chars().count() <= 20
        {
            found.source = Some(value.to_owned());
            found.sure = true;
            return Some((found, 2));
        }
        return Some((found, 1));
    }
    // The layout broke the date, or the source behind it.
    let next = next?;
    // A broken date still has its year, so a row without four digits need not be tried.
    let digits = row.text.chars().filter(|&c| arabic(c).is_some()).count();
    if row.text.chars().count() > 24 || digits < 4 || dates::find(row.text, 0).is_some() {
        return None;
    }
    let both = format!("{}{}", row.text, next.text);
    let found = dateline(&both, known, issued)?;
    Some((found, 2))
}

/// Reads a date whose last digit or `日` slipped to the next row, where the source follows it.
///
/// The first row alone would be a date too (`2025/6/1` of `2025/6/15`), so both rows are read together first.
fn cut_in_the_day(
    row: &LayoutRow<'_>,
    next: Option<&LayoutRow<'_>>,
    (known, issued): (&[String], Option<Date>),
) -> Option<Dateline> {
    let next = next.filter(|n| {
        n.text
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '日' | '号' | '０'..='９'))
    })?;
    // Only a row that is a date and nothing else may have lost its end.
    let alone = dates::leading(row.text).filter(|found| found.end >= row.text.len())?;
    let both = format!("{}{}", row.text, next.text);
    let longer = dates::leading(&both).filter(|found| found.end > alone.end)?;
    dateline(&both, known, issued).filter(|found| longer.date.is_some() && found.sure)
}
