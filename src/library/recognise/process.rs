//! Running a program on the image of a page: a group of processes of its own, without a terminal, with an end to its time,
//! its memory and its output.

use super::launch;
use crate::lang::{Lang, Words};
use crate::library::sandbox;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Wall-clock limit for one page. PP-OCR needs about 5 s a page on two cores, tesseract 8.
const LONGEST: Duration = Duration::from_mins(4);
/// The interval at which a stop is noticed.
const TICK: Duration = Duration::from_millis(25);
/// Limit of the output for one page, in bytes.
const MOST_OUTPUT_BYTES: u64 = 8 << 20;

/// The reason why a program gave no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It was stopped at the user's wish.
    Stopped,
    /// It cannot be started.
    NotStarted,
    /// It exceeded its time.
    TooSlow,
    /// It ended with this code; `None` for a signal, as when it exceeds its memory.
    Ended(Option<i32>),
}

const STOPPED: Words = Words::new("被停止", "was stopped");
const NOT_STARTED: Words = Words::new("无法启动", "cannot be started");
const TOO_SLOW: Words = Words::new("超过了时限", "took too long");
const ENDED: Words = Words::new("出错（退出码 {}）", "failed with exit code {}");
const KILLED: Words = Words::new(
    "中断（内存或时间超限，或被终止）",
    "was ended, by its limits of memory and time or by another program",
);

impl Failure {
    /// Returns the predicate of a sentence whose subject is the program.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Stopped => STOPPED.get(lang).to_owned(),
            Self::NotStarted => NOT_STARTED.get(lang).to_owned(),
            Self::TooSlow => TOO_SLOW.get(lang).to_owned(),
            Self::Ended(Some(code)) => ENDED.with(lang, &[&code.to_string()]),
            Self::Ended(None) => KILLED.get(lang).to_owned(),
        }
    }
}

/// Runs a program with its arguments and returns its standard output. `folder` is its folder for temporary files; with
/// `is_confined` it can write nowhere else and reach no network, where the kernel can see to that.
///
/// # Errors
/// [`Failure`], also where it ends with another code than 0.
pub(super) fn run(
    arguments: &[OsString],
    folder: &Path,
    is_confined: bool,
    stop: &AtomicBool,
) -> Result<Vec<u8>, Failure> {
    let mut command = command(arguments, folder, is_confined).map_err(|_| Failure::NotStarted)?;
    command
        .current_dir(folder)
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder)))
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| Failure::NotStarted)?;
    let stdout = child.stdout.take();
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(stdout) = stdout {
            let _broken_off = stdout.take(MOST_OUTPUT_BYTES).read_to_end(&mut bytes);
        }
        let _nobody_waits = sender.send(bytes);
    });
    let ended = wait(&mut child, stop).inspect_err(|_| end_group(&child));
    let _reaped = child.wait();
    match ended? {
        Some(0) => Ok(output
            .recv_timeout(Duration::from_secs(5))
            .unwrap_or_default()),
        Some(code) if code == i32::from(launch::NOT_STARTED) => Err(Failure::NotStarted),
        code => Err(Failure::Ended(code)),
    }
}

/// Returns the command: this program, which sets the limits and then becomes the program in question.
fn command(arguments: &[OsString], folder: &Path, is_confined: bool) -> io::Result<Command> {
    if cfg!(unix) {
        let mut command = Command::new(sandbox::program()?);
        command.args(launch::WORDS);
        command.arg(if is_confined {
            launch::CONFINED
        } else {
            launch::LIMITED
        });
        command.arg(folder).args(arguments);
        return Ok(command);
    }
    let (program, rest) = arguments.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(rest);
    Ok(command)
}

/// Waits for the end of the child; returns its exit code, `None` for a signal.
fn wait(child: &mut Child, stop: &AtomicBool) -> Result<Option<i32>, Failure> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.code()),
            Ok(None) => {}
            Err(_) => return Ok(None),
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::Stopped);
        }
        if begun.elapsed() > LONGEST {
            return Err(Failure::TooSlow);
        }
        thread::sleep(TICK);
    }
}

/// Kills the child and all processes of its group.
#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _gone_already = kill_process_group(pid, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_: &Child) {}
