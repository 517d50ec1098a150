//! Watch words (关注词): the topics that a user follows, in groups, as written in `watch.txt`.
//!
//! Groups are divided by blank lines. A line is a word, `+word` must also occur, `!word` must not, `甲|乙` is either of two.
//! `[name]` at the head of a group names it, `@role` gives its colour, `word => alias` shows another name, and `#` begins a
//! comment. The word list of `TrendRadar` is accepted as it is: words below `[GLOBAL_FILTER]` exclude everywhere, and
//! `[WORD_GROUPS]` and `@number` mean nothing. The signs may be full-width, as a Chinese input method types them.
//!
//! ```
//! use newsreader::library::watch_words::WatchWords;
//!
//! let (words, slips) = WatchWords::parse("[医保]\n医保|医疗保险\n+支付\n!商业\n\n互联网医院 => 网上看病\n");
//! assert!(slips.is_empty());
//! let names: Vec<&str> = words.groups.iter().map(|group| group.name.as_str()).collect();
//! assert_eq!(names, ["医保", "网上看病"]);
//! ```
//!
//! [`matcher`] finds the articles of all groups in one pass.

use super::term::Term;
use crate::lang::{Lang, Words};

pub mod hits;
pub mod matcher;
pub mod merge;
mod parse;

/// The groups of a list of watch words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchWords {
    /// The groups, in the order of the file.
    pub groups: Vec<WatchGroup>,
    /// The words below `[GLOBAL_FILTER]`: an article with one of them belongs to no group.
    pub filtered: Vec<WatchWord>,
}

/// A group of watch words. An article belongs to it if one of the plain words occurs (any article, where there is none),
/// every required word does and no excluded word does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchGroup {
    /// Its `[name]`, else the alias of its first plain word, else that word.
    pub name: String,
    /// The role of the theme in which its words are marked, as written behind `@`.
    pub role: Option<String>,
    /// The line of its head in the file, counted from 1.
    pub line: u32,
    /// Its words, in the order of the file.
    pub words: Vec<WatchWord>,
}

/// A line of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchWord {
    /// The part that the word plays.
    pub kind: WordKind,
    /// The alias, else the word as it is written.
    pub name: String,
    /// The spellings divided by `|`, any of which counts as the word.
    pub terms: Vec<Term>,
}

/// The part that a watch word plays in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// One of the plain words must occur.
    Plain,
    /// Written with `+`: it must occur.
    Required,
    /// Written with `!`: it must not occur.
    Excluded,
}

/// A line of the file that cannot be used, or not as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The line, counted from 1.
    pub line: u32,
    /// The line as written, without the spaces around it.
    pub text: String,
    /// What is wrong with it, and what happens or helps.
    problem: Words,
}

/// A role that no theme has: the group is shown all the same.
const UNKNOWN_ROLE: Words = Words::new(
    "主题里没有这个颜色名称，改用 watched",
    "the theme has no such role, watched is used",
);

impl Slip {
    /// Returns one line for standard error or the status line, without the name of the file.
    pub fn message(&self, lang: Lang) -> String {
        let line = Words::new("第 {} 行", "line {}").with(lang, &[&self.line.to_string()]);
        format!("{line}: {}: {}", self.text, self.problem.get(lang))
    }
}

impl WatchWords {
    /// Returns a slip for each group whose role is not known to the themes, and removes the role.
    pub fn check_roles(&mut self, is_known: impl Fn(&str) -> bool) -> Vec<Slip> {
        let mut slips = Vec::new();
        for group in &mut self.groups {
            if let Some(role) = group.role.take_if(|role| !is_known(role)) {
                slips.push(Slip {
                    line: group.line,
                    text: format!("@{role}"),
                    problem: UNKNOWN_ROLE,
                });
            }
        }
        slips
    }
}

impl WatchGroup {
    /// Iterates over the words of a kind.
    pub fn of_kind(&self, kind: WordKind) -> impl Iterator<Item = &WatchWord> {
        self.words.iter().filter(move |word| word.kind == kind)
    }

    /// Iterates over the terms that are marked where an article belongs to the group: plain and required words.
    pub fn shown_terms(&self) -> impl Iterator<Item = &Term> {
        let shown = self
            .words
            .iter()
            .filter(|word| word.kind != WordKind::Excluded);
        shown.flat_map(|word| &word.terms)
    }
}
