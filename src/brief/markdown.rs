//! A brief as Markdown (`CommonMark`).

use crate::brief::lines::note_lines;
use crate::brief::{Brief, BriefLayout};
use crate::model::{Article, Block, BlockKind, Issue, TocEntry};
use crate::quote::address::browsable;
use crate::quote::blocks::{figure, on_one_line};
use crate::quote::forms::{chinese_date, link, markdown_table, markdown_target, markdown_text};
use crate::quote::one_line::one_line;

/// Returns `brief` as Markdown with a final line feed. No text of an article becomes markup.
#[must_use]
pub fn write(brief: &Brief) -> String {
    let issue = &brief.issue;
    let mut out = String::new();
    let mut paragraph = |text: String| {
        out.push_str(&text);
        out.push_str("\n\n");
    };
    if let Some(title) = &issue.title {
        paragraph(format!("# {}", markdown_text(&one_line(title))));
    }
    let imprint = imprint(issue);
    if !imprint.is_empty() {
        paragraph(imprint);
    }
    paragraph("## 本期导语".to_owned());
    for text in &issue.lead {
        paragraph(literal(text));
    }
    // A list of links is its own contents.
    if brief.layout == BriefLayout::Links {
        paragraph("## 标题与链接".to_owned());
    } else {
        paragraph("## 一、信息目录".to_owned());
        let entries: Vec<String> = issue.toc.iter().map(entry).collect();
        paragraph(entries.join("\n"));
        paragraph("## 二、具体内容".to_owned());
    }
    // A heading of the editor stands below the parts of the brief and above its articles.
    let has_groups = brief.additions.iter().any(|one| !one.headings.is_empty());
    let mark = if has_groups { "####" } else { "###" };
    for (article, additions) in issue.articles.iter().zip(&brief.additions) {
        for heading in &additions.headings {
            paragraph(format!("### {}", markdown_text(heading)));
        }
        self::article(article, mark)
            .into_iter()
            .for_each(&mut paragraph);
        let note: Vec<String> = note_lines(&additions.note)
            .map(|text| format!("> {}", literal(&text)))
            .collect();
        if !note.is_empty() {
            paragraph(note.join("\n>\n"));
        }
    }
    // One line feed at the end, as programs expect of a text file.
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Returns number, publisher and date of the brief in one line, empty if it has none of them.
fn imprint(issue: &Issue) -> String {
    let number = issue.number.map(|number| format!("第{number}期"));
    let total = issue.total_number.map(|number| format!("总第{number}期"));
    let publisher = issue.publisher.as_deref().map(one_line);
    let parts: Vec<String> = number
        .into_iter()
        .chain(total)
        .chain(publisher.map(|publisher| markdown_text(&publisher)))
        .chain(issue.published.map(chinese_date))
        .collect();
    parts.join(" ")
}

/// Returns a line of the contents: `1. 标题（来源）`.
fn entry(entry: &TocEntry) -> String {
    let source = entry.source.as_deref().map(one_line);
    let source = source.map(|source| format!("（{}）", markdown_text(&source)));
    let title = markdown_text(&one_line(&entry.title));
    format!("{}. {title}{}", entry.number, source.unwrap_or_default())
}

/// Returns the paragraphs of an article whose heading has the signs `mark`.
fn article(article: &Article, mark: &str) -> Vec<String> {
    let title = markdown_text(&one_line(&article.title));
    let mut out = vec![format!("{mark} {}. {title}", article.number)];
    let facts: Vec<String> = article
        .source
        .as_deref()
        .map(|source| format!("- 来源：{}", markdown_text(&one_line(source))))
        .into_iter()
        .chain(article.date.map(|date| format!("- 日期：{date}")))
        .chain(link(article).map(|link| format!("- 链接：{}", linked(&link))))
        .chain(
            article
                .other_original_title()
                .map(|title| format!("- 原标题：{}", markdown_text(&one_line(title)))),
        )
        .collect();
    // One list, so the lines are joined by single line feeds.
    if !facts.is_empty() {
        out.push(facts.join("\n"));
    }
    for block in &article.blocks {
        let text = one_line(&block.text);
        match block.kind {
            BlockKind::Figure => out.push(literal(&figure(&text))),
            // An empty paragraph would be two blank lines.
            _ if text.is_empty() => {}
            BlockKind::Table => {
                out.push(markdown_table(block, |cell| markdown_text(&one_line(cell))));
            }
            BlockKind::Heading => out.push(format!("{mark}# {}", markdown_text(&text))),
            BlockKind::Paragraph | BlockKind::Byline => {
                out.push(literal_start(with_links(block)));
            }
        }
    }
    out
}

/// Returns a link whose text is its address.
fn linked(link: &str) -> String {
    // An address of another scheme is text: a click on it might start any program.
    match browsable(link) {
        Some(target) => format!("[{}]({})", markdown_text(link), markdown_target(&target)),
        None => markdown_text(link),
    }
}

/// Returns the text of a block, escaped, with the links behind its words. An address that no browser opens stays away.
fn with_links(block: &Block) -> String {
    let block = on_one_line(block);
    let (mut out, mut at) = (String::new(), 0);
    for link in &block.links {
        let (before, words) = (
            block.text.get(at..link.range.start),
            block.text.get(link.range.clone()),
        );
        if let (Some(before), Some(words), Some(target)) = (before, words, browsable(&link.url)) {
            out += &markdown_text(before);
            let (words, target) = (markdown_text(words), markdown_target(&target));
            out.extend(["[", &*words, "](", &*target, ")"]);
            at = link.range.end;
        }
    }
    out + &markdown_text(block.text.get(at..).unwrap_or_default())
}

/// Returns `text` escaped so that its beginning is not a heading, a list, a rule or a table.
///
/// `2025. 年` becomes `2025\. 年`, and `# 甲` becomes `\# 甲`.
fn literal(text: &str) -> String {
    literal_start(markdown_text(&one_line(text)))
}

/// Escapes the beginning of `text`, in which all inline markup is escaped.
fn literal_start(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", &text));
    // `2025. ` at the start of a paragraph would begin a list; the backslash has to stand before the mark.
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    // These begin a block of another kind; the other marks are escaped wherever they stand.
    if text.starts_with(['#', '+', '-', '=', '~', '|', ':']) {
        return format!("\\{text}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{literal, write};
    use crate::brief::sample;
    use crate::model::{Block, BlockKind, TextLink};

    #[test]
    fn a_brief_in_markdown() {
        let issue = sample::issue();
        let text = write(&sample::brief(&issue));
        assert!(text.starts_with("# 监测信息简报\n\n2026年11月21日\n\n## 本期导语\n"));
        assert!(text.contains("\n1. 云川市试行\\[互认\\]清单（云川日报）\n2. 只有标题\n"));
        assert!(text.contains(
            "\n### 1. 云川市试行\\[互认\\]清单\n\n- 来源：云川日报\n- 日期：2025-06-15\n"
        ));
        assert!(text.contains("\n#### 小标题\n\n第二段，接着写 A B。\n\n### 2. 只有标题\n"));
    }

    #[test]
    fn links_behind_words_are_kept() {
        let mut issue = sample::issue();
        let words = "见公告";
        let link = |range, url: &str| TextLink {
            range,
            url: url.to_owned(),
        };
        issue.articles[1].blocks.push(Block {
            links: vec![
                link(0..words.len(), "https://example.cn/a_(1)"),
                link(words.len()..words.len() + 3, "javascript:alert(1)"),
            ],
            ..Block::new(BlockKind::Paragraph, format!("{words}全文*。"))
        });
        let text = write(&sample::brief(&issue));
        assert!(
            text.contains("\n[见公告](<https://example.cn/a_(1)>)全文\\*。\n"),
            "{text}"
        );
    }

    #[test]
    fn a_paragraph_cannot_become_markup() {
        assert_eq!(literal("# 一"), "\\# 一");
        assert_eq!(literal("12. 项"), "12\\. 项");
        assert_eq!(literal("- 项 *强*"), "\\- 项 \\*强\\*");
        assert_eq!(literal("2025 年"), "2025 年");
    }
}
