//! The reader's own themes: `themes/*.toml` in the configuration folder.

use std::fs;
use std::path::{Path, PathBuf};

/// The names of the themes in `folder`, sorted. A folder that is not there has none.
pub fn own_themes(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder.join("themes")) else {
        return Vec::new();
    };
    let paths = files.flatten().map(|file| file.path());
    let mut names: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

/// The file of the theme called `name` in `folder`, and what stands in it. `None` where there is none to read.
pub fn own_theme(folder: &Path, name: &str) -> Option<(PathBuf, String)> {
    // A name is a file's, not a path: it may not lead out of the folder.
    if name.contains(['/', '\\']) {
        return None;
    }
    let path = folder.join("themes").join(format!("{name}.toml"));
    let bytes = fs::read(&path).ok()?;
    Some((path, String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_themes_are_the_toml_files_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(own_themes(folder.path()), [""; 0]);
        let themes = folder.path().join("themes");
        fs::create_dir(&themes).unwrap();
        for file in ["b.toml", "a.toml", "notes.txt"] {
            fs::write(themes.join(file), "[palette]").unwrap();
        }
        assert_eq!(own_themes(folder.path()), ["a", "b"]);
        let found = own_theme(folder.path(), "a").unwrap();
        assert_eq!(found, (themes.join("a.toml"), "[palette]".to_owned()));
        assert_eq!(own_theme(folder.path(), "../themes/a"), None);
    }
}
