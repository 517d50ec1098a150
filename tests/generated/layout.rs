//! Layout engines: a paragraph to lines, in the manner of different programs.

use super::prose::Rng;

/// A program's way to break lines.
#[expect(
    clippy::struct_excessive_bools,
    reason = "habits that go together in any way"
)]
#[derive(Debug, Clone)]
pub struct Engine {
    /// Columns of a full line.
    pub measure: f64,
    /// A closing mark may hang past the measure.
    pub hang: bool,
    /// Marks of the line may be squeezed by this many columns to take in one more character.
    pub squeeze: f64,
    /// Latin letters have the widths of a book face; else one column each.
    pub proportional: bool,
    /// Quotation marks, dashes and dots are two columns wide.
    pub wide_marks: bool,
    /// Columns of a space.
    pub space: f64,
    /// Marks are kept from line starts and line ends.
    pub kinsoku: bool,
    /// A Latin word may be parted at a hyphen or slash.
    pub hyphens: bool,
    /// A Latin word may be parted anywhere, as a program does that counts cells.
    pub anywhere: bool,
}

const CLOSERS: &str = "，。、；：！？”’）》】…—%,.;:!?)";
const OPENERS: &str = "“‘（《【(";

impl Engine {
    /// An engine like Word's, with a measure of `han` Han.
    pub fn word(han: usize) -> Self {
        Self {
            measure: 2.0 * f64::from(u32::try_from(han).unwrap()),
            hang: true,
            squeeze: 0.0,
            proportional: true,
            wide_marks: true,
            space: 0.5,
            kinsoku: true,
            hyphens: true,
            anywhere: false,
        }
    }

    /// Any engine at all.
    pub fn wild(rng: &mut Rng) -> Self {
        let mut engine = Self::word(26 + rng.below(16));
        engine.hang = rng.chance(60);
        engine.squeeze = [0.0, 0.0, 1.0, 2.0][rng.below(4)];
        engine.proportional = rng.chance(60);
        engine.wide_marks = rng.chance(75);
        engine.space = if rng.chance(60) { 0.5 } else { 1.0 };
        engine.hyphens = rng.chance(60);
        engine.kinsoku = rng.chance(88);
        if rng.chance(8) {
            engine.anywhere = true;
            engine.proportional = false;
            engine.space = 1.0;
        }
        if rng.chance(20) {
            engine.measure += 0.1 * f64::from(u32::try_from(rng.below(20)).unwrap());
        }
        engine
    }

    fn width(&self, c: char) -> f64 {
        match c {
            ' ' => self.space,
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' if !self.wide_marks => 1.0,
            c if !c.is_ascii() => 2.0,
            _ if !self.proportional => 1.0,
            'i' | 'l' | 'j' | 'I' | '.' | ',' | ':' | '(' | ')' | 't' | 'f' | '/' => 0.6,
            'm' | 'w' | 'M' | 'W' | '%' => 1.6,
            c if c.is_ascii_uppercase() => 1.35,
            _ => 1.0,
        }
    }

    fn widths(&self, text: &str) -> f64 {
        text.chars().map(|c| self.width(c)).sum()
    }

    /// The lines of one paragraph.
    pub fn lines(&self, text: &str, indent: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut room = self.measure - indent;
        for unit in self.units(text) {
            if unit == " " && line.is_empty() {
                continue;
            }
            let width = self.widths(&line) + self.widths(&unit);
            let last = unit.chars().next_back().unwrap();
            let marks = line.chars().filter(|&c| CLOSERS.contains(c)).count();
            let hang: f64 = if self.hang && "，。、；：！？”".contains(last) {
                2.0
            } else {
                0.0
            };
            let squeeze = if marks >= 2 { self.squeeze } else { 0.0 };
            if !line.is_empty() && width > room + hang.max(squeeze) + 1e-9 {
                lines.push(line.trim_end().to_owned());
                line = if unit == " " { String::new() } else { unit };
                room = self.measure;
            } else {
                line.push_str(&unit);
            }
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// Splits `text` into the pieces that this engine does not break.
    fn units(&self, text: &str) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        let mut glue = false;
        for c in text.chars() {
            let latin =
                c.is_ascii_graphic() && !OPENERS.contains(c) && !CLOSERS.contains(c) || c == '.';
            let last = units.last().and_then(|u| u.chars().next_back());
            let in_word = latin
                && !self.anywhere
                && last.is_some_and(|l| {
                    l.is_ascii_graphic()
                        && !(self.hyphens && matches!(l, '-' | '/'))
                        && !")!?,;".contains(l)
                });
            let closes = self.kinsoku && CLOSERS.contains(c) && last.is_some_and(|l| l != ' ');
            match units.last_mut() {
                Some(unit) if glue || in_word || closes => unit.push(c),
                _ => units.push(c.to_string()),
            }
            glue = self.kinsoku && OPENERS.contains(c);
        }
        units
    }
}
