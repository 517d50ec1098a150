//! The record of a report: all of it, so that neither opening nor searching needs the file again.
//!
//! ```text
//! header   magic, four lengths, checksum of the four parts but the last, checksum of the last
//! searched title ⏎ source ⏎ original title, if it is another ⏎ paragraph ⏎ … of the lead, if there is one, and of each
//!          article, as one run of compact text: all that a search reads
//! rest     links, table of contents, masthead, warnings
//! meta     the lengths that cut the two, and the numbers
//!          the characters without width that the searched text leaves out, and the length of their list
//! features the features and figures of each article: their number (two bytes), then four bytes each
//! ```
//! The features are a quarter of a record, and only stories need them: they stand last, so that a search reads the record
//! without them.
//!
//! The text is not folded: a search looks for all written variants of a word, and snippets are cut out of the record as it
//! is. See [`super::compact_text`] for its encoding.

use super::varint::ByteReader;
use crate::library::features::Feature;
use crate::library::figures::Figure;
use crate::model::transcript::Origin;
use crate::model::{Issue, Warning};
use xxhash_rust::xxh3::xxh3_64;

pub use encode::{encode, encode_without_features};
pub use slices::{Slice, Slices};

mod decode;
mod encode;
mod slices;

/// The first four bytes of a record; the digit counts the formats so far.
const MAGIC: u32 = u32::from_le_bytes(*b"nrr8");
/// The length of the header in bytes.
const HEADER: usize = 36;

/// A decoded record.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReport {
    /// The report.
    pub issue: Issue,
    /// The warnings that parsing gave.
    pub warnings: Vec<Warning>,
    /// The format of the file and how it was read.
    pub origin: Origin,
}

/// The four parts of a record's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// The searched text.
    pub searched: &'a [u8],
    /// Links, table of contents, masthead, warnings, in UTF-8.
    rest: &'a [u8],
    /// Lengths and numbers.
    meta: &'a [u8],
    /// The features of each article, by which stories are found.
    features: &'a [u8],
}

/// Returns the number of bytes of a record before its features, at most all of them.
pub fn searched_len(record: &[u8]) -> usize {
    let features = Record::unchecked(record).map_or(0, |record| record.features.len());
    record.len() - features
}

