//! Snapshots of the screen as text, and the roles of its cells.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use crate::common::Desk;
use newsreader::app::App;
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::lang::Lang;
use newsreader::text::width::{Ambiguous, width_cols};
use newsreader::ui::theme::{Depth, Ground, Role, Theme};
use newsreader::ui::{self, linked_cell};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::Style;

fn theme() -> Theme {
    Theme::shipped("ink", Depth::True).expect("a shipped theme")
}

fn buffer(app: &App) -> Buffer {
    let (cols, rows) = app.screen.size;
    let mut terminal = Terminal::new(TestBackend::new(cols, rows)).unwrap();
    terminal
        .draw(|frame| ui::draw(app, &theme(), frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// A row as it is seen, and what is wrong with its columns.
fn row(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        out.push_str(linked_cell::split(cell.symbol()).1);
        x += cell.cell_width().max(1);
    }
    assert_eq!(
        x, buffer.area.width,
        "a character stands over the edge of row {y}: {out}"
    );
    out
}

fn screen(desk: &Desk) -> String {
    let buffer = buffer(&desk.app);
    let rows: Vec<String> = (0..buffer.area.height).map(|y| row(&buffer, y)).collect();
    let ambiguous = desk.app.options.rules.ambiguous;
    for line in &rows {
        assert_eq!(
            width_cols(line, ambiguous),
            usize::from(buffer.area.width),
            "{line}"
        );
    }
    rows.iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The style of the first cell of `text` on screen.
fn style_of(buffer: &Buffer, text: &str) -> Style {
    for y in 0..buffer.area.height {
        if let Some(at) = row(buffer, y).find(text) {
            let x = width_cols(row(buffer, y).get(..at).unwrap(), Ambiguous::Narrow);
            return buffer[(u16::try_from(x).unwrap(), y)].style();
        }
    }
    panic!("{text} is not on screen");
}

fn has_role(buffer: &Buffer, text: &str, role: Role, ground: Ground) {
    let (is, wanted) = (style_of(buffer, text), theme().on(role, ground));
    assert_eq!(
        (is.fg, is.bg, is.add_modifier),
        (wanted.fg, wanted.bg, wanted.add_modifier),
        "{text}"
    );
}

macro_rules! scene {
    ($name:ident, $desk:expr, $keys:literal) => {
        #[test]
        fn $name() {
            let mut desk = $desk;
            desk.press($keys);
            insta::assert_snapshot!(screen(&desk));
        }
    };
}

scene!(list_at_80x24, Desk::sized(80, 24), "");
scene!(article_at_120x40, Desk::sized(120, 40), "l l");
scene!(
    article_at_120x40_with_wide_ambiguous,
    Desk::wide(120, 40),
    "l l"
);
scene!(contents_at_40x12, Desk::sized(40, 12), "l j");
scene!(article_at_40x12, Desk::sized(40, 12), "l l Space");
scene!(
    article_at_40x12_with_wide_ambiguous,
    Desk::wide(40, 12),
    "l l Space"
);
scene!(smallest_that_is_drawn, Desk::sized(20, 5), "l l");
scene!(too_small, Desk::sized(19, 5), "l l");
scene!(help_at_80x24, Desk::sized(80, 24), "?");
scene!(help_at_80x24_with_wide_ambiguous, Desk::wide(80, 24), "?");
scene!(about_at_80x24, Desk::sized(80, 24), "i");

#[test]
fn hits_at_80x24() {
    let mut desk = Desk::sized(80, 24);
    desk.press("l l /").type_text("ai");
    insta::assert_snapshot!(screen(&desk));
    desk.press("Enter");
    let buffer = buffer(&desk.app);
    has_role(&buffer, "ＡＩ模型", Role::MatchCurrent, Ground::Page);
    has_role(&buffer, "ai 与", Role::Match, Ground::Page);
}

#[test]
fn what_is_wrong_with_a_query_is_told_beside_what_was_found_before() {
    let mut desk = Desk::sized(120, 40);
    desk.press("s").type_text("ＡＩ is:");
    let screen = screen(&desk);
    assert!(screen.contains("可用 is:unread"), "{screen}");
    assert!(screen.contains("42 期"), "{screen}");
}

#[test]
fn every_row_is_straight_at_every_size_in_both_widths() {
    for wide in [false, true] {
        for (cols, rows) in (20..130).step_by(7).zip((5..60).step_by(3)) {
            for keys in ["", "l", "l l", "z", "?", ":", "t", "i", "/"] {
                let mut desk = if wide {
                    Desk::wide(cols, rows)
                } else {
                    Desk::sized(cols, rows)
                };
                desk.press(keys);
                screen(&desk);
            }
        }
    }
}

#[test]
fn roles_are_where_they_belong() {
    let mut desk = Desk::sized(120, 40);
    desk.press("l l");
    let buffer = buffer(&desk.app);
    has_role(&buffer, "第1节：", Role::Heading, Ground::Page);
    has_role(&buffer, "本报记者", Role::Byline, Ground::Page);
    has_role(&buffer, "https://news", Role::Link, Ground::Page);
    has_role(&buffer, "▌正文", Role::Marker, Ground::Page);
    has_role(&buffer, "目录", Role::Title, Ground::Page);
    has_role(&buffer, "工程观察网", Role::Dim, Ground::Page);
    has_role(&buffer, "“AI 听诊器”", Role::Text, Ground::Page);
}

#[test]
fn the_link_is_a_hyperlink_on_one_row() {
    let mut desk = Desk::sized(40, 20);
    desk.press("l l");
    let buffer = buffer(&desk.app);
    let link = (
        "1",
        "https://news.example.com/2025/09/ferry-1.html?from=weekly&id=81",
    );
    let is_linked = |x, y| linked_cell::split(buffer[(x, y)].symbol()).0 == Some(link);
    let rows: Vec<u16> = (0..20)
        .filter(|y| (0..40).any(|x| is_linked(x, *y)))
        .collect();
    assert_eq!(rows.len(), 1, "a link that is longer than the row is cut");
    let row: String = (0..40).map(|x| buffer[(x, rows[0])].symbol()).collect();
    assert!(row.contains('…'), "{row}");
}

#[test]
fn the_cursor_stands_where_one_types() {
    let mut desk = Desk::sized(80, 24);
    desk.press("/").type_text("医保");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| ui::draw(&desk.app, &theme(), frame))
        .unwrap();
    terminal.backend_mut().assert_cursor_position((7, 23));
}

#[test]
fn the_search_shows_whether_the_field_or_the_results_have_the_keys() {
    let mut desk = Desk::sized(120, 40);
    desk.press("s").type_text("表 渡");
    has_role(&buffer(&desk.app), "表 渡", Role::Field, Ground::Popup);
    desk.press("Tab");
    has_role(&buffer(&desk.app), "表 渡", Role::Dim, Ground::Popup);
    // A query that finds nothing leaves no marks of the one before.
    let has_marks = |desk: &Desk| desk.app.issue.reader.as_ref().unwrap().find.is_some();
    assert!(has_marks(&desk));
    desk.press("Tab").type_text(" 无此词");
    assert!(!has_marks(&desk));
}

#[test]
fn an_empty_folder_says_so_in_one_line() {
    let mut desk = Desk::with(AppOptions::default(), 80, 24, Vec::new());
    desk.send(Event::Progress { read: 0, total: 0 });
    assert!(screen(&desk).contains("这里没有可读的报告：~/reports"));
}

/// The status line, and the header.
fn edges(desk: &Desk) -> (String, String) {
    let buffer = buffer(&desk.app);
    (row(&buffer, buffer.area.height - 1), row(&buffer, 0))
}

#[test]
fn the_status_line_tells_how_far_the_library_is_read() {
    let mut desk = Desk::scanning();
    let (read, total) = (1240, 10_000);
    desk.send(Event::Progress { read, total });
    assert!(edges(&desk).0.contains("读取 1 240 / 10 000"));
    let (status, header) = edges(&desk);
    assert!(status.contains("1/3 篇") && header.contains("共 3 期"));
    desk.send(Event::Progress { read: total, total });
    assert!(!edges(&desk).0.contains("读取"));
}

#[test]
fn the_status_line_of_a_popup_tells_how_to_close_it_where_the_other_keys_do_not_fit() {
    for lang in [Lang::Zh, Lang::En] {
        for popup in ["W", "c", "s"] {
            let options = AppOptions {
                lang,
                ..AppOptions::default()
            };
            let mut desk = Desk::with(options, 60, 20, crate::common::issues());
            desk.press(popup);
            let (status, _) = edges(&desk);
            assert!(
                status.contains("Enter") && status.contains("Esc"),
                "{status}"
            );
        }
    }
}

#[test]
fn the_header_tells_as_long_as_nothing_is_kept() {
    let mut desk = Desk::new();
    desk.send(Event::Unsaved(Some("磁盘已满".to_owned())));
    assert!(edges(&desk).0.contains("磁盘已满"));
    desk.press("j");
    let (status, header) = edges(&desk);
    assert!(!status.contains("磁盘已满") && header.contains("阅读记录未保存"));
    desk.send(Event::Unsaved(None));
    assert!(!edges(&desk).1.contains("未保存"));
}

#[test]
fn bars_of_counts_are_aligned_at_every_size() {
    // `screen` fails where a row is not as wide as the screen.
    for (cols, rows) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        for mut desk in [Desk::sized(cols, rows), Desk::wide(cols, rows)] {
            desk.press("c c s").type_text("潮水决定 vs 听诊器");
            desk.press("Enter");
            let shown = screen(&desk);
            let bars = ["海湾新闻", "工程观察网"];
            let at: Vec<usize> = bars
                .iter()
                .map(|name| shown.lines().find(|line| line.contains(name)).unwrap())
                .map(|line| {
                    let digit = line.find(|c: char| c.is_ascii_digit()).unwrap();
                    width_cols(
                        line.get(..digit).unwrap_or_default(),
                        desk.app.options.rules.ambiguous,
                    )
                })
                .collect();
            assert_eq!(at[0], at[1], "{shown}");
        }
    }
}
