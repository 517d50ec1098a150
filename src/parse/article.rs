//! One article: its fields, and where its text begins.
//!
//! An article is read from the top, each step beginning where the one before ended:
//!
//! 1. the title, up to the first field or as far as the contents have it ([`title`]);
//! 2. the fields behind their labels, in any order ([`fields`]); a row among them that is none is
//!    put in front of the text;
//! 3. what stands between the label of the content and the text: the title again, the dateline
//!    ([`mod@opening`]);
//! 4. all else is the text, which is reflowed later together with that of all articles.
//!
//! A field that is missing stays empty, apart from the source, which the contents may give. What
//! looks odd is kept in the draft for the warnings.

mod opening;

use super::heads::{self, ArticleHead, MOST_TITLE_ROWS};
use super::likeness::fold_title;
use super::link::{self, LinkField};
use super::rows::{self, LayoutRow};
use crate::conventions::datelines::{dateline, source_first};
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::line::trim;
use crate::conventions::media::medium;
use crate::conventions::{addresses, dates, day_forms};
use crate::model::{Article, TocEntry};
use jiff::civil::Date;
use opening::opening;

/// An article before its text is reflowed.
#[derive(Debug, Clone, Default)]
pub(super) struct ArticleDraft<'a> {
    /// Its fields; `blocks` is still empty.
    pub article: Article,
    /// The rows of its text.
    pub body: Vec<LayoutRow<'a>>,
    /// The people that the field of the source names. They stand in front of the text.
    pub people: Option<LayoutRow<'a>>,
    /// The line of its head.
    pub line: u32,
    /// The line of its link.
    pub link_line: u32,
    /// The line of its date.
    pub date_line: u32,
    /// Set when the end of the link seems to be missing.
    pub cut_link: bool,
    /// Links beyond the first.
    pub more_links: Vec<String>,
    /// The text behind the link's label where it is no address.
    pub bad_link: Option<String>,
    /// Set when there is a date, but no such day.
    pub bad_date: bool,
    /// The day of the issue, for dates without a year.
    pub issued: Option<Date>,
    /// Set when the label of the text was found.
    pub has_text_label: bool,
    /// Set when the source comes from the contents alone.
    pub borrowed_source: bool,
}

/// Reads the fields of the article that `head` begins; `rows` reach to the next head.
pub(super) fn read<'a>(
    rows: &[LayoutRow<'a>],
    head: ArticleHead,
    number: u32,
    toc: Option<&TocEntry>,
    (habit, issued): (SpacingHabit, Option<Date>),
) -> ArticleDraft<'a> {
    let mut draft = ArticleDraft {
        issued,
        line: rows.first().map_or(0, |r| r.number),
        ..ArticleDraft::default()
    };
    draft.article.number = number;
    // Rows are split and put back while the fields are read, so the article works on a list of its
    // own.
    let mut queue: Vec<LayoutRow<'a>> = rows.to_vec();
    let taken = title(&mut draft, &mut queue, head, toc, habit);
    let at = fields(&mut draft, &mut queue, taken);
    let at = opening(&mut draft, &mut queue, at, toc, habit);
    draft.body = queue.split_off(at.min(queue.len()));
    // Sought last: an address that is printed counts for more than one that is hidden.
    if draft.article.link.is_none() {
        hidden_link(&mut draft, rows);
    }
    if let Some(people) = draft.people.take() {
        draft.body.insert(0, people);
    }
    // The contents name the medium of each article; the check still warns that the article itself
    // does not.
    if draft.article.source.is_none() {
        draft.article.source = toc.and_then(|t| t.source.clone());
        draft.borrowed_source = true;
    }
    draft
}

/// Takes the link of an article from a hyperlink whose text does not show it: `链接：点击查看`, or a source or title that
/// leads somewhere.
fn hidden_link(draft: &mut ArticleDraft<'_>, rows: &[LayoutRow<'_>]) {
    let head = rows.len().saturating_sub(draft.body.len());
    let is_link =
        |row: &LayoutRow<'_>| matches!(labels::label(row.text), Some((FieldLabel::Link, _)));
    // Behind its label, the link may stand on the same row or on the next.
    let labelled = rows.iter().position(is_link).unwrap_or(0);
    let first = |from: usize, to: usize| {
        let part = rows.get(from..to.min(rows.len())).unwrap_or_default();
        part.iter().find_map(|row| Some((row.target?, row.number)))
    };
    if let Some((target, line)) = first(labelled, labelled + 2).or_else(|| first(0, head)) {
        draft.article.link = Some(target.to_owned());
        draft.link_line = line;
        draft.bad_link = None;
    }
}

