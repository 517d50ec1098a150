//! Zip: the packages that DOCX, ODT and OFD are, and archives of whole reports.
//!
//! Every read is capped, so that a few KB cannot unpack into gigabytes: 10 000 entries, 64 MB an entry, 256 MB a package.
//!
//! The same reader serves two callers. A document format asks for the parts of its own package by
//! name; a library asks for the names of all members and then for each of them. Names are cleaned
//! before they are shown or compared: some packers write `./6.txt`, and Chinese Windows writes
//! names in GBK without a mark.

use crate::source::encoding;
use crate::source::error::Error;
use crate::source::password::password;
use crate::source::sniff::{self, FileKind};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most entries of a zip file: more than any report or folder of reports has.
pub(super) const MOST_ENTRIES: usize = 10_000;
/// The largest entry that is read, in bytes after unpacking.
pub(super) const LARGEST_ENTRY: u64 = 64 << 20;
/// The most that is read of one package, in bytes after unpacking.
pub(super) const LARGEST_PACKAGE: u64 = 256 << 20;
/// The bytes that all files of an archive may have after unpacking, however small it is.
const UNPACKED_FREE: u64 = 64 << 20;
/// The further bytes that they may have for each byte of the archive. Text packs to a fourth, pages of one site to a tenth;
/// deflate itself reaches a thousand.
const UNPACKED_FOR_EACH: u64 = 20;

/// True if the files of an archive of `packed` bytes have too many bytes after unpacking. 2.5 MB of zeros unpack to 2.5 GB,
/// which took 111 s to read.
pub(super) fn is_over_budget(packed: u64, unpacked: impl Iterator<Item = u64>) -> bool {
    let budget = UNPACKED_FREE.saturating_add(packed.saturating_mul(UNPACKED_FOR_EACH));
    unpacked.fold(0, u64::saturating_add) > budget
}

/// An open zip file that counts what has been unpacked. A few KB can unpack to gigabytes, and many entries can share
/// the same bytes, so that a limit for each entry alone would not help.
pub(super) struct Package<R> {
    /// The zip reader.
    archive: ZipArchive<R>,
    /// The bytes that may still be unpacked.
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
    /// Opens a package from a file or from memory.
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

