//! The query language: a text as it is typed becomes a [`Query`] of clauses that must all hold.
//!
//! Words separated by spaces must all occur; `"…"` is a phrase, found as it is written and not by pinyin. `甲|乙`, `甲 OR 乙` and
//! `甲 或 乙` mean either, which binds closer than a space; a filter or a `-` before them covers all of them. `-` excludes what
//! matches. Filters: `来源:`/`source:`, `标题:`/`title:`, `期:`/`issue:`, `刊:`/`series:`, `路径:`/`path:`, `日期:`/`date:`, and
//! `is:` with `unread`, `read`, `starred`, `new`, `sent`. 来源, 期, 刊, 路径 and 日期 given twice mean either. `@name` stands for a
//! saved search. Full-width forms (`：` `－` `｜` `“”`) act as their half-width ones.
//!
//! ```
//! use newsreader::library::query::{self, QueryContext, Test};
//!
//! let query = query::parse("医保 -来源:云州日报|海湾新闻 期:600-629", QueryContext::default())?;
//! assert_eq!(query.clauses.len(), 3);
//! assert!(matches!(&query.clauses[0].any[0], Test::Anywhere(word) if word.term.folded() == "医保"));
//! assert!(query.clauses[1].forbidden && query.clauses[1].any.len() == 2);
//! assert!(matches!(&query.clauses[2].any[0], Test::Issue(range) if *range == (600..=629)));
//!
//! assert_eq!(query::parse("日期:昨天", QueryContext::default()).unwrap_err().part, "日期:昨天");
//! # Ok::<(), query::Error>(())
//! ```

use super::pinyin::Spelling;
use super::term::Term;
use crate::lang::{Lang, Words};
use crate::library::cache::char_set::CharSet;
use crate::text::fold::{composed, fold_char};
use jiff::civil::Date;
use std::ops::{Range, RangeInclusive};

pub use parse::{QueryContext, parse};
pub use saved::SavedSearches;
pub use sets::MarkSets;

mod narrow;
mod parse;
mod ranges;
mod saved;
mod sets;
mod tokens;

/// The advice where nothing is found and a word may be pinyin.
const PINYIN: Words = Words::new(
    "拼音只查标题和来源，查正文请输入汉字",
    "pinyin looks in titles and sources alone, type Han for the text",
);

/// A parsed query: an article matches if all clauses hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The clauses, in the order typed.
    pub clauses: Vec<Clause>,
    /// A word that looks like a filter that does not exist, such as `作者:某某`. It is looked for as it is written; where nothing
    /// is found this is the likely reason.
    pub unknown_filter: Option<Error>,
}

/// A condition, perhaps negated: one of its tests must hold, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Set when all tests must fail.
    pub forbidden: bool,
    /// The alternatives, never empty.
    pub any: Vec<Test>,
}

/// A test of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A word or phrase in title, source or text; in title and source also by pinyin.
    Anywhere(WordPattern),
    /// A word in the title.
    Title(WordPattern),
    /// A word in the source.
    Source(WordPattern),
    /// A word in the title of the report, which names its series.
    Series(WordPattern),
    /// A word in the path of the file, or of another file with the same report.
    Path(WordPattern),
    /// A range of issue numbers.
    Issue(RangeInclusive<u32>),
    /// A range of dates, compared with the article's or, where it has none, the issue's.
    Date(RangeInclusive<Date>),
    /// Unread articles (`true`), or read ones.
    Unread(bool),
    /// Starred articles.
    Starred,
    /// Articles first seen after the previous start of the reader.
    New,
    /// Articles that went into a written brief.
    Sent,
    /// A saved search: all of its clauses must hold.
    Saved(Query),
}

/// A word and, where it can be pinyin, its reading as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordPattern {
    /// The word.
    pub term: Term,
    /// The pinyin.
    pub spelling: Option<Spelling>,
}

impl Query {
    /// True if a test is about marks or about what is new or sent.
    pub fn asks_for_marks(&self) -> bool {
        let mut tests = self.clauses.iter().flat_map(|clause| &clause.any);
        tests.any(|test| match test {
            Test::Unread(_) | Test::Starred | Test::New | Test::Sent => true,
            Test::Saved(query) => query.asks_for_marks(),
            _ => false,
        })
    }

