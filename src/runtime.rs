//! The event loop and everything outside the app: the terminal, files, threads and other programs.
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
//! All threads send [`Event`]s over one channel, so the app is changed by this thread alone and
//! needs no lock. Work that may take longer than a frame (opening, searching, copying, writing) is
//! done by the threads of `worker`.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::config::{self, Startup, log};
use crate::library::{Entry, Opened, Place};
use crate::runtime::active_theme::ActiveTheme;
use crate::runtime::briefs::BriefRequest;
use crate::runtime::error::Error;
use crate::runtime::input::TerminalInput;
use crate::runtime::startup::Prepared;
use crate::runtime::store::Store;
use crate::runtime::terminal::Screen;
use crate::runtime::worker::Workers;
use crate::state::Change;
use crate::ui;
use jiff::Zoned;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

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
mod input;
#[cfg(unix)]
pub mod probe;
mod recogniser;
pub mod save;
mod searcher;
#[cfg(unix)]
mod signals;
mod startup;
mod store;
mod story_finder;
pub mod terminal;
pub mod watch_list;
mod word_watcher;
mod worker;

/// The longest wait of the first frame for a small library, so that it is drawn whole and once.
const SETTLE: Duration = Duration::from_millis(12);

/// The longest wait of the first frame of a small library for the last place.
const RECALL: Duration = Duration::from_millis(6);

/// The time without a key after which place and position are kept. A kill from then on loses neither.
const PAUSE: Duration = Duration::from_secs(2);

/// The longest that a frame waits until its marks are written. A key is to be on screen within 8 ms.
const WRITE: Duration = Duration::from_millis(5);

/// Shows the reader until it is quit.
///
/// # Errors
/// [`Error`] if there is no terminal, if writing to it fails or if marks could not be kept. The terminal is restored in any
/// case.
pub fn run(startup: &Startup) -> Result<Option<u8>, Error> {
    let (sender, events) = mpsc::channel();
    let prepared = Prepared::new(startup);
    // A new store has no place to go back to, and takes longer to make than an old one to open.
    let is_new = !prepared.state.as_deref().is_some_and(Path::exists);
    // The store is opened while the terminal is being set up.
    let (state, library) = (prepared.state.clone(), prepared.library.clone());
    // The reader waits for the last place below, so the store begins before anything else that
    // takes time.
    let store = Store::start(state, library, startup.lang, sender.clone());
    let mut workers = Workers::new(startup, &prepared, sender.clone());
    // Before the size is read: a change after this comes as an event.
    #[cfg(unix)]
    signals::watch(sender.clone())?;
    let mut screen = Screen::enter(startup.config.mouse, startup.config.terminal_title)?;
    let mut input = TerminalInput::new(
        &mut screen,
        startup.config.ambiguous.is_none(),
        prepared.follows_background,
    )?;
    let (cols, rows) = screen.size();
    let ready = fast_start::open(&prepared.paths, &prepared.scan);
    let is_large = ready.is_empty() && fast_start::is_large(&prepared.paths);
    let is_complete = !ready.is_empty();
    let state = prepared.state;
    let mut rest = Some((prepared.paths, prepared.scan));
    // The threads that read a large library would delay the first frame: 1.39 times the time of a small library, against
    // 1.10 when they start after it.
    if let Some((paths, scan)) = rest.take_if(|_| !is_complete && !is_large) {
        workers.read_library(paths, scan, Vec::new());
    }
    let app = App::new(prepared.options, cols, rows);
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
        follows_background: prepared.follows_background,
        is_light: prepared.is_light,
        is_over: false,
        is_dirty: false,
    };
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
    signals::watch_terminal(sender.clone());
    #[cfg(unix)]
    // On a thread: starting a process must not delay the first key.
    std::thread::spawn(terminal::guard::start);
    if let Some((paths, scan)) = rest {
        session.workers.read_library(paths, scan, shown);
    }
    let ended = session.run(&events);
    let Session {
        screen, mut store, ..
    } = session;
    // The terminal comes back before the store is waited for: a slow disk must not leave the screen
    // frozen.
    drop(screen);
    match store.finish() {
        Some(trouble) => ended.and(Err(Error::Unsaved(trouble))),
        #[cfg(unix)]
        None => ended.map(|()| signals::ended_by()),
        #[cfg(not(unix))]
        None => ended.map(|()| None),
    }
}

