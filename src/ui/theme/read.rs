//! Theme files: a palette, and the roles over it.

use super::{Colour, Look, Role};
use crate::lang::Words;
use crate::settings::{Expected, Fault, Note, Section};
use ratatui::style::Modifier;

/// What each role takes from the palette where a theme does not say otherwise.
const ROLES: &str = include_str!("roles.toml");

/// The colours that every palette has, and what stands in for one that is missing: another of them, or the terminal's.
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

type Looks = [Look; Role::ALL.len()];

/// The looks that `source` describes, and what in it was not taken.
pub(super) fn looks(source: &str) -> (Looks, Vec<Note>) {
    let mut top = Section::parse(source);
    let palette = Palette::read(&mut top);
    let mut looks = Looks::default();
    // What ships is checked by the tests; a note on it would name a line of a file that nobody has.
    let _ = roles(&mut Section::parse(ROLES), &palette, &mut looks);
    let mut own = top.section("roles");
    let notes = roles(&mut own, &palette, &mut looks);
    top.close(own);
    for note in notes {
        top.note(note.line, note.fault);
    }
    (looks, top.finish())
}

struct Palette {
    colours: Vec<(String, Colour)>,
}

impl Palette {
    fn read(top: &mut Section<'_>) -> Self {
        let mut section = top.section("palette");
        let mut palette = Self {
            colours: Vec::new(),
        };
        for (slot, _) in SLOTS {
            palette.add(&mut section, slot);
        }
        // Own colours begin with an underscore, so that a misspelt slot is told.
        for name in section.names() {
            if name.value.starts_with('_') {
                palette.add(&mut section, &name.value);
            }
        }
        top.close(section);
        palette
    }

    fn add(&mut self, section: &mut Section<'_>, name: &str) {
        let Some(written) = section.text(name) else {
            return;
        };
        match Colour::parse(&written.value) {
            Some(colour) => self.colours.push((name.to_owned(), colour)),
            None => section.note(written.line, bad_colour(name, &written.value, COLOUR)),
        }
    }

    /// The colour called `name`, in the palette or by itself.
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

const COLOUR: Words = Words::new(
    "颜色，如 \"#1a2b3c\"、\"cyan\" 或 \"default\"",
    "a colour, as \"#1a2b3c\", \"cyan\" or \"default\"",
);

fn bad_colour(name: &str, found: &str, kind: Words) -> Fault {
    Fault::Value {
        name: name.to_owned(),
        found: format!("\"{found}\""),
        expected: Expected::Kind(kind),
    }
}

/// Reads the roles that stand in `section`, each over what `looks` has for it.
fn roles(section: &mut Section<'_>, palette: &Palette, looks: &mut Looks) -> Vec<Note> {
    let mut notes = Vec::new();
    for role in Role::ALL {
        // Asking for every role makes the known names known, so that a misspelt one finds its nearest.
        let mut table = section.section(role.name());
        if table.names().is_empty() {
            continue;
        }
        let look = &mut looks[role as usize];
        look.fg = colour(&mut table, "fg", palette).or(look.fg);
        look.bg = colour(&mut table, "bg", palette).or(look.bg);
        let attributes = [
            ("bold", Modifier::BOLD),
            ("italic", Modifier::ITALIC),
            ("underline", Modifier::UNDERLINED),
            ("reversed", Modifier::REVERSED),
        ];
        for (name, modifier) in attributes {
            if let Some(on) = table.switch(name) {
                look.modifiers.set(modifier, on);
            }
        }
        notes.extend(table.finish());
    }
    notes
}

fn colour(table: &mut Section<'_>, which: &str, palette: &Palette) -> Option<Colour> {
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
    fn the_shipped_roles_are_without_a_slip_and_all_there() {
        let mut top = Section::parse(ROLES);
        let names: Vec<String> = top.names().into_iter().map(|at| at.value).collect();
        let palette = Palette {
            colours: Vec::new(),
        };
        let mut looks = Looks::default();
        assert_eq!(roles(&mut top, &palette, &mut looks), []);
        assert_eq!(top.finish(), []);
        for role in Role::ALL {
            assert!(
                names.iter().any(|name| name == role.name()),
                "{}",
                role.name()
            );
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
