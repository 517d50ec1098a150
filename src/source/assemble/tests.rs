//! Tests of paragraphs from the rows of pages.

use super::*;

mod furniture;
mod over_pages;

/// A row of 12 points at the left margin whose characters are all full-width.
fn row(y: f64, text: &str) -> TextRow {
    let width: f64 = text.chars().map(|_| 12.0).sum();
    TextRow {
        text: text.to_owned(),
        left: 72.0,
        right: 72.0 + width,
        middle: 297.5,
        y,
        size: 12.0,
        head: 12.0,
        ..TextRow::default()
    }
}

/// A page of A4 with rows 20 points apart, and a folio below them.
fn page(number: u32, rows: &[&str], folio: &str) -> TextPage {
    let mut y = 80.0;
    let body = rows.iter().map(|text| {
        y += 20.0;
        row(y, text)
    });
    let mut rows: Vec<TextRow> = body.collect();
    rows.push(row(800.0, folio));
    TextPage {
        number,
        width: 595.0,
        height: 842.0,
        rows,
        ..TextPage::default()
    }
}

fn texts(pages: Vec<TextPage>) -> Vec<String> {
    let lines = paragraphs(pages).into_iter();
    lines.map(|line| line.text).collect()
}

/// Rows of 20 characters, which are full.
const FULL: &str = "潮水退去之后海滩上留下许多贝壳孩子们提桶";

#[test]
fn lines_of_a_page_without_a_full_one_stay_apart() {
    let lines = [
        "渔港作息",
        "五点整起网",
        "六点半早市开张",
        "八点出海",
        "十一点回港卸货",
        "午后补网",
        "傍晚收市清点",
        "夜里灯塔值班",
    ];
    assert_eq!(texts(vec![page(1, &lines, "1")])[..lines.len()], lines);
}

#[test]
fn a_full_row_ends_before_every_label_that_text_files_have() {
    for label in [
        "信息来源：",
        "稿源：",
        "网页链接：",
        "原题：",
        "发布日期：",
        "网址：",
    ] {
        let title = "信息标题：潮水退去之后海滩上留下许多贝壳";
        let field = format!("{label}某某");
        let found = texts(vec![page(1, &[title, &field, FULL, FULL, FULL], "1")]);
        assert_eq!(found[..2], [title, &field]);
    }
}

#[test]
fn a_full_row_ends_before_a_dateline_in_any_form() {
    let title = "潮水退去之后海滩上留下许多贝壳孩子们提桶";
    for dateline in ["2025年6月15日 来源：某报", "２０２５－０６－１５　某报"]
    {
        let found = texts(vec![page(1, &[title, dateline, FULL, FULL], "1")]);
        assert_eq!(found[..2], [title, dateline]);
    }
}

#[test]
fn a_frame_narrower_than_the_text_is_measured_by_itself() {
    let (narrow, end) = ("潮水退去之后海滩上留下许多", "贝壳。");
    let wide = page(1, &[FULL; 12], "1");
    let mut box_on_page = page(2, &[FULL, FULL, narrow, narrow, narrow, end], "2");
    for row in &mut box_on_page.rows[2..6] {
        (row.left, row.right, row.y) = (row.left + 40.0, row.right + 40.0, row.y + 60.0);
    }

    let found = texts(vec![wide, box_on_page]);
    assert_eq!(found.last(), Some(&format!("{}{end}", narrow.repeat(3))));
}

#[test]
fn a_row_ended_by_hand_behind_a_comma_goes_on() {
    let found = texts(vec![page(
        1,
        &[FULL, FULL, "渔船归港，", "码头上人很多。"],
        "1",
    )]);
    assert!(
        found.concat().contains("渔船归港，码头上人很多。"),
        "{found:?}"
    );
}

#[test]
fn a_full_row_before_a_bullet_ends_its_item() {
    let item = "•潮水退去之后海滩上留下许多贝壳孩子们提";
    let found = texts(vec![page(1, &[FULL, FULL, item, item, item], "1")]);
    assert_eq!(found[found.len() - 2..], [item, item]);
}

#[test]
fn a_large_title_on_two_rows_is_one() {
    let mut page = page(1, &[FULL; 8], "1");
    for (y, text) in [(50.0, "潮水退去之后"), (84.0, "海滩上留下许多贝壳")]
        .into_iter()
        .rev()
    {
        let mut title = row(y, text);
        (title.size, title.right) = (24.0, 72.0 + 24.0 * 9.0);
        page.rows.insert(0, title);
    }
    let found = texts(vec![page]);
    assert_eq!(found[0], "潮水退去之后海滩上留下许多贝壳");
}

