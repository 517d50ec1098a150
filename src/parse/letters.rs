//! Words that a format sets one character a paragraph, as covers do with a title from top to bottom: `实`, `施`, `方`, `案`.

use crate::conventions::numerals::digit;
use crate::model::transcript::{LineKind, SourceLine, Transcript};
use crate::parse::flow::is_large;
use crate::text::chars::is_han;

/// The fewest characters of such a word where only bold or centred letters show it.
const FEWEST: usize = 3;
/// The fewest characters of such a word in large letters.
const FEWEST_LARGE: usize = 2;
/// The most characters of such a word. More of them are a text that is set from top to bottom.
const MOST: usize = 30;

/// Returns the transcript with each such word in one line, the lines below it empty; `None` where there is no such word.
pub(super) fn joined(transcript: &Transcript) -> Option<Transcript> {
    let mut mended: Option<Transcript> = None;
    let mut start = 0;
    for run in transcript.lines.chunk_by(is_same_word) {
        let end = start + run.len();
        if is_word(run) {
            let word: String = run.iter().filter_map(letter).collect();
            let lines = &mut mended.get_or_insert_with(|| transcript.clone()).lines;
            for line in lines.get_mut(start..end).unwrap_or_default() {
                line.text.clear();
            }
            if let Some(first) = lines.get_mut(start) {
                first.text = word;
            }
        }
        start = end;
    }
    mended
}

/// True for lines that are one word: enough single characters, set apart from the text.
fn is_word(run: &[SourceLine]) -> bool {
    let Some(look) = run.first().map(|line| line.look) else {
        return false;
    };
    let fewest = match look.scale {
        Some(scale) if is_large(scale) => FEWEST_LARGE,
        _ if look.bold || look.centred => FEWEST,
        _ => return false,
    };
    let is_number = |line: &SourceLine| letter(line).is_some_and(|c| digit(c).is_some());
    (fewest..=MOST).contains(&run.len()) && !run.iter().all(is_number)
}

/// True if two lines may be characters of one word: single characters of one look.
fn is_same_word(above: &SourceLine, below: &SourceLine) -> bool {
    above.look == below.look && letter(above).is_some() && letter(below).is_some()
}

/// Returns the character of a line that is one Han and nothing else.
fn letter(line: &SourceLine) -> Option<char> {
    // Most lines are longer, and need not be decoded.
    let text = line.text.trim();
    let first = text.chars().next().filter(|c| text.len() == c.len_utf8())?;
    (is_han(first) && line.kind == LineKind::Text && line.links.is_empty()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::{Flow, LineStyle};
    use crate::parse::parse;

    const COVER: &str = "渡口村生态养殖项目\n实\n施\n方\n案\n项目名称：渡口村生态养殖项目\n一、项目概要\n\
                         项目由渡口村合作社实施，利用河滩发展养殖，两年内收回投资。";

    fn cover(scale: Option<f32>) -> Transcript {
        let mut transcript = Transcript::from_text(COVER);
        transcript.flow = Flow::Paragraphs;
        for line in 0..5 {
            transcript.lines[line].look = LineStyle {
                centred: scale.is_some(),
                scale,
                ..LineStyle::default()
            };
        }
        transcript
    }

    #[test]
    fn a_title_with_a_paragraph_for_each_character_is_one_title() {
        for scale in [1.0, 2.5] {
            let issue = parse(&cover(Some(scale))).issue;
            let text = format!(
                "{}{}",
                issue.articles[0].title, issue.articles[0].blocks[0].text
            );
            assert!(text.contains("实施方案"), "{text}");
        }
        let issue = parse(&cover(Some(2.5))).issue;
        let title = "渡口村生态养殖项目实施方案";
        assert_eq!(issue.title.as_deref(), Some(title));
        assert_eq!(issue.articles[0].title, title);
    }

    #[test]
    fn characters_without_a_look_and_numbers_stay_apart() {
        assert!(joined(&cover(None)).is_none());
        let mut numbers = Transcript::from_text("一\n二\n三");
        for line in &mut numbers.lines {
            line.look.bold = true;
        }
        assert!(joined(&numbers).is_none());
    }
}
