//! The event loop: an event is handed to the app, its effects are performed, one frame is drawn for all that have come.

use super::active_theme::{self, ActiveTheme};
use super::error::Error;
#[cfg(unix)]
use super::signals;
use super::store::Store;
use super::terminal::{self, Screen};
use super::watch_list;
use super::worker::Workers;
use crate::app::App;
use crate::app::effect::{Effect, WatchEdit};
use crate::app::event::Event;
use crate::config::{self, log};
use crate::lang::SystemError;
use crate::library::{Entry, Opened, Place};
use crate::state::Change;
use crate::ui;
use jiff::Zoned;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The longest wait of the first frame for a small library, so that it is drawn whole and once.
const SETTLE: Duration = Duration::from_millis(12);

/// The longest wait of the first frame of a small library for the last place.
const RECALL: Duration = Duration::from_millis(6);

/// The time without a key after which place and position are kept. A kill from then on loses neither.
const PAUSE: Duration = Duration::from_secs(2);

/// The longest that a frame waits until its marks are written. A key is to be on screen within 8 ms.
const WRITE: Duration = Duration::from_millis(5);

/// The app and the parts that perform its effects.
pub(super) struct Session {
    /// The state of the reader.
    pub app: App,
    /// The theme in use, in the colours of this terminal.
    pub theme: ActiveTheme,
    /// The terminal while it is taken over.
    pub screen: Screen,
    /// The threads that read, search, copy and write.
    pub workers: Workers,
    /// The thread that keeps marks and positions.
    pub store: Store,
    /// The issues that were opened for the first frame; none after it.
    pub ready: Vec<Opened>,
    /// The folder of the reading state.
    pub state: Option<PathBuf>,
    /// Set when the theme follows the background of the terminal.
    pub follows_background: bool,
    /// Set for a light background, as far as it is known.
    pub is_light: bool,
    /// Set when the app asked to quit.
    pub is_over: bool,
    /// Set when a key or the mouse was used since place and position were kept.
    pub is_dirty: bool,
}

impl Session {
    /// Handles the events that come before the first frame: the rows of a small library and the last place. Waits some
    /// milliseconds at most; for a large library the last place alone is waited for.
    pub fn settle(&mut self, events: &Receiver<Event>, is_large: bool) {
        if !self.ready.is_empty() {
            self.handle(Event::Listed(self.ready.iter().map(Entry::of).collect()));
            // Without this the first frame shows the newest issue, and the next one the last place.
            let until = Instant::now() + RECALL;
            let left = || until.saturating_duration_since(Instant::now());
            while !self.app.stored.is_known
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
    pub fn run(&mut self, events: &Receiver<Event>) -> Result<(), Error> {
        while !self.is_over {
            let event = match self.next(events) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => {
                    self.handle(Event::Paused);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            // One frame for all events that wait: a scan sends thousands, and a held key more than a terminal can draw.
            let waiting = std::iter::once(event).chain(events.try_iter());
            for event in joined(waiting) {
                if self.is_over {
                    break;
                }
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
    pub fn handle(&mut self, event: Event) {
        self.note(&event);
        if let Event::Shared { taken, now } = event {
            if self.store.is_current(taken) {
                for event in now {
                    self.handle(event);
                }
            }
            return;
        }
        log_problem(&event);
        // Only when the whole library is known: of two series with one number and title, both inherit then.
        if matches!(event, Event::Scanned { .. }) {
            self.store.adopt(self.workers.index());
        }
        let is_changed =
            self.app.scan.is_ended && matches!(event, Event::Listed(_) | Event::Gone(_));
        if is_changed || matches!(event, Event::Scanned { .. }) {
            self.workers.watch();
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

    /// Takes over what concerns the session itself: the day, the size of the screen, the background.
    fn note(&mut self, event: &Event) {
        match *event {
            // The day changes while the reader runs; relative dates and citations use the present
            // one.
            Event::Key(_) => {
                self.app.options.today = Zoned::now().date();
                self.is_dirty = true;
            }
            Event::Mouse(_) => self.is_dirty = true,
            Event::Paused => self.is_dirty = false,
            Event::Background(is_light) => self.follow_background(is_light),
            Event::Resized { cols, rows } => self.screen.resize(cols, rows),
            _ => {}
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
            Effect::FindNewWords(scope) => self.workers.find_new_words(scope),
            Effect::Story { ticket, articles } => self.workers.story(ticket, articles),
            Effect::Count {
                ticket,
                queries,
                by,
                marks,
            } => self.workers.count(ticket, (queries, by), marks),
            Effect::ReadWatchWords => self.read_watch_words(),
            Effect::WriteWatchWords(edit) => self.write_watch_words(edit),
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
            Effect::WriteBrief(request) => self.workers.write_brief(*request),
            Effect::KeepTheme(name) => self.keep_theme(&name),
        }
    }

    /// Reads the list of watch words for the editor.
    ///
    /// Done here and not on a thread, as is the writing, so that the editor never opens with an
    /// older text than it wrote.
    fn read_watch_words(&mut self) {
        let read = config::read_watch_words();
        let text = read.map(Option::unwrap_or_default);
        let event = Event::WatchWordsRead(text.map_err(|error| SystemError::from(&error)));
        self.handle(event);
    }

    /// Writes the list of watch words and looks for them anew.
    fn write_watch_words(&mut self, edit: WatchEdit) {
        match watch_list::write_edited(&edit, self.app.options.lang) {
            Ok(true) => self.handle(Event::WatchWordsMerged),
            Ok(false) => {}
            Err(reason) => self.handle(Event::WatchWordsUnwritten(edit, reason)),
        }
        self.workers.watch();
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
    pub fn draw(&mut self) -> Result<(), Error> {
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

/// Returns the events with the rows that wait joined: the list is sorted as a whole for each event, which takes 50 ms with a
/// hundred thousand rows, and a scan sends thousands of them.
fn joined(events: impl Iterator<Item = Event>) -> Vec<Event> {
    let mut joined: Vec<Event> = Vec::new();
    // The place of the last rows in `joined`, if nothing came behind them but progress.
    let mut last = None;
    for event in events {
        match (event, last.and_then(|at: usize| joined.get_mut(at))) {
            (Event::Listed(rows), Some(Event::Listed(before))) => before.extend(rows),
            (event, _) => {
                match event {
                    Event::Listed(_) => last = Some(joined.len()),
                    Event::Progress { .. } => {}
                    _ => last = None,
                }
                joined.push(event);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Status;

    #[test]
    fn rows_that_wait_are_joined_but_not_over_a_key() {
        let rows = |names: &[&str]| {
            let row = |name: &&str| Entry::unread(Place::File(name.into()), Status::Read);
            Event::Listed(names.iter().map(row).collect())
        };
        let progress = |read| Event::Progress { read, total: 9 };
        let events = [
            rows(&["1"]),
            progress(1),
            rows(&["2", "3"]),
            progress(3),
            Event::Paused,
            rows(&["4"]),
            rows(&["5"]),
        ];
        let expected = [
            rows(&["1", "2", "3"]),
            progress(1),
            progress(3),
            Event::Paused,
            rows(&["4", "5"]),
        ];
        let joined = joined(events.into_iter());
        assert_eq!(format!("{joined:?}"), format!("{expected:?}"));
    }
}
