//! The strings of Han in some texts that can be words: they stand in enough articles, hold together and have free borders.

use super::ratio;
use crate::text::chars::{is_digit, is_han};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The characters of a word.
const CHARS: Range<usize> = 2..9;
/// The fewest articles with a word.
const ARTICLES: usize = 3;
/// The fewest different characters on each side of a word. The edge of a run of Han counts each time, all digits once: a string
/// before a number is the label of the number, as 昨日新增 and 累计确诊病例达 are.
const BORDERS: usize = 3;
/// How many times more often than by chance the halves of a word must stand together.
const COHESION: f64 = 24.0;
/// Characters with which no word begins or ends: grammar, numbers and measures.
const NOT_AT_BORDERS: &str = "的了是在和与及或等为对将也有不这那我他她它们你就都而并被把从向到于以之其个〇一二三四五六七八九十两每各该此\
上下中内外前后年月日时据称说让使可能会要已还更最很再又则若如但因所着过给用按由经至自同";

/// Grammar that no word has inside: 诊断为疑似 and 均在院治疗 are parts of sentences.
const NOT_INSIDE: &str = "的了是为被把将均";
/// Numbers in Han and what stands in their place.
const NUMERALS: &str = "〇一二两三四五六七八九十几多每各该";

/// The strings of two to eight Han in some texts, with what is known of each.
pub(super) struct Strings<'t> {
    /// The counts of each string.
    counts: HashMap<&'t str, StringCounts>,
    /// The number of each character.
    chars: HashMap<char, usize>,
    /// The number of all characters.
    total: usize,
}

/// The counts of a string.
#[derive(Debug, Default)]
struct StringCounts {
    /// How often it stands in all texts.
    count: usize,
    /// The number of articles with it.
    articles: usize,
    /// The last article in which it was counted, from 1.
    last: usize,
    /// Its neighbours before it.
    left: Border,
    /// Its neighbours behind it.
    right: Border,
}

/// The neighbours of a string on one side.
#[derive(Debug, Default)]
struct Border {
    /// The characters that stand there, 0 for any digit.
    chars: HashSet<char>,
    /// The times that a run of Han ended there.
    edges: usize,
}

impl Border {
    /// Counts a neighbour, `None` at the edge of a run.
    fn add(&mut self, neighbour: Option<char>) {
        match neighbour {
            Some(c) if NUMERALS.contains(c) => _ = self.chars.insert('0'),
            Some(c) => _ = self.chars.insert(c),
            None => self.edges += 1,
        }
    }

    /// True if words can end there: the neighbours differ, and one of them is the edge of a run or grammar. 省无新增 stands
    /// behind the name of a province alone, so that its first character belongs to the word before.
    fn is_free(&self) -> bool {
        self.chars.len() + self.edges >= BORDERS
            && (self.edges > 0 || self.chars.iter().any(|c| NOT_AT_BORDERS.contains(*c)))
    }
}

impl<'t> Strings<'t> {
    /// Counts all strings of `texts`.
    pub(super) fn of(texts: &'t [String]) -> Self {
        let mut made = Self {
            counts: HashMap::new(),
            chars: HashMap::new(),
            total: 0,
        };
        for (article, text) in texts.iter().enumerate() {
            let mut rest = text.as_str();
            while let Some(start) = rest.find(is_han) {
                let before = rest.get(..start).and_then(|gap| gap.chars().next_back());
                let run = rest.get(start..).unwrap_or_default();
                let len = run.find(|c| !is_han(c)).unwrap_or(run.len());
                let (run, behind) = run.split_at_checked(len).unwrap_or_default();
                made.count_run(run, [before, behind.chars().next()], article + 1);
                rest = behind;
            }
        }
        made
    }

    /// Counts the strings of a run of Han, with the characters before and behind it.
    fn count_run(&mut self, run: &'t str, around: [Option<char>; 2], article: usize) {
        let chars: Vec<(usize, char)> = run.char_indices().collect();
        let digit = |c: Option<char>| c.filter(|c| is_digit(*c)).map(|_| '0');
        let [digit_before, digit_behind] = around.map(digit);
        self.total += chars.len();
        for (_, c) in &chars {
            *self.chars.entry(*c).or_default() += 1;
        }
        for start in 0..chars.len() {
            for len in CHARS {
                let Some(from) = chars.get(start).filter(|_| start + len <= chars.len()) else {
                    break;
                };
                let end = chars.get(start + len).map_or(run.len(), |(byte, _)| *byte);
                let Some(string) = run.get(from.0..end) else {
                    break;
                };
                let counts = self.counts.entry(string).or_default();
                counts.count += 1;
                if counts.last != article {
                    (counts.last, counts.articles) = (article, counts.articles + 1);
                }
                let before = start.checked_sub(1).and_then(|at| chars.get(at));
                counts.left.add(before.map(|(_, c)| *c).or(digit_before));
                let behind = chars.get(start + len);
                counts.right.add(behind.map(|(_, c)| *c).or(digit_behind));
            }
        }
    }

    /// Returns the strings that can be words, with the number of their articles, in the order of their characters.
    pub(super) fn candidates(&self) -> Vec<(String, usize)> {
        let mut words: Vec<(String, usize)> = self
            .counts
            .iter()
            .filter(|(string, counts)| {
                counts.articles >= ARTICLES
                    && counts.left.is_free()
                    && counts.right.is_free()
                    && has_firm_ends(string)
                    && self.cohesion(string, counts.count) >= COHESION
            })
            .map(|(string, counts)| ((*string).to_owned(), counts.articles))
            .collect();
        words.sort_unstable();
        words
    }

    /// Returns how many times more often than by chance the two parts of a string stand together, at the weakest place.
    fn cohesion(&self, string: &str, count: usize) -> f64 {
        let count_of = |part: &str| {
            let mut chars = part.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => self.chars.get(&c).copied().unwrap_or(1),
                _ => self.counts.get(part).map_or(1, |counts| counts.count),
            }
        };
        let cuts = string.char_indices().skip(1).map(|(byte, _)| byte);
        let parts = cuts.filter_map(|byte| string.split_at_checked(byte));
        let together = parts.map(|(left, right)| {
            ratio(count, 1) * ratio(self.total, 1)
                / ratio(count_of(left), 1)
                / ratio(count_of(right), 1)
        });
        together.fold(f64::INFINITY, f64::min)
    }
}

/// False for a string with grammar at one of its ends or inside.
// A string with grammar at its end is part of a sentence and no word.
fn has_firm_ends(string: &str) -> bool {
    let ends = [string.chars().next(), string.chars().next_back()];
    let mut ends = ends.into_iter().flatten();
    ends.all(|c| !NOT_AT_BORDERS.contains(c)) && !string.chars().any(|c| NOT_INSIDE.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_are_digits() {
        let texts = ["1", "１", "2"].map(|digit| format!("{digit}潮汐码{digit}"));
        let strings = Strings::of(&texts);
        let counts = &strings.counts["潮汐码"];
        let digit = HashSet::from(['0']);
        assert_eq!((&counts.left.chars, &counts.right.chars), (&digit, &digit));
        assert_eq!((counts.left.edges, counts.right.edges), (0, 0));
    }

    #[test]
    fn no_word_begins_or_ends_with_grammar() {
        assert!(has_firm_ends("潮汐码"));
        assert!(!has_firm_ends("潮汐码的") && !has_firm_ends("将潮汐码"));
        assert!(!has_firm_ends("潮汐码为准"));
    }
}
