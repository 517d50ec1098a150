//! Labels: the names in front of a field (`来源：`), and the lines that head a part of the report (`一、信息目录`).
//!
//! A name is added to one of the lists here and is then known to every format and to the parser.

use super::items::without_ordinal;
use super::line::trim;
use crate::text::chars::is_han;

/// The fields of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldLabel {
    /// `标题：`
    Title,
    /// `来源：`
    Source,
    /// `链接：`
    Link,
    /// `日期：`
    Date,
    /// `主要内容：`
    Content,
    /// `原标题：`
    Original,
}

/// Every name of a field. A longer name stands before the one that it begins with.
const NAMES: &[(&str, FieldLabel)] = &[
    ("原标题", FieldLabel::Original),
    ("原题", FieldLabel::Original),
    ("信息标题", FieldLabel::Title),
    ("文章标题", FieldLabel::Title),
    ("标题", FieldLabel::Title),
    ("题目", FieldLabel::Title),
    ("信息来源", FieldLabel::Source),
    ("文章来源", FieldLabel::Source),
    ("稿件来源", FieldLabel::Source),
    ("来源媒体", FieldLabel::Source),
    ("来源", FieldLabel::Source),
    ("稿源", FieldLabel::Source),
    ("原文链接", FieldLabel::Link),
    ("原文网址", FieldLabel::Link),
    ("原文地址", FieldLabel::Link),
    ("文章链接", FieldLabel::Link),
    ("信息链接", FieldLabel::Link),
    ("网页链接", FieldLabel::Link),
    ("链接地址", FieldLabel::Link),
    ("链接", FieldLabel::Link),
    ("网址", FieldLabel::Link),
    ("发布时间", FieldLabel::Date),
    ("发布日期", FieldLabel::Date),
    ("发表时间", FieldLabel::Date),
    ("发表日期", FieldLabel::Date),
    ("时间", FieldLabel::Date),
    ("日期", FieldLabel::Date),
    ("主要内容", FieldLabel::Content),
    ("内容摘要", FieldLabel::Content),
    ("信息内容", FieldLabel::Content),
    ("正文内容", FieldLabel::Content),
    ("内容", FieldLabel::Content),
];

/// Every label with its colon, for those that an extractor cut into rows.
const WHOLE: &[&str] = &[
    "标题：",
    "来源：",
    "链接：",
    "日期：",
    "时间：",
    "主要内容：",
    "内容：",
    "原标题：",
    "信息来源：",
    "文章来源：",
    "原文链接：",
    "发布时间：",
    "发布日期：",
    "网址：",
];

/// True if `text` is the beginning of a label with its colon, perhaps the whole of it. The colon may be half-width.
pub fn begins_label(text: &str) -> bool {
    // One form of the colon is enough for the list.
    let wide = text.replace(':', "：");
    WHOLE.iter().any(|label| label.starts_with(&wide))
}

/// Returns the label that `text` is, with a full-width colon.
///
/// ```
/// use newsreader::conventions::labels::whole_label;
/// assert_eq!(whole_label("链接:"), Some("链接："));
/// ```
pub fn whole_label(text: &str) -> Option<&'static str> {
    let wide = text.replace(':', "：");
    WHOLE.iter().copied().find(|label| *label == wide)
}

/// Other names that begin a line of their own in a report, with a colon behind them. They are no fields of an article.
const OTHER_NAMES: &[&str] = &["作者", "关键词", "摘要", "编辑", "责编", "附", "注"];

/// Returns the field that `text` opens, and its value as far as that stands on the same line.
///
/// The colon may be full-width or half-width, spaces may stand inside the name, and `【来源】` is a label too. Without a
/// colon a name counts where it is all there is, or where `来源` is set off by a space.
///
/// ```
/// use newsreader::conventions::labels::{FieldLabel, label};
/// assert_eq!(label("来 源：山海晚报"), Some((FieldLabel::Source, "山海晚报")));
/// assert_eq!(label("来源广泛的数据"), None);
/// ```
pub fn label(text: &str) -> Option<(FieldLabel, &str)> {
    let text = text.strip_prefix(['【', '[', '［']).unwrap_or(text);
    // Every row of a report is asked for its label several times, and nearly all begin with another character: three bytes
    // are compared at once, and only with the names that share the last of them.
    let first = text.as_bytes().first_chunk::<3>()?;
    if !MAY_BEGIN_NAME[usize::from(first[HAN_END] & 0x3f)] {
        return None;
    }
    NAMES
        .iter()
        .filter(|(name, _)| name.as_bytes().first_chunk() == Some(first))
        .find_map(|&(name, label)| Some((label, value_behind(text, name, label)?)))
}

