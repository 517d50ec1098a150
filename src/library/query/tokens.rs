//! Splits a query as typed into groups of alternatives.
//!
//! One pass over the characters: white space and `|` outside quotation marks end a word, a colon
//! behind the name of a filter splits it, a `-` at its beginning negates it. Operators are then
//! bound to their neighbours, which gives the groups.

use super::Error;
use crate::lang::Words;
use crate::text::fold::{composed, fold_char};

/// An operator without a word on one side.
const EXPECTED_SIDES: Words = Words::new(
    "“|”“OR”“或”的两边都要有词；要找这个词本身，请加引号",
    "|, OR and 或 stand between two words; put it in quotation marks to look for itself",
);
/// A `-` before an alternative that is not the first.
const EXPECTED_OUTER_MINUS: Words = Words::new(
    "“-”写在整组之前，如 -甲|乙",
    "a - stands before the whole group, as in -a|b",
);

/// Alternatives joined by `|`, `OR` or `或`: one of them must hold, or none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Set when a `-` stands before it.
    pub(super) forbidden: bool,
    /// The alternatives, never empty.
    pub(super) alternatives: Vec<Alternative>,
}

/// An alternative as typed: an optional field before a colon, and the rest, quoted or not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Alternative {
    /// The name of the filter.
    pub(super) field: Option<String>,
    /// The text behind it.
    pub(super) text: String,
    /// Set when a part of the text stood in quotation marks.
    pub(super) quoted: bool,
    /// Set when a `-` stands before it.
    forbidden: bool,
}

impl Alternative {
    /// True if nothing was typed.
    fn is_empty(&self) -> bool {
        !self.quoted && self.field.is_none() && self.text.is_empty()
    }

    /// True for the word `OR` or `或` alone. `or` in lower case is a word of English texts.
    fn is_operator(&self) -> bool {
        let is_plain = !self.quoted && !self.forbidden && self.field.is_none();
        is_plain && matches!(self.text.as_str(), "OR" | "ＯＲ" | "或")
    }
}

/// A piece of a query.
enum Piece {
    /// A word, a phrase or a filter.
    Alternative(Alternative),
    /// An operator as typed.
    Or(String),
}

/// Splits `text` into groups. `is_field` decides which names before a colon are filters.
///
/// # Errors
/// [`Error`] where an operator lacks a side, or a `-` stands inside a group.
pub(super) fn groups(text: &str, is_field: impl Fn(&str) -> bool) -> Result<Vec<Group>, Error> {
    let mut groups: Vec<Group> = Vec::new();
    // The operator that waits for its right side.
    let mut open: Option<String> = None;
    let sides = |part: String| Error {
        part,
        expected: EXPECTED_SIDES,
    };
    for piece in pieces(&composed(text), is_field) {
        match piece {
            Piece::Or(operator) if open.is_some() || groups.is_empty() => {
                return Err(sides(operator));
            }
            Piece::Or(operator) => open = Some(operator),
            Piece::Alternative(one) => match groups.last_mut().filter(|_| open.take().is_some()) {
                Some(_) if one.forbidden => {
                    return Err(Error {
                        part: format!("-{}", one.text),
                        expected: EXPECTED_OUTER_MINUS,
                    });
                }
                Some(group) => group.alternatives.push(one),
                None => groups.push(Group {
                    forbidden: one.forbidden,
                    alternatives: vec![one],
                }),
            },
        }
    }
    open.map_or(Ok(groups), |operator| Err(sides(operator)))
}

/// Splits a query at white space and `|` outside quotation marks.
///
/// A quotation mark without its partner reaches to the end, as it does while a phrase is being
/// typed.
fn pieces(text: &str, is_field: impl Fn(&str) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut one = Alternative::default();
    let mut in_quotes = false;
    for c in text.chars() {
        let plain = fold_char(c);
        if plain == '"' {
            in_quotes = !in_quotes;
            one.quoted = true;
        } else if in_quotes {
            one.text.push(c);
        } else if plain.is_whitespace() {
            finish(&mut one, &mut pieces);
        } else if plain == '|' {
            finish(&mut one, &mut pieces);
            pieces.push(Piece::Or(c.to_string()));
        // Only at the beginning: `2024-01` and `新冠-19` keep theirs.
        } else if plain == '-' && one.is_empty() && !one.forbidden {
            one.forbidden = true;
        // An unknown name leaves the colon in the word, as in a time or an address.
        } else if plain == ':' && one.field.is_none() && !one.quoted && is_field(&one.text) {
            one.field = Some(std::mem::take(&mut one.text));
        } else {
            one.text.push(c);
        }
    }
    finish(&mut one, &mut pieces);
    pieces
}

/// Moves what was typed so far to the pieces.
fn finish(one: &mut Alternative, pieces: &mut Vec<Piece>) {
    let one = std::mem::take(one);
    if one.is_operator() {
        pieces.push(Piece::Or(one.text));
    } else if !one.is_empty() {
        pieces.push(Piece::Alternative(one));
    }
}
