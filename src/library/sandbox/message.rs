//! The messages of a reading process: one JSON object a line.

use crate::library::cache::record::{self, Record, StoredReport};
use crate::model::transcript::Transcript;
use crate::parse::{self, Parsed};
use crate::source::{Error, PageImage};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A message of a reading process. All but [`ChildMessage::Page`] end the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChildMessage {
    /// The page with this number is read next.
    Page(u32),
    /// The file was read and parsed; the report as a record of the cache, in base64. A record keeps all of a report, also what
    /// the JSON of the commands leaves out.
    Read(String),
    /// The archive was read.
    Members(Vec<String>),
    /// A page as an image, its pixels in base64; `None` for a page without one.
    Image(Option<(u32, u32, String)>),
    /// The list of what the process could do although it is confined.
    Escaped(Vec<String>),
    /// The file was refused.
    Failed(Error),
}

impl ChildMessage {
    /// Parses the text of a file and packs the report.
    // A record that would be too large counts as a file that is too large.
    pub(super) fn of(transcript: Result<Transcript, Error>) -> Self {
        let report = transcript.and_then(|transcript| {
            let report = parsed(transcript);
            record::encode_without_features(&report.issue, &report.warnings, &report.origin)
                .ok_or(Error::TooLarge)
        });
        match report {
            Ok(record) => Self::Read(STANDARD.encode(record)),
            Err(error) => Self::Failed(error),
        }
    }

    /// Packs the image of a page.
    pub(super) fn of_image(image: Option<PageImage>) -> Self {
        Self::Image(image.map(|image| (image.width, image.height, STANDARD.encode(image.grey))))
    }

    /// Returns the image or the error of an answer; an image whose pixels do not fit its sides is none.
    pub(super) fn image(self) -> Result<Option<PageImage>, Error> {
        let (width, height, packed) = match self {
            Self::Image(Some(parts)) => parts,
            Self::Image(None) => return Ok(None),
            Self::Failed(error) => return Err(error),
            _ => return Err(Error::Crashed),
        };
        let grey = STANDARD.decode(packed).map_err(|_| Error::Crashed)?;
        if grey.is_empty() || grey.len() as u64 != u64::from(width) * u64::from(height) {
            return Err(Error::Crashed);
        }
        Ok(Some(PageImage {
            width,
            height,
            grey,
        }))
    }

    /// Returns the report or the error of an answer; `None` where this is another message.
    pub(super) fn report(self) -> Option<Result<StoredReport, Error>> {
        match self {
            Self::Read(packed) => Some(unpack(&packed).ok_or(Error::Crashed)),
            Self::Failed(error) => Some(Err(error)),
            Self::Page(_) | Self::Members(_) | Self::Image(_) | Self::Escaped(_) => None,
        }
    }
}

/// Decodes a report; `None` where the child wrote something else.
fn unpack(packed: &str) -> Option<StoredReport> {
    let record = STANDARD.decode(packed).ok()?;
    Record::of(&record)?.decode()
}

/// Parses the text of a file.
pub(super) fn parsed(transcript: Transcript) -> StoredReport {
    let Parsed { issue, warnings } = parse::parse(&transcript);
    StoredReport {
        issue,
        warnings,
        origin: transcript.origin,
    }
}
