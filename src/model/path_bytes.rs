//! Paths as bytes, for the store and the cache.
//!
//! A file name on Unix is any sequence of bytes, so a path stored as UTF-8 text might not find its file again.

use std::path::{Path, PathBuf};

/// Returns the bytes that stand for `path` in the store and the cache; [`from_bytes`] reads them.
pub fn to_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Returns the path that [`to_bytes`] turned into `bytes`.
#[cfg(unix)]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Returns the path that [`to_bytes`] turned into `bytes`. Outside Unix a name that is not Unicode is lost.
#[cfg(not(unix))]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
