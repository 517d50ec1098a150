//! The statements of a brief about itself: name, number, unit, recipients. They come from the user alone.

use std::path::PathBuf;

/// The facts about a brief that only its editor knows, as `[brief]` in the configuration and the command line give them.
///
/// Nothing here is ever taken from the reports: a brief is published by another unit than its sources, under a number of its
/// own. A missing fact leaves no trace in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BriefDetails {
    /// The name in the masthead; the usual name if there is none.
    pub title: Option<String>,
    /// The number of this issue of the brief (期号).
    pub number: Option<u32>,
    /// The number since the first issue (总期号).
    pub total_number: Option<u32>,
    /// The unit that publishes the brief (编发单位).
    pub publisher: Option<String>,
    /// The units that receive it (发送范围), as one line.
    pub recipients: Option<String>,
    /// The number of printed copies (份数).
    pub copies: Option<u32>,
    /// The editor (编辑).
    pub editor: Option<String>,
    /// The note of the editor on the whole brief (编者按), a line feed between paragraphs.
    pub note: Option<String>,
    /// The Word template to fill in; a document in the official style without one.
    pub template: Option<PathBuf>,
    /// The colour of the name in the masthead.
    pub masthead_colour: MastheadColour,
}

/// The colour of the name in the masthead and of the rule below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MastheadColour {
    /// Black. The default, since a red head (红头) is the mark of a document with legal force.
    #[default]
    Black,
    /// Red.
    Red,
}

impl BriefDetails {
    /// Returns these facts, with those of `other` in their place where it has them.
    #[must_use]
    pub fn overridden_by(self, other: Self) -> Self {
        Self {
            title: other.title.or(self.title),
            number: other.number.or(self.number),
            total_number: other.total_number.or(self.total_number),
            publisher: other.publisher.or(self.publisher),
            recipients: other.recipients.or(self.recipients),
            copies: other.copies.or(self.copies),
            editor: other.editor.or(self.editor),
            note: other.note.or(self.note),
            template: other.template.or(self.template),
            masthead_colour: match other.masthead_colour {
                // Black is the default, so it looks the same as no colour at all.
                MastheadColour::Black => self.masthead_colour,
                MastheadColour::Red => MastheadColour::Red,
            },
        }
    }
}
