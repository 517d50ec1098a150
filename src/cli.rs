//! The command line: arguments in, a subcommand run or the reader's startup out.
//!
//! Each subcommand has a file of its own below `cli/` and describes itself in a [`Subcommand`]: its name, its options with
//! their help in both languages, and the function that runs it. `newsreader PATH` defines no subcommand at all, since the
//! time to the first frame counts; only the help, the completions and the manual page need all of them.
//!
//! A run has these steps: the first word that is no option decides the subcommand, clap parses the
//! line for that one alone, the global options and the configuration make a [`Startup`], and the
//! subcommand prints to a buffered standard output. Its result is an exit code or an error of one
//! line ([`error`]); nothing below this module ends the program by itself.
//!
//! To add a subcommand, write a file with a `SUBCOMMAND`, add it to the list here, and describe it
//! in both READMEs. Every text has a Chinese and an English form ([`Words`]), and results go to
//! standard output while everything else goes to standard error.

mod backup;
mod check;
mod chosen;
mod completions;
mod count;
mod doctor;
pub mod error;
mod export;
mod files;
pub mod fold;
mod help;
pub mod json;
mod links;
mod list;
mod man;
mod options;
mod piped;
mod recognise;
mod related;
mod search;
mod show;
mod stories;
mod usage;
mod watch;

use crate::config::{self, Config, Startup};
use crate::lang::{Lang, Words};
use crate::library::address;
use crate::library::recognise::launch;
use crate::library::recognised;
use crate::library::sandbox::child;
use crate::runtime::watch_list;
use crate::text::width::Ambiguous;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use error::{CliError, CommandError, Exit};
use options::GlobalOptions;
use piped::PipedReport;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// A subcommand: its name, its help, its arguments and the function that runs it.
pub struct Subcommand {
    /// The name on the command line.
    name: &'static str,
    /// The line in the list of commands.
    about: Words,
    /// Adds the arguments to a command that has its name and its description already.
    define: fn(Command, Lang) -> Command,
    /// Runs the subcommand and prints its results to the writer.
    run: fn(&ArgMatches, &CommandContext, &mut dyn Write) -> Result<Exit, CommandError>,
}

/// Every subcommand, in the order of the help.
const SUBCOMMANDS: &[Subcommand] = &[
    list::SUBCOMMAND,
    show::SUBCOMMAND,
    links::SUBCOMMAND,
    search::SUBCOMMAND,
    count::SUBCOMMAND,
    watch::SUBCOMMAND,
    related::SUBCOMMAND,
    stories::SUBCOMMAND,
    check::SUBCOMMAND,
    export::SUBCOMMAND,
    recognise::SUBCOMMAND,
    backup::BACKUP,
    backup::RESTORE,
    fold::SUBCOMMAND,
    doctor::SUBCOMMAND,
    completions::SUBCOMMAND,
    man::SUBCOMMAND,
    help::SUBCOMMAND,
];

/// The settings that every subcommand is given beside its own arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandContext {
    /// The language of messages and results.
    pub lang: Lang,
    /// The width of ambiguous characters; narrow where it is not configured, since there is no terminal to ask.
    pub ambiguous: Ambiguous,
    /// The configuration.
    pub config: Config,
    /// Set when neither state nor cache may be read or written.
    pub stateless: bool,
    /// The mistakes in the settings and the watch words, a line each that begins with the file.
    pub slips: Vec<String>,
}

/// The outcome of a command line.
#[derive(Debug)]
pub enum CliOutcome {
    /// A subcommand ended, well or badly: the program ends with this code.
    Done(Exit),
    /// A process of the program's own ended with this code, which its parent understands.
    Served(u8),
    /// No subcommand was given: the reader is to be opened. A copy of standard input must live as long as the reader.
    OpenReader(Box<Startup>, Option<PipedReport>),
}

