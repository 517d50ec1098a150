//! `newsreader doctor`: the state of the terminal, the locale, the paths and the clipboard, as text for a bug report.
//!
//! Each section lists names and values. Values of variables that hold addresses of machines are left out, since the output
//! is made to be published. The exit code is 1 if no way to copy is left.

mod clipboard;
mod terminal;

use super::error::{CommandError, Exit};
use super::{CommandContext, Subcommand};
use crate::config;
use crate::lang::{Lang, Words};
use crate::library::sandbox;
use crate::quote::one_line::one_line;
use crate::state::Journal;
use crate::text::width::{Ambiguous, width_cols};
use clap::{ArgMatches, Command};
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "doctor",
    about: Words::new(
        "逐项检查终端、剪贴板、区域设置和路径",
        "check the terminal, the clipboard, the locale and the paths, one by one",
    ),
    define,
    run,
};

/// Adds a note to the help; there are no arguments.
fn define(command: Command, lang: Lang) -> Command {
    let note = Words::new(
        "检查时会把一行测试文字写入剪贴板。输出可直接贴入问题报告。",
        "The check puts a line of test text into the clipboard. The output can be pasted into a bug report.",
    );
    command.after_help(note.get(lang))
}

/// Prints the sections in order, the slow one last.
fn run(
    _: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let lang = context.lang;
    let version = format!("newsreader {}", env!("CARGO_PKG_VERSION"));
    let system = format!("{} {}", env::consts::OS, env::consts::ARCH);
    writeln!(out, "{version} ({system})")?;
    section(out, lang, TERMINAL, &terminal::facts(context))?;
    section(out, lang, LOCALE, &locale(lang))?;
    section(out, lang, PATHS, &paths(context))?;
    settings(out, context)?;
    // The clipboard check writes to the terminal itself, and a program without an answer costs seconds: the facts so far
    // are printed first.
    out.flush()?;
    let (facts, exit) = clipboard::facts(context);
    section(out, lang, CLIPBOARD, &facts)?;
    Ok(exit)
}

/// The headings of the sections.
const TERMINAL: Words = Words::new("终端", "Terminal");
/// The locale, the encoding that follows from it, the language.
const LOCALE: Words = Words::new("区域设置", "Locale");
/// The folders that the program uses, and how a reading process is confined.
const PATHS: Words = Words::new("路径", "Paths");
/// The mistakes in configuration, keys, templates, theme and watch words.
const SETTINGS: Words = Words::new("设置", "Settings");
/// The number of mistakes.
const SLIPS: Words = Words::new("共 {} 处有误：", "{} mistake{s}:");
/// There is no mistake.
const NO_SLIP: Words = Words::new("没有错误", "no mistake");
/// The ways of copying, each tried.
const CLIPBOARD: Words = Words::new("剪贴板", "Clipboard");

/// A line of the answer: a name and a value.
type Fact = (String, String);

/// Returns a fact with its value on one line: variables may hold anything.
fn fact(name: impl Into<String>, value: impl AsRef<str>) -> Fact {
    (name.into(), one_line(value.as_ref()))
}

/// Prints a heading and its facts, the values aligned in a column.
///
/// Names are measured in columns, since Han take two.
fn section(
    out: &mut dyn Write,
    lang: Lang,
    title: Words,
    facts: &[Fact],
) -> Result<(), CommandError> {
    writeln!(out, "\n{}", title.get(lang))?;
    let wide = |text: &str| width_cols(text, Ambiguous::Narrow);
    let column = facts.iter().map(|(name, _)| wide(name)).max().unwrap_or(0);
    for (name, value) in facts {
        let blank = " ".repeat(column.saturating_sub(wide(name)));
        writeln!(out, "  {name}{blank}  {value}")?;
    }
    Ok(())
}

/// Prints the mistakes in the user's own files, a line each with file, line and remedy.
fn settings(out: &mut dyn Write, context: &CommandContext) -> Result<(), CommandError> {
    let lang = context.lang;
    writeln!(out, "\n{}", SETTINGS.get(lang))?;
    let count = context.slips.len().to_string();
    let summary = match context.slips.len() {
        0 => NO_SLIP.get(lang).to_owned(),
        _ => SLIPS.with(lang, &[&count]),
    };
    writeln!(out, "  {summary}")?;
    for slip in &context.slips {
        writeln!(out, "  {}", one_line(slip))?;
    }
    Ok(())
}

/// Returns an environment variable with its value, or with a note that it is not set.
fn variable(name: &str, lang: Lang) -> Fact {
    let unset = Words::new("（未设置）", "(not set)").get(lang);
    let value = env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    fact(name, value.as_deref().unwrap_or(unset))
}

