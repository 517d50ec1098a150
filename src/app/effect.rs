//! The work that the app asks of the runtime. The result of an effect comes back as an event.
//!
//! Effects are plain data, so a test compares them instead of running them. A search, a story and a
//! count carry a number (`ticket`); their answers carry it as well, and the app drops those that it
//! does not wait for any more. Marks, positions, baskets and corrections go through
//! [`Effect::Remember`] with the same [`Change`] that the store writes.

use crate::brief::details::BriefDetails;
use crate::brief::{BriefFormat, BriefLayout, BriefStyle};
use crate::library::Place;
use crate::library::count::CountBy;
use crate::library::new_words::NewWordScope;
use crate::library::query::{MarkSets, Query};
use crate::library::stories::StoryMember;
use crate::state::{BasketItem, Change};
use std::fmt;
use std::path::PathBuf;

/// A password. Its debug form does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a password as it was typed.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the password.
    pub fn reveal(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A request to write a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefRequest {
    /// The articles in their order, each with its present place if the library knows it.
    pub items: Vec<PlacedItem>,
    /// The format.
    pub format: BriefFormat,
    /// The style of a document.
    pub style: BriefStyle,
    /// The part of each article that is written: all, an abstract or its link.
    pub layout: BriefLayout,
    /// The statements of the brief about itself.
    pub details: BriefDetails,
    /// The path of the file as typed; a leading `~` is the home folder.
    pub path: String,
    /// Set when a file of that name may be replaced.
    pub overwrite: bool,
}

/// A row of the basket with its present place, if the library knows it.
pub type PlacedItem = (BasketItem, Option<Place>);

/// A list of watch words that was edited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchEdit {
    /// The list as it is now.
    pub text: String,
    /// The text of the file when the editing began, by which a change of another program is recognised.
    pub base: String,
}

/// Work for the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Open an issue; answered by `Event::Opened`.
    Open(Place),
    /// Read every file of the library anew; what changed comes as `Event::Listed`.
    ReadAnew,
    /// Open a file over the limit; answered by `Event::Opened`, or by `Event::Unpacked` where it is an archive.
    OpenLarge(Place),
    /// Open a file with a password, which also holds for the files opened after it; answered as [`Effect::OpenLarge`].
    Unlock(Place, Secret),
    /// Recognise the text of a scan in place of the one that runs; answered by `Event::Recognising` and `Event::Recognised`.
    Recognise(Place),
    /// Stop recognising; answered by `Event::Recognised`.
    StopRecognising,
    /// Put a text into the clipboard; answered by `Event::Copied`.
    Copy(String),
    /// Open an address (http or https, checked) in the browser; answered by `Event::Browsed`.
    Browse(String),
    /// Open a file (absolute path, named as a document) in the program that the system has for it; answered by `Event::Browsed`.
    OpenFile(PathBuf),
    /// Look for a query in all reports instead of what was looked for before; answered by `Event::Found`. An empty query
    /// ends the search.
    Search {
        /// The number of the search, which its answers carry.
        ticket: u64,
        /// The query, without clauses where nothing is asked for.
        query: Query,
        /// The marks, where the query asks for them.
        marks: MarkSets,
    },
    /// Look up the articles of a story instead of what was looked for before; answered by `Event::Found`.
    Story {
        /// The number of the search, which its answer carries.
        ticket: u64,
        /// The articles, in order.
        articles: Vec<StoryMember>,
    },
    /// Find the words that are new in an issue or a period against the time before; answered by `Event::NewWords`.
    FindNewWords(NewWordScope),
    /// Count the articles that each query finds instead of what was counted before; answered by `Event::Counted`. A query
    /// without clauses counts all.
    Count {
        /// The number of the count, which its answer carries.
        ticket: u64,
        /// The queries.
        queries: Vec<Query>,
        /// The property to count by.
        by: CountBy,
        /// The marks, where a query asks for them.
        marks: MarkSets,
    },
    /// Read the list of watch words; answered by `Event::WatchWordsRead`.
    ReadWatchWords,
    /// Write the list of watch words and look for them anew; answered by `Event::Watched`, and before it by
    /// `Event::WatchWordsMerged` or `Event::WatchWordsUnwritten` where that was so.
    WriteWatchWords(WatchEdit),
    /// Count the articles that each saved search finds; answered by `Event::SavedCounted`.
    CountSaved {
        /// The queries, without clauses where a query has a mistake.
        queries: Vec<Query>,
        /// The marks, where a query asks for them.
        marks: MarkSets,
    },
    /// Remember a mark, a position, the last place or the basket, for the next start and other readers.
    Remember(Change),
    /// Read the articles of the basket, each from the place where it is now, if the library knows it; answered by
    /// `Event::BasketLoaded`.
    LoadBasket(Vec<PlacedItem>),
    /// Write a brief; answered by `Event::Written`.
    WriteBrief(Box<BriefRequest>),
    /// List the themes there are; answered by `Event::Themes`.
    ListThemes,
    /// Keep this theme for the next time.
    KeepTheme(String),
    /// Gives the mouse to the reader (true) or to the terminal (false).
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back until the shell continues the program.
    Suspend,
    /// End the program.
    Quit,
}
