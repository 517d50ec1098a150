//! Understanding: a [`Transcript`] in, an [`Issue`] out. A text of any kind yields an issue; what looks odd becomes a
//! warning.
//!
//! The steps, in order: page furniture is removed from the rows ([`furniture`]); the parts of the report are found by
//! their headings ([`labels`](crate::conventions::labels), [`masthead`], [`toc`]); numbers, contents and fields decide
//! together where articles begin ([`heads`]); the fields of each article are read ([`article`], [`link`]); the
//! remaining rows are reflowed into paragraphs ([`reflow`]).
//!
//! What a label, a date or a folio looks like is known in [`crate::conventions`].
//!
//! No step gives up: where one finds nothing, the next goes on with what there is. So a report
//! without contents, without numbers or without labels is still cut into its articles as well as
//! the rest allows.

use crate::conventions::media::medium;
use crate::model::transcript::Transcript;
use crate::model::{Issue, Warning};

mod article;
mod assemble;
mod brief;
mod check;
mod dateline;
mod document;
mod flow;
mod furniture;
mod going_on;
mod heads;
mod letters;
mod likeness;
mod link;
mod masthead;
mod parsed;
mod reflow;
mod rows;
mod toc;

/// An issue and the warnings about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The report.
    pub issue: Issue,
    /// What the report lacks or contradicts, in the order of its lines.
    pub warnings: Vec<Warning>,
}

/// Reads the structure of a report.
///
/// A text that is no report yields one article with all of the text, and the warning `not-a-report`.
///
/// ```
/// use newsreader::model::transcript::Transcript;
/// use newsreader::parse::parse;
///
/// let text = "山海监测周报\n（第六二九）\n二、具体内容\n1.标题：渔船归港\n来源：山海晚报\n链接：https://example.com/a\n\
///     主要内容：\n渔船归港\n2025-06-15 来源：山海晚报\n潮水退去，渔船归港。";
/// let issue = parse(&Transcript::from_text(text)).issue;
/// assert_eq!(issue.number, Some(629));
/// assert_eq!(issue.articles[0].title, "渔船归港");
/// assert_eq!(issue.articles[0].blocks[0].text, "潮水退去，渔船归港。");
/// ```
pub fn parse(transcript: &Transcript) -> Parsed {
    let mended = letters::joined(transcript);
    let transcript = mended.as_ref().unwrap_or(transcript);
    // A brief of this program is marked by its styles, so nothing about it has to be guessed.
    // Its sources are kept as they were written.
    let without_groups = brief::without_groups(transcript);
    let reading = brief::read(transcript).unwrap_or_else(|| {
        let mut reading = assemble::read(without_groups.as_ref().unwrap_or(transcript));
        name_media(&mut reading.issue);
        reading
    });
    let mut warnings = losses(transcript);
    warnings.extend(check::warnings(&reading));
    Parsed {
        issue: reading.issue,
        warnings,
    }
}

/// Leaves the name of the medium alone in every source: the contents print it as the articles do.
fn name_media(issue: &mut Issue) {
    let listed = issue.toc.iter_mut().map(|entry| &mut entry.source);
    let own = issue.articles.iter_mut().map(|article| &mut article.source);
    for source in listed.chain(own) {
        let name = source.as_deref().map(|source| medium(source).0);
        if name != source.as_deref() {
            *source = name.filter(|name| !name.is_empty()).map(str::to_owned);
        }
    }
}

