//! Style and hyperlink of the terminal (SGR, ECMA-48 8.3.117, and OSC 8), changed in as few bytes as it takes.
//!
//! A frame changes few cells, but neighbouring cells differ in style often. So only the parameters
//! that differ from the style in force are sent, and all parameters of a change as one sequence. A
//! blank shows its ground alone: its text colour is not sent, unless an attribute such as an
//! underline is seen on it.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The sequence that closes a hyperlink (OSC 8).
const CLOSE: &str = "\u{1b}]8;;\u{1b}\\";

/// The attributes with the SGR parameters that turn them on and off. Bold and dim share one for off.
const ATTRIBUTES: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// The attributes that can be seen on a blank cell.
const SEEN_ON_A_BLANK: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// The style and the link that the terminal writes in now; at first its own style and no link.
#[derive(Debug)]
pub(super) struct Sgr<'a> {
    /// The colour of text.
    fg: Color,
    /// The colour of the ground.
    bg: Color,
    /// The attributes: bold, underlined and the like.
    modifier: Modifier,
    /// The sequence that opened the link; empty without one.
    link: Option<(&'a str, &'a str)>,
}

impl<'a> Sgr<'a> {
    /// Begins with the terminal's own style and no link.
    pub(super) fn new() -> Self {
        Self {
            fg: Color::Reset,
            bg: Color::Reset,
            modifier: Modifier::empty(),
            link: None,
        }
    }

    /// Changes to the style of `cell`, as far as it can be seen: a blank shows the ground alone.
    pub(super) fn set_style(&mut self, cell: &Cell, is_blank: bool, out: &mut Vec<u8>) {
        let (mut fg, mut modifier) = (cell.fg, cell.modifier);
        // Most of a row is blank: keeping the colour and weight of the text before it saves their bytes.
        if is_blank && !modifier.intersects(SEEN_ON_A_BLANK) {
            (fg, modifier) = (self.fg, self.modifier.difference(SEEN_ON_A_BLANK));
        }
        if (fg, cell.bg, modifier) == (self.fg, self.bg, self.modifier) {
            return;
        }
        let mut sequence = Sequence::default();
        self.set_attributes(modifier, &mut sequence);
        if fg != self.fg {
            sequence.colour(fg, 30);
            self.fg = fg;
        }
        if cell.bg != self.bg {
            sequence.colour(cell.bg, 40);
            self.bg = cell.bg;
        }
        sequence.write(out);
    }

    /// Adds the parameters that lead from the present attributes to `wanted`.
    fn set_attributes(&mut self, wanted: Modifier, sequence: &mut Sequence) {
        let gone = self.modifier.difference(wanted);
        let mut left = self.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if gone.contains(attribute) && left.contains(attribute) {
                // The parameter takes its neighbour along, which is then turned on again below.
                sequence.add(off);
                for (also, _, same) in ATTRIBUTES {
                    if same == off {
                        left.remove(also);
                    }
                }
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if wanted.contains(attribute) && !left.contains(attribute) {
                sequence.add(on);
            }
        }
        self.modifier = wanted;
    }

    /// Opens the hyperlink with this id and address, or closes the open one.
    pub(super) fn set_link(&mut self, link: Option<(&'a str, &'a str)>, out: &mut Vec<u8>) {
        // Nearly every cell has no link. Without this test the call of `memcmp` for two empty strings took more time than
        // all the rest of a cell on some processors.
        let is_same = link.is_none() && self.link.is_none() || link == self.link;
        if !is_same {
            match link {
                Some((id, url)) => {
                    for part in ["\u{1b}]8;id=", id, ";", url, "\u{1b}\\"] {
                        out.extend_from_slice(part.as_bytes());
                    }
                }
                None => out.extend_from_slice(CLOSE.as_bytes()),
            }
            self.link = link;
        }
    }

    /// Gives the terminal its own style back and closes the link.
    pub(super) fn reset(mut self, out: &mut Vec<u8>) {
        self.set_link(None, out);
        let is_plain = self.fg == Color::Reset && self.bg == Color::Reset;
        if !is_plain || !self.modifier.is_empty() {
            out.extend_from_slice(b"\x1b[0m");
        }
    }
}

/// The parameters of one SGR sequence, separated by semicolons.
#[derive(Debug, Default)]
struct Sequence(String);

impl Sequence {
    /// Adds a parameter.
    fn add(&mut self, parameter: &str) {
        if !self.0.is_empty() {
            self.0.push(';');
        }
        self.0.push_str(parameter);
    }

    /// Adds a colour; `base` is 30 for the text and 40 for the ground.
    fn colour(&mut self, colour: Color, base: u8) {
        // The terminal's own sixteen colours go by their number in the table of 256. By their old codes (30 to 37) bold makes
        // them bright, so that black letters on a bright ground turned grey.
        let own = match colour {
            Color::Reset => return self.add(&(base + 9).to_string()),
            Color::Rgb(r, g, b) => return self.add(&format!("{};2;{r};{g};{b}", base + 8)),
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        self.add(&format!("{};5;{own}", base + 8));
    }

    /// Writes the sequence; nothing without a parameter.
    fn write(&self, out: &mut Vec<u8>) {
        if !self.0.is_empty() {
            out.extend_from_slice(b"\x1b[");
            out.extend_from_slice(self.0.as_bytes());
            out.push(b'm');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn written(styles: &[(Style, bool)]) -> String {
        let (mut sgr, mut out) = (Sgr::new(), Vec::new());
        for (style, is_blank) in styles {
            let mut cell = Cell::EMPTY;
            cell.set_style(*style);
            sgr.set_style(&cell, *is_blank, &mut out);
            out.push(b'.');
        }
        sgr.reset(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_changes_are_written() {
        let plain = Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3));
        assert_eq!(
            written(&[
                (plain, false),
                (plain.bold().dim(), false),
                (plain.bold(), false),
                (plain.fg(Color::Indexed(9)), false),
                (plain.fg(Color::Indexed(9)), false),
            ]),
            "\x1b[38;5;1;48;2;1;2;3m.\x1b[1;2m.\x1b[22;1m.\x1b[22;38;5;9m..\x1b[0m"
        );
        assert_eq!(written(&[(Style::reset(), false)]), ".");
    }

    #[test]
    fn a_blank_takes_the_ground_alone() {
        let (red, blue) = (Style::new().fg(Color::Red), Style::new().bg(Color::Blue));
        assert_eq!(
            written(&[
                (red.bold().underlined(), false),
                (blue.fg(Color::Green).italic(), true),
                (blue.fg(Color::Green).reversed(), true),
            ]),
            "\x1b[1;4;38;5;1m.\x1b[24;48;5;4m.\x1b[22;7;38;5;2m.\x1b[0m"
        );
    }
}
