//! Colours of a theme: parsing, conversion to RGB, contrast and distance.
//!
//! A theme file names a colour as `#1a2b3c`, `#abc`, `default` or by one of the sixteen ANSI names.
//! Contrast is computed as in WCAG 2.2, from 1 (no difference) to 21 (black on white); the tests
//! require 4.5 for text. The nearest colour of a table is found by the "redmean" distance, which is
//! cheap and follows the eye better than the plain distance in RGB.

use ratatui::style::Color;

/// A colour of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// The foreground or background that the terminal is set to.
    Default,
    /// One of the 16 colours that the terminal is set to.
    Ansi(u8),
    /// A colour of the 256-colour table, 16 to 255.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// The names of the 16 colours, by index.
pub(super) const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The RGB values of the 16 colours in xterm, used to compute contrast.
// The user may have set others, but a terminal need not report them, and most sets have about the same lightness.
const XTERM: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

impl Colour {
    /// Parses `#rrggbb`, `#rgb`, `default` or the name of one of the 16 colours; `None` for anything else.
    ///
    /// ```
    /// use newsreader::ui::theme::Colour;
    /// assert_eq!(Colour::parse("#1a2b3c"), Some(Colour::Rgb(0x1a, 0x2b, 0x3c)));
    /// assert_eq!(Colour::parse("bright-black"), Some(Colour::Ansi(8)));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix('#') {
            return hex(digits);
        }
        if text == "default" {
            return Some(Self::Default);
        }
        let index = NAMES.iter().position(|name| *name == text)?;
        u8::try_from(index).ok().map(Self::Ansi)
    }

    /// Returns the RGB value; `None` for the foreground or background of the terminal, which is unknown.
    ///
    /// Named colours have the values of xterm, which most terminals are near.
    pub fn rgb(self) -> Option<(u8, u8, u8)> {
        match self {
            Self::Default => None,
            Self::Ansi(index) => XTERM.get(usize::from(index)).copied(),
            Self::Indexed(index) => Some(indexed(index)),
            Self::Rgb(r, g, b) => Some((r, g, b)),
        }
    }

    /// Returns the colour as a type of ratatui.
    pub(super) fn to_ratatui(self) -> Color {
        const NAMED: [Color; 16] = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        match self {
            Self::Default => Color::Reset,
            Self::Ansi(index) => NAMED[usize::from(index) % NAMED.len()],
            Self::Indexed(index) => Color::Indexed(index),
            Self::Rgb(r, g, b) => Color::Rgb(r, g, b),
        }
    }
}

/// Parses `rrggbb` or `rgb`.
///
/// `rgb` doubles each digit, as in CSS: `#abc` is `#aabbcc`. `None` for any other length or a digit
/// that is no hexadecimal one.
fn hex(digits: &str) -> Option<Colour> {
    let values: Option<Vec<u8>> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    match values?.as_slice() {
        [r, g, b] => Some(Colour::Rgb(r * 17, g * 17, b * 17)),
        [r, rr, g, gg, b, bb] => Some(Colour::Rgb(r * 16 + rr, g * 16 + gg, b * 16 + bb)),
        _ => None,
    }
}

/// Returns the RGB value at `index` of the 256-colour table of xterm: 16 named colours, a cube of 6 × 6 × 6, 24 greys.
fn indexed(index: u8) -> (u8, u8, u8) {
    match index {
        0..=15 => XTERM[usize::from(index)],
        16..=231 => {
            let cube = index - 16;
            // The six levels of the cube are 0, 95, 135, 175, 215, 255.
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        _ => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// Returns the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).
///
/// The order of the two does not matter.
pub fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns the relative luminance of a colour, 0 to 1 (WCAG 2.2).
///
/// Each channel is made linear first; the eye weighs green most and blue least.
fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// Returns the perceived difference of two colours ("redmean", a weighted squared distance in RGB), to find the nearest in a
/// table.
///
/// The value is a sort key without a unit, 0 for equal colours: 512 times the usual one, which makes it a whole number.
pub(super) fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    // Twice the mean of the reds, 0 to 510.
    let reds = u32::from(a.0) + u32::from(b.0);
    (1024 + reds) * square(a.0, b.0) + 2048 * square(a.1, b.1) + (1534 - reds) * square(a.2, b.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_recommendation() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
        // The example of WCAG's technique G18: #767676 on white is 4.54.
        assert!((contrast((0x76, 0x76, 0x76), (255, 255, 255)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn colours_are_read_as_written() {
        assert_eq!(
            Colour::parse("#1a2b3c"),
            Some(Colour::Rgb(0x1a, 0x2b, 0x3c))
        );
        assert_eq!(Colour::parse("#fff"), Some(Colour::Rgb(255, 255, 255)));
        assert_eq!(Colour::parse("bright-black"), Some(Colour::Ansi(8)));
        assert_eq!(Colour::parse("default"), Some(Colour::Default));
        assert_eq!(Colour::parse("#12"), None);
        assert_eq!(Colour::parse("#报"), None);
    }

    #[test]
    fn the_cube_and_the_greys_are_xterms() {
        assert_eq!(indexed(16), (0, 0, 0));
        assert_eq!(indexed(208), (255, 135, 0));
        assert_eq!(indexed(231), (255, 255, 255));
        assert_eq!(indexed(244), (128, 128, 128));
    }
}
