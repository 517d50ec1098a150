//! Reading files in a sandbox: a child process of this program with limited memory and time.
//!
//! `catch_unwind` is not enough: hostile files were seen to cause stack overflow, endless loops and gigabytes of memory.
//! On Linux the child is also confined: it can open no file, no connection and no program.
//! The file is the child's standard input, its messages are JSON lines on standard output; nothing is written to disk.
//! The child parses the text as well, so that a report costs this process no more than its own size. Plain text and Markdown
//! are read in this process up to [`LARGEST_PLAIN`]: starting a child takes longer than reading them.
//!
//! A conversation with a child: it sets its own limits before it looks at the file, announces each
//! page of a paged format before it reads it, and answers with one message. If it breaks off at a
//! page, a second child reads the pages before. Time is limited twice, as processor time inside the
//! child and by the clock outside, since a child that sleeps uses none.

use crate::library::cache::record::StoredReport;
use crate::source::{self, PageImage, ReadContext};
use message::ChildMessage;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::time::Duration;

pub mod child;
#[cfg(target_os = "linux")]
mod confine;
mod each;
mod message;

pub use each::{MOST_MEMBERS, extract_each};

/// Wall-clock limit of a child, beside its limit of processor time: a child that sleeps uses none.
const LONGEST: Duration = Duration::from_secs(15);
/// The size of a file, in bytes, for which a second is added to the limit, up to [`MOST_SECONDS_MORE`].
const BYTES_FOR_A_SECOND: u64 = 1 << 20;
/// The most seconds that the size of a file adds.
const MOST_SECONDS_MORE: u64 = 60;
/// The largest plain text that is read in this process, in bytes.
const LARGEST_PLAIN: usize = 256 << 10;
/// Limit of a child's output in bytes.
const MOST_OUTPUT_BYTES: u64 = 64 << 20;

/// The program whose `extract` subcommand reads files, unless it is the running one.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Sets the program to start for reading. Tests and benchmarks need it: the running program is not newsreader there. Later
/// calls have no effect.
///
/// The path is set once and then only read, so that threads need no lock for it.
pub fn use_program(path: PathBuf) {
    let _first_call_wins = PROGRAM.set(path);
}

/// The encoding of all text and HTML files, where the user set it.
static ENCODING: OnceLock<String> = OnceLock::new();

/// Sets the encoding of all text and HTML files by a WHATWG label. Later calls have no effect.
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

/// The environment variable that hands the password to the reading process. Unlike an argument it is not in the list of
/// processes that every user can see.
const PASSWORD_VARIABLE: &str = "NEWSREADER_PASSWORD";

/// Sets the password for encrypted PDF, OFD and zip files that are opened from now on.
pub fn use_password(password: String) {
    source::password::use_password(password);
}

/// True if [`use_encoding`] or [`use_password`] was called: the cache, which was filled without them, is not to be used, and
/// the text of a locked file does not go into it.
pub fn is_overridden() -> bool {
    ENCODING.get().is_some() || source::password::password().is_some()
}

/// A file to be read.
///
/// An archive is handed over open: it may be far larger than its one member that is wanted.
pub enum FileInput<'a> {
    /// The bytes of the file.
    Bytes(&'a [u8]),
    /// An open file, read from its start. For archives: the child then reads only the member in question.
    File(File),
}

/// Options of [`extract`].
#[derive(Debug, Clone, Copy, Default)]
pub struct ExtractOptions<'a> {
    /// The encoding of a text or HTML file, where the user set it.
    pub encoding: Option<&'a str>,
    /// Set when a mail with reports as attachments is an archive of them, as in a folder.
    pub as_container: bool,
    /// The member of an archive or a mail to read, by its name from [`members`].
    pub member: Option<&'a str>,
}

