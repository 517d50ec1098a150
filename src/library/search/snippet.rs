//! A piece of an article around the place that matches.
//!
//! Cut by bytes and handed out as bytes: a search that finds fifty thousand articles cuts fifty thousand pieces, and most
//! are only written on.

use crate::library::cache::record::Slice;
use std::ops::Range;

/// Characters before the first hit, and in all.
const BEFORE: usize = 16;
const LENGTH: usize = 64;

/// A piece of an article. It borrows the article's bytes.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    /// UTF-8; between two paragraphs stands a line feed, which is shown as a space.
    pub text: &'a [u8],
    /// Its paragraph begins before it, so that an ellipsis belongs there.
    pub is_cut_before: bool,
    /// The text goes on behind it.
    pub is_cut_after: bool,
    start_byte: usize,
}

impl<'a> Snippet<'a> {
    /// A piece of the text of `slice` around the first of `places` (ascending) that lies in it; its beginning where they
    /// all lie in title and source.
    pub fn of_text(slice: &Slice<'a>, places: &[Range<usize>]) -> Self {
        let body = slice.body_byte..slice.whole.len();
        let hit = places.iter().find(|p| p.start >= body.start).cloned();
        Self::around(hit.unwrap_or(body.start..body.start), slice.whole, body)
    }

    /// [`Snippet::of_text`], but where all places lie in title and source the line that the first of them lies in: it
    /// always shows what was found.
    pub fn of_hit(slice: &Slice<'a>, places: &[Range<usize>]) -> Self {
        let in_text = places.iter().any(|p| p.start >= slice.body_byte);
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

    fn around(hit: Range<usize>, whole: &'a [u8], part: Range<usize>) -> Self {
        let inside = whole.get(..part.end).unwrap_or_default();
        let (start, before) = back(inside, hit.start, part.start);
        let used = before + chars(inside.get(hit.clone()).unwrap_or_default());
        let end = forth(inside, hit.end, LENGTH.saturating_sub(used));
        let text = inside.get(start..end).unwrap_or_default().trim_ascii_end();
        let rest = inside.get(start + text.len()..).unwrap_or_default();
        Self {
            text,
            is_cut_before: start > part.start && whole.get(start - 1) != Some(&b'\n'),
            is_cut_after: !rest.trim_ascii_end().is_empty(),
            start_byte: start,
        }
    }

    /// Which of `places` lie in it, as ranges of its bytes.
    pub fn marked(&self, places: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (self.start_byte, self.start_byte + self.text.len());
        let from = places.partition_point(|p| p.start < start);
        let inside = places.get(from..).unwrap_or_default();
        inside
            .iter()
            .take_while(move |p| p.end <= end)
            .map(move |p| p.start - start..p.end - start)
    }

    /// As one line with its ellipses, and which of `places` lie in it.
    pub fn to_line(self, places: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
        let before = if self.is_cut_before { "…" } else { "" };
        let after = if self.is_cut_after { "…" } else { "" };
        // The record's checksum was right, so this is the text that was put into it.
        let text = std::str::from_utf8(self.text).unwrap_or_default();
        let marked = self.marked(places);
        let shifted = marked.map(|p| p.start + before.len()..p.end + before.len());
        let marked = shifted.collect();
        (
            format!("{before}{}{after}", text.replace('\n', " ")),
            marked,
        )
    }
}

fn is_inside_char(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

fn chars(text: &[u8]) -> usize {
    text.iter().filter(|b| !is_inside_char(**b)).count()
}

/// Where the last few characters before `at` begin, in the same paragraph and not before `least`; and how many they are.
fn back(text: &[u8], at: usize, least: usize) -> (usize, usize) {
    let before = text.get(least..at).unwrap_or_default();
    let mut count = 0;
    let mut start = before.len();
    for (index, &byte) in before.iter().enumerate().rev() {
        if byte == b'\n' || count == BEFORE {
            break;
        }
        if !is_inside_char(byte) {
            count += 1;
            start = index;
        }
    }
    (least + start, count)
}

/// Where the next `count` characters from `at` on end.
fn forth(text: &[u8], at: usize, count: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    let starts = after
        .iter()
        .enumerate()
        .filter(|(_, b)| !is_inside_char(**b));
    starts
        .map(|(index, _)| at + index)
        .nth(count)
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(whole: &str, title_end_byte: usize, body_byte: usize) -> Slice<'_> {
        Slice {
            number: 1,
            date: None,
            link: None,
            has_source: true,
            whole: whole.as_bytes(),
            title_end_byte,
            body_byte,
        }
    }

    fn line(slice: &Slice<'_>, place: Range<usize>) -> (String, Vec<Range<usize>>) {
        let places = std::slice::from_ref(&place);
        Snippet::of_text(slice, places).to_line(places)
    }

    #[test]
    fn the_first_hit_in_the_text_with_what_stands_around_it() {
        let whole = "题医保\n源\n第一段。\n第二段讲医保。\n";
        let places = [3..9, 39..45];
        assert_eq!(whole.get(39..45), Some("医保"));
        let (snippet, marked) = Snippet::of_text(&slice(whole, 9, 14), &places).to_line(&places);
        assert_eq!(snippet, "第二段讲医保。");
        assert_eq!(marked, vec![12..18]);
    }

    #[test]
    fn long_paragraphs_are_cut_between_characters() {
        let whole = format!("题\n\n{}医保{}\n", "前".repeat(50), "后".repeat(90));
        let start = whole.find("医保").unwrap();
        let (snippet, marked) = line(&slice(&whole, 3, 5), start..start + 6);
        assert_eq!(snippet.chars().count(), LENGTH + 2);
        assert!(snippet.starts_with('…') && snippet.ends_with('…'));
        assert_eq!(snippet.get(marked[0].clone()), Some("医保"));
    }

    #[test]
    fn without_a_hit_in_the_text_it_is_the_beginning_or_the_line_of_the_hit() {
        let slice = slice("题医保\n医院报\n正文。\n", 9, 20);
        for (place, shown) in [(3..9, "题医保"), (10..13, "医院报")] {
            assert_eq!(line(&slice, place.clone()).0, "正文。");
            let places = std::slice::from_ref(&place);
            assert_eq!(Snippet::of_hit(&slice, places).to_line(places).0, shown);
        }
    }

    #[test]
    fn paragraphs_run_on_with_a_space() {
        let whole = "题\n\n一讲医保。\n二。\n";
        assert_eq!(whole.get(11..17), Some("医保"));
        let (snippet, _) = line(&slice(whole, 3, 5), 11..17);
        assert_eq!(snippet, "一讲医保。 二。");
    }
}
