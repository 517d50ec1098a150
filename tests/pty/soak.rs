//! Two readers and a scan from cron on one library whose files appear, change and go, with random keys and sizes of the
//! terminal. At the end the stars are those that an oracle has, the memory did not grow, and neither a process nor a
//! temporary file is left.
//!
//! `SOAK_SECONDS=600 cargo test --test all pty::soak:: -- --nocapture`

mod library;

use super::{Pty, at_least_one};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use library::Library;
use portable_pty::PtySize;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Keys that are pressed at random: all that neither end the reader, nor set or take a star, nor run any action by its name.
const KEYS: [&str; 52] = [
    "j", "k", "l", "h", "g", "G", "d", "u", "b", " ", "]", "[", "}", "{", ".", "<", ">", "n", "N",
    "z", "x", "O", "F", "R", "r", "f", "v", "s", "/", "c", "W", "T", "a", "B", "i", "t", "Y", "+",
    "-", ",s", ",p", ",h", "\r", "\t", "\x12", "\x0c", "医", "3", "\x1b[A", "\x1b[B", "\x1b[Z",
    "\x7f",
];
/// Time that a reader gets to take in a change of the files before a star is set.
const SETTLED: Duration = Duration::from_millis(1500);
/// The memory by which a reader may grow after the first half, beside a quarter of what it has then.
const SLACK_KB: usize = 16 << 10;

/// A generator of numbers (xorshift): a run can be repeated by its seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }
}

/// The stars as they must be. A link whose star is in doubt is left out of the comparison.
#[derive(Default)]
struct Oracle {
    starred: BTreeSet<String>,
    doubtful: BTreeSet<String>,
    set: usize,
}

/// The parts of a run that its threads share.
struct Run<'a> {
    home: &'a Path,
    library: Mutex<Library>,
    oracle: Mutex<Oracle>,
    ends: Instant,
    keys: AtomicUsize,
    scans: AtomicUsize,
    has_failed: AtomicBool,
}

