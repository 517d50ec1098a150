//! `newsreader man`: the manual page in roff, made from the same definitions as the help.
//!
//! `newsreader man | man -l -` shows it without installing it.

use super::error::{CommandError, Exit};
use super::{CommandContext, Subcommand};
use crate::lang::{Lang, Words};
use clap::{ArgMatches, Command};
use std::io::Write;

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "man",
    about: Words::new("输出手册页（roff 格式）", "print the manual page (roff)"),
    define,
    run,
};

/// Adds nothing: the subcommand has no arguments.
fn define(command: Command, _: Lang) -> Command {
    command
}

/// Prints the page in the language of the interface.
fn run(
    _: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    clap_mangen::Man::new(super::whole(context.lang)).render(out)?;
    Ok(Exit::Done)
}
