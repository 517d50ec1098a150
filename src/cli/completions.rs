//! `newsreader completions SHELL`: a completion script.

use super::failure::{Exit, Stop};
use super::{Context, HEADINGS, Subcommand};
use crate::lang::{Lang, Words};
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use std::io::Write;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "completions",
    about: Words::new("输出命令行补全脚本", "print a completion script"),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let help = Words::new(
        "bash | zsh | fish | powershell | elvish",
        "bash | zsh | fish | powershell | elvish",
    );
    let shells = Words::new("所用的 shell：", "your shell: ");
    command.arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .help(format!("{}{}", shells.get(lang), help.get(lang)))
            .help_heading(HEADINGS.0.get(lang))
            .hide_possible_values(true)
            .value_parser(value_parser!(Shell)),
    )
}

fn run(matches: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    // In memory first: clap_complete panics where writing fails, as into a closed pipe.
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        let mut command = super::whole(context.lang);
        clap_complete::generate(*shell, &mut command, "newsreader", &mut script);
    }
    out.write_all(&script)?;
    Ok(Exit::Done)
}
