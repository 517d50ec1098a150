//! The row below a title that names source and day, in any order, with labels, brackets and bars.

use super::super::dates;
use super::super::day_forms;
use super::super::line::trim;
use super::super::media::{self, CREDITS, MARKS, medium};
use super::{LONGEST, is_name};
use jiff::civil::Date;

/// The row below a title that names source and day, with everything else that such a row has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OriginLine {
    /// The day; `None` where none is given, or no such day exists.
    pub date: Option<Date>,
    /// Set when a day is given, even one that does not exist.
    pub dated: bool,
    /// The medium.
    pub source: Option<String>,
    /// Set when the row names authors or editors as well, so that it has to stay in the text.
    pub credits: bool,
}

/// The labels in front of a day.
const DAY_LABELS: [&str; 8] = [
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "更新时间",
    "时间",
    "日期",
    "发布",
];
/// The labels in front of a medium.
const SOURCE_LABELS: [&str; 13] = [
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源媒体",
    "来源单位",
    "发布机构",
    "发布单位",
    "发文机关",
    "媒体",
    "来源",
    "稿源",
    "来自",
    "转自",
];
/// Words in front of a medium that need no colon: `摘自《山海晚报》`, `原载山海晚报`.
const SOURCE_VERBS: [&str; 4] = ["摘自", "原载", "转载自", "选自"];
/// The labels in front of figures.
const FIGURE_LABELS: [&str; 12] = [
    "浏览次数",
    "浏览量",
    "浏览",
    "点击次数",
    "点击数",
    "点击量",
    "点击",
    "阅读次数",
    "阅读量",
    "阅读",
    "访问次数",
    "访问量",
];
/// The last characters of a medium's name.
const MEDIA: [&str; 24] = [
    "报",
    "网",
    "社",
    "台",
    "发布",
    "在线",
    "时讯",
    "客户端",
    "周刊",
    "杂志",
    "频道",
    "快讯",
    "观察",
    "资讯",
    "日刊",
    "公众号",
    "视讯",
    "新闻",
    "微信",
    "微博",
    "头条",
    "号",
    "融媒",
    "传媒",
];

/// The ends of notes on how a text came into force.
const ADOPTIONS: [&str; 6] = ["通过", "修订", "修正", "批准", "施行", "审议"];

/// True for a row, or the rest of it, that ends with the act by which a body adopted a text: `第十届理事会第三次会议通过`. The
/// body is no medium and no publisher.
///
/// ```
/// use newsreader::conventions::datelines::names_adoption;
/// assert!(names_adoption("（2024年6月1日第十届理事会第三次会议通过）") && !names_adoption("山海市图书馆"));
/// ```
pub fn names_adoption(text: &str) -> bool {
    let edge = |c: char| c.is_whitespace() || matches!(c, '（' | '）' | '(' | ')' | '，' | '。');
    let bare = text.trim_matches(edge);
    ADOPTIONS.iter().any(|end| bare.ends_with(end))
}

/// Reads a note that names the day on which a body adopted a text: `（2024年6月1日第十届理事会第三次会议通过）`. The row stays in
/// the text, as one with authors does.
fn adoption(text: &str, bracketed: bool) -> Option<OriginLine> {
    // In the layout the note may go on in the next row, which closes the bracket.
    let opens = text.starts_with(['（', '(']) && !text.contains(['）', ')']);
    let found = dates::find(text, 0)?;
    let behind = text.get(found.end..)?;
    let is_body = || {
        ["会议", "大会", "委员会", "理事会", "常委会"]
            .iter()
            .any(|end| behind.ends_with(end))
    };
    let is_note = (bracketed || found.start == 0) && names_adoption(text) || opens && is_body();
    is_note.then_some(OriginLine {
        date: found.date,
        dated: true,
        source: None,
        credits: true,
    })
}

