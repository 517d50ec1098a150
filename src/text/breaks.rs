//! Chances to break a line: UAX #14 tailored for Chinese (CLREQ, GB/T 15834-2011 5.1).
//!
//! A paragraph is split into [`Unit`]s, each as much text as must stay on one line. Runs of Han, common marks and plain
//! Latin words are read from their bytes ([`crate::text::class`]); other passages go through the full algorithm ([`mixed`])
//! and the tailoring ([`tailor`]). A unit that is wider than a whole line is cut by [`mod@cut`].

pub mod cut;
pub mod mixed;
pub mod tailor;
pub mod unit;

use self::cut::Room;
use self::tailor::BreakContext;
use self::unit::Unit;
use crate::text::class::{Chance, Class, chance, class_at, class_in_word, han_run};
use crate::text::rules::{Rules, Spacing};
use crate::text::width::Ambiguous;
use memchr::memchr_iter;
use std::collections::VecDeque;

/// Bytes of a Han character of the Basic Multilingual Plane.
pub const HAN_BYTES: usize = 3;

/// An iterator over the units of a paragraph, which cover it without a gap.
///
/// ```
/// use newsreader::text::breaks::Units;
/// use newsreader::text::typeset::Rules;
/// let (text, rules) = ("增长 3.5%，好。", Rules::default());
/// let units = Units::new(text, &rules).map(|unit| &text[unit.start..unit.end]);
/// assert_eq!(units.collect::<Vec<_>>(), ["增", "长 ", "3.5%，", "好。"]);
/// ```
#[derive(Debug)]
pub struct Units<'a> {
    /// The paragraph and the rules.
    context: BreakContext<'a>,
    /// Columns of an ambiguous character.
    ambiguous_cols: usize,
    /// The byte up to which the paragraph is read.
    at: usize,
    /// Units of a passage that the full algorithm has read ahead.
    waiting: VecDeque<Unit>,
    /// Straight quotes before the passage that the full algorithm reads.
    read: Quotes,
    /// Straight quotes before the unit that is cut.
    cut_quotes: Quotes,
    /// The class of the character before `at`.
    before: Class,
}

impl<'a> Units<'a> {
    /// Returns the units of the paragraph `text` under `rules`.
    #[must_use]
    pub fn new(text: &'a str, rules: &'a Rules) -> Self {
        // The straight quote looks the same on both sides. Only an even number of them lets every
        // second one be a closing one.
        let quotes = memchr_iter(b'"', text.as_bytes()).count();
        Self {
            context: BreakContext::new(text, quotes.is_multiple_of(2), rules),
            ambiguous_cols: match rules.ambiguous {
                Ambiguous::Narrow => 1,
                Ambiguous::Wide => 2,
            },
            at: 0,
            waiting: VecDeque::new(),
            read: Quotes::default(),
            cut_quotes: Quotes::default(),
            before: Class::Other,
        }
    }

    /// Splits `unit`, which is wider than `room`, into a beginning that fits and the rest; see [`cut::cut`].
    pub fn cut(&mut self, unit: &Unit, room: Room) -> (Unit, Unit) {
        self.cut_quotes.advance(self.context.text, unit.start);
        let cut = cut::cut(&self.context, unit, room, self.cut_quotes.count);
        let mut head = Unit {
            solid_end: cut.at,
            end: cut.at,
            cols: cut.cols,
            ..*unit
        };
        // What stood at the end of the unit now stands at the end of the rest.
        (head.space_cols, head.hang_cols, head.ends_hard) = (0, 0, false);
        let rest = unit.cols.saturating_sub(cut.cols + cut.gap_cols);
        (
            head,
            Unit {
                start: cut.at,
                gap_cols: cut.gap_cols,
                cols: rest,
                ..*unit
            },
        )
    }

    /// Returns the byte that the next unit begins with.
    #[must_use]
    pub fn at(&self) -> usize {
        self.waiting.front().map_or(self.at, |unit| unit.start)
    }

    /// Skips at most `most` Han characters that another Han character follows, and returns their number. Each is a unit of
    /// two columns.
    ///
    /// Most of a report is such runs. Counting them by their lead bytes saves a [`Unit`] for each.
    #[inline]
    pub fn pass_han(&mut self, most: usize) -> usize {
        // Units that were read ahead come first, or the text would be out of order.
        if !self.waiting.is_empty() || self.context.rules.spacing == Spacing::Always {
            // A gap between Han and Latin belongs to the second of the two, so every character has to be a unit.
            return 0;
        }
        let count = han_run(self.context.text.as_bytes(), self.at, most);
        if count > 0 {
            self.at += count * HAN_BYTES;
            self.before = Class::Han;
        }
        count
    }

    /// Returns the class and the length in bytes of the character at `at` behind one of class `before`.
    #[inline]
    fn class(&self, at: usize, before: Class) -> (Class, usize) {
        let bytes = self.context.text.as_bytes();
        let (class, len) = class_at(bytes, at);
        match class {
            Class::Other if before == Class::Word => {
                class_in_word(bytes, at).unwrap_or((class, len))
            }
            // ’ between letters or before a word is an apostrophe.
            Class::Close
                if matches!(before, Class::Word | Class::Other | Class::Space)
                    && bytes.get(at..at + 3) == Some("’".as_bytes())
                    && bytes.get(at + 3).is_some_and(u8::is_ascii_alphanumeric) =>
            {
                (Class::Other, len)
            }
            // A space between Han and Latin is hidden then, which only the clusters know.
            Class::Space if self.context.rules.spacing == Spacing::Never => (Class::Other, len),
            _ => (class, len),
        }
    }

