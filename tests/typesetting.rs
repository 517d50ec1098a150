//! Typesetting: for any text and measure the lines keep every rule of Chinese setting, and for each rule there is a line
//! made by hand.

#![expect(
    clippy::string_slice,
    reason = "an index inside a character is what these tests would find"
)]

mod by_hand;

use newsreader::text::breaks::tailor::BreakContext;
use newsreader::text::breaks::unit::Unit;
use newsreader::text::breaks::{Units, mixed};
use newsreader::text::galley::{BlockShape, Galley, GalleyBlock, RowPos};
use newsreader::text::typeset::{Line, Rules, Spacing, columns, typeset};
use newsreader::text::width::{Ambiguous, width_cols};
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use std::collections::{BTreeSet, VecDeque};
use unicode_segmentation::UnicodeSegmentation;

/// Pieces that decide line breaks: marks, numbers, links, scripts, clusters of several characters.
const TOKENS: &[&str] = &[
    "春",
    "江潮",
    "水连海平",
    "〇",
    "龥",
    "𠀀",
    "，",
    "。",
    "、",
    "；",
    "：",
    "！",
    "？",
    "？！",
    "“",
    "”",
    "‘",
    "’",
    "《",
    "》",
    "（",
    "）",
    "【",
    "】",
    "「",
    "」",
    "｛",
    "［",
    "］",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "'",
    "……",
    "…",
    "——",
    "—",
    "⋯⋯",
    "–",
    "～",
    "·",
    "・",
    "/",
    "／",
    "-",
    ".",
    ",",
    ":",
    ";",
    "!",
    "?",
    "%",
    "％",
    "℃",
    "￥",
    "$",
    "№",
    "°",
    "3",
    "12",
    "2025-06-15",
    "3.2%",
    "1,204,500",
    "07:30",
    "37～39℃",
    "5０",
    "AI",
    "don’t",
    "it's",
    "test_case",
    "l’été",
    "é",
    "e\u{301}",
    "Я",
    "α",
    "×",
    "①",
    "→",
    "★",
    "※",
    " ",
    "  ",
    "\u{3000}",
    "\u{a0}",
    "\u{200b}",
    "\u{2060}",
    "\u{ad}",
    "\t",
    "\n",
    "\u{2028}",
    "\r\n",
    "か",
    "ゃ",
    "ー",
    "々",
    "한국",
    "ไทย",
    "กำ",
    "عربي",
    "हिन्दी",
    "😂",
    "👨\u{200d}👩\u{200d}👧",
    "❤\u{fe0f}",
    "👍🏽",
    "🇨🇳",
    "\u{fe0f}",
    "\u{301}",
    "https://example.com/a-b/c?d=e&f=g",
    "www.example.cn/x",
    "a@example.org",
    "/usr/bin",
    "24/7",
    "和/或",
    " --to",
    " -c",
    ".NET",
    "⸺",
    "～",
    "Ａ",
    "１",
    "．",
    "\u{600}",
    "ﾞ",
    "\u{1f}",
    "=",
    "&",
    "_",
    "#",
    "@",
    "+",
    "|",
    "~",
    "<",
    ">",
];