/// Reads the row below a title as a line of origin, `None` if it is anything else: `来源：健康报　2025-06-15`,
/// `（澄湖网，2025年6月15日）`, `健康报 2025年3月6日`, `（健康报）`, `来源：甲 作者：乙 发布时间：2025-06-15 09:30`.
///
/// ```
/// use newsreader::conventions::datelines::origin_line;
/// let found = origin_line("（山海晚报，2025年6月15日）", None).unwrap();
/// assert_eq!(found.source.as_deref(), Some("山海晚报"));
/// ```
pub fn origin_line(text: &str, issued: Option<Date>) -> Option<OriginLine> {
    // A sentence is no line of origin, whatever it begins with. Only behind a label a quotation mark opens a name.
    let mut heads = text.split('“');
    // The last part stands behind all quotation marks.
    heads.next_back();
    let is_quotation = heads.any(|head| !head.ends_with(['：', ':']));
    if text.len() > LONGEST || is_quotation || text.contains(['。', '！', '？']) {
        return None;
    }
    let bracketed =
        text.starts_with(['（', '(', '【', '[']) && text.ends_with(['）', ')', '】', ']']);
    if let Some(line) = adoption(text, bracketed) {
        return Some(line);
    }
    let mut line = OriginLine::default();
    // Word by word: each has to be a part of an origin, or the row is none.
    let (mut rest, mut labelled) = (text, false);
    loop {
        rest = rest.trim_start_matches(|c| separates(c, bracketed));
        if rest.is_empty() {
            break;
        }
        let is_labelled;
        (rest, is_labelled) = line.read_word(rest, bracketed, issued)?;
        labelled |= is_labelled;
    }
    if let Some((name, people)) = line.source.as_deref().map(medium) {
        line.credits |= !people.is_empty();
        line.source = Some(name.to_owned()).filter(|name| !name.is_empty());
    }
    let source = line.source.as_deref();
    // A name alone is an origin only where a label, a day or brackets around a medium show it.
    let is_origin =
        labelled && source.is_some() || line.dated || bracketed && source.is_some_and(is_medium);
    is_origin.then_some(line)
}

impl OriginLine {
    /// Takes over the next part of the row: a label with its value, a day or the name of a medium. Returns the row behind it,
    /// and true if it was a labelled medium; `None` for a word that no line of origin has.
    fn read_word<'a>(
        &mut self,
        rest: &'a str,
        bracketed: bool,
        issued: Option<Date>,
    ) -> Option<(&'a str, bool)> {
        let word = |rest: &str| rest.find(|c| separates(c, bracketed)).unwrap_or(rest.len());
        if let Some(value) = behind_label(rest, &SOURCE_LABELS).or_else(|| behind_verb(rest)) {
            let (source, rest) = match quoted(value) {
                Some(quoted) => quoted,
                None => value.split_at_checked(latin_name(value).unwrap_or_else(|| word(value)))?,
            };
            self.source.get_or_insert_with(|| trim(source).to_owned());
            return Some((rest, true));
        }
        let people = media::people(rest).filter(|one| one.labelled || self.source.is_some());
        let credit = behind_label(rest, &CREDITS).or_else(|| behind_label(rest, &FIGURE_LABELS));
        let rest = if let Some(value) = credit {
            self.credits = true;
            // Names and figures are passed over; only that they are there is kept.
            value.get(word(value)..)?
        } else if let Some(people) = people {
            self.credits = true;
            people.rest
        } else if let Some(value) = behind_label(rest, &DAY_LABELS) {
            value
        } else if let Some(found) =
            day_forms::leading_in_dateline(rest, issued).filter(|_| !self.dated)
        {
            self.date = found.date;
            self.dated = true;
            day_forms::behind_time(rest.get(found.end..)?)
        } else {
            // `原载山海晚报` is an origin where a day or brackets show it, `原载客量十二人` is none.
            let rest = strip_verb(rest)
                .filter(|name| name.get(..word(name)).is_some_and(is_medium))
                .unwrap_or(rest);
            let (name, rest) = match quoted(rest) {
                Some(quoted) => quoted,
                None => rest.split_at_checked(word(rest))?,
            };
            // A second name without a label is text.
            if self.source.is_some() || !names_a_medium(name) {
                return None;
            }
            self.source = Some(name.to_owned());
            rest
        };
        Some((rest, false))
    }
}