impl Run<'_> {
    fn is_over(&self) -> bool {
        Instant::now() >= self.ends || self.has_failed.load(Ordering::Relaxed)
    }

    fn library(&self) -> MutexGuard<'_, Library> {
        self.library.lock().unwrap()
    }

    /// Runs a command of the program on the library and returns its output.
    fn command(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_newsreader"))
            .args(arguments)
            .env_clear()
            .env("HOME", self.home)
            .env("TMPDIR", self.home.join("tmp"))
            .env("LANG", "zh_CN.UTF-8")
            .current_dir(self.home)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            output.status.code().is_some_and(|code| code <= 1),
            "{arguments:?}: {:?} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Takes in what the reader draws for some time.
fn listen(pty: &mut Pty, time: Duration) {
    let end = Instant::now() + time;
    while let Ok(bytes) = pty
        .output
        .recv_timeout(end.saturating_duration_since(Instant::now()))
    {
        pty.take(&bytes);
    }
}

/// Copies the link of the current article and returns it, `None` where there is none.
fn copied_link(pty: &mut Pty) -> Option<String> {
    pty.raw.clear();
    pty.type_keys("y");
    listen(pty, Duration::from_millis(400));
    let text = String::from_utf8_lossy(&pty.raw).into_owned();
    let (_, rest) = text.rsplit_once("\x1b]52;c;")?;
    let coded = rest.split(['\x07', '\x1b']).next()?;
    String::from_utf8(STANDARD.decode(coded).ok()?).ok()
}

/// Leaves all popups and sets or takes the star of the current article, if this reader is the one for it: two readers that
/// toggle one star at once are no fault of either.
fn star(pty: &mut Pty, run: &Run<'_>, reader: usize) {
    let _files_rest = run.library();
    for _ in 0..6 {
        pty.type_keys("\x1b");
        listen(pty, Duration::from_millis(60));
    }
    listen(pty, SETTLED);
    let Some(link) = copied_link(pty) else { return };
    let article = link.bytes().last().unwrap_or_default();
    if usize::from(article) % 2 != reader {
        return;
    }
    pty.type_keys("m");
    listen(pty, Duration::from_millis(300));
    // A busy machine may answer late.
    let after = (0..5).find_map(|_| copied_link(pty));
    let mut oracle = run.oracle.lock().unwrap();
    oracle.set += 1;
    if after.as_ref() != Some(&link) {
        // Another article came on screen around the key, which may have got the star.
        oracle.doubtful.insert(link);
        oracle.doubtful.extend(after);
    } else if !oracle.starred.remove(&link) {
        oracle.starred.insert(link);
    }
}

fn resize(pty: &mut Pty, chance: &mut Chance) {
    let size = PtySize {
        rows: u16::try_from(5 + chance.below(60)).unwrap(),
        cols: u16::try_from(20 + chance.below(180)).unwrap(),
        ..PtySize::default()
    };
    pty.master.resize(size).unwrap();
    let screen = pty.screen.screen_mut();
    screen.set_size(at_least_one(size.rows), at_least_one(size.cols));
}

/// The resident memory of a process in KB.
fn memory_kb(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Presses keys until the end. Returns the memory of the reader, measured after each hundred keys.
fn read(run: &Run<'_>, reader: usize, seed: u64) -> Vec<usize> {
    let mut pty = Pty::reader(run.home, &["reports"], 100, 30);
    let mut chance = Chance(seed);
    let id = pty.child.process_id().unwrap();
    let mut memory = Vec::new();
    listen(&mut pty, Duration::from_secs(5));
    while !run.is_over() {
        for _ in 0..100 {
            pty.type_keys(KEYS[chance.below(KEYS.len())]);
            listen(
                &mut pty,
                Duration::from_millis(u64::try_from(chance.below(40)).unwrap()),
            );
            run.keys.fetch_add(1, Ordering::Relaxed);
        }
        if chance.below(2) == 0 {
            resize(&mut pty, &mut chance);
        }
        star(&mut pty, run, reader);
        pty.raw.clear();
        memory.push(memory_kb(id));
        assert!(
            pty.child.try_wait().unwrap().is_none(),
            "the reader ended:\n{}",
            pty.text()
        );
    }
    for _ in 0..6 {
        pty.type_keys("\x1b");
        listen(&mut pty, Duration::from_millis(60));
    }
    pty.type_keys("\x03");
    assert_eq!(pty.ends_restored(), 0);
    memory
}

/// The middle one of some values.
fn median(values: &[usize]) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// Asserts that the memory of a reader did not grow after the first half, neither the most nor the median of a tenth.
fn assert_flat(memory: &[usize]) {
    let half = memory.len() / 2;
    let most = |part: &[usize]| part.iter().copied().max().unwrap_or(0);
    let (first, second) = (most(&memory[..half]), most(&memory[half..]));
    eprintln!("memory: {first} KB at most in the first half, {second} KB in the second");
    // The most is that of a moment; a leak shows in the medians.
    let tenths = memory.chunks(memory.len().div_ceil(10));
    let medians: Vec<usize> = tenths.map(median).collect();
    eprintln!("medians of each tenth: {medians:?} KB");
    assert!(second <= first + first / 4 + SLACK_KB, "{memory:?}");
    // The first minutes fill caches. A run of a few minutes has too few values in a tenth.
    let (Some(last), Some(before)) = (medians.last(), medians.iter().take(5).max()) else {
        return;
    };
    assert!(
        memory.len() < 100 || *last <= before + before / 10,
        "{medians:?} KB"
    );
}

/// The processes of the program that were started with this home.
fn processes(home: &Path) -> Vec<String> {
    let home = format!("HOME={}", home.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let is_ours = std::fs::read(entry.path().join("environ")).is_ok_and(|environ| {
            environ
                .split(|byte| *byte == 0)
                .any(|v| v == home.as_bytes())
        });
        if is_ours {
            let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            found.push(String::from_utf8_lossy(&line).replace('\0', " "));
        }
    }
    found
}

/// The files below `folder` whose names are those of temporary files.
fn leftovers(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            leftovers(&path, found);
        } else if name.contains(".tmp") || folder.ends_with("tmp") {
            found.push(path.display().to_string());
        }
    }
}

