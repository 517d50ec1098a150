//! Finds the watch words in the library away from the thread that draws: one pass at a time, the latest.

use super::watch_list;
use crate::app::event::Event;
use crate::config::{read_watch_words, watch_path};
use crate::lang::{Lang, SystemError};
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
    /// Ends the running pass and starts one; the result comes as an event. With `text` the list is written first.
    pub(super) fn watch(
        &mut self,
        text: Option<String>,
        lang: Lang,
        index: ReportIndex,
        events: Sender<Event>,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        thread::spawn(move || {
            let (text, failed) = current(text, lang);
            let (words, slips) = watch_list::parse(&text, lang);
            let path = watch_path().unwrap_or_default();
            let lines = failed.into_iter().chain(slips);
            let problems = lines.map(|line| format!("{}: {line}", path.display()));
            let hits = if words.groups.is_empty() {
                WatchHits::default()
            } else {
                WatchHits::find(&words, &index.snapshot().0, &stop)
            };
            if !stop.load(Ordering::Relaxed) {
                // The app has ended where nothing receives it.
                let _ = events.send(Event::Watched(WatchOutcome {
                    problems: problems.collect(),
                    text,
                    words: Arc::new(words),
                    hits: Arc::new(hits),
                }));
            }
        });
    }
}

/// Returns the text of the list, which is written first where it is given, and the error of reading or writing it.
fn current(text: Option<String>, lang: Lang) -> (String, Option<String>) {
    match text {
        Some(text) => {
            let written = watch_list::write(&text);
            (text, written.err().map(|error| error.message(lang)))
        }
        None => match read_watch_words() {
            Ok(text) => (text.unwrap_or_default(), None),
            Err(error) => (
                String::new(),
                Some(SystemError::from(&error).message(lang)),
            ),
        },
    }
}
