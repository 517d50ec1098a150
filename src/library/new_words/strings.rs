//! The strings of Han in some texts that can be words: they stand in enough articles, hold together and have free borders.

use super::ratio;
use crate::text::chars::{is_digit, is_han};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The characters of a word.
const CHARS: Range<usize> = 2..9;
/// The fewest articles with a word.
const ARTICLES: usize = 3;
/// The fewest different characters on each side of a word. The edge of a run of Han counts each time, all digits once: a string
/// before a number is the label of the number, as 昨日新增 and 累计确诊病例达 are.
const BORDERS: usize = 3;
/// How many times more often than by chance the halves of a word must stand together.
const COHESION: f64 = 24.0;
/// Characters with which no word begins or ends: grammar, numbers and measures.
const NOT_AT_BORDERS: &str = "的了是在和与及或等为对将也有不这那我他她它们你就都而并被把从向到于以之其个〇一二三四五六七八九十两每各该此\
上下中内外前后年月日时据称说让使可能会要已还更最很再又则若如但因所着过给用按由经至自同";

/// Characters with which no word begins, beside these: 第十届 is an ordinal, 次访问 and 末开始 are cut.
const NOT_FIRST: &str = "第次末仍们几";
/// Characters with which no word ends, beside these: 涨幅较 and 成本占 wait for their figure.
const NOT_LAST: &str = "较占仍第";
/// Words with which a report introduces or qualifies a statement: what begins with one is part of a sentence.
const INTRODUCING: &str = "根据 目前 当前 近日 日前 继续 持续 大幅 正在 进行 进入 处于 拥有 表示 指出 认为 强调 介绍 发布 公布 出席 坚定 热情 \
问题 表现 开始 提高 推动 修改 健全 强化 引领 尊重 具有 鼓励 陪同 大量 明显 快速 举行 今年 去年 本月";
/// Words that need another behind them: what ends with one is part of a sentence.
const LEADING_ON: &str = "显示 表示 认为 指出 强调 普遍 出席 拥有 众多 开始 继续 进行 进入 处于 目前 告诉 喜欢 走访 拉动 以来 期间 伊始 参加 提出 作出";

/// Grammar that no word has inside: 诊断为疑似 and 均在院治疗 are parts of sentences.
const NOT_INSIDE: &str = "的了是为被把将均在并也就都使让";
/// Grammar that may stand beside a word each time.
const BESIDE_WORDS: &str = "的了是在和与及或等为对将被把";
/// The share of its occurrences, in hundredths, that have one character behind them, from which on a string is cut: 太阳能热水
/// is 太阳能热水器 in 88 of 100.
const CUT_BEHIND: usize = 66;
/// The same for a character before them. It may be larger: 光伏 stands before most 装机量.
const CUT_BEFORE: usize = 85;
/// Numbers in Han and what stands in their place.
const NUMERALS: &str = "〇一二两三四五六七八九十几多每各该";

/// The strings of two to eight Han in some texts, with what is known of each.
pub(super) struct Strings<'t> {
    /// The counts of each string.
    counts: HashMap<&'t str, StringCounts>,
    /// The number of each character.
    chars: HashMap<char, usize>,
    /// The number of all characters.
    total: usize,
}

/// The counts of a string.
#[derive(Debug, Default)]
struct StringCounts {
    /// How often it stands in all texts.
    count: usize,
    /// The number of articles with it.
    articles: usize,
    /// The last article in which it was counted, from 1.
    last: usize,
    /// Set if it stood alone once, between edges of runs or grammar. 界委员 and 风险能力 never do.
    is_alone: bool,
    /// Its neighbours before it.
    left: Border,
    /// Its neighbours behind it.
    right: Border,
}

/// The neighbours of a string on one side.
#[derive(Debug, Default)]
struct Border {
    /// The characters that stand there, 0 for any digit.
    chars: HashSet<char>,
    /// The times that a run of Han ended there.
    edges: usize,
}