/// Returns the variables of the locale, the encoding that follows from them (POSIX, 8.2) and the language in use.
fn locale(lang: Lang) -> Vec<Fact> {
    let names = ["LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"];
    let mut facts: Vec<Fact> = names.iter().map(|name| variable(name, lang)).collect();
    // `LC_MESSAGES` sets the language and not the encoding, so it is not asked here.
    let decisive = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default()
        // Systems write UTF-8, utf8 and Utf-8.
        .to_lowercase();
    let charset = Words::new("字符编码", "encoding").get(lang);
    facts.push(if decisive.contains("utf-8") || decisive.contains("utf8") {
        fact(charset, "UTF-8")
    } else {
        let warning = Words::new(
            "不是 UTF-8：汉字可能显示不出来；请设 LANG=zh_CN.UTF-8 或 C.UTF-8",
            "not UTF-8: Han characters may not show; set LANG to zh_CN.UTF-8 or C.UTF-8",
        );
        fact(charset, warning.get(lang))
    });
    let language = Words::new("界面语言", "language").get(lang);
    facts.push(fact(language, Words::new("中文", "English").get(lang)));
    facts
}

/// Returns the folders of configuration, state and cache, and those of the library.
///
/// A folder that does not exist yet is no problem: it is made when it is needed.
fn paths(context: &CommandContext) -> Vec<Fact> {
    let lang = context.lang;
    let row = |name: Words, path: Option<PathBuf>| {
        let none = Words::new("（系统没有提供）", "(the system has none)");
        let value = path.map_or_else(
            || none.get(lang).to_owned(),
            |path| describe_path(&path, lang),
        );
        fact(name.get(lang), value)
    };
    let configuration = config::config_folder();
    let file = configuration.as_ref().map(|path| path.join("config.toml"));
    let themes = configuration.map(|path| path.join("themes"));
    let mut facts = vec![
        row(Words::new("配置", "configuration"), file),
        row(Words::new("主题", "themes"), themes),
        row(Words::new("阅读记录", "state"), config::state_folder()),
        fact(
            Words::new("记录方式", "state journal").get(lang),
            journal(lang),
        ),
        row(Words::new("缓存", "cache"), config::cache_folder()),
    ];
    let library = Words::new("资料夹", "library").get(lang);
    let folders = context.config.folders.iter();
    facts.extend(folders.map(|path| fact(library, describe_path(path, lang))));
    facts.push(fact(
        Words::new("读取进程", "reading process").get(lang),
        confinement(lang),
    ));
    facts
}

/// Returns how the reading state is guarded, which depends on the file system of its folder.
fn journal(lang: Lang) -> String {
    let folder = config::state_folder();
    // The folder itself may not exist yet.
    let existing = folder
        .as_ref()
        .and_then(|folder| folder.ancestors().find(|path| path.is_dir()));
    let words = match existing.map(Journal::for_folder) {
        Some(Journal::WriteAhead) => Words::new(
            "预写日志（本机磁盘）",
            "write-ahead log (a disk of this machine)",
        ),
        Some(Journal::Rollback) => Words::new(
            "回滚日志（网络文件系统，或曾在其上使用）",
            "rollback journal (a network file system, or used on one before)",
        ),
        Some(Journal::LockFolder) => Words::new(
            "回滚日志，以文件夹为锁（网络文件系统不支持文件锁；请勿同时在两台机器上使用）",
            "rollback journal with a folder as the lock (a network file system without file locks; do not use it on two machines at once)",
        ),
        None => Words::new("（系统没有提供）", "(the system has none)"),
    };
    words.get(lang).to_owned()
}

/// Returns how far a process that reads a file is shut off, as found by trying.
fn confinement(lang: Lang) -> String {
    let names = |name: &str| match name {
        "file" => Words::new("文件", "files"),
        "network" => Words::new("网络", "the network"),
        "process" => Words::new("其他进程的限额", "the limits of other processes"),
        _ => Words::new("其他程序", "other programs"),
    };
    match sandbox::escapes() {
        Ok(could) if could.is_empty() => Words::new(
            "已隔离：不能访问文件、网络和其他程序",
            "confined: no files, no network, no other programs",
        )
        .get(lang)
        .to_owned(),
        Ok(could) => {
            let could: Vec<_> = could.iter().map(|name| names(name).get(lang)).collect();
            let (before, between) = match lang {
                Lang::Zh => ("内核较旧，只限内存和时间，仍可访问", "、"),
                Lang::En => (
                    "an older kernel: memory and time are limited, but it can reach ",
                    ", ",
                ),
            };
            format!("{before}{}", could.join(between))
        }
        Err(_) => Words::new("只限内存和时间", "only memory and time are limited")
            .get(lang)
            .to_owned(),
    }
}

/// Returns a path with its condition: whether it exists and can be used.
// A folder can exist and still not be listed.
fn describe_path(path: &Path, lang: Lang) -> String {
    let state = match fs::metadata(path) {
        Ok(data) if data.permissions().readonly() => Words::new("只读", "read-only"),
        Ok(data) if data.is_dir() && fs::read_dir(path).is_err() => {
            Words::new("无法列出", "cannot be listed")
        }
        Ok(_) => Words::new("存在", "exists"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Words::new("尚不存在", "does not exist yet")
        }
        Err(_) => Words::new("无法访问", "cannot be accessed"),
    };
    match lang {
        Lang::Zh => format!("{}（{}）", path.display(), state.get(lang)),
        Lang::En => format!("{} ({})", path.display(), state.get(lang)),
    }
}
