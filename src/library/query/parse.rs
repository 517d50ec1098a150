//! Makes clauses of the groups of a query.
//!
//! The groups of [`super::tokens`] become clauses one by one: a name before a colon is looked up
//! among the filters, the value behind it is parsed for that filter, and filters that occur twice
//! are merged where they mean either. `@name` is replaced by the clauses of the saved search.

use super::tokens::{Alternative, Group, groups};
use super::{Clause, Error, Query, SavedSearches, Test, WordPattern, ranges};
use crate::lang::Words;
use crate::text::fold::{fold, fold_char};
use jiff::civil::Date;
use std::cell::Cell;
use std::mem::discriminant;

/// What was expected for a number of an issue.
const EXPECTED_ISSUE: Words = Words::new(
    "期号写作 期:629 或 期:600-629",
    "write an issue as issue:629 or issue:600-629",
);
/// The same for a date.
const EXPECTED_DATE: Words = Words::new(
    "日期写作 日期:2025、日期:2025-06、日期:2024-01..2025-06、日期:本周 或 日期:近30天",
    "write a date as date:2025, date:2025-06, date:2024-01..2025-06, date:this-week or date:last30d",
);
/// The same for a state.
const EXPECTED_STATE: Words = Words::new(
    "可用 is:unread、is:read、is:starred、is:new、is:sent",
    "use is:unread, is:read, is:starred, is:new or is:sent",
);
/// A filter without a value.
const EXPECTED_WORD: Words = Words::new("冒号后要有内容", "something must follow the colon");
/// An alternative without a word.
const EXPECTED_SIDE: Words = Words::new(
    "引号里要有内容",
    "there is nothing between the quotation marks",
);
/// A filter that does not exist.
const EXPECTED_FILTER: Words = Words::new(
    "没有这种筛选；可用 来源: 标题: 期: 刊: 路径: 日期: is:",
    "there is no such filter; use source: title: issue: series: path: date: is:",
);
/// A saved search that does not exist.
const EXPECTED_NAME: Words = Words::new(
    "没有这个名字的保存的检索；要找“@”本身，请加引号",
    "no search is saved under this name; to search for @ itself, use quotation marks",
);
/// A saved search that refers to itself.
const EXPECTED_NO_CIRCLE: Words = Words::new(
    "这个保存的检索引用了自己",
    "this saved search refers to itself",
);

/// The saved searches that a query names are too long together.
const EXPECTED_LESS: Words = Words::new(
    "这个保存的检索层层引用，展开后过长；请减少引用",
    "this saved search names others again and again and is too long with them; name fewer",
);

/// The most text of saved searches in one query, in bytes. Eight searches that each name the one before ten times have a
/// hundred million clauses, each of which is matched against every article.
const MOST_SAVED_BYTES: usize = 128 << 10;

/// The deepest nesting of saved searches: deeper ones refer to themselves.
const MOST_NESTED: u8 = 8;

/// The longest name, in characters, that is taken for a filter that does not exist.
const LONGEST_FILTER: usize = 8;

/// The longest name of a filter in bytes: three for each letter in full width, and some for characters without a width.
const LONGEST_FIELD_BYTES: usize = 64;

/// The facts that a query refers to.
#[derive(Debug, Clone, Copy, Default)]
pub struct QueryContext<'a> {
    /// The present day, for dates such as `本周`.
    pub today: Date,
    /// The saved searches; `None` where there are none.
    pub saved: Option<&'a SavedSearches>,
}

/// Parses a query. An empty text gives a query without clauses.
///
/// # Errors
/// [`Error`] where a filter's value is missing or wrong, an operator lacks a side, or a saved search does not exist.
pub fn parse(text: &str, context: QueryContext<'_>) -> Result<Query, Error> {
    let parser = Parser {
        context,
        depth: 0,
        saved_bytes: &Cell::new(0),
    };
    parser.query(text)
}

/// The filters by their names, folded. Each has a Chinese and an English name; the others are what people type as well.
const FIELDS: [(&str, Field); 21] = [
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
    ("刊", Field::Series),
    ("刊名", Field::Series),
    ("series", Field::Series),
    ("路径", Field::Path),
    ("文件", Field::Path),
    ("path", Field::Path),
    ("file", Field::Path),
];