    /// Returns what to do where nothing is found and a word may be pinyin; `None` where no word may be.
    pub fn pinyin_advice(&self, lang: Lang) -> Option<&'static str> {
        self.may_be_pinyin().then(|| PINYIN.get(lang))
    }

    /// True if a word may be pinyin, which is looked for in titles and sources alone.
    fn may_be_pinyin(&self) -> bool {
        let open = self.clauses.iter().filter(|clause| !clause.forbidden);
        open.flat_map(|clause| &clause.any).any(|test| match test {
            Test::Anywhere(wanted) => {
                let spelling = wanted.spelling.as_ref();
                spelling.is_some_and(Spelling::reads_as_syllables)
            }
            Test::Saved(query) => query.may_be_pinyin(),
            _ => false,
        })
    }

    /// Returns the places of the words in a paragraph as byte ranges, ascending and disjoint; in a title also by pinyin.
    pub fn places(&self, text: &str, is_title: bool) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        self.add_places(text, is_title, &mut places);
        merge(&mut places);
        places
    }

    /// Adds the places of all words that are not excluded, unsorted.
    fn add_places(&self, text: &str, is_title: bool, places: &mut Vec<Range<usize>>) {
        let open = self.clauses.iter().filter(|clause| !clause.forbidden);
        for test in open.flat_map(|clause| &clause.any) {
            let wanted = match test {
                Test::Anywhere(wanted) => wanted,
                Test::Title(wanted) | Test::Source(wanted) if is_title => wanted,
                Test::Saved(query) => {
                    query.add_places(text, is_title, places);
                    continue;
                }
                _ => continue,
            };
            let before = places.len();
            places.extend(wanted.term.find_all(text));
            // As in the search: pinyin counts only where the word is not written out.
            if is_title && places.len() == before {
                let spelling = wanted.spelling.as_ref();
                places.extend(spelling.and_then(|spelling| spelling.find(text)));
            }
        }
    }
}

/// Returns the query for what stands in `text`: each line as a phrase, cut at its quotation marks, which a phrase cannot hold.
///
/// Lines without a letter or digit are left out.
#[must_use]
pub fn phrases(text: &str) -> String {
    let parts = text.split(|c| c == '\n' || fold_char(c) == '"');
    let phrases = parts
        .map(str::trim)
        .filter(|part| part.chars().any(char::is_alphanumeric));
    phrases
        .map(|part| format!("\"{part}\""))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Sorts `places` and merges those that overlap.
pub(super) fn merge(places: &mut Vec<Range<usize>>) {
    places.sort_by_key(|r| (r.start, r.end));
    places.dedup_by(|later, earlier| {
        let overlap = later.start < earlier.end;
        if overlap {
            earlier.end = earlier.end.max(later.end);
        }
        overlap
    });
}

impl WordPattern {
    /// Splits `text` at white space into words.
    pub fn words(text: &str) -> Vec<Self> {
        let text = composed(text);
        text.split_whitespace().filter_map(Self::new).collect()
    }

    /// True if the word occurs in `text`, as it is written or by pinyin.
    pub fn is_in(&self, text: &str) -> bool {
        let by_pinyin = || {
            self.spelling
                .as_ref()
                .is_some_and(|s| s.find(text).is_some())
        };
        self.term.find_all(text).next().is_some() || by_pinyin()
    }

    /// True unless the characters of a record exclude the word, also as pinyin.
    pub fn may_occur(&self, char_set: &CharSet) -> bool {
        let by_pinyin = || {
            self.spelling
                .as_ref()
                .is_some_and(|s| s.may_occur(char_set))
        };
        self.term.may_occur(char_set) || by_pinyin()
    }

    /// `None` where the text has no character to look for.
    fn new(text: &str) -> Option<Self> {
        Some(Self {
            term: Term::new(text)?,
            spelling: Spelling::new(text),
        })
    }
}

/// A syntax error of a query: the part that is wrong and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}")]
pub struct Error {
    /// The part as typed.
    pub part: String,
    /// The words on what was expected there.
    expected: Words,
}

impl Error {
    /// Returns what was expected there.
    pub fn expected(&self, lang: Lang) -> &'static str {
        self.expected.get(lang)
    }
}
