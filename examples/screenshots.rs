//! Draws `screenshots/*.svg`: the program's own screens, on the built-in samples.
//!
//! `cargo run --example screenshots` writes them; `tests/screenshots.rs` finds out when they no longer match.

#[path = "screenshots/scenes.rs"]
mod scenes;
#[path = "screenshots/story.rs"]
mod story;
#[path = "screenshots/svg.rs"]
mod svg;

use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    std::fs::create_dir_all(&folder)?;
    for (name, picture) in scenes::pictures() {
        std::fs::write(folder.join(name), picture)?;
    }
    Ok(())
}
