//! Finds the stories of the library in the background, and looks up the articles of one.

use crate::app::event::Event;
use crate::lang::{Lang, Words};
use crate::library::index::ReportIndex;
use crate::library::search::{ArticleMatch, IssueHits, ReportMatch};
use crate::library::stories::{StoryIndex, StoryMember};
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

/// Returns the articles of a story as results of a search, in their order. Reprints are marked; those that are gone are
/// left out.
pub(super) fn look_up(
    ticket: u64,
    articles: &[StoryMember],
    index: &ReportIndex,
    lang: Lang,
) -> Event {
    let mut found: Vec<IssueHits> = Vec::new();
    for article in articles {
        let Some(hits) = hits_of(article, index, lang) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if last.meta.place == article.place => last.hits.extend(hits.hits),
            _ => found.push(hits),
        }
    }
    Event::Found {
        ticket,
        total: found.iter().map(|issue| issue.hits.len()).sum(),
        found,
        is_done: true,
    }
}

/// Returns an article as the only hit of its issue; `None` where it is gone.
fn hits_of(article: &StoryMember, index: &ReportIndex, lang: Lang) -> Option<IssueHits> {
    let report = index.find(&article.place)?;
    let mut buffer = Vec::new();
    let slices = report.record(&mut buffer)?.articles()?;
    let one = ArticleMatch {
        index: article.index,
        slice: slices.into_iter().nth(article.index)?,
        places: Vec::new(),
    };
    let mut hits = IssueHits::of(&ReportMatch {
        report: &report,
        articles: vec![one],
    });
    if article.is_reprint {
        for hit in &mut hits.hits {
            hit.snippet.insert_str(0, REPRINT.get(lang));
        }
    }
    Some(hits)
}
