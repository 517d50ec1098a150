//! HTML: saved pages, mail bodies, and the HTML that Word and LibreOffice write.
//!
//! Blocks and `<br>` end paragraphs. Scripts, styles, forms, navigation and hidden elements are left out. Nothing is
//! fetched.
//!
//! The steps: the encoding is found, nesting is limited before anything is parsed, the page is
//! parsed by `scraper`, and a walk over its elements makes paragraphs with style, links, lists and
//! tables. Of a saved news page only the article is kept ([`news`]); a page that is one `<pre>` is
//! read as the text file that it holds.

use crate::model::transcript::{FileFormat, Flow, Origin, SourceLine, Transcript};
use crate::source::ReadContext;
use crate::source::encoding::{self, Decoded};
use crate::source::error::Error;
use crate::source::story::Story;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use light::LightCopy;
use page::HtmlWalker;
use scraper::{ElementRef, Html, Node, Selector};
use std::collections::HashSet;
use std::rc::Rc;

mod attributes;
mod credits;
mod css;
mod days;
mod digests;
mod edges;
mod facts;
mod format;
mod light;
mod lists;
mod markup;
mod news;
mod page;
mod sources;
mod tags;
mod words;

/// The largest page that is parsed, in bytes.
const LARGEST_PAGE: usize = 8 << 20;
/// The deepest nesting of elements. The time of the parser grows with its square: 300 000 nested `<div>` took over 20
/// s.
const DEEPEST: usize = 2_000;
/// The bytes in which a page declares its encoding, by the HTML standard. Many pages exceed it, so four times as many
/// are searched.
const DECLARATION: usize = 1_024;

/// Reads an HTML file.
///
/// # Errors
/// [`Error::TooLarge`] in bytes or nesting, [`Error::Empty`], [`Error::NoEncoding`].
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>) -> Result<Transcript, Error> {
    read_as(bytes, context, PageKind::Saved)
}

/// The ways in which a page came to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// A page that a browser saved; of a news page only the article is text.
    Saved,
    /// The text of a mail, which has no menus.
    Mail,
}

/// Reads a page that came as `kind`.
///
/// # Errors
/// As [`read`].
pub(super) fn read_as(
    bytes: &[u8],
    context: &ReadContext<'_>,
    kind: PageKind,
) -> Result<Transcript, Error> {
    if bytes.len() > LARGEST_PAGE {
        return Err(Error::TooLarge);
    }
    let decoded = decode(bytes, context.encoding)?;
    let mut transcript = read_text(&decoded.text, kind)?;
    transcript.origin.encoding = Some(decoded.name.to_owned());
    transcript.origin.confidence *= decoded.confidence;
    if decoded.odd > 0 {
        transcript.origin.notes.push(decoded.odd_bytes());
    }
    Ok(transcript)
}

/// Reads a page from its characters.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep, [`Error::Empty`].
pub(super) fn read_text(text: &str, kind: PageKind) -> Result<Transcript, Error> {
    let document = parse(text)?;
    let generator = generator(&document);
    if let Some(plain) = preformatted(&document) {
        return Ok(layout(&plain, generator));
    }
    if kind == PageKind::Mail {
        return story_of(&document, text.len()).finish(FileFormat::Html, generator);
    }
    // Read whole first: the rows of the page show whether it is a report or holds an article.
    let rules = Rc::new(css::CssRules::of(&document));
    let walker = HtmlWalker::new(Rc::clone(&rules), HashSet::new(), text.len());
    let mut copy = LightCopy::new(walker, text.len());
    walk(document.root_element(), &mut copy);
    let (story, copy) = copy.finish();
    let mut whole = story.finish(FileFormat::Html, generator)?;
    whole.origin.title = page_title(&document);
    let page = news::SavedPage {
        copy,
        document,
        rules,
    };
    Ok(news::article(page, &whole).unwrap_or(whole))
}

/// Reads a piece of HTML inside another format.
///
/// # Errors
/// [`Error::TooLarge`] if it is nested too deep.
pub(super) fn story(text: &str) -> Result<Story, Error> {
    Ok(story_of(&parse(text)?, text.len()))
}

/// Parses a page that is not nested too deep.
fn parse(text: &str) -> Result<Html, Error> {
    if is_too_deep(text) {
        return Err(Error::TooLarge);
    }
    Ok(attributes::parse(text))
}

/// Returns the text of a page of `bytes` bytes.
fn story_of(document: &Html, bytes: usize) -> Story {
    let walker = HtmlWalker::new(Rc::new(css::CssRules::of(document)), HashSet::new(), bytes);
    story_with(document, walker)
}

/// Returns the text that `walker` finds in a page.
fn story_with(document: &Html, mut walker: HtmlWalker) -> Story {
    walk(document.root_element(), &mut walker);
    walker.finish()
}

