//! The shape of a row before any hypothesis: its width, its beginning and its end.
//!
//! Everything about a row that its measure does not change is counted once here, in one walk over
//! its characters, since each row is weighed under dozens of hypotheses.

use super::units::{counted, first_unit, tail};
use super::widths::{self, CharKind, Width, add, kind};
use crate::conventions::bylines::is_byline;
use crate::conventions::items::opens_list;
use crate::conventions::line::leading_han;
use crate::text::chars::{is_opening, never_starts_line};

/// The last character of a row, by its bearing on the end of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowEnd {
    /// `。！？…`, also inside closing marks.
    Full,
    /// `：`
    Colon,
    /// `；`
    Semicolon,
    /// `，、` and opening marks.
    Never,
    /// A closing bracket or quotation mark.
    Closed,
    /// Letters, digits, Han.
    Bare,
}

/// The first character of a row, by its bearing on the beginning of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowStart {
    /// A mark that may not begin a line.
    Never,
    /// A character that hardly ever begins a sentence (的了们).
    Hardly,
    /// A list's number or bullet.
    Item,
    /// Opening quotation mark or bracket.
    Open,
    /// `《`: sentences begin with a work's name as often as paragraphs do.
    Work,
    /// A credit in brackets, at the end of a paragraph as often as below it.
    Credit,
    /// Anything else.
    Plain,
}

/// The properties of a row that no hypothesis changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The width of the whole row.
    pub width: Width,
    /// The width that would have had to fit on the line above: the first word or Han, the marks before and after it.
    pub unit: Width,
    /// The number of Latin letters, whose true widths vary; digits do not.
    pub letters: i32,
    /// Its end.
    pub end: RowEnd,
    /// Its last marks, of which one or two may hang past the measure.
    pub tail: Width,
    /// The last marks of `unit`.
    pub unit_tail: Width,
    /// The width of the counted word where the row begins with a number: some programs do not part the two.
    pub counted: Width,
    /// Set when the last character is a digit.
    pub ends_in_digit: bool,
    /// Its beginning.
    pub start: RowStart,
    /// An opening mark that the row does not close: 0 none, 1 quotation mark, 2 bracket.
    pub opens: u8,
    /// A closing mark that the row does not open.
    pub closes: u8,
    /// Sentences that end before its last character: a sub-heading has none.
    pub sentences: u8,
    /// Clauses that end before its last character: a sub-heading seldom has more than one.
    pub clauses: u8,
    /// Set when it looks like a byline.
    pub byline: bool,
    /// The kind of its first character.
    pub first: CharKind,
    /// The kind of its last character.
    pub last: CharKind,
}

/// True for characters that hardly ever begin a sentence or a title.
fn hardly_starts(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '们'
            | '着'
            | '吗'
            | '呢'
            | '吧'
            | '地'
            | '得'
            | '者'
            | '性'
            | '化'
            | '等'
            | '之'
            | '和'
            | '与'
            | '及'
            | '或'
            | '％'
            | '%'
    )
}

/// Counts from one walk through a row's characters.
struct Counts {
    /// The width so far.
    width: Width,
    /// The kind of the last character.
    before: CharKind,
    /// Latin letters.
    letters: i32,
    /// Quotation marks that are open.
    quotes: i32,
    /// Brackets that are open.
    brackets: i32,
    /// The strongest mark that closes without being open.
    closes: u8,
    /// Ends of sentences.
    sentences: usize,
    /// Ends of clauses.
    clauses: usize,
}

impl Counts {
    /// Walks through `text`. Runs of Han are taken at once: they are most of a report, and this loop was the slowest
    /// part of reading one.
    fn of(text: &str) -> Self {
        let mut counts = Self {
            width: Width::default(),
            before: CharKind::Mark,
            letters: 0,
            quotes: 0,
            brackets: 0,
            closes: 0,
            sentences: 0,
            clauses: 0,
        };
        let mut rest = text;
        while !rest.is_empty() {
            // A loop of its own for Han, then one other character.
            let han = leading_han(rest);
            counts.han(han);
            let mut others = rest.get(3 * han..).unwrap_or_default().chars();
            if let Some(c) = others.next() {
                counts.other(c);
            }
            rest = others.as_str();
        }
        // The last character ends the row, whatever it is.
        match text.chars().next_back() {
            Some('。' | '；' | '…') => counts.sentences -= 1,
            Some('，' | '、' | '：') => counts.clauses -= 1,
            _ => {}
        }
        counts
    }

    /// Adds a run of `count` Han.
    fn han(&mut self, count: usize) {
        if count > 0 {
            widths::add_han(&mut self.width, count, self.before);
            self.before = CharKind::Han;
        }
    }

    /// Adds any other character.
    fn other(&mut self, c: char) {
        let now = kind(c);
        add(&mut self.width, c, self.before, now);
        match now {
            CharKind::Mark => self.mark(c),
            CharKind::Latin => self.letters += i32::from(!c.is_ascii_digit()),
            CharKind::Han | CharKind::Space => {}
        }
        self.before = now;
    }

