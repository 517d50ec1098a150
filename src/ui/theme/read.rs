//! Parsing of theme files: a palette, and the roles that take their colours from it.
//!
//! A palette has twelve named slots, of which a theme may leave most out: each falls back to
//! another one. A colour name that begins with `_` is the author's own and can be used in roles.
//! Each role has defaults ([`roles`](super::roles)), so that a theme only has to name what it wants otherwise.
//!
//! A mistake costs one colour or one role and becomes a note with its line and the nearest valid
//! name.

use super::roles::defaults;
use super::{Colour, Role, RoleStyle};
use crate::lang::Words;
use crate::settings::{Diagnostic, Expected, Fault, SettingsTable};
use ratatui::style::Modifier;

/// The colours of a palette, each with the one that replaces it if it is missing: another one, or `default`.
const SLOTS: [(&str, &str); 12] = [
    ("ground", "default"),
    ("ink", "default"),
    ("soft", "ink"),
    ("rule", "soft"),
    ("accent", "ink"),
    ("selected", "raised"),
    ("away", "selected"),
    ("raised", "ground"),
    ("mark", "ink"),
    ("on-mark", "ground"),
    ("warm", "accent"),
    ("alarm", "accent"),
];

/// The style of each role, by its index in [`Role::ALL`].
type RoleStyles = [RoleStyle; Role::ALL.len()];

/// Parses a theme file. Returns the style of each role and a note for each mistake.
pub(super) fn role_styles(source: &str) -> (RoleStyles, Vec<Diagnostic>) {
    let mut top = SettingsTable::parse(source);
    let palette = Palette::read(&mut top);
    let mut role_styles = Role::ALL.map(|role| palette.default_style(role));
    let mut own = top.section("roles");
    let notes = roles(&mut own, &palette, &mut role_styles);
    top.close(own);
    for note in notes {
        top.note(note.line, note.fault);
    }
    (role_styles, top.finish())
}

/// The colours of a theme by name.
struct Palette {
    /// Names and colours in the order of the file.
    colours: Vec<(String, Colour)>,
}

impl Palette {
    /// Reads the section `[palette]`.
    ///
    /// Slots that are absent, and colours that cannot be parsed, are not stored;
    /// [`Palette::colour`] finds their replacement.
    fn read(top: &mut SettingsTable<'_>) -> Self {
        let mut section = top.section("palette");
        let mut palette = Self {
            colours: Vec::new(),
        };
        for (slot, _) in SLOTS {
            palette.add(&mut section, slot);
        }
        // Colours of the user's own begin with an underscore, so that a misspelt name of a slot is noticed.
        for name in section.names() {
            if name.value.starts_with('_') {
                palette.add(&mut section, &name.value);
            }
        }
        top.close(section);
        palette
    }

    /// Adds the colour called `name`, if the section has it, or a note if it is no colour.
    fn add(&mut self, section: &mut SettingsTable<'_>, name: &str) {
        let Some(written) = section.text(name) else {
            return;
        };
        match Colour::parse(&written.value) {
            Some(colour) => self.colours.push((name.to_owned(), colour)),
            None => section.note(written.line, bad_colour(name, &written.value, COLOUR)),
        }
    }

    /// Returns the style of a role of which the theme says nothing.
    fn default_style(&self, role: Role) -> RoleStyle {
        let (fg, bg, modifiers) = defaults(role);
        let colour = |name: Option<&str>| name.and_then(|name| self.colour(name));
        RoleStyle {
            fg: colour(fg),
            bg: colour(bg),
            modifiers,
        }
    }

    /// Returns the colour called `name`: that of the palette, its replacement, or `name` parsed as a colour.
    ///
    /// `None` for a name that is neither a slot, nor of the palette, nor a colour.
    fn colour(&self, name: &str) -> Option<Colour> {
        let found = self.colours.iter().find(|(one, _)| one == name);
        if let Some((_, colour)) = found {
            return Some(*colour);
        }
        match SLOTS.iter().find(|(slot, _)| *slot == name) {
            Some((_, instead)) => self.colour(instead),
            None => Colour::parse(name),
        }
    }
}

/// The values that a colour may have, for the note about a wrong one.
const COLOUR: Words = Words::new(
    "颜色，如 \"#1a2b3c\"、\"cyan\" 或 \"default\"",
    "a colour, as \"#1a2b3c\", \"cyan\" or \"default\"",
);

/// Returns the fault of a value that is no colour.
///
/// The note names the setting, the value found and the kind of value that is expected.
fn bad_colour(name: &str, found: &str, kind: Words) -> Fault {
    Fault::Value {
        name: name.to_owned(),
        found: format!("\"{found}\""),
        expected: Expected::Kind(kind),
    }
}

/// Reads the roles of `section` into `role_styles`; a setting that a role lacks stays as it is. Returns a note for each
/// mistake.
///
/// A role that the section does not have costs nothing.
fn roles(
    section: &mut SettingsTable<'_>,
    palette: &Palette,
    role_styles: &mut RoleStyles,
) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for role in Role::ALL {
        // Every role is asked for, also one that is absent: the section learns the valid names and can suggest the nearest.
        let mut table = section.section(role.name());
        if table.names().is_empty() {
            continue;
        }
        let style = &mut role_styles[role as usize];
        style.fg = colour(&mut table, "fg", palette).or(style.fg);
        style.bg = colour(&mut table, "bg", palette).or(style.bg);
        let attributes = [
            ("bold", Modifier::BOLD),
            ("italic", Modifier::ITALIC),
            ("underline", Modifier::UNDERLINED),
            ("reversed", Modifier::REVERSED),
        ];
        for (name, modifier) in attributes {
            if let Some(on) = table.switch(name) {
                style.modifiers.set(modifier, on);
            }
        }
        notes.extend(table.finish());
    }
    notes
}

/// Returns the colour of the key `which` (`fg` or `bg`) of a role.
///
/// `None` if the key is absent or, with a note, if its value is no colour.
fn colour(table: &mut SettingsTable<'_>, which: &str, palette: &Palette) -> Option<Colour> {
    let written = table.text(which)?;
    let name = written.value.as_str();
    let found = palette.colour(name);
    if found.is_none() {
        let fault = if name.starts_with('#') {
            bad_colour(which, name, COLOUR)
        } else {
            Fault::Value {
                name: which.to_owned(),
                found: format!("\"{name}\""),
                expected: Expected::one_of(name, SLOTS.iter().map(|(slot, _)| *slot)),
            }
        };
        table.note(written.line, fault);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_colours_of_all_roles_are_of_the_palette() {
        for (fg, bg, _) in Role::ALL.map(defaults) {
            for name in fg.into_iter().chain(bg) {
                assert!(SLOTS.iter().any(|(slot, _)| *slot == name), "{name}");
            }
        }
    }

    #[test]
    fn every_slot_ends_at_a_colour() {
        let palette = Palette {
            colours: Vec::new(),
        };
        for (slot, _) in SLOTS {
            assert_eq!(palette.colour(slot), Some(Colour::Default), "{slot}");
        }
    }
}
