//! The text of a page: its elements become paragraphs, with white space, formatting, links, lists and tables.
//!
//! Every element that is open has a frame with the formatting inside it. Block elements end the paragraph at both
//! edges; all others only change the formatting. White space waits until the character behind it is known, since
//! between two wide characters a line end of the source is nothing.

use super::css::CssRules;
use super::format::{BODY_SIZE, HtmlFormat};
use super::{Visitor, lists, tags};
use crate::conventions::numerals;
use crate::source::story::{self, Story, StoryParagraph};
use crate::text::chars::is_full_square;
use ego_tree::NodeId;
use scraper::ElementRef;
use std::collections::HashSet;
use std::rc::Rc;

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
    /// Anything else.
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
    /// A list without numbers: whether its items have bullets.
    Bulleted(bool),
    /// A picture: whether its caption was read.
    Figure(bool),
}

/// The walk through a page.
pub(super) struct HtmlWalker {
    /// The style sheets.
    rules: Rc<CssRules>,
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
    /// Set while a list item waits for its text: whether it has a bullet.
    item: Option<bool>,
    /// Set in an article without its page: nothing of it is hidden, and every picture is one of the text.
    pub is_article: bool,
}

impl HtmlWalker {
    /// A walk at the start of a page of `bytes` bytes.
    pub fn new(rules: Rc<CssRules>, skipped: HashSet<NodeId>, bytes: usize) -> Self {
        Self {
            rules,
            skipped,
            story: Story::of_file(bytes),
            paragraph: StoryParagraph::default(),
            frames: Vec::new(),
            gap: None,
            marker: None,
            item: None,
            is_article: false,
        }
    }

    /// Returns the story.
    pub fn finish(mut self) -> Story {
        self.flush();
        self.story
    }

    /// True for a picture of the text that has no `<figure>` and no text beside it.
    fn is_lone_picture(&self, element: ElementRef<'_>) -> bool {
        let is_figure = |frame: &Frame| matches!(frame.kind, Container::Figure(_));
        self.is_article
            && self.paragraph.is_empty()
            && !self.frames.iter().any(is_figure)
            && lists::is_picture(element)
    }

    /// True inside an element whose white space is kept.
    pub fn is_preformatted(&self) -> bool {
        self.look().preformatted
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
                // The link goes on at the start of the next paragraph.
                *start = 0;
            }
        }
        let mut paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_empty() {
            return;
        }
        if let Some(bulleted) = self.item.take() {
            lists::mark_item(&mut paragraph, bulleted);
        }
        match self.figure() {
            Some(captioned @ false) => {
                *captioned = true;
                self.story.push_figure(paragraph);
            }
            _ => self.story.push(paragraph),
        }
    }

    /// The picture whose caption is being read: whether it has one already.
    fn figure(&mut self) -> Option<&mut bool> {
        let in_caption = self.look().caption;
        let mut frames = self.frames.iter_mut().rev().filter(|_| in_caption);
        frames.find_map(|frame| match &mut frame.kind {
            Container::Figure(captioned) => Some(captioned),
            _ => None,
        })
    }

    /// The kind of an element.
    fn kind(element: ElementRef<'_>, name: &str) -> Container {
        match name {
            "table" => Container::Table,
            "tr" => Container::Row,
            "rt" => Container::Ruby,
            "ul" | "menu" | "dir" => Container::Bulleted(!lists::is_unmarked(element)),
            "ol" => {
                let (first, format) = lists::numbering(element);
                Container::Numbered(first, format)
            }
            "figure" if lists::is_figure(element) => Container::Figure(false),
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
                Container::Numbered(..) | Container::Bulleted(_) | Container::Table
            )
        });
        let kind = list.map(|frame| &mut frame.kind);
        self.item = Some(matches!(kind, Some(Container::Bulleted(true))));
        if let Some(Container::Numbered(next, format)) = kind {
            let number = value.unwrap_or(*next);
            *next = number.saturating_add(1);
            if *format != "none" {
                let marker = numerals::write(number, format);
                self.marker = Some(format!("{marker}."));
            }
        }
    }

    /// Opens the table, the cell or the reading that an element begins.
    fn open_container(&mut self, kind: &Container, element: ElementRef<'_>, name: &str) {
        match kind {
            Container::Table => self.story.open_table(),
            // The reading stands in brackets behind its characters, as in DOCX.
            Container::Ruby => self.paragraph.push_sign("（"),
            _ if name == "td" || name == "th" => {
                let span = |name| element.attr(name).and_then(|span| span.trim().parse().ok());
                let (columns, rows) = (span("colspan"), span("rowspan"));
                self.story
                    .open_spanning_cell(columns.unwrap_or(1), rows.unwrap_or(1));
            }
            _ => {}
        }
    }
}

