//! Furniture: folios (页码) and running heads (页眉) that stand between the lines of a text, also inside a paragraph.
//!
//! A row that is dropped by mistake is lost, one that is kept by mistake is only ugly. So, but for
//! forms that nothing else has (`— 3 —`), a row needs two signs: a form and a place, or a form and
//! a recurrence.

use super::rows::LayoutRow;
use crate::conventions::folios::{is_folio, without_spaces};
use crate::conventions::issue_numbers::issue_numbers;
use crate::conventions::line::rough_columns;
use crate::conventions::ordinals::{self, OrdinalKind};
use crate::conventions::{addresses, dates, labels, numerals};
use crate::model::transcript::Flow;
use folios::{bare_folios, is_head_with_folio};
use repeated::repeated;
use std::borrow::Cow;
use std::collections::HashMap;

mod folios;
mod repeated;

/// Returns the rows without furniture. Where some stood, the next row is marked as the first of a page.
pub(super) fn without(rows: Vec<LayoutRow<'_>>, flow: Flow) -> Vec<LayoutRow<'_>> {
    let mut drop: Vec<bool> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let is_day = || {
                let above = i.checked_sub(1).and_then(|i| rows.get(i));
                above.is_some_and(|above| goes_on_as_date(above.text, row.text))
            };
            // A date that the layout broke looks like a folio in its second half: `6/15`.
            (is_folio(row.text) && !is_day()) || is_head_with_folio(row.text, i < 3)
        })
        .collect();
    bare_folios(&rows, &mut drop);
    running_heads(&rows, &mut drop);
    own_heads(&rows, &mut drop);
    if flow == Flow::Lines {
        repeated(&rows, &mut drop);
    }
    // What an author set in like a paragraph is one, even if it is a number alone.
    for (row, drop) in rows.iter().zip(&mut drop) {
        *drop &= !row.set_in;
    }
    if !drop.contains(&true) {
        return rows;
    }
    let mut kept = Vec::with_capacity(rows.len());
    let mut turn = false;
    for (row, drop) in rows.into_iter().zip(drop) {
        if drop {
            turn = true;
        } else {
            // Where furniture stood a page ended, even if the file has no sign of it.
            kept.push(LayoutRow {
                page_turn: row.page_turn || turn,
                ..row
            });
            turn = false;
        }
    }
    kept
}

/// True if `text` is the rest of a date that the layout broke behind `above`: `2025/` and `6/15`, `2025/6/1` and `5`.
fn goes_on_as_date(above: &str, text: &str) -> bool {
    let part = |c| c == '/' || numerals::arabic(c).is_some();
    // Only a row that is nothing but the beginning of a date is completed.
    let front = above.len() < 20 && above.contains('/') && above.chars().all(part);
    front
        && text.starts_with(part)
        && (above.ends_with('/') || dates::leading(above).is_none())
        && dates::leading(&format!("{above}{text}")).is_some_and(|found| found.date.is_some())
}

/// Returns a row's text without what changes from page to page; `None` for a row that cannot be a running head.
///
/// `山海周报 第 3 页` and `4 山海周报` both have the key `山海周报`. Sentences, fields, dates,
/// addresses and rows of fewer than four characters have none.
fn head_key(text: &str) -> Option<Cow<'_, str>> {
    let ends = text.chars().next_back()?;
    if matches!(ends, '。' | '，' | '：' | ':' | '；' | '？' | '！' | '”')
        || text.len() > 150
        // Shorter ones recur by chance.
        || text.chars().count() < 4
        || dates::leading(text).is_some()
        || labels::label(text).is_some()
        || labels::section(text).is_some()
        || text.starts_with(['（', '(', '“', '—'])
        || text.starts_with("http")
        || addresses::is_address_part(text)
    {
        return None;
    }
    match without_spaces(text) {
        Cow::Borrowed(text) => without_folio(text).map(Cow::Borrowed),
        Cow::Owned(text) => without_folio(&text).map(|key| Cow::Owned(key.to_owned())),
    }
}

