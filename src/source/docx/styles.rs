//! Styles of a DOCX file (`styles.xml`, ECMA-376 17.7): the properties that paragraphs and runs inherit.
//!
//! They are looked up in this order: the paragraph or run itself, its style and those it is based on, the defaults of
//! the document. Only the properties that decide about headings, indents, lists and hidden text are kept.

use crate::model::brief_part::{BriefPart, BriefStyles};
use crate::source::xml::Element;
use std::collections::HashMap;

/// The longest chain of inheritance. A longer chain is a circle, which damaged files have.
const LONGEST_CHAIN: usize = 24;

/// The outline level of text that is no heading (17.3.1.20).
const BODY_TEXT: u8 = 9;

/// Properties of a run (`rPr`); `None` if left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    /// Font size in half-points.
    pub size: Option<u32>,
    /// Set in bold.
    pub bold: Option<bool>,
    /// Hidden text.
    pub hidden: Option<bool>,
}

impl RunProperties {
    /// Reads an `rPr`.
    pub fn of(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else {
            return Self::default();
        };
        let mut look = Self::default();
        for property in properties.elements() {
            match &*property.name {
                "sz" => look.size = property.value().and_then(|v| v.parse().ok()),
                "b" => look.bold = Some(is_on(property)),
                "vanish" => look.hidden = Some(is_on(property)),
                _ => {}
            }
        }
        look
    }

    /// Returns these properties, with gaps filled from `below`.
    pub fn over(self, below: Self) -> Self {
        Self {
            size: self.size.or(below.size),
            bold: self.bold.or(below.bold),
            hidden: self.hidden.or(below.hidden),
        }
    }
}

/// Properties of a paragraph (`pPr`); `None` if left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    /// Centred.
    pub centred: Option<bool>,
    /// Set when the first line is indented by an amount in characters. An amount of 0 gives way to the one in twips.
    pub indent_chars: Option<bool>,
    /// Set when the first line is indented by an amount in twips (1/1440 inch).
    pub indent_twips: Option<bool>,
    /// Outline level, 0 the highest; 9 is body text.
    pub outline: Option<u8>,
    /// The list (`numId`); 0 for none.
    pub list: Option<u32>,
    /// Level in the list, 0 the highest.
    pub level: Option<u8>,
    /// Set when the paragraph begins a page.
    pub page_break: Option<bool>,
    /// Set for the caption of a figure or a table. Only styles have it.
    pub caption: Option<bool>,
    /// The part in a brief of this program. Only styles have it, and it is not inherited.
    pub part: Option<BriefPart>,
}

impl ParagraphProperties {
    /// Reads a `pPr`.
    pub fn of(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else {
            return Self::default();
        };
        let mut look = Self::default();
        for property in properties.elements() {
            match &*property.name {
                "jc" => look.centred = property.value().map(|v| v == "center"),
                "ind" => look.read_indent(property),
                "pageBreakBefore" => look.page_break = Some(is_on(property)),
                "outlineLvl" => look.outline = property.value().and_then(|v| v.parse().ok()),
                "numPr" => {
                    let number = |name| property.child(name).and_then(Element::value);
                    look.list = number("numId").and_then(|v| v.parse().ok());
                    look.level = number("ilvl").and_then(|v| v.parse().ok());
                }
                _ => {}
            }
        }
        look
    }

    /// Reads an `ind`.
    fn read_indent(&mut self, indent: &Element) {
        let positive = |name| {
            let amount: Option<i32> = indent.attribute(name)?.parse().ok();
            Some(amount? > 0)
        };
        self.indent_chars = positive("firstLineChars");
        self.indent_twips = positive("firstLine");
        // A hanging indent overrides a first-line indent of the style.
        if indent.attribute("hanging").is_some() || indent.attribute("hangingChars").is_some() {
            self.indent_chars.get_or_insert(false);
            self.indent_twips.get_or_insert(false);
        }
    }

    /// Returns these properties, with gaps filled from `below`.
    pub fn over(self, below: Self) -> Self {
        Self {
            centred: self.centred.or(below.centred),
            indent_chars: self.indent_chars.or(below.indent_chars),
            indent_twips: self.indent_twips.or(below.indent_twips),
            outline: self.outline.or(below.outline),
            list: self.list.or(below.list),
            level: self.level.or(below.level),
            page_break: self.page_break.or(below.page_break),
            caption: self.caption.or(below.caption),
            part: self.part.or(below.part),
        }
    }

    /// True if the first line is indented.
    pub fn is_indented(&self) -> bool {
        self.indent_chars == Some(true) || self.indent_twips == Some(true)
    }
}

/// A style as it stands in the file.
#[derive(Debug, Default)]
struct DocxStyle {
    /// The identifier of the style it inherits from.
    based_on: Option<String>,
    /// Its properties of paragraphs.
    paragraph: ParagraphProperties,
    /// Its properties of runs.
    run: RunProperties,
    /// Its outline level, if it is a built-in heading style.
    heading: Option<u8>,
}

/// All styles of a document, with its defaults.
#[derive(Debug, Default)]
pub(super) struct DocxStyles {
    /// Styles by identifier.
    by_id: HashMap<String, DocxStyle>,
    /// The identifier of the style of paragraphs that name none.
    default_paragraph: Option<String>,
    /// Defaults of paragraphs.
    paragraph_defaults: ParagraphProperties,
    /// Defaults of runs.
    run_defaults: RunProperties,
}

