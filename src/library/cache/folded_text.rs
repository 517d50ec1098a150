//! Folds compact text for a search of many words at once: width, case and script become alike, as in [`fold`](crate::text::fold).
//!
//! A search of one word looks for its written variants instead and needs no folded copy, see [`Term`](crate::library::term::Term).
//! Hundreds of words have too many variants for that: the automaton would no longer fit into the processor's cache.

use super::compact_text;
use crate::text::fold::fold_char;
use std::sync::LazyLock;

/// A folded character in compact text: at most three bytes, and their number in the last place.
type FoldedCode = [u8; 4];

/// The folded form of each character with a short code, in its slot.
static FOLDED: LazyLock<Vec<FoldedCode>> = LazyLock::new(|| {
    let mut folded = vec![FoldedCode::default(); compact_text::SHORT_SLOTS];
    for (slot, c) in compact_text::short_chars() {
        if let Some(folded) = folded.get_mut(slot) {
            *folded = folded_code(c);
        }
    }
    folded
});

/// Returns the folded form of a character with a short code.
fn folded_code(c: char) -> FoldedCode {
    let mut out = Vec::new();
    write(&mut out, fold_char(c));
    let mut folded = FoldedCode::default();
    // No character of the tables folds to one of four bytes: those lie beyond U+3FFFF.
    let len = out.len().min(3);
    for (place, byte) in folded.iter_mut().zip(out) {
        *place = byte;
    }
    folded[3] = u8::try_from(len).unwrap_or(0);
    folded
}

/// Appends a character in compact text.
fn write(out: &mut Vec<u8>, c: char) {
    compact_text::write(out, c.encode_utf8(&mut [0; 4]));
}

/// Folds compact text and returns the result, which is compact as well. It lies in `buffer`, which never shrinks, so that
/// it is filled with zeros only once.
///
/// The length may differ from that of `text`: a character may fold to one with a longer or shorter
/// code.
pub fn fold<'b>(text: &[u8], buffer: &'b mut Vec<u8>) -> &'b [u8] {
    // A byte becomes three at most, and four bytes are written at a time.
    let room = text.len() * 3 + 4;
    if buffer.len() < room {
        buffer.resize(room, 0);
    }
    let table = FOLDED.as_slice();
    let (mut at, mut end) = (0, 0);
    while at < text.len() {
        let Some((slot, len)) = compact_text::short(text, at) else {
            let rest = text.get(at..).unwrap_or_default();
            let Some(after) = fold_long(rest, buffer, &mut end) else {
                break;
            };
            at = text.len() - after;
            continue;
        };
        let (Some(code), Some(place)) = (table.get(slot), buffer.get_mut(end..end + 4)) else {
            break;
        };
        place.copy_from_slice(code);
        end += usize::from(code[3]);
        at += len;
    }
    buffer.get(..end).unwrap_or_default()
}

/// Folds the first character of `text`, one of three or four bytes. Returns the number of bytes behind it; `None` where the
/// text is damaged.
fn fold_long(text: &[u8], buffer: &mut [u8], end: &mut usize) -> Option<usize> {
    let (c, after) = compact_text::first(text)?;
    let mut code = Vec::new();
    write(&mut code, fold_char(c));
    let place = buffer.get_mut(*end..*end + code.len())?;
    place.copy_from_slice(&code);
    *end += code.len();
    Some(after.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn compact(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        compact_text::write(&mut out, text);
        out
    }

    #[test]
    fn the_table_has_a_form_for_every_code() {
        let slots: Vec<usize> = compact_text::short_chars().map(|(slot, _)| slot).collect();
        assert_eq!(slots.len(), 0x80 + 0x1000);
        assert!(slots.iter().all(|slot| FOLDED[*slot][3] > 0));
        let filled = FOLDED.iter().filter(|code| code[3] > 0).count();
        assert_eq!(filled, slots.len());
    }

    proptest::proptest! {
        #[test]
        fn folding_compact_text_is_folding_text(han in "[医醫保aAＡ台臺檯鱻𠀀𠮷，Ⅲ\n]{0,30}", any: String) {
            let mut buffer = vec![7; 9];
            for text in [han, any] {
                let folded = super::fold(&compact(&text), &mut buffer);
                proptest::prop_assert_eq!(compact_text::read(folded), fold::fold(&text));
            }
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            super::fold(&bytes, &mut Vec::new());
        }
    }
}
