//! Rows: the lines of a transcript without the accidents of the file (byte order mark, tabs, CR, form feeds), each
//! with what stood around it: its indent, the blank lines above it, a page turn.
//!
//! A row borrows its text from the transcript, so that all the steps behind this one cut and move
//! rows without copying. The link of a row is found by where its text stands inside its line.

use crate::conventions::joining::{self, SpacingHabit};
use crate::conventions::labels;
use crate::conventions::line::{is_blank, trim};
use crate::model::TextLink;
use crate::model::transcript::{Flow, Hyperlink, LineKind, LineStyle, SourceLine, Transcript};
use std::ops::Range;

mod glued_folios;

/// A line that has text, with its surroundings.
#[derive(Debug, Clone, Copy)]
pub(super) struct LayoutRow<'a> {
    /// The text between its margins.
    pub text: &'a str,
    /// Columns of white space in front of the text.
    pub indent: u16,
    /// Set when the line opens with exactly two ideographic spaces: the first-line indent of an author, since no
    /// layout writes its margin so.
    pub set_in: bool,
    /// Blank lines above it.
    pub gap: u16,
    /// Set when a page begins at or right above this row, as far as the file shows it.
    pub page_turn: bool,
    /// Set when it continues the paragraph above after a soft line break of the author.
    pub soft: bool,
    /// The target of a hyperlink inside, where the text does not show it.
    pub target: Option<&'a str>,
    /// The line number in the file, counted from 1.
    pub number: u32,
    /// The style that the format gives it.
    pub look: LineStyle,
    /// The part that the format gives it. A row of which a label was taken off is text.
    pub kind: LineKind,
    /// The line that it is a piece of.
    pub line: &'a SourceLine,
}

impl<'a> LayoutRow<'a> {
    /// Returns the same row with another text, such as the rest behind a label.
    pub fn with_text(self, text: &'a str) -> Self {
        Self {
            text: trim(text),
            // What stood before the text was the label, so it has no indent of its own.
            indent: 0,
            set_in: false,
            kind: LineKind::Text,
            ..self
        }
    }

    /// True for a row of a table or a figure, which is a block of its own and never joined with the rows around it.
    pub fn stands_alone(&self) -> bool {
        is_object(self.kind)
    }