/// A reader of the elements and texts of a page in their order.
trait Visitor {
    /// Enters an element. False if its content is left out; [`Visitor::leave`] is not called for it then.
    fn enter(&mut self, element: ElementRef<'_>) -> bool;
    /// Takes text between tags.
    fn text(&mut self, text: &str);
    /// Leaves the element that was entered last.
    fn leave(&mut self);
}

/// Visits every element and text in order, without recursion: pages nest deeper than stacks.
fn walk(root: ElementRef<'_>, page: &mut impl Visitor) {
    let mut node = *root;
    loop {
        let descend = match node.value() {
            Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| page.enter(element)),
            Node::Text(text) => {
                page.text(text);
                false
            }
            _ => false,
        };
        if descend {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            page.leave();
        }
        loop {
            if node.id() == root.id() {
                return;
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            let Some(parent) = node.parent() else { return };
            page.leave();
            node = parent;
        }
    }
}

/// Decodes a page: by the label that the user gave, a byte order mark, the declaration of the page, or a guess, in
/// this order. Bytes that are valid UTF-8 are UTF-8 whatever is declared, since browsers save pages so and leave the
/// declaration as it was.
fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Decoded<'a>, Error> {
    // Confidence below 1.0 means that the bytes did not prove their encoding.
    let plain = encoding::decode(bytes, label)?;
    if label.is_some() || plain.confidence >= 1.0 {
        return Ok(plain);
    }
    let wide = [UTF_16LE.name(), UTF_16BE.name()];
    match declared(bytes) {
        // Bytes that are no valid UTF-8 cannot be what such a page declares.
        Some(encoding) if encoding != UTF_8 && !wide.contains(&plain.name) => {
            Ok(encoding::decode_as(bytes, encoding, 1.0))
        }
        _ => Ok(plain),
    }
}

/// Returns the encoding that `<meta charset=…>`, `content="…; charset=…"` or `<?xml encoding="…"?>` name.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION * 4).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        head.split(key).skip(1).find_map(|rest| {
            let value = rest.trim_start().strip_prefix('=')?.trim_start();
            let value = value.trim_start_matches(['"', '\'']);
            let end = value
                .find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c))
                .unwrap_or(value.len());
            Encoding::for_label(value.get(..end)?.as_bytes())
        })
    })
}

/// True if tags nest deeper than [`DEEPEST`]. They are counted in the text, since the parser is what this protects;
/// elements that need no end tag do not count.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let (closing, name) = match rest.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let end = name
            .bytes()
            // No element has a longer name.
            .take(16)
            .position(|b| !b.is_ascii_alphanumeric())
            .unwrap_or(0);
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || tags::closes_itself(&name) {
            continue;
        }
        depth = if closing {
            // End tags without a start are common.
            depth.saturating_sub(1)
        } else {
            depth + 1
        };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Returns the program that made the page.
fn generator(document: &Html) -> Option<String> {
    let metas = Selector::parse("meta[name][content]").ok()?;
    let meta = document.select(&metas).find(|meta| {
        meta.attr("name")
            .is_some_and(|name| name.eq_ignore_ascii_case("generator"))
    })?;
    let content = meta.attr("content")?.trim();
    (!content.is_empty()).then(|| content.to_owned())
}

/// Returns the `<title>` of a page without the name of the site behind it.
fn page_title(document: &Html) -> Option<String> {
    let titles = Selector::parse("head > title").ok()?;
    let text: String = document.select(&titles).next()?.text().collect();
    Some(facts::without_site(&text)).filter(|title| !title.is_empty())
}

/// Returns the text of a page that consists of preformatted text: a text file as a browser saves it, or a plain mail.
fn preformatted(document: &Html) -> Option<String> {
    let pres = Selector::parse("body pre").ok()?;
    let bodies = Selector::parse("body").ok()?;
    let only = document.select(&pres).next()?;
    let size = |element: ElementRef<'_>| element.text().map(|t| t.trim().len()).sum::<usize>();
    let body = document.select(&bodies).next()?;
    // Code in an article is set in `<pre>` as well, but an article has other text.
    // A `<pre>` with elements is code with colours, or a page built out of one.
    let nested = only.child_elements().next().is_some();
    (!nested && size(only) * 10 >= size(body) * 9).then(|| only.text().collect())
}

