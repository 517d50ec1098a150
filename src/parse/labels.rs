//! Labels: the words that stand in front of a field, and the lines that head a part of the report.

use super::numerals::is_numeral;
use super::rows::trim;

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
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

/// Every name of a field, longer ones before those they begin with.
const NAMES: &[(&str, Label)] = &[
    ("原标题", Label::Original),
    ("原题", Label::Original),
    ("信息标题", Label::Title),
    ("文章标题", Label::Title),
    ("标题", Label::Title),
    ("题目", Label::Title),
    ("信息来源", Label::Source),
    ("文章来源", Label::Source),
    ("稿件来源", Label::Source),
    ("来源媒体", Label::Source),
    ("来源", Label::Source),
    ("稿源", Label::Source),
    ("原文链接", Label::Link),
    ("原文网址", Label::Link),
    ("原文地址", Label::Link),
    ("文章链接", Label::Link),
    ("信息链接", Label::Link),
    ("网页链接", Label::Link),
    ("链接地址", Label::Link),
    ("链接", Label::Link),
    ("网址", Label::Link),
    ("发布时间", Label::Date),
    ("发布日期", Label::Date),
    ("发表时间", Label::Date),
    ("发表日期", Label::Date),
    ("时间", Label::Date),
    ("日期", Label::Date),
    ("主要内容", Label::Content),
    ("内容摘要", Label::Content),
    ("信息内容", Label::Content),
    ("正文内容", Label::Content),
    ("内容", Label::Content),
];

/// The field that `text` opens, and its value as far as it stands on the same line.
///
/// The colon may be full-width or half-width; spaces may stand inside the name; `【来源】` is a label too. Without a colon
/// a name counts where it is all there is, or where `来源` is set off by a space.
pub(super) fn label(text: &str) -> Option<(Label, &str)> {
    let first = text.chars().next()?;
    let text = if matches!(first, '【' | '[' | '［') {
        text.get(first.len_utf8()..)?
    } else {
        text
    };
    if !text.starts_with([
        '原', '信', '文', '标', '题', '稿', '来', '网', '链', '发', '时', '日', '主', '内', '正',
    ]) {
        return None;
    }
    NAMES
        .iter()
        .find_map(|&(name, label)| Some((label, value_behind(text, name, label)?)))
}

fn value_behind<'a>(text: &'a str, name: &str, label: Label) -> Option<&'a str> {
    let rest = strip_spaced(text, name)?;
    let next = rest.chars().next();
    match next.filter(|c| !c.is_whitespace()) {
        Some(c @ ('：' | ':' | '︰' | '﹕' | '】' | ']' | '］')) => {
            let rest = trim(rest.get(c.len_utf8()..)?);
            Some(trim(rest.strip_prefix(['：', ':']).unwrap_or(rest)))
        }
        Some(_) => None,
        None => {
            let value = trim(rest);
            if let Some(behind) = value.strip_prefix(['：', ':']) {
                return Some(trim(behind));
            }
            let whole =
                value.is_empty() && matches!(label, Label::Content | Label::Link | Label::Source);
            let spaced = !value.is_empty() && label == Label::Source;
            (whole || spaced).then_some(value)
        }
    }
}

/// The last byte of a name's first character, which is Han: it differs where the characters do, nearly always.
const HAN_END: usize = 2;

/// What follows `name` in `text`, spaces inside the name left out.
fn strip_spaced<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    // Nearly every text begins with another character, or has no spaces inside.
    if text.as_bytes().get(HAN_END) != name.as_bytes().get(HAN_END) {
        return None;
    }
    if let Some(rest) = text.strip_prefix(name) {
        return Some(rest);
    }
    let mut rest = text;
    for (n, want) in name.chars().enumerate() {
        if n > 0 {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(want)?;
    }
    Some(rest)
}

/// A line that heads a part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section<'a> {
    /// `本期导语：`, with what stands behind it on the line.
    Lead(&'a str),
    /// `一、信息目录`, `目录`
    Contents,
    /// `二、具体内容`, `正文`
    Articles,
}

const CONTENTS: &[&str] = &[
    "信息目录",
    "本期目录",
    "内容目录",
    "文章目录",
    "新闻目录",
    "信息标题",
    "目录",
    "目次",
];
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
    "正文",
];
const LEADS: &[&str] = &["本期导语", "本期导读", "编者导语", "导语", "导读"];

/// The part that `text` heads, if it is such a line.
pub(super) fn section(text: &str) -> Option<Section<'_>> {
    if text.starts_with(['本', '导', '编', '【', '[']) {
        let bare = text.trim_start_matches(['【', '[']);
        for name in LEADS {
            if let Some(rest) = strip_spaced(bare, name) {
                let marked = rest.trim_start();
                if let Some(lead) = marked.strip_prefix(['：', ':', '】', ']']) {
                    return Some(Section::Lead(trim(lead.trim_start_matches(['：', ':']))));
                }
                if marked.is_empty() {
                    return Some(Section::Lead(""));
                }
            }
        }
    }
    if text.len() > 60 {
        return None;
    }
    let name = trim(strip_ordinal(text));
    let name = name
        .trim_start_matches(['【', '[', '《'])
        .trim_end_matches(['】', ']', '》', '：', ':', '。']);
    let is = |names: &[&str]| {
        names
            .iter()
            .any(|n| strip_spaced(name, n).is_some_and(|rest| trim(rest).is_empty()))
    };
    if is(CONTENTS) {
        Some(Section::Contents)
    } else if is(ARTICLES) {
        Some(Section::Articles)
    } else {
        None
    }
}

/// `text` without `一、`, `（二）`, `1.`, `第一部分` in front of it.
fn strip_ordinal(text: &str) -> &str {
    let open = text.trim_start_matches(['（', '(', '第']);
    let rest = open.trim_start().trim_start_matches(is_numeral);
    if rest.len() == open.len() {
        return text;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("部分").unwrap_or(rest);
    rest.trim_start_matches(['、', '.', '．', '）', ')', '，', ' ', '\u{3000}', '：', ':'])
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
            assert_eq!(label(text), Some((Label::Source, "山海晚报")), "{text}");
        }
        assert_eq!(label("链接："), Some((Label::Link, "")));
        assert_eq!(label("主要内容"), Some((Label::Content, "")));
        assert_eq!(label("原标题：甲"), Some((Label::Original, "甲")));
        assert_eq!(label("来源广泛的数据"), None);
        assert_eq!(label("标题党"), None);
        assert_eq!(label("内容丰富"), None);
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
            assert_eq!(section(text), Some(Section::Contents), "{text}");
        }
        for text in ["二、具体内容", "正文", "（二）具体内容", "二．具体内容"]
        {
            assert_eq!(section(text), Some(Section::Articles), "{text}");
        }
        assert_eq!(section("本期导语：甲"), Some(Section::Lead("甲")));
        assert_eq!(section("本期导语："), Some(Section::Lead("")));
        assert_eq!(section("正文如下所述"), None);
        assert_eq!(section("二、主要做法"), None);
    }
}
