//! The names of models in titles, as X20, K2 and H5N1.
//!
//! Two models of one maker are told in the same words, and often with the same price. Words that begin with a digit are mostly
//! sizes and classes, as 5G and 35mm, and those with a point are versions, of which one title writes DRG2.0 and another DIP2.0.

use super::{Figure, MODEL};
use crate::text::chars::{half_width, is_latin};
use crate::text::fold::fold_char;

/// Iterates over the words of Latin letters and digits in a title that begin with a letter and have a digit.
pub(super) fn models(title: &str) -> impl Iterator<Item = Figure> {
    let is_of_word = |c: char| is_latin(half_width(c)) || matches!(c, '.' | '．');
    let words = title.split(move |c| !is_of_word(c));
    let is_name = |word: &&str| {
        let mut chars = word.chars().map(half_width);
        chars.next().is_some_and(|c| c.is_ascii_alphabetic())
            && chars.clone().any(|c| c.is_ascii_digit())
            && chars.all(is_latin)
    };
    words.filter(is_name).map(|word| {
        let folded: String = word.chars().map(fold_char).collect();
        Figure::new(MODEL, &folded).decisive()
    })
}

#[cfg(test)]
mod tests {
    use super::super::title;

    #[test]
    fn a_model_is_a_word_with_a_digit_behind_a_letter() {
        assert_eq!(title("潮生 X20 手表开售"), title("潮生Ｘ２０开售"));
        assert_ne!(title("潮生X20开售"), title("潮生X30开售"));
        assert!(title("潮生X20开售")[0].is_decisive());
        assert_eq!(title("潮生 Sea X20 开售"), title("Sea-X20 开售"));
        assert!(title("AI与5G，35mm镜头，DRG2.0方案").is_empty());
    }
}
