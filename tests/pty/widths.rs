//! The width of ambiguous characters in a real terminal: GNU screen draws them two columns wide with `cjkwidth on` and one
//! without, and its cursor reports show the program which it is. The tests read the screen's contents back from it.

use super::{DEADLINE, Pty};
use newsreader::text::width::{Ambiguous, width_cols};
use portable_pty::CommandBuilder;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A paragraph of which every third character is ambiguous.
const PARAGRAPH: &str = "“潮位与客流——第一次——进了同一张表……”调度员说，“①先看潮水；②再看‘客流’；③最后看α、β两条航线。”\
    ★★★☆·潮水→客流，±0.5℃…×3，“表”“线”“站”‘码头’——都在这里……";

const REPORT: &str = "云屿公共服务监测周报\n\n（第42期）\n\n云屿市数据研究所 2025 年 9 月 19 日\n\n一、信息目录\n\n\
    1.渡轮时刻表改由“潮水”决定\n\n（海湾新闻）\n\n\n二、具体内容\n\n1.标题：渡轮时刻表改由“潮水”决定\n\n来源：海湾新闻\n\n\
    链接：https://news.example.com/ferry/42\n\n主要内容：\n\n渡轮时刻表改由“潮水”决定\n\n2025-09-15 来源：海湾新闻\n\n";

const COLS: u16 = 60;

/// No output for so long: the program has drawn what it wanted.
const QUIET: Duration = Duration::from_millis(400);

/// The reader inside GNU screen.
struct Inside {
    home: tempfile::TempDir,
    pty: Pty,
}

impl Inside {
    /// Starts it; `None` unless `NEWSREADER_TERMINALS` is 1.
    fn open(cjkwidth: &str) -> Option<Self> {
        if std::env::var_os("NEWSREADER_TERMINALS").is_none_or(|value| value != "1") {
            eprintln!("skipped: set NEWSREADER_TERMINALS=1 to run it; it needs GNU screen");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let settings = format!(
            "startup_message off\ndefutf8 on\ncjkwidth {cjkwidth}\naltscreen on\ndefscrollback 0\nescape ^Aa\n"
        );
        std::fs::write(home.path().join("settings"), settings).unwrap();
        std::fs::write(home.path().join("42.txt"), format!("{REPORT}{PARAGRAPH}\n")).unwrap();
        let sockets = home.path().join("sockets");
        std::fs::create_dir(&sockets).unwrap();
        let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700);
        std::fs::set_permissions(&sockets, mode).unwrap();
        let mut command = CommandBuilder::new("screen");
        command.env_clear();
        for (name, value) in environment(home.path()) {
            command.env(name, value);
        }
        command.cwd(home.path());
        command.args([
            "-U",
            "-c",
            "settings",
            "-S",
            "reader",
            env!("CARGO_BIN_EXE_newsreader"),
        ]);
        command.args(["--no-state", "42.txt"]);
        let pty = Pty::open(command, COLS, 30);
        Some(Self { home, pty })
    }

    fn wait_for_output(&mut self, text: &str) {
        self.pty
            .wait(text, |pty| String::from_utf8_lossy(&pty.raw).contains(text));
    }

    /// The rows that the terminal has on its screen once something is true of them.
    fn rows(&mut self, what: &str, is_true: impl Fn(&[String]) -> bool) -> Vec<String> {
        let end = Instant::now() + DEADLINE;
        loop {
            let rows = self.copied();
            if is_true(&rows) {
                return rows;
            }
            assert!(
                Instant::now() < end,
                "waited in vain for {what}:\n{}",
                rows.join("\n")
            );
        }
    }

    /// The screen as the terminal's copy mode reads it now.
    fn copied(&mut self) -> Vec<String> {
        // In its copy mode the terminal takes nothing from the program, so let that finish what it is drawing.
        while let Ok(bytes) = self.pty.output.recv_timeout(QUIET) {
            self.pty.take(&bytes);
        }
        let before = self.pty.raw.len();
        self.pty.type_keys("\u{1}[g0 G$ ");
        self.pty.wait("the copy", |pty| {
            String::from_utf8_lossy(&pty.raw[before..]).contains("into buffer")
        });
        self.ask(&["-X", "writebuf", "copied"]);
        let file = self.home.path().join("copied");
        let end = Instant::now() + DEADLINE;
        while Instant::now() < end && !file.exists() {
            std::thread::yield_now();
        }
        let copied = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(file).unwrap();
        copied.lines().map(str::to_owned).collect()
    }

    fn ask(&self, arguments: &[&str]) {
        let mut command = Command::new("screen");
        command
            .env_clear()
            .envs(environment(self.home.path()))
            .current_dir(self.home.path());
        let _ = command.args(["-S", "reader"]).args(arguments).output();
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.ask(&["-X", "quit"]);
    }
}

fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let path = std::env::var("PATH").unwrap_or_default();
    let at = |name: &str| home.join(name).to_string_lossy().into_owned();
    vec![
        ("PATH", path),
        ("HOME", at("")),
        ("SCREENDIR", at("sockets")),
        ("LANG", "C.UTF-8".to_owned()),
        ("TERM", "xterm-256color".to_owned()),
    ]
}

/// The columns, in this width model, at which `sign` stands in `row`.
fn columns_of(row: &str, sign: char, ambiguous: Ambiguous) -> Vec<usize> {
    row.char_indices()
        .filter(|(_, c)| *c == sign)
        .map(|(at, _)| width_cols(row.split_at(at).0, ambiguous))
        .collect()
}

fn reads_straight(cjkwidth: &str, ambiguous: Ambiguous, border: char) {
    let Some(mut inside) = Inside::open(cjkwidth) else {
        return;
    };
    inside.wait_for_output("渡轮");
    inside.pty.type_keys("z");
    let whole = |rows: &[String]| {
        rows.iter()
            .map(|row| row.trim())
            .collect::<String>()
            .contains(PARAGRAPH)
    };
    let rows = inside.rows("the whole paragraph", whole);
    for row in &rows {
        assert!(
            width_cols(row, ambiguous) <= usize::from(COLS),
            "too wide: {row}"
        );
    }
    // A popup over the text: its edges are straight, and no row is shifted by what it covers.
    inside.pty.type_keys("t");
    let edges = |rows: &[String]| -> Vec<Vec<usize>> {
        // The last row is the status line.
        let columns = rows
            .iter()
            .rev()
            .skip(1)
            .map(|row| columns_of(row, border, ambiguous));
        columns.filter(|columns| columns.len() == 2).collect()
    };
    let rows = inside.rows("the popup", |rows| edges(rows).len() > 5);
    let edges = edges(&rows);
    assert!(
        edges.iter().all(|columns| *columns == edges[0]),
        "crooked:\n{}",
        rows.join("\n")
    );
}

#[test]
fn where_ambiguous_characters_are_two_columns_every_row_is_straight() {
    reads_straight("on", Ambiguous::Wide, '|');
}

#[test]
fn where_ambiguous_characters_are_one_column_every_row_is_straight() {
    reads_straight("off", Ambiguous::Narrow, '│');
}
