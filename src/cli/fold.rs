//! `newsreader fold`: sets standard input, one paragraph a line, to a measure (a line length in columns).
//!
//! A drop-in for `fmt` that knows Chinese: two columns per Han character, no forbidden mark at either end of a line (CLREQ),
//! numbers kept with their units. The typesetting is that of the reader, without indent.

use super::error::{CommandError, Exit};
use super::{CommandContext, HEADINGS, Subcommand};
use crate::lang::{Lang, Words};
use crate::text::sanitize::sanitize_keeping_breaks;
use crate::text::typeset::{Rules, typeset};
use crate::text::width::Ambiguous;
use clap::{Arg, ArgMatches, Command, value_parser};
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::io::{self, BufRead, Write};

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "fold",
    about: Words::new(
        "把标准输入（一行一段）按指定列宽排版",
        "wrap standard input, one paragraph per line, to a width",
    ),
    define,
    run: run_command,
};

/// Adds `--width`.
fn define(command: Command, lang: Lang) -> Command {
    let width = Words::new("列宽，默认 80", "columns (default: 80)");
    command.arg(
        Arg::new("width")
            .long("width")
            .value_name("COLS")
            .value_parser(value_parser!(u16).range(2..))
            .default_value("80")
            .hide_default_value(true)
            .help(width.get(lang))
            .help_heading(HEADINGS.1.get(lang)),
    )
}

/// Sets standard input to `--width` columns.
///
/// # Errors
/// Those of standard input and output.
fn run_command(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let width = matches.get_one::<u16>("width").copied().unwrap_or(80);
    run(&mut io::stdin().lock(), out, width, context.ambiguous)?;
    Ok(Exit::Done)
}

/// Sets every line of `input` as a paragraph to `width_cols` columns, without indent; a blank line stays a blank line.
///
/// Bytes that are not UTF-8 are decoded as GB18030.
///
/// # Errors
/// Those of `input` and of `output`.
pub fn run(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    width_cols: u16,
    ambiguous: Ambiguous,
) -> io::Result<()> {
    let rules = Rules {
        ambiguous,
        ..Rules::default()
    };
    let mut bytes = Vec::new();
    let mut first = true;
    // The buffer is kept from line to line, so that a long text makes no new one for each.
    // Line by line, so that the text of a slow pipe appears as it comes.
    while input.read_until(b'\n', &mut bytes)? > 0 {
        let text = decode(bytes.strip_suffix(b"\n").unwrap_or(&bytes));
        // Windows editors put a byte order mark at the start of a file; it is no character of the text.
        let text = if first {
            text.trim_start_matches('\u{feff}')
        } else {
            &text
        };
        // The zero-width space stays here: it is a place where a line may break.
        let text = sanitize_keeping_breaks(text);
        for line in typeset(&text, width_cols, &rules) {
            writeln!(output, "{}", text.get(line.range).unwrap_or_default())?;
        }
        bytes.clear();
        first = false;
    }
    Ok(())
}

/// Decodes a line as UTF-8, else as GB18030, else with replacement characters.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .unwrap_or_else(|| String::from_utf8_lossy(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(input: &[u8], width_cols: u16, ambiguous: Ambiguous) -> String {
        let mut out = Vec::new();
        run(&mut &*input, &mut out, width_cols, ambiguous).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_paragraph_a_line_and_blank_lines_stay() {
        let folded = fold(
            "春江潮水连海平。\n\n海上明月\r\n  \n".as_bytes(),
            10,
            Ambiguous::Narrow,
        );
        assert_eq!(folded, "春江潮水连\n海平。\n\n海上明月\n\n");
    }

    #[test]
    fn ambiguous_characters_take_the_columns_they_are_given() {
        let text = "“春江”潮水".as_bytes();
        assert_eq!(fold(text, 10, Ambiguous::Narrow), "“春江”潮水\n");
        assert_eq!(fold(text, 10, Ambiguous::Wide), "“春江”潮\n水\n");
    }

    #[test]
    fn other_encodings_are_read_and_sequences_cannot_act() {
        let (gb, _, _) = GB18030.encode("海上明月共潮生");
        assert_eq!(fold(&gb, 8, Ambiguous::Narrow), "海上明月\n共潮生\n");
        assert_eq!(fold(b"a\x1b[2Jb", 8, Ambiguous::Narrow), "a[2Jb\n");
    }
}
