//! A brief as an official document (公文): a Word document by GB/T 9704—2012 党政机关公文格式.
//!
//! The page is A4 with a type area (版心) of 156 × 225 mm, which holds 22 lines of 28 characters in 三号仿宋. The order is that of
//! a 简报: masthead, lead, contents with page numbers, articles, references by GB/T 7714, and the notes on distribution (报尾).
//! `tests/official.rs` audits the XML rule by rule.

pub mod foot;
pub mod grid;
pub mod masthead;
pub mod measure;
mod numbering;
pub mod package;
mod pages;
pub mod paragraph;
pub mod styles;
pub mod table;

use crate::brief::details::{BriefDetails, MastheadColour};
use crate::brief::docx::parts;
use crate::brief::lead::EDITORS_NOTE;
use crate::brief::lines::{NOTE, note_lines};
use crate::brief::rows::EditorAdditions;
use crate::brief::{Brief, BriefLayout, docx};
use crate::model::{Article, Block, BlockKind};
use crate::quote::address::browsable;
use crate::quote::blocks::{figure, on_one_line};
use crate::quote::forms::{chinese_date, link};
use crate::quote::gbt7714;
use crate::quote::one_line::one_line;
use crate::text::chars::is_wide;
use jiff::civil::Date;
use measure::text_twips;
use numbering::{chinese_number, sub_heading};
use paragraph::{OfficialParagraph, OfficialStyle, Run, RunKind};

/// The room between the two tab stops of the line with unit and date, in twentieths of a point.
const IMPRINT_TWIPS: u32 = 8205;

/// Returns the bytes of the document. The same brief always gives the same bytes; no clock is read.
///
/// # Errors
/// An error of the zip writer.
pub fn write(brief: &Brief) -> Result<Vec<u8>, std::io::Error> {
    let all = paragraphs(brief);
    let members = [
        ("[Content_Types].xml", styles::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELS.to_owned()),
        ("docProps/core.xml", docx::core(&brief.issue)),
        ("word/document.xml", package::document(&all)),
        ("word/styles.xml", styles::styles(colour(&brief.details))),
        ("word/settings.xml", styles::SETTINGS.to_owned()),
        ("word/fontTable.xml", styles::FONT_TABLE.to_owned()),
        ("word/footer1.xml", styles::footer("FooterOdd")),
        ("word/footer2.xml", styles::footer("FooterEven")),
        ("word/_rels/document.xml.rels", package::relations(&all)),
    ];
    docx::pack(&members)
}

/// Returns the paragraphs of the document, the entries of the contents with their pages.
pub fn paragraphs(brief: &Brief) -> Vec<OfficialParagraph> {
    let before = front(brief);
    let body = body(brief);
    let back = foot::notes(&brief.details);
    let mut all = before;
    all.push(OfficialParagraph::blank());
    // A list of links has each title and address once: it needs neither contents nor references.
    let is_list = brief.layout == BriefLayout::Links;
    if !is_list {
        all.push(OfficialParagraph::of(
            OfficialStyle::Title,
            "目　　录".to_owned(),
        ));
        all.extend(contents(brief));
        all.push(OfficialParagraph::blank());
    }
    all.extend(body);
    if !is_list {
        all.extend(references(brief));
    }
    pages::number(&mut all);
    // Where the notes on distribution have no room below the text, its end moves to their page: they do not stand alone on one.
    if !back.is_empty()
        && let Some(last) = all.last_mut()
    {
        last.keeps_next = Some(true);
    }
    all.extend(back);
    all
}

/// Returns the text of the paragraphs above the articles: masthead, lead and the contents without their pages.
pub fn first_lines(brief: &Brief) -> Vec<String> {
    let mut all = front(brief);
    if brief.layout != BriefLayout::Links {
        all.extend(contents(brief));
    }
    all.extend(body(brief));
    all.iter().map(OfficialParagraph::text).collect()
}

