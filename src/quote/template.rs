//! Templates: forms that users write in config.toml, text with fields in braces.
//!
//! ```text
//! {title}{[（{source}，{date:zh}）]}{link}
//! ```
//! The field names are those of the program's JSON. The fields of a `links` row have short names (`path`, `issue`, `number`,
//! `title`, `source`, `date`, `link`), and so have `original_title`, `blocks` (the text, one paragraph a line) and `today`;
//! the fields of the issue begin with `issue.` (`issue.title`, `issue.number`, `issue.publisher`, `issue.published`,
//! `issue.period.start`, `issue.period.end`, `issue.declared_count`, `issue.lead`). A date may have a format: `{date:zh}` is
//! 2025年6月15日, `{date:%Y/%m/%d}` follows strftime. `{[` and `]}` enclose a group that is left out if a field in it is
//! missing. `{{` and `}}` are braces.

use crate::lang::Lang;
use crate::quote::Piece;
pub use fields::{ExtraValue, Extras, FIELDS};
use fields::{FieldValues, TemplateField, dated, written_date};
use jiff::civil::Date;

mod fields;

/// A template that was read without an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Text and fields in their order.
    parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Text that stays as it is.
    Text(String),
    /// A field of an article or its issue, and the format of a date.
    Field {
        field: TemplateField,
        how: Option<String>,
    },
    /// A field of the caller, by its name.
    Extra {
        name: &'static str,
        how: Option<String>,
    },
    /// A group, which is left out if a field in it is missing.
    Group(Vec<Part>),
}

/// The fields that a template may name.
#[derive(Debug, Clone, Copy)]
pub struct FieldScope {
    /// Set where the fields of an article and its issue are known.
    pub has_article: bool,
    /// The names of further fields, in groups.
    pub extra: &'static [&'static [&'static str]],
    /// Those of them that are dates.
    pub dates: &'static [&'static str],
}

impl FieldScope {
    /// The fields of an article and its issue.
    pub const ARTICLE: Self = Self {
        has_article: true,
        extra: &[],
        dates: &[],
    };

    /// Returns the names of the fields.
    fn names(self) -> impl Iterator<Item = &'static str> + Clone {
        let known = FIELDS.iter().map(|(name, _)| *name);
        let known = known.filter(move |name| self.has_article || *name == "today");
        known.chain(self.extra.iter().copied().flatten().copied())
    }
}

/// The deepest nesting of groups. Parsing and filling in call themselves for each level, and a template may come from another
/// person: 20 000 levels overflowed the stack.
const MOST_NESTED: usize = 32;

/// The errors of a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A field that does not exist.
    #[error("unknown field {{{name}}}; did you mean {{{nearest}}}?")]
    Unknown {
        /// The name as written.
        name: String,
        /// The field with the most similar name.
        nearest: &'static str,
    },
    /// `{` or `{[` that is not closed.
    #[error("a brace opened at character {at} is not closed")]
    Open {
        /// The place of the brace, in characters from 1.
        at: usize,
    },
    /// `}` or `]}` that closes nothing.
    #[error("a brace closes at character {at} where none is open; write }}}} for a brace")]
    Close {
        /// The place of the brace, in characters from 1.
        at: usize,
    },
    /// Groups within groups, more than the limit.
    #[error("the groups at character {at} are nested too deeply; at most {MOST_NESTED}")]
    Deep {
        /// The place of the brace, in characters from 1.
        at: usize,
    },
    /// A date format that strftime does not accept, or one behind a field that is not a date.
    #[error("{{{name}:{how}}}: not a date format")]
    How {
        /// The field.
        name: String,
        /// The text behind the colon.
        how: String,
    },
}

impl Error {
    /// Returns the message in `lang`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Unknown { name, nearest } => {
                format!("没有字段 {{{name}}}；是否想写 {{{nearest}}}？")
            }
            Self::Open { at } => format!("第 {at} 个字符处的花括号没有合上"),
            Self::Close { at } => {
                format!("第 {at} 个字符处多出一个右括号；要写花括号本身，请写 }}}}")
            }
            Self::Deep { at } => format!("第 {at} 个字符处的组嵌套过深，最多 {MOST_NESTED} 层"),
            Self::How { name, how } => format!("{{{name}:{how}}} 不是日期格式"),
        }
    }
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// [`Error`] for the first mistake; an unknown field with the nearest known one.
    ///
    /// ```
    /// use newsreader::quote::template::Template;
    /// assert!(Template::parse("{title}{[（{source}，{date:zh}）]}{link}").is_ok());
    /// let error = Template::parse("{titel}").unwrap_err();
    /// assert_eq!(error.to_string(), "unknown field {titel}; did you mean {title}?");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_in(text, FieldScope::ARTICLE)
    }

    /// Parses a template whose fields are those of `scope`.
    ///
    /// # Errors
    /// See [`Template::parse`].
    pub fn parse_in(text: &str, scope: FieldScope) -> Result<Self, Error> {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        let parts = parts(&chars, &mut at, &mut Vec::new(), scope)?;
        Ok(Self { parts })
    }

    /// Returns the template filled in. A missing field is empty; a group with a missing field is left out.
    #[must_use]
    pub fn fill(&self, piece: &Piece, today: Date) -> String {
        self.fill_in(Some(piece), today, &|_| None)
    }

    /// Returns the template filled in from an article, if there is one, and the fields of the caller.
    #[must_use]
    pub fn fill_in(&self, piece: Option<&Piece>, today: Date, extras: &Extras<'_>) -> String {
        let values = FieldValues {
            piece,
            today,
            extras,
        };
        let parts = self.parts.iter();
        parts.map(|part| written(part, &values).0).collect()
    }
}

