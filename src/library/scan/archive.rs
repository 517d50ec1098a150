//! Archives of reports: their members become rows as if they had been unpacked.

use crate::library::sandbox::{self, Input};
use crate::library::{self, Entry, Opened, Place, walk};
use crate::source;
use std::path::{Path, PathBuf};

/// A member of an archive that may be a report, with the same report in other formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// The best of its formats.
    pub place: Place,
    /// The others, the better first.
    pub also: Vec<Place>,
}

impl Member {
    /// Opens it.
    ///
    /// # Errors
    /// As [`library::open_place`].
    pub fn open(&self) -> Result<Opened, library::Error> {
        library::open_place(&self.place)
    }

    /// Archive and member as one path, for messages.
    pub fn path(&self) -> PathBuf {
        match &self.place {
            Place::Member(archive, member) => archive.join(member),
            Place::File(path) => path.clone(),
            Place::Sample(_) => PathBuf::new(),
        }
    }
}

/// Makes `entry` a row of the archive at `path`.
pub(super) fn move_to(path: &Path, entry: &mut Entry) {
    for place in std::iter::once(&mut entry.place).chain(&mut entry.also) {
        if let Place::Member(archive, _) = place {
            path.clone_into(archive);
        }
    }
}

/// The reports in the archive at `path`, whose bytes are `bytes`. Archives inside archives are not looked into.
///
/// # Errors
/// [`source::Error`] where it is damaged or too large.
pub(super) fn members(path: &Path, bytes: &[u8]) -> Result<Vec<Member>, source::Error> {
    let names = sandbox::members(Input::Bytes(bytes))?;
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
