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
