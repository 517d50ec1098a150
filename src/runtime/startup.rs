//! From the command line and the configuration to what the reader is started with.

use crate::app::copying::OwnForm;
use crate::app::keymap::{Bindings, Keymap};
use crate::app::options::Options;
use crate::config::{self, Config, Session};
use crate::lang::Lang;
use crate::library::scan;
use crate::quote::template::Template;
use crate::runtime::clipboard::Preference;
use crate::text::width::Ambiguous;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the reader is started with.
#[derive(Debug)]
pub struct Startup {
    /// Settings of the app.
    pub options: Options,
    /// Folders and files to read; none for the built-in samples.
    pub paths: Vec<PathBuf>,
    /// How the library is read.
    pub scan: scan::Options,
    /// How copying is done.
    pub clipboard: Preference,
    /// The command that opens a link, instead of `$BROWSER` or the system's.
    pub browser: Option<String>,
    /// The width of ambiguous characters, where it is not to be asked of the terminal.
    pub ambiguous: Option<Ambiguous>,
    /// Whether the mouse is the reader's.
    pub mouse: bool,
}

impl Startup {
    /// The reader that `session` asks for.
    pub fn of(session: Session) -> Self {
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
        let typography = &config.typography;
        let mut rules = typography.rules;
        rules.ambiguous = config.ambiguous.unwrap_or(rules.ambiguous);
        let (forms, problem) = forms(&config, lang);
        let note = notes.first().map(|note| note.message(lang));
        let options = Options {
            lang,
            keymap: keymap(&config),
            measure_cols: typography.measure_han.saturating_mul(2),
            rules,
            gap: u16::from(typography.paragraph_gap),
            theme: config.theme.clone(),
            library: label(&paths),
            samples: paths.is_empty(),
            forms,
            mouse: config.mouse,
            note: note.or(problem),
            ..Options::default()
        };
        let cache = config::cache_folder().filter(|_| !stateless);
        let scan = scan::Options {
            size_limit_bytes: config.size_limit_bytes,
            cache,
            ..scan::Options::default()
        };
        Self {
            options,
            paths,
            scan,
            clipboard: Preference::of(&config.copy),
            browser: config.browser,
            ambiguous: config.ambiguous,
            mouse: config.mouse,
        }
    }
}

/// The shipped keys with the user's over them. Slips in them were told when the configuration was read.
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

/// The forms of the configuration, and what is wrong with the first that is not sound.
fn forms(config: &Config, lang: Lang) -> (Vec<OwnForm>, Option<String>) {
    let mut forms = Vec::new();
    let mut problem = None;
    for own in &config.templates {
        match Template::parse(&own.text) {
            Ok(template) => forms.push(OwnForm {
                name: own.name.clone(),
                key: own.key,
                template,
            }),
            Err(error) => {
                let place = format!("config.toml:{}: {}", own.line, error.message(lang));
                problem.get_or_insert(place);
            }
        }
    }
    (forms, problem)
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
