//! The strings of Han in some texts that can be words: they stand in enough articles, hold together, have free borders, and
//! stand where names stand.
//!
//! The strings are counted length by length: one of three characters can only stand in three articles if both strings of two
//! characters in it do. So a text of 1.5 million characters has no table of all its strings.
//!
//! A part of a sentence, as 迈出坚实步伐 or 扩大贸易, is often as firm and as free as a word. What tells it apart is where it
//! stands: between two marks of punctuation, once in each article, and seldom behind 的, 对 or 和. [`Standing`] weighs this. Its
//! weights were tuned on 1 040 strings of nine periods that were labelled by hand. Lists of verbs that introduce a statement or
//! lead on to another word were dropped for it, and so was a bound of the likeness to chance: neither added anything.

use super::ratio;
use crate::text::chars::{is_digit, is_han};
use std::collections::HashMap;

/// The most characters of a word.
const MOST_CHARS: usize = 8;
/// The fewest articles with a word.
const ARTICLES: usize = 3;
/// The fewest different characters on each side of a word. The edge of a run of Han counts each time, all digits once: a string
/// before a number is the label of the number, as 昨日新增 and 累计确诊病例达 are.
const BORDERS: usize = 3;
/// The least share of the occurrences of one of two halves, in hundredths, that stand in the word.
const HELD: usize = 15;
/// Grammar, numbers and measures: a word can end beside them, and few begin or end with one.
const GRAMMAR: &str = "的了是在和与及或等为对将也有不这那我他她它们你就都而并被把从向到于以之其个〇一二三四五六七八九十两每各该此\
上下中内外前后年月日时据称说让使可能会要已还更最很再又则若如但因所着过给用按由经至自同";
/// Those with which many nouns begin all the same, as 中医, 日本, 自动驾驶 and 十五五规划.
const BEGINNING: &str = "〇一二三四五六七八九十中上下内外前后日时年月能会自可和经用以最再个";
/// Those with which many nouns end all the same, as 数据, 人工智能, 委员会 and 研究所.
const ENDING: &str = "会据能所用都日经因其使可";
/// Characters with which no word begins, beside grammar: 第十届 is an ordinal, 次访问 and 末开始 are cut.
const NOT_FIRST: &str = "第次末仍几";
/// Characters with which no word ends, beside grammar: 涨幅较 and 成本占 wait for their figure.
const NOT_LAST: &str = "较占仍第";
/// Grammar that no word has inside: 诊断为疑似 and 均在院治疗 are parts of sentences.
const NOT_INSIDE: &str = "的了是为被把将均在并也就都使让于与";
/// Grammar that may stand beside a word each time.
const BESIDE_WORDS: &str = "的了是在和与及或等为对将被把";
/// The share of its occurrences, in hundredths, that have one character on one side, from which on a string is cut: 太阳能热水
/// is 太阳能热水器 in 88 of 100.
const CUT: usize = 75;
/// Numbers in Han and what stands in their place.
const NUMERALS: &str = "〇一二两三四五六七八九十几多每各该";
/// What stands before names and other nouns rather than before clauses.
const BEFORE_NAMES: &str = "的和与及或跟同在于从对向由被把给据以、“《「";
/// What stands behind names and other nouns.
const BEHIND_NAMES: &str = "和与及或等、";
/// The least standing of a word.
const LEAST_STANDING: f64 = -0.25;
/// The number of no string.
const NONE: u32 = u32::MAX;

/// Returns the strings of two to eight Han of `texts` that can be words, with the number of their articles, in the order of
/// their characters.
pub(super) fn candidates(texts: &[String]) -> Vec<(String, usize)> {
    let text = Text::of(texts);
    let mut words = Vec::new();
    let mut last = SameLength::of(&text, |at| {
        let c = text.get(at);
        is_han(c).then_some([u32::from(c), 0])
    });
    let mut shorter = Vec::new();
    for len in 2..=MOST_CHARS {
        let next = SameLength::of(&text, |at| last.pair(at));
        shorter.push(last.strings);
        words.extend(text.words(&next, len, &shorter));
        last = next;
    }
    words.sort_unstable();
    words
}

/// The characters of all texts, one text behind the other.
struct Text {
    /// The characters, with a line feed before each text and at the end.
    chars: Vec<char>,
    /// The number of the text of each character.
    articles: Vec<u32>,
}

