//! The invariant of reading: every character of a file stands in an article or in the lead, and is found by the search.
//!
//! Apart from masthead, contents, labels, folios, running heads, and the repeated title and dateline. Fixtures are compared
//! line by line with what was read; generated documents carry a mark of three rare characters in every piece, so that none is
//! found in the place of another.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use newsreader::conventions::{folios, labels};
use newsreader::library::index::{IndexedReport, ReportIndex};
use newsreader::library::query::{self, MarkSets, QueryContext};
use newsreader::library::samples::SAMPLES;
use newsreader::library::{Opened, Place, search};
use newsreader::model::Issue;
use newsreader::model::transcript::{Flow, LineKind, LineStyle, SourceLine, Transcript};
use newsreader::parse::{Parsed, parse};
use newsreader::source;
use proptest::prelude::*;
use std::path::Path;

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{feff}' | '\u{200b}'))
        .collect()
}

/// The text of the articles and the lead, by paragraphs.
pub(super) fn kept(issue: &Issue) -> String {
    let mut kept = issue.lead.join("\n");
    for article in &issue.articles {
        kept += "\n";
        kept += &article.title;
        for block in &article.blocks {
            kept += "\n";
            kept += &block.text;
        }
    }
    bare(&kept)
}

/// The fields of masthead, contents and articles, which need not stand in the text.
pub(super) fn fields(issue: &Issue) -> String {
    let mut fields: Vec<&str> = vec![
        issue.title.as_deref().unwrap_or_default(),
        issue.publisher.as_deref().unwrap_or_default(),
    ];
    for entry in &issue.toc {
        fields.extend([
            entry.title.as_str(),
            entry.source.as_deref().unwrap_or_default(),
        ]);
    }
    for article in &issue.articles {
        let own = [&article.source, &article.link, &article.original_title];
        fields.extend(own.map(|field| field.as_deref().unwrap_or_default()));
        fields.extend(
            article
                .blocks
                .iter()
                .flat_map(|block| &block.links)
                .map(|link| link.url.as_str()),
        );
    }
    bare(&fields.join("\n"))
}

/// Words that reading takes off: labels, headings of the parts, the words of dates and numbers.
const WORDS: [&str; 28] = [
    "主要内容",
    "具体内容",
    "具体",
    "正文",
    "点击查看",
    "主办",
    "编印",
    "主要",
    "信息目录",
    "本期导语",
    "原标题",
    "标题",
    "来源",
    "链接",
    "目录",
    "导语",
    "发布时间",
    "日期",
    "星期",
    "页",
    "共",
    "第",
    "期",
    "总",
    "年",
    "月",
    "日",
    "号",
];

/// The letters and Han of `line` that stand nowhere in `text` together with a neighbour, without labels and dates.
fn missing(line: &str, text: &str) -> String {
    let chars: Vec<char> = bare(line).chars().collect();
    let is_kept = |at: usize| {
        chars
            .get(at..at + 2)
            .is_some_and(|pair| text.contains(&pair.iter().collect::<String>()))
    };
    let lost =
        (0..chars.len()).filter(|&at| !is_kept(at) && !at.checked_sub(1).is_some_and(is_kept));
    let mut lost: String = lost.filter_map(|at| chars.get(at)).collect();
    for word in WORDS {
        lost = lost.replace(word, "");
    }
    lost.retain(|c| c.is_alphabetic() && !"〇零一二三四五六七八九十百".contains(c));
    lost
}

/// True for the running head of one of the fixtures and the malformed links of another.
fn is_dropped(line: &str) -> bool {
    line == "澜州湾公共服务监测月报" || line.starts_with("链接：无") || line.contains("htp:/")
}

