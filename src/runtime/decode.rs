//! Decodes what a terminal sends: keys, clicks, pasted text, and its answers to questions, which come between keys.
//!
//! The parser is that of `termina`: that of crossterm takes the answer about the background for keys, and waits without end
//! behind the report of a changed background.

use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};
use crate::text::width::Ambiguous;
use termina::Parser;
use termina::escape::csi::{Csi, Cursor, Mode, ThemeMode};
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{
    KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind,
};
use termina::style::RgbColor;

/// The row, counted from 1, at whose start the width of an ambiguous character is measured.
pub(super) const MEASURED_ROW: u16 = 2;

/// The beginning of a pasted text (bracketed paste of xterm). A slow line may pause inside one.
const PASTE: &[u8] = b"\x1b[200~";

/// The most bytes of a pasted text that are kept apart; only its beginning is ever looked at.
const MOST_KEPT: usize = 64;

/// A decoder of the bytes of a terminal, which may come in any pieces.
#[derive(Debug, Default)]
pub struct InputDecoder {
    /// The parser, with the bytes of a sequence that has no end yet.
    parser: Parser,
    /// The beginning of that sequence; empty between two.
    unfinished: Vec<u8>,
}

impl InputDecoder {
    /// Returns the events in `bytes`, in order. An unknown sequence is none.
    ///
    /// ```
    /// use newsreader::app::event::Event;
    /// use newsreader::runtime::decode::InputDecoder;
    /// let events = InputDecoder::default().feed(b"j\x1b[A\x1b]11;rgb:ff/ff/ff\x07");
    /// let names = events.iter().map(|event| match event {
    ///     Event::Key(key) => key.to_string(),
    ///     other => format!("{other:?}"),
    /// });
    /// assert_eq!(names.collect::<Vec<_>>(), ["j", "Up", "Background(true)"]);
    /// ```
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            self.parser.parse(&[*byte], true);
            if self.unfinished.len() < MOST_KEPT {
                self.unfinished.push(*byte);
            }
            while let Some(event) = self.parser.pop() {
                self.unfinished.clear();
                events.extend(translate(event));
            }
        }
        events
    }

    /// True if the bytes ended inside a sequence, or with an Esc, which may be the beginning of one.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.unfinished.first() == Some(&0x1b) && !self.unfinished.starts_with(PASTE)
    }

    /// Returns the events of bytes behind which nothing more came: an Esc is the key. The rest of a sequence is forgotten.
    pub fn give_up(&mut self) -> Vec<Event> {
        self.parser.parse(&[], false);
        let events = std::iter::from_fn(|| self.parser.pop());
        let events = events.filter_map(translate).collect();
        *self = Self::default();
        events
    }
}

