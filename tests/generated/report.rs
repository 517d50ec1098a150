//! Whole reports with a known truth: laid out as the real ones are, or wild.

use super::page::Page;
use super::prose::{self, Rng};
use super::style::Style;

/// The contents of a report, apart from its layout.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// Masthead title.
    pub title: Option<String>,
    /// Issue number.
    pub number: Option<u32>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Date of publication.
    pub published: Option<String>,
    /// First and last day.
    pub period: Option<(String, String)>,
    /// Declared count.
    pub declared: Option<u32>,
    /// The lead.
    pub lead: String,
    /// Set when it has a table of contents.
    pub toc: bool,
    /// The articles.
    pub articles: Vec<ArticleTruth>,
}

/// The contents of an article.
#[derive(Debug, Clone, Default)]
pub struct ArticleTruth {
    /// Headline.
    pub title: String,
    /// Source.
    pub source: Option<String>,
    /// Date, ISO.
    pub date: Option<String>,
    /// Link.
    pub link: Option<String>,
    /// Original title.
    pub original: Option<String>,
    /// Kind and text of each block.
    pub blocks: Vec<(&'static str, String)>,
}

fn chinese(n: u32, positional: bool) -> String {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let of = |d: u32| digits[usize::try_from(d).unwrap()];
    if positional {
        return n
            .to_string()
            .chars()
            .map(|c| of(c.to_digit(10).unwrap()))
            .collect();
    }
    let (h, t, o) = (n / 100, n / 10 % 10, n % 10);
    let mut out = String::new();
    if h > 0 {
        out.push(of(h));
        out.push('百');
    }
    if t > 0 {
        out.push(of(t));
        out.push('十');
    } else if h > 0 && o > 0 {
        out.push('零');
    }
    if o > 0 {
        out.push(of(o));
    }
    out
}

/// Puts a space where Han meets Latin.
fn spaced(text: &str) -> String {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let seam =
            han(before) && c.is_ascii_alphanumeric() || before.is_ascii_alphanumeric() && han(c);
        if seam {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A report of the given style.
pub fn report(rng: &mut Rng, style: &Style) -> (String, Truth) {
    let mut page = Page::new(style);
    let mut truth = Truth::default();
    let count = if style.wild && rng.chance(5) {
        12
    } else {
        1 + rng.below(5)
    };
    let (year, month) = (2021 + rng.below(5), 1 + rng.below(12));
    let set = |text: &str| {
        if style.spaced {
            spaced(text)
        } else {
            text.to_owned()
        }
    };
    let masthead = rng.chance(60);
    if masthead {
        let kind = ["周报", "月报", "季报", "专报"][rng.below(4)];
        let title = format!(
            "{}{kind}",
            ["澜州公共服务监测", "汐山卫生信息化舆情", "青槐数字乡村动态"][rng.below(3)]
        );
        let number = 1 + u32::try_from(rng.below(899)).unwrap();
        page.line(&title);
        page.line(&match if style.wild { rng.below(4) } else { 0 } {
            0 => format!("（第{}）", chinese(number, true)),
            1 => format!("（第{}期）", chinese(number, false)),
            2 => format!("第{number}期"),
            _ => format!("（第 {number} 期）"),
        });
        let publisher = "澜州市公共服务研究中心";
        page.line(&format!(
            "{publisher} {}",
            set(&format!("{year}年{month}月28日"))
        ));
        page.head.clone_from(&title);
        truth.title = Some(title);
        truth.number = Some(number);
        truth.publisher = Some(publisher.to_owned());
        truth.published = Some(format!("{year}-{month:02}-28"));
    }
    if rng.chance(95) {
        let lead = set(&format!(
            "本期周报共收集{count}篇公共服务与信息化相关信息，时间从{year}年{month}月1日到{year}年{month}月28日，监测范围包括各地报刊和公开发布渠道等。"
        ));
        if style.wild && rng.chance(30) {
            page.wrapped(
                &style.engine,
                &format!("本期导语{}{lead}", style.colon),
                4.0,
            );
        } else {
            page.line(&format!("本期导语{}", style.colon));
            page.paragraph(&style.engine, &lead);
        }
        truth.lead = lead;
        truth.declared = Some(u32::try_from(count).unwrap());
        truth.period = Some((
            format!("{year}-{month:02}-01"),
            format!("{year}-{month:02}-28"),
        ));
    }
    let articles: Vec<ArticleTruth> = (0..count)
        .map(|_| article(rng, style, year, month))
        .collect();
    truth.toc = !style.wild || rng.chance(90);
    if truth.toc {
        page.line(["一、信息目录", "目录", "目 录", "一、目录"][style.sections]);
        contents(rng, &mut page, style, &articles);
    }
    page.line(["二、具体内容", "正文", "二、具体内容", "二、正文"][style.sections]);
    for (n, article) in articles.iter().enumerate() {
        write(rng, &mut page, style, n + 1, article);
    }
    truth.articles = articles;
    (page.done(), truth)
}

/// The contents: sources on rows of their own or behind the titles, perhaps with leader dots.
fn contents(rng: &mut Rng, page: &mut Page<'_>, style: &Style, articles: &[ArticleTruth]) {
    let behind = style.wild && rng.chance(25);
    let leaders = behind && rng.chance(40);
    for (n, article) in articles.iter().enumerate() {
        let mut row = format!("{}{}", style.item(n + 1), article.title);
        let source = article.source.as_ref().map(|s| format!("（{s}）"));
        if behind {
            row.push_str(source.as_deref().unwrap_or_default());
        }
        if leaders {
            row.push_str("…………");
            row.push_str(&(3 + n).to_string());
        }
        page.wrapped(&style.engine, &row, 0.0);
        if let Some(source) = source.filter(|_| !behind) {
            page.line(&source);
        }
    }
}

fn article(rng: &mut Rng, style: &Style, year: usize, month: usize) -> ArticleTruth {
    let set = |text: String| if style.spaced { spaced(&text) } else { text };
    let lacks = |rng: &mut Rng| style.wild && rng.chance(4);
    let title = prose::title(rng);
    let title = if style.spaced { spaced(&title) } else { title };
    let mut blocks = Vec::new();
    if rng.chance(20) {
        blocks.push(("heading", set(prose::heading(rng))));
    }
    if rng.chance(20) {
        blocks.push(("byline", prose::byline(rng)));
    }
    for _ in 0..=rng.below(5) {
        for _ in 0..=rng.below(4) {
            blocks.push(("paragraph", set(prose::paragraph(rng))));
        }
        if rng.chance(35) {
            blocks.push(("heading", set(prose::heading(rng))));
            blocks.push(("paragraph", set(prose::paragraph(rng))));
        }
        if style.wild && rng.chance(4) {
            blocks.push((
                "heading",
                set(format!(
                    "{}、{}",
                    ["一", "二"][rng.below(2)],
                    prose::heading(rng)
                )),
            ));
            blocks.push(("paragraph", set(format!("来源：{}", prose::paragraph(rng)))));
        }
        if style.wild && rng.chance(8) {
            for n in 1..4 {
                blocks.push(("paragraph", set(format!("{n}. {}", prose::sentence(rng)))));
            }
        }
    }
    let path: String = (0..8 + rng.below(40))
        .map(|_| char::from(b"abcdef0123456789/_-"[rng.below(19)]))
        .collect();
    let query = if rng.chance(25) {
        "?a=b&c=d1&from=timeline"
    } else {
        ""
    };
    ArticleTruth {
        original: rng.chance(20).then(|| title.clone()),
        source: (!lacks(rng)).then(|| prose::medium(rng)),
        date: (!lacks(rng)).then(|| format!("{year}-{month:02}-{:02}", 1 + rng.below(28))),
        link: (!lacks(rng)).then(|| format!("https://news.example.cn/{year}/{path}x.html{query}")),
        title,
        blocks,
    }
}

fn write(rng: &mut Rng, page: &mut Page<'_>, style: &Style, n: usize, article: &ArticleTruth) {
    let mut engine = style.engine.clone();
    if !style.same_measure && rng.chance(50) {
        engine.measure = 2.0 * f64::from(u32::try_from(26 + rng.below(13)).unwrap());
    }
    let colon = style.colon;
    let label = if style.label {
        format!("标题{colon}")
    } else {
        String::new()
    };
    page.wrapped(
        &style.engine,
        &format!("{}{label}{}", style.item(n), article.title),
        0.0,
    );
    let swapped = style.wild && rng.chance(10);
    if let Some(source) = article.source.as_ref().filter(|_| !swapped) {
        page.line(&format!("来源{colon}{source}"));
    }
    link(rng, page, style, article);
    if let Some(source) = article.source.as_ref().filter(|_| swapped) {
        page.line(&format!("来源{colon}{source}"));
    }
    let dated = article.date.is_some() && style.wild && rng.chance(8);
    if dated && let Some(day) = day_of(style, article) {
        page.line(&format!("发布时间{colon}{day}"));
    }
    page.line(&format!("主要内容{colon}"));
    if rng.chance(90) {
        page.wrapped(&style.engine, &article.title, 0.0);
    }
    if !dated {
        dateline(rng, page, style, article);
    }
    if let Some(original) = &article.original {
        page.wrapped(&style.engine, &format!("原标题{colon}{original}"), 0.0);
    }
    for (kind, text) in &article.blocks {
        match *kind {
            "paragraph" => page.paragraph(&engine, text),
            _ => page.line(text),
        }
    }
}

/// The link on one row to four, cut anywhere.
fn link(rng: &mut Rng, page: &mut Page<'_>, style: &Style, article: &ArticleTruth) {
    let colon = style.colon;
    if let Some(link) = &article.link {
        let own = rng.chance(60);
        let first = if own { String::new() } else { link.clone() };
        let cut = 30 + rng.below(40);
        let mut pieces: Vec<String> = Vec::new();
        let chars: Vec<char> = link.chars().collect();
        for piece in chars.chunks(if rng.chance(50) { cut } else { 200 }) {
            pieces.push(piece.iter().collect());
        }
        if own {
            page.line(&format!("链接{colon}"));
        } else if pieces.len() > 1 {
            let head = pieces.remove(0);
            page.line(&format!("链接{colon}{head}"));
        } else {
            pieces.clear();
            let remark = if style.wild && rng.chance(10) {
                "（点击查看原文）"
            } else {
                ""
            };
            page.line(&format!("链接{colon}{first}{remark}"));
        }
        for piece in pieces {
            page.line(&piece);
        }
    }
}

/// The article's date in the style's form.
fn day_of(style: &Style, article: &ArticleTruth) -> Option<String> {
    let date = article.date.as_ref()?;
    let part = |i: usize| date.split('-').nth(i).unwrap().parse::<usize>().unwrap();
    Some(style.day(part(0), part(1), part(2)))
}

fn dateline(rng: &mut Rng, page: &mut Page<'_>, style: &Style, article: &ArticleTruth) {
    let day = day_of(style, article);
    let mark = if rng.chance(70) { "：" } else { " " };
    match (day, &article.source) {
        (Some(day), Some(source)) => {
            let row = format!("{day} 来源{mark}{source}");
            let cut = day.chars().count().saturating_sub(1 + rng.below(3));
            if style.wild && rng.chance(8) {
                let chars: Vec<char> = row.chars().collect();
                page.line(String::from_iter(&chars[..cut]).trim_end());
                page.wrapped(
                    &style.engine,
                    String::from_iter(&chars[cut..]).trim_start(),
                    0.0,
                );
            } else {
                page.line(&row);
            }
        }
        (Some(day), None) => page.line(&day),
        _ => {}
    }
}
