//! The themes that come with the program.
//!
//! The files are part of the program, so that a theme is there without an installation. A test
//! checks that each has a contrast of at least 4.5 for every role on every ground, at every depth
//! of colour.

/// The name and the source of each theme, in the order of the menu.
pub const SHIPPED: [(&str, &str); 11] = [
    ("paper", include_str!("../../../themes/paper.toml")),
    ("snow", include_str!("../../../themes/snow.toml")),
    ("celadon", include_str!("../../../themes/celadon.toml")),
    ("dawn", include_str!("../../../themes/dawn.toml")),
    ("ink", include_str!("../../../themes/ink.toml")),
    ("night", include_str!("../../../themes/night.toml")),
    ("bamboo", include_str!("../../../themes/bamboo.toml")),
    ("dusk", include_str!("../../../themes/dusk.toml")),
    (
        "contrast-dark",
        include_str!("../../../themes/contrast-dark.toml"),
    ),
    (
        "contrast-light",
        include_str!("../../../themes/contrast-light.toml"),
    ),
    ("terminal", include_str!("../../../themes/terminal.toml")),
];

/// Returns the Chinese name of a shipped theme for the menu; `None` for a theme of the user's own.
pub fn chinese_name(theme: &str) -> Option<&'static str> {
    Some(match theme {
        "paper" => "宣纸",
        "snow" => "新雪",
        "celadon" => "青瓷",
        "dawn" => "晨光",
        "ink" => "墨色",
        "night" => "深夜",
        "bamboo" => "竹影",
        "dusk" => "暮色",
        "contrast-dark" => "高对比（暗）",
        "contrast-light" => "高对比（亮）",
        "terminal" => "终端配色",
        _ => return None,
    })
}

/// The theme of `auto` on a dark terminal, and on one of unknown background.
pub const AUTO_DARK: &str = "ink";

/// The theme of `auto` on a light terminal.
pub const AUTO_LIGHT: &str = "paper";

/// True if `COLORFGBG` gives a light background: `0;15` is foreground and background among the 16 colours.
///
/// 7 is white; 8 is a dark grey and 9 to 15 are the bright colours. Any other value, and none,
/// counts as dark.
pub fn is_light_terminal(colorfgbg: &str) -> bool {
    let background = colorfgbg.rsplit(';').next().unwrap_or_default();
    matches!(background.parse::<u8>(), Ok(7 | 9..=15))
}

#[cfg(test)]
mod tests {
    use super::super::colour::contrast;
    use super::super::{Colour, Depth, Ground, Role, Theme};
    use super::*;
    use crate::settings::Diagnostic;
    use ratatui::style::{Color, Modifier, Style};

    /// WCAG 2.2, 1.4.3, level AA.
    const READABLE: f64 = 4.5;

    fn seen(colour: Option<Color>, default: (u8, u8, u8)) -> (u8, u8, u8) {
        let all = (0..16)
            .map(Colour::Ansi)
            .chain((16..=255).map(Colour::Indexed));
        match colour {
            None | Some(Color::Reset) => default,
            Some(Color::Rgb(r, g, b)) => (r, g, b),
            Some(other) => all
                .into_iter()
                .find(|one| one.to_ratatui() == other)
                .and_then(Colour::rgb)
                .unwrap_or(default),
        }
    }

    /// The contrast of a style on terminals whose own colours are black on white and white on black: the worse of both.
    fn worst(style: Style) -> f64 {
        let white = (255, 255, 255);
        let black = (0, 0, 0);
        let on = |fg, bg| {
            let (fg, bg) = (seen(style.fg, fg), seen(style.bg, bg));
            contrast(fg, bg)
        };
        on(black, white).min(on(white, black))
    }

    #[test]
    fn every_role_that_carries_text_is_readable_on_every_ground_at_every_depth() {
        let depths = [Depth::True, Depth::Indexed256, Depth::Ansi16];
        let mut poor = Vec::new();
        for (name, _) in SHIPPED {
            for depth in depths {
                let theme = Theme::shipped(name, depth).unwrap();
                for role in Role::ALL.into_iter().filter(|role| role.carries_text()) {
                    for ground in Ground::ALL {
                        let ratio = worst(theme.on(role, ground));
                        if ratio < READABLE {
                            let role = role.name();
                            poor.push(format!("{name} {depth:?} {role} on {ground:?}: {ratio:.2}"));
                        }
                    }
                }
            }
        }
        assert!(poor.is_empty(), "{}", poor.join("\n"));
    }

    #[test]
    fn no_theme_dims_what_it_shows() {
        // A terminal halves the colour of a dim cell, whatever contrast it had.
        for (name, _) in SHIPPED {
            let theme = Theme::shipped(name, Depth::True).unwrap();
            for role in Role::ALL {
                let style = theme.on(role, Ground::Page);
                assert!(
                    !style.add_modifier.contains(Modifier::DIM),
                    "{name} {}",
                    role.name()
                );
            }
        }
    }

    #[test]
    fn the_shipped_themes_are_without_a_slip_and_well_mixed() {
        let mut light = 0;
        for (name, source) in SHIPPED {
            let (theme, notes): (Theme, Vec<Diagnostic>) = Theme::parse(name, source, Depth::True);
            assert_eq!(notes, [], "{name}");
            assert_ne!(
                theme.on(Role::Selected, Ground::Page),
                theme.on(Role::Text, Ground::Page),
                "{name}"
            );
            let ground = seen(theme.on(Role::Text, Ground::Page).bg, (0, 0, 0));
            light += usize::from(contrast(ground, (0, 0, 0)) > 10.0);
        }
        assert!(light >= 4 && SHIPPED.len() - light >= 4, "{light} light");
    }

    #[test]
    fn the_terminal_theme_has_only_the_terminals_colours() {
        let theme = Theme::shipped("terminal", Depth::True).unwrap();
        for role in Role::ALL {
            let style = theme.on(role, Ground::Page);
            for colour in style.fg.iter().chain(&style.bg) {
                assert!(
                    !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                    "{}",
                    role.name()
                );
            }
        }
    }

    #[test]
    fn every_shipped_theme_has_a_chinese_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = SHIPPED
            .iter()
            .filter_map(|(name, _)| chinese_name(name))
            .collect();
        assert_eq!(names.len(), SHIPPED.len());
    }

    #[test]
    fn a_light_terminal_is_told_by_colorfgbg() {
        assert!(is_light_terminal("0;15"));
        assert!(is_light_terminal("0;default;7"));
        assert!(!is_light_terminal("15;0"));
        assert!(!is_light_terminal("15;8"));
        assert!(!is_light_terminal(""));
    }
}
