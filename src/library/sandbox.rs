//! Reading a file where it can do no harm: in a child process of this same program, which has little memory, little time
//! and no other work.
//!
//! `catch_unwind` would not do: what hostile files were seen to cause is stack overflow, endless loops and gigabytes.
//! The file goes in by the child's standard input, the text comes back as one JSON line each; nothing is written to disk.
//! Plain text and Markdown carry no such risk and are read in this process.

use crate::model::transcript::Transcript;
use crate::source::{self, Reading};
use message::ChildMessage;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::time::Duration;

pub mod child;
mod each;
mod message;

pub use each::{MOST_MEMBERS, extract_each};

/// How long a child may take by the clock on the wall, whatever it does.
const LONGEST: Duration = Duration::from_secs(15);
/// How much a child may say.
const MOST_OUTPUT_BYTES: u64 = 64 << 20;

/// The program whose `extract` subcommand reads files, where it is not the running one.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program to start for reading. Tests and benchmarks need it: the running program is not newsreader there.
/// The first call settles it.
pub fn use_program(path: PathBuf) {
    let _first_call_wins = PROGRAM.set(path);
}

/// The encoding that text and HTML files are in, where the user has said so for all of them.
static ENCODING: OnceLock<String> = OnceLock::new();

/// Settles the encoding of text and HTML files that follow no other word of the user's, by a WHATWG label. The first call
/// counts.
///
/// # Errors
/// [`source::Error::NoEncoding`] where there is no encoding of that name.
pub fn use_encoding(label: &str) -> Result<(), source::Error> {
    if encoding_rs::Encoding::for_label(label.trim().as_bytes()).is_none() {
        return Err(source::Error::NoEncoding(label.to_owned()));
    }
    let _first_call_wins = ENCODING.set(label.trim().to_owned());
    Ok(())
}

/// Whether [`use_encoding`] was called: then nothing that was read before is worth anything.
pub fn has_encoding() -> bool {
    ENCODING.get().is_some()
}

/// What to read.
pub enum FileInput<'a> {
    /// Bytes that are already here.
    Bytes(&'a [u8]),
    /// An open file, from its start. For archives: the child then reads only the member it is asked for.
    File(File),
}

/// What is asked of a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExtractOptions<'a> {
    /// The encoding of a text or HTML file, where the user knows better.
    pub encoding: Option<&'a str>,
    /// The member of a zip archive that is meant, by the name that [`members`] gave it.
    pub member: Option<&'a str>,
}

/// Reads a file, or a member of an archive.
///
/// Where reading it breaks off in the middle, the pages before are returned with a note that the rest is missing.
///
/// # Errors
/// [`source::Error`], also where the child ran out of time or memory.
pub fn extract(
    input: FileInput<'_>,
    asked: ExtractOptions<'_>,
) -> Result<Transcript, source::Error> {
    let asked = ExtractOptions {
        encoding: asked.encoding.or(ENCODING.get().map(String::as_str)),
        ..asked
    };
    match input {
        FileInput::Bytes(bytes) if asked.member.is_none() && source::is_plain(bytes) => {
            let encoding = asked.encoding;
            let mut reading = Reading {
                encoding,
                ..Reading::default()
            };
            source::extract_with(bytes, &mut reading)
        }
        FileInput::Bytes(bytes) => with_retry(|last| run(FileInput::Bytes(bytes), &asked, last)),
        FileInput::File(file) => with_retry(|last| {
            let again = rewound(&file).map_err(|error| helper(&error))?;
            run(FileInput::File(again), &asked, last)
        }),
    }
}

/// The same open file, at its start. Both go on from the same place, so that only one at a time can be read.
fn rewound(file: &File) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.rewind()?;
    Ok(file)
}

/// The names of the files in a zip archive.
///
/// # Errors
/// [`source::Error`] where it is no archive, or is too large or damaged.
pub fn members(input: FileInput<'_>) -> Result<Vec<String>, source::Error> {
    let mut command = command()?;
    command.arg("--list");
    match talk(command, input)?.last {
        Some(ChildMessage::Members(names)) => Ok(names),
        Some(ChildMessage::Failed(error)) => Err(error),
        _ => Err(source::Error::Crashed),
    }
}

/// Runs a child once, and where it broke at a page after the first, once more for the pages before.
fn with_retry(
    mut run: impl FnMut(Option<u32>) -> Result<Transcript, Broken>,
) -> Result<Transcript, source::Error> {
    match run(None) {
        Ok(transcript) => Ok(transcript),
        Err(Broken { error, page }) if page > 1 => run(Some(page - 1)).map_err(|_| error),
        Err(Broken { error, .. }) => Err(error),
    }
}

