//! `newsreader completions SHELL`: the completion script for a shell.
//!
//! The script is generated from the definitions of the help, in the language of the interface. It completes names of
//! subcommands and options, and leaves paths to the shell.

use super::error::{CommandError, Exit};
use super::{CommandContext, HEADINGS, Subcommand};
use crate::lang::{Lang, Words};
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use std::io::Write;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "completions",
    about: Words::new("输出命令行补全脚本", "print a shell completion script"),
    define,
    run,
};

/// Adds the name of the shell.
fn define(command: Command, lang: Lang) -> Command {
    let help = Words::new(
        "bash | zsh | fish | powershell | elvish",
        "bash | zsh | fish | powershell | elvish",
    );
    let shells = Words::new("使用的 shell：", "your shell: ");
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

/// Prints the script.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    // The script is made in memory, because clap_complete panics where writing fails, for instance into a closed pipe.
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        let mut command = super::whole(context.lang);
        clap_complete::generate(*shell, &mut command, "newsreader", &mut script);
    }
    out.write_all(&script)?;
    Ok(Exit::Done)
}
