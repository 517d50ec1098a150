//! The program in a terminal of its own: what it draws, sends and leaves behind.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod background;
mod doctor;
mod ends;
mod gone;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod heaps;
mod hostile;
mod keeping;
mod resizing;
#[cfg(target_os = "linux")]
mod soak;
#[cfg(target_os = "linux")]
mod sudden;
mod title;
mod widths;

use base64::Engine;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// The longest that any wait may take. Only a failing test reaches it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A terminal with a program in it.
struct Pty {
    master: Box<dyn MasterPty>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    child: Box<dyn Child + Send + Sync>,
}

/// A program that is started in this home, without the settings of whoever runs the tests.
fn at_home(program: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home);
    command.env("LANG", "zh_CN.UTF-8");
    command.env("TERM", "xterm-256color");
    command.cwd(home);
    command
}

impl Pty {
    fn open(command: CommandBuilder, cols: u16, rows: u16) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(at_least_one(rows.max(1)), at_least_one(cols.max(1)), 0);
        Self {
            master: pair.master,
            keyboard,
            output,
            screen,
            raw: Vec::new(),
            child,
        }
    }

    /// The reader with these arguments, in a home of its own without any settings.
    fn reader(home: &Path, arguments: &[&str], cols: u16, rows: u16) -> Self {
        let mut command = at_home(env!("CARGO_BIN_EXE_newsreader"), home);
        command.env("BROWSER", home.join("browser"));
        command.args(arguments);
        Self::open(command, cols, rows)
    }

    /// A shell that runs `line`, in which `$0` is the reader.
    fn shell(home: &Path, line: &str) -> Self {
        let mut command = at_home("sh", home);
        command.args(["-c", line, env!("CARGO_BIN_EXE_newsreader")]);
        Self::open(command, 110, 35)
    }

    fn type_keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Takes in output until something is true of it, answering questions for the cursor as a terminal does.
    fn wait(&mut self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !is_true(self) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!(
                    "waited in vain for {what} ({error}); on screen:\n{}",
                    self.text()
                ),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.raw.push(*byte);
            self.screen.process(&[*byte]);
            if self.raw.ends_with(b"\x1b[6n") {
                let (row, col) = self.screen.screen().cursor_position();
                let answer = format!("\x1b[{};{}R", row + 1, col + 1);
                self.keyboard.write_all(answer.as_bytes()).unwrap();
            }
        }
    }

    fn wait_for(&mut self, text: &str) {
        self.wait(text, |pty| pty.text().contains(text));
    }

    /// Waits for the end and asserts that the terminal is as it was.
    fn ends_restored(&mut self) -> u32 {
        let end = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "it does not end: {}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.take(&bytes);
        }
        self.is_restored();
        status.exit_code()
    }

    fn is_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "still on the other screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let termios = self.master.get_termios().unwrap();
        let flags = format!("{:?}", termios.local_flags);
        assert!(
            flags.contains("ICANON") && flags.contains("ECHO"),
            "raw mode is on: {flags}"
        );
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

fn at_least_one(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// A report whose article has so many paragraphs.
fn report(number: u32, paragraphs: usize) -> String {
    let mut out = format!(
        "云屿公共服务监测周报\n\n（第{number}期）\n\n云屿市数据研究所 2025 年 9 月 19 日\n\n一、信息目录\n\n1.渡轮时刻表改由潮水决定\n\n（海湾新闻）\n\n\
         二、具体内容\n\n1.标题：渡轮时刻表改由潮水决定\n\n来源：海湾新闻\n\n链接：https://news.example.com/ferry/{number}\n\n主要内容：\n\n\
         渡轮时刻表改由潮水决定\n\n2025-09-15 来源：海湾新闻\n\n"
    );
    for part in 1..=paragraphs {
        let text = "段的开头在这里，云屿市把渡口的潮位与客流接进同一张表。";
        out.extend(["第", &part.to_string(), text, "\n\n"]);
    }
    out
}

fn home_with_reports() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("reports");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("41.txt"), report(41, 5)).unwrap();
    std::fs::write(folder.join("42.txt"), report(42, 60)).unwrap();
    home
}

fn open_reports(home: &tempfile::TempDir) -> Pty {
    let mut pty = Pty::reader(home.path(), &["--no-state", "reports"], 110, 35);
    pty.wait_for("渡轮时刻表改由潮水决定");
    pty.wait_for("第1段");
    pty
}