/// The transcript of preformatted text, which has layout lines.
fn layout(text: &str, producer: Option<String>) -> Transcript {
    let number = |(text, number): (&str, u32)| SourceLine {
        text: text.to_owned(),
        number,
        ..SourceLine::default()
    };
    Transcript {
        flow: Flow::Lines,
        lines: text.lines().zip(1..).map(number).collect(),
        origin: Origin {
            format: FileFormat::Html,
            producer,
            confidence: 1.0,
            ..Origin::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::LineKind;

    fn paragraphs(html: &str) -> Vec<String> {
        let transcript = read_text(html, PageKind::Saved).unwrap();
        transcript.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn blocks_and_breaks_end_paragraphs_once() {
        let html = "<body><div>一<p>二<b>三</b></p>四<br>五</div><table><tr><td>甲<td>乙</table>";
        assert_eq!(paragraphs(html), ["一", "二三", "四", "五", "甲\t乙"]);
    }

    #[test]
    fn signs_that_lead_to_their_own_heading_are_no_text() {
        let html = "<h2>第二章 渡口<a class=headerlink href='#a' title='永久链接'>¶</a></h2><p>见<a href='#b'>第三节</a>、<a href='/c'>#</a></p>";
        assert_eq!(paragraphs(html), ["第二章 渡口", "见第三节、#"]);
    }

    #[test]
    fn tables_lists_and_pictures_have_their_kinds() {
        let html = "<table><caption>水位</caption><tr><th>站<th>最高<tr><td rowspan=2>东堤<td>3.2<tr><td>3.4</table>
            <ul><li>一号泵站<li>1.已有编号<li>来源：湖区日报</ul><ol start=3><li>三号</ol><ul style='list-style: none'><li>无点</ul>
            <figure><img src=a.png><figcaption>堤岸</figcaption></figure><figure><img src=b.png></figure><p>文</p>";
        let lines = read_text(html, PageKind::Mail).unwrap().lines;
        let lines: Vec<_> = lines
            .iter()
            .map(|line| (line.kind, line.text.as_str()))
            .collect();
        let expected = [
            (LineKind::Text, "水位"),
            (LineKind::TableStart, "站\t最高"),
            (LineKind::TableRow, "东堤\t3.2"),
            (LineKind::TableRow, "\t3.4"),
            (LineKind::ListItem, "• 一号泵站"),
            (LineKind::ListItem, "1.已有编号"),
            (LineKind::ListItem, "来源：湖区日报"),
            (LineKind::ListItem, "3.三号"),
            (LineKind::ListItem, "无点"),
            (LineKind::Figure, "堤岸"),
            (LineKind::Figure, ""),
            (LineKind::Text, "文"),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_of_the_source_are_no_spaces_between_han() {
        let html = "<p>湖区\n  观察 weekly\n news&nbsp;第 六 期</p>";
        assert_eq!(paragraphs(html), ["湖区观察 weekly news 第 六 期"]);
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        let html = "<style>.x,.y{color:red;display:none}</style><nav>首页</nav><p>正文<span class=y>暗</span></p>
            <p style='display : none'>暗</p><p hidden>暗</p><script>p='暗'</script><div class='footer'>版权</div>
            <article><header><h1>题</h1></header></article>";
        assert_eq!(paragraphs(html), ["正文", "题"]);
    }

    #[test]
    fn text_in_an_element_that_is_called_a_menu_is_read() {
        let sentences = "泵站完成改造。河道开始清淤。水位已经回落。";
        let html =
            format!("<div id=nav>首页</div><div id=nav><form><p>{sentences}</p></form></div>");
        assert_eq!(paragraphs(&html), [sentences]);
    }

    #[test]
    fn entities_in_links_are_right() {
        let html = r#"<p>链接：<a href="https://example.com/?a=1&amp;b=2">点击查看</a></p><p>https://example.com/?x=1&amp;y=2</p>"#;
        let transcript = read_text(html, PageKind::Saved).unwrap();
        let link = &transcript.lines[0].links[0];
        assert_eq!(link.target, "https://example.com/?a=1&b=2");
        assert_eq!(
            transcript.lines[0].text.get(link.range.clone()),
            Some("点击查看")
        );
        assert_eq!(transcript.lines[1].text, "https://example.com/?x=1&y=2");
    }

    #[test]
    fn the_encoding_is_declared_or_guessed_or_utf_8_all_the_same() {
        let page = |charset: &str| format!("<html><meta charset={charset}><p>湖区观察周报</p>");
        let (gbk, _, _) = encoding_rs::GBK.encode("<html><meta charset=gb2312><p>湖区观察周报</p>");
        let (bare, _, _) = encoding_rs::GBK.encode("<html><p>湖区观察周报</p>");
        for bytes in [
            &*gbk,
            &*bare,
            page("gb2312").as_bytes(),
            page("utf-8").as_bytes(),
        ] {
            let transcript = read(bytes, &ReadContext::default()).unwrap();
            assert_eq!(transcript.lines[0].text, "湖区观察周报");
        }
    }

    #[test]
    fn headings_numbers_and_looks_are_kept() {
        let html = "<h2>一、信息目录</h2><center>中</center><ol start=3><li>甲<li>乙</ol>
            <p style='text-indent:2em;font-size:14pt'><b>粗</b></p>";
        let lines = read_text(html, PageKind::Saved).unwrap().lines;
        assert_eq!(lines[0].look.heading_level, Some(2));
        assert!(lines[1].look.centred);
        assert_eq!(
            (lines[2].text.as_str(), lines[3].text.as_str()),
            ("3.甲", "4.乙")
        );
        assert!(lines[4].look.indented && lines[4].look.bold);
    }

    #[test]
    fn a_text_file_in_a_browser_stays_layout_lines() {
        let transcript = read_text(
            "<html><body><pre>第一行\n第二行</pre></body>",
            PageKind::Saved,
        )
        .unwrap();
        assert_eq!(transcript.flow, Flow::Lines);
        assert_eq!(transcript.lines.len(), 2);
    }

    #[test]
    fn a_deep_page_is_refused_before_it_is_parsed() {
        let deep = "<div>".repeat(300_000);
        assert_eq!(
            read_text(&deep, PageKind::Saved).unwrap_err(),
            Error::TooLarge
        );
    }
}