impl<'a> Record<'a> {
    /// Splits a record, whole or without its features, and verifies its checksums; `None` where it is damaged.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let (header, body) = bytes.split_at_checked(HEADER)?;
        let record = Self::unchecked(bytes)?;
        let (read, features) = body.split_at_checked(body.len() - record.features.len())?;
        let sums = header.get(20..)?.as_chunks::<8>().0;
        let is_right = |sum: Option<&[u8; 8]>, part| sum == Some(&xxh3_64(part).to_le_bytes());
        let has_right_features = features.is_empty() || is_right(sums.get(1), features);
        (is_right(sums.first(), read) && has_right_features).then_some(record)
    }

    /// [`Record::of`] without the checksums, for bytes that passed it before: hashing takes as long as a search.
    pub fn unchecked(bytes: &'a [u8]) -> Option<Self> {
        let (header, body) = bytes.split_at_checked(HEADER)?;
        let words = header.get(..20)?.as_chunks::<4>().0;
        let word = |i: usize| words.get(i).map(|word| u32::from_le_bytes(*word));
        let (searched, others) = body.split_at_checked(word(1)? as usize)?;
        let (rest, others) = others.split_at_checked(word(2)? as usize)?;
        let (meta, features) = others.split_at_checked(word(3)? as usize)?;
        let is_whole = features.is_empty() || features.len() == word(4)? as usize;
        if word(0)? != MAGIC || !is_whole {
            return None;
        }
        Some(Self {
            searched,
            rest,
            meta,
            features,
        })
    }

    /// Returns the features and figures of each article, in reading order, without reading anything else.
    pub fn features(&self) -> Vec<(Vec<Feature>, Vec<Figure>)> {
        let mut rest = self.features;
        let mut articles = Vec::new();
        while let Some((count, behind)) = rest.split_first_chunk::<2>() {
            let len = usize::from(u16::from_le_bytes(*count)) * Feature::BYTES;
            let (own, behind) = behind.split_at_checked(len).unwrap_or((behind, &[]));
            let chunks = own.as_chunks::<{ Feature::BYTES }>().0;
            let figures = chunks.iter().filter_map(|b| Figure::from_bytes(*b));
            let figures: Vec<Figure> = figures.collect();
            let features = chunks.iter().take(chunks.len() - figures.len());
            articles.push((features.map(|b| Feature::from_bytes(*b)).collect(), figures));
            rest = behind;
        }
        articles
    }

    /// Returns the articles as slices of the record; `None` where it is damaged.
    pub fn articles(&self) -> Option<Vec<Slice<'a>>> {
        self.slices().map(|slices| slices.articles)
    }

    /// Returns the lead and the articles as slices of the record; `None` where it is damaged.
    ///
    /// Nothing is copied: the slices point into the record. Blocks are passed over by their
    /// lengths.
    pub fn slices(&self) -> Option<Slices<'a>> {
        slices::cut(self.meta, self.rest, self.searched)
    }

    /// Decodes the whole report; `None` where the record is damaged.
    pub fn decode(&self) -> Option<StoredReport> {
        let (meta, len) = self.meta.split_last_chunk::<4>()?;
        let hidden_bytes = usize::try_from(u32::from_le_bytes(*len)).ok()?;
        let (meta, hidden) = meta.split_at_checked(meta.len().checked_sub(hidden_bytes)?)?;
        decode::Decoder {
            searched: ByteReader(self.searched),
            rest: ByteReader(self.rest),
            meta: ByteReader(meta),
            hidden: decode::HiddenChars::new(hidden),
        }
        .decode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Block, BlockKind, Period, TextLink, TocEntry};
    use jiff::civil::date;

    fn reading() -> StoredReport {
        let article = |number, title: &str, source: Option<&str>| Article {
            as_read: None,
            number,
            title: title.to_owned(),
            source: source.map(str::to_owned),
            date: Some(date(2025, 6, 15)),
            link: source.map(|_| "https://news.example.cn/1.html".to_owned()),
            original_title: source.map(|_| "云州先行先试".to_owned()),
            blocks: vec![
                Block::new(BlockKind::Byline, "记者 林一".to_owned()),
                Block::new(BlockKind::Paragraph, format!("{title}的正文。")),
            ],
        };
        let articles = vec![
            article(1, "云州试点", Some("云州日报")),
            article(2, "海滨新规", None),
        ];
        let toc = vec![
            TocEntry {
                number: 1,
                title: "云州试点".to_owned(),
                source: Some("云州日报".to_owned()),
            },
            TocEntry {
                number: 3,
                title: "另一题".to_owned(),
                source: None,
            },
        ];
        let period = Some(Period {
            start: date(2025, 6, 14),
            end: date(2025, 6, 20),
        });
        let lead = vec!["本期共收集 2 篇。".to_owned()];
        let issue = Issue {
            number: Some(629),
            period,
            lead,
            toc,
            articles,
            ..Issue::default()
        };
        let warning = Warning {
            line: 3,
            code: "toc-mismatch".to_owned(),
            message: "目录不符".to_owned(),
            english: String::new(),
        };
        StoredReport {
            issue,
            warnings: vec![warning],
            origin: Origin {
                confidence: 0.5,
                ..Origin::default()
            },
        }
    }

    fn short(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        super::super::compact_text::write(&mut out, text);
        out
    }

    fn bytes(reading: &StoredReport) -> Vec<u8> {
        encode(&reading.issue, &reading.warnings, &reading.origin).unwrap()
    }

    #[test]
    fn a_report_comes_back_as_it_was() {
        let reading = reading();
        let bytes = bytes(&reading);
        assert_eq!(Record::of(&bytes).unwrap().decode().unwrap(), reading);
    }

    #[test]
    fn an_original_title_is_searched_unless_it_is_the_title() {
        let mut reading = reading();
        let searched = |reading: &StoredReport| {
            let bytes = bytes(reading);
            let record = Record::of(&bytes).unwrap();
            assert_eq!(record.decode().unwrap(), *reading);
            let articles = record.articles().unwrap();
            let original = articles[0].original_bytes();
            super::super::compact_text::read(articles[0].whole.get(original).unwrap())
        };
        assert_eq!(searched(&reading), "云州先行先试");
        let article = &mut reading.issue.articles[0];
        article.original_title = Some(article.title.clone());
        assert_eq!(searched(&reading), "");
        reading.issue.articles[0].original_title = None;
        assert_eq!(searched(&reading), "");
    }

    #[test]
    fn characters_without_width_are_not_searched_but_come_back() {
        let mut reading = reading();
        let article = &mut reading.issue.articles[0];
        article.title = "卫\u{200b}生\u{200b}健康".to_owned();
        article.original_title = Some("\u{feff}健\u{ad}康".to_owned());
        article.blocks[1].text = "图\u{fe0f}文\u{200d}".to_owned();
        article.blocks[1].links.push(TextLink {
            range: 6..9,
            url: "https://example.com/".to_owned(),
        });
        reading.issue.toc[0].title = article.title.clone();
        let bytes = bytes(&reading);
        let record = Record::of(&bytes).unwrap();
        assert_eq!(record.decode().unwrap(), reading);
        let articles = record.articles().unwrap();
        assert_eq!(articles[0].title(), short("卫生健康"));
        assert!(articles[0].whole.ends_with(&short("图文\n")));
    }

    #[test]
    fn a_search_needs_no_features_and_stories_need_whole_ones() {
        let reading = reading();
        let mut bytes = bytes(&reading);
        let len = searched_len(&bytes);
        let features = Record::of(&bytes).unwrap().features();
        assert!(features.len() == 2 && len < bytes.len());
        let record = Record::of(&bytes[..len]).unwrap();
        assert_eq!(record.decode().unwrap(), reading);
        assert!(record.features().is_empty());
        assert_eq!(Record::of(&bytes[..len - 1]), None);
        bytes[len + 3] ^= 1;
        assert_eq!(Record::of(&bytes), None);
        assert!(Record::of(&bytes[..len]).is_some());
    }

    #[test]
    fn articles_are_cut_where_they_stand() {
        let bytes = bytes(&reading());
        let record = Record::of(&bytes).unwrap();
        let articles = record.articles().unwrap();
        assert_eq!(
            (articles[0].title(), articles[0].source()),
            (
                short("云州试点").as_slice(),
                Some(short("云州日报").as_slice())
            )
        );
        assert_eq!(articles[1].source(), None);
        assert_eq!(
            articles[1].whole.get(articles[1].body_byte..).unwrap(),
            short("记者 林一\n海滨新规的正文。\n")
        );
        assert!(record.searched.ends_with(articles[1].whole));
    }

    #[test]
    fn tables_figures_and_links_behind_words_come_back() {
        let mut reading = reading();
        reading.issue.total_number = Some(240);
        let mut linked = Block::new(BlockKind::Paragraph, "详见公告全文。");
        for (range, url) in [(0..6, "https://example.com/a"), (6..12, "附件/2025.pdf")] {
            let url = url.to_owned();
            linked.links.push(TextLink { range, url });
        }
        reading
            .issue
            .set_lead([Block::new(BlockKind::Paragraph, "导语。"), linked.clone()]);
        let blocks = &mut reading.issue.articles[0].blocks;
        blocks.push(linked);
        blocks.push(Block::new(BlockKind::Table, "地区\t数量\n云州\t2"));
        blocks.push(Block::new(BlockKind::Figure, ""));
        let bytes = bytes(&reading);
        let record = Record::of(&bytes).unwrap();
        assert_eq!(record.decode().unwrap(), reading);
        // The search cuts the articles without decoding them.
        assert_eq!(record.articles().unwrap()[1].title(), short("海滨新规"));
    }

    #[test]
    fn the_name_of_a_column_is_no_feature_of_a_title() {
        let features = |title: &str| {
            let mut reading = reading();
            title.clone_into(&mut reading.issue.articles[0].title);
            let bytes = bytes(&reading);
            let mut articles = Record::of(&bytes).unwrap().features();
            articles.swap_remove(0).0
        };
        assert_eq!(features("【潮汐短评】海滨新规"), features("海滨新规"));
        assert_ne!(features("【海滨新规】"), features(""));
    }

    proptest::proptest! {
        #[test]
        fn one_wrong_byte_is_noticed(at in 0_usize..200, to: u8) {
            let mut bytes = bytes(&reading());
            let at = at % bytes.len();
            proptest::prop_assume!(bytes[at] != to);
            bytes[at] = to;
            proptest::prop_assert!(Record::of(&bytes).is_none());
        }
    }
}
