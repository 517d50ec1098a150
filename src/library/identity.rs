//! The identity of reports and articles: which files hold the same report, and the keys of its articles.
//!
//! An article's key is a hash of what a conversion to another format keeps: the series (the title of the report), the issue
//! number (or the period, or the date, where there is no number) and the title's letters, digits and Han characters after
//! folding. It leaves out what a conversion changes: the path, the bytes of the file, spaces, punctuation and line breaks.
//!
//! **Former keys.** Up to version 0.1.0 the series was not in the key, and a document without the layout of a report was one
//! article named by its first line. What was remembered then is found by [`Identity::heirs`]: a store that an earlier version
//! wrote is adopted article by article when a report is seen first ([`State::adopt`](crate::state::State::adopt)).
//!
//! **Equal reports.** Two files hold the same report if series, number and all titles are equal after the same folding;
//! without a number, or without articles, if the whole text is ([`Identity::same`]). The extension, the name of the file and
//! the date do not count.
//!
//! Any change of what goes into a key makes all marks unreachable, so the form of version 0.1.0 is
//! kept inside the present one: a key is the old key combined with the hash of the series by
//! exclusive or, and one leads to the other without a second hash.

mod former;

use crate::model::identity::{ArticleKey, Heir};
use crate::model::{Article, Issue};
use crate::text::fold::fold_form;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The identity of a report and of its articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The keys of the articles, in reading order: marks and positions are stored under these.
    pub keys: Box<[ArticleKey]>,
    /// A hash of the series, 0 without one. A key of version 0.1.0 is the present one without it, see [`Identity::heirs`].
    pub series: u64,
    /// Equal in all files that hold the same report; 0 where nothing was read that could be compared.
    pub same: u64,
    /// How version 0.1.0 may have read it otherwise. In a box, since most reports have none.
    pub otherwise: Option<Box<OtherReading>>,
}

/// The keys of a report that version 0.1.0 read otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherReading {
    /// The keys that it gave the articles where it read another number, or missed the date that stands for one: those of all
    /// articles, once for each such reading.
    pub renumbered: Box<[ArticleKey]>,
    /// The keys that it may have given the whole document, where that was one article for it.
    pub whole: Box<[ArticleKey]>,
    /// For each article the number of blocks before it, if the document were one article. Empty where `whole` is.
    pub starts: Box<[u32]>,
}

impl OtherReading {
    /// Returns the reading for an identity; `None` where it has no key.
    pub fn boxed(self) -> Option<Box<Self>> {
        (!self.renumbered.is_empty() || !self.whole.is_empty()).then(|| Box::new(self))
    }
}

impl Identity {
    /// Returns the identity of `issue`.
    ///
    /// Articles of one title in one issue get different keys, by their order.
    #[must_use]
    pub fn of(issue: &Issue) -> Self {
        let series = series(issue);
        let titles: Vec<String> = issue.articles.iter().map(normal_title).collect();
        // The old key first, since the present one is made of it.
        let former = former_keys(&report_identity(issue), &titles);
        let keys = former.iter().map(|key| ArticleKey(key.0 ^ series));
        let (whole, starts) = former::whole_document(issue);
        let otherwise = OtherReading {
            renumbered: renumbered(issue, &titles),
            whole,
            starts,
        };
        Self {
            keys: keys.collect(),
            series,
            same: same(issue, &titles),
            otherwise: otherwise.boxed(),
        }
    }

    /// Iterates over the former keys and the articles that inherit from them; nothing where no key has changed.
    pub fn heirs(&self) -> impl Iterator<Item = Heir> {
        let own = self
            .keys
            .iter()
            .filter(|_| self.series != 0)
            .map(|key| Heir {
                former: ArticleKey(key.0 ^ self.series),
                key: *key,
                first_block: None,
            });
        let otherwise = self.otherwise.as_deref();
        let renumbered = otherwise.map_or(&[][..], |reading| &reading.renumbered);
        let renumbered = renumbered.iter().zip(self.keys.iter().cycle());
        let renumbered = renumbered.map(|(former, key)| Heir {
            former: *former,
            key: *key,
            first_block: None,
        });
        let whole = otherwise.map_or(&[][..], |reading| &reading.whole);
        own.chain(renumbered).chain(self.parts(whole))
    }