/// Parses parts up to the end, or up to `]}` in a group. `opened` are the characters, counted from 1, at which the groups around
/// the parts began, the innermost last.
fn parts(
    chars: &[char],
    at: &mut usize,
    opened: &mut Vec<usize>,
    scope: FieldScope,
) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    let mut text = String::new();
    while let Some(&c) = chars.get(*at) {
        let next = chars.get(*at + 1).copied();
        let here = *at + 1;
        match (c, next) {
            ('{', Some('{')) | ('}', Some('}')) => {
                text.push(c);
                *at += 2;
            }
            (']', Some('}')) if !opened.is_empty() => {
                *at += 2;
                opened.pop();
                flush(&mut parts, &mut text);
                return Ok(parts);
            }
            ('{', Some('[')) => {
                if opened.len() == MOST_NESTED {
                    return Err(Error::Deep { at: here });
                }
                *at += 2;
                flush(&mut parts, &mut text);
                opened.push(here);
                parts.push(Part::Group(self::parts(chars, at, opened, scope)?));
            }
            ('{', _) => {
                flush(&mut parts, &mut text);
                parts.push(field(chars, at, scope)?);
            }
            ('}', _) => return Err(Error::Close { at: here }),
            _ => {
                text.push(c);
                *at += 1;
            }
        }
    }
    if let Some(&at) = opened.last() {
        return Err(Error::Open { at });
    }
    flush(&mut parts, &mut text);
    Ok(parts)
}

/// Moves the literal text read so far to `parts`.
fn flush(parts: &mut Vec<Part>, text: &mut String) {
    if !text.is_empty() {
        parts.push(Part::Text(std::mem::take(text)));
    }
}

/// Parses `{name}` or `{name:how}` at character `at` and moves `at` behind it.
fn field(chars: &[char], at: &mut usize, scope: FieldScope) -> Result<Part, Error> {
    let opened = *at + 1;
    let rest = chars.get(opened..).unwrap_or_default();
    let length = rest.iter().position(|&c| c == '}');
    let length = length.ok_or(Error::Open { at: opened })?;
    *at = opened + length + 1;
    let inside: String = rest.iter().take(length).collect();
    let (name, how) = match inside.split_once(':') {
        Some((name, how)) => (name.trim(), Some(how.to_owned())),
        None => (inside.trim(), None),
    };
    let unknown = || Error::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, scope),
    };
    let known = scope.names().find(|known| *known == name);
    let known = known.ok_or_else(unknown)?;
    let field = TemplateField::named(known);
    let is_date = field.map_or(scope.dates.contains(&known), TemplateField::is_date);
    // The format is tried now, so that a mistake is found when the configuration is read and not when something is copied.
    if let Some(how) = &how
        && (!is_date || dated(Date::MIN, how).is_none())
    {
        return Err(Error::How {
            name: name.to_owned(),
            how: how.clone(),
        });
    }
    Ok(match field {
        Some(field) => Part::Field { field, how },
        None => Part::Extra { name: known, how },
    })
}

/// Returns the known field with the name most similar to `name` (Jaro-Winkler).
fn nearest(name: &str, scope: FieldScope) -> &'static str {
    let name = name.to_lowercase();
    // `{titel}` is nearer to `{brief.title}` than the whole names are: a name without a dot is compared with the last part.
    let likeness = |known: &str| {
        let end = known.rsplit('.').next().filter(|_| !name.contains('.'));
        strsim::jaro_winkler(&name, end.unwrap_or(known))
    };
    // `{title}` for `{brief.title}`: the last part of a name is the one that is remembered.
    let is_end = |known: &&'static str| known.rsplit('.').next() == Some(&*name);
    if let Some(known) = scope.names().find(is_end) {
        return known;
    }
    scope
        .names()
        // Of `title` and `issue.title` the shorter, which is the whole name.
        .max_by(|a, b| {
            let nearer = likeness(a).total_cmp(&likeness(b));
            nearer.then_with(|| b.len().cmp(&a.len()))
        })
        .unwrap_or("title")
}

