//! The messages of a reading process: one JSON object a line.

use crate::model::transcript::Transcript;
use crate::source::Error;
use serde::{Deserialize, Serialize};

/// A message of a reading process. All but [`ChildMessage::Page`] end the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChildMessage {
    /// The page with this number is read next.
    Page(u32),
    /// The file was read.
    Read(Box<Transcript>),
    /// The archive was read.
    Members(Vec<String>),
    /// The file was refused.
    Failed(Error),
}
