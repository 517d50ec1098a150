//! The library of reports: folders are walked and scanned, what was read is cached, the cache is searched and watched.
//!
//! [`walk`] finds the files, [`scan`] reads them in [`sandbox`] processes and stores them in the [`cache`]; [`index`] holds
//! the reports of the running program, [`search`] answers a [`query`] from it, [`watch`] keeps it up to date. [`meta`] is
//! what is known of a report without its file, [`open`](mod@open) turns a file into an issue.
//!
//! The parts in the order in which a report passes through them:
//!
//! 1. A walk finds files and members of archives; a scan compares each with the cache by size and
//!    time.
//! 2. A new or changed file is read and parsed in a process with little memory, and no file but
//!    this one.
//! 3. Its record, with all of the text, goes into the cache, and its row into the index.
//! 4. A query is matched against the facts of a row first, then against the characters of its
//!    record, and last against its text.
//! 5. The watching thread repeats this for files that change while the reader runs.
//!
//! What is remembered of an article (marks, positions, corrections) hangs on its [`identity`],
//! which does not depend on its file.

pub mod address;
pub mod cache;
pub mod corrections;
pub mod count;
pub mod features;
pub mod figures;
pub mod identity;
pub mod index;
pub mod meta;
pub mod new_words;
pub mod note;
pub mod open;
pub mod pinyin;
pub mod query;
pub mod recognise;
pub mod recognised;
pub mod samples;
pub mod sandbox;
pub mod scan;
pub mod search;
pub(crate) mod shares;
pub mod stories;
pub mod term;
pub mod twins;
pub mod walk;
pub mod watch;
pub mod watch_words;

pub use meta::{Entry, Place, Status};
pub use open::{Error, Opened, open, open_place};
