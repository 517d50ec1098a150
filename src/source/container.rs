//! Files that hold other files: zip and 7z archives, and mails with attachments, whose text counts as a file of its own.
//!
//! The three functions are the same for every kind: list the names, read one, read several in one
//! pass. A mail stands among its own attachments as a file of its text, so that neither gets lost.

use crate::source::error::Error;
use crate::source::{archive, mail, msg, seven_zip, sniff};
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

/// The name of a mail's own text among its attachments.
pub const MAIL_TEXT: &str = "邮件正文.eml";
/// The largest mail whose attachments are read, in bytes.
const LARGEST_MAIL: u64 = 64 << 20;
/// The first bytes by which a container is recognised.
const HEAD: usize = 4096;

/// The kinds of containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ContainerKind {
    /// A zip file.
    Zip,
    /// A 7z file.
    SevenZip,
    /// A mail with attachments.
    Mail,
    /// A mail that Outlook saved.
    Outlook,
}

/// Finds out what a container is by its first bytes; all that is nothing else is taken for a zip archive, whose reader has
/// the message for it.
fn kind<R: Read + Seek>(reader: &mut R) -> ContainerKind {
    let mut head = Vec::new();
    let read = reader
        .rewind()
        .and_then(|()| reader.take(HEAD as u64).read_to_end(&mut head));
    // The reader of the kind starts from the beginning.
    let rewound = reader.seek(SeekFrom::Start(0));
    match () {
        () if read.is_err() || rewound.is_err() => ContainerKind::Zip,
        () if sniff::is_seven_zip(&head) => ContainerKind::SevenZip,
        () if sniff::is_compound(&head) => ContainerKind::Outlook,
        () if sniff::is_mail_head(&head) => ContainerKind::Mail,
        () => ContainerKind::Zip,
    }
}

/// Returns the names of the files in a container, in their order.
///
/// # Errors
/// [`Error::Damaged`], [`Error::TooLarge`], [`Error::Encrypted`].
pub fn members<R: Read + Seek>(mut reader: R) -> Result<Vec<String>, Error> {
    match kind(&mut reader) {
        ContainerKind::Zip => archive::members(reader),
        ContainerKind::SevenZip => {
            let names = seven_zip::members(reader)?.into_iter();
            Ok(names.filter(|name| archive::is_shown(name)).collect())
        }
        mail => {
            let parts = parts(reader, mail)?;
            Ok(parts.into_iter().map(|(name, _)| name).collect())
        }
    }
}

/// Returns the bytes of the file that [`members`] calls `name`.
///
/// # Errors
/// [`Error::NotAnArchive`] where the file is text, a picture or a single document, [`Error::NoMember`] where a container has
/// no such file, and as [`members`].
pub fn member<R: Read + Seek>(mut reader: R, name: &str) -> Result<Vec<u8>, Error> {
    if kind(&mut reader) == ContainerKind::Zip {
        return archive::member(reader, name);
    }
    let mut bytes = Err(Error::NoMember(name.to_owned()));
    each(reader, &[name.to_owned()], |read| bytes = read)?;
    bytes
}

/// Hands the bytes of each of the files that [`members`] calls `names` to `take`, in the order of `names`.
///
/// # Errors
/// As [`members`].
pub fn each<R: Read + Seek>(
    mut reader: R,
    names: &[String],
    mut take: impl FnMut(Result<Vec<u8>, Error>),
) -> Result<(), Error> {
    let mut files = match kind(&mut reader) {
        ContainerKind::Zip => return archive::each(reader, names, take),
        ContainerKind::SevenZip => seven_zip::files(reader, names)?,
        mail => {
            let parts = parts(reader, mail)?.into_iter();
            parts.map(|(name, bytes)| (name, Ok(bytes))).collect()
        }
    };
    for name in names {
        let missing = || Err(Error::NoMember(name.clone()));
        take(files.remove(name).unwrap_or_else(missing));
    }
    Ok(())
}

/// Returns the parts of a mail: its text, then its attachments, under names that differ.
fn parts<R: Read>(reader: R, kind: ContainerKind) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut bytes = Vec::new();
    let read = reader.take(LARGEST_MAIL + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::Damaged(error.to_string()))?;
    if bytes.len() as u64 > LARGEST_MAIL {
        return Err(Error::TooLarge);
    }
    let attachments = match kind {
        ContainerKind::Outlook => msg::attachments(&bytes)?,
        _ => mail::attachments(&bytes)?,
    };
    // The whole mail stands for its text: the reader of mails leaves attachments aside where it reads a member.
    let mut parts = vec![(MAIL_TEXT.to_owned(), bytes)];
    // The names that are taken, and the number to try next for each: a mail may have thousands of parts of one name.
    let mut taken = HashMap::from([(MAIL_TEXT.to_owned(), 2_usize)]);
    for (name, bytes) in attachments {
        let name = file_name(&name);
        let mut free = name.clone();
        while taken.contains_key(&free) {
            let number = taken.entry(name.clone()).or_insert(2);
            free = match name.rsplit_once('.') {
                Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
                None => format!("{name} ({number})"),
            };
            *number += 1;
        }
        taken.insert(free.clone(), 2);
        parts.push((free, bytes));
    }
    Ok(parts)
}

/// Returns the name of an attachment as that of a file: no folders, no control characters.
// The name becomes a part of a path in results and is typed back by the user.
fn file_name(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .map(|c| if c.is_control() { '_' } else { c })
        .collect()
}
