//! Listings of programs: rows of code that follow each other keep their lines and become a table of one column.
//!
//! A line of code is no paragraph, and joining lines by their ends would weave a program into a sentence. A row is known
//! as code by its marks (`{`, `;`, `==`, `//` …) and by letters of one width, as all fonts for code have them. Neither
//! is enough alone: Chinese fonts such as `SimSun` set Latin prose in letters of one width, too, and a formula has marks.

use super::sentences::opens_bullet;
use crate::source::page::{TableRole, TextRow};
use crate::text::chars::{is_han, is_western};

/// The fewest rows of a listing in letters of different widths.
const FEWEST: usize = 3;
/// The most ems between the baselines of two rows: an empty line of the program may stand between.
const FARTHEST: f64 = 4.2;
/// The width in em of one space of indentation. Fonts for code are 0.5 to 0.6 em wide.
const SPACE: f64 = 0.55;
/// The most spaces of indentation that are kept.
const DEEPEST: usize = 24;

/// Marks that stand in code and not in prose.
const MARKS: &[&str] = &[
    "()", "->", "::", "==", "!=", "&&", "||", "+=", "-=", "<=", ">=", "++", "</", "/>", "();",
    "[]", "](", "\\n", "[\"", "\"]", "\":", "”:",
];
/// Bytes of which every row with a mark has one.
const SIGNS: &[u8] = b"()[]{}<>=;/\\|\"&+*:";
/// Words that begin a line of code.
const WORDS: &[&str] = &[
    "#include ",
    "#define ",
    "const ",
    "def ",
    "double ",
    "elif ",
    "git ",
    "import ",
    "int ",
    "npm ",
    "pip ",
    "private ",
    "public ",
    "static ",
    "sudo ",
    "void ",
];

/// Marks the rows of listings among the rows of one column.
pub(super) fn mark(rows: &mut [TextRow]) {
    let mut start = 0;
    while start < rows.len() {
        let mut end = start;
        while end < rows.len() && goes_on(&rows[start..end], &rows[end]) {
            end += 1;
        }
        // A comment in Chinese or a label above the code is no part of it unless code stands on both sides.
        while end > start && !is_code(&rows[end - 1]) {
            end -= 1;
        }
        let run = &mut rows[start..end.max(start)];
        if is_listing(run) {
            set_lines(run);
        }
        start = end.max(start + 1);
    }
}

/// True if a row may stand in a listing below the rows of it so far.
fn goes_on(run: &[TextRow], row: &TextRow) -> bool {
    let near = run.last().is_none_or(|last| {
        let step = (row.y - last.y) / row.size.max(1.0);
        (0.5..FARTHEST).contains(&step) && (row.size - last.size).abs() < 0.15 * row.size
    });
    let fits = is_code(row) || (!run.is_empty() && is_inside(row));
    row.role == TableRole::None && near && fits
}

/// True if the rows are a listing, and not a formula or prose with a few marks.
fn is_listing(run: &[TextRow]) -> bool {
    let fixed = run.iter().filter(|row| row.fixed == Some(true)).count();
    let mut before = None;
    let mut is_marked = |row: &TextRow| {
        let number = line_number(&row.text);
        // Lines whose numbers count up need no marks.
        let counts = before
            .zip(number)
            .is_some_and(|(before, number)| before + 1 == number);
        before = number.or(before);
        let fixed = row.fixed == Some(true) && (counts || is_entry(&row.text));
        fixed || has_marks(&row.text)
    };
    let marked = run.iter().filter(|row| is_marked(row)).count();
    // One command on a line of its own is a listing, too.
    if let [row] = run {
        return fixed == 1 && WORDS.iter().any(|word| row.text.starts_with(word));
    }
    let few = if fixed > 0 { 2 } else { FEWEST };
    run.len() >= few && marked * 2 >= run.len() && marked >= 2
}

