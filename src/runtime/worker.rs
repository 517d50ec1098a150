//! Slow work on threads of its own: reading the library, opening issues, searching, copying, starting a browser. Results
//! come back as events.
//!
//! Each kind of work has a thread of its own, started when it is first needed, so that a slow one
//! holds up no other: a search does not wait for an archive that is being opened. Requests go in by
//! channels and results come back as events of the one queue that the main loop reads. Where a
//! newer request makes an older one useless, as with issues to open and searches, the older one is
//! dropped. A thread ends when its channel does, or when the app is gone.

use crate::app::effect::{BriefRequest, PlacedItem};
use crate::app::event::{Event, Written};
use crate::config::Startup;
use crate::lang::{Lang, Words};
use crate::library::cache::reopen::reopen;
use crate::library::count::CountBy;
use crate::library::index::ReportIndex;
use crate::library::new_words::{NewWordScope, new_words};
use crate::library::query::{MarkSets, Query};
use crate::library::scan;
use crate::library::stories::StoryMember;
use crate::library::watch::{self, WatchEvent, WatchSignal, WatchSignals};
use crate::library::{self, Entry, Place, samples};
use crate::runtime::briefs;
use crate::runtime::browser;
use crate::runtime::clipboard::{Clipboard, CopyOutcome, Preference};
use crate::runtime::counter::{Counter, count_saved};
use crate::runtime::recogniser::Recogniser;
use crate::runtime::searcher::Searcher;
use crate::runtime::startup::Prepared;
use crate::runtime::story_finder::{self, StopFlag};
use crate::runtime::terminal::Screen;
use crate::runtime::word_watcher::WordWatcher;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, Sender};
use std::thread;

mod scan_events;

/// No method of copying worked.
const NOT_COPIED: Words = Words::new("没有可用的剪贴板：{}", "no clipboard available: {}");

/// Handles to the threads that work. Each is started when it is first needed.
pub(super) struct Workers {
    /// The queue of the main loop.
    events: Sender<Event>,
    /// The language of messages.
    lang: Lang,
    /// Places of issues to open; `None` before the first.
    opener: Option<Sender<Place>>,
    /// Texts to copy; `None` before the first.
    copier: Option<Sender<String>>,
    /// The methods of copying that the user prefers.
    preference: Preference,
    /// The command that opens a link; `None` means that of the system.
    browser: Option<String>,
    /// The configuration file, which keeps the facts of briefs; `None` where nothing is to be remembered.
    config: Option<PathBuf>,
    /// The folder of the cache.
    cache: Option<PathBuf>,
    /// The reports of the library, which grow as it is read.
    index: ReportIndex,
    /// Searches.
    searcher: Searcher,
    /// Counts what queries find.
    counter: Counter,
    /// Recognises scans.
    recogniser: Recogniser,
    /// The command of the user that recognises a page; empty for a program that is found.
    ocr: Vec<String>,
    /// Looks for watch words.
    word_watcher: WordWatcher,
    /// The end to which signals for the watching thread are sent; `None` where nothing is watched.
    watcher: Option<Sender<WatchSignal>>,
}

impl Workers {
    /// Returns handles without a thread.
    pub(super) fn new(startup: &Startup, prepared: &Prepared, events: Sender<Event>) -> Self {
        Self {
            events,
            lang: startup.lang,
            opener: None,
            copier: None,
            preference: Preference::of(&startup.config.copy),
            browser: startup.config.browser.clone(),
            config: Some(startup.config_path.clone())
                // Without a home folder there is no path.
                .filter(|path| !startup.stateless && !path.as_os_str().is_empty()),
            cache: prepared.scan.believed_cache().map(Path::to_owned),
            index: ReportIndex::default(),
            searcher: Searcher::default(),
            counter: Counter::default(),
            recogniser: Recogniser::default(),
            ocr: startup.config.ocr_command.clone(),
            word_watcher: WordWatcher::default(),
            watcher: None,
        }
    }

    /// Returns the reports of the library, shared with the threads that fill it.
    pub(super) fn index(&self) -> ReportIndex {
        self.index.clone()
    }

