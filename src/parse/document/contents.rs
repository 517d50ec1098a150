//! The table of contents of a brief or a book: where it begins and ends.
//!
//! Nothing but its own heading marks such contents, and a text without field labels follows. They end where an entry
//! stands a second time, because that is the heading in the text; only where none does, a page break, numbers that begin
//! anew or the first paragraph end them.

use super::entry::{ContentsEntry, Leader, entry, is_prose};
use super::levels;
use super::places::{NamedRow, named};
use crate::conventions::labels::{self, PartHeading};
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::parse::likeness::fold_title;
use crate::parse::rows::LayoutRow;
use crate::parse::toc;
use std::collections::HashMap;

/// The most rows of contents. A book of 120 chapters has fewer; a longer list is something else.
const MOST_ROWS: usize = 1500;
/// Contents and what they name.
#[derive(Debug, Clone)]
pub(super) struct PrintedContents<'a> {
    /// The row of their heading.
    pub start: usize,
    /// The row behind their last one.
    pub end: usize,
    /// Their entries.
    pub entries: Vec<ContentsEntry<'a>>,
    /// The headings in the text, in order.
    pub named: Vec<NamedRow>,
}

/// Finds the contents whose entries the text repeats. Several rows may look like their heading; the first that names
/// articles is taken.
pub(super) fn find<'a>(rows: &[LayoutRow<'a>]) -> Option<PrintedContents<'a>> {
    let starts = (0..rows.len()).filter(|&i| is_contents_heading(&rows[i]));
    // Three headings are enough: the contents, a list of figures, a list of tables.
    starts.take(3).find_map(|start| {
        // The strict readings first: with single spaces a year at the end of a title would be a page, and chapters are
        // named by most contents, their parts only by some.
        [EntryLevel::Highest, EntryLevel::Next]
            .into_iter()
            .find_map(|level| {
                read(rows, start, Leader::Clear, level)
                    .or_else(|| read(rows, start, Leader::Any, level))
            })
    })
}

/// The level of the entries that name the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryLevel {
    /// The highest.
    Highest,
    /// The one below it: parts of a book have a page for their name, often a picture, and only the chapters are headings of
    /// the text.
    Next,
}

/// True for a row that heads contents: `目录`, or `导读` with nothing behind it.
pub(super) fn is_contents_heading(row: &LayoutRow<'_>) -> bool {
    let section = labels::section(row.text);
    let heads = matches!(section, Some(PartHeading::Contents | PartHeading::Lead("")));
    heads && !row.stands_alone()
}

/// Returns the rows with the table below a heading of contents as plain entries: `1 | 渡口复航 | 3` as `渡口复航` with its page
/// behind a tab. `None` where no such table is.
pub(super) fn without_table<'a>(rows: &[LayoutRow<'a>]) -> Option<Vec<LayoutRow<'a>>> {
    let heading = rows.iter().position(is_contents_heading)?;
    let below = rows.get(heading + 1..)?;
    let count = below.iter().take_while(|row| row.stands_alone()).count();
    // A row of headings and one entry at least; a figure has no cells.
    if count < 2 || !below.first()?.text.contains('\t') {
        return None;
    }
    let mut rows = rows.to_vec();
    for row in rows.iter_mut().skip(heading + 1).take(count) {
        let (first, others) = row.text.split_once('\t').unwrap_or(("", row.text));
        // The number is no part of the title; a title in the first cell is.
        let is_number = first.chars().count() <= 4;
        *row = row.with_text(if is_number { others } else { row.text });
    }
    Some(rows)
}

