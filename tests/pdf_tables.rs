//! Tables in PDF files made on the spot: with ruling lines all around, with level lines alone, and with none.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::paper::{NEWS, Paper, Sheet, report};
use newsreader::model::transcript::{LineKind, SourceLine};
use newsreader::source::extract;

fn lines(paper: &Paper) -> Vec<SourceLine> {
    extract(&paper.bytes()).unwrap().lines
}

/// The rows of tables, a line a row.
fn rows(paper: &Paper) -> Vec<String> {
    let in_table =
        |line: &SourceLine| matches!(line.kind, LineKind::TableStart | LineKind::TableRow);
    let lines = lines(paper).into_iter().filter(in_table);
    lines.map(|line| line.text).collect()
}

/// Writes rows of cells 20 points apart from a height on, at tab stops. Each cell ends with `end`.
fn cells(page: &mut Sheet, from: f64, rows: &[&[&str]], end: &str) {
    let mut y = from;
    for row in rows {
        for (cell, x) in row.iter().zip([100.0, 200.0, 300.0, 400.0]) {
            page.text(x, y, 12.0, &format!("{cell}{end}"));
        }
        y -= 20.0;
    }
}

/// Draws level lines of one width.
fn rules(page: &mut Sheet, heights: &[f64]) {
    for y in heights {
        page.raw(&format!("90 {y} m 500 {y} l S"));
    }
}

#[test]
fn a_table_with_ruling_lines_keeps_its_cells() {
    let mut paper = report();
    let page = paper.page();
    for y in [500.0, 470.0, 440.0, 410.0] {
        page.raw(&format!("90 {y} m 450 {y} l S"));
    }
    for x in [90.0, 210.0, 450.0] {
        page.raw(&format!("{x} 500 m {x} 410 l S"));
    }
    page.raw("330 470 m 330 410 l S");
    page.text(100.0, 480.0, 12.0, "县区")
        .text(220.0, 480.0, 12.0, "登记数")
        .text(100.0, 450.0, 12.0, "甲县")
        .text(220.0, 450.0, 12.0, "12")
        .text(100.0, 420.0, 12.0, "乙县")
        .text(340.0, 420.0, 12.0, "7");
    let lines = lines(&paper);
    let rows: Vec<(LineKind, &str)> = lines[2..]
        .iter()
        .map(|line| (line.kind, line.text.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            (LineKind::TableStart, "县区\t登记数\t"),
            (LineKind::TableRow, "甲县\t12\t"),
            (LineKind::TableRow, "乙县\t\t7"),
        ]
    );
}

#[test]
fn three_level_lines_show_a_table() {
    let mut paper = report();
    let page = paper.page();
    page.text(250.0, 520.0, 10.5, "表1 渔船登记");
    rules(page, &[510.0, 486.0, 400.0]);
    let table: &[&[&str]] = &[
        &["船名", "母港", "吨位", "备注"],
        &["望潮", "东湾", "120", "在航"],
        &["听涛", "西湾", "85", ""],
        &["归帆", "东湾", "7", "修理"],
        &["海燕", "北湾", "40", "在航"],
    ];
    cells(page, 494.0, table, "");
    // The second table has the same ends; the text between the two is no row.
    page.paragraph(370.0, 14.0, 29, NEWS);
    rules(page, &[290.0, 266.0, 240.0, 220.0]);
    cells(
        page,
        272.0,
        &[&["港口", "泊位"], &["东湾", "12"], &["西湾", "3"]],
        "",
    );
    let expected = [
        "船名\t母港\t吨位\t备注",
        "望潮\t东湾\t120\t在航",
        "听涛\t西湾\t85\t",
        "归帆\t东湾\t7\t修理",
        "海燕\t北湾\t40\t在航",
        "港口\t泊位",
        "东湾\t12",
        "西湾\t3",
    ];
    assert_eq!(rows(&paper), expected);
    let texts: Vec<String> = lines(&paper).into_iter().map(|line| line.text).collect();
    assert_eq!(texts[2], "表1 渔船登记");
    assert_eq!(texts.iter().filter(|text| *text == NEWS).count(), 3);
}

#[test]
fn level_lines_over_a_whole_page_show_no_table() {
    let mut paper = report();
    let page = paper.page();
    rules(page, &[780.0, 600.0, 60.0]);
    page.paragraph(760.0, 14.0, 29, NEWS);
    page.paragraph(590.0, 14.0, 29, NEWS);
    assert!(rows(&paper).is_empty());
}

#[test]
fn a_space_behind_each_cell_hides_no_column() {
    let table: &[&[&str]] = &[
        &["price", "varchar", "20"],
        &["sendtime", "varchar", "20"],
        &["isYes", "varchar", "100"],
    ];
    for end in ["", " "] {
        let mut paper = report();
        cells(paper.page(), 500.0, table, end);
        assert_eq!(
            rows(&paper),
            [
                "price\tvarchar\t20",
                "sendtime\tvarchar\t20",
                "isYes\tvarchar\t100"
            ],
            "{end:?}"
        );
    }
}