impl Border {
    /// Counts a neighbour, `None` at the edge of a run.
    fn add(&mut self, neighbour: Option<char>) {
        match neighbour {
            Some(c) if NUMERALS.contains(c) => _ = self.chars.insert('0'),
            Some(c) => _ = self.chars.insert(c),
            None => self.edges += 1,
        }
    }

    /// True if words can end there: the neighbours differ, and one of them is the edge of a run or grammar. 省无新增 stands
    /// behind the name of a province alone, so that its first character belongs to the word before.
    fn is_free(&self) -> bool {
        self.chars.len() + self.edges >= BORDERS
            && (self.edges > 0 || self.chars.iter().any(|c| is_border(*c)))
    }
}

impl<'t> Strings<'t> {
    /// Counts all strings of `texts`.
    pub(super) fn of(texts: &'t [String]) -> Self {
        let mut made = Self {
            counts: HashMap::new(),
            chars: HashMap::new(),
            total: 0,
        };
        for (article, text) in texts.iter().enumerate() {
            let mut rest = text.as_str();
            while let Some(start) = rest.find(is_han) {
                let before = rest.get(..start).and_then(|gap| gap.chars().next_back());
                let run = rest.get(start..).unwrap_or_default();
                let len = run.find(|c| !is_han(c)).unwrap_or(run.len());
                let (run, behind) = run.split_at_checked(len).unwrap_or_default();
                made.count_run(run, [before, behind.chars().next()], article + 1);
                rest = behind;
            }
        }
        made
    }

    /// Counts the strings of a run of Han, with the characters before and behind it.
    fn count_run(&mut self, run: &'t str, around: [Option<char>; 2], article: usize) {
        let chars: Vec<(usize, char)> = run.char_indices().collect();
        let digit = |c: Option<char>| c.filter(|c| is_digit(*c)).map(|_| '0');
        let [digit_before, digit_behind] = around.map(digit);
        self.total += chars.len();
        for (_, c) in &chars {
            *self.chars.entry(*c).or_default() += 1;
        }
        for start in 0..chars.len() {
            for len in CHARS {
                let Some(from) = chars.get(start).filter(|_| start + len <= chars.len()) else {
                    break;
                };
                let end = chars.get(start + len).map_or(run.len(), |(byte, _)| *byte);
                let Some(string) = run.get(from.0..end) else {
                    break;
                };
                let counts = self.counts.entry(string).or_default();
                counts.count += 1;
                if counts.last != article {
                    (counts.last, counts.articles) = (article, counts.articles + 1);
                }
                let before = start.checked_sub(1).and_then(|at| chars.get(at));
                let before = before.map(|(_, c)| *c).or(digit_before);
                let behind = chars.get(start + len);
                let behind = behind.map(|(_, c)| *c).or(digit_behind);
                counts.left.add(before);
                counts.right.add(behind);
                counts.is_alone |= [before, behind].into_iter().flatten().all(is_border);
            }
        }
    }

    /// Returns the strings that can be words, with the number of their articles, in the order of their characters.
    pub(super) fn candidates(&self) -> Vec<(String, usize)> {
        let mut words: Vec<(String, usize)> = self
            .counts
            .iter()
            .filter(|(string, counts)| {
                counts.articles >= ARTICLES
                    && counts.is_alone
                    && counts.left.is_free()
                    && counts.right.is_free()
                    && has_firm_ends(string)
                    && !self.is_cut(string, counts)
                    && self.cohesion(string, counts.count) >= COHESION
            })
            .map(|(string, counts)| ((*string).to_owned(), counts.articles))
            .collect();
        words.sort_unstable();
        words
    }

