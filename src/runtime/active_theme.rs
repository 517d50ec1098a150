//! The theme in use. It is read when it is first needed, and kept until another one is chosen.
//!
//! The app knows a theme by its name alone. Every frame asks for the theme of that name, which is
//! one comparison as long as the name stays; moving in the menu of themes loads each theme that is
//! passed.

use crate::config::{self, own_theme, own_themes};
use crate::ui::theme::{AUTO_DARK, AUTO_LIGHT, Depth, SHIPPED, Theme, is_light_terminal};
use std::path::Path;

/// The theme in use, and the colours of the terminal.
pub(super) struct ActiveTheme {
    /// The number of colours of the terminal, from the environment.
    depth: Depth,
    /// The name that the app uses, which may be `auto`, and the theme.
    current: (String, Theme),
}

impl ActiveTheme {
    /// Loads the theme called `name` for the terminal that the environment describes.
    pub(super) fn new(name: &str) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let depth = Depth::from_environment(variable);
        let current = (name.to_owned(), load(name, depth));
        Self { depth, current }
    }

    /// Returns the theme called `name`. Reads it if it is not the one in use.
    ///
    /// The file of a theme of the user is read again each time that it is chosen, so that an edit shows
    /// without a restart.
    pub(super) fn theme(&mut self, name: &str) -> &Theme {
        if self.current.0 != name {
            let theme = load(name, self.depth);
            self.current = (name.to_owned(), theme);
        }
        &self.current.1
    }
}

/// Returns the theme of `auto` on a light background or another: the one chosen last on such a background, else the default.
pub(super) fn auto(is_light: bool, state_folder: Option<&Path>) -> String {
    let kept = state_folder.and_then(|folder| config::kept_theme(folder, is_light));
    let default = if is_light { AUTO_LIGHT } else { AUTO_DARK };
    // Earlier versions kept the name `auto` itself.
    kept.filter(|name| name != "auto")
        .unwrap_or_else(|| default.to_owned())
}

/// True if the environment names a light background. Only a guess: `COLORFGBG` is set by few terminals, and stays where
/// another one is opened from the first. The terminal's own answer comes before it.
pub(super) fn is_light_by_environment() -> bool {
    is_light_terminal(&std::env::var("COLORFGBG").unwrap_or_default())
}

/// Returns the names of all themes: the shipped ones, then the user's own.
///
/// A theme of the user's own that bears the name of a shipped one is listed once.
pub(super) fn names() -> Vec<String> {
    let shipped = SHIPPED.iter().map(|(name, _)| (*name).to_owned());
    let own = config::config_folder()
        .map(|folder| own_themes(&folder))
        .unwrap_or_default();
    let mut names: Vec<String> = shipped.collect();
    names.extend(
        own.into_iter()
            .filter(|name| SHIPPED.iter().all(|(one, _)| one != name)),
    );
    names
}

/// Loads a theme. The user's own comes before a shipped one of the same name; an unknown name gives the dark default.
///
/// Mistakes in the file are reported at the start by the check of the configuration, not here.
pub(super) fn load(name: &str, depth: Depth) -> Theme {
    let own = || {
        let (_, source) = own_theme(&config::config_folder()?, name)?;
        Some(Theme::parse(name, &source, depth).0)
    };
    own()
        .or_else(|| Theme::shipped(name, depth))
        .unwrap_or_else(|| {
            Theme::shipped(AUTO_DARK, depth).unwrap_or_else(|| Theme::parse(name, "", depth).0)
        })
}
