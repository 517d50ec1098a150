//! The password for encrypted PDF, OFD and zip files, for the life of the process.
//!
//! It is one for the whole run and lies deep in the readers of three formats, so that it is set once and not handed through
//! all of them. It is neither stored nor logged.

use std::sync::OnceLock;

/// The password that the user gave.
static PASSWORD: OnceLock<String> = OnceLock::new();

/// Sets the password for all files. Later calls have no effect.
pub fn use_password(password: String) {
    // There is one command line, so a second call can only be a mistake.
    let _first_call_wins = PASSWORD.set(password);
}

/// Returns the password, if there is one.
pub fn password() -> Option<&'static str> {
    PASSWORD.get().map(String::as_str)
}
