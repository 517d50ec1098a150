//! A program in a terminal of its own: how long until something is on its screen.

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The longest that any wait may take.
const DEADLINE: Duration = Duration::from_mins(5);
const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// The program and what it has drawn.
pub struct Terminal {
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    /// Starts a program; everything that follows is measured from its own beginning.
    pub fn open(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(SIZE).expect("a terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keyboard = pair.master.take_writer().expect("its input");
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            // The thread owns the terminal: it stays open as long as its output is read.
            let _pair = pair;
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let bytes = buffer.get(..count).unwrap_or_default();
                if sender.send(bytes.to_vec()).is_err() {
                    return;
                }
            }
        });
        let rows = SIZE.rows.try_into().expect("a row");
        let cols = SIZE.cols.try_into().expect("a column");
        Self {
            keyboard,
            output,
            screen: vt100::Parser::new(rows, cols, 0),
            child,
        }
    }

    /// The program's process.
    pub fn process(&self) -> Option<u32> {
        self.child.process_id()
    }

    /// The text on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    pub fn press(&mut self, keys: &str) {
        self.keyboard
            .write_all(keys.as_bytes())
            .expect("a keyboard");
    }

    /// Returns the time until something is true of the screen; `None` if the program ended or took too long.
    pub fn wait(&mut self, is_true: impl Fn(&str) -> bool) -> Option<Duration> {
        let begun = Instant::now();
        while !is_true(&self.text()) {
            let left = DEADLINE.checked_sub(begun.elapsed())?;
            let bytes = self.output.recv_timeout(left).ok()?;
            self.take(&bytes);
        }
        Some(begun.elapsed())
    }

    /// Waits until nothing more is drawn.
    pub fn settle(&mut self) {
        loop {
            match self.output.recv_timeout(Duration::from_millis(400)) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// A terminal answers when it is asked where the cursor is.
    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        if bytes.windows(4).any(|four| four == b"\x1b[6n") {
            let (row, col) = self.screen.screen().cursor_position();
            self.press(&format!("\x1b[{};{}R", row + 1, col + 1));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The program may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
