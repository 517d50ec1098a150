//! The clipboard: the plan, then each way tried, and read back where that can be done.

use super::{Fact, fact};
use crate::cli::Context;
use crate::cli::failure::Exit;
use crate::config::Way;
use crate::lang::{Lang, Words};
use crate::runtime::clipboard::way::Failure;
use crate::runtime::clipboard::{Clipboard, Preference, program};
use crate::runtime::survey;

/// Han, marks and Latin: whatever a way could spoil.
const TEXT: &str = "newsreader 剪贴板自检：“简报” https://example.com/?a=1&b=2";

/// The facts, and whether any way to copy is left.
pub fn facts(context: &Context) -> (Vec<Fact>, Exit) {
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
        let way = Way::Own(words.clone());
        facts.push(fact(way.name(), tried(&mut clipboard, &way, lang)));
    }
    let all = Way::ALL.iter();
    facts.extend(all.map(|way| fact(way.name(), tried(&mut clipboard, way, lang))));
    (facts, exit)
}

fn chosen_ways(preference: &Preference, clipboard: &mut Clipboard) -> Vec<Vec<Way>> {
    match preference {
        Preference::Auto => clipboard.plan().groups.clone(),
        Preference::Only(way) => vec![vec![way.clone()]],
        Preference::Program(words) => vec![vec![Way::Own(words.clone())]],
    }
}

/// `tmux + (xclip > native)`: all of the groups, in each the first that works.
fn names(groups: &[Vec<Way>], lang: Lang) -> String {
    if groups.is_empty() {
        let none = Words::new(
            "没有：文字会显示出来，由您用鼠标选取",
            "none: the text is shown, to be selected with the mouse",
        );
        return none.get(lang).to_owned();
    }
    let group = |ways: &Vec<Way>| ways.iter().map(Way::name).collect::<Vec<_>>().join(" > ");
    groups.iter().map(group).collect::<Vec<_>>().join(" + ")
}

fn tried(clipboard: &mut Clipboard, way: &Way, lang: Lang) -> String {
    let outcome = clipboard.try_way(way, TEXT);
    if let Some(sequence) = outcome.sequence {
        return sent(&sequence, lang);
    }
    match outcome.failed.first() {
        Some((_, failure)) => {
            let no = Words::new("不行：", "no: ").get(lang);
            format!("{no}{}", failure.message(lang))
        }
        None => read_back(clipboard, way, lang),
    }
}

/// Sends the sequence to the terminal itself, wherever standard output goes.
fn sent(sequence: &[u8], lang: Lang) -> String {
    match survey::send(sequence) {
        Ok(()) => Words::new(
            "已发给终端；终端不回答，请粘贴一次看看是不是测试文字",
            "sent to the terminal, which does not answer; paste once to see whether the test text comes",
        )
        .get(lang)
        .to_owned(),
        Err(error) => {
            let no = Words::new("不行：没有终端", "no: there is no terminal").get(lang);
            format!("{no} ({error})")
        }
    }
}

fn read_back(clipboard: &mut Clipboard, way: &Way, lang: Lang) -> String {
    let held = match (way, way.reader()) {
        (Way::Native, _) => clipboard.native_text(),
        (_, Some(words)) => {
            program::output(words).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => Err(Failure::Unavailable),
    };
    let words = match held {
        Ok(text) if text.trim_end() == TEXT => {
            Words::new("可以，读回一致", "yes, and it read back the same")
        }
        Ok(_) => Words::new(
            "程序说可以，但读回的文字不同",
            "its program says yes, but other text came back",
        ),
        Err(_) => Words::new(
            "程序说可以，未能读回",
            "its program says yes; it could not be read back",
        ),
    };
    words.get(lang).to_owned()
}
