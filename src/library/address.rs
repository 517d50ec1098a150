//! Names of files for people and for scripts, and the way back to the file.
//!
//! A file name on Unix is any sequence of bytes. Archives that were packed on Chinese Windows leave names in GBK; [`shown`]
//! makes them readable, [`address`] gives them to a script so that [`to_path`] finds the file again.
//!
//! Three forms of a name occur: the bytes on disk, the text that people see, and the address that
//! scripts get. Only the first is unique, so whatever is typed or pasted is led back to a name on
//! disk: by its bytes, else by an address, else by the name in the folder that reads alike (GBK,
//! another normal form of Unicode).

use crate::text::fold::composed;
use encoding_rs::GB18030;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, percent_encode};
use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The bytes that are escaped in a `file://` address: those that RFC 3986 does not allow in a path, and `%`.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The pairs of quotation marks that a file manager or a chat puts around a copied path.
const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];

/// Returns `name` for people: as it is where it is Unicode, decoded from GBK where it can be that.
///
/// ```
/// use newsreader::library::address::shown;
/// assert_eq!(shown("周报.txt".as_ref()), "周报.txt");
/// ```
#[must_use]
pub fn shown(name: &OsStr) -> Cow<'_, str> {
    if let Some(name) = name.to_str() {
        return Cow::Borrowed(name);
    }
    // GB18030 contains GBK and decodes nearly any bytes, so an error means another encoding.
    let (text, had_errors) = GB18030.decode_without_bom_handling(name.as_encoded_bytes());
    if had_errors {
        name.to_string_lossy()
    } else {
        text
    }
}

/// Returns `path` for scripts: itself where it is Unicode, else a `file://` address with escaped bytes (RFC 8089).
#[must_use]
pub fn address(path: &Path) -> Cow<'_, str> {
    if let Some(path) = path.to_str() {
        return Cow::Borrowed(path);
    }
    let whole = std::path::absolute(path);
    let whole = whole.as_deref().unwrap_or(path).as_os_str();
    let escaped = percent_encode(whole.as_encoded_bytes(), ESCAPED);
    Cow::Owned(format!("file://{escaped}"))
}

/// Returns the path that an argument means.
///
/// An argument that names a file is taken as it is. Otherwise it may be a `file://` address, a path in quotation marks, a
/// path of Windows (`C:\报告\1.txt`, on Unix below `/mnt/c`), or a name in another Unicode normal form or encoding than that on
/// disk. What leads to no file is returned unchanged, so that the error names what was typed.
#[must_use]
pub fn to_path(argument: &OsStr) -> PathBuf {
    let plain = PathBuf::from(argument);
    // Without following links: a link that leads nowhere is named in the error as it was typed.
    if plain.symlink_metadata().is_ok() {
        return plain;
    }
    let Some(text) = argument.to_str() else {
        return existing_spelling(&plain).unwrap_or(plain);
    };
    if let Some(path) = from_address(text) {
        return path;
    }
    let trimmed = text.trim();
    let unquoted = QUOTES.iter().find_map(|(open, close)| {
        let inside = trimmed.strip_prefix(*open)?;
        inside.strip_suffix(*close)
    });
    if let Some(inside) = unquoted {
        return to_path(OsStr::new(inside));
    }
    windows_path(trimmed)
        .or_else(|| existing_spelling(&plain))
        .unwrap_or(plain)
}

/// Decodes a `file:` address; `None` where `text` is none or names another host.
///
/// The host may be empty or `localhost` (RFC 8089).
fn from_address(text: &str) -> Option<PathBuf> {
    let scheme = text.get(..5).filter(|s| s.eq_ignore_ascii_case("file:"))?;
    let rest = text.get(scheme.len()..)?;
    let path = match rest.strip_prefix("//") {
        Some(after) => after.strip_prefix("localhost").unwrap_or(after),
        None => rest,
    };
    if !path.starts_with('/') {
        return None;
    }
    // Bytes and not text: an escaped GBK name is no UTF-8.
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    // `file:///C:/…` has a slash before the drive.
    let drive = bytes.strip_prefix(b"/").filter(|rest| is_drive(rest));
    if let Some(path) = drive.and_then(|rest| std::str::from_utf8(rest).ok()) {
        return Some(windows_path(path).unwrap_or_else(|| PathBuf::from(path)));
    }
    let path = crate::model::path_bytes::from_bytes(bytes);
    Some(existing_spelling(&path).unwrap_or(path))
}

