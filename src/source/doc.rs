//! DOC ([MS-DOC]): Word 97 and later and WPS, and the text of Word 6 and 95.
//!
//! Deleted and hidden text, field instructions, headers and footers are left out; automatic numbers are written out;
//! text boxes and notes stand at their anchors. Macros are not looked at.

use crate::model::transcript::{FileFormat, FileLoss, FileNote, Transcript};
use crate::source::error::Error;
use body::DocBody;
use file::DocFile;

mod body;
mod bytes;
mod file;
mod lists;
mod older;
mod properties;
mod styles;
mod summary;

/// Reads a DOC file.
///
/// # Errors
/// [`Error::Encrypted`], [`Error::Damaged`], [`Error::Empty`], [`Error::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    let file = DocFile::open(bytes)?;
    let body = DocBody::new(&file);
    let mut transcript = body
        .read()
        .finish(FileFormat::Doc, file.summary.program.clone())?;
    transcript.origin.pages = file.summary.pages;
    transcript.origin.title.clone_from(&file.summary.title);
    if file.is_cut {
        // The text that was read is right, but there is more.
        transcript.origin.confidence = 0.5;
        transcript.origin.notes.push(FileNote::loss(
            FileLoss::End,
            "文件损坏，有一部分文字没有读出",
            "the file is damaged; a part of its text is missing",
        ));
    }
    Ok(transcript)
}
