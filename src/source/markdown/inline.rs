//! The inside of a Markdown paragraph: emphasis, links, code and tags, as events of `pulldown-cmark`, become text.
//!
//! Two kinds of emphasis are corrected: marks inside an address that is written out are characters of it, and `**`
//! beside Han marks strong text, which CommonMark does not see without a space.

use crate::source::story::StoryParagraph;
use crate::text::chars::is_western;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The most bytes that are searched backwards for the start of an address. Without a limit, a long row of `*` would
/// take quadratic time.
const LONGEST_ADDRESS: usize = 2048;

/// A stretch of text between two tags.
enum Span<'a> {
    /// Emphasis, bold if it is strong.
    Emphasis { bold: bool },
    /// Emphasis marks that belong to an address, and the closing ones.
    Marks(&'a str),
    /// A link: the byte where its text begins, and its target.
    Link(usize, String),
    /// A picture: the byte where its description begins.
    Picture(usize),
    /// Anything that shows its text and nothing else.
    Plain,
}

/// A paragraph that is being put together.
pub(super) struct InlineText<'a> {
    /// The text that the paragraph is part of.
    source: &'a str,
    /// The paragraph so far.
    paragraph: StoryParagraph,
    /// The spans that are open, the innermost last.
    open: Vec<Span<'a>>,
    /// The descriptions of pictures in the paragraph, in bytes; `None` without a picture.
    pictured: Option<usize>,
    /// Bytes of `paragraph` that hold a `*` which marks no emphasis by CommonMark.
    stars: Vec<usize>,
}

impl<'a> InlineText<'a> {
    /// An empty paragraph that begins in line `number` of the file, whose text is `source`.
    pub fn new(source: &'a str, number: u32) -> Self {
        Self {
            source,
            paragraph: StoryParagraph::at(number),
            open: Vec::new(),
            pictured: None,
            stars: Vec::new(),
        }
    }

    /// Opens an inline tag that covers `range` of the source.
    pub fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let span = match tag {
            Tag::Emphasis => self.emphasis(1, range),
            Tag::Strong => self.emphasis(2, range),
            Tag::Link { dest_url, .. } => {
                Span::Link(self.paragraph.text.len(), dest_url.into_string())
            }
            Tag::Image { .. } => Span::Picture(self.paragraph.text.len()),
            _ => Span::Plain,
        };
        self.open.push(span);
    }

    /// CommonMark finds emphasis in `https://example.com/a*b*c`; in an address the marks are characters.
    fn emphasis(&mut self, marks: usize, range: Range<usize>) -> Span<'a> {
        let (first, last) = (range.start, range.end - marks);
        if !in_address(self.source, first) && !in_address(self.source, last) {
            return Span::Emphasis { bold: marks > 1 };
        }
        let slice = |range: Range<usize>| self.source.get(range).unwrap_or_default();
        let (opening, closing) = (slice(first..first + marks), slice(last..range.end));
        self.push(opening);
        Span::Marks(closing)
    }

    /// Closes the innermost tag.
    pub fn end(&mut self) {
        match self.open.pop() {
            Some(Span::Marks(closing)) => self.push(closing),
            Some(Span::Picture(start)) => {
                let bytes = self.paragraph.text.len() - start;
                // A picture without a description counts as well: the paragraph may be nothing
                // else.
                *self.pictured.get_or_insert(0) += bytes;
            }
            Some(Span::Link(start, target)) => self.paragraph.link_from(start, &target),
            _ => {}
        }
    }

    /// Adds what an event inside the paragraph shows; `range` is its place in the source.
    pub fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) => {
                let escaped = self
                    .source
                    .get(..range.start)
                    .is_some_and(|s| s.ends_with('\\'));
                if !escaped && text.bytes().all(|byte| byte == b'*') {
                    let start = self.paragraph.text.len();
                    self.stars.extend(start..start + text.len());
                }
                // A no-break space is what editors put beside Latin words; in a report it would
                // only keep lines from breaking.
                self.push(&text.replace('\u{a0}', " "));
            }
            Event::Code(text) => self.push(&text),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::FootnoteReference(label) => self.push(&format!("［注{label}］")),
            _ => {}
        }
    }

    /// Adds a line break or a tab.
    pub fn sign(&mut self, sign: &str) {
        self.paragraph.push_sign(sign);
    }

    /// Goes on after a line end with a line that begins like `next`: with a space between two Western words, and none beside Han.
    pub fn join(&mut self, next: &str) {
        let before = self.paragraph.text.chars().next_back();
        let after = next.trim_start().chars().next();
        let words = before.is_some_and(is_western) && after.is_some_and(is_western);
        self.paragraph.push_sign(if words { " " } else { "" });
    }

    /// True if the paragraph is a picture and nothing else.
    pub fn is_picture(&self) -> bool {
        let text = self.paragraph.text.trim().len();
        self.pictured.is_some_and(|bytes| text <= bytes)
    }

    /// The finished paragraph.
    pub fn finish(mut self) -> StoryParagraph {
        self.paragraph.remove_all(&self.pairs(), 2);
        self.paragraph
    }

    /// The places of `**` that mark strong text although CommonMark finds none: it looks for a space or a mark beside
    /// them, and Chinese has no spaces (`**“甲”**乙`). In increasing order; an odd one at the end is a character.
    fn pairs(&self) -> Vec<usize> {
        let text = &self.paragraph.text;
        let mut double = Vec::new();
        let mut stars = self.stars.iter().peekable();
        while let Some(at) = stars.next() {
            if stars.next_if(|next| **next == at + 1).is_some() {
                double.push(*at);
            }
        }
        let mut pairs = Vec::new();
        for pair in double.chunks_exact(2) {
            let inside = text.get(pair[0] + 2..pair[1]).unwrap_or_default();
            // Marks with a space inside mark nothing: `2 ** 3 ** 4`.
            if !inside.is_empty() && inside.trim() == inside {
                pairs.extend_from_slice(pair);
            }
        }
        pairs
    }

    /// Adds text in the current weight.
    fn push(&mut self, text: &str) {
        let bold = |span: &Span| matches!(span, Span::Emphasis { bold: true });
        let bold = self.open.iter().any(bold);
        self.paragraph.push(text, 0, bold);
    }

    /// A tag shows nothing but the break that it may stand for. Other words in angle brackets are text.
    fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split([' ', '/', '>', '\n']).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let known = [
            "a", "abbr", "b", "big", "center", "code", "del", "div", "em", "font", "i", "img",
            "ins", "kbd", "mark", "p", "q", "s", "small", "span", "strong", "sub", "sup", "u",
            "wbr", "!--",
        ];
        if name == "br" {
            self.sign("\n");
        // `<甲>` in a text is no tag.
        } else if !known.contains(&name.as_str()) {
            self.push(tag);
        }
    }
}