/// True for a character between two parts of a line of origin; between brackets a comma is one as well.
fn separates(c: char, bracketed: bool) -> bool {
    const MARKS: &str = "|｜丨/／·（(）)【】[]；;—";
    c.is_whitespace() || MARKS.contains(c) || bracketed && matches!(c, '，' | ',' | '、')
}

/// Returns the bytes of a name of several Latin words that `text` begins with: `The Lake Post`.
fn latin_name(text: &str) -> Option<usize> {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "'’&.-".contains(c))
    };
    let mut end = 0;
    for word in text.split(' ').take_while(|word| is_word(word)) {
        end += word.len() + usize::from(end > 0);
    }
    let rest = text.get(end..)?;
    let is_whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (end > 0 && is_whole).then_some(end)
}

/// True if a name ends as those of media do.
fn is_medium(name: &str) -> bool {
    MEDIA.iter().any(|end| name.ends_with(end))
}

/// Returns what stands behind one of the [`SOURCE_VERBS`].
fn strip_verb(text: &str) -> Option<&str> {
    SOURCE_VERBS.iter().find_map(|verb| text.strip_prefix(verb))
}

/// Returns the value behind one of the [`SOURCE_VERBS`] where a colon or the brackets of a name show that it is a label.
fn behind_verb(text: &str) -> Option<&str> {
    let value = strip_verb(text)?.trim_start();
    match value.strip_prefix(['：', ':']) {
        Some(value) => Some(value.trim_start()),
        None => quoted(value).map(|_| value),
    }
}

/// Splits a name in `《》` off, without its brackets; `None` if the text goes on behind them: `《甲》和《乙》`.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mut pairs = MARKS.iter();
    let (name, rest) =
        pairs.find_map(|(open, close)| text.strip_prefix(*open)?.split_once(*close))?;
    let ends = rest.starts_with(|c: char| separates(c, true) || c.is_ascii_digit())
        || media::people(rest).is_some();
    (rest.is_empty() || ends).then_some((name, rest))
}

/// Returns the value behind one of `names` and a colon.
fn behind_label<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    let behind = |name: &&str| {
        let rest = text.strip_prefix(*name)?.trim_start();
        // The bracket is that of `【来源】`.
        let rest = rest.strip_prefix(['：', ':', '】', ']'])?.trim_start();
        Some(rest.trim_start_matches(['：', ':']).trim_start())
    };
    names.iter().find_map(behind)
}

