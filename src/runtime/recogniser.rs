//! Recognises a scan on a thread of its own: progress and outcome come as events.

use crate::app::event::Event;
use crate::lang::{Lang, Words};
use crate::library::Place;
use crate::library::recognise::tool::Tool;
use crate::library::recognise::{Error, recognise};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The pages and the mark of a recognised scan.
const DONE: Words = Words::new("已识别 {} 页：{}", "{} page{s} recognised: {}");
/// The number of pages without a readable image.
const MISSING: Words = Words::new(
    "；{} 页的图像无法读出",
    "; {} of them without a readable image",
);
/// The longest wait for the end of the program when the reader ends.
const PATIENCE: Duration = Duration::from_secs(2);

/// The recognition that runs, if one does.
#[derive(Debug, Default)]
pub(super) struct Recogniser {
    running: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl Recogniser {
    /// Begins to recognise the scan at `place`, in place of the one before. `done` is called at the end of a success, before
    /// its event.
    pub(super) fn begin(
        &mut self,
        place: Place,
        command: Vec<String>,
        lang: Lang,
        events: Sender<Event>,
        done: impl FnOnce() + Send + 'static,
    ) {
        self.stop();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let outcome = run(&place, &command, lang, &stopped, &events);
            if outcome.is_ok() {
                done();
            }
            // The app has ended where nothing receives it.
            let _ = events.send(Event::Recognised { place, outcome });
        });
        self.running = Some((stop, thread));
    }

    /// Stops the recognition that runs; its event follows.
    pub(super) fn stop(&self) {
        if let Some((stop, _)) = &self.running {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Recogniser {
    /// Stops the program and gives its thread the time to clear its folder away.
    fn drop(&mut self) {
        self.stop();
        let begun = Instant::now();
        if let Some((_, thread)) = &self.running {
            while !thread.is_finished() && begun.elapsed() < PATIENCE {
                thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

/// Recognises the scan; returns the message about the outcome.
fn run(
    place: &Place,
    command: &[String],
    lang: Lang,
    stop: &AtomicBool,
    events: &Sender<Event>,
) -> Result<String, String> {
    let tool = Tool::find(command).ok_or_else(|| Error::NoTool.message(lang))?;
    let outcome = recognise(place, &tool, stop, |page, pages| {
        let place = place.clone();
        let _ = events.send(Event::Recognising { place, page, pages });
    });
    let outcome = outcome.map_err(|error| error.message(lang))?;
    let pages = outcome.pages.to_string();
    let mut text = DONE.with(lang, &[&pages, &outcome.mark.mark(lang)]);
    if !outcome.unreadable.is_empty() {
        text += &MISSING.with(lang, &[&outcome.unreadable.len().to_string()]);
    }
    Ok(text)
}
