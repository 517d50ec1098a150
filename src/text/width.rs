//! Display width: the columns of a grapheme cluster in a terminal (UAX #11, UAX #29).
//!
//! Layout, drawing, cutting, cursor and mouse all use these functions, so they never disagree on a width.

pub mod ambiguous;

use self::ambiguous::is_ambiguous;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of East Asian Ambiguous characters (“ ” … — · ①), a property of the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column, as in nearly all terminals.
    #[default]
    Narrow,
    /// Two columns, letters included (`xterm -cjk_width`, GNU screen with `cjkwidth on`).
    Wide,
}

/// Variation selector 15, which makes text of the emoji before it.
const TEXT_STYLE: char = '\u{fe0e}';

/// Returns the width in columns of `text` on one line, the sum over its grapheme clusters.
///
/// ```
/// use newsreader::text::width::{Ambiguous, width_cols};
/// assert_eq!(width_cols("报告ab", Ambiguous::Narrow), 6);
/// assert_eq!(width_cols("“报”", Ambiguous::Narrow), 4);
/// assert_eq!(width_cols("“报”", Ambiguous::Wide), 6);
/// ```
#[must_use]
pub fn width_cols(text: &str, ambiguous: Ambiguous) -> usize {
    if let Some(cols) = plain_cols(text) {
        return cols;
    }
    text.graphemes(true)
        .map(|cluster| cluster_cols(cluster, ambiguous))
        .sum()
}

/// Returns the width in columns of text of visible ASCII, common Han, and full-width punctuation; `None` for any other text.
///
/// Each of these characters is a cluster of its own in every terminal. Most text has no others, and finding its clusters took
/// ten times as long.
fn plain_cols(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |cols, c| match c {
        ' '..='~' => Some(cols + 1),
        '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}' => {
            Some(cols + 2)
        }
        _ => None,
    })
}

/// Returns the width in columns of a cluster of one character that is ASCII or common Han (U+4E00–U+9FFF); `None` for any other.
///
/// Nearly all clusters are such, and their bytes give the width without a table.
#[must_use]
pub const fn common_cols(cluster: &str) -> Option<usize> {
    match cluster.as_bytes() {
        [_] => Some(1),
        [0xe4, 0xb8..=0xbf, _] | [0xe5..=0xe9, _, _] => Some(2),
        _ => None,
    }
}

/// Returns the width in columns of one grapheme cluster.
///
/// Emoji sequences (variation selector 16, joiners, skin tones, flags) are 2, combining marks 0, a control character 1.
/// With wide ambiguous characters a cluster that starts with one takes two columns at least.
#[must_use]
pub fn cluster_cols(cluster: &str, ambiguous: Ambiguous) -> usize {
    if let Some(cols) = common_cols(cluster) {
        return cols;
    }
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return 0 };
    // Most clusters are one character, whose width is a look-up; only sequences need the rules for
    // emoji.
    let narrow = if chars.next().is_none() {
        first.width().unwrap_or(1)
    } else if cluster.ends_with(TEXT_STYLE) {
        // Terminals draw a clock as wide with the selector as without; by Unicode it is narrow.
        first.width().unwrap_or(1)
    } else {
        cluster.width()
    };
    match ambiguous {
        // The first character decides: marks behind it change nothing about its width.
        Ambiguous::Wide if narrow == 1 && is_ambiguous(first) => 2,
        _ => narrow,
    }
}

/// Returns `text` cut to at most `cols` columns between two clusters, with `…` at the end if anything was cut.
///
/// The result is empty if not even the `…` fits.
///
/// ```
/// use newsreader::text::width::{Ambiguous, truncate};
/// assert_eq!(truncate("监测周报", 5, Ambiguous::Narrow), "监测…");
/// ```
#[must_use]
pub fn truncate(text: &str, cols: usize, ambiguous: Ambiguous) -> String {
    // A cluster is at least as many bytes long as it is columns wide, so short text fits unmeasured.
    if text.len() <= cols && ambiguous == Ambiguous::Narrow || width_cols(text, ambiguous) <= cols {
        return text.to_owned();
    }
    let mark = cluster_cols("…", ambiguous);
    // The mark may take two columns itself.
    let Some(room) = cols.checked_sub(mark) else {
        return String::new();
    };
    let mut out = head(text, room, ambiguous).to_owned();
    out.push('…');
    out
}

/// Returns the longest beginning of `text` that is at most `cols` columns wide, cut between two clusters.
///
/// Where a wide cluster would stand half inside, the result is a column narrower than asked.
#[must_use]
pub fn head(text: &str, cols: usize, ambiguous: Ambiguous) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += cluster_cols(cluster, ambiguous);
        if used > cols {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_as_wide_as_the_model_says() {
        for (cluster, narrow, wide) in [
            ("报", 2, 2),
            ("a", 1, 1),
            ("“", 1, 2),
            ("é", 1, 2),
            ("e\u{301}", 1, 1),
            ("α", 1, 2),
            ("Я", 1, 2),
            ("①", 1, 2),
            ("❤\u{fe0f}", 2, 2),
            ("⌚\u{fe0e}", 2, 2),
            ("❤\u{fe0e}", 1, 1),
            ("👨\u{200d}👩\u{200d}👧", 2, 2),
            ("👍🏽", 2, 2),
            ("🇨🇳", 2, 2),
            ("⸺", 1, 1),
            ("～", 2, 2),
            ("\u{200b}", 0, 0),
            ("\u{301}", 0, 0),
        ] {
            assert_eq!(
                cluster_cols(cluster, Ambiguous::Narrow),
                narrow,
                "{cluster}"
            );
            assert_eq!(cluster_cols(cluster, Ambiguous::Wide), wide, "{cluster}");
        }
    }

    #[test]
    fn common_clusters_are_as_wide_as_the_tables_say() {
        for c in '\0'..=char::MAX {
            if let Some(cols) = common_cols(c.encode_utf8(&mut [0; 4])) {
                assert_eq!(cols, c.width().unwrap_or(1), "{c:?}");
            }
        }
    }

    #[test]
    fn plain_characters_are_as_wide_as_their_clusters() {
        for c in ('\0'..='\u{ffff}').map(String::from) {
            for text in [c.clone(), format!("{c}{c}"), format!("a{c}汉{c}")] {
                let Some(cols) = plain_cols(&text) else {
                    continue;
                };
                let clusters = text.graphemes(true);
                assert_eq!(clusters.clone().count(), text.chars().count(), "{text:?}");
                for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                    let sum = clusters.clone().map(|one| cluster_cols(one, ambiguous));
                    assert_eq!(sum.sum::<usize>(), cols, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_cut_never_overflows_and_never_halves_a_cluster() {
        let title = "“e\u{301}tude”报👨\u{200d}👩\u{200d}👧告—终";
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for cols in 0..30 {
                let cut = truncate(title, cols, ambiguous);
                assert!(width_cols(&cut, ambiguous) <= cols, "{cut} in {cols}");
                let kept = cut.strip_suffix('…').unwrap_or(&cut);
                assert!(title.starts_with(kept));
                assert!(
                    kept.graphemes(true)
                        .eq(title.graphemes(true).take(kept.graphemes(true).count()))
                );
            }
        }
    }

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(truncate("报告", 4, Ambiguous::Narrow), "报告");
        assert_eq!(truncate("报告", 3, Ambiguous::Narrow), "报…");
        assert_eq!(truncate("报告", 3, Ambiguous::Wide), "…");
        assert_eq!(truncate("报告", 1, Ambiguous::Wide), "");
    }
}