/// Returns a warning for each part of the file that was not read. They are about the file as a whole, so they come first.
fn losses(transcript: &Transcript) -> Vec<Warning> {
    let notes = transcript.origin.notes.iter();
    let losses = notes.filter_map(|note| {
        Some(Warning {
            line: 0,
            code: note.loss?.code().to_owned(),
            message: note.zh.clone(),
            english: note.en.clone(),
        })
    });
    losses.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::{FileLoss, FileNote, Flow, SourceLine};
    use proptest::prelude::*;

    #[test]
    fn the_people_beside_a_medium_stand_in_the_text_and_not_in_the_source() {
        let report = |source: &str, dateline: &str| {
            let text = format!(
                "山海监测周报\n（第六二九）\n一、信息目录\n1.渔船归港\n（{source}）\n二、具体内容\n1.标题：渔船归港\n\
                 来源：{source}\n链接：https://example.com/a\n主要内容：\n渔船归港\n{dateline}\n潮水退去，渔船归港。"
            );
            parse(&Transcript::from_text(&text)).issue
        };
        for source in [
            "《山海晚报》 作者：甲乙",
            "山海晚报（记者 甲乙）",
            "《山海晚报》记者甲乙",
        ] {
            let issue = report(source, "2025-06-15 来源：山海晚报");
            let article = &issue.articles[0];
            assert_eq!(article.source.as_deref(), Some("山海晚报"), "{source}");
            assert_eq!(issue.toc[0].source.as_deref(), Some("山海晚报"), "{source}");
            let texts: Vec<_> = article.blocks.iter().map(|b| b.text.as_str()).collect();
            let [people, text] = texts[..] else {
                panic!("{texts:?}");
            };
            assert!(
                people.ends_with("甲乙") && !people.contains("山海"),
                "{people}"
            );
            assert_eq!(text, "潮水退去，渔船归港。");
        }
        let issue = report("山海晚报", "2025-06-15 来源：《山海晚报》 作者：甲乙");
        let text = &issue.articles[0].blocks[0].text;
        assert!(text.contains("作者：甲乙"), "{text}");
    }

    /// Pieces that reports are made of, whole and broken.
    const PIECES: &[&str] = &[
        "山海监测周报",
        "（第六二九）",
        "第629期",
        "本期导语：",
        "一、信息目录",
        "二、具体内容",
        "1.",
        "2、",
        "（3）",
        "标题：",
        "来源：",
        "链接：",
        "https://example.com/",
        "a?b=c&d",
        "主要内容：",
        "2025-06-15",
        "2025 年 6 月",
        "15 日",
        "原标题：",
        "— 3 —",
        "第 2 页 共 9 页",
        "\u{c}",
        "\n",
        "\n\n",
        "\r\n",
        "\u{3000}\u{3000}",
        "  ",
        "\t",
        "“",
        "”。",
        "（",
        "）",
        "《",
        "记者 甲",
        "共收集 3 篇",
        "从",
        "到",
        "潮水退去，海滩上留下许多贝壳，孩子们一个一个捡起来。",
        "AI",
        "5G ",
        "3.14%",
        "，",
        "\u{feff}",
        "\u{200b}",
        "😀",
        "e\u{301}",
    ];

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::collection::vec(prop::sample::select(PIECES), 0..120).prop_map(|p| p.concat()),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn any_text_yields_an_issue(text in any_text(), whole in any::<bool>()) {
            let mut transcript = Transcript::from_text(&text);
            if whole {
                transcript.flow = Flow::Paragraphs;
            }
            let parsed = parse(&transcript);
            let odd = parsed.warnings.iter().any(|w| w.code == "not-a-report" || w.code == "no-articles");
            prop_assert!(odd || !parsed.issue.articles.is_empty());
        }
    }

    /// Pieces that briefs are made of.
    const BRIEF: &[&str] = &[
        "目录\n",
        "本期导读\n",
        "导语：\n",
        "一、渔船归港\n",
        "二、海滩灯会\n",
        "一、渔船归港……1\n",
        "1.渔船归港\n",
        "第一章 渔船\n",
        "（一）做法\n",
        "渔船归港\n",
        "\u{c}",
        "\n",
        "来源：山海晚报 2025-06-15\n",
        "山海要情\n第3期\n山海市渔港中心　2025年6月23日\n",
        "◆渔船归港了\n",
        "【海滩灯会】\n",
        "（山海晚报，6月15日）\n",
        "潮水退去，海滩上留下许多贝壳。\n",
        "孩子们一个一个捡起来，放进篮子里，再走回家去。\n",
    ];

    proptest! {
        #[test]
        fn every_sentence_of_a_brief_is_in_an_article_or_in_the_lead(
            pieces in prop::collection::vec(prop::sample::select(BRIEF), 0..40),
            whole in any::<bool>(),
        ) {
            // Numbered, so that no sentence is found in the place of another.
            let text: String = pieces.iter().enumerate().map(|(n, piece)| match piece.strip_suffix("。\n") {
                Some(sentence) => format!("{sentence}，这是第{n}句。\n"),
                None => (*piece).to_owned(),
            }).collect();
            let mut transcript = Transcript::from_text(&text);
            if whole {
                transcript.flow = Flow::Paragraphs;
            }
            let issue = parse(&transcript).issue;
            let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
            let mut kept: String = blocks.map(|block| block.text.as_str()).collect();
            kept.extend(issue.lead.iter().map(String::as_str));
            kept.extend(issue.articles.iter().map(|article| article.title.as_str()));
            for line in text.lines().filter(|line| line.ends_with('。')) {
                prop_assert!(kept.contains(line.trim_matches('\u{c}')), "{line} is lost of {text}");
            }
        }
    }

    #[test]
    fn what_is_no_report_keeps_every_character() {
        let lines = [
            "见字如面",
            "",
            "海边的灯亮了。",
            "2. 船还没有回来",
            "来源：海上",
            "1/2",
        ];
        let transcript = Transcript {
            flow: Flow::Paragraphs,
            lines: lines
                .map(|text| SourceLine {
                    text: text.to_owned(),
                    ..SourceLine::default()
                })
                .to_vec(),
            ..Transcript::default()
        };
        let issue = parse(&transcript).issue;
        let article = &issue.articles[0];
        let blocks: String = article.blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(format!("{}{blocks}", article.title), lines.concat());
    }

    #[test]
    fn what_was_not_read_of_the_file_is_a_warning() {
        let mut transcript = Transcript::from_text("潮水退去。");
        transcript.origin.notes = vec![
            FileNote::new("有 3 条批注", "3 comments"),
            FileNote::loss(FileLoss::Page, "第 2 页没有读出", "page 2 is missing"),
            FileNote::loss(FileLoss::End, "行数过多", "too many rows"),
        ];
        let warnings = parse(&transcript).warnings;
        let codes: Vec<&str> = warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(codes, ["page-unreadable", "truncated", "not-a-report"]);
    }

    #[test]
    fn endless_lines_and_endless_files_are_read() {
        for text in [
            "潮".repeat(1_000_000),
            "第".repeat(300_000),
            "潮，汐。汛".repeat(40_000),
            "1.标题：甲\n来源：乙\n".repeat(20_000),
            "2. 甲\n".repeat(50_000),
            "abcdefghij0123456789\n".repeat(50_000),
            "（".repeat(300_000),
            "\n".repeat(300_000),
        ] {
            parse(&Transcript::from_text(&text));
        }
    }
}
