//! The lines of a brief in the order of a report, each with its part: the common base of the plain text and the Word document.
//!
//! The labels and the order are those of the reports, so that the parser reads a brief like any report.

use crate::brief::rows::EditorAdditions;
use crate::brief::{Brief, BriefLayout};
use crate::model::{Article, Block, BlockKind, TextLink};
use crate::quote::blocks::{figure, on_one_line};
use crate::quote::forms;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// The part of a line in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportPart {
    /// The title in the masthead.
    Masthead,
    /// Number, publisher, date.
    Imprint,
    /// `本期导语：` and the headings `一、` and `二、`.
    Section,
    /// Running text of the lead.
    Lead,
    /// An entry of the contents, or the source below it.
    Contents,
    /// `1.标题：…`, which opens an article.
    Headline,
    /// `来源：…`, `主要内容：`.
    Field,
    /// The label before a link.
    LinkLabel,
    /// A link on its own line.
    Link,
    /// The title repeated above the text.
    Title,
    /// Date and source below the title, and the original title.
    Dateline,
    /// A paragraph.
    Paragraph,
    /// A sub-heading.
    Heading,
    /// A byline.
    Byline,
    /// A table; the text has a line for each row and tabs between the cells.
    Table,
    /// A figure.
    Figure,
    /// A heading of the editor above several articles.
    Group,
    /// A paragraph of the editor's note.
    Note,
}

/// A line with its part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// The part in the report.
    pub part: ReportPart,
    /// The text, without indent.
    pub text: String,
    /// The links behind words of the text.
    pub links: Vec<TextLink>,
}

impl ReportLine {
    /// Returns a line without links.
    const fn new(part: ReportPart, text: String) -> Self {
        let links = Vec::new();
        Self { part, text, links }
    }
}

/// The label of the editor's note.
pub const NOTE: &str = "按语：";

/// Returns the paragraphs of the editor's note, the first with its label.
pub fn note_lines(note: &[String]) -> impl Iterator<Item = String> {
    let labels = std::iter::once(NOTE).chain(std::iter::repeat(""));
    note.iter()
        .zip(labels)
        .map(|(text, label)| format!("{label}{text}"))
}

/// Returns the lines of `brief` in reading order.
#[must_use]
pub fn report_lines(brief: &Brief) -> Vec<ReportLine> {
    let issue = &brief.issue;
    let mut lines = Vec::new();
    let mut push = |part, text: String| lines.push(ReportLine::new(part, text));
    if let Some(title) = &issue.title {
        push(ReportPart::Masthead, one_line(title));
    }
    // The forms in which the reports write their numbers, so that the parser reads them back.
    let total = issue.total_number.map(|number| format!("总第{number}期"));
    match (issue.number, total) {
        (Some(number), None) => push(ReportPart::Imprint, format!("（第{number}期）")),
        (Some(number), Some(total)) => {
            push(ReportPart::Imprint, format!("第{number}期（{total}）"));
        }
        (None, Some(total)) => push(ReportPart::Imprint, format!("（{total}）")),
        (None, None) => {}
    }
    let imprint = imprint(issue.publisher.as_deref(), issue.published);
    if !imprint.is_empty() {
        push(ReportPart::Imprint, imprint);
    }
    push(ReportPart::Section, "本期导语：".to_owned());
    for paragraph in &issue.lead {
        push(ReportPart::Lead, one_line(paragraph));
    }
    push(ReportPart::Section, "一、信息目录".to_owned());
    for entry in &issue.toc {
        let title = one_line(&entry.title);
        push(ReportPart::Contents, numbered(entry.number, "", &title));
        if let Some(source) = &entry.source {
            push(ReportPart::Contents, format!("（{}）", one_line(source)));
        }
    }
    push(ReportPart::Section, "二、具体内容".to_owned());
    for (article, additions) in issue.articles.iter().zip(&brief.additions) {
        lines.extend(self::article(article, additions, brief.layout));
    }
    lines
}

/// Returns the lines of an article. In a list of links it has no text, and no label of one.
fn article(article: &Article, additions: &EditorAdditions, layout: BriefLayout) -> Vec<ReportLine> {
    let mut lines = Vec::new();
    let mut push = |part, text: String| lines.push(ReportLine::new(part, text));
    for heading in &additions.headings {
        push(ReportPart::Group, heading.clone());
    }
    let title = one_line(&article.title);
    let headline = numbered(article.number, "标题：", &title);
    push(ReportPart::Headline, headline);
    let source = article.source.as_deref().map(one_line);
    if let Some(source) = &source {
        push(ReportPart::Field, format!("来源：{source}"));
    }
    if let Some(link) = forms::link(article) {
        push(ReportPart::LinkLabel, "链接：".to_owned());
        push(ReportPart::Link, link);
    }
    let has_text = layout != BriefLayout::Links;
    if has_text {
        // The label ends the fields for the parser, even if no text follows.
        push(ReportPart::Field, "主要内容：".to_owned());
    }
    // The parser would take a repeated title that begins with an item number for the next article, and `#` makes a text Markdown.
    if has_text && !title.starts_with('#') && !looks_numbered(&title) {
        push(ReportPart::Title, title);
    }
    if let Some(date) = article.date {
        let source = source.filter(|_| has_text);
        let source = source.map(|source| format!(" 来源：{source}"));
        let source = source.unwrap_or_default();
        push(ReportPart::Dateline, format!("{date}{source}"));
    }
    if let Some(original) = &article.original_title {
        let original = one_line(original);
        push(ReportPart::Dateline, format!("原标题：{original}"));
    }
    lines.extend(article.blocks.iter().filter_map(block));
    let note = note_lines(&additions.note);
    lines.extend(note.map(|text| ReportLine::new(ReportPart::Note, text)));
    lines
}

