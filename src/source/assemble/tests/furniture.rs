//! Tests of running heads and folios, and of rows that only look like them.

use super::{FULL, page, row, texts};
use crate::source::page::{TableRole, TextRow};

#[test]
fn a_large_heading_over_every_page_of_a_list_stays_on_the_first() {
    let head = "渔具及船用品领用清单";
    // The two pages of a sheet have one number.
    for numbers in [[1, 2, 3, 4], [1, 1, 2, 2]] {
        let pages = numbers.map(|number| {
            let mut page = page(number, &[FULL; 5], "1");
            let mut heading = row(60.0, head);
            (heading.size, heading.y) = (18.0, 60.0);
            page.rows.insert(0, heading);
            page
        });
        let all = texts(pages.to_vec()).concat();
        assert_eq!(all.matches(head).count(), 1, "{all}");
    }
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
fn small_heads_of_the_book_and_of_its_chapters_are_furniture() {
    let chapters = ["渔船", "渔网修补", "归港"];
    let pages = (0..16).map(|at: u32| {
        let chapter = chapters[(at / 6) as usize];
        let head = ["渔港生活手册", chapter][(at % 2) as usize];
        let mut page = page(at + 1, &[FULL; 5], "1");
        let first = row(80.0, head);
        page.rows.insert(0, TextRow { size: 9.0, ..first });
        page
    });
    assert_eq!(texts(pages.collect()).concat(), FULL.repeat(80));
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
