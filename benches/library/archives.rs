//! The same reports in archives: read cold, listed and searched warm, beside the same ones unpacked.

use crate::{invent, options};
use divan::Bencher;
use newsreader::library::cache::Cache;
use newsreader::library::cache::snapshot::Snapshot;
use newsreader::library::query::{self, MarkSets, QueryContext};
use newsreader::library::{sandbox, scan, search};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ARCHIVES: usize = 50;
/// Reports in each.
const REPORTS: usize = 20;

/// Two folders with the same reports, and the cache that knows both.
struct Packed {
    zips: PathBuf,
    files: PathBuf,
    cache: PathBuf,
    _own: tempfile::TempDir,
}

static PACKED: LazyLock<Packed> = LazyLock::new(|| {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
    let own = tempfile::tempdir().expect("a temporary folder");
    let [zips, files, cache] = ["zips", "files", "cache"].map(|name| own.path().join(name));
    make(&zips, &files).expect("room for the reports");
    for folder in [&zips, &files] {
        let paths = std::slice::from_ref(folder);
        assert_eq!(
            scan::complete(paths, &options(Some(&cache))).entries.len(),
            ARCHIVES * REPORTS
        );
    }
    Packed {
        zips,
        files,
        cache,
        _own: own,
    }
});

fn make(zips: &Path, files: &Path) -> io::Result<()> {
    fs::create_dir_all(zips)?;
    fs::create_dir_all(files)?;
    for archive in 0..ARCHIVES {
        let mut zip = ZipWriter::new(File::create(zips.join(format!("合订本{archive}.zip")))?);
        for number in archive * REPORTS + 1..=(archive + 1) * REPORTS {
            let (name, report) = (format!("周报{number}.txt"), invent::report(number));
            zip.start_file(name.as_str(), SimpleFileOptions::default())?;
            zip.write_all(report.as_bytes())?;
            fs::write(files.join(name), report)?;
        }
        zip.finish()?;
    }
    Ok(())
}

fn folder(name: &str) -> PathBuf {
    let packed = &*PACKED;
    match name {
        "zips" => packed.zips.clone(),
        _ => packed.files.clone(),
    }
}

/// Everything read anew, nothing kept.
#[divan::bench(args = ["zips", "files"], sample_count = 5, sample_size = 1)]
fn cold(bencher: Bencher, name: &str) {
    let paths = [folder(name)];
    bencher.bench(|| scan::complete(&paths, &options(None)).entries.len());
}

/// Everything known and unchanged.
#[divan::bench(args = ["zips", "files"], sample_count = 20, sample_size = 1)]
fn warm(bencher: Bencher, name: &str) {
    let paths = [folder(name)];
    let options = options(Some(&PACKED.cache));
    bencher.bench(|| scan::complete(&paths, &options).entries.len());
}

/// The part of `newsreader search` that runs while the folders are being walked.
#[divan::bench(args = ["zips", "files"], sample_count = 20, sample_size = 1)]
fn search_warm(bencher: Bencher, name: &str) {
    let paths = [folder(name)];
    let query = query::parse("医保", QueryContext::default()).expect("a query");
    bencher.bench(|| {
        let snapshot = Snapshot::of(Cache::open(&PACKED.cache, &paths));
        search::all(&snapshot.reports, &query, &MarkSets::default()).len()
    });
}
