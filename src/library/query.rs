//! The query parser.
//!
//! Words separated by spaces must all occur; `"…"` is a phrase, found as it is written and not by pinyin; `-` before a word
//! or a filter excludes what matches. Filters: `来源:`/`source:`, `标题:`/`title:`, `期:`/`issue:`, `日期:`/`date:`,
//! `is:unread`, `is:read`, `is:starred`. Full-width forms (`：` `－` `“”`) act as their half-width ones.
//!
//! ```
//! use newsreader::library::query::{self, Test};
//!
//! let query = query::parse("医保 -来源：云州日报 期:600-629")?;
//! assert_eq!(query.clauses.len(), 3);
//! assert!(matches!(&query.clauses[0].test, Test::Anywhere(word) if word.term.folded() == "医保"));
//! assert!(query.clauses[1].forbidden);
//! assert!(matches!(&query.clauses[2].test, Test::Issue(range) if *range == (600..=629)));
//!
//! assert_eq!(query::parse("日期:昨天").unwrap_err().part, "日期:昨天");
//! # Ok::<(), query::Error>(())
//! ```

use super::pinyin::Spelling;
use super::term::Term;
use crate::lang::{Lang, Words};
use crate::text::fold::{composed, fold, fold_char};
use jiff::civil::Date;
use std::ops::{Range, RangeInclusive};

mod narrow;
mod ranges;

/// A parsed query: an article matches if all clauses hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The clauses, in the order typed.
    pub clauses: Vec<Clause>,
}

/// A condition, perhaps negated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Set when the test must fail.
    pub forbidden: bool,
    /// The test.
    pub test: Test,
}

/// The test of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A word or phrase in title, source or text; in title and source also by pinyin.
    Anywhere(WordPattern),
    /// A word in the title.
    Title(WordPattern),
    /// A word in the source.
    Source(WordPattern),
    /// A range of issue numbers.
    Issue(RangeInclusive<u32>),
    /// A range of dates, compared with the article's or, where it has none, the issue's.
    Date(RangeInclusive<Date>),
    /// Unread articles (`true`), or read ones.
    Unread(bool),
    /// Starred articles.
    Starred,
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
    /// True if a clause is about read or starred articles.
    pub fn asks_for_marks(&self) -> bool {
        self.clauses
            .iter()
            .any(|clause| matches!(clause.test, Test::Unread(_) | Test::Starred))
    }

    /// Returns the places of the words in a paragraph as byte ranges, ascending and disjoint; in a title also by pinyin.
    pub fn places(&self, text: &str, is_title: bool) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for clause in self.clauses.iter().filter(|clause| !clause.forbidden) {
            let wanted = match &clause.test {
                Test::Anywhere(wanted) => wanted,
                Test::Title(wanted) | Test::Source(wanted) if is_title => wanted,
                _ => continue,
            };
            let before = places.len();
            places.extend(wanted.term.find_all(text));
            if is_title && places.len() == before {
                places.extend(
                    wanted
                        .spelling
                        .as_ref()
                        .and_then(|spelling| spelling.find(text)),
                );
            }
        }
        merge(&mut places);
        places
    }
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
    expected: Words,
}

impl Error {
    /// Returns what was expected there.
    pub fn expected(&self, lang: Lang) -> &'static str {
        self.expected.get(lang)
    }
}

const EXPECTED_ISSUE: Words = Words::new(
    "期号写作 期:629 或 期:600-629",
    "an issue is issue:629 or issue:600-629",
);
const EXPECTED_DATE: Words = Words::new(
    "日期写作 日期:2025、日期:2025-06 或 日期:2024-01..2025-06",
    "a date is date:2025, date:2025-06 or date:2024-01..2025-06",
);
const EXPECTED_STATE: Words = Words::new(
    "可用 is:unread、is:read、is:starred",
    "it is is:unread, is:read or is:starred",
);
const EXPECTED_WORD: Words = Words::new("冒号后要有内容", "something must follow the colon");

/// Parses a query. An empty text gives a query without clauses.
///
/// # Errors
/// [`Error`] where a filter's value is missing or wrong.
pub fn parse(text: &str) -> Result<Query, Error> {
    let mut clauses = Vec::new();
    for token in tokens(text) {
        clauses.extend(token.clause()?);
    }
    Ok(Query { clauses })
}

/// A token as typed: an optional `-`, an optional field before a colon, and the rest, quoted or not.
#[derive(Debug, Default, PartialEq, Eq)]
struct Token {
    forbidden: bool,
    field: Option<String>,
    text: String,
    quoted: bool,
}

const FIELDS: [(&str, Field); 14] = [
    ("来源", Field::Source),
    ("source", Field::Source),
    ("标题", Field::Title),
    ("title", Field::Title),
    ("期", Field::Issue),
    ("期号", Field::Issue),
    ("issue", Field::Issue),
    ("日期", Field::Date),
    ("date", Field::Date),
    ("is", Field::Is),
    ("状态", Field::Is),
    ("来源媒体", Field::Source),
    ("标题含", Field::Title),
    ("number", Field::Issue),
];

#[derive(Debug, Clone, Copy)]
enum Field {
    Source,
    Title,
    Issue,
    Date,
    Is,
}

