//! The parts of a zip package.

#![expect(
    clippy::unwrap_used,
    reason = "a package that cannot be read fails the test"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The texts of the parts, by their names.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(file.name().unwrap().into_owned(), text);
    }
    parts
}