/// Runs the subcommand that `args` (the program's name first) ask for, and prints its error where it fails.
pub fn run(args: impl Iterator<Item = OsString>) -> CliOutcome {
    let args: Vec<OsString> = args.collect();
    // The reading process starts by the thousand for a large library, so it is recognised before clap is set up.
    if child::is_meant(args.iter()) {
        return CliOutcome::Served(child::serve(args));
    }
    if launch::is_meant(args.iter()) {
        return CliOutcome::Served(launch::serve(args));
    }
    // The help is written before the configuration is read, so its language can only come from the arguments or the locale.
    let mut lang = options::language(&args);
    // Buffered and locked once: a search prints tens of thousands of rows.
    let mut out = BufWriter::new(io::stdout().lock());
    let done = dispatch(&args, &mut lang, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    let error = match done {
        Ok(outcome) => return outcome,
        Err(CommandError::ClosedPipe) => {
            // The rest of the buffer has no reader; dropping the writer would try to write it and fail again.
            let _ = out.into_parts();
            return CliOutcome::Done(Exit::Done);
        }
        Err(CommandError::Output(error)) => error::unwritable(&error, lang),
        Err(CommandError::Failed(error)) => error,
    };
    error.report();
    CliOutcome::Done(error.exit)
}

/// Parses `args` and runs the subcommand among them.
///
/// `lang` is the language of the locale or of `--lang`, and afterwards that of the configuration where it sets one.
///
/// # Errors
/// [`CommandError`] of the parser, of the configuration or of the subcommand.
fn dispatch(
    args: &[OsString],
    lang: &mut Lang,
    out: &mut dyn Write,
) -> Result<CliOutcome, CommandError> {
    let chosen = options::first_word(args).and_then(|word| {
        SUBCOMMANDS
            .iter()
            .find(|subcommand| word == subcommand.name)
    });
    let Some(matches) = parse(args, chosen, *lang, out)? else {
        return Ok(CliOutcome::Done(Exit::Done));
    };
    let options = GlobalOptions::read(&matches);
    if options.print_config {
        // Before the configuration is loaded: a broken file must not keep its defaults from being
        // printed.
        write!(out, "{}", config::DEFAULT)?;
        return Ok(CliOutcome::Done(Exit::Done));
    }
    let paths = matches.get_many::<PathBuf>("paths");
    let paths = paths
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    let startup = options.into_startup(paths, *lang)?;
    *lang = startup.lang;
    if let Some(folder) = config::recognised_folder().filter(|_| !startup.stateless) {
        recognised::use_folder(folder);
    }
    let slips = slips_of(&startup, chosen);
    if let (Some(subcommand), Some((_, matches))) = (chosen, matches.subcommand()) {
        (subcommand.run)(matches, &CommandContext::of(startup, slips), out).map(CliOutcome::Done)
    } else {
        // A word that is near a command and is no file: `newsreader serach` must not open the
        // reader.
        if let Some(error) = usage::mistyped_command(args, *lang) {
            return Err(error.into());
        }
        let (startup, piped) = files::reader_startup(startup)?;
        Ok(CliOutcome::OpenReader(Box::new(startup), piped))
    }
}

/// Parses `args` for the subcommand `chosen`, or else for the reader; `None` if help or version was asked for and printed.
///
/// # Errors
/// [`CommandError`] for a command line that is wrong, or an output that cannot be written.
fn parse(
    args: &[OsString],
    chosen: Option<&Subcommand>,
    lang: Lang,
    out: &mut dyn Write,
) -> Result<Option<ArgMatches>, CommandError> {
    // A definition costs time, so only that of the chosen subcommand is made.
    let command = match chosen {
        Some(subcommand) => root(lang).subcommand(subcommand.command(lang)),
        None => root(lang),
    };
    let error = match command.try_get_matches_from(args) {
        Ok(matches) => return Ok(Some(matches)),
        Err(error) => error,
    };
    // The options behind a mistyped command are unknown to the reader's own line, and its help is not that of the command:
    // the command is the mistake to name.
    if chosen.is_none()
        && let Some(error) = usage::mistyped_command(args, lang)
    {
        return Err(error.into());
    }
    if !usage::is_help_or_version(&error) {
        return Err(usage::error(&error, lang).into());
    }
    let text = match chosen {
        Some(_) => error.render().to_string(),
        None => usage::help_text(whole(lang), args),
    };
    write!(out, "{}", usage::localised(text, lang))?;
    Ok(None)
}

/// Returns the mistakes in the settings and the watch words, a line each, after printing them on standard error.
///
/// `doctor` prints them itself, among all that it finds.
fn slips_of(startup: &Startup, chosen: Option<&Subcommand>) -> Vec<String> {
    let mut slips = startup.slips.clone();
    slips.extend(watch_list::load(startup.lang).problems);
    if chosen.is_none_or(|subcommand| subcommand.name != doctor::SUBCOMMAND.name) {
        let lines = slips.iter().map(|slip| CliError::problem(&**slip));
        lines.for_each(|line| line.report());
    }
    slips
}

impl CommandContext {
    /// Takes the settings of a subcommand out of a startup; the paths are read from the subcommand's own arguments.
    ///
    /// Ambiguous characters count as narrow unless the configuration has their width.
    fn of(startup: Startup, slips: Vec<String>) -> Self {
        Self {
            lang: startup.lang,
            ambiguous: startup.config.ambiguous.unwrap_or_default(),
            config: startup.config,
            stateless: startup.stateless,
            slips,
        }
    }
}

/// Returns the command without subcommands: the reader's own line.
///
/// Paths are its only arguments of its own; all others are global options.
fn root(lang: Lang) -> Command {
    let about = Words::new(
        "在终端里阅读中文监测报告",
        "A terminal reader for Chinese monitoring reports",
    );
    let paths = Words::new(
        "文件夹（包括各级子文件夹）或文件，- 为标准输入；省略时打开配置中的资料夹，没有配置则打开内置样刊",
        "folders (searched recursively) or files, - for standard input; without any, the configured library or else the built-in samples",
    );
    let command = Command::new("newsreader")
        .version(env!("CARGO_PKG_VERSION"))
        .about(about.get(lang))
        // Replaced by options whose help exists in both languages.
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(paths_arg(paths.get(lang), lang));
    options::define(framed(command, lang), lang)
}

/// Returns the command with every subcommand, for the help, the completions and the manual page.
fn whole(lang: Lang) -> Command {
    let heading = Words::new("命令", "Commands");
    let synopsis = Words::new(
        "newsreader [选项] [路径]...\n      newsreader 命令 [选项] ...",
        "newsreader [OPTIONS] [PATH]...\n       newsreader COMMAND [OPTIONS] ...",
    );
    root(lang)
        .subcommand_help_heading(heading.get(lang))
        .override_usage(synopsis.get(lang))
        .subcommands(SUBCOMMANDS.iter().map(|one| one.command(lang)))
}

impl Subcommand {
    /// Returns the definition for clap, with the help in `lang`.
    fn command(&self, lang: Lang) -> Command {
        let command = Command::new(self.name).about(self.about.get(lang));
        framed((self.define)(command, lang), lang)
    }
}

/// Returns `command` with its help in `lang`.
///
/// clap's own template and its own `--help` are English, so both are replaced.
///
/// Both flags are defined anew as arguments, with help in `lang`.
fn framed(command: Command, lang: Lang) -> Command {
    let template = Words::new(
        "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n",
        "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n",
    );
    let help = Words::new("显示帮助", "print this help");
    command
        .help_template(template.get(lang))
        .disable_help_flag(true)
        .next_help_heading(HEADINGS.1.get(lang))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .help(help.get(lang))
                .help_heading(HEADINGS.1.get(lang))
                .action(ArgAction::Help),
        )
}

