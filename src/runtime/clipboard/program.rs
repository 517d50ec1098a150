//! Running the programs that take a text on standard input, with a limit on the wait.
//!
//! A clipboard program may fork and stay behind to serve the text. The child that was started is
//! waited for and not the process that it leaves; its output goes to `/dev/null`, since an
//! inherited pipe would stay open with that process.

use crate::lang::SystemError;
use crate::runtime::clipboard::error::CopyError;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The longest wait for a program. They answer within milliseconds, or hang on a display that is gone.
const TIMEOUT: Duration = Duration::from_secs(2);
/// The longest wait for `PowerShell`, which takes a second to start when it is cold.
const SLOW_TIMEOUT: Duration = Duration::from_secs(10);

/// A program with its arguments and its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The program and its arguments.
    pub(super) words: Vec<String>,
    /// The bytes for standard input.
    pub(super) input: Vec<u8>,
    /// The longest wait for its end.
    timeout: Duration,
}

impl Call {
    /// Calls the program `words[0]` with the rest as arguments and `input` on standard input.
    pub fn new(words: &[&str], input: Vec<u8>) -> Self {
        Self {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            input,
            timeout: TIMEOUT,
        }
    }

    /// Allows ten seconds, for a program that is slow to start.
    #[must_use]
    pub fn slow(mut self) -> Self {
        self.timeout = SLOW_TIMEOUT;
        self
    }

    /// Starts the program, feeds it and waits for its end.
    ///
    /// # Errors
    /// [`CopyError`] if it cannot be started, ends with an error or does not end in time.
    fn run(&self) -> Result<(), CopyError> {
        let mut child = start(&self.words, Stdio::piped(), Stdio::null())?;
        let stdin = child.stdin.take();
        let input = self.input.clone();
        // A program may end without reading: then the pipe breaks, and its exit code is the better reason.
        // On a thread: a program that reads nothing would block the write once the pipe is full.
        let writer = thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&input)));
        let ended = wait(&mut child, &self.words, self.timeout);
        if ended.is_ok() {
            let _ = writer.join();
        }
        ended
    }
}

/// Runs the calls in turn until the text is taken.
///
/// # Errors
/// The error of the last one.
pub fn run_first(calls: &[Call]) -> Result<(), CopyError> {
    let mut last = CopyError::Unavailable;
    for call in calls {
        match call.run() {
            Ok(()) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Returns what a program writes to standard output.
///
/// # Errors
/// [`CopyError`] if it cannot be started, ends with an error or does not end within two seconds.
pub fn output(words: &[&str]) -> Result<Vec<u8>, CopyError> {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let mut child = start(&words, Stdio::null(), Stdio::piped())?;
    let stdout = child.stdout.take();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.map(|mut pipe| pipe.read_to_end(&mut bytes));
        // The receiver is gone if the program took too long.
        let _ = sender.send(read.map(|_| bytes).unwrap_or_default());
    });
    wait(&mut child, &words, TIMEOUT)?;
    receiver
        .recv_timeout(TIMEOUT)
        .map_err(|_| CopyError::TimedOut {
            seconds: TIMEOUT.as_secs(),
        })
}

/// Starts a program without access to the terminal: its messages must not paint over the screen.
///
/// # Errors
/// [`CopyError::Missing`] if the program does not exist, [`CopyError::NotStarted`] for any other
/// reason.
fn start(words: &[String], stdin: Stdio, stdout: Stdio) -> Result<Child, CopyError> {
    let (program, arguments) = words.split_first().ok_or(CopyError::Unavailable)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(stdin)
        .stdout(stdout)
        .stderr(Stdio::null());
    // A clipboard program stays behind to serve the text. In a process group of its own, Ctrl-C and hang-up do not end it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let program = program.clone();
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => CopyError::Missing { program },
        _ => CopyError::NotStarted {
            program,
            reason: SystemError::from(&error),
        },
    })
}

/// Waits for the child itself, not for a process that it leaves behind, and kills it when `timeout` has passed.
///
/// # Errors
/// [`CopyError::Ended`] with its exit code, or [`CopyError::TimedOut`].
fn wait(child: &mut Child, words: &[String], timeout: Duration) -> Result<(), CopyError> {
    let began = Instant::now();
    // The standard library cannot wait with a limit. Most programs end within the first milliseconds.
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(CopyError::Ended {
                    program: words.first().cloned().unwrap_or_default(),
                    code: status.code(),
                });
            }
            Ok(None) if began.elapsed() < timeout => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            Ok(None) | Err(_) => {
                // It may have ended by itself in this moment: then there is nothing to kill.
                let _ = child.kill();
                let _ = child.wait();
                return Err(CopyError::TimedOut {
                    seconds: timeout.as_secs(),
                });
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Call, CopyError, output, run_first};

    #[test]
    fn the_next_program_is_tried_when_one_fails() {
        let missing = Call::new(&["newsreader-test-no-such-program"], Vec::new());
        let bad = Call::new(&["false"], b"x".to_vec());
        let good = Call::new(&["true"], b"x".to_vec());
        assert_eq!(run_first(&[missing.clone(), bad.clone(), good]), Ok(()));
        assert!(matches!(
            run_first(&[missing, bad]),
            Err(CopyError::Ended { program, .. }) if program == "false"
        ));
    }

    #[test]
    fn a_program_that_reads_nothing_of_a_long_text_does_not_hang_us() {
        let call = Call::new(&["true"], vec![b'x'; 1 << 20]);
        assert_eq!(run_first(&[call]), Ok(()));
    }

    #[test]
    fn a_process_left_behind_is_not_waited_for() {
        let call = Call::new(
            &["sh", "-c", "cat >/dev/null; sleep 30 & exit 0"],
            b"x".to_vec(),
        );
        let began = std::time::Instant::now();
        assert_eq!(run_first(&[call]), Ok(()));
        assert!(began.elapsed().as_secs() < 2);
    }

    #[test]
    fn output_is_what_the_program_writes() {
        assert_eq!(output(&["printf", "报"]).unwrap(), "报".as_bytes());
    }
}
