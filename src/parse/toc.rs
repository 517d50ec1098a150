//! The table of contents (目录): numbered titles, each with its source in brackets on the same row or the next.
//!
//! Contents are set in many ways: with or without numbers, sources behind the titles or below them,
//! titles and sources broken over rows, leaders and page numbers. [`gather`] first groups the rows
//! into entries by what these contents have, and only then title and source of each are parted.
//! Rows that fit no entry are strays, which the lead shows.

use super::rows::{self, LayoutRow};
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::line::trim;
use crate::conventions::{items, numerals};
use crate::model::TocEntry;

/// An entry of the contents and its line.
#[derive(Debug, Clone)]
pub(super) struct LocatedEntry {
    /// The entry.
    pub entry: TocEntry,
    /// The line of its first row.
    pub line: u32,
    /// False for an entry below one that names an article: a section. It has the number of that article.
    pub is_article: bool,
}

/// The rows of one entry while they are gathered.
struct EntryDraft<'a> {
    /// The number printed in front.
    number: Option<u32>,
    /// The line of the first row.
    line: u32,
    /// The rows of the title.
    title: Vec<LayoutRow<'a>>,
    /// The source, once it was met.
    source: Option<String>,
}

/// Reads the rows between the heading of the contents and that of the articles.
pub(super) fn entries(rows: &[LayoutRow<'_>], habit: SpacingHabit) -> Vec<LocatedEntry> {
    // Page numbers go first: behind a title a number looks like a part of it.
    let rows: Vec<LayoutRow<'_>> = rows.iter().map(|row| without_page(*row)).collect();
    let (drafts, _) = gather(&rows);
    let own_rows = on_own_rows(&drafts);
    drafts
        .into_iter()
        .zip(1..)
        .map(|(draft, place)| {
            let whole = without_leader(&rows::joined(&draft.title, habit)).to_owned();
            let (title, source) = match draft.source {
                // Where sources have rows of their own, brackets behind a title belong to it.
                None if !own_rows => split_source(&whole),
                source => (whole, source),
            };
            LocatedEntry {
                entry: TocEntry {
                    number: draft.number.unwrap_or(place),
                    title,
                    source,
                },
                line: draft.line,
                is_article: true,
            }
        })
        .filter(|e| !e.entry.title.is_empty() || e.entry.source.is_some())
        .collect()
}

/// Returns the rows of the contents that are in no entry, such as a remark below the last source.
pub(super) fn strays<'a>(rows: &[LayoutRow<'a>]) -> Vec<LayoutRow<'a>> {
    // The same grouping as for the entries, so that each row is in one of the two.
    let bare: Vec<LayoutRow<'_>> = rows.iter().map(|row| without_page(*row)).collect();
    let (_, strays) = gather(&bare);
    strays
        .into_iter()
        .filter_map(|at| rows.get(at).copied())
        .collect()
}

