//! From the command line and the configuration to what the reader is started with.

use crate::app::keymap::{Bindings, Keymap};
use crate::app::options::{AppOptions, OwnForm};
use crate::config::{self, Config, Session};
use crate::library::scan;
use crate::quote::template::Template;
use crate::runtime::clipboard::Preference;
use crate::runtime::config_check;
use crate::text::width::Ambiguous;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the reader is started with.
#[derive(Debug)]
pub struct Startup {
    /// Settings of the app.
    pub options: AppOptions,
    /// Folders and files to read; none for the built-in samples.
    pub paths: Vec<PathBuf>,
    /// How the library is read.
    pub scan: scan::ScanOptions,
    /// The folder of the reading state; `None` where nothing is to be remembered.
    pub state: Option<PathBuf>,
    /// The name under which the place in this library is kept.
    pub library: String,
    /// How copying is done.
    pub clipboard: Preference,
    /// The command that opens a link, instead of `$BROWSER` or the system's.
    pub browser: Option<String>,
    /// The width of ambiguous characters, where it is not to be asked of the terminal.
    pub ambiguous: Option<Ambiguous>,
    /// Whether the mouse is the reader's.
    pub mouse: bool,
    /// What in the settings was not taken and not told yet, a line each for standard error.
    pub slips: Vec<String>,
}

impl Startup {
    /// The reader that `session` asks for.
    pub fn of(session: Session) -> Self {
        let slips = config_check::problems(&session);
        let Session {
            paths,
            lang,
            config,
            notes,
            stateless,
            ..
        } = session;
        let paths = if paths.is_empty() {
            config.folders.clone()
        } else {
            paths
        };
        let state = config::state_folder().filter(|_| !stateless);
        let typography = &config.typography;
        let mut rules = typography.rules;
        rules.ambiguous = config.ambiguous.unwrap_or(rules.ambiguous);
        let note = notes.first().map(|note| note.message(lang));
        let options = AppOptions {
            lang,
            keymap: keymap(&config),
            measure_cols: typography.measure_han.saturating_mul(2),
            rules,
            gap: u16::from(typography.paragraph_gap),
            theme: theme(&config.theme, state.as_deref()),
            library: label(&paths),
            samples: paths.is_empty(),
            forms: forms(&config),
            mouse: config.mouse,
            note: note.or(slips.first().cloned()),
            ..AppOptions::default()
        };
        let library = name(&paths);
        // What is remembered of a folder does not depend on where one stands.
        let paths = paths.iter().map(absolute).collect();
        let cache = config::cache_folder().filter(|_| !stateless);
        let scan = scan::ScanOptions {
            size_limit_bytes: config.size_limit_bytes,
            cache,
            ..scan::ScanOptions::default()
        };
        Self {
            options,
            library,
            paths,
            scan,
            state,
            clipboard: Preference::of(&config.copy),
            browser: config.browser,
            ambiguous: config.ambiguous,
            mouse: config.mouse,
            slips,
        }
    }
}

/// The theme that is set; where that is `auto`, the one that was chosen last.
fn theme(set: &str, state_folder: Option<&Path>) -> String {
    let kept = state_folder
        .filter(|_| set == "auto")
        .and_then(config::kept_theme);
    kept.unwrap_or_else(|| set.to_owned())
}

/// The shipped keys with the user's over them. `slips` tells what is wrong with them.
fn keymap(config: &Config) -> Keymap {
    let mut tables: BTreeMap<String, Bindings> = BTreeMap::new();
    for binding in &config.keys {
        let table = tables.entry(binding.context.clone()).or_default();
        table.insert(binding.action.clone(), binding.keys.clone());
    }
    let mut keymap = Keymap::shipped();
    keymap.rebind(&tables);
    keymap
}

/// The forms of the configuration. One that is not sound is left out; `slips` tells of it.
fn forms(config: &Config) -> Vec<OwnForm> {
    let form = |own: &config::TemplateSetting| {
        Some(OwnForm {
            name: own.name.clone(),
            key: own.key,
            template: Template::parse(&own.text).ok()?,
        })
    };
    config.templates.iter().filter_map(form).collect()
}

/// A library is the same whatever folder one stands in when one names it, and another one if it only has the same name.
fn name(paths: &[PathBuf]) -> String {
    let whole = |path: &PathBuf| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let all: Vec<String> = paths
        .iter()
        .map(|path| whole(path).to_string_lossy().into_owned())
        .collect();
    all.join("\n")
}

fn absolute(path: &PathBuf) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.clone())
}

/// The paths as one line, the home folder as `~`.
fn label(paths: &[PathBuf]) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let short = |path: &PathBuf| {
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
