//! Colour depth: the number of colours of a terminal, and the reduction of a theme to them.
//!
//! A terminal does not report its depth, so it is guessed from the environment, from the surest
//! sign to the vaguest. The reduction picks the ground first and then letters that are still
//! readable on it: the nearest colour alone may have too little contrast. On sixteen colours the
//! hue counts before the distance, since a theme is known by its hues.

use super::colour::{Colour, contrast, distance};

/// The colour depth of a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// No colours, or `NO_COLOR` is set: attributes alone.
    None,
    /// The 16 colours that the terminal is set to.
    Ansi16,
    /// The 256-colour table of xterm.
    Indexed256,
    /// Any RGB colour.
    #[default]
    True,
}

/// The least contrast of letters after colours are reduced (WCAG 2.2, 1.4.3).
pub(super) const READABLE: f64 = 4.5;

/// The least contrast of a rule, which is to be visible but not prominent.
pub(super) const SEEN: f64 = 1.3;

/// The least difference of the channels, 0 to 255, of a colour that is not taken for grey.
const COLOURFUL: i32 = 56;

/// The greatest difference of two hues, in degrees, that have the same name (red, green).
const SAME_HUE: i32 = 45;

/// Values of `TERM` and `TERM_PROGRAM` of terminals that have true colour but do not always set `COLORTERM`.
///
/// A name matches anywhere in the value, so that `xterm-kitty` counts as `kitty`.
const TRUE_COLOUR: [&str; 9] = [
    "kitty",
    "alacritty",
    "foot",
    "ghostty",
    "wezterm",
    "WezTerm",
    "contour",
    "iTerm.app",
    "vscode",
];

impl Depth {
    /// Returns the depth by the environment: `NO_COLOR`, `COLORTERM`, `TERM`, `TERM_PROGRAM`, `WT_SESSION`. `variable` looks a
    /// variable up.
    ///
    /// An empty variable counts as unset. `NO_COLOR` wins over everything else, also with the value
    /// `0` (no-color.org).
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let term = value("TERM");
        let known = |text: &str| TRUE_COLOUR.iter().any(|one| text.contains(one));
        if !value("NO_COLOR").is_empty() || term == "dumb" {
            Self::None
        } else if ["truecolor", "24bit"].contains(&value("COLORTERM").as_str())
            || term.ends_with("-direct")
            || known(&term)
            || known(&value("TERM_PROGRAM"))
            || !value("WT_SESSION").is_empty()
        {
            Self::True
        } else if term.contains("256color") {
            Self::Indexed256
        } else {
            Self::Ansi16
        }
    }
}

/// The colours that a terminal of some depth can show, to reduce a theme to them. Made once for a theme.
#[derive(Debug)]
pub(super) struct ColourTable {
    /// The colours to choose from; empty if every colour can be shown.
    shades: Vec<Shade>,
    /// True for sixteen colours, where the hue counts before the distance.
    by_hue: bool,
}

impl ColourTable {
    /// Makes the table of a depth.
    ///
    /// The first sixteen of the 256 colours are left out, since users set them to other values.
    pub(super) fn of(depth: Depth) -> Self {
        let shades = match depth {
            Depth::None | Depth::True => Vec::new(),
            Depth::Ansi16 => (0..16).map(Colour::Ansi).filter_map(shade).collect(),
            Depth::Indexed256 => (16..=255).map(Colour::Indexed).filter_map(shade).collect(),
        };
        Self {
            shades,
            by_hue: depth == Depth::Ansi16,
        }
    }

    /// Returns the nearest available colours for letters and ground. If the nearest colour for the letters has less contrast
    /// than `least` on the ground, the nearest one with enough contrast is taken.
    ///
    /// Colours that the terminal is set to (`default`, the sixteen names) are never replaced: their
    /// real values are unknown.
    pub(super) fn reduce(&self, fg: Colour, bg: Colour, least: f64) -> (Colour, Colour) {
        // The ground first: the contrast of the letters depends on the ground that is really shown.
        let bg = self.nearest(bg);
        let Colour::Rgb(r, g, b) = fg else {
            return (fg, bg);
        };
        if self.by_hue
            && let Some(alike) = of_one_hue(&self.shades, fg, bg, least)
        {
            return (alike, bg);
        }
        let nearest = self.nearest(fg);
        if stands_out(nearest, bg, least) {
            return (nearest, bg);
        }
        // In this order few are tried: a contrast takes six powers.
        let mut by_distance: Vec<&Shade> = self.shades.iter().collect();
        by_distance.sort_by_key(|one| distance(one.rgb, (r, g, b)));
        // At least black or white has the contrast of 4.5 on any ground, so that text always finds a colour.
        let readable = by_distance
            .iter()
            .find(|one| stands_out(one.colour, bg, least));
        (readable.map_or(nearest, |one| one.colour), bg)
    }

