//! Standard input as a report: `-` in place of a path.
//!
//! The text is copied to a file before it is read, and the copy is deleted when the command, or the
//! reader, ends, also by a signal. The reader then takes its keys from the terminal of the session, since standard
//! input is at its end.

use super::error::{CliError, CommandError, unreadable};
use crate::lang::{Lang, Words};
use crate::private_files;
#[cfg(unix)]
use crate::runtime::signals::{self, FolderRemoval};
use crate::source::LARGEST_FILE;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The path that stands for standard input.
const NAME: &str = "-";

/// A copy of standard input, in a folder that only the user can read and that goes with the value, or when a signal ends the
/// command. A file and not bytes in memory: whatever the reader does with a report begins with its path.
#[derive(Debug)]
pub struct PipedReport {
    /// The folder of the copy, deleted with the value.
    folder: TempDir,
    /// Deletes the folder when a signal ends the program; `None` in the reader, which ends by itself then.
    #[cfg(unix)]
    removal: Option<FolderRemoval>,
}

impl PipedReport {
    /// True if `path` stands for standard input.
    pub(super) fn is_meant(path: &Path) -> bool {
        path == Path::new(NAME)
    }

    /// Reads standard input to its end.
    ///
    /// # Errors
    /// The line to print if it is a terminal, or cannot be read or kept.
    pub(super) fn read(lang: Lang) -> Result<Self, CommandError> {
        let mut input = io::stdin().lock();
        if input.is_terminal() {
            let what = Words::new("标准输入是终端", "standard input is a terminal");
            let hint = Words::new("请用管道送入文字", "pipe a text into it");
            let error = CliError::usage(what.get(lang)).subject(NAME);
            return Err(error.hint(hint.get(lang)).into());
        }
        let failed = |error: io::Error| unreadable(&error, lang).subject(NAME);
        let folder = tempfile::tempdir().map_err(failed)?;
        // Made by the umask: still empty, it is closed to others.
        private_files::create_folder(folder.path()).map_err(failed)?;
        #[cfg(unix)]
        let removal = signals::remove_when_ended(folder.path()).map_err(failed)?;
        let mut file = private_files::create_new(&folder.path().join(NAME)).map_err(failed)?;
        // One byte beyond the limit, so that the reading of the file says that it is too large.
        let mut bounded = (&mut input).take(LARGEST_FILE as u64 + 1);
        io::copy(&mut bounded, &mut file).map_err(failed)?;
        Ok(Self {
            folder,
            #[cfg(unix)]
            removal: Some(removal),
        })
    }

    /// Returns the copy for the reader, which takes the signals itself and ends by them in order.
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no signals"))]
    pub(super) fn for_reader(mut self) -> Self {
        #[cfg(unix)]
        drop(self.removal.take());
        self
    }

    /// Returns the path of the copy.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }
}
