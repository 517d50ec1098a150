//! Understanding: a [`Transcript`] in, an [`Issue`] out. Always yields an issue and warns of what looked odd.

use crate::model::transcript::Transcript;
use crate::model::{Article, Block, BlockKind, Issue, Warning};

/// An issue and what was odd about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The report.
    pub issue: Issue,
    /// What it lacks or contradicts, by line.
    pub warnings: Vec<Warning>,
}

/// Reads the structure of a report.
pub fn parse(transcript: &Transcript) -> Parsed {
    let blocks: Vec<Block> = transcript
        .lines
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .map(|line| Block {
            kind: BlockKind::Paragraph,
            text: line.text.trim().to_owned(),
        })
        .collect();
    let title = blocks.first().map(|b| b.text.clone()).unwrap_or_default();
    let article = Article {
        number: 1,
        title,
        blocks,
        ..Article::default()
    };
    Parsed {
        issue: Issue {
            articles: vec![article],
            ..Issue::default()
        },
        warnings: vec![Warning {
            line: 0,
            code: "not-a-report".to_owned(),
            message: "不像监测报告，按一篇文章打开".to_owned(),
        }],
    }
}
