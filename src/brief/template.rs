//! A brief in a Word template of the user (`--template`, `[brief] template`).
//!
//! Placeholders are those of `[[copy.template]]` (`{title}`, `{[（{source}）]}`), `{brief.title}` and others for the brief, and
//! `{#articles}` … `{/articles}` around what is repeated for each article: paragraphs, or rows of a table where the two stand
//! in different cells. All other bytes of the document stay, and so do the other parts of the package, seals and headers
//! among them; a header or footer is changed only where it has placeholders.

mod example;
mod fields;
mod markup;
mod paragraph;
mod values;

use crate::brief::Brief;
use crate::lang::{Lang, Words};
use crate::quote::template::Error as FieldError;
pub use example::example;
use markup::{Markup, MarkupParagraph};
use paragraph::{ParagraphText, Replacement};
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use values::{Values, fields_in, without_ids};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The mark before the first paragraph or row that is repeated.
const BEGIN: &str = "{#articles}";
/// The mark behind the last one.
const END: &str = "{/articles}";

/// The errors of filling in a template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file is no Word document.
    #[error("not a Word document")]
    NotWord,
    /// A placeholder is wrong.
    #[error("in “{text}”: {error}")]
    Field {
        /// The paragraph.
        text: String,
        /// The mistake.
        error: FieldError,
    },
    /// `{#articles}` or `{/articles}` stands without the other.
    #[error("{{#articles}} and {{/articles}} do not pair")]
    Unpaired,
    /// The document could not be put together.
    #[error("the document could not be put together: {0}")]
    Write(#[from] std::io::Error),
}

impl TemplateError {
    /// Returns the reason in `lang`, as part of a line that names the file.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let words = match self {
            Self::NotWord => Words::new("不是 Word 文档", "not a Word document"),
            Self::Field { text, error } => {
                let error = error.message(lang);
                return match lang {
                    Lang::Zh => format!("“{text}”中：{error}"),
                    Lang::En => format!("in “{text}”: {error}"),
                };
            }
            Self::Unpaired => Words::new(
                "{#articles} 与 {/articles} 没有成对",
                "{#articles} and {/articles} do not pair",
            ),
            Self::Write(_) => Words::new("无法生成文档", "the document could not be made"),
        };
        words.get(lang).to_owned()
    }
}

/// Returns the bytes of the document `template` with its placeholders filled in from `brief`.
///
/// # Errors
/// [`TemplateError`] for a file that is no Word document, and for the first mistake in its placeholders.
pub fn fill(template: &[u8], brief: &Brief) -> Result<Vec<u8>, TemplateError> {
    // Whatever fails in reading the package, the user has to choose another file.
    let not_word = |_| TemplateError::NotWord;
    let mut archive = ZipArchive::new(Cursor::new(template)).map_err(not_word)?;
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let mut has_document = false;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(not_word)?;
        let name = file.name().map_err(not_word)?.into_owned();
        // The other members are copied as compressed bytes: pictures and seals are not even unpacked.
        let filled = if is_text(&name) {
            let mut xml = String::new();
            file.read_to_string(&mut xml)?;
            has_document |= name == "word/document.xml";
            let filled = self::filled(&xml, brief)?;
            // A part without placeholders is copied as it is, down to its compressed bytes.
            (filled != xml).then_some(filled)
        } else {
            None
        };
        // The archive lends one member at a time.
        drop(file);
        if let Some(xml) = filled {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                // A fixed time keeps the bytes of two runs equal.
                .last_modified_time(DateTime::default());
            package
                .start_file(name, options)
                .map_err(std::io::Error::from)?;
            package.write_all(xml.as_bytes())?;
        } else {
            let raw = archive.by_index_raw(at).map_err(not_word)?;
            package.raw_copy_file(raw).map_err(std::io::Error::from)?;
        }
    }
    if !has_document {
        return Err(TemplateError::NotWord);
    }
    Ok(package.finish().map_err(std::io::Error::from)?.into_inner())
}

/// True for the parts of a package that have text of the document.
fn is_text(name: &str) -> bool {
    let part = name
        .strip_prefix("word/")
        .and_then(|name| name.strip_suffix(".xml"));
    part.is_some_and(|part| {
        part == "document" || part.starts_with("header") || part.starts_with("footer")
    })
}

