//! Arguments in, library called, an error printed with its hint, an exit code out.

fn main() {}