/// True for the marks and digits of a folio.
fn is_folio_char(c: char) -> bool {
    numerals::arabic(c).is_some() || matches!(c, '-' | '—' | '·' | '|' | '｜' | '/')
}

/// Returns a head without the folio before or behind it; `None` where fewer than four characters are left.
fn without_folio(head: &str) -> Option<&str> {
    let key = head
        .trim_start_matches(is_folio_char)
        .trim_end_matches(is_folio_char);
    // `山海周报 第 3 页`: the number of the page is not the same on any two.
    let key = key
        .rsplit_once('第')
        .filter(|(_, page)| page.ends_with('页'))
        .map_or(key, |(head, _)| head);
    (key.chars().count() >= 4).then_some(key)
}

/// True if [`head_key`] of `text` can be `key`: its first character that counts must be the key's. This skips nearly
/// every row without making its key.
fn may_have_key(text: &str, key: &str) -> bool {
    let counts = |c: &char| !c.is_whitespace() && !is_folio_char(*c);
    // The key was made by leaving things out, so it is never longer than its text.
    text.len() >= key.len() && text.chars().find(counts) == key.chars().next()
}

/// Every page has more rows than this.
const PAGE_ROWS: usize = 10;

/// Returns for each row whether a page ends above it or begins below it, by a form feed, a folio, or a gap that other
/// rows do not have.
fn page_turns(rows: &[LayoutRow<'_>], folios: &[bool]) -> Vec<bool> {
    let wide = rows.iter().filter(|r| r.gap > 2).count();
    // Where a third of all rows stands apart, gaps are the file's line spacing and no sign of pages.
    let gaps_tell = wide * 3 < rows.len();
    let breaks = |i: usize| {
        rows.get(i)
            .is_none_or(|r| r.page_turn || (gaps_tell && r.gap > 2))
    };
    let folio = |i: usize| folios.get(i).copied().unwrap_or(false);
    (0..rows.len())
        .map(|i| breaks(i) || breaks(i + 1) || folio(i + 1) || (i > 0 && folio(i - 1)))
        .collect()
}

/// True for the name of a publication, as a running head has it.
fn is_name(text: &str) -> bool {
    const ENDS: &[&str] = &["简讯", "参考", "动态"];
    is_titled(text, ENDS) || is_periodical(text)
}

/// True for a name that only a periodical has, perhaps with its number behind it.
///
/// `山海监测周报` and `山海监测周报（第 12 期）`, but not `简报显示，…`.
fn is_periodical(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "周报", "月报", "季报", "专报", "年报", "简报", "快报", "要报",
    ];
    // Its number may stand behind it.
    let numbered = text.ends_with(['期', '）', ')']) && text.contains('期');
    let name = numbered.then(|| text.rsplit_once('第')).flatten();
    let name = name.map_or(text, |(name, _)| {
        name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '（' | '('))
    });
    // Asked first, since all of them end with it and every row is tried.
    name.ends_with('报') && is_titled(name, ENDS)
}

/// True for a short text without marks that ends with one of `ends`.
fn is_titled(text: &str, ends: &[&str]) -> bool {
    text.len() <= 100
        && ends.iter().any(|end| text.ends_with(end))
        && text.chars().count() <= 30
        && !text.contains(['，', '。', '、', '“', '《', '：', ':'])
        && !text.contains("来源")
}

