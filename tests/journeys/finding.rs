//! Finding in an article.

use crate::common::Desk;
use newsreader::app::event::Event;

#[test]
fn finding_counts_goes_round_and_is_cancelled_to_where_one_was() {
    let mut desk = Desk::new();
    desk.press("l l /").type_text("ai");
    let count = |desk: &Desk| {
        let find = desk
            .app
            .issue
            .reader
            .as_ref()
            .unwrap()
            .find
            .as_ref()
            .unwrap();
        (find.current + 1, find.hits.len())
    };
    // Twelve paragraphs have the word twice, once in full-width letters.
    assert_eq!(count(&desk), (1, 24));
    desk.press("Enter n n");
    assert_eq!(count(&desk), (3, 24));
    desk.press("N N N");
    assert_eq!(count(&desk), (24, 24));
    assert!(!desk.message().is_empty(), "going round is said");
    let anchor = desk.anchor();
    desk.press("/").type_text("第1段").press("Esc");
    assert_eq!(desk.anchor(), anchor);
    assert_eq!(count(&desk), (24, 24));
    desk.press("/ Enter");
    assert!(
        desk.app.issue.reader.as_ref().unwrap().find.is_none(),
        "an empty query takes the marks away"
    );
    desk.press("n");
    assert_eq!(count(&desk).1, 24, "n looks for what was looked for last");
}

#[test]
fn a_query_is_found_across_the_lines_of_the_screen() {
    let mut desk = Desk::sized(40, 20);
    desk.press("l l /")
        .type_text("准点率由 86.5% 升到 97.2%；司机老邹说");
    assert_eq!(desk.hits().0, 12);
}

#[test]
fn pasting_goes_into_the_field_on_one_line() {
    let mut desk = Desk::new();
    desk.press("/");
    desk.send(Event::Paste("老邹说\n".to_owned()));
    assert_eq!(desk.hits().0, 12);
}

#[test]
fn what_is_not_found_is_named() {
    let mut desk = Desk::new();
    desk.press("l l /").type_text("鲸落").press("Enter");
    let status = desk.rows().pop().unwrap();
    assert!(status.contains("没有找到“鲸落”"), "{status}");
}
