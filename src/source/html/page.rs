//! The text of a page: its elements become paragraphs, with white space, formatting, links, lists and tables.
//!
//! Every element that is open has a frame with the formatting inside it. Block elements end the paragraph at both
//! edges; all others only change the formatting. White space waits until the character behind it is known, since
//! between two wide characters a line end of the source is nothing.

use super::css::{CssDeclarations, CssRules, Size};
use super::tags;
use crate::conventions::numerals;
use crate::source::story::{self, Story, StoryParagraph};
use crate::text::chars::is_wide;
use ego_tree::NodeId;
use scraper::ElementRef;
use std::collections::HashSet;

/// The browser's own size for text, 16 px, in half-points.
const BODY_SIZE: f32 = 24.0;

/// Formatting inside an element.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, Copy, Default)]
struct HtmlFormat {
    /// Set when centred.
    centred: bool,
    /// Set when the first line is indented.
    indented: bool,
    /// Set when bold.
    bold: bool,
    /// Font size in half-points.
    size: f32,
    /// The level of the heading around the text.
    heading: Option<u8>,
    /// Set when white space and line ends are kept.
    preformatted: bool,
    /// Inside the main text, where headers and footers belong to it.
    article: bool,
}

/// An element that is open.
#[derive(Debug, Default)]
struct Frame {
    /// Its formatting.
    look: HtmlFormat,
    /// Set when it ends a paragraph at both edges.
    block: bool,
    /// Its kind.
    kind: Container,
    /// A link: where its text begins, and where it leads.
    link: Option<(usize, String)>,
}

/// The kind of an element that changes how its content is read.
#[derive(Debug, Default, PartialEq, Eq)]
enum Container {
    #[default]
    Other,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The pronunciation of characters, set in brackets behind them.
    Ruby,
    /// A numbered list: the number of the next item, and how it is written.
    Numbered(u32, &'static str),
    /// A list without numbers.
    Bulleted,
}

/// The walk through a page.
pub(super) struct HtmlWalker {
    /// The style sheets.
    rules: CssRules,
    /// Elements that are left out.
    skipped: HashSet<NodeId>,
    /// The text read so far.
    story: Story,
    /// The paragraph that is open.
    paragraph: StoryParagraph,
    /// The elements that are open, the innermost last.
    frames: Vec<Frame>,
    /// White space waiting for a character on its other side: whether it holds an end of line.
    gap: Option<bool>,
    /// The number of a list item waiting for its text.
    marker: Option<String>,
}

impl HtmlWalker {
    /// A walk at its start.
    pub fn new(rules: CssRules, skipped: HashSet<NodeId>) -> Self {
        Self {
            rules,
            skipped,
            story: Story::default(),
            paragraph: StoryParagraph::default(),
            frames: Vec::new(),
            gap: None,
            marker: None,
        }
    }

    /// Returns the story.
    pub fn finish(mut self) -> Story {
        self.flush();
        self.story
    }

    /// Enters an element. False if its content is left out; [`HtmlWalker::leave`] is not called for it then.
    pub fn enter(&mut self, element: ElementRef<'_>) -> bool {
        if self.skipped.contains(&element.id()) {
            return false;
        }
        let name = element.value().name();
        let style = self.rules.style(element);
        let around = self.look();
        if style.hidden == Some(true) || is_left_out(element, name, around.article) {
            return false;
        }
        let block = tags::is_block(name);
        if block {
            self.flush();
        }
        let kind = Self::kind(element, name);
        match kind {
            Container::Table => self.story.open_table(),
            Container::Ruby => self.paragraph.push_sign("（"),
            _ if name == "td" || name == "th" => self.story.open_cell(),
            _ => {}
        }
        let frame = Frame {
            look: look(element, name, style, around),
            block,
            kind,
            link: self.link(element, name),
        };
        self.frames.push(frame);
        if name == "li" {
            self.number(element);
        }
        true
    }

