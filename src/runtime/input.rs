//! The keyboard and the mouse: crossterm's events become those of the app.
//!
//! The question about ambiguous characters is sent with the first bytes and its answer arrives
//! among the keys. Until it came, or for a tenth of a second, the bytes are read by the probe; then
//! crossterm reads the terminal until the end.

use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};
use crate::runtime::terminal::{self, Screen};
#[cfg(unix)]
use crate::runtime::{decode, probe::Probe};
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
    /// The question that is still open; `None` if nothing was asked.
    #[cfg(unix)]
    probe: Option<Probe>,
    /// Set when the width is asked for, and not only the background.
    #[cfg(unix)]
    asks_width: bool,
}

impl TerminalInput {
    /// Starts the input. Asks the terminal for the width of ambiguous characters and for its background, where each is set,
    /// without waiting.
    ///
    /// # Errors
    /// Those of writing to the terminal.
    pub(super) fn new(
        screen: &mut Screen,
        asks_width: bool,
        asks_background: bool,
    ) -> io::Result<Self> {
        #[cfg(unix)]
        {
            let asks = asks_width || asks_background;
            let probe = asks.then(|| screen.ask(asks_background)).transpose()?;
            Ok(Self { probe, asks_width })
        }
        #[cfg(not(unix))]
        {
            let _ = (screen, asks_width, asks_background);
            Ok(Self {})
        }
    }

    /// Returns what the terminal has answered already.
    pub(super) fn answered(&mut self) -> Vec<Event> {
        #[cfg(unix)]
        if let (Some(probe), Ok(keyboard)) = (&mut self.probe, terminal::keyboard()) {
            probe.answer(keyboard, Duration::ZERO);
            let now = answers(probe, self.asks_width);
            return events(now, (None, None)).collect();
        }
        Vec::new()
    }

    /// Sends keys, clicks and pasted text as events until the app or the terminal is gone.
    ///
    /// Runs on a thread of its own, which blocks in the read.
    pub(super) fn listen(self, sender: Sender<Event>) {
        thread::spawn(move || {
            #[cfg(unix)]
            if let Some(probe) = self.probe {
                finish(probe, self.asks_width, &sender);
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

/// The answers of the terminal: the width of ambiguous characters, and true for a light background.
#[cfg(unix)]
type Answers = (Option<Ambiguous>, Option<bool>);

/// Returns the answers that have come. A width that is configured is not among them.
#[cfg(unix)]
fn answers(probe: &Probe, asks_width: bool) -> Answers {
    (probe.width().filter(|_| asks_width), probe.is_light())
}

/// Returns the answers as events, without those that were `known` before.
#[cfg(unix)]
fn events(now: Answers, known: Answers) -> impl Iterator<Item = Event> {
    let width = now.0.filter(|_| known.0.is_none());
    let is_light = now.1.filter(|_| known.1.is_none());
    let width = width.map(Event::AmbiguousWidth);
    width.into_iter().chain(is_light.map(Event::Background))
}

/// Waits for the answers as long as they may take, and sends them and the keys that are typed meanwhile.
///
/// An answer that the first frame has seen already is not sent again.
#[cfg(unix)]
fn finish(mut probe: Probe, asks_width: bool, sender: &Sender<Event>) {
    let Ok(keyboard) = terminal::keyboard() else {
        return;
    };
    let mut goes_on = true;
    while goes_on {
        let known = answers(&probe, asks_width);
        goes_on = probe.goes_on(&keyboard);
        for event in events(answers(&probe, asks_width), known) {
            let _ = sender.send(event);
        }
        let typed = probe.take_typed(goes_on);
        for key in decode::keys(&typed).into_iter().filter_map(translate_key) {
            let _ = sender.send(Event::Key(key));
        }
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
