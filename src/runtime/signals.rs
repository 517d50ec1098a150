//! Signals: the end asked for from outside, job control, and a terminal that goes away.

use crate::app::event::Event;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
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

/// Sends the end once the terminal is gone. A hang-up need not come as a signal (it may be blocked, or go to others alone),
/// and whoever reads keys from a terminal that is gone is told "nothing yet" for ever.
pub(super) fn watch_terminal(sender: Sender<Event>) {
    thread::spawn(move || {
        let terminal = io::stdin();
        // No event is asked for: an error and a hang-up are told in any case.
        let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
        while matches!(poll(&mut fds, None), Ok(0) | Err(Errno::INTR)) {}
        let _ = sender.send(Event::QuitAsked);
    });
}

/// Stops this process as the shell's job control does, and returns when it is continued.
pub(super) fn stop() {
    // Fails only for signals that cannot be emulated.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
