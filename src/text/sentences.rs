//! Sentence boundaries (UAX #29): the unit in which text is selected from the keyboard.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Returns the byte ranges of the sentences of a paragraph, in order. They cover all of it except the white space between
/// sentences.
///
/// UAX #29 ends a sentence at `。！？` and takes the closing quotation marks and brackets behind them along. A `；` does not end
/// a sentence.
///
/// ```
/// use newsreader::text::sentences::sentences;
/// let text = "他说：“好。”去！";
/// let found = sentences(text).into_iter().map(|range| &text[range]);
/// assert_eq!(found.collect::<Vec<_>>(), ["他说：“好。”", "去！"]);
/// ```
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    paragraph
        .split_sentence_bound_indices()
        .filter_map(|(start, sentence)| {
            // UAX #29 counts the white space between sentences to the one before; selected, it
            // would only be seen as a ragged end.
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
