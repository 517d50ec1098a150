//! The start of a program that recognises text: this program sets limits for itself and then becomes the other one.
//!
//! Limits cannot be set between the fork and the start of a program without unsafe code, so a process of this program does it.
//! In a session of its own the program has no terminal, and one signal ends it with all its children. It ends with its parent.

use std::ffi::{OsStr, OsString};

/// The words by which the program knows that it is to start another.
pub(super) const WORDS: [&str; 2] = ["launch", "--tool"];
/// The word for limits alone, for the user's own command, which may ask another machine.
pub(super) const LIMITED: &str = "limited";
/// The word for limits and confinement: writing in the temporary folder alone, no network.
pub(super) const CONFINED: &str = "confined";
/// The exit code where the program cannot be started; shells use it for a missing command.
pub(super) const NOT_STARTED: u8 = 127;

/// Limit of address space in bytes: inference libraries reserve far more than they use.
#[cfg(unix)]
const MOST_MEMORY: u64 = 6 << 30;
/// Limit of processor time in seconds, of all its threads together.
#[cfg(unix)]
const MOST_SECONDS: u64 = 600;
/// Limit of the size of a file that it writes, in bytes.
#[cfg(unix)]
const LARGEST_FILE: u64 = 512 << 20;

/// True if these are the arguments of such a process, program name first.
pub fn is_meant(arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> bool {
    let mut first = arguments.skip(1).take(WORDS.len());
    WORDS
        .iter()
        .all(|word| first.next().is_some_and(|given| given.as_ref() == *word))
}

/// Sets the limits and becomes the program; `arguments` are the whole command line. Returns the exit code where that fails.
pub fn serve(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let mut arguments = arguments.into_iter().skip(1 + WORDS.len());
        let (Some(mode), Some(folder), Some(program)) =
            (arguments.next(), arguments.next(), arguments.next())
        else {
            return NOT_STARTED;
        };
        limit();
        #[cfg(target_os = "linux")]
        if mode == CONFINED {
            // A kernel without Landlock leaves the limits.
            let _not_in_this_kernel = confine(&folder);
        }
        #[cfg(not(target_os = "linux"))]
        drop((mode, folder));
        let _error = std::process::Command::new(program).args(arguments).exec();
    }
    #[cfg(not(unix))]
    drop(arguments);
    NOT_STARTED
}

/// Leaves the terminal and sets the resource limits. What the system does not know is skipped.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit, setsid};
    let _leads_a_session_already = setsid();
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        let _not_known_here = set_parent_process_death_signal(Some(Signal::KILL));
    }
    let limits = [
        (Resource::Core, 0),
        (Resource::As, MOST_MEMORY),
        (Resource::Cpu, MOST_SECONDS),
        (Resource::Fsize, LARGEST_FILE),
    ];
    for (resource, most) in limits {
        let both = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        let _not_known_here = setrlimit(resource, both);
    }
}

/// Denies writing outside `folder` and all connections by TCP.
#[cfg(target_os = "linux")]
fn confine(folder: &OsStr) -> Result<(), landlock::RulesetError> {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr,
        path_beneath_rules,
    };
    let writing = AccessFs::from_write(ABI::V5);
    // Standard libraries open /dev/null for writing and share memory in /dev/shm.
    let open = [folder, OsStr::new("/dev/null"), OsStr::new("/dev/shm")];
    Ruleset::default()
        .handle_access(writing)?
        .handle_access(AccessNet::from_all(ABI::V5))?
        .create()?
        .add_rules(path_beneath_rules(open, writing))?
        .restrict_self()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_words_start_a_program() {
        assert!(is_meant(
            ["newsreader", "launch", "--tool", "limited"].iter()
        ));
        assert!(!is_meant(["newsreader", "launch"].iter()));
        assert!(!is_meant(["newsreader", "show", "launch", "--tool"].iter()));
    }
}
