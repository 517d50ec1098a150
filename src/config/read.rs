//! Reads the tables of `config.toml`, setting by setting.
//!
//! Each function reads one table and leaves a default where a setting is absent or wrong. What a
//! setting means beyond its form, such as whether a theme or a key exists, is checked by the parts
//! of the program that know it.

use super::{Binding, Config, CopyMethod, TemplateSetting, Typography, expand};
use crate::brief::details::{BriefDetails, MastheadColour};
use crate::lang::Lang;
use crate::settings::{At, Diagnostic, Fault, SettingsTable};
use crate::text::typeset::Spacing;
use crate::text::width::Ambiguous;

/// Reads the whole file. Returns the settings and the mistakes.
pub(super) fn config(source: &str) -> (Config, Vec<Diagnostic>) {
    let mut config = Config::default();
    let mut top = SettingsTable::parse(source);
    display(&mut top, &mut config);
    let mut text = top.section("text");
    typography(&mut text, &mut config.typography);
    top.close(text);
    let mut ui = top.section("ui");
    let shows_title = ui.switch("terminal_title");
    config.terminal_title = shows_title.unwrap_or(config.terminal_title);
    top.close(ui);
    library(&mut top, &mut config);
    copying(&mut top, &mut config);
    let mut ocr = top.section("ocr");
    if let Some(command) = ocr.texts("command") {
        config.ocr_command = command.value;
    }
    top.close(ocr);
    let mut section = top.section("brief");
    config.brief = brief(&mut section);
    top.close(section);
    searches(&mut top, &mut config);
    keys(&mut top, &mut config);
    let notes = top.finish();
    let is_broken = |note: &Diagnostic| matches!(note.fault, Fault::Syntax(_));
    let mut broken = notes.iter().filter(|note| is_broken(note));
    if broken.any(|note| Some(note.line) == config.theme_line) {
        // The parser makes a value of the broken line, which would be a second mistake.
        let default = Config::default();
        (config.theme, config.theme_line) = (default.theme, default.theme_line);
    }
    (config, notes)
}

/// Reads the settings outside a table: theme, language, width, mouse, browser.
fn display(top: &mut SettingsTable<'_>, config: &mut Config) {
    if let Some(theme) = top.text("theme") {
        (config.theme, config.theme_line) = (theme.value, Some(theme.line));
    }
    let languages = [
        ("auto", None),
        ("zh", Some(Lang::Zh)),
        ("en", Some(Lang::En)),
    ];
    config.lang = top.choice("language", &languages).unwrap_or(config.lang);
    let widths = [
        ("auto", None),
        ("narrow", Some(Ambiguous::Narrow)),
        ("wide", Some(Ambiguous::Wide)),
    ];
    let width = top.choice("ambiguous-width", &widths);
    config.ambiguous = width.unwrap_or(config.ambiguous);
    config.mouse = top.switch("mouse").unwrap_or(config.mouse);
    config.browser = top
        .text("browser")
        .map(|at| at.value)
        // An empty text is how the commented default shows a setting that is off.
        .filter(|text| !text.is_empty());
}

/// Reads `[text]`.
fn typography(text: &mut SettingsTable<'_>, typography: &mut Typography) {
    let set = |number: Option<i64>, now: u8| number.and_then(|n| n.try_into().ok()).unwrap_or(now);
    let measure = text.number("measure", 10..=120);
    typography.measure_han = measure
        .and_then(|n| n.try_into().ok())
        .or(typography.measure_han);
    typography.paragraph_gap = set(
        text.number("paragraph-gap", 0..=3),
        typography.paragraph_gap,
    );
    let rules = &mut typography.rules;
    rules.indent_han = set(text.number("indent", 0..=2), rules.indent_han);
    rules.hang = text.switch("hang").unwrap_or(rules.hang);
    rules.strict_dashes = text.switch("strict-dashes").unwrap_or(rules.strict_dashes);
    rules.glue_units = text.switch("keep-units").unwrap_or(rules.glue_units);
    rules.no_orphans = text.switch("no-orphans").unwrap_or(rules.no_orphans);
    let spacings = [
        ("source", Spacing::Source),
        ("always", Spacing::Always),
        ("never", Spacing::Never),
    ];
    rules.spacing = text.choice("spacing", &spacings).unwrap_or(rules.spacing);
}

