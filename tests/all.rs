//! All integration tests as one program: the crate is linked once instead of once for every file.
//!
//! `cargo test --test all pty::` runs the tests of one module.

mod any_brief;
mod any_text;
mod architecture;
mod baskets;
mod brief_pages;
mod briefs;
mod cells;
mod cli;
mod common;
mod copying;
mod every_format;
mod formats;
mod generated;
mod guided_minute;
mod help;
mod hostile;
mod journeys;
mod layers;
mod library_journeys;
mod linear;
mod manuals;
mod multiplexers;
mod nothing_lost;
mod official;
mod old_kernel;
mod parse_corpus;
mod pdf;
mod pdf_boxes;
mod pdf_tables;
mod pty;
mod real_reports;
mod screens;
mod screenshots;
mod stores;
mod stories;
mod tables;
mod typesetting;
mod unreadable;
mod wide_screens;
mod word_schema;
