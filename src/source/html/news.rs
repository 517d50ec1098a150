//! Saved news pages: one article among menus, lists of hot topics and footers.
//!
//! The article is found by `dom_smoothie`, a port of Mozilla's Readability. Measured on 62 saved pages of 30 Chinese sites
//! against what trafilatura and readability-lxml for Python agree on (pages with 95 of 100 runs of eight Han kept, pages
//! with at most 1.3 times the text): `dom_smoothie` 61 and 60, with Mozilla's own choice of candidates 57 and 61,
//! `libreadability` 57 and 60, `trafilatura` for Rust 59 and 46. The first also has the fewest dependencies, most of which
//! it shares with `scraper`.
//!
//! The page is first read whole: a report, a document of an office program and a form are left as
//! they are. The facts are taken from the whole page ([`PageFacts`]) and the text from the article
//! that was found, with lists of links at its edges removed. Both become lines with the labels of a
//! report, so that the parser needs to know nothing of pages.

use super::css::CssRules;
use super::digests::is_table_of_news;
use super::facts::PageFacts;
use super::light::CopiedPage;
use super::page::HtmlWalker;
use super::words::{bare, count_han, tidy};
use super::{credits, edges, parse, sources, story_with};
use crate::conventions::issue_numbers::is_issue_number;
use crate::conventions::labels::{self, FieldLabel, PartHeading};
use crate::model::transcript::{FileFormat, LineKind, SourceLine, Transcript};
use dom_smoothie::{
    Article, CandidateSelectMode, Config, ParsePolicy, Readability, ReadabilityError,
};
use scraper::Html;
use std::rc::Rc;

/// The fewest Han of an article. A page with less is a notice of an error, a form or a program that writes its own text.
const FEWEST_HAN: usize = 40;
/// The fewest Han of an article on a page that declares none and shows no day: home pages have short texts, too.
const FEWEST_HAN_UNDECLARED: usize = 150;
/// The fewest paragraphs that end as sentences do, on such a page.
const FEWEST_SENTENCES: usize = 2;
/// The fewest Han of a paragraph that counts as a sentence.
const SENTENCE_HAN: usize = 15;
/// The most fields of forms on such a page; news pages have those of search, login and comments.
const MOST_FIELDS: usize = 12;
/// The most elements of a page in which an article is looked for; the time of the search grows faster than their number.
const MOST_ELEMENTS: usize = 60_000;
/// The chars of an article that is taken at the first attempt. The default of 500 is meant for Latin letters: 10 of 74 saved
/// news were shorter, and Readability tried four times and took the longest find, which has the most around the text.
const ENOUGH_CHARS: usize = 150;
/// The rows at the top of a page that may be a masthead. Below them the number belongs to a menu or an article.
const MASTHEAD_ROWS: usize = 4;
/// The rows at the beginning of an article that may repeat the headline or the row of day and medium.
const FIRST_ROWS: usize = 8;
/// The most chars of a row that names the medium and the day without a label.
const LONGEST_INFO: usize = 40;
/// Programs that write documents as HTML. Their pages are read whole.
const WRITERS: &[&str] = &["word", "libreoffice", "openoffice", "wps", "excel"];

/// A page that was read whole.
pub(super) struct SavedPage {
    /// The HTML of all that it shows ([`LightCopy`](super::light::LightCopy)).
    pub copy: CopiedPage,
    /// The page as it was parsed.
    pub document: Html,
    /// Its style sheets.
    pub rules: Rc<CssRules>,
}

/// Returns the article of a page in the lines of a report, or `None` if the page is none of a news site: a report saved as
/// HTML, a document, a form, a list. `whole` is the transcript of all that it shows.
pub(super) fn article(page: SavedPage, whole: &Transcript) -> Option<Transcript> {
    let SavedPage {
        copy,
        document,
        rules,
    } = page;
    let is_other = is_report(&whole.lines) || is_issue(&whole.lines);
    let is_other = is_other || is_table_of_news(&whole.lines);
    if is_other || is_document(whole.origin.producer.as_deref()) {
        return None;
    }
    let facts = PageFacts::of(&document, &whole.lines)?;
    // What the whole page lacks, no part of it has; the search takes longer than all the rest.
    let is_form = !facts.is_declared && fields(&document) > MOST_FIELDS;
    // Every site has menus. A page without any is a document, of which nothing may be left out.
    let is_document = !facts.is_declared && !copy.has_furniture;
    if is_form || is_document || !is_article(&whole.lines, &facts) {
        return None;
    }
    // Two trees of a large page at once would double the memory.
    drop(document);
    let bytes = copy.html.len();
    let part = article_element(&copy, &facts.headline).unwrap_or(&copy.html);
    let content = parse(&content(part, facts.address.as_deref())?).ok()?;
    drop(copy);
    let mut walker = HtmlWalker::new(rules, edges::link_lists(&content), bytes);
    walker.is_article = true;
    let story = story_with(&content, walker);
    let body = story.finish(FileFormat::Html, None).ok()?.lines;
    if !is_article(&body, &facts) {
        return None;
    }
    let mut lines = report_lines(&facts, &whole.lines, body);
    for (line, number) in lines.iter_mut().zip(1..) {
        line.number = number;
    }
    Some(Transcript {
        lines,
        ..whole.clone()
    })
}

