//! The text of a file before it is parsed: the interface between `source`, which makes it, and `parse`, which reads it.

use super::brief_part::BriefPart;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The text of one file in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The meaning of the lines: layout lines or paragraphs.
    pub flow: Flow,
    /// The lines in reading order; with [`Flow::Paragraphs`] each is a whole paragraph.
    pub lines: Vec<SourceLine>,
    /// Facts about the file, shown by `newsreader check` and in the details of an issue.
    pub origin: Origin,
}

/// The meaning of a [`SourceLine`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// Layout lines, as in plain text. The parser has to find the ends of the paragraphs.
    #[default]
    Lines,
    /// Whole paragraphs, marked by the format (DOCX, HTML) or found from positions on the page (PDF, OFD).
    Paragraphs,
}

/// One line, or one paragraph, of a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceLine {
    /// The text. A layout line is unchanged, with its leading spaces; a paragraph has no indent, and a soft line break of
    /// the author is `\n`.
    pub text: String,
    /// The number of the line in the file, counted from 1; for a format without lines, its index in the transcript plus 1.
    pub number: u32,
    /// The page, counted from 1; 0 for a format without pages.
    pub page: u32,
    /// The part that the line plays in the document, if the format says so.
    // Left out of the JSON in the usual case: a report has as many lines as that.
    #[serde(default, skip_serializing_if = "LineKind::is_text")]
    pub kind: LineKind,
    /// The look of the line on the page.
    pub look: LineStyle,
    /// Hyperlinks whose target is not in the text, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Hyperlink>,
}

/// The parts that a line can play in a document, beside headings, which are a matter of [`LineStyle`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineKind {
    /// Running text, or a part that the format does not name.
    #[default]
    Text,
    /// An item of a list; its number or bullet stands in the text.
    ListItem,
    /// The first row of a table; its cells are parted by tabs.
    TableStart,
    /// A further row of the same table.
    TableRow,
    /// A picture or drawing; the text is its caption, or empty.
    Figure,
}

impl LineKind {
    /// True for running text.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A hyperlink on a stretch of a line whose text is not the address itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyperlink {
    /// The bytes of [`SourceLine::text`] that the link covers, on character boundaries.
    pub range: Range<usize>,
    /// The target: an absolute `http:` or `https:` address, entities and escapes of the format resolved.
    pub target: String,
}

/// The look of a line or paragraph on the page. All false and `None` if the format has no layout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct LineStyle {
    /// Set when the line is centred between the margins.
    pub centred: bool,
    /// Set when the letters are bold or drawn so as to look bold.
    pub bold: bool,
    /// Set when the line begins with a first-line indent.
    pub indented: bool,
    /// The size of the letters divided by the size of the body text.
    pub scale: Option<f32>,
    /// The heading level that the format gives (outline level of Word, h1 to h6 of HTML, # of Markdown), 1 the highest.
    pub heading_level: Option<u8>,
    /// Set for an entry of contents: a leader and a page number stood behind it on the page, which are not in the text.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub listed: bool,
    /// The part in a brief of this program, by the style of the paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<BriefPart>,
}

/// True for `false`, which is left out of the JSON.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_unset(value: &bool) -> bool {
    !*value
}

/// Facts about the file that a transcript was made from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The format, detected from the content and not from the file name.
    pub format: FileFormat,
    /// The character encoding of a text or HTML file, by its WHATWG name.
    pub encoding: Option<String>,
    /// The program that made the file, if the file names it.
    pub producer: Option<String>,
    /// The title in the properties of the document, as its author or a program left it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The number of pages; `None` for a format without pages.
    pub pages: Option<u32>,
    /// Confidence in the reading, 0.0 to 1.0; below 1.0 if something had to be guessed.
    pub confidence: f32,
    /// Losses, one sentence each: pages missing, characters without a Unicode value.
    pub notes: Vec<FileNote>,
}

/// A sentence about a file, in both languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// The sentence in Chinese.
    pub zh: String,
    /// The sentence in English.
    pub en: String,
    /// The loss that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<FileLoss>,
}

/// A part of a file that was not read, of which a warning of the report has to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileLoss {
    /// A page was set aside because most of its characters have no known meaning.
    Page,
    /// The file goes on behind what was read.
    End,
}

impl FileLoss {
    /// Returns the code of its warning.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page-unreadable",
            Self::End => "truncated",
        }
    }
}

impl FileNote {
    /// Returns a note of a sentence and its translation.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
            loss: None,
        }
    }

    /// Returns a note that a part of the file was not read.
    pub fn loss(loss: FileLoss, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            loss: Some(loss),
            ..Self::new(zh, en)
        }
    }
}

/// The file formats that can be read.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Plain text in any encoding.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// A saved page or mail body.
    Html,
    /// Office Open XML (Word, WPS).
    Docx,
    /// OpenDocument text.
    Odt,
    /// Word 97 and later.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// Portable Document Format.
    Pdf,
    /// Open Fixed-layout Document, GB/T 33190.
    Ofd,
    /// A workbook: XLSX, XLS, ODS, and ET of WPS.
    Sheet,
}

impl Transcript {
    /// Splits `text` into layout lines at its line feeds, CR LF taken as one, and numbers them from 1.
    ///
    /// ```
    /// use newsreader::model::transcript::Transcript;
    /// let transcript = Transcript::from_text("云川监测周报\r\n（第十二期）\n");
    /// assert_eq!(transcript.lines.len(), 2);
    /// assert_eq!(transcript.lines[1].text, "（第十二期）");
    /// ```
    pub fn from_text(text: &str) -> Self {
        let lines = text
            .lines()
            .zip(1..)
            .map(|(line, number)| SourceLine {
                text: line.to_owned(),
                number,
                ..SourceLine::default()
            })
            .collect();
        Self {
            lines,
            ..Self::default()
        }
    }
}