/// True if `path` begins with the letter of a drive.
fn is_drive(path: &[u8]) -> bool {
    matches!(path, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// Returns the file that a path of Windows names here; `None` where there is none.
///
/// On Unix drives are looked for below `/mnt`.
fn windows_path(text: &str) -> Option<PathBuf> {
    if !text.contains('\\') && !is_drive(text.as_bytes()) {
        return None;
    }
    let slashed = text.replace('\\', "/");
    let mounted = is_drive(slashed.as_bytes()).then(|| {
        let (drive, rest) = slashed.split_at(1);
        // The Linux subsystem of Windows mounts its drives there.
        let rest = rest.trim_start_matches(':').trim_start_matches('/');
        PathBuf::from(format!("/mnt/{}/{rest}", drive.to_ascii_lowercase()))
    });
    let candidates = [Some(PathBuf::from(slashed)), mounted];
    candidates.into_iter().flatten().find_map(|path| {
        path.exists()
            .then(|| path.clone())
            .or_else(|| existing_spelling(&path))
    })
}

/// Returns the path on disk whose names read as those of `path`; `None` where there is none or it cannot be a question of
/// spelling.
///
/// Each part of the path is compared by itself, so that a folder in GBK may hold a file in another
/// normal form.
fn existing_spelling(path: &Path) -> Option<PathBuf> {
    let mut found = PathBuf::new();
    for part in path.components() {
        let next = found.join(part);
        if !matches!(part, Component::Normal(_)) || next.symlink_metadata().is_ok() {
            found = next;
            continue;
        }
        // Behind an archive the names are those of members.
        if found.is_file() {
            found = next;
            continue;
        }
        let folder = if found.as_os_str().is_empty() {
            Path::new(".")
        } else {
            found.as_path()
        };
        let wanted = part.as_os_str();
        let name = same_name(folder, wanted)?;
        found.push(name);
    }
    found.exists().then_some(found).or_else(|| {
        let archive = path.ancestors().nth(1)?;
        archive.is_file().then(|| path.to_owned())
    })
}

/// Returns the name in `folder` that reads as `wanted`.
// Listing the folder is slow, but is done only where the name itself led nowhere.
fn same_name(folder: &Path, wanted: &OsStr) -> Option<OsString> {
    let wanted = shown(wanted);
    let wanted = composed(&wanted);
    let names = fs::read_dir(folder).ok()?.flatten();
    names
        .map(|item| item.file_name())
        .find(|name| composed(&shown(name)) == wanted)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_name_in_gbk_is_readable_and_its_address_leads_back() {
        let dir = tempfile::tempdir().unwrap();
        // 周报 in GBK.
        let name = OsStr::from_bytes(b"\xd6\xdc\xb1\xa8 1.txt");
        let path = dir.path().join(name);
        fs::write(&path, "x").unwrap();
        assert_eq!(shown(name), "周报 1.txt");
        let address = address(&path);
        assert!(address.starts_with("file:///") && address.ends_with("%D6%DC%B1%A8%201.txt"));
        assert_eq!(to_path(OsStr::new(&*address)), path);
        // Also by the name that a list showed.
        assert_eq!(to_path(dir.path().join("周报 1.txt").as_os_str()), path);
    }

    #[test]
    fn another_normal_form_quotes_and_backslashes_lead_to_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("cafe\u{301}");
        fs::create_dir(&folder).unwrap();
        let path = folder.join("1.txt");
        fs::write(&path, "x").unwrap();
        let typed = dir.path().join("café/1.txt");
        let typed = typed.to_str().unwrap();
        for written in [
            typed.to_owned(),
            format!("\"{typed}\""),
            format!("“{typed}”"),
            typed.replace('/', "\\"),
            format!("file://{typed}"),
            format!("file://localhost{}", typed.replace('é', "%C3%A9")),
        ] {
            assert_eq!(to_path(OsStr::new(&written)), path, "{written}");
        }
        assert_eq!(
            to_path(OsStr::new("nowhere/1.txt")),
            Path::new("nowhere/1.txt")
        );
        assert_eq!(to_path(OsStr::new("-")), Path::new("-"));
    }
}
