//! A terminal reader for Chinese monitoring reports (舆情监测周报).
//!
//! [`source`] turns the bytes of a file into a transcript, [`parse`] a transcript into an issue,
//! [`library`] finds the issues and searches them; [`conventions`] has the patterns of a report's
//! lines that both formats and parser need. [`app`] is the state behind the screen, [`ui`] draws
//! it, [`runtime`] connects both with the terminal, and [`cli`] is the command line. [`quote`] and
//! [`brief`] write articles in other formats, [`state`] stores what is remembered,
//! [`private_files`] keeps it from other users, [`config`] reads the settings, and [`settings`] is
//! its lenient TOML reader. [`text`] sets lines, [`model`] has the data types of a report, and
//! [`lang`] the two languages of the interface.
//!
//! The map of dependencies. Each module may use the ones behind its arrow and no others:
//! ```text
//! main     -> cli, runtime, config
//! cli      -> runtime, library, config, settings, parse, source, state, quote, brief, model, lang, text, private_files
//! runtime  -> ui, app, library, state, config, settings, quote, brief, model, lang, text
//! ui       -> app, library, brief, quote::one_line, state::MarkKind, state::BasketItem, settings, model, lang, text
//! app      -> library, config::Config, config::TemplateSetting, quote, brief, state, conventions::dates, conventions::numerals, model, lang, text
//! config   -> settings, brief::details, lang, text, private_files
//! library  -> parse, source, conventions::numerals, state, model, lang, text, private_files
//! state    -> model, lang, text, private_files
//! brief    -> quote, model, lang, text
//! quote    -> model, lang, text
//! parse    -> conventions, model, lang, text::chars
//! source   -> conventions, model, lang, text::chars
//! conventions -> model, text
//! settings -> lang
//! text     -> model::TextPos
//! private_files ->
//! model    -> lang
//! lang     ->
//! ```
//! `source` and `parse` share only [`model::transcript`], [`conventions`] and [`text::chars`]. Files are opened in `library`,
//! `state`, `config`, `private_files`, `runtime` and `cli`; only `runtime` touches the terminal. `tests/layers.rs` reads this map and fails if
//! a path in the code violates it.

pub mod app;
pub mod brief;
pub mod cli;
pub mod config;
pub mod conventions;
pub mod lang;
pub mod library;
pub mod model;
pub mod parse;
pub mod private_files;
pub mod quote;
pub mod runtime;
pub mod settings;
pub mod source;
pub mod state;
pub mod text;
pub mod ui;