/// Reads the contents below the heading at `start`; `None` where the text does not have most of their entries.
fn read<'a>(
    rows: &[LayoutRow<'a>],
    start: usize,
    leader: Leader,
    level: EntryLevel,
) -> Option<PrintedContents<'a>> {
    let listed = listed(rows, start + 1, leader);
    if listed.is_empty() {
        return None;
    }
    let end = start + 1 + length(rows, start + 1, &listed);
    let mut entries = entries(rows.get(start + 1..end)?, leader);
    levels::mark_top(&mut entries);
    if level == EntryLevel::Next && !levels::mark_next(&mut entries) {
        return None;
    }
    let named = named(rows, end, &entries);
    let tops = entries.iter().filter(|entry| entry.top).count();
    // Half is enough: headings set as pictures or split by the layout are not found. A second guess has to be better.
    let least = match level {
        EntryLevel::Highest => tops.div_ceil(2),
        EntryLevel::Next => tops - tops / 10,
    };
    (!named.is_empty() && named.len() >= least).then_some(PrintedContents {
        start,
        end,
        entries,
        named,
    })
}

/// Returns the rows from `from` on that may be entries: up to the first paragraph.
fn listed<'a>(rows: &[LayoutRow<'a>], from: usize, leader: Leader) -> Vec<ContentsEntry<'a>> {
    let below = rows.get(from..).unwrap_or_default().iter();
    let mut found: Vec<ContentsEntry<'a>> = below
        .take(MOST_ROWS)
        // Contents have no sentences, so the first one ends them at the latest.
        .take_while(|row| !is_prose(row))
        .map(|row| entry(row, leader))
        .collect();
    number_glued(&mut found);
    found
}

/// Returns how many of the rows that may be entries are the contents.
fn length(rows: &[LayoutRow<'_>], from: usize, listed: &[ContentsEntry<'_>]) -> usize {
    let broken = broken(rows, from, listed);
    // Behind entries that have page numbers, two rows without one at the top of a page are the text.
    let clearly = broken.filter(|&at| are_paged(listed.get(..at).unwrap_or_default()));
    let found = repeated(rows, from, listed)
        .into_iter()
        .chain(clearly)
        .min()
        .or(broken)
        .or_else(|| numbered_anew(listed));
    let end = found.unwrap_or(listed.len());
    // What has no page number behind entries that have one is no entry: a heading of the text, an office on the back
    // of the cover. A last entry or two without one may be attachments.
    let entries = listed.get(..end).unwrap_or_default();
    let last = entries.iter().rposition(|entry| entry.paged);
    let Some(last) = last else { return end };
    let all = are_paged(entries.get(..=last).unwrap_or_default());
    if found.is_none() || all && end > last + 3 {
        last + 1
    } else {
        end
    }
}

/// True if most entries have page numbers. A title over two rows has one behind its second row alone.
fn are_paged(entries: &[ContentsEntry<'_>]) -> bool {
    entries.iter().filter(|entry| entry.paged).count() * 10 > entries.len() * 8
}

/// Returns the index of the first row that repeats an entry of the first one's kind.
///
/// A second level may repeat inside the contents (`（一）基本情况` in every chapter), so the kind of ordinal must be that of
/// the first entry.
fn repeated(rows: &[LayoutRow<'_>], from: usize, listed: &[ContentsEntry<'_>]) -> Option<usize> {
    let kind = |entry: &ContentsEntry<'_>| entry.ordinal.map(|found| found.kind);
    let first = kind(listed.first()?);
    // A few entries at the top show whether these contents have page numbers.
    let pages = listed.iter().filter(|entry| entry.paged).count();
    let paged = pages * 2 > listed.len().min(6) || listed.iter().take(2).all(|entry| entry.paged);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, entry) in listed.iter().enumerate() {
        if entry.key.is_empty() {
            continue;
        }
        if let Some(&above) = seen.get(entry.key.as_str()) {
            let before = &listed[above];
            let alike = above == 0 || kind(before) == first;
            // Two entries with page numbers, or with two numbers of one kind, are two chapters of one name.
            let numbered = entry.ordinal.zip(before.ordinal);
            let others = numbered.is_some_and(|(a, b)| a.kind == b.kind && a.number != b.number);
            if alike && !others && !(paged && entry.paged && before.paged) {
                return Some(i);
            }
        }
        seen.entry(&entry.key).or_insert(i);
    }
    // The heading of the text may stand right above the first paragraph, or be one itself in a long row.
    let next = rows.get(from + listed.len())?;
    let key = fold_title(ordinals::without(next.text));
    seen.get(key.as_str())
        .is_some_and(|&above| above == 0 || kind(&listed[above]) == first)
        .then_some(listed.len())
}

