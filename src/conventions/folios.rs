//! Folios (页码): `— 3 —`, `第 3 页 共 9 页`, `3 / 9`, in half-width, full-width and Chinese digits.
//!
//! A text file gives a folio no place, so [`is_folio`] accepts only lines that cannot be anything else. At the edge of a
//! page a number alone is a folio as well ([`is_folio_at_edge`]).

use super::numerals;
use crate::text::chars::half_width;
use std::borrow::Cow;

/// The marks that stand on both sides of a folio.
const DASHES: [char; 11] = ['—', '-', '–', '－', '−', '―', '─', '~', '·', '•', '‐'];

/// A line of more bytes than this is no folio.
const LONGEST: usize = 60;

/// True if `text` is a folio wherever it stands: `— 3 —`, `－３－`, `第 3 页`, `第３页 共９页`, `共 9 页 第 3 页`, `3 / 9`,
/// `Page 3 of 9`.
///
/// ```
/// use newsreader::conventions::folios::is_folio;
/// assert!(["— １ —", "－１－", "第１页", "第三页"].into_iter().all(is_folio));
/// assert!(!is_folio("3") && !is_folio("2025/06"));
/// ```
pub fn is_folio(text: &str) -> bool {
    let may = |c: char| {
        DASHES.contains(&c) || numerals::arabic(c).is_some() || matches!(c, '第' | '共' | 'P' | 'p')
    };
    if text.len() > LONGEST || !text.starts_with(may) {
        return false;
    }
    // No form has any other character. This refuses dates and items, which begin like folios, before a copy is made.
    let is_in_one = |c: char| {
        c.is_whitespace()
            || c.is_ascii_alphabetic()
            || DASHES.contains(&c)
            || numerals::is_numeral(c)
            || "第共总页，,/／（(）)".contains(c)
    };
    if !text.chars().all(is_in_one) {
        return false;
    }
    let squeezed = without_spaces(text);
    // Spaces and dashes are ornaments; what is left has to be the number.
    let inner = squeezed.trim_start_matches(DASHES).trim_end_matches(DASHES);
    let dashed = squeezed.starts_with(DASHES) && squeezed.ends_with(DASHES);
    // Between dashes a number alone is a folio; without them it may be anything.
    if dashed && is_page_number(inner) {
        return true;
    }
    is_counted(inner) || is_english(inner) || is_fraction(inner)
}

/// `第3页`, `第3页/共9页`, `第3/9页`, `共9页第3页`, white space and dashes already taken off.
fn is_counted(text: &str) -> bool {
    let joint = |c: char| matches!(c, '，' | ',' | '/' | '／' | '（' | '(');
    if let Some((total, page)) = text
        .strip_prefix('共')
        .and_then(|rest| rest.split_once('页'))
    {
        let page = page
            .trim_start_matches(joint)
            .strip_prefix('第')
            .and_then(|page| page.strip_suffix('页'));
        return is_page_number(total) && page.is_some_and(is_page_number);
    }
    let Some((page, rest)) = text
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
    else {
        return false;
    };
    let total = rest.trim_start_matches(joint).trim_end_matches(['）', ')']);
    let total = total
        .strip_prefix(['共', '总'])
        .unwrap_or(total)
        .trim_end_matches('页');
    let page_of_total = page
        .split_once(['/', '／'])
        .is_some_and(|(page, total)| is_page_number(page) && is_page_number(total));
    let alone = rest.is_empty();
    (is_page_number(page) && (total.is_empty() || is_page_number(total)))
        || (page_of_total && alone)
}

/// `page3`, `Page3of9`.
fn is_english(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.strip_prefix("page").is_some_and(|rest| {
        let (page, total) = rest.split_once("of").unwrap_or((rest, "1"));
        is_page_number(page) && is_page_number(total)
    })
}

/// `3/9`: page and number of pages, so neither a date nor a score.
fn is_fraction(text: &str) -> bool {
    text.split_once(['/', '／']).is_some_and(|(page, total)| {
        match (page_number(page), page_number(total)) {
            (Some(page), Some(total)) => (1..=total).contains(&page) && total < 1000,
            _ => false,
        }
    })
}

