//! A piece of an article around the place that matches.

use std::ops::Range;

/// Characters before the first hit, and in all.
const BEFORE: usize = 16;
const LENGTH: usize = 64;
/// Bytes that hold as many characters with room to spare.
const NEAR_BEFORE: usize = BEFORE * 4 + 8;
const NEAR_AFTER: usize = LENGTH * 4 + 8;

/// Cuts a snippet out of `whole` around the first of `places` (ascending) that lies in the text, which begins at
/// `body_byte`; around the start of the text where all lie in title and source. Returns it with what is marked in it.
pub fn cut(whole: &[u8], body_byte: usize, places: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let in_body = places.iter().find(|p| p.start >= body_byte);
    let hit = in_body.cloned().unwrap_or(body_byte..body_byte);
    let before = text(
        whole,
        hit.start.saturating_sub(NEAR_BEFORE).max(body_byte),
        hit.start,
    );
    let lead = last_chars(before);
    let start = hit.start - lead.len();
    let after = text(whole, hit.end, hit.end.saturating_add(NEAR_AFTER));
    let used = text(whole, start, hit.end).chars().count();
    let tail = first_chars(after.trim_end(), LENGTH.saturating_sub(used));
    let end = hit.end + tail.len();

    let mut snippet = String::new();
    if start > body_byte && whole.get(start - 1) != Some(&b'\n') {
        snippet.push('…');
    }
    let shift = snippet.len();
    let inside = places.iter().filter(|p| p.start >= start && p.end <= end);
    let marked = inside
        .map(|p| p.start - start + shift..p.end - start + shift)
        .collect();
    snippet.extend(
        text(whole, start, end)
            .chars()
            .map(|c| if c == '\n' { ' ' } else { c }),
    );
    if whole
        .get(end..)
        .is_some_and(|rest| !rest.trim_ascii_end().is_empty())
    {
        snippet.push('…');
    }
    (snippet, marked)
}

/// The characters that lie whole between two bytes of `whole`.
fn text(whole: &[u8], from: usize, to: usize) -> &str {
    let is_inside = |at: &usize| whole.get(*at).is_some_and(|b| b & 0xc0 == 0x80);
    let from = (from..whole.len())
        .find(|at| !is_inside(at))
        .unwrap_or(whole.len());
    let to = (from..=to.min(whole.len()))
        .rev()
        .find(|at| !is_inside(at))
        .unwrap_or(from);
    // The record's checksum was right, so this is the text that was put into it.
    whole
        .get(from..to)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// The last few characters of the paragraph that `before` ends in.
fn last_chars(before: &str) -> &str {
    let in_paragraph = before.rsplit('\n').next().unwrap_or_default();
    let start = in_paragraph.char_indices().rev().take(BEFORE).last();
    start
        .and_then(|(at, _)| in_paragraph.get(at..))
        .unwrap_or_default()
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices()
        .nth(count)
        .and_then(|(at, _)| text.get(..at))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hit_in_the_text_with_what_stands_around_it() {
        let whole = "题医保\n源\n第一段。\n第二段讲医保。\n";
        let places = [3..9, 39..45];
        assert_eq!(whole.get(39..45), Some("医保"));
        let (snippet, marked) = cut(whole.as_bytes(), 14, &places);
        assert_eq!(snippet, "第二段讲医保。");
        assert_eq!(marked, vec![12..18]);
    }

    #[test]
    fn long_paragraphs_are_cut_between_characters() {
        let whole = format!("题\n\n{}医保{}\n", "前".repeat(50), "后".repeat(90));
        let start = whole.find("医保").unwrap();
        let (snippet, marked) = cut(
            whole.as_bytes(),
            5,
            std::slice::from_ref(&(start..start + 6)),
        );
        assert_eq!(snippet.chars().count(), LENGTH + 2);
        assert!(snippet.starts_with('…') && snippet.ends_with('…'));
        assert_eq!(snippet.get(marked[0].clone()), Some("医保"));
    }

    #[test]
    fn without_a_hit_in_the_text_it_is_the_beginning() {
        let (snippet, marked) = cut(
            "题医保\n\n正文。\n".as_bytes(),
            11,
            std::slice::from_ref(&(3..9)),
        );
        assert_eq!((snippet.as_str(), marked.len()), ("正文。", 0));
    }
}
