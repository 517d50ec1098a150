//! The numbers in front of headings and of entries of a table of contents, with their kind.
//!
//! Kinds show levels: a text numbers its chapters 第一章 and their sections 一、, and every section of a chapter by the
//! same kind. [`super::items`] reads the numbers of a report's articles, which know only the Arabic kinds.

use super::line::trim;
use super::numerals::{arabic, is_numeral, number};
use crate::text::chars::is_han;

/// The kinds of ordinal, from the one that commonly heads the largest part to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrdinalKind {
    /// `第一部分`, `第一篇`, `第一编`
    Part,
    /// `第一章`, `第三回`, `第2讲`
    Chapter,
    /// `第一节`
    Section,
    /// `一、`, `一．`
    Han,
    /// `（一）`
    HanBracketed,
    /// `1.`, `1、`, and `1 ` before a word
    Arabic,
    /// `1.2`, `1.2.3`
    Decimal,
    /// `（1）`, `1)`
    ArabicBracketed,
    /// `①`
    Circled,
}

/// An ordinal and the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal<'a> {
    /// Its kind.
    pub kind: OrdinalKind,
    /// Its number; of `1.2.3` the last one.
    pub number: u32,
    /// The text behind it, trimmed.
    pub rest: &'a str,
}

/// Reads the ordinal in front of `text`, `None` where it begins without one or is nothing else.
///
/// A bare number counts before white space or a Han, and only up to 99: `1 引言`, but not `2025 年`.
///
/// ```
/// use newsreader::conventions::ordinals::{OrdinalKind, ordinal};
/// let found = ordinal("第十二章　渔港").unwrap();
/// assert_eq!((found.kind, found.number, found.rest), (OrdinalKind::Chapter, 12, "渔港"));
/// assert_eq!(ordinal("（二）做法").unwrap().kind, OrdinalKind::HanBracketed);
/// assert_eq!(ordinal("2025 年"), None);
/// ```
pub fn ordinal(text: &str) -> Option<Ordinal<'_>> {
    let first = text.chars().next()?;
    let found = match first {
        '①'..='⑳' => Some(Ordinal {
            kind: OrdinalKind::Circled,
            number: u32::from(first) - u32::from('①') + 1,
            rest: text.get(first.len_utf8()..)?,
        }),
        '第' => named(text),
        '（' | '(' | '【' | '[' | '〔' => bracketed(text),
        c if arabic(c).is_some() => arabic_number(text),
        c if is_numeral(c) => han(text),
        _ => None,
    }?;
    let rest = trim(found.rest.trim_start_matches(is_joint));
    // A number with nothing behind it is a number.
    (!rest.is_empty()).then_some(Ordinal { rest, ..found })
}

/// Returns `text` without its ordinal, or as it is.
pub fn without(text: &str) -> &str {
    ordinal(text).map_or(text, |found| found.rest)
}

/// True for what stands between an ordinal and its text.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | '.' | '．' | '：' | ':' | '·')
}

/// Reads an Arabic number with no space behind it, as `1引言` where the layout shows a narrow gap. Only among others of its kind is
/// it surely an ordinal.
pub fn glued(text: &str) -> Option<Ordinal<'_>> {
    let (value, rest) = digits(text, 2, |c| arabic(c).is_some())?;
    let number = number(value).filter(|number| *number > 0)?;
    (rest.starts_with(is_han) && !counts(rest)).then_some(Ordinal {
        kind: OrdinalKind::Arabic,
        number,
        rest,
    })
}

/// True if `word` behind a number is what it counts: `3 家医院`, but not `3 项目背景`.
fn counts(word: &str) -> bool {
    word.starts_with(UNITS) && !WORDS.iter().any(|other| word.starts_with(other))
}

/// Splits the digits in front of `text` from the rest: at most `most` characters of one script.
fn digits(text: &str, most: usize, is: impl Fn(char) -> bool) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(is);
    let found = text.get(..text.len() - rest.len())?;
    (1..=most)
        .contains(&found.chars().count())
        .then_some((found, rest))
}

/// Reads `第一章`.
fn named(text: &str) -> Option<Ordinal<'_>> {
    let inner = text.strip_prefix('第')?.trim_start();
    let (value, rest) = digits(inner, 6, is_numeral)?;
    let rest = rest.trim_start();
    let kind = |rest: &str| {
        let (kind, name) = match rest.chars().next()? {
            '部' if rest.starts_with("部分") => (OrdinalKind::Part, "部分"),
            '部' => (OrdinalKind::Part, "部"),
            '篇' => (OrdinalKind::Part, "篇"),
            '编' => (OrdinalKind::Part, "编"),
            '卷' => (OrdinalKind::Part, "卷"),
            '章' => (OrdinalKind::Chapter, "章"),
            '回' => (OrdinalKind::Chapter, "回"),
            '讲' => (OrdinalKind::Chapter, "讲"),
            '节' => (OrdinalKind::Section, "节"),
            _ => return None,
        };
        Some((kind, name.len()))
    };
    let (kind, len) = kind(rest)?;
    let rest = rest.get(len..)?;
    // `第一章节的说法` is a sentence; a heading sets its name off, or goes on with another Han than these.
    (!rest.starts_with(['节', '的', '是', '里', '中', '，', '。'])).then_some(Ordinal {
        kind,
        number: number(value)?,
        rest,
    })
}