/// Returns the line of a block; `None` if it is empty.
fn block(block: &Block) -> Option<ReportLine> {
    let Block { kind, text, links } = on_one_line(block);
    let (part, text) = match kind {
        BlockKind::Paragraph => (ReportPart::Paragraph, text),
        BlockKind::Figure => (ReportPart::Figure, figure(&text)),
        BlockKind::Table => (ReportPart::Table, text),
        BlockKind::Heading => (ReportPart::Heading, text),
        BlockKind::Byline => (ReportPart::Byline, text),
    };
    // The ranges of a table and a figure are those of a text that is set otherwise here.
    let has_runs = !matches!(kind, BlockKind::Figure | BlockKind::Table);
    let links = if has_runs { links } else { Vec::new() };
    (!text.is_empty()).then_some(ReportLine { part, text, links })
}

/// True if a title on a line of its own could be taken for the beginning of the next article (`3、4 月份…`) or section
/// (`二、…`, `第三章`), or for a date. A number that only begins a sentence (`400 余家…`, `2025年…`, `三部门…`) is none.
fn looks_numbered(title: &str) -> bool {
    let numeral = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || "一二三四五六七八九十百〇○零".contains(c)
    };
    let opened = title.trim_start_matches(['（', '(', '【', '[', '〔', '第']);
    let after = opened.trim_start_matches(numeral).trim_start();
    let is_number = after.len() < opened.len();
    title.starts_with(|c| ('①'..='⑳').contains(&c))
        || is_number && (after.is_empty() || after.starts_with(MARKS_BEHIND_NUMBERS))
}

/// The characters behind a number that make it one of an item, a section, an issue or a date.
const MARKS_BEHIND_NUMBERS: &[char] = &[
    '.', '．', '、', '。', '︒', '·', '﹒', ',', '，', ':', '：', ')', '）', ']', '】', '〕', '-',
    '－', '/', '／', '章', '节', '条', '期', '是', '要',
];

/// Returns `3.标题：…`.
fn numbered(number: u32, label: &str, title: &str) -> String {
    format!("{number}.{label}{title}")
}

/// Returns publisher and date on one line, as in a masthead.
fn imprint(publisher: Option<&str>, day: Option<Date>) -> String {
    let date = day.map(|date| format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()));
    let both: Vec<String> = publisher.map(one_line).into_iter().chain(date).collect();
    both.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{ReportPart, looks_numbered, report_lines};
    use crate::brief::sample;

    #[test]
    fn a_title_is_repeated_below_the_label_unless_it_would_be_read_as_a_number() {
        for title in [
            "400 余家医院互认",
            "2025年汛期提前",
            "5G 基站进村",
            "三部门发文",
            "第三方评估",
            "（上）",
        ] {
            assert!(!looks_numbered(title), "{title}");
        }
        for title in [
            "3、4 月份潮位",
            "二、具体内容",
            "（三）",
            "(3)潮位",
            "第12期",
            "2025-06-15",
            "12",
            "①潮位",
            "一是",
        ] {
            assert!(looks_numbered(title), "{title}");
        }
    }

    #[test]
    fn a_brief_has_the_lines_of_a_report_in_their_order() {
        let issue = sample::issue();
        let lines = report_lines(&sample::brief(&issue));
        let parts: Vec<ReportPart> = lines.iter().map(|line| line.part).collect();
        let wanted = [
            ReportPart::Masthead,
            ReportPart::Imprint,
            ReportPart::Section,
            ReportPart::Lead,
            ReportPart::Section,
            ReportPart::Contents,
            ReportPart::Contents,
            ReportPart::Contents,
            ReportPart::Section,
            ReportPart::Headline,
            ReportPart::Field,
            ReportPart::LinkLabel,
            ReportPart::Link,
            ReportPart::Field,
            ReportPart::Title,
            ReportPart::Dateline,
            ReportPart::Paragraph,
            ReportPart::Heading,
            ReportPart::Paragraph,
            ReportPart::Headline,
            ReportPart::Field,
            ReportPart::Title,
        ];
        assert_eq!(parts, wanted);
        assert_eq!(lines[9].text, "1.标题：云川市试行[互认]清单");
        assert_eq!(lines[15].text, "2025-06-15 来源：云川日报");
    }
}
