//! 7z archives of reports, by `sevenz-rust2` without most of its optional codecs: LZMA and LZMA2, which 7-Zip writes by
//! default, and AES for archives with a password, whose names may be encrypted, too.

use crate::source::archive::{LARGEST_ENTRY, LARGEST_PACKAGE, MOST_ENTRIES, is_over_budget};
use crate::source::error::Error;
use crate::source::password::password;
use sevenz_rust2::{
    Archive, ArchiveEntry, ArchiveReader, EntryDecision, Error as SevenZipError, Password,
};
use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};

/// The most memory of a dictionary, in KiB. 7-Zip's strongest level takes 64 MiB; the reading process has 512 MiB in all.
const MOST_MEMORY: usize = 256 << 10;

/// Opens an archive, with the password that the user gave if there is one.
fn open<R: Read + Seek>(reader: R) -> Result<ArchiveReader<R>, Error> {
    let secret = password();
    let secret = secret.as_deref().map_or(Password::empty(), Password::new);
    let mut archive = ArchiveReader::new_with_memory_limit(reader, secret, MOST_MEMORY)
        .map_err(|error| damaged(&error))?;
    // Further threads would each take a dictionary of the memory that the process may have.
    archive.set_thread_count(1);
    // Refused before anything is unpacked.
    if archive.archive().files.len() > MOST_ENTRIES {
        return Err(Error::TooLarge);
    }
    Ok(archive)
}

/// Returns the names of the files in an archive.
///
/// # Errors
/// [`Error::Encrypted`], [`Error::Damaged`], [`Error::TooLarge`].
pub(super) fn members<R: Read + Seek>(mut reader: R) -> Result<Vec<String>, Error> {
    let packed = reader.seek(SeekFrom::End(0)).unwrap_or_default();
    reader
        .rewind()
        .map_err(|error| Error::Damaged(error.to_string()))?;
    let archive = open(reader)?;
    let sizes = archive.archive().files.iter().map(ArchiveEntry::size);
    if is_over_budget(packed, sizes) {
        return Err(Error::TooLarge);
    }
    let files = archive.archive().files.iter();
    Ok(files.filter(|entry| is_file(entry)).map(name).collect())
}

/// Returns the bytes of the files called `names`, as far as there are such files.
///
/// All are unpacked in one pass: in a solid archive a file can only be read after those before it.
///
/// # Errors
/// As [`members`].
pub(super) fn files<R: Read + Seek>(
    reader: R,
    names: &[String],
) -> Result<HashMap<String, Result<Vec<u8>, Error>>, Error> {
    let mut archive = open(reader)?;
    let locked = locked_names(archive.archive());
    let mut found = HashMap::new();
    let mut left = LARGEST_PACKAGE;
    let read = archive.for_each_entries_with_decision(|entry, content| {
        let name = name(entry);
        if !is_file(entry) || !names.contains(&name) || found.contains_key(&name) {
            // What is skipped is unpacked by the library all the same.
            return Ok(EntryDecision::Continue);
        }
        let bytes = unpack(content, &mut left, locked.contains(&name));
        let is_whole = !matches!(bytes, Err(Error::TooLarge));
        found.insert(name, bytes);
        // The pass ends with the last file that is wanted.
        Ok(if is_whole && found.len() < names.len() {
            EntryDecision::Continue
        } else {
            EntryDecision::Stop
        })
    });
    match read {
        // Members before the damage were read, and are shown.
        Err(_) if found.is_empty() && names.iter().any(|name| locked.contains(name)) => {
            Err(Error::Encrypted)
        }
        Err(error) if found.is_empty() => Err(damaged(&error)),
        Err(error) => {
            // A block that cannot be read ends the pass: the files behind it are there, too.
            let files = archive.archive().files.iter();
            let files = files.filter(|entry| is_file(entry)).map(name);
            for name in files.filter(|name| names.contains(name)) {
                let is_locked = locked.contains(&name);
                let reason = is_locked.then_some(Error::Encrypted);
                let unread = || Err(reason.unwrap_or_else(|| damaged(&error)));
                found.entry(name).or_insert_with(unread);
            }
            Ok(found)
        }
        Ok(()) => Ok(found),
    }
}

