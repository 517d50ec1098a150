//! Many members of one archive, read by few processes: starting one for each member takes three times as long as reading
//! them.
//!
//! Names are given on the command line and answers come in their order, so that a member needs no
//! number. If the process breaks off, the member that it was at is read alone, and the rest goes on
//! in a new process. The first scan of 300 zips with 6 121 reports fell from 13.9 to 4.5 s by the
//! clock.

use super::message::ChildMessage;
use super::{
    ENCODING, ExtractOptions, FileInput, LONGEST, MOST_OUTPUT_BYTES, command, extract, helper,
    rewound,
};
use crate::library::cache::record::StoredReport;
use crate::source;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::Instant;

/// The most members that share a process and its limits.
///
/// A crash costs the others a new start, so that more would gain little.
pub const MOST_MEMBERS: usize = 32;
/// The most bytes of names in one command line: every system accepts as many.
const MOST_NAME_BYTES: usize = 64 << 10;

/// Reads the members `names` of an archive, named as by [`super::members`], and hands each to `take`, in order, until that
/// returns `false`. A member that breaks the process or exceeds its time is read once more in a process of its own, so that
/// it has the result of [`extract`] and does not cost the others.
pub fn extract_each(
    archive: &File,
    names: &[&str],
    mut take: impl FnMut(Result<StoredReport, source::Error>) -> bool,
) {
    let mut left = names;
    while !left.is_empty() {
        let (some, _) = left.split_at(at_once(left));
        let Some(answered) = read_together(archive, some, &mut take) else {
            return;
        };
        left = left.get(answered..).unwrap_or_default();
        if answered == some.len() {
            continue;
        }
        if let Some((name, rest)) = left.split_first() {
            left = rest;
            if !take(alone(archive, name)) {
                return;
            }
        }
    }
}

/// Returns how many of `names` share a process: at least one.
fn at_once(names: &[&str]) -> usize {
    let lens = names.iter().take(MOST_MEMBERS).scan(0, |bytes, name| {
        *bytes += name.len();
        Some(*bytes)
    });
    lens.take_while(|bytes| *bytes <= MOST_NAME_BYTES)
        .count()
        .max(1)
}

/// Reads one member in a process of its own.
fn alone(archive: &File, name: &str) -> Result<StoredReport, source::Error> {
    let file = rewound(archive).map_err(|error| helper(&error))?;
    let options = ExtractOptions {
        member: Some(name),
        ..ExtractOptions::default()
    };
    extract(FileInput::File(file), options)
}

/// Reads `names` in one process and returns how many it answered; `None` where `take` wants no more.
fn read_together(
    archive: &File,
    names: &[&str],
    take: &mut impl FnMut(Result<StoredReport, source::Error>) -> bool,
) -> Option<usize> {
    let Ok(mut child) = start(archive, names) else {
        return Some(0);
    };
    // A bounded channel: unread answers are held in memory, so that the child may be only one or two ahead.
    let (sender, heard) = mpsc::sync_channel(1);
    let stdout = child.stdout.take();
    let (mut answered, mut goes_on) = (0, true);
    thread::scope(|scope| {
        scope.spawn(move || pass_on(stdout, &sender));
        while goes_on && answered < names.len() {
            let Some(answer) = next(&heard) else { break };
            answered += 1;
            goes_on = take(answer);
        }
        // Dropping the receiver ends the reading thread; the kill ends a child that hangs.
        drop(heard);
        let _already_gone = child.kill();
        let _reaped = child.wait();
    });
    goes_on.then_some(answered)
}

/// Starts a process for `names`.
///
/// # Errors
/// Those of the system.
fn start(archive: &File, names: &[&str]) -> io::Result<Child> {
    let file = rewound(archive)?;
    let mut command = command().map_err(io::Error::other)?;
    if let Some(label) = ENCODING.get() {
        command.arg("--encoding").arg(label);
    }
    for name in names {
        command.arg("--each").arg(name);
    }
    command.stdin(Stdio::from(file));
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn()
}

/// Returns the next answer; `None` where the process exceeds its time or broke off.
///
/// The time begins anew with each member.
fn next(heard: &Receiver<ChildMessage>) -> Option<Result<StoredReport, source::Error>> {
    let begun = Instant::now();
    loop {
        let left = LONGEST.saturating_sub(begun.elapsed());
        match heard.recv_timeout(left).ok()? {
            ChildMessage::Page(_) => {}
            answer => return answer.report(),
        }
    }
}

/// Forwards messages from the child's output to `sender`.
///
/// Ends at the end of the output, at a line that is no message, and when nothing receives any more.
fn pass_on(stdout: Option<impl Read>, sender: &SyncSender<ChildMessage>) {
    let Some(stdout) = stdout else { return };
    for line in BufReader::new(stdout.take(MOST_OUTPUT_BYTES)).lines() {
        let message = line.ok().and_then(|line| serde_json::from_str(&line).ok());
        if message.is_none_or(|message| sender.send(message).is_err()) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_share_a_process_with_fewer() {
        let long = "长".repeat(10_000);
        assert_eq!(at_once(&["6.txt"; 100]), MOST_MEMBERS);
        assert_eq!(at_once(&["6.txt", "7.txt"]), 2);
        assert_eq!(at_once(&[long.as_str(); 5]), 2);
        let longer = long.repeat(3);
        assert_eq!(at_once(&[longer.as_str(), "6.txt"]), 1);
    }
}
