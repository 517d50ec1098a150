//! Control characters of a report and its file name, in every pane and every box, may not reach the terminal.

use super::{Pty, report};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// All controls, C0, C1 and DEL; marks and overrides of direction; what is invisible between letters; tags.
fn hazards() -> impl Iterator<Item = char> {
    let ranges = [
        '\u{1}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{200b}'..='\u{200b}',
        '\u{200e}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{feff}'..='\u{feff}',
        '\u{fff9}'..='\u{fffb}',
        '\u{e0001}'..='\u{e0001}',
        '\u{e0020}'..='\u{e007f}',
    ];
    ranges.into_iter().flatten()
}

/// Sequences that would show whether they are obeyed.
const SEQUENCES: &str = "\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}[2J\u{1b}[31m\u{9b}31m\u{9d}0;owned\u{9c}\u{1b}c\u{1b}[6n\
    \u{1b}]8;;https://example.org/evil\u{1b}\\";

/// Every field of a report with all of them in the middle. Line ends would end the field, so they stand in the text alone.
fn hostile_report() -> String {
    let in_line = |c: &char| {
        !matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let evil: String = hazards().filter(in_line).chain(SEQUENCES.chars()).collect();
    let words = [
        "云屿公共",
        "云屿市数据",
        "渡轮时刻表",
        "海湾新",
        "news.example.com/",
        "段的开头",
    ];
    let mut out = report(43, 400);
    for word in words {
        out = out.replacen(word, &format!("{word}{evil}"), 4);
    }
    for c in hazards() {
        out.extend(["换", &c.to_string(), "行\n\n"]);
    }
    out
}

/// The length in bytes of one of the program's own sequences at the start of `text`; a hyperlink may only lead to an address
/// of the report.
fn own(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\u{1b}[");
    if let Some(body) = body {
        let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | '?'))?;
        let parameters = body.get(..end)?;
        let is_ours = match body.get(end..)?.chars().next()? {
            'H' | 'G' | 'K' | 'J' | 'n' => !parameters.contains('?'),
            't' => matches!(parameters, "22;2" | "23;2"),
            'm' => parameters != "31",
            'h' | 'l' => parameters.starts_with('?'),
            _ => false,
        };
        return is_ours.then_some(2 + end + 1);
    }
    let copied = text.strip_prefix("\u{1b}]52;c;");
    if let Some(copied) = copied {
        let end = copied.find('\u{7}')?;
        let text = STANDARD.decode(copied.get(..end)?).ok()?;
        let text = String::from_utf8(text).ok()?;
        let is_harmless = !text.chars().any(|c| c != '\n' && hazards().any(|h| h == c));
        return (is_harmless && text != "owned").then_some(7 + end + 1);
    }
    let question = "\u{1b}]11;?\u{1b}\\";
    if text.starts_with(question) {
        return Some(question.len());
    }
    if let Some(title) = text.strip_prefix("\u{1b}]2;") {
        let end = title.find("\u{1b}\\")?;
        let title = title.get(..end)?;
        let is_harmless = !title.chars().any(|c| hazards().any(|h| h == c));
        return (is_harmless && title.starts_with("newsreader")).then_some(4 + end + 2);
    }
    let link = text.strip_prefix("\u{1b}]8;")?;
    let end = link.find("\u{1b}\\")?;
    let (id, address) = link.get(..end)?.split_once(';')?;
    let is_ours = id.starts_with("id=") && address.starts_with("https://news.example.com/")
        || id.is_empty() && address.is_empty();
    let is_plain = address.chars().all(|c| c.is_ascii_graphic());
    (is_ours && is_plain).then_some(4 + end + 2)
}

#[test]
fn nothing_in_a_report_reaches_the_terminal_as_a_command() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("reports");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("43.txt"), hostile_report()).unwrap();
    let name = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}名\n.txt";
    let other = "不是报告的文字。\n".repeat(400) + SEQUENCES;
    std::fs::write(folder.join(name), other).unwrap();
    let mut pty = Pty::reader(home.path(), &["--no-state", "reports"], 110, 35);
    pty.wait_for("第2段");
    // Lists, article, the issue itself, forms, links in sight, selection, basket, finding and searching.
    for (keys, shown) in [
        ("ll G", "100%"),
        ("i", "本期说明"),
        ("\u{1b}Y", "BibTeX"),
        ("\u{1b}gf", "键入字母"),
        ("\u{1b}vy", "选中的"),
        ("aB", "简报篮"),
        ("\u{1b}/云\r", "1/"),
        ("s云屿", "云屿"),
        ("\u{1b}hhG", "不是报告"),
    ] {
        pty.type_keys(keys);
        pty.wait_for(shown);
    }
    pty.type_keys("q");
    pty.wait("the end", |pty| !pty.screen.screen().alternate_screen());
    let raw = String::from_utf8(pty.raw.clone()).unwrap();
    let mut rest = raw.as_str();
    while let Some(c) = rest.chars().next() {
        let len = own(rest).unwrap_or_else(|| {
            let here: String = rest.chars().take(40).collect();
            assert!(!hazards().any(|hazard| hazard == c), "{here:?}");
            c.len_utf8()
        });
        rest = rest.get(len..).unwrap();
    }
}
