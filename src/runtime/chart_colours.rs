//! The colours of the theme for a chart that is an image.
//!
//! An SVG has no terminal behind it, so the theme is read at full depth and colours that only name
//! a slot of the terminal (`default`, `cyan`) are replaced by black, white or grey.

use super::active_theme::load;
use crate::config::{kept_theme, state_folder};
use crate::quote::chart::ChartColours;
use crate::ui::theme::{AUTO_LIGHT, Depth, Ground, Role, Theme};
use ratatui::style::Color;

/// Returns the colours of the theme called `name`; for `auto` those of the theme that was chosen last, else of the light
/// default, since an image goes onto paper.
///
/// `is_stateless` is set with `--no-state`: the theme chosen in the reader is then not looked up.
pub fn chart_colours(name: &str, is_stateless: bool) -> ChartColours {
    let kept = || {
        state_folder()
            .and_then(|folder| kept_theme(&folder, true).or_else(|| kept_theme(&folder, false)))
    };
    let chosen = match name {
        "auto" => (!is_stateless).then(kept).flatten(),
        name => Some(name.to_owned()),
    };
    let chosen = chosen.filter(|name| name != "auto");
    let theme = load(chosen.as_deref().unwrap_or(AUTO_LIGHT), Depth::True);
    let text = theme.on(Role::Text, Ground::Page);
    ChartColours {
        ground: hex(text.bg, "#ffffff"),
        ink: hex(text.fg, "#000000"),
        soft: ink(&theme, Role::Dim),
        bar: ink(&theme, Role::Heading),
    }
}

/// Returns the colour of the letters of a role on the page as `#rrggbb`.
fn ink(theme: &Theme, role: Role) -> String {
    hex(theme.on(role, Ground::Page).fg, "#555555")
}

/// Returns a colour as `#rrggbb`. The 16 colours of a terminal are the user's own and no image has them: `default` stands in.
fn hex(colour: Option<Color>, default: &str) -> String {
    match colour {
        Some(Color::Rgb(r, g, b)) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => default.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_the_colours_of_its_theme() {
        let colours = |name| chart_colours(name, true);
        assert_ne!(colours("paper").ground, colours("night").ground);
        assert_eq!(colours("auto"), colours("paper"));
        assert_eq!(colours("terminal").ground, "#ffffff");
    }
}
