//! Signals: the end asked for from outside, and job control.

use crate::app::event::Event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// Sends an event for every signal that concerns the screen.
pub(super) fn watch(sender: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::SuspendAsked,
                SIGCONT => Event::Continued,
                _ => Event::QuitAsked,
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Stops this process as the shell's job control does, and returns when it is continued.
pub(super) fn stop() {
    // Fails only for signals that cannot be emulated.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
