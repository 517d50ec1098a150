//! Reading files: bytes in, a [`Transcript`] out. The format is found by content, never by the file's name.
//!
//! Each format has a file of its own below this one; [`sniff`] chooses among them. Formats whose text flows (DOCX, DOC, ODT,
//! RTF, HTML, Markdown) gather paragraphs and tables in a [`story`]; formats of positions on pages (PDF, OFD) find lines and
//! paragraphs in `assemble`. [`Error`] is why a file cannot be read at all; everything less is a note in the transcript.
//! Nothing here opens a file, starts a process or follows a reference out of a document.
//!
//! What leaves this layer is the same for every format: lines of text with their page, their style
//! (centred, bold, indented, heading level), their kind (text, a row of a table, a figure) and the
//! links behind their words, and an [`Origin`](crate::model::transcript::Origin) with format,
//! encoding, program and notes. The parser needs to know no format. Formats that know paragraphs
//! deliver whole paragraphs; plain text delivers the rows of its layout, which the parser joins.

use crate::model::transcript::{FileFormat, FileLoss, FileNote, Transcript};
use crate::source::sniff::FileKind;

mod archive;
mod assemble;
mod charset;
pub mod container;
mod doc;
mod docx;
mod encoding;
mod error;
mod extent;
mod field;
mod html;
mod mail;
mod markdown;
mod msg;
mod news_table;
mod numbering;
mod odt;
mod ofd;
mod page;
pub mod password;
mod pdf;
mod picture;
pub mod radicals;
mod rtf;
mod seven_zip;
mod sheet;
mod sniff;
mod story;
mod symbol;
mod text;
mod xml;

pub use error::{Error, ScannedFile};
pub use picture::PageImage;
pub use sniff::is_plain;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 256 << 20;

/// The wishes for reading one file, and how far the reading has come.
#[derive(Default)]
pub struct ReadContext<'a> {
    /// The encoding of a text or HTML file, by a WHATWG label; overrides what its bytes look like.
    pub encoding: Option<&'a str>,
    /// Set when a mail with reports as attachments is to be taken for an archive of them ([`Error::Archive`]).
    pub as_container: bool,
    /// The last page to read, counted from 1; the rest is noted as missing.
    pub last_page: Option<u32>,
    /// Called with a page's number before the page is read, so that a parent process knows which page was too much.
    pub on_page: Option<&'a mut dyn FnMut(u32)>,
    /// The page at which the reading stopped because of `last_page`.
    pub stopped_at: Option<u32>,
}

impl ReadContext<'_> {
    /// Announces page `number`, counted from 1. False if neither it nor any page after it is to be read.
    pub fn begins_page(&mut self, number: u32) -> bool {
        if self.last_page.is_some_and(|last| number > last) {
            self.stopped_at.get_or_insert(number);
            return false;
        }
        if let Some(on_page) = &mut self.on_page {
            on_page(number);
        }
        true
    }
}

/// Reads the bytes of one file in any format.
///
/// Files other than plain text are better read in a process of their own, as `library::sandbox` does: a hostile one can
/// only end that process.
///
/// # Errors
/// [`Error`], by the kind of obstacle. A file that is merely odd is read; its oddities are in `origin.notes`.
///
/// # Examples
/// ```
/// use newsreader::model::transcript::FileFormat;
/// use newsreader::source::extract;
///
/// let page = "<html><body><h2>二、具体内容</h2><p>来源：湖区日报<br>链接：https://example.cn/1</p></body></html>";
/// let transcript = extract(page.as_bytes())?;
/// assert_eq!(transcript.origin.format, FileFormat::Html);
/// assert_eq!(transcript.lines[0].look.heading_level, Some(2));
/// let texts: Vec<&str> = transcript.lines.iter().map(|line| line.text.as_str()).collect();
/// assert_eq!(texts, ["二、具体内容", "来源：湖区日报", "链接：https://example.cn/1"]);
/// # Ok::<(), newsreader::source::Error>(())
/// ```
pub fn extract(bytes: &[u8]) -> Result<Transcript, Error> {
    extract_with(bytes, &mut ReadContext::default())
}

/// Reads the bytes of one file in any format, with the wishes in `context`.
///
/// # Errors
/// As [`extract`]; [`Error::NoEncoding`] if there is no encoding of the name in `context`.
pub fn extract_with(bytes: &[u8], context: &mut ReadContext<'_>) -> Result<Transcript, Error> {
    // Before the format is looked at, since some readers copy the whole file.
    if bytes.len() > LARGEST_FILE {
        return Err(Error::TooLarge);
    }
    let mut transcript = dispatch(bytes, context)?;
    news_table::spread(&mut transcript);
    if let Some(page) = context.stopped_at {
        // Half of what it was: the pages that were read are as good as before, but the report may
        // end in the middle.
        transcript.origin.confidence *= 0.5;
        transcript.origin.notes.push(FileNote::loss(
            FileLoss::End,
            format!("从第 {page} 页起没有读出：文件损坏，或者过于复杂"),
            format!("pages from {page} on are missing: damaged, or too complicated to read"),
        ));
    }
    Ok(transcript)
}

/// Returns page `number` of a scan, counted from 1, as an image; `None` where the page has none that can be decoded, or the
/// format has no pages.
///
/// # Errors
/// As [`extract`].
pub fn page_image(bytes: &[u8], number: u32) -> Result<Option<PageImage>, Error> {
    if bytes.len() > LARGEST_FILE {
        return Err(Error::TooLarge);
    }
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    match sniff::kind(bytes) {
        FileKind::Known(FileFormat::Pdf) => pdf::page_image(bytes, number),
        FileKind::Known(FileFormat::Ofd) => ofd::page_image(bytes, number),
        FileKind::Locked => Err(Error::Encrypted),
        _ => Ok(None),
    }
}

/// Hands the bytes to the reader of their format.
fn dispatch(bytes: &[u8], context: &mut ReadContext<'_>) -> Result<Transcript, Error> {
    match sniff::kind(bytes) {
        FileKind::Text | FileKind::Known(FileFormat::Text | FileFormat::Markdown) => {
            text::read(bytes, context)
        }
        FileKind::Known(FileFormat::Pdf) => pdf::read(bytes, context),
        FileKind::Known(FileFormat::Docx) => docx::read(bytes),
        FileKind::Known(FileFormat::Rtf) => rtf::read(bytes),
        FileKind::Known(FileFormat::Odt) => odt::read(bytes),
        FileKind::Known(FileFormat::Doc) => doc::read(bytes),
        FileKind::Known(FileFormat::Ofd) => ofd::read(bytes, context),
        FileKind::Known(FileFormat::Html) => html::read(bytes, context),
        FileKind::Known(FileFormat::Sheet) => sheet::read(bytes),
        FileKind::Locked => Err(Error::Encrypted),
        FileKind::Archive => Err(Error::Archive),
        FileKind::Rar => Err(Error::Rar),
        FileKind::Sealed => Err(Error::Sealed),
        // A mail with reports is an archive in a folder, and a letter where it was opened by
        // itself.
        FileKind::Mail if context.as_container && mail::has_reports(bytes) => Err(Error::Archive),
        FileKind::Mail => mail::read(bytes, context),
        FileKind::Outlook if context.as_container && msg::has_reports(bytes) => Err(Error::Archive),
        FileKind::Outlook => msg::read(bytes, context),
        FileKind::Other(name) => Err(Error::Foreign(name.to_owned())),
    }
}
