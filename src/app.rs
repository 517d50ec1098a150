//! The app: everything the screen shows. Events go in, effects come out; it opens no file, reads no clock and draws nothing.

use crate::app::basket::Basket;
use crate::app::clipboard::Copied;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::find::Find;
use crate::app::input::Input;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Context, Fed};
use crate::app::marks::Marks;
use crate::app::message::Message;
use crate::app::opening::Opening;
use crate::app::options::Options;
use crate::app::overlay::Overlay;
use crate::app::panes::{Pane, Panes};
use crate::app::preview::BeforePreview;
use crate::app::reader::{Reader, Setting};
use crate::app::search::Search;
use crate::app::shelf::Shelf;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::LastPlace;
use ratatui::layout::Rect;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

pub mod about;
pub mod action;
pub mod basket;
pub mod basket_list;
mod clipboard;
pub mod commands;
pub mod contents;
pub mod copying;
pub mod effect;
pub mod event;
pub mod field;
pub mod filter;
pub mod find;
pub mod find_field;
pub mod finder;
pub mod hints;
mod hits;
pub mod input;
pub mod key;
pub mod keymap;
pub mod list;
mod listing;
pub mod marks;
pub mod message;
mod mouse;
mod opening;
pub mod options;
pub mod overlay;
pub mod page;
pub mod panes;
pub mod popup;
mod preview;
pub mod reader;
mod resume;
mod route;
pub mod saving;
pub mod search;
pub mod selection;
pub mod shelf;
pub mod themes;
mod typography;
mod unpacking;

/// Everything the screen shows.
#[derive(Debug)]
pub struct App {
    /// Settings, live ones included: the keymap, the theme in use.
    pub options: Options,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Where everything is; `None` on a screen too small.
    pub panes: Option<Panes>,
    /// The pane the keys go to.
    pub focus: Pane,
    /// Set when only the focused pane is shown.
    pub side_hidden: bool,
    /// The issues.
    pub shelf: Shelf,
    /// The open issue.
    pub contents: Option<Contents>,
    /// The article on screen.
    pub reader: Option<Reader>,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What was read and starred.
    pub marks: Marks,
    /// What the status line has to say.
    pub message: Option<Message>,
    /// How much of the library was read, while it is being read.
    pub progress: Option<(usize, usize)>,
    /// Whether the library was read to its end.
    pub is_scanned: bool,
    /// Issues with an unread article.
    pub unread_issues: usize,
    /// Who the article on screen is.
    pub reading: Option<ArticleKey>,
    opening: Option<Opening>,
    /// Keys that came while an issue was being opened and are meant for it.
    waiting: VecDeque<Key>,
    /// The last query and what it found.
    pub search: Search,
    /// The state of the panes before the preview, while a popup previews what is selected in it.
    preview: Option<BeforePreview>,
    /// The hits highlighted in an article before the preview, until that article is on screen again.
    find_before: Option<(ArticleKey, Find)>,
    positions: HashMap<ArticleKey, TextPos>,
    /// Where one was the last time, until one is there again or goes elsewhere.
    resume: Option<LastPlace>,
    /// Whether what is on screen is the last place, opened by the name of its file before the list was there.
    has_guessed: bool,
    /// Whether it is known where one was.
    pub is_placed: bool,
    /// Whether it is known what was remembered.
    pub is_remembered: bool,
    /// The place that was kept last.
    kept: Option<LastPlace>,
    /// Why what is marked now is not kept, as long as it is not.
    pub unsaved: Option<String>,
    /// Articles put aside for a brief.
    pub basket: Basket,
    copied: Copied,
    /// Where the mouse button went down in the article.
    dragging: Option<Range<TextPos>>,
}

impl App {
    /// An app with nothing opened yet, on a terminal of this size.
    pub fn new(options: Options, cols: u16, rows: u16) -> Self {
        let message = options.note.clone().map(Message::problem);
        let mut app = Self {
            options,
            size: (cols, rows),
            panes: None,
            focus: Pane::Shelf,
            side_hidden: false,
            shelf: Shelf::default(),
            contents: None,
            reader: None,
            overlay: None,
            marks: Marks::default(),
            message,
            progress: None,
            is_scanned: false,
            unread_issues: 0,
            reading: None,
            opening: None,
            waiting: VecDeque::new(),
            search: Search::default(),
            preview: None,
            find_before: None,
            positions: HashMap::new(),
            resume: None,
            has_guessed: false,
            is_placed: false,
            is_remembered: false,
            kept: None,
            unsaved: None,
            basket: Basket::default(),
            copied: Copied::default(),
            dragging: None,
        };
        app.rearrange();
        app
    }

