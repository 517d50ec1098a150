//! One word or phrase, found wherever it stands: in any width, case and script, byte for byte in unfolded text.
//!
//! The word's beginning is written out in all its variants (医保, 醫保), which are looked for together; what follows is
//! compared folded. So the text needs no second, folded copy, and every hit is a range of the text itself.

use crate::text::fold::{fold_char, variants};
use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem;
use std::ops::Range;

/// How many written variants are looked for at once; what is over is left to comparing.
const MOST_VARIANTS: usize = 48;

/// A word or phrase ready to be found.
#[derive(Debug, Clone)]
pub struct Term {
    folded: String,
    /// What is compared after a variant of the beginning was found.
    rest: Vec<char>,
    finder: Finder,
}

#[derive(Debug, Clone)]
enum Finder {
    One(Box<memmem::Finder<'static>>),
    Few(packed::Searcher),
    /// Where the processor has no vectors for [`Finder::Few`].
    Any(AhoCorasick),
}

impl Term {
    /// `text` as a term; `None` where there is nothing to find.
    pub fn new(text: &str) -> Option<Self> {
        let chars: Vec<char> = text.chars().map(fold_char).collect();
        let mut beginnings = vec![String::new()];
        let mut used = 0;
        for &c in &chars {
            let variants = variants(c);
            if used > 0 && beginnings.len() * variants.len() > MOST_VARIANTS {
                break;
            }
            beginnings = beginnings
                .iter()
                .flat_map(|b| variants.iter().map(move |v| format!("{b}{v}")))
                .collect();
            used += 1;
        }
        let finder = Finder::new(&beginnings)?;
        let rest = chars.get(used..).unwrap_or_default().to_vec();
        Some(Self {
            folded: chars.into_iter().collect(),
            rest,
            finder,
        })
    }

    /// The term, folded.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The first place at or after `from_byte` where it stands in `text`, which is UTF-8.
    pub fn find(&self, text: &[u8], from_byte: usize) -> Option<Range<usize>> {
        let mut from = from_byte;
        loop {
            let beginning = self.finder.find(text, from)?;
            if let Some(end) = self.rest_ends(text.get(beginning.end..)?) {
                return Some(beginning.start..beginning.end + end);
            }
            from = beginning.start + 1;
        }
    }

    /// Whether `text` goes on with the rest of the term, and how many bytes that takes.
    fn rest_ends(&self, text: &[u8]) -> Option<usize> {
        if self.rest.is_empty() {
            return Some(0);
        }
        let most = text.len().min(self.rest.len() * 4);
        let near = text.get(..most)?;
        // Cut in the middle of a character, which does no harm: the term ends before it or does not stand here.
        let near = match std::str::from_utf8(near) {
            Ok(near) => near,
            Err(e) => std::str::from_utf8(near.get(..e.valid_up_to())?).ok()?,
        };
        let mut chars = near.char_indices();
        for &wanted in &self.rest {
            if fold_char(chars.next()?.1) != wanted {
                return None;
            }
        }
        Some(chars.next().map_or(near.len(), |(at, _)| at))
    }

    /// All places where it stands in `text`, one after the other.
    pub fn find_all<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(text, from)?;
            from = found.end;
            Some(found)
        })
    }
}

impl Finder {
    fn new(beginnings: &[String]) -> Option<Self> {
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
        term.find_all(text.as_bytes())
            .map(|r| text.get(r).unwrap())
            .collect()
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
