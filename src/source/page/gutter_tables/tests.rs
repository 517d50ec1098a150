//! Tests of tables without ruling lines.

use super::*;
use crate::source::page::made::line;

/// The texts of the tables among lines at places, each a left end, a baseline and a text.
fn tables(lines: &[(f64, f64, &str)]) -> Vec<Vec<String>> {
    let glyphs = lines.iter().flat_map(|(x, y, text)| line(*x, *y, text));
    let found = take(&mut glyphs.collect());
    let texts = |table: RuledTable| table.rows.into_iter().map(|row| row.text).collect();
    found.into_iter().map(texts).collect()
}

#[test]
fn cells_of_several_lines_below_each_other_are_one_row() {
    let found = tables(&[
        (
            50.0,
            80.0,
            "潮水退去之后海滩上留下许多贝壳孩子们提着桶来捡拾",
        ),
        (50.0, 110.0, "职务"),
        (120.0, 110.0, "职责"),
        (270.0, 110.0, "备注"),
        (50.0, 124.0, "值班员"),
        (120.0, 124.0, "负责渔港的日常值班与巡查并记"),
        (270.0, 124.0, "无"),
        (120.0, 138.0, "录渔船的出港"),
        (50.0, 152.0, "修网工"),
        (120.0, 152.0, "清点码头上的渔网登记破损的数"),
        (270.0, 152.0, "每周一次"),
        (120.0, 166.0, "目"),
        (50.0, 180.0, "灯塔"),
        (120.0, 180.0, "添灯油"),
        (
            50.0,
            210.0,
            "登记由值班员核对灯塔亮起之前报东堤如有更改另行公布",
        ),
    ]);
    let expected = [
        "职务\t职责\t备注",
        "值班员\t负责渔港的日常值班与巡查并记录渔船的出港\t无",
        "修网工\t清点码头上的渔网登记破损的数目\t每周一次",
        "灯塔\t添灯油\t",
    ];
    assert_eq!(found, [expected]);
}

#[test]
fn labels_beside_the_middle_of_their_text_are_cells() {
    let found = tables(&[
        (50.0, 110.0, "职务"),
        (120.0, 110.0, "职责"),
        (120.0, 124.0, "负责渔港的日常值班与巡查并记"),
        (50.0, 131.0, "值班员"),
        (120.0, 138.0, "录渔船的出港"),
        (120.0, 152.0, "清点码头上的渔网登记破损的数"),
        (50.0, 166.0, "修网工"),
        (120.0, 166.0, "目，大风之后再清点一次并报东"),
        (120.0, 180.0, "堤"),
    ]);
    let expected = [
        "职务\t职责",
        "值班员\t负责渔港的日常值班与巡查并记录渔船的出港",
        "修网工\t清点码头上的渔网登记破损的数目，大风之后再清点一次并报东堤",
    ];
    assert_eq!(found, [expected]);
}

#[test]
fn empty_cells_keep_their_columns() {
    let found = tables(&[
        (50.0, 110.0, "船名"),
        (120.0, 110.0, "船主"),
        (200.0, 110.0, "母港"),
        (50.0, 124.0, "望潮"),
        (200.0, 124.0, "东湾"),
        (120.0, 138.0, "海平"),
        (200.0, 138.0, "西湾"),
        (50.0, 152.0, "渔火"),
        (120.0, 152.0, "潮生"),
    ]);
    assert_eq!(
        found,
        [[
            "船名\t船主\t母港",
            "望潮\t\t东湾",
            "\t海平\t西湾",
            "渔火\t潮生\t"
        ]]
    );
}

#[test]
fn lists_contents_and_running_text_in_columns_are_no_tables() {
    let two = |left: [&str; 4], right: [&str; 4], x: f64| {
        let mut lines = Vec::new();
        for ((a, b), at) in left.into_iter().zip(right).zip(0..) {
            let y = 100.0 + 14.0 * f64::from(at);
            lines.extend(
                [(50.0, y, a), (x, y, b)]
                    .into_iter()
                    .filter(|line| !line.2.is_empty()),
            );
        }
        tables(&lines)
    };
    let full = "潮水退去之后海滩上留下许多贝壳";
    let items = two(["1.", "2.", "3.", ""], [full, full, full, "孩子们"], 80.0);
    assert!(items.is_empty(), "{items:?}");
    let contents = two(["渔港", "码头", "灯塔", ""], ["2", "5", "9", "12"], 200.0);
    assert!(contents.is_empty(), "{contents:?}");
    let text = two([full, full, "孩子们提桶", ""], [full; 4], 230.0);
    assert!(text.is_empty(), "{text:?}");
    let sentences = two(
        ["第六条", "变更，登记。", "第七条", ""],
        [full, "", full, full],
        120.0,
    );
    assert!(sentences.is_empty(), "{sentences:?}");
}

#[test]
fn words_over_several_columns_are_a_head() {
    let found = tables(&[
        (50.0, 100.0, "渔港"),
        (145.0, 100.0, "去年"),
        (245.0, 100.0, "今年"),
        (120.0, 114.0, "船数"),
        (170.0, 114.0, "吨位"),
        (220.0, 114.0, "船数"),
        (270.0, 114.0, "吨位"),
        (50.0, 128.0, "东湾"),
        (120.0, 128.0, "12"),
        (170.0, 128.0, "340"),
        (220.0, 128.0, "11"),
        (270.0, 128.0, "339"),
        (50.0, 142.0, "西湾"),
        (120.0, 142.0, "8"),
        (170.0, 142.0, "221"),
        (270.0, 142.0, "230"),
    ]);
    let expected = [
        "渔港\t去年\t\t今年\t",
        "\t船数\t吨位\t船数\t吨位",
        "东湾\t12\t340\t11\t339",
        "西湾\t8\t221\t\t230",
    ];
    assert_eq!(found, [expected]);
}
