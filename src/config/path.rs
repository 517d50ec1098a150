//! The folders of the program, by the `directories` crate, which honours `XDG_*`.

use directories::{BaseDirs, ProjectDirs};
use std::path::{Path, PathBuf};

/// Returns the folders of the system for this program; `None` without a home folder.
fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "newsreader")
}

/// Returns the folder of `config.toml` and `themes/`; `None` if the system names no home folder.
pub fn config_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.config_dir().to_owned())
}

/// Returns the folder of the reading state: the data folder on a system that has none for state.
pub fn state_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.state_dir().unwrap_or(dirs.data_dir()).to_owned())
}

/// Returns the folder of recognised text, which is data: making it anew takes hours.
pub fn recognised_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.data_dir().join("recognised"))
}

/// Returns the folder of the cache, which may be deleted at any time.
pub fn cache_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.cache_dir().to_owned())
}

/// Replaces a leading `~` by the home folder. `~name` stays as it is.
pub fn expand(path: &str) -> PathBuf {
    let rest = match path.strip_prefix('~') {
        Some("") => Some(""),
        // Both separators, since Windows accepts either.
        Some(rest) => rest.strip_prefix(['/', std::path::MAIN_SEPARATOR]),
        None => None,
    };
    match (rest, BaseDirs::new()) {
        (Some(""), Some(dirs)) => dirs.home_dir().to_owned(),
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => Path::new(path).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_at_the_start_alone() {
        assert_eq!(expand("/a/~b"), Path::new("/a/~b"));
        assert_eq!(expand("~other/b"), Path::new("~other/b"));
        if let Some(dirs) = BaseDirs::new() {
            assert_eq!(expand("~/b"), dirs.home_dir().join("b"));
            assert_eq!(expand("~"), dirs.home_dir());
        }
    }
}