/// Returns the colour of the masthead as six hexadecimal digits.
pub(super) const fn colour(details: &BriefDetails) -> &'static str {
    match details.masthead_colour {
        MastheadColour::Black => "000000",
        MastheadColour::Red => "FF0000",
    }
}

/// Returns masthead and lead.
fn front(brief: &Brief) -> Vec<OfficialParagraph> {
    let (issue, details) = (&brief.issue, &brief.details);
    let mut out = Vec::new();
    let name = issue.title.as_deref().map(one_line).unwrap_or_default();
    out.push(name_paragraph(&name));
    let number = details.number.map(|number| format!("第{number}期"));
    let total = details
        .total_number
        .map(|number| format!("（总第{number}期）"));
    let numbers: String = number.into_iter().chain(total).collect();
    if !numbers.is_empty() {
        out.push(OfficialParagraph::of(OfficialStyle::Number, numbers));
    }
    out.extend(imprint(brief));
    out.push(OfficialParagraph::of(
        OfficialStyle::BelowRule,
        String::new(),
    ));
    for (at, text) in issue.lead.iter().enumerate() {
        let text = without_gaps(&one_line(text));
        let mut lead = OfficialParagraph::of(OfficialStyle::Body, String::new());
        if at == 0 {
            // The other paragraphs of the lead are the note of the editor.
            lead.push(RunKind::Label, "本期导语：");
            lead.push(RunKind::Text, &text);
        } else {
            lead.labelled(EDITORS_NOTE, &text);
        }
        out.push(lead);
    }
    out
}

/// Returns the name in the masthead, in as many lines as it needs.
fn name_paragraph(name: &str) -> OfficialParagraph {
    let lines = masthead::lines(name);
    let mut out = OfficialParagraph::of(OfficialStyle::Masthead, String::new());
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.runs.push(Run::new(RunKind::Break, String::new()));
        }
        out.push(RunKind::Text, line);
    }
    out.rows(masthead::rows(lines.len()))
}

/// Returns the line with unit and date, or two lines where they do not fit one.
fn imprint(brief: &Brief) -> Vec<OfficialParagraph> {
    let mut unit = brief
        .details
        .publisher
        .as_deref()
        .map(one_line)
        .unwrap_or_default();
    let date = brief.issue.published.map(chinese_date).unwrap_or_default();
    let mut out = Vec::new();
    // The wide space keeps the two apart.
    if text_twips(&format!("{unit}　{date}")) > IMPRINT_TWIPS {
        out.push(OfficialParagraph::of(
            OfficialStyle::Unit,
            std::mem::take(&mut unit),
        ));
    }
    let mut line = OfficialParagraph::of(OfficialStyle::Imprint, String::new());
    // Tab stops set the unit to the left and the date to the right, or the date alone if no unit is given.
    line.runs.push(Run::new(RunKind::Tab, String::new()));
    line.runs.push(Run::new(RunKind::Text, unit));
    line.runs.push(Run::new(RunKind::Tab, String::new()));
    line.runs.push(Run::new(RunKind::Text, date));
    out.push(line);
    out
}

/// Returns `text` without the spaces around digits: `2025年6月14日` for `2025 年 6 月 14 日`. An official document has none.
///
/// Spaces between digits and Latin words stay.
fn without_gaps(text: &str) -> String {
    let is_han = |c: Option<char>| c.is_some_and(is_wide);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let (before, after) = (out.chars().next_back(), rest.peek().copied());
        let is_gap = (is_han(before) && is_digit(after)) || (is_digit(before) && is_han(after));
        // Spaces between words of another script stay.
        if c != ' ' || !is_gap {
            out.push(c);
        }
    }
    out
}

