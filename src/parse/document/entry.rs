//! One entry of a printed table of contents: ordinal, title, leader, page number.

use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::line::trim;
use crate::conventions::numerals::arabic;
use crate::conventions::ordinals::{self, Ordinal};
use crate::parse::likeness::fold_title;
use crate::parse::rows::LayoutRow;

/// The most characters of an entry.
pub(super) const LONGEST: usize = 90;

/// A row of the contents.
#[derive(Debug, Clone)]
pub(super) struct ContentsEntry<'a> {
    /// Its title without ordinal, leader and page number.
    pub title: &'a str,
    /// The title with its ordinal.
    pub whole: &'a str,
    /// The folded title.
    pub key: String,
    /// Its ordinal.
    pub ordinal: Option<Ordinal<'a>>,
    /// True if a page number stands behind it, or stood there on the page.
    pub paged: bool,
    /// The medium in brackets behind the title or on the row below.
    pub source: Option<String>,
    /// Its line in the file.
    pub line: u32,
    /// True if it names an article, that is if it is of the highest level.
    pub top: bool,
}

/// What has to stand between a title and its page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leader {
    /// Dots, a tab, or at least two spaces.
    Clear,
    /// A single space as well, of which some extractors leave no more, a slash or brackets. A title may end in a number, so this
    /// is tried only where the text does not repeat the entries otherwise.
    Any,
}

/// Reads one row as an entry.
pub(super) fn entry<'a>(row: &LayoutRow<'a>, leader: Leader) -> ContentsEntry<'a> {
    let (text, paged) = split_page(row.text, leader);
    let paged = paged || row.look.listed;
    let ordinal = ordinals::ordinal(text);
    let title = without_label(ordinal.map_or(text, |found| found.rest));
    ContentsEntry {
        title,
        whole: text,
        key: fold_title(title),
        ordinal,
        paged,
        source: None,
        line: row.number,
        top: false,
    }
}

/// Returns a title without its label: `【标题】渡口复航` and `标题：渡口复航` give `渡口复航`.
pub(super) fn without_label(title: &str) -> &str {
    match labels::label(title) {
        Some((FieldLabel::Title, value)) if !value.is_empty() => value,
        _ => title,
    }
}

/// Splits an entry into its title and, true, a page number behind a leader: dots, a tab or at least two spaces.
///
/// ```text
/// 一、甲……3   →  一、甲   |  甲\t12  →  甲   |  乙 2  →  乙 2, false
/// ```
pub(super) fn split_page(text: &str, leader: Leader) -> (&str, bool) {
    let close = |c: char| matches!(c, ')' | '）' | '-' | '—' | ' ');
    // Page numbers may stand in brackets or between dashes.
    let bare = text.trim_end_matches(close);
    let digit = |c: char| arabic(c).is_some() || matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X');
    // Prefaces have Roman page numbers.
    let head = bare.trim_end_matches(digit);
    let has_page = head.len() < bare.len();
    let dot = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | '…' | '·' | '．' | '—' | '-' | '_' | '⋯' | '•' | '(' | '（' | '─' | '・'
            )
    };
    let set_off = |sign: &str| head.strip_suffix(sign).is_some_and(|h| h.ends_with(dot));
    // `渡口复航 P3`, `渡口复航/3`, `渡口复航（3）`.
    let page_sign = ["P.", "p.", "P", "p"]
        .into_iter()
        .find(|sign| set_off(sign));
    let is_slash = head
        .strip_suffix('/')
        .is_some_and(|head| has_page && !head.ends_with(digit));
    let digits = bare.chars().count() - head.chars().count();
    let in_brackets =
        has_page && digits <= 3 && head.ends_with(['（', '(']) && text.ends_with(['）', ')']);
    let head = page_sign
        .and_then(|sign| head.strip_suffix(sign))
        .unwrap_or(head);
    let title = head
        .trim_end_matches(dot)
        .trim_end_matches('/')
        .trim_end_matches(dot);
    let gap = head.get(title.len()..).unwrap_or_default();
    let dots = gap.chars().filter(|c| !c.is_whitespace()).count();
    let spaces = gap.chars().filter(|c| c.is_whitespace()).count();
    let leads = dots >= 2
        || gap.contains(['\t', '…', '⋯'])
        || spaces >= 2
        || (leader == Leader::Any && (spaces > 0 || is_slash || in_brackets))
        || (dots > 0 && spaces > 0)
        || page_sign.is_some();
    // Dots without a number are a leader too: some extractors set the page numbers apart.
    if title.is_empty() || !leads || (!has_page && dots < 3) {
        return (text, false);
    }
    (trim(title), true)
}

/// True for a row that no contents have: a sentence, a long row without a page number, a table.
pub(super) fn is_prose(row: &LayoutRow<'_>) -> bool {
    let (title, page) = split_page(row.text, Leader::Clear);
    let page = page || row.look.listed;
    let sentence = title.contains('。') || title.ends_with(['；', '，']);
    // A page number makes even a long row an entry.
    let long = title.chars().count() > if page { LONGEST } else { 60 };
    row.stands_alone() || sentence || long || (row.set_in && title.chars().count() > 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_come_off_behind_leaders_of_all_kinds() {
        for text in [
            "甲……3",
            "甲.......12",
            "甲\t3",
            "甲   3",
            "甲 · · · 3",
            "甲…… (3)",
            "甲 ....iv",
            "甲 P3",
            "甲 p.12",
        ] {
            assert_eq!(split_page(text, Leader::Clear), ("甲", true), "{text}");
        }
        for text in ["甲 3", "甲 2025", "甲", "3.2", "甲（2025）", "甲P3", "甲/"] {
            assert_eq!(split_page(text, Leader::Clear), (text, false), "{text}");
        }
        for text in ["甲（3）", "甲/3", "甲24/7"] {
            assert_eq!(split_page(text, Leader::Clear), (text, false), "{text}");
        }
        for text in ["甲 3", "甲（12）", "甲（１２）", "甲/3"] {
            assert_eq!(split_page(text, Leader::Any), ("甲", true), "{text}");
        }
        for text in ["甲24/7", "甲（2025）"] {
            assert_eq!(split_page(text, Leader::Any), (text, false), "{text}");
        }
    }
}
