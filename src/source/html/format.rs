//! The formatting of the text inside an element of HTML.

use super::css::{CssDeclarations, Size};
use super::tags;
use scraper::ElementRef;

/// The browser's own size for text, 16 px, in half-points.
pub(super) const BODY_SIZE: f32 = 24.0;

/// Formatting inside an element.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HtmlFormat {
    /// Set when centred.
    pub centred: bool,
    /// Set when the first line is indented.
    pub indented: bool,
    /// Set when bold.
    pub bold: bool,
    /// Font size in half-points.
    pub size: f32,
    /// The level of the heading around the text.
    pub heading: Option<u8>,
    /// Set when white space and line ends are kept.
    pub preformatted: bool,
    /// Inside the caption of a picture.
    pub caption: bool,
    /// Inside the main text, where headers and footers belong to it.
    pub article: bool,
    /// Inside an invisible element that holds the text of the page.
    pub revealed: bool,
}

impl HtmlFormat {
    /// Returns the formatting inside an element, from its name, its declarations and the formatting around it.
    pub fn of(element: ElementRef<'_>, name: &str, style: CssDeclarations, around: Self) -> Self {
        let mut look = around;
        if tags::is_block(name) {
            let align = element.attr("align");
            let aligned = align.map(|align| align.eq_ignore_ascii_case("center"));
            let by_name = (name == "center").then_some(true);
            let centred = style.centred.or(aligned).or(by_name);
            // A centred table stands in the middle, but its text does not.
            // Only blocks can be centred; inline elements pass the value on.
            look.centred = centred.unwrap_or(around.centred && name != "table");
            look.indented = style.indented.unwrap_or(around.indented);
        }
        let strong = matches!(name, "b" | "strong" | "th") || tags::heading_level(name).is_some();
        look.bold = style.bold.unwrap_or(around.bold || strong);
        look.heading = tags::heading_level(name).or(around.heading);
        look.preformatted |= name == "pre" || name == "listing";
        look.caption |= name == "figcaption";
        look.article |= name == "article" || name == "main";
        look.size = match style.size {
            Some(Size::HalfPoints(size)) => size,
            Some(Size::Times(times)) => around.size * times,
            None => around.size * natural_size(name),
        };
        look
    }
}

/// Returns the size of an element's text as a multiple of that around it, by the style sheet of the HTML standard.
fn natural_size(name: &str) -> f32 {
    match name {
        "h1" => 2.0,
        "h2" => 1.5,
        "h3" => 1.17,
        "small" => 0.83,
        "big" => 1.2,
        _ => 1.0,
    }
}
