//! Invented tables at many measures.

use super::plain::draw_plain;
use super::set_table;
use crate::text::rules::Rules;
use crate::text::typeset::columns;
use crate::text::width::{Ambiguous, width_cols};
use proptest::prelude::*;

const TABLE: &str = "地区\t渡轮班次\t说明\n云屿市\t1,200\t潮位高于三米时停航，改由陆路绕行\n临江县\t85\t\n合计\t1,285\t—";

#[test]
fn columns_are_aligned_and_numbers_stand_to_the_right() {
    let lines = draw_plain(TABLE, 40, &Rules::default());
    let rules: Vec<usize> = lines[2].match_indices('+').map(|(at, _)| at).collect();
    for line in lines.iter().filter(|line| line.contains('|')) {
        let cols: Vec<usize> = line
            .match_indices('|')
            .map(|(at, _)| width_cols(line.get(..at).unwrap(), Ambiguous::Narrow))
            .collect();
        assert_eq!(cols, rules, "{line}");
    }
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("云屿市 |    1,200 | ")),
        "{lines:#?}"
    );
}

#[test]
fn what_does_not_fit_becomes_records() {
    let lines = draw_plain(TABLE, 20, &Rules::default());
    assert!(lines.contains(&"渡轮班次：1,200".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"地区：临江县".to_owned()));
    // An empty cell is left out, except in the record that shows the names.
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.starts_with("说明："))
            .count(),
        2
    );
}

#[test]
fn a_row_to_be_filled_in_is_no_record() {
    let table = "地区\t班次\t备注\n云屿市\t12\t无\n\t\t\n临江县\t85\t无";
    let lines = draw_plain(table, 12, &Rules::default());
    let rules = lines.iter().filter(|line| line.starts_with('-'));
    assert_eq!(rules.count(), 3, "{lines:#?}");
}

#[test]
fn rows_above_the_names_are_no_record() {
    let table = "二〇二五年渡轮统计\t\t\n地区\t班次\t备注\n云屿市\t12\t无";
    let lines = draw_plain(table, 12, &Rules::default());
    assert!(lines.contains(&"地区：云屿市".to_owned()), "{lines:#?}");
}

proptest! {
    #[test]
    fn every_cell_is_shown_whole_within_the_measure(
        rows in proptest::collection::vec(proptest::collection::vec("[报告云屿市潮位，。0-9a-c ]{0,24}", 1..6), 1..6),
        measure in 8_u16..120,
    ) {
        let rows: Vec<String> = rows.iter().map(|row| row.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join("\t")).collect();
        let text = rows.join("\n");
        let rules = Rules::default();
        let table = set_table(&text, measure, &rules);
        let mut seen = vec![false; text.len()];
        for row in 0..table.row_count() {
            let mut end = 0;
            for line in table.segments(row) {
                prop_assert!(line.indent_cols >= end, "cells overlap");
                end = line.indent_cols + line.width_cols;
                prop_assert_eq!(usize::from(line.width_cols), columns(&text, line.range.clone(), &rules));
                seen[line.range.clone()].fill(true);
            }
            prop_assert!(end <= measure, "row {} is {} wide", row, end);
            let start = table.start_byte(row);
            if !table.segments(row).is_empty() && table.segments(row)[0].range.start >= table.rows[row].group {
                let found = table.row_of(start);
                prop_assert!(table.segments(found).iter().any(|line| line.range.start == start));
            }
        }
        for (at, c) in text.char_indices() {
            prop_assert!(seen[at] || c.is_whitespace(), "byte {} of {:?} is lost", at, text);
        }
    }
}
