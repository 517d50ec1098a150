//! A lenient reader of TOML: correct settings are taken, and everything else becomes a diagnostic with its line.
//!
//! The configuration, the themes and the key bindings are read here. A mistake in any of them is reported in the same way,
//! with the nearest name that is known, and never keeps the reader from starting.
//!
//! A table is read by taking its settings out one after the other, so what is left at the end is
//! unknown. No list of all names has to be kept beside the code that reads them.

pub use fault::{Diagnostic, Expected, Fault, nearest};

use crate::lang::Words;
use crate::settings::syntax::SyntaxSlip;
use std::ops::RangeInclusive;
use toml::de::{DeTable, DeValue};

mod fault;
mod syntax;

/// A table of a settings file. The caller asks for one setting after the other; [`SettingsTable::finish`] reports the names
/// that it never asked for as unknown.
pub struct SettingsTable<'s> {
    /// The whole file, for the lines of its settings.
    source: &'s str,
    /// The settings that were not asked for yet.
    entries: Vec<Entry<'s>>,
    /// The names that were asked for, among which the nearest to an unknown name is sought.
    asked: Vec<String>,
    /// The mistakes so far.
    notes: Vec<Diagnostic>,
}

/// A setting as it stands in the file.
struct Entry<'s> {
    /// Its name.
    name: String,
    /// Its line, counted from 1.
    line: u32,
    /// Its value as parsed.
    value: DeValue<'s>,
    /// Its value as written, for messages.
    written: &'s str,
}

/// A setting and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The line, counted from 1.
    pub line: u32,
    /// The setting.
    pub value: T,
}

impl<'s> SettingsTable<'s> {
    /// Parses a whole file. The lines around a syntax error are kept.
    pub fn parse(source: &'s str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(source);
        let mut section = Self::of(source, table.into_inner());
        section.notes.extend(errors.iter().map(|error| {
            let line = line_of(source, error.span().map_or(0, |span| span.start));
            let text = source.lines().nth(line.saturating_sub(1) as usize);
            let slip = SyntaxSlip::of(error.message(), text.unwrap_or_default());
            let fault = Fault::Syntax(slip);
            Diagnostic { line, fault }
        }));
        // One mistake can cause several errors; the first of a line is the one to correct.
        section.notes.dedup_by_key(|note| note.line);
        section
    }

