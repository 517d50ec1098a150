//! Signals: requests to end, job control, and a terminal that goes away.

use crate::app::event::Event;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// Sends an event for every signal that ends, stops or continues the program.
///
/// # Errors
/// Those of installing the handlers.
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

/// Sends the request to quit once the terminal is gone.
pub(super) fn watch_terminal(sender: Sender<Event>) {
    // A hang-up need not come as a signal: it may be blocked, or reach other processes alone. Reading keys from a terminal that
    // is gone returns "nothing yet" without end, at full load.
    thread::spawn(move || {
        let terminal = io::stdin();
        // No event is requested: `poll` reports an error and a hang-up in any case.
        let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
        while matches!(poll(&mut fds, None), Ok(0) | Err(Errno::INTR)) {}
        let _ = sender.send(Event::QuitAsked);
    });
}

/// Stops this process as the shell's job control does. Returns when it is continued.
pub(super) fn stop() {
    // Fails only for signals that cannot be emulated, which this is not.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
