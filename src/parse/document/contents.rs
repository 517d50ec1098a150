//! The table of contents of a brief or a book: where it ends, and which rows of the text its entries name.
//!
//! Nothing but its own heading marks such contents, and a text without field labels follows. They end where an entry
//! stands a second time, because that is the heading in the text; only where none does, a page break, numbers that begin
//! anew or the first paragraph end them.

use super::entry::{ContentsEntry, Leader, entry, split_page};
use super::levels;
use crate::conventions::labels::{self, PartHeading};
use crate::conventions::ordinals;
use crate::parse::likeness::{fold_title, likeness_over};
use crate::parse::rows::LayoutRow;
use crate::parse::toc;
use std::collections::HashMap;

/// The most rows of contents. A book of 120 chapters has fewer; a longer list is something else.
const MOST_ROWS: usize = 1500;
/// The most characters of an entry.
const LONGEST: usize = 90;
/// The most places in the text that are considered for one entry.
const MOST_PLACES: usize = 4;
/// The most rows between two headings that are compared with an entry that stands nowhere as it is printed.
const NEAR: usize = 600;

/// The place in the text that an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedRow {
    /// The index of the entry.
    pub entry: usize,
    /// The first row of the heading.
    pub row: usize,
    /// The number of its rows.
    pub rows: usize,
}

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
        // The strict reading first: with single spaces a year at the end of a title would be a
        // page.
        read(rows, start, Leader::Clear).or_else(|| read(rows, start, Leader::AnySpace))
    })
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
fn read<'a>(rows: &[LayoutRow<'a>], start: usize, leader: Leader) -> Option<PrintedContents<'a>> {
    let listed = listed(rows, start + 1, leader);
    if listed.is_empty() {
        return None;
    }
    let end = start + 1 + length(rows, start + 1, &listed);
    let mut entries = entries(rows.get(start + 1..end)?, leader);
    levels::mark_top(&mut entries);
    let named = named(rows, end, &entries);
    let tops = entries.iter().filter(|entry| entry.top).count();
    // Half is enough: headings set as pictures or split by the layout are not found.
    (!named.is_empty() && named.len() * 2 >= tops).then_some(PrintedContents {
        start,
        end,
        entries,
        named,
    })
}

/// Returns the rows from `from` on that may be entries: up to the first paragraph.
fn listed<'a>(rows: &[LayoutRow<'a>], from: usize, leader: Leader) -> Vec<ContentsEntry<'a>> {
    let below = rows.get(from..).unwrap_or_default().iter();
    below
        .take(MOST_ROWS)
        // Contents have no sentences, so the first one ends them at the latest.
        .take_while(|row| !is_prose(row))
        .map(|row| entry(row, leader))
        .collect()
}

/// True for a row that no contents have: a sentence, a long row without a page number, a table.
pub(super) fn is_prose(row: &LayoutRow<'_>) -> bool {
    let (title, page) = split_page(row.text, Leader::Clear);
    let sentence = title.contains('。') || title.ends_with(['；', '，']);
    // A page number makes even a long row an entry.
    let long = title.chars().count() > if page { LONGEST } else { 60 };
    row.stands_alone() || sentence || long || (row.set_in && title.chars().count() > 40)
}

/// Returns how many of the rows that may be entries are the contents.
fn length(rows: &[LayoutRow<'_>], from: usize, listed: &[ContentsEntry<'_>]) -> usize {
    repeated(rows, from, listed)
        .or_else(|| broken(rows, from, listed))
        .or_else(|| numbered_anew(listed))
        .unwrap_or_else(|| {
            // Headings above the first paragraph are its own where the contents have page numbers and they have none.
            let paged = listed.iter().rposition(|entry| entry.paged);
            paged.map_or(listed.len(), |last| last + 1)
        })
}