fn assert_whole(name: &str, transcript: &Transcript) {
    let issue = parse(transcript).issue;
    let all = kept(&issue) + "\n" + &fields(&issue);
    let parts = transcript
        .lines
        .iter()
        .flat_map(|line| line.text.split(['\n', '\u{c}', '\t']));
    let parts: Vec<&str> = parts.filter(|part| !part.trim().is_empty()).collect();
    let is_folio = |at: Option<usize>| {
        at.and_then(|at| parts.get(at))
            .is_some_and(|part| folios::is_folio(part.trim()))
    };
    for (at, part) in parts.iter().enumerate() {
        // A folio, or the running head beside it or in the middle of a paragraph.
        if is_dropped(part)
            || is_folio(Some(at))
            || is_folio(Some(at + 1))
            || is_folio(at.checked_sub(1))
        {
            continue;
        }
        let lost = missing(part, &all);
        assert!(lost.is_empty(), "{name}: {lost} of {part}");
    }
}

#[test]
fn no_fixture_loses_a_character() {
    for (name, text) in SAMPLES {
        assert_whole(name, &Transcript::from_text(text));
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for folder in ["corpus", "formats"] {
        for entry in std::fs::read_dir(tests.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.extension().is_some_and(|end| end == "json") {
                continue;
            }
            assert_whole(
                &name,
                &source::extract(&std::fs::read(&path).unwrap()).unwrap(),
            );
        }
    }
}

/// Pieces of documents. `@` stands for the mark of the piece; those with `。` are text wherever they stand.
const PIECES: &[&str] = &[
    "目录",
    "目　录",
    "本期导读",
    "导读：",
    "本期导语：@的一周，共收集三篇。",
    "一、信息目录",
    "二、具体内容",
    "@渔船归港",
    "一、@渔船",
    "二、@海滩",
    "三、@码头",
    "1.@渔船",
    "2.@海滩",
    "1、@渔船",
    "（一）@渔船",
    "（二）@海滩",
    "第一章 @渔船",
    "第二章 @海滩",
    "第一部分 @渔船",
    "①@渔船",
    "■@渔船",
    "【@快讯】渔船归港。",
    "◆@渔船",
    "一、@渔船……1",
    "二、@海滩\t2",
    "1.标题：@渔船",
    "标题：@渔船",
    "来源：@晚报",
    "（@晚报，6月15日）",
    "（来源：@晚报）",
    "【来源】@晚报",
    "2025-06-15 来源：@晚报",
    "@晚报 2025年6月15日 09:30",
    "发布时间：2025-06-15",
    "链接：https://example.com/a",
    "链接：",
    "https://example.com/b?c=1",
    "主要内容：",
    "主要内容：@的潮水退去，渔船归港。",
    "原标题：@渔船",
    "本报记者 @甲",
    "@海洋简报",
    "第12期",
    "（第六二九）",
    "第 12 期（总第 240 期）",
    "山海市@办公室 2025年6月27日",
    "签发：@甲",
    "编辑：@甲　审核：@乙",
    "内部资料 注意保存",
    "密级：@",
    "报：@领导。",
    "送：@各处室。",
    "附件：1.@登记表",
    "2.@填表说明",
    "附件",
    "— 3 —",
    "第 2 页 共 9 页",
    "2025年6月27日",
    "6月15日",
    "@的潮水退去，海滩上留下许多贝壳。",
    "@的孩子们一个一个捡起来，放进篮子里，再走回家去。渔船在傍晚时分回到港口，码头上挤满了人，大家都说今年的收成比往年好。",
    "@的潮水还没有退去，",
    "海滩上@留下许多贝壳。",
    "一是@的渔船归港。二是灯会开幕。",
    "@的船长说：",
    "“@的渔船归港。”",
    "注：@的数据截至六月。",
    "图1 @渔船归港",
    "表1 @渔船归港",
    "",
    "\u{c}",
    "***",
    "——",
    "@",
];

/// Three characters that stand for piece `n` and are not in any other piece.
pub(super) fn mark(n: usize) -> String {
    let rare = |n: usize| char::from_u32(0x7000 + u32::try_from(n).unwrap()).unwrap();
    [rare(n), rare(n + 300), rare(n + 600)].iter().collect()
}

fn look() -> impl Strategy<Value = LineStyle> {
    let scale = prop::option::weighted(0.2, prop::sample::select(vec![0.8_f32, 1.0, 1.3, 2.0]));
    let level = prop::option::weighted(0.2, 1_u8..4);
    (any::<bool>(), any::<bool>(), any::<bool>(), scale, level).prop_map(
        |(centred, bold, indented, scale, heading_level)| LineStyle {
            centred,
            bold,
            indented,
            scale,
            heading_level,
            ..LineStyle::default()
        },
    )
}

fn kind() -> impl Strategy<Value = LineKind> {
    prop_oneof![
        12 => Just(LineKind::Text),
        1 => Just(LineKind::ListItem),
        1 => Just(LineKind::TableStart),
        1 => Just(LineKind::TableRow),
        1 => Just(LineKind::Figure),
    ]
}

/// A document of pieces in any order, as a text file or with the looks and kinds of a word processor.
fn document() -> impl Strategy<Value = Transcript> {
    let line = (
        prop::sample::select(PIECES),
        look(),
        kind(),
        prop::bool::weighted(0.1),
    );
    (prop::collection::vec(line, 1..45), 0..3_u8).prop_map(|(pieces, form)| {
        let (mut lines, mut page) = (Vec::new(), u32::from(form == 2));
        for ((piece, look, kind, turn), number) in pieces.into_iter().zip(1..) {
            page += u32::from(turn && form == 2);
            let plain = form == 0;
            lines.push(SourceLine {
                text: piece.replace('@', &mark(usize::try_from(number).unwrap())),
                number,
                page,
                kind: if plain { LineKind::Text } else { kind },
                look: if plain { LineStyle::default() } else { look },
                ..SourceLine::default()
            });
        }
        Transcript {
            flow: if form == 0 {
                Flow::Lines
            } else {
                Flow::Paragraphs
            },
            lines,
            ..Transcript::default()
        }
    })
}

/// The marks that stand in `text`, in a fixed order.
fn marks_in(text: &str) -> impl Iterator<Item = String> + use<'_> {
    (1..46)
        .map(mark)
        .filter(|mark| text.contains(mark.as_str()))
}

