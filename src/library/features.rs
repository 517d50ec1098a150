//! The features of an article by which stories are found: its strongest character pairs, words and numbers.
//!
//! They are computed when a report is read and stored with its record, without regard to other reports: so the result does
//! not depend on the order of reading. How rare a feature is in the library is counted by [`stories`](super::stories).
//!
//! Character pairs need no dictionary and no segmentation into words, and a name that no dictionary has counts like any
//! other. The figures are from 301 labelled news articles (dev split of a public corpus of event coreference): of all pairs
//! of a text, the 128 with the highest count find stories as well as all of them do, in a tenth of the room, if
//! pairs with a character of grammar count less.

use crate::model::{Article, BlockKind};
use crate::text::chars::is_latin;
use crate::text::fold::fold_char;
use xxhash_rust::xxh3::xxh3_64;

/// The bits of a feature's identity.
pub const ID_BITS: u32 = 23;
/// Set in the identity of a feature of a title: titles are compared with titles.
const TITLE: u32 = 1 << (ID_BITS - 1);
/// The most features of a text and of a title.
const MOST_IN_TEXT: usize = 128;
/// The most features of a title.
const MOST_IN_TITLE: usize = 60;
/// The first sentences of a text, which name the event, count double.
const LEAD_SENTENCES: usize = 2;

/// A character pair, a Latin word or a number, with its count in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature(u32);

impl Feature {
    /// The number of bytes of a stored feature.
    pub const BYTES: usize = 4;

    /// A feature of which `count` were counted, at most 255.
    fn new(id: u32, count: u32) -> Self {
        Self(id << 8 | count.clamp(1, 255))
    }

    /// Returns the identity, below `1 << ID_BITS`. Two features may share one: a hash of 22 bits.
    pub const fn id(self) -> usize {
        (self.0 >> 8) as usize
    }

    /// Returns the count, from 1 to 255.
    pub const fn count(self) -> u32 {
        self.0 & 0xff
    }

    /// True for a feature of the title.
    pub const fn is_of_title(self) -> bool {
        self.0 >> 8 & TITLE != 0
    }

    /// Returns the bytes to store.
    pub const fn to_bytes(self) -> [u8; Self::BYTES] {
        self.0.to_le_bytes()
    }

    /// Reads stored bytes; bits beyond an identity are dropped, so that damaged bytes stay in range.
    ///
    /// Order by identity is part of the format: two articles are compared by merging.
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(u32::from_le_bytes(bytes) & ((1 << (ID_BITS + 8)) - 1))
    }
}

/// Returns the features of an article, in order of their identity. Bylines are left out: a reporter is not an event.
///
/// ```
/// use newsreader::library::features::features;
/// use newsreader::model::Article;
/// let title = |title: &str| features(&Article { title: title.into(), ..Article::default() });
/// assert_eq!(title("雲州試點 ＡＩ"), title("云州试点ai"));
/// assert_eq!(title("云州试点").len(), 3);
/// ```
pub fn features(article: &Article) -> Vec<Feature> {
    let mut title = Counter::new(article.title.len());
    title.read(&article.title, usize::MAX);
    // Title and text apart: titles are short, and their words weigh more.
    let read = article
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Byline);
    let mut text = Counter::new(read.clone().map(|block| block.text.len()).sum());
    let mut sentences = 0;
    for block in read {
        sentences += text.read(&block.text, sentences);
    }
    let mut features = text.strongest(MOST_IN_TEXT, 0);
    features.extend(title.strongest(MOST_IN_TITLE, TITLE));
    features.sort_unstable();
    features
}

/// Counts the tokens of a text: character pairs, Latin words and numbers.
struct Counter {
    /// A table with open addressing: sorting the tokens took as long as reading the whole report. A place has the identity
    /// plus 1, or 0 if it is free; and twice the sum of the weights, plus 1 if a token has no common character.
    table: Vec<[u32; 2]>,
    /// The Latin word or number that is being read.
    word: String,
}

impl Counter {
    /// Creates a counter for `bytes` bytes of text, of which every token takes at least two.
    fn new(bytes: usize) -> Self {
        Self {
            table: vec![[0; 2]; (bytes / 2 + 2).next_power_of_two()],
            word: String::new(),
        }
    }

    /// Adds the tokens of `text`, before which there were `sentences` sentences. Returns the number of its sentences.
    fn read(&mut self, text: &str, sentences: usize) -> usize {
        let weight = |ended| 1 + u32::from(sentences.saturating_add(ended) < LEAD_SENTENCES);
        let mut before: Option<(char, bool)> = None;
        let mut ended = 0;
        let mut weighs = weight(ended);
        for c in text.chars().map(fold_char) {
            if is_han(c) {
                self.end_word(weighs);
                let is_common = is_common(c);
                if let Some((before, was_common)) = before {
                    self.add(pair_id(before, c), is_common || was_common, weighs);
                }
                before = Some((c, is_common));
                continue;
            }
            before = None;
            // `2.5` is one number and `GB.` a word at the end of a sentence.
            if is_latin(c) || (c == '.' && self.is_number()) {
                self.word.push(c);
                continue;
            }
            self.end_word(weighs);
            if matches!(c, '。' | '!' | '?' | '！' | '？') {
                ended += 1;
                weighs = weight(ended);
            }
        }
        // Whatever is left at the end of the text.
        self.end_word(1);
        ended.max(1)
    }

