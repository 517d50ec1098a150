//! The events of a scan and the content of the cache after it, on small folders.

use super::super::{Place, Status};
use super::*;
use std::fs;
use std::path::Path;

fn shelf(folder: &Path, cache: &Path) -> ScannedLibrary {
    let options = ScanOptions {
        cache: Some(cache.to_owned()),
        ..ScanOptions::default()
    };
    complete(&[folder.to_owned()], &options)
}

fn opened(shelf: &ScannedLibrary) -> Vec<String> {
    let text = |r: &crate::library::index::IndexedReport| {
        r.open().unwrap().issue.articles[0].title.clone()
    };
    let mut all: Vec<_> = shelf.index.newest_first().iter().map(|r| text(r)).collect();
    all.sort();
    all
}

#[test]
fn every_file_gets_a_row_or_a_note() {
    let dir = tempfile::tempdir().unwrap();
    for number in 0..50 {
        fs::write(dir.path().join(format!("{number}.txt")), "一篇短文").unwrap();
    }
    let scan = start(
        ReportIndex::default(),
        vec![dir.path().to_owned(), dir.path().join("gone")],
        ScanOptions::default(),
    );
    let (mut rows, mut notes, mut found) = (0, Vec::new(), 0);
    for event in &scan.events {
        match event {
            ScanEvent::Found { total, .. } => found = total,
            ScanEvent::Ready(batch) => rows += batch.len(),
            ScanEvent::Note(note) => notes.push(note),
            ScanEvent::Total(_) | ScanEvent::Done => {}
        }
    }
    assert_eq!((rows, found), (50, 50));
    assert!(matches!(notes.as_slice(), [ScanNote::Unreadable(..)]));
}

#[test]
fn a_file_over_the_limit_is_listed_unread() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("big.txt"), "一篇长文").unwrap();
    // Also what was read before, when the limit was another.
    let cache = tempfile::tempdir().unwrap();
    assert_eq!(opened(&shelf(dir.path(), cache.path())), ["一篇长文"]);
    for cache in [None, Some(cache.path().to_owned())] {
        let options = ScanOptions {
            size_limit_bytes: 4,
            cache,
            ..ScanOptions::default()
        };
        let shelf = complete(&[dir.path().to_owned()], &options);
        assert!(matches!(shelf.entries[0].status, Status::TooLarge(12)));
        assert!(matches!(shelf.notes.as_slice(), [ScanNote::TooLarge(..)]));
    }
}

#[test]
fn what_changed_moved_or_went_is_noticed() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = |name: &str| dir.path().join(name);
    for name in ["1.txt", "2.txt", "3.txt"] {
        fs::write(file(name), format!("第{name}篇")).unwrap();
    }
    assert_eq!(opened(&shelf(dir.path(), cache.path())).len(), 3);
    fs::write(file("1.txt"), "改过的一篇").unwrap();
    fs::rename(file("2.txt"), file("4.txt")).unwrap();
    fs::remove_file(file("3.txt")).unwrap();
    for _ in 0..2 {
        let shelf = shelf(dir.path(), cache.path());
        assert_eq!(opened(&shelf), ["改过的一篇", "第2.txt篇"]);
        assert_eq!(shelf.entries.len(), 2);
    }
}

#[test]
fn what_a_catalogue_of_another_version_named_is_removed() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(dir.path().join("1.txt"), "一篇短文").unwrap();
    let segments = || {
        let all = fs::read_dir(cache.path())
            .unwrap()
            .flatten()
            .map(|item| item.path());
        all.filter(|path| path.extension().is_some_and(|e| e == "reports"))
            .count()
    };
    for _ in 0..3 {
        shelf(dir.path(), cache.path());
        assert_eq!(segments(), 1);
        fs::write(cache.path().join("catalogue"), "of another version").unwrap();
    }
}

#[test]
fn a_damaged_cache_costs_time_alone() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(dir.path().join("1.txt"), "一篇短文").unwrap();
    shelf(dir.path(), cache.path());
    let files = || {
        let all = fs::read_dir(cache.path()).unwrap().flatten();
        let mut paths: Vec<PathBuf> = all.map(|item| item.path()).collect();
        paths.sort();
        paths
    };
    // A scan may write the cache anew under other names, so the folder is read again for every file.
    for which in 0..files().len() {
        let path = files().remove(which);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let shown = opened(&shelf(dir.path(), cache.path()));
        assert_eq!(shown, ["一篇短文"], "{}", path.display());
    }
}

/// Writes `text` into `file` and leaves its length and its time as they were.
fn forge(file: &Path, text: &str) {
    let before = fs::metadata(file).unwrap();
    assert_eq!(before.len(), text.len() as u64);
    fs::write(file, text).unwrap();
    let written = fs::File::options().write(true).open(file).unwrap();
    written.set_modified(before.modified().unwrap()).unwrap();
}

#[test]
fn unchanged_files_are_not_read_again() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = dir.path().join("1.txt");
    fs::write(&file, "甲地的一篇短文").unwrap();
    for _ in 0..2 {
        assert_eq!(opened(&shelf(dir.path(), cache.path())), ["甲地的一篇短文"]);
        forge(&file, "乙地的一篇短文");
    }
    fs::write(&file, "丙地的一篇长文了").unwrap();
    assert_eq!(
        opened(&shelf(dir.path(), cache.path())),
        ["丙地的一篇长文了"]
    );
}