/// True if the text that was found is an article: enough of it, and sentences unless the page declares one.
fn is_article(body: &[SourceLine], facts: &PageFacts) -> bool {
    let han: usize = body.iter().map(|line| count_han(&line.text)).sum();
    let sentences = body.iter().filter(|line| {
        line.text.ends_with(['。', '！', '？', '”', '）', '；'])
            && count_han(&line.text) >= SENTENCE_HAN
    });
    if facts.is_declared {
        return han >= FEWEST_HAN;
    }
    han >= FEWEST_HAN_UNDECLARED && sentences.count() >= FEWEST_SENTENCES
}

/// The number of fields of forms on a page.
fn fields(document: &Html) -> usize {
    let field = |name: &str, kind: &str| match name {
        "textarea" | "select" => true,
        "input" => !matches!(kind, "hidden" | "submit" | "button" | "image"),
        _ => false,
    };
    let elements = document.root_element().descendent_elements();
    elements
        .filter(|element| {
            let kind = element.attr("type").unwrap_or_default();
            field(element.value().name(), &kind.to_ascii_lowercase())
        })
        .count()
}

/// Returns the only `<article>` of a page, if it has the headline and sentences: a stream of other articles below it can be
/// many times longer.
fn article_element<'a>(copy: &'a CopiedPage, headline: &str) -> Option<&'a str> {
    let [place] = copy.articles.as_slice() else {
        return None;
    };
    let html = copy.html.get(place.clone())?;
    let texts = html.split('<').filter_map(|piece| piece.split_once('>'));
    let text: String = texts.map(|(_, text)| text).collect();
    let has_headline = bare(&text).contains(&bare(headline));
    (has_headline && text.matches('。').count() >= FEWEST_SENTENCES).then_some(html)
}

/// Returns the HTML of the article, found by its paragraphs and the share of links among them.
fn content(text: &str, address: Option<&str>) -> Option<String> {
    // Most articles are found at the strict attempt, which needs no copy of the tree for another one.
    let strict = search(text, address, |page| {
        page.parse_with_policy(ParsePolicy::Strict)
    });
    let is_enough = |article: &Article| {
        let chars = article.text_content.chars();
        chars.filter(|c| !c.is_whitespace()).count() >= ENOUGH_CHARS
    };
    let found = strict.filter(is_enough);
    let found = found.or_else(|| search(text, address, Readability::parse))?;
    Some(found.content.to_string())
}

/// Parses a page for Readability and hands it to `parse`.
fn search(
    text: &str,
    address: Option<&str>,
    parse: impl Fn(&mut Readability) -> Result<Article, ReadabilityError>,
) -> Option<Article> {
    let config = Config {
        // Classes decide about tables and pictures in the walk.
        keep_classes: true,
        max_elements_to_parse: MOST_ELEMENTS,
        char_threshold: ENOUGH_CHARS,
        // The copy has no scripts and no head.
        disable_json_ld: true,
        candidate_select_mode: CandidateSelectMode::DomSmoothie,
        ..Config::default()
    };
    // With an address, the links of the article become absolute.
    let mut page = Readability::new(text, address, Some(config.clone()))
        .or_else(|_| Readability::new(text, None, Some(config)))
        .ok()?;
    parse(&mut page).ok()
}

/// True for a monitoring report: fields of articles, or the headings of its parts.
fn is_report(lines: &[SourceLine]) -> bool {
    let texts = || lines.iter().map(|line| line.text.as_str());
    let fields = texts().filter(|text| {
        matches!(
            labels::label(text),
            Some((
                FieldLabel::Title | FieldLabel::Link | FieldLabel::Content,
                _
            ))
        )
    });
    let is_part = |text: &str| {
        matches!(
            labels::section(text),
            Some(PartHeading::Contents | PartHeading::Articles)
        )
    };
    fields.take(2).count() == 2 || texts().any(is_part)
}

/// True if the rows at the top are the masthead of a periodical: a brief saved as a page shows a day as news do.
fn is_issue(lines: &[SourceLine]) -> bool {
    let top = lines.iter().take(MASTHEAD_ROWS);
    top.map(|line| line.text.as_str()).any(is_issue_number)
}

/// True if an office program made the page.
fn is_document(producer: Option<&str>) -> bool {
    producer.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        WRITERS.iter().any(|writer| name.contains(writer))
    })
}