/// A page of A4 with rows at given places: left, baseline and text. Tabs are gaps of five characters.
fn placed_page(number: u32, rows: &[(f64, f64, &str)]) -> TextPage {
    let rows = rows.iter().map(|(left, y, text)| {
        let mut x = *left;
        let mut stops = Vec::new();
        for c in text.chars() {
            x += if c == '\t' { 60.0 } else { 12.0 };
            if c == '\t' {
                stops.push(x);
            }
        }
        TextRow {
            left: *left,
            right: x,
            stops,
            ..row(*y, text)
        }
    });
    TextPage {
        rows: rows.collect(),
        ..page(number, &[], "1")
    }
}

#[test]
fn blanks_of_a_form_part_no_sentence() {
    let rows = [
        (96.0, 100.0, "本人\t（姓名）系\t（渔船名称）的船主（或"),
        (72.0, 120.0, "船长），现委托\t（姓名）代为办理出港的事宜，"),
        (72.0, 140.0, "所签文件由我承担责任。"),
        (72.0, 180.0, FULL),
        (72.0, 200.0, FULL),
    ];
    let found = texts(vec![placed_page(1, &rows)]);
    assert!(found[0].ends_with("承担责任。"), "{found:?}");
}

#[test]
fn rows_with_cells_below_each_other_are_no_sentence() {
    let rows = [
        (72.0, 100.0, "东堤，渡口旁\t渡轮三艘，每日两班往返"),
        (72.0, 120.0, "西堤，灯塔旁\t渔船十艘，清早出港"),
        (72.0, 160.0, FULL),
        (72.0, 180.0, FULL),
    ];
    let found = texts(vec![placed_page(1, &rows)]);
    assert!(found[0].ends_with("每日两班往返"), "{found:?}");
}

#[test]
fn a_row_that_begins_with_a_comma_goes_on_wherever_it_stands() {
    let rows = [
        (72.0, 100.0, FULL),
        (72.0, 120.0, "渔船归港的时间记为，海风的速度为"),
        (192.0, 140.0, "，潮位为，由此可得"),
        (72.0, 160.0, FULL),
        (72.0, 180.0, FULL),
    ];
    let found = texts(vec![placed_page(1, &rows)]);
    assert!(
        found.concat().contains("为，潮位为") && !found.iter().any(|text| text.starts_with('，')),
        "{found:?}"
    );
}

#[test]
fn text_that_is_set_in_goes_on_to_its_last_full_row() {
    let mut rows: Vec<(f64, f64, &str)> = (0..6u8)
        .map(|at| (72.0, 100.0 + 20.0 * f64::from(at), FULL))
        .collect();
    let set_in = "潮水退去之后海滩上留下许多贝壳孩子提";
    rows.extend([
        (108.0, 240.0, set_in),
        (108.0, 260.0, set_in),
        (72.0, 300.0, "二、渔网"),
        (72.0, 320.0, FULL),
    ]);
    let mut page = placed_page(1, &rows);
    (page.rows[8].size, page.rows[8].bold) = (16.0, true);
    let found = texts(vec![page]);
    assert!(found.contains(&set_in.repeat(2)), "{found:?}");
}

#[test]
fn a_sentence_does_not_go_on_behind_a_heading() {
    let open = "潮水退去之后海滩上留下许多贝壳孩子们提着";
    let mut first = placed_page(
        1,
        &[
            (96.0, 100.0, "渔船归港之后码头上人声不断孩子们跑来"),
            (72.0, 120.0, open),
            (72.0, 170.0, "早市"),
            (72.0, 200.0, FULL),
            (72.0, 220.0, "到了。"),
            (96.0, 240.0, "渔船归港之后码头上人声不断孩子们跑来"),
            (72.0, 260.0, FULL),
        ],
    );
    (first.rows[2].size, first.rows[2].bold) = (16.0, true);
    let found = texts(vec![first]);
    assert!(found.contains(&"早市".to_owned()), "{found:?}");
    assert!(
        !found.concat().contains(&format!("{open}{FULL}")),
        "{found:?}"
    );
}

/// Rows whose left end is moved by a distance.
fn moved(mut rows: Vec<TextRow>, by: f64) -> Vec<TextRow> {
    for row in &mut rows {
        (row.left, row.right) = (row.left + by, row.right + by);
    }
    rows
}

/// A document whose second page has rows of its own below two full ones.
fn with_rows(own: Vec<TextRow>) -> Vec<String> {
    let mut second = page(2, &[FULL, FULL], "2");
    second.rows.splice(2..2, own);
    texts(vec![page(1, &[FULL; 12], "1"), second])
}