/// Set at the last six bits of the first character of each name.
static MAY_BEGIN_NAME: [bool; 64] = {
    let mut may = [false; 64];
    let mut at = 0;
    while at < NAMES.len() {
        may[(NAMES[at].0.as_bytes()[HAN_END] & 0x3f) as usize] = true;
        at += 1;
    }
    may
};

/// Reads the field of a form: its name, of two to eight Han, and the value behind the colon, as in `开票日期：2026年`.
///
/// ```
/// use newsreader::conventions::labels::form_field;
/// assert_eq!(form_field("校 验 码:1"), Some(("校 验 码", "1")));
/// assert_eq!(form_field("潮水退去之后的海滩：沙"), None);
/// ```
pub fn form_field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(['：', ':'])?;
    let mut chars = name.chars().filter(|c| !c.is_whitespace());
    let count = chars.clone().count();
    ((2..=8).contains(&count) && chars.all(is_han)).then_some((name, value))
}

/// True for a row of nothing but fields with their values, as editors stand in a masthead: `主编：甲　编辑：乙`.
pub fn is_field_row(text: &str) -> bool {
    let is_field = |word: &str| {
        form_field(word).is_some_and(|(name, value)| {
            name.chars().count() <= 5 && (1..=12).contains(&value.chars().count())
        })
    };
    text.contains(['：', ':']) && text.split_whitespace().all(is_field)
}

/// True if `text` begins with the name of a field, of the lead or of a note to the text, and a colon or bracket behind it:
/// such a line begins a paragraph, even where the line above it is full.
///
/// A name without its colon does not count, since `来源 广泛` may stand in a sentence.
///
/// ```
/// use newsreader::conventions::labels::opens_field;
/// assert!(opens_field("网址：https://example.com/") && opens_field("【来源】山海晚报"));
/// assert!(!opens_field("来源 广泛，数据可靠"));
/// ```
pub fn opens_field(text: &str) -> bool {
    let open = text.trim_start_matches(['【', '[', '［']);
    let colon = |rest: &str| rest.trim_start().starts_with(COLONS);
    let named = |name: &str| strip_spaced(open, name).is_some_and(colon);
    NAMES.iter().any(|(name, _)| named(name))
        || LEADS.iter().chain(OTHER_NAMES).any(|name| named(name))
}

/// The marks behind the name of a label: a colon in any form, or the bracket that closes `【来源】`.
const COLONS: [char; 7] = ['：', ':', '︰', '﹕', '】', ']', '］'];

/// Returns the value behind `name`, where `text` has that name as a label.
fn value_behind<'a>(text: &'a str, name: &str, label: FieldLabel) -> Option<&'a str> {
    let rest = strip_spaced(text, name)?;
    let next = rest.chars().next();
    match next.filter(|c| !c.is_whitespace()) {
        Some(c) if COLONS.contains(&c) => {
            let rest = trim(rest.get(c.len_utf8()..)?);
            // Behind the bracket of `【来源】` a colon may follow.
            Some(trim(rest.strip_prefix(['：', ':']).unwrap_or(rest)))
        }
        Some(_) => None,
        None => {
            let value = trim(rest);
            if let Some(behind) = value.strip_prefix(['：', ':']) {
                return Some(trim(behind));
            }
            // A name alone on its row is a label where its value follows below. 标题, 日期 and 时间 alone are headings of
            // tables.
            let whole = value.is_empty()
                && matches!(
                    label,
                    FieldLabel::Content | FieldLabel::Link | FieldLabel::Source
                );
            let spaced = !value.is_empty() && label == FieldLabel::Source;
            (whole || spaced).then_some(value)
        }
    }
}

/// The index of the third byte of a name's first character. Two Han that differ nearly always differ in this byte.
const HAN_END: usize = 2;

/// Returns what follows `name` in `text`, where `text` may have spaces inside the name.
#[inline]
pub fn strip_spaced<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    // This runs for every name on every row of a report, and nearly every row begins with another character.
    let is_like = text.as_bytes().get(HAN_END) == name.as_bytes().get(HAN_END);
    is_like.then(|| strip_name(text, name))?
}

/// Does the work of [`strip_spaced`] where the first characters may be alike.
#[inline(never)]
fn strip_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if let Some(rest) = text.strip_prefix(name) {
        return Some(rest);
    }
    let mut rest = text;
    for (n, want) in name.chars().enumerate() {
        // Spaces spread a name of two characters over the width of longer ones: `来　源`.
        if n > 0 {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(want)?;
    }
    Some(rest)
}

/// The heading of a part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartHeading<'a> {
    /// `本期导语：`, with what stands behind it on the line.
    Lead(&'a str),
    /// `一、信息目录`, `目录`
    Contents,
    /// `二、具体内容`, `正文`
    Articles,
}

