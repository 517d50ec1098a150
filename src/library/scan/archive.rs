//! Archives of reports: the members that can be reports, and reading them on several threads.

use crate::library::meta::Place;
use crate::library::sandbox::{self, FileInput};
use crate::library::walk;
use crate::model::transcript::Transcript;
use crate::source;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// A member of an archive that may be a report, with the same report in other formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// The best of its formats.
    pub place: Place,
    /// The others, the better first.
    pub also: Vec<Place>,
}

impl Member {
    fn name(&self) -> &str {
        match &self.place {
            Place::Member(_, name) => name,
            Place::File(_) | Place::Sample(_) => "",
        }
    }
}

/// Reads all members of the archive at `path` in sandbox processes on this thread and `helpers` more, and returns what `take`
/// made of each that was read, in the order of `members`; fewer where `stop` was set.
///
/// `take` gets a value of its thread, such as a batch of rows; `finish` gets it when the thread is done.
///
/// # Errors
/// The error of the system where the file cannot be opened.
pub(super) fn read_members<B: Default, T: Send>(
    path: &Path,
    members: &[Member],
    helpers: usize,
    stop: &AtomicBool,
    take: impl Fn(&Member, Result<Transcript, source::Error>, &mut B) -> T + Sync,
    finish: impl Fn(B) + Sync,
) -> std::io::Result<Vec<T>> {
    let file = File::open(path)?;
    let chunks: Vec<&[Member]> = members.chunks(sandbox::MOST_MEMBERS).collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let read_some = |file: &File| {
        let mut batch = B::default();
        while !stop.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(members) = chunks.get(number) else {
                break;
            };
            let names: Vec<&str> = members.iter().map(Member::name).collect();
            let (mut left, mut made) = (members.iter(), Vec::with_capacity(members.len()));
            sandbox::extract_each(file, &names, |read| {
                let Some(member) = left.next() else {
                    return false;
                };
                made.push(take(member, read, &mut batch));
                !stop.load(Ordering::Relaxed)
            });
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
    done.sort_unstable_by_key(|(number, _)| *number);
    Ok(done.into_iter().flat_map(|(_, made)| made).collect())
}

/// Moves the places of a member to the archive at `path`.
pub(super) fn move_to(path: &Path, place: &mut Place, also: &mut [Place]) {
    for place in std::iter::once(place).chain(also) {
        if let Place::Member(archive, _) = place {
            path.clone_into(archive);
        }
    }
}

/// Lists the reports in the archive at `path`, whose bytes are `bytes`. Archives inside archives are passed over.
///
/// # Errors
/// [`source::Error`] where the archive is damaged or too large.
pub(super) fn members(path: &Path, bytes: &[u8]) -> Result<Vec<Member>, source::Error> {
    let names = sandbox::members(FileInput::Bytes(bytes))?;
    let place = |name: &str| Place::Member(path.to_owned(), name.to_owned());
    let grouped = group(&names).into_iter().map(|formats| Member {
        place: place(formats.first().copied().unwrap_or_default()),
        also: formats.iter().skip(1).map(|name| place(name)).collect(),
    });
    Ok(grouped.collect())
}

/// Groups names by report: same folder, same name but for the extension; the best format first. Drops names of other files.
fn group(names: &[String]) -> Vec<Vec<&str>> {
    let mut reports: Vec<(PathBuf, usize, &str)> = names
        .iter()
        .filter_map(|name| {
            let path = Path::new(name);
            let rank = walk::rank(path).filter(|_| walk::may_be_report(path))?;
            let extension = path.extension().and_then(std::ffi::OsStr::to_str);
            let is_archive = extension.is_some_and(|e| {
                ["zip", "7z", "rar"]
                    .iter()
                    .any(|a| a.eq_ignore_ascii_case(e))
            });
            (!is_archive).then(|| (path.with_extension(""), rank, name.as_str()))
        })
        .collect();
    reports.sort();
    reports
        .chunk_by(|a, b| a.0 == b.0)
        .map(|formats| formats.iter().map(|(_, _, name)| *name).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_one_report_are_one_and_other_files_none() {
        let names = [
            "周报/6.txt",
            "周报/6.docx",
            "周报/7.pdf",
            "封面.png",
            "旧/6.txt",
            "更旧.zip",
        ];
        let names = names.map(str::to_owned);
        let expected = [
            vec!["周报/6.docx", "周报/6.txt"],
            vec!["周报/7.pdf"],
            vec!["旧/6.txt"],
        ];
        assert_eq!(group(&names), expected);
    }
}
