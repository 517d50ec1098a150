//! The keyboard and the mouse of the Windows console: crossterm's events become those of the app. No test runs it.
//!
//! The translation of keys is that of `decode` with the types of another library: termina's events of the console are those of
//! its own reader, which no machine here can try.

use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};
use crate::runtime::terminal::{self, Screen};
use crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// The input of the console. It is asked nothing: it has no answers.
pub(super) struct ConsoleInput;

impl ConsoleInput {
    /// Opens the input.
    ///
    /// # Errors
    /// None; those of a terminal elsewhere.
    #[allow(clippy::unnecessary_wraps)] // The same signature as on Unix.
    pub(super) fn new(_: &mut Screen, _: bool, _: bool) -> io::Result<Self> {
        Ok(Self)
    }

    /// Returns no answers.
    pub(super) fn answered(&mut self) -> Vec<Event> {
        Vec::new()
    }

    /// Sends keys, clicks and pasted text as events until the app or the console is gone.
    ///
    /// Runs on a thread of its own, which blocks in the read.
    pub(super) fn listen(self, sender: Sender<Event>) {
        thread::spawn(move || {
            while let Some(event) = next() {
                if sender.send(event).is_err() {
                    return;
                }
            }
            // A reader without a keyboard cannot even be quit.
            let _ = sender.send(Event::QuitAsked);
        });
    }
}

/// Reads the next event that concerns the app; `None` once the terminal is gone.
///
/// A read that a signal interrupts is repeated.
fn next() -> Option<Event> {
    loop {
        match event::read() {
            Ok(event) => {
                if let Some(event) = translate(event) {
                    return Some(event);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// Translates an event; `None` if it does not concern the app.
///
/// Changes of focus are ignored: nothing on screen depends on them.
fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => translate_key(key).map(Event::Key),
        event::Event::Mouse(mouse) => translate_mouse(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(cols, rows) => {
            let (cols, rows) = terminal::usable((cols, rows));
            Some(Event::Resized { cols, rows })
        }
        event::Event::FocusGained | event::Event::FocusLost => None,
    }
}

/// Translates a key press. Shift is part of a character, and Ctrl ignores the case.
///
/// Keys without a name in the key map (media keys, modifiers alone) give `None`.
fn translate_key(key: KeyEvent) -> Option<Key> {
    // Only Windows and the kitty protocol report the release of a key.
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let has = |modifier| key.modifiers.contains(modifier);
    let mut shift = has(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(c) => {
            shift = false;
            Code::Char(if has(KeyModifiers::CONTROL) {
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
        ctrl: has(KeyModifiers::CONTROL),
        alt: has(KeyModifiers::ALT),
        shift,
    })
}

/// Returns the key with a name, `None` for one that the key map has no name for.
const fn named(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
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
        KeyCode::F(number) => Code::F(number),
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
