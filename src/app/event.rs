//! The events that the app handles: from the keyboard, from the terminal, and the answers to its effects.
//!
//! Events come from several threads over one channel and are handled in the order of their arrival.
//! Those of the store come first with the last place, then with everything else; those of the
//! library come row by row. The app may get any of them in any order, and a test may send them
//! without a runtime.

use crate::app::effect::WatchEdit;
use crate::app::key::Key;
use crate::brief::loaded::LoadedRow;
use crate::lang::SystemError;
use crate::library::count::Counts;
use crate::library::new_words::{NewWord, NewWordScope};
use crate::library::search::IssueHits;
use crate::library::stories::StoryIndex;
use crate::library::watch_words::hits::WatchOutcome;
use crate::library::{Entry, Opened, Place};
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{Corrections, LastPlace, Marks, SeenArticles, SentArticles, StoredBasket};
use crate::text::width::Ambiguous;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Something that happened outside the app.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted into the terminal.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has named its background: true for a light one.
    Background(bool),
    /// The terminal has another size.
    Resized {
        /// Columns.
        cols: u16,
        /// Rows.
        rows: u16,
    },
    /// The terminal's width of ambiguous characters became known.
    AmbiguousWidth(Ambiguous),
    /// Issues were found; one whose place is known already replaces the older row.
    Listed(Vec<Entry>),
    /// Issues are there no longer.
    Gone(Vec<Place>),
    /// The system cannot watch all folders of the library: they are looked at once a minute.
    Polled,
    /// Some of the files of the library were read.
    Progress {
        /// Files read so far.
        read: usize,
        /// Files found so far.
        total: usize,
    },
    /// The library was read to its end; a line for each path that could not be.
    Scanned {
        /// One line for each path that could not be read.
        problems: Vec<String>,
    },
    /// An issue was opened, or could not be.
    Opened {
        /// Its file.
        place: Place,
        /// The issue, or one line with the reason.
        outcome: Result<Box<Opened>, String>,
    },
    /// An archive that was to be opened holds these issues.
    Unpacked {
        /// The archive.
        archive: Place,
        /// A row for each member.
        rows: Vec<Entry>,
    },
    /// A page of a scan is recognised next.
    Recognising {
        /// The scan.
        place: Place,
        /// The page, from 1.
        page: u32,
        /// The number of pages.
        pages: u32,
    },
    /// The recognition of a scan came to its end: a note, or one line with the reason.
    Recognised {
        /// The scan.
        place: Place,
        /// The note about its pages, or the reason why it has no text.
        outcome: Result<String, String>,
    },
    /// A text was put into the clipboard: by which way, or why not.
    Copied {
        /// The clipboard that has it, or the reason why none has.
        way: Result<String, String>,
        /// True if it is certain that the text arrived.
        is_certain: bool,
    },
    /// The browser or the program of a file was started, or one line with the reason why not.
    Browsed(Result<(), String>),
    /// The names of the themes there are.
    Themes(Vec<String>),
    /// A search found something, or came to its end.
    Found {
        /// The number of the search.
        ticket: u64,
        /// Further issues with hits, the newest first.
        found: Vec<IssueHits>,
        /// The number of articles found so far, listed or not.
        total: usize,
        /// Set at the end of the search.
        is_done: bool,
    },
    /// The stories of the library as it is now.
    Stories(Arc<StoryIndex>),
    /// The words that are new in an issue or a period, the most striking first.
    NewWords {
        /// The issue or the period.
        scope: NewWordScope,
        /// The words.
        words: Vec<NewWord>,
    },
    /// The articles of each query were counted.
    Counted {
        /// The number of the count.
        ticket: u64,
        /// The counts of each query.
        counts: Vec<Counts>,
    },
    /// The watch words and their hits, at the start and whenever the list or the library changed.
    Watched(WatchOutcome),
    /// The text of the list of watch words, or the error of reading it.
    WatchWordsRead(Result<String, SystemError>),
    /// Another program had changed the list of watch words while it was edited; its groups were added to what was written.
    WatchWordsMerged,
    /// The list of watch words could not be written, for this reason.
    WatchWordsUnwritten(WatchEdit, String),
    /// The articles that each group of watch words had when it was last looked at.
    Looked(HashMap<String, HashSet<ArticleKey>>),
    /// The last place of the last run, sent before everything else that is stored.
    Recalled {
        /// The last place, if there is one.
        place: Option<LastPlace>,
        /// The position in its article.
        position: Option<TextPos>,
    },
    /// Everything stored: marks, positions, the last place.
    Remembered {
        /// All marks.
        marks: Marks,
        /// The position in each article.
        positions: HashMap<ArticleKey, TextPos>,
        /// The last place, if there is one.
        place: Option<LastPlace>,
    },
    /// The articles that were listed before this start.
    Seen(SeenArticles),
    /// The queries typed before, the latest last, and the saved searches made in the reader.
    Queries {
        /// The queries typed before.
        typed: Vec<String>,
        /// Name and query of each saved search.
        saved: Vec<(String, String)>,
    },
    /// The number of articles that each saved search finds, in their order.
    SavedCounted(Vec<Option<usize>>),
    /// The stored baskets.
    Basket(Vec<StoredBasket>),
    /// All baskets, after another running reader changed one.
    BasketChanged(Vec<StoredBasket>),
    /// The rows of the basket in use whose articles were found.
    BasketLoaded(Vec<LoadedRow>),
    /// What was corrected by hand, at the start and after another running reader corrected something.
    Corrections(Corrections),
    /// The articles that went out in a brief, at the start and after another running reader wrote one.
    Sent(SentArticles),
    /// A brief was written, or not.
    Written(Written),
    /// Another reader changed something: all that readers share, as events for the app.
    Shared {
        /// The number of changes of this reader that the events take account of. With fewer than it has made they are out of date.
        taken: u64,
        /// The events.
        now: Vec<Event>,
    },
    /// Another reader changed something: all marks and places in articles as they are now.
    Marked {
        /// All marks.
        marks: Marks,
        /// The position in each article.
        positions: HashMap<ArticleKey, TextPos>,
    },
    /// Changes cannot be stored, for this reason; `None`: all are stored again.
    Unsaved(Option<String>),
    /// Changes are shown that are not in the store yet; or all are again. A slow disk, not a failure.
    Unwritten(bool),
    /// There was no input for some seconds.
    Paused,
    /// A note for the status line.
    Note(String),
    /// The terminal was taken over anew, after having been given away.
    Continued,
    /// The outside wants us to suspend (SIGTSTP).
    SuspendAsked,
    /// The outside wants us to end (SIGTERM, SIGHUP).
    QuitAsked,
}

/// The result of writing a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was written.
    Done {
        /// The whole path of the file.
        path: String,
        /// The number of its articles that were not found any more.
        lost: usize,
        /// The articles in it.
        sent: Vec<ArticleKey>,
    },
    /// There is a file of that name, which may not be replaced without being asked.
    Exists,
    /// It was not written: the reason.
    Failed(String),
}

/// A mouse event and its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The kind of event.
    pub kind: MouseKind,
    /// Column, from 0.
    pub col: u16,
    /// Row, from 0.
    pub row: u16,
}

/// The kind of a mouse event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned towards the reader.
    WheelDown,
    /// The wheel turned away.
    WheelUp,
}