/// Makes the rows lines of a listing, with their indentation as spaces.
fn set_lines(run: &mut [TextRow]) {
    let left = run.iter().map(|row| row.left).fold(f64::INFINITY, f64::min);
    for row in run {
        let mut room = (row.left - left) / (SPACE * row.size.max(1.0)) - 0.5;
        let mut text = String::new();
        while room > 0.0 && text.len() < DEEPEST {
            text.push(' ');
            room -= 1.0;
        }
        let spaces = text.len();
        text.push_str(&row.text.replace('\t', " "));
        for (range, _) in &mut row.links {
            *range = range.start + spaces..range.end + spaces;
        }
        row.text = text;
        row.role = TableRole::Listing;
        // No size, so that a listing takes no part in the measures of the text.
        row.size = 0.0;
    }
}

/// True if a row looks like code by its marks, or by letters of one width without ideographs.
fn is_code(row: &TextRow) -> bool {
    has_marks(&row.text) || (row.fixed == Some(true) && !row.text.contains(is_han))
}

/// True for a row that is no code by itself but may stand inside of a program: brackets, a number, a comment.
fn is_inside(row: &TextRow) -> bool {
    let text = without_number(&row.text);
    let short = !text.chars().any(is_han) && text.chars().count() <= 12 && row.fixed != Some(false);
    short || text.starts_with(['#', '*', '%'])
}

/// True for an entry of a settings file, such as `rate: 100`.
fn is_entry(text: &str) -> bool {
    let Some((key, value)) = text.trim().split_once(':') else {
        return false;
    };
    let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    !key.is_empty() && key.bytes().all(name) && (value.is_empty() || value.starts_with(' '))
}

/// True if a row has a mark that prose has not, outside of its comment.
fn has_marks(text: &str) -> bool {
    let text = without_number(text);
    // Most rows are prose without any of these, and are not searched for each of the marks.
    // Most bytes are those of Han. To search the list for each of them took nearly all of the time here.
    let is_sign = |byte: u8| byte.is_ascii() && SIGNS.contains(&byte);
    if !text.bytes().any(is_sign) && !text.contains(['”', '─', '│', '┌', '└']) {
        return WORDS.iter().any(|word| text.starts_with(word));
    }
    if (text.starts_with("//") && !text.contains("://"))
        || text.starts_with("/*")
        || text.starts_with("* @")
    {
        return true;
    }
    let before = |mark: &str, ends: &[char]| {
        let code = text.split_once(mark).map(|(code, _)| code);
        code.filter(|code| code.trim_end().ends_with(ends))
    };
    // `%` is an operator as well.
    let ends = &[';', '{', '}', ')', ','];
    let code = before("//", ends)
        .or_else(|| before("/*", ends))
        .or_else(|| before("%", &[';', '}', ']']));
    let code = code.unwrap_or(text).trim_end();
    // Drawings made of characters are set like code.
    let drawn = code.contains(|c| ('\u{2500}'..='\u{257f}').contains(&c));
    let macros = code
        .strip_prefix('\\')
        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    if drawn || macros {
        return true;
    }
    if code.is_empty() || is_chinese(code) || opens_bullet(code) {
        return false;
    }
    // A list in English may end its items with semicolons.
    let statement = code.contains(['=', '(', '[', '+']) || code.split_whitespace().count() <= 3;
    // Sets in formulas have both brackets.
    let closes = code.ends_with('}') && !code.contains('{');
    (code.ends_with(';') && statement)
        || closes
        || code.ends_with(['{', '\\'])
        || code.ends_with("):")
        || code.ends_with("*/")
        || code.starts_with('}')
        || MARKS.iter().any(|mark| code.contains(mark))
        || WORDS.iter().any(|word| code.starts_with(word))
}

/// Returns the number in front of a line.
fn line_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let number = text.strip_suffix(without_number(text))?.trim_end();
    number.trim_end_matches('.').parse().ok()
}

/// Returns a row without the number of its line.
fn without_number(text: &str) -> &str {
    let text = text.trim();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let parted = rest.strip_prefix('.').unwrap_or(rest);
    if (1..=4).contains(&digits) && parted.starts_with([' ', '\t']) {
        parted.trim_start()
    } else {
        text
    }
}