/// Reads the title and returns its number of rows: up to the first field, or as many as match the title in the
/// contents.
///
/// The contents decide where they have this very title or, without a field below, a similar one.
/// Otherwise the first field below ends the title, and without one its second instance. An article
/// without any of these has a title of one row.
fn title(
    draft: &mut ArticleDraft<'_>,
    rows: &mut [LayoutRow<'_>],
    head: ArticleHead,
    toc: Option<&TocEntry>,
    habit: SpacingHabit,
) -> usize {
    let Some(first) = rows.first_mut() else {
        return 0;
    };
    // What is left of the first row behind number and label.
    *first = first.with_text(first.text.get(head.title..).unwrap_or_default());
    let want = toc.map(|t| fold_title(&t.title)).unwrap_or_default();
    // `标题：` alone on its row has the title below it.
    let empty = usize::from(rows[0].text.is_empty());
    let (by_toc, alike) = heads::title_rows(rows, 0, 0, &want);
    // A field below the title ends it for certain. Without one, only the contents show how far it goes.
    let by_field = (1 + empty..=MOST_TITLE_ROWS)
        .find(|&n| rows.get(n).is_some_and(|r| is_field(r.text)))
        .filter(|_| true);
    let count = match by_field {
        // The contents overrule a field only where they have the very title: a field may be
        // missing, and text read as one.
        Some(n) if alike < 0.999 || n == by_toc => n,
        _ if alike >= 0.8 => by_toc,
        Some(n) => n,
        // Without fields and contents, a title that stands twice marks its own end.
        None => repeated(rows).unwrap_or(1 + empty),
    };
    let count = count.min(rows.len());
    let parts = rows.get(empty..count).unwrap_or_default();
    draft.article.title = spaced_like(parts, toc.map(|t| t.title.as_str()), habit);
    count
}

/// Returns the rows of a title of one row to three that stands again right below itself.
fn repeated(rows: &[LayoutRow<'_>]) -> Option<usize> {
    (1..=3).find(|&n| {
        let fold = |part: Option<&[LayoutRow<'_>]>| {
            part.map(|p| p.iter().map(|r| fold_title(r.text)).collect::<String>())
        };
        let (one, two) = (fold(rows.get(..n)), fold(rows.get(n..2 * n)));
        one.is_some() && one == two
    })
}

/// Joins the rows of a title. A space lost at the line break is put back where the contents, or the title's other
/// instance, have one.
fn spaced_like(rows: &[LayoutRow<'_>], other: Option<&str>, habit: SpacingHabit) -> String {
    let joined = rows::joined(rows, habit);
    let Some(other) = other.filter(|_| rows.len() > 1) else {
        return joined;
    };
    // Only a difference in spaces may be taken over; other differences are kept for the warning.
    let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let spaces = |t: &str| t.chars().filter(|c| c.is_whitespace()).count();
    if bare(&joined) == bare(other)
        && spaces(other) > spaces(&joined)
        && spaces(other) <= spaces(&joined) + rows.len()
    {
        other.to_owned()
    } else {
        joined
    }
}

/// True if a row is a field, or a dateline that opens the text.
fn is_field(text: &str) -> bool {
    matches!(labels::label(text), Some((label, _)) if label != FieldLabel::Title)
        || dateline(text, &[], None).is_some()
}

/// Reads the fields between title and text; returns the row where the text begins.
///
/// Rows that are no field are put in front of the text, so that nothing between the fields is lost.
/// A field that stands twice counts once; a second value of its own is text.
fn fields<'a>(draft: &mut ArticleDraft<'a>, rows: &mut Vec<LayoutRow<'a>>, mut at: usize) -> usize {
    // Rows among the fields that are none; two are bearable, more are text.
    let mut strangers = 0;
    while let Some(row) = rows.get(at).copied() {
        let Some((label, value)) = labels::label(row.text) else {
            // One odd row among the fields does not end them, if a field follows.
            let label_at = |n: usize| rows.get(at + n).and_then(|r| labels::label(r.text));
            // An odd row is a second half of a value or a remark of the editors.
            let ahead = (1..4).any(|n| match label_at(n) {
                Some((FieldLabel::Content, _)) => true,
                Some((FieldLabel::Link, _)) => n < 3 && draft.article.link.is_none(),
                _ => false,
            });
            // Put aside for now: behind the last field they are put in front of the text.
            if ahead && strangers < 2 && row.text.chars().count() < 40 {
                strangers += 1;
                draft.body.push(row);
                rows.remove(at);
                continue;
            }
            break;
        };
        // Two fields on one row are read as two rows.
        let value = match inline_label(value).filter(|_| label != FieldLabel::Content) {
            Some(at_byte) => {
                rows.insert(
                    at + 1,
                    row.with_text(value.get(at_byte..).unwrap_or_default()),
                );
                trim(value.get(..at_byte).unwrap_or_default())
            }
            None => value,
        };
        at += 1;
        match label {
            FieldLabel::Source if draft.article.source.is_none() => {
                at += source(draft, value, row, rows.get(at).copied());
            }
            FieldLabel::Link => at = links(draft, value, rows, at - 1),
            FieldLabel::Date if draft.article.date.is_none() => {
                at += date_field(draft, value, rows.get(at), row.number);
            }
            // The text begins on the row of the label itself, or below it.
            FieldLabel::Content => {
                draft.has_text_label = true;
                if !value.is_empty() {
                    at -= 1;
                    rows[at] = row.with_text(value);
                }
                break;
            }
            FieldLabel::Original if draft.article.original_title.is_none() => {
                draft.article.original_title = Some(value.to_owned());
            }
            // A field that stands twice and does not say the same is text.
            FieldLabel::Original | FieldLabel::Source | FieldLabel::Date | FieldLabel::Title => {
                let article = &draft.article;
                let known = [&article.original_title, &article.source];
                // A field that only repeats what is known is dropped without loss.
                let is_known = value.is_empty()
                    || value == article.title
                    || known.iter().any(|known| known.as_deref() == Some(value))
                    || dates::leading(value).is_some_and(|found| found.date == article.date);
                if !is_known {
                    at -= 1;
                    draft.body.push(row);
                    rows.remove(at);
                }
            }
        }
    }
    put_back(draft, rows, at);
    at
}

/// Puts rows that stood among the fields without being one in front of the text, so that nothing is lost.
fn put_back<'a>(draft: &mut ArticleDraft<'a>, rows: &mut Vec<LayoutRow<'a>>, at: usize) {
    let odd = std::mem::take(&mut draft.body);
    for (n, row) in odd.into_iter().enumerate() {
        rows.insert((at + n).min(rows.len()), row);
    }
}

/// Returns the byte where a second field begins on the same row, set off by a space: `来源：甲 链接：…`.
fn inline_label(value: &str) -> Option<usize> {
    // A value that long is text, in which the search would cost more than it finds.
    if value.len() > 600 {
        return None;
    }
    value
        .match_indices(char::is_whitespace)
        .map(|(at, space)| at + space.len())
        .find(|&at| {
            let rest = value.get(at..).unwrap_or_default();
            let colon = rest.chars().take(6).any(|c| matches!(c, '：' | ':'));
            colon && labels::label(rest).is_some()
        })
}

/// Reads the field `来源：`, whose value may stand on the next row or have the date behind it. Returns how many more rows
/// it took.
///
/// `来源：山海晚报 2025-06-15` gives source and date, `来源：` above `山海晚报` takes one more row.
///
/// The people behind the medium are no field and are kept for the text.
fn source<'a>(
    draft: &mut ArticleDraft<'a>,
    value: &'a str,
    row: LayoutRow<'a>,
    next: Option<LayoutRow<'a>>,
) -> usize {
    // A longer row below is the beginning of the text and no name.
    let below = next
        .filter(|r| value.is_empty() && labels::label(r.text).is_none())
        .filter(|r| r.text.chars().count() <= 24);
    let (name, people) = medium(below.map_or(value, |r| r.text));
    if !people.is_empty() {
        draft.people = Some(row.with_text(people));
    }
    if let Some(found) = source_first(value, draft.issued).filter(|f| f.source.is_some()) {
        draft.article.source = found.source;
        draft.article.date = draft.article.date.or(found.date);
        return 0;
    }
    draft.article.source = Some(name.to_owned()).filter(|name| !name.is_empty());
    usize::from(below.is_some())
}

