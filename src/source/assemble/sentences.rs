//! Sentences over the ends of rows: the words and marks that show that a row goes on in the next one.

use crate::conventions::items::{BULLETS, opens_entry, opens_numbered};
use crate::conventions::labels::{form_field, opens_field};
use crate::text::chars::{is_wide, never_starts_line};

/// True if `text` ends a sentence or a clause that stands for one, perhaps with closing marks or numbers of references
/// behind it.
pub(super) fn ends_sentence(text: &str) -> bool {
    without_references(text.trim_end())
        .trim_end_matches(['”', '’', '」', '』', '）', ')', '"', '》'])
        .ends_with(['。', '！', '？', '…', '!', '?', '；', '.'])
}

/// Returns a text without the numbers of references at its end, as in `渔船归港。[3]`.
fn without_references(text: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '，' | '、' | '-' | '－' | '–');
    let Some(open) = text.strip_suffix([']', '］']) else {
        return text;
    };
    let before = open.trim_end_matches(number);
    match before.strip_suffix(['[', '［']) {
        // Several stand one behind the other.
        Some(rest) if before.len() < open.len() => without_references(rest.trim_end()),
        _ => text,
    }
}

/// True if `next` may go on with the sentence that `last` leaves open. Both are whole rows.
///
/// False after the end of a sentence, behind a colon, and before what begins an item, a field or a numbered heading.
pub(super) fn may_go_on(last: &str, next: &str) -> bool {
    let (last, next) = (last.trim_end(), next.trim_start());
    // Behind a colon a list or a quotation begins.
    let done = ends_sentence(last) || last.ends_with(['：', ':', ';']);
    let other = opens_bullet(next) || opens_item(next) || may_open_item(next) || opens_field(next);
    !done && !next.is_empty() && !other
}

/// The fewest characters of running text in a row with blanks.
const FEWEST_IN_PROSE: usize = 12;

/// True for a row of running text with a few wide gaps: blanks to be filled in, or formulas that are pictures.
///
/// Cells of a table have no commas or brackets between words, or are short.
pub(super) fn is_prose_with_blanks(row: &str) -> bool {
    let parts = row.split('\t').map(str::trim);
    let inside = |part: &str| {
        let text = part.trim_start_matches(never_starts_line);
        let mark = |c: char| matches!(c, '，' | '。' | '；' | '、' | '）' | '（');
        text.chars().count() >= 8 && text.trim_end_matches(mark).contains(mark)
    };
    let chars: usize = parts.clone().map(|part| part.chars().count()).sum();
    parts.clone().count() <= 4
        && chars >= FEWEST_IN_PROSE
        && parts.clone().any(inside)
        && !is_code(row)
}

/// Returns the length, in em, of the label that a row begins with: at most eight Han, a colon and the spaces behind it.
pub(super) fn label_width(text: &str) -> Option<f64> {
    let (label, _) = form_field(text)?;
    let rest = text.get(label.len()..)?;
    let colon = rest.chars().next()?;
    let spaces = rest.chars().skip(1).take_while(|c| c.is_whitespace());
    let wide = |c: char| if is_wide(c) { 1.0 } else { 0.5 };
    Some(label.chars().chain([colon]).chain(spaces).map(wide).sum())
}

/// True if a row begins with the mark of a list item.
pub(super) fn opens_bullet(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.strip_prefix(BULLETS).or_else(|| {
        // The dot inside a name begins no row, and neither does a hyphen before a Han.
        let dotted = text.strip_prefix(['·', '∙']).map(str::trim_start);
        let dotted = dotted.filter(|rest| rest.starts_with(char::is_alphanumeric));
        let dashed = text.strip_prefix(['·', '∙', '-', '*']).map(str::trim_start);
        dotted.or(dashed.filter(|rest| rest.starts_with(is_wide)))
    });
    rest.is_some_and(|rest| !rest.starts_with(never_starts_line) && !rest.trim().is_empty())
}

