//! The medium that a saved news page names: behind a label, beside the day, in the declarations of its head.
//!
//! A row is the text of several elements, with nothing between the medium and the author or the link that stands beside
//! it. So a name that was found in a row is cut where its element ends.

use super::days::{LONGEST_ROW, is_day_alone, shown_day};
use super::words::tidy;
use crate::conventions::{dates, day_forms};
use crate::model::transcript::SourceLine;
use scraper::{Html, Selector};

/// The most chars of the name of a medium.
pub(super) const LONGEST_NAME: usize = 20;
/// The labels before the name of a medium.
pub(super) const SOURCE_LABELS: &[&str] =
    &["稿件来源", "文章来源", "信息来源", "来源", "稿源", "来自"];
/// The labels that may follow a name without a space.
const NEXT_LABELS: &[&str] = &[
    "作者", "编辑", "责任", "选稿", "来源", "发布", "时间", "浏览", "阅读", "点击", "字号", "举报",
    "分享",
];
/// The rows below a headline in which a medium may stand alone.
const ROWS_OF_MEDIUM: usize = 3;
/// The most chars of a medium without a label.
const LONGEST_BARE: usize = 12;
/// The ends of the names of media.
#[rustfmt::skip]
const MEDIUM_ENDS: &[&str] = &[
    "报", "网", "社", "周刊", "月刊", "杂志", "新闻", "财经", "娱乐", "体育", "科技", "音乐", "频道", "电视台", "广播", "客户端",
    "在线", "网络版", "海外版",
];

/// Returns the medium that the rows around a headline name behind a label.
pub(super) fn labelled_source(document: &Html, around: &[&str]) -> Option<String> {
    let name = around.iter().find_map(|row| {
        labelled(row, SOURCE_LABELS).or_else(|| {
            let rest = ["本文来源于", "本文来自"]
                .iter()
                .find_map(|label| row.strip_prefix(label))?;
            shown_day(row).and_then(|_| leading_name(rest))
        })
    })?;
    Some(within_element(document, &name).unwrap_or(name))
}

/// Returns the medium that stands without a label: behind day and time, or alone below the headline.
pub(super) fn bare_source(around: &[&str]) -> Option<String> {
    let behind_day = around
        .iter()
        .filter(|row| row.chars().count() <= LONGEST_ROW);
    let mut behind_day = behind_day.filter_map(|row| {
        let found = dates::find(row, 0).filter(|found| found.date.is_some())?;
        let rest = day_forms::behind_time(row.get(found.end..)?);
        // `14:33·澄湖日报` and `10:10 澄湖新闻网`.
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "·|｜/".contains(c));
        leading_name(rest).filter(|name| is_medium(name))
    });
    // `林一舟/澄湖日报` names the author as well.
    let alone = around.iter().take(ROWS_OF_MEDIUM);
    let mut alone = alone.filter_map(|row| row.rsplit(['/', '／']).next().map(tidy));
    behind_day
        .next()
        .or_else(|| alone.find(|name| is_medium(name)))
}

/// True for a short text that ends as the names of media do. `下载客户端` is a button.
pub(super) fn is_medium(text: &str) -> bool {
    text.chars().count() <= LONGEST_BARE
        && is_name(text)
        && !["下载", "打开", "安装", "关注"]
            .iter()
            .any(|verb| text.starts_with(verb))
        && MEDIUM_ENDS.iter().any(|end| text.ends_with(end))
}

/// Returns the name behind one of `labels` in a row, a colon or a space between them.
///
/// `来源：澄湖网 作者：李某` gives 澄湖网 for the label 来源. `None` in a row that is a paragraph.
pub(super) fn labelled(row: &str, labels: &[&str]) -> Option<String> {
    if row.chars().count() > LONGEST_ROW {
        return None;
    }
    labels.iter().find_map(|label| {
        let (_, rest) = row.split_once(label)?;
        leading_name(rest.strip_prefix(is_colon)?)
    })
}

/// True for a mark between a label and its value.
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | ' ' | '\u{3000}' | '\t')
}

/// Returns the name that `text` begins with.
fn leading_name(text: &str) -> Option<String> {
    let rest = text.trim_start_matches(|c| is_colon(c) || c == '\n');
    let name: String = rest
        .chars()
        .take_while(|c| !c.is_whitespace() && !"|｜，。；（）()[]【】".contains(*c))
        .collect();
    // 来源：澄湖网作者：李某 has no space between the fields.
    let next = NEXT_LABELS.iter().filter_map(|next| name.find(next)).min();
    let day = dates::find(&name, 0).map(|found| found.start);
    let end = next.into_iter().chain(day).min().unwrap_or(name.len());
    let name = name.get(..end)?.trim();
    is_name(name).then(|| name.to_owned())
}

/// Returns the part of `name` that stands in one element, where a label of a medium stands before it.
fn within_element(document: &Html, name: &str) -> Option<String> {
    let nodes = document.root_element().descendants();
    let texts = nodes.filter_map(|node| Some(node.value().as_text()?.trim()));
    // Scripts are texts as well, and long ones.
    let is_short = |text: &&str| (1..=4 * LONGEST_ROW).contains(&text.len());
    let mut texts = texts.filter(is_short).peekable();
    while let Some(text) = texts.next() {
        let behind = SOURCE_LABELS.iter().find_map(|label| {
            let (_, rest) = text.split_once(label)?;
            (rest.is_empty() || rest.starts_with(is_colon)).then(|| rest.trim_matches(is_colon))
        });
        let value = match behind {
            Some("") => texts.peek().copied().unwrap_or_default(),
            Some(value) => value,
            None => continue,
        };
        if value.len() < name.len() && name.starts_with(value) && is_name(value) {
            return Some(value.to_owned());
        }
    }
    None
}

