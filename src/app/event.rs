//! What happened: at the keyboard, in the terminal, or to something asked of the outside.

use crate::app::key::Key;
use crate::library::search::IssueHits;
use crate::library::{Entry, Opened, Place};
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::{BasketItem, LastPlace, Marks};
use crate::text::width::Ambiguous;
use std::collections::HashMap;

/// Something the app is told.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted into the terminal.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
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
    /// So many of so many files were read.
    Progress {
        /// Read so far.
        read: usize,
        /// IssueHits so far.
        total: usize,
    },
    /// The library was read to its end; a line for each path that could not be.
    Scanned {
        /// What could not be read, one line each.
        problems: Vec<String>,
    },
    /// An issue was opened, or a line says why not.
    Opened {
        /// Which one.
        place: Place,
        /// The issue, or what is wrong.
        outcome: Result<Box<Opened>, String>,
    },
    /// An archive that was to be opened holds these issues.
    Unpacked {
        /// The archive.
        archive: Place,
        /// A row for each member.
        rows: Vec<Entry>,
    },
    /// A text was put into the clipboard: by which way, or why not.
    Copied {
        /// Where it is now, or what is wrong.
        way: Result<String, String>,
        /// Whether it is known that the text arrived.
        is_certain: bool,
    },
    /// The browser was started, or a line says why not.
    Browsed(Result<(), String>),
    /// The names of the themes there are.
    Themes(Vec<String>),
    /// A search found something, or came to its end.
    Found {
        /// Which search.
        ticket: u64,
        /// Issues with hits, newest first, behind those told before.
        found: Vec<IssueHits>,
        /// How many articles were found so far, told or not.
        total: usize,
        /// Whether that is all.
        is_done: bool,
    },
    /// Where one was, told before everything else that is known from earlier days.
    Recalled {
        /// The last place, if there is one.
        place: Option<LastPlace>,
        /// Where one was in its article.
        position: Option<TextPos>,
    },
    /// What was known from earlier days: marks, places in articles, the last place.
    Remembered {
        /// All marks.
        marks: Marks,
        /// Where one was in each article.
        positions: HashMap<ArticleKey, TextPos>,
        /// Where one was.
        place: Option<LastPlace>,
    },
    /// What an earlier day left in the basket.
    Basket(Vec<BasketItem>),
    /// What the basket holds now that another reader changed it.
    BasketChanged(Vec<BasketItem>),
    /// What became of a brief.
    Written(Written),
    /// Another reader changed something: all marks and places in articles as they are now.
    Marked {
        /// All marks.
        marks: Marks,
        /// Where one was in each article.
        positions: HashMap<ArticleKey, TextPos>,
    },
    /// What is marked now is not kept, for this reason; or all is kept again.
    Unsaved(Option<String>),
    /// The reader has not done anything for a moment.
    Paused,
    /// Something to be said on the status line.
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
    },
    /// There is a file of that name, which may not be replaced without being asked.
    Exists,
    /// It was not written: the reason.
    Failed(String),
}

/// What the mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Column, from 0.
    pub col: u16,
    /// Row, from 0.
    pub row: u16,
}

/// What a mouse does.
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