/// Reads the report in a file or in a member of an archive.
///
/// Where the child breaks off at a later page, the pages before are returned with a note that the rest is missing.
///
/// # Errors
/// [`source::Error`], also where the child exceeded its time or memory.
pub fn extract(
    input: FileInput<'_>,
    options: ExtractOptions<'_>,
) -> Result<StoredReport, source::Error> {
    let options = ExtractOptions {
        encoding: options.encoding.or(ENCODING.get().map(String::as_str)),
        ..options
    };
    match input {
        FileInput::Bytes(bytes)
            if options.member.is_none()
                && bytes.len() <= LARGEST_PLAIN
                && source::is_plain(bytes) =>
        {
            let encoding = options.encoding;
            let mut reading = ReadContext {
                encoding,
                ..ReadContext::default()
            };
            source::extract_with(bytes, &mut reading).map(message::parsed)
        }
        FileInput::Bytes(bytes) => with_retry(|last| run(FileInput::Bytes(bytes), &options, last)),
        FileInput::File(file) => with_retry(|last| {
            let again = rewound(&file).map_err(|error| helper(&error))?;
            run(FileInput::File(again), &options, last)
        }),
    }
}

/// Duplicates an open file and seeks to its start. Both share a position, so that only one can be read at a time.
///
/// # Errors
/// Those of the system.
fn rewound(file: &File) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.rewind()?;
    Ok(file)
}

/// Returns the names of the files in a zip archive.
///
/// # Errors
/// [`source::Error`] where it is not an archive, too large or damaged.
pub fn members(input: FileInput<'_>) -> Result<Vec<String>, source::Error> {
    let mut command = command()?;
    command.arg("--list");
    match talk(command, input)?.last {
        Some(ChildMessage::Members(names)) => Ok(names),
        Some(ChildMessage::Failed(error)) => Err(error),
        _ => Err(source::Error::Crashed),
    }
}

/// Returns page `number` of a scan, counted from 1, as an image; `None` where it has none that can be decoded. The child hands
/// over bare pixels, so that no byte of the file itself goes on to another program.
///
/// # Errors
/// [`source::Error`], also where the child exceeded its time or memory.
pub fn page_image(
    input: FileInput<'_>,
    member: Option<&str>,
    number: u32,
) -> Result<Option<PageImage>, source::Error> {
    let mut command = command()?;
    command.arg("--image").arg(number.to_string());
    if let Some(name) = member {
        command.arg("--member").arg(name);
    }
    let talk = talk(command, input)?;
    match talk.last {
        Some(answer) => answer.image(),
        None => Err(talk.end.unwrap_or(source::Error::Crashed)),
    }
}

/// Starts a reading process that tries to leave its confinement; returns what it could do: `file`, `network`, `program`, `process`.
///
/// # Errors
/// [`source::Error`] where the process cannot be started or does not answer, as on systems other than Linux.
pub fn escapes() -> Result<Vec<String>, source::Error> {
    let mut command = command()?;
    command.arg("--escape").arg(std::process::id().to_string());
    match talk(command, FileInput::Bytes(&[]))?.last {
        Some(ChildMessage::Escaped(what)) => Ok(what),
        Some(ChildMessage::Failed(error)) => Err(error),
        _ => Err(source::Error::Crashed),
    }
}

/// Calls `run` once, and where the child broke at a page after the first, once more for the pages before.
fn with_retry(
    mut run: impl FnMut(Option<u32>) -> Result<StoredReport, Broken>,
) -> Result<StoredReport, source::Error> {
    match run(None) {
        Ok(report) => Ok(report),
        Err(Broken { error, page }) if page > 1 => run(Some(page - 1)).map_err(|_| error),
        Err(Broken { error, .. }) => Err(error),
    }
}

/// The failure of a run: the error and the page at which it broke; 0 where the file was refused.
struct Broken {
    /// The error.
    error: source::Error,
    /// The page that was being read; 0 before the first.
    page: u32,
}

impl From<source::Error> for Broken {
    fn from(error: source::Error) -> Self {
        Self { error, page: 0 }
    }
}

/// Reads a file in one child; with `last_page` the pages up to that one.
///
/// # Errors
/// [`Broken`] with the reason, and the page where it broke off.
fn run(
    input: FileInput<'_>,
    options: &ExtractOptions<'_>,
    last_page: Option<u32>,
) -> Result<StoredReport, Broken> {
    let mut command = command()?;
    if let Some(label) = options.encoding {
        command.arg("--encoding").arg(label);
    }
    if let Some(name) = options.member {
        command.arg("--member").arg(name);
    }
    if options.as_container {
        command.arg("--container");
    }
    if let Some(page) = last_page {
        command.arg("--last-page").arg(page.to_string());
    }
    let talk = talk(command, input)?;
    match talk.last.and_then(ChildMessage::report) {
        Some(report) => Ok(report?),
        None => Err(Broken {
            error: talk.end.unwrap_or(source::Error::Crashed),
            page: talk.page,
        }),
    }
}