/// Returns the entries of the contents, whose page numbers are not known yet.
fn contents(brief: &Brief) -> Vec<OfficialParagraph> {
    let mut out = Vec::new();
    let mut push = |style, text: String, target| {
        let mut entry = OfficialParagraph::of(style, text);
        entry.target = Some(target);
        out.push(entry);
    };
    let articles = brief.issue.articles.iter().zip(&brief.additions);
    for (article, additions) in articles {
        for (heading, at) in additions.headings.iter().zip(0..) {
            let target = group_target(article, at);
            push(OfficialStyle::GroupEntry, heading.clone(), target);
        }
        push(OfficialStyle::Contents, heading(article), article.number);
    }
    out
}

/// Returns the target of the heading `at` of those above an article. Articles have their numbers as targets.
fn group_target(article: &Article, at: u32) -> u32 {
    article.number * 1000 + GROUPS + at
}

/// The targets of headings above articles begin here, since a brief has fewer articles.
const GROUPS: u32 = 1_000_000;

/// Returns the articles: heading, source and date, text.
fn body(brief: &Brief) -> Vec<OfficialParagraph> {
    let mut out = Vec::new();
    for (article, additions) in brief.issue.articles.iter().zip(&brief.additions) {
        out.extend(article_head(article, additions, brief.layout));
        // The first paragraph behind the head, which has to stay with it.
        let first = out.len();
        for block in article.blocks.iter().filter_map(block) {
            // Two tables without a line between them would look like one, and be one in Word.
            let is_table = |one: &OfficialParagraph| one.style == OfficialStyle::Table;
            if is_table(&block) && out.last().is_some_and(is_table) {
                out.push(OfficialParagraph::blank());
            }
            out.push(block);
        }
        out.extend(note_lines(&additions.note).map(|text| {
            let mut note = OfficialParagraph::of(OfficialStyle::Note, String::new());
            note.labelled(NOTE, &text);
            note
        }));
        match out.get_mut(first) {
            Some(text) => text.has_widow_control = true,
            // Without a text the last line of the head has nothing to stay with.
            None => out
                .last_mut()
                .into_iter()
                .for_each(OfficialParagraph::ends_head),
        }
    }
    out
}

/// Returns the headings before an article, its title, and its source, date and link.
fn article_head(
    article: &Article,
    additions: &EditorAdditions,
    layout: BriefLayout,
) -> Vec<OfficialParagraph> {
    let mut out = Vec::new();
    for (text, at) in additions.headings.iter().zip(0..) {
        let mut heading = OfficialParagraph::of(OfficialStyle::Group, text.clone());
        heading.target = Some(group_target(article, at));
        out.push(heading);
    }
    let mut head = OfficialParagraph::of(OfficialStyle::Article, heading(article));
    head.target = Some(article.number);
    out.push(head);
    if layout == BriefLayout::Links {
        out.extend(source_line(article, None));
        out.extend(link(article).map(|link| link_line(&link)));
    } else {
        let link = link(article).filter(|link| browsable(link).is_some());
        out.extend(source_line(article, link));
    }
    if let Some(original) = article.other_original_title() {
        let text = format!("原标题：{}", one_line(original));
        out.push(OfficialParagraph::of(OfficialStyle::Source, text));
    }
    out
}

/// Returns `一、标题`.
fn heading(article: &Article) -> String {
    format!(
        "{}、{}",
        chinese_number(article.number),
        one_line(&article.title)
    )
}

/// The words that lead to the article on the web where its source cannot.
const ORIGINAL: &str = "原文链接";

/// Returns the line with the address of an article, which leads there if it is of the web.
fn link_line(link: &str) -> OfficialParagraph {
    let mut line = OfficialParagraph::of(OfficialStyle::Source, "链接：".to_owned());
    let kind = match browsable(link) {
        Some(_) => RunKind::Link(link.to_owned()),
        None => RunKind::Text,
    };
    line.push(kind, link);
    line
}

