//! Opening a link in a browser, which gets no access to our terminal.
//!
//! The link was checked by the app before it comes here. The browser is started with its input and
//! output closed and is not waited for: a text browser without a terminal ends by itself, and
//! messages of a graphical one do not paint over the screen.

use std::io;
use std::process::{Child, Command, Stdio};

/// Starts a browser on `link`, which must be http or https: `own` if it is set, else those that `$BROWSER` names, else the
/// system's opener. Returns its process without waiting for it.
///
/// # Errors
/// The error of the last program that was tried; `NotFound` if there is none to try.
pub fn open(link: &str, own: Option<&str>) -> io::Result<Child> {
    let named = std::env::var("BROWSER").ok();
    let mut outcome = Err(io::ErrorKind::NotFound.into());
    // A browser that the user named may need no display, such as one that opens the link on another
    // machine.
    if own.is_none() && named.is_none() && !has_display() {
        return outcome;
    }
    for command in commands(link, own, named.as_deref()) {
        outcome = start(&command);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// True if the system's opener has a display.
fn has_display() -> bool {
    // Without one, as over SSH, it would start a text browser on our screen, or nothing at all.
    let names = [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "WSL_DISTRO_NAME",
        "TERMUX_VERSION",
    ];
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows)) || names.iter().any(set)
}

/// Returns the commands to try in turn, as words. `$BROWSER` may name several, separated by colons, each with `%s` for the
/// link.
///
/// Without `%s` the link is the last word. Words are split at white space and no shell runs, so
/// that an address with `;` or `$` stays an address. An own command has no fallback: it is what the
/// user wants.
fn commands(link: &str, own: Option<&str>, named: Option<&str>) -> Vec<Vec<String>> {
    let chosen = own
        .map(|own| vec![own])
        .or_else(|| named.map(|n| n.split(':').collect()));
    let system: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["explorer"]
    } else {
        &["xdg-open"]
    };
    let words = |command: &str| -> Vec<String> {
        let mut words: Vec<String> = command
            .split_whitespace()
            .map(|w| w.replace("%s", link))
            .collect();
        if !command.contains("%s") {
            words.push(link.to_owned());
        }
        words
    };
    let chosen = chosen.unwrap_or_default();
    let known = chosen
        .into_iter()
        .filter(|command| !command.trim().is_empty());
    let all = known.chain(if own.is_some() { &[] } else { system }.iter().copied());
    all.map(words).collect()
}

/// Starts a command without access to the terminal.
///
///
/// # Errors
/// `NotFound` for an empty command, else the error of the system.
fn start(words: &[String]) -> io::Result<Child> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // In a process group of its own, so that a Ctrl-C meant for us does not end it.
        command.process_group(0);
    }
    command.spawn()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(own: Option<&str>, named: Option<&str>) -> Vec<String> {
        commands("https://example.com/a?b=c", own, named)
            .iter()
            .map(|w| w.join(" "))
            .collect()
    }

    #[test]
    fn the_own_command_stands_alone_and_the_environment_before_the_system() {
        assert_eq!(
            lines(Some("lynx -x"), Some("w3m")),
            ["lynx -x https://example.com/a?b=c"]
        );
        let lines = lines(None, Some("w3m %s -n:links"));
        assert_eq!(
            lines.first().map(String::as_str),
            Some("w3m https://example.com/a?b=c -n")
        );
        assert_eq!(lines.len(), 3);
    }
}
