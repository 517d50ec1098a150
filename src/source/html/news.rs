//! Saved news pages: one article among menus, lists of hot topics and footers.
//!
//! The article is found by `dom_smoothie`, a port of Mozilla's Readability. Measured on 62 saved pages of 30 Chinese sites
//! against what trafilatura and readability-lxml for Python agree on (pages with 95 of 100 runs of eight Han kept, pages
//! with at most 1.3 times the text): `dom_smoothie` 61 and 60, with Mozilla's own choice of candidates 57 and 61,
//! `libreadability` 57 and 60, `trafilatura` for Rust 59 and 46. The first also has the fewest dependencies, most of which
//! it shares with `scraper`.

use super::facts::{self, PageFacts};
use super::{css, parse, story_with};
use crate::conventions::labels::{self, FieldLabel, PartHeading};
use crate::model::transcript::{FileFormat, SourceLine, Transcript};
use dom_smoothie::{CandidateSelectMode, Config, Readability};
use scraper::Html;

/// The fewest Han of an article. A page with less is a notice of an error, a form or a program that writes its own text.
const FEWEST_HAN: usize = 40;
/// The most elements of a page in which an article is looked for; the time of the search grows faster than their number.
const MOST_ELEMENTS: usize = 60_000;
/// The rows at the beginning of an article that may repeat the headline or the row of day and medium.
const FIRST_ROWS: usize = 8;
/// Programs that write documents as HTML. Their pages are read whole.
const WRITERS: &[&str] = &["word", "libreoffice", "openoffice", "wps", "excel"];

/// Returns the article of a page in the lines of a report, or `None` if the page is none of a news site: a report saved as
/// HTML, a document, a form, a list.
///
/// `whole` is the transcript of all that the page shows.
pub(super) fn article(text: &str, document: Html, whole: &Transcript) -> Option<Transcript> {
    if is_report(&whole.lines) || is_document(whole.origin.producer.as_deref()) {
        return None;
    }
    let facts = PageFacts::of(&document, &whole.lines).filter(|facts| facts.is_article)?;
    let rules = css::CssRules::of(&document);
    // Two trees of a large page at once would double the memory.
    drop(document);
    let content = content(text, facts.address.as_deref())?;
    let story = story_with(&parse(&content).ok()?, rules);
    let mut transcript = story.finish(FileFormat::Html, None).ok()?;
    let han = |lines: &[SourceLine]| {
        lines
            .iter()
            .map(|line| count_han(&line.text))
            .sum::<usize>()
    };
    if han(&transcript.lines) < FEWEST_HAN.min(han(&whole.lines) / 2) {
        return None;
    }
    let body = std::mem::take(&mut transcript.lines);
    transcript.lines = report_lines(&facts, body);
    for (line, number) in transcript.lines.iter_mut().zip(1..) {
        line.number = number;
    }
    transcript.origin = whole.origin.clone();
    Some(transcript)
}

/// Returns the HTML of the article, found by its paragraphs and the share of links among them.
fn content(text: &str, address: Option<&str>) -> Option<String> {
    let config = Config {
        keep_classes: true,
        max_elements_to_parse: MOST_ELEMENTS,
        candidate_select_mode: CandidateSelectMode::DomSmoothie,
        ..Config::default()
    };
    // With an address, the links of the article become absolute.
    let mut page = Readability::new(text, address, Some(config.clone()))
        .or_else(|_| Readability::new(text, None, Some(config)))
        .ok()?;
    Some(page.parse().ok()?.content.to_string())
}

/// True for a monitoring report: fields of articles, or the headings of its parts.
fn is_report(lines: &[SourceLine]) -> bool {
    let texts = || lines.iter().map(|line| line.text.as_str());
    let fields = texts().filter(|text| {
        matches!(
            labels::label(text),
            Some((
                FieldLabel::Title | FieldLabel::Link | FieldLabel::Content,
                _
            ))
        )
    });
    let is_part = |text: &str| {
        matches!(
            labels::section(text),
            Some(PartHeading::Contents | PartHeading::Articles)
        )
    };
    fields.take(2).count() == 2 || texts().any(is_part)
}

/// True if an office program made the page.
fn is_document(producer: Option<&str>) -> bool {
    producer.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        WRITERS.iter().any(|writer| name.contains(writer))
    })
}

/// Returns the article with its facts in the fields of a report, which the parser knows.
fn report_lines(facts: &PageFacts, body: Vec<SourceLine>) -> Vec<SourceLine> {
    let mut head = vec![format!("标题：{}", facts.headline)];
    head.extend(facts.source.iter().map(|name| format!("来源：{name}")));
    head.extend(facts.address.iter().map(|link| format!("链接：{link}")));
    head.push("主要内容：".to_owned());
    let day = facts.date.map(|date| match &facts.source {
        Some(source) => format!("{date} 来源：{source}"),
        None => date.to_string(),
    });
    head.extend(day);
    let named = |author: &&String| !body.iter().any(|line| line.text.contains(author.as_str()));
    let author = facts.author.as_ref().filter(named);
    head.extend(author.map(|name| format!("作者：{name}")));
    let head = head.into_iter().map(|text| SourceLine {
        text,
        ..SourceLine::default()
    });
    let body = body.into_iter().enumerate();
    let body = body.filter(|(nth, line)| *nth >= FIRST_ROWS || !repeats(&line.text, facts));
    head.chain(body.map(|(_, line)| line)).collect()
}

/// True for a row that has only what the fields have already.
fn repeats(text: &str, facts: &PageFacts) -> bool {
    facts::tidy(text) == facts.headline || facts::is_info(text)
}

/// The number of Han in a text.
fn count_han(text: &str) -> usize {
    text.chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count()
}
