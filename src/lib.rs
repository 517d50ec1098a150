//! A terminal reader for Chinese monitoring reports (舆情监测周报): the map.
//!
//! Values go one way:
//! ```text
//! main -> cli, runtime   runtime -> ui, app, library, state, config   cli -> library, text, config   ui -> app, text, model
//! app -> text, library (its data), model   library -> parse, source, model   parse -> text::width, model   source -> model
//! ```
//! `model` and `text` lean on nothing of ours; `source` and `parse` meet only in [`model::transcript`]. Files are opened
//! in `library`, `state`, `config` and `runtime`; the terminal is touched in `runtime` alone. `tests/layers.rs` redraws
//! this map from the `use` lines and fails where an arrow points back.

pub mod brief;
pub mod cli;
pub mod config;
pub mod lang;
pub mod library;
pub mod model;
pub mod parse;
pub mod quote;
pub mod runtime;
pub mod settings;
pub mod source;
pub mod state;
pub mod text;
pub mod ui;
