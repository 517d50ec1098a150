//! What a row tells before any hypothesis: how wide it is, what it begins and ends with.

use crate::parse::numerals;

/// Widths are counted in halves of a column: the space that Word puts between Han and Latin is half a column wide.
pub(super) const COL: i32 = 2;

/// How wide the characters are whose width depends on font and program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    /// Quotation marks, dashes and dots are as wide as a Han character.
    pub wide_marks: bool,
    /// A space is a whole column, as in a grid; else half of one, and it is there between Han and Latin even where the
    /// text has none, as in Word.
    pub grid: bool,
}

/// A width that a [`Model`] settles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Width {
    /// Half columns of what is always the same, and of marks and spaces at their smallest.
    sure: i32,
    /// Marks that may be two columns wide.
    marks: i32,
    /// Spaces.
    spaces: i32,
    /// Places where Han meets Latin without a space.
    seams: i32,
}

impl Width {
    /// Half columns under `model`.
    pub fn under(self, model: Model) -> i32 {
        self.sure
            + if model.wide_marks {
                self.marks * COL
            } else {
                0
            }
            + if model.grid { self.spaces } else { self.seams }
    }
}

/// The last character of a row, as far as it tells whether a paragraph may end there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
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

/// The first character of a row, as far as it tells whether a paragraph may begin there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A mark that may not begin a line.
    Never,
    /// A character that hardly ever begins a sentence (的了们).
    Hardly,
    /// A list's number or bullet.
    Item,
    /// Opening quotation mark or bracket.
    Open,
    /// Anything else.
    Plain,
}

/// Everything about a row that no hypothesis changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The whole row.
    pub width: Width,
    /// What would have had to fit on the line above: the first word or Han, the marks before and after it.
    pub unit: Width,
    /// Letters and digits, whose true widths vary.
    pub latin: i32,
    /// How it ends.
    pub end: End,
    /// Its last mark may hang past the measure.
    pub hangs: bool,
    /// How it begins.
    pub start: Start,
    /// An opening mark that the row does not close; 0 none, 1 quotation mark, 2 bracket.
    pub opens: u8,
    /// A closing mark that the row does not open.
    pub closes: u8,
    /// Looks like a byline.
    pub byline: bool,
    /// The first character is Latin.
    pub latin_first: bool,
    /// The last character is Latin.
    pub latin_last: bool,
}

/// The kinds of character that matter for width.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Latin,
    Space,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        ' ' | '\t' | '\u{a0}' => Kind::Space,
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' => {
            Kind::Latin
        }
        '\u{3400}'..='\u{9fff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Han,
        _ => Kind::Mark,
    }
}

/// Half columns of `c` at the least, and whether it may be two columns wide instead of one.
fn measure(c: char) -> (i32, bool) {
    match c {
        ' ' | '\u{a0}' => (1, false),
        '\t' => (COL, false),
        '\u{0}'..='\u{1f}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => (0, false),
        '“'
        | '”'
        | '‘'
        | '’'
        | '…'
        | '—'
        | '·'
        | '×'
        | '÷'
        | '±'
        | '°'
        | '―'
        | '‖'
        | '\u{2030}'..='\u{203b}'
        | '\u{2100}'..='\u{2bff}'
        | '\u{370}'..='\u{52f}' => (COL, true),
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3ffff}' => (2 * COL, false),
        _ => (COL, false),
    }
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '“' | '‘' | '（' | '《' | '「' | '『' | '【' | '〔' | '〈' | '(' | '['
    )
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '”'
            | '’'
            | '）'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〉'
            | '…'
            | '—'
            | '·'
            | '％'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '%'
    )
}

/// Characters that hardly ever begin a sentence or a title.
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

/// Looks at one row.
pub(super) fn shape(text: &str) -> Shape {
    let mut width = Width::default();
    let mut latin = 0;
    let mut before = Kind::Mark;
    let (mut quotes, mut brackets, mut closes) = (0_i32, 0_i32, 0_u8);
    for c in text.chars() {
        let now = kind(c);
        add(&mut width, c, before, now);
        latin += i32::from(now == Kind::Latin);
        before = now;
        if now != Kind::Mark {
            continue;
        }
        match c {
            '“' | '「' | '『' => quotes += 1,
            '（' | '《' | '【' | '(' | '〔' | '〈' => brackets += 1,
            '”' | '」' | '』' if quotes > 0 => quotes -= 1,
            '”' | '」' | '』' => closes = closes.max(1),
            '）' | '》' | '】' | ')' | '〕' | '〉' if brackets > 0 => brackets -= 1,
            '）' | '》' | '】' | ')' | '〕' | '〉' => closes = 2,
            _ => {}
        }
    }
    let last = text.chars().next_back().unwrap_or(' ');
    Shape {
        width,
        unit: first_unit(text),
        latin,
        end: end_of(text),
        hangs: is_closer(last),
        start: start_of(text),
        opens: if brackets > 0 {
            2
        } else {
            u8::from(quotes > 0)
        },
        closes,
        byline: super::blocks::is_byline(text),
        latin_first: text.chars().next().is_some_and(|c| kind(c) == Kind::Latin),
        latin_last: kind(last) == Kind::Latin,
    }
}

