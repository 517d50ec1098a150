//! The title of the terminal.

use super::{Pty, home_with_reports};

/// The titles that were set, each without its escape sequence, and the sequences of the stack of titles.
fn titles(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let parts = text.split('\u{1b}').filter_map(|part| match part {
        "[22;2t" => Some("kept".to_owned()),
        "[23;2t" => Some("restored".to_owned()),
        part => Some(part.strip_prefix("]2;")?.to_owned()),
    });
    parts.collect()
}

#[test]
fn it_names_issue_and_headline_and_is_restored_at_the_end() {
    let home = home_with_reports();
    let mut pty = Pty::reader(home.path(), &["--no-state", "reports"], 110, 35);
    pty.wait_for("第1段");
    pty.type_keys("}");
    pty.wait("the other issue", |pty| {
        titles(&pty.raw).iter().any(|title| title.contains("41"))
    });
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
    let titles = titles(&pty.raw);
    let shown = |number: u32| format!("newsreader · {number} 期 · 渡轮时刻表改由潮水决定");
    assert_eq!(titles.first().map(String::as_str), Some("kept"));
    assert_eq!(titles.last().map(String::as_str), Some("restored"));
    assert!(
        titles.contains(&shown(42)) && titles.contains(&shown(41)),
        "{titles:?}"
    );
}

#[test]
fn a_title_that_is_switched_off_is_left_alone() {
    let home = home_with_reports();
    let config = home.path().join("config.toml");
    std::fs::write(&config, "[ui]\nterminal_title = false\n").unwrap();
    let path = config.to_str().unwrap();
    let arguments = ["--no-state", "--config", path, "reports"];
    let mut pty = Pty::reader(home.path(), &arguments, 110, 35);
    pty.wait_for("第1段");
    pty.type_keys("q");
    assert_eq!(pty.ends_restored(), 0);
    assert!(titles(&pty.raw).is_empty());
}
