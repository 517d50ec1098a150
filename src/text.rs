//! Typesetting: a paragraph and a measure in, lines of byte ranges out. Has not heard of a terminal.

pub mod breaks;
pub mod chars;
pub mod class;
pub mod clusters;
pub mod fold;
pub mod galley;
pub mod links;
pub mod locate;
pub mod rules;
pub mod sanitize;
pub mod sentences;
pub mod typeset;
pub mod width;
