//! The settings of the app: those of the configuration, names of themes, and the name of the library.

use crate::app::keymap::Keymap;
use crate::lang::Lang;
use crate::quote::template::Template;
use crate::text::typeset::Rules;
use jiff::civil::Date;

/// Settings of the reader. `config` fills them in; the defaults are those of the program.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Language of the interface.
    pub lang: Lang,
    /// The live key bindings.
    pub keymap: Keymap,
    /// Columns of a line of text, at most.
    pub measure_cols: u16,
    /// The house rules of typesetting, width of ambiguous characters included.
    pub rules: Rules,
    /// Free rows between paragraphs.
    pub gap: u16,
    /// The name of the theme.
    pub theme: String,
    /// Names of all themes, once they were listed.
    pub themes: Vec<String>,
    /// The name of the library in the header, such as `~/reports`.
    pub library: String,
    /// Set when the built-in samples are shown because no library is configured.
    pub samples: bool,
    /// Own forms of copying.
    pub forms: Vec<OwnForm>,
    /// The day it is: the date of access of a reference.
    pub today: Date,
    /// Set when the reader has the mouse, and not the terminal.
    pub mouse: bool,
    /// A message for the status line at the start, such as a problem in the configuration.
    pub note: Option<String>,
}

/// A form of copying that the configuration defines.
#[derive(Debug, Clone)]
pub struct OwnForm {
    /// Its name in the menu.
    pub name: String,
    /// The key that selects it.
    pub key: Option<char>,
    /// The template of its text.
    pub template: Template,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            keymap: Keymap::shipped(),
            measure_cols: 76,
            rules: Rules {
                indent_han: 2,
                glue_units: true,
                no_orphans: true,
                ..Rules::default()
            },
            gap: 0,
            theme: "auto".to_owned(),
            themes: Vec::new(),
            library: String::new(),
            samples: false,
            forms: Vec::new(),
            today: Date::default(),
            mouse: true,
            note: None,
        }
    }
}
