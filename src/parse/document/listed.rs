//! A document that is cut at the headings that its printed contents name.

use super::above_contents::above_contents;
use super::contents::{self, PrintedContents};
use super::{Section, finish, numbers, unlisted, whole_link};
use crate::conventions::joining::SpacingHabit;
use crate::conventions::ordinals::{self, Ordinal};
use crate::model::TocEntry;
use crate::model::transcript::Flow;
use crate::parse::parsed::ParsedReport;
use crate::parse::rows::{self, LayoutRow};
use crate::parse::toc::LocatedEntry;

/// Reads a document by its contents; `None` if it has none that name headings of the text.
pub(in crate::parse) fn by_contents<'a>(
    rows: &[LayoutRow<'a>],
    flow: Flow,
    habit: SpacingHabit,
) -> Option<ParsedReport<'a>> {
    let without_table = contents::without_table(rows);
    let rows = without_table.as_deref().unwrap_or(rows);
    let contents = contents::find(rows).or_else(|| unlisted::find(rows))?;
    let mut front = above_contents(rows.get(..contents.start)?, habit);
    let first = contents.named.first()?.row;
    // Rows between the contents and the first article belong to none.
    front.lead.extend_from_slice(rows.get(contents.end..first)?);
    let sections = named_sections(rows, &contents, habit);
    let toc = entries(&contents, &sections);
    Some(finish(front, sections, toc, flow, habit))
}

/// Cuts the text at the headings that the contents name.
fn named_sections<'a>(
    rows: &[LayoutRow<'a>],
    contents: &PrintedContents<'a>,
    habit: SpacingHabit,
) -> Vec<Section<'a>> {
    // Each section reaches to the next heading, the last one to the end.
    let ends = contents.named.iter().skip(1).map(|place| place.row);
    let ends = ends.chain([rows.len()]);
    let sections = contents.named.iter().zip(ends).map(|(place, end)| {
        let body = place.row + place.rows;
        let heading = rows.get(place.row..body).unwrap_or_default();
        let whole = rows::joined(heading, habit);
        let entry = &contents.entries[place.entry];
        let same = |found: &Ordinal<'_>| {
            let own = entry.ordinal.map(|own| (own.kind, own.number));
            own == Some((found.kind, found.number))
        };
        let found = ordinals::ordinal(&whole).or_else(|| ordinals::glued(&whole).filter(same));
        Section {
            // As the text has it: entries of the contents are often shortened.
            title: found.map_or(whole.as_str(), |found| found.rest).to_owned(),
            // Where the heading has lost its number, that of the contents counts.
            number: found.or(entry.ordinal).map(|found| found.number),
            line: heading.first().map_or(0, |row| row.number),
            source: entry.source.clone(),
            link: heading.first().and_then(whole_link),
            above: 0,
            rows: rows.get(body..end).unwrap_or_default().to_vec(),
        }
    });
    sections.collect()
}

/// Returns the entries of the contents, the highest numbered like the articles that they name, and those below them like the
/// article that they lie in.
fn entries(contents: &PrintedContents<'_>, sections: &[Section<'_>]) -> Vec<LocatedEntry> {
    let numbers = numbers(sections);
    let named = |n: usize| {
        let place = contents.named.iter().position(|place| place.entry == n)?;
        numbers.get(place).copied()
    };
    let (mut place, mut number) = (0, 1);
    let entries = contents.entries.iter().enumerate();
    let listed = entries.filter(|(_, entry)| entry.top || !entry.key.is_empty());
    let listed = listed.map(|(n, entry)| {
        if entry.top {
            place += 1;
            number = named(n).unwrap_or(place);
        }
        let title = if entry.top { entry.title } else { entry.whole };
        LocatedEntry {
            entry: TocEntry {
                number,
                title: title.to_owned(),
                source: entry.source.clone(),
            },
            line: entry.line,
            is_article: entry.top,
        }
    });
    listed.collect()
}
