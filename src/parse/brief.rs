//! Briefs of this program, read back by the styles of their paragraphs, or as plain text by its layout ([`plain`]).
//!
//! The labels and numbers are those that `brief` writes. Text below a heading is taken as it stands, whatever it looks like.

use super::article::ArticleDraft;
use super::masthead::{self, Masthead};
use super::parsed::ParsedReport;
use super::toc::LocatedEntry;
use crate::conventions::dates;
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::joining::{self, SpacingHabit};
use crate::conventions::line::trim;
use crate::conventions::numerals;
use crate::model::brief_part::BriefPart;
use crate::model::transcript::{LineKind, SourceLine, Transcript};
use crate::model::{Article, Block, BlockKind, TextLink, TocEntry};

mod groups;
mod plain;

pub(super) use groups::without_groups;

/// The beginning of what stands for a figure.
const FIGURE: &str = "〔图";
/// The label of the lead.
const LEAD: &str = "本期导语：";

/// The reading of a brief so far.
#[derive(Default)]
struct BriefReading {
    /// The brief.
    report: ParsedReport<'static>,
    /// Set in the layout of the reports, where every fact has its label.
    has_labels: bool,
    /// Set behind the label of a link, which stands on the next line.
    awaits_link: bool,
    /// The spaces at line ends of the author.
    habit: SpacingHabit,
}

/// Reads a brief; `None` for any other text.
pub(super) fn read(transcript: &Transcript) -> Option<ParsedReport<'static>> {
    let has = |part| {
        transcript
            .lines
            .iter()
            .any(|line| line.look.part == Some(part))
    };
    // Other programs may have styles of these names; a brief has both.
    if has(BriefPart::Name) && has(BriefPart::Headline) {
        return Some(read_lines(&transcript.lines));
    }
    plain::lines(transcript).map(|lines| read_lines(&lines))
}

/// Reads lines that have their parts.
fn read_lines(lines: &[SourceLine]) -> ParsedReport<'static> {
    // The labels above each text and each link; in an official document no line with facts is like them.
    let is_label = |line: &SourceLine| {
        line.look.part == Some(BriefPart::Field)
            && matches!(trim(&line.text), "主要内容：" | "链接：")
    };
    let mut reading = BriefReading {
        has_labels: lines.iter().any(is_label),
        habit: SpacingHabit::of(lines.iter().map(|line| line.text.as_str())),
        ..BriefReading::default()
    };
    for line in lines {
        reading.line(line);
    }
    reading.finish()
}

impl BriefReading {
    /// Reads one line.
    fn line(&mut self, line: &SourceLine) {
        // A soft line break within a paragraph is a break of the author's layout, not of the text.
        let text = joining::join(line.text.split('\n').map(trim), self.habit);
        let is_object = !matches!(line.kind, LineKind::Text | LineKind::ListItem);
        if text.is_empty() && !is_object {
            return;
        }
        let issue = &mut self.report.issue;
        match line.look.part.filter(|_| !is_object) {
            // References repeat what the fields say, and the notes on distribution belong to no article.
            Some(BriefPart::Furniture) => {}
            Some(BriefPart::Name) => issue.title = Some(text),
            Some(BriefPart::Imprint) => self.imprint(&text),
            Some(BriefPart::Contents) => self.entry(&line.text, line.number),
            Some(BriefPart::Headline) => self.headline(&text, line.number),
            Some(BriefPart::Field) if self.has_labels => self.field(&text, line),
            Some(BriefPart::Field) if self.source_line(&text, line) => {}
            // All that the styles do not name, paragraphs of another author included.
            part => self.block(part, text, line),
        }
    }

    /// Reads number, publisher or date of the masthead.
    ///
    /// `第12期（总第240期）`, `山海市图书馆　2025年6月15日`. What is neither number nor date is the
    /// publisher.
    fn imprint(&mut self, text: &str) {
        let issue = &mut self.report.issue;
        let mut rest = text.to_owned();
        let numbers = issue_numbers(text).filter(|_| text.starts_with(['第', '（']));
        if let Some(found) = numbers {
            // A brief with a running number alone has no other.
            issue.number = Some(found.number)
                .filter(|number| text.starts_with('第') || found.total != Some(*number));
            issue.total_number = found.total;
            rest.replace_range(found.range, "");
        }
        // The date stands at the end of the line: a unit may have one in its name.
        let spaces: Vec<usize> = rest
            .match_indices([' ', '\t', '\u{3000}'])
            .map(|(at, _)| at)
            .collect();
        // From left to right, so that a date with spaces inside is found whole.
        let starts = std::iter::once(0).chain(spaces.iter().map(|at| at + 1));
        let found = starts
            .filter(|at| rest.is_char_boundary(*at))
            .find_map(|at| {
                let found = dates::leading(trim(rest.get(at..)?))?;
                let end = trim(rest.get(at..)?).get(found.end..)?;
                end.is_empty().then_some((at, found.date?))
            });
        if let Some((at, date)) = found {
            issue.published = Some(date);
            rest.truncate(at);
        }
        let edge = |c: char| c.is_whitespace() || matches!(c, '（' | '）' | '(' | ')');
        let publisher = rest.trim_matches(edge);
        if !publisher.is_empty() {
            issue.publisher = Some(trim(&rest).to_owned());
        }
    }