/// Why a run gave no transcript, and the page it was at; 0 where the file itself was refused.
struct Broken {
    error: source::Error,
    page: u32,
}

impl From<source::Error> for Broken {
    fn from(error: source::Error) -> Self {
        Self { error, page: 0 }
    }
}

fn run(
    input: FileInput<'_>,
    asked: &ExtractOptions<'_>,
    last_page: Option<u32>,
) -> Result<Transcript, Broken> {
    let mut command = command()?;
    if let Some(label) = asked.encoding {
        command.arg("--encoding").arg(label);
    }
    if let Some(name) = asked.member {
        command.arg("--member").arg(name);
    }
    if let Some(page) = last_page {
        command.arg("--last-page").arg(page.to_string());
    }
    let talk = talk(command, input)?;
    match talk.last {
        Some(ChildMessage::Read(transcript)) => Ok(*transcript),
        Some(ChildMessage::Failed(error)) => Err(error.into()),
        _ => Err(Broken {
            error: talk.end.unwrap_or(source::Error::Crashed),
            page: talk.page,
        }),
    }
}

fn command() -> Result<Command, source::Error> {
    let program = match PROGRAM.get() {
        Some(program) => program.clone(),
        // The link leads to the running program even after an update has replaced its file.
        None if cfg!(target_os = "linux") => PathBuf::from("/proc/self/exe"),
        None => std::env::current_exe().map_err(|error| helper(&error))?,
    };
    let mut command = Command::new(program);
    command.args(["extract", "--stdin"]).env_clear();
    Ok(command)
}

fn helper(error: &io::Error) -> source::Error {
    source::Error::Helper(error.to_string())
}

/// What a child said before it ended.
struct Talk {
    /// The page it announced last.
    page: u32,
    /// Its answer.
    last: Option<ChildMessage>,
    /// What its end means, where it did not answer.
    end: Option<source::Error>,
}

/// Starts a child, gives it the file, hears it out and sees it end, however it does.
fn talk(mut command: Command, input: FileInput<'_>) -> Result<Talk, source::Error> {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let bytes = match input {
        FileInput::File(file) => {
            command.stdin(Stdio::from(file));
            None
        }
        FileInput::Bytes(bytes) => {
            command.stdin(Stdio::piped());
            Some(bytes)
        }
    };
    let mut child = command.spawn().map_err(|error| helper(&error))?;
    let (sender, heard) = mpsc::channel();
    std::thread::scope(|scope| {
        let stdin = child.stdin.take();
        let stdout = child.stdout.take();
        scope.spawn(move || {
            if let (Some(mut stdin), Some(bytes)) = (stdin, bytes) {
                // A child that has seen enough closes its end; its answer tells why.
                let _closed_early = stdin.write_all(bytes);
            }
            let _waiter_gone = sender.send(listen(stdout));
        });
        let heard = heard.recv_timeout(LONGEST);
        let late = heard.is_err();
        if late {
            // Its pipes break, which ends the listening thread as well.
            let _already_gone = child.kill();
        }
        let (page, last) = heard.unwrap_or_default();
        let end = end_of(&mut child, late);
        Ok(Talk { page, last, end })
    })
}

/// Hears messages until the answer: pages announced, then the answer itself.
fn listen(stdout: Option<impl Read>) -> (u32, Option<ChildMessage>) {
    let mut page = 0;
    let Some(stdout) = stdout else {
        return (page, None);
    };
    for line in BufReader::new(stdout.take(MOST_OUTPUT_BYTES)).lines() {
        let Some(message) = line.ok().and_then(|line| serde_json::from_str(&line).ok()) else {
            break;
        };
        match message {
            ChildMessage::Page(number) => page = number,
            answer => return (page, Some(answer)),
        }
    }
    (page, None)
}

/// Waits for a child that was heard out and tells what its end means. It has answered, broken off or been killed, so that
/// there is nothing to wait for long.
fn end_of(child: &mut Child, late: bool) -> Option<source::Error> {
    let status = child.wait().ok()?;
    if late {
        Some(source::Error::TooSlow)
    } else {
        meaning(status)
    }
}

#[cfg(unix)]
fn meaning(status: ExitStatus) -> Option<source::Error> {
    use std::os::unix::process::ExitStatusExt;
    let timed_out = rustix::process::Signal::XCPU.as_raw();
    match status.signal() {
        Some(signal) if signal == timed_out => Some(source::Error::TooSlow),
        Some(_) => Some(source::Error::Crashed),
        None => None,
    }
}

#[cfg(not(unix))]
fn meaning(_: ExitStatus) -> Option<source::Error> {
    None
}