    /// Returns the table with each of its settings and their lines in `source`.
    fn of(source: &'s str, table: DeTable<'s>) -> Self {
        let entries = table.into_iter().map(|(name, value)| Entry {
            line: line_of(source, name.span().start),
            name: name.into_inner().into_owned(),
            written: source.get(value.span()).unwrap_or_default(),
            value: value.into_inner(),
        });
        Self {
            source,
            entries: entries.collect(),
            asked: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Moves the entry of this name out of the table.
    fn take(&mut self, name: &str) -> Option<Entry<'s>> {
        // Recorded before the search: a name that is absent is known all the same.
        self.asked.push(name.to_owned());
        let at = self.entries.iter().position(|entry| entry.name == name)?;
        Some(self.entries.swap_remove(at))
    }

    /// Adds a diagnostic about a value that the setting does not take.
    fn refuse(&mut self, entry: &Entry<'_>, expected: Expected) {
        self.notes.push(Diagnostic {
            line: entry.line,
            fault: Fault::Value {
                name: entry.name.clone(),
                found: entry.written.trim().to_owned(),
                expected,
            },
        });
    }

    /// Returns a text; `None` if it is absent or no text.
    pub fn text(&mut self, name: &str) -> Option<At<String>> {
        let entry = self.take(name)?;
        if let DeValue::String(text) = &entry.value {
            return Some(At {
                line: entry.line,
                value: text.to_string(),
            });
        }
        self.refuse(&entry, Expected::Kind(TEXT));
        None
    }

    /// Returns `true` or `false`; `None` if it is absent or neither.
    pub fn switch(&mut self, name: &str) -> Option<bool> {
        let entry = self.take(name)?;
        if let DeValue::Boolean(on) = entry.value {
            return Some(on);
        }
        self.refuse(&entry, Expected::Kind(SWITCH));
        None
    }

    /// Returns a whole number; `None` if it is absent or outside `bounds`.
    pub fn number(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let entry = self.take(name)?;
        let number = match &entry.value {
            // TOML has numbers in hexadecimal, octal and binary as well.
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        if let Some(number) = number.filter(|number| bounds.contains(number)) {
            return Some(number);
        }
        self.refuse(&entry, Expected::Number(*bounds.start(), *bounds.end()));
        None
    }

    /// Returns the value that the written name has in `of`; `None` if it is absent or not in it.
    pub fn choice<T: Clone>(&mut self, name: &str, of: &[(&str, T)]) -> Option<T> {
        let entry = self.take(name)?;
        let given = match &entry.value {
            DeValue::String(text) => text.as_ref(),
            // A number or a switch without quotes is compared as written.
            _ => entry.written,
        };
        if let Some((_, value)) = of.iter().find(|(one, _)| *one == given) {
            return Some(value.clone());
        }
        let expected = Expected::one_of(given, of.iter().map(|(one, _)| *one));
        self.refuse(&entry, expected);
        None
    }

    /// Returns a list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, name: &str) -> Option<At<Vec<String>>> {
        let entry = self.take(name)?;
        let list = match &entry.value {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(items) => {
                let texts = items.iter().map(|item| match item.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                });
                texts.collect()
            }
            _ => None,
        };
        if let Some(value) = list {
            let line = entry.line;
            return Some(At { line, value });
        }
        self.refuse(&entry, Expected::Kind(TEXTS));
        None
    }

    /// Returns the table of this name inside this one, empty if it is absent. It must be given back with
    /// [`SettingsTable::close`].
    #[must_use]
    pub fn section(&mut self, name: &str) -> SettingsTable<'s> {
        match self.take(name) {
            Some(Entry {
                value: DeValue::Table(table),
                ..
            }) => Self::of(self.source, table),
            Some(entry) => {
                self.refuse(&entry, Expected::Kind(TABLE));
                Self::of(self.source, DeTable::new())
            }
            None => Self::of(self.source, DeTable::new()),
        }
    }

    /// Returns the tables of a `[[list]]`.
    pub fn sections(&mut self, name: &str) -> Vec<At<SettingsTable<'s>>> {
        let Some(mut entry) = self.take(name) else {
            return Vec::new();
        };
        // The list is taken out, since the rest of the entry is still needed for messages.
        let value = std::mem::replace(&mut entry.value, DeValue::Boolean(false));
        let DeValue::Array(items) = value else {
            self.refuse(&entry, Expected::Kind(TABLES));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            let line = line_of(self.source, item.span().start);
            match item.into_inner() {
                DeValue::Table(table) => found.push(At {
                    line,
                    value: Self::of(self.source, table),
                }),
                _ => self.refuse(&entry, Expected::Kind(TABLES)),
            }
        }
        found
    }

    /// Returns the names in this table that were not asked for yet, in the order of the file.
    pub fn names(&self) -> Vec<At<String>> {
        let mut names: Vec<At<String>> = self
            .entries
            .iter()
            .map(|entry| At {
                line: entry.line,
                value: entry.name.clone(),
            })
            .collect();
        names.sort_by_key(|at| at.line);
        names
    }

    /// Adds the diagnostics of an inner table, which must have been read to its end.
    pub fn close(&mut self, section: SettingsTable<'s>) {
        self.notes.extend(section.finish());
    }

    /// Adds a diagnostic about a mistake that only the caller can find.
    pub fn note(&mut self, line: u32, fault: Fault) {
        self.notes.push(Diagnostic { line, fault });
    }

    /// Returns all diagnostics by line: refused values, and every name that was not asked for.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for entry in &self.entries {
            let near = nearest(&entry.name, self.asked.iter().map(String::as_str));
            self.notes.push(Diagnostic {
                line: entry.line,
                fault: Fault::Unknown(entry.name.clone(), near.map(str::to_owned)),
            });
        }
        // Readers go through a file from the top.
        self.notes.sort_by_key(|note| note.line);
        // Names and values that the parser made of a broken line are no mistakes of their own.
        let is_syntax = |note: &&Diagnostic| matches!(note.fault, Fault::Syntax(_));
        let broken: Vec<u32> = self
            .notes
            .iter()
            .filter(is_syntax)
            .map(|note| note.line)
            .collect();
        self.notes
            .retain(|note| is_syntax(&note) || !broken.contains(&note.line));
        self.notes
    }
}

