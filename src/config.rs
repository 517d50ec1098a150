//! The configuration: everything that can be set, with its default, and `config.toml` read into it.
//!
//! `config/default.toml` is the commented default that `--print-config` prints; a test reads it with the code below and
//! finds the defaults in it. Names are looked up leniently ([`crate::settings`]): the reader always starts.

mod brief_facts;
mod copy_method;
pub mod log;
mod path;
mod read;
mod themes;
mod watch_list;

use crate::brief::details::BriefDetails;
use crate::lang::Lang;
use crate::settings::{At, Diagnostic};
use crate::text::typeset::Rules;
use crate::text::width::Ambiguous;
use std::path::{Path, PathBuf};

pub use brief_facts::with_brief_facts;
pub use copy_method::CopyMethod;
pub use path::{cache_folder, config_folder, expand, recognised_folder, state_folder};
pub use themes::{keep_theme, kept_theme, own_theme, own_themes};
pub use watch_list::{read_watch_words, watch_path};

/// The commented defaults that `--print-config` prints.
pub const DEFAULT: &str = include_str!("config/default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The name of the theme; `auto` means a light or a dark one.
    pub theme: String,
    /// The line that names the theme, from 1; `None` if it is the default or from the command line.
    pub theme_line: Option<u32>,
    /// The language; `None` means that of the locale.
    pub lang: Option<Lang>,
    /// The width of ambiguous characters; `None` means that the terminal is asked.
    pub ambiguous: Option<Ambiguous>,
    /// Set when the reader has the mouse at its start, and not the terminal.
    pub mouse: bool,
    /// Set when the title of the terminal shows the issue and the article.
    pub terminal_title: bool,
    /// Folders to open when no path is given.
    pub folders: Vec<PathBuf>,
    /// The size limit in bytes: larger files are listed, but read on request alone.
    pub size_limit_bytes: u64,
    /// The typography of the text.
    pub typography: Typography,
    /// The settings of copying.
    pub copy: CopySettings,
    /// The command that opens a link, instead of `$BROWSER` or the system's.
    pub browser: Option<String>,
    /// The command that recognises the text of a page, with `{image}` for the file; empty: a program that is found.
    pub ocr_command: Vec<String>,
    /// Own forms of copying.
    pub templates: Vec<TemplateSetting>,
    /// The statements of a brief about itself.
    pub brief: BriefDetails,
    /// Saved searches: name and query with the line they stand in, in the order of the file.
    pub searches: Vec<At<(String, String)>>,
    /// Key bindings.
    pub keys: Vec<Binding>,
}

/// The typography of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typography {
    /// The measure (版心行长) in Han, two columns each; `None` where it follows the width of the screen.
    pub measure_han: Option<u16>,
    /// Blank lines between paragraphs.
    pub paragraph_gap: u8,
    /// First-line indent, hanging punctuation and the rest. Its `ambiguous` is not used: [`Config::ambiguous`] counts.
    pub rules: Rules,
}

/// The settings of copying.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopySettings {
    /// The only method to use; `None` means by the environment.
    pub method: Option<CopyMethod>,
    /// The user's own command, which reads the text on standard input. It comes before `method`.
    pub command: Option<String>,
}

/// A form of copying as written, not parsed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSetting {
    /// The name in the menu.
    pub name: String,
    /// The key that selects it in the menu.
    pub key: Option<char>,
    /// The text, with fields in braces.
    pub text: String,
    /// The line in the file, from 1, for messages.
    pub line: u32,
}

/// A key binding as written, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The context, `global` for everywhere.
    pub context: String,
    /// The action's name.
    pub action: String,
    /// The keys; an empty list leaves the action without a key.
    pub keys: Vec<String>,
    /// The line in the file, from 1, for messages.
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
            terminal_title: true,
            folders: Vec::new(),
            size_limit_bytes: 64 << 20,
            typography: Typography::default(),
            copy: CopySettings::default(),
            browser: None,
            ocr_command: Vec::new(),
            templates: Vec::new(),
            brief: BriefDetails::default(),
            searches: Vec::new(),
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// Returns the names and queries of the saved searches, in the order of the file.
    pub fn saved_searches(&self) -> impl Iterator<Item = (String, String)> {
        self.searches.iter().map(|search| search.value.clone())
    }
}

impl Default for Typography {
    fn default() -> Self {
        Self {
            measure_han: None,
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

/// The content of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The file.
    pub path: PathBuf,
    /// The settings, with defaults for those that are absent or wrong.
    pub config: Config,
    /// The mistakes.
    pub notes: Vec<Diagnostic>,
}

/// The arguments of the program: the command line and the configuration file as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Startup {
    /// The paths of the command line; none means `config.folders`, or the samples.
    pub paths: Vec<PathBuf>,
    /// The copy of standard input, if it is among the paths.
    pub piped: Option<PathBuf>,
    /// The language of the interface.
    pub lang: Lang,
    /// The settings of the file, overridden by those of the command line.
    pub config: Config,
    /// The configuration file, which need not exist.
    pub config_path: PathBuf,
    /// The mistakes in the settings, a line each that begins with the file. Those of the watch words are not among them.
    pub slips: Vec<String>,
    /// Set when neither state nor cache may be read or written.
    pub stateless: bool,
}

/// The error of a configuration file that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// The error of the system.
    pub source: std::io::Error,
}

/// Reads the file at `path`; without a path the one in the configuration folder, which need not exist.
///
/// # Errors
/// [`Error`] if the file cannot be read.
pub fn load(path: Option<&Path>) -> Result<Loaded, Error> {
    let named = path.map(Path::to_owned);
    let asked_for = named.is_some();
    let path = named.or_else(|| config_folder().map(|folder| folder.join("config.toml")));
    let Some(path) = path else {
        return Ok(Loaded::default_at(PathBuf::new()));
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            // Bytes that are not UTF-8 are mistakes of one setting and not of the file.
            let source = String::from_utf8_lossy(&bytes);
            let (config, notes) = parse(&source);
            Ok(Loaded {
                path,
                config,
                notes,
            })
        }
        // The usual case; a file that the user named has to exist.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => {
            Ok(Loaded::default_at(path))
        }
        Err(source) => Err(Error { path, source }),
    }
}

impl Loaded {
    /// Returns the defaults, for a file that does not exist.
    fn default_at(path: PathBuf) -> Self {
        Self {
            path,
            config: Config::default(),
            notes: Vec::new(),
        }
    }
}

/// Parses a configuration. Returns the settings, with defaults for those that are absent or wrong, and the mistakes.
pub fn parse(source: &str) -> (Config, Vec<Diagnostic>) {
    // Editors on Windows put a byte order mark at the head.
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
        assert_eq!(config.ocr_command.len(), 4);
        assert_ne!(config.brief, BriefDetails::default());
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
