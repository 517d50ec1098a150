//! The facts of a saved news page: headline, day, medium, author and address, from `<meta>` and from the rows around the
//! headline.
//!
//! Sites contradict themselves: `<title>` has the site's name at its end, `og:title` an older wording, and `<h1>` is often
//! the logo. So a heading counts where `<title>` or `og:title` agrees with it.

use super::days::{
    LONGEST_ROW, any_day, day_in_address, is_day_alone, labelled_day, scripted_day, shown_day,
};
use crate::conventions::line;
use crate::model::transcript::SourceLine;
use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};

/// The rows below the headline, at most, in which day and medium are looked for.
const ROWS_BELOW: usize = 15;
/// The rows above the headline in which they are looked for: some sites set the day first.
const ROWS_ABOVE: usize = 3;
/// The fewest chars of a headline. Shorter headings are those of columns: 要闻, 热点.
const SHORTEST_HEADLINE: usize = 5;
/// The most chars of the name of a medium.
const LONGEST_NAME: usize = 20;

/// The facts of a page that has one article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PageFacts {
    /// The headline, without the name of the site.
    pub headline: String,
    /// The day on which the article appeared.
    pub date: Option<Date>,
    /// The medium that it is from, else the site.
    pub source: Option<String>,
    /// The author as the page names him.
    pub author: Option<String>,
    /// The address of the page.
    pub address: Option<String>,
    /// Set when the page itself declares that it is an article, or has a day or a medium beside its headline. Without
    /// that, the text has to show whether it is one.
    pub is_declared: bool,
}

impl PageFacts {
    /// Collects the facts from the parsed page and from its rows, as a reader without style sheets would see them.
    ///
    /// `None` if no headline is found.
    pub fn of(document: &Html, rows: &[SourceLine]) -> Option<Self> {
        let meta = Meta::of(document);
        let headline = headline(&meta, rows)?;
        let around = rows_around(&headline, rows);
        // A day beside the headline is what readers see, and is corrected where the declared one is
        // not.
        let declared = meta.first(DAYS).and_then(|day| any_day(&day));
        let scripted = || scripted_day(document);
        let shown = around.iter().find_map(|row| shown_day(row));
        let address = meta.address();
        let beside = around.iter().find_map(|row| labelled(row, SOURCE_LABELS));
        let beside = beside.or_else(|| account(document));
        let named = beside.clone().or_else(|| meta.first(SOURCES));
        let is_declared = meta.declares_article() || shown.is_some() || beside.is_some();
        Some(Self {
            date: shown
                .or(declared)
                .or_else(|| rows.iter().find_map(|row| labelled_day(&row.text)))
                .or_else(scripted)
                .or_else(|| address.as_deref().and_then(day_in_address)),
            source: named.or_else(|| meta.site(&headline)),
            author: around.iter().find_map(|row| labelled(row, &["作者"])),
            address,
            headline,
            is_declared,
        })
    }
}

/// The names of `<meta>` for the day of publication: Open Graph, schema.org, and GB/T 「政府网站」 (`PubDate`).
const DAYS: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:release_date",
    "pubdate",
    "publishdate",
    "publish_time",
    "datepublished",
    "dateupdate",
    "datemodified",
    "article:create_at",
    "weibo: article:create_at",
    "apub:time",
    "dc.date",
];
/// The names of `<meta>` for the medium.
const SOURCES: &[&str] = &["contentsource", "article:source", "mediaid", "source"];
/// The names of `<meta>` for the headline.
const TITLES: &[&str] = &["articletitle", "og:title", "twitter:title"];
/// The labels before the name of a medium.
const SOURCE_LABELS: &[&str] = &["稿件来源", "文章来源", "信息来源", "来源", "稿源", "来自"];

/// The declarations of `<head>`.
struct Meta {
    /// Names in lower case, with their contents, in the order of the page.
    entries: Vec<(String, String)>,
    /// The text of `<title>`.
    title: String,
    /// The address in `<link rel=canonical>`, or in the comment that a browser leaves when it saves a page.
    canonical: Option<String>,
}