#[test]
fn text_in_a_box_in_the_middle_of_the_page_is_no_title() {
    let line: String = FULL.repeat(2).chars().take(34).collect();
    let mut rows = vec![row(0.0, "第三条")];
    rows.extend([&line, &line].map(|text| row(0.0, text)));
    rows.push(row(0.0, "贝壳。"));
    let wide = FULL.repeat(2);
    let mut page = page(1, &[wide.as_str(); 16], "1");
    page.rows.splice(8..12, moved(rows, 36.0));
    for (row, y) in page.rows.iter_mut().take(16).zip(1..) {
        let apart = f64::from(u8::from(y > 8) + u8::from(y > 12));
        row.y = 80.0 + 20.0 * (f64::from(y) + apart);
    }
    let found = texts(vec![page]);
    assert!(found.contains(&format!("{line}{line}贝壳。")), "{found:?}");
}

#[test]
fn a_note_goes_on_below_the_words_behind_its_label() {
    let mut rows = vec![
        row(200.0, "作者简介：潮生，渔港值班员，长期守望灯塔、"),
        row(220.0, "修补渔网，现居东堤。"),
    ];
    (rows[1].left, rows[1].right) = (rows[1].left + 60.0, rows[1].right + 60.0);
    let found = with_rows(rows);
    let note = "作者简介：潮生，渔港值班员，长期守望灯塔、修补渔网，现居东堤。";
    assert!(found.contains(&note.to_owned()), "{found:?}");
}

#[test]
fn a_single_character_is_the_rest_of_a_word() {
    let long = "我们在码头上等了一夜，灯塔亮着。写信的人叫望潮的";
    let narrow: String = long.chars().skip(3).collect();
    let found = with_rows(moved(vec![row(260.0, &narrow), row(280.0, "生")], 24.0));
    assert!(found.contains(&format!("{narrow}生")), "{found:?}");
}

#[test]
fn rows_of_mixed_sizes_go_on_where_the_size_at_their_break_is_one() {
    let mut rows = vec![
        row(200.0, "灯塔的记录见渔港志第二卷第三十页（近海灯"),
        row(220.0, "塔一节）。"),
    ];
    (rows[0].sizes, rows[1].sizes) = ((12.0, 10.5), (10.5, 10.5));
    (rows[1].size, rows[1].head) = (10.5, 10.5);
    let found = with_rows(rows);
    assert!(found.concat().contains("近海灯塔一节"));
    assert!(
        found.iter().any(|text| text.ends_with("灯塔一节）。")),
        "{found:?}"
    );
}

#[test]
fn wide_rows_with_one_end_go_on_whatever_the_margin_of_the_document_is() {
    let wide = FULL.repeat(2);
    let narrow: String = wide.chars().take(36).collect();
    let mut second = page(2, &[&narrow, &narrow, "贝壳。"], "2");
    // A first line is set in by two characters.
    let first: String = narrow.chars().skip(2).collect();
    second.rows[0] = moved(vec![row(100.0, &first)], 24.0).remove(0);
    for row in &mut second.rows[1..3] {
        row.y += 12.0;
    }
    let found = texts(vec![page(1, &[wide.as_str(); 16], "1"), second]);
    assert!(
        found.contains(&format!("{first}{narrow}贝壳。")),
        "{found:?}"
    );
}

#[test]
fn a_dozen_rows_past_the_margin_of_a_long_text_are_not_its_margin() {
    let wide = FULL.repeat(2);
    let mut rows = [FULL; 13];
    rows[12] = &wide;
    let pages = (1..=12).map(|number| page(number, &rows, "1"));
    assert_eq!(texts(pages.collect()), [FULL.repeat(14 * 12)]);
}

#[test]
fn a_paragraph_that_is_set_wider_than_the_others_goes_on() {
    let open = "潮水退去之后海滩上留下许多贝壳孩子们提，";
    let close = [FULL, FULL, "海滩上。"].repeat(3);
    let mut page = page(1, &[&close[..], &[open, FULL, "走向堤岸。"]].concat(), "1");
    // Twice the distance of the others.
    for (row, at) in page.rows[9..12].iter_mut().zip([0.0, 1.0, 2.0]) {
        row.y = 320.0 + 40.0 * at;
    }
    assert_eq!(texts(vec![page]).len(), 4);
}

#[test]
fn an_entry_of_contents_ends_with_its_page_number() {
    let mut one = page(1, &["目录", FULL, FULL, FULL, "潮水退去之后"], "1");
    for row in &mut one.rows[1..4] {
        row.listed = true;
    }
    let lines = paragraphs(vec![one]);
    let found: Vec<_> = lines
        .iter()
        .map(|line| (line.text.as_str(), line.look.listed))
        .collect();
    let expected = [
        ("目录", false),
        (FULL, true),
        (FULL, true),
        (FULL, true),
        ("潮水退去之后", false),
    ];
    assert_eq!(found[..5], expected);
}
