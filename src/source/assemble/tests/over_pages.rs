//! Tests of paragraphs and tables that go on over pages and columns.

use super::{FULL, page, texts};
use crate::source::page::TableRole;

#[test]
fn paragraphs_go_on_over_pages_with_mirrored_margins() {
    let sheet = |number: u32, shift: f64| {
        let mut sheet = page(number, &[FULL; 12], "·");
        for (at, row) in sheet.rows.iter_mut().enumerate() {
            let first = if at == 0 || at == 6 { 24.0 } else { 0.0 };
            row.left += shift + first;
            row.right += shift;
        }
        sheet
    };
    // The margin differs by 1.7 em, nearly an indent.
    let pages = (1..=6)
        .map(|number| sheet(number, if number % 2 == 0 { 20.4 } else { 0.0 }))
        .collect();
    let found = texts(pages);
    assert_eq!(found.len(), 12, "{found:#?}");
    assert!(found.iter().all(|text| *text == FULL.repeat(6)));
}

#[test]
fn the_empty_piece_of_a_row_at_a_page_break_is_no_row() {
    let sheet = |number: u32, rows: &[&str]| {
        let mut sheet = page(number, rows, "·");
        for (at, row) in sheet.rows.iter_mut().take(rows.len()).enumerate() {
            row.role = match at {
                0 => TableRole::First(vec![72.0, 150.0, 300.0]),
                _ => TableRole::Further,
            };
        }
        sheet
    };
    let read = |one: &[&str], two: &[&str]| {
        let mut found = texts(vec![sheet(1, one), sheet(2, two)]);
        found.retain(|text| text != "·");
        found
    };
    let rows = ["渡口\t班次", "东堤\t3", "西堤\t4"];
    assert_eq!(read(&["渡口\t班次", "东堤\t3", "\t"], &["西堤\t4"]), rows);
    assert_eq!(read(&["渡口\t班次", "东堤\t3"], &["\t", "西堤\t4"]), rows);
    let form = read(&["渡口\t班次", "\t", "\t"], &["\t", "\t"]);
    assert_eq!(form.len(), 5);
}

#[test]
fn a_sentence_goes_on_behind_notes_in_the_columns_of_the_next_page() {
    let mut one = page(1, &[FULL, FULL, FULL], "收稿日期 2025年6月");
    one.rows[3].size = 8.0;
    let ten: String = FULL.chars().take(10).collect();
    let mut two = page(2, &[ten.as_str(); 12], "·");
    for (at, row) in two.rows.iter_mut().enumerate() {
        row.column = Some((72.0, 192.0));
        // First lines two characters in, each second one.
        if at % 2 == 1 {
            row.left += 24.0;
        }
    }
    let found = texts(vec![one, two]);
    let joined = format!("{}{ten}", FULL.repeat(3));
    assert!(found.contains(&joined), "{found:#?}");
}

#[test]
fn a_column_of_references_does_not_spoil_the_margins_of_the_others() {
    let column = |number: u32, (left, right): (f64, f64), size: f64| {
        let mut column = page(number, &[FULL; 12], "·");
        column.rows.pop();
        for row in &mut column.rows {
            (row.left, row.right, row.size) = (left, right, size);
            row.column = Some((left, right));
        }
        column
    };
    let mut text = column(1, (72.0, 312.0), 12.0);
    let mut right = column(1, (330.0, 570.0), 12.0).rows;
    for row in &mut right {
        row.band = 1;
    }
    text.rows.extend(right);
    let references = column(2, (330.0, 570.0), 9.0);
    assert_eq!(texts(vec![text, references])[0], FULL.repeat(24));
}