    /// Leaves the element that was entered last.
    pub fn leave(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let Some((start, target)) = frame.link.take() {
            self.paragraph.link_from(start, &target);
        }
        if frame.block {
            self.flush();
        }
        match self.frames.pop().map(|frame| frame.kind) {
            Some(Container::Table) => self.story.close_table(),
            Some(Container::Row) => self.story.close_row(),
            Some(Container::Ruby) => self.paragraph.push_sign("）"),
            _ => {}
        }
    }

    /// Takes text between tags. White space is collapsed (CSS Text 3, 4.1).
    pub fn text(&mut self, text: &str) {
        let look = self.look();
        if look.preformatted {
            for (nth, line) in text.split('\n').enumerate() {
                if nth > 0 {
                    self.flush();
                }
                self.push(line, look);
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(rest.len());
            let (piece, after) = rest.split_at(word);
            self.push(piece, look);
            let space = after
                .find(|c: char| !c.is_ascii_whitespace())
                .unwrap_or(after.len());
            let (space, after) = after.split_at(space);
            if !space.is_empty() {
                let broken = space.contains(['\n', '\r']) || self.gap == Some(true);
                self.gap = Some(broken);
            }
            rest = after;
        }
    }

    /// The formatting of the innermost element.
    fn look(&self) -> HtmlFormat {
        let body = HtmlFormat {
            size: BODY_SIZE,
            ..HtmlFormat::default()
        };
        self.frames.last().map_or(body, |frame| frame.look)
    }

    /// Adds a word.
    fn push(&mut self, piece: &str, look: HtmlFormat) {
        // Zero-width marks allow a break in a browser; in an address they would be part of it.
        let piece: String = piece
            .chars()
            .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\r'))
            .map(|c| if c == '\u{a0}' { ' ' } else { c })
            .collect();
        let Some(next) = piece.chars().next() else {
            return;
        };
        // The number waits for the text, since whether a space follows depends on its first character.
        if let Some(marker) = self.marker.take() {
            self.paragraph.push_sign(&story::parted(marker, Some(next)));
        }
        let before = self.paragraph.text.chars().next_back();
        if let (Some(broken), Some(before)) = (self.gap.take(), before)
            // CSS Text 3, 4.1.2: an end of line in the source between two wide characters is nothing.
            && !(broken && is_full_square(before) && is_full_square(next))
        {
            self.paragraph.push_sign(" ");
        }
        // Sizes are small positive numbers of half-points.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "see above"
        )]
        let size = look.size.clamp(1.0, 2000.0).round() as u32;
        self.paragraph.push(&piece, size, look.bold);
        self.paragraph.look.centred |= look.centred;
        self.paragraph.look.indented |= look.indented;
        if self.paragraph.look.heading_level.is_none() {
            self.paragraph.look.heading_level = look.heading;
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.gap = None;
        // A link over several paragraphs is one link in each.
        for frame in &mut self.frames {
            if let Some((start, target)) = &mut frame.link {
                self.paragraph.link_from(*start, target);
                *start = 0;
            }
        }
        self.story.push(std::mem::take(&mut self.paragraph));
    }

    /// The kind of an element.
    fn kind(element: ElementRef<'_>, name: &str) -> Container {
        match name {
            "table" => Container::Table,
            "tr" => Container::Row,
            "rt" => Container::Ruby,
            "ul" | "menu" | "dir" => Container::Bulleted,
            "ol" => numbered(element),
            _ => Container::Other,
        }
    }

    /// The link of an `<a>`.
    fn link(&self, element: ElementRef<'_>, name: &str) -> Option<(usize, String)> {
        let target = element.attr("href").filter(|_| name == "a")?;
        Some((self.paragraph.text.len(), target.to_owned()))
    }

