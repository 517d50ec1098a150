//! The first rows of articles.
//!
//! A text may have lines `2. …` of its own, so no sign is trusted alone: the number, the label, the contents and the
//! fields that follow each give points, and the chain of candidates with the best sum over the whole report wins.

use super::likeness::{fold_title, likeness_over};
use super::rows::LayoutRow;
use super::toc::LocatedEntry;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::{items, numerals};
use std::collections::HashMap;

/// The first row of an article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ArticleHead {
    /// The index of the row.
    pub row: usize,
    /// The number printed on the row.
    pub number: Option<u32>,
    /// Set when the row has the label `标题：`.
    pub labelled: bool,
    /// The byte offset of the title in the row's text.
    pub title: usize,
    /// The points for this row: above 0 the signs for an article outweigh those against it.
    pub score: f32,
}

/// The folded titles of the contents, by number.
type Titles = HashMap<u32, String>;

/// The most rows of a title. Longer ones are text whose end was not recognised.
pub(super) const MOST_TITLE_ROWS: usize = 4;
/// The number of candidates back in which a head looks for its predecessor. Bounds the work on a text made of nothing
/// but candidates (50 000 lines `2. 甲`).
const LOOK_BACK: usize = 64;

/// Finds the heads among `rows`, in order, by the contents `toc` where there are any.
pub(super) fn find(rows: &[LayoutRow<'_>], toc: &[LocatedEntry]) -> Vec<ArticleHead> {
    let folded: Titles = toc
        .iter()
        .rev()
        .map(|e| (e.entry.number, fold_title(&e.entry.title)))
        .collect();
    let by_title: HashMap<&str, u32> = folded.iter().map(|(n, t)| (t.as_str(), *n)).collect();
    let possible: Vec<ArticleHead> = (0..rows.len())
        .filter_map(|i| candidate(rows, i).or_else(|| unnumbered(rows, i, &by_title)))
        .collect();
    // Labelled heads at the margin are the custom of the whole report; a numbered row that is set
    // in like a paragraph then belongs to a list.
    let at_margin = possible
        .iter()
        .any(|head| head.labelled && !rows[head.row].set_in);
    let candidates: Vec<ArticleHead> = possible
        .into_iter()
        .filter(|head| !(at_margin && rows[head.row].set_in))
        .map(|head| scored(rows, head, &folded))
        // A weak head may still be one where the numbers before and behind it ask for it.
        .filter(|head| head.score > -2.0)
        .collect();
    best_chain(&candidates)
}

/// Returns row `i` as a head without points if it has an item number or the label of a title.
///
/// `3.标题：甲`, `标题3：甲`, `3、甲` and `标题：甲` are candidates; `3.来源：甲` is a field.
fn candidate(rows: &[LayoutRow<'_>], i: usize) -> Option<ArticleHead> {
    let text = rows[i].text;
    let item = items::item(text);
    let rest = item.map_or(text, |item| item.rest);
    let (labelled, title, number) = match labels::label(rest) {
        Some((FieldLabel::Title, title)) => (true, title, None),
        // A numbered field, `1. 来源：…`, belongs to an article.
        Some(_) => return None,
        None => numbered_label(rest).map_or((false, rest, None), |(number, title)| {
            (true, title, Some(number))
        }),
    };
    if item.is_none() && !labelled {
        return None;
    }
    Some(ArticleHead {
        row: i,
        // The number may stand before the label or inside it.
        number: item.map(|item| item.number).or(number),
        labelled,
        title: text.len() - title.len(),
        score: 0.0,
    })
}

/// Returns row `i` as a head if it repeats a title of the contents, without number or label, and a field stands right
/// below: some formats lose automatic numbers.
fn unnumbered(
    rows: &[LayoutRow<'_>],
    i: usize,
    by_title: &HashMap<&str, u32>,
) -> Option<ArticleHead> {
    // Without contents there is nothing to recognise such a title by.
    if by_title.is_empty() {
        return None;
    }
    let below = labels::label(rows.get(i + 1)?.text)?.0;
    if !matches!(below, FieldLabel::Source | FieldLabel::Link) {
        return None;
    }
    let number = *by_title.get(fold_title(rows[i].text).as_str())?;
    Some(ArticleHead {
        row: i,
        number: Some(number),
        labelled: false,
        title: 0,
        score: 0.0,
    })
}

/// Reads `标题1：…`: the number and the title.
fn numbered_label(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix("标题")?.trim_start();
    let behind = rest.trim_start_matches(numerals::is_numeral);
    let number = numerals::number(rest.get(..rest.len() - behind.len())?)?;
    let title = behind.trim_start().strip_prefix(['：', ':'])?;
    Some((number, title.trim_start()))
}

/// Adds the points for a head. The figures were set by hand on the corpus; a label (6) or two fields (3 each) outweigh
/// the 5 points that every row starts below 0.
fn scored(rows: &[LayoutRow<'_>], head: ArticleHead, toc: &Titles) -> ArticleHead {
    let mut score = -5.0;
    if head.labelled {
        score += 6.0;
    }
    score += fields_below(rows, head.row);
    score += toc_match(rows, head, toc);
    // A title ends with a comma only where the layout broke it.
    if rows[head.row].text.ends_with(['。', '；']) {
        score -= 3.0;
    } else if rows[head.row].text.ends_with('，') {
        score -= 1.0;
    }
    ArticleHead { score, ..head }
}

/// True if the fields below `head` show a report: a link or the label of a content, or any field where the head has the
/// label of a title.
///
/// A list of documents has titles with that label as well (`标题：开发计划`, `版本：2.0`), but none of the fields.
pub(super) fn is_sure(rows: &[LayoutRow<'_>], head: &ArticleHead) -> bool {
    let below = rows.iter().skip(head.row + 1).take(6);
    let mut labels = below.filter_map(|row| Some(labels::label(row.text)?.0));
    labels.any(|label| match label {
        FieldLabel::Link | FieldLabel::Content => true,
        FieldLabel::Source | FieldLabel::Date | FieldLabel::Original => head.labelled,
        FieldLabel::Title => false,
    })
}

/// Returns the points of the rows below: source, link and content follow a head, at most a title's rows away.
///
/// 3 for each kind of field, 4 more where the title stands again below the content, 1 less for each
/// row in between (6 for a numbered one); 13 at most. 0 where no field follows within
/// [`MOST_TITLE_ROWS`].
fn fields_below(rows: &[LayoutRow<'_>], at: usize) -> f32 {
    let mut seen: Vec<FieldLabel> = Vec::new();
    let mut score = 0.0_f32;
    let mut before_first = 0;
    for (i, row) in rows.iter().enumerate().skip(at + 1).take(14) {
        let text = row.text;
        if let Some((label, _)) = labels::label(text) {
            // The next article begins.
            if label == FieldLabel::Title {
                break;
            }
            if !seen.contains(&label) {
                seen.push(label);
                // Each kind counts once: a list of links is no better sign than one link.
                score += 3.0;
            }
            if label == FieldLabel::Content {
                score += title_below(rows, at, i);
                break;
            }
        } else if seen.is_empty() {
            before_first += 1;
            let another = items::item(text).is_some_and(|i| labels::label(i.rest).is_some());
            if before_first >= MOST_TITLE_ROWS || another {
                return 0.0;
            }
            // A number on a row in between makes that row the likelier head.
            score -= if items::item(text).is_some() {
                6.0
            } else {
                1.0
            };
        // Behind the first field only pieces of an address may stand between fields.
        } else if !text.is_ascii() && !text.starts_with("http") {
            break;
        }
    }
    if seen.is_empty() {
        0.0
    } else {
        // Bounded, so that a row with many fields does not outweigh numbers that do not fit.
        score.min(13.0)
    }
}

/// Returns 4 points if the head's title stands again below the content's label in row `content`.
fn title_below(rows: &[LayoutRow<'_>], head: usize, content: usize) -> f32 {
    let text = rows[head].text;
    let title = fold_title(items::item(text).map_or(text, |item| item.rest));
    // The title stands again below the label in both real reports, so this sign alone nearly proves a head.
    let again = rows
        .get(content + 1)
        .map(|row| fold_title(row.text))
        .unwrap_or_default();
    let same = !again.is_empty() && (title.ends_with(&again) || again.starts_with(&title));
    if same { 4.0 } else { 0.0 }
}

/// Returns the points for a title that the contents have under the same number, or -2 where they have another one.
///
/// 8 for the same title, 6 for one that is 0.8 alike, -2 for another; 0 without contents. A head
/// without a number may have any title of the contents, but exactly.
fn toc_match(rows: &[LayoutRow<'_>], head: ArticleHead, toc: &Titles) -> f32 {
    if toc.is_empty() {
        return 0.0;
    }
    let alike = |want: &str| title_rows(rows, head.row, head.title, want).1;
    // Compared with the entry of its own number only: another one's title would be no sign for this
    // number.
    let best = if let Some(number) = head.number {
        toc.get(&number).map_or(0.0, |want| alike(want))
    } else {
        let own = fold_title(rows[head.row].text.get(head.title..).unwrap_or_default());
        f64::from(u8::from(toc.values().any(|title| *title == own)))
    };
    if best > 0.99 {
        8.0
    } else if best >= 0.8 {
        6.0
    } else {
        -2.0
    }
}

/// Returns how many rows from `at` on match the folded title `want` best, and how well, from 0 to 1. `offset` is where
/// the title begins in the first row, in bytes.
pub(super) fn title_rows(
    rows: &[LayoutRow<'_>],
    at: usize,
    offset: usize,
    want: &str,
) -> (usize, f64) {
    let mut best = (1, 0.0);
    let mut text = String::new();
    for n in 0..MOST_TITLE_ROWS {
        let Some(row) = rows.get(at + n) else { break };
        if n > 0 && labels::label(row.text).is_some() {
            break;
        }
        let part = if n == 0 {
            row.text.get(offset..)
        } else {
            Some(row.text)
        };
        // Folded row by row, since folding drops what joining would add.
        let folded = fold_title(part.unwrap_or_default());
        text.push_str(&folded);
        let alike = likeness_over(&text, want, best.1);
        // A row of nothing but a closing mark belongs to the row above.
        let mark = folded.is_empty() && best.0 == n && n > 0;
        if alike > best.1 + 1e-9 || mark {
            best = (n + 1, alike);
        }
        // Nothing is more alike than alike, and what is no mark ends the title.
        let found = best.1 > 1.0 - 1e-9 && best.0 <= n;
        if found || text.len() > want.len() + 40 {
            break;
        }
    }
    best
}

/// Returns the chain of candidates with the largest sum: points of each head, plus 2 for every number that follows its
/// predecessor and a malus for gaps. This is a longest-path search, as in a Viterbi decoder, so that one wrong row
/// cannot break the numbering behind it.
fn best_chain(candidates: &[ArticleHead]) -> Vec<ArticleHead> {
    let mut value: Vec<f32> = Vec::with_capacity(candidates.len());
    let mut back: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (i, head) in candidates.iter().enumerate() {
        let first = match head.number {
            Some(1) | None => 1.0,
            Some(n) => -(f32::from(u8::try_from(n.min(5)).unwrap_or(5)) - 1.0),
        };
        // A chain may begin with any number, because a part of a report is read as well, but 1 is likeliest.
        let mut best = (first + head.score, None);
        for j in (i.saturating_sub(LOOK_BACK)..i).rev() {
            let step = match (candidates[j].number, head.number) {
                (Some(a), Some(b)) if b == a + 1 => 2.0,
                (Some(a), Some(b)) if b > a => {
                    -2.0 - 0.5 * f32::from(u8::try_from((b - a).min(12)).unwrap_or(12))
                }
                // A head without a number fits anywhere, but less well than one that counts on.
                (None, _) | (_, None) => 0.5,
                // A number that repeats or counts down is almost never right.
                _ => -9.0,
            };
            let sum = value[j] + step + head.score;
            if sum > best.0 {
                best = (sum, Some(j));
            }
        }
        value.push(best.0);
        back.push(best.1);
    }
    let end = (0..candidates.len()).max_by(|&a, &b| value[a].total_cmp(&value[b]));
    let mut chain = Vec::new();
    // Below 0 it is likelier that the text has no articles at all.
    let mut at = end.filter(|&end| value[end] > 0.0);
    while let Some(i) = at {
        chain.push(candidates[i]);
        at = back[i];
    }
    chain.reverse();
    chain
}
