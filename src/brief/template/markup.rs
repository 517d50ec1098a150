//! The paragraphs, rows and cells in the XML of a Word document, by their bytes.
//!
//! A template is changed as text, since an XML writer would not give back the bytes of all that stays: attributes, white space,
//! elements of later versions of Word.

use std::ops::Range;

/// A paragraph (`w:p`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkupParagraph {
    /// Its bytes, tags included.
    pub range: Range<usize>,
    /// The bytes of its texts between the tags of `w:t`, those of paragraphs inside text boxes not among them.
    pub texts: Vec<Range<usize>>,
    /// The row (`w:tr`) that it stands in, as an index of [`Markup::rows`].
    pub row: Option<usize>,
    /// The cell (`w:tc`) that it stands in, counted from 0.
    pub cell: Option<usize>,
    /// Set when it stands in another paragraph, as those of text boxes do.
    pub is_inner: bool,
}

/// The parts of a document that a template is filled in by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    /// The paragraphs in the order of their beginnings.
    pub paragraphs: Vec<MarkupParagraph>,
    /// The bytes of the rows of tables.
    pub rows: Vec<Range<usize>>,
}

impl Markup {
    /// Reads `xml`, or a piece of it that has whole elements.
    pub fn of(xml: &str) -> Self {
        let mut markup = Self::default();
        let (mut open, mut rows, mut cells) = (Vec::<usize>::new(), Vec::new(), Vec::new());
        let (mut count, mut text) = (0, None);
        for tag in tags(xml) {
            match (tag.name, tag.kind) {
                ("w:p", TagKind::Open) => {
                    open.push(markup.paragraphs.len());
                    markup.paragraphs.push(MarkupParagraph {
                        // Up to the end for now: the end tag corrects it, and a piece without one
                        // is whole all the same.
                        range: tag.range.start..xml.len(),
                        row: rows.last().copied(),
                        cell: cells.last().copied(),
                        is_inner: open.len() > 1,
                        ..MarkupParagraph::default()
                    });
                }
                ("w:p", TagKind::Close) => {
                    let at = open.pop();
                    if let Some(paragraph) = at.and_then(|at| markup.paragraphs.get_mut(at)) {
                        paragraph.range.end = tag.range.end;
                    }
                }
                ("w:t", TagKind::Open) => text = Some(tag.range.end),
                // The text belongs to the innermost paragraph that is open, that of a text box
                // within one.
                ("w:t", TagKind::Close) => {
                    let at = open.last().copied();
                    let paragraph = at.and_then(|at| markup.paragraphs.get_mut(at));
                    if let (Some(paragraph), Some(start)) = (paragraph, text.take()) {
                        paragraph.texts.push(start..tag.range.start);
                    }
                }
                ("w:tr", TagKind::Open) => {
                    rows.push(markup.rows.len());
                    markup.rows.push(tag.range.start..xml.len());
                }
                ("w:tr", TagKind::Close) => {
                    if let Some(row) = rows.pop().and_then(|at: usize| markup.rows.get_mut(at)) {
                        row.end = tag.range.end;
                    }
                }
                ("w:tc", TagKind::Open) => {
                    cells.push(count);
                    count += 1;
                }
                ("w:tc", TagKind::Close) => {
                    cells.pop();
                }
                _ => {}
            }
        }
        markup
    }
}

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagKind {
    /// The beginning of an element.
    Open,
    /// The end of an element.
    Close,
    /// A whole element, a comment or an instruction.
    Empty,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name with its prefix.
    pub name: &'a str,
    /// Its kind.
    kind: TagKind,
    /// Its bytes, brackets included.
    pub range: Range<usize>,
}

/// Returns the tags of well-formed XML in order.
pub(super) fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + xml.get(at..)?.find('<')?;
        let rest = xml.get(start..)?;
        // Comments and CDATA may have a `>` inside.
        let length = match rest {
            comment if comment.starts_with("<!--") => comment.find("-->")? + 3,
            data if data.starts_with("<![CDATA[") => data.find("]]>")? + 3,
            tag => end_of_tag(tag)?,
        };
        at = start + length;
        let inside = rest.get(1..length - 1)?;
        let (inside, kind) = match inside.strip_prefix('/') {
            Some(name) => (name, TagKind::Close),
            None if inside.ends_with('/') || inside.starts_with(['!', '?']) => {
                (inside, TagKind::Empty)
            }
            None => (inside, TagKind::Open),
        };
        let name = inside
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()?;
        let range = start..at;
        Some(Tag { name, kind, range })
    })
}

/// Returns the length of the tag at the beginning of `text`. A `>` in an attribute does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn paragraphs_know_their_texts_rows_and_cells() {
        let xml = concat!(
            r#"<w:p a="x>y"><w:r><w:t>一</w:t></w:r><w:txbxContent><w:p><w:t xml:space="preserve">框</w:t></w:p></w:txbxContent>"#,
            "<w:t>二</w:t></w:p><w:p/><!-- <w:p> --><w:tr><w:tc><w:p><w:t/></w:p></w:tc><w:tc><w:p></w:p></w:tc></w:tr>"
        );
        let markup = Markup::of(xml);
        let texts = |at: usize| -> String {
            let texts = markup.paragraphs[at].texts.iter();
            texts.filter_map(|range| xml.get(range.clone())).collect()
        };
        assert_eq!((texts(0), texts(1)), ("一二".to_owned(), "框".to_owned()));
        let inner: Vec<bool> = markup.paragraphs.iter().map(|p| p.is_inner).collect();
        assert_eq!(inner, [false, true, false, false]);
        assert_eq!(markup.paragraphs[2].row, Some(0));
        assert_ne!(markup.paragraphs[2].cell, markup.paragraphs[3].cell);
        assert!(
            xml.get(markup.rows[0].clone())
                .unwrap()
                .ends_with("</w:tr>")
        );
    }
}