/// True for a name rather than a number, an address or a sentence.
// 来源：见文末 and counts of readers would otherwise pass for a medium.
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=LONGEST_NAME).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && !text.contains("://")
        && !text.contains(['，', '。', '：', '；', '<'])
}

/// Returns the name of the account on whose page of WeChat an article stands; the page calls only the platform its site.
pub(super) fn account(document: &Html) -> Option<String> {
    let selector = Selector::parse("#js_name, .profile_nickname").ok()?;
    let name = document.select(&selector).next()?;
    let name = tidy(&name.text().collect::<String>());
    is_name(&name).then_some(name)
}

/// Returns the name of the site among the parts of `<title>` behind the headline, the last of which names it in most titles,
/// some in Latin letters behind the Chinese ones and some with the channel.
pub(super) fn site_of_title(rest: &str, separators: &[char]) -> Option<String> {
    let brackets = ['【', '】', '《', '》'];
    // `澄報 / 焦點` is a medium and its column.
    let parts = rest
        .rsplit(separators)
        .filter_map(|part| part.split(" / ").next());
    let parts =
        parts.map(|part| part.trim_matches(|c: char| c.is_whitespace() || brackets.contains(&c)));
    let last: Vec<&str> = parts.filter(|part| !part.is_empty()).take(2).collect();
    let is_chinese = |name: &&&str| name.contains(|c: char| !c.is_ascii());
    let medium = last.iter().find(|name| is_medium(name));
    let found = medium.or_else(|| last.iter().find(is_chinese));
    found.or(last.first()).map(|name| (*name).to_owned())
}

/// True for a row with a day and a time or a label, as sites set it near a headline.
pub(super) fn is_info(row: &str) -> bool {
    row.chars().count() <= LONGEST_ROW
        && (labelled(row, SOURCE_LABELS).is_some() || row.contains("发布时间"))
        && shown_day(row).is_some()
        || is_day_alone(row)
}

/// True for a row of running text, below which no facts of the page are looked for.
pub(super) fn is_running_text(row: &SourceLine) -> bool {
    let length = row.text.chars().count();
    length > LONGEST_ROW || length > LONGEST_ROW / 4 && row.text.contains('。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_ends_where_the_next_field_begins() {
        for row in [
            "2025-06-12 09:30 来源：澄湖日报",
            "来源: 澄湖日报举报",
            "来源：澄湖日报作者：林一舟",
            "（来源：澄湖日报）",
        ] {
            assert_eq!(
                labelled(row, SOURCE_LABELS).as_deref(),
                Some("澄湖日报"),
                "{row}"
            );
        }
        assert_eq!(labelled("经费来源广泛，见附件", SOURCE_LABELS), None);
    }

    #[test]
    fn a_medium_ends_where_its_element_ends() {
        for (row, html) in [
            (
                "来源：澄湖日报林一舟",
                "<span>来源：澄湖日报</span><span>林一舟</span>",
            ),
            (
                "来源：澄湖日报发给朋友",
                "来源：<a href=/>澄湖日报</a><a href=/2>发给朋友</a>",
            ),
        ] {
            let page = Html::parse_document(&format!("<p>来源广泛</p><div>{html}</div>"));
            assert_eq!(
                labelled_source(&page, &[row]).as_deref(),
                Some("澄湖日报"),
                "{row}"
            );
        }
        let page = Html::parse_document("<p>本文来源于澄湖日报 2025-06-12 09:30</p>");
        let row = "本文来源于澄湖日报 2025-06-12 09:30";
        assert_eq!(labelled_source(&page, &[row]).as_deref(), Some("澄湖日报"));
    }

    #[test]
    fn a_medium_without_a_label_stands_behind_the_day_or_alone() {
        for row in [
            "2025年6月12日09:30 澄湖日报",
            "2025-06-12 09:30·澄湖日报",
            "2025-06-12 09:30:12澄湖日报作者：林一舟",
            "林一舟/澄湖日报",
            "澄湖日报",
        ] {
            assert_eq!(bare_source(&[row]).as_deref(), Some("澄湖日报"), "{row}");
        }
        for row in [
            "2025-06-12 09:30 我要评论",
            "2025-06-12 来自澄湖",
            "林一舟",
            "2025-06-12",
        ] {
            assert_eq!(bare_source(&[row]), None, "{row}");
        }
    }

    #[test]
    fn the_site_is_the_part_of_the_title_that_is_named_like_a_medium() {
        for (rest, site) in [
            ("_澄湖网_饮食", "澄湖网"),
            ("--澄報 / 焦點", "澄報"),
            ("_【快资讯】", "快资讯"),
            ("- 澄湖新闻 - LAKE.CN", "澄湖新闻"),
        ] {
            assert_eq!(
                site_of_title(rest, &['_', '-']).as_deref(),
                Some(site),
                "{rest}"
            );
        }
    }
}