/// Reads `（一）` and `（1）`.
fn bracketed(text: &str) -> Option<Ordinal<'_>> {
    let open = text.chars().next()?;
    let inner = text.get(open.len_utf8()..)?.trim_start();
    let (value, rest) = digits(inner, 3, is_numeral)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix(['）', ')', '】', ']', '〕'])?;
    let kind = if value.chars().all(|c| arabic(c).is_some()) {
        OrdinalKind::ArabicBracketed
    } else {
        OrdinalKind::HanBracketed
    };
    Some(Ordinal {
        kind,
        number: number(value)?,
        rest,
    })
}

/// Reads `一、`, `一．` and `一 ` before a word.
fn han(text: &str) -> Option<Ordinal<'_>> {
    let (value, rest) = digits(text, 3, |c| is_numeral(c) && arabic(c).is_none())?;
    let mark = rest.chars().next()?;
    let fits = matches!(mark, '、' | '.' | '．' | '，') || mark.is_whitespace();
    fits.then_some(Ordinal {
        kind: OrdinalKind::Han,
        number: number(value)?,
        rest: rest.get(mark.len_utf8()..)?,
    })
}

/// Reads `1.`, `1、`, `1)`, `1 ` and `1.2.3`.
fn arabic_number(text: &str) -> Option<Ordinal<'_>> {
    let is_digit = |c: char| arabic(c).is_some();
    let (mut value, mut rest) = digits(text, 3, is_digit)?;
    let mut parts = 1;
    while let Some(after) = rest.strip_prefix(['.', '．'])
        && let Some((next, behind)) = digits(after, 2, is_digit)
    {
        // `3.300 余艘` is item 3; a part of a number has no more than two digits, and a unit does not follow it.
        if behind
            .trim_start()
            .starts_with(['%', '％', '万', '亿', '个', '倍', '年'])
        {
            break;
        }
        (value, rest) = (next, behind);
        parts += 1;
    }
    let kind = if parts > 1 {
        OrdinalKind::Decimal
    } else {
        OrdinalKind::Arabic
    };
    let mark = rest.chars().next()?;
    let (kind, skip) = match mark {
        ')' | '）' => (OrdinalKind::ArabicBracketed, mark.len_utf8()),
        '.' | '．' | '、' | ',' | '，' | '：' | ':' => (kind, mark.len_utf8()),
        c if c.is_whitespace() => (kind, 0),
        // `1.2渔港`: a decimal ordinal needs no mark behind it.
        c if parts > 1 && !c.is_ascii_alphanumeric() => (kind, 0),
        _ => return None,
    };
    let rest = rest.get(skip..)?;
    let word = rest.trim_start();
    // A number with its unit set off by a space is no ordinal: `12 月`, `3 家医院`.
    let counted = skip == 0 && parts == 1 && counts(word);
    let number = number(value).filter(|&n| n < 1000)?;
    // `3.3 0层结构`: behind a decimal ordinal a word may begin with a digit, unless it counts something.
    let digits_of_word = |word: &str| {
        let behind = word.trim_start_matches(is_digit);
        parts > 1 && behind.starts_with(is_han) && !counts(behind)
    };
    let is_word = !word.starts_with(is_digit) || digits_of_word(word);
    let is_bare_ordinal = !counted && number < 100 && is_word;
    (skip > 0 || is_bare_ordinal).then_some(Ordinal { kind, number, rest })
}

/// Words that follow a number which counts something.
const UNITS: [char; 24] = [
    '年', '月', '日', '号', '时', '分', '秒', '个', '家', '名', '人', '万', '亿', '元', '项', '条',
    '次', '岁', '%', '％', '例', '所', '台', '种',
];

/// Words that begin like a unit and count nothing.
const WORDS: [&str; 10] = [
    "项目", "个人", "人员", "时间", "分析", "名词", "名称", "条件", "年度", "元素",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_of_all_kinds() {
        for (text, kind, number) in [
            ("第一部分 背景", OrdinalKind::Part, 1),
            ("第十二章 背景", OrdinalKind::Chapter, 12),
            ("第3节 背景", OrdinalKind::Section, 3),
            ("三、背景", OrdinalKind::Han, 3),
            ("三　背景", OrdinalKind::Han, 3),
            ("（三）背景", OrdinalKind::HanBracketed, 3),
            ("3.背景", OrdinalKind::Arabic, 3),
            ("3 背景", OrdinalKind::Arabic, 3),
            ("３、背景", OrdinalKind::Arabic, 3),
            ("2.3 背景", OrdinalKind::Decimal, 3),
            ("2.3.1背景", OrdinalKind::Decimal, 1),
            ("（3）背景", OrdinalKind::ArabicBracketed, 3),
            ("3)背景", OrdinalKind::ArabicBracketed, 3),
            ("③背景", OrdinalKind::Circled, 3),
        ] {
            let found = ordinal(text).map(|o| (o.kind, o.number, o.rest));
            assert_eq!(found, Some((kind, number, "背景")), "{text}");
        }
    }

    #[test]
    fn quantities_and_sentences_have_none() {
        for text in [
            "2025 年背景",
            "3 家医院",
            "三家医院",
            "第三方平台",
            "第一章的内容",
            "一",
            "背景",
        ] {
            assert_eq!(ordinal(text), None, "{text}");
        }
    }
}