    /// Counts a token of this weight.
    fn add(&mut self, id: u32, is_common: bool, weight: u32) {
        let mask = self.table.len() - 1;
        let mut at = id as usize & mask;
        // The table has more places than the text has tokens.
        while let Some(place) = self.table.get_mut(at) {
            if place[0] == 0 || place[0] == id + 1 {
                place[0] = id + 1;
                place[1] = (place[1] + (weight << 1)) | u32::from(!is_common);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// True if the collected word has digits alone, so that a point goes on with it.
    fn is_number(&self) -> bool {
        self.word.bytes().last().is_some_and(|b| b.is_ascii_digit())
    }

    /// Adds the collected Latin word or number. A single letter or digit names nothing.
    fn end_word(&mut self, weight: u32) {
        if self.word.is_empty() {
            return;
        }
        let word = self.word.trim_end_matches('.');
        if word.len() > 1 {
            let hash = xxh3_64(word.as_bytes());
            self.add(shorten(hash), false, weight);
        }
        self.word.clear();
    }

    /// Returns the `most` features with the highest counts, each with `bit` in its identity.
    fn strongest(self, most: usize, bit: u32) -> Vec<Feature> {
        let mut ranked: Vec<(u32, Feature)> = self
            .table
            .into_iter()
            .filter(|[key, _]| *key != 0)
            .map(|[key, counted]| {
                let count = counted >> 1;
                // 0.3 was the best of the factors tried, in whole numbers so that no machine rounds differently.
                let rank = count * if counted & 1 == 0 { 3 } else { 10 };
                (u32::MAX - rank, Feature::new((key - 1) | bit, count))
            })
            .collect();
        // Equal ranks are ordered by identity, so that the choice does not depend on the order of the text.
        if most < ranked.len() {
            ranked.select_nth_unstable(most);
            ranked.truncate(most);
        }
        ranked.into_iter().map(|(_, feature)| feature).collect()
    }
}

/// Characters that grammar and dates are made of; a pair with one of them rarely names anything.
const COMMON: [char; 45] = [
    '的', '了', '是', '在', '和', '与', '及', '或', '等', '为', '对', '将', '也', '有', '不', '这',
    '那', '我', '他', '她', '它', '们', '你', '就', '都', '而', '并', '被', '把', '从', '向', '到',
    '于', '以', '之', '其', '个', '一', '上', '下', '中', '年', '月', '日', '时',
];

/// A bit for each character from U+4E00 on, set for [`COMMON`]: a cold scan asks it for every character.
static IS_COMMON: [u64; 0x5200 / 64] = {
    let mut bits = [0; 0x5200 / 64];
    let mut at = 0;
    while at < COMMON.len() {
        let place = COMMON[at] as usize - 0x4e00;
        bits[place / 64] |= 1 << (place % 64);
        at += 1;
    }
    bits
};

/// True for a character of [`COMMON`].
fn is_common(c: char) -> bool {
    let place = (c as usize).wrapping_sub(0x4e00);
    let bits = IS_COMMON.get(place / 64).copied().unwrap_or(0);
    bits >> (place % 64) & 1 == 1
}

/// Returns the identity of a pair of characters.
fn pair_id(first: char, second: char) -> u32 {
    let pair = u64::from(u32::from(first)) << 21 | u64::from(u32::from(second));
    // Fibonacci hashing: a cold scan computes this for every character, and the high bits of one product are mixed enough.
    shorten(pair.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Returns the highest bits of a hash, as many as an identity has beside [`TITLE`].
fn shorten(hash: u64) -> u32 {
    u32::try_from(hash >> (65 - ID_BITS)).unwrap_or(0)
}

/// True for the Han characters of the basic plane.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    fn article(title: &str, text: &str) -> Article {
        Article {
            title: title.to_owned(),
            blocks: vec![Block::new(BlockKind::Paragraph, text)],
            ..Article::default()
        }
    }

    #[test]
    fn title_and_text_have_features_of_their_own() {
        let found = features(&article("云州", "云州"));
        assert_eq!(found.len(), 2);
        assert_eq!(found.iter().filter(|f| f.is_of_title()).count(), 1);
        assert!(found.iter().all(|f| f.id() < 1 << ID_BITS));
    }

    #[test]
    fn counts_are_bounded_and_the_lead_counts_double() {
        let found = features(&article("", "云州。海滨。潮汐。"));
        let mut counts: Vec<u32> = found.iter().map(|f| f.count()).collect();
        counts.sort_unstable();
        assert_eq!(counts, [1, 2, 2]);
        let found = features(&article("", &"云州，".repeat(1000)));
        assert_eq!(found.iter().map(|f| f.count()).collect::<Vec<_>>(), [255]);
    }

    #[test]
    fn numbers_and_words_are_whole() {
        let found = features(&article("", "投入3.5亿元建设AI平台"));
        // 投入, 3.5, 亿元, 元建, 建设, ai, 平台
        assert_eq!(found.len(), 7);
        let same = features(&article("", "投入 3.5 亿元建设 ＡＩ 平台"));
        assert_eq!(found.len(), same.len());
    }

    proptest::proptest! {
        #[test]
        fn features_come_back_from_their_bytes(title: String, text: String) {
            for feature in features(&article(&title, &text)) {
                proptest::prop_assert_eq!(Feature::from_bytes(feature.to_bytes()), feature);
            }
        }
    }
}