impl Meta {
    /// Reads the declarations of a page.
    fn of(document: &Html) -> Self {
        let entries = select(document, "meta[content]").map(|meta| {
            let name = ["property", "name", "itemprop"]
                .iter()
                .find_map(|key| meta.attr(key))
                .unwrap_or_default();
            let content = meta.attr("content").unwrap_or_default();
            (name.to_ascii_lowercase(), tidy(content))
        });
        let title = select(document, "title").next();
        let canonical = select(document, "link[rel=canonical][href]")
            .next()
            .and_then(|link| link.attr("href"))
            .map(str::to_owned);
        Self {
            entries: entries
                .filter(|(name, content)| !name.is_empty() && !content.is_empty())
                .collect(),
            title: title
                .map(|title| tidy(&title.text().collect::<String>()))
                .unwrap_or_default(),
            canonical: canonical.or_else(|| saved_from(document)),
        }
    }

    /// Returns the content of the first of `names` that the page has.
    fn first(&self, names: &[&str]) -> Option<String> {
        let entry = |name: &&str| self.entries.iter().find(|(known, _)| known == name);
        names
            .iter()
            .find_map(entry)
            .map(|(_, content)| content.clone())
    }

    /// True if the page calls itself an article.
    fn declares_article(&self) -> bool {
        let kind = self.first(&["og:type"]);
        kind.is_some_and(|kind| matches!(kind.as_str(), "article" | "news" | "newsarticle"))
            || self.first(&["articletitle"]).is_some()
            || self.first(DAYS).is_some()
    }

    /// The absolute address of the page.
    fn address(&self) -> Option<String> {
        let found = self.first(&["og:url"]).into_iter();
        let mut found = self.canonical.iter().cloned().chain(found);
        found.find(|address| address.starts_with("http"))
    }

    /// The name of the site: as declared, else what `<title>` has behind the headline.
    fn site(&self, headline: &str) -> Option<String> {
        let declared = self.first(&["og:site_name", "sitename", "application-name"]);
        let behind = || {
            let (_, rest) = self.title.split_once(headline)?;
            // A name in Latin letters follows the Chinese one.
            let mut names = rest.rsplit(SEPARATORS).map(str::trim);
            let last = names.next()?;
            let is_chinese = |name: &&str| name.contains(|c: char| !c.is_ascii());
            let chinese = std::iter::once(last).chain(names).take(2).find(is_chinese);
            Some(chinese.unwrap_or(last).to_owned())
        };
        declared.or_else(behind).filter(|name| is_name(name))
    }
}

/// The marks between a headline and the name of the site in `<title>`.
const SEPARATORS: [char; 8] = ['_', '-', '—', '–', '|', '｜', '丨', '－'];

/// Returns the name of the account on whose page of WeChat an article stands; the page calls only the platform its site.
fn account(document: &Html) -> Option<String> {
    let name = select(document, "#js_name, .profile_nickname").next()?;
    let name = tidy(&name.text().collect::<String>());
    is_name(&name).then_some(name)
}

/// Returns the elements that `selector` finds.
fn select<'a>(document: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).ok();
    let found = selector.map(|selector| document.select(&selector).collect::<Vec<_>>());
    found.unwrap_or_default().into_iter()
}

/// Returns the address in the comment of a saved page: `saved from url=(0042)https://…` of browsers, `url: https://…` of
/// SingleFile.
fn saved_from(document: &Html) -> Option<String> {
    let comments = document
        .tree
        .nodes()
        .filter_map(|node| node.value().as_comment());
    comments.take(8).find_map(|comment| {
        let text: &str = comment;
        let saved = ["saved from", "url:"]
            .iter()
            .any(|mark| text.contains(mark));
        let start = text.find("http").filter(|_| saved)?;
        let address = text.get(start..)?.split_whitespace().next()?;
        Some(address.to_owned())
    })
}