    /// Reads an entry of the contents, or the source below one.
    fn entry(&mut self, text: &str, line: u32) {
        // The page number stands behind a tab.
        let text = trim(text.split('\t').next().unwrap_or_default());
        let (number, title) = numbered(text);
        let inner = text
            .strip_prefix('（')
            .and_then(|rest| rest.strip_suffix('）'));
        match (number, inner, self.report.toc.last_mut()) {
            // The source of an entry stands below it, in brackets.
            (None, Some(source), Some(last)) => last.entry.source = Some(source.to_owned()),
            _ => self.report.toc.push(LocatedEntry {
                entry: TocEntry {
                    number: number.unwrap_or(0),
                    title: title.to_owned(),
                    source: None,
                },
                line,
                is_article: true,
            }),
        }
    }

    /// Begins an article.
    fn headline(&mut self, text: &str, line: u32) {
        // An editor may have taken the number away; the place counts then.
        let (number, title) = numbered(text);
        // The label of the layout for reports. Behind `一、` of an official document it belongs to the title.
        let has_label = number.is_none() || text.trim_end_matches(title).ends_with('.');
        let title = match title.strip_prefix("标题：") {
            Some(bare) if has_label => bare,
            _ => title,
        };
        let articles = &mut self.report.issue.articles;
        let place = u32::try_from(articles.len() + 1).unwrap_or(u32::MAX);
        articles.push(Article {
            number: number.unwrap_or(place),
            title: title.to_owned(),
            ..Article::default()
        });
        self.report.drafts.push(ArticleDraft {
            line,
            link_line: line,
            date_line: line,
            ..ArticleDraft::default()
        });
        self.awaits_link = false;
    }

    /// Reads a fact about the article, by its label; a line with neither label nor date is passed over.
    fn field(&mut self, text: &str, line: &SourceLine) {
        let awaited = std::mem::take(&mut self.awaits_link);
        let Some(article) = self.report.issue.articles.last_mut() else {
            return;
        };
        // The address of a report stands on a line of its own, below its label. The address behind the words counts,
        // whatever they are.
        let behind = line.links.first().map(|link| link.target.clone());
        if awaited {
            article.link = Some(behind.unwrap_or_else(|| text.to_owned()));
        } else if let Some(title) = text.strip_prefix("原标题：") {
            article.original_title = Some(title.to_owned());
        } else if let Some(source) = text.strip_prefix("来源：") {
            article.source = Some(trim(source).to_owned());
        } else if text == "主要内容：" {
            if let Some(draft) = self.report.drafts.last_mut() {
                draft.has_text_label = true;
            }
        } else if text == "链接：" {
            self.awaits_link = true;
        } else if let Some(found) = dates::leading(text) {
            // `2025-06-15 来源：云川日报`: the source is known from its own line.
            article.date = article.date.or(found.date);
        }
    }

    /// Reads source and date of an article in an official document: `来源：云川日报　2025年6月15日`, either of them, or
    /// `原文链接` in the place of the source. The link stands behind the words, in a list of links behind `链接：`. `原标题：…` is in
    /// the same style. False if the line is none of these.
    fn source_line(&mut self, text: &str, line: &SourceLine) -> bool {
        let Some(article) = self.report.issue.articles.last_mut() else {
            return false;
        };
        if let Some(title) = text.strip_prefix("原标题：") {
            article.original_title = Some(title.to_owned());
            return true;
        }
        let behind = line.links.first().map(|link| link.target.clone());
        if let Some(link) = text.strip_prefix("链接：") {
            article.link = Some(behind.unwrap_or_else(|| trim(link).to_owned()));
            return true;
        }
        let has_link = behind.is_some();
        article.link = behind.or_else(|| article.link.take());
        let (source, day) = text.rsplit_once('\u{3000}').unwrap_or((text, text));
        // The day ends the line; with more behind it, it is a part of the source.
        let found = dates::leading(day).filter(|found| found.end == day.len());
        let date = found.and_then(|found| found.date);
        article.date = article.date.or(date);
        // A wide space inside a source is followed by no date.
        let source = if date.is_some() { source } else { text };
        // A source that is itself an address cannot lead to another one.
        let source = source.trim_end_matches("\u{3000}原文链接");
        let source = source.strip_prefix("来源：");
        if let Some(source) = source {
            article.source = Some(trim(source).to_owned());
        }
        has_link || date.is_some() || source.is_some()
    }

