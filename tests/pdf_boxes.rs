//! Paragraphs of PDF files around figures and in boxes whose widths are not those of the text.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::paper::{NEWS, Paper, report};
use newsreader::source::extract;

fn texts(paper: &Paper) -> Vec<String> {
    let lines = extract(&paper.bytes()).unwrap().lines;
    lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn a_paragraph_goes_on_below_a_figure_without_a_caption() {
    let mut paper = report();
    let page = paper.page();
    let text: Vec<char> = NEWS.chars().skip(6).take(27).collect();
    page.text(118.0, 740.0, 14.0, &String::from_iter(&text));
    page.text(90.0, 420.0, 14.0, "结算的办法补上，并请第三方核查。");
    page.text(118.0, 392.0, 14.0, "此外没有别的办法。");
    let whole = String::from_iter(&text) + "结算的办法补上，并请第三方核查。";
    assert_eq!(texts(&paper)[2..], [whole.as_str(), "此外没有别的办法。"]);
    // A label begins a line of its own.
    let mut paper = report();
    let page = paper.page();
    page.text(118.0, 740.0, 14.0, &String::from_iter(&text));
    page.text(90.0, 420.0, 14.0, "答：结算的办法补上，并请第三方核查。");
    assert_eq!(texts(&paper).len(), 4);
}

#[test]
fn two_rows_in_a_narrow_box_are_one_paragraph() {
    let mut paper = report();
    let page = paper.page();
    let text: Vec<char> = NEWS.chars().collect();
    page.text(130.0, 700.0, 12.0, "忙则等待")
        .text(130.0, 640.0, 12.0, &String::from_iter(&text[..24]))
        .text(130.0, 618.0, 12.0, "请第三方核查。")
        .text(130.0, 540.0, 12.0, "让权等待");
    let whole = String::from_iter(&text[..24]) + "请第三方核查。";
    assert_eq!(texts(&paper)[2..], ["忙则等待", &whole, "让权等待"]);
}

#[test]
fn rows_beside_a_picture_are_one_paragraph() {
    let mut paper = report();
    let page = paper.page();
    let text: Vec<char> = NEWS
        .chars()
        .cycle()
        .take(2 * NEWS.chars().count())
        .collect();
    // The first row stands above the picture and is longer than those beside it.
    page.text(118.0, 740.0, 14.0, &String::from_iter(&text[..27]));
    let mut y = 740.0;
    for row in text[27..].chunks(17) {
        y -= 24.0;
        page.text(90.0, y, 14.0, &String::from_iter(row));
    }
    assert_eq!(texts(&paper)[2..], [NEWS.repeat(2)]);
}
