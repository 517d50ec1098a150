//! The cache is thrown away when the code that reads files changes: `build.rs` must know all of that code.

use super::arrows::{arrows, reached};
use super::tree;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_build_script_knows_all_files_that_reading_a_report_leans_on() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs");
    let script = fs::read_to_string(script).unwrap();
    let listed: Vec<&str> = script
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"src/")?.strip_suffix("\","))
        .collect();
    assert!(listed.len() > 10, "{listed:?}");
    let files = tree::files();
    let arrows = arrows(files);
    // Beside the readers, the two files that compute what the cache keeps of a report.
    let kept = ["library/features.rs", "library/identity.rs"];
    let reads = |at: &usize| {
        let file = &files[*at];
        ["source", "parse"].contains(&file.part())
            || kept.iter().any(|name| file.path.ends_with(name))
    };
    let needed = (0..files.len()).filter(reads);
    let needed = needed.flat_map(|at| reached(at, &arrows));
    let missing = needed.map(|at| &files[at].path).filter(|path| {
        let is_listed = listed.iter().any(|listed| path.starts_with(listed));
        !is_listed
    });
    let missing: BTreeSet<_> = missing.collect();
    assert!(missing.is_empty(), "not in build.rs: {missing:?}");
}
