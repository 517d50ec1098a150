//! Copying inside real tmux and GNU screen with their own defaults. Only with `NEWSREADER_TERMINALS` set, as `.ci/run` does.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use base64::Engine;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// True if the tests in real terminals are to run; else prints that `program` is not tried.
fn is_tried(program: &str) -> bool {
    let is_tried = std::env::var_os("NEWSREADER_TERMINALS").is_some();
    if !is_tried {
        eprintln!("NEWSREADER_TERMINALS is not set: {program} is not tried");
    }
    is_tried
}

/// A tmux server of its own, with the settings that tmux is shipped with.
struct Tmux {
    socket: std::path::PathBuf,
}

impl Tmux {
    fn new(home: &std::path::Path) -> Self {
        let socket = home.join("tmux");
        Self { socket }
    }

    /// Runs a command of tmux and returns what it prints.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command
            .env_remove("TMUX")
            .arg("-S")
            .arg(&self.socket)
            .args(["-f", "/dev/null"]);
        let output = command.args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Waits until a command prints `wanted`.
    fn until(&self, what: &str, arguments: &[&str], wanted: &str) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.run(arguments).contains(wanted) {
            assert!(Instant::now() < end, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// tmux as it is shipped drops an application's own OSC 52: the link must be in its buffer all the same.
#[test]
fn in_tmux_with_default_settings_the_paste_buffer_holds_the_link() {
    if !is_tried("tmux") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let tmux = Tmux::new(home.path());
    let reader = format!(
        "env -u DISPLAY -u WAYLAND_DISPLAY HOME='{}' {} --lang zh --no-state",
        home.path().display(),
        env!("CARGO_BIN_EXE_newsreader")
    );
    tmux.run(&["new-session", "-d", "-x", "110", "-y", "35", &reader]);
    tmux.until("the reader", &["capture-pane", "-p"], "期次");
    tmux.until("the article", &["capture-pane", "-p"], "https://");
    tmux.run(&["send-keys", "y"]);
    tmux.until("the buffer", &["show-buffer"], "https://");
    tmux.until("the message", &["capture-pane", "-p"], "已复制（tmux");
    tmux.run(&["send-keys", "Y"]);
    tmux.until("the menu", &["capture-pane", "-p"], "BibTeX");
    tmux.run(&["send-keys", "g"]);
    tmux.until("the reference", &["show-buffer"], "[EB/OL]");
    tmux.run(&["kill-server"]);
}

/// tmux keeps the cells of the alternate screen that the shell's screen had no rows for when the window grew: after the reader
/// ends, the pane holds the lines of the shell alone.
#[test]
fn in_tmux_nothing_of_the_article_stays_after_a_resize_and_the_end() {
    if !is_tried("tmux") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let tmux = Tmux::new(home.path());
    let reader = format!(
        "HOME='{}' {} --lang zh --no-state; echo ended",
        home.path().display(),
        env!("CARGO_BIN_EXE_newsreader")
    );
    tmux.run(&[
        "new-session",
        "-d",
        "-x",
        "80",
        "-y",
        "24",
        "PS1='ready ' sh",
    ]);
    tmux.until("the shell", &["capture-pane", "-p"], "ready");
    tmux.run(&["send-keys", &reader, "Enter"]);
    tmux.until("the article", &["capture-pane", "-p"], "https://");
    tmux.run(&["resize-window", "-x", "120", "-y", "40"]);
    std::thread::sleep(Duration::from_millis(500));
    tmux.until("the larger screen", &["capture-pane", "-p"], "? 帮助");
    tmux.run(&["send-keys", "q"]);
    tmux.until("the end", &["capture-pane", "-p"], "\nended");
    let left = tmux.run(&["capture-pane", "-p", "-S", "-100"]);
    assert!(!left.contains("https://") && !left.contains('　'), "{left}");
    let han = left.chars().filter(|c| ('一'..='龥').contains(c)).count();
    assert_eq!(han, 0, "{left}");
    tmux.run(&["kill-server"]);
}

/// GNU screen hands on control strings of 768 bytes at most: what reaches the terminal around it must be whole again.
#[test]
fn through_screen_a_long_text_reaches_the_terminal_whole() {
    if !is_tried("screen") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let sockets = home.path().join("screen");
    std::fs::create_dir(&sockets).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&sockets, private).unwrap();
    let mut command = CommandBuilder::new("screen");
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home.path());
    command.env("SCREENDIR", &sockets);
    command.env("LANG", "C.UTF-8");
    command.env("TERM", "xterm-256color");
    let reader = env!("CARGO_BIN_EXE_newsreader");
    command.args([
        "-U",
        "-c",
        "/dev/null",
        reader,
        "--lang",
        "zh",
        "--no-state",
    ]);
    let size = PtySize {
        rows: 35,
        cols: 110,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut keyboard = pair.master.take_writer().unwrap();
    let (sender, pieces) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut raw = Vec::new();
    let mut until = |what: &str, wanted: &dyn Fn(&str) -> bool| {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let text = String::from_utf8_lossy(&raw).into_owned();
            if wanted(&text) {
                return text;
            }
            let left = end.saturating_duration_since(Instant::now());
            let piece = pieces.recv_timeout(left);
            raw.extend(piece.unwrap_or_else(|_| panic!("waited in vain for {what}:\n{text}")));
        }
    };
    until("the article", &|text| text.contains("https://"));
    keyboard.write_all(b"Y").unwrap();
    until("the menu", &|text| text.contains("BibTeX"));
    keyboard.write_all(b"a").unwrap();
    let sequence = |text: &str| -> Option<String> {
        let (_, rest) = text.split_once("\x1b]52;c;")?;
        Some(rest.split_once('\x07')?.0.to_owned())
    };
    let text = until("the sequence", &|text| sequence(text).is_some());
    let bytes = base64::engine::general_purpose::STANDARD.decode(sequence(&text).unwrap());
    let copied = String::from_utf8(bytes.unwrap()).unwrap();
    assert!(
        copied.len() > 1000 && copied.lines().count() > 3,
        "{copied}"
    );
    keyboard.write_all(b"q").unwrap();
    child.wait().unwrap();
}
