//! Wrong usage in one line and in the reader's language: clap's own messages are several lines of English.

use super::failure::Failure;
use crate::lang::{Lang, Words};
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Whether this "error" is the help or the version that was asked for.
pub fn is_answer(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    )
}

/// The help or version text that `command` gives for `args`.
pub fn answer(command: Command, args: &[OsString]) -> String {
    match command.try_get_matches_from(args) {
        Err(error) => error.render().to_string(),
        Ok(_) => String::new(),
    }
}

/// The line for a command line that clap did not take.
pub fn failure(error: &Error, lang: Lang) -> Failure {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            Words::new("没有这个选项", "there is no such option")
        }
        ErrorKind::UnknownArgument => Words::new("多出来的参数", "one argument too many"),
        ErrorKind::MissingRequiredArgument => Words::new("缺少这个参数", "it is missing"),
        ErrorKind::InvalidValue if value.is_empty() => {
            Words::new("后面要有一个值", "it wants a value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Words::new("不接受“{}”", "it does not take “{}”")
        }
        ErrorKind::ArgumentConflict => Words::new("重复或互相冲突", "given twice, or in conflict"),
        ErrorKind::TooManyValues => Words::new("不带值", "it takes no value"),
        _ => Words::new("用法不对", "wrong usage"),
    };
    Failure::usage(what.with(lang, &[&value]))
        .about(argument.split([' ', '=']).next().unwrap_or_default())
        .hint(hint(error, lang))
}

fn hint(error: &Error, lang: Lang) -> String {
    let near = context(error, ContextKind::SuggestedArg);
    let near_value = context(error, ContextKind::SuggestedValue);
    let valid = context(error, ContextKind::ValidValue);
    if !near.is_empty() {
        Words::new("是不是 {}？", "did you mean {}?").with(lang, &[&near])
    } else if !near_value.is_empty() {
        Words::new("是不是 {}？", "did you mean {}?").with(lang, &[&near_value])
    } else if !valid.is_empty() {
        Words::new("可用：{}", "it takes: {}").with(lang, &[&valid])
    } else {
        let help = Words::new("请看 newsreader --help", "see newsreader --help");
        help.get(lang).to_owned()
    }
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::None) | None => String::new(),
        Some(value) => value.to_string(),
    }
}
