//! The child's side of the sandbox: sets its limits, reads the file from standard input, writes JSON lines.
//!
//! It is the same program with other arguments (`extract --stdin`), so that no second file has to
//! be installed. Order matters: limits and confinement come before the first byte of the file. The
//! answer is a record of the cache, which keeps all of a report in little room.

use super::message::ChildMessage;
use crate::source::{self, Error, LARGEST_FILE, ReadContext};
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};

/// Limit of address space in bytes (`RLIMIT_AS`) for a packed format, whose text may be much larger than the file.
#[cfg(unix)]
const MOST_MEMORY: u64 = 512 << 20;
/// Limit of address space for plain text, in bytes, however small it is: the program and its libraries are 40 MB of it.
#[cfg(unix)]
const PLAIN_MEMORY: u64 = 128 << 20;
/// The further bytes of address space for each byte of plain text.
#[cfg(unix)]
const PLAIN_MEMORY_FOR_EACH: u64 = 10;
/// Limit of processor time in seconds (`RLIMIT_CPU`).
#[cfg(unix)]
const MOST_SECONDS: u64 = 10;
/// The size of a file, in bytes, for which a second of processor time is added. A book of 317 scanned and typed pages takes
/// longer than a letter, and a hostile file small enough to be sent around gains little.
#[cfg(unix)]
const BYTES_FOR_A_SECOND: u64 = 1 << 20;
/// Limit of processor time in seconds for the largest file.
#[cfg(unix)]
const MOST_SECONDS_EVER: u64 = 60;
/// Limit of open files (`RLIMIT_NOFILE`).
#[cfg(unix)]
const MOST_FILES: u64 = 16;

/// The arguments after `extract --stdin`.
///
/// Everything that the parent may ask for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Orders {
    /// Set when the names of members are wanted.
    list: bool,
    /// The process id of the parent, where the process is to try to leave its confinement.
    escape: Option<i32>,
    /// The encoding of text and HTML, where the user set it.
    encoding: Option<String>,
    /// The member to read.
    member: Option<String>,
    /// The members to read one after another.
    each: Vec<String>,
    /// The last page to read.
    last_page: Option<u32>,
    /// The page whose picture is wanted.
    image: Option<u32>,
    /// Set when a mail with attachments is an archive.
    container: bool,
}

/// True if these are the arguments of a reading process, program name first: `extract --stdin …`.
pub fn is_meant(mut arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> bool {
    let mut is = |nth, word: &str| arguments.nth(nth).is_some_and(|a| a.as_ref() == word);
    is(1, "extract") && is(0, "--stdin")
}

/// Reads the file on standard input and writes messages to standard output; `arguments` are the whole command line.
///
/// Returns the exit code: 0 where the file was read, 1 where it was refused.
pub fn serve(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    limit();
    // The limits stay where a kernel cannot confine.
    #[cfg(target_os = "linux")]
    super::confine::confine();
    if let Ok(password) = std::env::var(super::PASSWORD_VARIABLE) {
        source::password::use_password(password);
    }
    let words = arguments
        // Program, `extract` and `--stdin`.
        .into_iter()
        .skip(3)
        .map(|word| word.to_string_lossy().into_owned());
    let orders = orders(words);
    if let Some(orders) = orders.as_ref().filter(|orders| !orders.each.is_empty()) {
        return u8::from(answer_each(orders).is_err());
    }
    let answer = match orders {
        Some(orders) => obey(&orders).unwrap_or_else(ChildMessage::Failed),
        None => ChildMessage::Failed(Error::Helper("unknown arguments".to_owned())),
    };
    let refused = matches!(answer, ChildMessage::Failed(_));
    send(&answer);
    u8::from(refused)
}

/// Parses the arguments behind `extract --stdin`; `None` for one that is unknown.
fn orders(mut arguments: impl Iterator<Item = String>) -> Option<Orders> {
    let mut orders = Orders::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--container" => orders.container = true,
            "--list" => orders.list = true,
            "--escape" => orders.escape = Some(arguments.next()?.parse().ok()?),
            "--encoding" => orders.encoding = Some(arguments.next()?),
            "--member" => orders.member = Some(arguments.next()?),
            "--each" => orders.each.push(arguments.next()?),
            "--image" => orders.image = Some(arguments.next()?.parse().ok()?),
            "--last-page" => orders.last_page = Some(arguments.next()?.parse().ok()?),
            _ => return None,
        }
    }
    Some(orders)
}

/// Reads several members and writes a message for each, in their order.
///
/// # Errors
/// [`Error`] where the archive itself cannot be read.
fn answer_each(orders: &Orders) -> Result<(), Error> {
    with_archive(|file| {
        source::container::each(file, &orders.each, |bytes| {
            let read = bytes.and_then(|bytes| {
                let mut reading = ReadContext {
                    encoding: orders.encoding.as_deref(),
                    ..ReadContext::default()
                };
                source::extract_with(&bytes, &mut reading)
            });
            send(&ChildMessage::of(read));
        })
    })
}

