//! Excerpts of an article: made from a part of its text, and found again in the text of another file of the report.
//!
//! Formats differ in spaces, punctuation, widths and the ends of paragraphs, so letters, digits and Han alone are compared,
//! after folding. Of several places with the same words the context decides.

use crate::model::Article;
use crate::model::excerpt::{CONTEXT_CHARS, Excerpt};
use crate::text::fold::fold_form;
use std::ops::Range;

/// Returns the excerpt of the bytes `range` of `text`, with its context.
///
/// ```
/// use newsreader::quote::excerpt::excerpt;
/// let one = excerpt("前文。试点三年。后文。", 9..24);
/// assert_eq!((one.before.as_str(), one.quote.as_str(), one.after.as_str()), ("前文。", "试点三年。", "后文。"));
/// ```
#[must_use]
pub fn excerpt(text: &str, range: Range<usize>) -> Excerpt {
    let before = text.get(..range.start).unwrap_or_default();
    // Counted from the end: the context is what stands right before the excerpt.
    let start = before.char_indices().rev().nth(CONTEXT_CHARS - 1);
    let before = before.get(start.map_or(0, |(at, _)| at)..);
    let after = text.get(range.end..).unwrap_or_default();
    Excerpt {
        quote: text.get(range).unwrap_or_default().to_owned(),
        before: before.unwrap_or_default().to_owned(),
        after: after.chars().take(CONTEXT_CHARS).collect(),
    }
}

/// Returns the text of an article in which excerpts are made and found: the title and the blocks, a line feed between them.
#[must_use]
pub fn excerpt_text(article: &Article) -> String {
    let blocks = article.blocks.iter().map(|block| block.text.as_str());
    let parts: Vec<&str> = std::iter::once(article.title.as_str())
        .chain(blocks)
        .collect();
    parts.join("\n")
}

/// Returns the texts of `excerpts` as `article` has them now, in the order of the article. One that is not found stands as it
/// was chosen, behind the others.
#[must_use]
pub fn present_texts(article: &Article, excerpts: &[Excerpt]) -> Vec<String> {
    if excerpts.is_empty() {
        return Vec::new();
    }
    let text = excerpt_text(article);
    let folded = FoldedText::of(&text);
    let mut found: Vec<(usize, String)> = excerpts
        .iter()
        .map(|excerpt| match folded.find(excerpt) {
            Some(range) => (range.start, text.get(range).unwrap_or_default().to_owned()),
            // Words that were chosen are never lost, even if the text has changed.
            None => (usize::MAX, excerpt.quote.clone()),
        })
        .collect();
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, text)| text).collect()
}

/// Returns the bytes of `text` that `excerpt` was made from; `None` where its words are not in it.
#[must_use]
pub fn find(text: &str, excerpt: &Excerpt) -> Option<Range<usize>> {
    FoldedText::of(text).find(excerpt)
}

/// A text with its folded letters, each with the bytes it stands at.
struct FoldedText<'a> {
    /// The text itself.
    text: &'a str,
    /// Its letters, digits and Han, folded.
    letters: Vec<char>,
    /// The bytes of each of them.
    places: Vec<Range<usize>>,
}

impl<'a> FoldedText<'a> {
    /// Folds `text`, and leaves out marks and spaces.
    fn of(text: &'a str) -> Self {
        let (letters, places) = text
            .char_indices()
            .map(|(at, c)| (fold_form(c), at..at + c.len_utf8()))
            .filter(|(c, _)| c.is_alphanumeric())
            .unzip();
        Self {
            text,
            letters,
            places,
        }
    }

