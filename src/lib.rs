//! A terminal reader for Chinese monitoring reports (舆情监测周报): the map.
//!
//! Bytes become a transcript in [`source`], an issue in [`parse`], a row on the shelf in [`library`]; what a report's lines
//! look like is known in [`conventions`]. [`app`] is what the screen shows and [`ui`] its picture; [`runtime`] has the terminal, [`cli`] the command line. [`quote`] and [`brief`]
//! write what is taken away, [`state`] remembers, [`config`] knows what is set; [`text`] sets lines, [`model`] has the
//! trade's words, [`lang`] both languages, [`settings`] reads TOML leniently. Each may lean on these and nothing else:
//! ```text
//! main     -> cli, runtime, config
//! cli      -> runtime, library, config, settings, parse, source, state, quote, brief, model, lang, text
//! runtime  -> ui, app, library, state, config, settings, quote, brief, model, lang, text
//! ui       -> app, library, quote::one_line, settings, model, lang, text
//! app      -> library, quote, brief, state, model, lang, text
//! config   -> settings, lang, text
//! library  -> parse, source, state, model, lang, text
//! state    -> model, lang, text
//! brief    -> quote, model, lang, text
//! quote    -> model, lang, text
//! parse    -> conventions, model, lang, text::chars
//! source   -> conventions, model, lang, text::chars
//! conventions -> model, text
//! settings -> lang
//! text     -> model::TextPos
//! model    ->
//! lang     ->
//! ```
//! `source` and `parse` meet only in [`model::transcript`], in [`conventions`] and in the character classes of
//! [`text::chars`]. Files are opened in `library`, `state`, `config`, `runtime` and `cli`; the terminal is touched in
//! `runtime` alone. `tests/layers.rs` reads this map and fails where a path in the code points another way.

pub mod app;
pub mod brief;
pub mod cli;
pub mod config;
pub mod conventions;
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