    /// Returns the bytes of the part called `name`, or `None` if there is none. A leading `/` is ignored. Case is
    /// ignored if no part has exactly this name (ECMA-376 part 2: part names are equivalent without regard to ASCII
    /// case).
    ///
    /// # Errors
    /// [`Error::TooLarge`] if it unpacks to too much, [`Error::Encrypted`], [`Error::Damaged`].
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let name = name.trim_start_matches('/');
        let exact = self.archive.index_for_name_raw(name.as_bytes());
        let index = exact.or_else(|| {
            let same = |raw: &[u8]| raw.eq_ignore_ascii_case(name.as_bytes());
            self.archive.file_names_raw().position(same)
        });
        index.map(|index| self.entry(index)).transpose()
    }

    /// True if entry `index` is a symbolic link, a pipe or a device. Entries packed on Windows have no such kinds.
    fn is_special(&self, index: usize) -> bool {
        let entry = self.archive.by_index_data(index).ok();
        // The upper four bits of a Unix mode are the kind of file (`S_IFMT`); 0o100000 is a regular
        // one.
        let kind = entry
            .and_then(|entry| entry.unix_mode())
            .map(|mode| mode & 0o170_000);
        kind.is_some_and(|kind| kind != 0 && kind != 0o100_000)
    }

    /// Returns the bytes of the member `name`, whose entry has the index `found`.
    ///
    /// # Errors
    /// [`Error::NoMember`] if there is no index, [`Error::Foreign`] for a link or a device, and as [`Package::part`].
    fn member(&mut self, found: Option<usize>, name: &str) -> Result<Vec<u8>, Error> {
        let index = found.ok_or_else(|| Error::NoMember(name.to_owned()))?;
        if self.is_special(index) {
            return Err(Error::Foreign(SPECIAL.to_owned()));
        }
        self.entry(index)
    }

    /// Unpacks entry `index`, up to the limits. An entry that breaks off is returned as far as it goes.
    fn entry(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        // A borrow that is returned in one arm lasts through all of them, so that the entry is asked for its lock first.
        let is_locked = self
            .archive
            .by_index_raw(index)
            .is_ok_and(|file| file.encrypted());
        let file = match password().filter(|_| is_locked) {
            Some(password) => self.archive.by_index_decrypt(index, password.as_bytes()),
            None => self.archive.by_index(index),
        };
        let file = file.map_err(|error| damaged(&error))?;
        let limit = LARGEST_ENTRY.min(self.left);
        if file.size() > limit {
            return Err(Error::TooLarge);
        }
        let mut bytes = Vec::new();
        // The directory may give a wrong size, so the stream itself is cut one byte above the limit.
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

/// Translates an error of the zip reader.
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
/// [`Error::Damaged`] also where two members share bytes, [`Error::TooLarge`] where all together unpack to too much.
pub fn members<R: Read + Seek>(mut reader: R) -> Result<Vec<String>, Error> {
    let packed = reader.seek(SeekFrom::End(0)).unwrap_or_default();
    let mut package = Package::new(reader)?;
    // No program packs so. 10 000 members on one stream are an archive of 0.17 MB that took two minutes to read.
    if package.archive.has_overlapping_entries().unwrap_or(true) {
        return Err(Error::Damaged("its members overlap".to_owned()));
    }
    // The sizes of the directory may be wrong; unpacking counts again what really comes.
    let sizes = (0..package.archive.len()).filter_map(|index| {
        let entry = package.archive.by_index_data(index).ok();
        entry.map(|entry| entry.size())
    });
    if is_over_budget(packed, sizes) {
        return Err(Error::TooLarge);
    }
    let names = package.archive.file_names_raw().filter(|raw| is_file(raw));
    let names = names.map(member_name);
    Ok(names.filter(|name| is_shown(name)).collect())
}

/// Returns the bytes of the member that [`members`] calls `name`.
///
/// # Errors
/// [`Error::NotAnArchive`] where the file is text, a picture or a single document, [`Error::NoMember`] where an archive
/// has no such member, and as [`Package::part`].
pub fn member<R: Read + Seek>(mut reader: R, name: &str) -> Result<Vec<u8>, Error> {
    let is_zip = begins_as_zip(&mut reader);
    let mut package = match Package::new(reader) {
        Ok(package) => package,
        // An archive that was cut short is damaged; any other file is none. Only the first bytes tell these apart, since
        // the directory stands at the end.
        Err(Error::Damaged(_)) if !is_zip => return Err(Error::NotAnArchive),
        Err(error) => return Err(error),
    };
    // DOCX, ODT and OFD are zip packages too, but their parts are no reports.
    if sniff::package_kind(&package.archive) != FileKind::Archive {
        return Err(Error::NotAnArchive);
    }
    // Names are compared after they are cleaned, so that a reader can name every member that `members` lists.
    let is_it = |raw: &[u8]| member_name(raw) == name;
    let found = package.archive.file_names_raw().position(is_it);
    package.member(found, name)
}

/// Returns true if the first four bytes are those of a zip file.
fn begins_as_zip<R: Read + Seek>(reader: &mut R) -> bool {
    let mut head = [0; 4];
    let read = reader.rewind().and_then(|()| reader.read_exact(&mut head));
    read.is_ok() && sniff::is_zip(&head)
}

/// Hands the bytes of each of the members that [`members`] calls `names` to `take`, as [`member`] has them.
///
/// # Errors
/// [`Error::Damaged`], [`Error::TooLarge`].
pub fn each<R: Read + Seek>(
    reader: R,
    names: &[String],
    mut take: impl FnMut(Result<Vec<u8>, Error>),
) -> Result<(), Error> {
    let mut package = Package::new(reader)?;
    let mut indices = HashMap::new();
    for (index, raw) in package.archive.file_names_raw().enumerate() {
        // Of two members with one name the first counts, as in `member`.
        indices.entry(member_name(raw)).or_insert(index);
    }
    for name in names {
        // Members are reports of their own, so each has the whole budget.
        package.left = LARGEST_PACKAGE;
        take(package.member(indices.get(name).copied(), name));
    }
    Ok(())
}

/// The name of a member that is no file, as `中文/English`. It is not followed, since it may lead out of the archive.
const SPECIAL: &str = "链接、管道或设备/a link, a pipe or a device";

/// Returns the name of a member as that of a file in a folder, without empty parts and `.`: `./6.txt` and `/6.txt`
/// are `6.txt`. NUL becomes `␀`, because names are handed to the reading process as C strings.
fn member_name(raw: &[u8]) -> String {
    let name = match str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => encoding::decode_as(raw, encoding_rs::GB18030, 1.0).text,
    };
    let parts = name
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/").replace('\0', "␀")
}

