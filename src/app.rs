//! The app: the whole state that the screen shows. Events go in, effects come out; it opens no file, reads no clock and draws
//! nothing, so every journey through it can be tested without a terminal.
//!
//! Its parts are values of their own: the [`ScreenLayout`], the list of issues ([`Shelf`]), the open issue ([`OpenIssue`]), the
//! popup ([`Overlay`](overlay::Overlay)), the marks, the basket and the search. Files with an `impl App` only connect them: `update` (events),
//! `route` (actions), `opening` (issues), `resume` (the last place), `preview`, `mouse`, `clipboard`, `hits`, `listing`.
//!
//! [`App::update`] is the only way in: the runtime hands it one [`Event`](event::Event) after another and
//! performs the [`Effect`]s that it returns. A key goes this way: it is looked up in the context of
//! the focused pane or of the open popup ([`Keymap`](keymap::Keymap)), the
//! [`Action`](action::Action) found is given to the popup or dispatched by `route`, and the parts
//! that it changes are laid out anew.
//!
//! Two things may be late. An issue is opened by the runtime, so keys that are meant for it wait
//! (`opening`); and the store of marks is read after the first rows are listed, so what it brings
//! is laid below what was done meanwhile (`resume`).

use crate::app::arrivals::Arrivals;
use crate::app::basket::Basket;
use crate::app::clipboard::Copied;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::input::InputState;
use crate::app::jumps::Jumps;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Context, Fed};
use crate::app::marks::ArticleMarks;
use crate::app::message::Message;
use crate::app::open_issue::OpenIssue;
use crate::app::options::AppOptions;
use crate::app::overlay::Popups;
use crate::app::panes::{Pane, ScreenLayout};
use crate::app::reader::Setting;
use crate::app::resume::{Resume, StoredState};
use crate::app::scanning::ScanState;
use crate::app::search::Search;
use crate::app::shelf::Shelf;
use crate::app::wanted::AwaitedIssue;
use crate::app::watching::Watching;
use crate::library::stories::StoryIndex;
use crate::state::Corrections;
use ratatui::layout::Rect;
use std::sync::Arc;

pub mod about;
pub mod action;
pub mod arrivals;
pub mod basket;
pub mod basket_chooser;
pub mod basket_list;
pub mod basket_order;
mod clipboard;
pub mod collecting;
pub mod commands;
pub mod contents;
pub mod copying;
pub mod correcting;
pub mod count_panel;
mod counting;
pub mod effect;
pub mod event;
pub mod field;
pub mod filter;
pub mod find;
pub mod find_field;
pub mod finder;
pub mod following;
pub mod found_list;
pub mod guarded_text;
pub mod heading_field;
pub mod help;
pub mod hints;
mod hits;
pub mod input;
mod issue_facts;
mod jumps;
pub mod key;
pub mod keymap;
pub mod list;
mod listing;
pub mod mark_menu;
mod marking;
pub mod marks;
pub mod message;
mod mouse;
mod naming;
pub mod new_word_list;
pub mod note_editor;
pub mod open_issue;
mod opening;
pub mod options;
pub mod overlay;
pub mod page;
mod page_popup;
pub mod panes;
pub mod popup;
mod preview;
pub mod reader;
pub mod recognising;
mod rereading;
mod resume;
mod route;
pub mod saved_searches;
pub mod saving;
mod scanning;
pub mod search;
pub mod selection;
pub mod shelf;
pub mod slips;
pub mod story;
pub mod text_area;
pub mod themes;
mod typography;
mod unbound;
pub mod unlocking;
mod unpacking;
pub mod unreadable;
mod update;
mod wanted;
pub mod watch_editor;
pub mod watch_panel;
pub mod watching;

/// Everything the screen shows.
#[derive(Debug)]
pub struct App {
    /// Settings, also those that change while the program runs, such as the theme.
    pub options: AppOptions,
    /// The size of the terminal and its division into panes.
    pub screen: ScreenLayout,
    /// The issues.
    pub shelf: Shelf,
    /// The open issue and the article on screen.
    pub issue: OpenIssue,
    /// The popups over the panes.
    pub popups: Popups,
    /// Read and starred articles.
    pub marks: ArticleMarks,
    /// The articles that came since the previous start.
    pub arrivals: Arrivals,
    /// The message in the status line.
    pub message: Option<Message>,
    /// The state of reading the library.
    pub scan: ScanState,
    /// The issue that is being opened, and the keys for it.
    awaited: AwaitedIssue,
    /// The articles jumped from.
    jumps: Jumps,
    /// The last query and what it found.
    pub search: Search,
    /// The way back to where the reader was when the program ended the last time.
    resume: Resume,
    /// The store of the reading state, as far as it concerns the screen.
    pub stored: StoredState,
    /// What the last key or mouse event left for the next.
    pub input: InputState,
    /// The stories of the library.
    pub(crate) stories: Arc<StoryIndex>,
    /// The watch words and their hits.
    pub watching: Watching,
    /// Articles put aside for a brief.
    pub basket: Basket,
    /// What was corrected by hand.
    pub corrections: Corrections,
    /// The text of the last copy.
    copied: Copied,
}

