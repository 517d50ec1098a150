//! The lines that a text takes.
//!
//! The line breaks of Word and `LibreOffice` are foreseen. That is possible because Han have one width, Western text is in a face
//! whose widths all systems share, and compressed punctuation is off. The rules are those that `LibreOffice` 7.4 was seen to
//! follow with the Noto faces; Word has not been tried:
//!
//! - a gap of a fifth of the type size between a Han character and a Western letter or digit ([`GAP_PART`]);
//! - quotation marks behind Western text in the Western face, half as wide;
//! - breaks behind hyphens and slashes within words, which a terminal keeps together;
//! - no mark that hangs past the end of a line. `w:overflowPunct` with 0 makes `LibreOffice` hang marks (it reads the value the
//!   wrong way round), and a mark that hangs from a line of 28 Han characters is not painted at all, so it is written as on;
//! - between a Chinese mark and a Western word no line is broken (see `takes_along`).
//!
//! Some breaks before `(` and `[` behind Chinese text are not foreseen (one paragraph in 4 000).

use crate::text::breaks::Units;
use crate::text::breaks::unit::Unit;
use crate::text::rules::Rules;
use std::ops::Range;

/// The room that the letter spacing takes away from each character, in twentieths of a point.
const SPACING_TWIPS: u32 = 5;
/// The type size of the running text, 三号, in twentieths of a point.
pub const BODY_TWIPS: u32 = 320;
/// The type size of tables and notes on distribution, 四号, in twentieths of a point.
pub const SMALL_TWIPS: u32 = 280;
/// The width of a space in the Han face, in thousandths of the type size: that of the Noto faces.
const HAN_SPACE: u16 = 224;
/// The part of the type size that is the gap between a Han character and a Western letter or digit.
///
/// `LibreOffice` sets it in every DOCX, whatever `w:autoSpaceDE` has (measured in 7.4).
const GAP_PART: u32 = 5;
/// The letter spacing that a change of face takes away, in twentieths of a point: a run of one face has none behind its end.
const FACE_CHANGE_TWIPS: u32 = 5;
/// Width of the type area in twentieths of a point: 156 mm.
pub const TYPE_AREA_TWIPS: u32 = 8845;

/// Advance widths of U+0020 to U+007E in thousandths of the type size, as in Times New Roman and the faces metric-compatible
/// with it (Liberation Serif, Tinos).
const WESTERN: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// The room of a paragraph, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRoom {
    /// Width of the first line.
    pub first: u32,
    /// Width of the other lines.
    pub other: u32,
    /// The type size.
    pub size: u32,
}
/// The script of a character, which decides its face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Chinese: in the Han face, a full square each.
    Han,
    /// Latin, Greek, Cyrillic and their marks: in the Western face.
    Western,
}

/// Returns the script of `c`; `None` for a space or a quotation mark, which have that of the character before them.
const fn script(c: char) -> Option<Script> {
    match c {
        ' ' | '“' | '”' | '‘' | '’' => None,
        '!'..='~' | '\u{a0}'..='\u{52f}' => Some(Script::Western),
        _ => Some(Script::Han),
    }
}

/// Returns the width of `c` in `script` and in the type size `size`, in twentieths of a point.
fn width(c: char, script: Script, size: u32) -> u32 {
    let thousandths = match (script, c) {
        (Script::Han, ' ') => HAN_SPACE,
        (Script::Han, _) => return size - SPACING_TWIPS,
        (_, ' '..='~') => WESTERN.get(c as usize - 0x20).copied().unwrap_or(500),
        (_, '“' | '”') => 444,
        (_, '‘' | '’' | '·') => 333,
        (_, '×' | '÷' | '±') => 564,
        (_, '°') => 400,
        _ => 500,
    };
    // Rounded up: a line that is full to the last twentieth of a point is broken before.
    (u32::from(thousandths) * size)
        .div_ceil(1000)
        .saturating_sub(SPACING_TWIPS)
}

/// The places of the characters of a text on one endless line, in twentieths of a point.
struct Ruler {
    /// The place behind each character, by its first byte; a byte inside a character has the place before it.
    ends: Vec<u32>,
    /// The gap before a character, by its first byte.
    gaps: Vec<u32>,
}

