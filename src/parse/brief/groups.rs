//! The headings of the editor above the articles of a brief in Markdown. They belong to no article, as in a document.

use crate::conventions::labels::{PartHeading, section};
use crate::conventions::line::trim;
use crate::model::transcript::{FileFormat, SourceLine, Transcript};

/// The beginning of the lead of a brief.
const LEAD: &str = "本期简报共收集";

/// Returns the transcript of a brief in Markdown without such headings; `None` for any other text, and without any.
///
/// They stand one level below `二、具体内容` and one above the numbered headings of the articles.
pub(in crate::parse) fn without_groups(transcript: &Transcript) -> Option<Transcript> {
    let lines = &transcript.lines;
    // Other reports may have such headings too, where they are text.
    let is_brief = transcript.origin.format == FileFormat::Markdown
        && lines.iter().any(|line| line.text.starts_with(LEAD));
    if !is_brief {
        return None;
    }
    let is_part = |line: &SourceLine| section(trim(&line.text)) == Some(PartHeading::Articles);
    let part = lines
        .iter()
        .position(|line| line.look.heading_level == Some(2) && is_part(line))?;
    let is_headline = |line: &SourceLine| {
        line.look.heading_level == Some(4) && line.text.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut kept = transcript.clone();
    let mut below_headline = false;
    let mut at = lines.len();
    // From the end, so that of two headings in a row both are found.
    while at > part + 1 {
        at -= 1;
        let Some(line) = lines.get(at).filter(|line| !trim(&line.text).is_empty()) else {
            continue;
        };
        let is_group = below_headline && line.look.heading_level == Some(3);
        if is_group {
            kept.lines.remove(at);
        }
        below_headline = is_group || is_headline(line);
    }
    (kept.lines.len() < lines.len()).then_some(kept)
}