    /// Iterates over the articles of a document that was one article, as heirs of each of `former`.
    fn parts(&self, former: &[ArticleKey]) -> impl Iterator<Item = Heir> {
        // A document that is still one article inherits its position as it was; one that was cut,
        // from the block on.
        let is_cut = self.keys.len() > 1;
        let otherwise = self.otherwise.as_deref();
        let starts = otherwise.map_or(&[][..], |reading| &reading.starts);
        let parts = self.keys.iter().zip(starts);
        parts.flat_map(move |(key, start)| {
            former.iter().map(move |former| Heir {
                former: *former,
                key: *key,
                first_block: is_cut.then_some(*start),
            })
        })
    }

    /// Returns the heirs of the former keys that a basket keeps with the file of this report, where no reading of it leads to
    /// them: `Skip to content` as the title of a saved page, the first of three lines of a cover.
    ///
    /// Nothing for a report with the fields 来源 or 链接. Its titles are read as before, so that a key without
    /// an article is one of an earlier issue in a file of this name.
    #[must_use]
    pub fn heirs_by_file(&self, kept: &[ArticleKey]) -> Vec<Heir> {
        let kept = kept.iter().filter(|key| self.index_of(**key).is_none());
        let unknown: Vec<ArticleKey> = kept.copied().collect();
        self.parts(&unknown).collect()
    }

    /// Returns the index of the article with `key`, a present or a former one.
    #[must_use]
    pub fn index_of(&self, key: ArticleKey) -> Option<usize> {
        let index = |key| self.keys.iter().position(|one| *one == key);
        let former = || {
            let heir = self.heirs().find(|heir| heir.former == key)?;
            index(heir.key)
        };
        index(key).or_else(former)
    }
}

/// Returns the keys of all articles of `issue`, in order.
#[must_use]
pub fn keys(issue: &Issue) -> Vec<ArticleKey> {
    Identity::of(issue).keys.into_vec()
}

/// Returns the keys of version 0.1.0 for articles with these normalized titles.
///
/// Of several articles with one title the second gets another key than the first, by its order.
fn former_keys(report: &str, titles: &[String]) -> Vec<ArticleKey> {
    let twins_before = |index: usize, title: &String| {
        let before = titles.iter().take(index);
        before.filter(|other| *other == title).count()
    };
    let titles = titles.iter().enumerate();
    titles
        .map(|(index, title)| key(report, title, twins_before(index, title)))
        .collect()
}

/// Returns the keys of the articles for the numbers that version 0.1.0 may have read: see [`OtherReading::renumbered`].
fn renumbered(issue: &Issue, titles: &[String]) -> Box<[ArticleKey]> {
    // Of `第12期（总第240期）` it took the last number.
    let total = issue
        .total_number
        .filter(|total| issue.number != Some(*total));
    let total = total.map(|total| format!("no {total}"));
    // A date written as `6月20日` or `20250620` was none for it.
    let has_date = issue.period.is_some() || issue.published.is_some();
    let undated = (issue.number.is_none() && has_date).then(String::new);
    let reports = total.into_iter().chain(undated);
    reports
        .flat_map(|report| former_keys(&report, titles))
        .collect()
}

/// Returns the key of version 0.1.0 for the article with this title in this report.
///
/// `twins_before` is the number of articles with the same title before it.
fn key(report: &str, title: &str, twins_before: usize) -> ArticleKey {
    let mut hash = Xxh3::new();
    hash.update(report.as_bytes());
    hash.update(b"\n");
    hash.update(title.as_bytes());
    if twins_before > 0 {
        hash.update(format!("\n{twins_before}").as_bytes());
    }
    ArticleKey(hash.digest())
}

/// Returns the hash of the series; 0 where the report has no title, or one that names it alone: such a title is found in
/// properties or by its size, and a better reading of it must not cost the marks.
fn series(issue: &Issue) -> u64 {
    let title = normal(issue.series().unwrap_or_default(), usize::MAX);
    if title.is_empty() {
        0
    } else {
        xxh3_64(title.as_bytes())
    }
}

