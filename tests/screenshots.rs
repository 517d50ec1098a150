//! The pictures in `screenshots/` show what the program draws.

#[path = "../examples/screenshots/scenes.rs"]
mod scenes;
#[path = "../examples/screenshots/story.rs"]
mod story;
#[path = "../examples/screenshots/svg.rs"]
mod svg;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_pictures_are_what_is_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let pictures = scenes::pictures();
    for (name, picture) in &pictures {
        let shipped = fs::read_to_string(folder.join(name)).unwrap_or_default();
        let differing = shipped
            .lines()
            .zip(picture.lines())
            .position(|(a, b)| a != b);
        assert!(
            shipped == *picture,
            "{name} is out of date from line {:?} on: cargo run --example screenshots",
            differing.map(|line| line + 1)
        );
    }
    let drawn: BTreeSet<String> = pictures
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let files = fs::read_dir(folder).unwrap().flatten();
    let there: BTreeSet<String> = files
        .map(|f| f.file_name().into_string().unwrap())
        // A page of a brief is a picture of another program.
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "svg"))
        .collect();
    assert_eq!(there, drawn);
}
