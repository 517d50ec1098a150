//! The dateline below a title: `2025-06-15 来源：山海晚报` in its many forms on one line.
//!
//! Three forms are read: the day first ([`dateline`]), the medium first behind its label
//! ([`source_first`]), and a row of labelled facts in any order ([`origin_line`]). A day alone at
//! the beginning of a row begins many sentences, so a form is sure only with a label, with a medium
//! that is known, or with nothing else on the row.

pub use origin::{names_adoption, origin_line};

use super::labels::{self, FieldLabel};
use super::line::trim;
use super::media::medium;
use super::{dates, day_forms};
use crate::text::chars::half_width;
use jiff::civil::Date;

mod origin;

/// A dateline: the day and the medium.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateline {
    /// The day; `None` where the form is a date's but there is no such day.
    pub date: Option<Date>,
    /// The medium.
    pub source: Option<String>,
    /// Set when more than a date at the start of a line makes it a dateline.
    pub sure: bool,
    /// Set when the row names authors or editors as well, so that it has to stay in the text.
    pub credits: bool,
}

/// A line of more bytes than this is a paragraph.
const LONGEST: usize = 240;

/// Reads one line as a dateline: a day, the time of day perhaps, and the medium before or behind it. `known` are the media
/// that the article is known to come from; their names need no `来源` in front. `issued` is the day of the issue, for dates
/// without a year.
///
/// ```
/// use newsreader::conventions::datelines::dateline;
/// let found = dateline("2025年6月15日 来源：山海晚报", &[], None).unwrap();
/// assert_eq!(found.source.as_deref(), Some("山海晚报"));
/// ```
pub fn dateline(text: &str, known: &[String], issued: Option<Date>) -> Option<Dateline> {
    if text.len() > LONGEST {
        return None;
    }
    let text = match labels::label(text) {
        Some((FieldLabel::Date, value)) => value,
        Some((FieldLabel::Source, value)) => return source_first(value, issued),
        _ => text,
    };
    // Some sites set the dateline in brackets.
    let bare = text.trim_start_matches(['（', '(', '[']);
    let start = text.len() - bare.len();
    let usual = dates::leading(bare);
    // No day at the start: the medium may stand first.
    let Some(found) = usual.or_else(|| day_forms::leading_in_dateline(bare, issued)) else {
        return medium_first(bare, known, issued).or_else(|| in_brackets(text, issued));
    };
    let rest = skip_time(text.get(start + found.end..)?);
    if rest.is_empty() {
        // `6月15日` or eight digits alone may be a piece of a sentence or of a number.
        return usual.map(|found| Dateline {
            date: found.date,
            source: None,
            sure: true,
            credits: false,
        });
    }
    let (source, sure) = match behind_label(rest) {
        Some(source) => (source, true),
        // A medium that the fields name needs no label here.
        None if is_known(rest, known) => (rest, true),
        // Without label and unknown, only a short name set off by a space may be the medium, and the dateline is
        // unsure.
        None if usual.is_some() && set_off(text, start + found.end) && is_name(rest) => {
            (rest, false)
        }
        None => return None,
    };
    Some(of_medium(found.date, source, sure))
}

/// True if `text` is one of the media `known`, whatever marks and people stand beside it.
fn is_known(text: &str, known: &[String]) -> bool {
    let name = medium(text).0;
    known.iter().any(|one| one == name)
}

/// Returns the medium behind its label, as in `来源：山海晚报` or `来源于山海晚报`.
fn behind_label(text: &str) -> Option<&str> {
    if let Some((FieldLabel::Source, source)) = labels::label(text) {
        return Some(trim_source(source));
    }
    let source = ["来源", "来自"]
        .iter()
        .find_map(|label| text.strip_prefix(label))?;
    Some(trim_source(source.trim_start_matches(['：', ':', '于'])))
}

/// Reads a dateline whose medium stands first, behind its label: `山海晚报 2025-06-15` of `来源：山海晚报 2025-06-15`.
pub fn source_first(value: &str, issued: Option<Date>) -> Option<Dateline> {
    let found = dates::find(value, 0).or_else(|| {
        // Only behind a space a date without a year is one.
        let (at, space) = value.char_indices().rfind(|(_, c)| c.is_whitespace())?;
        let start = at + space.len_utf8();
        let found = day_forms::leading_in_dateline(value.get(start..)?, issued)?;
        Some(dates::FoundDate {
            start,
            end: start + found.end,
            ..found
        })
    })?;
    let source = value
        .get(..found.start)?
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '，'));
    let source = ["发布时间：", "发布时间:", "时间：", "日期："]
        .iter()
        // Between medium and day there may be a label of the day.
        .fold(source, |s, l| s.strip_suffix(l).unwrap_or(s));
    let rest = skip_time(value.get(found.end..)?);
    // More text behind the day, and the row is a sentence.
    (rest.is_empty()).then(|| of_medium(found.date, source, true))
}

