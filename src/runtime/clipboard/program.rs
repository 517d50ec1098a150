//! Programs that take the text on standard input, and are not waited for longer than a reader would wait.

use crate::runtime::clipboard::way::Failure;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A program, its arguments and what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    words: Vec<String>,
    input: Vec<u8>,
    wait: Duration,
}

impl Call {
    /// The program `words[0]` with the rest as arguments, given `input`.
    pub fn new(words: &[&str], input: Vec<u8>) -> Self {
        Self {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            input,
            wait: Duration::from_secs(2),
        }
    }

    /// With time for a program that is slow to start (`PowerShell` takes a second when it is cold).
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.wait = Duration::from_secs(10);
        self
    }

    /// The program and its arguments.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// What it reads.
    pub fn input(&self) -> &[u8] {
        &self.input
    }

    fn run(&self) -> Result<(), Failure> {
        let mut child = start(&self.words, Stdio::piped(), Stdio::null())?;
        let stdin = child.stdin.take();
        let input = self.input.clone();
        // A program may end without reading: then the pipe breaks, and its exit status says more.
        let writer = thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&input)));
        let ended = wait(&mut child, &self.words, self.wait);
        if ended.is_ok() {
            let _ = writer.join();
        }
        ended
    }
}

/// Runs the calls in turn until one has taken the text.
///
/// # Errors
/// The failure of the last one.
pub fn first(calls: &[Call]) -> Result<(), Failure> {
    let mut last = Failure::Unavailable;
    for call in calls {
        match call.run() {
            Ok(()) => return Ok(()),
            Err(failure) => last = failure,
        }
    }
    Err(last)
}

/// What a program writes to standard output, read to its end or for two seconds.
///
/// # Errors
/// [`Failure`] where it cannot be started, ends badly or goes on.
pub fn output(words: &[&str]) -> Result<Vec<u8>, Failure> {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let mut child = start(&words, Stdio::null(), Stdio::piped())?;
    let stdout = child.stdout.take();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.map(|mut pipe| pipe.read_to_end(&mut bytes));
        // Nobody listens any more once the time is over.
        let _ = sender.send(read.map(|_| bytes).unwrap_or_default());
    });
    let patience = Duration::from_secs(2);
    wait(&mut child, &words, patience)?;
    receiver
        .recv_timeout(patience)
        .map_err(|_| Failure::Silent {
            seconds: patience.as_secs(),
        })
}

/// Starts a program apart from our terminal: what it says cannot paint over the screen, and a clipboard program that
/// stays behind to serve the text is in a process group of its own, so that Ctrl-C and hang-up do not reach it.
fn start(words: &[String], stdin: Stdio, stdout: Stdio) -> Result<Child, Failure> {
    let (program, arguments) = words.split_first().ok_or(Failure::Unavailable)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(stdin)
        .stdout(stdout)
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let program = program.clone();
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::Missing { program },
        _ => Failure::NotStarted {
            program,
            reason: (&error).into(),
        },
    })
}

/// Waits for the child itself, not for the servants it leaves behind, and ends it when the time is over.
fn wait(child: &mut Child, words: &[String], patience: Duration) -> Result<(), Failure> {
    let began = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(Failure::Ended {
                    program: words.first().cloned().unwrap_or_default(),
                    status: status.to_string(),
                });
            }
            Ok(None) if began.elapsed() < patience => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            Ok(None) | Err(_) => {
                // It is given up either way; that it was already gone is no failure.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Failure::Silent {
                    seconds: patience.as_secs(),
                });
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Call, Failure, first, output};

    #[test]
    fn the_next_program_is_tried_when_one_fails() {
        let missing = Call::new(&["newsreader-test-no-such-program"], Vec::new());
        let bad = Call::new(&["false"], b"x".to_vec());
        let good = Call::new(&["true"], b"x".to_vec());
        assert_eq!(first(&[missing.clone(), bad.clone(), good]), Ok(()));
        assert!(matches!(
            first(&[missing, bad]),
            Err(Failure::Ended { program, .. }) if program == "false"
        ));
    }

    #[test]
    fn a_program_that_reads_nothing_of_a_long_text_does_not_hang_us() {
        let call = Call::new(&["true"], vec![b'x'; 1 << 20]);
        assert_eq!(first(&[call]), Ok(()));
    }

    #[test]
    fn a_servant_left_behind_is_not_waited_for() {
        let call = Call::new(
            &["sh", "-c", "cat >/dev/null; sleep 30 & exit 0"],
            b"x".to_vec(),
        );
        let began = std::time::Instant::now();
        assert_eq!(first(&[call]), Ok(()));
        assert!(began.elapsed().as_secs() < 2);
    }

    #[test]
    fn output_is_what_the_program_says() {
        assert_eq!(output(&["printf", "报"]).unwrap(), "报".as_bytes());
    }
}
