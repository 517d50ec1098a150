//! Parsing a page with a bound on the attributes of a tag: the parser compares each with all before it, so that the time grows
//! with the square of their number. 50 000 in one tag took 0.6 s.
//!
//! The page is handed over in pieces, and the attributes beyond the bound are left out between two of them. Where a tag begins
//! depends on the elements around it: `<title>` holds text in a page and elements in an SVG picture. So the parser itself is
//! asked at such places. Rules of our own instead let `<!-->` or `<svg><title>` hide a tag.

use super::markup::{attributes_end, comment_end, find, is_space, script_end, text_end};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use html5ever::{TokenizerResult, tree_builder};
use scraper::{Html, HtmlTreeSink};
use std::cell::Cell;

/// The most attributes of a tag. Those of real pages have fewer than fifty.
const MOST: usize = 256;

/// Elements whose content may be text up to their end tag, so that a `<` in it begins no tag (HTML Standard, 13.2.6).
const RAW: [&str; 10] = [
    "script",
    "style",
    "textarea",
    "title",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
];

type Builder = TreeBuilder<<HtmlTreeSink as TreeSink>::Handle, HtmlTreeSink>;

/// The kind of content of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Content {
    /// Text and tags.
    #[default]
    Markup,
    /// Text up to an end tag of the same name.
    Text,
    /// A script, which may hold scripts in comments.
    Script,
    /// Text up to the end of the page.
    Rest,
}

/// Builds the tree, and keeps what the content of the last start tag is.
struct Watched {
    builder: Builder,
    content: Cell<Content>,
}

impl TokenSink for Watched {
    type Handle = <Builder as TokenSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        let is_tag = matches!(token, TagToken(_));
        let result = self.builder.process_token(token, line);
        if is_tag {
            self.content.set(match &result {
                TokenSinkResult::RawData(ScriptData) => Content::Script,
                TokenSinkResult::RawData(RawKind::ScriptDataEscaped(_)) => Content::Script,
                TokenSinkResult::RawData(_) => Content::Text,
                TokenSinkResult::Plaintext => Content::Rest,
                _ => Content::Markup,
            });
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        let builder = &self.builder;
        builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Parses `page` with the first 256 attributes of each tag. Nothing else is left out.
pub(super) fn parse(page: &str) -> Html {
    let mut feeder = Feeder::new(page);
    feeder.tags();
    feeder.finish()
}

/// Hands a page to the parser piece by piece.
struct Feeder<'a> {
    page: &'a str,
    /// The page again, whose parts the parser shares without a copy.
    whole: StrTendril,
    tokenizer: Tokenizer<Watched>,
    queue: BufferQueue,
    /// The bytes that were handed over or left out.
    fed: usize,
}

impl<'a> Feeder<'a> {
    fn new(page: &'a str) -> Self {
        let sink = HtmlTreeSink::new(Html::new_document());
        let watched = Watched {
            builder: TreeBuilder::new(sink, tree_builder::TreeBuilderOpts::default()),
            content: Cell::default(),
        };
        Self {
            page,
            whole: StrTendril::from_slice(page),
            tokenizer: Tokenizer::new(watched, TokenizerOpts::default()),
            queue: BufferQueue::default(),
            fed: 0,
        }
    }

    /// Hands over all tags and what is between them.
    fn tags(&mut self) {
        let page = self.page;
        let mut at = 0;
        while let Some(start) = find(page, at, b'<') {
            let rest = page.get(start + 1..).unwrap_or_default();
            at = start + 1;
            let name = rest.strip_prefix('/').unwrap_or(rest);
            if rest.starts_with("!--") {
                at = comment_end(page, at + 1);
            } else if rest.starts_with("![CDATA[") && self.is_foreign(start) {
                let end = memchr::memmem::find(rest.as_bytes(), b"]]>");
                at = end.map_or(page.len(), |end| at + end);
            } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                at = self.tag(at + rest.len() - name.len(), name.len() < rest.len());
            } else if rest.starts_with(['!', '?', '/']) {
                at = find(page, at, b'>').unwrap_or(page.len());
            }
        }
        self.feed(page.len());
    }

