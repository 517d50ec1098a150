//! The cache does not depend on the current folder, nor on how a folder is named from there.

use super::Desk;
use std::fs;
use std::path::Path;

/// Writes `text` into a file without a change of its length or its time: a command that shows the old text took the cache's.
fn forge(path: &Path, text: &str) {
    let before = fs::metadata(path).unwrap();
    assert_eq!(before.len(), text.len() as u64);
    fs::write(path, text).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
}

#[test]
fn what_was_read_is_known_from_any_folder_by_any_name() {
    let desk = Desk::new();
    for name in ["a/lib/1.txt", "b/lib/1.txt"] {
        desk.write(name, "医保的一篇短文");
    }
    let found = |folder: &str, path: &str| {
        let output = desk
            .command(&["search", "医保", path, "--format", "json"])
            .current_dir(desk.path(folder))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for folder in ["a", "b"] {
        assert!(found(folder, "lib").contains("lib/1.txt"));
        forge(&desk.path(folder).join("lib/1.txt"), "药品的一篇短文");
    }
    let whole = desk.path("a/lib").display().to_string();
    let ways = [
        ("a", "lib", "lib/1.txt"),
        ("b", "./lib/", "./lib/1.txt"),
        ("a/lib", ".", "./1.txt"),
        ("b", &whole, &format!("{whole}/1.txt")),
    ];
    for (folder, path, named) in ways {
        let found = found(folder, path);
        assert!(
            found.contains(&format!("\"path\":\"{named}\"")),
            "{path} in {folder}: {found}"
        );
    }
    fs::remove_file(desk.path("a/lib/1.txt")).unwrap();
    assert_eq!(found("a", "lib"), "");
    assert!(found("b", "lib").contains("lib/1.txt"));
}