impl Text {
    /// Joins `texts`.
    fn of(texts: &[String]) -> Self {
        let mut made = Self {
            chars: Vec::new(),
            articles: Vec::new(),
        };
        for (text, article) in texts.iter().zip(0..) {
            made.chars.push('\n');
            made.chars.extend(text.chars());
            made.articles.resize(made.chars.len(), article);
        }
        made.chars.push('\n');
        made.articles.push(NONE);
        made
    }

    /// Returns a character, a line feed beyond the end.
    fn get(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    /// Returns the strings of a level that can be words. `shorter` has the strings of each smaller length.
    fn words(
        &self,
        level: &SameLength,
        len: usize,
        shorter: &[Vec<Counted>],
    ) -> Vec<(String, usize)> {
        let spelling = |string: &Counted| self.chars.get(string.first..string.first + len);
        let is_whole = |string: &Counted| {
            spelling(string).is_some_and(has_firm_ends) && string.holds_together(shorter)
        };
        let whole: Vec<bool> = level.strings.iter().map(is_whole).collect();
        let places = level.at.iter().zip(0..);
        let mut places: Vec<(u32, usize)> = places
            .filter(|(string, _)| whole.get(**string as usize) == Some(&true))
            .map(|(string, at)| (*string, at))
            .collect();
        places.sort_unstable();
        let words = places.chunk_by(|a, b| a.0 == b.0).filter_map(|places| {
            let string = level.strings.get(places.first()?.0 as usize)?;
            let standing = self.standing(places, len, string.articles);
            (standing.is_free() && standing.score() >= LEAST_STANDING)
                .then(|| Some((spelling(string)?.iter().collect(), string.articles)))?
        });
        words.collect()
    }

    /// Looks at the neighbours of a string at its `places`, each with the number of the string.
    fn standing(&self, places: &[(u32, usize)], len: usize, articles: usize) -> Standing {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let (mut named, mut is_alone) = (0, false);
        for (_, at) in places {
            let (before, behind) = (self.get(at.saturating_sub(1)), self.get(at + len));
            named += usize::from(BEFORE_NAMES.contains(before));
            named += usize::from(BEHIND_NAMES.contains(behind));
            is_alone |= [before, behind].into_iter().all(is_border);
            left.push(before);
            right.push(behind);
        }
        Standing {
            repeats: ratio(places.len(), articles),
            named: ratio(named, 2 * places.len()),
            is_alone,
            sides: [left, right].map(Border::of),
        }
    }
}

/// A string and how often it occurs.
#[derive(Default)]
struct Counted {
    /// The place of its first character.
    first: usize,
    /// How often it stands in all texts.
    count: usize,
    /// The number of articles with it.
    articles: usize,
    /// The last article in which it was counted.
    last: u32,
    /// The numbers of the string without its last character and of that without its first one.
    parts: [u32; 2],
}

impl Counted {
    /// True if wherever the string is divided, one of the two parts stands in it often enough: 冲突 stands behind 军事 seldom, and
    /// 军事 before 冲突.
    fn holds_together(&self, shorter: &[Vec<Self>]) -> bool {
        // The parts of the length of all but one character first, then shorter ones.
        let counts = |side: usize| -> Vec<usize> {
            let mut part = self.parts.get(side).copied();
            let mut counts = Vec::with_capacity(shorter.len());
            for strings in shorter.iter().rev() {
                let Some(found) = part.and_then(|part| strings.get(part as usize)) else {
                    break;
                };
                counts.push(found.count);
                part = found.parts.get(side).copied();
            }
            counts
        };
        let (left, right) = (counts(0), counts(1));
        let mut cuts = left.iter().zip(right.iter().rev());
        cuts.all(|(left, right)| self.count * 100 >= left.min(right) * HELD)
    }
}

/// The strings of one length that stand in enough articles.
struct SameLength {
    /// The strings, by their numbers.
    strings: Vec<Counted>,
    /// The number of the string that begins at each character of the text, [`NONE`] where none does.
    at: Vec<u32>,
}

impl SameLength {
    /// Counts the strings of `text`. `parts` gives the numbers of the two parts of the string at a place.
    fn of(text: &Text, parts: impl Fn(usize) -> Option<[u32; 2]>) -> Self {
        let mut numbers: HashMap<[u32; 2], u32> = HashMap::new();
        let mut strings: Vec<Counted> = Vec::new();
        let mut at = vec![NONE; text.chars.len()];
        for ((place, slot), article) in at.iter_mut().enumerate().zip(&text.articles) {
            let Some(parts) = parts(place) else { continue };
            let next = u32::try_from(strings.len()).unwrap_or(NONE);
            *slot = *numbers.entry(parts).or_insert(next);
            if *slot == next {
                strings.push(Counted {
                    first: place,
                    last: NONE,
                    parts,
                    ..Counted::default()
                });
            }
            if let Some(string) = strings.get_mut(*slot as usize) {
                string.count += 1;
                string.articles += usize::from(string.last != *article);
                string.last = *article;
            }
        }
        Self::without_rare(strings, at)
    }

