//! What a scan finds and what changes in the folders, as events of the app.

use crate::app::event::Event;
use crate::lang::{Lang, Words};
use crate::library::Entry;
use crate::library::scan::{self, ScanEvent};
use crate::library::watch::{LibraryChange, WatchEvent};
use std::path::PathBuf;
use std::sync::mpsc::Sender;

/// Changes of the files of the library.
const NEW: Words = Words::new("新增 {} 期", "{} new");
/// Issues whose files have another content: how many.
const CHANGED: Words = Words::new("更新 {} 期", "{} changed");
/// Issues whose files have another name: how many.
const MOVED: Words = Words::new("移动 {} 期", "{} moved");
/// All files were read again because the reader asked for it: how many issues.
const READ_ANEW: Words = Words::new("已重新读取 {} 期", "{} issue{s} read again");
/// Issues whose files are gone: how many.
const GONE: Words = Words::new("移走 {} 期", "{} gone");

/// Sends the events of a scan to its end. Returns its rows and folders; `None` if the app is gone.
pub(super) fn follow(
    scan: &scan::Scan,
    lang: Lang,
    events: &Sender<Event>,
) -> Option<(Vec<Entry>, Vec<PathBuf>)> {
    let (mut read, mut total, mut is_done) = (0, 0, false);
    let mut problems = Vec::new();
    let (mut known, mut folders) = (Vec::new(), Vec::new());
    for event in &scan.events {
        let event = match event {
            ScanEvent::Found {
                total: found,
                folders: found_in,
            } => {
                total = found;
                folders = found_in;
                Event::Progress { read, total }
            }
            ScanEvent::Total(now) => {
                total = now;
                Event::Progress { read, total }
            }
            ScanEvent::Ready(entries) => {
                read += entries.len();
                known.extend(entries.iter().cloned());
                // Rows and progress come together, so that one frame shows both.
                let _ = events.send(Event::Listed(entries));
                Event::Progress { read, total }
            }
            // A cache that cannot be written is noticed at the very end.
            ScanEvent::Note(note) if is_done => Event::Note(note.message(lang)),
            ScanEvent::Note(note) => {
                problems.push(note.short_message(lang));
                continue;
            }
            ScanEvent::Done => {
                is_done = true;
                Event::Scanned {
                    problems: std::mem::take(&mut problems),
                }
            }
        };
        events.send(event).ok()?;
    }
    Some((known, folders))
}

/// Sends an event of the watching thread. Returns false if the app is gone.
pub(super) fn send_watched(event: WatchEvent, lang: Lang, events: &Sender<Event>) -> bool {
    match event {
        WatchEvent::Changed(change) => send_change(change, lang, events),
        WatchEvent::Polled => events.send(Event::Polled).is_ok(),
        WatchEvent::ReadAnew(count) => {
            let text = READ_ANEW.with(lang, &[&count.to_string()]);
            events.send(Event::Note(text)).is_ok()
        }
    }
}

/// Sends changed rows and a line about them. Returns false if the app is gone.
fn send_change(change: LibraryChange, lang: Lang, events: &Sender<Event>) -> bool {
    let LibraryChange {
        new,
        changed,
        gone,
        moved,
    } = change;
    let counts = [
        (new.len() - moved, NEW),
        (changed.len(), CHANGED),
        (moved, MOVED),
        (gone.len() - moved, GONE),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts
        .map(|(n, words)| words.with(lang, &[&n.to_string()]))
        .collect();
    let rows = new.into_iter().chain(changed).collect();
    [
        Event::Gone(gone),
        Event::Listed(rows),
        Event::Note(parts.join(Words::new("，", ", ").get(lang))),
    ]
    .into_iter()
    .all(|event| events.send(event).is_ok())
}
