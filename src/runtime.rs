//! The outside and the loop: events in, update, effects out, draw.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::config::{self, log};
use crate::library::{Entry, Opened, Place};
use crate::runtime::active_theme::ActiveTheme;
use crate::runtime::briefs::BriefRequest;
use crate::runtime::error::Error;
use crate::runtime::input::TerminalInput;
use crate::runtime::startup::Startup;
use crate::runtime::store::Store;
use crate::runtime::terminal::Screen;
use crate::runtime::worker::Workers;
use crate::ui;
use jiff::Zoned;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

mod active_theme;
mod briefs;
pub mod browser;
pub mod capabilities;
pub mod clipboard;
mod config_check;
#[cfg(unix)]
pub mod decode;
pub mod error;
mod fast_start;
mod input;
#[cfg(unix)]
pub mod probe;
pub mod save;
mod searcher;
#[cfg(unix)]
mod signals;
pub mod startup;
mod store;
pub mod terminal;
mod worker;

/// How long the first frame waits for a small library, so that it is drawn whole and once.
const SETTLE: Duration = Duration::from_millis(12);

/// How long the first frame of a small library waits for the store to tell where one was.
const RECALL: Duration = Duration::from_millis(6);

/// After so long without a key what one sees is kept: a kill from then on costs nothing of it.
const PAUSE: Duration = Duration::from_secs(2);

/// Shows the reader until it is quit.
///
/// # Errors
/// [`Error`] where there is no terminal or writing to it fails, or where marks could not be kept; the terminal is restored
/// in any case.
pub fn run(startup: Startup) -> Result<(), Error> {
    let (sender, events) = mpsc::channel();
    // Where nothing was ever kept there is no place to go back to, and a store is made, which takes longer than to open one.
    let is_new = !startup.state.as_deref().is_some_and(Path::exists);
    // The store is opened while the terminal is being set up.
    let (state, lang) = (startup.state.clone(), startup.options.lang);
    let store = Store::start(state, startup.library.clone(), lang, sender.clone());
    let mut workers = Workers::new(&startup, sender.clone());
    let mut screen = Screen::enter(startup.mouse)?;
    #[cfg(unix)]
    signals::watch(sender.clone())?;
    let mut input = TerminalInput::new(&mut screen, startup.ambiguous.is_none())?;
    let (cols, rows) = screen.size();
    let ready = fast_start::open(&startup.paths, &startup.scan);
    let is_large = ready.is_empty() && fast_start::is_large(&startup.paths);
    let is_complete = !ready.is_empty();
    let state = startup.state;
    let mut rest = Some((startup.paths, startup.scan));
    // The threads that read a large library would be in the way of the first frame.
    if let Some((paths, scan)) = rest.take_if(|_| !is_complete && !is_large) {
        workers.read_library(paths, scan, Vec::new());
    }
    let app = App::new(startup.options, cols, rows);
    let theme = ActiveTheme::new(&app.options.theme);
    let shown = ready.iter().map(|opened| opened.place.clone()).collect();
    let mut session = Session {
        app,
        theme,
        screen,
        workers,
        store,
        ready,
        state,
        is_over: false,
        is_stirred: false,
    };
    if !(is_large && is_new) {
        session.settle(&events, is_large);
    }
    if let Some(ambiguous) = input.width_told() {
        session.handle(Event::AmbiguousWidth(ambiguous));
    }
    session.draw()?;
    session.ready = Vec::new();
    input.listen(sender.clone());
    #[cfg(unix)]
    signals::watch_terminal(sender.clone());
    if let Some((paths, scan)) = rest {
        session.workers.read_library(paths, scan, shown);
    }
    let ended = session.run(&events);
    let Session {
        screen, mut store, ..
    } = session;
    drop(screen);
    match store.finish() {
        Some(trouble) => ended.and(Err(Error::Unsaved(trouble))),
        None => ended,
    }
}

/// The app and what it acts on.
struct Session {
    app: App,
    theme: ActiveTheme,
    screen: Screen,
    workers: Workers,
    store: Store,
    /// Issues that are open already: those of the first look, until the first frame is drawn.
    ready: Vec<Opened>,
    /// The folder of the reading state.
    state: Option<PathBuf>,
    is_over: bool,
    /// Whether something was done since what one sees was kept.
    is_stirred: bool,
}