fn text_of(transcript: &Transcript) -> String {
    let lines: Vec<&str> = transcript
        .lines
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn no_generated_document_loses_a_piece(transcript in document()) {
        let issue = parse(&transcript).issue;
        let (kept, fields) = (kept(&issue), fields(&issue));
        // Entries of a lower level are in the contents alone, which only the highest names in the JSON.
        let has_contents = transcript.lines.iter().any(|line| labels::section(&line.text).is_some());
        // A name of a periodical inside an article is a running head, a second medium a dateline.
        let is_dropped = |text: &str| text.ends_with("简报") || text.contains("晚报");
        let lines = transcript.lines.iter().filter(|line| !is_dropped(&line.text));
        for line in lines {
            // A sentence stands in the text; what is none may be a field of the masthead, the contents or an article.
            let is_text = line.text.contains('。');
            for mark in marks_in(&line.text) {
                let found = kept.contains(&mark) || !is_text && (has_contents || fields.contains(&mark));
                prop_assert!(found, "{} is lost of\n{}", line.text, text_of(&transcript));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn what_was_read_is_found(transcript in document()) {
        let Parsed { issue, warnings } = parse(&transcript);
        let kept = kept(&issue);
        let opened = Opened { place: Place::File("a.txt".into()), issue, warnings, origin: transcript.origin.clone() };
        let index = ReportIndex::default();
        index.put(IndexedReport::in_memory(&opened).into_iter().collect());
        for mark in marks_in(&kept) {
            let query = query::parse(&mark, QueryContext::default()).unwrap();
            let found = search::all(&index.newest_first(), &query, &MarkSets::default());
            prop_assert!(!found.is_empty(), "{mark} is not found in\n{}", text_of(&transcript));
        }
    }
}
