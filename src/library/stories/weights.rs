//! The weights of features: how strongly each identifies the event of its article.

use super::lists::{FULL_WEIGHT, Grouped, Lists, NUMBER_BITS, number};
use crate::library::features::{Feature, ID_BITS};

/// The share of the title in the weights. The text has the rest.
const TITLE_SHARE: f64 = 0.4;
/// A table with fewer features than one in so many slots is not gone through as a whole.
const SPARSE: usize = 64;
/// The most features of a text that are compared.
const MOST_IN_TEXT: usize = 64;

/// Returns the weighted features of each article and the number of different features in them.
///
/// A feature weighs the logarithm of its count, and of how rare it is in the library. Those of a single article have done
/// their part in the length of the vector: no other can share them, so that they are left out.
pub(super) fn weighted(stored: &Grouped<Feature>) -> (Lists, usize) {
    let (numbers, frequencies) = numbers(stored.values());
    let count = f64::from(number(stored.len()));
    let number_of = |id: usize| {
        let number = numbers.get(id).copied();
        number.filter(|number| *number != u32::MAX)
    };
    let weight = |feature: &Feature| {
        let known = number_of(feature.id()).and_then(|at| frequencies.get(at as usize));
        let articles = f64::from(known.copied().unwrap_or(1));
        (1.0 + f64::from(feature.count()).ln()) * ((count + 1.0) / articles).ln()
    };
    let vectors = stored.iter().map(|features| {
        let mut vector = unit_vector(features, weight);
        vector.retain_mut(|(id, _)| {
            let number = number_of(*id as usize);
            *id = number.unwrap_or_default();
            number.is_some()
        });
        vector
    });
    (vectors.collect(), frequencies.len())
}

/// Returns the number of each feature of several articles by its identity, from 0 on in the order of the identities, and
/// `u32::MAX` for the others; and by its number the articles that have it.
fn numbers(stored: &[Feature]) -> (Vec<u32>, Vec<u32>) {
    let mut table = vec![0_u32; 1 << ID_BITS];
    for feature in stored {
        if let Some(count) = table.get_mut(feature.id()) {
            *count += 1;
        }
    }
    let frequencies = give_numbers(&mut table, stored);
    (table, frequencies)
}

/// Puts numbers from 0 on in the place of the frequencies of `table`, in the order of the identities, and `u32::MAX` for a
/// feature of a single article. Returns the frequencies by these numbers.
fn give_numbers(table: &mut [u32], stored: &[Feature]) -> Vec<u32> {
    let mut frequencies = Vec::new();
    let mut give = |slot: &mut u32| {
        let frequency = std::mem::replace(slot, u32::MAX);
        if frequency > 1 && frequencies.len() < 1 << NUMBER_BITS {
            *slot = number(frequencies.len());
            frequencies.push(frequency);
        }
    };
    if stored.len() < table.len() / SPARSE {
        // To go through the whole table takes 10 ms and all of its memory, at each start of the reader.
        let mut used: Vec<usize> = stored.iter().map(|f| f.id()).collect();
        used.sort_unstable();
        used.dedup();
        for id in used {
            table.get_mut(id).map(&mut give);
        }
    } else {
        table.iter_mut().for_each(give);
    }
    frequencies
}

/// Returns the features with their weights, in the order of their identity and of the length [`FULL_WEIGHT`]. Title and
/// text are vectors of their own length, and the lesser features of the text are left out.
fn unit_vector(features: &[Feature], weight: impl Fn(&Feature) -> f64) -> Vec<(u32, u32)> {
    let weighted = features
        .iter()
        .map(|f| (f.is_of_title(), f.id(), weight(f)));
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
    fn a_table_that_is_not_gone_through_gives_the_same_numbers() {
        let feature = |id: u8| Feature::from_bytes([1, id, 0, 0]);
        let stored = [3, 9, 40, 9, 40, 7].map(feature);
        let frequency = |len: usize| {
            let mut table = vec![0; len];
            for feature in &stored {
                table[feature.id()] += 1;
            }
            table
        };
        let (mut dense, mut sparse) = (frequency(64), frequency(6 * SPARSE + SPARSE));
        assert_eq!(give_numbers(&mut dense, &stored), [2, 2]);
        assert_eq!(give_numbers(&mut sparse, &stored), [2, 2]);
        for feature in &stored {
            assert_eq!(dense[feature.id()], sparse[feature.id()]);
        }
        assert_eq!((sparse[9], sparse[40], sparse[3]), (0, 1, u32::MAX));
    }
}
