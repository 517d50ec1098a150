//! What a reading process says, one JSON object a line.

use crate::model::transcript::Transcript;
use crate::source::Error;
use serde::{Deserialize, Serialize};

/// One line of a reading process. All but [`ChildMessage::Page`] are the last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChildMessage {
    /// This page comes next.
    Page(u32),
    /// The file was read.
    Read(Box<Transcript>),
    /// The archive was read.
    Members(Vec<String>),
    /// The file was refused.
    Failed(Error),
}
