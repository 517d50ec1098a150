//! A word or phrase to be found in any width, case and script, in unfolded UTF-8 or in the compact text of the cache.
//!
//! The beginning of the word is expanded into all its written variants (医保, 醫保), which are searched for together; the rest
//! is compared folded. So the text needs no second, folded copy, and every match is a range of the text itself.
//!
//! A term is compiled once for a search. For 医保 the variants of the first characters are written
//! out until there are 48 of them, in UTF-8 and in the compact encoding; a vector search finds any
//! of them, and only there the rest of the word is compared character by character. A character
//! without a width inside a word does not count in a plain text; records keep such characters
//! apart.

use crate::library::cache::char_set::{self, CharSet};
use crate::library::cache::compact_text;
use crate::text::fold::{fold_char, is_ignorable, variants, without_ignorable};
use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem;
use std::ops::Range;

/// The most written variants searched for at once. Characters beyond are compared folded.
const MOST_VARIANTS: usize = 48;

/// A compiled word or phrase.
#[derive(Debug, Clone)]
pub struct Term {
    /// The whole term, folded.
    folded: String,
    /// The characters to be compared after a variant of the beginning was found, folded.
    rest: Vec<char>,
    /// For each character of the beginning, the [`CharSet`] slots of its variants.
    slots: Vec<Vec<usize>>,
    /// Finds the beginning in UTF-8.
    plain: Finder,
    /// Finds the beginning in compact text.
    compact_text: Finder,
}

impl PartialEq for Term {
    /// True if both find the same: everything else is made from the folded text.
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Term {}

/// A search for one or several byte strings.
#[derive(Debug, Clone)]
enum Finder {
    /// A single variant, as of most Latin words.
    One(Box<memmem::Finder<'static>>),
    /// Several variants, searched together with vector instructions.
    Few(packed::Searcher),
    /// Where the processor has no vector instructions for [`Finder::Few`].
    Any(AhoCorasick),
}

impl Term {
    /// Compiles `text`; `None` where it is empty.
    pub fn new(text: &str) -> Option<Self> {
        let chars = text.chars().filter(|c| !is_ignorable(*c));
        let chars: Vec<char> = chars.map(fold_char).collect();
        let mut beginnings = vec![String::new()];
        let (mut used, mut slots) = (0, Vec::new());
        for &c in &chars {
            let variants = variants(c);
            // The first character is always written out, however many variants it has.
            if used > 0 && beginnings.len() * variants.len() > MOST_VARIANTS {
                break;
            }
            beginnings = beginnings
                .iter()
                .flat_map(|b| variants.iter().map(move |v| format!("{b}{v}")))
                .collect();
            slots.push(
                char_set::slots(&shorthand_of(&variants.iter().collect::<String>())).collect(),
            );
            used += 1;
        }
        let plain: Vec<_> = beginnings.iter().map(|b| b.as_bytes().to_vec()).collect();
        let compact_text = beginnings.iter().map(|beginning| shorthand_of(beginning));
        Some(Self {
            plain: Finder::new(&plain)?,
            compact_text: Finder::new(&compact_text.collect::<Vec<_>>())?,
            rest: chars.get(used..).unwrap_or_default().to_vec(),
            slots,
            folded: chars.into_iter().collect(),
        })
    }

    /// Returns the term, folded.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// True if the term may occur in a text of these characters.
    pub fn may_occur(&self, letters: &CharSet) -> bool {
        let mut characters = self.slots.iter();
        characters.all(|variants| variants.iter().any(|slot| letters.may_have(*slot)))
    }

    /// Iterates over the matches in `text`, which do not overlap. Characters without a width inside a word are passed over.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let hidden = without_ignorable(text);
        let plain = hidden.is_none().then(|| self.find_visible(text));
        let found = hidden.map(|(visible, bytes)| {
            // From the first character of the match to behind its last one, not to the next visible one.
            let end = |last: usize| last + text.get(last..).map_or(0, first_len);
            let place = |range: Range<usize>| {
                let chars =
                    |byte: usize| visible.get(..byte).map_or(0, |part| part.chars().count());
                let first = bytes.get(chars(range.start)).copied()?;
                let last = bytes.get(chars(range.end).checked_sub(1)?).copied()?;
                Some(first..end(last))
            };
            self.find_visible(&visible)
                .filter_map(place)
                .collect::<Vec<_>>()
        });
        plain
            .into_iter()
            .flatten()
            .chain(found.into_iter().flatten())
    }