/// True for an item number, a number of a reference or the number of a part or a figure in front of a row.
pub(super) fn opens_item(text: &str) -> bool {
    let text = text.trim_start();
    let bracket = text
        .strip_prefix(['[', '［', '〔'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // A year begins a row in mid-sentence as often as any other word does.
    let part = text.starts_with('第') && opens_numbered(text);
    // Numbers of one character in brackets or with a full stop. `①` stands inside of sentences as well.
    let one = text.starts_with(|c: char| ('⑴'..='⒛').contains(&c));
    opens_entry(text) || bracket || part || one || opens_section(text)
}

/// True for the number of a section of three levels, such as `3.1.2`; one of two levels may be a figure.
// A figure such as 3.14 has two levels, so that three are asked for.
fn opens_section(text: &str) -> bool {
    let number = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = text.get(..number.unwrap_or_default()).unwrap_or_default();
    let levels = number
        .split('.')
        .filter(|level| (1..=2).contains(&level.len()));
    levels.count() >= 3
}

/// Returns the levels of the section number that a row begins with: 3 and 1 of `3.1 船只`.
fn section_levels(text: &str) -> Option<Vec<u32>> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at(end);
    // `3.1%` and `3.1-3.5` are figures.
    let apart =
        rest.starts_with(|c: char| c.is_whitespace() || is_wide(c) && !never_starts_line(c));
    let levels = number.trim_end_matches('.').split('.');
    let levels: Option<Vec<u32>> = levels.map(|level| level.parse().ok()).collect();
    levels.filter(|levels| apart && (2..=5).contains(&levels.len()))
}

/// True if two rows begin with section numbers of which the second is the next one: `3.1` and `3.2`, `3.1` and `3.1.1`, `3.2.4` and
/// `3.3`. One such number alone may be a figure in a sentence.
pub(super) fn opens_next_section(first: &str, next: &str) -> bool {
    let (Some(first), Some(next)) = (section_levels(first), section_levels(next)) else {
        return false;
    };
    let Some((last, above)) = next.split_last() else {
        return false;
    };
    let is_below = next.len() == first.len() + 1 && first == above && *last == 1;
    let is_next = first.get(..above.len()) == Some(above)
        && first.get(above.len()).and_then(|n| n.checked_add(1)) == Some(*last);
    is_below || is_next
}

/// True for what may begin an item, but may as well stand inside a sentence: `（1）`, `3.1`, `图3`.
fn may_open_item(text: &str) -> bool {
    let bracketed = text.starts_with(['（', '(']) && opens_numbered(text);
    let level = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let numbered = text
        .split_once('.')
        .is_some_and(|(number, rest)| number.len() <= 2 && level(number) && level(rest));
    bracketed || numbered || text.strip_prefix(['图', '表']).is_some_and(level)
}

/// True if the two rows show by themselves that the sentence goes on: by a comma, a bracket that is open or is closed only in
/// the next row, a mark that begins no row, or a Latin word or clause in small letters.
pub(super) fn is_left_open(last: &str, next: &str) -> bool {
    let (last, next) = (last.trim_end(), next.trim_start());
    let (Some(end), Some(start)) = (last.chars().next_back(), next.chars().next()) else {
        return false;
    };
    let comma = matches!(end, '，' | '、' | '（' | '《' | '“')
        || (end == ',' && (is_wide(start) || last.chars().any(is_wide)));
    let mark = never_starts_line(start) && is_wide(start);
    comma || mark || is_in_brackets(last, next) || is_latin_prose(last, end, start)
}

/// True if the first row opens a bracket or a title that the second one closes.
fn is_in_brackets(last: &str, next: &str) -> bool {
    // Quotation marks are often the wrong way round.
    [('（', '）'), ('《', '》')]
        .into_iter()
        .any(|(open, close)| {
            let is_open = last.rfind(open) > last.rfind(close);
            let closes = next.find(close);
            is_open && closes.is_some_and(|at| next.find(open).is_none_or(|open| at < open))
        })
}

/// True if a row of Latin prose goes on with a word in small letters. Code has marks that prose has not.
fn is_latin_prose(last: &str, end: char, start: char) -> bool {
    let words = last.split_whitespace().count();
    let code = |c: char| {
        matches!(
            c,
            '{' | '}' | '=' | ';' | '<' | '>' | '_' | '#' | '\\' | '|'
        )
    };
    let open = end.is_lowercase() || matches!(end, ',' | '-');
    // Fewer words are a label or a cell.
    words >= 4 && open && start.is_lowercase() && !is_wide(start) && !last.contains(code)
}

/// True if a row begins with the mark of an item of any kind: a bullet, a number, `a)`, `iv.`, `①`, `[3]`, a hyphen, or a
/// number that a tab stop parts from its words.
pub(super) fn opens_mark(text: &str) -> bool {
    let text = text.trim_start();
    let counter = |c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X');
    let rest = text.trim_start_matches(counter);
    let digits = text.len() - rest.len();
    let letter = text.strip_prefix(|c: char| c.is_ascii_lowercase());
    let closes = |rest: &str| rest.starts_with(['.', '．', '、', ')', '）']);
    let bare = text.starts_with(|c: char| c.is_ascii_digit())
        && rest
            .trim_start()
            .starts_with(|c: char| is_wide(c) || BULLETS.contains(&c));
    let year = text.chars().take_while(char::is_ascii_digit).count() > 3;
    let reference = text
        .strip_prefix(['[', '［'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // The bullets of some fonts have no meaning in Unicode.
    let unknown = text.starts_with('\u{fffd}') && !text.starts_with("\u{fffd}\u{fffd}");
    let dash = text
        .strip_prefix(['-', '*'])
        .is_some_and(|rest| rest.trim_start().starts_with(is_wide));
    opens_bullet(text)
        || reference
        || unknown
        || dash
        || (!year && opens_numbered(text))
        || letter.is_some_and(closes)
        || ((1..=4).contains(&digits) && (closes(rest) || (digits <= 2 && bare)))
        || text.starts_with(|c: char| ('①'..='⒛').contains(&c))
}

/// True for a line of a program. A sentence in Chinese may name a variable or have an equals sign.
pub(super) fn is_code(row: &str) -> bool {
    let row = row.trim();
    let wide = row.chars().filter(|c| is_wide(*c)).count();
    let seen = row.chars().filter(|c| !c.is_whitespace()).count();
    // Code in Chinese begins with its own words: `printf("请输入，…")`.
    let sentence = row.starts_with(is_wide) && row.contains(['，', '。', '、']);
    if wide * 2 > seen || sentence {
        let comment = row.contains("/*") || row.ends_with("*/") || row.contains("; //");
        return comment || row.starts_with(['#', '/']) || row.ends_with([';', '{', '}']);
    }
    row.contains(['{', '}', ';', '=', '<', '>', '|', '_', '\\']) || row.starts_with(['#', '/'])
}

/// True for a row of short words in Chinese parted by spaces, as the rows of a table without ruling lines are.
pub(super) fn is_row_of_words(text: &str) -> bool {
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(is_wide));
    let words: Vec<usize> = words.map(|word| word.chars().count()).collect();
    let sentence = text.contains(['，', '。', '；']);
    !sentence && words.len() >= 3 && words.iter().sum::<usize>() < 6 * words.len()
}

/// True for a row of words: no line of code, no caption, and no label with its value, which are lines of their own.
pub(super) fn is_text(row: &str) -> bool {
    let label = row.split(['：', ':']).next().unwrap_or_default();
    let labelled =
        label.len() < row.len() && label.chars().count() <= 6 && !label.contains(['，', ',']);
    let caption = ["Fig", "Table"].iter().any(|name| row.starts_with(name));
    !is_code(row) && !labelled && !caption && !opens_mark(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_ends_with_a_comma_is_left_open() {
        assert!(is_left_open("渔船归港，", "码头上"));
        assert!(is_left_open("the boats come back to", "the harbour"));
        assert!(!is_left_open("渔船归港", "码头上"));
        assert!(is_left_open("按照《渔船归港", "办法》，码头上"));
        assert!(is_left_open("渔船（三艘", "归港）"));
        assert!(!is_left_open("按照《渔船归港办法》", "码头《日报》"));
        assert!(!is_left_open("return a == b; int", "main"));
    }

    #[test]
    fn section_numbers_in_order_begin_rows_of_their_own() {
        for (first, next) in [
            ("3.1 船只", "3.2 渔网"),
            ("3.1船只", "3.1.1 木船"),
            ("3.1.2 铁船", "3.2 渔网"),
            ("3.9. 码头", "3.10. 灯塔"),
        ] {
            assert!(opens_next_section(first, next), "{next}");
        }
        for (first, next) in [
            ("3.1 船只", "3.3 渔网"),
            ("3.1 船只", "3.2%，比去年多"),
            ("船只", "3.1 渔网"),
            ("3 船只", "4 渔网"),
        ] {
            assert!(!opens_next_section(first, next), "{next}");
        }
    }

    #[test]
    fn numbers_of_references_stand_behind_the_end_of_a_sentence() {
        for text in ["渔船归港。[3]", "渔船归港。［1，2］", "渔船归港。[1][4-6]"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["渔船归港[3]", "渔船归港。[注]", "[3]"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn items_have_marks_of_many_kinds() {
        for row in [
            "• 码头",
            "·码头",
            "- 码头",
            "❖ 码头",
            "3. 码头",
            "a) 码头",
            "iv. 码头",
            "②码头",
            "2码头",
            "[3] 码头",
            "-码头",
            "- 码头",
            "\u{fffd}码头",
        ] {
            assert!(opens_mark(row), "{row}");
        }
        for row in [
            "码头",
            "2025年",
            "in the harbour",
            "a harbour",
            "[注]码头",
            "- 3 度",
        ] {
            assert!(!opens_mark(row), "{row}");
        }
    }

    #[test]
    fn code_labels_and_captions_are_lines_of_their_own() {
        for row in ["int n = 0;", "# 计数", "电话：0123", "Table 2. Boats"] {
            assert!(!is_text(row), "{row}");
        }
        for row in [
            "潮水退去之后的早上：海滩上",
            "一次出港的时间 = 装网时间+等候时间",
            "的吨位，因此写作 boat.size = boat.size - 1 时",
            "表中有渔船的 boat_id 与母港",
            "潮水，退去：海滩",
        ] {
            assert!(is_text(row), "{row}");
        }
        for row in [
            "// 渔船归港的时间",
            "int n; /* 渔船的数目和吨位 */",
            "归港(渔船);",
        ] {
            assert!(is_code(row), "{row}");
        }
    }

    #[test]
    fn blanks_in_running_text_are_no_borders_of_cells() {
        for row in [
            "本人\t（姓名）系\t（渔港名称）的代表人（单",
            "路径。用字母\t表示一条航线（不计支线），如字母",
        ] {
            assert!(is_prose_with_blanks(row), "{row}");
        }
        for row in [
            "姓名\t渔船\t港口",
            "东堤渡口\t三艘渡轮，每日两班\t无\t周一停航\t见公告",
            "渔船\t归港时间\t二〇二五年六月十五日",
        ] {
            assert!(!is_prose_with_blanks(row), "{row}");
        }
    }

    #[test]
    fn the_width_of_a_label_is_that_of_its_words() {
        assert_eq!(label_width("作者简介: 某人"), Some(5.0));
        assert_eq!(label_width("抄送：某局"), Some(3.0));
        assert_eq!(label_width("潮水退去之后"), None);
    }

    #[test]
    fn what_begins_an_item_never_goes_on() {
        for next in [
            "• 码头",
            "3. 码头",
            "（二）码头",
            "[4] 码头",
            "第二章 码头",
            "⑶ 码头",
            "图3 码头",
            "来源：某报",
        ] {
            assert!(!may_go_on("渔船归港，", next), "{next}");
        }
        assert!(may_go_on("渔船于", "2025年6月归港。"));
        assert!(!may_go_on("渔船归港。", "码头上"));
    }
}
