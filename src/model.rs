//! The data model: issues, articles and blocks of a report that was read.
//!
//! Nothing here knows a file format, a screen or a rule of typesetting. The field names are those of the JSON that
//! `newsreader show --format json` prints; an absent value is `null` there.

use jiff::civil::Date;
use recognised::Recognised;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use std::ops::Range;

pub mod brief_part;
pub mod excerpt;
pub mod identity;
pub mod path_bytes;
pub mod recognised;
pub mod transcript;

/// One report: masthead, lead, table of contents and articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The title line of the masthead (报头), `None` if the report has none; the title of a document that is no report.
    pub title: Option<String>,
    /// Set for a document that is no issue of a series: its title names it alone and is no part of article keys. Without a
    /// title the name of the file takes its place.
    #[serde(skip)]
    pub standalone: bool,
    /// The issue number (期号), read from `（第六二九）`, `第六百二十九期` or `第629期`.
    pub number: Option<u32>,
    /// The running number over all years (总期号), as in `第12期（总第240期）`.
    pub total_number: Option<u32>,
    /// The publisher (编印单位) of the report.
    pub publisher: Option<String>,
    /// The date of the masthead.
    pub published: Option<Date>,
    /// The monitored period (监测时段) as the lead gives it, both days included.
    pub period: Option<Period>,
    /// The number of articles that the lead declares.
    pub declared_count: Option<u32>,
    /// The paragraphs of the lead (导语), without its label.
    pub lead: Vec<String>,
    /// The links behind words of the lead, each with the index of its paragraph, in reading order.
    #[serde(skip)]
    pub lead_links: Vec<(usize, TextLink)>,
    /// The table of contents (目录).
    pub toc: Vec<TocEntry>,
    /// The articles in reading order.
    pub articles: Vec<Article>,
    /// The program that recognised the text on the pages of a scan; `None` for a text that the file itself holds.
    #[serde(skip)]
    pub recognised: Option<Recognised>,
}

impl Issue {
    /// Returns the title of the series; `None` for a document that belongs to none.
    #[must_use]
    pub fn series(&self) -> Option<&str> {
        self.title.as_deref().filter(|_| !self.standalone)
    }

    /// Returns the title to print above the articles; `None` where the only article bears the same one.
    #[must_use]
    pub fn title_above(&self) -> Option<&str> {
        let is_repeated = |title: &str| {
            self.standalone && matches!(self.articles.as_slice(), [only] if only.title == title)
        };
        self.title.as_deref().filter(|title| !is_repeated(title))
    }

    /// Takes the paragraphs of the lead and the links behind their words from `blocks`.
    pub fn set_lead(&mut self, blocks: impl IntoIterator<Item = Block>) {
        (self.lead, self.lead_links) = (Vec::new(), Vec::new());
        for (paragraph, block) in blocks.into_iter().enumerate() {
            let links = block.links.into_iter().map(|link| (paragraph, link));
            self.lead_links.extend(links);
            self.lead.push(block.text);
        }
    }

    /// Returns the lead in the shape of an article: numbered 0, with title and date of the issue; `None` without a lead.
    #[must_use]
    pub fn lead_article(&self) -> Option<Article> {
        let block = |(paragraph, text): (usize, &String)| {
            let own = self.lead_links.iter().filter(|(of, _)| *of == paragraph);
            Block {
                links: own.map(|(_, link)| link.clone()).collect(),
                ..Block::new(BlockKind::Paragraph, text.clone())
            }
        };
        (!self.lead.is_empty()).then(|| Article {
            title: self.title.clone().unwrap_or_default(),
            date: self.published.or(self.period.map(|period| period.end)),
            blocks: self.lead.iter().enumerate().map(block).collect(),
            ..Article::default()
        })
    }
}

/// The days a report covers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// An entry of the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TocEntry {
    /// The item number as printed, counted from 1.
    pub number: u32,
    /// The title on one line, layout breaks joined.
    pub title: String,
    /// The source (来源), without its brackets.
    pub source: Option<String>,
}

/// An article of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The item number as printed, counted from 1.
    pub number: u32,
    /// The headline (标题).
    pub title: String,
    /// The medium that published the article (来源).
    pub source: Option<String>,
    /// The day of publication in that medium.
    pub date: Option<Date>,
    /// The web address of the article in one piece, layout breaks removed.
    pub link: Option<String>,
    /// The original title: the text behind `原标题：`.
    pub original_title: Option<String>,
    /// The body text in reading order, one whole paragraph a block.
    pub blocks: Vec<Block>,
    /// The fields as they were read, where some were corrected by hand.
    #[serde(skip)]
    pub as_read: Option<Box<AsRead>>,
}