/// Returns the index of the first row behind a page break, if what follows has no page numbers as the contents have.
fn broken(rows: &[LayoutRow<'_>], from: usize, listed: &[ContentsEntry<'_>]) -> Option<usize> {
    let paged = |entry: Option<&ContentsEntry<'_>>| entry.is_some_and(|entry| entry.paged);
    (1..listed.len()).find(|&i| {
        let turn = rows.get(from + i).is_some_and(|row| row.page_turn);
        turn && !paged(listed.get(i)) && !paged(listed.get(i + 1))
    })
}

/// Returns the index of the row where the numbers of the first entry's kind begin anew.
fn numbered_anew(listed: &[ContentsEntry<'_>]) -> Option<usize> {
    let first = listed.first()?.ordinal?;
    let again = |entry: &ContentsEntry<'_>| {
        entry
            .ordinal
            .is_some_and(|found| found.kind == first.kind && found.number == first.number)
    };
    // Not directly behind the first entry: contents of one entry name nothing.
    (2..listed.len()).find(|&i| again(&listed[i]))
}

/// Reads the rows of the contents as entries; media in brackets go with the entry above them.
fn entries<'a>(rows: &[LayoutRow<'a>], leader: Leader) -> Vec<ContentsEntry<'a>> {
    let mut entries: Vec<ContentsEntry<'a>> = Vec::new();
    // Where the first title stands in brackets, all do, and none of them is the medium of the one above.
    let in_brackets = rows.first().is_some_and(|row| row.text.starts_with('【'));
    for row in rows {
        let is_title =
            ordinals::ordinal(row.text).is_some() || in_brackets && row.text.starts_with('【');
        let bracketed = toc::source_row(row.text).filter(|_| !is_title);
        if let (Some(source), Some(last)) = (bracketed, entries.last_mut()) {
            last.source.get_or_insert_with(|| source.to_owned());
            continue;
        }
        entries.push(entry(row, leader));
    }
    number_glued(&mut entries);
    entries
}

