//! `watch.txt` in the configuration folder: the watch words as they are written. Their meaning is in the library.

use super::config_folder;
use encoding_rs::GB18030;
use std::fs;
use std::io;
use std::path::PathBuf;

/// The name of the file in the configuration folder.
const NAME: &str = "watch.txt";

/// Returns the path of the list of watch words, which need not exist; `None` if the system names no home folder.
pub fn watch_path() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join(NAME))
}

/// Reads the list of watch words; `None` where there is none.
///
/// # Errors
/// Those of reading the file.
pub fn read_watch_words() -> io::Result<Option<String>> {
    let Some(path) = watch_path() else {
        return Ok(None);
    };
    match fs::read(path) {
        Ok(bytes) => Ok(Some(decode(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Decodes the file as UTF-8, else as GB 18030, in which Windows editors in China save by default.
fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| GB18030.decode(error.as_bytes()).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_gbk_is_read_too() {
        let (gbk, _, _) = GB18030.encode("医保\n互联网医院");
        assert_eq!(decode(gbk.into_owned()), "医保\n互联网医院");
        assert_eq!(decode("医保".into()), "医保");
    }
}