/// Returns the line with source and date, which leads to `link`, an address of the web; `None` without any of them.
///
/// Without a source the words `原文链接` lead to the article; without a link the source is plain
/// text.
fn source_line(article: &Article, link: Option<String>) -> Option<OfficialParagraph> {
    let source = article.source.as_deref().map(one_line);
    let source = source.filter(|source| !source.is_empty());
    // The wide space parts source and date, so that a source that ends like a date has none of its own.
    let source = source.map(|source| source.replace('　', " "));
    let mut line = OfficialParagraph::of(OfficialStyle::Source, String::new());
    let mut rest = link.clone();
    if let Some(source) = source {
        line.push(RunKind::Text, "来源：");
        // Readers distrust words that are another address, so that a source which is one gets no link.
        let is_address = source.contains("://") || link.is_some_and(|link| link.contains(&source));
        let own = rest.take_if(|_| !is_address);
        line.push(own.map_or(RunKind::Text, RunKind::Link), &source);
    }
    if let Some(link) = rest {
        let gap = if line.runs.is_empty() { "" } else { "　" };
        line.push(RunKind::Text, gap);
        line.push(RunKind::Link(link), ORIGINAL);
    }
    if let Some(date) = article.date {
        let gap = if line.runs.is_empty() { "" } else { "　" };
        let date = format!("{gap}{}", chinese_date(date));
        line.runs.push(Run::new(RunKind::Text, date));
    }
    (!line.runs.is_empty()).then_some(line)
}

/// Returns the paragraph of a block; `None` if it is empty.
fn block(block: &Block) -> Option<OfficialParagraph> {
    let block = on_one_line(block);
    let style = match block.kind {
        BlockKind::Heading => sub_heading(&block.text),
        BlockKind::Byline => OfficialStyle::Byline,
        BlockKind::Table => OfficialStyle::Table,
        BlockKind::Figure => {
            return Some(OfficialParagraph::of(
                OfficialStyle::Figure,
                figure(&block.text),
            ));
        }
        BlockKind::Paragraph => OfficialStyle::Body,
    };
    if block.text.is_empty() {
        return None;
    }
    let mut out = OfficialParagraph::of(style, String::new());
    let mut at = 0;
    for link in &block.links {
        let (start, end) = (link.range.start, link.range.end);
        let address = browsable(&link.url);
        let (Some(before), Some(words)) = (block.text.get(at..start), block.text.get(start..end))
        else {
            continue;
        };
        // A table has no runs, and an address that is not of the web may start any program.
        let Some(address) = address.filter(|_| style != OfficialStyle::Table) else {
            continue;
        };
        out.push(RunKind::Text, before);
        out.push(RunKind::Link(address), words);
        at = end;
    }
    out.push(RunKind::Text, block.text.get(at..).unwrap_or_default());
    Some(out)
}

/// Returns the list of references, one for each article.
fn references(brief: &Brief) -> Vec<OfficialParagraph> {
    // A reference to a web page names the day of the visit.
    let Some(today) = brief.issue.published else {
        return Vec::new();
    };
    let title = OfficialParagraph::of(OfficialStyle::Title, "参考文献".to_owned());
    let mut out = vec![OfficialParagraph::blank().kept(), title];
    for article in &brief.issue.articles {
        out.push(reference(article, today));
    }
    out
}

/// Returns the reference of an article with its address as a link.
fn reference(article: &Article, today: Date) -> OfficialParagraph {
    let text = format!(
        "[{}] {}",
        article.number,
        gbt7714::reference(article, today)
    );
    let mut out = OfficialParagraph::of(OfficialStyle::Reference, String::new());
    let live = link(article).filter(|link| browsable(link).is_some());
    let at = live.and_then(|link| Some((text.rfind(&link)?, link)));
    if let Some((at, link)) = at {
        let (head, rest) = text.split_at(at);
        let tail = rest.get(link.len()..).unwrap_or_default();
        out.runs.push(Run::new(RunKind::Text, head.to_owned()));
        out.runs.push(Run::new(RunKind::Link(link.clone()), link));
        out.runs.push(Run::new(RunKind::Text, tail.to_owned()));
    } else {
        out.runs.push(Run::new(RunKind::Text, text));
    }
    out
}
