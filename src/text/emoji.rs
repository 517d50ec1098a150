//! Emoji of several code points, in the form on whose width all terminals agree.
//!
//! A family, a flag or a thumb with a skin tone is one cluster of two columns by Unicode. xterm draws
//! each code point on its own, in up to eight columns, and tmux counts by its own table: what then
//! stands beside the emoji in the terminal is not what the program believes, and stays there as a
//! ghost when the text scrolls.

use std::borrow::Cow;

/// Variation selectors 15 and 16: the character before it as text, as an emoji.
const VARIATIONS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
/// Joins two emoji to one.
const JOINER: char = '\u{200d}';
/// The frame around a digit.
const KEYCAP: char = '\u{20e3}';

/// Returns the form of a cluster on whose width all terminals agree.
///
/// A sequence becomes its first character: a family one person, a hand one without its skin tone, a
/// keycap its digit. A flag becomes the two letters of its region. All other clusters stay as they
/// are; combining marks and the joiners of Indic scripts are drawn alike everywhere.
///
/// ```
/// use newsreader::text::emoji::agreed;
/// assert_eq!(agreed("👨\u{200d}👩\u{200d}👧"), "👨");
/// assert_eq!(agreed("🇨🇳"), "CN");
/// ```
#[must_use]
pub fn agreed(cluster: &str) -> Cow<'_, str> {
    // Most clusters are one Han, which needs no table.
    if cluster.len() <= 3 {
        return Cow::Borrowed(cluster);
    }
    let letters: Option<String> = cluster.chars().map(letter).collect();
    if let Some(letters) = letters {
        return Cow::Owned(letters);
    }
    let mut chars = cluster.char_indices();
    let first = chars.next().map_or('\0', |(_, first)| first);
    let second = chars.next().map(|(at, _)| at);
    let is_sequence = cluster.chars().any(|c| match c {
        // Below U+2000 a joiner shapes letters.
        JOINER => first >= '\u{2000}',
        KEYCAP | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' => true,
        c => VARIATIONS.contains(&c),
    });
    let head = second.filter(|_| is_sequence);
    Cow::Borrowed(head.and_then(|end| cluster.get(..end)).unwrap_or(cluster))
}

/// Returns the letter that a regional indicator stands for.
fn letter(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(u32::from('\u{1f1e6}'))?;
    let letter = u8::try_from(offset).ok().filter(|offset| *offset < 26)?;
    Some(char::from(b'A' + letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_become_what_every_terminal_draws_alike() {
        for (cluster, drawn) in [
            ("👨\u{200d}👩\u{200d}👧\u{200d}👦", "👨"),
            ("👍🏽", "👍"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳"),
            ("❤\u{fe0f}", "❤"),
            ("©\u{fe0f}", "©"),
            ("⌚\u{fe0e}", "⌚"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("🇨🇳", "CN"),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴"),
        ] {
            assert_eq!(agreed(cluster), drawn, "{cluster}");
        }
    }

    #[test]
    fn other_clusters_stay() {
        for cluster in [
            "报",
            "e\u{301}",
            "👍",
            "क\u{94d}\u{200d}ष",
            "葛\u{e0100}",
            "か\u{3099}",
        ] {
            assert_eq!(agreed(cluster), cluster);
        }
    }
}