/// Text out of those, of any characters at all, or of both.
fn text() -> impl Strategy<Value = String> {
    let token = prop::sample::select(TOKENS).prop_map(str::to_owned);
    let any_char = any::<char>().prop_map(String::from);
    let piece = prop_oneof![9 => token, 1 => any_char];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Text of the characters that are settled by a look at two neighbours.
fn plain_text() -> impl Strategy<Value = String> {
    let chars = "春江〇，。：！“”‘’《》（）—…·aZ0099%℃.,:-/_!'  "
        .chars()
        .collect::<Vec<_>>();
    prop::collection::vec(prop::sample::select(chars), 0..30)
        .prop_map(|chars| chars.into_iter().collect())
}

fn shape() -> impl Strategy<Value = BlockShape> {
    prop::sample::select(vec![
        BlockShape::Plain,
        BlockShape::Indented,
        BlockShape::OneRow,
        BlockShape::Table,
    ])
}

fn rules() -> impl Strategy<Value = Rules> {
    let ambiguous = prop_oneof![Just(Ambiguous::Narrow), Just(Ambiguous::Wide)];
    let spacing = prop_oneof![
        Just(Spacing::Source),
        Just(Spacing::Always),
        Just(Spacing::Never)
    ];
    let switches = prop::array::uniform4(any::<bool>());
    (ambiguous, 0_u8..3, switches, spacing).prop_map(
        |(ambiguous, indent_han, switches, spacing)| {
            let [hang, strict_dashes, glue_units, no_orphans] = switches;
            Rules {
                ambiguous,
                indent_han,
                hang,
                strict_dashes,
                glue_units,
                no_orphans,
                spacing,
            }
        },
    )
}

fn is_gap(text: &str) -> bool {
    text.chars()
        .all(|c| c == '\u{3000}' || c == ' ' || c == '\t' || is_line_end(c))
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Characters that may not begin a line (CLREQ, prohibition rules for line start and line end).
const NO_START: &str = "、。，．：；！？‼⁇⁈⁉”’」』）》〉】〗〕］｝)]}·・‧～–…⋯";
/// Characters that may not end a line.
const NO_END: &str = "“‘「『（《〈【〖〔［｛([{";

proptest! {
    #[test]
    fn the_ranges_cover_the_text_but_for_spaces_at_line_ends(text in text(), measure in 2_u16..60, rules in rules()) {
        let lines = typeset(&text, measure, &rules);
        prop_assert!(!lines.is_empty());
        let mut at = 0;
        for line in &lines {
            prop_assert!(at <= line.range.start && line.range.start <= line.range.end);
            prop_assert!(is_gap(&text[at..line.range.start]), "lost {:?}", &text[at..line.range.start]);
            at = line.range.end;
        }
        prop_assert!(is_gap(&text[at..]), "lost {:?}", &text[at..]);
    }

    #[test]
    fn no_line_is_wider_than_the_measure(text in text(), measure in 2_u16..60, rules in rules()) {
        for line in typeset(&text, measure, &rules) {
            let shown = &text[line.range.clone()];
            prop_assert_eq!(usize::from(line.width_cols), columns(&text, line.range.clone(), &rules));
            let last = shown.graphemes(true).next_back().unwrap_or("");
            let hanging = rules.hang && last.starts_with(['、', '，', '。', '；', '：', '！', '？']);
            let room = usize::from(measure) + if hanging { 2 } else { 0 };
            let wide = usize::from(line.indent_cols + line.width_cols);
            prop_assert!(wide <= room || shown.graphemes(true).count() == 1, "{wide} of {room}: {shown:?}");
        }
    }

    // Beside a side pane, in a table and for `fold --width` the measure may be a few columns.
    #[test]
    fn no_line_of_a_forced_narrow_measure_is_wider_than_it(texts in prop::collection::vec(text(), 1..5), measure in 2_u16..=20, rules in rules(), shape in shape()) {
        let rules = Rules { hang: false, ..rules };
        let table = texts.join("\t") + "\n" + &texts.join("\t");
        let blocks = texts.iter().chain([&table]).map(|text| GalleyBlock { text: text.as_str().into(), shape, gap_rows: 0 }).collect();
        let mut galley = Galley::new(blocks, measure, rules);
        galley.settle(RowPos::default(), usize::MAX);
        for row in galley.window(RowPos::default(), usize::MAX) {
            for line in row.segments {
                let shown = &row.text[line.range.clone()];
                let wide = line.indent_cols + line.width_cols;
                prop_assert!(wide <= measure || shown.graphemes(true).count() == 1, "{wide} of {measure}: {shown:?}");
            }
        }
    }

    #[test]
    fn no_cluster_is_cut(text in text(), measure in 2_u16..60, rules in rules()) {
        let bounds: BTreeSet<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        for Line { range, .. } in typeset(&text, measure, &rules) {
            prop_assert!(bounds.contains(&range.start) && bounds.contains(&range.end), "{range:?}");
        }
    }

    #[test]
    fn a_line_ends_inside_a_unit_only_where_that_is_wider_than_the_measure(
        text in text(), measure in 2_u16..60, rules in rules()
    ) {
        let units: Vec<Unit> = Units::new(&text, &rules).collect();
        for line in typeset(&text, measure, &rules) {
            let start = line.range.start;
            let torn = units.iter().find(|unit| unit.start < start && start < unit.solid_end);
            if let Some(unit) = torn {
                prop_assert!(unit.cols > usize::from(measure), "{:?}", &text[unit.start..unit.end]);
            }
        }
    }

    #[test]
    fn no_line_is_shorter_than_it_need_be(text in text(), measure in 2_u16..60, rules in rules()) {
        let rules = Rules { no_orphans: false, ..rules };
        let lines = typeset(&text, measure, &rules);
        for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
            let between = &text[line.range.end..next.range.start];
            let rest = Units::new(&text, &rules).find(|unit| unit.start == next.range.start);
            let Some(unit) = rest.filter(|_| !between.contains(is_line_end)) else { continue };
            let end = unit.solid_end;
            let whole = usize::from(line.indent_cols) + columns(&text, line.range.start..end, &rules);
            let torn = unit.cols > usize::from(measure);
            prop_assert!(whole > usize::from(measure) || torn || line.range.is_empty(), "{line:?} {next:?}");
        }
    }

    #[test]
    fn units_begin_and_end_as_lines_may(text in text(), rules in rules()) {
        let units: Vec<Unit> = Units::new(&text, &rules).collect();
        let mut at = 0;
        for unit in &units {
            prop_assert_eq!(unit.start, at);
            at = unit.end;
        }
        prop_assert_eq!(at, text.len());
        for (unit, next) in units.iter().zip(units.iter().skip(1)).filter(|(unit, _)| !unit.ends_hard) {
            let (head, tail) = (&text[..unit.end], &text[next.start..]);
            let (p, n) = (head.chars().next_back().unwrap(), tail.chars().next().unwrap());
            prop_assert!(!NO_START.contains(n), "{n:?} starts a line");
            prop_assert!(!NO_END.contains(p), "{p:?} ends a line");
            prop_assert!(!(n == '—' && (p == '—' || !tail.starts_with("——"))), "cut dash or connector");
            prop_assert!(!(p.is_ascii_digit() && "%％‰℃℉°0123456789.,".contains(n)), "{p}|{n}");
            prop_assert!(!("$￥¥€£№".contains(p) && n.is_ascii_digit()), "{p}|{n}");
            prop_assert!(!(p.is_ascii_alphanumeric() && n.is_ascii_alphanumeric()), "{p}|{n}");
            if rules.strict_dashes {
                prop_assert!(n != '—');
            }
        }
    }

    #[test]
    fn a_look_at_two_neighbours_says_what_the_whole_algorithm_says(text in plain_text(), rules in rules()) {
        let short: Vec<usize> = Units::new(&text, &rules).map(|unit| unit.end).collect();
        let context = BreakContext::new(&text, true, &rules);
        let mut long = VecDeque::new();
        if !text.is_empty() {
            mixed::units(&context, 0..text.len(), 0, &mut long);
        }
        let long: Vec<usize> = long.iter().map(|unit| unit.end).collect();
        prop_assert_eq!(short, long);
    }

    #[test]
    fn a_galley_shows_the_lines_of_its_blocks(texts in prop::collection::vec(text(), 0..6), measure in 2_u16..40, rules in rules()) {
        let blocks = texts.iter().map(|text| GalleyBlock { text: text.as_str().into(), shape: BlockShape::Indented, gap_rows: 1 }).collect();
        let mut galley = Galley::new(blocks, measure, rules);
        galley.settle(RowPos::default(), usize::MAX);
        let shown: Vec<Line> = galley.window(RowPos::default(), usize::MAX).filter_map(|row| row.line.cloned()).collect();
        let set: Vec<Line> = texts.iter().flat_map(|text| typeset(text, measure, &rules)).collect();
        prop_assert_eq!(shown, set);
    }

    #[test]
    fn columns_are_those_of_the_clusters_where_spaces_are_the_sources(text in text(), ambiguous in prop_oneof![Just(Ambiguous::Narrow), Just(Ambiguous::Wide)]) {
        let rules = Rules { ambiguous, ..Rules::default() };
        prop_assert_eq!(columns(&text, 0..text.len(), &rules), width_cols(&text, ambiguous));
    }
}

#[test]
fn a_mark_above_a_han_character_needs_no_gap_before_it() {
    for text in ["江春\u{301}", "江潮\u{301}", "江春江春\u{301}春"] {
        for measure in 4..7 {
            let rules = Rules {
                spacing: Spacing::Always,
                ..Rules::default()
            };
            for line in typeset(text, measure, &rules) {
                assert_eq!(
                    usize::from(line.width_cols),
                    columns(text, line.range.clone(), &rules),
                    "{text}"
                );
                assert!(line.width_cols <= measure, "{text} at {measure}");
            }
        }
    }
}
