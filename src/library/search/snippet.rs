//! Snippets: the piece of an article around its first match.
//!
//! A snippet is a slice of the record and is decoded only when shown: a search of the command line cuts fifty thousand of them.

use crate::library::cache::compact_text::{self, LINE_FEED};
use crate::library::cache::record::Slice;
use std::ops::Range;

/// The most characters before the first match, and of the whole snippet.
const BEFORE: usize = 16;
/// The most characters of the whole snippet, which most screens hold beside the title.
const LENGTH: usize = 48;

/// A piece of an article, borrowed from its record.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    /// Shorthand; between two paragraphs stands a line feed, which is shown as a space.
    pub text: &'a [u8],
    /// Set when its paragraph begins before it, so that an ellipsis goes there.
    pub is_cut_before: bool,
    /// Set when the text continues after it.
    pub is_cut_after: bool,
    /// The byte of the article at which it begins.
    start_byte: usize,
}

impl<'a> Snippet<'a> {
    /// The snippet around the first of `places` (ascending) in the text or else in the original title of `slice`; the beginning
    /// of the text where all matches are in title and source.
    pub fn of_text(slice: &Slice<'a>, places: &[Range<usize>]) -> Self {
        let body = slice.body_byte..slice.whole.len();
        let original = slice.original_bytes();
        let hit_in = |part: &Range<usize>| {
            let inside = |p: &&Range<usize>| part.contains(&p.start);
            places.iter().find(inside).cloned()
        };
        match (hit_in(&body), hit_in(&original)) {
            (None, Some(hit)) => Self::around(hit, slice.whole, original),
            (hit, _) => Self::around(hit.unwrap_or(body.start..body.start), slice.whole, body),
        }
    }

    /// A whole title.
    pub fn whole(title: &'a [u8]) -> Self {
        Self {
            text: title,
            is_cut_before: false,
            is_cut_after: false,
            start_byte: 0,
        }
    }

    /// [`Snippet::of_text`], but where all matches are in title and source the line of the first: it always shows a match.
    pub fn of_hit(slice: &Slice<'a>, places: &[Range<usize>]) -> Self {
        let in_text = places.iter().any(|p| p.start > slice.source_end_byte);
        match places.first() {
            Some(first) if !in_text => {
                let source = slice.source_bytes();
                let line = if first.start < source.start {
                    0..slice.title_end_byte
                } else {
                    source
                };
                Self::around(first.clone(), slice.whole, line)
            }
            _ => Self::of_text(slice, places),
        }
    }

    /// Cuts the snippet around `hit` out of `part` of the article.
    fn around(hit: Range<usize>, whole: &'a [u8], part: Range<usize>) -> Self {
        let inside = whole.get(..part.end).unwrap_or_default();
        let (start, before) = back(inside, hit.start, part.start);
        let used = before + compact_text::count(inside.get(hit.clone()).unwrap_or_default());
        let after = inside.get(hit.end..).unwrap_or_default();
        let end = hit.end + compact_text::skip(after, LENGTH.saturating_sub(used));
        // A snippet that ends between two paragraphs would end in a blank.
        let text = compact_text::trim_end(inside.get(start..end).unwrap_or_default());
        let rest = inside.get(start + text.len()..).unwrap_or_default();
        Self {
            text,
            // Behind a line feed it begins a paragraph, and needs no ellipsis.
            is_cut_before: start > part.start && whole.get(start - 1) != Some(&LINE_FEED),
            is_cut_after: !compact_text::trim_end(rest).is_empty(),
            start_byte: start,
        }
    }

    /// Returns the `places` inside the snippet, as ranges of its bytes.
    pub fn marked(&self, places: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (self.start_byte, self.start_byte + self.text.len());
        let from = places.partition_point(|p| p.start < start);
        let inside = places.get(from..).unwrap_or_default();
        inside
            .iter()
            .take_while(move |p| p.end <= end)
            .map(move |p| p.start - start..p.end - start)
    }

