//! Archives of reports: the members that can be reports, and reading them on several threads.
//!
//! Members are read in chunks of one process each, by the thread that found the archive and by
//! others that have no file of their own: one zip of 5 000 reports took 3.66 s on one thread and
//! takes 1.95 s. The result keeps the order of the members, whichever thread read them.

use crate::library::cache::record::StoredReport;
use crate::library::meta::Place;
use crate::library::sandbox::{self, FileInput};
use crate::library::walk;
use crate::source;
use std::fs::File;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The seconds that reading an archive may take, however small it is.
const SECONDS_FREE: u64 = 20;
/// The further seconds for each MB of the archive: the slowest documents, long PDFs, were read at 1 MB a second.
const SECONDS_FOR_A_MB: u64 = 3;

/// Returns the time after which the rest of an archive is left unread.
fn time_budget(file: &File) -> Duration {
    let packed = file.metadata().map_or(0, |data| data.len());
    Duration::from_secs(SECONDS_FREE + SECONDS_FOR_A_MB * (packed >> 20))
}

/// Returns the name of a member in its archive.
fn name(member: &Place) -> &str {
    match member {
        Place::Member(_, name) => name,
        Place::File(_) | Place::Sample(_) => "",
    }
}

/// Reads all members of the archive at `path` in sandbox processes on this thread and `helpers` more, and returns what `take`
/// made of each that was read, in the order of `members`; fewer where `stop` was set. Members that are not reached within the
/// time of an archive of that size are [`source::Error::TooSlow`].
///
/// `take` gets a value of its thread, such as a batch of rows; `finish` gets it when the thread is done.
///
/// # Errors
/// The error of the system where the file cannot be opened.
pub(super) fn read_members<B: Default, T: Send>(
    path: &Path,
    members: &[Place],
    helpers: usize,
    stop: &AtomicBool,
    take: impl Fn(&Place, Result<StoredReport, source::Error>, &mut B) -> T + Sync,
    finish: impl Fn(B) + Sync,
) -> std::io::Result<Vec<T>> {
    let file = File::open(path)?;
    let chunks: Vec<&[Place]> = members.chunks(sandbox::MOST_MEMBERS).collect();
    let (begun, most) = (Instant::now(), time_budget(&file));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let stopped = || stop.load(Ordering::Relaxed);
    let late = || begun.elapsed() >= most;
    let read_some = |file: &File| {
        let mut batch = B::default();
        while !stopped() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(members) = chunks.get(number) else {
                break;
            };
            let take = |member: &Place, read| take(member, read, &mut batch);
            let made = read_chunk(file, members, take, stopped, late);
            if let Ok(mut done) = done.lock() {
                done.push((number, made));
            }
        }
        finish(batch);
    };
    // Threads that have no file of their own to read help with this one.
    thread::scope(|scope| {
        for _ in 0..helpers {
            // Each opens the file itself: clones of one open file share a position.
            if let Ok(file) = File::open(path) {
                let read_some = &read_some;
                scope.spawn(move || read_some(&file));
            }
        }
        read_some(&file);
    });
    let mut done = done.into_inner().unwrap_or_default();
    // Chunks end in any order.
    done.sort_unstable_by_key(|(number, _)| *number);
    Ok(done.into_iter().flat_map(|(_, made)| made).collect())
}

/// Reads `members` in one sandbox process and returns what `take` made of each. Those that are not reached before `late` are
/// [`source::Error::TooSlow`]; after `stopped` they are left out.
fn read_chunk<T>(
    file: &File,
    members: &[Place],
    mut take: impl FnMut(&Place, Result<StoredReport, source::Error>) -> T,
    stopped: impl Fn() -> bool,
    late: impl Fn() -> bool,
) -> Vec<T> {
    let names: Vec<&str> = members.iter().map(name).collect();
    let (mut left, mut made) = (members.iter(), Vec::with_capacity(members.len()));
    if !late() {
        sandbox::extract_each(file, &names, |read| {
            let Some(member) = left.next() else {
                return false;
            };
            made.push(take(member, read));
            !stopped() && !late()
        });
    }
    if !stopped() {
        made.extend(left.map(|member| take(member, Err(source::Error::TooSlow))));
    }
    made
}

/// Moves the place of a member to the archive at `path`.
///
/// Does nothing for other places.
pub(super) fn move_to(path: &Path, place: &mut Place) {
    if let Place::Member(archive, _) = place {
        path.clone_into(archive);
    }
}

/// Lists the reports in the archive at `path`, whose bytes are `bytes`. Archives inside archives are passed over.
///
/// # Errors
/// [`source::Error`] where the archive is damaged or too large.
pub(super) fn members(path: &Path, bytes: &[u8]) -> Result<Vec<Place>, source::Error> {
    let mut names = sandbox::members(FileInput::Bytes(bytes))?;
    names.retain(|name| is_report(Path::new(name)));
    // Archives list their members in the order of packing, which has no meaning.
    names.sort_unstable();
    let place = |name| Place::Member(path.to_owned(), name);
    Ok(names.into_iter().map(place).collect())
}

/// True if a member with this name can be a report.
///
/// An archive inside an archive is none.
fn is_report(name: &Path) -> bool {
    let extension = name.extension().and_then(std::ffi::OsStr::to_str);
    let is_archive = extension.is_some_and(|e| {
        ["zip", "7z", "rar"]
            .iter()
            .any(|a| a.eq_ignore_ascii_case(e))
    });
    !is_archive && walk::may_be_report(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reports_are_members() {
        for name in ["周报/6.txt", "周报/6.docx", "旧/6.txt"] {
            assert!(is_report(Path::new(name)), "{name}");
        }
        for name in ["封面.png", "更旧.zip", "旧/.6.txt"] {
            assert!(!is_report(Path::new(name)), "{name}");
        }
    }
}