impl Visitor for HtmlWalker {
    fn enter(&mut self, element: ElementRef<'_>) -> bool {
        if self.skipped.contains(&element.id()) {
            return false;
        }
        let name = element.value().name();
        let style = self.rules.style(element);
        let around = self.look();
        // Hidden elements are left out with all that is inside.
        let revealed = around.revealed
            || style.invisible == Some(true) && (self.is_article || holds_sentences(element));
        let hidden =
            !self.is_article && style.hidden == Some(true) && !is_folded_row(element, name)
                || style.invisible == Some(true) && !revealed;
        if hidden || is_left_out(element, name, around.article) {
            return false;
        }
        let block = tags::is_block(name);
        if block {
            self.flush();
        }
        if name == "img" && self.is_lone_picture(element) {
            self.story.push_figure(StoryParagraph::default());
        }
        let kind = Self::kind(element, name);
        self.open_container(&kind, element, name);
        let frame = Frame {
            look: HtmlFormat {
                revealed,
                ..HtmlFormat::of(element, name, style, around)
            },
            block,
            kind,
            link: self.link(element, name),
        };
        self.frames.push(frame);
        // After the frame of the item itself, which is skipped when its list is looked for.
        if name == "li" {
            self.number(element);
        }
        true
    }

    fn leave(&mut self) {
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
            Some(Container::Figure(false)) => self.story.push_figure(StoryParagraph::default()),
            _ => {}
        }
    }

    // White space is collapsed (CSS Text 3, 4.1).
    fn text(&mut self, text: &str) {
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
                // Held back until the next word: at the end of a paragraph it is nothing.
                self.gap = Some(broken);
            }
            rest = after;
        }
    }
}

/// True if an element holds three sentences: sites keep an article invisible until a script has run, WeChat among them.
/// Menus that open are invisible too, but have no sentences.
fn holds_sentences(element: ElementRef<'_>) -> bool {
    let stops = element.text().flat_map(|text| text.matches('。'));
    stops.take(3).count() == 3
}

/// True for a row of a list that unfolds at a click: it has several cells and a link to another site. Of a page with 84 articles
/// 12 were not folded.
fn is_folded_row(element: ElementRef<'_>, name: &str) -> bool {
    if name != "tr" {
        return false;
    }
    let is_link = |inside: &ElementRef<'_>| {
        let target = inside.attr("href").unwrap_or_default();
        inside.value().name() == "a" && target.starts_with("http")
    };
    let cells = element
        .child_elements()
        .filter(|cell| cell.value().name() == "td");
    cells.count() > 2 && element.descendent_elements().any(|inside| is_link(&inside))
}

/// True for the sign behind a heading that leads to the heading itself: `#`, `¶`.
fn is_permalink(element: ElementRef<'_>, name: &str) -> bool {
    let leads_here = || {
        element
            .attr("href")
            .is_some_and(|href| href.starts_with('#'))
    };
    if name != "a" || !leads_here() {
        return false;
    }
    let mut signs = element.text().flat_map(str::chars);
    let sign = signs.by_ref().find(|c| !c.is_whitespace());
    sign.is_some_and(|sign| matches!(sign, '#' | '¶' | '§' | '🔗'))
        && signs.all(char::is_whitespace)
}

/// True if an element is furniture of the site or not meant to be seen. Inside the article, headers and footers are
/// text.
fn is_left_out(element: ElementRef<'_>, name: &str, in_article: bool) -> bool {
    if tags::is_silent(name) || element.attr("hidden").is_some() || is_permalink(element, name) {
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
    // To log in, to be asked about cookies: not on the page before something is clicked.
    let is_dialog = matches!(role, "dialog" | "alertdialog")
        || element.value().classes().any(|word| word == "modal");
    if is_dialog && !holds_sentences(element) {
        return true;
    }
    let value = element.value();
    let mut words = value.classes().chain(value.id());
    let furniture = name == "footer"
        || role == "contentinfo"
        || words.any(|word| {
            let word = word.to_ascii_lowercase();
            // Some sites call the part that holds an article `nav`.
            tags::is_furniture(&word) || tags::is_menu(&word) && !holds_sentences(element)
        });
    // A site's header goes; one that holds the title of the page stays.
    let header = (name == "header" || role == "banner")
        && !element
            .descendent_elements()
            .any(|inside| tags::heading_level(inside.value().name()) == Some(1));
    (furniture || header) && !in_article
}