    /// The number that a browser sets before an item of a numbered list.
    fn number(&mut self, item: ElementRef<'_>) {
        let value = item
            .attr("value")
            .and_then(|value| value.trim().parse().ok());
        let list = self.frames.iter_mut().rev().skip(1).find(|frame| {
            matches!(
                frame.kind,
                Container::Numbered(..) | Container::Bulleted | Container::Table
            )
        });
        if let Some(Container::Numbered(next, format)) = list.map(|frame| &mut frame.kind) {
            let number = value.unwrap_or(*next);
            *next = number.saturating_add(1);
            if *format != "none" {
                let marker = numerals::write(number, format);
                self.marker = Some(format!("{marker}."));
            }
        }
    }
}

/// The number format and the first number of an `<ol>`.
fn numbered(list: ElementRef<'_>) -> Container {
    let style = list.attr("style").unwrap_or_default().to_ascii_lowercase();
    let has = |word: &str| style.contains(word);
    let format = match list.attr("type") {
        _ if has("list-style:none")
            || has("list-style: none")
            || has("list-style-type:none")
            || has("list-style-type: none") =>
        {
            "none"
        }
        _ if has("cjk-ideographic") || has("simp-chinese-informal") => "chineseCountingThousand",
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ => "decimal",
    };
    let start = list
        .attr("start")
        .and_then(|start| start.trim().parse().ok());
    Container::Numbered(start.unwrap_or(1), format)
}

/// True if an element is furniture of the site or not meant to be seen. Inside the article, headers and footers are
/// text.
fn is_left_out(element: ElementRef<'_>, name: &str, in_article: bool) -> bool {
    if tags::is_silent(name) || element.attr("hidden").is_some() {
        return true;
    }
    // Sites put class names such as `nav` on the whole page too.
    if name == "html" || name == "body" || name == "main" || name == "article" {
        return false;
    }
    let role = element.attr("role").unwrap_or_default();
    if role == "navigation" || role == "search" {
        return true;
    }
    let value = element.value();
    let words = value.classes().chain(value.id());
    let furniture = name == "footer"
        || role == "contentinfo"
        || words
            .into_iter()
            .any(|word| tags::is_navigation(&word.to_ascii_lowercase()));
    // A site's header goes; one that holds the title of the page stays.
    let header = (name == "header" || role == "banner")
        && !element
            .descendent_elements()
            .any(|inside| tags::heading_level(inside.value().name()) == Some(1));
    (furniture || header) && !in_article
}

/// The formatting inside an element, from its name, its declarations and the formatting around it.
fn look(
    element: ElementRef<'_>,
    name: &str,
    style: CssDeclarations,
    around: HtmlFormat,
) -> HtmlFormat {
    let mut look = around;
    let block = tags::is_block(name);
    let aligned = element
        .attr("align")
        .map(|align| align.eq_ignore_ascii_case("center"));
    let centred = style
        .centred
        .or(aligned)
        .or((name == "center").then_some(true));
    if block {
        // A centred table stands in the middle, but its text does not.
        look.centred = centred.unwrap_or(around.centred && name != "table");
        look.indented = style.indented.unwrap_or(around.indented);
    }
    let strong = matches!(name, "b" | "strong" | "th") || tags::heading_level(name).is_some();
    look.bold = style.bold.unwrap_or(around.bold || strong);
    look.heading = tags::heading_level(name).or(around.heading);
    look.preformatted |= name == "pre" || name == "listing";
    look.article |= name == "article" || name == "main";
    // The sizes of headings in the style sheet of the HTML standard.
    let natural = match name {
        "h1" => 2.0,
        "h2" => 1.5,
        "h3" => 1.17,
        "small" => 0.83,
        "big" => 1.2,
        _ => 1.0,
    };
    look.size = match style.size {
        Some(Size::HalfPoints(size)) => size,
        Some(Size::Times(times)) => around.size * times,
        None => around.size * natural,
    };
    look
}

/// True for a character that Chinese sets in a full square: a wide one, or one of the marks whose width depends on the
/// font. A line of the source may end between two of them without a space.
fn is_full_square(c: char) -> bool {
    is_wide(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
