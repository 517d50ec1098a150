//! The mistakes of a settings file and their words: what is wrong, and what would be accepted in its place.

use super::syntax::SyntaxSlip;
use crate::lang::{Lang, Words};

/// A mistake in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, counted from 1.
    pub line: u32,
    /// The kind of mistake.
    pub fault: Fault,
}

/// The kinds of mistake in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not TOML.
    Syntax(SyntaxSlip),
    /// An unknown name, and the nearest that is known.
    Unknown(String, Option<String>),
    /// A value that the setting does not take.
    Value {
        /// The name of the setting.
        name: String,
        /// The value as written.
        found: String,
        /// The values that it takes.
        expected: Expected,
    },
    /// A mistake that only the caller can find, in its words.
    Other(String),
}

/// The values that a setting takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A kind of value, in words.
    Kind(Words),
    /// A whole number between two bounds.
    Number(i64, i64),
    /// One of some names, the nearest to the written one first.
    OneOf(Vec<String>),
}

impl Diagnostic {
    /// Returns one line for standard error or the status line, without the name of the file.
    pub fn message(&self, lang: Lang) -> String {
        let line = Words::new("第 {} 行", "line {}").with(lang, &[&self.line.to_string()]);
        // The colons behind path and line are the same in both languages, so that scripts can rely on them.
        format!("{line}: {}", self.fault.message(lang))
    }
}

impl Fault {
    /// Returns the mistake in `lang`, without its line.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Other(message) => message.clone(),
            Self::Syntax(slip) => slip.message(lang),
            Self::Unknown(name, Some(near)) => {
                let words = Words::new(
                    "没有“{}”这一项；是不是 {}？",
                    "there is no “{}”; did you mean {}?",
                );
                words.with(lang, &[name, near])
            }
            Self::Unknown(name, None) => {
                // Themes are read by the same code, so the remedy does not name one list of all settings.
                let words = Words::new(
                    "没有“{}”这一项；请核对名称和所在的表，或删去这一行",
                    "there is no “{}”; check the name and its table, or delete the line",
                );
                words.with(lang, &[name])
            }
            Self::Value {
                name,
                found,
                expected,
            } => {
                let words = Words::new(
                    "{} 不能是 {}；改用默认值，应为{}",
                    "{} cannot be {}; the default is used, it takes {}",
                );
                words.with(lang, &[name, found, &expected.message(lang)])
            }
        }
    }
}

impl Expected {
    /// Expects one of `names`, the nearest to `written` first.
    pub fn one_of<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        // The nearest name stands first, since that is the one offered.
        names.sort_by_key(|one| strsim::damerau_levenshtein(written, one));
        Self::OneOf(names)
    }

    /// Returns in `lang` what would be accepted, as it ends the message.
    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Kind(words) => words.get(lang).to_owned(),
            Self::Number(low, high) => Words::new(" {} 到 {} 的整数", "a number from {} to {}")
                .with(lang, &[&low.to_string(), &high.to_string()]),
            Self::OneOf(names) => {
                let first = names.first().map_or("", String::as_str);
                Words::new(" {}（可用：{}）", "perhaps {} (one of: {})")
                    .with(lang, &[first, &names.join(", ")])
            }
        }
    }
}

/// Returns the name among `known` that is nearest to `name` by edit distance; `None` if even that differs in more than half of
/// its characters.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Most names are in lower case with hyphens; other spellings are the likeliest mistakes.
    let folded = name.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|one| (strsim::damerau_levenshtein(&folded, one), one))
        .min()
        // Further away it is no slip but another word, and offering it would only mislead.
        .filter(|(distance, one)| *distance <= one.chars().count().max(3) / 2)
        .map(|(_, one)| one)
}