    /// Drops the strings of too few articles and numbers the others anew.
    fn without_rare(strings: Vec<Counted>, mut at: Vec<u32>) -> Self {
        let mut next = 0..;
        let numbers: Vec<u32> = strings
            .iter()
            .map(|string| {
                let is_kept = string.articles >= ARTICLES;
                is_kept.then(|| next.next()).flatten().unwrap_or(NONE)
            })
            .collect();
        for slot in &mut at {
            *slot = numbers.get(*slot as usize).copied().unwrap_or(NONE);
        }
        let kept = strings.into_iter().filter(|s| s.articles >= ARTICLES);
        Self {
            strings: kept.collect(),
            at,
        }
    }

    /// Returns the two strings that make the one with a character more at `place`.
    fn pair(&self, place: usize) -> Option<[u32; 2]> {
        let string = |place: usize| self.at.get(place).copied().filter(|at| *at != NONE);
        Some([string(place)?, string(place + 1)?])
    }
}

/// The surroundings of a string.
struct Standing {
    /// How often it stands in an article that has it.
    repeats: f64,
    /// The share of its sides that have what stands beside a name.
    named: f64,
    /// Set if it stood alone once, between edges of runs or grammar. 界委员 and 风险能力 never do.
    is_alone: bool,
    /// Its neighbours before and behind it.
    sides: [Border; 2],
}

impl Standing {
    /// True if words can end on both sides.
    fn is_free(&self) -> bool {
        self.is_alone && self.sides.iter().all(Border::is_free)
    }

    /// Returns how much the string stands like a word, more than 0 for most words.
    ///
    /// A word is repeated in its article, has many neighbours, and is named in the middle of a clause. The constant beside
    /// `named` bounds what its absence can cost.
    fn score(&self) -> f64 {
        let entropy: f64 = self.sides.iter().map(|side| side.entropy).sum();
        let edges: f64 = self.sides.iter().map(|side| side.edges).sum();
        2.0 * self.repeats.ln() + 0.5 * entropy + (self.named + 0.05).ln() - 1.5 * edges
    }
}

/// The neighbours of a string on one side.
#[derive(Default)]
struct Border {
    /// The number of different neighbours; each edge of a run of Han is one.
    kinds: usize,
    /// The share of edges.
    edges: f64,
    /// The entropy of the neighbours, in nats.
    entropy: f64,
    /// The share of the commonest character that is no grammar, in hundredths.
    most: usize,
}

impl Border {
    /// Counts the characters on one side of a string.
    fn of(mut neighbours: Vec<char>) -> Self {
        let count = neighbours.len();
        for c in &mut neighbours {
            *c = class(*c);
        }
        neighbours.sort_unstable();
        let mut made = Self::default();
        for alike in neighbours.chunk_by(|a, b| a == b) {
            let share = ratio(alike.len(), count);
            let c = alike.first().copied().unwrap_or(EDGE);
            if c == EDGE {
                made.edges = share;
                made.kinds += alike.len();
                made.entropy += share * ratio(count, 1).ln();
                continue;
            }
            made.kinds += 1;
            made.entropy -= share * share.ln();
            if is_han(c) && !BESIDE_WORDS.contains(c) {
                made.most = made.most.max(alike.len() * 100 / count);
            }
        }
        made
    }

