//! What stands before the first article of a document: title, number, date, publisher; the rest is its lead.
//!
//! A report has a masthead of a known form; a document has a title somewhere near the top, and
//! perhaps number, unit and date around it. The title is chosen by the strongest mark there is: a
//! heading, the largest letters, a number behind it, centring, and in a text without an outline the
//! first row. Nothing is dropped: what is no part of the masthead is the lead.

use super::heading_rows::{self, is_document_number};
use super::{Section, cover, naming};
use crate::conventions::dates;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, PartHeading};
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::parse::flow::is_large;
use crate::parse::masthead::{self, Masthead};
use crate::parse::rows::{LayoutRow, joined};
use jiff::civil::Date;
use std::ops::Range;

/// The front of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Front<'a> {
    /// Title, numbers, publisher and date.
    pub masthead: Masthead,
    /// Set when the rows above the contents are the cover of a document, which may have a date like an issue.
    pub is_cover: bool,
    /// The day at an end of the title, or on which the file was made. A document of a day is not always an issue.
    pub stated_day: Option<Date>,
    /// The title of a document that is one article, which has it as well.
    pub own_title: Option<String>,
    /// The rest of a title that holds more than the name of the periodical.
    pub lead_text: Vec<String>,
    /// The rows of the lead.
    pub lead: Vec<LayoutRow<'a>>,
}

/// The rows at the top of a document among which its title is sought.
const TITLE_ROWS: usize = 20;
/// The most rows with number, publisher and date below the title.
const MOST_IMPRINT_ROWS: usize = 3;
/// A longer row is text, in characters.
const LONGEST_IMPRINT: usize = 40;
/// A shorter row with a full stop may stand above a title, in characters.
const SHORTEST_PROSE: usize = 20;
/// A longer row is no title, in characters.
const LONGEST_TITLE: usize = 60;

/// Reads the rows above the first section of a document with headings. `strong` as for the row of the title.
pub(super) fn above_outline<'a>(
    rows: &[LayoutRow<'a>],
    habit: SpacingHabit,
    strong: bool,
) -> Front<'a> {
    let mut front = Front::default();
    let found = headed(rows, strong);
    for (i, row) in rows.iter().enumerate() {
        if !found.as_ref().is_some_and(|found| found.has(i)) {
            front.lead.push(*row);
        }
    }
    if let Some(found) = found {
        let whole = joined(rows.get(found.title).unwrap_or_default(), habit);
        let facts = naming::facts(&heading_rows::unspread(&whole));
        front.masthead.title = facts.title;
        front.masthead.number = facts.number;
        front.masthead.total_number = facts.total;
        front.masthead.published = facts.published;
        front.stated_day = facts.day;
        front.lead_text.extend(facts.rest);
        front.masthead.publisher = found.office.map(|(_, name)| name);
    }
    numbered(&mut front);
    front
}

/// Takes a row that is nothing but the number or the date of the issue out of the lead.
fn numbered(front: &mut Front<'_>) {
    let head = &mut front.masthead;
    front.lead.retain(|row| {
        if row.stands_alone() || row.text.chars().count() > 40 {
            return true;
        }
        // A masthead begins with a title; any one will do to see what the row would be below it.
        let read = masthead::read(&[row.with_text("甲"), *row]);
        // All of the row has to be number or date, or words would be lost.
        let only = read.publisher.is_none()
            && read.others.is_empty()
            && read.title.as_deref() == Some("甲");
        if !only || read.number.is_none() && read.published.is_none() {
            return true;
        }
        if masthead::is_file_day(row.text) {
            front.stated_day = front.stated_day.or(read.published);
            return true;
        }
        head.number = head.number.or(read.number);
        head.total_number = head.total_number.or(read.total_number);
        head.published = head.published.or(read.published);
        false
    });
}

/// The title of a document and the head of the office above it.
struct Headed {
    /// The rows of the title.
    title: Range<usize>,
    /// The row with the name of the office, and the name.
    office: Option<(usize, String)>,
}

