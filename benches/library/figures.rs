//! What a reader waits for, measured from outside: the program is started, and beside it, in the same run and by turns, what
//! else does such a thing on this machine. Of a program that is not installed the line says so.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use crate::invent;
use crate::terminal::Terminal;
use portable_pty::CommandBuilder;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_newsreader");
/// So many feeds has a weekly of twelve years.
const FEEDS: usize = 629;

/// A home without settings, in which the program's cache and state lie.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    fn settings(&self) -> [(&'static str, PathBuf); 4] {
        let folder = |name: &str| self.0.path().join(name);
        [
            ("XDG_CACHE_HOME", self.cache()),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_STATE_HOME", folder("state")),
            ("XDG_DATA_HOME", folder("data")),
        ]
    }

    fn run(&self, arguments: &[&OsStr]) -> Duration {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).envs(self.settings());
        time(command, &[]).unwrap_or_default()
    }

    fn open(&self, program: &str, arguments: &[&OsStr]) -> Terminal {
        let mut command = CommandBuilder::new(program);
        for (name, folder) in self.settings() {
            command.env(name, folder);
        }
        command.env("HOME", self.0.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.args(arguments);
        Terminal::open(command)
    }
}

/// All figures, a line each.
pub fn print(folder: &Path, count: usize, bytes: u64) {
    let home = Home::new();
    println!("{count} reports, {:.1} MB", mega(bytes));
    scanning(&home, folder);
    println!(
        "cache (asked for: at most 1): {:.2} of the text",
        share(size(&home.cache()), bytes)
    );
    for word in ["医保", "鹭屿", "罕见词语不"] {
        searching(&home, folder, word);
    }
    first_frames(&home, folder);
    keystrokes(&home, folder);
    memory(&home, folder, "warm");
    memory(&Home::new(), folder, "cold");
}

fn scanning(home: &Home, folder: &Path) {
    let names = names(folder);
    let list = [
        OsStr::new("list"),
        "--format".as_ref(),
        "csv".as_ref(),
        folder.as_os_str(),
    ];
    by_turns(
        "cold scan (asked for: at most 2)",
        3,
        &mut [
            ("newsreader list", &mut || {
                // Nothing may be left of the scan before.
                let _ = fs::remove_dir_all(home.cache());
                Some(home.run(&list))
            }),
            ("wc -m", &mut || {
                beside("wc", &["-m".as_ref(), "--files0-from=-".as_ref()], &names)
            }),
        ],
    );
    by_turns(
        "warm list (asked for: under 500 ms)",
        15,
        &mut [
            ("newsreader list", &mut || Some(home.run(&list))),
            ("cat", &mut || {
                beside("xargs", &["-0".as_ref(), "cat".as_ref()], &names)
            }),
        ],
    );
}

fn searching(home: &Home, folder: &Path, word: &str) {
    let search = |format: &str| {
        home.run(&[
            "search".as_ref(),
            word.as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            folder.as_os_str(),
        ])
    };
    by_turns(
        &format!("search {word} (asked for: at most 1)"),
        15,
        &mut [
            ("newsreader search", &mut || Some(search("text"))),
            ("rg -c", &mut || {
                beside(
                    "rg",
                    &["-c".as_ref(), word.as_ref(), folder.as_os_str()],
                    &[],
                )
            }),
            ("newsreader search --format json", &mut || {
                Some(search("json"))
            }),
        ],
    );
}

fn first_frames(home: &Home, folder: &Path) {
    let few = tempfile::tempdir().expect("a temporary folder");
    for number in 1..=10 {
        fs::write(
            few.path().join(format!("{number}.txt")),
            invent::report(number),
        )
        .expect("room");
    }
    let file = few.path().join("1.txt");
    let frame = |folder: &Path| {
        let begun = Instant::now();
        let mut reader = home.open(
            PROGRAM,
            &["--lang".as_ref(), "zh".as_ref(), folder.as_os_str()],
        );
        reader
            .wait(|text| text.contains("帮助"))
            .map(|_| begun.elapsed())
    };
    let feeds = feeds(home);
    by_turns(
        "first frame (asked for: at most 1.3)",
        15,
        &mut [
            ("newsreader, all reports", &mut || frame(folder)),
            ("newsreader, 10 reports", &mut || frame(few.path())),
            ("less, one report", &mut || {
                let begun = Instant::now();
                installed("less")?;
                let mut less = home.open("less", &[file.as_os_str()]);
                less.wait(|text| text.contains('云'))
                    .map(|_| begun.elapsed())
            }),
        ],
    );
    by_turns(
        "first frame beside newsboat",
        5,
        &mut [
            ("newsreader, all reports", &mut || frame(folder)),
            ("newsboat, 629 cached feeds", &mut || {
                let begun = Instant::now();
                let feeds: Vec<&OsStr> = feeds.as_ref()?.iter().map(OsStr::new).collect();
                let mut newsboat = home.open("newsboat", &feeds);
                newsboat
                    .wait(|text| text.contains("云州"))
                    .map(|_| begun.elapsed())
            }),
        ],
    );
}

