//! The global options, and the values that are read off the arguments before clap sees them.
//!
//! Two values are needed before clap can parse anything: the language, since the definitions hold
//! the help texts, and the name of the subcommand, since only its definition is made. Both are read
//! off the raw arguments here.

use super::HEADINGS;
use super::error::{CliError, unreadable};
use crate::config::{self, Startup, log};
use crate::lang::{Lang, Words};
use crate::library::sandbox;
use crate::runtime::config_check;
use crate::text::width::Ambiguous;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The values of the options that every command has.
#[expect(
    clippy::option_option,
    reason = "`auto` on the command line undoes a width in the file"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GlobalOptions {
    /// `--config`: the configuration file instead of the usual one.
    config: Option<PathBuf>,
    /// `--theme`: the theme instead of the configured one.
    theme: Option<String>,
    /// `--lang`: the language of the interface.
    lang: Option<Lang>,
    /// `--ambiguous-width`: `None` where it was not given, `Some(None)` for `auto`.
    ambiguous: Option<Option<Ambiguous>>,
    /// `--no-state`: neither state nor cache is read or written.
    stateless: bool,
    /// `--encoding`: a WHATWG label for text and HTML files.
    encoding: Option<String>,
    /// `--password-file`: the file whose first line is the password of encrypted files.
    password_file: Option<PathBuf>,
    /// `--log`: the file that the log is appended to.
    log: Option<PathBuf>,
    /// Set by `--print-config`.
    pub print_config: bool,
}

/// The options that take a value, so that [`first_word`] does not mistake the word behind one for a command.
const VALUED: [&str; 7] = [
    "--config",
    "--theme",
    "--lang",
    "--ambiguous-width",
    "--encoding",
    "--password-file",
    "--log",
];

