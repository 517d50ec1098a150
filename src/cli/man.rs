//! `newsreader man`: the manual page, made from the same definitions as the help.

use super::failure::{Exit, Stop};
use super::{Context, Subcommand};
use crate::lang::{Lang, Words};
use clap::{ArgMatches, Command};
use std::io::Write;

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "man",
    about: Words::new("输出手册页（roff）", "print the manual page (roff)"),
    define,
    run,
};

fn define(command: Command, _: Lang) -> Command {
    command
}

fn run(_: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::whole(context.lang)).render(&mut page)?;
    out.write_all(&page)?;
    Ok(Exit::Done)
}
