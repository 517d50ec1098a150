//! A heading of contents without contents: only the headings of the text say where its articles begin.

use super::contents::{PrintedContents, is_contents_heading};
use super::entry::{ContentsEntry, Leader, entry, is_prose};
use super::levels;
use super::places::NamedRow;
use crate::conventions::ordinals;
use crate::parse::rows::LayoutRow;

/// Finds a heading of contents without entries, and the numbered headings of the text that follow at once.
///
/// A word processor leaves that where the field of the contents was not filled. At least two headings that count up from 1,
/// each with a sentence below it, are asked for: a list of attachments has none.
pub(super) fn find<'a>(rows: &[LayoutRow<'a>]) -> Option<PrintedContents<'a>> {
    let start = rows.iter().position(is_contents_heading)?;
    let ordinal = |i: usize| {
        let row = rows.get(i).filter(|row| !is_prose(row))?;
        ordinals::ordinal(row.text)
    };
    let kind = ordinal(start + 1)?.kind;
    let mut named: Vec<NamedRow> = Vec::new();
    for row in start + 1..rows.len() {
        let next = named.len() + 1;
        // Only the number that is due counts, so lists inside a section, which begin with 1 again,
        // are passed over.
        let found = ordinal(row).filter(|found| found.kind == kind);
        if found.is_some_and(|found| usize::try_from(found.number) == Ok(next)) {
            named.push(NamedRow {
                entry: next - 1,
                row,
                rows: 1,
            });
        }
    }
    let ends = named.iter().skip(1).map(|place| place.row);
    let mut sections = named.iter().zip(ends.chain([rows.len()]));
    let has_sentence = |from: usize, to: usize| {
        let below = rows.get(from..to).unwrap_or_default();
        below.iter().any(|row| row.text.contains('。'))
    };
    // A list of attachments has numbers that count up as well, but no sentences.
    let is_text = sections.all(|(place, end)| has_sentence(place.row + 1, end));
    let mut entries: Vec<ContentsEntry<'a>> = named
        .iter()
        .map(|place| entry(&rows[place.row], Leader::Clear))
        .collect();
    levels::mark_top(&mut entries);
    (is_text && named.len() > 1).then_some(PrintedContents {
        start,
        end: start + 1,
        entries,
        named,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    /// The rows that become titles.
    fn found(text: &str) -> Option<Vec<String>> {
        let transcript = Transcript::from_text(text);
        let rows = rows::rows(&transcript);
        let named = find(&rows)?.named;
        Some(
            named
                .iter()
                .map(|place| rows[place.row].text.to_owned())
                .collect(),
        )
    }

    #[test]
    fn contents_without_entries_leave_the_headings_to_the_text() {
        let text = "目录\n一、甲地\n渔船归港。\n二、乙地\n渔船出港。";
        let want = vec!["一、甲地".to_owned(), "二、乙地".to_owned()];
        assert_eq!(found(text), Some(want));
        assert_eq!(found("目录\n一、甲地\n二、乙地\n渔船归港。"), None);
        assert_eq!(found("正文。\n附件目录\n1.自查表\n2.填表说明"), None);
    }
}
