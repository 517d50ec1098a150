use super::*;
use crate::lang::Lang;
use jiff::civil::date;

/// A Thursday.
const TODAY: Date = date(2025, 6, 19);

fn context() -> QueryContext<'static> {
    static SAVED: std::sync::LazyLock<SavedSearches> = std::sync::LazyLock::new(|| {
        let saved = [
            ("互认", "标题:互认|结算 -试点"),
            ("云州", "来源:云州日报"),
            ("两者", "@互认 @云州"),
            ("圈", "甲 @圈"),
        ];
        let own = |(name, query): (&str, &str)| (name.to_owned(), query.to_owned());
        SavedSearches::new(saved.map(own), [])
    });
    QueryContext {
        today: TODAY,
        saved: Some(&SAVED),
    }
}

fn parsed(text: &str) -> Query {
    parse(text, context()).unwrap()
}

fn wrong(text: &str) -> String {
    parse(text, context()).unwrap_err().part
}

fn test(test: &Test) -> String {
    let show = |word: &WordPattern| word.term.folded().to_owned();
    match test {
        Test::Anywhere(w) => show(w),
        Test::Title(w) => format!("title {}", show(w)),
        Test::Source(w) => format!("source {}", show(w)),
        Test::Series(w) => format!("series {}", show(w)),
        Test::Path(w) => format!("path {}", show(w)),
        Test::Issue(r) => format!("issue {}..{}", r.start(), r.end()),
        Test::Date(r) => format!("date {}..{}", r.start(), r.end()),
        Test::Unread(yes) => format!("unread {yes}"),
        Test::Starred => "starred".to_owned(),
        Test::New => "new".to_owned(),
        Test::Sent => "sent".to_owned(),
        Test::Saved(query) => format!("({})", clauses(query).join(" & ")),
    }
}

fn clauses(query: &Query) -> Vec<String> {
    let clause = |c: &Clause| {
        let any: Vec<_> = c.any.iter().map(test).collect();
        format!(
            "{}{}",
            if c.forbidden { "not " } else { "" },
            any.join(" / ")
        )
    };
    query.clauses.iter().map(clause).collect()
}

fn shown(text: &str) -> Vec<String> {
    clauses(&parsed(text))
}

#[test]
fn words_phrases_and_what_is_forbidden() {
    assert_eq!(shown("医保　数据"), ["医保", "数据"]);
    assert_eq!(
        shown("\"AI 分身\" -试点 －“两 词”"),
        ["ai 分身", "not 试点", "not 两 词"]
    );
    let is_spelled = |typed: &str| match &parsed(typed).clauses[0].any[0] {
        Test::Anywhere(wanted) | Test::Source(wanted) => wanted.spelling.is_some(),
        _ => false,
    };
    assert_eq!(
        ["ai", "\"ai\"", "来源:yb", "来源:\"yb\""].map(is_spelled),
        [true, false, true, false]
    );
    assert_eq!(shown("  "), Vec::<String>::new());
    assert_eq!(shown("covid-19 a:b"), ["covid-19", "a:b"]);
}

#[test]
fn filters_in_both_languages_and_widths() {
    assert_eq!(
        shown("来源：云州日报 -source:\"a b\""),
        ["source 云州日报", "not source a b"]
    );
    assert_eq!(shown("标题:医保 TITLE：x"), ["title 医保", "title x"]);
    assert_eq!(shown("期:600-629"), ["issue 600..629"]);
    assert_eq!(
        shown("issue:７ -期:600.."),
        ["issue 7..7", "not issue 600..4294967295"]
    );
    assert_eq!(shown("期:629-600"), shown("期:第600期至629"));
    assert_eq!(shown("刊：周报 path:2025/"), ["series 周报", "path 2025/"]);
    assert_eq!(
        shown("is:unread is:starred -is:read is:new 状态:已编发"),
        ["unread true", "starred", "not unread false", "new", "sent"]
    );
}

#[test]
fn either_binds_closer_than_a_space_in_every_spelling() {
    for text in [
        "甲|乙 丙",
        "甲 OR 乙 丙",
        "甲 或 乙 丙",
        "甲 | 乙 丙",
        "甲| 乙 丙",
        "甲 ｜乙 丙",
        "甲 ＯＲ 乙 丙",
    ] {
        assert_eq!(shown(text), ["甲 / 乙", "丙"], "{text}");
    }
    assert_eq!(shown("甲|乙 OR 丙"), ["甲 / 乙 / 丙"]);
    assert_eq!(shown("-甲|乙"), ["not 甲 / 乙"]);
    assert_eq!(shown("-甲 OR 乙"), ["not 甲 / 乙"]);
    assert_eq!(shown("来源:甲|乙"), ["source 甲 / source 乙"]);
    assert_eq!(
        shown("-来源:甲 或 \"乙 丙\""),
        ["not source 甲 / source 乙 丙"]
    );
    assert_eq!(shown("甲|标题:乙|丙"), ["甲 / title 乙 / title 丙"]);
    assert_eq!(shown("期:1|5-6"), ["issue 1..1 / issue 5..6"]);
    assert_eq!(
        shown("\"甲|乙\" \"OR\" 或者 or"),
        ["甲|乙", "or", "或者", "or"]
    );
}