/// The headings of a help text: arguments, options of the command, options of every command.
const HEADINGS: (Words, Words, Words) = (
    Words::new("参数", "Arguments"),
    Words::new("选项", "Options"),
    Words::new("通用选项", "Global options"),
);

/// Returns the parser of the arguments that name reports: paths, `file://` addresses, pasted paths.
///
/// A `file://` address with escaped bytes becomes the path that it was made from, so that every
/// path of a JSON output can be given back.
fn path_parser() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(|argument| address::to_path(&argument))
}

/// Returns the argument `[PATH]...` with its help.
///
/// No path at all is allowed: the configured folders are then read.
fn paths_arg(help: &'static str, lang: Lang) -> Arg {
    Arg::new("paths")
        .value_name("PATH")
        .num_args(0..)
        .value_parser(path_parser())
        .help(help)
        .help_heading(HEADINGS.0.get(lang))
}

/// Returns the argument FILE with its help.
fn file_arg(help: &'static str, lang: Lang) -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(path_parser())
        .help(help)
        .help_heading(HEADINGS.0.get(lang))
}

/// Returns `--format` with the names that it takes; the first is the default.
fn format_arg<const N: usize>(names: [&'static str; N], lang: Lang) -> Arg {
    let help = Words::new("输出格式：{}", "output format: {}");
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .help(help.with(lang, &[&names.join(" | ")]))
        .help_heading(HEADINGS.1.get(lang))
        .default_value(names[0])
        .hide_default_value(true)
        // The names stand in the help line already; clap would list them again in English.
        .hide_possible_values(true)
        .value_parser(names)
}

/// Returns the value of `--format`, empty where it has no default and was not given.
// Defined as a text with a default; only `export` has none, since it follows the file's ending.
fn format_of(matches: &ArgMatches) -> &str {
    matches
        .get_one::<String>("format")
        .map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_hold_together_in_both_languages() {
        whole(Lang::Zh).debug_assert();
        whole(Lang::En).debug_assert();
    }

    #[test]
    fn every_argument_is_explained_and_headed_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let command = whole(lang);
            for part in std::iter::once(&command).chain(command.get_subcommands()) {
                assert!(part.get_about().is_some(), "{}", part.get_name());
                for arg in part.get_arguments() {
                    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    let has_han = help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    let expected = lang == Lang::Zh;
                    assert_eq!(
                        has_han,
                        expected,
                        "{} {}: {help}",
                        part.get_name(),
                        arg.get_id()
                    );
                    assert!(arg.get_help_heading().is_some(), "{}", arg.get_id());
                }
            }
        }
    }
}