/// True for a word that may name a medium or an office beside a day, rather than what happens on that day.
fn names_a_medium(name: &str) -> bool {
    const NOT_AT_END: [&str; 14] = [
        "时间", "日期", "于", "自", "至", "到", "在", "从", "截至", "前", "起", "后", "将", "和",
    ];
    (2..=16).contains(&name.chars().count())
        && is_name(name)
        && !name.contains(':')
        && name.chars().any(char::is_alphabetic)
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !NOT_AT_END.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn lines_of_origin_in_all_forms() {
        let day = Some(date(2025, 6, 15));
        for text in [
            "来源：山海晚报　2025-06-15",
            "（山海晚报，2025年6月15日）",
            "山海晚报  2025年6月15日",
            "2025-06-15 来源：山海晚报",
            "来源：山海晚报 发布时间：2025-06-15 09:30",
            "来源：山海晚报（2025年6月15日）",
            "山海晚报 | 2025年6月15日 星期日",
            "发布时间：2025-06-15 09:30:12　来源：山海晚报",
            "【山海晚报 6月15日】",
            "6月15日 山海晚报",
            "【来源】山海晚报 【日期】2025.6.15",
            "摘自《山海晚报》2025年6月15日",
            "（原载山海晚报 2025年6月15日）",
            "来源：《山海晚报》　2025年6月15日",
            "媒体：山海晚报　时间：2025-06-15",
            "来源：山海晚报 时间：Sun, 15 Jun 2025 08:30:00 GMT",
        ] {
            let found = origin_line(text, Some(date(2025, 6, 27))).unwrap();
            assert_eq!(
                (found.date, found.source.as_deref()),
                (day, Some("山海晚报")),
                "{text}"
            );
            assert!(!found.credits, "{text}");
        }
        assert!(
            origin_line("来源：山海晚报 作者：甲乙 2025-06-15", None)
                .unwrap()
                .credits
        );
        let latin = origin_line("来源：The Lake Post 2025-06-15", None).unwrap();
        assert_eq!(latin.source.as_deref(), Some("The Lake Post"));
        assert_eq!(latin.date, day);
        assert_eq!(
            origin_line("（山海晚报）", None).unwrap().source.as_deref(),
            Some("山海晚报")
        );
    }

    #[test]
    fn people_in_a_line_of_origin_are_credits() {
        for text in [
            "来源：《山海晚报》 作者：甲乙 2025-06-15",
            "（《山海晚报》 作者：甲乙 2025年6月15日）",
            "（山海晚报 记者甲乙 2025年6月15日）",
            "《山海晚报》记者 甲乙　2025-06-15",
            "来源：山海晚报，作者：甲乙 2025-06-15",
            "来源：山海晚报 文/甲乙 2025-06-15",
            "文/甲乙 来源：“山海晚报” 2025-06-15",
            "作者：甲乙　来源：《山海晚报》　2025-06-15",
        ] {
            let found = origin_line(text, None).expect(text);
            assert_eq!(found.source.as_deref(), Some("山海晚报"), "{text}");
            assert_eq!(found.date, Some(date(2025, 6, 15)), "{text}");
            assert!(found.credits, "{text}");
        }
        for text in ["来源：作者：甲乙", "文/甲乙", "甲乙说：“来源：山海晚报”"]
        {
            assert_eq!(origin_line(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_note_on_the_adoption_of_a_text_gives_its_day_and_no_source() {
        for text in [
            "（2024年6月1日第十届理事会第三次会议通过）",
            "（2024年6月1日渡口管理处处务会审议通过）",
            "（第十届理事会第三次会议2024年6月1日通过，2024年7月1日起施行）",
            "2024年6月1日第十届理事会第三次会议通过",
            "（2024年6月1日山海市渡口协会会员大会",
        ] {
            let found = origin_line(text, None).expect(text);
            assert_eq!(found.date, Some(date(2024, 6, 1)), "{text}");
            assert_eq!((found.source, found.credits), (None, true), "{text}");
        }
    }

    #[test]
    fn brackets_within_a_name_stay() {
        let source = |text| origin_line(text, None).unwrap().source.unwrap();
        let text = "来源：山海晚报《文化周刊》　2025年6月15日";
        assert_eq!(source(text), "山海晚报《文化周刊》");
        assert_eq!(source("《山海晚报》 2025年6月15日"), "山海晚报");
        assert_eq!(source("摘自《山海晚报》"), "山海晚报");
    }

    #[test]
    fn first_sentences_are_no_lines_of_origin() {
        for text in [
            "2025年6月15日，渔船归港",
            "截至 2025年6月15日",
            "山海晚报记者走访码头",
            "（见附表）",
            "会议时间 2025年6月15日",
            "渔船归港",
            "原载客量十二人的渡船停在东堤，",
            "选自己的路",
            "选自《诗经》的句子",
        ] {
            assert_eq!(origin_line(text, None), None, "{text}");
        }
    }
}