/// A filter.
#[derive(Debug, Clone, Copy)]
enum Field {
    /// A word in the source.
    Source,
    /// A word in the title.
    Title,
    /// Numbers of issues.
    Issue,
    /// A word in the title of the report.
    Series,
    /// A word in the path.
    Path,
    /// Days.
    Date,
    /// A mark, or new or sent articles.
    Is,
}

/// Returns the filter of this name; `None` where a colon is part of a word, as in `a:b`.
fn field(name: &str) -> Option<Field> {
    // Asked at each colon about all that stands before it, which made `a:a:a:…` quadratic.
    if name.len() > LONGEST_FIELD_BYTES {
        return None;
    }
    let name = fold(name);
    FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, field)| *field)
}

/// Parses one text, and the saved searches that it refers to.
#[derive(Clone, Copy)]
struct Parser<'a> {
    /// The day and the saved searches.
    context: QueryContext<'a>,
    /// The number of saved searches around this text.
    depth: u8,
    /// The bytes of saved searches that were parsed so far, all together.
    saved_bytes: &'a Cell<usize>,
}

impl Parser<'_> {
    /// Parses a whole query.
    ///
    /// # Errors
    /// See [`parse`].
    fn query(self, text: &str) -> Result<Query, Error> {
        let mut query = Query::default();
        // Behind the clauses of the text itself, so that a filter beside a saved search narrows that instead of widening it.
        let mut saved = Vec::new();
        for group in groups(text, |name| field(name).is_some())? {
            if let Some(name) = unknown_filter(&group) {
                let error = Error {
                    part: name,
                    expected: EXPECTED_FILTER,
                };
                // `-作者:王` would exclude nothing and look as if it worked.
                if group.forbidden {
                    return Err(error);
                }
                query.unknown_filter = Some(error);
            }
            let Some(clause) = self.clause(group)? else {
                continue;
            };
            match clause.any.as_slice() {
                [Test::Saved(inner)] if !clause.forbidden => saved.extend(inner.clauses.clone()),
                _ => add(&mut query.clauses, clause),
            }
        }
        query.clauses.append(&mut saved);
        Ok(query)
    }

    /// Returns the clause of a group; `None` where it has no word, as a lone pair of quotation marks.
    ///
    /// # Errors
    /// [`Error`] of one of its alternatives.
    fn clause(self, group: Group) -> Result<Option<Clause>, Error> {
        let is_alone = group.alternatives.len() == 1;
        let (mut any, mut inherited) = (Vec::new(), None);
        for mut one in group.alternatives {
            // In `来源:甲|乙` the filter covers both.
            one.field = one.field.or(inherited);
            match self.test(&one)? {
                Some(test) => any.push(test),
                None if is_alone => return Ok(None),
                None => return Err(error(&one, EXPECTED_SIDE)),
            }
            inherited = one.field;
        }
        Ok(Some(Clause {
            forbidden: group.forbidden,
            any,
        }))
    }

    /// Returns the test of an alternative; `None` where it has no word.
    ///
    /// # Errors
    /// [`Error`] where the value of a filter is missing or wrong.
    fn test(self, one: &Alternative) -> Result<Option<Test>, Error> {
        let Some(field) = one.field.as_deref().and_then(field) else {
            if let Some(name) = saved_name(one) {
                return self.saved(name, one).map(Some);
            }
            return Ok(word(one).map(Test::Anywhere));
        };
        let word = || word(one).ok_or_else(|| error(one, EXPECTED_WORD));
        Ok(Some(match field {
            Field::Source => Test::Source(word()?),
            Field::Title => Test::Title(word()?),
            Field::Series => Test::Series(word()?),
            Field::Path => Test::Path(word()?),
            Field::Issue => {
                Test::Issue(ranges::numbers(&one.text).ok_or_else(|| error(one, EXPECTED_ISSUE))?)
            }
            Field::Date => {
                let days = ranges::days(&one.text, self.context.today);
                Test::Date(days.ok_or_else(|| error(one, EXPECTED_DATE))?)
            }
            Field::Is => match fold(&one.text).as_str() {
                "unread" | "未读" => Test::Unread(true),
                "read" | "已读" => Test::Unread(false),
                "starred" | "star" | "星标" => Test::Starred,
                "new" | "新到" => Test::New,
                "sent" | "已编发" => Test::Sent,
                _ => return Err(error(one, EXPECTED_STATE)),
            },
        }))
    }

    /// Parses the saved search called `name`, which may name others. Depth and not a list of names ends a circle: it needs no
    /// memory and stops two searches that name each other as well.
    ///
    /// # Errors
    /// [`Error`] where there is none of this name, it refers to itself, or all that it names is too long.
    fn saved(self, name: &str, one: &Alternative) -> Result<Test, Error> {
        let saved = self.context.saved.and_then(|saved| saved.find(name));
        let saved = saved.ok_or_else(|| error(one, EXPECTED_NAME))?;
        if self.depth == MOST_NESTED {
            return Err(error(one, EXPECTED_NO_CIRCLE));
        }
        let bytes = self.saved_bytes.get() + saved.query.len();
        if bytes > MOST_SAVED_BYTES {
            return Err(error(one, EXPECTED_LESS));
        }
        self.saved_bytes.set(bytes);
        let inner = Parser {
            depth: self.depth + 1,
            ..self
        };
        Ok(Test::Saved(inner.query(&saved.query)?))
    }
}

