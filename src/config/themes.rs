//! The user's own themes, `themes/*.toml` in the configuration folder, and the theme that was chosen last.

use crate::private_files;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Returns the names of the themes in `folder`, sorted; none if the folder cannot be read.
pub fn own_themes(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder.join("themes")) else {
        return Vec::new();
    };
    let paths = files.flatten().map(|file| file.path());
    let mut names: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    // The order of a folder differs from system to system.
    names.sort();
    names
}

/// Returns the path and the content of the theme called `name` in `folder`; `None` if it cannot be read.
pub fn own_theme(folder: &Path, name: &str) -> Option<(PathBuf, String)> {
    // The name comes from a file or the command line, and must not lead out of the folder.
    if name.contains(['/', '\\']) {
        return None;
    }
    let path = folder.join("themes").join(format!("{name}.toml"));
    let bytes = fs::read(&path).ok()?;
    Some((path, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Returns the name of the file in the state folder that holds the theme chosen for a light background, or for a dark one and
/// for one that is not known.
const fn kept_file(is_light: bool) -> &'static str {
    if is_light { "theme-light" } else { "theme" }
}

/// Returns the theme that was chosen last for a light background, or for any other; `None` if there is none.
pub fn kept_theme(state_folder: &Path, is_light: bool) -> Option<String> {
    let name = fs::read_to_string(state_folder.join(kept_file(is_light))).ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Keeps the chosen theme for the next start on a light background, or on any other.
///
/// # Errors
/// Those of writing.
pub fn keep_theme(state_folder: &Path, is_light: bool, name: &str) -> io::Result<()> {
    private_files::create_folder(state_folder)?;
    // Renamed into place, since another reader may be starting at this moment.
    let mut file = NamedTempFile::new_in(state_folder)?;
    file.write_all(name.as_bytes())?;
    let kept = state_folder.join(kept_file(is_light));
    file.persist(&kept)?;
    private_files::restrict(&kept);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_chosen_last_is_kept_for_each_background() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        assert_eq!(kept_theme(&state, false), None);
        keep_theme(&state, false, "night").unwrap();
        keep_theme(&state, false, "ink").unwrap();
        assert_eq!(kept_theme(&state, false).as_deref(), Some("ink"));
        assert_eq!(kept_theme(&state, true), None);
        keep_theme(&state, true, "snow").unwrap();
        assert_eq!(kept_theme(&state, true).as_deref(), Some("snow"));
        assert_eq!(kept_theme(&state, false).as_deref(), Some("ink"));
    }

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
