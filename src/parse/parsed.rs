//! A text as read, before its warnings are drawn from it.

use super::article::ArticleDraft;
use super::masthead::Masthead;
use super::toc::LocatedEntry;
use crate::model::Issue;

/// A report as read, with the lines and oddities that `check` needs.
#[derive(Debug, Default)]
pub(super) struct ParsedReport<'a> {
    /// The report.
    pub issue: Issue,
    /// The articles' lines and oddities; each `body` is already moved into the issue.
    pub drafts: Vec<ArticleDraft<'a>>,
    /// The contents with their lines.
    pub toc: Vec<LocatedEntry>,
    /// The masthead as read.
    pub masthead: Masthead,
    /// The line of the lead.
    pub lead_line: u32,
    /// Set when the text has the fields of a report.
    pub is_report: bool,
}
