//! Saved searches in the reader: their rows above the issues, and the popup that names one.
//!
//! A search is saved from the search popup under a name and can then be written as `@name` in any
//! query. Those of the configuration are shown too, but are changed there alone. Each row has the
//! number of articles that the query finds, counted in the background.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::lang::Words;
use crate::library::query::{self, Query};
use crate::state::{Change, QueryChange};
use ratatui::layout::Rect;

/// A search was saved: its name.
const SAVED: Words = Words::new("已保存，检索时写作 @{}", "saved; in a query it is @{}");
/// A saved search was removed: its name.
const REMOVED: Words = Words::new("已删除保存的检索 @{}", "removed the saved search @{}");
/// The name stands in the configuration.
const CONFIGURED: Words = Words::new(
    "@{} 写在 config.toml 里，请在那里改",
    "@{} is defined in config.toml: change it there",
);
/// The name has a character that ends a word of a query.
const NO_NAME: Words = Words::new(
    "名称里不能有空格、引号和 |",
    "a name cannot contain spaces, quotation marks or |",
);

/// The field for the name of a search.
#[derive(Debug, Clone)]
pub struct SaveSearch {
    /// The name.
    pub field: Field,
    /// The query as typed.
    query: String,
}

impl SaveSearch {
    /// Opens the field; `None` where no query was typed.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let query = cx.search.naming.take()?;
        Some(Self {
            field: Field::default(),
            query,
        })
    }

    /// Saves the query under the name in the field.
    ///
    /// A name with a space or an operator could not be written behind `@`, so it is refused.
    fn save(&self, cx: &mut Cx<'_>) -> Response {
        // A name may be typed with the sign under which it is used.
        let name = self.field.text().trim().trim_start_matches(['@', '＠']);
        if name.is_empty() {
            return Response::close();
        }
        if name.contains([' ', '　', '"', '“', '”', '|', '｜']) {
            cx.note(NO_NAME);
            return Response::stay();
        }
        // A name of the configuration would come back at the next start.
        if !cx.options.saved.put(name, &self.query) {
            *cx.message = Some(Message::problem(CONFIGURED.with(cx.lang(), &[name])));
            return Response::stay();
        }
        *cx.message = Some(Message::note(SAVED.with(cx.lang(), &[name])));
        let change = QueryChange::Saved {
            name: name.to_owned(),
            query: self.query.clone(),
        };
        let change = Effect::Remember(Change::Query(change));
        Response::close()
            .and(Request::Effect(change))
            .and(Request::ShowSaved)
    }
}

impl Popup for SaveSearch {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup(screen, 60, 1, true))
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match &input {
            Input::Action(Action::Accept) => return self.save(cx),
            Input::Action(Action::Cancel) => return Response::close(),
            input => drop(self.field.handle(input)),
        }
        Response::stay()
    }
}

impl App {
    /// Takes the stored queries. Those typed before the store was read are newer.
    pub(crate) fn on_queries(
        &mut self,
        typed: Vec<String>,
        saved: Vec<(String, String)>,
    ) -> Vec<Effect> {
        let new = std::mem::replace(&mut self.search.history, typed);
        self.search.history.extend(new);
        for (name, query) in saved {
            self.options.saved.put(&name, &query);
        }
        self.show_saved()
    }

    /// Lays the rows of the saved searches and has them counted.
    ///
    /// Called when the library was read and when a search is added or removed; the numbers of
    /// before stand until the new ones come.
    pub(crate) fn show_saved(&mut self) -> Vec<Effect> {
        let saved = &self.options.saved;
        self.shelf
            .set_saved(saved.all().iter().map(|saved| saved.name.clone()));
        if saved.is_empty() {
            return Vec::new();
        }
        // A query with a mistake is one without clauses here, which finds nothing.
        let parse = |query: &str| query::parse(query, self.options.query_context());
        let queries: Vec<Query> = saved
            .all()
            .iter()
            .map(|saved| parse(&saved.query).unwrap_or_default())
            .collect();
        let sets = queries
            .iter()
            .any(Query::asks_for_marks)
            .then(|| self.cx().mark_sets());
        vec![Effect::CountSaved {
            queries,
            marks: sets.unwrap_or_default(),
        }]
    }

    /// Opens the search with the selected saved search.
    pub(crate) fn open_saved(&mut self) -> Vec<Effect> {
        let Some(saved) = self.shelf.selected_saved() else {
            return Vec::new();
        };
        self.search.wanted = Some(format!("@{}", saved.name));
        self.open_popup(Action::Search).unwrap_or_default()
    }

    /// Removes the selected saved search, unless it stands in the configuration.
    pub(crate) fn remove_saved(&mut self) -> Vec<Effect> {
        let Some(saved) = self.shelf.selected_saved() else {
            return Vec::new();
        };
        let (name, lang) = (saved.name.clone(), self.options.lang);
        if !self.options.saved.remove(&name) {
            self.message = Some(Message::problem(CONFIGURED.with(lang, &[&name])));
            return Vec::new();
        }
        self.message = Some(Message::note(REMOVED.with(lang, &[&name])));
        let change = Change::Query(QueryChange::Removed(name));
        let mut effects = vec![Effect::Remember(change)];
        effects.extend(self.show_saved());
        effects
    }
}