/// Returns the index of the first row that repeats an entry of the first one's kind.
///
/// A second level may repeat inside the contents (`（一）基本情况` in every chapter), so the kind of ordinal must be that of
/// the first entry.
fn repeated(rows: &[LayoutRow<'_>], from: usize, listed: &[ContentsEntry<'_>]) -> Option<usize> {
    let kind = |entry: &ContentsEntry<'_>| entry.ordinal.map(|found| found.kind);
    let first = kind(listed.first()?);
    // A few entries at the top show whether these contents have page numbers.
    let paged = listed.iter().filter(|entry| entry.paged).count() * 2 > listed.len().min(6);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, entry) in listed.iter().enumerate() {
        if entry.key.is_empty() {
            continue;
        }
        if let Some(&above) = seen.get(entry.key.as_str()) {
            let alike = above == 0 || kind(&listed[above]) == first;
            // Two entries with page numbers are two chapters of one name.
            if alike && !(paged && entry.paged && listed[above].paged) {
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
    entries
}

/// Finds the headings in the text that the highest entries name.
fn named(rows: &[LayoutRow<'_>], from: usize, entries: &[ContentsEntry<'_>]) -> Vec<NamedRow> {
    let places = Places::of(rows, from);
    let mut candidates: Vec<NamedRow> = Vec::new();
    for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.top) {
        // A long title takes two rows of the contents, of which the second has no ordinal.
        let wrapped = entries
            .get(n + 1)
            .filter(|next| next.ordinal.is_none())
            .map(|next| format!("{}{}", entry.key, next.key));
        // The text has the title without its medium.
        let bare = fold_title(&toc::split_source(entry.title).0);
        let keys = [Some(entry.key.clone()), wrapped, Some(bare)];
        let mut found: Vec<NamedRow> = Vec::new();
        for key in keys.into_iter().flatten() {
            found.extend(places.find(&key).map(|(row, rows)| NamedRow {
                entry: n,
                row,
                rows,
            }));
        }
        found.sort_by_key(|place| place.row);
        // Two forms of the title may find the same row.
        found.dedup_by_key(|place| place.row);
        candidates.extend(found.into_iter().take(MOST_PLACES));
    }
    let chain = longest_chain(&candidates);
    with_similar(rows, from, entries, chain)
}

/// The rows of the text that may be headings, by their folded titles.
struct Places<'r, 'a> {
    /// All rows of the file.
    rows: &'r [LayoutRow<'a>],
    /// The first row of the text.
    from: usize,
    /// The folded title of each row without its ordinal; empty for a row that is no heading.
    keys: Vec<String>,
    /// The rows by the first nine bytes, three Han, of their keys.
    by_start: HashMap<String, Vec<usize>>,
}

/// The number of bytes of a key by which headings are looked up.
const START: usize = 9;

impl<'r, 'a> Places<'r, 'a> {
    /// Folds the short rows from `from` on.
    fn of(rows: &'r [LayoutRow<'a>], from: usize) -> Self {
        let mut by_start: HashMap<String, Vec<usize>> = HashMap::new();
        let text = rows.get(from..).unwrap_or_default();
        let keys: Vec<String> = text.iter().map(heading_key).collect();
        for (i, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            by_start
                .entry(start_of(key).to_owned())
                .or_default()
                .push(i);
        }
        Self {
            rows,
            from,
            keys,
            by_start,
        }
    }

    /// Returns the places of `key`, one row or up to three joined, and their numbers of rows.
    fn find(&self, key: &str) -> impl Iterator<Item = (usize, usize)> {
        let exact = self.by_start.get(start_of(key)).into_iter().flatten();
        // The beginning is only a hint; the whole title has to be there.
        let exact = exact.filter_map(|&i| Some((i, self.rows_of(i, key)?)));
        let exact: Vec<_> = exact
            .take(MOST_PLACES * 4)
            .map(|(i, n)| (i + self.from, n))
            .collect();
        exact.into_iter()
    }

    /// Returns the number of rows from `i` on that make `key`.
    fn rows_of(&self, i: usize, key: &str) -> Option<usize> {
        let mut rest = key.strip_prefix(self.keys.get(i)?.as_str())?;
        let mut count = 1;
        // Each further row has to go on exactly where the one before ended.
        while !rest.is_empty() {
            let row = self.rows.get(self.from + i + count).filter(|_| count < 3)?;
            // A second row has no ordinal of its own that could be taken off.
            let more = fold_title(row.text);
            rest = rest
                .strip_prefix(more.as_str())
                .filter(|_| !more.is_empty())?;
            count += 1;
        }
        Some(count)
    }
}