/// Returns the filter of this name; `None` where a colon is part of a word, as in `a:b`.
fn field(name: &str) -> Option<Field> {
    let name = fold(name);
    FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, field)| *field)
}

/// Splits a query into tokens at white space outside quotation marks.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut token = Token::default();
    let mut in_quotes = false;
    let mut touched = false;
    for c in text.chars() {
        let plain = fold_char(c);
        if plain == '"' {
            in_quotes = !in_quotes;
            (token.quoted, touched) = (true, true);
        } else if plain.is_whitespace() && !in_quotes {
            if touched {
                tokens.push(std::mem::take(&mut token));
            }
            touched = false;
        } else if plain == '-' && !touched {
            (token.forbidden, touched) = (true, true);
        } else if plain == ':'
            && !in_quotes
            && token.field.is_none()
            && field(&token.text).is_some()
        {
            token.field = Some(std::mem::take(&mut token.text));
        } else {
            token.text.push(c);
            touched = true;
        }
    }
    if touched {
        tokens.push(token);
    }
    tokens
}

impl Token {
    fn clause(self) -> Result<Option<Clause>, Error> {
        let forbidden = self.forbidden;
        let clause = |test| Some(Clause { forbidden, test });
        let Some(field) = self.field.as_deref().and_then(field) else {
            return Ok(self.word().map(Test::Anywhere).and_then(clause));
        };
        let word = || self.word().ok_or_else(|| self.error(EXPECTED_WORD));
        let test = match field {
            Field::Source => Test::Source(word()?),
            Field::Title => Test::Title(word()?),
            Field::Issue => {
                Test::Issue(ranges::numbers(&self.text).ok_or_else(|| self.error(EXPECTED_ISSUE))?)
            }
            Field::Date => {
                Test::Date(ranges::days(&self.text).ok_or_else(|| self.error(EXPECTED_DATE))?)
            }
            Field::Is => match fold(&self.text).as_str() {
                "unread" | "未读" => Test::Unread(true),
                "read" | "已读" => Test::Unread(false),
                "starred" | "star" | "星标" => Test::Starred,
                _ => return Err(self.error(EXPECTED_STATE)),
            },
        };
        Ok(clause(test))
    }

    fn word(&self) -> Option<WordPattern> {
        let mut wanted = WordPattern::new(&self.text)?;
        if self.quoted {
            wanted.spelling = None;
        }
        Some(wanted)
    }

    fn error(&self, expected: Words) -> Error {
        let field = self.field.as_deref().unwrap_or_default();
        let part = match self.text.as_str() {
            "" => field.to_owned(),
            text => format!("{field}:{text}"),
        };
        Error { part, expected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |word: &WordPattern| word.term.folded().to_owned();
        let clause = |c: &Clause| {
            let test = match &c.test {
                Test::Anywhere(w) => show(w),
                Test::Title(w) => format!("title {}", show(w)),
                Test::Source(w) => format!("source {}", show(w)),
                Test::Issue(r) => format!("issue {}..{}", r.start(), r.end()),
                Test::Date(r) => format!("date {}..{}", r.start(), r.end()),
                Test::Unread(yes) => format!("unread {yes}"),
                Test::Starred => "starred".to_owned(),
            };
            if c.forbidden {
                format!("not {test}")
            } else {
                test
            }
        };
        parse(text).unwrap().clauses.iter().map(clause).collect()
    }

    #[test]
    fn words_phrases_and_what_is_forbidden() {
        assert_eq!(shown("医保　数据"), ["医保", "数据"]);
        assert_eq!(
            shown("\"AI 分身\" -试点 －“两 词”"),
            ["ai 分身", "not 试点", "not 两 词"]
        );
        let is_spelled = |typed: &str| match &parse(typed).unwrap().clauses[0].test {
            Test::Anywhere(wanted) | Test::Source(wanted) => wanted.spelling.is_some(),
            _ => false,
        };
        assert_eq!(
            ["ai", "\"ai\"", "来源:yb", "来源:\"yb\""].map(is_spelled),
            [true, false, true, false]
        );
        assert_eq!(shown("  "), Vec::<String>::new());
        assert_eq!(shown("covid-19 a:b"), ["covid-19", "a:b"]);
    }

    #[test]
    fn filters_in_both_languages_and_widths() {
        assert_eq!(
            shown("来源：云州日报 -source:\"a b\""),
            ["source 云州日报", "not source a b"]
        );
        assert_eq!(shown("标题:医保 TITLE：x"), ["title 医保", "title x"]);
        assert_eq!(
            shown("期:600-629 issue:７ 期:600.."),
            ["issue 600..629", "issue 7..7", "issue 600..4294967295"]
        );
        assert_eq!(
            shown("期:629-600 期:第600期至629"),
            ["issue 600..629", "issue 600..629"]
        );
        assert_eq!(
            shown("is:unread is:starred -is:read"),
            ["unread true", "starred", "not unread false"]
        );
    }

    #[test]
    fn nonsense_is_named() {
        assert_eq!(parse("医保 日期:昨天").unwrap_err().part, "日期:昨天");
        assert_eq!(parse("is:").unwrap_err().part, "is");
        assert!(parse("期:x").is_err() && parse("is:new").is_err() && parse("来源:").is_err());
    }
}
