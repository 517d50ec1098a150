//! The grid of a page: 22 lines of 28 characters. Counts the lines of a paragraph and finds the page of each paragraph.
//!
//! The table of contents is written with its page numbers, since Word updates a field only on request. So the breaks of Word
//! and `LibreOffice` are foreseen here. That is possible because every line has the same height, Han have one width, Western
//! text is in a face whose widths all systems share, and compressed punctuation and automatic gaps are off. A pause mark is
//! counted as hanging past the end of a line: `LibreOffice` hangs it although `w:overflowPunct` is off. Switching that on made
//! one of 17 page numbers of a test document wrong. Word has not been tried.
//!
//! A document with tables and figures may have numbers that are wrong by one page: `LibreOffice` now and then leaves the last
//! line of a page free where this grid fills it (seen: 4 of 17 entries of a brief of 37 pages).

use crate::text::breaks::Units;
use crate::text::rules::Rules;

/// Lines on a page (GB/T 9704—2012 5.2.3).
pub const LINES: usize = 22;
/// Advance width of a Han character in twentieths of a point: 三号 (16 pt), less the spacing of a quarter of a point.
const HAN_TWIPS: u32 = 315;
/// The letter spacing of the running text, in twentieths of a point.
const SPACING_TWIPS: i64 = -5;
/// The type size of the running text, in twentieths of a point.
const SIZE_TWIPS: i64 = 320;
/// Width of the type area in twentieths of a point: 156 mm.
pub const TYPE_AREA_TWIPS: u32 = 8845;

/// The marks that may hang past the end of a line.
const HANGING: [char; 4] = ['，', '。', '、', '．'];

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
    /// Lines that are repeated above it where it begins a page, as those of the head of a table are.
    pub repeated: usize,
}

/// Returns the width of `c` in twentieths of a point.
fn width(c: char) -> u32 {
    let western = u32::from(c)
        .checked_sub(0x20)
        .and_then(|at| WESTERN.get(at as usize));
    // Everything that is not ASCII counts as a full square: Chinese marks, and `“”—…`, which the hint sets in the Han face.
    western.map_or(HAN_TWIPS, |width| {
        let twips = i64::from(*width) * SIZE_TWIPS / 1000 + SPACING_TWIPS;
        u32::try_from(twips).unwrap_or(0)
    })
}

/// Returns the number of lines that `text` takes in `room`, at least one.
///
/// The text breaks at the units of [`crate::text::breaks`]; a unit wider than a line, such as an
/// address, breaks anywhere.
#[must_use]
pub fn count_lines(text: &str, room: LineRoom) -> usize {
    let rules = Rules::default();
    let (mut lines, mut used, mut most) = (1, 0, room.first);
    for unit in Units::new(text, &rules) {
        let measure = |range: std::ops::Range<usize>| -> u32 {
            text.get(range).unwrap_or_default().chars().map(width).sum()
        };
        let solid = measure(unit.start..unit.solid_end);
        let words = text.get(unit.start..unit.solid_end).unwrap_or_default();
        // A mark that hangs takes no room on the line that it ends.
        let hanging = if words.ends_with(HANGING) {
            HAN_TWIPS
        } else {
            0
        };
        // Spaces at a line end take no room either, so only the solid part has to fit.
        if used > 0 && used + solid - hanging > most {
            (lines, used, most) = (lines + 1, 0, room.other);
        }
        // A unit that is wider than a line, such as an address, is cut wherever the line ends.
        let whole = used + measure(unit.start..unit.end);
        let full = if solid > most { solid / most.max(1) } else { 0 };
        lines += full as usize;
        used = whole.saturating_sub(full * most);
    }
    lines
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
        if !is_kept && used > 0 && used + needed(paragraphs.get(at..).unwrap_or_default()) > LINES {
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
                fits -= 1;
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
    fn a_pause_mark_hangs_and_another_takes_the_character_before_it_along() {
        let text = |mark: &str, rest| format!("{}{mark}{}", "文".repeat(26), "文".repeat(rest));
        assert_eq!(count_lines(&text("。", 28), ROOM), 2);
        assert_eq!(count_lines(&text("：", 26), ROOM), 2);
        assert_eq!(count_lines(&text("：", 27), ROOM), 3);
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