/// Returns the path of this program, for processes that do a part of its work.
///
/// # Errors
/// Those of asking the system for the path.
pub(crate) fn program() -> io::Result<PathBuf> {
    match PROGRAM.get() {
        Some(program) => Ok(program.clone()),
        // The link leads to the running program also after an update has replaced its file.
        None if cfg!(target_os = "linux") => Ok(PathBuf::from("/proc/self/exe")),
        None => std::env::current_exe(),
    }
}

/// Returns the command of a reading process, without an environment but for the password.
fn command() -> Result<Command, source::Error> {
    let mut command = Command::new(program().map_err(|error| helper(&error))?);
    command.args(["extract", "--stdin"]).env_clear();
    if let Some(password) = source::password::password() {
        command.env(PASSWORD_VARIABLE, password);
    }
    Ok(command)
}

/// Returns the error for a process that could not be started or reached.
fn helper(error: &io::Error) -> source::Error {
    source::Error::Helper(error.to_string())
}

/// The files of the system without which no child starts: the link to this program, and the place of its standard error.
const NEEDED_TO_START: [(&str, &str); 2] =
    [("/proc/self/exe", "/proc"), ("/dev/null", "/dev/null")];

/// Returns the reason why a child could not be started. The system reports only that some file is missing.
fn not_started(error: &io::Error) -> source::Error {
    let lacks = NEEDED_TO_START
        .iter()
        .find(|(path, _)| !Path::new(path).exists());
    match lacks {
        Some((_, name)) if cfg!(target_os = "linux") => source::Error::Lacks((*name).to_owned()),
        _ => helper(error),
    }
}

/// The outcome of a child.
struct Talk {
    /// The last page that it announced.
    ///
    /// The page at which it broke; 0 where the file was refused as a whole.
    page: u32,
    /// Its answer.
    last: Option<ChildMessage>,
    /// The error that its exit status means, where it did not answer.
    end: Option<source::Error>,
}

/// Starts a child, writes the file to it, reads its messages and waits for its end.
fn talk(mut command: Command, input: FileInput<'_>) -> Result<Talk, source::Error> {
    // A crash prints to standard error, which is the screen of the reader.
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let size = match &input {
        FileInput::File(file) => file.metadata().map_or(0, |data| data.len()),
        FileInput::Bytes(bytes) => bytes.len() as u64,
    };
    let more = (size / BYTES_FOR_A_SECOND).min(MOST_SECONDS_MORE);
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
    let mut child = command.spawn().map_err(|error| not_started(&error))?;
    // A thread reads the answers, since reading a pipe has no limit of time.
    let (sender, heard) = mpsc::channel();
    std::thread::scope(|scope| {
        let stdin = child.stdin.take();
        let stdout = child.stdout.take();
        scope.spawn(move || {
            if let (Some(mut stdin), Some(bytes)) = (stdin, bytes) {
                // A child that refuses the file closes its end early; its answer gives the reason.
                let _closed_early = stdin.write_all(bytes);
            }
            let _waiter_gone = sender.send(read_messages(stdout));
        });
        let heard = heard.recv_timeout(LONGEST + Duration::from_secs(more));
        let late = heard.is_err();
        if late {
            // Killing it breaks its pipes, which ends the reading thread as well.
            let _already_gone = child.kill();
        }
        let (page, last) = heard.unwrap_or_default();
        let end = end_of(&mut child, late);
        Ok(Talk { page, last, end })
    })
}

/// Reads messages up to the answer; returns the last page announced and the answer.
fn read_messages(stdout: Option<impl Read>) -> (u32, Option<ChildMessage>) {
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

/// Waits for a child and returns the error that its exit status means. It has answered, broken off or been killed before, so
/// that the wait is short.
fn end_of(child: &mut Child, late: bool) -> Option<source::Error> {
    let status = child.wait().ok()?;
    if late {
        Some(source::Error::TooSlow)
    } else {
        meaning(status)
    }
}

/// Returns the error that an exit status means; `None` where the child ended by itself.
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

/// Returns no error: this system has no signals.
#[cfg(not(unix))]
fn meaning(_: ExitStatus) -> Option<source::Error> {
    None
}
