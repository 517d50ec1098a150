//! Checks the settings that `config` cannot judge: names of actions and keys, the theme, templates of copying.
//!
//! `config` checks the shape of the file and knows neither actions nor keys nor themes. They are
//! checked here, after the command line was read, and each mistake becomes one line with file, line
//! number and the nearest valid name. A mistake never stops the reader: the default counts instead.

use super::active_theme;
use crate::app::action::Action;
use crate::app::keymap::{Context, Keymap, Problem};
use crate::config::{Binding, Startup, config_folder, own_theme};
use crate::lang::{Lang, Words};
use crate::quote::template::Template;
use crate::settings::{Diagnostic, Expected, Fault, nearest};
use crate::ui::theme::{Depth, Theme};
use std::collections::BTreeMap;
use std::path::Path;

/// Returns a line for each mistake, beginning with the file it stands in.
pub fn problems(startup: &Startup) -> Vec<String> {
    let lang = startup.lang;
    let config = &startup.config;
    let mut notes: Vec<Diagnostic> = config.keys.iter().flat_map(binding).collect();
    notes.extend(config.templates.iter().filter_map(|own| {
        let error = Template::parse(&own.text).err()?;
        let fault = Fault::Other(error.message(lang));
        let line = own.line;
        Some(Diagnostic { line, fault })
    }));
    let mut all = lines(&startup.config_path, &notes, lang);
    let place = config
        .theme_line
        .map(|line| (startup.config_path.as_path(), line));
    all.extend(theme(&config.theme, place, lang));
    all
}

/// Puts the path before each message.
///
/// The line number is part of the message.
fn lines(path: &Path, notes: &[Diagnostic], lang: Lang) -> Vec<String> {
    let path = path.display();
    let messages = notes.iter().map(|note| note.message(lang));
    messages
        .map(|message| format!("{path}: {message}"))
        .collect()
}

/// Checks one key binding.
///
/// The binding is laid over the shipped keys by itself, so that mistakes of others do not hide its
/// own.
fn binding(binding: &Binding) -> Vec<Diagnostic> {
    let keys = [(binding.action.clone(), binding.keys.clone())];
    let table = [(binding.context.clone(), keys.into())];
    let problems = Keymap::shipped().rebind(&BTreeMap::from(table));
    let note = |problem| Diagnostic {
        line: binding.line,
        fault: fault(problem, binding),
    };
    problems.into_iter().map(note).collect()
}

/// Turns a problem of the key map into a fault with the nearest name that is known.
///
/// A name that is near no known one has no suggestion.
fn fault(problem: Problem, binding: &Binding) -> Fault {
    match problem {
        Problem::Context(name) => {
            let known = Context::ALL.iter().map(|context| context.name());
            let near = nearest(&name, known).map(str::to_owned);
            Fault::Unknown(name, near)
        }
        Problem::Action(name) => {
            let known = Action::ALL.iter().map(|action| action.name());
            let near = nearest(&name, known).map(str::to_owned);
            Fault::Unknown(name, near)
        }
        Problem::Key(name) => Fault::Value {
            name: binding.action.clone(),
            found: format!("\"{name}\""),
            expected: Expected::Kind(KEY),
        },
    }
}

/// The keys that a binding may have, for the note about a wrong one.
const KEY: Words = Words::new(
    "按键，如 \"j\"、\"Ctrl-N\"、\"Space\"、\"F5\" 或 \"z t\"",
    "keys, as \"j\", \"Ctrl-N\", \"Space\", \"F5\" or \"z t\"",
);

/// Checks the theme: there is none of that name, or its file has mistakes. `place` is the file and line of the name; `None` if
/// it came from the command line.
///
/// An own theme that exists is parsed for the mistakes in it; a shipped one has none.
fn theme(name: &str, place: Option<(&Path, u32)>, lang: Lang) -> Vec<String> {
    if name == "auto" {
        return Vec::new();
    }
    let own = config_folder().and_then(|folder| own_theme(&folder, name));
    if let Some((path, source)) = own {
        let (_, notes) = Theme::parse(name, &source, Depth::True);
        return lines(&path, &notes, lang);
    }
    let names = active_theme::names();
    if names.iter().any(|one| one == name) {
        return Vec::new();
    }
    let known = names.iter().map(String::as_str).chain(["auto"]);
    let Expected::OneOf(near) = Expected::one_of(name, known) else {
        return Vec::new();
    };
    let words = Words::new(
        "没有主题“{}”; 改用默认主题，是不是 {}？",
        "there is no theme “{}”; the default is used, did you mean {}?",
    );
    let first = near.first().map_or("", String::as_str);
    let fault = words.with(lang, &[name, first]);
    match place {
        None => vec![fault],
        Some((path, line)) => {
            let fault = Fault::Other(fault);
            lines(path, &[Diagnostic { line, fault }], lang)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(action: &str, key: &str) -> Vec<String> {
        let one = Binding {
            context: "global".to_owned(),
            action: action.to_owned(),
            keys: vec![key.to_owned()],
            line: 7,
        };
        let notes = binding(&one);
        notes.iter().map(|note| note.message(Lang::En)).collect()
    }

    #[test]
    fn a_slip_in_a_binding_is_told_with_its_line() {
        assert_eq!(bound("copy-link", "c"), [""; 0]);
        let action = bound("copy-lnik", "c").concat();
        assert!(
            action.starts_with("line 7: ") && action.contains("copy-link"),
            "{action}"
        );
        let key = bound("copy-link", "Hyper-x").concat();
        assert!(
            key.starts_with("line 7: ") && key.contains("Hyper-x"),
            "{key}"
        );
    }

    #[test]
    fn a_theme_that_is_not_there_is_told_with_the_nearest() {
        assert_eq!(theme("paper", None, Lang::En), [""; 0]);
        let told = |place| theme("papper", place, Lang::En).concat();
        assert!(told(None).contains("did you mean paper?"));
        let told = told(Some((Path::new("config.toml"), 2)));
        assert!(told.starts_with("config.toml: line 2: "), "{told}");
        assert!(told.ends_with("did you mean paper?"), "{told}");
    }
}