/// Returns the name behind `@`.
///
/// `None` for a word in quotation marks: there `@` is a character of the text.
fn saved_name(one: &Alternative) -> Option<&str> {
    let mut chars = one.text.chars();
    let is_name = chars.next().map(fold_char) == Some('@') && !one.quoted;
    Some(chars.as_str()).filter(|name| is_name && !name.is_empty())
}

/// Adds a clause; a filter that occurs already becomes one of its alternatives.
fn add(clauses: &mut Vec<Clause>, clause: Clause) {
    let kind = |clause: &Clause| {
        let first = clause.any.first()?;
        let is_either = matches!(
            first,
            Test::Source(_) | Test::Issue(_) | Test::Series(_) | Test::Path(_) | Test::Date(_)
        );
        let kind = discriminant(first);
        // Alternatives of different filters cannot become one list.
        let is_one_kind = clause.any.iter().all(|test| discriminant(test) == kind);
        (is_either && is_one_kind && !clause.forbidden).then_some(kind)
    };
    let own = kind(&clause);
    match clauses
        .iter_mut()
        .find(|one| own.is_some() && kind(one) == own)
    {
        Some(earlier) => earlier.any.extend(clause.any),
        None => clauses.push(clause),
    }
}

/// Returns the word of an alternative; what stands in quotation marks is not pinyin. `None` where it is empty.
fn word(one: &Alternative) -> Option<WordPattern> {
    let mut wanted = WordPattern::new(&one.text)?;
    if one.quoted {
        wanted.spelling = None;
    }
    Some(wanted)
}

/// Returns the name of a filter that does not exist. An address (`https://`) and a time (`12:30`) are none.
fn unknown_filter(group: &Group) -> Option<String> {
    let name = |one: &Alternative| {
        let text = fold(&one.text);
        let (name, value) = text.split_once(':')?;
        let is_name = !name.is_empty()
            && name.chars().count() <= LONGEST_FILTER
            && name.chars().all(char::is_alphabetic);
        (is_name && !one.quoted && !value.starts_with("//")).then(|| name.to_owned())
    };
    // What follows a filter in a group belongs to that filter.
    let plain = |one: &&Alternative| one.field.is_none();
    group.alternatives.iter().take_while(plain).find_map(name)
}

/// Returns the error for an alternative, named by its filter and its text.
fn error(one: &Alternative, expected: Words) -> Error {
    let part = match (one.field.as_deref(), one.text.as_str()) {
        (Some(field), "") => field.to_owned(),
        (Some(field), text) => format!("{field}:{text}"),
        (None, text) => text.to_owned(),
    };
    Error { part, expected }
}

#[cfg(test)]
mod tests;
