//! Tests of paragraphs from the rows of pages.

use super::*;

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
fn a_large_heading_over_every_page_of_a_list_stays_on_the_first() {
    let head = "渔具及船用品领用清单";
    let pages = (1..=3).map(|number| {
        let mut page = page(number, &[FULL; 5], "1");
        let mut heading = row(60.0, head);
        (heading.size, heading.y) = (18.0, 60.0);
        page.rows.insert(0, heading);
        page
    });
    let all = texts(pages.collect()).concat();
    assert_eq!(all.matches(head).count(), 1, "{all}");
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

#[test]
fn a_running_head_with_the_title_of_its_chapter_is_furniture() {
    let chapters = ["第一章\u{3000}潮汐", "渔船", "渔网修补", "归港"];
    let pages = (1..).zip(chapters).map(|(number, chapter)| {
        let mut page = page(number, &[FULL; 5], "1");
        let head = format!("渔港生活手册\t{chapter}");
        page.rows.insert(0, row(50.0, &head));
        page
    });
    let all = texts(pages.collect()).concat();
    assert_eq!(all, FULL.repeat(20));
}

#[test]
fn titles_and_datelines_that_share_a_word_are_no_furniture() {
    let titles = ["渔船归港", "早市开张", "修补渔网", "潮水退去"];
    let days = ["2025/06/12", "2025-06-13", "2025年6月14日", "2025.06.15"];
    for (word, ends, size) in [
        ("【渔港快讯】", titles, 16.0),
        ("来源：山海晚报", titles, 12.0),
        ("山海晚报", days, 12.0),
    ] {
        let pages = (1..).zip(ends).map(|(number, end)| {
            let mut page = page(number, &[FULL; 5], "1");
            let first = row(50.0, &format!("{word} {end}"));
            page.rows.insert(0, TextRow { size, ..first });
            page
        });
        let all = texts(pages.collect()).concat();
        assert!(ends.iter().all(|end| all.contains(end)), "{word}: {all}");
    }
}

#[test]
fn rows_of_a_list_that_differ_by_numbers_alone_are_no_furniture() {
    let pages = (1..=3).map(|number| {
        let mut page = page(number, &[], "1");
        let (role, text) = (TableRole::First(vec![72.0, 300.0]), "序号\t品名");
        page.rows.insert(
            0,
            TextRow {
                role,
                ..row(70.0, text)
            },
        );
        let goods = format!("{number}\t*渔具*渔网");
        page.rows.insert(
            1,
            TextRow {
                role: TableRole::Further,
                ..row(780.0, &goods)
            },
        );
        page
    });
    let all = texts(pages.collect()).join("\n");
    for goods in ["序号", "1\t*渔具*渔网", "2\t*渔具*渔网", "3\t*渔具*渔网"] {
        assert!(all.contains(goods), "{goods}: {all}");
    }
}

#[test]
fn full_width_folios_are_furniture() {
    for (first, second) in [
        ("— １ —", "— ２ —"),
        ("－１－", "－２－"),
        ("第１页", "第２页"),
    ] {
        let pages = vec![page(1, &[FULL; 5], first), page(2, &[FULL; 5], second)];
        assert_eq!(texts(pages).concat(), FULL.repeat(10));
    }
}