/// Gives entries their numbers that stand right before the words, where the chapters count from 1 with them: `1引言`, `2 正文`.
fn number_glued(entries: &mut [ContentsEntry<'_>]) {
    let number = |entry: &ContentsEntry<'_>| match entry.ordinal {
        Some(own) => (own.kind == OrdinalKind::Arabic).then_some(own.number),
        None => ordinals::glued(entry.title).map(|found| found.number),
    };
    let numbers: Vec<u32> = entries.iter().filter_map(number).collect();
    let in_order = numbers.iter().copied().eq((1..).take(numbers.len()));
    if numbers.len() < 2 || !in_order {
        return;
    }
    for entry in entries.iter_mut().filter(|entry| entry.ordinal.is_none()) {
        if let Some(found) = ordinals::glued(entry.title) {
            entry.ordinal = Some(found);
            entry.title = found.rest;
            entry.key = fold_title(found.rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    /// The rows that the contents of `text` name, and the row where they end.
    fn found(text: &str) -> Option<(Vec<String>, String)> {
        let transcript = Transcript::from_text(text);
        let rows = rows::rows(&transcript);
        let contents = find(&rows)?;
        let named = contents
            .named
            .iter()
            .map(|place| rows[place.row].text.to_owned());
        Some((named.collect(), rows[contents.end].text.to_owned()))
    }

    #[test]
    fn contents_end_where_an_entry_stands_again() {
        for (one, two) in [
            ("一、甲地", "二、乙地"),
            ("1.甲地", "2.乙地"),
            ("1 甲地", "2 乙地"),
            ("第一章 甲地", "第二章 乙地"),
            ("（一）甲地", "（二）乙地"),
            ("甲地", "乙地"),
        ] {
            for leader in ["", "……1", "\t1"] {
                let text = format!(
                    "目录\n{one}{leader}\n{two}{leader}\n{one}\n渔船归港。\n{two}\n渔船出港。"
                );
                let want = (vec![one.to_owned(), two.to_owned()], one.to_owned());
                assert_eq!(found(&text), Some(want), "{text}");
            }
        }
    }

    #[test]
    fn where_the_text_lacks_the_names_of_the_parts_the_chapters_count() {
        let text = "目录\n第一部分 沿海……1\n第一章 甲地……2\n第二章 乙地……3\n第二部分 内陆……4\n第三章 丙地……5\n\
            第一章 甲地\n归港。\n第二章 乙地\n出港。\n第三章 丙地\n修船。";
        let chapters = ["第一章 甲地", "第二章 乙地", "第三章 丙地"].map(str::to_owned);
        assert_eq!(found(text).map(|found| found.0), Some(chapters.to_vec()));
    }

    #[test]
    fn a_second_level_that_recurs_in_the_contents_does_not_end_them() {
        let text = "目录\n一、甲地\n（一）情况\n二、乙地\n（一）情况\n一、甲地\n（一）情况\n归港。\n二、乙地\n出港。";
        assert_eq!(
            found(text).map(|found| found.0),
            Some(vec!["一、甲地".to_owned(), "二、乙地".to_owned()])
        );
    }

    #[test]
    fn two_chapters_of_one_name_do_not_end_the_contents() {
        let text = "目录\n一、甲地\n二、乙地\n三、乙地\n一、甲地\n归港。\n二、乙地\n出港。\n三、乙地\n修船。";
        let chapters = ["一、甲地", "二、乙地", "三、乙地"].map(str::to_owned);
        assert_eq!(found(text).map(|found| found.0), Some(chapters.to_vec()));
    }

    #[test]
    fn numbers_right_before_the_words_are_those_of_chapters() {
        let text = "目录\n1甲地\n1.1 船只\n2 乙地\n2.1 船只\n1甲地\n1.1 船只\n归港。\n2乙地\n2.1 船只\n出港。";
        let chapters = ["1甲地", "2乙地"].map(str::to_owned);
        assert_eq!(found(text).map(|found| found.0), Some(chapters.to_vec()));
        let titles = crate::parse::parse(&Transcript::from_text(text))
            .issue
            .articles;
        let titles: Vec<_> = titles
            .iter()
            .map(|article| article.title.as_str())
            .collect();
        assert_eq!(titles, ["甲地", "乙地"]);
    }

    #[test]
    fn items_with_a_bullet_below_numbered_entries_are_no_chapters() {
        let text = "目录\n1. 甲地\n- 船只\n- 渔网\n2. 乙地\n- 船只\n1. 甲地\n归港。\n- 船只\n2. 乙地\n出港。\n- 船只";
        let chapters = ["1. 甲地", "2. 乙地"].map(str::to_owned);
        assert_eq!(found(text).map(|found| found.0), Some(chapters.to_vec()));
    }

    #[test]
    fn a_title_over_two_rows_is_one_heading() {
        let text = "目录\n1.甲地的渔船在风暴之后\n陆续归港\n2.乙地\n1.甲地的渔船在风暴之后陆续归港\n归港。\n2.乙地\n出港。";
        assert_eq!(found(text).map(|found| found.0.len()), Some(2));
    }

    #[test]
    fn what_the_layout_knows_of_page_numbers_ends_the_contents() {
        let text = "目录\n一、甲地\n（一）甲地\n二、乙地\n山海书局\n地图室\n2025.6\n一、甲地\n归港。\n二、乙地\n出港。";
        let mut transcript = Transcript::from_text(text);
        for line in &mut transcript.lines[1..4] {
            line.look.listed = true;
        }
        let rows = rows::rows(&transcript);
        let contents = find(&rows).unwrap();
        assert_eq!(contents.entries.len(), 3);
        assert_eq!(rows[contents.end].text, "山海书局");
    }

    #[test]
    fn a_list_that_the_text_does_not_repeat_is_no_contents() {
        assert_eq!(found("正文。\n目录\n1.自查表\n2.填表说明"), None);
    }
}
