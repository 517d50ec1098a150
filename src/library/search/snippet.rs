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
    let near_start = hit.start.saturating_sub(NEAR_BEFORE).max(body_byte);
    let (near, near_start) = text(whole, near_start, hit.end.saturating_add(NEAR_AFTER));
    let part = |from: usize, to: usize| {
        let (from, to) = (
            from.saturating_sub(near_start),
            to.saturating_sub(near_start),
        );
        near.get(from..to).unwrap_or_default()
    };
    let lead = last_chars(part(near_start, hit.start));
    let start = hit.start - lead.len();
    let after = part(hit.end, near_start + near.len()).trim_end();
    let used = part(start, hit.end).chars().count();
    let end = hit.end + first_chars(after, LENGTH.saturating_sub(used)).len();

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
        part(start, end)
            .split('\n')
            .enumerate()
            .flat_map(|(line, text)| {
                let space = if line > 0 { " " } else { "" };
                [space, text]
            }),
    );
    if whole
        .get(end..)
        .is_some_and(|rest| !rest.trim_ascii_end().is_empty())
    {
        snippet.push('…');
    }
    (snippet, marked)
}

/// The characters that lie whole between two bytes of `whole`, and where the first begins.
fn text(whole: &[u8], from: usize, to: usize) -> (&str, usize) {
    let is_inside = |at: &usize| whole.get(*at).is_some_and(|b| b & 0xc0 == 0x80);
    let from = (from..whole.len())
        .find(|at| !is_inside(at))
        .unwrap_or(whole.len());
    let to = (from..=to.min(whole.len()))
        .rev()
        .find(|at| !is_inside(at))
        .unwrap_or(from);
    // The record's checksum was right, so this is the text that was put into it.
    let text = whole
        .get(from..to)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    (text.unwrap_or_default(), from)
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
