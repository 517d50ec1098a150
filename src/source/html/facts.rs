//! The facts of a saved news page: headline, day, medium, author and address, from `<meta>` and from the rows around the
//! headline.
//!
//! Sites contradict themselves: `<title>` has the site's name at its end, `og:title` an older wording, and `<h1>` is often
//! the logo. So a heading counts where `<title>` or `og:title` agrees with it.

use super::days::{LONGEST_ROW, any_day, day_in_address, labelled_day, scripted_day, shown_day};
use super::sources::{
    LONGEST_NAME, SOURCE_LABELS, account, bare_source, is_info, is_name, is_running_text, labelled,
    labelled_source, site_of_title,
};
use super::words::{bare, tidy};
use crate::model::transcript::SourceLine;
use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};

/// The rows below the headline, at most, in which day and medium are looked for.
const ROWS_BELOW: usize = 15;
/// The rows above the headline in which they are looked for: some sites set the day first.
const ROWS_ABOVE: usize = 3;
/// The fewest chars of a headline. Shorter headings are those of columns: 要闻, 热点.
const SHORTEST_HEADLINE: usize = 5;
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
        let beside = labelled_source(document, &around).or_else(|| account(document));
        let named = beside.clone().or_else(|| meta.first(SOURCES));
        let site = meta.site(&headline);
        let named = named.or_else(|| {
            // `潮讯网` is a part of `39潮讯网` behind the seconds, and a channel begins with the name of its site.
            let is_site = |name: &String| {
                site.as_ref().is_some_and(|site| {
                    site.contains(name.as_str()) || name.starts_with(site.as_str())
                })
            };
            bare_source(&around).filter(|name| !is_site(name))
        });
        let is_declared = meta.declares_article() || shown.is_some() || beside.is_some();
        Some(Self {
            date: shown
                .or(declared)
                .or_else(|| rows.iter().find_map(|row| labelled_day(&row.text)))
                .or_else(scripted)
                .or_else(|| address.as_deref().and_then(day_in_address)),
            source: named.or(site),
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
        // The address of the site alone stands on every page of some sites.
        let is_page = |address: &String| {
            let mut parts = address.trim_end_matches('/').splitn(4, '/');
            address.starts_with("http") && parts.nth(3).is_some()
        };
        found.find(is_page)
    }

    /// The name of the site: as declared, else what `<title>` has behind the headline.
    fn site(&self, headline: &str) -> Option<String> {
        let declared = self.first(&["og:site_name", "sitename", "application-name"]);
        let behind = || {
            let (_, rest) = self.title.split_once(headline)?;
            site_of_title(rest, &SEPARATORS)
        };
        declared.or_else(behind).filter(|name| is_name(name))
    }
}

/// The marks between a headline and the name of the site in `<title>`.
const SEPARATORS: [char; 8] = ['_', '-', '—', '–', '|', '｜', '丨', '－'];

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
    let below = below.take_while(|row| !is_running_text(row));
    let above = rows.iter().take(at).rev().take(ROWS_ABOVE);
    below.chain(above).map(|row| row.text.as_str()).collect()
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
}
