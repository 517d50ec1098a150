//! Copying, so that a text arrives where it is pasted: over SSH, inside tmux, under WSL, on a desktop.
//!
//! [`Environment`] describes where the program runs, [`plan`] which methods lead from there to the user's own clipboard,
//! and [`Clipboard`] uses them. Nothing is detected before the first copy, so copying costs nothing at the start. Success
//! is claimed only where it is known: a program that ended without an error has taken the text, while a terminal does not
//! answer an OSC 52 sequence.
//!
//! A plan is a list of groups. Of each group the first method that works is used, since the others
//! would only put the same text into the same clipboard again. There is more than one group where
//! the user may paste in more than one place. The configuration can name one method or a
//! program instead; then there is no plan and no fallback.

pub mod environment;
pub mod error;
pub mod methods;
pub mod native;
pub mod osc52;
pub mod program;

use crate::config::{CopyMethod, CopySettings};
use environment::{Environment, Plan, plan};
use error::CopyError;
use native::Native;

/// The choice of a method by the configuration.
///
/// A command of the configuration is run by the user's shell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Preference {
    /// By the environment.
    #[default]
    Auto,
    /// This method and no other.
    Only(CopyMethod),
    /// The user's own program with its arguments. It gets the text on standard input, in UTF-8.
    Program(Vec<String>),
}

impl Preference {
    /// Reads `[copy]` of the configuration: a command comes before a method.
    pub fn of(copy: &CopySettings) -> Self {
        match (&copy.command, &copy.method) {
            (Some(command), _) => Self::Program(shell(command)),
            (None, Some(method)) => Self::Only(method.clone()),
            (None, None) => Self::Auto,
        }
    }
}

/// Returns the words that run a command line as the user's shell would.
///
/// The text itself comes on standard input and never stands in the command line, where other users
/// could read it.
fn shell(command: &str) -> Vec<String> {
    let shell = if cfg!(windows) {
        ["cmd", "/C"]
    } else {
        ["sh", "-c"]
    };
    shell
        .into_iter()
        .chain([command])
        .map(str::to_owned)
        .collect()
}

/// The result of copying a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyOutcome {
    /// The methods that took the text.
    pub taken: Vec<CopyMethod>,
    /// The bytes that the caller must write to the terminal: they send the text by OSC 52, unconfirmed.
    pub sequence: Option<Vec<u8>>,
    /// The methods that failed, in the order in which they were tried.
    pub failed: Vec<(CopyMethod, CopyError)>,
}

impl CopyOutcome {
    /// True if the text is known to be in a clipboard.
    pub fn is_certain(&self) -> bool {
        !self.taken.is_empty()
    }

    /// True if every method failed: the text must be shown, to be selected by hand.
    pub fn is_by_hand(&self) -> bool {
        self.taken.is_empty() && self.sequence.is_none()
    }
}

/// The user's clipboard, as far as it can be reached.
#[derive(Debug, Default)]
pub struct Clipboard {
    /// The choice of the configuration.
    preference: Preference,
    /// The environment and its plan; `None` before the first copy.
    detected: Option<(Environment, Plan)>,
    /// The thread that holds the system's clipboard; `None` until it is needed.
    native: Option<Native>,
}

impl Clipboard {
    /// Makes a clipboard that has detected nothing yet.
    pub fn new(preference: Preference) -> Self {
        Self {
            preference,
            ..Self::default()
        }
    }

    /// Copies `text` by the first method that works of each group of the plan. Takes up to ten seconds for a program that
    /// hangs, so it is called off the drawing thread.
    pub fn copy(&mut self, text: &str) -> CopyOutcome {
        let groups = match self.preference.clone() {
            Preference::Only(method) => vec![vec![method]],
            Preference::Program(words) => vec![vec![CopyMethod::Own(words)]],
            Preference::Auto => self.plan().groups.clone(),
        };
        self.try_groups(groups, text)
    }

    /// Copies `text` by `method` alone, whatever the plan.
    pub fn try_method(&mut self, method: &CopyMethod, text: &str) -> CopyOutcome {
        self.try_groups(vec![vec![method.clone()]], text)
    }

    /// Returns the text in the system's clipboard, read without a program.
    ///
    /// # Errors
    /// [`CopyError`] if there is no clipboard, if it holds no text or if it does not answer.
    pub fn native_text(&mut self) -> Result<String, CopyError> {
        self.native.get_or_insert_with(Native::start).get()
    }

    /// Returns the methods that copying would use, detected at the first call.
    pub fn plan(&mut self) -> &Plan {
        &self.detected().1
    }

    /// Returns the environment with its plan. Both are found at the first call and kept.
    fn detected(&mut self) -> &(Environment, Plan) {
        self.detected.get_or_insert_with(|| {
            let environment = Environment::detect();
            let plan = plan(&environment);
            (environment, plan)
        })
    }

    /// Copies `text` by the first method of each group that works, and collects the failures on the
    /// way.
    fn try_groups(&mut self, groups: Vec<Vec<CopyMethod>>, text: &str) -> CopyOutcome {
        let mut outcome = CopyOutcome::default();
        for group in groups {
            for method in group {
                match self.run(&method, text) {
                    Ok(Some(sequence)) => outcome.sequence = Some(sequence),
                    Ok(None) => outcome.taken.push(method),
                    Err(error) => {
                        outcome.failed.push((method, error));
                        continue;
                    }
                }
                break;
            }
        }
        outcome
    }

    /// Copies `text` by one method. OSC 52 returns the bytes to be sent to the terminal.
    ///
    /// # Errors
    /// [`CopyError`] by which the method failed; nothing was copied by it.
    fn run(&mut self, method: &CopyMethod, text: &str) -> Result<Option<Vec<u8>>, CopyError> {
        match method {
            CopyMethod::Osc52 => {
                let in_screen = self.detected().0.screen;
                osc52::sequence(text, in_screen).map(Some)
            }
            CopyMethod::Native => {
                let native = self.native.get_or_insert_with(Native::start);
                native.set(text).map(|()| None)
            }
            method => method
                .calls(text)
                .ok_or(CopyError::Unavailable)
                .and_then(|calls| program::run_first(&calls))
                .map(|()| None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clipboard, Preference};
    use crate::config::CopyMethod;

    #[cfg(unix)]
    #[test]
    fn an_own_program_is_given_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("taken");
        let script = format!("cat > '{}'", target.display());
        let words = ["sh", "-c", &script].map(str::to_owned).to_vec();
        let mut clipboard = Clipboard::new(Preference::Program(words.clone()));
        let outcome = clipboard.copy("标题 https://example.com/a");
        assert_eq!(outcome.taken, [CopyMethod::Own(words)]);
        let taken = std::fs::read_to_string(target).unwrap();
        assert_eq!(taken, "标题 https://example.com/a");
    }

    #[test]
    fn a_program_that_is_not_there_leaves_the_text_to_be_taken_by_hand() {
        let words = vec!["newsreader-test-no-such-program".to_owned()];
        let outcome = Clipboard::new(Preference::Program(words)).copy("x");
        assert!(outcome.is_by_hand());
        assert_eq!(outcome.failed.len(), 1);
    }

    #[test]
    fn a_forced_terminal_sequence_is_never_called_certain() {
        let outcome = Clipboard::new(Preference::Only(CopyMethod::Osc52)).copy("x");
        assert!(!outcome.is_certain() && !outcome.is_by_hand());
        assert!(outcome.sequence.is_some());
    }
}