impl Ruler {
    /// Measures `text` in a type size in twentieths of a point.
    fn of(text: &str, size: u32) -> Self {
        let mut ruler = Self {
            ends: vec![0; text.len() + 1],
            gaps: vec![0; text.len() + 1],
        };
        // A quotation mark at the beginning is in the Western face where `LibreOffice` itself speaks a Western language.
        let mut before = Script::Western;
        let (mut place, mut last) = (0, None::<char>);
        for (at, c) in text.char_indices() {
            let script = script(c).unwrap_or(before);
            let gap = match last {
                Some(last) if script != before => {
                    let is_word = last.is_alphanumeric() && c.is_alphanumeric();
                    FACE_CHANGE_TWIPS + if is_word { size / GAP_PART } else { 0 }
                }
                _ => 0,
            };
            place += gap + width(c, script, size);
            let end = at + c.len_utf8();
            if let Some(gaps) = ruler.gaps.get_mut(at) {
                *gaps = gap;
            }
            if let Some(ends) = ruler.ends.get_mut(at + 1..=end) {
                ends.fill(place);
            }
            (before, last) = (script, Some(c));
        }
        ruler
    }

    /// Returns the width of the bytes `range` with the gap before them, which a line does not begin with.
    fn width(&self, range: Range<usize>, begins_line: bool) -> u32 {
        let place = |at: usize| self.ends.get(at).copied().unwrap_or(0);
        let gap = self.gaps.get(range.start).copied().unwrap_or(0);
        let width = place(range.end) - place(range.start);
        if begins_line {
            width - gap.min(width)
        } else {
            width
        }
    }
}

/// Returns the number of lines that `text` takes in `room`, at least one.
#[must_use]
pub fn count_lines(text: &str, room: LineRoom) -> usize {
    lines_and_rest(text, room).0
}

/// Returns the number of lines that `text` takes in `room`, and the room that is free on the last of them.
///
/// The text breaks at the units of [`crate::text::breaks`], and behind a hyphen or a slash as other programs do; a unit wider
/// than a line, such as an address, breaks anywhere.
#[must_use]
pub fn lines_and_rest(text: &str, room: LineRoom) -> (usize, u32) {
    let rules = Rules::default();
    let mut lines = Lines {
        text,
        ruler: Ruler::of(text, room.size),
        room,
        count: 1,
        start: 0,
        before: None,
        used: 0,
    };
    for unit in Units::new(text, &rules) {
        for (start, solid_end, end) in pieces(text, &unit) {
            lines.add(start, solid_end, end);
        }
    }
    (lines.count, lines.most().saturating_sub(lines.used))
}

/// The lines of a text while they are filled.
struct Lines<'a> {
    /// The text.
    text: &'a str,
    /// Its characters, measured.
    ruler: Ruler,
    /// The room of the lines.
    room: LineRoom,
    /// The lines so far, the last one not yet full.
    count: usize,
    /// The first byte of the last line.
    start: usize,
    /// The first byte of the last piece, if it is not the first of its line.
    before: Option<usize>,
    /// The width of the last line, in twentieths of a point.
    used: u32,
}

