//! `config.toml` to [`Config`]: everything that can be set, with its default.
//!
//! `config/default.toml` is the commented default that `--print-config` prints; a test reads it with the code below and
//! finds the defaults in it. Names are looked up leniently ([`crate::settings`]): the reader always starts.

mod copy_method;
pub mod log;
mod path;
mod read;
mod themes;

use crate::lang::Lang;
use crate::settings::Diagnostic;
use crate::text::typeset::Rules;
use crate::text::width::Ambiguous;
use std::path::{Path, PathBuf};

pub use copy_method::CopyMethod;
pub use path::{cache_folder, config_folder, expand, state_folder};
pub use themes::{keep_theme, kept_theme, own_theme, own_themes};

/// The commented defaults, as `--print-config` prints them.
pub const DEFAULT: &str = include_str!("config/default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The theme's name; `auto` takes a light or a dark one.
    pub theme: String,
    /// The line that names it; none where the default counts or the command line has another.
    pub theme_line: Option<u32>,
    /// The language; by the locale where none is set.
    pub lang: Option<Lang>,
    /// The width of ambiguous characters; asked of the terminal where none is set.
    pub ambiguous: Option<Ambiguous>,
    /// The mouse is the reader's, not the terminal's, when it starts.
    pub mouse: bool,
    /// Folders to open when no path is given.
    pub folders: Vec<PathBuf>,
    /// Files over this size are listed but read only on request, in bytes.
    pub size_limit_bytes: u64,
    /// How the text is set.
    pub typography: Typography,
    /// How copying is done.
    pub copy: CopySettings,
    /// The command that opens a link, instead of `$BROWSER` or the system's.
    pub browser: Option<String>,
    /// Own forms of copying.
    pub templates: Vec<TemplateSetting>,
    /// Key bindings.
    pub keys: Vec<Binding>,
}

/// How the text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typography {
    /// The measure (版心行长) in Han, two columns each.
    pub measure_han: u16,
    /// Blank lines between paragraphs.
    pub paragraph_gap: u8,
    /// First-line indent, hanging punctuation and the rest. Its `ambiguous` is only what the terminal said last.
    pub rules: Rules,
}

/// How copying is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopySettings {
    /// The one way to take; where none is set, all are tried in turn.
    pub method: Option<CopyMethod>,
    /// An own command that reads the text on its standard input; it comes before all others.
    pub command: Option<String>,
}

/// An own form of copying, not yet looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSetting {
    /// What the menu calls it.
    pub name: String,
    /// The key that chooses it in the menu.
    pub key: Option<char>,
    /// Text with fields in braces.
    pub text: String,
    /// Where it stands, for what is wrong with it.
    pub line: u32,
}

/// A key binding, not yet looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The context, `global` for everywhere.
    pub context: String,
    /// The action's name.
    pub action: String,
    /// The keys; none takes the action's keys away.
    pub keys: Vec<String>,
    /// Where it stands, for what is wrong with it.
    pub line: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            theme_line: None,
            lang: None,
            ambiguous: None,
            mouse: true,
            folders: Vec::new(),
            size_limit_bytes: 64 << 20,
            typography: Typography::default(),
            copy: CopySettings::default(),
            browser: None,
            templates: Vec::new(),
            keys: Vec::new(),
        }
    }
}

impl Default for Typography {
    fn default() -> Self {
        Self {
            measure_han: 38,
            paragraph_gap: 0,
            rules: Rules {
                indent_han: 2,
                glue_units: true,
                no_orphans: true,
                ..Rules::default()
            },
        }
    }
}

/// A configuration file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Which file.
    pub path: PathBuf,
    /// What it says, with defaults for the rest.
    pub config: Config,
    /// What in it was not taken.
    pub notes: Vec<Diagnostic>,
}

/// What the reader is started with: the command line and the configuration file as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The paths of the command line; where there are none, `config.folders` or the samples.
    pub paths: Vec<PathBuf>,
    /// The language to speak.
    pub lang: Lang,
    /// The file's settings, the command line's in their place.
    pub config: Config,
    /// The configuration file, whether it is there or not.
    pub config_path: PathBuf,
    /// What in the file was not taken. Already told on standard error.
    pub notes: Vec<Diagnostic>,
    /// Neither read nor write state and cache.
    pub stateless: bool,
}

/// Why a configuration file could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct Error {
    /// Which file.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

/// Reads the file at `path`, or the one in the configuration folder. That there is none is no error there.
///
/// # Errors
/// [`Error`] where a named file cannot be read, or one that exists in the configuration folder.
pub fn load(path: Option<&Path>) -> Result<Loaded, Error> {
    let named = path.map(Path::to_owned);
    let asked_for = named.is_some();
    let path = named.or_else(|| config_folder().map(|folder| folder.join("config.toml")));
    let Some(path) = path else {
        return Ok(Loaded::default_at(PathBuf::new()));
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            let source = String::from_utf8_lossy(&bytes);
            let (config, notes) = parse(&source);
            Ok(Loaded {
                path,
                config,
                notes,
            })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => {
            Ok(Loaded::default_at(path))
        }
        Err(source) => Err(Error { path, source }),
    }
}

impl Loaded {
    fn default_at(path: PathBuf) -> Self {
        Self {
            path,
            config: Config::default(),
            notes: Vec::new(),
        }
    }
}

/// What `source` sets, with defaults for the rest, and what in it was not taken.
pub fn parse(source: &str) -> (Config, Vec<Diagnostic>) {
    read::config(source.trim_start_matches('\u{feff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commented_default_says_what_the_defaults_are() {
        let (config, notes) = parse(DEFAULT);
        assert_eq!(notes, []);
        let theme_line = config.theme_line;
        assert_eq!(
            config,
            Config {
                theme_line,
                ..Config::default()
            }
        );
    }

    #[test]
    fn every_example_in_the_commented_default_can_be_switched_on() {
        // An example is a comment without a space behind its sign; it takes the place of the setting above it.
        let mut on: Vec<&str> = Vec::new();
        for line in DEFAULT.lines() {
            let example = line.strip_prefix('#').filter(|rest| !rest.starts_with(' '));
            let name = |line: &str| line.split(" = ").next().map(str::to_owned);
            if let Some(example) = example {
                on.pop_if(|above| name(above) == name(example));
            }
            on.push(example.unwrap_or(line));
        }
        let (config, notes) = parse(&on.join("\n"));
        assert_eq!(notes, []);
        assert_ne!(config.keys, []);
        assert_ne!(config.templates, []);
    }

    #[test]
    fn a_bad_value_leaves_the_default_and_a_note() {
        let (config, notes) = parse("theme = \"paper\"\n[text]\nmeasure = 3\nhnag = true\n");
        assert_eq!(config.theme, "paper");
        assert_eq!(config.typography, Typography::default());
        assert_eq!(notes.iter().map(|n| n.line).collect::<Vec<_>>(), [3, 4]);
        assert!(notes[1].message(Lang::En).contains("did you mean hang?"));
    }

    #[test]
    fn a_file_that_was_asked_for_must_be_there() {
        let gone = std::env::temp_dir().join("newsreader-no-such-config.toml");
        assert!(load(Some(&gone)).is_err());
    }
}
