//! `newsreader doctor`: what the terminal, the locale, the paths and the clipboard are like, as text for a bug report.

mod clipboard;
mod terminal;

use super::failure::{Exit, Stop};
use super::{Context, Subcommand};
use crate::config;
use crate::lang::{Lang, Words};
use crate::quote::one_line::one_line;
use crate::text::width::{Ambiguous, width_cols};
use clap::{ArgMatches, Command};
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "doctor",
    about: Words::new(
        "检查终端、剪贴板、区域设置和路径，逐项试用",
        "look at the terminal, the clipboard, the locale and the paths, trying each",
    ),
    define,
    run,
};

fn define(command: Command, lang: Lang) -> Command {
    let note = Words::new(
        "会把一行测试文字放入剪贴板。输出可直接贴进问题报告。",
        "Puts a line of test text into the clipboard. The output can be pasted into a bug report.",
    );
    command.after_help(note.get(lang))
}

fn run(_: &ArgMatches, context: &Context, out: &mut dyn Write) -> Result<Exit, Stop> {
    let lang = context.lang;
    let version = format!("newsreader {}", env!("CARGO_PKG_VERSION"));
    let system = format!("{} {}", env::consts::OS, env::consts::ARCH);
    writeln!(out, "{version} ({system})")?;
    section(out, lang, TERMINAL, &terminal::facts(context))?;
    section(out, lang, LOCALE, &locale(lang))?;
    section(out, lang, PATHS, &paths(context))?;
    // What follows may take a while, and may speak to the terminal itself.
    out.flush()?;
    let (facts, exit) = clipboard::facts(context);
    section(out, lang, CLIPBOARD, &facts)?;
    Ok(exit)
}

const TERMINAL: Words = Words::new("终端", "Terminal");
const LOCALE: Words = Words::new("区域设置", "Locale");
const PATHS: Words = Words::new("路径", "Paths");
const CLIPBOARD: Words = Words::new("剪贴板", "Clipboard");

/// A line of the answer: what, and how it is.
type Fact = (String, String);

fn fact(name: impl Into<String>, value: impl AsRef<str>) -> Fact {
    (name.into(), one_line(value.as_ref()))
}

/// A heading and its facts, the values below one another.
fn section(out: &mut dyn Write, lang: Lang, title: Words, facts: &[Fact]) -> Result<(), Stop> {
    writeln!(out, "\n{}", title.get(lang))?;
    let wide = |text: &str| width_cols(text, Ambiguous::Narrow);
    let column = facts.iter().map(|(name, _)| wide(name)).max().unwrap_or(0);
    for (name, value) in facts {
        let blank = " ".repeat(column.saturating_sub(wide(name)));
        writeln!(out, "  {name}{blank}  {value}")?;
    }
    Ok(())
}

/// The value of a variable, or that it is not set.
fn variable(name: &str, lang: Lang) -> Fact {
    let unset = Words::new("（未设置）", "(not set)").get(lang);
    let value = env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    fact(name, value.as_deref().unwrap_or(unset))
}

fn locale(lang: Lang) -> Vec<Fact> {
    let names = ["LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"];
    let mut facts: Vec<Fact> = names.iter().map(|name| variable(name, lang)).collect();
    let decisive = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default()
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

fn paths(context: &Context) -> Vec<Fact> {
    let lang = context.lang;
    let row = |name: Words, path: Option<PathBuf>| {
        let none = Words::new("（系统没有给出）", "(the system names none)");
        let value = path.map_or_else(|| none.get(lang).to_owned(), |path| described(&path, lang));
        fact(name.get(lang), value)
    };
    let configuration = config::config_folder();
    let file = configuration.as_ref().map(|path| path.join("config.toml"));
    let themes = configuration.map(|path| path.join("themes"));
    let mut facts = vec![
        row(Words::new("配置", "configuration"), file),
        row(Words::new("主题", "themes"), themes),
        row(Words::new("阅读记录", "state"), config::state_folder()),
        row(Words::new("缓存", "cache"), config::cache_folder()),
    ];
    let library = Words::new("资料夹", "library").get(lang);
    let folders = context.config.folders.iter();
    facts.extend(folders.map(|path| fact(library, described(path, lang))));
    facts
}

/// A path and whether it is there and can be used.
fn described(path: &Path, lang: Lang) -> String {
    let state = match fs::metadata(path) {
        Ok(data) if data.permissions().readonly() => Words::new("只读", "read-only"),
        Ok(data) if data.is_dir() && fs::read_dir(path).is_err() => {
            Words::new("无法列出", "cannot be listed")
        }
        Ok(_) => Words::new("存在", "there"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Words::new("尚不存在", "not there yet")
        }
        Err(_) => Words::new("无法访问", "cannot be reached"),
    };
    format!("{} ({})", path.display(), state.get(lang))
}
