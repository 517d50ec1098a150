//! The options of every command: language, configuration, state and log.

use super::{Desk, REPORT, text};
use std::fs;
use std::process::Output;

#[test]
fn the_language_follows_locale_flag_and_configuration() {
    let desk = Desk::new();
    let chinese = |output: Output| text(&output).contains("用法");
    assert!(chinese(desk.run(&["--help"])));
    assert!(!chinese(desk.run(&["--help", "--lang", "en"])));
    assert!(!chinese(
        desk.command(&["--help"])
            .env("LC_ALL", "en_US.UTF-8")
            .output()
            .unwrap()
    ));
    let config = desk.write("c.toml", "language = \"en\"\n");
    let (_, line) = desk.complaint(&["--config", &config, "show", "gone"]);
    assert!(line.contains("no such file"), "{line}");
    let (_, line) = desk.complaint(&["--config", &config, "--lang", "zh", "show", "gone"]);
    assert!(line.contains("没有这个文件"), "{line}");
}

#[test]
fn a_slip_in_the_configuration_is_told_and_the_default_counts() {
    let desk = Desk::new();
    let report = desk.write("r.txt", REPORT);
    let config = desk.write(
        "home/XDG_CONFIG_HOME/newsreader/config.toml",
        "[text]\nindet = 1\n",
    );
    let output = desk.run(&["show", &report, "--width", "40"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(&config) && told.contains("第 2 行") && told.contains("indent"),
        "{told}"
    );
    let (code, line) = desk.complaint(&["--config", "gone.toml", "list"]);
    assert!(code == 1 && line.contains("gone.toml"), "{line}");
}

#[test]
fn the_printed_configuration_is_read_without_a_word() {
    let desk = Desk::new();
    let report = desk.write("r.txt", REPORT);
    let printed = text(&desk.run(&["--print-config"]));
    assert!(printed.contains("theme = \"auto\""));
    let config = desk.write("c.toml", &printed);
    let output = desk.run(&["show", &report, "--config", &config]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn no_state_leaves_no_trace() {
    let desk = Desk::new();
    let report = desk.write("r.txt", REPORT);
    for args in [
        &["list", &report][..],
        &["check", &report],
        &["search", "库房", &report],
    ] {
        let mut args = args.to_vec();
        args.push("--no-state");
        let _ = desk.run(&args);
    }
    assert!(!desk.path("home").exists(), "something was written");
}

#[test]
fn a_log_says_what_was_asked_and_what_went_wrong() {
    let desk = Desk::new();
    let _ = desk.run(&["show", "gone.txt", "--log", "log.txt"]);
    let _ = desk.run(&["show", "gone too.txt", "--log", "log.txt"]);
    let log = fs::read_to_string(desk.path("log.txt")).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    assert!(lines[0].contains("show gone.txt"), "{log}");
    assert!(lines[3].contains("gone too.txt: 没有这个文件"), "{log}");
    let (code, line) = desk.complaint(&["list", "--log", "no/such/folder/log.txt"]);
    assert!(code == 1 && line.contains("log.txt"), "{line}");
}
