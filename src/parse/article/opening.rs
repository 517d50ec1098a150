//! The rows between `主要内容：` and an article's text: the title again, the dateline, `原标题：`.
//!
//! Reports repeat the head of the web page there, in any order and with any of its parts missing.
//! So each row is tried as every part that was not found yet, and the first row that is none of
//! them begins the text. Up to three odd rows are stepped over where a part follows behind them;
//! they stay in the text.

use super::ArticleDraft;
use crate::conventions::bylines::is_byline;
use crate::conventions::datelines::Dateline;
use crate::conventions::joining::{self, SpacingHabit};
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::line::rough_columns;
use crate::conventions::media::medium;
use crate::model::TocEntry;
use crate::parse::dateline::dateline_of;
use crate::parse::heads;
use crate::parse::likeness::{alike, fold_title, likeness};
use crate::parse::rows::{self, LayoutRow};
use jiff::civil::Date;
use std::collections::HashMap;

/// Reads the rows between `主要内容：` and the text; returns the row where the text begins. Rows among them that are none
/// of these stay in front of the text.
pub(super) fn opening<'a>(
    draft: &mut ArticleDraft<'a>,
    rows: &mut Vec<LayoutRow<'a>>,
    start: usize,
    toc: Option<&TocEntry>,
    habit: SpacingHabit,
) -> usize {
    // The order of the rest differs from report to report, so each row is tried as each of them.
    let mut at = start + title_again(draft, rows, start, toc, habit);
    // A known medium needs no label before it in a dateline.
    let known: Vec<String> = [
        draft.article.source.clone(),
        toc.and_then(|t| t.source.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Each stands once; a second one belongs to the text.
    let (mut dated, mut titled) = (false, false);
    let mut above: Vec<LayoutRow<'a>> = Vec::new();
    while let Some(row) = rows.get(at).copied() {
        // Below a title or a dateline at the margin, what is set in is text, whatever it looks like.
        let mut taken = rows.get(start..at).unwrap_or_default().iter();
        let found = (!dated).then(|| dateline_of(rows, at, &known, draft.issued));
        let found = found.flatten();
        let is_dateline = found.as_ref().is_some_and(|(dateline, _)| dateline.sure);
        if row.set_in && !is_dateline && taken.any(|row| !row.set_in) {
            break;
        }
        if let Some((found, count)) = found {
            adopt_dateline(draft, &found, row.number);
            dated = true;
            // The names of authors are no field, so the row has to stay readable.
            if found.credits {
                above.extend(rows.get(at..at + count).into_iter().flatten().copied());
            }
            at += count;
        } else if let Some((FieldLabel::Original, value)) =
            labels::label(row.text).filter(|(_, value)| {
                let known = draft.article.original_title.as_deref();
                !titled && known.is_none_or(|known| known == *value)
            })
        {
            at += original(draft, value, rows, at, habit);
            titled = true;
        } else if let Some((FieldLabel::Source, value)) = labels::label(row.text)
            .filter(|_| {
                !dated && draft.article.source.is_none()
                    || known.iter().any(|k| row.text.ends_with(k.as_str())) && above.is_empty()
            })
            .filter(|(_, value)| value.chars().count() <= 20 && !value.is_empty())
        {
            // The field above the text counts for more.
            let (name, people) = medium(value);
            if draft.article.source.is_none() && !name.is_empty() {
                draft.article.source = Some(name.to_owned());
            }
            if !people.is_empty() {
                above.push(row.with_text(people));
            }
            at += 1;
        } else if above.len() < 3
            && !(dated && titled)
            && more_ahead(rows, at, (&known, draft.issued), (dated, titled))
        {
            // The row stays, but a dateline behind it is still read.
            above.push(row);
            at += 1;
        } else {
            break;
        }
    }
    // The kept rows are moved behind the ones that were taken, in their order.
    let at = at - above.len();
    for (n, row) in above.into_iter().enumerate() {
        rows[at + n] = row;
    }
    at
}

/// True if a dateline or `原标题` stands within the next rows, with nothing but short rows before it.
///
/// `(known, issued)` are the media and the day for datelines without label and year,
/// `(dated, titled)` what was found already.
fn more_ahead(
    rows: &[LayoutRow<'_>],
    at: usize,
    (known, issued): (&[String], Option<Date>),
    (dated, titled): (bool, bool),
) -> bool {
    for i in at..at + 3 {
        let Some(row) = rows.get(i) else { return false };
        let found = (!dated
            && dateline_of(rows, i, known, issued).is_some_and(|(dateline, _)| dateline.sure))
            || (!titled && matches!(labels::label(row.text), Some((FieldLabel::Original, _))));
        // The row at hand itself was tried already.
        if found {
            return i > at;
        }
        // Running text ends the search: what follows is the article.
        if row.text.ends_with(['。', '，', '、', '；']) || row.text.chars().count() > 40 {
            return false;
        }
    }
    false
}

/// Counts the rows, from `at` on, that repeat the title.
///
/// 0 where the rows are too unlike the title, have a label, or end a sentence: then the text has
/// begun.
fn title_again(
    draft: &mut ArticleDraft<'_>,
    rows: &[LayoutRow<'_>],
    at: usize,
    toc: Option<&TocEntry>,
    habit: SpacingHabit,
) -> usize {
    let own = fold_title(&draft.article.title);
    // Title and contents may differ by a word; the repetition follows either of them.
    let from_toc = toc.map(|t| fold_title(&t.title)).unwrap_or_default();
    let (n, alike_own) = heads::title_rows(rows, at, 0, &own);
    let (n, best) = if from_toc == own {
        (n, alike_own)
    } else {
        let (m, alike_toc) = heads::title_rows(rows, at, 0, &from_toc);
        if alike_toc > alike_own {
            (m, alike_toc)
        } else {
            (n, alike_own)
        }
    };
    let parts = rows.get(at..at + n).unwrap_or_default();
    let labelled = parts
        .first()
        .is_some_and(|row| labels::label(row.text).is_some());
    // A first sentence often begins with the words of the title, so less than 0.85 is text, and so is a row that ends
    // a sentence.
    if best < 0.85 || parts.is_empty() || labelled {
        return 0;
    }
    let again = rows::joined(parts, habit);
    if again.ends_with('。') {
        return 0;
    }
    if n == 1 {
        // A title that stands whole on one row knows the spaces that a broken one lost.
        let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let spaces = |t: &str| t.chars().filter(|c| c.is_whitespace()).count();
        // The copies last: hardly any title has a space more.
        if spaces(&again) == spaces(&draft.article.title) + 1
            && draft.article.title.chars().count() > 25
            && bare(&again) == bare(&draft.article.title)
        {
            draft.article.title = again;
        }
    }
    n
}

/// Reads `原标题：` at row `at`, which may go on over some rows, and returns how many it took.
///
/// Nothing marks its end, so a further row belongs to it where that makes it more like the title, or where the row
/// above is full and this one ends as a title may.
///
/// At least one row is taken, and [`heads::MOST_TITLE_ROWS`] at most.
fn original(
    draft: &mut ArticleDraft<'_>,
    value: &str,
    rows: &[LayoutRow<'_>],
    at: usize,
    habit: SpacingHabit,
) -> usize {
    let mut text = value.to_owned();
    let mut used = 1;
    let title = fold_title(&draft.article.title);
    let wide = measure(rows);
    while let Some(next) = rows
        .get(at + used)
        .filter(|r| used < heads::MOST_TITLE_ROWS && labels::label(r.text).is_none())
    {
        let mut both = text.clone();
        joining::append(&mut both, next.text, habit);
        let one = likeness(&fold_title(&text), &title);
        let two = likeness(&fold_title(&both), &title);
        // A title that is complete already takes no more rows.
        let done = one > 0.99;
        let closer = two > one + 0.05 || (two > one && two > 0.99);
        // A row that the title fills goes on, perhaps over one more full row; a first line is never that wide.
        let fills = rough_columns(next.text) + 2 >= wide && !next.text.contains(['，', '。']);
        let last = rows.get(at + used + usize::from(fills));
        let full = rough_columns(rows[at + used - 1].text) + 3 >= wide
            && last.is_some_and(|last| ends_title(last.text, wide));
        let mark = fold_title(next.text).is_empty();
        let alike = closer && alike(&fold_title(&both), &title);
        if !(text.is_empty() || mark || (!done && (alike || full))) {
            break;
        }
        text = both;
        used += 1;
    }
    draft.article.original_title = Some(text).filter(|t| !t.is_empty());
    used
}

/// Returns the width in columns that most full rows have, of those without Latin if there are enough: letters may be
/// narrower than a column.
fn measure(rows: &[LayoutRow<'_>]) -> usize {
    let mut all = 0;
    let mut count: HashMap<usize, usize> = HashMap::new();
    for text in rows
        .iter()
        .map(|row| row.text)
        .filter(|text| !text.is_ascii())
    {
        let wide = rough_columns(text);
        all = all.max(wide);
        if !text.contains(|c: char| c.is_ascii()) {
            *count.entry(wide).or_default() += 1;
        }
    }
    let full = count
        .into_iter()
        .filter(|(wide, n)| *n > 2 && wide + 10 >= all);
    full.max_by_key(|&(wide, n)| (n, wide))
        .map_or(all, |(wide, _)| wide)
}

/// True if a row below a full row of a title may be its end. A row as wide as a first line, or one that ends like
/// running text, is text.
fn ends_title(text: &str, wide: usize) -> bool {
    let clauses = text.matches(['，', '。']).count();
    let sentence = clauses > 1 || (clauses > 0 && text.ends_with(['！', '？', '”']));
    let open = !text.ends_with(['。', '，', '、', '；', '：', '）']);
    let credit = text.contains("（记者") || is_byline(text);
    rough_columns(text) + 6 <= wide && open && !sentence && !credit
}

/// Takes day and medium from the dateline where the fields gave none.
fn adopt_dateline(draft: &mut ArticleDraft<'_>, found: &Dateline, line: u32) {
    if draft.article.date.is_none() {
        draft.article.date = found.date;
        draft.bad_date = found.date.is_none();
        draft.date_line = line;
    }
    if draft.article.source.is_none() {
        draft.article.source.clone_from(&found.source);
    }
}