    /// Returns the colour of the table that is nearest to an exact colour; any other colour as it is.
    fn nearest(&self, wanted: Colour) -> Colour {
        let Colour::Rgb(r, g, b) = wanted else {
            return wanted;
        };
        let nearest = self
            .shades
            .iter()
            .min_by_key(|one| distance(one.rgb, (r, g, b)));
        nearest.map_or(wanted, |one| one.colour)
    }
}

/// A colour of a table, with its channels: worked out once, since each is compared with every colour of a theme.
#[derive(Debug, Clone, Copy)]
struct Shade {
    /// The colour as the terminal names it.
    colour: Colour,
    /// Its channels: red, green, blue.
    rgb: (u8, u8, u8),
}

/// Returns the colour with its channels.
fn shade(colour: Colour) -> Option<Shade> {
    let rgb = colour.rgb()?;
    Some(Shade { colour, rgb })
}

/// Returns the nearest of 16 colours that has the same hue as `fg` and enough contrast on `bg`, a grey for a colour that is
/// nearly grey.
// By distance alone a pale green becomes grey, grey on white becomes blue, and all themes look the same.
fn of_one_hue(table: &[Shade], fg: Colour, bg: Colour, least: f64) -> Option<Colour> {
    let is_alike = |one: &&Shade| match (hue(one.colour), hue(fg)) {
        (Some(one), Some(wanted)) => {
            let apart = (one - wanted).abs();
            apart.min(360 - apart) <= SAME_HUE
        }
        (one, wanted) => one == wanted,
    };
    let alike = table.iter().filter(is_alike);
    let alike = alike.filter(|one| stands_out(one.colour, bg, least));
    let fg = fg.rgb()?;
    Some(alike.min_by_key(|one| distance(one.rgb, fg))?.colour)
}

/// Returns the hue in degrees; `None` for a colour that is nearly grey.
///
/// 0 is red, 120 green, 240 blue (HSV).
fn hue(colour: Colour) -> Option<i32> {
    let (r, g, b) = colour.rgb()?;
    let [r, g, b] = [r, g, b].map(i32::from);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let chroma = most - least;
    if chroma < COLOURFUL {
        return None;
    }
    let sixth = if most == r {
        60 * (g - b) / chroma
    } else if most == g {
        120 + 60 * (b - r) / chroma
    } else {
        240 + 60 * (r - g) / chroma
    };
    Some(sixth.rem_euclid(360))
}

/// True if `fg` has at least the contrast `least` on `bg`, or if one of them is unknown.
fn stands_out(fg: Colour, bg: Colour, least: f64) -> bool {
    match (fg.rgb(), bg.rgb()) {
        (Some(fg), Some(bg)) => contrast(fg, bg) >= least,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Depth {
        Depth::from_environment(|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_tells_the_depth() {
        assert_eq!(of(&[("TERM", "xterm-256color")]), Depth::Indexed256);
        assert_eq!(
            of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]),
            Depth::True
        );
        assert_eq!(of(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(of(&[("TERM", "linux")]), Depth::Ansi16);
        assert_eq!(of(&[("TERM", "dumb")]), Depth::None);
        assert_eq!(
            of(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]),
            Depth::None
        );
        assert_eq!(of(&[("NO_COLOR", ""), ("TERM", "xterm")]), Depth::Ansi16);
    }

    #[test]
    fn of_sixteen_colours_the_one_of_the_same_hue_is_taken_if_it_can_be_read() {
        let (dark, light) = (Colour::Rgb(0x14, 0x1d, 0x18), Colour::Rgb(255, 255, 255));
        let reduced = |r, g, b, ground| {
            ColourTable::of(Depth::Ansi16)
                .reduce(Colour::Rgb(r, g, b), ground, READABLE)
                .0
        };
        assert_eq!(reduced(0x8f, 0xce, 0x9b, dark), Colour::Ansi(2));
        assert_eq!(reduced(0x7f, 0xb0, 0xf0, dark), Colour::Ansi(6));
        assert_eq!(reduced(0xed, 0xa2, 0x6a, dark), Colour::Ansi(3));
        assert_eq!(reduced(0xb3, 0xa3, 0x92, dark), Colour::Ansi(8));
        // No green can be read on white, and no grey but black.
        assert_eq!(reduced(0x1f, 0x6b, 0x4f, light), Colour::Ansi(0));
        assert_eq!(reduced(0x53, 0x5b, 0x64, light), Colour::Ansi(0));
    }
}