    /// Reads the library and then watches its files; rows come as events. `shown` are the issues that have a row already.
    /// Without paths the built-in samples are the library.
    pub(super) fn read_library(
        &mut self,
        paths: Vec<PathBuf>,
        options: scan::ScanOptions,
        shown: Vec<Place>,
    ) {
        let (events, lang, index) = (self.events.clone(), self.lang, self.index.clone());
        let signals = WatchSignals::default();
        self.watcher = (!paths.is_empty()).then(|| signals.sender.clone());
        let stop = StopFlag::default();
        thread::spawn(move || {
            if paths.is_empty() {
                index.put_samples();
                story_finder::find(&index, &events, &stop);
                let _ = events.send(Event::Listed(list_samples()));
                let _ = events.send(Event::Scanned {
                    problems: Vec::new(),
                });
            } else {
                let scan = scan::start(index.clone(), paths.clone(), options.clone());
                if let Some((known, folders)) = scan_events::follow(&scan, lang, &events) {
                    // Those of the first frame, which are few.
                    let is_gone = |place: &Place| known.iter().all(|e| e.meta.place != *place);
                    let gone: Vec<Place> = shown.into_iter().filter(is_gone).collect();
                    let _ = events.send(Event::Gone(gone));
                    story_finder::find(&index, &events, &stop);
                    let send = |event| {
                        let is_change = !matches!(event, WatchEvent::Polled);
                        let is_sent = scan_events::send_watched(event, lang, &events);
                        if is_change {
                            story_finder::find(&index, &events, &stop);
                        }
                        is_sent
                    };
                    watch::follow(&paths, &options, &index, known, &folders, &signals, send);
                }
            }
        });
    }

    /// Reads every file of the library anew, on the watching thread; returns false where there is none to read, as for the
    /// samples.
    pub(super) fn read_anew(&self) -> bool {
        let signal = WatchSignal::ReadAnew;
        let sent = self.watcher.as_ref().map(|watcher| watcher.send(signal));
        sent.is_some_and(|sent| sent.is_ok())
    }

    /// Opens an issue. Of several that wait only the last is opened.
    pub(super) fn open(&mut self, place: Place) {
        let (events, index, lang) = (self.events.clone(), self.index.clone(), self.lang);
        let cache = self.cache.clone();
        let opener = self.opener.get_or_insert_with(|| {
            let (sender, places) = mpsc::channel::<Place>();
            thread::spawn(move || {
                while let Ok(mut place) = places.recv() {
                    while let Ok(later) = places.try_recv() {
                        place = later;
                    }
                    // Neither what the scan has read nor what is in the cache is parsed again.
                    let events = events.clone();
                    let listed = || index.find(&place).and_then(|report| report.open());
                    let kept = || reopen(cache.as_deref()?, &place);
                    if let Some(opened) = listed().or_else(kept) {
                        let outcome = Ok(Box::new(opened));
                        let _ = events.send(Event::Opened { place, outcome });
                        continue;
                    }
                    // Parsing may take long, and the next issue must not wait for it.
                    thread::spawn(move || {
                        let _ = events.send(open(place, lang));
                    });
                }
            });
            sender
        });
        // The receiver lives as long as the program.
        let _ = opener.send(place);
    }

    /// Recognises a scan. Its row changes and its text is found once the watching thread has read it anew.
    pub(super) fn recognise(&mut self, place: Place) {
        let watcher = self.watcher.clone();
        let (events, lang, command) = (self.events.clone(), self.lang, self.ocr.clone());
        self.recogniser
            .begin(place, command, lang, events, move || {
                let _nothing_is_watched = watcher.map(|watcher| watcher.send(WatchSignal::Changed));
            });
    }

    /// Stops recognising.
    pub(super) fn stop_recognising(&self) {
        self.recogniser.stop();
    }

    /// Opens a file over the size limit, on a thread of its own.
    pub(super) fn open_large(&self, place: Place) {
        let (events, index, lang) = (self.events.clone(), self.index.clone(), self.lang);
        thread::spawn(move || {
            let _ = events.send(open_large(place, &index, lang));
        });
    }

    /// Searches all reports read so far.
    pub(super) fn search(&mut self, ticket: u64, query: Query, marks: MarkSets) {
        self.searcher.search(
            ticket,
            query,
            marks,
            self.index.clone(),
            self.events.clone(),
        );
    }

    /// Looks up the articles of a story.
    pub(super) fn story(&mut self, ticket: u64, articles: Vec<StoryMember>) {
        let (events, lang, index) = (self.events.clone(), self.lang, self.index.clone());
        thread::spawn(move || {
            let _ = events.send(story_finder::look_up(ticket, &articles, &index, lang));
        });
    }

    /// Finds the words that are new in an issue or a period.
    pub(super) fn find_new_words(&self, scope: NewWordScope) {
        let (events, index) = (self.events.clone(), self.index.clone());
        thread::spawn(move || {
            let reports = index.snapshot().0;
            let words = scope.range(&reports).map_or_else(Vec::new, |range| {
                new_words(&reports, range, &AtomicBool::new(false))
            });
            // The app has ended where nothing receives it.
            let _ = events.send(Event::NewWords { scope, words });
        });
    }

    /// Counts the articles that each saved search finds.
    pub(super) fn count_saved(&self, queries: Vec<Query>, marks: MarkSets) {
        let (index, events) = (self.index.clone(), self.events.clone());
        thread::spawn(move || {
            // The app has ended where nothing receives it.
            let _ = events.send(count_saved(&queries, &marks, &index));
        });
    }

