//! How many colours a terminal has, and what becomes of a theme on one that has few.

use super::colour::{Colour, contrast, distance};

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// None, or none are wanted (`NO_COLOR`): attributes alone.
    None,
    /// The terminal's own 16.
    Ansi16,
    /// xterm's table of 256.
    Indexed256,
    /// Red, green and blue.
    #[default]
    True,
}

/// The contrast that letters must keep when colours are reduced (WCAG 2.2, 1.4.3).
pub(super) const READABLE: f64 = 4.5;

/// The contrast that a rule must keep: it is to be seen and not to stand out.
pub(super) const SEEN: f64 = 1.3;

/// Values of `TERM` and `TERM_PROGRAM` of terminals with true colour that do not all set `COLORTERM`.
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
    /// The depth that the environment tells of: `NO_COLOR`, `COLORTERM`, `TERM`, `TERM_PROGRAM`, `WT_SESSION`.
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

    /// Letters and ground in colours that there are. Where the nearest colour for the letters would have less than `least`
    /// contrast on the nearest one for the ground, the nearest that has it is taken.
    pub(super) fn reduce(self, fg: Colour, bg: Colour, least: f64) -> (Colour, Colour) {
        let table = self.table();
        let nearest = |wanted| table.iter().copied().min_by_key(by_distance(wanted));
        let bg = if is_fixed(bg) {
            nearest(bg).unwrap_or(bg)
        } else {
            bg
        };
        if !is_fixed(fg) {
            return (fg, bg);
        }
        let near = nearest(fg).unwrap_or(fg);
        if stands_out(near, bg, least) {
            return (near, bg);
        }
        let readable = table.iter().copied();
        let readable = readable.filter(|one| stands_out(*one, bg, least));
        (readable.min_by_key(by_distance(fg)).unwrap_or(near), bg)
    }

    /// The colours to choose from; none where every colour can be shown.
    fn table(self) -> Vec<Colour> {
        match self {
            Self::None | Self::True => Vec::new(),
            Self::Ansi16 => (0..16).map(Colour::Ansi).collect(),
            Self::Indexed256 => (16..=255).map(Colour::Indexed).collect(),
        }
    }
}

/// Whether a theme meant just this colour, and not one of the terminal's own.
const fn is_fixed(colour: Colour) -> bool {
    matches!(colour, Colour::Rgb(..))
}

/// How far a colour is from `wanted`, in an order without gaps: a positive float's bits sort as the float does.
fn by_distance(wanted: Colour) -> impl Fn(&Colour) -> u64 {
    move |one: &Colour| match (one.rgb(), wanted.rgb()) {
        (Some(one), Some(wanted)) => distance(one, wanted).to_bits(),
        _ => u64::MAX,
    }
}

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
}
