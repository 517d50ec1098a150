//! A terminal that goes away without a word: the program ends and does not spin.

use super::{DEADLINE, home_with_reports};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;
use std::time::Instant;

#[test]
fn a_terminal_that_is_gone_ends_the_program_without_any_signal() {
    let home = home_with_reports();
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_newsreader"));
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TERM", "xterm-256color");
    command.cwd(home.path());
    command.args(["--no-state", "reports"]);
    // A process without a controlling terminal is sent no SIGHUP.
    command.set_controlling_tty(false);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !seen.windows(8).any(|w| w == b"\x1b[?2026l") {
        let count = screen.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
    drop((screen, pair.master));
    let end = Instant::now() + DEADLINE;
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("it lives on without a terminal");
        }
        std::thread::yield_now();
    }
}
