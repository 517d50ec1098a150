//! Finds the stories of the library in the background, and looks up the articles of one.

use crate::app::event::Event;
use crate::lang::{Lang, Words};
use crate::library::index::ReportIndex;
use crate::library::stories::{StoryIndex, StoryMember, lookup};
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

/// A mark before the text of a reprint.
const REPRINT: Words = Words::new("〔转载〕", "[reprint] ");

/// The flag that ends the search for stories that is running.
#[derive(Debug, Default)]
pub(super) struct StopFlag(RefCell<Arc<AtomicBool>>);

/// Finds the stories of the reports in `index` on a thread of its own, and sends them as an event. An earlier search that
/// still runs is ended: its library is out of date.
pub(super) fn find(index: &ReportIndex, events: &Sender<Event>, flag: &StopFlag) {
    let stop = Arc::new(AtomicBool::new(false));
    let before = flag.0.replace(Arc::clone(&stop));
    before.store(true, Ordering::Relaxed);
    let (index, events) = (index.clone(), events.clone());
    thread::spawn(move || {
        let reports = index.snapshot().0;
        if let Some(stories) = StoryIndex::of(&reports, &stop) {
            let _ = events.send(Event::Stories(Arc::new(stories)));
        }
    });
}

/// Returns the articles of a story as results of a search, in their order. Reprints are marked.
pub(super) fn look_up(
    ticket: u64,
    articles: &[StoryMember],
    index: &ReportIndex,
    lang: Lang,
) -> Event {
    let found = lookup::look_up(articles, index, REPRINT.get(lang));
    Event::Found {
        ticket,
        total: found.iter().map(|issue| issue.hits.len()).sum(),
        found,
        is_done: true,
    }
}
