//! The clipboard: the ways that would be used, then a test of every way, with the text read back where possible.
//!
//! Every way is tried, also those that copying would not use here: a bug report then shows what
//! would have worked. The test leaves its text in the clipboard.

use super::{Fact, fact};
use crate::cli::CommandContext;
use crate::cli::error::Exit;
use crate::config::CopyMethod;
use crate::lang::{Lang, SystemError, Words};
use crate::runtime::capabilities;
use crate::runtime::clipboard::error::CopyError;
use crate::runtime::clipboard::{Clipboard, Preference, program};

/// The test text: Han characters, full-width marks and an address with `&`, each of which some program is known to spoil.
const TEXT: &str = "newsreader 剪贴板自检：“简报” https://example.com/?a=1&b=2";

/// Returns the facts, and [`Exit::Problem`] where no way to copy is left.
///
/// The first fact names the ways in use; one fact for each way follows.
pub fn facts(context: &CommandContext) -> (Vec<Fact>, Exit) {
    let lang = context.lang;
    let preference = Preference::of(&context.config.copy);
    let mut clipboard = Clipboard::new(preference.clone());
    let chosen = Words::new("所用方式", "chosen").get(lang);
    let ways = chosen_ways(&preference, &mut clipboard);
    let exit = if ways.is_empty() {
        Exit::Problem
    } else {
        Exit::Done
    };
    let mut facts = vec![fact(chosen, names(&ways, lang))];
    if let Preference::Program(words) = &preference {
        let way = CopyMethod::Own(words.clone());
        facts.push(fact(way.name(), try_way(&mut clipboard, &way, lang)));
    }
    let all = CopyMethod::ALL.iter();
    facts.extend(all.map(|way| fact(way.name(), try_way(&mut clipboard, way, lang))));
    (facts, exit)
}

/// Returns the groups of ways that copying would use: all groups, and in each the first way that works.
fn chosen_ways(preference: &Preference, clipboard: &mut Clipboard) -> Vec<Vec<CopyMethod>> {
    match preference {
        Preference::Auto => clipboard.plan().groups.clone(),
        Preference::Only(way) => vec![vec![way.clone()]],
        Preference::Program(words) => vec![vec![CopyMethod::Own(words.clone())]],
    }
}

/// Writes the groups as `tmux + xclip > native`.
///
/// Groups are joined by ` + `: the text goes to one way of each.
fn names(groups: &[Vec<CopyMethod>], lang: Lang) -> String {
    if groups.is_empty() {
        let none = Words::new(
            "没有：文字会显示在屏幕上，供鼠标选取",
            "none: the text is shown, to be selected with the mouse",
        );
        return none.get(lang).to_owned();
    }
    let group = |ways: &Vec<CopyMethod>| {
        ways.iter()
            .map(CopyMethod::name)
            .collect::<Vec<_>>()
            .join(" > ")
    };
    groups.iter().map(group).collect::<Vec<_>>().join(" + ")
}

/// Copies the test text by one way and returns the outcome in words.
// An OSC 52 sequence is written by the caller, so it is sent from here.
fn try_way(clipboard: &mut Clipboard, way: &CopyMethod, lang: Lang) -> String {
    let outcome = clipboard.try_method(way, TEXT);
    if let Some(sequence) = outcome.sequence {
        return send_sequence(&sequence, lang);
    }
    match outcome.failed.first() {
        Some((_, failure)) => {
            let no = Words::new("不可用：{}", "unavailable: {}");
            no.with(lang, &[&failure.message(lang)])
        }
        None => read_back(clipboard, way, lang),
    }
}

/// Sends an OSC 52 sequence to the terminal itself, which also works while standard output is redirected.
fn send_sequence(sequence: &[u8], lang: Lang) -> String {
    match capabilities::send(sequence) {
        Ok(()) => Words::new(
            "已发给终端；终端不作确认，请粘贴一次，看是否为测试文字",
            "sent to the terminal, which does not confirm it; paste to see whether the test text arrives",
        )
        .get(lang)
        .to_owned(),
        Err(error) => {
            let no = Words::new("不可用：没有终端（{}）", "unavailable: there is no terminal ({})");
            no.with(lang, &[&SystemError::from(&error).message(lang)])
        }
    }
}

/// Reads the clipboard by the same way and compares it with the test text.
// A program that ends without an error has taken the text, no more.
fn read_back(clipboard: &mut Clipboard, way: &CopyMethod, lang: Lang) -> String {
    let held = match (way, way.reader()) {
        (CopyMethod::Native, _) => clipboard.native_text(),
        (_, Some(words)) => {
            program::output(words).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => Err(CopyError::Unavailable),
    };
    let words = match held {
        // Some programs end the text with a line feed of their own.
        Ok(text) if text.trim_end() == TEXT => Words::new(
            "可用，读回的文字一致",
            "works, and the text read back is the same",
        ),
        Ok(_) => Words::new(
            "程序报告成功，但读回的文字不同",
            "its program reports success, but other text came back",
        ),
        Err(_) => Words::new(
            "程序报告成功，未能读回核对",
            "its program reports success; the text could not be read back",
        ),
    };
    words.get(lang).to_owned()
}