impl Headed {
    /// True if the row `at` is a part of the title or the head of the office.
    fn has(&self, at: usize) -> bool {
        self.title.contains(&at) || self.office.as_ref().is_some_and(|(row, _)| *row == at)
    }
}

/// Finds the title of a document, below the head of an office where there is one. `strong` as for [`title_row`].
fn headed(rows: &[LayoutRow<'_>], strong: bool) -> Option<Headed> {
    let at = title_row(rows, strong)?;
    let office = heading_rows::office(rows, at).map(|name| (at, name));
    // The largest letters are those of the office, and the title stands below them.
    let below = office.as_ref().and_then(|_| {
        let from = at + 1;
        title_row(rows.get(from..)?, false).map(|row| from + row)
    });
    let (at, office) = match below {
        Some(below) => (below, office),
        None => (at, None),
    };
    Some(Headed {
        title: heading_rows::title_rows(rows, at),
        office,
    })
}

/// Returns the row of the title: the first heading, else the largest row, else a centred one, else the first where it
/// may be one. `strong` asks for a heading, size or number, or the first row.
fn title_row(rows: &[LayoutRow<'_>], strong: bool) -> Option<usize> {
    let top = rows.get(..rows.len().min(TITLE_ROWS)).unwrap_or_default();
    let may = |row: &LayoutRow<'_>| {
        let count = row.text.chars().count();
        !row.stands_alone()
            && !row.text.is_empty()
            && labels::section(row.text).is_none()
            && count <= LONGEST_TITLE
            && !row.text.contains('。')
            && !row.text.ends_with(['，', '；', '：'])
            && !cover::is_aside(row.text)
            && !is_document_number(row.text)
    };
    let heading = top
        .iter()
        .position(|row| row.look.heading_level.is_some() && may(row));
    let scale = |row: &LayoutRow<'_>| row.look.scale.filter(|&scale| is_large(scale));
    let largest = || {
        let may = |(i, row): &(usize, &LayoutRow<'_>)| may(row) && !is_numbered(rows, *i);
        let sized = top.iter().enumerate().filter(may);
        let sized = sized.filter_map(|(i, row)| Some((i, scale(row)?)));
        // The first of several rows of the largest size.
        sized.fold(None, |best: Option<(usize, f32)>, (i, size)| match best {
            Some((_, most)) if most >= size => best,
            _ => Some((i, size)),
        })
    };
    let numbered = || {
        top.iter().position(|row| {
            may(row) && issue_numbers(row.text).is_some_and(|found| found.range.start > 0)
        })
    };
    // A centred row below running text is the caption of what follows.
    let is_prose = |row: &LayoutRow<'_>| {
        let count = row.text.chars().count();
        count > LONGEST_TITLE || row.text.contains('。') && count > SHORTEST_PROSE
    };
    let centred = || {
        let mut above = top.iter().take_while(|row| !is_prose(row));
        above.position(|row| row.look.centred && may(row))
    };
    // Marks of the format count for more than sizes, sizes for more than the position.
    heading
        .filter(|&i| rows[i].look.heading_level == Some(1) || i == 0)
        .or_else(|| largest().map(|(i, _)| i))
        .or_else(|| numbered().filter(|_| strong))
        .or_else(centred)
        // Above an outline a first row without any mark is as often a version or a name; the file's name is better.
        .or_else(|| {
            // The number of an official document may stand above its title.
            let first = top.iter().position(|row| !is_document_number(row.text))?;
            (!strong && may(top.get(first)?) && !is_numbered(rows, first)).then_some(first)
        })
}

/// True if the row `at` is an item of a list or one of several numbered headings: a row with the number before it or
/// behind it is there too.
fn is_numbered(rows: &[LayoutRow<'_>], at: usize) -> bool {
    let ordinal = |row: &LayoutRow<'_>| {
        ordinals::ordinal(row.text).map(|found| (found.kind, i64::from(found.number)))
    };
    let Some((kind, number)) = rows.get(at).and_then(ordinal) else {
        return false;
    };
    let has = |rows: &[LayoutRow<'_>], number| {
        let mut found = rows.iter().filter_map(ordinal);
        found.any(|one| one == (kind, number))
    };
    let (above, below) = rows.split_at_checked(at).unwrap_or_default();
    has(below, number + 1) || has(above, number - 1)
}

/// Reads a document without an outline: its front and one section with all the rest.
pub(super) fn whole(mut rows: Vec<LayoutRow<'_>>, habit: SpacingHabit) -> (Front<'_>, Section<'_>) {
    let mut front = Front::default();
    let line = rows.first().map_or(0, |row| row.number);
    let found = headed(&rows, false).filter(|found| rows.len() > found.title.len());
    let at = found.as_ref().map(|found| found.title.start);
    // A title is taken out of the text; the beginning of a text without one stays in it.
    let title = if let Some(found) = &found {
        let taken: Vec<LayoutRow<'_>> = rows.drain(found.title.clone()).collect();
        match taken.as_slice() {
            [only] => heading_rows::unspread(only.text),
            taken => heading_rows::unspread(&joined(taken, habit)),
        }
    } else {
        let first = rows
            .iter()
            .position(|row| labels::section(row.text).is_none())
            .unwrap_or(0);
        // A first sentence may go on in the next row; a short row is whole.
        let short = rows
            .get(first)
            .is_some_and(|row| row.text.chars().count() < 20);
        let end = (first + if short { 1 } else { 2 }).min(rows.len());
        beginning(&joined(rows.get(first..end).unwrap_or_default(), habit))
    };
    front.own_title = at.map(|_| title.clone());
    let own = front.own_title.as_deref();
    front.stated_day = own
        .filter(|title| !naming::is_day(title))
        .and_then(naming::day_at_edge);
    if let Some(at) = at {
        imprint(&mut front, &mut rows, at, &title);
    }
    if let Some(found) = found {
        official(&mut front, &mut rows, found);
    }
    // With a lead the title is that of the whole document, and the article has it as well.
    if at.is_some_and(|_| lead(&mut front, &mut rows)) {
        front.masthead.title = Some(title.clone());
    }
    let section = Section {
        title,
        line,
        rows,
        ..Section::default()
    };
    (front, section)
}

/// Moves the head of an official document off the text: the name of the office is the publisher, the number above or right
/// below the title goes to the lead.
fn official<'a>(front: &mut Front<'a>, rows: &mut Vec<LayoutRow<'a>>, found: Headed) {
    let end = (found.title.start + 1).min(rows.len());
    let mut above: Vec<LayoutRow<'a>> = rows.drain(..end).collect();
    if let Some((row, name)) = found.office {
        above.remove(row);
        front.masthead.publisher.get_or_insert(name);
    }
    let number = above.iter().position(|row| is_document_number(row.text));
    if let Some(number) = number {
        front.lead.push(above.remove(number));
    }
    rows.splice(..0, above);
}