fn add(width: &mut Width, c: char, before: Kind, now: Kind) {
    let (half, either) = measure(c);
    width.sure += half;
    width.marks += i32::from(either);
    width.spaces += i32::from(now == Kind::Space);
    width.seams += i32::from(matches!(
        (before, now),
        (Kind::Han, Kind::Latin) | (Kind::Latin, Kind::Han)
    ));
}

/// The width of what cannot be parted from the row's first word or Han.
fn first_unit(text: &str) -> Width {
    let mut width = Width::default();
    let mut chars = text.chars().peekable();
    let mut before = Kind::Mark;
    let mut take = |c: char, width: &mut Width| {
        let now = kind(c);
        add(width, c, before, now);
        before = now;
    };
    while let Some(c) = chars.next_if(|&c| is_opener(c)) {
        take(c, &mut width);
    }
    let mut word = false;
    while let Some(c) = chars.next_if(|c| c.is_ascii_graphic() && !is_opener(*c)) {
        take(c, &mut width);
        word = true;
    }
    if !word && let Some(c) = chars.next() {
        take(c, &mut width);
        while matches!(c, '…' | '—') && chars.peek() == Some(&c) {
            chars.next();
            take(c, &mut width);
        }
    }
    while let Some(c) = chars.next_if(|&c| is_closer(c)) {
        take(c, &mut width);
    }
    width
}

fn end_of(text: &str) -> End {
    let mut chars = text.chars().rev();
    let last = chars.next().unwrap_or(' ');
    match last {
        '。' | '！' | '？' | '…' | '!' | '?' | '．' => End::Full,
        '.' if chars.next().is_some_and(|c| !c.is_ascii_digit()) => End::Full,
        '：' | ':' => End::Colon,
        '；' | ';' => End::Semicolon,
        '，' | '、' | ',' => End::Never,
        c if is_opener(c) => End::Never,
        '”' | '’' | '）' | ')' | '》' | '」' | '』' | '】' | '"' => {
            match chars.find(|c| !matches!(c, '”' | '’' | '）' | ')' | '」' | '』')) {
                Some('。' | '！' | '？' | '…' | '!' | '?') => End::Full,
                _ => End::Closed,
            }
        }
        _ => End::Bare,
    }
}

fn start_of(text: &str) -> Start {
    let Some(first) = text.chars().next() else {
        return Start::Plain;
    };
    match first {
        '—' | '…' | '·' | '.' => Start::Plain,
        c if is_closer(c) => Start::Never,
        c if is_opener(c) => {
            if is_ordinal(text) {
                Start::Item
            } else {
                Start::Open
            }
        }
        '●' | '■' | '◆' | '▲' | '★' | '◎' | '•' | '-' | '▶' | '○' | '□' | '①'..='⑳' => {
            Start::Item
        }
        c if hardly_starts(c) => Start::Hardly,
        _ if is_ordinal(text) => Start::Item,
        _ => Start::Plain,
    }
}

/// `一、`, `（三）`, `2.`, `第四，`, `一是`
fn is_ordinal(text: &str) -> bool {
    let bare = text.trim_start_matches(['（', '(', '第']);
    let marked = bare.len() < text.len();
    let mut chars = bare.chars();
    let digits = chars
        .by_ref()
        .take_while(|&c| numerals::is_numeral(c))
        .take(3)
        .count();
    if digits == 0 || digits > 2 {
        return false;
    }
    let after = bare.trim_start_matches(numerals::is_numeral);
    let han = bare.chars().next().is_some_and(|c| !c.is_ascii_digit());
    let mut rest = after.chars();
    match rest.next() {
        Some('、') => true,
        Some('）' | ')') => marked || !han,
        Some('，' | '条' | '章' | '节' | '步') => marked,
        Some('是' | '要') => han && digits == 1,
        Some('.' | '．') => !han && rest.next().is_some_and(|c| !c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: Model = Model {
        wide_marks: true,
        grid: false,
    };

    #[test]
    fn widths_are_those_of_the_page() {
        assert_eq!(shape("从 2025 年“甲”").width.under(WORD), 30);
        assert_eq!(shape("8家").width.under(WORD), 7);
        let grid = Model {
            wide_marks: false,
            grid: true,
        };
        assert_eq!(shape("从 2025 年“甲”").width.under(grid), 28);
    }

    #[test]
    fn a_unit_is_what_moves_together() {
        assert_eq!(shape("享，解决").unit.under(WORD), 8);
        assert_eq!(shape("“DeepSeek”大").unit.under(WORD), 24);
        assert_eq!(shape("大").unit.under(WORD), 4);
        assert_eq!(shape("……好").unit.under(WORD), 8);
    }

    #[test]
    fn ends_and_starts() {
        assert_eq!(shape("说。”").end, End::Full);
        assert_eq!(shape("（记者 甲）").end, End::Closed);
        assert_eq!(shape("为 98.").end, End::Bare);
        assert_eq!(shape("，好").start, Start::Never);
        assert_eq!(shape("（二）做法").start, Start::Item);
        assert_eq!(shape("2. 做法").start, Start::Item);
        assert_eq!(shape("2.5 亿").start, Start::Plain);
        assert_eq!(shape("一是好").start, Start::Item);
        assert_eq!(shape("一直").start, Start::Plain);
        assert_eq!((shape("“他说").opens, shape("好”了").closes), (1, 1));
    }
}
