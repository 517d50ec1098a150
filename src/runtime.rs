//! The outside: the terminal, the clipboard, the browser, slow work.

pub mod clipboard;
pub mod save;