/// Chooses the headline: a heading that `<title>` or a declared title agrees with; else the declared title; else the only
/// `<h1>`; else `<title>` without the name of the site.
fn headline(meta: &Meta, rows: &[SourceLine]) -> Option<String> {
    let declared = meta.first(TITLES).unwrap_or_default();
    let title = without_site(&meta.title);
    let long = |text: &str| text.chars().count() >= SHORTEST_HEADLINE;
    let mut headings: Vec<&SourceLine> = rows
        .iter()
        .filter(|row| row.look.heading_level.is_some() && long(&row.text))
        .collect();
    // The highest level first; the order of the page decides between equal ones.
    headings.sort_by_key(|row| row.look.heading_level);
    let agreed = headings
        .iter()
        .find(|row| agree(&row.text, &declared) || agree(&row.text, &meta.title));
    if let Some(row) = agreed {
        return Some(tidy(&row.text));
    }
    // Many sites set their headline in a bold `<div>`: a whole row that begins `<title>` is one.
    let plain = rows
        .iter()
        .find(|row| long(&row.text) && begins(&meta.title, &row.text));
    if let Some(row) = plain {
        return Some(tidy(&row.text));
    }
    if let Some(row) = above_info(rows) {
        return Some(tidy(&row.text));
    }
    let only = headings
        .first()
        .filter(|row| row.look.heading_level == Some(1));
    [without_site(&declared), title.clone()]
        .into_iter()
        .find(|text| long(text))
        .filter(|text| text.as_str() != meta.title || only.is_none())
        .or_else(|| only.map(|row| tidy(&row.text)))
        .or_else(|| Some(title).filter(|title| long(title)))
}

/// Returns the row right above the row of day and medium, if it could be a headline: of all sites that name neither in
/// `<title>`, nearly all set the one above the other.
fn above_info(rows: &[SourceLine]) -> Option<&SourceLine> {
    let at = rows
        .iter()
        .position(|row| labelled(&row.text, SOURCE_LABELS).is_some() && is_info(&row.text))?;
    let row = rows.get(at.checked_sub(1)?)?;
    let length = row.text.chars().count();
    let is_path = row.text.contains(['>', '›', '»']) || row.text.starts_with("首页");
    (!is_path && (LONGEST_NAME / 2..=LONGEST_ROW / 2).contains(&length)).then_some(row)
}

/// True if two titles have the same words: equal, or the one begins with the other and is not much longer.
fn agree(heading: &str, title: &str) -> bool {
    let (heading, title) = (bare(heading), bare(title));
    if heading.is_empty() || title.is_empty() {
        return false;
    }
    // A title that was cut ends in dots: 定了！广州南沙邮轮母港即将开通...
    title.starts_with(&heading)
        || heading.starts_with(&title)
        || title.contains(&heading) && heading.chars().count() * 3 >= title.chars().count() * 2
}

/// True if `title` begins with the row `text` and goes on with the name of the site, or ends. A long row needs no mark
/// behind it.
fn begins(title: &str, text: &str) -> bool {
    let (long, head) = (bare(title), bare(text));
    let marked = || {
        let (title, text) = (tidy(title), tidy(text));
        title
            .strip_prefix(text.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(SEPARATORS))
    };
    long.starts_with(&head) && (head.chars().count() >= LONGEST_NAME || marked())
}

/// Returns the letters and digits of a title, which different parts of a page set with different marks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns a `<title>` without what sites add behind the last separators: `头条_频道_湖区新闻网`.
///
/// A hyphen inside a headline is as common as one before a site, so what is cut off must be short.
pub(super) fn without_site(title: &str) -> String {
    let mut title = title.trim();
    while let Some(at) = title.rfind(SEPARATORS) {
        let (before, behind) = title.split_at(at);
        let before = before.trim_end_matches(SEPARATORS).trim();
        let name = behind.trim_start_matches(SEPARATORS).trim();
        let long = before.chars().count() >= SHORTEST_HEADLINE.max(name.chars().count());
        if !long || name.chars().count() > LONGEST_NAME {
            break;
        }
        title = before;
    }
    tidy(title)
}