impl DocxStyle {
    /// Reads a `style` called `name`.
    fn of(style: &Element, name: Option<&str>) -> Self {
        let mut paragraph = ParagraphProperties::of(style.child("pPr"));
        let named = name.unwrap_or_default().to_ascii_lowercase();
        if named.starts_with("toc") || named.starts_with("目录") {
            // Some templates base the lines of the contents on a heading.
            paragraph.outline = Some(BODY_TEXT);
        }
        if named.starts_with("caption") || named.starts_with("题注") {
            paragraph.caption = Some(true);
        }
        let based_on = style.child("basedOn").and_then(Element::value);
        Self {
            based_on: based_on.map(str::to_owned),
            paragraph,
            run: RunProperties::of(style.child("rPr")),
            heading: name.and_then(heading),
        }
    }
}

impl DocxStyles {
    /// Reads `styles.xml`.
    pub fn new(root: &Element) -> Self {
        let defaults = |outer: &str, inner: &str| {
            root.child("docDefaults")
                .and_then(|defaults| defaults.child(outer))
                .and_then(|default| default.child(inner))
        };
        let mut styles = Self {
            run_defaults: RunProperties::of(defaults("rPrDefault", "rPr")),
            paragraph_defaults: ParagraphProperties::of(defaults("pPrDefault", "pPr")),
            ..Self::default()
        };
        let all = || root.elements().filter(|e| &*e.name == "style");
        let names: Vec<&str> = all().filter_map(|s| s.child("name")?.value()).collect();
        let brief = BriefStyles::of(&names);
        for style in all() {
            let Some(id) = style.attribute("styleId") else {
                continue;
            };
            let name = style.child("name").and_then(Element::value);
            let is_default = style.attribute("default").is_some_and(|v| v != "0");
            if is_default && style.attribute("type") == Some("paragraph") {
                styles.default_paragraph = Some(id.to_owned());
            }
            let mut read = DocxStyle::of(style, name);
            read.paragraph.part = brief.and_then(|brief| brief.part(name?));
            styles.by_id.insert(id.to_owned(), read);
        }
        styles
    }

    /// Returns the properties of a paragraph in style `id` and of its runs, with all that they inherit. An unknown
    /// style counts as the default one.
    pub fn paragraph(&self, id: Option<&str>) -> (ParagraphProperties, RunProperties) {
        let id = id
            // Converters leave styles out that paragraphs still name.
            .filter(|id| self.by_id.contains_key(*id))
            .or(self.default_paragraph.as_deref());
        let (mut paragraph, mut run) = (ParagraphProperties::default(), RunProperties::default());
        for style in self.chain(id) {
            // From the nearest style on, so that the first that sets a property wins.
            paragraph = paragraph.over(style.paragraph);
            // A built-in heading has a level even if the file gives none.
            paragraph.outline = paragraph.outline.or(style.heading);
            run = run.over(style.run);
        }
        (
            paragraph.over(self.paragraph_defaults),
            run.over(self.run_defaults),
        )
    }

    /// Returns the properties that a character style adds.
    pub fn character(&self, id: Option<&str>) -> RunProperties {
        self.chain(id)
            .fold(RunProperties::default(), |look, style| look.over(style.run))
    }

    /// Returns the list of a numbering style.
    pub fn list(&self, id: &str) -> Option<u32> {
        self.chain(Some(id)).find_map(|style| style.paragraph.list)
    }

    /// The style and those it is based on, the nearest first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a DocxStyle> {
        let first = id.and_then(|id| self.by_id.get(id));
        std::iter::successors(first, |style| self.by_id.get(style.based_on.as_deref()?))
            .take(LONGEST_CHAIN)
    }
}

/// True if a toggle property is on, as it is without a value (17.7.3).
pub(super) fn is_on(property: &Element) -> bool {
    !matches!(property.value(), Some("0" | "false" | "off"))
}

/// Returns the outline level of a built-in heading style, which its name gives even if the file sets none.
// Names and not identifiers: those are translated by Word and renamed by WPS.
fn heading(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    let digit = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("标题"))?;
    let level: u8 = digit.trim().parse().ok()?;
    level.checked_sub(1).filter(|level| *level < 9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::xml::parse;

    fn styles(xml: &str) -> DocxStyles {
        DocxStyles::new(&parse(xml.as_bytes()).unwrap().root)
    }

    #[test]
    fn looks_are_inherited_and_circles_end() {
        let styles = styles(
            r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/><w:basedOn w:val="b"/></w:style>
            <w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr>
            <w:rPr><w:b/></w:rPr></w:style></w:styles>"#,
        );
        let (paragraph, run) = styles.paragraph(Some("a"));
        assert_eq!(
            (paragraph.centred, paragraph.outline),
            (Some(true), Some(1))
        );
        assert_eq!((run.bold, run.size), (Some(true), Some(21)));
    }

    #[test]
    fn headings_have_levels_by_name_and_contents_have_none() {
        let styles = styles(
            r#"<w:styles><w:style w:styleId="h"><w:name w:val="标题2"/></w:style>
            <w:style w:styleId="t"><w:name w:val="toc 1"/><w:basedOn w:val="h"/></w:style>
            <w:style w:styleId="c"><w:name w:val="caption"/></w:style></w:styles>"#,
        );
        let look = |id| styles.paragraph(Some(id)).0;
        assert_eq!(look("h").outline, Some(1));
        assert_eq!(look("t").outline, Some(9));
        assert_eq!(look("c").caption, Some(true));
    }

    #[test]
    fn the_default_style_counts_where_none_is_named() {
        let styles = styles(
            r#"<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="n">
            <w:pPr><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr></w:style></w:styles>"#,
        );
        assert!(styles.paragraph(None).0.is_indented());
        assert!(styles.paragraph(Some("gone")).0.is_indented());
    }
}
