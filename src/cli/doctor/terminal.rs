//! The terminal: its name, size and colours, and the width that it gives to ambiguous characters.

use super::{Fact, fact, variable};
use crate::cli::CommandContext;
use crate::lang::{Lang, Words};
use crate::runtime::capabilities;
use crate::text::width::Ambiguous;
use std::env;

/// Returns the facts about the terminal.
///
/// Variables that name the terminal are printed with their values.
pub fn facts(context: &CommandContext) -> Vec<Fact> {
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
    // The address of the user's own machine stands in these.
    let remote = ["SSH_TTY", "SSH_CONNECTION"];
    facts.extend(remote.iter().map(|name| presence(name, lang)));
    facts.push(fact(Words::new("大小", "size").get(lang), size(lang)));
    facts.push(fact(
        Words::new("颜色", "colours").get(lang),
        capabilities::colours().get(lang),
    ));
    let name = Words::new("“”……— 的宽度", "width of “”…—");
    let width = ambiguous_width(context.config.ambiguous);
    facts.push(fact(name.get(lang), width.get(lang)));
    facts
}

/// Returns a variable as set or not set, without its value: that of SSH holds an address, which does not belong in a bug
/// report.
fn presence(name: &str, lang: Lang) -> Fact {
    let words = if env::var_os(name).is_some() {
        Words::new("（已设置）", "(set)")
    } else {
        Words::new("（未设置）", "(not set)")
    };
    fact(name, words.get(lang))
}

/// Returns the size in columns and rows.
///
/// This is the size that the terminal reports; the reader assumes 80 by 24 where there is none.
fn size(lang: Lang) -> String {
    let none = Words::new("没有终端", "there is no terminal");
    crossterm::terminal::size().map_or_else(
        |_| none.get(lang).to_owned(),
        |(cols, rows)| format!("{cols}×{rows}"),
    )
}

/// Returns the width of ambiguous characters (UAX #11): the configured one, else the one measured on the terminal.
///
/// A configured width counts before the answer of the terminal.
fn ambiguous_width(set: Option<Ambiguous>) -> Words {
    match (set, capabilities::ambiguous_width()) {
        (Some(Ambiguous::Narrow), _) => Words::new("一列（已设定）", "one column (set)"),
        (Some(Ambiguous::Wide), _) => Words::new("两列（已设定）", "two columns (set)"),
        (None, Some(Ambiguous::Narrow)) => Words::new("一列", "one column"),
        (None, Some(Ambiguous::Wide)) => Words::new("两列", "two columns"),
        (None, None) => Words::new(
            "终端没有应答，按一列处理",
            "the terminal does not answer; one column is assumed",
        ),
    }
}