    /// Walks over a tag, whose name begins at byte `at`, and over the text that it holds. Returns the byte where the walk ends.
    fn tag(&mut self, at: usize, is_end: bool) -> usize {
        let page = self.page;
        let rest = page.get(at..).unwrap_or_default();
        let len = rest.find(|c: char| is_space(c) || matches!(c, '/' | '>'));
        let name = rest.get(..len.unwrap_or(rest.len())).unwrap_or_default();
        let (cut, end) = attributes_end(page, at + name.len(), MOST);
        // An end tag has no attributes, but the parser collects and compares those that stand there.
        if let Some(cut) = cut {
            self.feed(cut);
            self.fed = end;
        }
        if is_end || !RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            return end;
        }
        let end = page.len().min(end + 1);
        self.feed(end);
        match self.tokenizer.sink.content.take() {
            Content::Markup => end,
            Content::Text => text_end(page, end, name),
            Content::Script => script_end(page, end),
            Content::Rest => page.len(),
        }
    }

    /// True if the parser is inside an SVG picture or a formula at byte `at`.
    fn is_foreign(&mut self, at: usize) -> bool {
        self.feed(at);
        let sink = &self.tokenizer.sink;
        sink.adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// Hands over the page up to byte `end`.
    fn feed(&mut self, end: usize) {
        let range = (u32::try_from(self.fed), u32::try_from(end - self.fed));
        if let (Ok(start), Ok(len)) = range {
            self.queue.push_back(self.whole.subtendril(start, len));
        }
        self.fed = end;
        // Stops at the end of a script, which a browser would run, and at the declaration of an encoding.
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
    }

    /// Returns the tree.
    fn finish(self) -> Html {
        self.tokenizer.end();
        self.tokenizer.sink.builder.sink.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Attributes beyond the bound, of all kinds.
    fn attributes(count: usize) -> String {
        let one = |n| match n % 4 {
            0 => format!("a{n}"),
            1 => format!("a{n}=1"),
            2 => format!("a{n} = '>'"),
            _ => format!("a{n}=\"x y > '\""),
        };
        (0..count).map(one).collect::<Vec<_>>().join(" ")
    }

    /// The most attributes of an element that the parser was given.
    fn most(page: &Html) -> usize {
        let elements = page.tree.values().filter_map(|node| node.as_element());
        elements
            .map(|element| element.attrs().count())
            .max()
            .unwrap_or(0)
    }

    /// The page as the parser reads it alone.
    fn whole(page: &str) -> Html {
        Html::parse_document(page)
    }

    #[test]
    fn attributes_beyond_the_limit_are_left_out_and_nothing_else() {
        let page = |count| format!("<p>甲<a {}>乙</a {0}>丙", attributes(count));
        assert_eq!(parse(&page(MOST)), whole(&page(MOST)));
        assert_eq!(parse(&page(MOST + 1000)), whole(&page(MOST)));
        // A tag without an end is no tag.
        let open = format!("甲<a {}", attributes(1000));
        assert_eq!(parse(&open), whole("甲"));
    }

    #[test]
    fn no_surroundings_hide_a_tag() {
        let tag = format!("<p {}>乙</p>", attributes(2 * MOST));
        for before in [
            "<!-->",
            "<!--->",
            "<!-- --!>",
            "<!--x-->",
            "<!x '>",
            "<?x \">",
            "</ \">",
            "<!DOCTYPE a \">",
            "<svg><title>",
            "<svg><style>",
            "<math><script>",
            "<svg><![CDATA[<p '>]]>",
            "<![CDATA[<p '>",
            "<select><textarea>",
            "<select><title>",
            "<title>a</title>",
            "<style></styles></style>",
            "<TITLE>a<b '</TITLE>",
            "<script><!--<script></script>'--></script>",
            "<script><!--</script>",
            "<script><!--><script></script>",
            "<noscript></noscript>",
            "<svg><desc><p>",
            "<template><title></title>",
            "<p title='>' a>",
            "<p =\">",
            "<p/a='>'/>",
        ] {
            let page = format!("{before}{tag}");
            assert_eq!(
                most(&parse(&page)),
                most(&whole(&page)).min(MOST),
                "{before}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_tag_has_more_attributes_and_pages_without_such_tags_are_read_as_they_are(
            pieces in prop::collection::vec(0..PIECES.len(), 0..24),
        ) {
            let page: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
            let few = page.replace(MANY, " a1 a2='\"' a3=> ");
            prop_assert_eq!(parse(&few), whole(&few));
            let many = attributes(2 * MOST);
            let page = page.replace(MANY, &format!(" {many} "));
            prop_assert!(most(&parse(&page)) <= MOST);
        }
    }

    /// Stands for very many attributes.
    const MANY: &str = "\u{1}";

    const PIECES: [&str; 58] = [
        MANY,
        MANY,
        MANY,
        "<p",
        "<b",
        ">",
        ">",
        "\"",
        "'",
        "=",
        "/",
        " ",
        "甲",
        "<",
        "</",
        "<!",
        "<!--",
        "-->",
        "--!>",
        "--",
        "->",
        "<!-->",
        "<?",
        "<![CDATA[",
        "]]>",
        "<svg>",
        "</svg>",
        "<math>",
        "<title>",
        "</title>",
        "<title",
        "<style>",
        "</style>",
        "</style",
        "<script>",
        "</script>",
        "<script",
        "</script",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<select>",
        "</select>",
        "<table>",
        "<template>",
        "</template>",
        "<desc>",
        "<plaintext>",
        "<iframe>",
        "</iframe>",
        "<xmp>",
        "</xmp>",
        "<frameset>",
        "<head>",
        "<body>",
        "<noframes>",
        "<!DOCTYPE html",
    ];
}