/// True if the row above `i` breaks off inside a sentence of running text.
fn cuts_a_sentence(rows: &[LayoutRow<'_>], i: usize) -> bool {
    let above = i.checked_sub(1).and_then(|i| rows.get(i));
    above.is_some_and(|above| breaks_off(above.text, rows[i].text))
}

/// True if `above` breaks off inside a sentence of running text and is a good deal longer than `text` below it.
fn breaks_off(above: &str, text: &str) -> bool {
    above.contains(['，', '。', '、', '“'])
        // A head is shorter than a full line; a row as long as the one above may be the next line.
        && rough_columns(text) * 5 < rough_columns(above) * 4
        && !above.ends_with(['。', '！', '？', '…', '：', '”', '）', ')', '；'])
}

/// Marks the rows at page turns that repeat title and number of the masthead: in a report of two pages there is one.
fn own_heads(rows: &[LayoutRow<'_>], drop: &mut [bool]) {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = |text: &str| -> String {
        let Some(found) = issue_numbers(text) else {
            return letters(text);
        };
        let (before, behind) = (text.get(..found.range.start), text.get(found.range.end..));
        letters(&[before, behind].map(Option::unwrap_or_default).concat())
    };
    let top = || rows.iter().take(MASTHEAD_ROWS);
    let number = |text: &str| issue_numbers(text).map(|found| found.number);
    let Some(own) = top().find_map(|row| number(row.text)) else {
        return;
    };
    let names: Vec<String> = top().map(|row| bare(row.text)).collect();
    let turns = page_turns(rows, drop);
    for (i, row) in rows.iter().enumerate().skip(MASTHEAD_ROWS) {
        let is_head = turns[i]
            && row.text.len() <= 100
            && number(row.text) == Some(own)
            && names.contains(&bare(row.text));
        drop[i] |= is_head;
    }
}

/// The rows at the top among which title and number are.
const MASTHEAD_ROWS: usize = 3;

/// True for a heading with its number. Behind a bare number the name of a publication may stand: `4 山海周报`.
fn is_numbered_heading(text: &str) -> bool {
    let behind = text.trim_start_matches(|c| numerals::arabic(c).is_some());
    let numbered = ordinals::ordinal(text).is_some_and(|found| found.kind >= OrdinalKind::Chapter);
    numbered && !behind.starts_with(char::is_whitespace)
}

/// Marks rows that recur at page turns. The first of a report's own rows, its title, stays.
///
/// A key has to recur at page turns, a page apart each time, or be the name of a publication. Of
/// the rows at the top of the report the first of each key stays: it is the title itself.
fn running_heads(rows: &[LayoutRow<'_>], drop: &mut [bool]) {
    let turns = page_turns(rows, drop);
    let mut seen: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        // Making a key costs much, so rows that stand amid a page are passed over unless they look
        // like a name.
        if (turns[i] || i < 3 || is_periodical(row.text))
            && !drop[i]
            && let Some(key) = head_key(row.text)
        {
            seen.entry(key).or_default().push(i);
        }
    }
    let own: Option<Cow<'_, str>> = rows
        .iter()
        .take(3)
        .find(|r| is_name(r.text))
        .and_then(|r| head_key(r.text));
    for (key, places) in &seen {
        let first = places.iter().all(|&i| i >= 3);
        // A name alone is enough: text has none on a row of its own.
        let named = first
            && places
                .iter()
                .all(|&i| is_name(rows[i].text) && rows.get(i + 1).is_some());
        let at_turns = places.iter().filter(|&&i| turns[i]).count();
        let often = if named {
            true
        } else if first {
            // A title repeated over its article is no running head. Heads are a page apart, and always at a turn.
            let apart = places.windows(2).all(|pair| pair[1] - pair[0] > PAGE_ROWS);
            places.len() > 2 && at_turns == places.len() && apart
        } else {
            // The first entry of contents at the top stands above its chapter again.
            places.len() > 1 && !is_numbered_heading(rows[places[0]].text)
        };
        // A publication's name that stands again and again, or amid a sentence, is a running head even where no page
        // turn shows.
        let anywhere = named
            && is_periodical(rows[places[0]].text)
            && (places.len() > 1 || cuts_a_sentence(rows, places[0]));
        // Heads stand at page turns; what mostly stands elsewhere is text that recurs.
        if !often || (at_turns * 2 < places.len() && !anywhere) {
            continue;
        }
        // The masthead's title is printed once as such; a running head above it is not.
        let keep = usize::from(
            !first && (Some(key) == own.as_ref() || !rows[places[0]].text.contains('页')),
        );
        for &i in places.iter().skip(keep) {
            drop[i] = true;
        }
    }
    // The report's own title on a row of its own is a running head even where no page turn shows.
    let Some(own) = own else { return };
    let again: Vec<usize> = (3..rows.len())
        .filter(|&i| {
            !drop[i]
                && rows[i].text.len() < 150
                && may_have_key(rows[i].text, &own)
                && head_key(rows[i].text).as_ref() == Some(&own)
        })
        .collect();
    for i in again {
        drop[i] = true;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    pub fn kept(text: &str) -> Vec<String> {
        let transcript = Transcript::from_text(text);
        without(rows::rows(&transcript), Flow::Lines)
            .iter()
            .map(|r| r.text.to_owned())
            .collect()
    }

    #[test]
    fn the_masthead_at_the_top_of_the_second_page_is_a_running_head() {
        let top = "《山海文化摘编》第24期\n2025年6月20日\n一、渡口复航\n候船室约四十";
        let rows = kept(&format!(
            "{top}\n— 1 —\n\u{c}山海文化摘编　第24期\n分钟到岸。"
        ));
        assert_eq!(rows.last().map(String::as_str), Some("分钟到岸。"));
        assert!(rows.iter().all(|row| !row.starts_with("山海")), "{rows:?}");
        // Amid a page it is text, and so is another number.
        let text = format!("{top}\n分钟。\n山海文化摘编　第24期\n分钟到岸。");
        assert!(kept(&text).iter().any(|row| row.starts_with("山海")));
        let text = format!("{top}\n— 1 —\n\u{c}山海文化摘编　第25期\n分钟到岸。");
        assert!(kept(&text).iter().any(|row| row.contains("第25期")));
    }

    #[test]
    fn the_rest_of_a_date_is_no_folio() {
        assert_eq!(kept("甲\n2025/\n6/15\n乙"), ["甲", "2025/", "6/15", "乙"]);
        assert_eq!(
            kept("甲\n2025/06\n— 1 —\n/15\n乙"),
            ["甲", "2025/06", "/15", "乙"]
        );
        assert_eq!(kept("甲\n2025年6\n1/9\n月15日\n乙").len(), 4);
    }

    #[test]
    fn the_ends_of_addresses_are_no_running_heads() {
        let page = "https://example.com/a-\n\u{c}123.shtml\n甲";
        let text = [page; 4].join("\n");
        assert_eq!(kept(&text).len(), 12);
    }

    #[test]
    fn running_heads_without_a_sign_of_pages() {
        let text = "导语\n目录\n正文\n甲说，\n山海监测周报\n乙说。\n丙说。\n山海监测周报\n丁说。";
        assert_eq!(
            kept(text),
            [
                "导语",
                "目录",
                "正文",
                "甲说，",
                "乙说。",
                "丙说。",
                "丁说。"
            ]
        );
        let text = "导语\n目录\n正文\n甲说这里的海很蓝，乙\n山海监测月报\n丙说。";
        assert_eq!(
            kept(text),
            ["导语", "目录", "正文", "甲说这里的海很蓝，乙", "丙说。"]
        );
        let text = "导语\n目录\n正文\n甲说。\n山海监测月报\n丙说。";
        assert_eq!(kept(text).len(), 6);
    }

    #[test]
    fn the_first_chapter_below_its_entry_at_the_top_is_no_running_head() {
        let body = "潮水退去之后海滩上留下许多贝壳。\n".repeat(12);
        for heading in ["一、渔港简介", "第一章 渔港简介", "1.渔港简介"] {
            let text = format!("渔港手册\n目录\n{heading}\n二、值班\n\u{c}{heading}\n{body}");
            let found = kept(&text)
                .iter()
                .filter(|row| row.contains("渔港简介"))
                .count();
            assert_eq!(found, 2, "{heading}");
        }
    }

    #[test]
    fn running_heads_stand_at_page_turns() {
        let text = "山海监测周报\n甲\n\u{c}山海监测周报\n乙\n\u{c}山海监测周报\n丙\n\u{c}山海监测周报 4\n丁";
        assert_eq!(kept(text), ["山海监测周报", "甲", "乙", "丙", "丁"]);
        assert_eq!(
            kept("来源：甲\n乙\n来源：甲\n丙\n来源：甲"),
            ["来源：甲", "乙", "来源：甲", "丙", "来源：甲"]
        );
    }
}
