//! New words: strings of Han that stand out in an issue, a month or a year against the time before.
//!
//! A string is a candidate if it stands in at least three articles, holds together, has free borders (different characters
//! stand before and behind it) and stands where names stand ([`strings`]). Of the candidates those are kept whose share of
//! articles is several times that of the time before; a list by frequency alone would be one of the words that every report
//! has. The articles before are counted with one automaton over all candidates (Aho–Corasick). There is no dictionary, and the
//! result depends on the texts alone.
//!
//! Precision was counted by hand: a term is a name or a word that stands for itself and is neither cut nor part of a sentence.
//! The rules were tuned on lists of nine periods from 2013 to 2025. Then the first 40 words of periods not looked at before
//! were mixed with those of the rules before, and each was judged without knowing whose it was:
//!
//! | | terms | with the rules before |
//! | --- | --- | --- |
//! | television news, two months of 2026 | 73 of 80 | 52 of 80 |
//! | items of it on health, a quarter of 2021 and the year 2023 | 75 of 80 | 61 of 80 |
//! | newsrooms and blogs, a day of 2025 | 31 of 40 | 29 of 40 |
//!
//! Before 中 and the like could begin a word and 会 end one, it was 67 of 80 in two other months, 69 of 75 and 29 of 40 in other
//! periods of the other two. What is still wrong is mostly two names with a word between them and a verb with its object.

use super::cache::compact_text;
use super::cache::record::{Record, Slice};
use super::index::IndexedReport;
use super::meta::Place;
use super::search::parallel::for_each_in_order;
use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use strings::candidates;

mod strings;

/// How many times larger its share of articles must be than before. Words of the day, as 暴跌 and 抢眼 are, come and go by four.
const CONTRAST: f64 = 6.0;
/// The same for a word of two characters: most such words with less are of no topic.
const SHORT_CONTRAST: f64 = 10.0;
/// The least evidence of a word, twice the logarithm of the likelihood ratio (G²) of two shares and one: three articles are many
/// against twelve years and chance against twelve articles.
const EVIDENCE: f64 = 5.0;
/// The most words of a list.
const MOST: usize = 40;

/// A word that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWord {
    /// The word.
    pub word: String,
    /// The number of articles with it.
    pub articles: usize,
    /// The number of articles with it in the time before.
    pub before: usize,
}

/// The reports whose words are compared with the time before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewWordScope {
    /// One issue.
    Issue(Place),
    /// The issues that were published in a period, from its first to its last day.
    Period(Date, Date),
}

impl NewWordScope {
    /// Returns the positions of its reports in `reports`, which are newest first; `None` without any.
    pub fn range(&self, reports: &[Arc<IndexedReport>]) -> Option<Range<usize>> {
        let is_in = |report: &Arc<IndexedReport>| match self {
            Self::Issue(place) => report.meta.place == *place,
            Self::Period(first, last) => {
                let day = report.meta.published;
                day.is_some_and(|day| (*first..=*last).contains(&day))
            }
        };
        let first = reports.iter().position(is_in)?;
        let count = reports
            .iter()
            .skip(first)
            .take_while(|report| is_in(report))
            .count();
        Some(first..first + count)
    }
}

/// Returns the words that are new in the reports `new` of `reports`, which are newest first, against all that follow them:
/// the most striking first, at most forty. Nothing is new without a time before.
pub fn new_words(
    reports: &[Arc<IndexedReport>],
    new: Range<usize>,
    stop: &AtomicBool,
) -> Vec<NewWord> {
    let (Some(present), Some(past)) = (reports.get(new.clone()), reports.get(new.end..)) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for_each_in_order(present, stop, texts_of, |some: Vec<String>| {
        texts.extend(some);
        true
    });
    // Only the new texts are counted as strings: all strings of a library would take far more
    // memory.
    let candidates = candidates(&texts);
    if candidates.is_empty() || past.is_empty() {
        return Vec::new();
    }
    let words: Vec<&String> = candidates.iter().map(|(word, _)| word).collect();
    let (before, total) = count_texts(past, &words, stop);
    rank(candidates, &before, texts.len(), total)
}

