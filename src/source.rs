//! Reading files: bytes in, a [`Transcript`] out. The format is told by content, not by file name.

use crate::model::transcript::Transcript;

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are of no format that can be read.
    #[error("不是可读的格式 / not a format that can be read")]
    Unknown,
}

/// Reads one file's bytes.
///
/// # Errors
/// [`Error`] says which kind of obstacle there was; what is merely odd is in the transcript's notes.
pub fn extract(bytes: &[u8]) -> Result<Transcript, Error> {
    if bytes.contains(&0) {
        return Err(Error::Unknown);
    }
    Ok(Transcript::from_text(&String::from_utf8_lossy(bytes)))
}
