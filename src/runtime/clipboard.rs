//! Copying, so that a text arrives where it is pasted: over SSH, inside tmux, under WSL, on a desktop.
//!
//! [`Surroundings`] tells where we are, [`plan`] which ways lead from there to the reader's own clipboard, and
//! [`Clipboard`] goes them. Nothing is looked at before the first copy, so copying costs nothing at start. What cannot be
//! known is not claimed: a program that ended well has taken the text, while a terminal that was sent an OSC 52 sequence
//! does not answer.

pub mod native;
pub mod osc52;
pub mod program;
pub mod surroundings;
pub mod way;

use crate::config::{self, Way};
use native::Native;
use surroundings::{Plan, Surroundings, plan};
use way::Failure;

/// What the configuration says about copying.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Preference {
    /// By the surroundings.
    #[default]
    Auto,
    /// This way and no other.
    Only(Way),
    /// The reader's own program with its arguments; it is given the text on standard input, in UTF-8.
    Program(Vec<String>),
}

impl Preference {
    /// What `[copy]` in the configuration asks for: an own command before a method.
    pub fn of(copy: &config::Copy) -> Self {
        match (&copy.command, &copy.method) {
            (Some(command), _) => Self::Program(shell(command)),
            (None, Some(way)) => Self::Only(way.clone()),
            (None, None) => Self::Auto,
        }
    }
}

/// The words that run a command line as its writer's shell would.
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

/// What became of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The ways that took it.
    pub taken: Vec<Way>,
    /// Bytes that the caller must now write to the terminal: with them the text goes out by OSC 52, unconfirmed.
    pub sequence: Option<Vec<u8>>,
    /// What was tried and failed, in its order.
    pub failed: Vec<(Way, Failure)>,
}

impl Outcome {
    /// Whether the text is in a clipboard for certain.
    pub fn is_certain(&self) -> bool {
        !self.taken.is_empty()
    }

    /// Whether no way was left: the text must be shown, to be selected by hand.
    pub fn is_by_hand(&self) -> bool {
        self.taken.is_empty() && self.sequence.is_none()
    }
}

/// The reader's clipboard, as far as it can be reached.
#[derive(Debug, Default)]
pub struct Clipboard {
    preference: Preference,
    known: Option<(Surroundings, Plan)>,
    native: Option<Native>,
}

impl Clipboard {
    /// A clipboard that has looked at nothing yet.
    pub fn new(preference: Preference) -> Self {
        Self {
            preference,
            ..Self::default()
        }
    }

    /// Copies `text` by the first way that works out of each group of the plan. May take up to some seconds where a
    /// program hangs, so it is called off the drawing thread.
    pub fn copy(&mut self, text: &str) -> Outcome {
        let groups = match self.preference.clone() {
            Preference::Only(way) => vec![vec![way]],
            Preference::Program(words) => vec![vec![Way::Own(words)]],
            Preference::Auto => self.plan().groups.clone(),
        };
        self.finish(groups, text)
    }

    /// Tries `way` alone, whatever the plan says.
    pub fn try_way(&mut self, way: &Way, text: &str) -> Outcome {
        self.finish(vec![vec![way.clone()]], text)
    }

    /// What the system's clipboard holds, read without a program.
    ///
    /// # Errors
    /// [`Failure`] where there is none, it holds no text or does not answer.
    pub fn native_text(&mut self) -> Result<String, Failure> {
        self.native.get_or_insert_with(Native::start).get()
    }

    /// The ways that copying would go, worked out on first use.
    pub fn plan(&mut self) -> &Plan {
        &self.known().1
    }

    fn known(&mut self) -> &(Surroundings, Plan) {
        self.known.get_or_insert_with(|| {
            let surroundings = Surroundings::look();
            let plan = plan(&surroundings);
            (surroundings, plan)
        })
    }

    fn finish(&mut self, groups: Vec<Vec<Way>>, text: &str) -> Outcome {
        let mut outcome = Outcome::default();
        for group in groups {
            for way in group {
                match self.go(&way, text) {
                    Ok(Some(sequence)) => outcome.sequence = Some(sequence),
                    Ok(None) => outcome.taken.push(way),
                    Err(failure) => {
                        outcome.failed.push((way, failure));
                        continue;
                    }
                }
                break;
            }
        }
        outcome
    }

    /// Goes one way; OSC 52 gives back the bytes that the terminal must be sent.
    fn go(&mut self, way: &Way, text: &str) -> Result<Option<Vec<u8>>, Failure> {
        match way {
            Way::Osc52 => {
                let in_screen = self.known().0.screen;
                osc52::sequence(text, in_screen).map(Some)
            }
            Way::Native => {
                let native = self.native.get_or_insert_with(Native::start);
                native.set(text).map(|()| None)
            }
            way => way
                .programs(text)
                .ok_or(Failure::Unavailable)
                .and_then(|calls| program::first(&calls))
                .map(|()| None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clipboard, Preference};
    use crate::config::Way;

    #[cfg(unix)]
    #[test]
    fn an_own_program_is_given_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("taken");
        let script = format!("cat > '{}'", target.display());
        let words = ["sh", "-c", &script].map(str::to_owned).to_vec();
        let mut clipboard = Clipboard::new(Preference::Program(words.clone()));
        let outcome = clipboard.copy("标题 https://example.com/a");
        assert_eq!(outcome.taken, [Way::Own(words)]);
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
        let outcome = Clipboard::new(Preference::Only(Way::Osc52)).copy("x");
        assert!(!outcome.is_certain() && !outcome.is_by_hand());
        assert!(outcome.sequence.is_some());
    }
}
