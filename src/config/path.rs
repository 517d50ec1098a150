//! Where our files are: by the `directories` crate, so that `XDG_*` is honoured.

use directories::{BaseDirs, ProjectDirs};
use std::path::{Path, PathBuf};

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "newsreader")
}

/// The folder of `config.toml` and `themes/`. `None` where the system names no home.
pub fn config_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.config_dir().to_owned())
}

/// The folder of what the reader remembers; the data folder where a system has none for state.
pub fn state_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.state_dir().unwrap_or(dirs.data_dir()).to_owned())
}

/// The folder of the index, which may be deleted at any time.
pub fn cache_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.cache_dir().to_owned())
}

/// `path` with a leading `~` as the home folder.
pub fn expand(path: &str) -> PathBuf {
    let rest = match path.strip_prefix('~') {
        Some("") => Some(""),
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
