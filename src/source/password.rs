//! The password for encrypted PDF, OFD, zip and 7z files, for the life of the process.
//!
//! It lies deep in the readers of four formats, so that it is set here and not handed through all of them. It is neither
//! stored nor logged. There is one at a time: the reader asks again for a file that needs another.

use std::sync::{PoisonError, RwLock};

/// The password that the user gave last.
static PASSWORD: RwLock<Option<String>> = RwLock::new(None);

/// Sets the password for all files that are opened from now on.
pub fn use_password(password: String) {
    *PASSWORD.write().unwrap_or_else(PoisonError::into_inner) = Some(password);
}

/// Returns the password, if there is one.
pub fn password() -> Option<String> {
    let password = PASSWORD.read().unwrap_or_else(PoisonError::into_inner);
    password.clone()
}
