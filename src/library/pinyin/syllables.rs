//! The syllables of pinyin, by which a word that was typed is told from one of another language.

use super::sounds::is_han;
use pinyin::ToPinyinMulti;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The most letters of a syllable, as in `zhuang`.
const LONGEST: usize = 6;

/// The readings of all common characters, ü as v and as u. Readings without a vowel (`ng`, `hm`) are cries, and left out.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let common = ('\u{4e00}'..='\u{9fff}').filter_map(|c| c.to_pinyin_multi());
    let readings = common.flatten().map(pinyin::Pinyin::plain);
    let spoken = readings.filter(|reading| reading.contains(['a', 'e', 'i', 'o', 'u', 'ü']));
    let typed = spoken.flat_map(|reading| [reading.replace('ü', "v"), reading.replace('ü', "u")]);
    typed.collect()
});

/// True if `typed` (folded letters, digits and Han) reads as pinyin from its first to its last letter: whole syllables, of
/// which the last may be unfinished, and digits and Han as they are. Few words of other languages do.
pub(super) fn reads_as_syllables(typed: &[char]) -> bool {
    let mut is_reached = vec![false; typed.len() + 1];
    is_reached[0] = true;
    for at in 0..typed.len() {
        if !is_reached[at] {
            continue;
        }
        if typed[at].is_ascii_digit() || is_han(typed[at]) {
            is_reached[at + 1] = true;
            continue;
        }
        for end in at + 1..=typed.len().min(at + LONGEST) {
            let syllable: String = typed[at..end].iter().collect();
            let is_last = end == typed.len();
            // A lone `a`, `e` or `o` stands at the beginning: 阿, 鹅 and 哦 hardly follow another character.
            if at > 0 && ["a", "e", "o"].contains(&syllable.as_str()) {
                continue;
            }
            let is_whole = SYLLABLES.contains(&syllable);
            let is_begun = || SYLLABLES.iter().any(|one| one.starts_with(&syllable));
            is_reached[end] |= is_whole || is_last && at > 0 && is_begun();
        }
    }
    is_reached[typed.len()]
}

#[cfg(test)]
mod tests {
    use super::reads_as_syllables;

    #[test]
    fn pinyin_is_told_from_words_of_other_languages() {
        let reads = |word: &str| reads_as_syllables(&word.chars().collect::<Vec<_>>());
        for word in [
            "yibao",
            "shujuku",
            "yib",
            "xian",
            "tiananmen",
            "lvyou",
            "nvxing",
            "医bao",
            "3haoxian",
        ] {
            assert!(reads(word), "{word}");
        }
        for word in [
            "iphone", "policy", "report", "nation", "area", "the", "covid", "chatgpt", "gdp",
            "update", "test", "health",
        ] {
            assert!(!reads(word), "{word}");
        }
    }
}
