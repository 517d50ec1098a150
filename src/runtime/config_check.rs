//! Checks the settings that `config` cannot judge: names of actions and keys, the theme, templates of copying.
//!
//! `config` checks the shape of the file and knows neither actions nor keys nor themes. They are
//! checked here, after the command line was read, and each mistake becomes one line with file, line
//! number and the nearest valid name. A mistake never stops the reader: the default counts instead.

use super::active_theme;
use crate::app::action::Action;
use crate::app::keymap::{Context, Keymap, Problem};
use crate::config::{Binding, Config, Startup, config_folder, own_theme};
use crate::lang::{Lang, Words};
use crate::library::query::{self, QueryContext, SavedSearches};
use crate::quote::template::Template;
use crate::settings::{Diagnostic, Expected, Fault, nearest};
use crate::ui::theme::{Depth, Theme};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Returns a line for each mistake, beginning with the file it stands in, in the order of the file; `notes` are the mistakes
/// that were found while it was read.
pub fn problems(startup: &Startup, notes: &[Diagnostic]) -> Vec<String> {
    let lang = startup.lang;
    let config = &startup.config;
    let mut notes = notes.to_vec();
    notes.extend(config.keys.iter().flat_map(binding));
    notes.extend(config.templates.iter().filter_map(|own| {
        let error = Template::parse(&own.text).err()?;
        let fault = Fault::Other(error.message(lang));
        let line = own.line;
        Some(Diagnostic { line, fault })
    }));
    notes.extend(searches(config, lang));
    let mut elsewhere = Vec::new();
    match theme(&config.theme, lang) {
        Ok(()) => {}
        Err(ThemeFault::Unknown(fault)) => match config.theme_line {
            Some(line) => notes.push(Diagnostic { line, fault }),
            None => elsewhere.push(fault.message(lang)),
        },
        Err(ThemeFault::Own(path, notes)) => elsewhere.extend(lines(&path, &notes, lang)),
    }
    notes.sort_by_key(|note| note.line);
    let mut all = lines(&startup.config_path, &notes, lang);
    all.extend(elsewhere);
    all
}

/// Returns the message of each mistake with the path before it.
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

/// Checks the queries of the saved searches.
///
/// One may refer to a search that was saved in the reader. Those are not known here, so that an unknown `@name` is no mistake.
fn searches(config: &Config, lang: Lang) -> impl Iterator<Item = Diagnostic> {
    let saved = SavedSearches::new(config.saved_searches(), []);
    config.searches.iter().filter_map(move |search| {
        let context = QueryContext {
            saved: Some(&saved),
            ..QueryContext::default()
        };
        let error = query::parse(&search.value.1, context).err()?;
        let refers_elsewhere =
            (error.part.strip_prefix(['@', '＠'])).is_some_and(|name| saved.find(name).is_none());
        let words = Words::new("检索式有误：“{}”；{}", "the query is wrong at “{}”; {}");
        let fault = Fault::Other(words.with(lang, &[&error.part, error.expected(lang)]));
        let line = search.line;
        (!refers_elsewhere).then_some(Diagnostic { line, fault })
    })
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

/// The mistakes of a theme.
enum ThemeFault {
    /// There is no theme of that name.
    Unknown(Fault),
    /// The file of a theme of the user has mistakes.
    Own(PathBuf, Vec<Diagnostic>),
}

/// Checks the theme called `name`.
///
/// A theme of the user that exists is parsed for the mistakes in it; a shipped one has none.
fn theme(name: &str, lang: Lang) -> Result<(), ThemeFault> {
    if name == "auto" {
        return Ok(());
    }
    let own = config_folder().and_then(|folder| own_theme(&folder, name));
    if let Some((path, source)) = own {
        let (_, notes) = Theme::parse(name, &source, Depth::True);
        return Err(ThemeFault::Own(path, notes));
    }
    let names = active_theme::names();
    if names.iter().any(|one| one == name) {
        return Ok(());
    }
    let known = names.iter().map(String::as_str).chain(["auto"]);
    let Expected::OneOf(near) = Expected::one_of(name, known) else {
        return Ok(());
    };
    let words = Words::new(
        "没有主题“{}”，改用默认主题；是不是 {}？",
        "there is no theme “{}”, the default is used; did you mean {}?",
    );
    let first = near.first().map_or("", String::as_str);
    let fault = Fault::Other(words.with(lang, &[name, first]));
    Err(ThemeFault::Unknown(fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

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
    fn mistakes_stand_in_the_order_of_the_file_and_a_broken_line_has_one() {
        let source = "theme = “paper”\n[text]\nmeasure = 3\n[keys.global]\ncopy-lnik = [\"c\"]\n";
        assert_eq!(told(source), ["line 1: “", "line 3: m", "line 5: t"]);
        let source = "[text]\nmeasure = 3\n[[copy.template]]\ntext = \"{titel}\"\n";
        assert_eq!(told(source), ["line 2: m", "line 4: u"]);
    }

    #[test]
    fn a_theme_that_is_not_there_is_told_with_the_nearest() {
        assert!(told("theme = \"paper\"").is_empty());
        let mut startup = startup("theme = \"papper\"").0;
        let told = problems(&startup, &[]).concat();
        assert!(told.starts_with("config.toml: line 1: "), "{told}");
        assert!(told.ends_with("did you mean paper?"), "{told}");
        startup.config.theme_line = None;
        let told = problems(&startup, &[]).concat();
        assert!(told.starts_with("there is no theme"), "{told}");
    }

    #[test]
    fn a_saved_search_that_cannot_be_parsed_is_told_and_a_name_of_the_reader_is_no_mistake() {
        let source = "[searches]\n\"a\" = \"日期:2025-13\"\n\"b\" = \"医保|互认\"\n\"c\" = \"@d 医保\"\n\"e\" = \"@e\"\n";
        assert_eq!(told(source), ["line 2: t", "line 5: t"]);
        let (startup, notes) = startup(source);
        let first = problems(&startup, &notes).swap_remove(0);
        assert!(first.contains("“日期:2025-13”; write a date"), "{first}");
    }

    /// A start with this configuration, and the mistakes found while it was read.
    fn startup(source: &str) -> (Startup, Vec<Diagnostic>) {
        let (config, notes) = config::parse(source);
        let startup = Startup {
            paths: Vec::new(),
            piped: None,
            lang: Lang::En,
            config,
            config_path: PathBuf::from("config.toml"),
            slips: Vec::new(),
            stateless: true,
        };
        (startup, notes)
    }

    /// The first letters of each mistake, behind the name of the file.
    fn told(source: &str) -> Vec<String> {
        let (startup, notes) = startup(source);
        let told = problems(&startup, &notes);
        let short = told
            .iter()
            .filter_map(|line| line.strip_prefix("config.toml: "));
        short.map(|line| line.chars().take(9).collect()).collect()
    }
}