/// Returns the article with its facts in the fields of a report, which the parser knows.
fn report_lines(facts: &PageFacts, page: &[SourceLine], body: Vec<SourceLine>) -> Vec<SourceLine> {
    let mut head = vec![format!("标题：{}", facts.headline)];
    head.extend(facts.source.iter().map(|name| format!("来源：{name}")));
    head.extend(facts.address.iter().map(|link| format!("链接：{link}")));
    head.push("主要内容：".to_owned());
    let day = facts.date.map(|date| match &facts.source {
        Some(source) => format!("{date} 来源：{source}"),
        None => date.to_string(),
    });
    head.extend(day);
    let body = edges::without_widgets(body).into_iter().enumerate();
    let body = body.filter(|(nth, line)| {
        let has_words = line.text.contains(char::is_alphanumeric) || line.kind == LineKind::Figure;
        has_words && (*nth >= FIRST_ROWS || !repeats(&line.text, facts))
    });
    let body: Vec<SourceLine> = body.map(|(_, line)| line).collect();
    let beside = credits::beside(page, &facts.headline, &body);
    // An author who stands in the text already is not repeated.
    let named = |author: &&String| {
        let mut lines = body.iter().chain(&beside.head).chain(&beside.tail);
        !lines.any(|line| line.text.contains(author.as_str()))
    };
    let author = facts.author.as_ref().filter(named);
    head.extend(author.map(|name| format!("作者：{name}")));
    let head = head.into_iter().map(|text| SourceLine {
        text,
        ..SourceLine::default()
    });
    head.chain(beside.head)
        .chain(body)
        .chain(beside.tail)
        .collect()
}

/// True for a row that has only what the fields have already.
fn repeats(text: &str, facts: &PageFacts) -> bool {
    let short = text.chars().count() <= LONGEST_INFO;
    let medium = || sources::bare_source(&[text]).is_some_and(|name| Some(name) == facts.source);
    tidy(text) == facts.headline || sources::is_info(text) || short && medium()
}

#[cfg(test)]
mod tests {
    use crate::source::html::{PageKind, read_text};

    const TEXT: &str = "<p>澄湖市水务局六月十二日通报，环湖三座泵站完成智能化改造，汛期排水能力提高两成。</p>
        <p>工程从去年九月开始，工人在夜间施工，白天不影响两岸通行；改造以后，泵站按雨量自动启停。</p>
        <p>“以前要守一夜，现在看一眼手机就行。”值班员林晓舟对记者说，下一步还要接入下游的水闸。</p>";
    const MENU: &str =
        r#"<div class="top"><a href="/">首页</a><a href="/n">新闻</a><a href="/v">视频</a></div>"#;
    const HOT: &str = r#"<div class="hot"><h3>热点排行</h3><ul><li><a href="/1">湖滨路今晚封闭施工</a></li><li><a href="/2">花市开到深夜</a></li></ul></div>
        <div class="foot"><a href="/a">关于我们</a>|<a href="/b">广告服务</a></div>"#;

