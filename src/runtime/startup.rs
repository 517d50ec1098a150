//! The values that the reader derives from the command line and the configuration before its first frame.
//!
//! The command line wins over the configuration, and the configuration over what was remembered.
//! Only paths and names are derived here; nothing is read but the name of the theme that was chosen
//! last.

use crate::app::options::AppOptions;
use crate::config::{self, Startup};
use crate::lang::{Lang, Words};
use crate::library::scan::ScanOptions;
use crate::runtime::active_theme;
use std::path::{Path, PathBuf};

/// The values derived from a [`Startup`].
#[derive(Debug)]
pub(super) struct Prepared {
    /// The settings of the app.
    pub(super) options: AppOptions,
    /// Set when the theme follows the background of the terminal.
    pub(super) follows_background: bool,
    /// Set for a light background, as far as the environment names it.
    pub(super) is_light: bool,
    /// The folders and files of the library, absolute; none for the built-in samples.
    pub(super) paths: Vec<PathBuf>,
    /// The options of reading the library.
    pub(super) scan: ScanOptions,
    /// The folder of the reading state, see [`state_folder`].
    pub(super) state: Option<PathBuf>,
}

/// Returns the folder of the reading state; `None` if nothing is to be remembered.
pub(super) fn state_folder(startup: &Startup) -> Option<PathBuf> {
    config::state_folder().filter(|_| !startup.stateless)
}

/// Returns the folders and files of the library as they were given.
fn given_paths(startup: &Startup) -> &[PathBuf] {
    if startup.paths.is_empty() {
        &startup.config.folders
    } else {
        &startup.paths
    }
}

/// The name of standard input in the header.
const PIPED: Words = Words::new("标准输入", "standard input");

impl Prepared {
    /// Resolves the paths and folders of `startup`.
    ///
    /// With `--no-state` neither state nor cache has a folder, so that nothing is written and
    /// nothing of earlier runs is used.
    pub(super) fn new(startup: &Startup) -> Self {
        let config = &startup.config;
        let paths = given_paths(startup);
        let state = state_folder(startup);
        let mut options = AppOptions::of(config, startup.lang);
        let follows_background = config.theme == "auto";
        let is_light = active_theme::is_light_by_environment();
        if follows_background {
            options.theme = active_theme::auto(is_light, state.as_deref());
        }
        options.library = label(paths, startup.piped.as_deref(), startup.lang);
        options.samples = paths.is_empty();
        options.slips.clone_from(&startup.slips);
        Self {
            options,
            follows_background,
            is_light,
            // What is remembered of a folder must not depend on the current one.
            paths: paths.iter().map(absolute).collect(),
            scan: ScanOptions {
                size_limit_bytes: config.size_limit_bytes,
                cache: config::cache_folder().filter(|_| !startup.stateless),
                ..ScanOptions::default()
            },
            state,
        }
    }
}

/// Returns the name under which the last place in this library is kept: the canonical paths, a line each. They name a
/// library whatever the current folder, and tell apart two folders of one name.
///
/// The path as given stands in for one that cannot be resolved.
pub(super) fn library_name(startup: &Startup) -> String {
    let whole = |path: &PathBuf| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let all: Vec<String> = given_paths(startup)
        .iter()
        .map(|path| whole(path).to_string_lossy().into_owned())
        .collect();
    all.join("\n")
}

/// Makes a path absolute without resolving links; the path itself if the current folder is unknown.
fn absolute(path: &PathBuf) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.clone())
}

/// Writes the paths as one line, the home folder as `~`, `piped` by the name of standard input.
///
/// Several paths are separated by two spaces.
fn label(paths: &[PathBuf], piped: Option<&Path>, lang: Lang) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let short = |path: &PathBuf| {
        if Some(path.as_path()) == piped {
            return PIPED.get(lang).to_owned();
        }
        let inside = home
            .as_deref()
            .and_then(|home| path.strip_prefix(home).ok());
        match inside {
            Some(inside) => Path::new("~").join(inside).display().to_string(),
            None => path.display().to_string(),
        }
    };
    paths.iter().map(short).collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_has_a_name_in_the_header_and_not_the_path_of_its_copy() {
        let copy = PathBuf::from("/tmp/.tmpA1/-");
        let paths = [copy.clone(), PathBuf::from("/周报/a.txt")];
        assert_eq!(
            label(&paths, Some(&copy), Lang::Zh),
            "标准输入  /周报/a.txt"
        );
        assert_eq!(label(&paths[1..], None, Lang::En), "/周报/a.txt");
    }
}