/// Feeds of the same reports, read once into newsboat's cache; the arguments that show them.
fn feeds(home: &Home) -> Option<Vec<String>> {
    installed("newsboat")?;
    let folder = home.0.path().join("feeds");
    fs::create_dir_all(&folder).ok()?;
    let mut urls = String::new();
    for number in 1..=FEEDS {
        let file = folder.join(format!("{number}.xml"));
        let text = invent::report(number).replace(['<', '&'], " ");
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>云州周报 {number}</title><link>https://example.cn/{number}</link>\
             <item><title>第{number}期</title><guid>{number}</guid><description>{text}</description></item></channel></rss>"
        );
        fs::write(&file, feed).ok()?;
        let _ = writeln!(urls, "file://{}", file.display());
    }
    let path = |name: &str| home.0.path().join(name).display().to_string();
    fs::write(path("urls"), urls).ok()?;
    fs::write(path("newsboat"), "").ok()?;
    let arguments = ["-u", "urls", "-c", "newsboat.db", "-C", "newsboat"];
    let is_name = |argument: &&str| !argument.starts_with('-');
    let arguments: Vec<String> = arguments
        .iter()
        .map(|argument| {
            if is_name(argument) {
                path(argument)
            } else {
                (*argument).to_owned()
            }
        })
        .collect();
    let mut reload = Command::new("newsboat");
    reload
        .args(&arguments)
        .args(["-x", "reload"])
        .env("HOME", home.0.path());
    time(reload, &[]).map(|_| arguments)
}

/// From a key in the search of the whole library to the results on screen.
fn keystrokes(home: &Home, folder: &Path) {
    let mut reader = home.open(
        PROGRAM,
        &["--lang".as_ref(), "zh".as_ref(), folder.as_os_str()],
    );
    reader.wait(|text| text.contains("帮助"));
    reader.settle();
    let mut times = Vec::new();
    for word in ["医保", "数据", "鹭屿", "罕见", "yibao"] {
        reader.press("s");
        reader.settle();
        for key in word.chars() {
            let before = counted(&reader.text());
            reader.press(&key.to_string());
            let typed = |text: &str| text.lines().take(6).any(|line| line.contains(key));
            let told = |text: &str| counted(text) != before || before.as_deref() == Some(NOTHING);
            let time = reader.wait(|text| typed(text) && told(text));
            times.extend(time.map(|time| (time, format!("{word}: {key}"))));
            reader.settle();
        }
        reader.press("\u{1b}");
        reader.settle();
    }
    times.sort();
    if let (Some(middle), Some(worst)) = (times.get(times.len() / 2), times.last()) {
        println!(
            "key to results (asked for: under 30 ms): median {:.1} ms, worst {:.1} ms ({})",
            milli(middle.0),
            milli(worst.0),
            worst.1
        );
    }
}

const NOTHING: &str = "没有找到";

/// How many articles the search on screen has found.
fn counted(text: &str) -> Option<String> {
    if text.contains(NOTHING) {
        return Some(NOTHING.to_owned());
    }
    let line = text.lines().take(6).find(|line| line.contains(" 篇"))?;
    let count = line.split(" 篇").next()?.rsplit(' ').next()?;
    Some(count.to_owned())
}

/// The memory that the reader keeps once the whole library is there.
fn memory(home: &Home, folder: &Path, what: &str) {
    let mut reader = home.open(
        PROGRAM,
        &["--lang".as_ref(), "zh".as_ref(), folder.as_os_str()],
    );
    reader.wait(|text| text.contains("帮助"));
    reader.wait(|text| !text.contains("读取"));
    reader.settle();
    let status = reader
        .process()
        .and_then(|id| fs::read_to_string(format!("/proc/{id}/status")).ok());
    let anonymous = status.as_deref().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    if let Some(kilobytes) = anonymous {
        println!(
            "RssAnon after a {what} start (asked for: under 150 MB): {:.0} MB",
            mega(kilobytes << 10)
        );
    }
}

type Measured<'a> = (&'a str, &'a mut dyn FnMut() -> Option<Duration>);

/// Measures all by turns and prints the medians, and of the others the ratio to the first.
fn by_turns(what: &str, runs: usize, measured: &mut [Measured<'_>]) {
    let mut times = vec![Vec::new(); measured.len()];
    for _ in 0..runs {
        for ((_, measure), times) in measured.iter_mut().zip(&mut times) {
            times.extend(measure());
        }
    }
    let mut first = None;
    let mut line = format!("{what}:");
    for ((name, _), times) in measured.iter().zip(&mut times) {
        times.sort();
        let Some(median) = times.get(times.len() / 2) else {
            let _ = write!(line, " {name} not installed;");
            continue;
        };
        let _ = write!(line, " {name} {:.1} ms", milli(*median));
        match first {
            None => first = Some(*median),
            Some(first) => {
                let _ = write!(
                    line,
                    " (ratio {:.2})",
                    first.as_secs_f64() / median.as_secs_f64()
                );
            }
        }
        line.push(';');
    }
    println!("{}", line.trim_end_matches(';'));
}

fn beside(program: &str, arguments: &[&OsStr], input: &[u8]) -> Option<Duration> {
    installed(program)?;
    let mut command = Command::new(program);
    command.args(arguments);
    time(command, input)
}

fn installed(program: &str) -> Option<()> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .any(|folder| folder.join(program).is_file())
        .then_some(())
}

/// How long a program takes to its end, with nobody reading what it writes.
fn time(mut command: Command, input: &[u8]) -> Option<Duration> {
    let begun = Instant::now();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    if let Some(mut pipe) = child.stdin.take() {
        let _ = std::io::Write::write_all(&mut pipe, input);
    }
    child.wait().ok()?;
    Some(begun.elapsed())
}

/// The names of all reports, each ended by a NUL.
fn names(folder: &Path) -> Vec<u8> {
    let mut names = Vec::new();
    for year in fs::read_dir(folder).into_iter().flatten().flatten() {
        for file in fs::read_dir(year.path()).into_iter().flatten().flatten() {
            names.extend_from_slice(file.path().as_os_str().as_encoded_bytes());
            names.push(0);
        }
    }
    names
}

/// The bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|item| match item.metadata() {
            Ok(meta) if meta.is_dir() => size(&item.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