/// Carries out the orders and returns the answer.
///
/// # Errors
/// [`Error`] where the file is refused.
fn obey(orders: &Orders) -> Result<ChildMessage, Error> {
    #[cfg(target_os = "linux")]
    if let Some(parent) = orders.escape {
        let escaped = super::confine::try_to_escape(parent);
        return Ok(ChildMessage::Escaped(escaped));
    }
    if orders.list {
        return with_archive(source::container::members).map(ChildMessage::Members);
    }
    let bytes = match &orders.member {
        Some(name) => with_archive(|file| source::container::member(file, name))?,
        None => standard_input()?,
    };
    // Known only now: the size of a member stands inside its archive.
    limit_time(bytes.len() as u64);
    if let Some(page) = orders.image {
        return source::page_image(&bytes, page).map(ChildMessage::of_image);
    }
    if source::is_plain(&bytes) {
        limit_plain(bytes.len() as u64);
    }
    let mut on_page = |number| send(&ChildMessage::Page(number));
    let mut reading = ReadContext {
        encoding: orders.encoding.as_deref(),
        last_page: orders.last_page,
        as_container: orders.container,
        on_page: Some(&mut on_page),
        ..ReadContext::default()
    };
    Ok(ChildMessage::of(source::extract_with(&bytes, &mut reading)))
}

/// Reads standard input, at most one byte more than the size limit of files.
fn standard_input() -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let most = LARGEST_FILE as u64 + 1;
    io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::Helper(error.to_string()))?;
    Ok(bytes)
}

/// Calls `read` with standard input as an archive: the file itself where it is one, else a copy in memory.
fn with_archive<T>(read: impl FnOnce(Box<dyn Seekable>) -> Result<T, Error>) -> Result<T, Error> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let file = io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .map(std::fs::File::from);
        if let Ok(file) = file
            && file.metadata().is_ok_and(|data| data.is_file())
        {
            return read(Box::new(io::BufReader::new(file)));
        }
    }
    read(Box::new(io::Cursor::new(standard_input()?)))
}

/// A source of bytes in which an archive can seek.
trait Seekable: Read + io::Seek {}
impl<T: Read + io::Seek> Seekable for T {}

/// Writes one message. A closed pipe is ignored: the parent was killed or has read enough.
fn send(message: &ChildMessage) {
    if let Ok(mut line) = serde_json::to_vec(message) {
        line.push(b'\n');
        let mut out = io::stdout().lock();
        let _parent_is_gone = out.write_all(&line).and_then(|()| out.flush());
    }
}

/// Sets the resource limits. A limit that the system does not know is skipped.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::Core, 0),
        (Resource::Nofile, MOST_FILES),
        (Resource::Cpu, MOST_SECONDS),
        // It writes to a pipe alone, and starts no process.
        (Resource::Fsize, 0),
        (Resource::Nproc, 0),
    ];
    // The hard limit leaves room for the largest plain text.
    let hard = PLAIN_MEMORY + PLAIN_MEMORY_FOR_EACH * LARGEST_FILE as u64;
    let memory = Rlimit {
        current: Some(MOST_MEMORY),
        maximum: Some(hard),
    };
    let _not_known_here = setrlimit(Resource::As, memory);
    for (resource, most) in limits {
        let both = Rlimit {
            current: Some(most),
            // The hard limit is a second later for the processor: SIGXCPU at the soft limit tells the parent the cause.
            maximum: Some(if resource == Resource::Cpu {
                MOST_SECONDS_EVER + 1
            } else {
                most
            }),
        };
        let _not_known_here = setrlimit(resource, both);
    }
}

/// Does nothing: this system has no such limits.
#[cfg(not(unix))]
fn limit() {}

/// Raises the limit of processor time by the size of a file of `bytes`.
#[cfg(unix)]
fn limit_time(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let more = bytes / BYTES_FOR_A_SECOND;
    let current = Some((MOST_SECONDS + more).min(MOST_SECONDS_EVER));
    let maximum = getrlimit(Resource::Cpu).maximum;
    let _not_known_here = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

/// Does nothing.
#[cfg(not(unix))]
fn limit_time(_: u64) {}

/// Sets the limit of memory for a plain text of `bytes`: lower than [`limit`] for a short one, higher for a long one.
#[cfg(unix)]
fn limit_plain(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = PLAIN_MEMORY.saturating_add(bytes.saturating_mul(PLAIN_MEMORY_FOR_EACH));
    let maximum = getrlimit(Resource::As).maximum;
    let current = Some(maximum.map_or(most, |maximum| most.min(maximum)));
    let _not_known_here = setrlimit(Resource::As, Rlimit { current, maximum });
}

/// Does nothing.
#[cfg(not(unix))]
fn limit_plain(_: u64) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_words_in_a_row_mean_a_reading_process() {
        assert!(is_meant(["newsreader", "extract", "--stdin"].iter()));
        assert!(!is_meant(["newsreader", "show", "extract"].iter()));
        assert!(!is_meant(["newsreader", "extract"].iter()));
    }

    #[test]
    fn orders_are_understood_or_refused() {
        let words = [
            "--encoding",
            "gbk",
            "--last-page",
            "6",
            "--member",
            "周报/6.pdf",
            "--each",
            "--list",
        ];
        let understood = orders(words.iter().map(ToString::to_string)).unwrap();
        assert_eq!(understood.last_page, Some(6));
        assert_eq!(understood.member.as_deref(), Some("周报/6.pdf"));
        assert!(understood.each == ["--list"] && !understood.list);
        assert_eq!(orders(["--verbose".to_owned()].into_iter()), None);
    }
}
