//! Briefs of this program as plain text, recognised by their layout.
//!
//! A text has no styles, but in a brief only the paragraphs of the lead and of the articles are indented, and the labels stand
//! in one order. So a text that has exactly this layout is a brief, and each line gets the part that it would have as a
//! document. One line out of place and the text is read like any other report.

use super::FIGURE;
use crate::model::BlockKind;
use crate::model::brief_part::BriefPart;
use crate::model::transcript::{FileFormat, LineStyle, SourceLine, Transcript};
use crate::parse::reflow::blocks;

/// The indent of a paragraph.
const INDENT: &str = "\u{3000}\u{3000}";

/// Returns the lines of a brief with their parts; `None` for any other text.
pub(super) fn lines(transcript: &Transcript) -> Option<Vec<SourceLine>> {
    // A page or a document keeps neither the indents nor the order of the lines.
    if transcript.origin.format != FileFormat::Text {
        return None;
    }
    let mut reader = LayoutReader {
        paragraphs: paragraphs(&transcript.lines),
        at: 0,
        lines: Vec::new(),
    };
    reader.front()?;
    let titles = reader.contents()?;
    for (number, title) in (1..).zip(&titles) {
        let next = (number < titles.len()).then(|| format!("{}.标题：", number + 1));
        reader.article(&format!("{number}.标题："), title, next.as_deref())?;
    }
    (reader.at == reader.paragraphs.len()).then_some(reader.lines)
}

/// Splits lines into groups at the blank ones. All groups but tables have one line.
fn paragraphs(lines: &[SourceLine]) -> Vec<&[SourceLine]> {
    let groups = lines.split(|line| line.text.trim().is_empty());
    groups.filter(|group| !group.is_empty()).collect()
}

/// Goes through the paragraphs of a text in the order of a brief.
struct LayoutReader<'a> {
    /// The paragraphs.
    paragraphs: Vec<&'a [SourceLine]>,
    /// The index of the next one.
    at: usize,
    /// The lines with their parts.
    lines: Vec<SourceLine>,
}

impl<'a> LayoutReader<'a> {
    /// Returns the next paragraph, if it is one line without an indent.
    fn label(&self) -> Option<&'a str> {
        match self.paragraphs.get(self.at)? {
            [line] if !is_indented(line) => Some(line.text.as_str()),
            _ => None,
        }
    }

    /// Takes the next paragraph as `part`; `None` stands for running text.
    fn take(&mut self, part: Option<BriefPart>) -> Option<()> {
        for line in *self.paragraphs.get(self.at)? {
            self.lines.push(SourceLine {
                look: LineStyle {
                    part,
                    ..LineStyle::default()
                },
                ..line.clone()
            });
        }
        self.at += 1;
        Some(())
    }

    /// Takes the next paragraph as `part` if it is a label for which `is_it` holds.
    fn take_if(&mut self, part: BriefPart, is_it: impl Fn(&str) -> bool) -> Option<()> {
        self.label().filter(|text| is_it(text))?;
        self.take(Some(part))
    }

    /// Takes masthead and lead, and the heading of the contents.
    fn front(&mut self) -> Option<()> {
        let is_section = |text: &str| text == "本期导语：";
        self.take_if(BriefPart::Name, |text| !is_section(text))?;
        // Two lines at most: the numbers, and publisher with date.
        let mut imprint = 0;
        while self.take_if(BriefPart::Furniture, is_section).is_none() {
            imprint += 1;
            self.take_if(BriefPart::Imprint, |_| imprint <= 2)?;
        }
        while self.label().is_none() {
            self.take(None)?;
        }
        self.take_if(BriefPart::Furniture, |text| text == "一、信息目录")
    }

    /// Takes the contents and the heading below them. Returns the titles.
    fn contents(&mut self) -> Option<Vec<&'a str>> {
        let mut titles = Vec::new();
        loop {
            let entry = format!("{}.", titles.len() + 1);
            let text = self.label()?;
            if let Some(title) = text.strip_prefix(&entry) {
                titles.push(title);
            } else if text == "二、具体内容" {
                self.take(Some(BriefPart::Furniture))?;
                return Some(titles);
            } else if titles.is_empty() || !text.starts_with('（') {
                return None;
            }
            self.take(Some(BriefPart::Contents))?;
        }
    }

    /// Takes an article. Its heading is `label` and `title`, and that of the next article begins with `next`.
    fn article(&mut self, label: &str, title: &str, next: Option<&str>) -> Option<()> {
        let is_headline = |text: &str| text.strip_prefix(label) == Some(title);
        // The headings of the editor above an article belong to none.
        while self.take_if(BriefPart::Headline, is_headline).is_none() {
            self.take_if(BriefPart::Furniture, |_| true)?;
        }
        let source = self.label().and_then(|text| text.strip_prefix("来源："));
        if source.is_some() {
            self.take(Some(BriefPart::Field))?;
        }
        if self
            .take_if(BriefPart::Field, |text| text == "链接：")
            .is_some()
        {
            self.take_if(BriefPart::Field, |_| true)?;
        }
        let label = self.take_if(BriefPart::Field, |text| text == "主要内容：");
        // A list of links has neither texts nor their label, and each source once.
        let has_text = label.is_some();
        // A title that begins as an item or a date does is not repeated, so that a date is a date even below a title that is one.
        let is_date = |text: &str| is_dateline(text, source.filter(|_| has_text));
        let is_title = |text: &str| has_text && text == title && !is_date(text);
        let _title = self.take_if(BriefPart::Furniture, is_title);
        let _date = self.take_if(BriefPart::Field, is_date);
        let _original = self.take_if(BriefPart::Field, |text| text.starts_with("原标题："));
        self.text(next)
    }

    /// Takes the text of an article, up to the headings above the next one or to the end.
    fn text(&mut self, next: Option<&str>) -> Option<()> {
        while self.at < self.paragraphs.len() {
            let part = match self.label() {
                Some(text) if text.starts_with(FIGURE) => Some(BriefPart::Figure),
                // Whether a heading follows is known when the article below it is read.
                Some(_) => return next.map(|_| ()),
                None => self.paragraphs.get(self.at).and_then(|lines| part(lines)),
            };
            self.take(part)?;
        }
        Some(())
    }
}

/// True if a line begins with the indent of a paragraph, or had one before it was taken off.
fn is_indented(line: &SourceLine) -> bool {
    line.look.indented || line.text.starts_with(INDENT)
}

/// True for the line with the date, and with the source of the article if it has one.
fn is_dateline(text: &str, source: Option<&str>) -> bool {
    let (date, named) = match text.split_once(" 来源：") {
        Some((date, named)) => (date, Some(named)),
        None => (text, None),
    };
    named == source && date.parse::<jiff::civil::Date>().is_ok()
}

/// Returns the part of a paragraph of an article, by its shape; `None` for running text.
fn part(lines: &[SourceLine]) -> Option<BriefPart> {
    let [line] = lines else { return None };
    match blocks::kind(line.text.trim(), 1, LineStyle::default()) {
        BlockKind::Heading => Some(BriefPart::Heading),
        BlockKind::Byline => Some(BriefPart::Byline),
        _ => None,
    }
}