#[test]
fn without_a_library_the_samples_open_and_q_leaves_the_terminal_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::reader(home.path(), &["--no-state"], 110, 35);
    pty.wait_for("内置样刊");
    pty.wait_for("newsreader 文件夹");
    assert!(pty.screen.screen().alternate_screen());
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn opens_scrolls_resizes_and_copies() {
    let home = home_with_reports();
    let mut pty = open_reports(&home);
    pty.type_keys("llG");
    pty.wait_for("第60段");
    pty.wait_for("100%");
    pty.master
        .resize(PtySize {
            rows: 20,
            cols: 50,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    pty.screen
        .screen_mut()
        .set_size(at_least_one(20), at_least_one(50));
    pty.wait("one pane", |pty| {
        !pty.text().contains("期次") && pty.text().contains("正文")
    });
    pty.type_keys("y");
    let link = "https://news.example.com/ferry/42";
    let osc = format!(
        "\x1b]52;c;{}",
        base64::engine::general_purpose::STANDARD.encode(link)
    );
    pty.wait("the link", |pty| {
        pty.raw.windows(osc.len()).any(|w| w == osc.as_bytes())
    });
    pty.wait_for("已发给终端");
    pty.type_keys("\x03");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn keys_typed_before_the_first_frame_are_not_lost() {
    let home = home_with_reports();
    let mut pty = Pty::reader(home.path(), &["--no-state", "reports"], 110, 35);
    pty.type_keys("llG");
    pty.wait_for("100%");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}

#[test]
fn every_frame_is_one_synchronized_update() {
    let home = home_with_reports();
    let mut pty = open_reports(&home);
    pty.type_keys("jjq");
    pty.ends_restored();
    let count = |what: &[u8]| pty.raw.windows(what.len()).filter(|w| *w == what).count();
    let (begins, ends) = (count(b"\x1b[?2026h"), count(b"\x1b[?2026l"));
    assert!(begins > 0 && ends >= begins, "{begins} begun, {ends} ended");
}

#[test]
fn the_browser_gets_the_link_and_not_the_screen() {
    let home = home_with_reports();
    let browser = home.path().join("browser");
    std::fs::write(
        &browser,
        "#!/bin/sh\necho painted over\necho \"$1\" > asked.part && mv asked.part asked\n",
    )
    .unwrap();
    let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o755);
    std::fs::set_permissions(&browser, mode).unwrap();
    let mut pty = open_reports(&home);
    pty.type_keys("o");
    pty.wait_for("已交给浏览器");
    let asked = home.path().join("asked");
    let end = Instant::now() + DEADLINE;
    while !asked.exists() {
        assert!(Instant::now() < end, "the browser was not started");
        std::thread::yield_now();
    }
    assert_eq!(
        std::fs::read_to_string(asked).unwrap().trim(),
        "https://news.example.com/ferry/42"
    );
    pty.type_keys("q");
    pty.ends_restored();
    assert!(!pty.text().contains("painted over"));
}

/// A change of size in the first milliseconds, and a terminal that has no size yet.
#[test]
fn the_size_is_followed_from_the_first_moment() {
    for (cols, rows) in [(0, 0), (60, 20)] {
        for wait in [0, 1, 2, 4, 6, 8, 10, 13, 16] {
            let home = home_with_reports();
            let reports = home.path().join("reports");
            let mut pty = Pty::reader(home.path(), &[reports.to_str().unwrap()], cols, rows);
            std::thread::sleep(Duration::from_millis(wait));
            let size = PtySize {
                rows: 30,
                cols: 100,
                pixel_width: 0,
                pixel_height: 0,
            };
            pty.master.resize(size).unwrap();
            pty.screen
                .screen_mut()
                .set_size(at_least_one(30), at_least_one(100));
            // The status line stands in the last row.
            pty.wait("the new size", |pty| {
                let last = pty.screen.screen().rows(0, 100).nth(29);
                last.is_some_and(|row| !row.trim().is_empty())
            });
            pty.type_keys("q");
            assert_eq!(pty.ends_restored(), 0);
        }
    }
}

#[test]
fn paths_that_are_not_there_are_one_line_each_and_no_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::reader(home.path(), &["--no-state", "nowhere"], 80, 24);
    pty.wait_for("newsreader: nowhere: ");
    assert_eq!(pty.ends_restored(), 1);
    assert!(!pty.raw.windows(8).any(|w| w == b"\x1b[?1049h"));
}

#[test]
fn an_empty_folder_is_one_clear_line() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    let mut pty = Pty::reader(home.path(), &["--no-state", "empty"], 80, 24);
    pty.wait_for("这里没有可读的报告：empty");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
}
