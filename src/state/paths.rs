//! Paths as bytes: on Unix a file name is any bytes, and a basket must find it again.

use std::path::{Path, PathBuf};

/// The bytes that stand for `path` in the store.
pub fn to_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// The path that [`to_bytes`] wrote down.
#[cfg(unix)]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// The path that [`to_bytes`] wrote down. Outside Unix a name that is not Unicode is not found again.
#[cfg(not(unix))]
pub fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