    /// Takes in one event, answers with work for the outside. Reads no clock, file or terminal: what it needs came with the
    /// event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = self.take(event);
        effects.extend(self.press_waiting());
        effects
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.press(key),
            Event::Paste(text) => return self.handle_in_popup(Input::Paste(&text)),
            Event::Mouse(mouse) => return self.point(mouse),
            Event::Resized { cols, rows } => {
                self.size = (cols, rows);
                self.rearrange();
                return self.handle_in_popup(Input::Event(event));
            }
            Event::AmbiguousWidth(ambiguous) => {
                self.options.rules.ambiguous = ambiguous;
                self.rearrange();
            }
            Event::Listed(entries) => return self.list(entries),
            Event::Gone(places) => return self.forget(&places),
            Event::Progress { read, total } => {
                self.progress = (read < total).then_some((read, total));
            }
            Event::Scanned { problems } => {
                let mut effects = self.finish_scan(&problems);
                effects.extend(self.handle_in_popup(Input::Event(Event::Scanned { problems })));
                return effects;
            }
            Event::Opened { place, outcome } => return self.show_opened(&place, outcome),
            Event::Unpacked { archive, rows } => return self.show_unpacked(&archive, rows),
            Event::Copied { way, is_certain } => return self.on_copied(way, is_certain),
            Event::Browsed(Err(problem)) => self.message = Some(Message::problem(problem)),
            Event::Browsed(Ok(())) => {}
            Event::Recalled { place, position } => return self.take_place(place, position),
            Event::Remembered {
                marks,
                positions,
                place,
            } => {
                return self.take_up(&marks, positions, place);
            }
            Event::Basket(items) => self.basket.load(&items),
            Event::BasketChanged(items) => {
                self.basket.replace(items);
                return self.handle_in_popup(Input::Event(Event::BasketChanged(Vec::new())));
            }
            Event::Written(written) => {
                let message = saving::message(&written, self.options.lang);
                self.message = message.or(self.message.take());
                return self.handle_in_popup(Input::Event(Event::Written(written)));
            }
            event @ Event::Found { .. } => return self.handle_in_popup(Input::Event(event)),
            Event::Marked { marks, positions } => self.take_from_elsewhere(&marks, positions),
            Event::Unsaved(trouble) => self.take_trouble(trouble),
            Event::Paused => return self.keep_all(),
            Event::Themes(names) => {
                self.options.themes.clone_from(&names);
                return self.handle_in_popup(Input::Event(Event::Themes(names)));
            }
            Event::Note(text) => self.message = Some(Message::note(text)),
            Event::Continued => return vec![Effect::Redraw],
            Event::SuspendAsked => return vec![Effect::Suspend],
            Event::QuitAsked => return self.leave(),
        }
        Vec::new()
    }

    /// Whether nothing is on its way to the screen: the library is read and the issue that it begins with is open.
    pub fn is_settled(&self) -> bool {
        self.is_scanned && self.opening.is_none()
    }

    /// Whether it is known where one was, and the issue there is open.
    pub fn is_recalled(&self) -> bool {
        self.is_placed && self.opening.is_none()
    }

    /// Where keys are looked up now.
    pub fn context(&self) -> Context {
        match &self.overlay {
            Some(overlay) => overlay.popup().context(),
            None if self.is_selecting() => Context::Select,
            None => self.focus.context(),
        }
    }

    /// Takes in a key. Esc and a key typed in one breath reach a program as that key with Alt: where nothing is bound to it,
    /// it is taken for what it was.
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

    fn press_one(&mut self, key: Key) -> Vec<Effect> {
        let context = self.context();
        if self.must_wait(context, key) {
            self.waiting.push_back(key);
            return Vec::new();
        }
        self.message = None;
        match self.options.keymap.feed(context, key) {
            Fed::Action(action) => self.apply(action),
            Fed::Unbound if context == Context::Input => {
                let input = key.typed().map(Input::Char);
                input.map_or_else(Vec::new, |input| self.handle_in_popup(input))
            }
            Fed::Pending | Fed::Unbound => Vec::new(),
        }
    }

    /// Divides the screen anew and tells everything its size: after a change of size, focus or overlay.
    pub(crate) fn rearrange(&mut self) {
        self.panes = Panes::arrange(self.size.0, self.size.1, self.focus, self.side_hidden);
        let Some(panes) = self.panes else { return };
        if let Some(frame) = panes.shelf {
            self.shelf.resize(frame.body.height);
        }
        if let (Some(frame), Some(contents)) = (panes.contents, &mut self.contents) {
            let title_cols = panes::title_cols(frame.body);
            contents.resize(title_cols, frame.body.height, self.options.rules);
        }
        let setting = panes.reader.map(|frame| self.setting(frame.body));
        if let (Some(setting), Some(reader)) = (setting, &mut self.reader) {
            reader.set(setting);
        }
        self.fit_popup();
    }

    /// How the article is set in the body of its pane.
    pub(crate) fn setting(&self, body: Rect) -> Setting {
        let column = panes::text_column(body, self.options.measure_cols);
        Setting {
            measure_cols: column.width,
            height: column.height,
            rules: self.options.rules,
            gap: self.options.gap,
        }
    }
}