/// Returns the first bytes of a key, on a character boundary.
fn start_of(key: &str) -> &str {
    let mut end = START.min(key.len());
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    key.get(..end).unwrap_or_default()
}

/// Returns the folded title of a row that may be a heading, else an empty string.
fn heading_key(row: &LayoutRow<'_>) -> String {
    let short = row.text.len() <= LONGEST * 3 && !row.stands_alone();
    let open = !row.text.ends_with(['。', '，', '；']) || row.look.heading_level.is_some();
    if short && open {
        fold_title(ordinals::without(row.text))
    } else {
        String::new()
    }
}

/// Returns the longest chain of places that is in order both in the contents and in the text.
///
/// A title may stand in the text before its heading, in a summary or a cross-reference; in a chain with the others it
/// cannot.
fn longest_chain(candidates: &[NamedRow]) -> Vec<NamedRow> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (i, place) in candidates.iter().enumerate() {
        let mut longest = (1, None);
        // Contents have at most `MOST_ROWS` entries with a few places each, so this stays under some million steps.
        for (j, before) in candidates.iter().enumerate().take(i) {
            let in_order = before.entry < place.entry && before.row + before.rows <= place.row;
            if in_order && best[j].0 + 1 > longest.0 {
                longest = (best[j].0 + 1, Some(j));
            }
        }
        best.push(longest);
    }
    // Of chains of one length the one that ends first: what stands behind is an appendix that lists the titles again.
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, usize::MAX - candidates[i].row));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(candidates[i]);
        at = best[i].1;
    }
    chain.reverse();
    chain
}

/// Adds headings that differ from their entries by a word, between those of their neighbours.
fn with_similar(
    rows: &[LayoutRow<'_>],
    from: usize,
    entries: &[ContentsEntry<'_>],
    chain: Vec<NamedRow>,
) -> Vec<NamedRow> {
    let mut all: Vec<NamedRow> = Vec::with_capacity(chain.len());
    let mut known = chain.into_iter().peekable();
    for (n, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.top) {
        if let Some(place) = known.next_if(|place| place.entry == n) {
            all.push(place);
            continue;
        }
        let begin = all.last().map_or(from, |place| place.row + place.rows);
        let end = known.peek().map_or(rows.len(), |place| place.row);
        // Between the headings of its neighbours, where it has to stand if the text has it.
        let near = rows.get(begin..end.min(begin + NEAR)).unwrap_or_default();
        // What differs more than this is another title.
        let mut best = (0.8, None);
        for (i, row) in near.iter().enumerate() {
            let key = heading_key(row);
            // With the best so far as the limit, most rows are given up early.
            let alike = likeness_over(&key, &entry.key, best.0);
            if alike > best.0 {
                best = (alike, Some(begin + i));
            }
        }
        all.extend(best.1.map(|row| NamedRow {
            entry: n,
            row,
            rows: 1,
        }));
    }
    all
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
    fn a_second_level_that_recurs_in_the_contents_does_not_end_them() {
        let text = "目录\n一、甲地\n（一）情况\n二、乙地\n（一）情况\n一、甲地\n（一）情况\n归港。\n二、乙地\n出港。";
        assert_eq!(
            found(text).map(|found| found.0),
            Some(vec!["一、甲地".to_owned(), "二、乙地".to_owned()])
        );
    }

    #[test]
    fn a_title_over_two_rows_is_one_heading() {
        let text = "目录\n1.甲地的渔船在风暴之后\n陆续归港\n2.乙地\n1.甲地的渔船在风暴之后陆续归港\n归港。\n2.乙地\n出港。";
        assert_eq!(found(text).map(|found| found.0.len()), Some(2));
    }

    #[test]
    fn a_list_that_the_text_does_not_repeat_is_no_contents() {
        assert_eq!(found("正文。\n目录\n1.自查表\n2.填表说明"), None);
    }
}
