//! The program: runs the command line, opens the reader where no subcommand is given, and returns the exit code.

use newsreader::cli::{self, CliOutcome};
use newsreader::config::{Startup, log};
use newsreader::runtime;
#[cfg(unix)]
use newsreader::runtime::terminal::guard;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs a command, or opens the reader. The same program is also the guard of a terminal, by an
/// argument that only the reader passes to it.
fn main() -> ExitCode {
    #[cfg(unix)]
    if guard::is_meant(std::env::args_os()) {
        guard::serve(std::env::args_os());
        return ExitCode::SUCCESS;
    }
    match cli::run(std::env::args_os()) {
        CliOutcome::Done(exit) => ExitCode::from(exit as u8),
        CliOutcome::Served(code) => ExitCode::from(code),
        CliOutcome::OpenReader(startup, _piped) => read(&startup),
    }
}

/// Shows the reader until it is quit.
fn read(startup: &Startup) -> ExitCode {
    let ended = runtime::run(startup);
    log::line(|| format!("ended: {ended:?}"));
    match ended {
        Ok(None) => ExitCode::SUCCESS,
        // The code that a shell gives for a program that a signal ended.
        Ok(Some(signal)) => ExitCode::from(128 + signal),
        Err(error) => {
            // Standard error may be gone together with the terminal.
            let _ = writeln!(io::stderr(), "newsreader: {}", error.message(startup.lang));
            ExitCode::FAILURE
        }
    }
}