    /// Counts what queries find, in place of what was counted before.
    pub(super) fn count(&mut self, ticket: u64, what: (Vec<Query>, CountBy), marks: MarkSets) {
        let (index, events) = (self.index.clone(), self.events.clone());
        self.counter.count(ticket, what, marks, index, events);
    }

    /// Looks for the watch words in the library.
    pub(super) fn watch(&mut self) {
        let (index, events) = (self.index.clone(), self.events.clone());
        self.word_watcher.watch(self.lang, index, events);
    }

    /// Copies a text. The thread lives on, since the clipboard may have to be served.
    pub(super) fn copy(&mut self, text: String) {
        let (events, lang, preference) = (self.events.clone(), self.lang, self.preference.clone());
        let copier = self.copier.get_or_insert_with(|| {
            let (sender, texts) = mpsc::channel::<String>();
            thread::spawn(move || {
                let mut clipboard = Clipboard::new(preference);
                while let Ok(text) = texts.recv() {
                    let outcome = clipboard.copy(&text);
                    // Paints nothing and is written under the lock of standard output, so that it cannot
                    // come in the middle of a frame.
                    if let Some(sequence) = &outcome.sequence {
                        Screen::send(sequence);
                    }
                    if events.send(copied(&outcome, lang)).is_err() {
                        return;
                    }
                }
            });
            sender
        });
        let _ = copier.send(text);
    }

    /// Reads the articles of the basket.
    pub(super) fn load_basket(&self, items: Vec<PlacedItem>) {
        let (events, corrections) = (self.events.clone(), self.index.corrections());
        thread::spawn(move || {
            let rows = briefs::load(&items, &corrections);
            let _ = events.send(Event::BasketLoaded(rows));
        });
    }

    /// Writes a brief to a file.
    pub(super) fn write_brief(&self, request: BriefRequest) {
        let (events, lang) = (self.events.clone(), self.lang);
        let (corrections, config) = (self.index.corrections(), self.config.clone());
        thread::spawn(move || {
            let written = briefs::write(&request, &corrections, lang);
            if let (Written::Done { .. }, Some(config)) = (&written, config) {
                // Before the message: who has read it may quit.
                briefs::keep_facts(&config, &request.details);
            }
            let _ = events.send(Event::Written(written));
        });
    }

    /// Starts the browser on a link.
    pub(super) fn browse(&mut self, link: String) {
        let (events, lang, own) = (self.events.clone(), self.lang, self.browser.clone());
        thread::spawn(move || {
            browser::open(&link, own.as_deref(), lang, |outcome| {
                let _ = events.send(Event::Browsed(outcome));
            });
        });
    }

    /// Starts the program that the system has for a file.
    pub(super) fn open_file(&mut self, file: PathBuf) {
        let (events, lang) = (self.events.clone(), self.lang);
        thread::spawn(move || {
            browser::open_file(&file, lang, |outcome| {
                let _ = events.send(Event::Browsed(outcome));
            });
        });
    }
}

/// Opens an issue that the scan has not read yet, or could not parse.
fn open(place: Place, lang: Lang) -> Event {
    let outcome = library::open_place(&place)
        .map(Box::new)
        .map_err(|error| error.message(lang));
    Event::Opened { place, outcome }
}

/// Opens a file over the size limit; if it is an archive, puts its reports into `index`.
fn open_large(place: Place, index: &ReportIndex, lang: Lang) -> Event {
    match (library::open_place(&place), &place) {
        (Err(error), Place::File(path)) if error.is_archive() => {
            let rows = scan::unpack(path, index);
            let archive = place;
            Event::Unpacked { archive, rows }
        }
        (outcome, _) => {
            let outcome = outcome.map(Box::new).map_err(|error| error.message(lang));
            Event::Opened { place, outcome }
        }
    }
}

fn list_samples() -> Vec<Entry> {
    let opened =
        (0..samples::SAMPLES.len()).filter_map(|at| library::open_place(&Place::Sample(at)).ok());
    opened.map(|opened| Entry::of(&opened)).collect()
}

/// Describes the outcome of a copy for the status line.
fn copied(outcome: &CopyOutcome, lang: Lang) -> Event {
    let ways: Vec<String> = outcome.taken.iter().map(|way| way.place(lang)).collect();
    let is_certain = outcome.is_certain();
    if outcome.is_by_hand() {
        let reasons = outcome.failed.iter().map(|(way, why)| {
            Words::new("{}：{}", "{}: {}").with(lang, &[way.name(), &why.message(lang)])
        });
        let reasons: Vec<String> = reasons.collect();
        return Event::Copied {
            way: Err(NOT_COPIED.with(lang, &[&reasons.join(Words::new("；", "; ").get(lang))])),
            is_certain,
        };
    }
    let way = if is_certain {
        ways.join(Words::new("、", ", ").get(lang))
    } else {
        "OSC 52".to_owned()
    };
    Event::Copied {
        way: Ok(way),
        is_certain,
    }
}
