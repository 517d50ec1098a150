//! Opening a link in a browser, and a file in its own program. Neither gets access to our terminal.
//!
//! Link and file were checked by the app before they come here. A program is started with its input and output closed: a text
//! browser without a terminal ends by itself, and messages of a graphical one do not paint over the screen.

use crate::lang::{Lang, SystemError, Words};
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// No browser could be started.
const NOT_BROWSED: Words = Words::new(
    "打不开浏览器（{}）；按 y 复制链接",
    "no browser ({}); press y to copy the link",
);
/// The reason if there is no browser to start, as over SSH.
const NO_BROWSER: Words = Words::new(
    "没有图形界面，也没有设 $BROWSER",
    "no display, and $BROWSER is not set",
);
/// The file could not be handed to a program.
const NOT_OPENED: Words = Words::new(
    "打不开文件（{}）；按 Y f 复制路径",
    "the file was not opened ({}); press Y f to copy its path",
);
/// The reason if there is no program to start on a file, as over SSH.
const NO_OPENER: Words = Words::new(
    "没有图形界面，或系统没有打开文件的程序",
    "no display, or no program to open it",
);
/// A program ended with this exit code.
const EXIT_CODE: Words = Words::new("程序退出码 {}", "exit code {}");

/// A program that ends within this time with an error has shown nothing.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Starts a browser on `link`, which must be http or https, and waits for its process, so that no zombie is left. The
/// sentence for a failure goes to `report`.
pub fn open(link: &str, own: Option<&str>, lang: Lang, report: impl Fn(Result<(), String>)) {
    let started = start_browser(link, own);
    follow(started, (NOT_BROWSED, NO_BROWSER), lang, report);
}

/// Starts the program that the system has for `file`, an absolute path, and waits for its process. The sentence for a failure
/// goes to `report`.
pub fn open_file(file: &Path, lang: Lang, report: impl Fn(Result<(), String>)) {
    let started = if has_display() {
        start(&[OsStr::new(SYSTEM_OPENER), file.as_os_str()])
    } else {
        Err(io::ErrorKind::NotFound.into())
    };
    follow(started, (NOT_OPENED, NO_OPENER), lang, report);
}

/// Reports that a program was started, or why not, and waits for its end. The `failure` has the sentence, and the reason for it
/// where there is no program.
fn follow(
    started: io::Result<Child>,
    failure: (Words, Words),
    lang: Lang,
    report: impl Fn(Result<(), String>),
) {
    let (failed, no_program) = failure;
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            let why = match error.kind() {
                io::ErrorKind::NotFound => no_program.get(lang).to_owned(),
                _ => SystemError::from(&error).message(lang),
            };
            return report(Err(failed.with(lang, &[&why])));
        }
    };
    report(Ok(()));
    let start = Instant::now();
    // `xdg-open` ends with 3 where no program is known for a type. What ends later with an error was on screen. The
    // opener of Windows ends with 1 whatever happens.
    if let Ok(status) = child.wait()
        && let Some(code) = status.code().filter(|code| *code != 0 && !cfg!(windows))
        && start.elapsed() < AT_ONCE
    {
        let why = EXIT_CODE.with(lang, &[&code.to_string()]);
        report(Err(failed.with(lang, &[&why])));
    }
}

/// The program that opens a link or a file as the desktop does.
const SYSTEM_OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Starts a browser on `link`: `own` if it is set, else those that `$BROWSER` names, else the system's opener.
///
/// # Errors
/// The error of the last program that was tried; `NotFound` if there is none to try.
fn start_browser(link: &str, own: Option<&str>) -> io::Result<Child> {
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
/// that an address with `;` or `$` stays an address. A configured command has no fallback: it is what the
/// user wants.
fn commands(link: &str, own: Option<&str>, named: Option<&str>) -> Vec<Vec<String>> {
    let chosen = own
        .map(|own| vec![own])
        .or_else(|| named.map(|n| n.split(':').collect()));
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
    let system = own.is_none().then_some(SYSTEM_OPENER);
    let all = known.chain(system);
    all.map(words).collect()
}

/// Starts a command without access to the terminal.
///
/// # Errors
/// `NotFound` for an empty command, else the error of the system.
fn start(words: &[impl AsRef<OsStr>]) -> io::Result<Child> {
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