    fn lines(head: &str, body: &str) -> Vec<String> {
        let page = format!("<html><head>{head}</head><body>{body}</body></html>");
        let transcript = read_text(&page, PageKind::Saved).unwrap();
        transcript.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_news_page_is_its_article_in_the_fields_of_a_report() {
        let info = r#"<div class="info">2025-06-12 09:30　来源：澄湖日报 作者：林一舟</div>"#;
        let lines = lines(
            r#"<title>三座泵站完成改造_澄湖新闻网</title><link rel="canonical" href="https://example.com/1.html">"#,
            &format!("{MENU}<h1>三座泵站完成改造</h1>{info}<div>{TEXT}</div>{HOT}"),
        );
        let head = [
            "标题：三座泵站完成改造",
            "来源：澄湖日报",
            "链接：https://example.com/1.html",
            "主要内容：",
            "2025-06-12 来源：澄湖日报",
            "作者：林一舟",
        ];
        assert_eq!(lines[..6], head);
        assert_eq!(lines.len(), 9, "{lines:?}");
        assert!(lines[8].ends_with("下游的水闸。"));
    }

    #[test]
    fn the_only_article_element_is_preferred_to_a_stream_below_it() {
        let other = TEXT.replace("泵站", "渡口");
        let stream = format!(
            "<ul><li><h3>渡口复航</h3>{other}</li><li><h3>渡口夜航</h3>{other}{other}</li></ul>"
        );
        let body = format!(
            "{MENU}<div><article><header><h1>三座泵站完成改造</h1><div>2025-06-12</div></header><div>{TEXT}</div></article><div>{stream}</div></div>"
        );
        let lines = lines("<title>三座泵站完成改造</title>", &body);
        assert!(
            lines.iter().any(|line| line.ends_with("下游的水闸。")),
            "{lines:?}"
        );
        assert!(!lines.iter().any(|line| line.contains("渡口")), "{lines:?}");
    }

    #[test]
    fn what_stands_beside_the_text_is_kept() {
        let head = "<h3>按雨量自动启停不用人守</h3><h1>三座泵站完成改造</h1><div>本报记者 林晓舟</div>
            <div><span>2025-06-12 09:30</span><span>来源：澄湖日报</span><span>选稿：方远</span></div>";
        let body = format!(
            "{MENU}<div>{head}</div><div class=a>{TEXT}<p>分享到：</p></div><div>责任编辑：周小满</div>{HOT}"
        );
        let lines = lines("<title>三座泵站完成改造</title>", &body);
        let head = [
            "2025-06-12 来源：澄湖日报",
            "按雨量自动启停不用人守",
            "本报记者 林晓舟",
            "选稿：方远",
        ];
        assert_eq!(lines[3..7], head);
        assert_eq!(lines[10..], ["责任编辑：周小满"]);
    }

    #[test]
    fn headings_of_the_article_stay_in_it() {
        let body = format!(
            "{MENU}<h1>三座泵站完成改造</h1><p>发布时间：2025年6月12日</p><div>{TEXT}<h2>一、下一步</h2>{TEXT}</div>{HOT}"
        );
        let lines = lines("<title>三座泵站完成改造</title>", &body);
        assert!(lines.iter().any(|line| line == "一、下一步"));
        assert_eq!(lines[0], "标题：三座泵站完成改造");
        assert!(!lines.iter().any(|line| line.contains("排行")), "{lines:?}");
    }

    #[test]
    fn a_headline_that_is_no_heading_agrees_with_the_title() {
        let body = format!(
            "{MENU}<h1>澄湖新闻网</h1><div>环湖三座泵站完成智能化改造</div><div>来源：澄湖日报</div><div>{TEXT}</div>{HOT}"
        );
        let head = r#"<title>环湖三座泵站完成智能化改造-澄湖新闻网</title><meta name="PubDate" content="2025-06-12 08:00">"#;
        let lines = lines(head, &body);
        assert_eq!(lines[0], "标题：环湖三座泵站完成智能化改造");
        assert_eq!(lines[3], "2025-06-12 来源：澄湖日报");
    }

    #[test]
    fn a_brief_saved_as_a_page_is_no_news() {
        let body = format!(
            "<p>澄湖要情</p><p>（第21期）</p><p>澄湖水利站　2025年6月12日</p><p>一、泵站改造</p>{TEXT}<p>二、河道清淤</p>{TEXT}"
        );
        let lines = lines("<title>澄湖要情</title>", &body);
        assert_eq!(lines[..2], ["澄湖要情", "（第21期）"]);
    }

    #[test]
    fn a_page_without_an_article_shows_all_its_text() {
        let form = "<h1>防汛值班登记</h1><form>姓名<input>电话<input>单位<textarea></textarea></form><p>请在六月前填报。</p>";
        let list = format!("<h1>澄湖新闻网</h1>{MENU}{HOT}");
        for (title, body, words) in [
            ("防汛值班登记", form, "请在六月前填报。"),
            ("澄湖新闻网", list.as_str(), "花市开到深夜"),
        ] {
            let lines = lines(&format!("<title>{title}</title>"), body);
            assert!(!lines[0].starts_with("标题"), "{lines:?}");
            assert!(lines.iter().any(|line| line.contains(words)), "{lines:?}");
        }
    }

    #[test]
    fn an_article_that_a_script_would_show_is_read() {
        for style in ["visibility:hidden;opacity:0", "visibility:visible"] {
            let body = format!(
                "<style>.content{{visibility:hidden}} .menu{{visibility:hidden}}</style><div class=menu><a href=/>首页</a></div>
                <h1>三座泵站完成改造</h1><p>2025-06-12</p><div class=content style='{style}'>{TEXT}</div>"
            );
            let lines = lines("<title>三座泵站完成改造</title>", &body);
            assert_eq!(lines[0], "标题：三座泵站完成改造");
            assert!(
                lines[lines.len() - 1].ends_with("下游的水闸。"),
                "{lines:?}"
            );
            assert!(!lines.iter().any(|line| line.contains("首页")), "{lines:?}");
        }
    }

    #[test]
    fn a_report_saved_as_a_page_is_read_whole() {
        let body = format!(
            "{MENU}<p>澄湖监测周报</p><p>一、信息目录</p><p>1.三座泵站完成改造</p><p>二、具体内容</p>
            <p>1.标题：三座泵站完成改造</p><p>来源：澄湖日报</p><p>链接：https://example.com/1</p>{TEXT}"
        );
        let lines = lines("<title>澄湖监测周报</title>", &body);
        assert!(lines.iter().any(|line| line == "一、信息目录"), "{lines:?}");
    }
}