impl GlobalOptions {
    /// Reads the values that clap parsed.
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
            password_file: path("password-file"),
            log: path("log"),
            print_config: matches.get_flag("print-config"),
        }
    }

    /// Loads the configuration file and lets these options override its settings.
    ///
    /// Mistakes in the file are reported on standard error, a line each; the defaults stand in for the wrong values.
    ///
    /// # Errors
    /// The line to print where the file cannot be read, the log cannot be written or the encoding is unknown.
    pub fn into_startup(self, paths: Vec<PathBuf>, locale: Lang) -> Result<Startup, CliError> {
        // First of all, so that every later error stands in the log.
        self.start_log(locale)?;
        let loaded = config::load(self.config.as_deref());
        let loaded = loaded.map_err(|error| {
            unreadable(&error.source, self.lang.unwrap_or(locale)).subject(error.path.display())
        })?;
        let mut config = loaded.config;
        // Without its line in the file, a wrong name is reported as one of the command line.
        if let Some(theme) = self.theme {
            // `theme_line` is the line of the file that a note about the theme would name.
            (config.theme, config.theme_line) = (theme, None);
        }
        config.ambiguous = self.ambiguous.unwrap_or(config.ambiguous);
        let lang = self.lang.or(config.lang).unwrap_or(locale);
        set_reading(
            self.encoding.as_deref(),
            self.password_file.as_deref(),
            lang,
        )?;
        let mut startup = Startup {
            paths,
            piped: None,
            lang,
            config,
            config_path: loaded.path,
            slips: Vec::new(),
            stateless: self.stateless,
        };
        startup.slips = config_check::problems(&startup, &loaded.notes);
        Ok(startup)
    }

    /// Opens the file of `--log` and writes the version and the command line as its first entry.
    ///
    /// # Errors
    /// The line to print where the file cannot be written.
    fn start_log(&self, locale: Lang) -> Result<(), CliError> {
        let Some(path) = &self.log else { return Ok(()) };
        log::begin(path).map_err(|error| {
            unreadable(&error, self.lang.unwrap_or(locale)).subject(path.display())
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

/// Adds the global options to the root command, for it and its subcommands.
pub fn define(command: Command, lang: Lang) -> Command {
    let valued = |name: &'static str, value: &'static str, help: Words| {
        option(name, help, lang)
            .value_name(value)
            .hide_possible_values(true)
    };
    let config = Words::new("使用指定的配置文件", "use this configuration file");
    let theme = Words::new("使用指定的主题", "use this theme");
    let language = Words::new("界面语言：zh | en", "language of the interface: zh | en");
    let ambiguous = Words::new(
        "“”……—— 等字符的宽度：auto | narrow | wide",
        "width of ambiguous characters (quotes, ellipses, dashes): auto | narrow | wide",
    );
    let encoding = Words::new(
        "指定文本和 HTML 文件的编码，不再自动判断：gb18030 | big5 | utf-16le | …",
        "encoding of text and HTML files, instead of detecting it: gb18030 | big5 | utf-16le | …",
    );
    let password = Words::new(
        "加密的 PDF、OFD、zip 和 7z 的密码，写在这个文件的第一行",
        "the password of encrypted PDF, OFD, zip and 7z files is the first line of this file",
    );
    let log = Words::new("把运行日志写入这个文件", "write a log to this file");
    let stateless = Words::new(
        "不读写阅读记录和缓存",
        "do not read or write reading state and cache",
    );
    let print = Words::new(
        "输出带注释的默认配置",
        "print the default configuration with comments",
    );
    let version = Words::new("显示版本", "print the version");
    let path = || value_parser!(PathBuf);
    command
        .arg(valued("config", "FILE", config).value_parser(path()))
        .arg(valued("theme", "NAME", theme))
        .arg(valued("lang", "LANG", language).value_parser(["zh", "en"]))
        .arg(valued("ambiguous-width", "WIDTH", ambiguous).value_parser(["auto", "narrow", "wide"]))
        .arg(valued("encoding", "LABEL", encoding))
        .arg(valued("password-file", "FILE", password).value_parser(path()))
        .arg(valued("log", "FILE", log).value_parser(path()))
        .arg(option("no-state", stateless, lang).action(ArgAction::SetTrue))
        .arg(option("print-config", print, lang).action(ArgAction::SetTrue))
        .arg(
            option("version", version, lang)
                .short('V')
                // `newsreader list --version` would print the same, but belongs to no subcommand's help.
                .global(false)
                .action(ArgAction::Version),
        )
}

/// Returns a global option with its help.
///
/// A global option can stand before and behind the name of a subcommand.
fn option(name: &'static str, help: Words, lang: Lang) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help.get(lang))
        .help_heading(HEADINGS.2.get(lang))
        .global(true)
}

/// Returns the language of `--lang`, else that of the locale.
///
/// It is needed before clap parses anything, since the definitions that clap is given hold the help texts.
pub fn language(args: &[OsString]) -> Lang {
    flag_value(args, "--lang")
        .and_then(|name| Lang::by_name(&name))
        .unwrap_or_else(|| Lang::from_locale(|name| std::env::var(name).ok()))
}

/// Returns the value of `name VALUE` or `name=VALUE`, anywhere before a `--`.
///
/// `None` if the last argument is the option itself.
fn flag_value(args: &[OsString], name: &str) -> Option<String> {
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

/// Sets the encoding and the password with which files are read.
///
/// # Errors
/// The line to print where the encoding is unknown or the password cannot be read.
fn set_reading(
    encoding: Option<&str>,
    password_file: Option<&Path>,
    lang: Lang,
) -> Result<(), CliError> {
    if let Some(label) = encoding {
        sandbox::use_encoding(label)
            .map_err(|error| CliError::usage(error.message(lang)).hint(error.hint().get(lang)))?;
    }
    if let Some(path) = password_file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| unreadable(&error, lang).subject(path.display()))?;
        // Editors end the line; a password may end in a space.
        let line = text.lines().next().unwrap_or_default();
        // Kept by the process and passed on in the environment of the reading processes: a command
        // line can be read by others.
        sandbox::use_password(line.to_owned());
    }
    Ok(())
}

/// Returns the first argument that is neither an option nor an option's value: the only place for a command's name.
///
/// Nothing after `--` counts, so that `newsreader -- list` opens a folder called `list`, as `newsreader ./list` does.
pub fn first_word(args: &[OsString]) -> Option<&OsStr> {
    // The first argument is the name of the program.
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--" {
            return None;
        }
        // The value behind an option is no path: `newsreader --theme ink lib` opens `lib`.
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
        assert_eq!(flag_value(&args("nr -- --lang en"), "--lang"), None);
    }
}