    /// Returns the columns of the character of `class` at byte `at`.
    #[inline]
    fn cols(&self, class: Class, at: usize) -> usize {
        match class {
            // The widths of the classes, without a look-up: all but the ambiguous are the same in
            // every terminal.
            Class::Word | Class::Space | Class::Stop => 1,
            Class::Suffix if self.context.text.as_bytes().get(at) == Some(&b'%') => 1,
            Class::Han | Class::Pause => 2,
            // The quotes “ ” ‘ ’ are ambiguous and begin with 0xe2; all other brackets of these classes are wide.
            Class::Open | Class::Close if self.context.text.as_bytes().get(at) != Some(&0xe2) => 2,
            _ => self.ambiguous_cols,
        }
    }

    /// True if the line may end before byte `at`, between characters of the two classes, under the house rules.
    fn may_break(&self, chance: Chance, at: usize, before: Class, after: Class) -> bool {
        let bytes = self.context.text.as_bytes();
        match chance {
            Chance::Break => {
                // Two neighbours do not show whether a number stands before the space, so the
                // tailoring is asked.
                !(self.context.rules.glue_units
                    && before == Class::Space
                    && !self.context.allows(at, 0, false)
                    && matches!(after, Class::Word | Class::Han))
            }
            Chance::Dash => {
                // Half of a dash is a connector, which CLREQ keeps from the start of a line.
                !self.context.rules.strict_dashes
                    && bytes.get(at + 3..at + 6) == Some("—".as_bytes())
            }
            Chance::Keep | Chance::Ask => false,
        }
    }

    /// Reads on from `at`, inside a passage that began at `start` and holds a character of class `Other`, to the next place
    /// that two neighbours alone decide, and gives the passage to the full algorithm.
    fn mixed(&mut self, start: usize, mut at: usize, mut before: Class, mut solid: Class) {
        let len = self.context.text.len();
        while at < len {
            let (after, width) = self.class(at, before);
            let chance = chance(before, after, solid);
            if matches!(chance, Chance::Break | Chance::Dash)
                && self.may_break(chance, at, before, after)
            {
                break;
            }
            // The character behind spaces is judged by the one before them.
            if after != Class::Space {
                solid = after;
            }
            (before, at) = (after, at + width);
        }
        let at = at.min(len);
        // The passage is handed over with the count of quotes before it, so that its own are paired
        // as in the whole paragraph.
        self.read.advance(self.context.text, start);
        mixed::units(&self.context, start..at, self.read.count, &mut self.waiting);
        (self.at, self.before) = (at, before);
    }
}

/// A count of the straight double quotes before a byte. It only moves forward, so a paragraph of a megabyte is read once.
#[derive(Debug, Default)]
struct Quotes {
    /// The quotes before `to`.
    count: usize,
    /// The byte up to which they are counted.
    to: usize,
}

impl Quotes {
    /// Counts on to byte `to`.
    fn advance(&mut self, text: &str, to: usize) {
        let passed = text.as_bytes().get(self.to..to).unwrap_or(&[]);
        self.count += memchr_iter(b'"', passed).count();
        self.to = self.to.max(to);
    }
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        if let Some(unit) = self.waiting.pop_front() {
            return Some(unit);
        }
        let text = self.context.text;
        if self.at >= text.len() {
            return None;
        }
        // The gap before a unit is known only here, at its first character: the class before it is that of the last unit.
        let always = self.context.rules.spacing == Spacing::Always;
        let mut unit = Unit::starting_at(self.at);
        let (mut class, mut len) = self.class(self.at, self.before);
        let mut solid = class;
        if always
            && matches!(
                (self.before, class),
                (Class::Han, Class::Word) | (Class::Word, Class::Han)
            )
        {
            unit.gap_cols = 1;
        }
        if class == Class::Other {
            self.mixed(self.at, self.at + len, class, class);
            return self.waiting.pop_front();
        }
        loop {
            let cols = self.cols(class, unit.end);
            if class == Class::Space {
                unit.space_cols += 1;
                unit.end += 1;
            } else {
                // Spaces inside a unit, as behind an opening bracket, count as text.
                unit.take_spaces();
                unit.solid(class, len, cols);
                solid = class;
            }
            let at = unit.end;
            if at >= text.len() {
                break;
            }
            let (after, width) = self.class(at, class);
            let chance = chance(class, after, solid);
            // The passage is read again from the start of the unit: UAX #14 needs the characters before the place as well.
            if chance == Chance::Ask {
                self.mixed(unit.start, at, class, solid);
                let mut first = self.waiting.pop_front();
                if let Some(first) = &mut first {
                    // The algorithm starts in the middle of the paragraph and does not see the
                    // character before the unit.
                    first.gap_cols = first.gap_cols.max(unit.gap_cols);
                }
                return first;
            }
            if self.may_break(chance, at, class, after) {
                break;
            }
            (class, len) = (after, width);
        }
        (self.at, self.before) = (unit.end, class);
        Some(unit)
    }
}