    /// Decodes the snippet into one line with its ellipses and without control characters, and the `places` inside as byte ranges of that line.
    pub fn to_line(self, places: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
        let ellipsis = |is_cut| if is_cut { "…" } else { "" }.as_bytes();
        let mut line = ellipsis(self.is_cut_before).to_vec();
        let on_one_line = |out: &mut Vec<u8>, c: char| {
            compact_text::push(out, if c.is_control() { ' ' } else { c });
        };
        let write = |line: &mut Vec<u8>, part: Range<usize>| {
            let part = self.text.get(part).unwrap_or_default();
            compact_text::read_onto(line, part, on_one_line);
            line.len()
        };
        let mut done = 0;
        let mut marked = Vec::new();
        for place in self.marked(places) {
            let start = write(&mut line, done..place.start);
            let end = write(&mut line, place.clone());
            marked.push(start..end);
            done = place.end;
        }
        write(&mut line, done..self.text.len());
        line.extend_from_slice(ellipsis(self.is_cut_after));
        // Cannot fail: only whole characters were written.
        (String::from_utf8(line).unwrap_or_default(), marked)
    }
}

/// Goes back at most [`BEFORE`] characters from `at`, not beyond the paragraph or `least`; returns the byte and the count.
fn back(text: &[u8], at: usize, least: usize) -> (usize, usize) {
    let before = text.get(least..at).unwrap_or_default();
    let mut count = 0;
    for (index, &byte) in before.iter().enumerate().rev() {
        // The last byte of one character too many, or of none of this paragraph.
        let next = count + usize::from(!compact_text::goes_on(byte));
        if next > BEFORE || byte == LINE_FEED {
            return (least + index + 1, count);
        }
        count = next;
    }
    (least, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snippet of an article and what is marked in it; `hit` is one of its lines and characters in that.
    fn cut(
        lines: &[&str],
        (line, chars): (usize, Range<usize>),
        of_hit: bool,
    ) -> (String, Vec<Range<usize>>) {
        let short = |text: &str| {
            let mut out = Vec::new();
            compact_text::write(&mut out, text);
            out
        };
        let start = |line: usize| -> usize {
            let before = lines.iter().take(line);
            before.map(|line| short(line).len() + 1).sum()
        };
        let part = |chars: usize| {
            let text: String = lines[line].chars().take(chars).collect();
            start(line) + short(&text).len()
        };
        let whole = short(&(lines.join("\n") + "\n"));
        let slice = Slice {
            number: 1,
            date: None,
            link: None,
            has_source: true,
            whole: &whole,
            title_end_byte: start(1) - 1,
            source_end_byte: start(2) - 1,
            body_byte: start(2),
        };
        let place = part(chars.start)..part(chars.end);
        let places = std::slice::from_ref(&place);
        let snippet = if of_hit {
            Snippet::of_hit(&slice, places)
        } else {
            Snippet::of_text(&slice, places)
        };
        snippet.to_line(places)
    }

    #[test]
    fn the_first_hit_in_the_text_with_what_stands_around_it() {
        let lines = ["题医保", "源", "第一段。", "第二段讲醫保。"];
        let (snippet, marked) = cut(&lines, (3, 4..6), false);
        assert_eq!(snippet, "第二段讲醫保。");
        assert_eq!(marked, vec![12..18]);
    }

    #[test]
    fn cells_and_control_characters_of_the_text_are_spaces() {
        let lines = ["题", "源", "年度\t水\u{7}位\u{9b}一"];
        let (snippet, marked) = cut(&lines, (2, 2..5), false);
        assert_eq!(snippet, "年度 水 位 一");
        assert_eq!(snippet.get(marked[0].clone()), Some(" 水 "));
    }

    #[test]
    fn long_paragraphs_are_cut_between_characters() {
        let long = format!("{}医保{}", "前".repeat(50), "後".repeat(90));
        let (snippet, marked) = cut(&["题", "", &long], (2, 50..52), false);
        assert_eq!(snippet.chars().count(), LENGTH + 2);
        assert!(snippet.starts_with('…') && snippet.ends_with('…'));
        assert_eq!(snippet.get(marked[0].clone()), Some("医保"));
    }

    #[test]
    fn without_a_hit_in_the_text_it_is_the_beginning_or_the_line_of_the_hit() {
        let lines = ["题医保", "医院报", "正文。"];
        for (hit, shown) in [((0, 1..3), "题医保"), ((1, 0..1), "医院报")] {
            assert_eq!(
                cut(&lines, hit.clone(), false),
                ("正文。".to_owned(), Vec::new())
            );
            assert_eq!(cut(&lines, hit, true).0, shown);
        }
    }

    #[test]
    fn paragraphs_run_on_with_a_space() {
        let (snippet, marked) = cut(&["题", "", "一讲医保。", "二。"], (2, 2..4), false);
        assert_eq!(snippet, "一讲医保。 二。");
        assert_eq!(snippet.get(marked[0].clone()), Some("医保"));
    }
}
