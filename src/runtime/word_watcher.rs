//! Finds the watch words in the library away from the thread that draws: one pass at a time, the latest.

use super::watch_list::{self, WatchList};
use crate::app::event::Event;
use crate::lang::Lang;
use crate::library::index::ReportIndex;
use crate::library::watch_words::hits::{WatchHits, WatchOutcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

/// The pass that is running.
#[derive(Debug, Default)]
pub(super) struct WordWatcher {
    /// Set to end the running pass.
    stop: Arc<AtomicBool>,
}

impl WordWatcher {
    /// Ends the running pass and starts one; the result comes as an event.
    pub(super) fn watch(&mut self, lang: Lang, index: ReportIndex, events: Sender<Event>) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        thread::spawn(move || {
            let WatchList { words, problems } = watch_list::load(lang);
            let hits = if words.groups.is_empty() {
                WatchHits::default()
            } else {
                WatchHits::find(&words, &index.snapshot().0, &stop)
            };
            if !stop.load(Ordering::Relaxed) {
                // The app has ended where nothing receives it.
                let _ = events.send(Event::Watched(WatchOutcome {
                    problems,
                    words: Arc::new(words),
                    hits: Arc::new(hits),
                }));
            }
        });
    }
}