/// Returns the hash that all files with the same report share; 0 where there is nothing to compare.
///
/// The title of the series is part of it, since two series may print one number and the same
/// titles.
fn same(issue: &Issue, titles: &[String]) -> u64 {
    if let Some(number) = issue.number.filter(|_| !titles.is_empty()) {
        let series = series(issue);
        return xxh3_64(format!("{series} {number}\n{}", titles.join("\n")).as_bytes()).max(1);
    }
    let mut hash = Xxh3::new();
    let mut len_bytes = 0;
    let mut add = |text: &str| {
        let text = normal(text, usize::MAX);
        len_bytes += text.len();
        hash.update(text.as_bytes());
    };
    issue.lead.iter().for_each(|paragraph| add(paragraph));
    for article in &issue.articles {
        add(article.title_as_read());
        article.blocks.iter().for_each(|block| add(&block.text));
    }
    if len_bytes == 0 {
        return 0;
    }
    let number = issue.number.map_or(0, u64::from);
    hash.update(&number.to_le_bytes());
    // 0 means that there is nothing to compare.
    hash.digest().max(1)
}

/// Returns the issue's part of the hash. The number comes first: in PDF and text of one issue the date may be read in only one
/// of them, the number seldom.
fn report_identity(issue: &Issue) -> String {
    if let Some(number) = issue.number {
        format!("no {number}")
    } else if let Some(period) = issue.period {
        format!("period {} {}", period.start, period.end)
    } else if let Some(date) = issue.published {
        format!("date {date}")
    } else {
        String::new()
    }
}

/// The number of letters of the text that stand for a title without letters.
const LETTERS_FOR_TITLE: usize = 64;

/// Returns the article's part of the hash: its normalized title, or the first 64 letters of its text where it has none.
fn normal_title(article: &Article) -> String {
    let title = normal(article.title_as_read(), usize::MAX);
    if title.is_empty() {
        let text = article.blocks.iter().flat_map(|b| b.text.chars());
        normal_chars(text, LETTERS_FOR_TITLE).collect()
    } else {
        title
    }
}

/// Returns letters, digits and Han of `text` after folding, at most `at_most` characters. Spaces,
/// punctuation and line breaks differ between formats of one report.
fn normal(text: &str, at_most: usize) -> String {
    normal_chars(text.chars(), at_most).collect()
}