/// Returns the dateline of a day and of a medium, beside which people may be named.
fn of_medium(date: Option<Date>, source: &str, sure: bool) -> Dateline {
    let (name, people) = medium(source);
    Dateline {
        date,
        source: Some(name.to_owned()).filter(|name| !name.is_empty()),
        sure,
        credits: !people.is_empty(),
    }
}

/// Reads `山海晚报 2025-06-15`, where the medium is one of `known`.
fn medium_first(text: &str, known: &[String], issued: Option<Date>) -> Option<Dateline> {
    let source = known.iter().find(|k| text.starts_with(k.as_str()))?;
    let rest = text.get(source.len()..)?.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '（' | '(' | '，' | '|' | '｜')
    });
    let found = day_forms::leading_in_dateline(rest, issued)?;
    let behind = skip_time(rest.get(found.end..)?);
    (behind.is_empty()).then(|| Dateline {
        date: found.date,
        source: Some(source.clone()),
        sure: true,
        credits: false,
    })
}

/// Reads `（山海晚报，6月15日）` and `《山海晚报》 6月15日`: the brackets show that the medium is one.
fn in_brackets(text: &str, issued: Option<Date>) -> Option<Dateline> {
    let line =
        origin_line(text, issued).filter(|_| text.starts_with(['（', '(', '【', '[', '《']))?;
    (line.dated && line.source.is_some()).then_some(Dateline {
        date: line.date,
        source: line.source,
        sure: true,
        credits: line.credits,
    })
}

/// Returns `text` without a weekday, a time of day, the label of a time, and the marks around them.
fn skip_time(text: &str) -> &str {
    trim(day_forms::behind_time(text))
}

/// Returns a source without white space and the brackets that close behind it.
fn trim_source(source: &str) -> &str {
    trim(source.trim_end_matches(['）', ')', ']']))
}

/// True if white space or a bar stands at byte `at`.
fn set_off(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|t| t.chars().next())
        .is_some_and(|c| c.is_whitespace() || c == '|' || c == '｜')
}

/// True for a medium's name rather than a sentence.
fn is_name(text: &str) -> bool {
    text.chars().count() <= 14 && !text.contains(['，', '。', '、', '；', '：', '“', '！', '？'])
}

/// True if `text` is a dateline by itself, whatever stands above it: a day in digits at its start (`2025-06-15 …`), or a
/// day and a labelled medium.
///
/// A page's row that fills its measure and begins `2025年6月15日` is as a rule the middle of a sentence, so that form needs
/// the label.
///
/// ```
/// use newsreader::conventions::datelines::opens_dateline;
/// assert!(opens_dateline("2025-06-15") && opens_dateline("2025年6月15日　来源：山海晚报"));
/// assert!(!opens_dateline("2025年6月15日，渔船归港"));
/// ```
pub fn opens_dateline(text: &str) -> bool {
    let text = text.trim_start();
    is_numeric_day(text)
        || dateline(text, &[], None).is_some_and(|found| found.sure && found.source.is_some())
}

/// True if `text` begins with a day such as `2025-06-15` and no more digits or letters behind it, which would make it the
/// number of a document or a part of an address. Full-width digits and separators count as half-width ones.
fn is_numeric_day(text: &str) -> bool {
    let folded: String = text.chars().take(11).map(half_width).collect();
    let day = folded.get(..10).unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    // `2025-06-15号文` and `2025/06/15/a.html` are something else.
    let goes_on =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c));
    digits(year, 4) && digits(month, 2) && digits(day, 2) && !folded.get(10..).is_some_and(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_medium_and_a_day_in_brackets_are_a_dateline() {
        let issued = Some(date(2025, 6, 27));
        for known in [&[][..], &["山海晚报".to_owned()]] {
            for text in [
                "（山海晚报，6月15日）",
                "(山海晚报 2025-06-15)",
                "【山海晚报，2025年6月15日】",
            ] {
                let found = dateline(text, known, issued).unwrap();
                assert_eq!(found.date, Some(date(2025, 6, 15)), "{text}");
                assert_eq!(found.source.as_deref(), Some("山海晚报"), "{text}");
            }
        }
        assert_eq!(dateline("（见附表）", &[], issued), None);
    }

    #[test]
    fn datelines_open_in_all_forms() {
        for text in [
            "2025-06-15",
            "2025/06/15 09:30 山海晚报",
            "２０２５－０６－１５　来源：山海晚报",
            "2025年6月15日 来源：山海晚报",
            "来源：山海晚报 2025-06-15",
            "（2025 年 6 月 15 日）来源：山海晚报",
        ] {
            assert!(opens_dateline(text), "{text}");
        }
        for text in [
            "2025-06-15-3",
            "2025-06-15.html",
            "2025年6月15日，渔船归港",
            "2025 年 6 月 15 日",
            "20250615",
        ] {
            assert!(!opens_dateline(text), "{text}");
        }
    }
}
