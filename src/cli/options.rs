//! The options that every command has, and what is read off the arguments before clap sees them.

use super::HEADINGS;
use super::failure::{Failure, io_words};
use crate::config::{self, Session, log};
use crate::lang::{Lang, Words};
use crate::library::sandbox;
use crate::text::width::Ambiguous;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The options that every command has.
#[expect(
    clippy::option_option,
    reason = "`auto` on the command line undoes a width in the file"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    config: Option<PathBuf>,
    theme: Option<String>,
    /// `--lang`, as well as its absence.
    lang: Option<Lang>,
    /// `--ambiguous-width`: nothing where it was not given, `None` inside for `auto`.
    ambiguous: Option<Option<Ambiguous>>,
    stateless: bool,
    encoding: Option<String>,
    log: Option<PathBuf>,
    /// `--print-config`.
    pub print_config: bool,
}

/// Options that take a value, so that the word behind one is not taken for a command.
const VALUED: [&str; 6] = [
    "--config",
    "--theme",
    "--lang",
    "--ambiguous-width",
    "--encoding",
    "--log",
];

impl Options {
    /// What clap found.
    pub fn read(matches: &ArgMatches) -> Self {
        let text = |name| matches.get_one::<String>(name).cloned();
        let path = |name| matches.get_one::<PathBuf>(name).cloned();
        Self {
            config: path("config"),
            theme: text("theme"),
            lang: text("lang").and_then(|name| Lang::by_name(&name)),
            ambiguous: text("ambiguous-width").map(|name| match name.as_str() {
                "narrow" => Some(Ambiguous::Narrow),
                "wide" => Some(Ambiguous::Wide),
                _ => None,
            }),
            stateless: matches.get_flag("no-state"),
            encoding: text("encoding"),
            log: path("log"),
            print_config: matches.get_flag("print-config"),
        }
    }

    /// Reads the configuration file and puts these options in its settings' place. What the file has wrong is told on
    /// standard error.
    ///
    /// # Errors
    /// The line to print where the file cannot be read.
    pub fn session(self, paths: Vec<PathBuf>, locale: Lang) -> Result<Session, Failure> {
        self.begin_log(locale)?;
        let loaded = config::load(self.config.as_deref());
        let loaded = loaded.map_err(|error| {
            let (what, hint) = io_words(&error.source, self.lang.unwrap_or(locale));
            let failure = Failure::problem(what).about(error.path.display());
            hint.map_or(failure.clone(), |hint| failure.hint(hint))
        })?;
        let mut config = loaded.config;
        if let Some(theme) = self.theme {
            (config.theme, config.theme_line) = (theme, None);
        }
        config.ambiguous = self.ambiguous.unwrap_or(config.ambiguous);
        let lang = self.lang.or(config.lang).unwrap_or(locale);
        if let Some(label) = &self.encoding {
            sandbox::use_encoding(label).map_err(|error| {
                let failure = Failure::usage(error.message(lang));
                error
                    .hint()
                    .map_or(failure.clone(), |hint| failure.hint(hint.get(lang)))
            })?;
        }
        for note in &loaded.notes {
            let line = Failure::problem(note.message(lang));
            line.about(loaded.path.display()).report();
        }
        Ok(Session {
            paths,
            lang,
            config,
            config_path: loaded.path,
            notes: loaded.notes,
            stateless: self.stateless,
        })
    }
}

impl Options {
    fn begin_log(&self, locale: Lang) -> Result<(), Failure> {
        let Some(path) = &self.log else { return Ok(()) };
        let begun = log::begin(path);
        begun.map_err(|error| {
            let (what, hint) = io_words(&error, self.lang.unwrap_or(locale));
            let failure = Failure::problem(what).about(path.display());
            hint.map_or(failure.clone(), |hint| failure.hint(hint))
        })?;
        log::line(|| {
            let args: Vec<String> = std::env::args_os()
                .map(|arg| arg.to_string_lossy().into_owned())
                .collect();
            format!(
                "newsreader {}: {}",
                env!("CARGO_PKG_VERSION"),
                args.join(" ")
            )
        });
        Ok(())
    }
}

