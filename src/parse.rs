//! Understanding: a [`Transcript`] in, an [`Issue`] out. Always yields an issue and warns of what looked odd.
//!
//! Rows lose their furniture ([`furniture`]); the parts of the report are found ([`labels`], [`masthead`], [`toc`]); number,
//! contents and fields decide together where articles begin ([`heads`]); fields are read ([`article`], [`link`]); what is
//! left is reflowed into paragraphs ([`reflow`]).

use crate::model::transcript::Transcript;
use crate::model::{Issue, Warning};

mod article;
mod assemble;
mod check;
mod dates;
mod furniture;
mod heads;
mod join;
mod labels;
mod likeness;
mod link;
mod masthead;
mod numerals;
mod reflow;
mod rows;
mod toc;

pub use likeness::fold_title;

/// An issue and what was odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The report.
    pub issue: Issue,
    /// What it lacks or contradicts, by line.
    pub warnings: Vec<Warning>,
}

/// Reads the structure of a report.
///
/// A text that is no report yields one article and the warning `not-a-report`.
pub fn parse(transcript: &Transcript) -> Parsed {
    let reading = assemble::read(transcript);
    let warnings = check::warnings(&reading);
    Parsed {
        issue: reading.issue,
        warnings,
    }
}
