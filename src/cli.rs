//! The command line: what was asked for, and the subcommands that print.
//!
//! Each subcommand is a file of its own under `cli/` and describes itself in a [`Subcommand`]: its name, its options in
//! both languages and what it does. The plain `newsreader PATH` defines no subcommand at all, since the time to the
//! first frame counts.

mod check;
mod completions;
mod doctor;
mod export;
pub mod failure;
mod files;
pub mod fold;
pub mod json;
mod links;
mod list;
mod man;
mod options;
mod search;
mod show;
mod usage;

use crate::config::{self, Config, Session};
use crate::lang::{Lang, Words};
use crate::library::sandbox::child;
use crate::text::width::Ambiguous;
use clap::{Arg, ArgAction, ArgMatches, Command};
use failure::{Exit, Stop};
use options::Options;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// A subcommand: how it is called and what it does.
pub struct Subcommand {
    name: &'static str,
    about: Words,
    /// Adds the arguments to a command that has its name and description.
    define: fn(Command, Lang) -> Command,
    /// Does it, printing to the given writer.
    run: fn(&ArgMatches, &Context, &mut dyn Write) -> Result<Exit, Stop>,
}

/// In the order of the help.
const SUBCOMMANDS: &[Subcommand] = &[
    list::SUBCOMMAND,
    show::SUBCOMMAND,
    links::SUBCOMMAND,
    search::SUBCOMMAND,
    check::SUBCOMMAND,
    export::SUBCOMMAND,
    fold::SUBCOMMAND,
    doctor::SUBCOMMAND,
    completions::SUBCOMMAND,
    man::SUBCOMMAND,
];

/// What every subcommand is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The language to speak.
    pub lang: Lang,
    /// The width of ambiguous characters; narrow where nothing says otherwise, since there is no terminal to ask.
    pub ambiguous: Ambiguous,
    /// The configuration.
    pub config: Config,
    /// No state and no cache is to be read or written.
    pub stateless: bool,
}

/// What a command line comes to.
#[derive(Debug)]
pub enum Asked {
    /// It was done, or told why not: the program ends with this code.
    Done(Exit),
    /// The reader is wanted.
    Read(Box<Session>),
}

/// Runs the subcommand that `args` (the program's name first) ask for.
pub fn run(args: impl Iterator<Item = OsString>) -> Asked {
    let args: Vec<OsString> = args.collect();
    if child::is_meant(args.iter()) {
        return Asked::Done(match child::serve(args) {
            0 => Exit::Done,
            _ => Exit::Problem,
        });
    }
    let lang = options::language(&args);
    let mut out = BufWriter::new(io::stdout().lock());
    let done = dispatch(&args, lang, &mut out).and_then(|asked| {
        out.flush()?;
        Ok(asked)
    });
    match done {
        Ok(asked) => asked,
        Err(Stop::Closed) => {
            // What is still in the buffer has no reader; writing it on drop would only fail again.
            let _ = out.into_parts();
            Asked::Done(Exit::Done)
        }
        Err(Stop::Because(failure)) => {
            failure.report();
            Asked::Done(failure.exit)
        }
    }
}

fn dispatch(args: &[OsString], lang: Lang, out: &mut dyn Write) -> Result<Asked, Stop> {
    let chosen = options::first_word(args).and_then(|word| {
        SUBCOMMANDS
            .iter()
            .find(|subcommand| word == subcommand.name)
    });
    let command = match chosen {
        Some(subcommand) => root(lang).subcommand(subcommand.command(lang)),
        None => root(lang),
    };
    let matches = match command.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if usage::is_answer(&error) => {
            let text = match chosen {
                Some(_) => error.render().to_string(),
                None => usage::answer(whole(lang), args),
            };
            write!(out, "{text}")?;
            return Ok(Asked::Done(Exit::Done));
        }
        Err(error) => return Err(usage::failure(&error, lang).into()),
    };
    let options = Options::read(&matches);
    if options.print_config {
        write!(out, "{}", config::DEFAULT)?;
        return Ok(Asked::Done(Exit::Done));
    }
    let paths = matches.get_many::<PathBuf>("paths");
    let paths = paths
        .map(|paths| paths.cloned().collect())
        .unwrap_or_default();
    let session = options.session(paths, lang)?;
    match (chosen, matches.subcommand()) {
        (Some(subcommand), Some((_, matches))) => {
            (subcommand.run)(matches, &Context::of(session), out).map(Asked::Done)
        }
        _ => Ok(Asked::Read(Box::new(files::readable(session)?))),
    }
}

impl Context {
    fn of(session: Session) -> Self {
        Self {
            lang: session.lang,
            ambiguous: session.config.ambiguous.unwrap_or_default(),
            config: session.config,
            stateless: session.stateless,
        }
    }
}

/// The command without subcommands: the reader's own line.
fn root(lang: Lang) -> Command {
    let about = Words::new(
        "终端里的中文监测报告阅读器",
        "A terminal reader for Chinese monitoring reports",
    );
    let paths = Words::new(
        "文件夹（逐层查找）或文件；不给时用配置中的资料夹，再没有就打开内置样刊",
        "folders (searched recursively) or files; none: the configured library, else the built-in samples",
    );
    let command = Command::new("newsreader")
        .version(env!("CARGO_PKG_VERSION"))
        .about(about.get(lang))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(paths_arg(paths.get(lang), lang));
    options::define(framed(command, lang), lang)
}

/// The command with every subcommand, for the help, the completions and the manual.
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
    fn command(&self, lang: Lang) -> Command {
        let command = Command::new(self.name).about(self.about.get(lang));
        framed((self.define)(command, lang), lang)
    }
}

/// `command` with the help in `lang`: clap's own words know English only.
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

/// The headings of a help text: what it works on, its options, the options that every command has.
const HEADINGS: (Words, Words, Words) = (
    Words::new("参数", "Arguments"),
    Words::new("选项", "Options"),
    Words::new("通用选项", "Options everywhere"),
);

/// `[PATH]...` with its help.
fn paths_arg(help: &'static str, lang: Lang) -> Arg {
    Arg::new("paths")
        .value_name("PATH")
        .num_args(0..)
        .value_parser(clap::value_parser!(PathBuf))
        .help(help)
        .help_heading(HEADINGS.0.get(lang))
}

/// `--format` with the names it takes, the first being the default.
fn format_arg<const N: usize>(names: [&'static str; N], lang: Lang) -> Arg {
    let help = Words::new("输出格式：{}", "output format: {}");
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .help(help.with(lang, &[&names.join(" | ")]))
        .help_heading(HEADINGS.1.get(lang))
        .default_value(names[0])
        .hide_default_value(true)
        .hide_possible_values(true)
        .value_parser(names)
}

/// The name that `--format` was given.
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
