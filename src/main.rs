//! Arguments in, library called, an error printed with its hint, an exit code out.

use newsreader::cli::{self, Asked};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Done(exit) => ExitCode::from(exit as u8),
        Asked::Read(session) => {
            eprintln!("newsreader: {} paths, no reader yet", session.paths.len());
            ExitCode::from(2)
        }
    }
}
