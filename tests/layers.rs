//! Checks which way the arrows point: the map of `src/` is drawn anew from the paths that its files name. A backward arrow
//! fails, a circle of parts or of files fails, and so does a name that two types carry.
#![expect(
    clippy::unwrap_used,
    reason = "a file that cannot be read fails the test"
)]

mod arrows;
mod circles;
mod reading;
mod tree;
mod type_names;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tree::{Named, files, source};

/// Reads the map at the top of `src/lib.rs`: the parts that each part may lean on. A path such as `text::width` allows that
/// module alone.
fn map() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let arrows = text
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once("->"));
    let parts = |list: &str| {
        let parts = list.split(',').map(|part| part.trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    arrows
        .map(|(part, list)| (part.trim().to_owned(), parts(list)))
        .collect()
}

/// Crates and modules from outside, and the parts that may use them.
const OUTSIDE: [(&str, &[&str]); 6] = [
    ("crossterm", &["runtime", "cli"]),
    ("termina", &["runtime"]),
    ("ratatui", &["app", "ui", "runtime"]),
    ("clap", &["cli"]),
    ("rusqlite", &["state", "library"]),
    (
        "std::fs",
        &[
            "library",
            "state",
            "config",
            "private_files",
            "runtime",
            "cli",
        ],
    ),
];

/// True if `path` is `wall` or below it.
fn within(wall: &str, path: &str) -> bool {
    path == wall || path.starts_with(&format!("{wall}::"))
}

#[test]
fn no_arrow_points_back() {
    let map = map();
    let mut wrong = Vec::new();
    for file in files() {
        let Some(may) = map.get(file.part()) else {
            panic!("{} has no place on the map", file.path.display());
        };
        let paths = file.own_paths().into_iter().map(|path| path.join("::"));
        let back = paths.filter(|path| {
            !within(file.part(), path) && !may.iter().any(|wall| within(wall, path))
        });
        wrong.extend(back.map(|path| format!("{} -> {path}", file.path.display())));
    }
    assert!(
        wrong.is_empty(),
        "arrows that point back:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn there_is_no_circle_of_parts() {
    let mut map: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files() {
        let parts = file.own_paths().into_iter().map(|path| path[0].clone());
        let others = parts.filter(|part| part != file.part());
        map.entry(file.part().to_owned())
            .or_default()
            .extend(others);
    }
    assert!(map.len() > 10, "the map was not drawn: {map:?}");
    // Parts that lean on nothing that is left are taken away, again and again; a circle is what stays.
    while !map.is_empty() {
        let ends: Vec<String> = map
            .iter()
            .filter(|(_, uses)| !uses.iter().any(|part| map.contains_key(part)))
            .map(|(part, _)| part.clone())
            .collect();
        assert!(!ends.is_empty(), "a circle among {map:#?}");
        map.retain(|part, _| !ends.contains(part));
    }
}

#[test]
fn a_file_leaves_its_part_by_the_front_door() {
    // A path out of a part begins with `crate::`, so that a search for a part's name finds all that lean on it.
    for file in files() {
        for named in &file.names {
            let leaves = named.ups() >= named.within.len();
            assert!(!leaves, "{}: {}", file.path.display(), named.written());
        }
    }
}

#[test]
fn the_outside_is_touched_where_it_may_be() {
    let mut wrong = Vec::new();
    for file in files() {
        for path in file.names.iter().map(Named::written) {
            let barred = OUTSIDE
                .iter()
                .any(|(outside, parts)| within(outside, &path) && !parts.contains(&file.part()));
            // The app knows rectangles, and nothing else of what draws them.
            let draws = file.part() == "app"
                && within("ratatui", &path)
                && !within("ratatui::layout", &path);
            if barred || draws {
                wrong.push(format!("{} -> {path}", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_imported_by_a_star() {
    for file in files() {
        let star = file
            .names
            .iter()
            .find(|named| named.parts.ends_with(&["*".to_owned()]));
        let star = star.map(Named::written);
        assert_eq!(star, None, "{}", file.path.display());
    }
}

#[test]
fn every_part_is_on_the_map() {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let declared = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let declared: BTreeSet<String> = declared.chain(["main"]).map(str::to_owned).collect();
    assert_eq!(map().into_keys().collect::<BTreeSet<_>>(), declared);
}