    /// Returns the links of the row with the bytes of `part` that each covers. `part` is a piece of the row's line.
    pub fn links_in(&self, part: &str) -> impl Iterator<Item = (Range<usize>, &'a str)> + use<'a> {
        // The piece borrows from the line, so its place follows from the addresses.
        let start = part
            .as_ptr()
            .addr()
            .checked_sub(self.line.text.as_ptr().addr());
        let (start, len) = (start.unwrap_or(usize::MAX), part.len());
        let inside = start.saturating_add(len) <= self.line.text.len();
        self.line
            .links
            .iter()
            .filter_map(move |Hyperlink { range, target }| {
                let from = range.start.saturating_sub(start).min(len);
                let to = range.end.saturating_sub(start).min(len);
                // A piece of another line, such as a joined label, has no links.
                (inside && from < to && range.end > start).then_some((from..to, target.as_str()))
            })
    }
}

/// True for the parts of a document that are no running text.
fn is_object(kind: LineKind) -> bool {
    matches!(
        kind,
        LineKind::TableStart | LineKind::TableRow | LineKind::Figure
    )
}

/// Joins the texts of `rows`, which are one paragraph or one title.
pub(super) fn joined(rows: &[LayoutRow<'_>], habit: SpacingHabit) -> String {
    joining::join(rows.iter().map(|row| row.text), habit)
}

/// Joins the texts of `rows` as [`joined`] does, and returns the links with the bytes of the whole text that they cover.
pub(super) fn joined_with_links(
    rows: &[LayoutRow<'_>],
    habit: SpacingHabit,
) -> (String, Vec<TextLink>) {
    let (mut text, mut links) = (String::new(), Vec::<TextLink>::new());
    for row in rows {
        joining::append(&mut text, row.text, habit);
        // A space may have been put in front of the row, but nothing behind it, and a tab is as long as its space.
        let start = text.len() - row.text.len();
        for (range, url) in row.links_in(row.text) {
            push_link(&mut links, range.start + start..range.end + start, url);
        }
    }
    (text, links)
}

/// Adds a link. Two pieces of one link that the layout parted by a line end or a space become one.
pub(super) fn push_link(links: &mut Vec<TextLink>, range: Range<usize>, url: &str) {
    match links.last_mut() {
        Some(last) if last.url == url && range.start <= last.range.end + 1 => {
            last.range.end = range.end;
        }
        _ => links.push(TextLink {
            range,
            url: url.to_owned(),
        }),
    }
}

/// Returns the rows of a transcript, in order.
pub(super) fn rows(transcript: &Transcript) -> Vec<LayoutRow<'_>> {
    let mut rows = Vec::with_capacity(transcript.lines.len());
    let (mut gap, mut turn, mut page) = (0_u16, false, 0);
    for line in &transcript.lines {
        // Formats with pages number them; text files have form feeds instead.
        turn |= page != 0 && line.page != page;
        page = line.page;
        // Only where lines are paragraphs, a break inside a line was set by the author.
        let whole = transcript.flow == Flow::Paragraphs;
        let kind = kind(line);
        if is_object(kind) {
            rows.push(row(line, kind, (&line.text, trim(&line.text)), (gap, turn)));
            (gap, turn) = (0, false);
            continue;
        }
        if !has_breaks(&line.text) {
            let kept = trim(&line.text);
            // A line of white space is a blank line.
            if kept.is_empty() {
                gap = gap.saturating_add(1);
                continue;
            }
            rows.push(row(line, kind, (&line.text, kept), (gap, turn)));
            (gap, turn) = (0, false);
            continue;
        }
        let mut pieces = 0;
        // A form feed is the end of a page in a text file.
        for (sheet, text) in line.text.split('\u{c}').enumerate() {
            turn |= sheet > 0;
            for text in text.split(['\n', '\u{b}', '\u{2028}']) {
                let kept = trim(text);
                if kept.is_empty() {
                    continue;
                }
                rows.push(LayoutRow {
                    soft: whole && pieces > 0 && !turn,
                    ..row(line, kind, (text, kept), (gap, turn))
                });
                pieces += 1;
                (gap, turn) = (0, false);
            }
        }
        // Breaks alone are a blank line as well.
        if pieces == 0 {
            gap = gap.saturating_add(1);
        }
    }
    glued_folios::cut(with_whole_labels(rows))
}

/// Joins labels that an extractor set over several rows: `链`, `接`, `：` become one row `链接：`.
fn with_whole_labels(rows: Vec<LayoutRow<'_>>) -> Vec<LayoutRow<'_>> {
    // Only a row of one character begins such a label, and hardly any file has one.
    let starts = |row: &LayoutRow<'_>| row.text.len() <= 4 && row.text.chars().count() == 1;
    if !rows.iter().any(starts) {
        return rows;
    }
    let mut kept: Vec<LayoutRow<'_>> = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    let mut pieces: Vec<LayoutRow<'_>> = Vec::new();
    while let Some(row) = rows.next() {
        pieces.clear();
        pieces.push(row);
        let mut name = row.text.to_owned();
        if starts(&row) {
            while let Some(next) = rows.peek().filter(|next| next.text.chars().count() <= 2) {
                let more = format!("{name}{}", next.text);
                if pieces.len() > 5 || !labels::begins_label(&more) {
                    break;
                }
                name = more;
                pieces.extend(rows.next());
            }
        }
        match labels::whole_label(&name).filter(|_| pieces.len() > 1) {
            Some(text) => kept.push(LayoutRow {
                kind: LineKind::Text,
                text,
                ..row
            }),
            None => kept.append(&mut pieces),
        }
    }
    kept
}

/// Makes a row of `part` of `line`, which is of `kind`: `kept` is its trimmed text; `gap` blank lines and perhaps a page turn
/// stand above.
fn row<'a>(
    line: &'a SourceLine,
    kind: LineKind,
    (part, kept): (&'a str, &'a str),
    (gap, turn): (u16, bool),
) -> LayoutRow<'a> {
    LayoutRow {
        text: kept,
        indent: indent_cols(part),
        set_in: is_set_in(part),
        gap,
        page_turn: turn,
        soft: false,
        target: target(line, part),
        number: line.number,
        look: line.look,
        kind,
        line,
    }
}

/// Returns the kind of the rows of `line`: text where it holds fields of a report. To be called once for a line and not for
/// each of its rows, since it looks at all of the line.
fn kind(line: &SourceLine) -> LineKind {
    if line.kind != LineKind::Text && has_fields(&line.text) {
        LineKind::Text
    } else {
        line.kind
    }
}

/// True if a row of a table holds a field of a report, such as `来源：` and its value: reports are set in tables too, and
/// their rows are read as lines.
fn has_fields(text: &str) -> bool {
    let cells = || text.split(['\t', '\n']).map(trim);
    // A name without a colon, such as 内容, is a value of a list as often as a label, which stands before its one value.
    let pair = cells().filter(|cell| !cell.is_empty()).count() <= 2;
    let named = |cell: &str| pair || cell.contains(['：', ':', '】', '］', ']']);
    cells().any(|cell| {
        named(cell) && (labels::label(cell).is_some() || labels::section(cell).is_some())
    })
}

/// True if a line has a break of any kind inside.
///
/// Hardly any line has one. All kinds are looked for in one pass over the bytes, because a search by character took
/// longer than the rest of the reading.
fn has_breaks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let any = |any: bool, byte: &u8| any | (0x0a..=0x0c).contains(byte);
    let is_separator = |at: usize| bytes.get(at + 1..at + 3) == Some(b"\x80\xa8");
    bytes.iter().fold(false, any) || memchr::memchr_iter(0xe2, bytes).any(is_separator)
}

