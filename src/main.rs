//! Arguments in, library called, an error printed with its hint, an exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(newsreader::cli::run(std::env::args_os()) as u8)
}
