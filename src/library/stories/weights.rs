//! The weights of features: how strongly each identifies the event of its article.

use super::lists::{FULL_WEIGHT, Grouped, Lists, NUMBER_BITS, number};
use crate::library::features::{Feature, ID_BITS};

/// The share of the title in the weights. The text has the rest.
const TITLE_SHARE: f64 = 0.4;
/// The most features of a text that are compared.
const MOST_IN_TEXT: usize = 64;

/// Returns the weighted features of each article, given by [`Feature::to_bits`], and the number of different features in them.
///
/// A feature weighs the logarithm of its count, and of how rare it is in the library. Those of a single article have done
/// their part in the length of the vector: no other can share them, so that they are left out.
pub(super) fn weighted(stored: Grouped<u32>) -> (Lists, usize) {
    let repeated = Repeated::among(stored.values());
    let count = f64::from(number(stored.len()));
    let weight = |feature: Feature| {
        let articles = f64::from(repeated.frequency(feature.id()));
        (1.0 + f64::from(feature.count()).ln()) * ((count + 1.0) / articles).ln()
    };
    let vectors = Lists::in_place_of(stored, |features| {
        let mut vector = unit_vector(features, weight);
        vector.retain_mut(|(id, _)| {
            let number = repeated.number(*id as usize);
            *id = number.unwrap_or_default();
            number.is_some()
        });
        vector
    });
    (vectors, repeated.frequencies.len())
}

/// The features that occur more than once, numbered from 0 on in the order of their identities.
struct Repeated {
    /// A bit for each identity.
    bits: Vec<u64>,
    /// The number of bits that are set before each of them.
    before: Vec<u32>,
    /// How often each feature occurs, by its number.
    frequencies: Vec<u32>,
}

impl Repeated {
    /// Counts features, given by [`Feature::to_bits`]. A table of the counts by identity would take 32 MB.
    fn among(features: &[u32]) -> Self {
        let words = (1_usize << ID_BITS).div_ceil(64);
        let (mut found, mut bits) = (vec![0_u64; words], vec![0_u64; words]);
        let ids = || features.iter().map(|bits| Feature::from_bits(*bits).id());
        for id in ids() {
            let (word, bit) = place(id);
            if let (Some(found), Some(bits)) = (found.get_mut(word), bits.get_mut(word)) {
                *bits |= *found & bit;
                *found |= bit;
            }
        }
        let mut sum = 0;
        let before = bits.iter().map(|word| {
            let before = sum;
            sum += word.count_ones();
            before
        });
        let mut repeated = Self {
            before: before.collect(),
            bits,
            frequencies: vec![0; sum as usize],
        };
        for id in ids() {
            let at = repeated.number(id);
            if let Some(count) = at.and_then(|at| repeated.frequencies.get_mut(at as usize)) {
                *count += 1;
            }
        }
        repeated
    }

    /// Returns the number of a feature; `None` where it occurs once, and beyond the numbers that lists hold.
    fn number(&self, id: usize) -> Option<u32> {
        let (word, bit) = place(id);
        let bits = self.bits.get(word).filter(|bits| **bits & bit != 0)?;
        let before = (bits & (bit - 1)).count_ones();
        let number = self.before.get(word)? + before;
        (number < 1 << NUMBER_BITS).then_some(number)
    }

    /// Returns how often a feature occurs.
    fn frequency(&self, id: usize) -> u32 {
        let at = self.number(id);
        let count = at.and_then(|at| self.frequencies.get(at as usize));
        count.copied().unwrap_or(1)
    }
}

/// Returns the word of a bit set in which an identity has its bit, and the bit.
const fn place(id: usize) -> (usize, u64) {
    (id / 64, 1 << (id % 64))
}

/// Returns the features with their weights, in the order of their identity and of the length [`FULL_WEIGHT`]. Title and
/// text are vectors of their own length, and the lesser features of the text are left out.
fn unit_vector(features: &[u32], weight: impl Fn(Feature) -> f64) -> Vec<(u32, u32)> {
    let features = features.iter().map(|bits| Feature::from_bits(*bits));
    let weighted = features.map(|f| (f.is_of_title(), f.id(), weight(f)));
    let (title, mut text): (Vec<_>, Vec<_>) = weighted.partition(|(is_of_title, ..)| *is_of_title);
    text.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
    text.truncate(MOST_IN_TEXT);
    let length = |part: &[(bool, usize, f64)]| part.iter().map(|f| f.2 * f.2).sum::<f64>().sqrt();
    let (title_length, text_length) = (length(&title), length(&text));
    // An article without a text, or without a title, has the whole weight on the other.
    let title_share = match (title_length > 0.0, text_length > 0.0) {
        (true, true) => TITLE_SHARE,
        (true, false) => 1.0,
        _ => 0.0,
    };
    let mut vector = Vec::with_capacity(title.len() + text.len());
    for (part, length, share) in [
        (title, title_length, title_share),
        (text, text_length, 1.0 - title_share),
    ] {
        let scale = f64::from(FULL_WEIGHT) * share.sqrt() / length;
        vector.extend(part.iter().filter_map(|(_, id, weight)| {
            let weight = whole(weight * scale);
            (weight > 0).then_some((number(*id), weight))
        }));
    }
    vector.sort_unstable();
    vector
}

/// Rounds a weight.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of a weight; a cast maps NaN to 0"
)]
fn whole(weight: f64) -> u32 {
    weight.round().clamp(0.0, f64::from(FULL_WEIGHT)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_that_occur_again_have_numbers_in_the_order_of_their_identities() {
        let feature = |id: u8| Feature::from_bytes([1, id, 0, 0]);
        let features = [3, 9, 200, 9, 200, 7, 200].map(feature);
        let repeated = Repeated::among(&features.map(Feature::to_bits));
        let found = [3, 7, 9, 200].map(|id| {
            let id = feature(id).id();
            (repeated.number(id), repeated.frequency(id))
        });
        let expected = [(None, 1), (None, 1), (Some(0), 2), (Some(1), 3)];
        assert_eq!(found, expected);
    }
}