/// Takes number, publisher and date of the issue off the rows from `at` on, which stand below the title; nothing where no
/// number is among them.
fn imprint<'a>(front: &mut Front<'a>, rows: &mut Vec<LayoutRow<'a>>, at: usize, title: &str) {
    let below = rows.get(at..).unwrap_or_default();
    // A row of the text must not be taken for the publisher, so each has to give the number or the date.
    let is_imprint = |row: &&LayoutRow<'_>| {
        let is_short = row.text.chars().count() <= LONGEST_IMPRINT && !row.stands_alone();
        is_short && (issue_numbers(row.text).is_some() || dates::find(row.text, 0).is_some())
    };
    let count = below
        .iter()
        .take(MOST_IMPRINT_ROWS)
        .take_while(is_imprint)
        .count();
    let Some(first) = below.first().filter(|_| count > 0) else {
        return;
    };
    let mut masthead_rows = vec![first.with_text(title)];
    masthead_rows.extend_from_slice(below.get(..count).unwrap_or_default());
    let head = masthead::read(&masthead_rows);
    let is_whole = head.others.is_empty() && head.rows == count + 1;
    if head.number.is_some() && is_whole && head.title.as_deref() == Some(title) {
        rows.drain(at..at + count);
        front.masthead = head;
    }
}

