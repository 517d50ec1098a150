//! Zip: the packages that DOCX, ODT and OFD are, and archives of whole reports.
//!
//! Every read is capped, so that a few KB cannot unpack into gigabytes: 10 000 entries, 64 MB an entry, 256 MB a package.

use crate::source::error::Error;
use crate::source::text;
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// More entries than any report or folder of reports has.
const MOST_ENTRIES: usize = 10_000;
/// The largest entry, unpacked.
const LARGEST_ENTRY: u64 = 64 << 20;
/// All that is read of one package, unpacked.
const LARGEST_PACKAGE: u64 = 256 << 20;

/// An open zip file with a running account of what has been unpacked.
pub(super) struct Package<R> {
    archive: ZipArchive<R>,
    left: u64,
}

impl<'a> Package<Cursor<&'a [u8]>> {
    /// Opens a package that is in memory.
    ///
    /// # Errors
    /// [`Error::Damaged`] where its directory cannot be read, [`Error::TooLarge`] where it has too many entries.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::new(Cursor::new(bytes))
    }
}

impl<R: Read + Seek> Package<R> {
    /// Opens a package wherever it is.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub fn new(reader: R) -> Result<Self, Error> {
        let archive = ZipArchive::new(reader).map_err(|error| damaged(&error))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Error::TooLarge);
        }
        Ok(Self {
            archive,
            left: LARGEST_PACKAGE,
        })
    }

    /// The bytes of the part called `name`; `None` where there is none. A leading `/` is ignored, and so is case where
    /// nothing has exactly this name, as OPC says part names are to be compared.
    ///
    /// # Errors
    /// [`Error::TooLarge`] where it unpacks to too much, [`Error::Encrypted`], [`Error::Damaged`].
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let name = name.trim_start_matches('/');
        let exact = self.archive.index_for_name_raw(name.as_bytes());
        let index = exact.or_else(|| {
            let same = |raw: &[u8]| raw.eq_ignore_ascii_case(name.as_bytes());
            self.archive.file_names_raw().position(same)
        });
        index.map(|index| self.entry(index)).transpose()
    }

    /// The bytes of entry `index`.
    fn entry(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        let file = self.archive.by_index(index).map_err(|e| damaged(&e))?;
        let limit = LARGEST_ENTRY.min(self.left);
        if file.size() > limit {
            return Err(Error::TooLarge);
        }
        let mut bytes = Vec::new();
        // The size in the directory may lie, so the stream is cut where the truth would be too much.
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            return Err(Error::TooLarge);
        }
        self.left -= bytes.len() as u64;
        match read {
            Ok(_) => Ok(bytes),
            // A wrong checksum at the end, or a stream cut short: what came is worth more than nothing.
            Err(_) if !bytes.is_empty() => Ok(bytes),
            Err(error) => Err(Error::Damaged(error.to_string())),
        }
    }
}

fn damaged(error: &ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Error::Encrypted
        }
        other => Error::Damaged(other.to_string()),
    }
}

/// The files of an archive of reports, by name and in the order of the archive: no folders, and none of the hidden files
/// that macOS adds. Names that are not UTF-8 are what Windows writes in Chinese, GB18030.
///
/// # Errors
/// [`Error::Damaged`], [`Error::TooLarge`].
pub fn members<R: Read + Seek>(reader: R) -> Result<Vec<String>, Error> {
    let package = Package::new(reader)?;
    let names = package.archive.file_names_raw().map(member_name);
    Ok(names.filter(|name| is_file_name(name)).collect())
}

/// The bytes of the member that [`members`] calls `name`.
///
/// # Errors
/// [`Error::NoMember`], and as [`Package::part`].
pub fn member<R: Read + Seek>(reader: R, name: &str) -> Result<Vec<u8>, Error> {
    let mut package = Package::new(reader)?;
    let found = package
        .archive
        .file_names_raw()
        .position(|raw| member_name(raw) == name);
    let index = found.ok_or_else(|| Error::NoMember(name.to_owned()))?;
    package.entry(index)
}

fn member_name(raw: &[u8]) -> String {
    match str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => text::decode_as(raw, encoding_rs::GB18030, 1.0)
            .text
            .into_owned(),
    }
}

fn is_file_name(name: &str) -> bool {
    !name.ends_with('/')
        && !name
            .split('/')
            .any(|part| part.starts_with('.') || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn members_are_the_files_that_a_reader_would_see() {
        let bytes = archive(&[
            ("周报/6.txt", b"six"),
            ("__MACOSX/周报/._6.txt", b"x"),
            (".DS_Store", b"x"),
        ]);
        assert_eq!(members(Cursor::new(&bytes)).unwrap(), ["周报/6.txt"]);
        assert_eq!(member(Cursor::new(&bytes), "周报/6.txt").unwrap(), b"six");
        assert_eq!(
            member(Cursor::new(&bytes), "7.txt"),
            Err(Error::NoMember("7.txt".to_owned()))
        );
    }

    #[test]
    fn a_bomb_is_too_large() {
        let zeros = vec![0_u8; usize::try_from(LARGEST_ENTRY).unwrap() + 1];
        let bytes = archive(&[("word/document.xml", &zeros)]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.part("word/document.xml"), Err(Error::TooLarge));
    }

    #[test]
    fn part_names_are_compared_as_opc_says() {
        let bytes = archive(&[("Word/Document.xml", b"<w/>")]);
        let mut package = Package::open(&bytes).unwrap();
        let part = package.part("/word/document.xml").unwrap();
        assert_eq!(part.as_deref(), Some(&b"<w/>"[..]));
        assert_eq!(package.part("styles.xml").unwrap(), None);
    }
}
