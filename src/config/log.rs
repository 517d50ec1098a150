//! The log of `--log FILE`: the command line, the files that could not be read and the end of the program, a line each.
//!
//! A process has one log, which every thread may write to. Without `--log` nothing is written, and no line is even
//! formatted.

use crate::private_files;
use crate::text::sanitize::sanitize;
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The log of the process; empty without `--log`.
static LOG: OnceLock<Mutex<File>> = OnceLock::new();

/// Opens the log at `path`; lines are added to an existing file. A new one is for its owner alone: it names the files that were
/// read.
///
/// # Errors
/// Those of opening the file.
pub fn begin(path: &Path) -> io::Result<()> {
    let file = private_files::open_to_append(path)?;
    // A second log in one process is left alone: the first goes on.
    let _ = LOG.set(Mutex::new(file));
    Ok(())
}

/// Writes a line with its time, if there is a log.
pub fn line(text: impl FnOnce() -> String) {
    // Errors are ignored: a full disk must not end the reader.
    if let Some(log) = LOG.get() {
        // A thread that panicked while writing leaves at most half a line behind.
        let mut file = log.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = write(&mut *file, &text());
    }
}

/// Writes `text` as one line without control characters.
fn write(out: &mut impl Write, text: &str) -> io::Result<()> {
    let text = text.replace(['\n', '\r'], " ");
    // One write a line, so that two readers with one log do not mix theirs.
    let line = format!("{:.3} {}\n", Timestamp::now(), sanitize(&text));
    out.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_harmless_line_with_its_time() {
        let mut out = Vec::new();
        write(&mut out, "a\nb\u{1b}[2J").unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line.lines().count(), 1);
        assert!(!line.trim_end().chars().any(char::is_control));
        let (time, text) = line.split_once(' ').unwrap();
        assert!(time.parse::<Timestamp>().is_ok(), "{time}");
        assert!(text.starts_with("a b"), "{text}");
    }
}