/// True if `text` is a folio at the edge of a page: all that [`is_folio`] accepts, a number alone of at most four digits,
/// a Roman numeral, `P.3`, `3 页`, and these between brackets or dashes.
///
/// ```
/// use newsreader::conventions::folios::is_folio_at_edge;
/// assert!(["3", "１２", "iv", "P. 3"].into_iter().all(is_folio_at_edge));
/// assert!(!is_folio_at_edge("12345"));
/// ```
pub fn is_folio_at_edge(text: &str) -> bool {
    let pattern = pattern(text).to_lowercase();
    // What stands around the number differs from layout to layout, so all of it is taken off.
    let bare = pattern.trim_matches(|c: char| "-—–－−─·•.|~～_/()（）[]【】".contains(c));
    let digits = text
        .chars()
        .filter(|&c| numerals::arabic(c).is_some())
        .count();
    // Trailing brackets are already taken off, so some forms have one without its pair.
    let known = [
        "#",
        "第#页",
        "第#页共#页",
        "第#页/共#页",
        "第#页，共#页",
        "第#页,共#页",
        "第#页(共#页)",
        "第#页（共#页",
        "第#页（共#页）",
        "#/#",
        "#of#",
        "page#",
        "page#of#",
        "p#",
        "p.#",
        "#页",
        "共#页第#页",
        "共#页，第#页",
        "#/#页",
        "第#/#页",
    ];
    let roman =
        !bare.is_empty() && bare.len() <= 5 && bare.chars().all(|c| "ivxlⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ".contains(c));
    (digits <= 8 && known.contains(&bare) && (bare != "#" || digits <= 4))
        || roman
        || is_folio(text)
}

/// Returns `text` without its spaces, every run of Arabic digits replaced by one `#`: what a running head or a folio has in
/// common on all pages.
///
/// ```
/// use newsreader::conventions::folios::pattern;
/// assert_eq!(pattern("第 12 页"), pattern("第３页"));
/// ```
pub fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if numerals::arabic(c).is_some() {
            '#'
        } else {
            half_width_slash(c)
        };
        // Numbers of any length have one pattern, or page 9 and page 10 would differ.
        if c != '#' || !pattern.ends_with('#') {
            pattern.push(c);
        }
    }
    pattern
}

/// The half-width form of a full-width slash or Latin letter: both stand in folios of pages set in full-width forms.
fn half_width_slash(c: char) -> char {
    match c {
        '／' | '．' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => half_width(c),
        c => c,
    }
}

/// Returns `text` without white space.
pub fn without_spaces(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_whitespace) {
        Cow::Owned(text.split_whitespace().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// True if `text` is a page number and nothing else.
fn is_page_number(text: &str) -> bool {
    page_number(text).is_some()
}

/// Reads a page number: at most four characters in any script.
pub fn page_number(text: &str) -> Option<u32> {
    (text.chars().count() <= 4)
        .then(|| numerals::number(text))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_in_all_forms() {
        for text in [
            "— 3 —",
            "— １ —",
            "- 3 -",
            "－３－",
            "－１－",
            "第 3 页 共 9 页",
            "第３页　共９页",
            "第1页",
            "第１页",
            "第3页/共9页",
            "第3/9页",
            "共 9 页 第 3 页",
            "第三页",
            "3 / 9",
            "３／９",
            "Page 3 of 9",
            "·3·",
        ] {
            assert!(is_folio(text), "{text}");
            assert!(is_folio_at_edge(text), "{text}");
        }
    }

    #[test]
    fn numbers_and_sentences_are_no_folios() {
        for text in [
            "2025/06",
            "第三页说的是",
            "共9页第3页的表",
            "第3页的9",
            "3",
            "10/9",
            "98.5%",
        ] {
            assert!(!is_folio(text), "{text}");
        }
        for text in ["12345", "１２３４５", "3.2%", "2026 年", "一、", "", "x1"] {
            assert!(!is_folio_at_edge(text), "{text}");
        }
    }

    #[test]
    fn numbers_alone_are_folios_at_the_edge() {
        for text in ["3", "３", "— 12 —", "iv", "P.3", "Ｐ３", "（3）", "3 页"] {
            assert!(is_folio_at_edge(text), "{text}");
        }
    }
}