/// Reads the field `链接：` at row `at`; returns the row behind it.
///
/// Other addresses behind the first are kept for the warning. What follows the address on its last
/// row is read as a row of its own, unless it is a remark.
fn links<'a>(
    draft: &mut ArticleDraft<'a>,
    value: &'a str,
    rows: &mut [LayoutRow<'a>],
    at: usize,
) -> usize {
    let row = rows[at];
    let below = rows.get(at + 1..).unwrap_or_default();
    let LinkField {
        found,
        rows: more,
        rest,
    } = link::read(value, below);
    // The warning leads to where the address stands, not to its label.
    draft.link_line = if value.is_empty() && more > 0 {
        below.first().map_or(row.number, |r| r.number)
    } else {
        row.number
    };
    let last = at + more;
    let left = rest.and_then(|rest| {
        let text = if more == 0 { value } else { rows[last].text };
        text.get(rest..).map(trim)
    });
    // The ellipsis is where a program cut the address for display.
    let dots = left.is_some_and(|left| left.starts_with(['…', '⋯']));
    let is_cut = dots || found.first().is_some_and(|link| addresses::looks_cut(link));
    let mut found = found
        .into_iter()
        .map(|l| addresses::tidy(&l))
        .filter(|l| !l.is_empty());
    if draft.article.link.is_none() {
        let shown = found.next();
        // The words of a hyperlink may be an address that its author or a program cut short (`https://example.com/a…`).
        let taken = rows.get(at..=at + more).unwrap_or_default();
        let target = taken.iter().find_map(|row| row.target).map(str::to_owned);
        // A program that made a hyperlink of the first line alone left out the rest.
        let target = target.filter(|target| !shown.as_ref().is_some_and(|s| s.starts_with(target)));
        draft.cut_link = target.is_none() && is_cut;
        draft.article.link = shown.map(|shown| target.unwrap_or(shown));
    }
    draft.more_links.extend(found);
    match left {
        // Words in the place of an address (`链接：无`) are kept for the warning.
        Some(left) if draft.article.link.is_none() && left == value => {
            draft.bad_link = Some(left.to_owned());
            last + 1
        }
        Some(left) if !left.is_empty() && !is_remark(left) => {
            rows[last] = rows[last].with_text(left);
            last
        }
        _ => last + 1,
    }
}

