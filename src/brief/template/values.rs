//! The placeholders of a template and the texts that take their place.

use super::fields::{self, ARTICLE, BRIEF};
use super::markup::{self, Markup, MarkupParagraph};
use super::paragraph::{ParagraphText, Replacement};
use super::{BEGIN, END, TemplateError};
use crate::brief::Brief;
use crate::quote::Piece;
use crate::quote::template::{Error as FieldError, FieldScope, Template};
use std::ops::Range;

/// The place in the brief that placeholders are filled in from.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    /// The brief.
    pub brief: &'a Brief<'a>,
    /// The article, counted from 0; `None` outside the repeated part.
    pub at: Option<usize>,
}

impl Values<'_> {
    /// Returns the text in the place of `placeholder`.
    fn text(&self, placeholder: &str) -> Result<String, FieldError> {
        let scope: FieldScope = if self.at.is_some() { ARTICLE } else { BRIEF };
        let template = match placeholder.strip_prefix(BEGIN) {
            // A list in one line.
            Some(inner) => return self.joined(inner.strip_suffix(END).unwrap_or(inner)),
            None => Template::parse_in(placeholder, scope)?,
        };
        let today = self.brief.issue.published.unwrap_or_default();
        let extras = |name: &str| fields::value(self.brief, self.at, name);
        let original = self.at.and_then(|at| self.brief.pieces.get(at));
        let article = self.at.and_then(|at| self.brief.issue.articles.get(at));
        let piece = original
            .zip(article)
            .map(|(piece, article)| Piece { article, ..*piece });
        Ok(template.fill_in(piece.as_ref(), today, &extras))
    }

    /// Returns `inner` filled in from each article, one behind the other.
    fn joined(&self, inner: &str) -> Result<String, FieldError> {
        let template = Template::parse_in(inner, ARTICLE)?;
        let today = self.brief.issue.published.unwrap_or_default();
        let mut out = String::new();
        for (at, (piece, article)) in self
            .brief
            .pieces
            .iter()
            .zip(&self.brief.issue.articles)
            .enumerate()
        {
            let extras = |name: &str| fields::value(self.brief, Some(at), name);
            let piece = Piece { article, ..*piece };
            out += &template.fill_in(Some(&piece), today, &extras);
        }
        Ok(out)
    }
}

/// Returns `xml` with the placeholders of its paragraphs filled in.
pub(super) fn fields_in(xml: &str, values: &Values<'_>) -> Result<String, TemplateError> {
    let markup = Markup::of(xml);
    let mut out = String::with_capacity(xml.len());
    let mut done = 0;
    for paragraph in &markup.paragraphs {
        // The text boxes inside a paragraph are filled in with it.
        if paragraph.is_inner {
            continue;
        }
        let range = paragraph.range.clone();
        let piece = xml.get(range.clone()).unwrap_or_default();
        out += xml.get(done..range.start).unwrap_or_default();
        out += &paragraph_filled(piece, values, paragraph.cell.is_none())?;
        done = range.end;
    }
    Ok(out + xml.get(done..).unwrap_or_default())
}

/// Returns a paragraph filled in. One that is a single placeholder becomes a paragraph for each line of its text, and none
/// where the text is empty, unless the paragraph is needed: in a cell, around a picture or at the end of a section.
fn paragraph_filled(xml: &str, values: &Values<'_>, may_go: bool) -> Result<String, TemplateError> {
    let markup = Markup::of(xml);
    let mut xml = xml.to_owned();
    // From the last to the first, so that an inner paragraph is filled in before the one around it, and no bytes move.
    for at in (0..markup.paragraphs.len()).rev() {
        let markup = Markup::of(&xml);
        let Some(paragraph) = markup.paragraphs.get(at) else {
            continue;
        };
        let text = ParagraphText::of(&xml, paragraph);
        let whole = text.text();
        if !whole.contains(['{', '}']) {
            continue;
        }
        let failed = |error| TemplateError::Field {
            text: whole.clone(),
            error,
        };
        let mut replacements = Vec::new();
        for chars in sections_joined(&text, text.placeholders().map_err(failed)?) {
            let filled = values.text(&text.slice(&chars)).map_err(failed)?;
            replacements.push(Replacement {
                chars,
                text: filled,
            });
        }
        let is_plain = !["<w:sectPr", "<w:drawing", "<w:pict"]
            .iter()
            .any(|part| xml.contains(part));
        let single =
            replacements.len() == 1 && whole.trim().chars().count() == replacements[0].chars.len();
        let filled = match replacements.as_slice() {
            [only] if single && is_plain && may_go && !paragraph.is_inner => {
                paragraph_per_line(&xml, paragraph, &text, only)
            }
            all => text.replaced(&xml, paragraph, all),
        };
        xml.replace_range(paragraph.range.clone(), &filled);
    }
    Ok(xml)
}

/// Returns a copy of the paragraph for each line of the text that replaces its only placeholder.
fn paragraph_per_line(
    xml: &str,
    paragraph: &MarkupParagraph,
    text: &ParagraphText,
    only: &Replacement,
) -> String {
    // An empty line would become an empty paragraph.
    let lines = only.text.split('\n').filter(|line| !line.is_empty());
    let one = |(n, line): (usize, &str)| {
        let line = Replacement {
            chars: only.chars.clone(),
            text: line.to_owned(),
        };
        let filled = text.replaced(xml, paragraph, &[line]);
        if n == 0 { filled } else { without_ids(&filled) }
    };
    lines.enumerate().map(one).collect()
}

/// Returns the placeholders, those from `{#articles}` to `{/articles}` as a single one.
///
/// `甲{#articles}{title}；{/articles}` has one, from the first brace to the last.
fn sections_joined(text: &ParagraphText, placeholders: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for range in placeholders {
        let name = text.slice(&range);
        match out.last_mut() {
            // Within the two marks everything is one placeholder.
            Some(last) if is_open => last.end = range.end,
            _ => out.push(range),
        }
        is_open = name == BEGIN || is_open && name != END;
    }
    out
}

/// Returns a copy of a paragraph or row without what may stand in a document once: identifiers (`w14:paraId`) and bookmarks,
/// of which Word sets some unasked (`_GoBack`, `_Toc…`).
pub(super) fn without_ids(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut at = 0;
    for tag in markup::tags(xml) {
        let range = tag.range.clone();
        out += xml.get(at..range.start).unwrap_or_default();
        at = range.end;
        if !matches!(tag.name, "w:bookmarkStart" | "w:bookmarkEnd") {
            out += &without_attributes(xml.get(range).unwrap_or_default());
        }
    }
    out + xml.get(at..).unwrap_or_default()
}

/// Returns a tag without the identifiers of paragraphs.
fn without_attributes(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(at) = ["w14:paraId=\"", "w14:textId=\""]
        .iter()
        .filter_map(|name| rest.find(name))
        .min()
    {
        out += rest.get(..at).unwrap_or_default().trim_end_matches(' ');
        let value = rest.get(at + 12..).unwrap_or_default();
        rest = value.split_once('"').map_or("", |(_, rest)| rest);
    }
    out + rest
}