/// True for a row in Chinese: a third of its letters are ideographs, or it has marks of a Chinese sentence behind words
/// of a program.
fn is_chinese(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let western = text.chars().filter(|c| is_western(*c)).count();
    let sentence = text.contains(['。', '，', '“']) && !text.contains(['"', '\'']);
    han * 2 > western || (sentence && han > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of 10 points, one below the other, each with its left end and the spacing of its letters.
    fn rows(texts: &[(f64, &str, Option<bool>)]) -> Vec<TextRow> {
        let mut y = 100.0;
        let row = |(left, text, fixed): &(f64, &str, Option<bool>)| {
            y += 14.0;
            TextRow {
                text: (*text).to_owned(),
                left: *left,
                size: 10.0,
                y,
                fixed: *fixed,
                ..TextRow::default()
            }
        };
        texts.iter().map(row).collect()
    }

    fn listed(texts: &[(f64, &str, Option<bool>)]) -> Vec<String> {
        let mut rows = rows(texts);
        mark(&mut rows);
        let lines = rows
            .into_iter()
            .filter(|row| row.role == TableRole::Listing);
        lines.map(|row| row.text).collect()
    }

    #[test]
    fn a_program_keeps_its_lines_and_its_indentation() {
        let found = listed(&[
            (72.0, "下面的程序数船：", None),
            (72.0, "int boats(void) {", Some(true)),
            (94.0, "int n = 0; // 船的数量", Some(true)),
            (94.0, "n", None),
            (94.0, "return n;", Some(true)),
            (72.0, "}", None),
            (72.0, "渔船都在港内。", None),
        ]);
        let expected = [
            "int boats(void) {",
            "    int n = 0; // 船的数量",
            "    n",
            "    return n;",
            "}",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbered_lines_and_code_in_letters_of_any_width_are_listings() {
        let numbered = [
            (72.0, "1\tif (boats == 3) {", Some(false)),
            (72.0, "2\tcount++;", Some(false)),
            (72.0, "3\t}", None),
        ];
        assert_eq!(
            listed(&numbered),
            ["1 if (boats == 3) {", "2 count++;", "3 }"]
        );
    }

    #[test]
    fn lines_whose_numbers_count_up_are_a_listing() {
        let script = [
            (72.0, "1 echo harbour", Some(true)),
            (72.0, "2 for boat in list do", Some(true)),
            (72.0, "3 type boat", Some(true)),
            (72.0, "4 done with all", Some(true)),
        ];
        assert_eq!(listed(&script).len(), 4);
        let declared = [
            (72.0, "void sail();/*出港*/", Some(true)),
            (72.0, "void land();/*渔船全部回到东湾的港内*/", Some(true)),
        ];
        assert_eq!(listed(&declared).len(), 2);
    }

    #[test]
    fn settings_macros_and_commands_are_listings() {
        let settings = [
            (72.0, "harbour:", Some(true)),
            (84.0, "boats: 12", Some(true)),
            (84.0, "open: true", Some(true)),
        ];
        assert_eq!(listed(&settings).len(), 3);
        let macros = [
            (72.0, "\\def\\harbour{东湾} %渔港的名称", Some(false)),
            (72.0, "\\def\\boats{12} %渔船的数量", Some(false)),
            (72.0, "\\newpage", Some(false)),
        ];
        assert_eq!(listed(&macros).len(), 3);
        assert_eq!(listed(&[(72.0, "sudo mount /mnt", Some(true))]).len(), 1);
        assert!(listed(&[(72.0, "x = 1;", Some(true))]).is_empty());
    }

    #[test]
    fn prose_and_formulas_are_no_listings() {
        let prose = [
            (72.0, "The boats came back to the harbour", Some(true)),
            (72.0, "in the evening; the nets were full", Some(true)),
            (72.0, "and the market was open all night", Some(true)),
        ];
        assert!(listed(&prose).is_empty());
        let formulas = [
            (72.0, "y = 3x + 2", Some(false)),
            (72.0, "z = 4y - 1", Some(false)),
            (72.0, "w = 2z", Some(false)),
        ];
        assert!(listed(&formulas).is_empty());
        let items = [
            (72.0, "1. 渔船归港；", None),
            (72.0, "2. 补网；", None),
            (72.0, "3. 卖鱼；", None),
        ];
        assert!(listed(&items).is_empty());
    }
}
