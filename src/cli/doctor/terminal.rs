//! The terminal: what it says it is, its size, its colours, how wide it takes ambiguous characters to be.

use super::{Fact, fact, variable};
use crate::cli::Context;
use crate::lang::{Lang, Words};
use crate::text::width::Ambiguous;
use std::env;
use std::io::{self, IsTerminal};

pub fn facts(context: &Context) -> Vec<Fact> {
    let lang = context.lang;
    let names = [
        "TERM",
        "COLORTERM",
        "TERM_PROGRAM",
        "NO_COLOR",
        "TMUX",
        "STY",
    ];
    let mut facts: Vec<Fact> = names.iter().map(|name| variable(name, lang)).collect();
    let remote = ["SSH_TTY", "SSH_CONNECTION"];
    facts.extend(remote.iter().map(|name| presence(name, lang)));
    facts.push(fact(Words::new("大小", "size").get(lang), size(lang)));
    facts.push(fact(
        Words::new("颜色", "colours").get(lang),
        colours(|name| env::var(name).ok()).get(lang),
    ));
    let width = match context.config.ambiguous {
        Some(Ambiguous::Narrow) => Words::new("一列（已设定）", "one column (set)"),
        Some(Ambiguous::Wide) => Words::new("两列（已设定）", "two columns (set)"),
        None => Words::new(
            "启动阅读器时询问终端",
            "asked of the terminal when the reader starts",
        ),
    };
    let name = Words::new("“”……— 的宽度", "width of “”…—");
    facts.push(fact(name.get(lang), width.get(lang)));
    facts
}

/// Whether a variable is set: its value would tell an address.
fn presence(name: &str, lang: Lang) -> Fact {
    let words = if env::var_os(name).is_some() {
        Words::new("（已设置）", "(set)")
    } else {
        Words::new("（未设置）", "(not set)")
    };
    fact(name, words.get(lang))
}

fn size(lang: Lang) -> String {
    let none = Words::new("标准输出不是终端", "standard output is not a terminal");
    if !io::stdout().is_terminal() {
        return none.get(lang).to_owned();
    }
    crossterm::terminal::size().map_or_else(
        |error| error.to_string(),
        |(cols, rows)| format!("{cols}×{rows}"),
    )
}

/// How many colours the environment promises: `NO_COLOR`, then `COLORTERM`, then the name of the terminal.
fn colours(variable: impl Fn(&str) -> Option<String>) -> Words {
    let value = |name| variable(name).unwrap_or_default();
    let term = value("TERM");
    if !value("NO_COLOR").is_empty() {
        Words::new("不用颜色（NO_COLOR）", "none (NO_COLOR)")
    } else if matches!(value("COLORTERM").as_str(), "truecolor" | "24bit")
        || term.ends_with("-direct")
    {
        Words::new("1670 万色", "16.7 million")
    } else if term.contains("256color") {
        Words::new("256 色", "256")
    } else if matches!(term.as_str(), "" | "dumb") {
        Words::new("没有颜色", "none")
    } else {
        Words::new("16 色", "16")
    }
}

#[cfg(test)]
mod tests {
    use super::colours;

    #[test]
    fn the_environment_tells_the_colours() {
        let of = |pairs: &[(&str, &str)]| {
            colours(|name| {
                let found = pairs.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
            .en
        };
        assert_eq!(of(&[("TERM", "xterm-256color")]), "256");
        let both = [("TERM", "xterm"), ("COLORTERM", "truecolor")];
        assert_eq!(of(&both), "16.7 million");
        assert_eq!(of(&[("TERM", "linux")]), "16");
        let none = [("NO_COLOR", "1"), ("TERM", "xterm-256color")];
        assert_eq!(of(&none), "none (NO_COLOR)");
    }
}
