//! The theme in use, read when it is first drawn in.

use crate::config::{self, own_theme, own_themes};
use crate::ui::theme::{AUTO_DARK, Depth, SHIPPED, Theme, resolve};

/// The theme in use and what the terminal can show of it.
pub(super) struct Looks {
    depth: Depth,
    colorfgbg: String,
    /// The name that the app uses, `auto` among them, and the theme it means.
    current: (String, Theme),
}

impl Looks {
    /// The theme called `name`, for the terminal that the environment tells of.
    pub(super) fn new(name: &str) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let depth = Depth::from_environment(variable);
        let colorfgbg = variable("COLORFGBG").unwrap_or_default();
        let current = (name.to_owned(), load(resolve(name, &colorfgbg), depth));
        Self {
            depth,
            colorfgbg,
            current,
        }
    }

    /// The theme called `name`.
    pub(super) fn theme(&mut self, name: &str) -> &Theme {
        if self.current.0 != name {
            let theme = load(resolve(name, &self.colorfgbg), self.depth);
            self.current = (name.to_owned(), theme);
        }
        &self.current.1
    }
}

/// Every theme there is: the shipped ones, then the reader's own.
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

/// The reader's own theme goes before a shipped one of the same name; a name that means nothing is the dark default.
fn load(name: &str, depth: Depth) -> Theme {
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
