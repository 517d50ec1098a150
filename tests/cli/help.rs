//! Help, completions and manual page.

use super::{Desk, text};

#[test]
fn completions_and_the_manual_know_every_command() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&desk.run(&["completions", shell]));
        assert!(
            script.contains("links") && script.contains("print-config"),
            "{shell}"
        );
    }
    let page = text(&desk.run(&["man"]));
    let help = text(&desk.run(&["--help"]));
    for name in [
        "list", "show", "links", "search", "check", "fold", "export", "doctor", "help",
    ] {
        assert!(help.contains(&format!("  {name}")), "{name} in the help");
        assert!(page.contains(name), "{name} in the manual");
    }
}

#[test]
fn the_command_help_prints_what_the_flag_prints() {
    let desk = Desk::new();
    for lang in ["zh", "en"] {
        for name in [None, Some("list"), Some("export"), Some("help")] {
            let command: Vec<&str> = ["--lang", lang, "help"].into_iter().chain(name).collect();
            let flag: Vec<&str> = ["--lang", lang].into_iter().chain(name).collect();
            let flag = desk.run(&[&flag[..], &["--help"]].concat());
            let command = desk.run(&command);
            assert_eq!(command.status.code(), Some(0));
            assert_eq!(text(&command), text(&flag));
            assert_ne!(text(&command), "");
        }
    }
    let (code, told) = desk.complaint(&["help", "shwo"]);
    assert_eq!(code, 2);
    assert!(told.contains("是不是 show？"), "{told}");
}
