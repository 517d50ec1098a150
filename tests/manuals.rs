//! What users read: `README.md` and `docs/`, in both languages. Links lead somewhere, file names have this version, and both
//! languages have the same sections, tables and pictures.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

/// The manuals that exist in both languages, English first.
const PAIRS: [[&str; 2]; 2] = [
    ["README.md", "README.zh-CN.md"],
    ["docs/administrators.md", "docs/administrators.zh-CN.md"],
];

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The targets of the links and pictures in a Markdown text, in order.
fn link_targets(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("](").skip(1);
    after.filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    for name in PAIRS.iter().flatten().chain(&["packaging/README.md"]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = read(name);
        for target in link_targets(&text) {
            let is_elsewhere = target.contains("://") || target.starts_with('#');
            let exists = folder.with_file_name(target).exists();
            assert!(is_elsewhere || exists, "{name}: {target}");
        }
    }
}

#[test]
fn the_packages_that_are_named_are_of_this_version() {
    for name in PAIRS.iter().flatten() {
        let text = read(name);
        for mark in ["newsreader-", "newsreader_"] {
            for (at, _) in text.match_indices(mark) {
                let rest = text.get(at + mark.len()..).unwrap();
                if rest.starts_with(|c: char| c.is_ascii_digit()) {
                    assert!(
                        rest.starts_with(env!("CARGO_PKG_VERSION")),
                        "{name}: {rest:.40}"
                    );
                }
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_sections_tables_and_pictures() {
    for names in PAIRS {
        let [english, chinese] = names.map(|name| {
            let text = read(name);
            let begins = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
            let pictures = text.matches("](screenshots/").count();
            [begins("#"), begins("|"), begins("```"), pictures]
        });
        assert_eq!(
            english, chinese,
            "{names:?}: headings, rows, code blocks, pictures"
        );
    }
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    below.chain(files).collect()
}

#[test]
fn a_chinese_sentence_of_the_interface_has_no_half_width_stop() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut seen = 0;
    for path in sources(&folder) {
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("Words::new(") {
            let rest = text.get(at..).unwrap();
            // The first text in quotation marks is the Chinese one.
            let chinese = rest.split('"').nth(1).unwrap_or_default();
            seen += 1;
            for (at, stop) in chinese.match_indices([';', '!', '?']) {
                let before = chinese.get(..at).unwrap().chars().next_back();
                let is_after_han = before.is_some_and(|c| is_han(c) || "”）》".contains(c));
                assert!(!is_after_han, "{}: {stop} in {chinese}", path.display());
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
