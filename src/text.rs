//! Chinese typesetting and the other algorithms on text: line breaking, columns, folding, links, sanitizing.
//!
//! Pure functions: nothing here knows a terminal, a file or a report. [`typeset::typeset`] is the entry: a paragraph and a
//! measure in columns in, lines as byte ranges out.

pub mod bars;
pub mod breaks;
pub mod chars;
pub mod class;
pub mod clusters;
pub mod emoji;
pub mod fold;
pub mod galley;
pub mod links;
pub mod locate;
pub mod rules;
pub mod sanitize;
pub mod sentences;
pub mod table;
pub mod typeset;
pub mod width;
