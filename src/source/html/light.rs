//! A copy of a page that has only what a reader sees, as input of the search for the article.
//!
//! Readability parses its page a second time, copies the tree before it changes it, and counts the text of an element again
//! and again. Most bytes of a news page are scripts, style sheets, attributes and closed menus, of which it needs nothing.

use super::Visitor;
use super::page::HtmlWalker;
use crate::source::story::Story;
use scraper::ElementRef;
use std::ops::Range;

/// The longest attribute that is copied, in bytes. Longer ones are pictures as data, and programs.
const LONGEST_ATTRIBUTE: usize = 1_000;

/// Reads a page and copies at the same time what is read of it.
pub(super) struct LightCopy {
    /// The walk through the page, which decides what is left out.
    walker: HtmlWalker,
    /// The copy so far.
    html: String,
    /// The names of the open elements as ranges of `html`, `None` for elements without an end tag.
    open: Vec<Option<Range<usize>>>,
}

impl LightCopy {
    /// A copy of nothing, of a page of `bytes` bytes.
    pub fn new(walker: HtmlWalker, bytes: usize) -> Self {
        Self {
            walker,
            // Text and the tags around it are seldom more than a third of a page.
            html: String::with_capacity(bytes / 3),
            open: Vec::new(),
        }
    }

    /// Returns the text of the page and the copy.
    pub fn finish(self) -> (Story, String) {
        (self.walker.finish(), self.html)
    }

    /// Appends the attributes that Readability or the walk through the article look at.
    fn copy_attributes(&mut self, element: ElementRef<'_>) {
        // The address of a picture may stand in any attribute until a script has run.
        let is_picture = element.value().name() == "img";
        for (name, value) in element.value().attrs() {
            // Nothing of the copy is hidden, and Readability takes all other styles away.
            let kept = is_kept(name) || is_picture && name != "style";
            if kept && value.len() <= LONGEST_ATTRIBUTE {
                self.html.push(' ');
                self.html.push_str(name);
                self.html.push_str("=\"");
                escape(value, &mut self.html);
                self.html.push('"');
            }
        }
    }
}

impl Visitor for LightCopy {
    fn enter(&mut self, element: ElementRef<'_>) -> bool {
        if !self.walker.enter(element) {
            return false;
        }
        let name = element.value().name();
        self.html.push('<');
        let start = self.html.len();
        self.html.push_str(name);
        let range = start..self.html.len();
        self.copy_attributes(element);
        self.html.push('>');
        self.open.push((!is_void(name)).then_some(range));
        true
    }

    fn text(&mut self, text: &str) {
        self.walker.text(text);
        escape(text, &mut self.html);
    }

    fn leave(&mut self) {
        self.walker.leave();
        if let Some(Some(name)) = self.open.pop() {
            self.html.push_str("</");
            self.html.extend_from_within(name);
            self.html.push('>');
        }
    }
}

/// True for attributes that decide about text, tables, lists and links.
#[rustfmt::skip]
fn is_kept(name: &str) -> bool {
    matches!(
        name,
        "class" | "id" | "href" | "colspan" | "rowspan" | "start" | "value" | "type" | "role" | "rel" | "itemprop"
            | "summary" | "aria-hidden"
    )
}

/// True for elements that have no end tag.
#[rustfmt::skip]
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "hr" | "img" | "link" | "meta" | "param" | "source" | "track" | "wbr"
    )
}

/// Appends `text` with the marks of HTML as references.
fn escape(text: &str, html: &mut String) {
    for piece in text.split_inclusive(['&', '<', '>', '"']) {
        let reference = match piece.chars().next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => {
                html.push_str(piece);
                continue;
            }
        };
        html.push_str(piece.get(..piece.len() - 1).unwrap_or_default());
        html.push_str(reference);
    }
}