/// Returns the number of texts of `reports` in which each of `words` occurs, and the number of all texts.
fn count_texts(
    reports: &[Arc<IndexedReport>],
    words: &[&String],
    stop: &AtomicBool,
) -> (Vec<usize>, usize) {
    let (mut before, mut total) = (vec![0; words.len()], 0_usize);
    // Only more words than an automaton can hold are refused, and candidates are few.
    let Ok(automaton) = AhoCorasick::new(words) else {
        return (before, total);
    };
    let count = |made: &mut Option<(Vec<usize>, usize)>, report: &Arc<_>, buffer: &mut _| {
        let (found, total) = made.get_or_insert_default();
        for text in read_texts(report, buffer) {
            *total += 1;
            let hits = automaton.find_overlapping_iter(&text);
            // A word counts once for each article, however often it stands there.
            let hits: BTreeSet<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
            found.extend(hits);
        }
    };
    for_each_in_order(
        reports,
        stop,
        count,
        |(found, articles): (Vec<usize>, usize)| {
            for word in found {
                if let Some(count) = before.get_mut(word) {
                    *count += 1;
                }
            }
            total += articles;
            true
        },
    );
    (before, total)
}

/// Keeps the candidates that stand out against the time before, the most striking first.
///
/// Of words that contain each other the most striking stays.
fn rank(
    candidates: Vec<(String, usize)>,
    before: &[usize],
    articles: usize,
    articles_before: usize,
) -> Vec<NewWord> {
    let mut words: Vec<(f64, NewWord)> = candidates
        .into_iter()
        .zip(before)
        .filter_map(|((word, count), before)| {
            let share = ratio(count, articles);
            // Half an article is added, so that a word that is wholly new has a contrast as well.
            let share_before = (ratio(*before, 1) + 0.5) / ratio(articles_before.max(1), 1);
            let contrast = share / share_before;
            let is_short = word.chars().nth(2).is_none();
            let wanted = if is_short { SHORT_CONTRAST } else { CONTRAST };
            let new = NewWord {
                word,
                articles: count,
                before: *before,
            };
            // The weight is the number of articles times the logarithm of the contrast: a word of
            // few articles needs a larger one.
            let is_new = contrast >= wanted
                && evidence([count, *before], [articles, articles_before]) >= EVIDENCE;
            is_new.then(|| (ratio(count, 1) * contrast.ln(), new))
        })
        .collect();
    // Equal weights are ordered by the word, so that two runs give one list.
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.word.cmp(&b.1.word)));
    without_parts(words.into_iter().map(|(_, new)| new))
}

/// Returns the first [`MOST`] of `words` without those that are part of an earlier one or have one in them: they are the same
/// news.
fn without_parts(words: impl Iterator<Item = NewWord>) -> Vec<NewWord> {
    let mut kept: Vec<NewWord> = Vec::new();
    for new in words {
        let is_known =
            |other: &NewWord| other.word.contains(&new.word) || new.word.contains(&other.word);
        if !kept.iter().any(is_known) {
            kept.push(new);
        }
        if kept.len() == MOST {
            break;
        }
    }
    kept
}

/// Returns how unlikely it is that a word has one share in both times (G²), of its articles and all articles in each.
fn evidence(with_word: [usize; 2], articles: [usize; 2]) -> f64 {
    let share = ratio(with_word.iter().sum(), articles.iter().sum());
    let parts = with_word.into_iter().zip(articles);
    let parts = parts.filter(|(count, _)| *count > 0).map(|(count, of)| {
        let expected = share * ratio(of, 1);
        ratio(count, 1) * (ratio(count, 1) / expected).ln()
    });
    2.0 * parts.sum::<f64>()
}

/// Returns a quotient of counts.
fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

/// Collects title and text of the articles of one report.
fn texts_of(made: &mut Option<Vec<String>>, report: &Arc<IndexedReport>, buffer: &mut Vec<u8>) {
    made.get_or_insert_default()
        .extend(read_texts(report, buffer));
}

