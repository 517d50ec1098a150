//! The shelf of twelve years: scanning it cold and warm, searching it, typing at it, against reading the same bytes.
//!
//! 10 000 reports (142 MB) are made in a folder that goes again, or once in the one that `NEWSREADER_SHELF` names, which is
//! kept; as a test 1 000 do. First come the figures of the program as its user has them, each beside what `wc`, `cat`, `rg`,
//! `less` and newsboat take in the same run, where they are installed; then those of its parts.

mod archives;
#[cfg(unix)]
mod figures;
mod invent;
#[cfg(unix)]
mod terminal;

use divan::Bencher;
use divan::counter::BytesCount;
use newsreader::library::count::{CountBy, count};
use newsreader::library::index::ReportIndex;
use newsreader::library::query::{self, MarkSets, QueryContext};
use newsreader::library::scan::{self, ScanOptions};
use newsreader::library::search::{self, IssueHits};
use newsreader::library::watch_words::WatchWords;
use newsreader::library::watch_words::hits::WatchHits;
use newsreader::state::State;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The reports, and the cache that was filled from them.
struct Library {
    folder: PathBuf,
    cache: PathBuf,
    index: ReportIndex,
    bytes: u64,
    count: usize,
    /// The folder of both, kept for as long as the benchmark runs.
    _own: tempfile::TempDir,
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let own = tempfile::tempdir().expect("a temporary folder");
    let (folder, count) = match std::env::var_os("NEWSREADER_SHELF") {
        Some(folder) => (PathBuf::from(folder), 10_000),
        None if is_bench() => (own.path().join("reports"), 10_000),
        None => (own.path().join("reports"), 1000),
    };
    invent::shelf(&folder, count).expect("room for the reports");
    let cache = own.path().join("cache");
    let index = scan::complete(std::slice::from_ref(&folder), &options(Some(&cache))).index;
    let bytes = (1..=count)
        .map(|number| invent::report(number).len() as u64)
        .sum();
    Library {
        folder,
        cache,
        index,
        bytes,
        count,
        _own: own,
    }
});

fn options(cache: Option<&Path>) -> ScanOptions {
    ScanOptions {
        cache: cache.map(Path::to_owned),
        ..ScanOptions::default()
    }
}

/// True in a benchmark run; `cargo test` only runs everything through once.
fn is_bench() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

fn main() {
    // A test only runs through it.
    #[cfg(unix)]
    if is_bench() {
        let library = &*LIBRARY;
        figures::print(&library.folder, library.count, library.bytes);
    }
    divan::main();
}

/// Everything read anew, nothing kept.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn cold_scan(bencher: Bencher) {
    let library = &*LIBRARY;
    let paths = [library.folder.clone()];
    bencher
        .counter(BytesCount::new(library.bytes))
        .bench(|| scan::complete(&paths, &options(None)).entries.len());
}

/// Everything known and unchanged.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn warm_scan(bencher: Bencher) {
    let library = &*LIBRARY;
    let paths = [library.folder.clone()];
    bencher.bench(|| {
        scan::complete(&paths, &options(Some(&library.cache)))
            .entries
            .len()
    });
}

/// The cost of a keystroke: all hits of a query.
#[divan::bench(args = ["医", "医保", "医保 海湾", "不存在的词语", "yibao", "来源:云州日报 医保", "期:600-629 医保", "医保|海湾 -试点", "刊:周报 路径:60 医保", "医bao"], sample_count = 20, sample_size = 1)]
fn search_all(bencher: Bencher, typed: &str) {
    let library = &*LIBRARY;
    let query = query::parse(typed, QueryContext::default()).expect("a query");
    let reports = library.index.newest_first();
    bencher
        .counter(BytesCount::new(library.bytes))
        .bench(|| search::all(&reports, &query, &MarkSets::default()).len());
}

/// The cost of a keystroke until the first issue is on screen.
#[divan::bench(args = ["医", "医保"], sample_count = 20, sample_size = 1)]
fn search_first(bencher: Bencher, typed: &str) {
    let library = &*LIBRARY;
    let query = query::parse(typed, QueryContext::default()).expect("a query");
    bencher.bench(|| {
        let reports = library.index.newest_first();
        let never = std::sync::atomic::AtomicBool::new(false);
        let mut first = None;
        search::run(
            &reports,
            &query,
            &MarkSets::default(),
            &never,
            IssueHits::put,
            |found| {
                first = Some(found);
                false
            },
        );
        first
    });
}

/// All watch words in one pass, for the reader: 500 words, of which a few are frequent.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn watch_words(bencher: Bencher) {
    let library = &*LIBRARY;
    let reports = library.index.newest_first();
    let (words, _) = WatchWords::parse(&invent::words(500).join("\n\n"));
    let never = std::sync::atomic::AtomicBool::new(false);
    bencher
        .counter(BytesCount::new(library.bytes))
        .bench(|| WatchHits::find(&words, &reports, &never));
}

/// The bars of `c`: all articles, and those of a word.
#[divan::bench(args = ["", "医保"], sample_count = 20, sample_size = 1)]
fn count_by_month(bencher: Bencher, typed: &str) {
    let library = &*LIBRARY;
    let query = query::parse(typed, query::QueryContext::default()).expect("a query");
    let reports = library.index.newest_first();
    let never = std::sync::atomic::AtomicBool::new(false);
    let (by, sets) = ((CountBy::Month, None), MarkSets::default());
    bencher.bench(|| count(&reports, &query, &sets, by, 12, &never).len());
}

/// Opening the store and reading the last place: what a start has to pay for memory, beside the first frame.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn open_state(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    drop(State::open(folder.path()));
    bencher.bench(|| State::open(folder.path()).0.last_place().is_ok());
}
