//! The terminal is as it was after every end: by a signal, a stop, a panic, and with a pipe on standard input.

use super::{DEADLINE, Pty, home_with_reports, open_reports};
use newsreader::runtime::terminal::Screen;
use portable_pty::CommandBuilder;
use std::time::Instant;

#[test]
fn signals_to_end_leave_the_terminal_as_it_was() {
    let signals = [
        ("-HUP", 1),
        ("-INT", 2),
        ("-QUIT", 3),
        ("-ABRT", 6),
        ("-USR1", 10),
        ("-ALRM", 14),
        ("-TERM", 15),
        ("-XCPU", 24),
    ];
    for (name, number) in signals {
        let home = home_with_reports();
        let mut pty = open_reports(&home);
        pty.signal(name);
        assert_eq!(pty.ends_restored(), 128 + number, "{name}");
    }
}

/// Keys come from the terminal of the session where standard input is something else.
#[test]
fn a_pipe_on_standard_input_leaves_the_keyboard_to_the_reader() {
    let home = home_with_reports();
    for line in [
        "echo reports | xargs \"$0\" --no-state",
        "echo reports | while read folder; do \"$0\" --no-state \"$folder\"; done",
        "cat reports/42.txt | \"$0\" --no-state -",
    ] {
        let mut pty = Pty::shell(home.path(), line);
        pty.wait_for("第1段");
        pty.type_keys("llG");
        pty.wait_for("第60段");
        pty.type_keys("q");
        assert_eq!(pty.ends_restored(), 0, "{line}");
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_takes_it_again() {
    for way in ["\x1a", "-TSTP"] {
        let home = home_with_reports();
        let mut pty = open_reports(&home);
        if way.starts_with('-') {
            pty.signal(way);
        } else {
            pty.type_keys(way);
        }
        pty.wait("the own screen", |pty| {
            !pty.screen.screen().alternate_screen()
        });
        let stat = format!("/proc/{}/stat", pty.child.process_id().unwrap());
        if cfg!(target_os = "linux") {
            let end = Instant::now() + DEADLINE;
            while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
                assert!(Instant::now() < end, "it did not stop");
                std::thread::yield_now();
            }
        }
        pty.is_restored();
        pty.signal("-CONT");
        pty.wait("the other screen", |pty| {
            pty.screen.screen().alternate_screen()
        });
        pty.wait_for("第1段");
        pty.type_keys("q");
        assert_eq!(pty.ends_restored(), 0);
    }
}

/// The other half of the next test: panics while the terminal is in raw mode on the other screen.
#[test]
fn panics_when_it_is_told_to() {
    if std::env::var_os("NEWSREADER_TEST_PANICS").is_none() {
        return;
    }
    let mut screen = Screen::enter(true, true).unwrap();
    screen.draw(|_| {}).unwrap();
    panic!("told to");
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_is_told() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "pty::ends::panics_when_it_is_told_to",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env("NEWSREADER_TEST_PANICS", "1");
    let mut pty = Pty::open(command, 100, 30);
    assert_ne!(pty.ends_restored(), 0);
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    let (left, told) = (
        raw.rfind("\x1b[?1049l").unwrap(),
        raw.rfind("told to").unwrap(),
    );
    assert!(
        left < told,
        "what went wrong must be told on the screen that stays"
    );
}