/// Adds the options to the root command, for it and its subcommands.
pub fn define(command: Command, lang: Lang) -> Command {
    let valued = |name: &'static str, value: &'static str, help: Words| {
        option(name, help, lang)
            .value_name(value)
            .hide_possible_values(true)
    };
    let config = Words::new("用这个配置文件", "use this configuration file");
    let theme = Words::new("用这个主题", "use this theme");
    let language = Words::new("界面语言：zh | en", "language of the interface: zh | en");
    let ambiguous = Words::new(
        "“”……—— 等字符的宽度：auto | narrow | wide",
        "width of ambiguous characters (quotes, ellipses, dashes): auto | narrow | wide",
    );
    let encoding = Words::new(
        "文本和 HTML 文件的编码，不再自动判断：gb18030 | big5 | utf-16le | …",
        "encoding of text and HTML files, instead of finding it out: gb18030 | big5 | utf-16le | …",
    );
    let log = Words::new("把运行日志写到这个文件", "write a log to this file");
    let stateless = Words::new(
        "不读也不写阅读记录和缓存",
        "neither read nor write state and cache",
    );
    let print = Words::new(
        "输出带注释的默认配置",
        "print the commented default configuration",
    );
    let version = Words::new("显示版本", "print the version");
    let path = || value_parser!(PathBuf);
    command
        .arg(valued("config", "FILE", config).value_parser(path()))
        .arg(valued("theme", "NAME", theme))
        .arg(valued("lang", "LANG", language).value_parser(["zh", "en"]))
        .arg(valued("ambiguous-width", "WIDTH", ambiguous).value_parser(["auto", "narrow", "wide"]))
        .arg(valued("encoding", "LABEL", encoding))
        .arg(valued("log", "FILE", log).value_parser(path()))
        .arg(option("no-state", stateless, lang).action(ArgAction::SetTrue))
        .arg(option("print-config", print, lang).action(ArgAction::SetTrue))
        .arg(
            option("version", version, lang)
                .short('V')
                .global(false)
                .action(ArgAction::Version),
        )
}

fn option(name: &'static str, help: Words, lang: Lang) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help.get(lang))
        .help_heading(HEADINGS.2.get(lang))
        .global(true)
}

/// The language of `--lang`, else of the locale. Needed before clap is set up, since the help is written in it.
pub fn language(args: &[OsString]) -> Lang {
    flag(args, "--lang")
        .and_then(|name| Lang::by_name(&name))
        .unwrap_or_else(|| Lang::from_locale(|name| std::env::var(name).ok()))
}

/// The value of `name VALUE` or `name=VALUE`, wherever it stands before a `--`.
fn flag(args: &[OsString], name: &str) -> Option<String> {
    let mut args = args.iter().take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let arg = arg.to_string_lossy();
        if arg == name {
            return args
                .next()
                .map(|value| value.to_string_lossy().into_owned());
        }
        if let Some(value) = arg.strip_prefix(name).and_then(|v| v.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// The first argument that is neither an option nor an option's value: the one place where a command's name stands.
///
/// None after `--`, so that `newsreader -- list` opens a folder called `list`, as `newsreader ./list` does.
pub fn first_word(args: &[OsString]) -> Option<&OsStr> {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--" {
            return None;
        }
        if VALUED.iter().any(|name| arg == name) {
            args.next();
        } else if arg == "-" || !arg.as_encoded_bytes().starts_with(b"-") {
            return Some(arg);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_command_is_the_first_word_that_is_no_option() {
        let word = |line| first_word(&args(line)).map(|w| w.to_string_lossy().into_owned());
        assert_eq!(word("nr list a").as_deref(), Some("list"));
        assert_eq!(word("nr --lang en list").as_deref(), Some("list"));
        assert_eq!(
            word("nr --lang=en --no-state show").as_deref(),
            Some("show")
        );
        assert_eq!(word("nr reports list").as_deref(), Some("reports"));
        assert_eq!(word("nr -- list"), None);
        assert_eq!(word("nr --theme list"), None);
    }

    #[test]
    fn the_language_flag_counts_wherever_it_stands() {
        assert_eq!(language(&args("nr list a --lang en")), Lang::En);
        assert_eq!(language(&args("nr --lang=zh")), Lang::Zh);
        assert_eq!(flag(&args("nr -- --lang en"), "--lang"), None);
    }
}
