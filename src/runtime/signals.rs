//! Signals: requests to end, job control, and a terminal that goes away.
//!
//! A handler may do next to nothing, so signals are received on a thread and become events of the
//! app. A request to end therefore ends the reader as `q` does: marks are written and the terminal
//! is restored. The exit code of the program then names the signal (128 + its number, as shells
//! do).

use crate::app::event::Event;
use crate::runtime::terminal;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::{Handle, Signals};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

/// The signals that ask the program to end. By default each would end it at once and leave the terminal raw.
const ENDING: [i32; 10] = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
];

/// The signal that asked the program to end, 0 for none. A static, since the event that asks the app to quit needs no number.
static ENDED_BY: AtomicU8 = AtomicU8::new(0);

/// Installs the handlers of the signals that end, stop or continue the program, and of a change of the terminal's size. From
/// then on signals are kept for [`listen`].
///
/// It is called before the size is first read, so that no change is missed: a change between the two comes as an event.
///
/// # Errors
/// Those of installing the handlers.
///
/// SIGKILL and SIGSTOP cannot be received; for the former there is the guard of the terminal.
pub(super) fn receive() -> io::Result<Signals> {
    let others = [SIGTSTP, SIGCONT, SIGWINCH];
    Signals::new(ENDING.iter().chain(&others))
}

/// Sends an event for each of the signals, also for those received before.
// Apart from `receive`, since starting a thread takes time that the first frame need not wait for.
pub(super) fn listen(mut signals: Signals, sender: Sender<Event>) {
    thread::spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::SuspendAsked,
                SIGCONT => Event::Continued,
                SIGWINCH => {
                    let (cols, rows) = terminal::size();
                    Event::Resized { cols, rows }
                }
                ending => {
                    ENDED_BY.store(u8::try_from(ending).unwrap_or(0), Ordering::SeqCst);
                    Event::QuitAsked
                }
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    });
}

/// A folder that is deleted when a signal ends the program, as long as this value lives.
#[derive(Debug)]
pub struct FolderRemoval(Handle);

impl Drop for FolderRemoval {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Deletes `folder` when a signal ends a command, which then ends as it would have without.
///
/// # Errors
/// Those of installing the handlers.
pub fn remove_when_ended(folder: &Path) -> io::Result<FolderRemoval> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let removal = FolderRemoval(signals.handle());
    let folder = folder.to_owned();
    thread::spawn(move || {
        // None where the value was dropped before.
        if let Some(signal) = signals.forever().next() {
            let _ = fs::remove_dir_all(folder);
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Ok(removal)
}

/// Returns the number of the signal that asked the program to end; `None` if none did.
pub(super) fn ended_by() -> Option<u8> {
    Some(ENDED_BY.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

/// Sends the request to quit once the terminal is gone.
///
/// Uses a thread that sleeps in `poll` without a limit.
pub(super) fn watch_terminal(sender: Sender<Event>) {
    // A hang-up need not come as a signal: it may be blocked, or reach other processes alone. Reading keys from a terminal that
    // is gone returns "nothing yet" without end, at full load.
    thread::spawn(move || {
        let Ok(terminal) = terminal::keyboard() else {
            return;
        };
        // No event is requested: `poll` reports an error and a hang-up in any case.
        let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
        while matches!(poll(&mut fds, None), Ok(0) | Err(Errno::INTR)) {}
        let _ = sender.send(Event::QuitAsked);
    });
}

/// Stops this process as the shell's job control does. Returns when it is continued.
///
/// The terminal must be restored before this and taken over again after it.
pub(super) fn stop() {
    // Fails only for signals that cannot be emulated, which this is not.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