/// What [`SettingsTable::text`] takes.
const TEXT: Words = Words::new("带引号的文字", "a text in quotes");
/// What [`SettingsTable::texts`] takes.
const TEXTS: Words = Words::new(
    "文字列表，如 [\"甲\", \"乙\"]",
    "a list of texts, as in [\"a\", \"b\"]",
);
/// What [`SettingsTable::switch`] takes.
const SWITCH: Words = Words::new(" true 或 false", "true or false");
/// What [`SettingsTable::section`] takes.
const TABLE: Words = Words::new("一个 [表]", "a [table]");
/// What [`SettingsTable::sections`] takes.
const TABLES: Words = Words::new("若干 [[表]]", "[[tables]]");

/// Returns the line, counted from 1, of the byte `at_byte`.
fn line_of(source: &str, at_byte: usize) -> u32 {
    let before = source.as_bytes().get(..at_byte).unwrap_or_default();
    // Counted anew each time: a settings file is short.
    let feeds = memchr::memchr_iter(b'\n', before).count();
    u32::try_from(feeds + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_slip_is_told_with_its_line_and_the_nearest_name() {
        let mut top = SettingsTable::parse("measure = 38\n\nindnet = 2\n[copy]\nmetod = \"x\"\n");
        assert_eq!(top.number("measure", 10..=100), Some(38));
        assert_eq!(top.number("indent", 0..=2), None);
        let mut copy = top.section("copy");
        assert_eq!(copy.text("method"), None);
        top.close(copy);
        let notes: Vec<String> = top.finish().iter().map(|n| n.message(Lang::En)).collect();
        assert_eq!(
            notes,
            [
                "line 3: there is no “indnet”; did you mean indent?",
                "line 5: there is no “metod”; did you mean method?",
            ]
        );
    }

    #[test]
    fn a_bad_value_is_told_with_what_would_do() {
        let mut top = SettingsTable::parse("a = 300\nb = \"wied\"\nc = 1\nd = [1]\n");
        assert_eq!(top.number("a", 1..=100), None);
        assert_eq!(top.choice("b", &[("narrow", 1), ("wide", 2)]), None);
        assert_eq!(top.text("c"), None);
        assert_eq!(top.texts("d"), None);
        let notes: Vec<String> = top.finish().iter().map(|n| n.message(Lang::En)).collect();
        assert_eq!(notes.len(), 4);
        assert!(notes[0].contains("a cannot be 300"), "{}", notes[0]);
        assert!(notes[1].contains("perhaps wide"), "{}", notes[1]);
    }

    #[test]
    fn what_stands_around_a_syntax_error_is_still_read() {
        let mut top = SettingsTable::parse("a = 1\nb = \nc = 3\n");
        assert_eq!(top.number("a", 0..=9), Some(1));
        assert_eq!(top.number("c", 0..=9), Some(3));
        let _ = top.text("b");
        let notes = top.finish();
        assert!(matches!(notes[0].fault, Fault::Syntax(_)));
        assert_eq!(notes[0].line, 2);
    }

    #[test]
    fn nothing_is_near_to_something_quite_different() {
        assert_eq!(nearest("xyzzy", ["theme", "measure"]), None);
        assert_eq!(nearest("Theme", ["theme", "measure"]), Some("theme"));
    }
}
