//! Tests of tables that are open at the sides.

use super::*;
use crate::source::page::made::line;

fn rule(at: f64) -> Rule {
    Rule {
        vertical: false,
        at,
        from: 50.0,
        to: 350.0,
    }
}

/// The rows of texts at three tab stops, 16 points apart, and the texts of the tables that the rules show.
fn tables(rows: &[[&str; 3]], rules: &[f64]) -> (Vec<Vec<String>>, usize) {
    let mut glyphs = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let y = 114.0 + 16.0 * f64::from(u32::try_from(at).unwrap_or_default());
        for (text, x) in row.iter().zip([60.0, 160.0, 260.0]) {
            glyphs.extend(line(x, y, text));
        }
    }
    let rules: Vec<Rule> = rules.iter().map(|at| rule(*at)).collect();
    let found = take(&mut glyphs, &rules);
    let texts = |table: &RuledTable| table.rows.iter().map(|row| row.text.clone()).collect();
    (found.iter().map(texts).collect(), glyphs.len())
}

#[test]
fn three_rules_show_a_table() {
    let rows = [
        ["船名", "吨位", "母港"],
        ["望潮", "120", "东湾"],
        ["听涛", "85", "西湾及外海"],
        ["", "", "渔场"],
        ["归帆", "7", "东湾"],
    ];
    let (found, left) = tables(&rows, &[100.0, 118.0, 182.0]);
    let expected = [
        "船名\t吨位\t母港",
        "望潮\t120\t东湾",
        "听涛\t85\t西湾及外海 渔场",
        "归帆\t7\t东湾",
    ];
    assert_eq!(found, [expected]);
    assert_eq!(left, 0);
}

#[test]
fn text_between_rules_stays_text() {
    let rows = [
        ["潮水退去之后海滩上留下许多贝壳孩子们提着桶来", "", ""],
        ["潮水退去之后海滩上留下许多贝壳孩子们提着桶来", "", ""],
        ["潮水退去之后海滩上留下许多贝壳", "", ""],
    ];
    let (found, _) = tables(&rows, &[100.0, 118.0, 182.0]);
    assert!(found.is_empty(), "{found:?}");
    // Two rules are the head and the foot of a page as well.
    let cells = [["船名", "吨位", "母港"]; 4];
    let (found, _) = tables(&cells, &[100.0, 182.0]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn two_columns_of_running_text_are_no_table() {
    let mut glyphs = Vec::new();
    for at in 0..8 {
        let y = 114.0 + 16.0 * f64::from(at);
        glyphs.extend(line(52.0, y, "潮水退去之后海滩上留下许多贝"));
        glyphs.extend(line(208.0, y, "壳孩子们提着桶来捡拾贝壳归家"));
    }
    let rules = [rule(100.0), rule(150.0), rule(240.0)];
    assert!(take(&mut glyphs, &rules).is_empty());
}

/// The rows of the tables that `rules` show among texts at their places.
fn rows_of(texts: &[(f64, f64, &str)], rules: &[Rule]) -> Vec<Vec<String>> {
    let lines = texts.iter().map(|(x, y, text)| line(*x, *y, text));
    let mut glyphs: Vec<Glyph> = lines.flatten().collect();
    let upright = rules.iter().any(|rule| rule.vertical);
    let found = if upright {
        take_parted(&mut glyphs, rules)
    } else {
        take(&mut glyphs, rules)
    };
    let rows = |table: &RuledTable| table.rows.iter().map(|row| row.text.clone()).collect();
    found.iter().map(rows).collect()
}

#[test]
fn figures_at_the_right_ends_of_their_heads_stand_below_them() {
    let texts = [
        (60.0, 114.0, "年份"),
        (92.0, 114.0, "本港渔获（吨）"),
        (174.0, 114.0, "外港渔获（吨）"),
        (60.0, 132.0, "2023"),
        (137.0, 132.0, "34,158"),
        (219.0, 132.0, "56,376"),
        (60.0, 148.0, "2024"),
        (142.0, 148.0, "2,877"),
        (219.0, 148.0, "57,060"),
        (60.0, 164.0, "2025"),
        (137.0, 164.0, "26,560"),
        (224.0, 164.0, "6,370"),
    ];
    let found = rows_of(&texts, &[rule(100.0), rule(118.0), rule(170.0)]);
    let expected = [
        "年份\t本港渔获（吨）\t外港渔获（吨）",
        "2023\t34,158\t56,376",
        "2024\t2,877\t57,060",
        "2025\t26,560\t6,370",
    ];
    assert_eq!(found, [expected]);
}

#[test]
fn a_line_behind_the_first_column_is_one_border_of_several() {
    let upright = Rule {
        vertical: true,
        at: 132.0,
        from: 100.0,
        to: 150.0,
    };
    let rules = [rule(100.0), rule(118.0), rule(150.0), upright];
    let texts = [
        (60.0, 114.0, "项"),
        (90.0, 114.0, "目"),
        (150.0, 114.0, "本期数"),
        (250.0, 114.0, "上期数"),
        (60.0, 130.0, "渔船修理费用"),
        (134.0, 130.0, "2,877.00"),
        (300.0, 130.0, "－"),
        (60.0, 146.0, "合"),
        (90.0, 146.0, "计"),
        (134.0, 146.0, "2,877.00"),
        (300.0, 146.0, "－"),
    ];
    let expected = [
        "项目\t本期数\t上期数",
        "渔船修理费用\t2,877.00\t－",
        "合计\t2,877.00\t－",
    ];
    assert_eq!(rows_of(&texts, &rules), [expected]);
    // Lines at the sides show all cells.
    let side = Rule {
        at: 50.0,
        ..upright
    };
    let closed = [&rules[..], &[side]].concat();
    assert!(rows_of(&texts, &closed).is_empty());
}
