//! The system's clipboard without a program, by `arboard`.

use crate::runtime::clipboard::way::Failure;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

/// How long the system may take. An X server that does not answer must not hold the reader up.
const PATIENCE: Duration = Duration::from_secs(2);

/// A thread that holds the clipboard. Under X11 and Wayland the program that copied serves the text itself, so the thread
/// lives, and the text with it, as long as the reader runs.
#[derive(Debug)]
pub struct Native {
    requests: Sender<Request>,
}

type Answer = Result<String, Failure>;

#[derive(Debug)]
enum Request {
    Set(String, Sender<Answer>),
    Get(Sender<Answer>),
}

impl Native {
    /// Starts the thread; the system is first spoken to when the first text comes.
    pub fn start() -> Self {
        let (requests, receiver) = mpsc::channel();
        thread::spawn(move || serve(&receiver));
        Self { requests }
    }

    /// Puts `text` into the clipboard.
    ///
    /// # Errors
    /// [`Failure`] where there is no clipboard, it refuses or it does not answer.
    pub fn set(&self, text: &str) -> Result<(), Failure> {
        self.ask(|answer| Request::Set(text.to_owned(), answer))
            .map(drop)
    }

    /// The text that the clipboard holds.
    ///
    /// # Errors
    /// As [`Native::set`].
    pub fn get(&self) -> Answer {
        self.ask(Request::Get)
    }

    fn ask(&self, request: impl FnOnce(Sender<Answer>) -> Request) -> Answer {
        let (sender, answer) = mpsc::channel();
        let silent = Failure::Silent {
            seconds: PATIENCE.as_secs(),
        };
        if self.requests.send(request(sender)).is_err() {
            return Err(Failure::Unavailable);
        }
        answer.recv_timeout(PATIENCE).unwrap_or(Err(silent))
    }
}

fn serve(requests: &Receiver<Request>) {
    let mut held: Option<arboard::Clipboard> = None;
    for request in requests {
        let clipboard = match held.take() {
            Some(clipboard) => Ok(clipboard),
            None => arboard::Clipboard::new(),
        };
        let (mut clipboard, answer, set) = match (clipboard, request) {
            (Ok(clipboard), Request::Set(text, answer)) => (clipboard, answer, Some(text)),
            (Ok(clipboard), Request::Get(answer)) => (clipboard, answer, None),
            (Err(error), Request::Set(_, answer) | Request::Get(answer)) => {
                // Whoever asked may have stopped waiting.
                let _ = answer.send(Err(Failure::Refused(error.to_string())));
                continue;
            }
        };
        let done = match set {
            Some(text) => clipboard.set_text(text).map(|()| String::new()),
            None => clipboard.get_text(),
        };
        let _ = answer.send(done.map_err(|error| Failure::Refused(error.to_string())));
        held = Some(clipboard);
    }
}