/// Returns the beginning of a text that has no title.
fn beginning(text: &str) -> String {
    let first = text.split(['。', '\n']).next().unwrap_or_default();
    first.chars().take(40).collect()
}

/// Moves the lead, from its label to the first heading, out of `rows`; false where none is labelled.
fn lead<'a>(front: &mut Front<'a>, rows: &mut Vec<LayoutRow<'a>>) -> bool {
    let labelled =
        |row: &LayoutRow<'_>| matches!(labels::section(row.text), Some(PartHeading::Lead(_)));
    let Some(start) = rows.iter().take(TITLE_ROWS).position(labelled) else {
        return false;
    };
    let heading = |row: &LayoutRow<'_>| {
        let numbered =
            ordinals::ordinal(row.text).is_some_and(|found| found.kind <= OrdinalKind::Han);
        row.stands_alone()
            || row.look.heading_level.is_some()
            || numbered
                && row.text.chars().count() <= LONGEST_TITLE
                && !row.text.ends_with(['。', '；', '，'])
    };
    let end = rows
        .iter()
        .skip(start + 1)
        .position(heading)
        .map(|n| start + 1 + n);
    // Without a heading behind it, the lead would be the whole document.
    let Some(end) = end.filter(|&end| end > start + 1) else {
        return false;
    };
    let mut taken: Vec<LayoutRow<'a>> = rows.drain(start..end).collect();
    match labels::section(taken[0].text) {
        Some(PartHeading::Lead(text)) if !text.is_empty() => taken[0] = taken[0].with_text(text),
        _ => {
            taken.remove(0);
        }
    }
    front.lead.extend(taken);
    true
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::{Flow, Transcript};
    use crate::parse::parse;

    #[test]
    fn captions_and_centred_rows_below_running_text_are_no_titles() {
        let prose = "渡口的班次由管理处和各船队一起商定，每季度调整一次，提前一周在候船室公布。";
        for caption in [
            "表1. 复航班次安排表",
            "标1.复航班次安排表",
            "图2-1　渡口",
            "复航班次",
        ] {
            let text = format!("一、立项要求：\n{prose}\n{caption}\n班次另行公布。");
            let mut transcript = Transcript::from_text(&text);
            transcript.flow = Flow::Paragraphs;
            transcript.lines[2].look.centred = true;
            let issue = parse(&transcript).issue;
            assert_eq!(issue.title, None, "{caption}");
            let texts = issue.articles[0].blocks.iter();
            assert!(texts.map(|block| &block.text).any(|text| text == caption));
        }
        let text = format!("渡口纪事\n{prose}");
        let mut transcript = Transcript::from_text(&text);
        transcript.lines[0].look.centred = true;
        let issue = parse(&transcript).issue;
        assert_eq!(issue.title.as_deref(), Some("渡口纪事"));
    }

    #[test]
    fn a_title_in_two_rows_each_a_heading_is_one() {
        let text = "2025年山海市渡口安全大赛\n智能巡航赛（山海杯）赛题\n一、背景\n渡船二十日复航。\n二、场景\n渡船靠岸。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        for (at, line) in transcript.lines.iter_mut().enumerate() {
            line.look.heading_level = [Some(1), Some(1), Some(2), None, Some(2), None][at];
            line.look.centred = at < 2;
            line.look.scale = Some(if at < 2 { 1.7 } else { 1.0 });
        }
        let issue = parse(&transcript).issue;
        assert_eq!(
            issue.title.as_deref(),
            Some("2025年山海市渡口安全大赛智能巡航赛（山海杯）赛题")
        );
        let titles: Vec<_> = issue.articles.iter().map(|a| a.title.as_str()).collect();
        assert_eq!(titles, ["背景", "场景"]);
    }
}
