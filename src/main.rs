//! The program: runs the command line, opens the reader where no subcommand is given, and returns the exit code.

use newsreader::cli::{self, CliOutcome};
use newsreader::config::log;
use newsreader::runtime;
use newsreader::runtime::startup::Startup;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        CliOutcome::Done(exit) => ExitCode::from(exit as u8),
        CliOutcome::OpenReader(session) => read(Startup::of(*session)),
    }
}

/// Shows the reader until it is quit.
fn read(startup: Startup) -> ExitCode {
    for slip in &startup.slips {
        print_error(slip);
        log::line(|| slip.clone());
    }
    let lang = startup.options.lang;
    let ended = runtime::run(startup);
    log::line(|| format!("ended: {ended:?}"));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error.message(lang));
            ExitCode::FAILURE
        }
    }
}

/// Prints one line on standard error.
fn print_error(message: &str) {
    // Standard error may be gone together with the terminal.
    let _ = writeln!(io::stderr(), "newsreader: {message}");
}