/// Returns the target of the first hyperlink that begins inside `part`, a piece of the line's text.
fn target<'a>(line: &'a SourceLine, part: &str) -> Option<&'a str> {
    let first = line.links.first()?;
    // The piece is the whole line, as nearly always.
    if part.len() == line.text.len() {
        return Some(&first.target);
    }
    let start = part.as_ptr().addr() - line.text.as_ptr().addr();
    let inside = |at: usize| (start..start + part.len()).contains(&at);
    let next = line.links.partition_point(|link| link.range.start < start);
    let found = line.links.get(next);
    found
        .filter(|link| inside(link.range.start))
        .map(|link| link.target.as_str())
}

/// True if `text` opens with exactly two ideographic spaces.
fn is_set_in(text: &str) -> bool {
    text.strip_prefix("\u{3000}\u{3000}")
        .is_some_and(|rest| !rest.starts_with(is_blank))
}

/// Counts the columns of leading white space: a tab has four, an ideographic space two.
fn indent_cols(text: &str) -> u16 {
    let cols = text
        .chars()
        .take_while(|&c| is_blank(c))
        .map(|c| match c {
            '\t' => 4,
            '\u{3000}' => 2,
            ' ' | '\u{a0}' => 1,
            _ => 0,
        })
        .sum::<usize>();
    u16::try_from(cols).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_over_several_rows_is_one() {
        let seen = |text: &str| {
            let transcript = Transcript::from_text(text);
            let texts = rows(&transcript).into_iter().map(|row| row.text.to_owned());
            texts.collect::<Vec<_>>()
        };
        assert_eq!(
            seen("链\n接\n：\nhttps://example.com/"),
            ["链接：", "https://example.com/"]
        );
        assert_eq!(seen("主\n要\n内\n容\n：\n甲"), ["主要内容：", "甲"]);
        assert_eq!(seen("链\n子\n来\n甲"), ["链", "子", "来", "甲"]);
    }

    #[test]
    fn accidents_of_the_file_are_gone_and_remembered() {
        let text = "\u{feff}甲\r\n\r\n\r\n\u{3000}\u{3000}乙\u{c}丙\r\n\u{c}\n\t丁";
        let transcript = Transcript::from_text(text);
        let seen: Vec<_> = rows(&transcript)
            .iter()
            .map(|r| (r.text, r.indent, r.gap, r.page_turn, r.number))
            .collect();
        assert_eq!(
            seen,
            [
                ("甲", 0, 0, false, 1),
                ("乙", 4, 2, false, 4),
                ("丙", 0, 0, true, 4),
                ("丁", 4, 1, true, 6),
            ]
        );
    }
}