#[test]
fn a_filter_given_twice_means_either_but_titles_and_states_add_up() {
    assert_eq!(
        shown("来源:甲 丁 source:乙"),
        ["source 甲 / source 乙", "丁"]
    );
    assert_eq!(
        shown("期:1 期:3 刊:甲 刊:乙"),
        ["issue 1..1 / issue 3..3", "series 甲 / series 乙"]
    );
    assert_eq!(shown("标题:甲 标题:乙"), ["title 甲", "title 乙"]);
    assert_eq!(
        shown("-来源:甲 -来源:乙"),
        ["not source 甲", "not source 乙"]
    );
    assert_eq!(shown("来源:甲 -来源:乙"), ["source 甲", "not source 乙"]);
}

#[test]
fn dates_may_be_relative() {
    for (typed, from, to) in [
        ("今天", "2025-06-19", "2025-06-19"),
        ("today", "2025-06-19", "2025-06-19"),
        ("本周", "2025-06-16", "2025-06-22"),
        ("last-week", "2025-06-09", "2025-06-15"),
        ("本月", "2025-06-01", "2025-06-30"),
        ("last-month", "2025-05-01", "2025-05-31"),
        ("今年", "2025-01-01", "2025-12-31"),
        ("去年", "2024-01-01", "2024-12-31"),
        ("近30天", "2025-05-21", "2025-06-19"),
        ("last30d", "2025-05-21", "2025-06-19"),
        ("近１天", "2025-06-19", "2025-06-19"),
        ("上月..今天", "2025-05-01", "2025-06-19"),
        ("2025-06-01..today", "2025-06-01", "2025-06-19"),
    ] {
        assert_eq!(
            shown(&format!("日期:{typed}")),
            [format!("date {from}..{to}")],
            "{typed}"
        );
    }
    assert_eq!(wrong("日期:近0天"), "日期:近0天");
    assert_eq!(wrong("日期:近99999999天"), "日期:近99999999天");
}

#[test]
fn a_saved_search_stands_for_its_clauses() {
    assert_eq!(
        shown("@互认 甲"),
        ["甲", "title 互认 / title 结算", "not 试点"]
    );
    assert_eq!(
        shown("-@互认"),
        ["not (title 互认 / title 结算 & not 试点)"]
    );
    assert_eq!(
        shown("＠互认|@云州"),
        ["(title 互认 / title 结算 & not 试点) / (source 云州日报)"]
    );
    assert_eq!(shown("@云州 来源:海湾"), ["source 海湾", "source 云州日报"]);
    assert_eq!(
        shown("@两者"),
        ["title 互认 / title 结算", "not 试点", "source 云州日报"]
    );
    assert_eq!(shown("\"@互认\" a@b @"), ["@互认", "a@b", "@"]);
    assert_eq!(wrong("甲 @没有"), "@没有");
    assert_eq!(wrong("@圈"), "@圈");
}

#[test]
fn nonsense_is_named() {
    assert_eq!(wrong("医保 日期:昨天"), "日期:昨天");
    assert_eq!(wrong("is:"), "is");
    for text in ["期:x", "is:nwe", "来源:", "来源:|甲", "甲|\"\""] {
        assert!(parse(text, context()).is_err(), "{text}");
    }
    for (text, part) in [
        ("OR", "OR"),
        ("甲 OR", "OR"),
        ("或 甲", "或"),
        ("甲|", "|"),
        ("｜甲", "｜"),
        ("甲||乙", "|"),
        ("甲 OR 或 乙", "或"),
    ] {
        assert_eq!(wrong(text), part, "{text}");
    }
    assert_eq!(wrong("甲|-乙"), "-乙");
}

#[test]
fn a_filter_that_does_not_exist_is_noted() {
    let unknown = |text: &str| parsed(text).unknown_filter.map(|error| error.part);
    assert_eq!(unknown("作者：张三 甲").as_deref(), Some("作者"));
    assert_eq!(unknown("自动 authr:x").as_deref(), Some("authr"));
    for text in [
        "https://news.example.cn/1",
        "12:30",
        "\"作者:张三\"",
        "来源:a:b",
        "甲",
        ":甲",
    ] {
        assert_eq!(unknown(text), None, "{text}");
    }
    assert_eq!(wrong("-作者:张三"), "作者");
}

#[test]
fn saved_searches_that_grow_with_each_level_are_refused() {
    let level = |n: usize, times| (format!("级{n}"), format!("@级{} ", n - 1).repeat(times));
    let parsed_at = |times: usize, name: &str| {
        let first = ("级0".to_owned(), "医保".to_owned());
        let levels = std::iter::once(first).chain((1..8).map(|n| level(n, times)));
        let saved = SavedSearches::new(levels, Vec::new());
        let context = QueryContext {
            saved: Some(&saved),
            ..context()
        };
        parse(name, context)
    };
    assert_eq!(parsed_at(3, "@级7").unwrap().clauses.len(), 2187);
    let refused = parsed_at(20, "甲 @级7").unwrap_err();
    assert!(refused.expected(Lang::Zh).contains("过长"), "{refused:?}");
}