/// Reads `[library]`; the size limit is given in MiB.
fn library(top: &mut SettingsTable<'_>, config: &mut Config) {
    let mut library = top.section("library");
    if let Some(folders) = library.texts("folders") {
        config.folders = folders.value.iter().map(|folder| expand(folder)).collect();
    }
    if let Some(megabytes) = library.number("size-limit", 1..=65_536) {
        config.size_limit_bytes = megabytes.unsigned_abs() << 20;
    }
    top.close(library);
}

/// Reads `[copy]` and its templates.
fn copying(top: &mut SettingsTable<'_>, config: &mut Config) {
    let mut copy = top.section("copy");
    let mut methods = vec![("auto", None)];
    // The names come from the methods themselves, so a new one can be set at once.
    methods.extend(
        CopyMethod::ALL
            .iter()
            .map(|method| (method.name(), Some(method.clone()))),
    );
    config.copy.method = copy.choice("method", &methods).unwrap_or(None);
    config.copy.command = copy
        .text("command")
        .map(|at| at.value)
        .filter(|text| !text.is_empty());
    for mut at in copy.sections("template") {
        let one = template(&mut at.value, at.line);
        config.templates.extend(one);
        copy.close(at.value);
    }
    top.close(copy);
}

/// Reads one `[[copy.template]]`; `None` without a text.
fn template(section: &mut SettingsTable<'_>, line: u32) -> Option<TemplateSetting> {
    let name = section.text("name");
    let key = section.text("key");
    let text = section.text("text")?;
    Some(TemplateSetting {
        // Without a name the menu shows the text itself.
        name: name.map_or_else(|| text.value.clone(), |at| at.value),
        key: key.and_then(|at| at.value.chars().next()),
        // Mistakes in the fields are found later and belong to the line of the text.
        line: text.line.max(line),
        text: text.value,
    })
}

/// Reads `[brief]`. An empty text and the number 0 count as absent.
fn brief(section: &mut SettingsTable<'_>) -> BriefDetails {
    let mut text = |name: &str| {
        let text = section.text(name).map(|at| at.value);
        text.filter(|text| !text.trim().is_empty())
    };
    let (title, publisher, editor) = (text("title"), text("publisher"), text("editor"));
    let (note, template) = (text("note"), text("template"));
    // A list in the file, a line in the document.
    let recipients = section.texts("recipients").map(|at| at.value.join("，"));
    let mut number = |name: &str| {
        let number = section.number(name, 0..=i64::from(u32::MAX))?;
        u32::try_from(number).ok().filter(|number| *number > 0)
    };
    let (number, total_number, copies) =
        (number("number"), number("total_number"), number("copies"));
    let colours = [
        ("black", MastheadColour::Black),
        ("red", MastheadColour::Red),
    ];
    let masthead_colour = section.choice("masthead_colour", &colours);
    BriefDetails {
        title,
        number,
        total_number,
        publisher,
        recipients: recipients.filter(|text| !text.trim().is_empty()),
        copies,
        editor,
        note,
        template: template.map(|path| expand(&path)),
        masthead_colour: masthead_colour.unwrap_or_default(),
    }
}

/// Reads `[searches]`. A leading `@` of a name is not a part of it.
fn searches(top: &mut SettingsTable<'_>, config: &mut Config) {
    let mut searches = top.section("searches");
    for name in searches.names() {
        let query = searches.text(&name.value);
        let name = name.value.trim_start_matches(['@', '＠']);
        config.searches.extend(query.map(|at| At {
            line: at.line,
            value: (name.to_owned(), at.value),
        }));
    }
    top.close(searches);
}

/// Reads the tables of `[keys]`. The names of contexts, actions and keys are checked in `runtime`, which knows them.
fn keys(top: &mut SettingsTable<'_>, config: &mut Config) {
    let mut keys = top.section("keys");
    for at in keys.names() {
        let context = at.value;
        let mut section = keys.section(&context);
        for action in section.names() {
            let bound = section.texts(&action.value);
            config.keys.extend(bound.map(|bound| Binding {
                context: context.clone(),
                action: action.value,
                keys: bound.value,
                line: bound.line,
            }));
        }
        keys.close(section);
    }
    top.close(keys);
}
