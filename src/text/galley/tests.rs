//! Galleys of invented paragraphs.

use super::*;
use crate::text::width::Ambiguous;

fn galley(paragraphs: usize) -> Galley {
    let blocks = (0..paragraphs)
        .map(|n| GalleyBlock {
            text: "春江潮水连海平".repeat(n % 5 + 1).into(),
            shape: BlockShape::Indented,
            gap_rows: 1,
        })
        .collect();
    Galley::new(
        blocks,
        20,
        Rules {
            indent_han: 2,
            ..Rules::default()
        },
    )
}

#[test]
fn only_what_is_looked_at_is_set() {
    let mut galley = galley(1000);
    let top = galley.last_top(24);
    galley.settle(top, 24);
    assert_eq!(galley.window(top, 24).count(), 24);
    assert!(galley.set.lines.iter().flatten().count() < 24);
}

#[test]
fn rows_are_counted_exactly_once_all_is_set() {
    let mut galley = galley(300);
    for block in 0..300 {
        galley.line_count(block);
    }
    let all = galley.window(RowPos::default(), usize::MAX).count();
    assert_eq!(galley.row_count(), all);
    let mut above = RowPos::default();
    for index in 0..all {
        let place = galley.down(RowPos::default(), index);
        assert!(place > above || index == 0);
        above = place;
        assert_eq!(galley.up(place, index), RowPos::default());
    }
}

#[test]
fn a_place_is_kept_when_the_measure_changes() {
    let mut galley = galley(50);
    let start = galley.down(RowPos::default(), 70);
    let anchor = galley.anchor(start);
    galley.set_measure(13, Rules::default());
    let place = galley.place_of(anchor);
    let shown = galley.window(place, 1).next().unwrap();
    assert_eq!(shown.place.block, anchor.block);
    assert!(shown.line.unwrap().range.contains(&anchor.byte));
    galley.set_measure(
        20,
        Rules {
            indent_han: 2,
            ..Rules::default()
        },
    );
    assert_eq!(galley.anchor(galley.clone().place_of(anchor)), anchor);
}

#[test]
fn nothing_is_set_twice_for_a_measure() {
    let mut galley = galley(20);
    galley.settle(RowPos::default(), 30);
    let set = |galley: &Galley| galley.set.lines.iter().flatten().count();
    let (count, rules) = (set(&galley), galley.set.rules);
    galley.set_measure(13, rules);
    assert_eq!(set(&galley), 0);
    galley.set_measure(20, rules);
    assert_eq!(set(&galley), count);
    galley.set_gaps(std::iter::repeat(0));
    assert_eq!(set(&galley), count);
    galley.settle(RowPos::default(), 8);
    let rows: Vec<RowPos> = galley
        .window(RowPos::default(), 8)
        .map(|row| row.place)
        .collect();
    assert_eq!(galley.down(RowPos::default(), 7), rows[7]);
    assert!(
        galley
            .window(RowPos::default(), 8)
            .all(|row| row.line.is_some())
    );
}

#[test]
fn an_empty_galley_answers() {
    let mut galley = Galley::new(Vec::new(), 20, Rules::default());
    assert_eq!(galley.down(RowPos::default(), 5), RowPos::default());
    assert_eq!(galley.last_top(10), RowPos::default());
    assert_eq!(galley.window(RowPos::default(), 10).count(), 0);
    assert_eq!(galley.row_count(), 0);
    assert_eq!(galley.place_of(TextPos::new(3, 4)), RowPos::default());
    assert_eq!(galley.progress(RowPos::default()), (0, 0));
}

#[test]
fn rows_and_positions_of_a_table_lead_to_one_another() {
    let table = "地区\t说明\n云屿市\t潮位高于三米时停航，改由陆路绕行，恢复另告\n临江县\t照常";
    let block = |text: &str, shape: BlockShape| GalleyBlock {
        text: text.into(),
        shape,
        gap_rows: 1,
    };
    for measure in [8, 16, 30, 80] {
        let blocks = vec![
            block("春江潮水", BlockShape::Indented),
            block(table, BlockShape::Table),
            block("海上明月", BlockShape::Indented),
        ];
        let mut galley = Galley::new(blocks, measure, Rules::default());
        galley.settle(RowPos::default(), 200);
        let shown = galley.clone();
        for row in shown.window(RowPos::default(), 200) {
            assert!(row.place.block != 1 || row.place.row == 0 || row.frame.is_some());
            if row.line.is_some() {
                let anchor = galley.anchor(row.place);
                let found = galley.place_of(anchor);
                assert_eq!(galley.anchor(found), anchor, "{measure}");
            }
        }
        for byte in table
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, _)| at)
        {
            let found = galley.place_of(TextPos::new(1, byte));
            let row = shown.window(found, 1).next().unwrap();
            assert!(
                row.segments.iter().any(|line| line.range.contains(&byte)),
                "{measure} {byte}"
            );
        }
    }
}

#[test]
fn a_block_of_one_row_is_cut_where_the_ellipsis_fits() {
    let url = "https://news.example.com/渡轮/2025-06-15.html";
    let line = |measure, ambiguous| {
        let block = GalleyBlock {
            text: url.into(),
            shape: BlockShape::OneRow,
            gap_rows: 0,
        };
        let rules = Rules {
            ambiguous,
            ..Rules::default()
        };
        let mut galley = Galley::new(vec![block], measure, rules);
        galley.settle(RowPos::default(), 9);
        assert_eq!(galley.line_count(0), 1);
        let row = galley.window(RowPos::default(), 1).next().unwrap();
        let line = row.line.unwrap().clone();
        (url.get(line.range).unwrap().to_owned(), line.width_cols)
    };
    let all = u16::try_from(url.len() - 2).unwrap();
    assert_eq!(line(all, Ambiguous::Narrow), (url.to_owned(), all));
    let narrow = line(28, Ambiguous::Narrow);
    assert_eq!(narrow, ("https://news.example.com/渡".to_owned(), 27));
    let wide = line(28, Ambiguous::Wide);
    assert_eq!(wide, ("https://news.example.com/".to_owned(), 25));
}
