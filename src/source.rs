//! Reading files: bytes in, a [`Transcript`] out. The format is told by content, not by file name.
//!
//! Each format has a file of its own below this one. They share [`Reading`], which says how to read, and [`Error`],
//! which says why not. Nothing here opens a file, starts a process or resolves a reference out of a document.

use crate::model::transcript::{FileFormat, FileNote, Transcript};
use crate::source::sniff::Kind;

pub mod archive;
mod assemble;
mod doc;
mod docx;
mod error;
mod html;
mod mail;
mod markdown;
mod numbering;
mod odt;
mod ofd;
mod page;
mod pdf;
pub mod radicals;
mod rtf;
mod sniff;
mod story;
mod text;
mod xml;

pub use error::Error;
pub use sniff::is_plain;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 256 << 20;

/// How a file is to be read, and who is told how far the reading has come.
#[derive(Default)]
pub struct Reading<'a> {
    /// The encoding of a text or HTML file, by a WHATWG label, where the user knows better than its bytes.
    pub encoding: Option<&'a str>,
    /// The last page to read, counted from 1; the rest is noted as missing.
    pub last_page: Option<u32>,
    /// Called with a page's number before the page is read, so that whoever watches knows which page was too much.
    pub on_page: Option<&'a mut dyn FnMut(u32)>,
    /// The page at which the reading stopped because of `last_page`.
    pub stopped_at: Option<u32>,
}

impl Reading<'_> {
    /// Announces page `number`, counted from 1; `false` means that it is not to be read, nor any after it.
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

/// Reads one file's bytes.
///
/// # Errors
/// [`Error`] says which kind of obstacle there was; what is merely odd is in the transcript's notes.
pub fn extract(bytes: &[u8]) -> Result<Transcript, Error> {
    extract_with(bytes, &mut Reading::default())
}

/// Reads one file's bytes in the way `reading` says.
///
/// # Errors
/// [`Error`] says which kind of obstacle there was; what is merely odd is in the transcript's notes.
pub fn extract_with(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Transcript, Error> {
    if bytes.len() > LARGEST_FILE {
        return Err(Error::TooLarge);
    }
    let mut transcript = dispatch(bytes, reading)?;
    if let Some(page) = reading.stopped_at {
        transcript.origin.confidence *= 0.5;
        transcript.origin.notes.push(FileNote::new(
            format!("从第 {page} 页起没有读出：文件损坏，或者过于复杂"),
            format!("pages from {page} on are missing: damaged, or too complicated to read"),
        ));
    }
    Ok(transcript)
}

fn dispatch(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Transcript, Error> {
    match sniff::kind(bytes) {
        Kind::Text | Kind::Known(FileFormat::Text | FileFormat::Markdown) => {
            text::read(bytes, reading)
        }
        Kind::Known(FileFormat::Pdf) => pdf::read(bytes, reading),
        Kind::Known(FileFormat::Docx) => docx::read(bytes),
        Kind::Known(FileFormat::Rtf) => rtf::read(bytes),
        Kind::Known(FileFormat::Odt) => odt::read(bytes),
        Kind::Known(FileFormat::Doc) => doc::read(bytes),
        Kind::Known(FileFormat::Ofd) => ofd::read(bytes, reading),
        Kind::Known(FileFormat::Html) => html::read(bytes, reading),
        Kind::Locked => Err(Error::Encrypted),
        Kind::Archive => Err(Error::Archive),
        Kind::Mail => mail::read(bytes, reading),
        Kind::Other(name) => Err(Error::Foreign(name.to_owned())),
    }
}
