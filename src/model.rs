//! The trade's words as plain data: what a monitoring report is once it has been read.
//!
//! Nothing here knows a file format, a screen or a rule of typesetting. The field names are those of the JSON that
//! `newsreader show --format json` prints; an absent value is `null` there.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub mod identity;
pub mod path_bytes;
pub mod transcript;

/// One report: masthead, lead, table of contents and articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The title line of the masthead (报头); `None` where the report has none.
    pub title: Option<String>,
    /// The issue number (期号), whether it was written `（第六二九）`, `第六百二十九期` or `第629期`.
    pub number: Option<u32>,
    /// Who publishes the report.
    pub publisher: Option<String>,
    /// The date of the masthead.
    pub published: Option<Date>,
    /// The period that the lead says was monitored, both ends included.
    pub period: Option<Period>,
    /// How many articles the lead declares.
    pub declared_count: Option<u32>,
    /// The paragraphs of the lead (导语), without its label.
    pub lead: Vec<String>,
    /// The table of contents (目录).
    pub toc: Vec<TocEntry>,
    /// The articles in reading order.
    pub articles: Vec<Article>,
}

/// The days a report covers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// One entry of the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TocEntry {
    /// The item number as printed, counted from 1.
    pub number: u32,
    /// The title, joined where the layout broke it.
    pub title: String,
    /// The source (来源), without its brackets.
    pub source: Option<String>,
}

/// One article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The item number as printed, counted from 1.
    pub number: u32,
    /// The headline (标题).
    pub title: String,
    /// The medium it was taken from (来源).
    pub source: Option<String>,
    /// The day it was published there.
    pub date: Option<Date>,
    /// Its address, whole, whatever the layout did to it.
    pub link: Option<String>,
    /// What stands behind `原标题：`.
    pub original_title: Option<String>,
    /// The text alone, in reading order, a whole paragraph each.
    pub blocks: Vec<Block>,
}

/// A paragraph of an article, or what stands in a paragraph's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// Its text, without layout line breaks and without a first-line indent.
    pub text: String,
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

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A sub-heading, or a title that stands again in the text.
    Heading,
    /// A byline (署名).
    Byline,
}

/// Something odd about a report. Never an error: the report is readable all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The line of the file, counted from 1; of the transcript where the format has no lines. 0 = the whole file.
    pub line: u32,
    /// A stable name such as `toc-mismatch` or `not-a-report`.
    pub code: String,
    /// What is odd, in Chinese.
    pub message: String,
    /// The same in English. What scripts are given has one `message`, in the language of the interface.
    #[serde(default)]
    pub english: String,
}
