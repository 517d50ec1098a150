//! The life of the reader and everything outside the app: the terminal, files, threads and other programs.
//!
//! An event is handed to the app, its effects are performed, a frame is drawn. The app itself touches nothing outside.
//!
//! [`run`] is the whole life of the reader, in this order:
//!
//! 1. The store of marks is opened on a thread of its own while the terminal is set up.
//! 2. A small library is read before the first frame, so that the frame shows it whole; of a large
//!    one only the last place is waited for.
//! 3. The first frame is drawn. Only then start the threads that read a large library, listen for
//!    keys and guard the terminal.
//! 4. The loop waits for an event, hands on all that have come, and draws one frame for them.
//! 5. At the end the terminal is restored, and the store is given the time to write what is
//!    pending.
//!
//! All threads send [`Event`](crate::app::event::Event)s over one channel, so the app is changed by this thread alone and
//! needs no lock. Work that may take longer than a frame (opening, searching, copying, writing) is
//! done by the threads of `worker`.

use crate::app::App;
use crate::config::Startup;
use crate::library::Place;
use crate::library::scan::ScanOptions;
use crate::runtime::active_theme::ActiveTheme;
use crate::runtime::error::Error;
#[cfg(not(unix))]
use crate::runtime::input::ConsoleInput as TerminalInput;
#[cfg(unix)]
use crate::runtime::input::TerminalInput;
use crate::runtime::session::Session;
use crate::runtime::startup::Prepared;
use crate::runtime::store::Store;
use crate::runtime::terminal::Screen;
use crate::runtime::worker::Workers;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

mod active_theme;
pub mod briefs;
pub mod browser;
pub mod capabilities;
pub mod chart_colours;
pub mod clipboard;
pub mod config_check;
mod counter;
#[cfg(unix)]
pub mod decode;
pub mod error;
mod fast_start;
#[cfg_attr(not(unix), path = "runtime/console_input.rs")]
mod input;
#[cfg(unix)]
mod probe;
mod recogniser;
pub mod save;
mod searcher;
mod session;
#[cfg(unix)]
pub mod signals;
mod startup;
mod store;
mod story_finder;
pub mod terminal;
pub mod watch_list;
mod word_watcher;
mod worker;

/// Shows the reader until it is quit.
///
/// # Errors
/// [`Error`] if there is no terminal, if writing to it fails or if marks could not be kept. The terminal is restored in any
/// case.
pub fn run(startup: &Startup) -> Result<Option<u8>, Error> {
    let (sender, events) = mpsc::channel();
    let state = startup::state_folder(startup);
    // A new store has no place to go back to, and takes longer to make than an old one to open.
    let is_new = !state.as_deref().is_some_and(Path::exists);
    let library = startup::library_name(startup);
    // The reader waits for the last place below, so the store begins before anything else that
    // takes time.
    let store = Store::start(state, library, startup.lang, sender.clone());
    let prepared = Prepared::new(startup);
    let workers = Workers::new(startup, &prepared, sender.clone());
    // Before the size is read: a change after this comes as an event.
    #[cfg(unix)]
    let signals = signals::receive()?;
    let mut screen = Screen::enter(startup.config.mouse, startup.config.terminal_title)?;
    let mut input = TerminalInput::new(
        &mut screen,
        startup.config.ambiguous.is_none(),
        prepared.follows_background,
    )?;
    let first = open(prepared, screen, workers, store);
    let (mut session, is_large) = (first.session, first.is_large);
    if !(is_large && is_new) {
        session.settle(&events, is_large);
    }
    for answer in input.answered() {
        session.handle(answer);
    }
    session.draw()?;
    // Issues that the app did not open by now are read again when they are wanted; they need not
    // stay in memory.
    session.ready = Vec::new();
    input.listen(sender.clone());
    #[cfg(unix)]
    signals::listen(signals, sender.clone());
    #[cfg(unix)]
    signals::watch_terminal(sender.clone());
    #[cfg(unix)]
    // On a thread: starting a process must not delay the first key.
    let guard = std::thread::spawn(terminal::guard::start);
    if let Some((paths, scan)) = first.unread {
        session.workers.read_library(paths, scan, first.shown);
    }
    let ended = session.run(&events);
    let Session { screen, store, .. } = session;
    // The terminal comes back before the store is waited for: a slow disk must not leave the screen
    // frozen.
    drop(screen);
    // A guard that is only being started would take this end for a sudden one, and write to a terminal that is the shell's again.
    #[cfg(unix)]
    let _guard_has_failed = guard.join();
    finish(store, ended)
}

/// The session before its first frame.
struct FirstFrame {
    session: Session,
    /// The issues that are open already.
    shown: Vec<Place>,
    /// The paths that are read after the first frame, and the options for it.
    unread: Option<(Vec<PathBuf>, ScanOptions)>,
    /// Set when the frame is not to wait for the rows of the library.
    is_large: bool,
}

/// Makes the session. Opens the issues of a small library, and begins to read one that is too long for that and not large.
fn open(prepared: Prepared, screen: Screen, mut workers: Workers, store: Store) -> FirstFrame {
    let (cols, rows) = screen.size();
    let ready = fast_start::open(&prepared.paths, &prepared.scan);
    let is_large = ready.is_empty() && fast_start::is_large(&prepared.paths);
    let mut unread = Some((prepared.paths, prepared.scan));
    // The threads that read a large library would delay the first frame: 1.39 times the time of a small library, against
    // 1.10 when they start after it.
    if let Some((paths, scan)) = unread.take_if(|_| ready.is_empty() && !is_large) {
        workers.read_library(paths, scan, Vec::new());
    }
    let app = App::new(prepared.options, cols, rows);
    FirstFrame {
        shown: ready.iter().map(|opened| opened.place.clone()).collect(),
        unread,
        is_large,
        session: Session {
            theme: ActiveTheme::new(&app.options.theme),
            app,
            screen,
            workers,
            store,
            ready,
            state: prepared.state,
            follows_background: prepared.follows_background,
            is_light: prepared.is_light,
            is_over: false,
            is_dirty: false,
        },
    }
}

/// Waits until the store has written what is pending, and returns the signal that ended the reader if one did.
///
/// # Errors
/// The error that ended the reader, or [`Error::Unsaved`] if marks could not be kept.
fn finish(mut store: Store, ended: Result<(), Error>) -> Result<Option<u8>, Error> {
    match store.finish() {
        Some(trouble) => ended.and(Err(Error::Unsaved(trouble))),
        #[cfg(unix)]
        None => ended.map(|()| signals::ended_by()),
        #[cfg(not(unix))]
        None => ended.map(|()| None),
    }
}