/// True if an entry is no folder.
fn is_file(raw: &[u8]) -> bool {
    !raw.ends_with(b"/")
}

/// True unless the file or a folder above it is hidden, or is one of the copies that macOS adds. `..` hides nothing.
// `._6.txt` and `__MACOSX/` hold resource forks, which look like reports of a few bytes.
pub(super) fn is_shown(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && part != ".." || part == "__MACOSX";
    !name.split('/').any(is_hidden)
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
    fn names_are_told_as_those_of_files_and_what_is_no_file_is_not_followed() {
        let names = ["./6.txt", "/7.txt", "../8.txt", "周报//9.txt", "a\0b.txt"];
        let mut bytes = archive(&names.map(|name| (name, name.as_bytes())));
        let expected = ["6.txt", "7.txt", "../8.txt", "周报/9.txt", "a␀b.txt"];
        assert_eq!(members(Cursor::new(&bytes)).unwrap(), expected);
        for (name, raw) in expected.iter().zip(names) {
            assert_eq!(member(Cursor::new(&bytes), name).unwrap(), raw.as_bytes());
        }
        let mut read = Vec::new();
        let asked = [expected[3], "0.txt", expected[0]].map(str::to_owned);
        each(Cursor::new(&bytes), &asked, |bytes| read.push(bytes)).unwrap();
        let missing = Err(Error::NoMember("0.txt".to_owned()));
        let raw = |name: &str| Ok(name.as_bytes().to_owned());
        assert_eq!(read, [raw(names[3]), missing, raw(names[0])]);
        let mut writer = ZipWriter::new_append(Cursor::new(&mut bytes)).unwrap();
        let options = SimpleFileOptions::default();
        writer
            .add_symlink("link.txt", "/etc/hosts", options)
            .unwrap();
        writer.finish().unwrap();
        let link = member(Cursor::new(&bytes), "link.txt");
        assert_eq!(link, Err(Error::Foreign(SPECIAL.to_owned())));
    }

    #[test]
    fn a_bomb_is_too_large() {
        let zeros = vec![0_u8; usize::try_from(LARGEST_ENTRY).unwrap() + 1];
        let bytes = archive(&[("word/document.xml", &zeros)]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.part("word/document.xml"), Err(Error::TooLarge));
    }

    #[test]
    fn an_archive_whose_members_unpack_to_too_much_together_is_too_large() {
        let zeros = vec![0_u8; 24 << 20];
        let bytes = archive(&[("1.txt", &zeros), ("2.txt", &zeros), ("3.txt", &zeros)]);
        assert_eq!(members(Cursor::new(&bytes)), Err(Error::TooLarge));
        assert!(!is_over_budget(4 << 20, [80 << 20, 60 << 20].into_iter()));
    }

    #[test]
    fn members_that_share_bytes_are_refused() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        writer.start_file("1.txt", options).unwrap();
        writer.write_all(b"one").unwrap();
        // A second entry of the directory that leads to the stream of the first.
        writer.shallow_copy_file("1.txt", "2.txt").unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert!(matches!(
            members(Cursor::new(&bytes)),
            Err(Error::Damaged(_))
        ));
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
