//! The settings of the app: those of the configuration, names of themes, and the name of the library.
//!
//! The defaults stand in the configuration alone; [`AppOptions::of`] derives everything from it, so
//! that a test and the program begin alike. Some settings change while the reader runs: the theme,
//! the measure and rules of typesetting, and the mouse.

use crate::app::keymap::{Bindings, Keymap};
use crate::brief::details::BriefDetails;
use crate::config::{Config, TemplateSetting};
use crate::lang::Lang;
use crate::library::query::{QueryContext, SavedSearches};
use crate::quote::template::Template;
use crate::text::typeset::Rules;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Settings of the app. The defaults are those of [`Config`].
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Language of the interface.
    pub lang: Lang,
    /// The live key bindings.
    pub keymap: Keymap,
    /// Columns of a line of text, at most; `None` where the width of the screen decides, see
    /// [`ScreenLayout::measure_cols`](crate::app::panes::ScreenLayout::measure_cols).
    pub measure_cols: Option<u16>,
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
    /// The forms of copying that the configuration adds.
    pub forms: Vec<OwnForm>,
    /// The statements of a brief about itself.
    pub brief: BriefDetails,
    /// The saved searches.
    pub saved: SavedSearches,
    /// The day it is: the date of access of a reference.
    pub today: Date,
    /// Set when the reader has the mouse, and not the terminal.
    pub mouse: bool,
    /// The mistakes in the settings, a line each that begins with the file. Those of the watch words are kept with them.
    pub slips: Vec<String>,
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

impl AppOptions {
    /// What queries refer to: the day and the saved searches.
    pub fn query_context(&self) -> QueryContext<'_> {
        QueryContext {
            today: self.today,
            saved: Some(&self.saved),
        }
    }

    /// Takes over the settings of a configuration. Bindings and templates with mistakes are left out: the mistakes are
    /// reported when the configuration is checked.
    pub fn of(config: &Config, lang: Lang) -> Self {
        let typography = &config.typography;
        let mut rules = typography.rules;
        rules.ambiguous = config.ambiguous.unwrap_or(rules.ambiguous);
        Self {
            lang,
            keymap: keymap(config),
            // The configuration counts Han, the terminal columns.
            measure_cols: typography.measure_han.map(|han| han.saturating_mul(2)),
            rules,
            gap: u16::from(typography.paragraph_gap),
            theme: config.theme.clone(),
            themes: Vec::new(),
            library: String::new(),
            samples: false,
            forms: forms(config),
            brief: config.brief.clone(),
            saved: SavedSearches::new(config.saved_searches(), []),
            today: Date::default(),
            mouse: config.mouse,
            slips: Vec::new(),
        }
    }
}

/// The defaults of the configuration.
impl Default for AppOptions {
    fn default() -> Self {
        Self::of(&Config::default(), Lang::default())
    }
}

/// Returns the shipped keys with the user's over them.
///
/// Wrong names are left out here and reported when the configuration is checked.
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

/// Returns the user's forms of copying.
///
/// A template that cannot be parsed has no row in the menu.
fn forms(config: &Config) -> Vec<OwnForm> {
    let form = |own: &TemplateSetting| {
        Some(OwnForm {
            name: own.name.clone(),
            key: own.key,
            template: Template::parse(&own.text).ok()?,
        })
    };
    config.templates.iter().filter_map(form).collect()
}
