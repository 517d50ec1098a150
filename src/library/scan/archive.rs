//! Archives of reports: their members become rows as if they had been unpacked.

use super::work::{Batch, Work};
use crate::library::cache::catalogue::{FileContents, KnownReport};
use crate::library::note::ScanNote;
use crate::library::sandbox::{self, FileInput};
use crate::library::walk::{self, Candidate};
use crate::library::{Entry, Place, open};
use crate::model::transcript::Transcript;
use crate::source;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Members of a large archive are shown this many at a time.
const ROWS_AT_ONCE: usize = 16;

/// A member of an archive that may be a report, with the same report in other formats.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    /// The best of its formats.
    place: Place,
    /// The others, the better first.
    also: Vec<Place>,
}

/// The members of an archive, to be read a few at a time by several threads.
struct Parts<'a> {
    all: Vec<&'a [Member]>,
    next: AtomicUsize,
    /// What the cache can keep of those that were read, by part.
    rows: Mutex<BTreeMap<usize, Vec<KnownReport>>>,
}

impl Member {
    fn name(&self) -> &str {
        match &self.place {
            Place::Member(_, name) => name,
            Place::File(_) | Place::Sample(_) => "",
        }
    }
}

impl Work<'_> {
    /// The reports in the archive that `candidate` is.
    pub(super) fn unpack(
        &self,
        candidate: &Candidate,
        bytes: &[u8],
        content: u128,
        batch: &mut Batch,
    ) {
        let path = &candidate.path;
        let members = match members(path, bytes) {
            Ok(members) => members,
            Err(why) => return self.not_understood(candidate, content, why, batch),
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) => return batch.notes.push(ScanNote::unreadable(path, &e)),
        };
        self.count(1, members.len());
        let parts = Parts {
            all: members.chunks(sandbox::MOST_MEMBERS).collect(),
            next: AtomicUsize::new(0),
            rows: Mutex::default(),
        };
        // Threads that have no file of their own to read help with this one.
        thread::scope(|scope| {
            for _ in 0..self.idle.load(Ordering::Relaxed) {
                // They read from places of their own in it.
                if let Ok(file) = File::open(path) {
                    let parts = &parts;
                    scope.spawn(move || self.unpack_some(&file, parts, &mut Batch::default()));
                }
            }
            self.unpack_some(&file, &parts, batch);
        });
        let rows = parts.rows.into_inner().unwrap_or_default();
        let rows: Vec<KnownReport> = rows.into_values().flatten().collect();
        // What is not known of one member is not known of the archive.
        if rows.len() == members.len() {
            let holds = FileContents::Archive(path.clone(), rows);
            self.additions().add(candidate, content, holds);
        }
    }

    /// Reads part after part, until none is left.
    fn unpack_some(&self, file: &File, parts: &Parts<'_>, batch: &mut Batch) {
        while !self.stop.load(Ordering::Relaxed) {
            let number = parts.next.fetch_add(1, Ordering::Relaxed);
            let Some(members) = parts.all.get(number) else {
                break;
            };
            let names: Vec<&str> = members.iter().map(Member::name).collect();
            let (mut left, mut rows) = (members.iter(), Vec::with_capacity(members.len()));
            sandbox::extract_each(file, &names, |read| {
                let Some(member) = left.next() else {
                    return false;
                };
                rows.extend(self.take_member(member, read, batch));
                if batch.rows.len() >= ROWS_AT_ONCE {
                    self.send(std::mem::take(batch));
                }
                !self.stop.load(Ordering::Relaxed)
            });
            if let Ok(mut all) = parts.rows.lock() {
                all.insert(number, rows);
            }
        }
        self.send(std::mem::take(batch));
    }

    /// A row and a report for one member; answers what the cache can keep of it.
    fn take_member(
        &self,
        member: &Member,
        read: Result<Transcript, source::Error>,
        batch: &mut Batch,
    ) -> Option<KnownReport> {
        match read {
            Ok(transcript) => {
                let opened = open::parsed(member.place.clone(), transcript);
                let entry = Entry {
                    also: member.also.clone(),
                    ..Entry::of(&opened)
                };
                self.take_in(&opened, entry, batch)
            }
            Err(why) => {
                let mut row = KnownReport::not_understood(member.place.clone(), &why);
                row.entry.also.clone_from(&member.also);
                batch.rows.push(row.entry.clone());
                batch.notes.extend(ScanNote::of(&row.entry));
                (!why.is_passing()).then_some(row)
            }
        }
    }
}

/// Makes `entry` a row of the archive at `path`.
pub(super) fn move_to(path: &Path, entry: &mut Entry) {
    for place in std::iter::once(&mut entry.meta.place).chain(&mut entry.also) {
        if let Place::Member(archive, _) = place {
            path.clone_into(archive);
        }
    }
}

/// The reports in the archive at `path`, whose bytes are `bytes`. Archives inside archives are not looked into.
///
/// # Errors
/// [`source::Error`] where it is damaged or too large.
fn members(path: &Path, bytes: &[u8]) -> Result<Vec<Member>, source::Error> {
    let names = sandbox::members(FileInput::Bytes(bytes))?;
    let place = |name: &str| Place::Member(path.to_owned(), name.to_owned());
    let grouped = group(&names).into_iter().map(|formats| Member {
        place: place(formats.first().copied().unwrap_or_default()),
        also: formats.iter().skip(1).map(|name| place(name)).collect(),
    });
    Ok(grouped.collect())
}

/// Names of reports, those of one report together: same folder, same name but for the extension, the best format first.
fn group(names: &[String]) -> Vec<Vec<&str>> {
    let mut reports: Vec<(PathBuf, usize, &str)> = names
        .iter()
        .filter_map(|name| {
            let path = Path::new(name);
            let rank = walk::rank(path).filter(|_| walk::may_be_report(path))?;
            let zip = path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("zip"));
            (!zip).then(|| (path.with_extension(""), rank, name.as_str()))
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