/// True if byte `at` of `text` stands inside an address that is written out.
fn in_address(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST_ADDRESS));
    let before = text.get(from..at).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || !c.is_ascii() || "<>()[]".contains(c);
    let word = before.rsplit(ends).next().unwrap_or_default();
    let is_address = word.contains("http://") || word.contains("https://");
    // At the end of an address, the marks close an emphasis around it.
    let after = text
        .get(at..)
        .unwrap_or_default()
        .trim_start_matches(['*', '_']);
    is_address && after.starts_with(|c: char| c.is_ascii_alphanumeric() || "/?&=#%-.".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::source::markdown::read;

    fn shown(text: &str) -> String {
        let lines = read(text).unwrap().lines;
        let lines: Vec<String> = lines.into_iter().map(|line| line.text).collect();
        lines.join("|")
    }

    #[test]
    fn marks_go_and_text_stays() {
        for (text, expected) in [
            ("**来源**：某报", "来源：某报"),
            ("3 * 4 * 5", "3 * 4 * 5"),
            ("a_b_c 和 `x_y`", "a_b_c 和 x_y"),
            (r"\*不是\* 强调", "*不是* 强调"),
            (r"\*\*不是\*\*强调", "**不是**强调"),
            (
                "https://example.com/a_b*c_d*e",
                "https://example.com/a_b*c_d*e",
            ),
            ("*https://example.com/a*", "https://example.com/a"),
            ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
            ("未完 **", "未完 **"),
            (
                "甲<br>乙 <要情> <p50 is a chip>",
                "甲\n乙 <要情> <p50 is a chip>",
            ),
            ("增长5~7月、8~10日", "增长5~7月、8~10日"),
            ("甲 &amp; 乙&nbsp;丙", "甲 & 乙 丙"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn strong_text_needs_no_space_beside_han() {
        for (text, expected) in [
            ("建成**“智能水网”**一期", "建成“智能水网”一期"),
            ("**“甲”**乙，丙**（丁）**戊", "“甲”乙，丙（丁）戊"),
            ("甲**乙", "甲**乙"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_link_keeps_its_target() {
        for text in [
            "链接：[原文](https://example.com/a_(b)?x=1 \"题\")。",
            "链接：[原文][1]。\n\n[1]: https://example.com/a_(b)?x=1",
        ] {
            let line = read(text).unwrap().lines.remove(0);
            assert_eq!(line.text, "链接：原文。");
            assert_eq!(line.links[0].target, "https://example.com/a_(b)?x=1");
            assert_eq!(line.text.get(line.links[0].range.clone()), Some("原文"));
        }
    }

    #[test]
    fn what_only_looks_like_the_target_of_a_link_is_text() {
        assert_eq!(shown("甲\n\n[来源]: 某报\n\n乙"), "甲|[来源]: 某报|乙");
    }

    #[test]
    fn a_note_stands_where_it_was_written() {
        assert_eq!(shown("甲[^1]。\n\n[^1]: 注文"), "甲［注1］。|［注1］注文");
    }
}