/// True if `rows` can be contents to their last row: none is a paragraph, which would be lost among the entries.
pub(super) fn is_all(rows: &[LayoutRow<'_>]) -> bool {
    rows.iter().all(|row| {
        !row.text.contains('。') && row.text.chars().count() <= LONGEST && !row.stands_alone()
    })
}

/// A longer row, in characters, is a paragraph.
const LONGEST: usize = 100;

/// True if sources stand on rows of their own by custom: at least one would have fitted behind its title. A source
/// that slipped there because the title fills its row proves nothing.
fn on_own_rows(drafts: &[EntryDraft<'_>]) -> bool {
    let length = |text: &str| text.chars().count();
    let last = |d: &EntryDraft<'_>| d.title.last().map_or(0, |row| length(row.text));
    let widest = drafts
        .iter()
        .flat_map(|d| &d.title)
        .map(|row| length(row.text))
        .max()
        .unwrap_or(0);
    let (own, fitting) = drafts
        .iter()
        .fold((0, 0), |(own, fitting), d| match &d.source {
            Some(source) => (
                own + 1,
                fitting + usize::from(last(d) + length(source) + 2 <= widest),
            ),
            None => (own, fitting),
        });
    // Half of the sources on their own rows are a custom too, even if none would have fitted.
    fitting > 0 || own * 2 > drafts.len()
}

/// Groups the rows into entries: by item numbers where there are any, else by sources on rows of their own, else a row
/// each. The indices are those of the rows that belong to none.
fn gather<'a>(rows: &[LayoutRow<'a>]) -> (Vec<EntryDraft<'a>>, Vec<usize>) {
    let numbered = rows.iter().any(|r| items::item(r.text).is_some());
    let sources = rows.iter().any(|r| source_row(r.text).is_some());
    let mut drafts: Vec<EntryDraft<'a>> = Vec::new();
    let mut strays = Vec::new();
    let mut i = 0;
    while let Some(row) = rows.get(i) {
        i += 1;
        // No title is a sentence without a number, or a table.
        if row.stands_alone() || row.text.contains('。') && items::item(row.text).is_none() {
            strays.push(i - 1);
            continue;
        }
        // An entry is open until its source is met.
        let open = drafts.last().is_some_and(|d| d.source.is_none());
        if let Some(source) = source_row(row.text)
            && let Some(last) = drafts.last_mut().filter(|d| d.source.is_none())
        {
            last.source = Some(source.to_owned());
            continue;
        }
        if open
            && let Some(source) = broken_source(row, rows.get(i))
            && let Some(last) = drafts.last_mut()
        {
            last.source = Some(source);
            i += 1;
            continue;
        }
        let expected = drafts.last().and_then(|d| d.number).map_or(1, |n| n + 1);
        let item = items::item(row.text).filter(|item| {
            // Up to three numbers may be missing; anything else in front of a row is part of a title, such as `2.4
            // 万亩`.
            let next = item.number >= expected && item.number <= expected + 3 || drafts.is_empty();
            next && !(open
                && sources
                && better_later(rows.get(i..).unwrap_or_default(), item.number))
        });
        // Without numbers every row begins an entry, or every row behind a source.
        let fresh = item.is_some() || (!numbered && (!sources || !open));
        if fresh || drafts.is_empty() {
            drafts.push(EntryDraft {
                number: item.map(|item| item.number),
                line: row.number,
                title: vec![row.with_text(title_of(item.map_or(row.text, |item| item.rest)))],
                source: None,
            });
        } else if let Some(last) = drafts.last_mut().filter(|_| open || !numbered) {
            last.title.push(*row);
        } else {
            strays.push(i - 1);
        }
    }
    (drafts, strays)
}

/// Returns the title without a label in front of it.
fn title_of(text: &str) -> &str {
    match labels::label(text) {
        Some((FieldLabel::Title, title)) => title,
        _ => text,
    }
}

