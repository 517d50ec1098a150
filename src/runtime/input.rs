//! The keyboard and the mouse: what crossterm reads becomes what the app knows.

use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};
use crate::runtime::terminal::Screen;
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

/// What is typed, from the first byte on: the answer to the question for the width of ambiguous characters comes in between.
pub(super) struct TerminalInput {
    #[cfg(unix)]
    probe: Option<Probe>,
}

impl TerminalInput {
    /// Asks the terminal for the width of ambiguous characters, if that is wanted. Nothing waits for the answer.
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

    /// The width, if the terminal has told it already.
    pub(super) fn width_told(&mut self) -> Option<Ambiguous> {
        #[cfg(unix)]
        return self.probe.as_mut()?.answer(io::stdin(), Duration::ZERO);
        #[cfg(not(unix))]
        None
    }

    /// Sends everything that is typed, clicked and pasted until nobody listens any more or the terminal is gone.
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
            // Without a keyboard there is nothing left to do; nobody listening is as good.
            let _ = sender.send(Event::QuitAsked);
        });
    }
}

/// Waits out the terminal's patience, then hands on what was typed meanwhile.
#[cfg(unix)]
fn finish(mut probe: Probe, sender: &Sender<Event>) {
    let was_told = probe.is_over();
    if let (false, Some(width)) = (was_told, probe.answer(io::stdin(), PATIENCE)) {
        let _ = sender.send(Event::AmbiguousWidth(width));
    }
    for key in decode::keys(&probe.into_typed())
        .into_iter()
        .filter_map(translate_key)
    {
        let _ = sender.send(Event::Key(key));
    }
}

/// The next thing that concerns the app; `None` once the terminal is gone.
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

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => translate_key(key).map(Event::Key),
        event::Event::Mouse(mouse) => translate_mouse(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(cols, rows) => Some(Event::Resized { cols, rows }),
        event::Event::FocusGained | event::Event::FocusLost => None,
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
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
