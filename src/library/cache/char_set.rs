//! Which characters stand in a text: whoever looks for another need not read it.

use super::compact_text::goes_on;

/// The characters of one byte and of two in [`super::compact_text`], and all others by their last six bits.
const SLOTS: usize = PAIRS + 0x1000 + 0x40;
const PAIRS: usize = 0x80;
const OTHERS: usize = PAIRS + 0x1000;
const WORDS: usize = SLOTS / 64;

/// The characters of a text, a bit for each; rare ones share theirs.
#[derive(Debug, Clone)]
pub struct CharSet(Box<[u64; WORDS]>);

impl CharSet {
    /// Those of `text`, which is compact_text.
    pub fn of(text: &[u8]) -> Self {
        let mut words = Box::new([0_u64; WORDS]);
        for slot in slots(text) {
            if let Some(word) = words.get_mut(slot / 64) {
                *word |= 1 << (slot % 64);
            }
        }
        Self(words)
    }

    /// Whether a character may be among them that has this slot.
    pub fn may_have(&self, slot: usize) -> bool {
        let word = self.0.get(slot / 64).copied().unwrap_or(0);
        word >> (slot % 64) & 1 > 0
    }
}

/// The slots of the characters of `text`, which is compact_text.
pub fn slots(text: &[u8]) -> impl Iterator<Item = usize> {
    let (mut before, mut count) = (0, 0);
    text.iter().filter_map(move |&byte| {
        let bits = usize::from(byte & 0x3f);
        if goes_on(byte) {
            (before, count) = (bits, count + 1);
            return None;
        }
        let slot = match count {
            0 => usize::from(byte & 0x7f),
            1 => PAIRS + before * 64 + bits,
            _ => OTHERS + bits,
        };
        count = 0;
        Some(slot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cache::compact_text;

    fn short(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        compact_text::write(&mut out, text);
        out
    }

    #[test]
    fn a_common_character_that_is_not_there_is_known_not_to_be() {
        let letters = CharSet::of(&short("云州试点，ab。"));
        let stands = |c: &str| slots(&short(c)).all(|slot| letters.may_have(slot));
        assert!(["云", "，", "a"].into_iter().all(stands));
        assert!(!["医", "。x", "c", "罕"].into_iter().any(stands));
    }

    proptest::proptest! {
        #[test]
        fn every_character_that_is_there_may_be(text: String, han in "[a的医醫鱻𠀀蠹😀]{0,20}") {
            for text in [text, han] {
                let coded = short(&text);
                let letters = CharSet::of(&coded);
                proptest::prop_assert_eq!(slots(&coded).count(), text.chars().count());
                proptest::prop_assert!(slots(&coded).all(|slot| letters.may_have(slot)));
            }
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let letters = CharSet::of(&bytes);
            proptest::prop_assert!(slots(&bytes).all(|slot| letters.may_have(slot)));
        }
    }
}