    /// Iterates over the matches in `text`, in which every character counts.
    fn find_visible<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let mut begin = from;
            loop {
                let beginning = self.plain.find(text.as_bytes(), begin)?;
                let after = text.get(beginning.end..)?;
                if let Some(len) = self.rest_len(after.chars()) {
                    from = beginning.end + len;
                    return Some(beginning.start..from);
                }
                // Not behind the match: the beginning of another one may overlap it.
                begin = beginning.start + 1;
            }
        })
    }

    /// Returns the first match at or after `from_byte` in `text`, which is compact.
    pub fn find_compact(&self, text: &[u8], from_byte: usize) -> Option<Range<usize>> {
        let mut from = from_byte;
        loop {
            let beginning = self.compact_text.find(text, from)?;
            if compact_text::is_start(text, beginning.start)
                && let Some(end) = self.rest_ends_compact(text, beginning.end)
            {
                return Some(beginning.start..end);
            }
            // A match inside a character is none: the search goes on a byte further.
            from = beginning.start + 1;
        }
    }

    /// Iterates over the matches in `text`, which is compact; they do not overlap.
    pub fn find_all_compact<'a>(
        &'a self,
        text: &'a [u8],
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find_compact(text, from)?;
            from = found.end;
            Some(found)
        })
    }

    /// Returns the length in bytes of UTF-8 of the rest of the term if `text` begins with it.
    fn rest_len(&self, mut text: impl Iterator<Item = char>) -> Option<usize> {
        self.rest.iter().try_fold(0, |len, wanted| {
            let c = text.next()?;
            (fold_char(c) == *wanted).then_some(len + c.len_utf8())
        })
    }

    /// Returns the end of the rest of the term if it stands at `from` in `text`, which is compact.
    fn rest_ends_compact(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut after = text.get(from..)?;
        for wanted in &self.rest {
            let (c, behind) = compact_text::first(after)?;
            if fold_char(c) != *wanted {
                return None;
            }
            after = behind;
        }
        Some(text.len() - after.len())
    }
}

/// Returns the length in bytes of the first character of `text`.
fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Returns `text` in the encoding of records.
// Records are searched as they are, so the words are encoded instead.
fn shorthand_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    compact_text::write(&mut bytes, text);
    bytes
}

impl Finder {
    /// Makes the search; `None` for an empty beginning.
    fn new(beginnings: &[Vec<u8>]) -> Option<Self> {
        match beginnings {
            [one] if one.is_empty() => None,
            [one] => Some(Self::One(Box::new(memmem::Finder::new(one).into_owned()))),
            few => packed::Searcher::new(few).map(Self::Few).or_else(|| {
                let mut builder = AhoCorasick::builder();
                builder
                    .match_kind(MatchKind::LeftmostFirst)
                    .build(few)
                    .ok()
                    .map(Self::Any)
            }),
        }
    }

    /// Returns the first match at or behind byte `from`.
    fn find(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        let after = text.get(from..)?;
        let found = match self {
            Self::One(finder) => {
                let at = finder.find(after)?;
                at..at + finder.needle().len()
            }
            Self::Few(searcher) => searcher.find(after).map(|m| m.start()..m.end())?,
            Self::Any(automaton) => automaton.find(after).map(|m| m.start()..m.end())?,
        };
        Some(found.start + from..found.end + from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(term: &str, text: &'t str) -> Vec<&'t str> {
        let term = Term::new(term).unwrap();
        let plain = term.find_all(text).map(|r| text.get(r).unwrap());
        let plain: Vec<_> = plain.collect();
        let short = shorthand_of(text);
        let in_short = term
            .find_all_compact(&short)
            .map(|r| compact_text::read(&short[r]));
        assert_eq!(in_short.collect::<Vec<_>>(), plain);
        assert!(plain.is_empty() || term.may_occur(&CharSet::of(&short)));
        plain
    }

    #[test]
    fn every_writing_of_a_word_is_found_where_it_stands() {
        assert_eq!(
            found("医保", "醫保、医保、醫保医保"),
            ["醫保", "医保", "醫保", "医保"]
        );
        assert_eq!(
            found("ai医生", "ＡＩ医生和Ai醫生，a i 医生"),
            ["ＡＩ医生", "Ai醫生"]
        );
        assert_eq!(found("ＩＳＴＲＯＫＥ", "iStroke"), ["iStroke"]);
        assert_eq!(found("台", "臺台檯"), ["臺", "台", "檯"]);
    }

    #[test]
    fn characters_without_width_hide_nothing() {
        let text = "卫\u{200b}生\u{ad}健康\u{fe00}委";
        // A record keeps them beside its text, so that only plain text has them between the characters of a word.
        let in_plain = |term: &str| {
            let term = Term::new(term).unwrap();
            let found = term.find_all(text).map(|r| text.get(r).unwrap().to_owned());
            found.collect::<Vec<String>>()
        };
        assert_eq!(in_plain("卫生健康委"), [text]);
        assert_eq!(in_plain("健\u{200b}康"), ["健康"]);
        assert_eq!(found("卫\u{ad}生", "卫生健康委"), ["卫生"]);
        assert_eq!(found("(2025)", "国办发〔2025〕3号"), ["〔2025〕"]);
    }

    #[test]
    fn a_beginning_that_leads_nowhere_hides_nothing() {
        assert_eq!(found("aaab", "aaaaab"), ["aaab"]);
        assert_eq!(found("医医保险医", "医医医保险医"), ["医医保险医"]);
    }

    proptest::proptest! {
        #[test]
        fn as_many_as_in_folded_text(
            term in "[医醫保aＡb台]{1,5}", text in "[医醫保aAＡb台臺，]{0,40}"
        ) {
            let folded = |s: &str| s.chars().map(fold_char).collect::<String>();
            let expected = folded(&text).matches(&folded(&term)).count();
            proptest::prop_assert_eq!(found(&term, &text).len(), expected);
        }
    }
}
