//! Where articles begin. A text may have lines `2. …` of its own: the number, the label, the contents and the fields that
//! follow decide together, over the whole report.

use super::likeness::{fold_title, likeness_over};
use super::rows::LayoutRow;
use super::toc::LocatedEntry;
use crate::conventions::labels::{self, FieldLabel};
use crate::conventions::{items, numerals};
use std::collections::HashMap;

/// A row that heads an article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ArticleHead {
    /// Its row.
    pub row: usize,
    /// The number printed on it.
    pub number: Option<u32>,
    /// Whether it is labelled `标题：`.
    pub labelled: bool,
    /// Byte offset of the title in the row's text.
    pub title: usize,
    /// What speaks for it.
    pub score: f32,
}

/// The folded titles of the contents, by number.
type Titles = HashMap<u32, String>;

/// A title has no more rows than this.
pub(super) const MOST_TITLE_ROWS: usize = 4;
/// How far back a head looks for the one before it: bounds the work on a text made of nothing but candidates.
const LOOK_BACK: usize = 64;

/// The heads among `rows`, in order.
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
    // Where heads are labelled at the margin, a row that is set in like a paragraph is none.
    let at_margin = possible
        .iter()
        .any(|head| head.labelled && !rows[head.row].set_in);
    let candidates: Vec<ArticleHead> = possible
        .into_iter()
        .filter(|head| !(at_margin && rows[head.row].set_in))
        .map(|head| scored(rows, head, &folded))
        .filter(|head| head.score > -2.0)
        .collect();
    best_chain(&candidates)
}

/// A row that could be a head, whatever speaks against it.
fn candidate(rows: &[LayoutRow<'_>], i: usize) -> Option<ArticleHead> {
    let text = rows[i].text;
    let item = items::item(text);
    let rest = item.map_or(text, |item| item.rest);
    let (labelled, title, number) = match labels::label(rest) {
        Some((FieldLabel::Title, title)) => (true, title, None),
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
        number: item.map(|item| item.number).or(number),
        labelled,
        title: text.len() - title.len(),
        score: 0.0,
    })
}

/// A row that says a title of the contents, without number or label, with a field right below: some formats lose automatic
/// numbers.
fn unnumbered(
    rows: &[LayoutRow<'_>],
    i: usize,
    by_title: &HashMap<&str, u32>,
) -> Option<ArticleHead> {
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

/// `标题1：…`
fn numbered_label(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix("标题")?.trim_start();
    let behind = rest.trim_start_matches(numerals::is_numeral);
    let number = numerals::number(rest.get(..rest.len() - behind.len())?)?;
    let title = behind.trim_start().strip_prefix(['：', ':'])?;
    Some((number, title.trim_start()))
}

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

/// What the rows below say: source, link and content follow a head, at most a title's rows away.
fn fields_below(rows: &[LayoutRow<'_>], at: usize) -> f32 {
    let mut seen: Vec<FieldLabel> = Vec::new();
    let mut score = 0.0_f32;
    let mut before_first = 0;
    for (i, row) in rows.iter().enumerate().skip(at + 1).take(14) {
        let text = row.text;
        if let Some((label, _)) = labels::label(text) {
            if label == FieldLabel::Title {
                break;
            }
            if !seen.contains(&label) {
                seen.push(label);
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
        } else if !text.is_ascii() && !text.starts_with("http") {
            break;
        }
    }
    if seen.is_empty() {
        0.0
    } else {
        score.min(13.0)
    }
}

/// Whether the head's title stands again below the content's label in row `content`.
fn title_below(rows: &[LayoutRow<'_>], head: usize, content: usize) -> f32 {
    let text = rows[head].text;
    let title = fold_title(items::item(text).map_or(text, |item| item.rest));
    let again = rows
        .get(content + 1)
        .map(|row| fold_title(row.text))
        .unwrap_or_default();
    let same = !again.is_empty() && (title.ends_with(&again) || again.starts_with(&title));
    if same { 4.0 } else { 0.0 }
}

fn toc_match(rows: &[LayoutRow<'_>], head: ArticleHead, toc: &Titles) -> f32 {
    if toc.is_empty() {
        return 0.0;
    }
    let alike = |want: &str| title_rows(rows, head.row, head.title, want).1;
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

/// How many rows from `at` on make the folded title `want` best, and how well.
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

/// The chain of candidates that is worth most: numbers that count up, each head with what speaks for it.
fn best_chain(candidates: &[ArticleHead]) -> Vec<ArticleHead> {
    let mut value: Vec<f32> = Vec::with_capacity(candidates.len());
    let mut back: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (i, head) in candidates.iter().enumerate() {
        let first = match head.number {
            Some(1) | None => 1.0,
            Some(n) => -(f32::from(u8::try_from(n.min(5)).unwrap_or(5)) - 1.0),
        };
        let mut best = (first + head.score, None);
        for j in (i.saturating_sub(LOOK_BACK)..i).rev() {
            let step = match (candidates[j].number, head.number) {
                (Some(a), Some(b)) if b == a + 1 => 2.0,
                (Some(a), Some(b)) if b > a => {
                    -2.0 - 0.5 * f32::from(u8::try_from((b - a).min(12)).unwrap_or(12))
                }
                (None, _) | (_, None) => 0.5,
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
    let mut at = end.filter(|&end| value[end] > 0.0);
    while let Some(i) = at {
        chain.push(candidates[i]);
        at = back[i];
    }
    chain.reverse();
    chain
}