impl Lines<'_> {
    /// Returns the room of the last line.
    const fn most(&self) -> u32 {
        if self.count == 1 {
            self.room.first
        } else {
            self.room.other
        }
    }

    /// Adds the piece from `start` to `end`, whose text ends at `solid_end`. Spaces at a line end take no room.
    fn add(&mut self, start: usize, solid_end: usize, end: usize) {
        // The last character has no spacing behind it.
        let needed = self.ruler.width(start..solid_end, false) + SPACING_TWIPS;
        if self.used > 0 && self.used + needed > self.most() {
            self.break_before(start, needed);
        } else {
            self.before = (self.used > 0).then_some(start);
        }
        let is_first = self.used == 0;
        if is_first && self.ruler.width(start..solid_end, true) > self.most() {
            self.cut(start, solid_end);
            self.used += self.ruler.width(solid_end..end, false);
        } else {
            self.used += self.ruler.width(start..end, is_first);
        }
    }

    /// Begins a line for the piece at `start`, which is `needed` wide.
    fn break_before(&mut self, start: usize, needed: u32) {
        let along = self
            .before
            .filter(|_| takes_along(self.text, start, self.start));
        self.begin(along.unwrap_or(start));
        self.used = along.map_or(0, |along| self.ruler.width(along..start, true));
        self.before = along.map(|_| start);
        // Without room for both the mark between them begins a line.
        if along.is_some() && self.used + needed > self.most() {
            let head = self.text.get(..start).unwrap_or_default();
            let mark = head.char_indices().next_back().map_or(0, |(at, _)| at);
            self.begin(mark);
            self.used = self.ruler.width(mark..start, true);
        }
    }

    /// Begins a line at the byte `start`.
    const fn begin(&mut self, start: usize) {
        self.count += 1;
        self.start = start;
    }

    /// Adds a piece that is wider than a line, such as an address, and cuts it wherever a line ends.
    fn cut(&mut self, start: usize, end: usize) {
        let piece = self.text.get(start..end).unwrap_or_default();
        for (at, c) in piece.char_indices() {
            let at = start + at;
            let width = self.ruler.width(at..at + c.len_utf8(), self.used == 0);
            if self.used > 0 && self.used + width + SPACING_TWIPS > self.most() {
                self.begin(at);
                self.used = 0;
            }
            self.used += width;
        }
    }
}

/// True if the piece at `start` takes the one before it along to the next line: Western text behind a Chinese mark.
///
/// `LibreOffice` breaks no line there but goes back to a break within the Chinese text: of 4 266 paragraphs none had a line that
/// ended with a mark before a Western word, but for question and exclamation marks. It does break there in columns of a table
/// where the Chinese text began with the line, at `line`.
fn takes_along(text: &str, start: usize, line: usize) -> bool {
    let (head, rest) = text.split_at(start);
    let is_mark = |c: char| {
        !" ？！".contains(c) && !c.is_alphanumeric() && script(c) != Some(Script::Western)
    };
    let is_western = |c: char| script(c) == Some(Script::Western);
    let (above, inside) = head.split_at(line);
    let began_with_line = above.ends_with(is_western) && !inside.contains(is_western);
    rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && head.ends_with(is_mark)
        && !began_with_line
}

/// Returns the width of `text` on one line of running text, in twentieths of a point.
#[must_use]
pub fn text_twips(text: &str) -> u32 {
    Ruler::of(text, BODY_TWIPS).width(0..text.len(), true)
}

/// Returns the width of `number` in digits, in twentieths of a point.
#[must_use]
pub fn digits_twips(number: usize) -> u32 {
    let digits = number.to_string();
    digits
        .chars()
        .map(|c| width(c, Script::Western, BODY_TWIPS))
        .sum()
}

/// Returns the pieces of a unit, each as start, end of its solid part and end, where `LibreOffice` divides what a terminal keeps
/// together: behind a hyphen in `2026-03-09`, behind a slash before a letter, before a dash, a sign of percent or of degrees, and
/// before each half of an ellipsis.
fn pieces(text: &str, unit: &Unit) -> Vec<(usize, usize, usize)> {
    let solid = text.get(unit.start..unit.solid_end).unwrap_or_default();
    let mut out = Vec::new();
    let (mut start, mut before) = (unit.start, None::<char>);
    for (at, c) in solid.char_indices() {
        let is_break = before.is_some_and(|before| match (before, c) {
            ('-', c) => c.is_ascii_alphanumeric(),
            ('/', c) => c.is_ascii_alphabetic(),
            ('—', '—') => false,
            ('—', c) => c.is_alphanumeric(),
            // An opening mark does not end a line.
            (before, '…' | '—' | '％' | '℃' | '‰') => !"“‘（《〈【〔(".contains(before),
            _ => false,
        });
        if is_break {
            out.push((start, unit.start + at, unit.start + at));
            start = unit.start + at;
        }
        before = Some(c);
    }
    out.push((start, unit.solid_end, unit.end));
    out
}

#[cfg(test)]
mod tests {
    use super::{BODY_TWIPS, LineRoom, SMALL_TWIPS, TYPE_AREA_TWIPS, count_lines};

    const ROOM: LineRoom = LineRoom {
        first: TYPE_AREA_TWIPS - 640,
        other: TYPE_AREA_TWIPS,
        size: BODY_TWIPS,
    };

