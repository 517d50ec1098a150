//! Styles of `OpenDocument`: what paragraphs and spans look like, named and automatic ones alike.
//!
//! A style has a family and perhaps a parent. The formatting of a paragraph is what its own style
//! sets, with the gaps filled from the styles that it inherits from, and at the end from the
//! default of paragraphs.

use crate::model::brief_part::{BriefPart, BriefStyles};
use crate::source::xml::Element;
use std::collections::HashMap;

/// The longest chain of inheritance. A longer chain is a circle, which damaged files have.
const LONGEST_CHAIN: usize = 24;

/// Formatting of a paragraph or a span; `None` if the style leaves it open.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct OdtFormat {
    /// Font size in half-points.
    pub size: Option<u32>,
    /// Set in bold.
    pub bold: Option<bool>,
    /// Hidden text.
    pub hidden: Option<bool>,
    /// Centred.
    pub centred: Option<bool>,
    /// First line indented.
    pub indented: Option<bool>,
    /// Heading level, 1 the highest; 0 = body text.
    pub outline: Option<u8>,
    /// Set when the paragraph begins a page.
    pub page_break: Option<bool>,
    /// The part in a brief of this program.
    pub part: Option<BriefPart>,
}

impl OdtFormat {
    /// Returns this formatting, with gaps filled from `below`.
    pub fn over(self, below: Self) -> Self {
        Self {
            size: self.size.or(below.size),
            bold: self.bold.or(below.bold),
            hidden: self.hidden.or(below.hidden),
            centred: self.centred.or(below.centred),
            indented: self.indented.or(below.indented),
            outline: self.outline.or(below.outline),
            page_break: self.page_break.or(below.page_break),
            part: self.part.or(below.part),
        }
    }

    /// Reads the properties of a style.
    fn of(style: &Element) -> Self {
        let mut look = Self {
            outline: style
                .attribute("default-outline-level")
                .and_then(|level| level.parse().ok()),
            ..Self::default()
        };
        if let Some(text) = style.child("text-properties") {
            look.size = text.attribute("font-size").and_then(half_points);
            look.bold = text.attribute("font-weight").map(is_bold);
            look.hidden = text.attribute("display").map(|display| display == "none");
        }
        if let Some(paragraph) = style.child("paragraph-properties") {
            look.centred = paragraph.attribute("text-align").map(|a| a == "center");
            look.page_break = paragraph.attribute("break-before").map(|b| b == "page");
            let auto = paragraph.attribute("auto-text-indent") == Some("true");
            let indent = paragraph.attribute("text-indent").map(is_positive);
            look.indented = if auto { Some(true) } else { indent };
        }
        look
    }
}

/// Reads a size such as `10.5pt`.
fn half_points(size: &str) -> Option<u32> {
    let points: f32 = size.strip_suffix("pt")?.parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a small positive number"
    )]
    let half_points = (points * 2.0).round().clamp(1.0, 2000.0) as u32;
    Some(half_points)
}

/// True for `bold` and for weights of 600 and more.
fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// True for a length above zero, in any unit.
fn is_positive(length: &str) -> bool {
    let digits = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    digits.parse::<f32>().is_ok_and(|length| length > 0.0)
}

/// A style as it stands in the file.
#[derive(Debug, Default)]
struct OdtStyle {
    /// The name of the style it inherits from.
    parent: Option<String>,
    /// Its own formatting.
    look: OdtFormat,
}

/// Returns the name of a style as the word processor shows it.
fn shown_name(style: &Element) -> Option<&str> {
    style
        .attribute("display-name")
        .or_else(|| style.attribute("name"))
}

/// All styles of a document, by family and name.
#[derive(Debug, Default)]
pub(super) struct OdtStyles {
    /// By family and name.
    styles: HashMap<(String, String), OdtStyle>,
    /// The default of paragraphs.
    default: OdtFormat,
}

impl OdtStyles {
    /// Reads the styles in `roots`; later ones win.
    pub fn new(roots: &[&Element]) -> Self {
        let mut styles = Self::default();
        let containers = roots.iter().flat_map(|root| {
            root.elements()
                .filter(|e| matches!(&*e.name, "styles" | "automatic-styles"))
        });
        let all: Vec<&Element> = containers.flat_map(Element::elements).collect();
        let names: Vec<&str> = all.iter().filter_map(|style| shown_name(style)).collect();
        let brief = BriefStyles::of(&names);
        for style in all {
            let family = style.attribute("family").unwrap_or_default();
            match &*style.name {
                // Automatic styles may have the name of a style in another family, but not of one in their own.
                "style" => styles.add(family, style, brief),
                "default-style" if family == "paragraph" => styles.default = OdtFormat::of(style),
                _ => {}
            }
        }
        styles
    }

    /// Adds a style of `family`.
    fn add(&mut self, family: &str, style: &Element, brief: Option<BriefStyles>) {
        let Some(name) = style.attribute("name") else {
            return;
        };
        let mut look = OdtFormat::of(style);
        // Only a document of this program has parts: a style of the same name elsewhere means
        // nothing.
        look.part = brief.and_then(|brief| brief.part(shown_name(style)?));
        let read = OdtStyle {
            parent: style.attribute("parent-style-name").map(str::to_owned),
            look,
        };
        self.styles
            .insert((family.to_owned(), name.to_owned()), read);
    }

    /// Returns the formatting of a style of `family`, with all that it inherits.
    pub fn look(&self, family: &str, name: Option<&str>) -> OdtFormat {
        let get = |name: &str| self.styles.get(&(family.to_owned(), name.to_owned()));
        let first = name.and_then(get);
        // The style itself first, then what it inherits from.
        let chain = std::iter::successors(first, |style| get(style.parent.as_deref()?));
        let look = chain
            .take(LONGEST_CHAIN)
            .fold(OdtFormat::default(), |look, style| look.over(style.look));
        if family == "paragraph" {
            look.over(self.default)
        } else {
            look
        }
    }
}