    /// Counts clauses, sentences and marks that open or close.
    fn mark(&mut self, c: char) {
        match c {
            '，' | '、' | '：' => self.clauses += 1,
            '。' | '；' | '…' => self.sentences += 1,
            '“' | '「' | '『' => self.quotes += 1,
            '（' | '《' | '【' | '(' | '〔' | '〈' => self.brackets += 1,
            // A mark that closes what the row opened itself shows nothing about its neighbours.
            '”' | '」' | '』' if self.quotes > 0 => self.quotes -= 1,
            '”' | '」' | '』' => self.closes = self.closes.max(1),
            '）' | '》' | '】' | ')' | '〕' | '〉' if self.brackets > 0 => self.brackets -= 1,
            '）' | '》' | '】' | ')' | '〕' | '〉' => self.closes = 2,
            _ => {}
        }
    }
}

/// Returns the shape of one row.
pub(super) fn shape(text: &str) -> Shape {
    let counts = Counts::of(text);
    let last = text.chars().next_back().unwrap_or(' ');
    let bracketed = text.starts_with(['（', '(']);
    let byline = is_byline(text);
    // `（记者 甲）` behind the last sentence is a part of its paragraph.
    let credit = byline && bracketed;
    let (unit, unit_tail) = first_unit(text);
    let few = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    Shape {
        width: counts.width,
        unit,
        letters: counts.letters,
        end: if credit { RowEnd::Full } else { end_of(text) },
        tail: tail(text),
        unit_tail,
        counted: counted(text),
        ends_in_digit: last.is_ascii_digit(),
        start: if credit {
            RowStart::Credit
        } else {
            start_of(text)
        },
        opens: if counts.brackets > 0 {
            2
        } else {
            u8::from(counts.quotes > 0)
        },
        closes: counts.closes,
        sentences: few(counts.sentences),
        clauses: few(counts.clauses),
        byline: byline && !bracketed,
        first: text.chars().next().map_or(CharKind::Mark, kind),
        last: kind(last),
    }
}

/// Returns the kind of the row's end, closing marks seen through.
fn end_of(text: &str) -> RowEnd {
    let mut chars = text.chars().rev();
    let last = chars.next().unwrap_or(' ');
    match last {
        '。' | '！' | '？' | '…' | '!' | '?' | '．' => RowEnd::Full,
        // Behind a digit the point may be a decimal one, whose fraction is on the next row.
        '.' if chars.next().is_some_and(|c| !c.is_ascii_digit()) => RowEnd::Full,
        '：' | ':' => RowEnd::Colon,
        '；' | ';' => RowEnd::Semicolon,
        '，' | '、' | ',' => RowEnd::Never,
        c if is_opening(c) => RowEnd::Never,
        '”' | '’' | '）' | ')' | '》' | '」' | '』' | '】' | '"' => {
            // What stands inside the closing marks decides.
            match chars.find(|c| !matches!(c, '”' | '’' | '）' | ')' | '」' | '』')) {
                Some('。' | '！' | '？' | '…' | '!' | '?') => RowEnd::Full,
                _ => RowEnd::Closed,
            }
        }
        _ => RowEnd::Bare,
    }
}

/// Returns the kind of the row's beginning.
fn start_of(text: &str) -> RowStart {
    let Some(first) = text.chars().next() else {
        return RowStart::Plain;
    };
    match first {
        '—' | '…' | '·' | '.' => RowStart::Plain,
        c if never_starts_line(c) => RowStart::Never,
        c if is_opening(c) => {
            if c == '《' {
                RowStart::Work
            } else if opens_list(text) {
                RowStart::Item
            } else {
                RowStart::Open
            }
        }
        '●' | '■' | '◆' | '▲' | '★' | '◎' | '•' | '-' | '▶' | '○' | '□' | '①'..='⑳' => {
            RowStart::Item
        }
        c if hardly_starts(c) => RowStart::Hardly,
        _ if opens_list(text) => RowStart::Item,
        _ => RowStart::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::super::widths::{WORD, WidthModel};
    use super::*;

    #[test]
    fn widths_are_those_of_the_page() {
        assert_eq!(shape("从 2025 年“甲”").width.under(WORD), 300);
        assert_eq!(shape("8家").width.under(WORD), 70);
        let grid = WidthModel {
            wide_marks: false,
            grid: true,
            book_face: false,
            spaced: false,
        };
        assert_eq!(shape("从 2025 年“甲”").width.under(grid), 280);
    }

    #[test]
    fn ends_and_starts() {
        assert_eq!(shape("说。”").end, RowEnd::Full);
        assert_eq!(shape("（见图）").end, RowEnd::Closed);
        assert_eq!(shape("（记者 甲）").end, RowEnd::Full);
        assert_eq!(shape("为 98.").end, RowEnd::Bare);
        assert_eq!(shape("，好").start, RowStart::Never);
        assert_eq!(shape("（二）做法").start, RowStart::Item);
        assert_eq!(shape("2. 做法").start, RowStart::Item);
        assert_eq!(shape("2.5 亿").start, RowStart::Plain);
        assert_eq!(shape("一是好").start, RowStart::Item);
        assert_eq!(shape("一直").start, RowStart::Plain);
        assert_eq!((shape("“他说").opens, shape("好”了").closes), (1, 1));
    }
}