/// True if item `number` begins again right below a source: then this row, above it, was part of a title.
///
/// `2.4 万亩` at the beginning of a row looks like item 2 while item 2 is still to come.
fn better_later(rows: &[LayoutRow<'_>], number: u32) -> bool {
    rows.windows(2).take(4).any(|pair| {
        source_row(pair[0].text).is_some()
            && items::item(pair[1].text).is_some_and(|item| item.number == number)
    })
}

/// Returns the source on a row of its own: `（山海晚报）`, `来源：山海晚报`, `——山海晚报`.
pub(super) fn source_row(text: &str) -> Option<&str> {
    if let Some((FieldLabel::Source, source)) = labels::label(text) {
        return Some(source).filter(|s| !s.is_empty());
    }
    if let Some(source) = text.strip_prefix("——") {
        return Some(trim(source)).filter(|s| !s.is_empty());
    }
    let inner = text
        .strip_prefix(['（', '(', '【'])?
        .strip_suffix(['）', ')', '】'])?;
    let inner = trim(inner);
    let inner = match labels::label(inner) {
        Some((FieldLabel::Source, source)) => source,
        _ => inner,
    };
    let plain = !inner.is_empty() && !inner.contains(['（', '(', '【']) || closes_itself(inner);
    (plain && numerals::number(inner).is_none()).then_some(inner)
}

/// True if the brackets inside are in pairs and the outer pair is the outermost.
fn closes_itself(inner: &str) -> bool {
    let mut depth = 0_i32;
    for c in inner.chars() {
        match c {
            '（' | '(' | '【' => depth += 1,
            '）' | ')' | '】' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Returns a source in brackets that the layout broke over this row and the next.
fn broken_source(row: &LayoutRow<'_>, next: Option<&LayoutRow<'_>>) -> Option<String> {
    let next = next?;
    if !row.text.starts_with(['（', '('])
        || row.text.contains(['）', ')'])
        || items::item(row.text).is_some()
    {
        return None;
    }
    let mut text = row.text.to_owned();
    text.push_str(next.text);
    source_row(&text).map(str::to_owned)
}

/// Splits `title（source）`.
///
/// `渔船归港（山海晚报）` gives both. Without brackets at the end, or with more than 24 characters
/// in them, all is title.
pub(super) fn split_source(text: &str) -> (String, Option<String>) {
    let split = || {
        let inner = text.strip_suffix(['）', ')'])?;
        let at = inner.rfind(['（', '('])?;
        let open = inner.get(at..)?.chars().next()?;
        let source = trim(inner.get(at + open.len_utf8()..)?);
        let title = trim(inner.get(..at)?);
        let fits = !title.is_empty() && !source.is_empty() && source.chars().count() <= 24;
        fits.then(|| (title.to_owned(), Some(source.to_owned())))
    };
    split().unwrap_or_else(|| (text.to_owned(), None))
}

/// Returns a row without the page number that a word processor's contents have behind a tab.
fn without_page(row: LayoutRow<'_>) -> LayoutRow<'_> {
    let is_page =
        |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match row.text.rsplit_once('\t') {
        Some((text, page)) if is_page(page) => LayoutRow {
            text: trim(text),
            ..row
        },
        _ => row,
    }
}

/// Returns the text without leader dots and page number.
///
/// `渔船归港……3` gives `渔船归港`; a title that ends in a number keeps it.
fn without_leader(text: &str) -> &str {
    let bare = text.trim_end_matches(|c: char| numerals::arabic(c).is_some());
    let kept = bare.trim_end_matches(['.', '…', '·', '．', '—', '-', '_', ' ', '\u{3000}', '⋯']);
    let leader = bare.get(kept.len()..).unwrap_or_default();
    let dots = leader.chars().filter(|c| !c.is_whitespace()).count();
    let wide = leader.contains('…') && dots >= 2 || dots >= 3;
    if wide { kept } else { trim(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    #[test]
    fn a_page_number_behind_a_tab_is_no_part_of_a_title() {
        let entries = toc("1.湖区水网建成\t2\n（鹤汀日报）\n2.观测站达到 400\t13\n（云岭晚报）");
        let titles: Vec<_> = entries.iter().map(|(_, title, _)| title.as_str()).collect();
        assert_eq!(titles, ["湖区水网建成", "观测站达到 400"]);
    }

    fn toc(text: &str) -> Vec<(u32, String, Option<String>)> {
        let transcript = Transcript::from_text(text);
        entries(&rows::rows(&transcript), SpacingHabit::default())
            .into_iter()
            .map(|e| (e.entry.number, e.entry.title, e.entry.source))
            .collect()
    }

    fn entry(number: u32, title: &str, source: &str) -> (u32, String, Option<String>) {
        let source = (!source.is_empty()).then(|| source.to_owned());
        (number, title.to_owned(), source)
    }

    #[test]
    fn entries_in_all_forms() {
        let want = [entry(1, "甲地", "晨报"), entry(2, "300 余艘", "晚报")];
        for text in [
            "1.甲地\n（晨报）\n2.300 余艘\n（晚报）",
            "1、甲地（晨报）\n2、300 余艘（晚报）",
            "（1）甲\n地\n（晨\n报）\n（2）300 余艘\n(晚报)",
            "１．甲地（晨报）……………… 3\n２．300 余艘（晚报）………… 12",
            "甲地\n（晨报）\n300 余艘\n（晚报）",
        ] {
            assert_eq!(toc(text), want, "{text}");
        }
    }

    #[test]
    fn a_row_of_a_title_may_begin_with_the_next_number() {
        let want = [entry(1, "全县推进2.4 万亩", "晨报"), entry(2, "乙", "晚报")];
        assert_eq!(toc("1.全县推进\n2.4 万亩\n（晨报）\n2.乙\n（晚报）"), want);
    }

    #[test]
    fn a_missing_source_is_missing() {
        assert_eq!(
            toc("1.甲（试行）\n2.乙\n（晚报）"),
            [entry(1, "甲（试行）", ""), entry(2, "乙", "晚报")]
        );
    }
}