#[test]
fn nothing_is_lost_and_nothing_grows() {
    let Ok(seconds) = std::env::var("SOAK_SECONDS") else {
        eprintln!("SOAK_SECONDS is not set: the soak is not run");
        return;
    };
    let seconds = seconds.parse().unwrap();
    let files = std::env::var("SOAK_FILES").map_or(2000, |files| files.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("tmp")).unwrap();
    let library = Library::new(&home.path().join("reports"), files);
    let run = Run {
        home: home.path(),
        library: Mutex::new(library),
        oracle: Mutex::default(),
        ends: Instant::now() + Duration::from_secs(seconds),
        keys: AtomicUsize::new(0),
        scans: AtomicUsize::new(0),
        has_failed: AtomicBool::new(false),
    };
    let run = &run;
    let memory = std::thread::scope(|scope| {
        let readers = [0, 1].map(|reader| {
            scope.spawn(move || {
                let seed = 0x9e37_79b9_7f4a_7c15 ^ u64::try_from(reader).unwrap();
                let read = std::panic::catch_unwind(|| read(run, reader, seed));
                run.has_failed.fetch_or(read.is_err(), Ordering::Relaxed);
                read
            })
        });
        scope.spawn(move || {
            let mut chance = Chance(77);
            while !run.is_over() {
                let number = chance.next();
                run.library().change(number);
                std::thread::sleep(Duration::from_millis(300));
            }
        });
        scope.spawn(move || {
            while !run.is_over() {
                run.command(&["list", "reports"]);
                run.command(&["search", "湖区", "reports"]);
                run.scans.fetch_add(2, Ordering::Relaxed);
                std::thread::sleep(Duration::from_secs(4));
            }
        });
        readers.map(|reader| reader.join().unwrap())
    });
    for memory in memory {
        match memory {
            Ok(memory) => assert_flat(&memory),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    assert_marks(run);
    assert_gone(home.path());
}

/// Asserts that the stars in the files that are there are those of the oracle.
fn assert_marks(run: &Run<'_>) {
    let printed = run.command(&["search", "is:starred", "reports", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let link = |row: &serde_json::Value| Some(row["link"].as_str()?.to_owned());
    let mut found: BTreeSet<String> = rows.as_array().unwrap().iter().filter_map(link).collect();
    let there = run.library().links();
    let oracle = run.oracle.lock().unwrap();
    let mut wanted: BTreeSet<String> = oracle.starred.intersection(&there).cloned().collect();
    found.retain(|link| !oracle.doubtful.contains(link));
    wanted.retain(|link| !oracle.doubtful.contains(link));
    let (keys, scans) = (
        run.keys.load(Ordering::Relaxed),
        run.scans.load(Ordering::Relaxed),
    );
    eprintln!(
        "{keys} keys, {scans} scans, {} changes of files, {} stars set or taken ({} in doubt), {} at the end",
        run.library().changes,
        oracle.set,
        oracle.doubtful.len(),
        found.len()
    );
    for link in found.symmetric_difference(&wanted) {
        // Whether the article is there at all: a file that could not be read has no stars either.
        let number = link.split('/').nth(3).unwrap_or_default();
        let found = run.command(&["search", &format!("第{number}号闸"), "reports"]);
        eprintln!("{link}: {found}");
    }
    assert_eq!(found, wanted);
}

/// Asserts that no process and no temporary file is left.
fn assert_gone(home: &Path) {
    let end = Instant::now() + Duration::from_secs(10);
    while !processes(home).is_empty() {
        assert!(Instant::now() < end, "left: {:?}", processes(home));
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut left = Vec::new();
    leftovers(home, &mut left);
    assert_eq!(left, Vec::<String>::new());
}
