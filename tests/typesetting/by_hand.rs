//! A line made by hand for every rule, named after the rule and where it comes from. `⏎` is where the line must end.

use newsreader::text::typeset::{Rules, Spacing, typeset};
use newsreader::text::width::Ambiguous;

/// Rule, source, measure, lines.
type Case = (&'static str, &'static str, u16, &'static str);

const CLREQ: &str = "CLREQ #prohibition_rules_for_line_start_end";
const UNBREAKABLE: &str = "CLREQ #prohibition_rules_for_unbreakable_marks";
const LB25: &str = "UAX #14 LB25";

const DEFAULT: &[Case] = &[
    ("pause not at a start", CLREQ, 10, "海上明月⏎共、潮生"),
    (
        "full stop not at a start",
        "GB/T 15834-2011 5.1.1",
        10,
        "海上明月⏎共。潮生",
    ),
    (
        "closing quote not at a start",
        CLREQ,
        11,
        "“海上明月⏎共”潮生",
    ),
    (
        "closing book-title mark not at a start",
        CLREQ,
        10,
        "《海上明⏎月》共潮生",
    ),
    (
        "closing bracket not at a start",
        CLREQ,
        10,
        "（海上明⏎月）共潮",
    ),
    (
        "opening quote not at an end",
        CLREQ,
        10,
        "海上明月⏎《共潮生》",
    ),
    (
        "nested opening quotes not at an end",
        CLREQ,
        9,
        "海上明⏎“‘共潮’”",
    ),
    (
        "three closing marks stay together",
        CLREQ,
        10,
        "“‘海上明⏎月’。”共",
    ),
    ("interpunct not at a start", CLREQ, 10, "加西亚·马⏎尔克斯"),
    (
        "interpunct not at a start when it would be",
        CLREQ,
        10,
        "达芬奇与⏎加·西亚",
    ),
    ("connector not at a start", CLREQ, 10, "海上明月⏎江～湖"),
    ("single dash is a connector", CLREQ, 10, "海上明月⏎江—湖"),
    ("en dash is a connector", CLREQ, 10, "海上明月共⏎A–D条"),
    (
        "solidus at neither edge",
        "CLREQ GB style",
        10,
        "海上明月⏎和/或潮生",
    ),
    (
        "full-width solidus at neither edge",
        "CLREQ GB style",
        10,
        "海上明月⏎甲／乙潮",
    ),
    ("solidus in a fraction", LB25, 10, "海上明月⏎24/7推流"),
    ("dash not cut", UNBREAKABLE, 9, "海上明月⏎——共潮"),
    (
        "ellipsis not cut and not at a start",
        UNBREAKABLE,
        9,
        "海上明⏎月……共",
    ),
    ("doubled ellipsis whole", UNBREAKABLE, 11, "海上明⏎月…………共"),
    ("decimal whole", LB25, 10, "海上明月⏎3.14潮生"),
    ("thousands whole", LB25, 10, "海上⏎1,204,500"),
    (
        "per cent sign with its number",
        LB25,
        10,
        "海上明月⏎61.7%共",
    ),
    (
        "full-width per cent sign with its number",
        LB25,
        10,
        "海上明月⏎61％共",
    ),
    ("degree sign with its number", LB25, 10, "海上明月⏎40.5℃共"),
    (
        "currency sign with its number",
        LB25,
        10,
        "海上明月⏎￥168共",
    ),
    ("dollar sign with its number", LB25, 10, "海上明月⏎$168共"),
    ("time whole", LB25, 10, "海上明月⏎07:30共"),
    ("date whole", "house style", 12, "海上明月⏎2025-06-15"),
    (
        "telephone number whole",
        "house style",
        14,
        "海上明月⏎0599-8765432",
    ),
    (
        "full-width digits whole",
        "house style",
        10,
        "海上明⏎１２３共",
    ),
    (
        "Latin word whole",
        "CLREQ #handling_of_western_text",
        10,
        "海上明⏎moonrise共",
    ),
    (
        "word with an apostrophe whole",
        "UAX #14 LB19",
        10,
        "海上明月⏎don’t共",
    ),
    (
        "apostrophe with its word, at no start",
        "house style",
        10,
        "rock ⏎and ’90s",
    ),
    (
        "words at spaces, which vanish",
        "UAX #14 LB18",
        10,
        "moon over ⏎the sea",
    ),
    (
        "option with its hyphens",
        "house style",
        10,
        "kubectl ⏎--to共",
    ),
    ("path after a space", "house style", 10, "see also ⏎/etc共"),
    (
        "name with a full stop before it",
        "UAX #14 LB15c",
        10,
        "see also ⏎.NET共",
    ),
    (
        "hyphen between words",
        "UAX #14 LB21",
        12,
        "serviced-⏎discovery",
    ),
    (
        "quotes around Latin in Chinese",
        "UAX #14 QU, Chinese tailoring",
        10,
        "海上明月共⏎“AI”潮生",
    ),
    (
        "straight quotes in pairs",
        "CLREQ basic",
        10,
        "海上\"明月⏎共\"潮生",
    ),
    (
        "small kana not at a start",
        "UAX #14 CJ, strict",
        10,
        "海上明月⏎きゃ共",
    ),
    (
        "iteration mark not at a start",
        "UAX #14 NS",
        10,
        "海上明月⏎时々共",
    ),
    ("emoji sequence whole", "UAX #29", 9, "海上明月⏎👨‍👩‍👧共"),
    ("flag whole", "UAX #29", 9, "海上明月⏎🇨🇳共"),
    (
        "combining mark with its letter",
        "UAX #29",
        9,
        "海上明月e\u{301}⏎共",
    ),
    ("no-break space", "UAX #14 LB12", 10, "海上明月⏎100\u{a0}km"),
    (
        "zero-width space",
        "UAX #14 LB8",
        10,
        "moonrise\u{200b}⏎overseas",
    ),
    (
        "link at its joints",
        "issue: / ? & = -",
        24,
        "https://example.cn/a-b/⏎c?d=1&e=2共",
    ),
    (
        "link at its joints, narrower",
        "issue: / ? & = -",
        20,
        "https://example.cn/⏎a-b/c?d=1&e=2",
    ),
    (
        "link not behind its scheme if it fits",
        "house style",
        20,
        "海上⏎https://example.cn共",
    ),
    (
        "link wider than the line at a full stop",
        "house style",
        12,
        "https://⏎example.cn共",
    ),
    (
        "word wider than the line starts a line and is cut",
        "CSS overflow-wrap",
        10,
        "海上⏎moonrisemo⏎onrise",
    ),
    ("mark behind a cut word", CLREQ, 10, "moonrisemo⏎onrise，共"),
    (
        "mark that would be alone behind a cut word",
        CLREQ,
        10,
        "moonrisem⏎o，共",
    ),
    (
        "number list wider than the line",
        "house style",
        10,
        "5、$3、⏎$4、$5、$6",
    ),
    ("spaces between Han", "UAX #14 LB18", 9, "海上明月 ⏎共潮生"),
    (
        "a paragraph with a line end in it",
        "UAX #14 LB4",
        20,
        "海上明月\n⏎共潮生",
    ),
];

const WIDE: &[Case] = &[
    ("quotes are two columns", "UAX #11", 10, "“海上明月⏎共”潮生"),
    ("letters are two columns", "xterm -cjk_width", 10, "αβγδε⏎ζ"),
    ("dash is four columns", UNBREAKABLE, 9, "海上明⏎——共"),
];

/// Sets the text of every case and compares the line ends.
fn check(cases: &[Case], rules: Rules) {
    let mut wrong = Vec::new();
    for (rule, source, measure, expected) in cases {
        let text = expected.replace('⏎', "");
        let lines = typeset(&text, *measure, &rules);
        let mut shown = text.clone();
        for line in lines.iter().skip(1).rev() {
            shown.insert(line.range.start, '⏎');
        }
        if shown != *expected {
            wrong.push(format!("{rule} ({source}): {shown:?} is not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_line() {
    check(DEFAULT, Rules::default());
    check(
        WIDE,
        Rules {
            ambiguous: Ambiguous::Wide,
            ..Rules::default()
        },
    );
}

#[test]
fn strict_dashes_start_no_line() {
    let case = [("—— not at a start", "CLREQ strict", 9, "海上明⏎月——共")];
    check(
        &case,
        Rules {
            strict_dashes: true,
            ..Rules::default()
        },
    );
}

#[test]
fn a_number_keeps_its_unit() {
    let case = [
        ("number SP unit", "house style", 10, "海上明月⏎400 ms共"),
        ("number SP Han", "house style", 8, "海上明⏎12 人"),
    ];
    check(
        &case,
        Rules {
            glue_units: true,
            ..Rules::default()
        },
    );
}

#[test]
fn one_pause_mark_hangs_and_no_run_of_marks() {
    let cases = [
        (
            "full stop hangs",
            "CLREQ #hanging_punctuation",
            10,
            "海上明月共。⏎潮生",
        ),
        (
            "comma hangs",
            "CLREQ #hanging_punctuation",
            10,
            "海上明月共，⏎潮生",
        ),
        (
            "a run does not",
            "CLREQ #hanging_punctuation",
            10,
            "海上明月⏎共？！潮生",
        ),
        (
            "a closing quote does not",
            "CLREQ #hanging_punctuation",
            11,
            "“海上明月⏎共”潮生",
        ),
    ];
    check(
        &cases,
        Rules {
            hang: true,
            ..Rules::default()
        },
    );
}

#[test]
fn no_last_line_of_a_single_han() {
    let cases = [
        (
            "孤字不成行",
            "CLREQ #adjustments_of_orphans_and_widows",
            10,
            "海上明月⏎共潮",
        ),
        (
            "孤字 with its mark",
            "CLREQ #adjustments_of_orphans_and_widows",
            10,
            "海上明⏎月共。",
        ),
        (
            "two Han are no orphan",
            "CLREQ #adjustments_of_orphans_and_widows",
            10,
            "海上明月共⏎潮生",
        ),
    ];
    check(
        &cases,
        Rules {
            no_orphans: true,
            ..Rules::default()
        },
    );
}

#[test]
fn spaces_between_han_and_latin_count_as_they_are_shown() {
    let always = Rules {
        spacing: Spacing::Always,
        ..Rules::default()
    };
    check(
        &[(
            "added",
            "CLREQ #handling_of_western_text",
            10,
            "海上AI明⏎月",
        )],
        always,
    );
    let never = Rules {
        spacing: Spacing::Never,
        ..Rules::default()
    };
    check(&[("left out", "house style", 10, "海上 AI 明月⏎共")], never);
}

#[test]
fn the_first_line_is_indented_and_gives_way_to_what_has_no_room() {
    let rules = Rules {
        indent_han: 2,
        ..Rules::default()
    };
    let lines = typeset("海上明月共潮生", 10, &rules);
    assert_eq!(
        (
            lines[0].indent_cols,
            lines[0].width_cols,
            lines[1].indent_cols
        ),
        (4, 6, 0)
    );
    let lines = typeset("2025-06-15", 10, &rules);
    assert_eq!((lines.len(), lines[0].indent_cols), (1, 0));
}
