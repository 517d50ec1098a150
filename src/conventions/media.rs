//! The name of a medium as sources give it: without title marks, and apart from the people named beside it.

use super::line::trim;
use crate::text::chars::is_han;

/// The words in front of people who wrote or edited a text.
pub(super) const CREDITS: [&str; 13] = [
    "责任编辑",
    "本报记者",
    "本网记者",
    "特约记者",
    "通讯员",
    "作者",
    "记者",
    "编辑",
    "责编",
    "审核",
    "校对",
    "供稿",
    "撰文",
];

/// The pairs of marks in which the name of a medium may stand.
pub(super) const MARKS: [(char, char); 5] = [
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
];

/// The longest name of a person behind a word without a colon, in characters.
const LONGEST_PERSON: usize = 4;

/// Splits the value of a source into the name of the medium and the people behind it, which begin with their own word.
/// Either may be empty.
///
/// ```
/// use newsreader::conventions::media::medium;
/// assert_eq!(medium("《山海晚报》 作者：甲乙"), ("山海晚报", "作者：甲乙"));
/// assert_eq!(medium("山海晚报《文化周刊》"), ("山海晚报《文化周刊》", ""));
/// ```
pub fn medium(value: &str) -> (&str, &str) {
    let value = trim(value);
    // Within a word `记者` may belong to the name: 山海记者网.
    let words = value.char_indices().map(|(at, _)| value.split_at(at));
    let mut words = words.filter(|(head, _)| at_word(head));
    // `记者观察` alone is a magazine.
    let is_credit = |head: &str, found: People<'_>| found.labelled || !head.is_empty();
    let split = words.find(|(head, rest)| people(rest).is_some_and(|found| is_credit(head, found)));
    let (name, credit) = split.unwrap_or((value, ""));
    let name = trim(name.trim_end_matches(is_between));
    // The bracket that closed behind the people was opened before them.
    let opened = value
        .get(name.len()..)
        .is_some_and(|rest| trim(rest).starts_with(['（', '(']));
    let credit = if opened {
        credit.trim_end_matches(['）', ')'])
    } else {
        credit
    };
    (without_marks(name), credit)
}

/// True if a word may begin behind `head`.
fn at_word(head: &str) -> bool {
    head.chars()
        .next_back()
        .is_none_or(|c| is_between(c) || MARKS.iter().any(|(_, close)| c == *close))
}

/// True for a character between a medium and the people behind it.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '（' | '(' | '，' | ',' | '、' | '；' | ';' | '|' | '｜' | '丨' | '/' | '／' | '·'
        )
}

/// A word for people and those people, at the beginning of a text.
pub(super) struct People<'a> {
    /// Set when a colon or slash stands behind the word.
    pub(super) labelled: bool,
    /// The text behind the first of the people.
    pub(super) rest: &'a str,
}

/// Reads the people at the beginning of `text`: `作者：甲乙`, `记者 甲乙`, `文/甲乙`.
pub(super) fn people(text: &str) -> Option<People<'_>> {
    let slash = |rest: &str| rest.starts_with(['/', '／']);
    let slashed = text.strip_prefix('文').filter(|rest| slash(rest));
    let (behind, labelled) = if let Some(rest) = slashed {
        (rest.trim_start_matches(['/', '／']), true)
    } else {
        let mut behind = CREDITS.iter().filter_map(|word| text.strip_prefix(word));
        let rest = behind.next()?.trim_start();
        let behind = rest.trim_start_matches(['：', ':']);
        (behind, behind.len() < rest.len())
    };
    let behind = behind.trim_start();
    let ends = |c: char| is_between(c) || matches!(c, '）' | ')');
    let (person, rest) = behind.split_at_checked(behind.find(ends).unwrap_or(behind.len()))?;
    let is_person =
        (2..=LONGEST_PERSON).contains(&person.chars().count()) && person.chars().all(is_han);
    (labelled || is_person).then_some(People { labelled, rest })
}

/// Returns `name` without the marks around the whole of it.
fn without_marks(name: &str) -> &str {
    let inner = |(open, close): &(char, char)| {
        let inner = name.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then(|| trim(inner))
    };
    MARKS.iter().find_map(inner).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_people_beside_a_medium_are_no_part_of_its_name() {
        for (value, people) in [
            ("山海晚报", ""),
            ("《山海晚报》", ""),
            ("“山海晚报”", ""),
            ("〈山海晚报〉", ""),
            ("《山海晚报》 作者：甲乙", "作者：甲乙"),
            ("《山海晚报》记者甲乙", "记者甲乙"),
            ("山海晚报（作者：甲乙）", "作者：甲乙"),
            ("山海晚报 | 责任编辑：甲乙", "责任编辑：甲乙"),
            ("山海晚报，记者 甲乙", "记者 甲乙"),
            ("山海晚报 通讯员甲乙 丙丁", "通讯员甲乙 丙丁"),
            ("山海晚报　文／甲乙", "文／甲乙"),
            ("山海晚报 作者:甲乙 编辑:丙", "作者:甲乙 编辑:丙"),
        ] {
            assert_eq!(medium(value), ("山海晚报", people), "{value}");
        }
        assert_eq!(medium("作者：甲乙"), ("", "作者：甲乙"));
    }

    #[test]
    fn words_and_marks_within_a_name_stay() {
        for name in [
            "山海记者网",
            "记者观察杂志社",
            "山海晚报《文化周刊》",
            "《甲》和《乙》",
            "编辑部",
            "山海晚报 文化版",
        ] {
            assert_eq!(medium(name), (name, ""), "{name}");
        }
    }
}