/// Returns `xml` with its placeholders filled in.
///
/// The parts between the marks are filled in once for each article, from a copy without the marks;
/// everything around them once from the brief.
fn filled(xml: &str, brief: &Brief) -> Result<String, TemplateError> {
    let markup = Markup::of(xml);
    let texts: Vec<String> = markup
        .paragraphs
        .iter()
        .map(|paragraph| ParagraphText::of(xml, paragraph).text())
        .collect();
    let mut out = String::with_capacity(xml.len());
    let mut done = 0;
    let mut first = None;
    for (at, text) in texts.iter().enumerate() {
        // A section inside a section would repeat articles within articles.
        if text.contains(BEGIN) && first.replace(at).is_some() {
            return Err(TemplateError::Unpaired);
        }
        if !text.contains(END) {
            continue;
        }
        let section = first.take().ok_or(TemplateError::Unpaired)?;
        let repeated = section_range(&markup, section, at);
        // What stands in the same line beside the marks is not repeated.
        if section == at && !is_whole(text) {
            first = None;
            continue;
        }
        let (before, inside) = (xml.get(done..repeated.start), xml.get(repeated.clone()));
        out += &fields_in(before.unwrap_or_default(), &Values { brief, at: None })?;
        out += &repeated_for_articles(inside.unwrap_or_default(), brief)?;
        done = repeated.end;
    }
    if first.is_some() {
        return Err(TemplateError::Unpaired);
    }
    let rest = xml.get(done..).unwrap_or_default();
    out += &fields_in(rest, &Values { brief, at: None })?;
    Ok(out)
}

/// Returns the section `inside` once for each article, filled in.
fn repeated_for_articles(inside: &str, brief: &Brief) -> Result<String, TemplateError> {
    let inside = without_marks(inside);
    let mut out = String::new();
    for at in 0..brief.issue.articles.len() {
        let values = Values {
            brief,
            at: Some(at),
        };
        let article = fields_in(&inside, &values)?;
        out += &if at == 0 {
            article
        } else {
            without_ids(&article)
        };
    }
    Ok(out)
}

/// True if a text with both marks has nothing outside them.
fn is_whole(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(BEGIN) && text.ends_with(END)
}

/// Returns the bytes that are repeated: from the paragraph `first` to the paragraph `last`, or their rows where they stand in
/// different cells.
fn section_range(markup: &Markup, first: usize, last: usize) -> Range<usize> {
    let paragraph = |at: usize| markup.paragraphs.get(at).cloned().unwrap_or_default();
    let (first, last) = (paragraph(first), paragraph(last));
    let row = |paragraph: &MarkupParagraph| markup.rows.get(paragraph.row?).cloned();
    // Both marks in one cell repeat its paragraphs, which a table with a column for the text of all articles needs.
    match (row(&first), row(&last)) {
        (Some(from), Some(to)) if first.cell != last.cell => from.start..to.end,
        _ => first.range.start..last.range.end,
    }
}

/// Returns a repeated part without its marks. A paragraph or a row that has nothing but a mark is left out.
///
/// A mark alone in its paragraph takes the paragraph along, alone in its row the row; inside a text
/// only itself.
fn without_marks(xml: &str) -> String {
    let markup = Markup::of(xml);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let is_bare = |text: &str| text.trim() == BEGIN || text.trim() == END;
    for paragraph in &markup.paragraphs {
        let text = ParagraphText::of(xml, paragraph);
        let whole = text.text();
        let row = paragraph.row.and_then(|row| markup.rows.get(row).cloned());
        // A cell needs a paragraph, so inside one only the mark is taken away.
        if is_bare(&whole) && paragraph.cell.is_none() {
            edits.push((paragraph.range.clone(), String::new()));
        } else if let Some(row) = row.filter(|row| is_bare(&row_text(xml, &markup, row))) {
            edits.push((row, String::new()));
        } else if whole.contains(BEGIN) || whole.contains(END) {
            let marks = [BEGIN, END].into_iter().filter_map(|mark| {
                let at = whole.get(..whole.find(mark)?)?.chars().count();
                let chars = at..at + mark.chars().count();
                Some(Replacement {
                    chars,
                    text: String::new(),
                })
            });
            let marks: Vec<Replacement> = marks.collect();
            edits.push((
                paragraph.range.clone(),
                text.replaced(xml, paragraph, &marks),
            ));
        }
    }
    with_edits(xml, edits)
}

/// Returns `xml` with `edits`, ascending, in place of their ranges. An edit inside an earlier one is left out: a row that goes
/// takes its paragraphs along.
fn with_edits(xml: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, text) in edits {
        if range.start >= at {
            out += xml.get(at..range.start).unwrap_or_default();
            out += &text;
            at = range.end;
        }
    }
    out + xml.get(at..).unwrap_or_default()
}

/// Returns the text of all paragraphs in a row.
fn row_text(xml: &str, markup: &Markup, row: &Range<usize>) -> String {
    let inside = markup
        .paragraphs
        .iter()
        .filter(|paragraph| row.contains(&paragraph.range.start));
    inside
        .map(|paragraph| ParagraphText::of(xml, paragraph).text())
        .collect()
}

#[cfg(test)]
mod tests;