    /// True if words can end there: the neighbours differ, and none stands there most times, so that it belongs to the word.
    fn is_free(&self) -> bool {
        self.kinds >= BORDERS && self.most < CUT
    }
}

/// The class of what ends a run of Han.
const EDGE: char = '\n';

/// Returns the class of a neighbour: a Han itself, one class for all numbers, one for other letters, and [`EDGE`].
fn class(c: char) -> char {
    if is_digit(c) || NUMERALS.contains(c) {
        '0'
    } else if is_han(c) {
        c
    } else if c.is_alphabetic() {
        'a'
    } else {
        EDGE
    }
}

/// True for grammar and for all but Han and digits, beside which a word can end.
fn is_border(c: char) -> bool {
    GRAMMAR.contains(c) || !is_han(c) && !is_digit(c)
}

/// False for a string with grammar at one of its ends or inside, which is part of a sentence and no word.
fn has_firm_ends(string: &[char]) -> bool {
    let [first, inside @ .., last] = string else {
        return false;
    };
    let is_end = |c: &char, nouns: &str, others: &str| {
        (!GRAMMAR.contains(*c) || nouns.contains(*c)) && !others.contains(*c)
    };
    is_end(first, BEGINNING, NOT_FIRST)
        && is_end(last, ENDING, NOT_LAST)
        && !inside.iter().any(|c| NOT_INSIDE.contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    #[test]
    fn strings_are_counted_length_by_length_as_if_all_were_counted() {
        let texts = texts([
            "潮汐潮汐码，潮汐",
            "的潮汐码1潮汐潮汐",
            "潮汐码潮汐潮",
            "潮汐，码潮汐码",
        ]);
        let text = Text::of(&texts);
        let mut level = SameLength::of(&text, |at| {
            is_han(text.get(at)).then(|| [u32::from(text.get(at)), 0])
        });
        for len in 2..=5 {
            level = SameLength::of(&text, |at| level.pair(at));
            let strings = |text: &String| -> Vec<Vec<char>> {
                let chars: Vec<char> = text.chars().collect();
                let windows = chars.windows(len).map(<[char]>::to_vec);
                windows.filter(|w| w.iter().all(|c| is_han(*c))).collect()
            };
            let all: Vec<Vec<Vec<char>>> = texts.iter().map(strings).collect();
            let count = |string: &Vec<char>| {
                let count = all.iter().flatten().filter(|other| *other == string);
                let articles = all.iter().filter(|text| text.contains(string));
                (string.clone(), count.count(), articles.count())
            };
            let mut expected: Vec<_> = all.iter().flatten().map(count).collect();
            expected.retain(|(.., articles)| *articles >= ARTICLES);
            let spelling = |s: &Counted| text.chars[s.first..s.first + len].to_vec();
            let found = level.strings.iter();
            let mut found: Vec<_> = found.map(|s| (spelling(s), s.count, s.articles)).collect();
            expected.sort();
            expected.dedup();
            found.sort();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_part_of_a_sentence_is_no_word_and_a_name_is_one() {
        let texts = texts([
            "云州宣布，迈开潮汐步伐，潮汐电站的水轮和潮汐电站、栈桥都已完工。",
            "渔民说，迈开潮汐步伐。他们对潮汐电站有信心，“潮汐电站”下月发电。",
            "港口扩建，迈开潮汐步伐；在潮汐电站工作的人是第一批，潮汐电站和灯塔相邻。",
            "会议认为，迈开潮汐步伐，与潮汐电站同步，老人参观了潮汐电站，孩子也去。",
        ]);
        assert_eq!(candidates(&texts), [("潮汐电站".to_owned(), 4)]);
    }

    #[test]
    fn all_digits_are_one_neighbour_and_each_edge_is_another() {
        let border = Border::of(vec!['1', '１', '二', '，', '，', '潮']);
        assert_eq!(border.kinds, 4);
        assert!((border.edges - ratio(2, 6)).abs() < 1e-9 && border.is_free());
        assert!(!Border::of(vec!['1', '１', '2', '三']).is_free());
        let entropy = |neighbours: &str| Border::of(neighbours.chars().collect()).entropy;
        assert!((entropy("，。") - 2.0_f64.ln()).abs() < 1e-9 && entropy("１2").abs() < 1e-9);
    }

    #[test]
    fn a_string_that_one_character_follows_is_cut() {
        assert!(!Border::of("器器器器器器，了".chars().collect()).is_free());
        assert!(Border::of("器器器器，了新老".chars().collect()).is_free());
        // Grammar may stand there each time.
        assert!(Border::of("的的的的的的，了".chars().collect()).is_free());
    }

    #[test]
    fn few_words_begin_or_end_with_grammar_and_none_has_it_inside() {
        let is_firm = |string: &str| has_firm_ends(&string.chars().collect::<Vec<_>>());
        assert!(is_firm("潮汐码"));
        assert!(!is_firm("潮汐码的") && !is_firm("将潮汐码"));
        assert!(!is_firm("潮汐码为准") && !is_firm("潮汐码在港口"));
        assert!(!is_firm("第十届") && !is_firm("浪高较") && !is_firm("位于云州"));
        assert!(is_firm("中医") && is_firm("三医联动") && is_firm("自动测潮"));
        assert!(is_firm("人工智能") && is_firm("潮汐数据") && is_firm("渔业委员会"));
        assert!(!is_firm("潮汐中") && !is_firm("会潮汐和"));
    }
}
