//! The grid of a page: 22 lines of 28 characters. Counts the lines of a paragraph and finds the page of each paragraph.
//!
//! The table of contents is written with its page numbers, since Word updates a field only on request. So the breaks of Word
//! and `LibreOffice` are foreseen here. That is possible because every line has the same height, Han have one width, Western
//! text is in a face whose widths all systems share, and compressed punctuation is off. The rules are those that `LibreOffice`
//! 7.4 was seen to follow with the Noto faces; Word has not been tried:
//!
//! - a gap of a fifth of the type size between a Han character and a Western letter or digit ([`GAP_TWIPS`]);
//! - quotation marks behind Western text in the Western face, half as wide;
//! - breaks behind hyphens and slashes within words, which a terminal keeps together;
//! - no mark that hangs past the end of a line. `w:overflowPunct` with 0 makes `LibreOffice` hang marks (it reads the value the
//!   wrong way round), and a mark that hangs from a line of 28 Han characters is not painted at all, so it is written as on;
//! - between a Chinese mark and a Western word no line is broken (see `takes_along`).
//!
//! Each of the 2 200 paragraphs of running text in 40 generated briefs took as many lines as counted here, and 38 of the briefs had
//! every page number right. The two others have tables of several pages.

use crate::text::breaks::Units;
use crate::text::breaks::unit::Unit;
use crate::text::rules::Rules;
use std::ops::Range;

/// Lines on a page (GB/T 9704—2012 5.2.3).
pub const LINES: usize = 22;
/// Advance width of a Han character in twentieths of a point: 三号 (16 pt), less the spacing of a quarter of a point.
const HAN_TWIPS: u32 = 315;
/// The room that the letter spacing of the running text takes away, in twentieths of a point.
const SPACING_TWIPS: u32 = 5;
/// The type size of the running text, in twentieths of a point.
const SIZE_TWIPS: u32 = 320;
/// The width of a space in the Han face, in thousandths of the type size: that of the Noto faces.
const HAN_SPACE: u16 = 224;
/// The gap between a Han character and a Western letter or digit: a fifth of the type size, in twentieths of a point.
///
/// `LibreOffice` sets it in every DOCX, whatever `w:autoSpaceDE` has (measured in 7.4).
const GAP_TWIPS: u32 = 64;
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
}

/// A paragraph as the grid sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridParagraph {
    /// Its lines.
    pub lines: usize,
    /// Set when it stays on the page of the beginning of the next paragraph (`w:keepNext`).
    pub keeps_next: bool,
    /// Set when its lines stay on one page (`w:keepLines`).
    pub keeps_lines: bool,
    /// Set when neither its first nor its last line stands alone on a page (`w:widowControl`).
    pub has_widow_control: bool,
    /// Set when it begins a page (`w:pageBreakBefore`).
    pub begins_page: bool,
    /// Lines that are repeated above it where it begins a page, as those of the head of a table are.
    pub repeated: usize,
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

/// Returns the width of `c` in `script`, in twentieths of a point.
fn width(c: char, script: Script) -> u32 {
    let thousandths = match (script, c) {
        (Script::Han, ' ') => HAN_SPACE,
        (Script::Han, _) => return HAN_TWIPS,
        (_, ' '..='~') => WESTERN.get(c as usize - 0x20).copied().unwrap_or(500),
        (_, '“' | '”') => 444,
        (_, '‘' | '’' | '·') => 333,
        (_, '×' | '÷' | '±') => 564,
        (_, '°') => 400,
        _ => 500,
    };
    // Rounded up: a line that is full to the last twentieth of a point is broken before.
    (u32::from(thousandths) * SIZE_TWIPS)
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
    /// Measures `text`.
    fn of(text: &str) -> Self {
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
                    FACE_CHANGE_TWIPS + if is_word { GAP_TWIPS } else { 0 }
                }
                _ => 0,
            };
            place += gap + width(c, script);
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
    let (rules, ruler) = (Rules::default(), Ruler::of(text));
    let (mut lines, mut used, mut most) = (1, 0, room.first);
    // The beginning of the piece before, if it is not the first of its line.
    let mut before = None;
    let units = Units::new(text, &rules);
    for (start, solid_end, end) in units.flat_map(|unit| pieces(text, &unit)) {
        // Spaces at a line end take no room, so only the solid part has to fit. The last character has no spacing behind it.
        let needed = ruler.width(start..solid_end, false) + SPACING_TWIPS;
        if used > 0 && used + needed > most {
            let from = before.filter(|_| takes_along(text, start));
            used = from.map_or(0, |from| ruler.width(from..start, true));
            (lines, most) = (lines + 1, room.other);
            before = from.map(|_| start);
        } else {
            before = (used > 0).then_some(start);
        }
        // A unit that is wider than a line, such as an address, is cut wherever the line ends.
        let solid = ruler.width(start..solid_end, used == 0);
        let whole = used + ruler.width(start..end, used == 0);
        let full = if solid > most { solid / most.max(1) } else { 0 };
        lines += full as usize;
        used = whole.saturating_sub(full * most);
    }
    (lines, most.saturating_sub(used))
}