impl Session {
    /// Takes in what a small library has to say within some milliseconds. A large one is not waited for, only the place where
    /// one was.
    fn settle(&mut self, events: &Receiver<Event>, is_large: bool) {
        if !self.ready.is_empty() {
            self.handle(Event::Listed(self.ready.iter().map(Entry::of).collect()));
            // So that one begins where one was, and is not taken there from the newest issue a moment later.
            let until = Instant::now() + RECALL;
            let left = || until.saturating_duration_since(Instant::now());
            while !self.app.is_remembered
                && let Ok(event) = events.recv_timeout(left())
            {
                self.handle(event);
            }
            return;
        }
        let until = Instant::now() + SETTLE;
        while !(self.app.is_settled() || is_large && self.app.is_recalled()) {
            let left = until.saturating_duration_since(Instant::now());
            match events.recv_timeout(left) {
                Ok(event) => self.handle(event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Waits for an event, takes in all that are waiting, draws once.
    fn run(&mut self, events: &Receiver<Event>) -> Result<(), Error> {
        while !self.is_over {
            let event = match self.next(events) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => {
                    self.handle(Event::Paused);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            self.handle(event);
            while !self.is_over
                && let Ok(event) = events.try_recv()
            {
                self.handle(event);
            }
            if !self.is_over {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// The next event; the time runs out where something was done and then nothing for a moment.
    fn next(&mut self, events: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        if self.is_stirred {
            events.recv_timeout(PAUSE)
        } else {
            events.recv().map_err(|_| RecvTimeoutError::Disconnected)
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Key(_) => {
                self.app.options.today = Zoned::now().date();
                self.is_stirred = true;
            }
            Event::Mouse(_) => self.is_stirred = true,
            Event::Paused => self.is_stirred = false,
            _ => {}
        }
        if let Event::Resized { cols, rows } = event {
            self.screen.resize(cols, rows);
        }
        log_problem(&event);
        for effect in self.app.update(event) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Quit => self.is_over = true,
            Effect::Redraw => self.screen.forget(),
            Effect::Suspend => self.suspend(),
            Effect::Copy(text) => self.workers.copy(text),
            Effect::Mouse(is_ours) => self.screen.set_mouse(is_ours),
            Effect::Search {
                ticket,
                query,
                marks,
            } => self.workers.search(ticket, query, marks),
            Effect::Open(place) => self.open(place),
            Effect::OpenLarge(place) => self.workers.open_large(place),
            Effect::Browse(link) => self.workers.browse(link),
            Effect::ListThemes => self.handle(Event::Themes(active_theme::names())),
            Effect::Remember(change) => self.store.remember(change),
            Effect::WriteBrief {
                items,
                format,
                path,
                overwrite,
            } => self.workers.write_brief(BriefRequest {
                items,
                format,
                path,
                overwrite,
            }),
            Effect::KeepTheme(name) => self.keep_theme(&name),
        }
    }

    fn keep_theme(&self, name: &str) {
        if let Some(folder) = &self.state
            && let Err(error) = config::keep_theme(folder, name)
        {
            log::line(|| format!("{}: {error}", folder.display()));
        }
    }

    fn open(&mut self, place: Place) {
        match self.ready.iter().position(|opened| opened.place == place) {
            Some(at) => {
                let outcome = Ok(Box::new(self.ready.swap_remove(at)));
                self.handle(Event::Opened { place, outcome });
            }
            None => self.workers.open(place),
        }
    }

    /// Gives the terminal back, stops, and takes it over again when continued.
    fn suspend(&mut self) {
        #[cfg(unix)]
        {
            Screen::leave();
            signals::stop();
            self.screen.take_over();
        }
    }

    fn draw(&mut self) -> Result<(), Error> {
        let app = &self.app;
        let theme = self.theme.theme(&app.options.theme);
        self.screen.draw(|frame| ui::draw(app, theme, frame))?;
        Ok(())
    }
}

/// Writes into the log what went wrong outside.
fn log_problem(event: &Event) {
    match event {
        Event::Scanned { problems } => {
            log::line(|| format!("library read, {} problems", problems.len()));
            for problem in problems {
                log::line(|| problem.clone());
            }
        }
        Event::Opened {
            place,
            outcome: Err(problem),
        } => log::line(|| format!("{place:?}: {problem}")),
        Event::Copied { way, .. } => log::line(|| format!("copied: {way:?}")),
        Event::Browsed(Err(problem)) | Event::Note(problem) | Event::Unsaved(Some(problem)) => {
            log::line(|| problem.clone());
        }
        _ => {}
    }
}
