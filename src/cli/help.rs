//! `newsreader help [COMMAND]`: the help of the program or of one subcommand, the same as `--help` prints.

use super::error::{CommandError, Exit};
use super::{CommandContext, HEADINGS, SUBCOMMANDS, Subcommand, usage};
use crate::lang::{Lang, Words};
use clap::{Arg, ArgMatches, Command};
use std::ffi::OsString;
use std::io::Write;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "help",
    about: Words::new(
        "显示帮助，或某个命令的帮助",
        "print this help, or that of a command",
    ),
    define,
    run,
};

/// Adds the name of the command to explain.
fn define(command: Command, lang: Lang) -> Command {
    let help = Words::new("要查看帮助的命令", "the command to explain");
    let names: Vec<&str> = SUBCOMMANDS.iter().map(|one| one.name).collect();
    command.arg(
        Arg::new("command")
            .value_name("COMMAND")
            .help(help.get(lang))
            .help_heading(HEADINGS.0.get(lang))
            .hide_possible_values(true)
            .value_parser(names),
    )
}

/// Prints the help in the language of the interface.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let name = matches.get_one::<String>("command").map(String::as_str);
    let args = ["newsreader"].into_iter().chain(name).chain(["--help"]);
    let args: Vec<OsString> = args.map(OsString::from).collect();
    let text = usage::help_text(super::whole(context.lang), &args);
    write!(out, "{}", usage::localised(text, context.lang))?;
    Ok(Exit::Done)
}
