//! The library of reports: folders are walked and scanned, what was read is cached, the cache is searched and watched.
//!
//! [`walk`] finds the files, [`scan`] reads them in [`sandbox`] processes and stores them in the [`cache`]; [`index`] holds
//! the reports of the running program, [`search`] answers a [`query`] from it, [`watch`] keeps it up to date. [`meta`] is
//! what is known of a report without its file, [`open`](mod@open) turns a file into an issue.

pub mod address;
pub mod cache;
pub mod corrections;
pub mod count;
pub mod features;
pub mod identity;
pub mod index;
pub mod meta;
pub mod new_words;
pub mod note;
pub mod open;
pub mod pinyin;
pub mod query;
pub mod samples;
pub mod sandbox;
pub mod scan;
pub mod search;
pub mod stories;
pub mod term;
pub mod twins;
pub mod walk;
pub mod watch;
pub mod watch_words;

pub use meta::{Entry, Place, Status};
pub use open::{Error, Opened, open, open_place};