#[test]
fn what_moved_is_known_by_its_contents() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inner = dir.path().join("2025");
    fs::create_dir(&inner).unwrap();
    fs::write(dir.path().join("1.txt"), "一篇短文").unwrap();
    shelf(dir.path(), cache.path());
    let segments = || {
        let all = fs::read_dir(cache.path()).unwrap().flatten();
        let of = |item: fs::DirEntry| (item.file_name(), item.metadata().unwrap().len());
        let is_segment = |(name, _): &(std::ffi::OsString, u64)| {
            Path::new(name).extension().is_some_and(|e| e == "reports")
        };
        all.map(of).filter(is_segment).collect::<Vec<_>>()
    };
    let before = segments();
    fs::rename(dir.path().join("1.txt"), inner.join("2.txt")).unwrap();
    let moved = shelf(dir.path(), cache.path());
    assert_eq!(
        moved.entries[0].meta.place,
        Place::File(inner.join("2.txt"))
    );
    // Nothing was written for it: its record is the old one.
    assert_eq!((opened(&moved).len(), segments()), (1, before));
}

#[test]
fn scans_at_once_share_a_cache_and_lose_nothing() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = |number: usize| dir.path().join(format!("{number}.txt"));
    let text = |name: &str, number: usize| format!("{name}地第{number:03}篇短文");
    for number in 0..200 {
        fs::write(file(number), text("甲", number)).unwrap();
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(opened(&shelf(dir.path(), cache.path())).len(), 200));
        }
    });
    for number in 0..200 {
        forge(&file(number), &text("乙", number));
    }
    let known = opened(&shelf(dir.path(), cache.path()));
    assert_eq!(known.len(), 200);
    assert!(
        known.iter().all(|title| title.starts_with('甲')),
        "{known:?}"
    );
}

#[test]
fn what_a_killed_scan_left_behind_is_removed() {
    let (dir, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(dir.path().join("1.txt"), "一篇短文").unwrap();
    // A segment that no catalogue names yet, and a catalogue that was not yet in its place.
    for name in ["0123456789abcdef.reports", "catalogue-a1b2c3"] {
        fs::write(cache.path().join(name), "half of").unwrap();
    }
    assert_eq!(opened(&shelf(dir.path(), cache.path())), ["一篇短文"]);
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 3);
}

fn segment_files(cache: &Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(cache).unwrap().flatten().map(|i| i.path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "reports"))
        .collect()
}

#[test]
fn a_lost_segment_costs_its_own_reports_one_reading() {
    for damage in ["removed", "cut"] {
        let [dir, elsewhere, cache] = [(); 3].map(|()| tempfile::tempdir().unwrap());
        fs::write(elsewhere.path().join("1.txt"), "别处的一篇").unwrap();
        shelf(elsewhere.path(), cache.path());
        let victim = segment_files(cache.path()).pop().unwrap();
        match damage {
            "removed" => fs::remove_file(victim).unwrap(),
            _ => fs::write(victim, "").unwrap(),
        }
        // Scans of another folder never look at the lost report, and each adds a segment until the cache is compacted.
        let mut wanted = Vec::new();
        for number in 10..40 {
            let text = format!("第{number}篇短文");
            fs::write(dir.path().join(format!("{number}.txt")), &text).unwrap();
            wanted.push(text);
            assert_eq!(opened(&shelf(dir.path(), cache.path())), wanted);
            let known = crate::library::cache::Cache::open(cache.path(), &[dir.path().to_owned()]);
            assert_eq!(
                known.count(),
                wanted.len(),
                "{damage}: nothing is read twice"
            );
        }
        let segments = segment_files(cache.path()).len();
        assert!(segments <= 14, "{damage}: {segments} segments");
        assert_eq!(
            opened(&shelf(elsewhere.path(), cache.path())),
            ["别处的一篇"]
        );
    }
}

#[test]
fn scans_side_by_side_take_nothing_from_each_other() {
    let cache = tempfile::tempdir().unwrap();
    let dirs: Vec<_> = (0..4).map(|_| tempfile::tempdir().unwrap()).collect();
    std::thread::scope(|scope| {
        for (nth, dir) in dirs.iter().enumerate() {
            let cache = cache.path();
            scope.spawn(move || {
                let mut wanted = Vec::new();
                for number in 10..30 {
                    let text = format!("夹{nth}第{number}篇短文");
                    fs::write(dir.path().join(format!("{number}.txt")), &text).unwrap();
                    wanted.push(text);
                    assert_eq!(opened(&shelf(dir.path(), cache)), wanted);
                }
            });
        }
    });
    // What the catalogue names is there: nothing is read anew, and no segment is left over.
    let named = |dir: &Path| {
        let known = crate::library::cache::Cache::open(cache.path(), &[dir.to_owned()]);
        known.count()
    };
    let before = segment_files(cache.path());
    for dir in &dirs {
        assert_eq!(named(dir.path()), 20);
        assert_eq!(opened(&shelf(dir.path(), cache.path())).len(), 20);
    }
    let after = segment_files(cache.path());
    assert_eq!(after.len(), before.len());
    assert!(after.len() <= 14, "{} segments", after.len());
}