/// Returns a part as text, and true if it is a missing field.
fn written(part: &Part, values: &FieldValues<'_>) -> (String, bool) {
    let filled = |value: Option<String>| {
        let value = value.filter(|value| !value.is_empty());
        let missing = value.is_none();
        (value.unwrap_or_default(), missing)
    };
    match part {
        Part::Text(text) => (text.clone(), false),
        Part::Field { field, how } => filled(field.value(values, how.as_deref())),
        Part::Extra { name, how } => filled(match (values.extras)(name) {
            Some(ExtraValue::Text(text)) => Some(text),
            Some(ExtraValue::Day(day)) => written_date(day, how.as_deref()),
            None => None,
        }),
        Part::Group(parts) => {
            let mut out = String::new();
            for part in parts {
                let (text, missing) = written(part, values);
                // A group within it that is left out does not count as missing: groups may be nested.
                if missing {
                    return (String::new(), false);
                }
                out.push_str(&text);
            }
            (out, false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, FIELDS, Template, TemplateField};
    use crate::lang::Lang;
    use crate::quote::{Piece, sample};
    use jiff::civil::date;

    fn fill(template: &str, full: bool) -> String {
        let issue = sample::issue();
        let article = if full {
            sample::article()
        } else {
            sample::bare()
        };
        let piece = Piece {
            path: "2025/012.txt",
            issue: &issue,
            article: &article,
        };
        Template::parse(template)
            .unwrap()
            .fill(&piece, date(2026, 11, 21))
    }

    #[test]
    fn fields_are_filled_and_dates_written_as_asked() {
        assert_eq!(
            fill(
                "{issue.title}第{issue}期 {number}. {source} {date:zh} {date:%Y/%m} {today}",
                true
            ),
            "云川监测周报第12期 2. 云川日报 2025年6月15日 2025/06 2026-11-21"
        );
        assert_eq!(fill("{path}", true), "2025/012.txt");
    }

    #[test]
    fn a_group_goes_when_a_field_in_it_is_missing() {
        let template = "{title}{[（{source}，{date:zh}）]}{[ {link}]}";
        assert_eq!(fill(template, false), "只有标题");
        assert!(
            fill(template, true)
                .starts_with("云川市试行[互认]清单（云川日报，2025年6月15日） https:")
        );
        assert_eq!(fill("{source}|{date}|{issue.period.start}", false), "||");
    }

    #[test]
    fn braces_and_lone_brackets_stand_for_themselves() {
        assert_eq!(fill("{{{title}}} [a]", false), "{只有标题} [a]");
    }

    #[test]
    fn an_unknown_field_is_reported_with_the_nearest() {
        let cases = [
            ("{titel}", "title"),
            ("{url_link}", "link"),
            ("{sorce}", "source"),
            ("{issue.periodstart}", "issue.period.start"),
            ("{Date}", "date"),
        ];
        for (template, wanted) in cases {
            match Template::parse(template) {
                Err(Error::Unknown { nearest, .. }) if template != "{url_link}" => {
                    assert_eq!(nearest, wanted);
                }
                Err(Error::Unknown { .. }) => {}
                other => panic!("{template}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_in_both_languages() {
        assert_eq!(Template::parse("甲{title"), Err(Error::Open { at: 2 }));
        assert_eq!(Template::parse("{[{title}"), Err(Error::Open { at: 1 }));
        assert_eq!(Template::parse("a}b"), Err(Error::Close { at: 2 }));
        assert!(matches!(
            Template::parse("{title:zh}"),
            Err(Error::How { .. })
        ));
        assert!(matches!(
            Template::parse("{date:%!}"),
            Err(Error::How { .. })
        ));
        let error = Template::parse("{titel}").unwrap_err();
        assert!(error.message(Lang::Zh).contains("{title}"));
        assert!(error.message(Lang::En).contains("did you mean {title}"));
    }

    #[test]
    fn groups_are_nested_up_to_a_limit() {
        let nested = |depth: usize| "{[".repeat(depth) + "{title}" + &"]}".repeat(depth);
        assert_eq!(fill(&nested(32), false), "只有标题");
        let beside = nested(32).repeat(3);
        assert!(Template::parse(&beside).is_ok());
        for depth in [33, 20_000] {
            let refused = Template::parse(&nested(depth));
            assert_eq!(refused, Err(Error::Deep { at: 65 }));
        }
    }

    #[test]
    fn every_listed_field_is_known() {
        for (name, _) in FIELDS {
            assert!(TemplateField::named(name).is_some());
        }
    }
}
