//! A bitset of the characters of a record.
//!
//! A query with a character that is not set cannot match, so that the record is not read. There are no false negatives.
//!
//! The set has one bit for each of the 128 characters of one byte in compact text, one for every two of the 4 096 of two
//! bytes, and 64 bits that all others share: 280 bytes a report. 10 000 reports of 192 MB, 182 different keys: the time from a
//! key to the final count fell from 18.8 to 6.3 ms (median) with a bit for each character of two bytes, which took twice the
//! memory.

use super::compact_text::goes_on;

/// The first slot of characters of two bytes in [`super::compact_text`]: each of one byte has a slot of its own.
const PAIRS: usize = 0x80;
/// The number of slots of characters of two bytes, of which two share one.
const PAIR_SLOTS: usize = 0x800;
/// The first slot of characters of three and four bytes, which share 64 by their last six bits.
const OTHERS: usize = PAIRS + PAIR_SLOTS;
/// The number of slots.
const SLOTS: usize = OTHERS + 0x40;
/// The number of 64-bit words of a set.
const WORDS: usize = SLOTS / 64;

/// A bitset of characters. Rare characters share a bit.
///
/// Boxed: an index of ten thousand reports moves them around as it is sorted.
#[derive(Debug, Clone)]
pub struct CharSet(Box<[u64; WORDS]>);

impl CharSet {
    /// The characters of `text`, which is compact.
    pub fn of(text: &[u8]) -> Self {
        let mut words = Box::new([0_u64; WORDS]);
        for slot in slots(text) {
            if let Some(word) = words.get_mut(slot / 64) {
                *word |= 1 << (slot % 64);
            }
        }
        Self(words)
    }

    /// True if a character with this slot may be in the set.
    pub fn may_have(&self, slot: usize) -> bool {
        let word = self.0.get(slot / 64).copied().unwrap_or(0);
        word >> (slot % 64) & 1 > 0
    }
}

/// Returns the slot of each character of `text`, which is compact.
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
            1 => PAIRS + (before * 64 + bits) % PAIR_SLOTS,
            // The last six bits alone: rare characters share a bit, which costs a needless read now
            // and then.
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
    fn a_common_character_that_does_not_occur_is_not_set() {
        let set = CharSet::of(&short("云州试点，ab。"));
        let stands = |c: &str| slots(&short(c)).all(|slot| set.may_have(slot));
        assert!(["云", "，", "a"].into_iter().all(stands));
        assert!(!["医", "。x", "c", "罕"].into_iter().any(stands));
    }

    proptest::proptest! {
        #[test]
        fn every_character_that_occurs_is_set(text: String, han in "[a的医醫鱻𠀀蠹😀]{0,20}") {
            for text in [text, han] {
                let coded = short(&text);
                let set = CharSet::of(&coded);
                proptest::prop_assert_eq!(slots(&coded).count(), text.chars().count());
                proptest::prop_assert!(slots(&coded).all(|slot| set.may_have(slot)));
            }
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let set = CharSet::of(&bytes);
            proptest::prop_assert!(slots(&bytes).all(|slot| set.may_have(slot)));
        }
    }
}