/// Returns the rows around the headline, the nearest first below it, as far as the first paragraph of the text.
fn rows_around<'a>(headline: &str, rows: &'a [SourceLine]) -> Vec<&'a str> {
    let wanted = bare(headline);
    let places = rows.iter().enumerate();
    let places = places.filter(|(_, row)| bare(&row.text) == wanted);
    let mut around = places.map(|(at, _)| near(rows, at));
    let Some(first) = around.next() else {
        let rows = rows.iter().map(|row| row.text.as_str());
        return rows.filter(|row| is_info(row)).take(ROWS_BELOW).collect();
    };
    // The headline often stands in the path at the top as well, and in a list of what is read most.
    // The right place has day or medium near it.
    let has_facts = |rows: &Vec<&str>| {
        rows.iter()
            .any(|row| is_info(row) || labelled(row, SOURCE_LABELS).is_some())
    };
    std::iter::once(first.clone())
        .chain(around)
        .find(has_facts)
        .unwrap_or(first)
}

/// Returns the rows below row `at` as far as the first paragraph, then those above it.
fn near(rows: &[SourceLine], at: usize) -> Vec<&str> {
    let below = rows.iter().skip(at + 1).take(ROWS_BELOW);
    let below = below.take_while(|row| row.text.chars().count() <= LONGEST_ROW);
    let above = rows.iter().take(at).rev().take(ROWS_ABOVE);
    below.chain(above).map(|row| row.text.as_str()).collect()
}

/// True for a row with a day and a time or a label, as sites set it near a headline.
pub(super) fn is_info(row: &str) -> bool {
    row.chars().count() <= LONGEST_ROW
        && (labelled(row, SOURCE_LABELS).is_some() || row.contains("发布时间"))
        && shown_day(row).is_some()
        || is_day_alone(row)
}

/// Returns the name behind one of `labels` in a row, a colon or a space between them.
///
/// `来源：新华网 作者：李某` gives 新华网 for the label 来源. `None` in a row that is a paragraph.
fn labelled(row: &str, labels: &[&str]) -> Option<String> {
    if row.chars().count() > LONGEST_ROW {
        return None;
    }
    labels.iter().find_map(|label| {
        let (_, rest) = row.split_once(label)?;
        let rest = rest.strip_prefix([':', '：', ' ', '\u{3000}', '\t'])?;
        let rest = rest.trim_start_matches([':', '：', ' ', '\u{3000}', '\t', '\n']);
        let name: String = rest
            .chars()
            .take_while(|c| !c.is_whitespace() && !"|｜，。；（）()[]【】".contains(*c))
            .collect();
        // 来源：新华网作者：李某 has no space between the fields.
        let end = NEXT_LABELS.iter().filter_map(|next| name.find(next)).min();
        let name = name.get(..end.unwrap_or(name.len()))?.trim();
        is_name(name).then(|| name.to_owned())
    })
}

/// The labels that may follow a name without a space.
const NEXT_LABELS: &[&str] = &[
    "作者", "编辑", "责任", "发布", "时间", "浏览", "阅读", "点击", "字号", "举报", "分享",
];

/// True for a name rather than a number, an address or a sentence.
// 来源：见文末 and counts of readers would otherwise pass for a medium.
fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=LONGEST_NAME).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && !text.contains("://")
        && !text.contains(['，', '。', '：', '；', '<'])
}

/// Returns a title on one line, with single spaces and without the bullet of a list that it stands in.
pub(super) fn tidy(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "•")
        .collect();
    line::trim(&words.join(" ")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_the_headline() {
        for (title, headline) in [
            ("三座泵站完成改造_澄湖新闻网", "三座泵站完成改造"),
            ("三座泵站完成改造_要闻_澄湖新闻网", "三座泵站完成改造"),
            ("三座泵站完成改造 - 澄湖日报", "三座泵站完成改造"),
            ("泵站1-3号完成改造", "泵站1-3号完成改造"),
            ("澄湖新闻网", "澄湖新闻网"),
        ] {
            assert_eq!(without_site(title), headline);
        }
    }

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
}