/// Unpacks the content of a file, which takes its bytes off the `left` ones.
fn unpack(content: &mut dyn Read, left: &mut u64, is_locked: bool) -> Result<Vec<u8>, Error> {
    // What is announced may be wrong, so what is unpacked is counted.
    let limit = LARGEST_ENTRY.min(*left);
    let mut bytes = Vec::new();
    let read = content.take(limit + 1).read_to_end(&mut bytes);
    *left = left.saturating_sub(bytes.len() as u64);
    match read {
        _ if bytes.len() as u64 > limit => Err(Error::TooLarge),
        // A wrong password gives bytes as well, but not those of the checksum.
        Err(_) if is_locked => Err(Error::Encrypted),
        Err(error) if bytes.is_empty() => Err(Error::Damaged(error.to_string())),
        _ => Ok(bytes),
    }
}

/// Returns the names of the files whose bytes are encrypted.
fn locked_names(archive: &Archive) -> HashSet<String> {
    let files = archive.files.iter().enumerate();
    let locked = files.filter(|(at, _)| archive.is_file_encrypted(*at));
    locked.map(|(_, entry)| name(entry)).collect()
}

/// True for a file with content.
fn is_file(entry: &ArchiveEntry) -> bool {
    !entry.is_directory() && entry.has_stream()
}

/// The name of an entry as that of a file in a folder.
fn name(entry: &ArchiveEntry) -> String {
    let name = entry.name().replace('\\', "/").replace('\0', "␀");
    let parts = name
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}

/// Translates an error of the reader.
fn damaged(error: &SevenZipError) -> Error {
    match error {
        SevenZipError::PasswordRequired | SevenZipError::MaybeBadPassword(_) => Error::Encrypted,
        other => Error::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{Error, container, extract};
    use sevenz_rust2::encoder_options::AesEncoderOptions;
    use sevenz_rust2::{ArchiveEntry, ArchiveWriter, EncoderMethod, Password};
    use std::io::Cursor;

    #[test]
    fn files_of_a_7z_archive_are_members() {
        let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
        for (name, text) in [
            ("周报/6.txt", "第六期"),
            ("周报/7.txt", "第七期"),
            (".DS_Store", "x"),
        ] {
            let entry = ArchiveEntry::new_file(name);
            writer
                .push_archive_entry(entry, Some(text.as_bytes()))
                .unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(extract(&bytes).unwrap_err(), Error::Archive);
        let names = container::members(Cursor::new(&bytes)).unwrap();
        assert_eq!(names, ["周报/6.txt", "周报/7.txt"]);
        let mut read = Vec::new();
        let wanted = ["周报/7.txt", "周报/8.txt", "周报/6.txt"].map(str::to_owned);
        container::each(Cursor::new(&bytes), &wanted, |bytes| read.push(bytes)).unwrap();
        let missing = Err(Error::NoMember("周报/8.txt".to_owned()));
        assert_eq!(read, [Ok("第七期".into()), missing, Ok("第六期".into())]);
    }

    #[test]
    fn a_locked_file_beside_a_plain_one_is_named() {
        let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
        let entry = ArchiveEntry::new_file("6.txt");
        writer
            .push_archive_entry(entry, Some("第六期".as_bytes()))
            .unwrap();
        writer.set_encrypt_header(false);
        let secret = AesEncoderOptions::new(Password::new("潮汐"));
        writer.set_content_methods(vec![secret.into(), EncoderMethod::LZMA2.into()]);
        for (name, text) in [("7.txt", "第七期"), ("8.txt", "第八期")] {
            let entry = ArchiveEntry::new_file(name);
            writer
                .push_archive_entry(entry, Some(text.as_bytes()))
                .unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        let mut read = Vec::new();
        let wanted = ["6.txt", "7.txt", "8.txt"].map(str::to_owned);
        container::each(Cursor::new(&bytes), &wanted, |bytes| read.push(bytes)).unwrap();
        let locked = || Err(Error::Encrypted);
        assert_eq!(read, [Ok("第六期".into()), locked(), locked()]);
    }

    #[test]
    fn a_damaged_archive_and_a_rar_are_named() {
        let cut = [b"7z\xbc\xaf\x27\x1c".as_slice(), &[0; 40]].concat();
        assert!(matches!(
            container::members(Cursor::new(&cut)),
            Err(Error::Damaged(_))
        ));
        assert_eq!(extract(b"Rar!\x1a\x07\x01\0").unwrap_err(), Error::Rar);
    }
}
