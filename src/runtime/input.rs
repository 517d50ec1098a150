//! The keyboard and the mouse: crossterm's events become those of the app.
//!
//! The question about ambiguous characters is sent with the first bytes and its answer arrives
//! among the keys. Until it came, or for a tenth of a second, the bytes are read by the probe; then
//! crossterm reads the terminal until the end.

use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};
use crate::runtime::terminal::{self, Screen};
#[cfg(unix)]
use crate::runtime::{
    decode,
    probe::{PATIENCE, Probe},
};
use crate::text::width::Ambiguous;
use crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
#[cfg(unix)]
use std::time::Duration;

/// The input of the terminal from the first byte on. The terminal's answer about ambiguous characters comes between keys.
pub(super) struct TerminalInput {
    /// The question that is still open; `None` if the width is configured.
    #[cfg(unix)]
    probe: Option<Probe>,
}

impl TerminalInput {
    /// Starts the input. If `asks` is set, asks the terminal for the width of ambiguous characters, without waiting.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    pub(super) fn new(screen: &mut Screen, asks: bool) -> io::Result<Self> {
        #[cfg(unix)]
        return Ok(Self {
            probe: if asks { Some(screen.ask()?) } else { None },
        });
        #[cfg(not(unix))]
        {
            let _ = (screen, asks);
            Ok(Self {})
        }
    }

    /// Returns the width of ambiguous characters if the terminal has answered already.
    pub(super) fn answered_width(&mut self) -> Option<Ambiguous> {
        #[cfg(unix)]
        return self
            .probe
            .as_mut()?
            .answer(terminal::keyboard().ok()?, Duration::ZERO);
        #[cfg(not(unix))]
        None
    }

    /// Sends keys, clicks and pasted text as events until the app or the terminal is gone.
    ///
    /// Runs on a thread of its own, which blocks in the read.
    pub(super) fn listen(self, sender: Sender<Event>) {
        thread::spawn(move || {
            #[cfg(unix)]
            if let Some(probe) = self.probe {
                finish(probe, &sender);
            }
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

/// Waits for the answer as long as it may take, then sends it and the keys that were typed meanwhile.
///
/// An answer that the first frame has seen already is not sent again.
#[cfg(unix)]
fn finish(mut probe: Probe, sender: &Sender<Event>) {
    let is_answered = probe.is_over();
    let answer = |probe: &mut Probe| probe.answer(terminal::keyboard().ok()?, PATIENCE);
    if let (false, Some(width)) = (is_answered, answer(&mut probe)) {
        let _ = sender.send(Event::AmbiguousWidth(width));
    }
    for key in decode::keys(&probe.into_typed())
        .into_iter()
        .filter_map(translate_key)
    {
        let _ = sender.send(Event::Key(key));
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
    };
    Some(Key {
        code,
        ctrl: has(KeyModifiers::CONTROL),
        alt: has(KeyModifiers::ALT),
        shift,
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

    #[test]
    fn shift_is_in_the_character_and_ctrl_ignores_case() {
        let key = |code, modifiers| {
            translate_key(KeyEvent::new(code, modifiers))
                .unwrap()
                .to_string()
        };
        assert_eq!(key(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(
            key(
                KeyCode::Char('C'),
                KeyModifiers::CONTROL | KeyModifiers::SHIFT
            ),
            "Ctrl-C"
        );
        assert_eq!(key(KeyCode::BackTab, KeyModifiers::NONE), "Shift-Tab");
    }
}