    /// Adds a paragraph, a table or a figure to the article, or to the lead above the first.
    fn block(&mut self, part: Option<BriefPart>, text: String, line: &SourceLine) {
        let issue = &mut self.report.issue;
        // Above the first headline stands the lead.
        let Some(article) = issue.articles.last_mut() else {
            let label = if issue.lead.is_empty() && text.starts_with(LEAD) {
                LEAD.len()
            } else {
                0
            };
            self.report.lead_line = line.number;
            if let Some(rest) = text.get(label..).filter(|rest| !rest.is_empty()) {
                let moved = links(line, &text).into_iter().map(|link| TextLink {
                    range: link.range.start.saturating_sub(label)
                        ..link.range.end.saturating_sub(label),
                    ..link
                });
                let moved = moved.filter(|link| !link.range.is_empty());
                let paragraph = issue.lead.len();
                issue.lead_links.extend(moved.map(|link| (paragraph, link)));
                issue.lead.push(rest.to_owned());
            }
            return;
        };
        let kind = match (line.kind, part) {
            (LineKind::TableStart | LineKind::TableRow, _) => BlockKind::Table,
            (LineKind::Figure, _) | (_, Some(BriefPart::Figure)) => BlockKind::Figure,
            (_, Some(BriefPart::Heading)) => BlockKind::Heading,
            (_, Some(BriefPart::Byline)) => BlockKind::Byline,
            _ => BlockKind::Paragraph,
        };
        match article.blocks.last_mut() {
            // The cells of a row are parted by tabs, which joining would change.
            Some(table) if line.kind == LineKind::TableRow && table.kind == kind => {
                table.text.push('\n');
                table.text.push_str(&line.text);
            }
            _ if kind == BlockKind::Table => {
                article.blocks.push(Block::new(kind, line.text.clone()));
            }
            _ if part == Some(BriefPart::Figure) => {
                article.blocks.push(Block::new(kind, caption(&text)));
            }
            _ => article.blocks.push(Block {
                links: links(line, &text),
                ..Block::new(kind, text)
            }),
        }
    }

    /// Completes the brief.
    fn finish(mut self) -> ParsedReport<'static> {
        let issue = &mut self.report.issue;
        let lead = issue.lead.concat();
        issue.period = dates::period(&lead);
        issue.declared_count = masthead::declared_count(&lead);
        issue.toc = self
            .report
            .toc
            .iter()
            .map(|located| located.entry.clone())
            .collect();
        ParsedReport {
            masthead: Masthead {
                title: issue.title.clone(),
                ..Masthead::default()
            },
            issue: self.report.issue,
            drafts: self.report.drafts,
            toc: self.report.toc,
            lead_line: self.report.lead_line,
            is_report: true,
        }
    }
}

/// Returns the links behind words, with their bytes in `text`; none where soft line breaks moved them.
///
/// `text` is the line trimmed, so the bytes move by the white space that was cut off.
fn links(line: &SourceLine, text: &str) -> Vec<TextLink> {
    let whole = trim(&line.text);
    // The text was joined, so the bytes of the links no longer fit.
    if whole != text {
        return Vec::new();
    }
    let lead = line.text.find(whole).unwrap_or(0);
    // White space before the text was cut off.
    let moved = |at: usize| at.saturating_sub(lead).min(text.len());
    let links = line.links.iter().map(|link| TextLink {
        range: moved(link.range.start)..moved(link.range.end),
        url: link.target.clone(),
    });
    links.filter(|link| !link.range.is_empty()).collect()
}

/// Returns the number in front of a title (`一、…`, `1.…`) and the title.
fn numbered(text: &str) -> (Option<u32>, &str) {
    let digits = text.trim_start_matches(numerals::is_numeral);
    let number = text
        .get(..text.len() - digits.len())
        .and_then(numerals::number);
    let title = digits
        .strip_prefix('、')
        .or_else(|| digits.strip_prefix('.'));
    match (number, title) {
        (Some(number), Some(title)) => (Some(number), trim(title)),
        _ => (None, text),
    }
}

/// Returns the caption of a figure: the text between `〔图：` and `〕`.
fn caption(text: &str) -> String {
    let inner = text
        .strip_prefix(FIGURE)
        .and_then(|rest| rest.strip_suffix('〕'));
    inner
        .map_or(text, |inner| inner.trim_start_matches('：'))
        .to_owned()
}
