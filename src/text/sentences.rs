//! Sentences, by UAX #29: the unit in which a text is selected from the keyboard.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The byte ranges of the sentences of a paragraph, in order, without the blanks between them; they cover everything else.
///
/// UAX #29 knows `。！？` and the quotation marks and brackets that close behind them. A `；` does not end a sentence.
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    paragraph
        .split_sentence_bound_indices()
        .filter_map(|(start, sentence)| {
            let trimmed = sentence.trim_start();
            let start = start + sentence.len() - trimmed.len();
            let trimmed = trimmed.trim_end();
            (!trimmed.is_empty()).then(|| start..start + trimmed.len())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect()
    }

    #[test]
    fn chinese_sentences_keep_the_quotes_that_close_them() {
        assert_eq!(
            split("他说：“好。”记者问：去吗？去！共 3.5 万人；其余不详。"),
            [
                "他说：“好。”",
                "记者问：去吗？",
                "去！",
                "共 3.5 万人；其余不详。"
            ]
        );
    }

    #[test]
    fn blanks_between_sentences_belong_to_none() {
        assert_eq!(split("　　One. Two.\n三。 "), ["One.", "Two.", "三。"]);
    }

    #[test]
    fn a_text_without_an_end_is_one_sentence() {
        assert_eq!(split("没有句号"), ["没有句号"]);
        assert!(split("").is_empty());
    }
}