/// True for a remark behind a link, such as `（点击查看）`.
fn is_remark(text: &str) -> bool {
    addresses::is_invitation(text)
        || text.chars().all(|c| !c.is_alphanumeric())
        // A short text in brackets; a long text is the beginning of the article.
        || (text.starts_with(['（', '(', '【', '['])
            && text.ends_with(['）', ')', '】', ']'])
            && text.chars().count() <= 16)
}

/// Reads the field `日期：`, where the layout may have broken the date. Returns how many more rows it took.
///
/// A value that is no date leaves the article without one and is noted; an empty value is not.
fn date_field(
    draft: &mut ArticleDraft<'_>,
    value: &str,
    next: Option<&LayoutRow<'_>>,
    line: u32,
) -> usize {
    draft.date_line = line;
    // A narrow column breaks a date too: the next row is tried as its second half.
    let joined = next
        .filter(|n| labels::label(n.text).is_none())
        .map(|n| format!("{value}{}", n.text));
    // Feeds give the day in English.
    let whole = dates::leading(value).or_else(|| day_forms::english(value));
    let (found, more) = match (whole, joined.as_deref().and_then(dates::leading)) {
        (Some(found), _) => (Some(found), 0),
        (None, Some(found)) => (Some(found), 1),
        _ => (None, 0),
    };
    draft.article.date = found.and_then(|f| f.date);
    // An empty field is a missing date, not a wrong one.
    draft.bad_date = draft.article.date.is_none() && !value.is_empty();
    more
}
