//! Marks in front of the titles of a document's articles, which are no part of them: `◆`, `【…】`, `一是`, `第一、`.
//!
//! Office briefs number their articles in these ways too. In running text they mean something else (`一是` begins a
//! clause), so that they count only where every article of a document has one.

use super::Section;
use crate::conventions::numerals;
use crate::parse::toc::LocatedEntry;

/// Signs that stand in front of headings.
pub(super) const SIGNS: &[char] = &[
    '◆', '◇', '■', '□', '★', '☆', '●', '○', '▲', '△', '▶', '►', '◎', '※', '•', '·',
];

/// Takes the marks off the titles if all of them have one, and off the entries of the contents with them.
pub(super) fn strip(sections: &mut [Section<'_>], toc: &mut [LocatedEntry]) {
    let all_marked = sections
        .iter()
        .all(|section| split(&section.title).is_some());
    // A single title in brackets is one.
    if sections.len() < 2 || !all_marked {
        return;
    }
    for section in sections {
        if let Some((title, number)) = split(&section.title) {
            let title = title.to_owned();
            section.title = title;
            section.number = section.number.or(number);
        }
    }
    for located in toc {
        if let Some((title, _)) = split(&located.entry.title) {
            located.entry.title = title.to_owned();
        }
    }
}

/// Splits a title into what stands behind its mark, and the number of the mark; `None` where it has no mark.
fn split(title: &str) -> Option<(&str, Option<u32>)> {
    let inner = title
        .strip_prefix('【')
        .and_then(|rest| rest.strip_suffix('】'));
    if let Some(inner) = inner.filter(|inner| !inner.contains(['【', '】'])) {
        return Some((inner.trim(), None)).filter(|(title, _)| !title.is_empty());
    }
    let bare = title.trim_start_matches(SIGNS);
    let (rest, number) = if bare.len() < title.len() {
        (bare, None)
    } else {
        spoken(title)?
    };
    let rest = rest.trim();
    (!rest.is_empty()).then_some((rest, number))
}

/// Nouns that a number behind them makes a mark: `信息一：`.
const NOUNS: &[&str] = &[
    "信息", "消息", "动态", "要闻", "案例", "专题", "热点", "话题",
];

/// Splits `一是`, `第一、`, `第一条` or `信息一：` off a title.
pub(super) fn spoken(title: &str) -> Option<(&str, Option<u32>)> {
    let noun = NOUNS.iter().find_map(|noun| title.strip_prefix(noun));
    let counted = noun.or(title.strip_prefix('第')).unwrap_or(title);
    let rest = counted.trim_start_matches(numerals::is_numeral);
    let number = numerals::number(counted.get(..counted.len() - rest.len())?)?;
    let rest = if noun.is_some() {
        rest.trim_start().strip_prefix(['：', ':', '、'])?
    } else if counted.len() < title.len() {
        // A counted article is set off from its title.
        let of_article = rest.strip_prefix(['条', '则', '件']);
        of_article
            .filter(|rest| rest.starts_with(char::is_whitespace))
            .or(rest.strip_prefix(['、', '，']))?
    } else {
        rest.strip_prefix('是')?
    };
    Some((rest, Some(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(marked: &[&str]) -> Vec<(String, Option<u32>)> {
        let section = |title: &&str| Section {
            title: (*title).to_owned(),
            ..Section::default()
        };
        let mut sections: Vec<_> = marked.iter().map(section).collect();
        strip(&mut sections, &mut []);
        let titles = sections.into_iter();
        titles
            .map(|section| (section.title, section.number))
            .collect()
    }

    #[test]
    fn marks_come_off_where_all_titles_have_one() {
        let plain = |number: bool| {
            let number = |n| Some(n).filter(|_| number);
            vec![
                ("渡口复航".to_owned(), number(1)),
                ("早市开张".to_owned(), number(2)),
            ]
        };
        assert_eq!(titles(&["◆ 渡口复航", "◆早市开张"]), plain(false));
        assert_eq!(titles(&["【渡口复航】", "【早市开张】"]), plain(false));
        assert_eq!(titles(&["一是渡口复航", "二是早市开张"]), plain(true));
        assert_eq!(titles(&["第一、渡口复航", "第二、早市开张"]), plain(true));
    }

    #[test]
    fn a_mark_of_one_title_alone_is_part_of_it() {
        for marked in [
            &["【渡口复航】"][..],
            &["◆渡口复航", "早市开张"],
            &["第一书记", "第二课堂"],
        ] {
            let found: Vec<_> = titles(marked).into_iter().map(|(title, _)| title).collect();
            assert_eq!(found, marked);
        }
    }
}
