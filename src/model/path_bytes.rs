//! Paths as bytes: on Unix a file name is any bytes, and what was written down must find it again.

use std::path::{Path, PathBuf};

/// The bytes that stand for `path` in a file of ours.
pub fn to_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
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
