//! The dateline below a title: `2025-06-15 来源：山海晚报` in its many forms, broken across rows or not.

use super::dates;
use super::labels::{self, Label};
use super::numerals::arabic;
use super::rows::{Row, trim};

/// A dateline: `2025-06-15 来源：山海晚报` in one of its forms.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dateline {
    /// The day.
    pub date: Option<jiff::civil::Date>,
    /// The medium.
    pub source: Option<String>,
    /// How many rows it takes.
    pub rows: usize,
    /// There is more to it than a date at the start of a row.
    pub sure: bool,
}

/// The dateline at row `at`, on one row, on two where the date is broken, or with its source on the next row.
pub(super) fn dateline_of(rows: &[Row<'_>], at: usize, known: &[String]) -> Option<Dateline> {
    let row = rows.get(at)?;
    let next = rows.get(at + 1);
    if let Some(found) = cut_in_the_day(row, next, known) {
        return Some(found);
    }
    if let Some(mut found) = dateline(row.text, known) {
        if found.source.is_none()
            && let Some((Label::Source, value)) = next.and_then(|n| labels::label(n.text))
            && value.chars().count() <= 20
        {
            found.source = Some(value.to_owned());
            found.rows = 2;
            found.sure = true;
        }
        return Some(found);
    }
    // The layout broke the date, or the source behind it.
    let next = next?;
    let digits = row.text.chars().filter(|&c| arabic(c).is_some()).count();
    if row.text.chars().count() > 24 || digits < 4 || dates::find(row.text, 0).is_some() {
        return None;
    }
    let both = format!("{}{}", row.text, next.text);
    let found = dateline(&both, known)?;
    Some(Dateline { rows: 2, ..found })
}

/// A date whose last digit or `日` slipped to the next row, where the source follows it: the first row alone would be a
/// date too.
fn cut_in_the_day(row: &Row<'_>, next: Option<&Row<'_>>, known: &[String]) -> Option<Dateline> {
    let next = next.filter(|n| {
        n.text
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '日' | '号' | '０'..='９'))
    })?;
    let alone = dates::leading(row.text).filter(|found| found.end >= row.text.len())?;
    let both = format!("{}{}", row.text, next.text);
    let longer = dates::leading(&both).filter(|found| found.end > alone.end)?;
    let found = dateline(&both, known).filter(|found| longer.date.is_some() && found.sure)?;
    Some(Dateline { rows: 2, ..found })
}

/// Reads one row as a dateline.
pub(super) fn dateline(text: &str, known: &[String]) -> Option<Dateline> {
    if text.len() > 240 {
        return None;
    }
    let text = match labels::label(text) {
        Some((Label::Date, value)) => value,
        Some((Label::Source, value)) => return source_first(value),
        _ => text,
    };
    let Some(found) = dates::leading(text.trim_start_matches(['（', '(', '['])) else {
        return medium_first(text, known);
    };
    let start = text.len() - text.trim_start_matches(['（', '(', '[']).len();
    let rest = skip_time(text.get(start + found.end..)?);
    if rest.is_empty() {
        return Some(Dateline {
            date: found.date,
            source: None,
            rows: 1,
            sure: true,
        });
    }
    let (source, sure) = match labels::label(rest) {
        Some((Label::Source, source)) => (trim_source(source), true),
        _ if rest.starts_with("来源") || rest.starts_with("来自") => (
            trim_source(
                rest.get("来源".len()..)?
                    .trim_start_matches(['：', ':', '于']),
            ),
            true,
        ),
        _ if known.iter().any(|k| k == rest) => (rest, true),
        _ if set_off(text, start + found.end) && is_name(rest) => (rest, false),
        _ => return None,
    };
    Some(Dateline {
        date: found.date,
        source: Some(source.to_owned()).filter(|s| !s.is_empty()),
        rows: 1,
        sure,
    })
}

/// `来源：山海晚报 2025-06-15`
pub(super) fn source_first(value: &str) -> Option<Dateline> {
    let found = dates::find(value, 0)?;
    let source = value
        .get(..found.start)?
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '，'));
    let source = ["发布时间：", "发布时间:", "时间：", "日期："]
        .iter()
        .fold(source, |s, l| s.strip_suffix(l).unwrap_or(s));
    let rest = skip_time(value.get(found.end..)?);
    (rest.is_empty()).then(|| Dateline {
        date: found.date,
        source: Some(trim(source).to_owned()).filter(|s| !s.is_empty()),
        rows: 1,
        sure: true,
    })
}

/// `山海晚报 2025-06-15`, where the medium is known.
fn medium_first(text: &str, known: &[String]) -> Option<Dateline> {
    let source = known.iter().find(|k| text.starts_with(k.as_str()))?;
    let rest = text.get(source.len()..)?.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '（' | '(' | '，' | '|' | '｜')
    });
    let found = dates::leading(rest)?;
    let behind = skip_time(rest.get(found.end..)?);
    (behind.is_empty()).then(|| Dateline {
        date: found.date,
        source: Some(source.clone()),
        rows: 1,
        sure: true,
    })
}

/// `text` without the time of day and the marks around it.
fn skip_time(text: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || matches!(c, '）' | ')' | ']' | '|' | '｜');
    let text = text.trim_start_matches(edge);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：'));
    let time = text.get(..text.len() - rest.len()).unwrap_or_default();
    let kept = if time.contains([':', '：']) && time.starts_with(|c: char| c.is_ascii_digit()) {
        rest
    } else {
        text
    };
    trim(kept.trim_start_matches(edge))
}

fn trim_source(source: &str) -> &str {
    trim(source.trim_end_matches(['）', ')', ']']))
}

/// Whether white space stands at byte `at`.
fn set_off(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|t| t.chars().next())
        .is_some_and(|c| c.is_whitespace() || c == '|' || c == '｜')
}

/// A medium's name rather than a sentence.
fn is_name(text: &str) -> bool {
    text.chars().count() <= 14 && !text.contains(['，', '。', '、', '；', '：', '“', '！', '？'])
}
