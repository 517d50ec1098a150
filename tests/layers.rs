//! Which way the arrows point: the map of `src/` is drawn anew from the paths that its files name, and a backward arrow
//! or a circle fails.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each part of the house may lean on, as the map at the top of `src/lib.rs` has it. A path such as `text::width`
/// allows that much and no more.
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

/// Outside crates that only some parts may touch.
const OUTSIDE: [(&str, &[&str]); 5] = [
    ("crossterm", &["runtime", "cli"]),
    ("ratatui", &["app", "ui", "runtime"]),
    ("clap", &["cli"]),
    ("rusqlite", &["state", "library"]),
    ("std::fs", &["library", "state", "config", "runtime", "cli"]),
];

/// A file of `src/`: the part of the house it belongs to, and its text without the unit tests below it.
struct Leaf {
    path: PathBuf,
    part: String,
    code: String,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn leaves() -> Vec<Leaf> {
    let mut pending = vec![source()];
    let mut leaves = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs")
            {
                leaves.push(leaf(&path));
            }
        }
    }
    leaves
}

/// Unit tests stand at the end of a file, in braces, and may lean on whatever they try out.
fn without_tests(text: &str) -> &str {
    let mark = "\n#[cfg(test)]\n";
    let begins = text.match_indices(mark).find(|(at, _)| {
        let mut behind = text[at + mark.len()..].lines();
        let first = behind.find(|line| !line.starts_with("#["));
        first.is_some_and(|line| line.ends_with('{'))
    });
    begins.map_or(text, |(at, _)| &text[..at])
}

fn leaf(path: &Path) -> Leaf {
    let text = fs::read_to_string(path).unwrap();
    let code = without_tests(&text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let inside = path.strip_prefix(source()).unwrap();
    let first = inside.components().next().unwrap().as_os_str();
    Leaf {
        part: Path::new(first)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned(),
        code: code.collect::<Vec<_>>().join("\n"),
        path: inside.to_owned(),
    }
}

/// Every path behind `crate::` or `newsreader::` that the file names, `crate::{a, b}` taken apart.
fn own_paths(code: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for root in ["crate::", "newsreader::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => {
                    let group = group.split("};").next().unwrap_or_default();
                    paths.extend(
                        top_level(group)
                            .into_iter()
                            .map(|item| path_of(item.trim())),
                    );
                }
                None => {
                    paths.insert(path_of(rest));
                }
            }
        }
    }
    paths.remove("");
    paths
}

/// The items of a group, nested groups left in one piece.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut items) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            items.push(&group[from..at]);
            from = at + 1;
        }
    }
    items.push(&group[from..]);
    items
}

/// The path that `rest` begins with.
fn path_of(rest: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches(':').to_owned()
}

fn within(wall: &str, path: &str) -> bool {
    path == wall || path.starts_with(&format!("{wall}::"))
}

#[test]
fn no_arrow_points_back() {
    let map = map();
    let mut wrong = Vec::new();
    for leaf in leaves().iter().filter(|leaf| leaf.part != "lib") {
        let Some(may) = map.get(&leaf.part) else {
            panic!("{} has no place on the map", leaf.path.display());
        };
        let paths = own_paths(&leaf.code);
        let back = paths
            .iter()
            .filter(|path| !within(&leaf.part, path) && !may.iter().any(|wall| within(wall, path)));
        wrong.extend(back.map(|path| format!("{} -> {path}", leaf.path.display())));
    }
    assert!(
        wrong.is_empty(),
        "arrows that point back:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn there_is_no_circle() {
    let mut map: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for leaf in leaves().iter().filter(|leaf| leaf.part != "lib") {
        let parts = own_paths(&leaf.code);
        let parts = parts.iter().filter_map(|path| path.split("::").next());
        let others = parts.filter(|part| *part != leaf.part).map(str::to_owned);
        map.entry(leaf.part.clone()).or_default().extend(others);
    }
    assert!(map.len() > 10, "the map was not drawn: {map:?}");
    // Parts that lean on nothing that is left are taken away, again and again; a circle is what stays.
    while !map.is_empty() {
        let ends: Vec<String> = map
            .iter()
            .filter(|(_, uses)| !uses.iter().any(|one| map.contains_key(one)))
            .map(|(part, _)| part.clone())
            .collect();
        assert!(!ends.is_empty(), "a circle among {map:#?}");
        map.retain(|part, _| !ends.contains(part));
    }
}

#[test]
fn a_file_leaves_its_part_by_the_front_door() {
    // `super::` in the top file of a part is the root of the crate, and would be an arrow that the map does not see.
    for leaf in leaves() {
        let is_top = leaf.path.components().count() == 1;
        let depth = leaf.path.components().count();
        for line in leaf.code.lines() {
            let ups = line.matches("super::").count();
            let leaves = (is_top && line.trim_start().starts_with("use super::"))
                || (line.contains("super::super::") && ups >= depth);
            assert!(!leaves, "{}: {line}", leaf.path.display());
        }
    }
}

#[test]
fn the_outside_is_touched_where_it_may_be() {
    let mut wrong = Vec::new();
    for leaf in leaves() {
        for (outside, parts) in OUTSIDE {
            let named = leaf.code.contains(&format!("{outside}::"))
                || leaf.code.contains(&format!("use {outside};"));
            if named && !parts.contains(&leaf.part.as_str()) {
                wrong.push(format!("{} -> {outside}", leaf.path.display()));
            }
            let geometry = leaf.code.matches("ratatui::layout").count();
            if leaf.part == "app" && leaf.code.matches("ratatui::").count() > geometry {
                wrong.push(format!(
                    "{} -> more of ratatui than layout",
                    leaf.path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_imported_by_a_star() {
    for leaf in leaves() {
        let globs = leaf.code.lines().filter(|line| {
            let line = line.trim();
            line.starts_with("use ") && line.ends_with("::*;")
        });
        let globs: Vec<&str> = globs.collect();
        assert!(globs.is_empty(), "{}: {globs:?}", leaf.path.display());
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