/// True if the piece at `start` takes the one before it along to the next line: Western text behind a Chinese mark.
///
/// `LibreOffice` breaks no line there but goes back to a break within the Chinese text: of 4 266 paragraphs none had a line that
/// ended with a mark before a Western word, but for question and exclamation marks.
fn takes_along(text: &str, start: usize) -> bool {
    let (head, rest) = text.split_at(start);
    let is_mark = |c: char| {
        !" ？！".contains(c) && !c.is_alphanumeric() && script(c) != Some(Script::Western)
    };
    rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && head.ends_with(is_mark)
}

/// Returns the width of `text` on one line, in twentieths of a point.
#[must_use]
pub fn text_twips(text: &str) -> u32 {
    Ruler::of(text).width(0..text.len(), true)
}

/// Returns the width of `number` in digits, in twentieths of a point.
#[must_use]
pub fn digits_twips(number: usize) -> u32 {
    let digits = number.to_string();
    digits.chars().map(|c| width(c, Script::Western)).sum()
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

/// Returns the page of the first line of each paragraph, from 1, and the lines used on the last page.
///
/// A paragraph that is kept with the next begins a new page where both do not fit.
#[must_use]
pub fn pages(paragraphs: &[GridParagraph]) -> (Vec<usize>, usize) {
    let (mut page, mut used) = (1, 0);
    let mut starts = Vec::with_capacity(paragraphs.len());
    // Set while the paragraph before keeps this one beside it: the room was found for both.
    let mut is_kept = false;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let rest = paragraphs.get(at..).unwrap_or_default();
        if used > 0 && (paragraph.begins_page || !is_kept && used + needed(rest) > LINES) {
            // The head of the table comes first on the new page.
            (page, used) = (page + 1, paragraph.repeated);
        }
        is_kept = paragraph.keeps_next;
        starts.push(page);
        let mut left = paragraph.lines;
        while left > LINES - used {
            let mut fits = LINES - used;
            // The last line would stand alone on the next page: one more goes with it.
            if paragraph.has_widow_control && left - fits == 1 {
                fits = fits.saturating_sub(1);
            }
            left -= fits;
            (page, used) = (page + 1, 0);
        }
        used += left;
    }
    (starts, used)
}

/// Returns the lines that must fit on the page for the first paragraph to begin there.
fn needed(paragraphs: &[GridParagraph]) -> usize {
    let mut lines = 0;
    for paragraph in paragraphs {
        // The first one that does not keep its successor ends the group.
        if !paragraph.keeps_next {
            return lines + beginning(paragraph);
        }
        lines += paragraph.lines;
    }
    lines
}

/// Returns the lines of a paragraph that may not stand apart at its beginning.
fn beginning(paragraph: &GridParagraph) -> usize {
    match paragraph.lines {
        lines if paragraph.keeps_lines => lines,
        // Three lines cannot be divided into two parts of two lines.
        lines @ 0..=3 if paragraph.has_widow_control => lines,
        _ if paragraph.has_widow_control => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{GridParagraph, LINES, LineRoom, TYPE_AREA_TWIPS, count_lines, pages};

    const ROOM: LineRoom = LineRoom {
        first: TYPE_AREA_TWIPS - 640,
        other: TYPE_AREA_TWIPS,
    };

    fn text(lines: usize) -> GridParagraph {
        GridParagraph {
            lines,
            keeps_next: false,
            keeps_lines: false,
            has_widow_control: false,
            begins_page: false,
            repeated: 0,
        }
    }

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
    fn a_heading_moves_with_the_beginning_of_its_text() {
        let heading = GridParagraph {
            keeps_next: true,
            ..text(1)
        };
        let first = GridParagraph {
            has_widow_control: true,
            ..text(5)
        };
        let body = |lines| vec![text(lines), heading, heading, first, text(30)];
        assert_eq!(pages(&body(LINES - 4)).0, [1, 1, 1, 1, 2]);
        assert_eq!(pages(&body(LINES - 3)).0, [1, 2, 2, 2, 2]);
        assert_eq!(pages(&[text(50)]).1, 50 - 2 * LINES);
    }
}