/// The headings of the table of contents.
const CONTENTS: &[&str] = &[
    "信息目录",
    "本期目录",
    "内容目录",
    "文章目录",
    "新闻目录",
    "信息标题",
    "本期目次",
    "本期要目",
    "本期内容",
    "内容提要",
    "要目",
    "Table of Contents",
    "TABLE OF CONTENTS",
    "CONTENTS",
    "Contents",
    "目录",
    "目次",
];
/// The headings of the part with the articles.
const ARTICLES: &[&str] = &[
    "具体内容",
    "详细内容",
    "信息内容",
    "信息正文",
    "内容详情",
    "具体信息",
    "信息详情",
    "正文内容",
    "文章内容",
    // In a list of links.
    "标题与链接",
    "正文",
];
/// The headings of the lead.
const LEADS: &[&str] = &["本期导语", "本期导读", "编者导语", "导语", "导读"];

/// Returns the part of a report that `text` heads, `None` if it is no such heading.
///
/// ```
/// use newsreader::conventions::labels::{PartHeading, section};
/// assert_eq!(section("一、信息目录"), Some(PartHeading::Contents));
/// assert_eq!(section("本期导语：甲"), Some(PartHeading::Lead("甲")));
/// ```
pub fn section(text: &str) -> Option<PartHeading<'_>> {
    if text.starts_with(['本', '导', '编', '【', '[']) {
        // The lead has its text behind its heading, so it is compared as a beginning and the others as whole lines.
        let bare = text.trim_start_matches(['【', '[']);
        for name in LEADS {
            if let Some(rest) = strip_spaced(bare, name) {
                let marked = rest.trim_start();
                if let Some(lead) = marked.strip_prefix(['：', ':', '】', ']']) {
                    return Some(PartHeading::Lead(trim(
                        lead.trim_start_matches(['：', ':']),
                    )));
                }
                if marked.is_empty() {
                    return Some(PartHeading::Lead(""));
                }
            }
        }
    }
    // A longer line is a sentence that begins with such a word.
    if text.len() > 60 {
        return None;
    }
    let name = trim(without_ordinal(text));
    let name = name
        .trim_start_matches(['【', '[', '《'])
        .trim_end_matches(['】', ']', '》', '：', ':', '。']);
    // Books repeat the word in English: `目录 CONTENTS`.
    let english = name.len().saturating_sub("contents".len());
    let name = match name.split_at_checked(english) {
        Some((han, word)) if word.eq_ignore_ascii_case("contents") && !han.is_empty() => han,
        _ => name,
    };
    let is = |names: &[&str]| {
        names
            .iter()
            .any(|n| strip_spaced(name, n).is_some_and(|rest| trim(rest).is_empty()))
    };
    if is(CONTENTS) {
        Some(PartHeading::Contents)
    } else if is(ARTICLES) {
        Some(PartHeading::Articles)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_all_forms() {
        for text in [
            "来源：山海晚报",
            "来源:山海晚报",
            "来 源：山海晚报",
            "来源 山海晚报",
            "【来源】山海晚报",
            "来源 ：山海晚报",
        ] {
            assert_eq!(
                label(text),
                Some((FieldLabel::Source, "山海晚报")),
                "{text}"
            );
        }
        assert_eq!(label("链接："), Some((FieldLabel::Link, "")));
        assert_eq!(label("主要内容"), Some((FieldLabel::Content, "")));
        assert_eq!(label("原标题：甲"), Some((FieldLabel::Original, "甲")));
        assert_eq!(label("来源广泛的数据"), None);
        assert_eq!(label("标题党"), None);
        assert_eq!(label("内容丰富"), None);
    }

    #[test]
    fn a_field_opens_with_any_name_of_one() {
        for (name, _) in NAMES {
            assert!(opens_field(&format!("{name}：甲")), "{name}");
        }
        for text in [
            "来源:某某报",
            "本期导语：甲",
            "作者：甲",
            "链 接：甲",
            "【来源】甲",
        ] {
            assert!(opens_field(text), "{text}");
        }
        assert!(!opens_field("来源广泛，数据可靠：的确"));
        assert!(!opens_field("来源 某某报"));
    }

    #[test]
    fn sections_in_all_forms() {
        for text in [
            "一、信息目录",
            "目录",
            "目 录",
            "目\u{3000}\u{3000}录",
            "本期目录：",
            "第一部分 信息目录",
            "【目录】",
            "1. 信息目录",
        ] {
            assert_eq!(section(text), Some(PartHeading::Contents), "{text}");
        }
        for text in ["二、具体内容", "正文", "（二）具体内容", "二．具体内容"]
        {
            assert_eq!(section(text), Some(PartHeading::Articles), "{text}");
        }
        assert_eq!(section("本期导语：甲"), Some(PartHeading::Lead("甲")));
        assert_eq!(section("本期导语："), Some(PartHeading::Lead("")));
        assert_eq!(section("正文如下所述"), None);
        assert_eq!(section("二、主要做法"), None);
    }
}