    #[test]
    fn a_line_holds_28_characters_and_the_first_26() {
        assert_eq!(count_lines(&"文".repeat(26), ROOM), 1);
        assert_eq!(count_lines(&"文".repeat(27), ROOM), 2);
        assert_eq!(count_lines(&"文".repeat(26 + 28), ROOM), 2);
        assert_eq!(count_lines(&"文".repeat(26 + 28 + 1), ROOM), 3);
        assert_eq!(count_lines("", ROOM), 1);
    }

    #[test]
    fn a_mark_at_the_end_of_a_line_takes_the_character_before_it_along() {
        let text = |mark: &str, rest| format!("{}{mark}{}", "文".repeat(26), "文".repeat(rest));
        for mark in ["。", "：", "”"] {
            assert_eq!(count_lines(&text(mark, 26), ROOM), 2, "{mark}");
            assert_eq!(count_lines(&text(mark, 27), ROOM), 3, "{mark}");
        }
    }

    #[test]
    fn western_words_have_gaps_and_break_behind_hyphens() {
        // 24 Han characters and a digit leave room for two more, but for the gaps on both sides of the digit.
        assert_eq!(count_lines(&("文".repeat(24) + "5年"), ROOM), 1);
        assert_eq!(count_lines(&("文".repeat(20) + "5年5年5年"), ROOM), 1);
        // Without the six gaps there would be room for 21.
        assert_eq!(count_lines(&("文".repeat(21) + "5年5年5年"), ROOM), 2);
        let date = |before, behind| "文".repeat(before) + "2026-03-09" + &"文".repeat(behind);
        // The line behind the date has no gap at its beginning.
        assert_eq!(count_lines(&date(21, 28), ROOM), 2);
        // `2026-03-` stands on the first line; with the whole date there would be room for 23 behind it.
        assert_eq!(count_lines(&date(22, 26), ROOM), 2);
        assert_eq!(count_lines(&date(22, 27), ROOM), 3);
        // The second half of an ellipsis begins a line, but no closing mark does.
        assert_eq!(
            count_lines(&("文".repeat(25) + "……" + &"文".repeat(27)), ROOM),
            2
        );
        assert_eq!(
            count_lines(&("文".repeat(25) + "？！" + &"文".repeat(26)), ROOM),
            3
        );
        // The mark behind a Western word is half as wide.
        assert_eq!(count_lines(&("文".repeat(23) + "“AI”"), ROOM), 1);
    }

    #[test]
    fn a_western_word_behind_a_mark_takes_the_character_before_along() {
        // Without the mark `DeepTide` begins the second line, with room for 23 characters behind it.
        let text =
            |mark: &str, rest| format!("{}{mark}DeepTide{}", "文".repeat(22), "文".repeat(rest));
        assert_eq!(count_lines(&text("文", 23), ROOM), 2);
        assert_eq!(count_lines(&text("，", 21), ROOM), 2);
        assert_eq!(count_lines(&text("，", 22), ROOM), 3);
        assert_eq!(count_lines(&text("？", 23), ROOM), 2);
    }

    #[test]
    fn a_quotation_mark_at_the_beginning_is_half_as_wide() {
        let text = |first: char| format!("{first}{}51", "文".repeat(24));
        assert_eq!(count_lines(&text('“'), ROOM), 1);
        assert_eq!(count_lines(&text('文'), ROOM), 2);
    }

    #[test]
    fn narrow_columns_break_before_a_mark_where_the_word_behind_it_has_no_room() {
        let narrow = LineRoom {
            first: 1260,
            other: 1260,
            size: SMALL_TWIPS,
        };
        // 也能轻松 / 使 / 用 / ，PM2.5 / 系统, as `LibreOffice` breaks it.
        assert_eq!(count_lines("也能轻松使用，PM2.5系统", narrow), 5);
        // 5 / 个县区， / LoRa系统: the Chinese text begins with the line.
        assert_eq!(count_lines("扩大到5个县区，LoRa系统", narrow), 3);
        // A bracket with its marks is wider than the line.
        assert_eq!(
            count_lines(
                "导诊测试”）。",
                LineRoom {
                    first: 980,
                    other: 980,
                    ..narrow
                }
            ),
            3
        );
    }
}