/// The app and the parts that perform its effects.
struct Session {
    /// The state of the reader.
    app: App,
    /// The theme in use, in the colours of this terminal.
    theme: ActiveTheme,
    /// The terminal while it is taken over.
    screen: Screen,
    /// The threads that read, search, copy and write.
    workers: Workers,
    /// The thread that keeps marks and positions.
    store: Store,
    /// The issues that were opened for the first frame; none after it.
    ready: Vec<Opened>,
    /// The folder of the reading state.
    state: Option<PathBuf>,
    /// Set when the theme follows the background of the terminal.
    follows_background: bool,
    /// Set for a light background, as far as it is known.
    is_light: bool,
    /// Set when the app asked to quit.
    is_over: bool,
    /// Set when a key or the mouse was used since place and position were kept.
    is_dirty: bool,
}

impl Session {
    /// Handles the events that come before the first frame: the rows of a small library and the last place. Waits some
    /// milliseconds at most; for a large library the last place alone is waited for.
    fn settle(&mut self, events: &Receiver<Event>, is_large: bool) {
        if !self.ready.is_empty() {
            self.handle(Event::Listed(self.ready.iter().map(Entry::of).collect()));
            // Without this the first frame shows the newest issue, and the next one the last place.
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

    /// Waits for an event, handles all that wait, draws one frame; until the app quits.
    ///
    /// # Errors
    /// [`Error`] if a frame cannot be written: the terminal is gone.
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
                // One frame for all events that wait: a scan sends thousands, and a held key more
                // than a terminal can draw.
                && let Ok(event) = events.try_recv()
            {
                self.handle(event);
            }
            if !self.is_over {
                // See `Store::settle`: a mark that was seen must survive a kill.
                if !self.store.settle(WRITE) {
                    self.handle(Event::Unwritten(true));
                }
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Receives the next event. The wait is limited to [`PAUSE`] if place and position are to be kept.
    ///
    /// # Errors
    /// `Timeout` if nothing came within [`PAUSE`], `Disconnected` if every sender is gone.
    fn next(&mut self, events: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        if self.is_dirty {
            events.recv_timeout(PAUSE)
        } else {
            events.recv().map_err(|_| RecvTimeoutError::Disconnected)
        }
    }

    /// Hands an event to the app and performs the effects.
    fn handle(&mut self, event: Event) {
        match event {
            // The day changes while the reader runs; relative dates and citations use the present
            // one.
            Event::Key(_) => {
                self.app.options.today = Zoned::now().date();
                self.is_dirty = true;
            }
            Event::Mouse(_) => self.is_dirty = true,
            Event::Paused => self.is_dirty = false,
            Event::Background(is_light) => self.follow_background(is_light),
            _ => {}
        }
        if let Event::Resized { cols, rows } = event {
            self.screen.resize(cols, rows);
        }
        log_problem(&event);
        // Only when the whole library is known: of two series with one number and title, both inherit then.
        if matches!(event, Event::Scanned { .. }) {
            self.store.adopt(self.workers.index());
        }
        let is_changed = self.app.is_scanned && matches!(event, Event::Listed(_) | Event::Gone(_));
        if is_changed || matches!(event, Event::Scanned { .. }) {
            self.workers.watch(None);
        }
        // Asked before the event is moved into the app; the index takes the corrections over from
        // the app afterwards.
        let is_corrected = matches!(event, Event::Corrections(_));
        let effects = self.app.update(event);
        if is_corrected {
            self.correct_index();
        }
        for effect in effects {
            self.perform(effect);
        }
    }

    /// Performs one effect of the app.
    ///
    /// Effects that can be done at once are done here; all others go to a thread and are answered
    /// by an event.
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Quit => self.is_over = true,
            Effect::Redraw => self.redraw(),
            Effect::Suspend => self.suspend(),
            Effect::Copy(text) => self.workers.copy(text),
            Effect::Mouse(is_ours) => self.screen.set_mouse(is_ours),
            Effect::Search {
                ticket,
                query,
                marks,
            } => self.workers.search(ticket, query, marks),
            Effect::FindNewWords(place) => self.workers.find_new_words(place),
            Effect::Story { ticket, articles } => self.workers.story(ticket, articles),
            Effect::Count {
                ticket,
                queries,
                by,
                marks,
            } => self.workers.count(ticket, (queries, by), marks),
            Effect::Watch(text) => self.workers.watch(Some(text)),
            Effect::CountSaved { queries, marks } => self.workers.count_saved(queries, marks),
            Effect::Open(place) => self.open(place),
            Effect::ReadAnew => {
                self.workers.read_anew();
            }
            Effect::Recognise(place) => self.workers.recognise(place),
            Effect::StopRecognising => self.workers.stop_recognising(),
            Effect::OpenLarge(place) => self.workers.open_large(place),
            Effect::Unlock(place, secret) => {
                crate::library::sandbox::use_password(secret.reveal());
                self.workers.open_large(place);
            }
            Effect::Browse(link) => self.workers.browse(link),
            Effect::OpenFile(file) => self.workers.open_file(file),
            Effect::ListThemes => self.handle(Event::Themes(active_theme::names())),
            Effect::Remember(change) => {
                if matches!(change, Change::Correction(..)) {
                    self.correct_index();
                }
                self.store.remember(change);
            }
            Effect::LoadBasket(items) => self.workers.load_basket(items),
            Effect::WriteBrief {
                items,
                format,
                style,
                layout,
                details,
                path,
                overwrite,
            } => self.workers.write_brief(BriefRequest {
                items,
                format,
                style,
                layout,
                details,
                path,
                overwrite,
            }),
            Effect::KeepTheme(name) => self.keep_theme(&name),
        }
    }

    /// Lets lists, searches and briefs take the corrections that the app has now.
    fn correct_index(&self) {
        let index = self.workers.index();
        // The whole map is cloned; corrections are made by hand and are few.
        index.set_corrections(self.app.corrections.clone());
    }

    /// Draws every cell anew, and asks the terminal for its size in case a change was never reported.
    ///
    /// Some programs change the size of a terminal without a signal, and some terminals lose cells
    /// on a change; Ctrl-L mends both.
    fn redraw(&mut self) {
        let (cols, rows) = terminal::size();
        if (cols, rows) == self.screen.size() {
            self.screen.forget();
        } else {
            self.handle(Event::Resized { cols, rows });
        }
    }

    /// Uses the theme for the background that the terminal has named.
    fn follow_background(&mut self, is_light: bool) {
        if self.follows_background && is_light != self.is_light {
            self.is_light = is_light;
            self.app.options.theme = active_theme::auto(is_light, self.state.as_deref());
        }
    }

    /// Keeps the chosen theme for the next start; a failure only goes into the log.
    fn keep_theme(&self, name: &str) {
        if let Some(folder) = &self.state
            && let Err(error) = config::keep_theme(folder, self.is_light, name)
        {
            log::line(|| format!("{}: {error}", folder.display()));
        }
    }

    /// Opens an issue: at once if it was opened for the first frame, else on a worker.
    fn open(&mut self, place: Place) {
        match self.ready.iter().position(|opened| opened.place == place) {
            Some(at) => {
                let outcome = Ok(Box::new(self.ready.swap_remove(at)));
                self.handle(Event::Opened { place, outcome });
            }
            None => self.workers.open(place),
        }
    }

    /// Restores the terminal, stops the process, and takes the terminal over again when the shell continues it.
    ///
    /// Does nothing on systems without job control.
    fn suspend(&mut self) {
        #[cfg(unix)]
        {
            Screen::leave();
            signals::stop();
            self.screen.take_over();
        }
    }

    /// Draws a frame in the theme in use.
    fn draw(&mut self) -> Result<(), Error> {
        let app = &self.app;
        let theme = self.theme.theme(&app.options.theme);
        self.screen
            .set_title(&ui::terminal_title::terminal_title(app));
        self.screen.draw(|frame| ui::draw(app, theme, frame))?;
        Ok(())
    }
}

/// Writes problems outside the app into the log.
///
/// Nothing is written unless the program was started with `--log`.
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