/// Returns title and text of each article.
fn read_texts(report: &IndexedReport, buffer: &mut Vec<u8>) -> Vec<String> {
    let record = report.record(buffer);
    let slices = record
        .as_ref()
        .and_then(Record::articles)
        .unwrap_or_default();
    let text = |slice: &Slice<'_>| {
        let body = slice.whole.get(slice.body_byte..).unwrap_or_default();
        // The source stands between the two and names no news.
        format!(
            "{}\n{}",
            compact_text::read(slice.title()),
            compact_text::read(body)
        )
    };
    slices.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Opened;
    use crate::model::transcript::Origin;
    use crate::model::{Article, Block, BlockKind, Issue};

    fn report(name: &str, texts: &[&str]) -> Arc<IndexedReport> {
        let articles = texts.iter().map(|text| Article {
            blocks: vec![Block::new(BlockKind::Paragraph, *text)],
            ..Article::default()
        });
        let opened = Opened {
            place: Place::File(name.into()),
            issue: Issue {
                articles: articles.collect(),
                ..Issue::default()
            },
            warnings: Vec::new(),
            origin: Origin::default(),
        };
        Arc::new(IndexedReport::in_memory(&opened).unwrap())
    }

    #[test]
    fn a_period_is_the_issues_that_were_published_in_it() {
        let dated = |name: &str, day: Option<Date>| {
            let mut report = report(name, &["医院接诊。"]);
            let meta = &mut Arc::get_mut(&mut report).unwrap().meta;
            Arc::make_mut(meta).published = day;
            report
        };
        let day = |month, day| jiff::civil::date(2025, month, day);
        let days = [day(3, 1), day(2, 28), day(2, 1), day(1, 31)];
        let mut reports: Vec<_> = days.map(|day| dated("a.txt", Some(day))).to_vec();
        reports.push(dated("undated.txt", None));
        let period = |from, to| NewWordScope::Period(from, to).range(&reports);
        assert_eq!(period(day(2, 1), day(2, 28)), Some(1..3));
        assert_eq!(period(day(4, 1), day(4, 30)), None);
        let issue = NewWordScope::Issue(Place::File("undated.txt".into()));
        assert_eq!(issue.range(&reports), Some(4..5));
    }

    const NEW: [&str; 3] = [
        "云州推出的潮汐码和扫描机，让渔民出港更快；医院照常接诊，栈桥秩序井然，候船大厅安静。",
        "有了潮汐码之后，港口不再排队。医院门口也换了标识，老人对潮汐码不陌生，志愿者教他们扫描。",
        "昨日起潮汐码覆盖三座岛屿，医院药房同步升级，海关人员说有“潮汐码”后手续减少。",
    ];

    fn words(new: &[&str], before: &[&str]) -> Vec<String> {
        let reports = [report("2.txt", new), report("1.txt", before)];
        let found = new_words(&reports, 0..1, &AtomicBool::new(false));
        found.into_iter().map(|new| new.word).collect()
    }

    #[test]
    fn a_word_of_three_articles_is_new_and_a_familiar_one_is_not() {
        let before = ["医院接诊。", "到医院去。", "医院药房。", "县医院的医生。"];
        let found = words(&NEW, &before);
        assert!(found.contains(&"潮汐码".to_owned()), "{found:?}");
        assert!(!found.iter().any(|word| word.contains("医院")), "{found:?}");
    }

    #[test]
    fn nothing_is_new_without_a_time_before_or_in_two_articles() {
        let reports = [report("2.txt", &NEW)];
        assert!(new_words(&reports, 0..1, &AtomicBool::new(false)).is_empty());
        assert!(words(&NEW[..2], &["医院接诊。"]).is_empty());
    }

    #[test]
    fn neither_the_label_of_a_number_nor_half_a_name_is_new() {
        let new = [
            "云州累计测报12次，在屿山县无人值守的灯塔亮起；潮汐码和灯塔启用，风浪渐起，志愿者协助老人登记潮汐码。",
            "对屿山县无人值守栈桥，港口累计测报7次，潮汐码可用，海关的潮汐码减少手续。",
            "渔船累计测报30次，向屿山县无人值守、开通“潮汐码”，候船大厅安静。",
        ];
        let found = words(&new, &["医院接诊。", "到医院去。", "医院药房。", "医生。"]);
        assert!(found.contains(&"潮汐码".to_owned()), "{found:?}");
        assert!(found.contains(&"屿山县无人值守".to_owned()), "{found:?}");
        let is_cut = |word: &String| word.contains("累计测报") || word == "县无人值守";
        assert!(!found.iter().any(is_cut), "{found:?}");
    }

    #[test]
    fn few_articles_are_evidence_against_a_long_time_before() {
        assert!(evidence([3, 0], [10, 1000]) > EVIDENCE);
        assert!(evidence([3, 0], [100, 100]) < EVIDENCE);
        assert!(evidence([10, 100], [100, 1000]) < 1e-9);
    }
}
