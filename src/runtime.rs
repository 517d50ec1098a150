//! The outside: the terminal, the clipboard, the browser, slow work.

pub mod clipboard;
#[cfg(unix)]
pub mod probe;
pub mod save;
pub mod survey;
#[cfg(unix)]
pub mod typed;