/// The fields of an article that can be corrected, as they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsRead {
    /// The headline.
    pub title: String,
    /// The source.
    pub source: Option<String>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The web address.
    pub link: Option<String>,
}

impl Article {
    /// Returns the original title, if it is another one than the title: a repeated title would stand twice above the text.
    #[must_use]
    pub fn other_original_title(&self) -> Option<&str> {
        let original = self.original_title.as_deref();
        original.filter(|original| *original != self.title)
    }

    /// The headline as it was read, by which the article is identified whatever was corrected since.
    #[must_use]
    pub fn title_as_read(&self) -> &str {
        self.as_read
            .as_ref()
            .map_or(&self.title, |read| &read.title)
    }

    /// The names of the fields that were corrected by hand, as the JSON of the commands has them.
    #[must_use]
    pub fn corrected_fields(&self) -> Vec<&'static str> {
        let Some(read) = &self.as_read else {
            return Vec::new();
        };
        let fields = [
            ("title", read.title != self.title),
            ("source", read.source != self.source),
            ("date", read.date != self.date),
            ("link", read.link != self.link),
        ];
        let corrected = fields.into_iter().filter(|(_, is_corrected)| *is_corrected);
        corrected.map(|(name, _)| name).collect()
    }
}

/// A paragraph of an article, or a heading, byline, table or figure in its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// The text, without layout line breaks and without a first-line indent. Of a table: the rows parted by line feeds, the
    /// cells of a row by tabs, no other tab or line feed. Of a figure: its caption, or nothing.
    pub text: String,
    /// The links whose address is not in the text itself, in the order of the text. JSON has them with the article.
    #[serde(skip)]
    pub links: Vec<TextLink>,
}

/// A link on a stretch of a block's text that is not the address itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLink {
    /// The bytes of the block's text that the link covers, on character boundaries.
    pub range: Range<usize>,
    /// The address, as the file writes it.
    pub url: String,
}

impl Block {
    /// A block without links.
    #[must_use]
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            links: Vec::new(),
        }
    }

    /// The rows of a table with their cells. All rows of a well-made table have the same number of cells.
    ///
    /// ```
    /// use newsreader::model::{Block, BlockKind};
    /// let table = Block::new(BlockKind::Table, "地区\t数量\n云屿市\t12");
    /// let rows: Vec<Vec<&str>> = table.rows().map(Iterator::collect).collect();
    /// assert_eq!(rows, [["地区", "数量"], ["云屿市", "12"]]);
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = std::str::Split<'_, char>> {
        self.text.split('\n').map(|row| row.split('\t'))
    }
}

impl Serialize for Block {
    /// Writes `kind` and `text`, and of a table its `rows` as well.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = (self.kind == BlockKind::Table).then(|| {
            self.rows()
                .map(Iterator::collect)
                .collect::<Vec<Vec<&str>>>()
        });
        let mut fields = serializer.serialize_struct("Block", 2 + usize::from(rows.is_some()))?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("text", &self.text)?;
        if let Some(rows) = rows {
            fields.serialize_field("rows", &rows)?;
        }
        fields.end()
    }
}

/// A position in a text made of blocks. It does not depend on the width of the screen, and sorts in reading order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPos {
    /// The index of the block, from 0.
    pub block: usize,
    /// An offset in the text of that block, in bytes; always at the boundary of a character.
    pub byte: usize,
}

impl TextPos {
    /// The position of `byte` in `block`.
    #[must_use]
    pub const fn new(block: usize, byte: usize) -> Self {
        Self { block, byte }
    }
}

/// The kinds of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A sub-heading, or a title repeated in the text.
    Heading,
    /// A byline (署名).
    Byline,
    /// A table: rows of cells.
    Table,
    /// A picture or drawing, with its caption as text.
    Figure,
}

/// An oddity of a report, as `newsreader check` lists it. Never an error: the report can be read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The line of the file, counted from 1; for a format without lines the line of the transcript. 0 means the whole file.
    pub line: u32,
    /// A stable name such as `toc-mismatch` or `not-a-report`.
    pub code: String,
    /// A sentence in Chinese.
    pub message: String,
    /// The same sentence in English. The JSON of the commands has one `message` in the language of the interface.
    #[serde(default)]
    pub english: String,
}
