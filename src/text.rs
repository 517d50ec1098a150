//! Typesetting: a paragraph and a measure in, lines of byte ranges out. Has not heard of a terminal.

pub mod fold;
pub mod galley;
pub mod sanitize;
pub mod typeset;
pub mod width;