/// Translates an event; `None` if it does not concern the app.
fn translate(event: termina::Event) -> Option<Event> {
    match event {
        termina::Event::Key(key) => translate_key(key).map(Event::Key),
        termina::Event::Mouse(mouse) => translate_mouse(mouse).map(Event::Mouse),
        termina::Event::Paste(text) => Some(Event::Paste(text)),
        termina::Event::Csi(Csi::Cursor(Cursor::ActivePositionReport { line, col })) => {
            measured_width(line.get(), col.get()).map(Event::AmbiguousWidth)
        }
        termina::Event::Csi(Csi::Mode(Mode::ReportTheme(theme))) => {
            Some(Event::Background(theme == ThemeMode::Light))
        }
        termina::Event::Osc(Osc::ChangeDynamicColors(
            DynamicColorNumber::TextBackgroundColor,
            colours,
        )) => match colours.first() {
            Some(ColorOrQuery::Color(colour)) => Some(Event::Background(is_light(*colour))),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the width of ambiguous characters by the place of the cursor behind one, counted from 1; `None` for the report of
/// another row.
fn measured_width(row: u16, col: u16) -> Option<Ambiguous> {
    match (row, col) {
        (MEASURED_ROW, 2) => Some(Ambiguous::Narrow),
        (MEASURED_ROW, 3) => Some(Ambiguous::Wide),
        _ => None,
    }
}

/// True for a light colour. The weights are those of ITU-R BT.601: green is the brightest, blue the darkest.
fn is_light(colour: RgbColor) -> bool {
    let [red, green, blue] = [colour.red, colour.green, colour.blue].map(u32::from);
    299 * red + 587 * green + 114 * blue > 500 * 255
}

/// Translates a key press. Shift is part of a character, and Ctrl ignores the case.
///
/// Keys without a name in the key map (media keys, modifiers alone) give `None`.
fn translate_key(key: KeyEvent) -> Option<Key> {
    // Only the kitty protocol reports the release of a key.
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let has = |modifier| key.modifiers.contains(modifier);
    let mut shift = has(Modifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(c) => {
            shift = false;
            Code::Char(if has(Modifiers::CONTROL) {
                c.to_ascii_lowercase()
            } else {
                c
            })
        }
        // Terminals send Shift-Tab as a key of its own.
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        code => named(code)?,
    };
    Some(Key {
        code,
        ctrl: has(Modifiers::CONTROL),
        alt: has(Modifiers::ALT),
        shift,
    })
}

/// Returns the key with a name, `None` for one that the key map has no name for.
const fn named(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PgUp,
        KeyCode::PageDown => Code::PgDn,
        KeyCode::Function(number) => Code::F(number),
        _ => return None,
    })
}

/// Translates the left button and the wheel.
///
/// Movement without a button and the other buttons are ignored.
fn translate_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        _ => return None,
    };
    Some(Mouse {
        kind,
        col: mouse.column,
        row: mouse.row,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the names of keys, and the other events as they are.
    fn names(events: &[Event]) -> Vec<String> {
        let name = |event: &Event| match event {
            Event::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        };
        events.iter().map(name).collect()
    }

    /// Returns the names of what `bytes` are, sent at once and followed by silence.
    fn decoded(bytes: &[u8]) -> Vec<String> {
        let mut decoder = InputDecoder::default();
        let mut events = decoder.feed(bytes);
        if decoder.is_unfinished() {
            events.extend(decoder.give_up());
        }
        names(&events)
    }

    #[test]
    fn characters_controls_and_sequences_become_keys() {
        assert_eq!(
            decoded(
                "jG\r\t\u{7f}\u{1b}[A\u{1b}OB\u{1b}[6~\u{1b}[Z／\u{3}\u{1b}x\u{1b}[15~\u{1b}"
                    .as_bytes()
            ),
            [
                "j",
                "G",
                "Enter",
                "Tab",
                "Backspace",
                "Up",
                "Down",
                "PgDn",
                "Shift-Tab",
                "／",
                "Ctrl-C",
                "Alt-x",
                "F5",
                "Esc"
            ]
        );
    }

    #[test]
    fn clicks_and_pasted_text_are_events_of_their_own() {
        assert_eq!(
            decoded(b"\x1b[<0;3;5M\x1b[<64;3;5M\x1b[200~a\x1b[A\r\x1b[201~"),
            [
                "Mouse(Mouse { kind: Press, col: 2, row: 4 })",
                "Mouse(Mouse { kind: WheelUp, col: 2, row: 4 })",
                "Paste(\"a\\u{1b}[A\\r\")"
            ]
        );
    }

    #[test]
    fn answers_are_separated_from_the_keys_around_them() {
        for (answer, event) in [
            ("\u{1b}[2;2R", Some("AmbiguousWidth(Narrow)")),
            ("\u{1b}[2;3R", Some("AmbiguousWidth(Wide)")),
            ("\u{1b}[7;3R", None),
            (
                "\u{1b}]11;rgb:ffff/ffff/ffff\u{7}",
                Some("Background(true)"),
            ),
            ("\u{1b}]11;rgb:f5/f0/e1\u{1b}\\", Some("Background(true)")),
            ("\u{1b}]11;rgb:0/0/0\u{1b}\\", Some("Background(false)")),
            ("\u{1b}]11;nonsense\u{7}", None),
            ("\u{1b}]11;rgb:///\u{7}", None),
            ("\u{1b}[?997;1n", Some("Background(false)")),
            ("\u{1b}[?997;2n", Some("Background(true)")),
            ("\u{1b}[?62;22c", None),
        ] {
            let mut wanted = vec!["j"];
            wanted.extend(event);
            wanted.push("报");
            let bytes = format!("j{answer}报");
            assert_eq!(decoded(bytes.as_bytes()), wanted, "{answer:?}");
            // Over a slow line they come byte by byte.
            let mut decoder = InputDecoder::default();
            let pieces = bytes.as_bytes().chunks(1);
            let events: Vec<Event> = pieces.flat_map(|piece| decoder.feed(piece)).collect();
            assert_eq!(names(&events), wanted, "{answer:?}");
        }
    }

    #[test]
    fn a_sequence_without_an_end_does_not_swallow_the_next_keys() {
        for begun in [
            "\u{1b}[",
            "\u{1b}]",
            "\u{1b}P",
            "\u{1b}[1;2",
            "\u{1b}]11;rgb:",
        ] {
            let mut decoder = InputDecoder::default();
            decoder.feed(begun.as_bytes());
            assert!(decoder.is_unfinished(), "{begun:?}");
            decoder.give_up();
            assert_eq!(names(&decoder.feed(b"q")), ["q"], "{begun:?}");
        }
        // A pasted text and a character may pause.
        let mut decoder = InputDecoder::default();
        decoder.feed(b"\x1b[200~a");
        assert!(!decoder.is_unfinished());
        assert_eq!(names(&decoder.feed(b"b\x1b[201~")), ["Paste(\"ab\")"]);
        decoder.feed(&"报".as_bytes()[..2]);
        assert!(!decoder.is_unfinished());
        assert_eq!(names(&decoder.feed(&"报".as_bytes()[2..])), ["报"]);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_leave_a_keyboard_that_works(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..12)
        ) {
            let mut decoder = InputDecoder::default();
            for piece in &pieces {
                decoder.feed(piece);
            }
            decoder.give_up();
            prop_assert_eq!(names(&decoder.feed(b"q")), ["q"]);
        }
    }
}
