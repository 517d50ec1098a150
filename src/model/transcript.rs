//! What came off a file, before anyone asked what it means: the only thing that `source` and `parse` both know.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The text of one file in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// What the lines are.
    pub flow: Flow,
    /// The lines; for [`Flow::Paragraphs`] each is one whole paragraph of its author.
    pub lines: Vec<SourceLine>,
    /// Facts about the file for `check` and the details.
    pub origin: Origin,
}

/// What one [`SourceLine`] of a transcript stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// Lines of a layout, as plain text has them: where a paragraph ends is still to be found out.
    #[default]
    Lines,
    /// Whole paragraphs: the format says where they end (DOCX, HTML), or positions on the page did (PDF, OFD).
    Paragraphs,
}

/// One line, or one paragraph, of a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceLine {
    /// The text. Of a layout line: as it stood, leading spaces and all. Of a paragraph: without indent; a soft line
    /// break of the author is `\n`.
    pub text: String,
    /// The line's number in the file, counted from 1; where a format has none, its place in the transcript.
    pub number: u32,
    /// The page it stands on, counted from 1; 0 where the format knows no pages.
    pub page: u32,
    /// What the layout says of it.
    pub look: LineStyle,
    /// Hyperlinks whose target the text does not show, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Hyperlink>,
}

/// A stretch of a line that leads somewhere, while the text itself does not say where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyperlink {
    /// The bytes of [`SourceLine::text`] it covers, on character boundaries.
    pub range: Range<usize>,
    /// Where it leads: an absolute `http:` or `https:` address, entities and escapes of the format resolved.
    pub target: String,
}

/// How a paragraph stands on the page. All false and `None` where the format does not tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct LineStyle {
    /// Centred between the margins.
    pub centred: bool,
    /// Set in bold, or faked so.
    pub bold: bool,
    /// Begins with a first-line indent.
    pub indented: bool,
    /// The size of its letters over that of the body text.
    pub scale: Option<f32>,
    /// A heading by the format's own word (Word's outline level, HTML's h1 to h6, Markdown's #), 1 the highest.
    pub heading_level: Option<u8>,
}

/// Where a transcript comes from, in words for the reader.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The format, found by content.
    pub format: FileFormat,
    /// The character encoding of a text or HTML file, by its WHATWG name.
    pub encoding: Option<String>,
    /// The program that made the file, where the file says.
    pub producer: Option<String>,
    /// How many pages the file has, where the format knows pages.
    pub pages: Option<u32>,
    /// How sure the reading is: 1.0 where the format says everything, less where something was guessed.
    pub confidence: f32,
    /// What could not be read, one plain line each (pages missing, characters without a meaning).
    pub notes: Vec<FileNote>,
}

/// A plain line about a file, in both languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl FileNote {
    /// A sentence and its translation.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

/// The formats that can be read.
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
}

impl Transcript {
    /// A transcript of layout lines, numbered from 1: `text` cut at its line feeds, CR LF taken as one.
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
