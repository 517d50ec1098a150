//! Ends that the reader cannot see coming: the terminal is as it was all the same.

use super::{DEADLINE, Pty, home_with_reports};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// A reader below a shell that goes on after it. Where the leader of a session dies, its terminal is gone for all others.
fn below_a_shell(home: &tempfile::TempDir) -> (Pty, Pid) {
    let mut pty = Pty::shell(home.path(), "\"$0\" --no-state reports; read line; exit 7");
    pty.wait_for("第1段");
    let shell = pty.child.process_id().unwrap();
    let reader = *children(shell).first().unwrap();
    // The guard starts after the first frame.
    let end = Instant::now() + DEADLINE;
    while !children(reader).into_iter().any(is_guard) {
        assert!(Instant::now() < end, "the terminal is not guarded");
        thread::yield_now();
    }
    (pty, Pid::from_raw(i32::try_from(reader).unwrap()).unwrap())
}

/// The processes that the threads of `process` have started.
fn children(process: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let of_task = |task: fs::DirEntry| fs::read_to_string(task.path().join("children"));
    let all: String = tasks.flatten().flat_map(of_task).collect();
    all.split_whitespace()
        .map(|id| id.parse().unwrap())
        .collect()
}

fn is_guard(process: u32) -> bool {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    line.windows(5).any(|word| word == b"guard")
}

/// Asserts that the terminal is as it was, then lets the shell end.
fn is_given_back(mut pty: Pty) {
    pty.wait("the other screen to go", |pty| {
        !pty.screen.screen().alternate_screen()
    });
    pty.type_keys("\n");
    assert_eq!(pty.ends_restored(), 7);
}

#[test]
fn a_killed_reader_leaves_the_terminal_as_it_was() {
    let home = home_with_reports();
    let (pty, reader) = below_a_shell(&home);
    kill_process(reader, Signal::KILL).unwrap();
    is_given_back(pty);
}

#[test]
fn a_failed_allocation_leaves_the_terminal_as_it_was() {
    let home = home_with_reports();
    let (mut pty, reader) = below_a_shell(&home);
    // Less than it uses already: the next block of memory that it asks the system for is refused.
    let most = Rlimit {
        current: Some(1 << 20),
        maximum: Some(1 << 20),
    };
    prlimit(Some(reader), Resource::As, most).unwrap();
    // Pasted into the field of the search, a long text needs memory.
    pty.type_keys("s\x1b[200~");
    pty.type_keys(&"渡轮".repeat(200_000));
    pty.type_keys("\x1b[201~");
    is_given_back(pty);
}

/// A guard that is started while the reader ends must not write to the terminal that the shell has again.
#[test]
fn a_reader_that_ends_at_once_gives_the_terminal_back_once() {
    let home = home_with_reports();
    // The start of the guard takes some milliseconds; the end has to come within them.
    for wait in 0..24 {
        let mut pty = Pty::reader(home.path(), &["--no-state", "reports"], 110, 35);
        pty.wait_for("第1段");
        thread::sleep(Duration::from_micros(wait * 500));
        pty.type_keys("q");
        assert_eq!(pty.ends_restored(), 0);
        let leaving = b"\x1b[?1049l";
        let parts = pty.raw.windows(leaving.len());
        assert_eq!(parts.filter(|part| part == leaving).count(), 1);
    }
}