/// Iterates over what [`normal`] keeps of `chars`.
fn normal_chars(chars: impl Iterator<Item = char>, at_most: usize) -> impl Iterator<Item = char> {
    // Most characters are Han, all letters; the standard library would look each up in a table.
    let is_kept = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric();
    chars.map(fold_form).filter(is_kept).take(at_most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn issue(number: Option<u32>, titles: &[&str]) -> Issue {
        let articles = titles
            .iter()
            .map(|t| Article {
                title: (*t).to_owned(),
                ..Article::default()
            })
            .collect();
        Issue {
            number,
            articles,
            ..Issue::default()
        }
    }

    #[test]
    fn a_conversion_that_keeps_number_and_titles_keeps_the_keys() {
        let text = issue(Some(629), &["云州试点“一码通办”", "AI 分身 上线"]);
        let pdf = Issue {
            published: Some(date(2025, 6, 20)),
            ..issue(Some(629), &["云州试点 “一码通办”", "ＡＩ分身上线"])
        };
        assert_eq!(keys(&text), keys(&pdf));
    }

    #[test]
    fn two_series_with_one_number_and_one_title_share_no_key_but_both_inherit() {
        let of = |title: &str| {
            Identity::of(&Issue {
                title: Some(title.to_owned()),
                ..issue(Some(7), &["简讯"])
            })
        };
        let (one, other) = (of("云州卫生周报"), of("海滨卫生周报"));
        assert_ne!(one.keys, other.keys);
        let former = keys(&issue(Some(7), &["简讯"]))[0];
        for identity in [&one, &other] {
            let heirs: Vec<_> = identity.heirs().collect();
            assert_eq!((heirs[0].former, heirs[0].key), (former, identity.keys[0]));
            assert_eq!(identity.index_of(former), Some(0));
        }
    }

    #[test]
    fn a_document_that_is_a_collection_of_news_now_inherits_what_was_kept_under_its_heading() {
        let mut now = issue(None, &["渡口复航"]);
        now.title = Some("2025-06-20 新闻".to_owned());
        now.published = Some(date(2025, 6, 20));
        now.articles[0].source = Some("山海晚报".to_owned());
        now.articles[0].link = Some("https://example.com/1".to_owned());
        let former = keys(&issue(None, &["2025-06-20 新闻"]))[0];
        assert_eq!(Identity::of(&now).index_of(former), Some(0));
        let mut now = issue(Some(139), &["渡口"]);
        now.title = Some("渡口周报".to_owned());
        now.published = Some(date(2025, 6, 20));
        let former = keys(&issue(None, &["渡口周报 #139 | 2025-06-20"]))[0];
        assert_eq!(Identity::of(&now).index_of(former), Some(0));
        let mut now = issue(None, &["渡口复航", "早市开张"]);
        now.articles[0].number = 1;
        let former = keys(&issue(None, &["1、渡口复航"]))[0];
        assert_eq!(Identity::of(&now).index_of(former), Some(0));
    }

    #[test]
    fn a_document_that_was_one_article_leaves_what_is_remembered_to_its_parts() {
        let before = issue(None, &["云州卫生简报"]);
        let former = keys(&before)[0];
        let mut now = issue(None, &["一、政策动态", "二、各地经验"]);
        now.title = Some("云州卫生简报".to_owned());
        now.number = Some(12);
        let identity = Identity::of(&now);
        let heirs: Vec<_> = identity
            .heirs()
            .filter(|heir| heir.former == former)
            .collect();
        assert_eq!(
            heirs.iter().map(|heir| heir.key).collect::<Vec<_>>(),
            &*identity.keys
        );
        assert_eq!(heirs[1].first_block, Some(1));
        assert_eq!(identity.index_of(former), Some(0));
    }

    #[test]
    fn equal_are_reports_of_one_series_number_and_titles_and_texts_without_a_number() {
        let same = |issue: &Issue| Identity::of(issue).same;
        let numbered = issue(Some(1), &["甲", "乙"]);
        let other_date = Issue {
            published: Some(date(2025, 6, 20)),
            ..issue(Some(1), &["“甲”", "乙 "])
        };
        assert_eq!(same(&numbered), same(&other_date));
        assert_ne!(same(&numbered), same(&issue(Some(1), &["甲"])));
        let text = |text: &str| {
            let mut issue = issue(None, &["通知"]);
            issue.articles[0].blocks = vec![crate::model::Block::new(
                crate::model::BlockKind::Paragraph,
                text,
            )];
            issue
        };
        assert_eq!(same(&text("各单位：")), same(&text("各单位:")));
        assert_ne!(same(&text("各单位")), same(&text("各科室")));
        assert_eq!(same(&Issue::default()), 0);
    }

    #[test]
    fn other_numbers_other_keys() {
        assert_ne!(
            keys(&issue(Some(1), &["甲"])),
            keys(&issue(Some(2), &["甲"]))
        );
    }

    #[test]
    fn a_title_that_names_a_document_alone_is_in_no_key() {
        let untitled = issue(None, &["一、政策动态", "二、各地经验"]);
        let mut titled = untitled.clone();
        titled.title = Some("云州卫生简报".to_owned());
        titled.standalone = true;
        assert_eq!(keys(&titled), keys(&untitled));
        assert_eq!(Identity::of(&titled).same, Identity::of(&untitled).same);
        titled.standalone = false;
        assert_ne!(keys(&titled), keys(&untitled));
    }

    #[test]
    fn marks_under_the_running_number_and_under_no_date_are_found() {
        let titles = ["甲", "乙"];
        let now = Identity::of(&Issue {
            total_number: Some(240),
            ..issue(Some(12), &titles)
        });
        for (index, former) in keys(&issue(Some(240), &titles)).into_iter().enumerate() {
            assert_eq!(now.index_of(former), Some(index));
        }
        let dated = Identity::of(&Issue {
            published: Some(date(2025, 6, 20)),
            ..issue(None, &titles)
        });
        for (index, former) in keys(&issue(None, &titles)).into_iter().enumerate() {
            assert_eq!(dated.index_of(former), Some(index));
        }
    }

    #[test]
    fn twins_in_one_issue_are_told_apart() {
        let found = keys(&issue(Some(1), &["简讯", "简讯"]));
        assert_ne!(found[0], found[1]);
    }
}
