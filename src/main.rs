//! Arguments in, library called, an error printed with its hint, an exit code out.

use newsreader::cli::{self, Asked};
use newsreader::config::log;
use newsreader::runtime;
use newsreader::runtime::startup::Startup;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Done(exit) => ExitCode::from(exit as u8),
        Asked::Read(session) => read(Startup::of(*session)),
    }
}

fn read(startup: Startup) -> ExitCode {
    for slip in &startup.slips {
        tell(slip);
        log::line(|| slip.clone());
    }
    let ended = runtime::run(startup);
    log::line(|| format!("ended: {ended:?}"));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::FAILURE
        }
    }
}

/// A line on standard error, which may be gone together with the terminal.
fn tell(what: &dyn Display) {
    let _ = writeln!(io::stderr(), "newsreader: {what}");
}
