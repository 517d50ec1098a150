//! Lists that count by themselves, as Word's formats define them (ECMA-376 17.9; [MS-DOC] 2.4.6): levels, starts,
//! restarts, and their markers.
//!
//! The numbers of lists do not stand in DOCX and DOC files: they are counted here as Word counts
//! them. Definitions and instances are two things: several instances of one definition go on
//! counting together, unless one has a start value of its own.

use crate::conventions::numerals;
use crate::source::story;
use crate::source::symbol;
use std::collections::{HashMap, HashSet};

/// The number of levels that a list has.
pub(super) const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    /// The first number.
    pub start: u32,
    /// The name of the number format (ECMA-376 17.18.59).
    pub format: String,
    /// `%1` to `%9` stand for the numbers of the levels.
    pub text: String,
    /// The separator behind the marker.
    pub suffix: Suffix,
    /// The level (counted from 1) whose step starts this one anew; 0 = none does. Absent: any level above.
    pub restart: Option<usize>,
    /// Set when all numbers in it are decimal (17.9.4).
    pub legal: bool,
    /// The paragraph style that has this level.
    pub style: Option<String>,
    /// The font of a bullet.
    pub font: Option<String>,
    /// Set when the marker is not shown.
    pub hidden: bool,
}

/// The separator between marker and text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Suffix {
    /// A tab, the usual separator.
    #[default]
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

/// The definition of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    /// The levels by index, counted from 0.
    pub levels: HashMap<usize, Level>,
    /// The numbering style that defines this list elsewhere.
    pub defined_by: Option<String>,
}

/// An instance of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Instance {
    /// The list that it instantiates.
    pub list: u32,
    /// Start values of its own, by level.
    pub starts: HashMap<usize, u32>,
    /// Levels that it defines anew.
    pub levels: HashMap<usize, Level>,
}

/// All lists and the state of their counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbering {
    /// The definitions, by identifier.
    pub lists: HashMap<u32, List>,
    /// The instances, by identifier.
    pub instances: HashMap<u32, Instance>,
    /// The last number of each level, by list.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Instances whose own start values have taken effect, which they do once.
    started: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Returns the level of list `id` that belongs to a paragraph style.
    pub fn level_of_style(&self, id: u32, style: &str) -> Option<u8> {
        let list = self.lists.get(&self.instances.get(&id)?.list)?;
        let has = |level: &Level| level.style.as_deref() == Some(style);
        let (level, _) = list.levels.iter().find(|(_, level)| has(level))?;
        u8::try_from(*level).ok()
    }

    /// Counts one more paragraph at `level` of list `id` and writes its marker, with the space that parts it from a
    /// text beginning with `next`. `None` where there is no such list.
    pub fn step(&mut self, id: u32, level: u8, next: Option<char>) -> Option<String> {
        // A level beyond the last is a damaged file; the text is of use all the same.
        let at = usize::from(level).min(LEVELS - 1);
        let instance = self.instances.get(&id)?;
        let list = self.lists.get(&instance.list)?;
        let levels = Levels { list, instance };
        let counts = self.counts.entry(instance.list).or_default();
        for level in instance.starts.keys() {
            // A start value of the instance holds where the instance first comes to its level.
            if *level == at && self.started.insert((id, at)) {
                counts[at] = None;
            }
        }
        let start = levels.start(at);
        // The first paragraph of a level gets its start value, each further one the next number.
        counts[at] = Some(counts[at].map_or(start, |count| count.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = levels.get(below).and_then(|level| level.restart);
            if restart.is_none_or(|from| from != 0 && at < from) {
                *count = None;
            }
        }
        let counts = *counts;
        let own = levels.get(at)?;
        if own.hidden {
            // Hidden markers count, but show nothing.
            return Some(String::new());
        }
        Some(parted(levels.marker(own, &counts), own, next))
    }
}

/// The levels of an instance: its own where it has them, else its list's.
struct Levels<'a> {
    /// The definition of the list.
    list: &'a List,
    /// The instance, whose own levels and starts come first.
    instance: &'a Instance,
}

impl Levels<'_> {
    /// Returns the definition of a level.
    fn get(&self, level: usize) -> Option<&Level> {
        let own = self.instance.levels.get(&level);
        own.or_else(|| self.list.levels.get(&level))
    }

    /// Returns the first number of a level.
    fn start(&self, level: usize) -> u32 {
        let own = self.instance.starts.get(&level).copied();
        own.or_else(|| self.get(level).map(|level| level.start))
            .unwrap_or(1)
    }

    /// Writes the marker of a level: `%1` to `%9` become the counts of the levels.
    fn marker(&self, own: &Level, counts: &[Option<u32>; LEVELS]) -> String {
        if own.format == "bullet" {
            let sign = |c| symbol::character(own.font.as_deref(), c);
            return own.text.chars().map(sign).collect();
        }
        let mut marker = String::new();
        let mut chars = own.text.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|next| next.to_digit(10));
            match digit {
                Some(digit @ 1..) if c == '%' => {
                    chars.next();
                    let at = digit as usize - 1;
                    // A level that no paragraph has reached shows the number that it would begin
                    // with.
                    let count = counts[at].unwrap_or_else(|| self.start(at));
                    let format = self.get(at).map_or("decimal", |level| &level.format);
                    let format = if own.legal { "decimal" } else { format };
                    marker.push_str(&numerals::write(count, format));
                }
                _ => marker.push(c),
            }
        }
        marker
    }
}

/// Returns a marker with the white space between it and the text, as far as that is seen in a line of text.
fn parted(mut marker: String, level: &Level, next: Option<char>) -> String {
    if level.suffix == Suffix::Nothing {
        return marker;
    }
    if level.format == "bullet" && !marker.trim().is_empty() {
        marker.push(' ');
        return marker;
    }
    story::parted(marker, next)
}
