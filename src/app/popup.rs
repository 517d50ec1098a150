//! The trait of everything that opens over the panes.
//!
//! To add a popup, write one file with a type that implements [`Popup`] and has a constructor `open`, add one line to
//! `overlay.rs`, and draw it in `ui/overlay.rs`. A popup never sees the `App`: it reads and changes the parts that [`Cx`]
//! lends it, and asks for everything else by the [`Response`] that it returns.
//!
//! Inputs come in this order: `Opened` first, then keys, clicks and events. After each of them the
//! popup is given its rectangle again, since its list may have grown. A popup that runs an action
//! (`Request::Run`) closes first; one that acts on the previewed article (`Request::OnArticle`)
//! stays.

use crate::app::action::Action;
use crate::app::basket::Basket;
use crate::app::contents::Contents;
use crate::app::effect::{Effect, Secret};
use crate::app::find::Find;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::marks::ArticleMarks;
use crate::app::message::Message;
use crate::app::options::AppOptions;
use crate::app::page::ArticlePage;
use crate::app::panes::{Pane, PopupArea};
use crate::app::reader::{Reader, Setting};
use crate::app::search::Search;
use crate::app::shelf::Shelf;
use crate::app::watching::Watching;
use crate::lang::{Lang, Words};
use crate::library::Place;
use crate::library::query::MarkSets;
use crate::library::stories::StoryIndex;
use crate::model::identity::ArticleKey;
use crate::state::NewArticles;
use crate::state::{Correction, SentMark};
use ratatui::layout::Rect;

/// Something that lies over the panes and gets all keys while it is open.
pub trait Popup {
    /// The context in which its keys are looked up.
    fn context(&self) -> Context {
        Context::Menu
    }

    /// The rectangles of its box on a screen of this size; `None` for a popup that is drawn without a box, such as the
    /// field in the status line. Without a box the mouse does nothing.
    fn area(&self, screen: Rect) -> Option<PopupArea>;

    /// Adapts to the rectangle of its list, or of the whole screen where it has no box. Called after opening, after every
    /// input and whenever the screen changes.
    fn resize(&mut self, _list: Rect, _setting: Setting) {}

    /// Handles one input.
    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response;

    /// The actions whose keys the status line shows, the most important first.
    fn keys(&self) -> &'static [Action] {
        &[Action::Accept, Action::Cancel]
    }

    /// True if the panes behind it only preview what is chosen in it. The app then goes back to where the reader was when
    /// the popup closes without [`Request::Keep`], and remembers neither positions nor marks meanwhile.
    fn is_preview(&self) -> bool {
        false
    }

    /// The hits to highlight in an article that it previews.
    fn hits(&self, _page: &ArticlePage) -> Option<Find> {
        None
    }

    /// The columns into which the rows of its list are divided, each filled from top to bottom.
    fn columns(&self) -> u16 {
        1
    }

    /// True while it holds a text that would be lost with the program. The key that quits then goes to the popup.
    fn is_unsaved(&self) -> bool {
        false
    }

    /// True while it waits for results. Keys that would act on them are held back until they are there.
    fn is_waiting(&self) -> bool {
        false
    }
}

/// The parts of the app that a popup may read and change.
#[derive(Debug)]
pub struct Cx<'a> {
    /// Settings: language, keymap, theme, typesetting.
    pub options: &'a mut AppOptions,
    /// The focused pane, to which the keys go once the popup is closed.
    pub focus: &'a mut Pane,
    /// The list of issues.
    pub shelf: &'a mut Shelf,
    /// The contents of the open issue.
    pub contents: Option<&'a Contents>,
    /// The article on screen.
    pub reader: Option<&'a mut Reader>,
    /// Read and starred articles.
    pub marks: &'a ArticleMarks,
    /// The new articles.
    pub new: &'a NewArticles,
    /// The stories of the library.
    pub stories: &'a StoryIndex,
    /// The basket of articles for a brief.
    pub basket: &'a mut Basket,
    /// Queries, and the results of the last search.
    pub search: &'a mut Search,
    /// The watch words and their hits.
    pub watching: &'a mut Watching,
    /// The message in the status line.
    pub message: &'a mut Option<Message>,
}

impl Cx<'_> {
    /// The sets that `is:` asks for.
    pub fn mark_sets(&self) -> MarkSets {
        MarkSets {
            marks: self.marks.all(),
            new: self.new.clone(),
        }
    }

    /// The language of the interface.
    pub fn lang(&self) -> Lang {
        self.options.lang
    }

    /// Shows a note in the status line.
    pub fn note(&mut self, words: Words) {
        *self.message = Some(Message::note(words.get(self.lang())));
    }

    /// Shows a problem in the status line.
    pub fn problem(&mut self, text: impl Into<String>) {
        *self.message = Some(Message::problem(text));
    }
}

/// The answer to one input: a flag that closes the popup, and requests to the app.
#[derive(Debug)]
#[must_use]
pub struct Response {
    /// Set when the popup is closed, before the requests are fulfilled.
    pub closes: bool,
    /// The requests, fulfilled in this order.
    pub requests: Vec<Request>,
}

impl Response {
    /// The popup stays open.
    pub const fn stay() -> Self {
        Self {
            closes: false,
            requests: Vec::new(),
        }
    }

    /// The popup is closed.
    pub const fn close() -> Self {
        Self {
            closes: true,
            requests: Vec::new(),
        }
    }

    /// Adds a request.
    pub fn and(mut self, request: Request) -> Self {
        self.requests.push(request);
        self
    }
}

/// Something that a popup asks the app to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Runs an action as if its key were pressed in the focused pane. With an action that opens a popup, that popup follows
    /// this one.
    Run(Action),
    /// Runs an action on the previewed article. A popup that it opens lies over this one, which comes back afterwards.
    OnArticle(Action),
    /// Lays the rows of the saved searches anew.
    ShowSaved,
    /// Shows an issue or an article in the panes.
    Open(Target),
    /// Goes to an article as a jump does: `<` leads back, its pane gets the focus, and it counts as read.
    GoTo {
        /// The file of its issue.
        place: Place,
        /// Its identity.
        key: ArticleKey,
        /// Its index in the issue.
        index: usize,
    },
    /// Stays at the previewed article: its pane gets the focus, and it counts as read.
    Keep,
    /// Copies a text. The status line calls it `name`.
    Copy {
        /// The text for the clipboard.
        text: String,
        /// Its name in the message.
        name: String,
    },
    /// Opens an address in the browser, if it is a web address.
    Browse(String),
    /// Marks articles as read, to be undone together.
    MarkRead(Vec<ArticleKey>),
    /// Corrects an article.
    Correct(ArticleKey, Correction),
    /// Marks articles as gone out in a brief.
    Sent(Vec<ArticleKey>, SentMark),
    /// Opens a file with a password.
    Unlock(Place, Secret),
    /// Passes an effect to the runtime.
    Effect(Effect),
}

/// Something that can be shown in the panes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The issue selected in the list of issues.
    Selection,
    /// An article.
    Article {
        /// The file of its issue.
        place: Place,
        /// Its identity; `None` for the lead, and where the index does not know it.
        key: Option<ArticleKey>,
        /// Its index in the issue, for an article whose identity is not known; `None` for the lead.
        index: Option<usize>,
    },
}
