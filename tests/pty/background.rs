//! The theme that follows the background of the terminal.

use super::{Pty, home_with_reports};
use std::io::Write;
use std::path::Path;

/// The question for the background.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// Opens the reader and answers its question for the background; a terminal that does not know the question answers nothing.
fn opened(home: &Path, background: Option<&str>) -> Pty {
    let mut pty = Pty::reader(home, &["reports"], 110, 35);
    pty.wait("the question", |pty| {
        pty.raw.windows(QUESTION.len()).any(|part| part == QUESTION)
    });
    if let Some(colour) = background {
        let answer = format!("\x1b]11;{colour}\x07");
        pty.keyboard.write_all(answer.as_bytes()).unwrap();
    }
    pty.wait_for("第1段");
    pty
}

/// True if the cell in the corner has this background.
fn has_background(pty: &Pty, red: u8) -> bool {
    let cell = pty.screen.screen().cell(0, 0).map(vt100::Cell::bgcolor);
    match cell {
        // The themes have no more than 256 colours here: the greys and the cube begin dark and end light.
        Some(vt100::Color::Idx(index)) => {
            (index > 200 && index < 232 || index > 248) == (red > 128)
        }
        Some(vt100::Color::Rgb(r, ..)) => (r > 128) == (red > 128),
        _ => false,
    }
}

#[test]
fn it_is_light_on_a_light_background_and_keeps_a_choice_for_each() {
    let home = home_with_reports();
    for (colour, red) in [("rgb:ffff/ffff/ffff", 255), ("rgb:1a1a/1b1b/2626", 0)] {
        let mut pty = opened(home.path(), Some(colour));
        pty.wait("the theme", |pty| has_background(pty, red));
        // An answer is no key: nothing has moved and no box is open.
        assert!(!pty.text().contains('┌'), "{}", pty.text());
        pty.type_keys("q");
        assert_eq!(pty.ends_restored(), 0);
    }
    // A dark theme for the light terminal: it does not become that of a dark one, and stays on a light one.
    let mut pty = opened(home.path(), Some("rgb:ffff/ffff/ffff"));
    pty.wait("the theme", |pty| has_background(pty, 255));
    pty.type_keys("t");
    pty.wait_for("墨色");
    pty.type_keys("jjjj\r");
    pty.wait("the chosen theme", |pty| has_background(pty, 0));
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
    let kept = home.path().join(".local/state/newsreader/theme-light");
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "ink");
}

#[test]
fn a_terminal_that_does_not_name_its_background_is_taken_for_dark() {
    let home = home_with_reports();
    let mut pty = opened(home.path(), None);
    assert!(has_background(&pty, 0));
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

/// The report of mode 2031, which comes when the whole desktop turns light or dark.
#[test]
fn it_follows_a_terminal_that_turns_light_and_dark() {
    let home = home_with_reports();
    let mut pty = opened(home.path(), Some("rgb:1a1a/1b1b/2626"));
    for (report, red) in [("\x1b[?997;2n", 255), ("\x1b[?997;1n", 0)] {
        pty.type_keys(report);
        pty.wait("the theme", |pty| has_background(pty, red));
    }
    // The report has left the keyboard as it was.
    pty.type_keys("t");
    pty.wait_for("墨色");
    pty.type_keys("\x1bq");
    assert_eq!(pty.ends_restored(), 0);
    let has = |mode: &[u8]| pty.raw.windows(mode.len()).any(|part| part == mode);
    assert!(has(b"\x1b[?2031h") && has(b"\x1b[?2031l"));
}

/// A theme that was chosen by name stays, so that nothing is asked.
#[test]
fn a_named_theme_asks_for_nothing() {
    let home = home_with_reports();
    let mut pty = Pty::reader(home.path(), &["--theme", "ink", "reports"], 110, 35);
    pty.wait_for("第1段");
    pty.type_keys("\x1b[?997;2n");
    pty.type_keys("llG");
    pty.wait_for("第60段");
    assert!(has_background(&pty, 0));
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
    assert!(!pty.raw.windows(8).any(|part| part == b"\x1b[?2031h"));
}