    /// Returns the bytes at which the excerpt stands.
    fn find(&self, excerpt: &Excerpt) -> Option<Range<usize>> {
        let quote = letters(&excerpt.quote);
        // An excerpt of marks alone cannot be found, since marks are not compared.
        if quote.is_empty() {
            return None;
        }
        let (before, after) = (letters(&excerpt.before), letters(&excerpt.after));
        let windows = self.letters.windows(quote.len()).enumerate();
        let places = windows.filter(|(_, window)| *window == quote.as_slice());
        let agreement = |start: usize| {
            let (left, rest) = self.letters.split_at(start);
            let right = rest.get(quote.len()..).unwrap_or_default();
            let equal = |(one, other): &(&char, &char)| one == other;
            let left = left.iter().rev().zip(before.iter().rev());
            let right = right.iter().zip(&after);
            // The nearer the context agrees, the more it counts: what differs ends the count on its
            // side.
            left.take_while(equal).count() + right.take_while(equal).count()
        };
        // `max_by_key` takes the last of equal ones, and the first is wanted.
        let starts: Vec<usize> = places.map(|(start, _)| start).collect();
        let start = starts
            .into_iter()
            .rev()
            .max_by_key(|start| agreement(*start))?;
        let (first, last) = (
            self.places.get(start)?,
            self.places.get(start + quote.len() - 1)?,
        );
        Some(self.with_marks(first.start..last.end, &excerpt.quote))
    }

    /// Extends `range` over as many marks before and behind it as the quote has, such as a quotation mark or the full stop.
    fn with_marks(&self, range: Range<usize>, quote: &str) -> Range<usize> {
        let is_mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
        let head = quote.trim_start().chars().take_while(is_mark).count();
        let tail = quote.trim_end().chars().rev().take_while(is_mark).count();
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        let before = before.chars().rev().take_while(is_mark).take(head);
        let after = after.chars().take_while(is_mark).take(tail);
        let start = range.start - before.map(char::len_utf8).sum::<usize>();
        start..range.end + after.map(char::len_utf8).sum::<usize>()
    }
}

/// Returns the folded letters, digits and Han of `text`.
fn letters(text: &str) -> Vec<char> {
    let folded = text.chars().map(fold_form);
    folded.filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{excerpt, find, present_texts};
    use crate::model::{Article, Block, BlockKind};

    const TEXT: &str = "云川市试点“互认”三年。\n患者少跑路。患者少跑路。";

    /// The excerpt of the `nth` place of `words` in [`TEXT`].
    fn chosen(words: &str, nth: usize) -> crate::model::excerpt::Excerpt {
        let (at, _) = TEXT.match_indices(words).nth(nth).unwrap();
        excerpt(TEXT, at..at + words.len())
    }

    #[test]
    fn another_format_has_other_spaces_widths_and_paragraphs() {
        let other = "云川市 试点「互认」\n三 年．患者少跑路。 患者 少跑路.";
        let range = find(other, &chosen("试点“互认”三年。", 0)).unwrap();
        assert_eq!(other.get(range), Some("试点「互认」\n三 年．"));
        let range = find(other, &chosen("患者少跑路。", 1)).unwrap();
        assert_eq!(other.get(range), Some("患者 少跑路."));
        let range = find(other, &chosen("患者少跑路。", 0)).unwrap();
        assert_eq!(other.get(range), Some("患者少跑路。"));
        assert_eq!(find("别的文章", &chosen("试点", 0)), None);
    }

    #[test]
    fn excerpts_stand_in_the_order_of_the_article_and_lost_ones_as_they_were() {
        let (title, text) = TEXT.split_once('\n').unwrap();
        let article = Article {
            title: title.to_owned(),
            blocks: vec![Block::new(BlockKind::Paragraph, text)],
            ..Article::default()
        };
        let mut lost = chosen("三年", 0);
        lost.quote = "五年".to_owned();
        let all = [lost, chosen("患者", 1), chosen("云川市", 0)];
        assert_eq!(present_texts(&article, &all), ["云川市", "患者", "五年"]);
    }

    proptest::proptest! {
        #[test]
        fn what_was_chosen_is_found_where_it_was(start in 0_usize..20, len in 1_usize..20) {
            let bytes: Vec<usize> = TEXT.char_indices().map(|(at, _)| at).chain([TEXT.len()]).collect();
            let end = (start + len).min(bytes.len() - 1);
            let range = bytes[start]..bytes[end];
            let quote = TEXT.get(range.clone()).unwrap();
            let is_word = |c: char| c.is_alphanumeric();
            // A mark that a line feed parts from the words is not looked for behind it.
            proptest::prop_assume!(quote.contains(is_word) && !quote.contains('\n'));
            proptest::prop_assert_eq!(find(TEXT, &excerpt(TEXT, range.clone())), Some(range));
        }
    }
}
