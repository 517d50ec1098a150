//! Errors about the command line itself, in one line and in the language of the interface.
//!
//! clap explains an error in several lines of English. Its structured context (which argument, which value, which names
//! would have been right) is kept; its sentences are replaced.

use super::error::CliError;
use super::{SUBCOMMANDS, options};
use crate::lang::{Lang, Words};
use crate::settings::nearest;
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;
use std::fs;

/// Returns true if this "error" is the help or the version that was asked for.
///
/// clap reports both as errors.
pub fn is_help_or_version(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    )
}

/// Returns the help or the version text that `command` prints for `args`.
///
/// The help lists every subcommand, so `command` must have them all.
pub fn help_text(command: Command, args: &[OsString]) -> String {
    match command.try_get_matches_from(args) {
        Err(error) => error.render().to_string(),
        Ok(_) => String::new(),
    }
}

/// Returns the help `text` with the headings and the synopsis in `lang`.
///
/// clap itself puts the ASCII colon behind a heading and `[OPTIONS]` into the synopsis.
pub fn localised(text: String, lang: Lang) -> String {
    if lang == Lang::En {
        return text;
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        // Only a heading begins at the margin and ends with a colon.
        if !line.starts_with(' ') && line.ends_with(':') {
            line.pop();
            line.push('：');
        } else if line.starts_with("用法：") {
            *line = line.replace("[OPTIONS]", "[选项]");
        }
    }
    lines.join("\n") + "\n"
}

/// Returns the error for a first word that is no command, leads to no file and resembles a command, as `serach` does.
///
/// Any other word is a path that does not exist, and is reported as such where the paths are opened. Two letters in six
/// may differ and one in a shorter name, so that the missing folders `reports` and `lib` are not taken for `export` and
/// `list`.
pub fn mistyped_command(args: &[OsString], lang: Lang) -> Option<CliError> {
    let word = options::first_word(args)?.to_str()?;
    // A dangling link is a file with a problem of its own, so links are not followed.
    if fs::symlink_metadata(word).is_ok() {
        return None;
    }
    // `List` is a slip as well.
    let folded = word.to_lowercase();
    let distances = SUBCOMMANDS
        .iter()
        .map(|one| (strsim::damerau_levenshtein(&folded, one.name), one.name));
    let (distance, name) = distances.min()?;
    // A third of the letters of the command, at least one.
    if distance > (name.len() / 3).max(1) {
        return None;
    }
    let what = Words::new(
        "没有这个命令，也没有这个文件或文件夹",
        "there is no such command, and no such file or folder",
    );
    let hint = Words::new("是不是 newsreader {}？", "did you mean newsreader {}?");
    let error = CliError::usage(what.get(lang)).subject(word);
    Some(error.hint(hint.with(lang, &[name])))
}

/// Returns the error for a command line that clap rejected.
pub fn error(error: &Error, lang: Lang) -> CliError {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            Words::new("没有这个选项", "there is no such option")
        }
        ErrorKind::UnknownArgument => Words::new("多余的参数", "unexpected argument"),
        ErrorKind::MissingRequiredArgument => {
            Words::new("缺少这个参数", "this argument is missing")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Words::new("后面要有一个值", "it needs a value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Words::new("不接受“{}”", "it does not take “{}”")
        }
        ErrorKind::ArgumentConflict => Words::new("重复或互相冲突", "given twice, or in conflict"),
        ErrorKind::TooManyValues => Words::new("不带值", "it takes no value"),
        _ => Words::new("用法不对", "wrong usage"),
    };
    // clap writes `--width <COLS>`, `--width=<COLS>` or a list of lines: the name alone is the subject.
    let name = argument.split([' ', '=', '\n']).next().unwrap_or_default();
    CliError::usage(what.with(lang, &[&value]))
        .subject(name)
        .hint(hint(error, name, lang))
}

/// Returns the advice about the argument `name`: the nearest one, else what would be right, else the help.
// clap's own suggestions come first: they know the options of this subcommand.
fn hint(error: &Error, name: &str, lang: Lang) -> String {
    let near = context(error, ContextKind::SuggestedArg);
    // clap also suggests what a word is a part of, as `--ambiguous-width` for `--bogus`.
    let near = nearest(name, [near.as_str()]).unwrap_or_default();
    let near_value = context(error, ContextKind::SuggestedValue);
    let valid = context(error, ContextKind::ValidValue);
    if !near.is_empty() {
        Words::new("是不是 {}？", "did you mean {}?").with(lang, &[near])
    } else if !near_value.is_empty() {
        Words::new("是不是 {}？", "did you mean {}?").with(lang, &[&near_value])
    } else if !valid.is_empty() {
        // clap joins the names with an ASCII comma.
        let valid = valid.replace(", ", Words::new("、", ", ").get(lang));
        Words::new("可用：{}", "it takes: {}").with(lang, &[&valid])
    } else if let Some(least) = least_of(name).filter(|_| is_wrong_value(error)) {
        Words::new("应为 {} 或更大的整数", "it takes a whole number from {} on")
            .with(lang, &[least])
    } else {
        let command =
            command_of(error).map_or("--help".to_owned(), |name| format!("{name} --help"));
        Words::new("请看 newsreader {}", "see newsreader {}").with(lang, &[&command])
    }
}

/// Returns the least value of an option that takes a whole number.
fn least_of(name: &str) -> Option<&'static str> {
    match name {
        "--width" => Some("2"),
        "--article" | "--number" => Some("1"),
        _ => None,
    }
}

/// True if an option has a value that it does not take.
fn is_wrong_value(error: &Error) -> bool {
    let kinds = [ErrorKind::InvalidValue, ErrorKind::ValueValidation];
    kinds.contains(&error.kind())
}

/// Returns the subcommand that was given, whose help says more than that of the program; `None` without one.
fn command_of(error: &Error) -> Option<&'static str> {
    let usage = context(error, ContextKind::Usage);
    let mut words = usage
        .split_whitespace()
        .skip_while(|word| !word.ends_with("newsreader"));
    let given = words.nth(1)?;
    SUBCOMMANDS
        .iter()
        .map(|one| one.name)
        .find(|name| *name == given)
}

/// Returns a part of clap's context as text, empty where the error has none.
fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::None) | None => String::new(),
        Some(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_in_chinese_has_chinese_punctuation_and_no_english_word_of_clap() {
        let text = "用法：newsreader list [OPTIONS] [PATH]...\n\n参数:\n  [PATH]...  路径 a:\n";
        assert_eq!(
            localised(text.to_owned(), Lang::Zh),
            "用法：newsreader list [选项] [PATH]...\n\n参数：\n  [PATH]...  路径 a:\n"
        );
        let text = "Usage: newsreader list [OPTIONS]\n\nOptions:\n";
        assert_eq!(localised(text.to_owned(), Lang::En), text);
    }
}