impl App {
    /// An app with nothing opened yet, on a terminal of this size.
    pub fn new(options: AppOptions, cols: u16, rows: u16) -> Self {
        let mut app = Self {
            options,
            screen: ScreenLayout::new(cols, rows),
            shelf: Shelf::default(),
            issue: OpenIssue::default(),
            popups: Popups::default(),
            marks: ArticleMarks::default(),
            arrivals: Arrivals::default(),
            message: None,
            scan: ScanState::default(),
            awaited: AwaitedIssue::default(),
            jumps: Jumps::default(),
            search: Search::default(),
            resume: Resume::Unknown,
            stored: StoredState::default(),
            input: InputState::default(),
            stories: Arc::default(),
            watching: Watching::default(),
            basket: Basket::default(),
            corrections: Corrections::new(),
            copied: Copied::default(),
        };
        if app.options.samples {
            // The guided minute stands in the first article and begins with the keys that scroll it. In the list `j` would go
            // to the next issue.
            app.screen.focus = Pane::Reader;
        }
        // The panes need their sizes before the first event: rows may be listed before a resize
        // comes.
        app.rearrange();
        app.say_slips();
        app
    }

    /// True if the screen is complete: the library is read and the issue that it begins with is open.
    pub fn is_settled(&self) -> bool {
        self.scan.is_ended && self.awaited.opening.is_none()
    }

    /// True if the last place is known and its issue is open.
    pub fn is_recalled(&self) -> bool {
        !matches!(self.resume, Resume::Unknown) && self.awaited.opening.is_none()
    }

    /// The context in which keys are looked up now.
    pub fn context(&self) -> Context {
        match &self.popups.top {
            Some(overlay) => overlay.popup().context(),
            None if self.is_selecting() => Context::Select,
            None => self.screen.focus.context(),
        }
    }

    /// Handles a key. Terminals send Esc followed quickly by a key as that key with Alt; where nothing is bound to the
    /// combination, it is handled as two keys.
    ///
    /// Returns the effects of both keys in that case.
    fn press(&mut self, key: Key) -> Vec<Effect> {
        let Some(plain) = key.after_esc() else {
            return self.press_one(key);
        };
        if self.options.keymap.knows(self.context(), key) {
            return self.press_one(key);
        }
        let mut effects = self.press_one(Key::plain(Code::Esc));
        effects.extend(self.press_one(plain));
        effects
    }

    /// Looks a key up in the current context and runs its action, or types its character into the popup.
    fn press_one(&mut self, key: Key) -> Vec<Effect> {
        let context = self.context();
        // Without this, keys typed ahead would act on the issue that is about to leave the screen.
        if self.must_wait(context, key) {
            self.awaited.keys.push_back(key);
            return Vec::new();
        }
        // A message holds until the next key that acts; a key that waits has not acted yet.
        self.dismiss_message();
        if self.type_count(context, key) {
            return Vec::new();
        }
        let fed = self.options.keymap.feed(context, key);
        let count = self.input.count.take_if(|_| fed != Fed::Pending);
        match fed {
            Fed::Action(action) => match count {
                Some(count) => self.apply_times(action, count),
                None => self.apply(action),
            },
            // Only a character types. An arrow that is bound to nothing is lost here.
            Fed::Unbound if context.takes_text() => {
                let input = key.typed().map(Input::Char);
                input.map_or_else(Vec::new, |input| self.handle_in_popup(input))
            }
            Fed::Unbound => {
                self.say_unbound(context, key);
                Vec::new()
            }
            Fed::Pending => Vec::new(),
        }
    }

    /// Divides the screen anew and passes the sizes on: to be called after a change of size, focus, issue or popup.
    pub(crate) fn rearrange(&mut self) {
        self.screen.arrange();
        let Some(panes) = self.screen.panes else {
            return;
        };
        if let Some(frame) = panes.shelf {
            self.shelf.resize(frame.body.height);
        }
        if let (Some(frame), Some(contents)) = (panes.contents, &mut self.issue.contents) {
            let title_cols = panes::title_cols(frame.body);
            contents.resize(title_cols, frame.body.height, self.options.rules);
        }
        let setting = panes.reader.map(|frame| self.setting(frame.body));
        if let (Some(setting), Some(reader)) = (setting, &mut self.issue.reader) {
            reader.set(setting);
        }
        // Last: a popup is fitted to the panes as they are now.
        self.fit_popup();
    }

    /// Returns the setting of an article in `body`, the rectangle of its pane.
    ///
    /// A change of these four values sets the article anew.
    pub(crate) fn setting(&self, body: Rect) -> Setting {
        let measure = self.screen.measure_cols(self.options.measure_cols);
        let column = panes::text_column(body, measure);
        Setting {
            measure_cols: column.width,
            height: column.height,
            rules: self.options.rules,
            gap: self.options.gap,
        }
    }
}
