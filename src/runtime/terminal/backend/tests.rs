//! The bytes of a frame, replayed by a terminal.

use super::*;
use crate::text::width::Ambiguous;
use crate::ui::cells::Cells;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::num::NonZeroU16;

const COLS: u16 = 24;
const ROWS: u16 = 4;

/// The parts of a row: some on whose width terminals agree, and some on which they do not.
const PIECES: [&str; 19] = [
    "报告",
    "，",
    "ab c",
    "“",
    "……",
    "────",
    "α",
    "×·±",
    "e\u{301}",
    "❤\u{fe0f}",
    "👍",
    "👍🏽报",
    "👨\u{200d}👩\u{200d}👧报",
    "🇨🇳报",
    "1\u{fe0f}\u{20e3}报",
    "⌚\u{fe0e}报",
    "🏴\u{e0067}\u{e0062}\u{e007f}报",
    "　",
    "     ",
];

fn style(number: u8) -> Style {
    match number {
        0 => Style::new(),
        1 => Style::new().fg(Color::Red).bg(Color::Indexed(17)),
        2 => Style::new().fg(Color::Rgb(1, 2, 3)).bold(),
        3 => Style::new().bg(Color::LightBlue).underlined().dim(),
        _ => Style::new().reversed().italic().bold(),
    }
}

fn terminal() -> Terminal<AnsiBackend> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, COLS, ROWS));
    Terminal::with_options(AnsiBackend::default(), TerminalOptions { viewport }).unwrap()
}

/// A piece of text with its style, and whether it is a link.
type Piece = (&'static str, u8, bool);

fn paint(rows: &[Vec<Piece>], ambiguous: Ambiguous, buffer: &mut Buffer) {
    let mut cells = Cells::new(buffer, ambiguous);
    for (row, y) in rows.iter().zip(0..) {
        let mut x = 0;
        for (text, number, is_link) in row {
            let end = cells.put(x, y, text, COLS, style(*number));
            if *is_link {
                cells.link(x, y, end - x, "https://example.com/", u32::from(*number));
            }
            x = end;
        }
    }
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::Indexed(n) => vt100::Color::Idx(n),
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        _ => vt100::Color::Default,
    }
}

/// Asserts that a terminal that took the bytes shows the buffer; `buffer` holds what is not shown where a cell is covered.
fn shows(screen: &vt100::Screen, buffer: &Buffer) {
    for y in 0..ROWS {
        let mut x = 0;
        while x < COLS {
            let cell = &buffer[(x, y)];
            let shown = screen.cell(y, x).unwrap();
            let (_, glyph) = linked_cell::split(cell.symbol());
            let first = agreed(glyph).chars().next().filter(|c| *c != ' ');
            let found = shown.contents().chars().next().filter(|c| *c != ' ');
            assert_eq!(found, first, "column {x} of row {y}");
            let seen = |modifier| cell.modifier.contains(modifier);
            assert_eq!(shown.bgcolor(), colour(cell.bg), "{glyph} at {x}, {y}");
            assert_eq!(shown.inverse(), seen(Modifier::REVERSED), "{glyph}");
            assert_eq!(shown.underline(), seen(Modifier::UNDERLINED), "{glyph}");
            if first.is_some() {
                assert_eq!(shown.fgcolor(), colour(cell.fg), "{glyph} at {x}, {y}");
                assert_eq!(shown.bold(), seen(Modifier::BOLD), "{glyph}");
                assert_eq!(shown.italic(), seen(Modifier::ITALIC), "{glyph}");
            }
            let end = x + cell.cell_width().max(1);
            // Where the terminal draws a character in one column less, nothing older stands beside it.
            let letters = agreed(glyph);
            for (covered, letter) in
                (x + 1..end).zip(letters.chars().skip(1).chain(std::iter::repeat(' ')))
            {
                let beside = screen.cell(y, covered).unwrap().contents();
                let expected = if letter.is_ascii_alphabetic() {
                    letter
                } else {
                    ' '
                };
                assert_eq!(
                    beside.chars().next().unwrap_or(' '),
                    expected,
                    "beside {glyph} at {x}, {y}"
                );
            }
            x = end;
        }
    }
}

fn rows() -> impl Strategy<Value = Vec<Vec<Piece>>> {
    let piece = (prop::sample::select(&PIECES), 0..5_u8, any::<bool>());
    prop::collection::vec(prop::collection::vec(piece, 0..9), usize::from(ROWS))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_terminal_shows_what_the_buffer_holds(
        frames in prop::collection::vec(rows(), 1..4),
        wide in any::<bool>(),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let [rows, cols] = [ROWS, COLS].map(|n| NonZeroU16::new(n).unwrap());
        let (mut terminal, mut screen) = (terminal(), vt100::Parser::new(rows, cols, 0));
        for rows in &frames {
            let mut buffer = Buffer::empty(Rect::new(0, 0, COLS, ROWS));
            paint(rows, ambiguous, &mut buffer);
            terminal.draw(|frame| frame.buffer_mut().clone_from(&buffer)).unwrap();
            screen.process(&terminal.backend_mut().take());
            shows(screen.screen(), &buffer);
        }
    }
}

fn drawn(terminal: &mut Terminal<AnsiBackend>, rows: &[Vec<Piece>]) -> String {
    let paint = |buffer: &mut Buffer| paint(rows, Ambiguous::Narrow, buffer);
    terminal.draw(|frame| paint(frame.buffer_mut())).unwrap();
    String::from_utf8(terminal.backend_mut().take()).unwrap()
}

#[test]
fn a_run_is_written_as_it_stands() {
    let row = vec![("报告", 0, false), ("，", 0, false), ("abc", 0, false)];
    let mut terminal = terminal();
    assert_eq!(
        drawn(&mut terminal, std::slice::from_ref(&row)),
        "\x1b[1;1H报告，abc\x1b[?25l"
    );
    assert_eq!(drawn(&mut terminal, &[row]), "", "nothing has changed");
}

#[test]
fn after_a_doubtful_width_the_cursor_is_placed() {
    let row = vec![
        ("“", 0, false),
        ("报告", 0, false),
        ("────", 0, false),
        ("a", 0, false),
    ];
    assert_eq!(
        drawn(&mut terminal(), &[row]),
        "\x1b[1;1H“\x1b[2G报告────\x1b[10Ga\x1b[?25l"
    );
}

#[test]
fn a_link_is_opened_once() {
    let row = vec![("报告", 1, true), ("ab c", 1, true), ("，", 0, false)];
    let out = drawn(&mut terminal(), &[row]);
    assert!(
        out.contains("\x1b]8;id=1;https://example.com/\x1b\\报告ab c\x1b[0m\x1b]8;;\x1b\\，")
            || out.contains(
                "\x1b]8;id=1;https://example.com/\x1b\\报告ab c\x1b[39;49m\x1b]8;;\x1b\\，"
            ),
        "{out:?}"
    );
}
