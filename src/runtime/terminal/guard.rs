//! The guard: a process of this program that restores the terminal where the reader cannot do it itself.
//!
//! A failed allocation, a stack overflow and `kill -9` end a program without a word, and no code of it runs again. The guard
//! waits at the end of a pipe from the reader; if the pipe ends while the terminal is taken over, the guard restores it. It
//! starts after the first frame, so that no start gets slower.

use crate::library::sandbox;
use rustix::termios::{InputModes, LocalModes, OptionalActions, OutputModes, tcgetattr, tcsetattr};
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The two words by which the program knows that it is to be the guard.
const WORDS: [&str; 2] = ["guard", "--terminal"];
/// The message that the terminal is taken over.
const TAKEN: u8 = b't';
/// The message that the terminal is taken over and its title kept.
const TITLED: u8 = b'n';
/// The message that the terminal is as the shell left it.
const FREE: u8 = b'f';

/// The modes of the terminal before it was taken over: input, output, local.
static MODES: OnceLock<[u64; 3]> = OnceLock::new();
/// The pipe to the guard, once it runs.
static PIPE: Mutex<Option<ChildStdin>> = Mutex::new(None);

/// Remembers the modes that the terminal has now. Called before it is taken over.
pub(super) fn remember_modes() {
    if let Ok(modes) = tcgetattr(io::stdout()) {
        MODES.get_or_init(|| {
            [
                modes.input_modes.bits().into(),
                modes.output_modes.bits().into(),
                modes.local_modes.bits().into(),
            ]
        });
    }
}

/// Starts the guard. Without one the terminal is restored in all cases but a sudden end, so that a failure is no error.
pub(in crate::runtime) fn start() {
    let Some(modes) = MODES.get() else { return };
    let Ok(program) = sandbox::program() else {
        return;
    };
    let guard = Command::new(program)
        .args(WORDS)
        .args(modes.map(|word| word.to_string()))
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let pipe = guard.ok().and_then(|mut guard| guard.stdin.take());
    *PIPE.lock().unwrap_or_else(PoisonError::into_inner) = pipe;
    set_taken(super::is_taken());
}

/// Reports to the guard that the terminal is taken over or given back.
pub(super) fn set_taken(is_taken: bool) {
    // The panic hook comes here too: a lock that this thread holds already must not stop it.
    if let Ok(mut pipe) = PIPE.try_lock()
        && let Some(pipe) = pipe.as_mut()
    {
        let message = match is_taken {
            false => FREE,
            true if super::has_title() => TITLED,
            true => TAKEN,
        };
        let _guard_is_gone = pipe.write_all(&[message]);
    }
}

/// True if these are the arguments of the guard, program name first.
pub fn is_meant(arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> bool {
    let mut first = arguments.skip(1).take(WORDS.len());
    WORDS
        .iter()
        .all(|word| first.next().is_some_and(|given| given.as_ref() == *word))
}

/// Waits for the end of the reader, and restores the terminal on standard output if that was sudden; `arguments` are the whole
/// command line.
pub fn serve(arguments: impl Iterator<Item = OsString>) {
    // In a session of its own no key and no hang-up of the terminal ends it, and it may set the modes without being in the
    // foreground.
    if rustix::process::setsid().is_err() {
        return;
    }
    let modes: Vec<u64> = arguments
        .skip(1 + WORDS.len())
        .filter_map(|word| word.to_str()?.parse().ok())
        .collect();
    // It is started while the terminal is taken over: the reader may end before its first message.
    let mut last = TAKEN;
    for message in io::stdin().lock().bytes() {
        match message {
            Ok(message) => last = message,
            Err(_) => break,
        }
    }
    if last != FREE
        && let [input, output, local] = modes[..]
    {
        let _terminal_is_gone = super::write_out(&super::restoring(last == TITLED));
        let _terminal_is_gone = set_modes(input, output, local);
    }
}

/// Gives the terminal on standard output the modes of [`remember_modes`]; the others stay. `None` where there is no terminal.
fn set_modes(input: u64, output: u64, local: u64) -> Option<()> {
    let mut modes = tcgetattr(io::stdout()).ok()?;
    modes.input_modes = InputModes::from_bits_retain(input.try_into().ok()?);
    modes.output_modes = OutputModes::from_bits_retain(output.try_into().ok()?);
    modes.local_modes = LocalModes::from_bits_retain(local.try_into().ok()?);
    tcsetattr(io::stdout(), OptionalActions::Now, &modes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_words_in_a_row_mean_the_guard() {
        assert!(is_meant(["newsreader", "guard", "--terminal", "1"].iter()));
        assert!(!is_meant(["newsreader", "guard"].iter()));
        assert!(!is_meant(["newsreader", "show", "guard"].iter()));
    }
}