    /// True if one character stands beside most occurrences of a string, so that it belongs to the word.
    fn is_cut(&self, string: &str, counts: &StringCounts) -> bool {
        let is_most = |longer: &str, percent: usize| {
            let found = self.counts.get(longer).map_or(0, |longer| longer.count);
            found * 100 >= counts.count * percent
        };
        let beside = |border: &'_ Border| {
            let chars = border.chars.iter().copied();
            chars
                .filter(|c| !BESIDE_WORDS.contains(*c))
                .collect::<Vec<char>>()
        };
        let (left, right) = (beside(&counts.left), beside(&counts.right));
        let is_cut_before = |c: &char| is_most(&format!("{c}{string}"), CUT_BEFORE);
        left.iter().any(is_cut_before)
            || right
                .iter()
                .any(|c| is_most(&format!("{string}{c}"), CUT_BEHIND))
    }

    /// Returns how many times more often than by chance the two parts of a string stand together, at the weakest place.
    fn cohesion(&self, string: &str, count: usize) -> f64 {
        let count_of = |part: &str| {
            let mut chars = part.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => self.chars.get(&c).copied().unwrap_or(1),
                _ => self.counts.get(part).map_or(1, |counts| counts.count),
            }
        };
        let cuts = string.char_indices().skip(1).map(|(byte, _)| byte);
        let parts = cuts.filter_map(|byte| string.split_at_checked(byte));
        let together = parts.map(|(left, right)| {
            ratio(count, 1) * ratio(self.total, 1)
                / ratio(count_of(left), 1)
                / ratio(count_of(right), 1)
        });
        together.fold(f64::INFINITY, f64::min)
    }
}

/// True for grammar, beside which a word can end.
fn is_border(c: char) -> bool {
    NOT_AT_BORDERS.contains(c)
}

/// False for a string with grammar at one of its ends or inside, which is part of a sentence and no word.
fn has_firm_ends(string: &str) -> bool {
    let (first, last) = (string.chars().next(), string.chars().next_back());
    let is_end = |end: Option<char>, others: &str| {
        end.is_some_and(|c| !NOT_AT_BORDERS.contains(c) && !others.contains(c))
    };
    let has = |words: &str, is_at_end: fn(&str, &str) -> bool| {
        words.split(' ').any(|word| is_at_end(string, word))
    };
    is_end(first, NOT_FIRST)
        && is_end(last, NOT_LAST)
        && !string.chars().any(|c| NOT_INSIDE.contains(c))
        && !has(INTRODUCING, |string, word| string.starts_with(word))
        && !has(LEADING_ON, |string, word| string.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_are_digits() {
        let texts = ["1", "１", "2"].map(|digit| format!("{digit}潮汐码{digit}"));
        let strings = Strings::of(&texts);
        let counts = &strings.counts["潮汐码"];
        let digit = HashSet::from(['0']);
        assert_eq!((&counts.left.chars, &counts.right.chars), (&digit, &digit));
        assert_eq!((counts.left.edges, counts.right.edges), (0, 0));
    }

    #[test]
    fn a_string_that_one_character_follows_is_cut() {
        let texts = [
            "用潮汐热水器，",
            "的潮汐热水器和",
            "新潮汐热水器好。",
            "潮汐热水。",
        ];
        let texts = texts.map(str::to_owned);
        let strings = Strings::of(&texts);
        let counts = &strings.counts["潮汐热水"];
        assert!(strings.is_cut("潮汐热水", counts) && counts.is_alone);
        assert!(!strings.is_cut("潮汐热水器", &strings.counts["潮汐热水器"]));
        assert!(!strings.counts["汐热"].is_alone);
    }

    #[test]
    fn no_word_begins_or_ends_with_grammar() {
        assert!(has_firm_ends("潮汐码"));
        assert!(!has_firm_ends("潮汐码的") && !has_firm_ends("将潮汐码"));
        assert!(!has_firm_ends("潮汐码为准") && !has_firm_ends("潮汐码在港口"));
        assert!(!has_firm_ends("第十届") && !has_firm_ends("浪高较"));
        assert!(
            !has_firm_ends("发布潮汐码") && !has_firm_ends("数据显示") && has_firm_ends("潮汐发布")
        );
    }
}
