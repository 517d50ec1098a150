//! The search of the whole library: the query and its results, previewed behind the popup.
//!
//! The popup has two foci, the field and the list. While the field has it, keys type and the
//! results follow; in the list, the keys of an article act on the row, and any other character
//! returns to typing. The panes behind it preview the selected article; where the reader was comes
//! back when the popup closes without a choice.
//!
//! Answers carry the number of their search. Those of an older one are dropped, but its rows stay
//! on screen until the first of the new one come, so that the list does not flicker while words are
//! typed.
//!
//! The story of an article uses the same list, without a field.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::field::Field;
use crate::app::find::Find;
use crate::app::found_list::FoundList;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::page::ArticlePage;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response, Target};
use crate::app::reader::Setting;
use crate::app::search::{LeftSearch, ResultList};
use crate::app::story;
use crate::lang::Lang;
use crate::library::query::{self, Query};
use crate::library::stories::StoryMember;
use ratatui::layout::Rect;

mod row_actions;

/// The query and its results.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    /// The query as typed.
    pub field: Field,
    /// The error in the query.
    pub problem: Option<query::Error>,
    /// The results.
    pub list: FoundList,
    /// The last query without an error.
    query: Query,
    /// The number of the search whose results are wanted; those of another one are dropped.
    ticket: u64,
    /// Set while the results have the focus and not the field.
    is_in_results: bool,
    /// The articles of the story that it shows; `None` where it searches.
    story: Option<Vec<StoryMember>>,
    /// The place in the queries typed before, counted from the latest, while the field holds one of them.
    recalled: Option<usize>,
    /// Set when the last change was that all results went into the basket, which `undo` takes back.
    has_collected: bool,
}

impl Finder {
    /// Opens the search as it was when a result was opened, else with an empty query; or the story of the article on screen,
    /// `None` where it has none.
    pub(crate) fn open(action: Action, cx: &mut Cx<'_>) -> Option<Self> {
        if action == Action::Story {
            return Self::of_story(cx);
        }
        // Left by the counts or the watch words: the results are wanted, not the field.
        if let Some(query) = cx.search.to_open.take() {
            return Some(Self {
                field: Field::holding(&query),
                is_in_results: true,
                ..Self::default()
            });
        }
        // Left by a selection or a saved search: it may still be changed before Enter.
        if let Some(wanted) = cx.search.wanted.take() {
            return Some(Self {
                field: Field::holding(&wanted),
                ..Self::default()
            });
        }
        // `s` returns to the results that were left, on the same row.
        let Some(left) = cx.search.left.take() else {
            return Some(Self::default());
        };
        Some(Self {
            // A saved search that is gone since leaves the results as they were.
            query: query::parse(&left.query, cx.options.query_context()).unwrap_or_default(),
            field: Field::holding(&left.query),
            list: left.list,
            is_in_results: true,
            ..Self::default()
        })
    }

    /// Opens the story of the article on screen; `None` where it has none.
    fn of_story(cx: &mut Cx<'_>) -> Option<Self> {
        let contents = cx.contents?;
        let story = story::members(cx.stories, contents);
        if story.is_empty() {
            let is_left_out = cx.stories.leaves_out(contents.place());
            cx.note(if is_left_out {
                story::LEFT_OUT
            } else {
                story::ALONE
            });
            return None;
        }
        let mut list = FoundList::default();
        list.kept = Some((contents.place().clone(), Some(contents.index())));
        Some(Self {
            list,
            story: Some(story),
            is_in_results: true,
            ..Self::default()
        })
    }

    /// True while the results have the focus, false while the field has it.
    pub fn is_in_results(&self) -> bool {
        self.is_in_results
    }

    /// True if it shows a story, so that there is no query to type.
    pub fn is_story(&self) -> bool {
        self.story.is_some()
    }

    /// The search as it is, to return to.
    pub(crate) fn into_left(self) -> Option<LeftSearch> {
        (!self.is_story()).then(|| LeftSearch {
            query: self.field.text().to_owned(),
            list: self.list,
        })
    }

    /// The filter that does not exist, if the query has one: the likely reason why nothing was found.
    pub fn unknown_filter(&self) -> Option<&query::Error> {
        self.query.unknown_filter.as_ref()
    }

    /// What to do where nothing is found, if a word of the query may be pinyin.
    pub fn pinyin_advice(&self, lang: Lang) -> Option<&'static str> {
        self.query.pinyin_advice(lang)
    }

    /// True if the query is empty, or only the beginning of a clause.
    pub fn asks_nothing(&self) -> bool {
        self.query.clauses.is_empty()
    }

    /// Searches for the query in the field. A query with an error leaves the earlier results on screen.
    fn search(&mut self, cx: &mut Cx<'_>) -> Response {
        self.ticket = cx.search.next_ticket();
        if let Some(articles) = self.story.clone() {
            let ticket = self.ticket;
            self.list.is_stale = true;
            return Response::stay().and(Request::Effect(Effect::Story { ticket, articles }));
        }
        // A changed query begins at its first hit.
        self.list.kept = None;
        match query::parse(self.field.text(), cx.options.query_context()) {
            Ok(query) => (self.query, self.problem) = (query, None),
            Err(problem) => self.problem = Some(problem),
        }
        // Half a query, such as an open quotation mark, is an error only for the moment.
        if self.problem.is_some() {
            return Response::stay();
        }
        if self.asks_nothing() {
            // An empty field shows the help on queries instead of old results.
            self.list.clear();
            unmark(cx);
        }
        (self.list.is_stale, self.list.is_done) = (true, self.asks_nothing());
        // The sets are built for `is:` alone: they hold every mark there is.
        let marks = self.query.asks_for_marks().then(|| cx.mark_sets());
        Response::stay().and(Request::Effect(Effect::Search {
            ticket: self.ticket,
            query: self.query.clone(),
            marks: marks.unwrap_or_default(),
        }))
    }

    /// Searches for the same query again, in the reports that were read since. The selected hit stays selected.
    fn search_again(&mut self, cx: &mut Cx<'_>) -> Response {
        let selected = self.list.selected();
        // The row is named by file and index, since the results may come in another order.
        let selected = selected.map(|(found, hit)| (found.meta.place.clone(), hit.index));
        let response = self.search(cx);
        self.list.kept = selected;
        response
    }

    /// Previews the article of the selected hit.
    fn show(&self) -> Response {
        let Some((found, hit)) = self.list.selected() else {
            return Response::stay();
        };
        Response::stay().and(Request::Open(Target::Article {
            place: found.meta.place.clone(),
            key: hit.key,
            index: hit.index,
        }))
    }

    /// Goes to the selected article; the others stay within reach of `n` and `N`.
    fn accept(&mut self, cx: &mut Cx<'_>) -> Response {
        if self.list.is_empty() {
            // Enter without results closes the search, as Esc does.
            return leave(cx);
        }
        let (articles, at) = self.list.articles();
        cx.search.results = Some(ResultList::new(self.query.clone(), articles, at));
        if self.is_story() {
            return leave(cx).and(Request::Keep);
        }
        self.field.text().clone_into(&mut cx.search.query);
        // Only a query that led to an article is worth remembering.
        let typed = cx.search.remember(self.field.text());
        cx.search.left = std::mem::take(self).into_left();
        leave(cx).and(Request::Keep).and(Request::Effect(typed))
    }

    /// Moves the focus from the field into the results or back.
    fn change_focus(&mut self) -> Response {
        self.is_in_results = !self.is_in_results && !self.list.is_empty();
        self.recalled = None;
        Response::stay()
    }

    /// Puts an earlier or a later one of the queries typed before into the field, which must be empty or hold such a query.
    /// `None` where there is none, or the field holds something else.
    fn recall(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Response> {
        let history = &cx.search.history;
        // As in a shell: up in an empty field recalls, and further only while the recalled query is
        // unchanged.
        let at = match (self.recalled, action) {
            (None, Action::Up) if self.field.text().is_empty() => 0,
            (Some(at), Action::Up) => (at + 1).min(history.len().checked_sub(1)?),
            (Some(at), Action::Down) => at.checked_sub(1)?,
            _ => return None,
        };
        let query = history.get(history.len().checked_sub(at + 1)?)?;
        self.field = Field::holding(query);
        let response = self.search(cx);
        self.recalled = Some(at);
        Some(response)
    }

    /// Takes over what the search found so far.
    fn on_event(&mut self, event: Event, cx: &mut Cx<'_>) -> Response {
        match event {
            Event::Found {
                ticket,
                found,
                total,
                is_done,
            } if ticket == self.ticket => {
                let has_changed = self.list.add(found, total, is_done);
                if is_done && self.list.is_empty() {
                    unmark(cx);
                }
                if has_changed {
                    self.show()
                } else {
                    Response::stay()
                }
            }
            // A search begun earlier saw only a part of the library.
            Event::Scanned { .. } => self.search_again(cx),
            _ => Response::stay(),
        }
    }
}

/// Takes the marks of the earlier query out of the previewed article, since nothing is found by the present one.
fn unmark(cx: &mut Cx<'_>) {
    if let Some(reader) = &mut cx.reader {
        reader.find = None;
    }
}

/// Closes the popup and ends the search.
fn leave(cx: &mut Cx<'_>) -> Response {
    Response::close().and(Request::Effect(cx.search.stop()))
}

impl Popup for Finder {
    fn context(&self) -> Context {
        if self.is_in_results {
            Context::Results
        } else {
            Context::Query
        }
    }

    fn keys(&self) -> &'static [Action] {
        if self.is_in_results {
            &[
                Action::Accept,
                Action::ToBasket,
                Action::AllToBasket,
                Action::Star,
                Action::CopyLink,
                Action::NextPane,
            ]
        } else {
            &[Action::Accept, Action::NextPane, Action::Cancel]
        }
    }

    /// The box lies beside the article where there is room, else above it.
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        // The box takes the room of the side panes, so that the previewed article keeps its place.
        let outer = panes::lists(screen).unwrap_or(Rect {
            height: (screen.height / 2).max(4).min(screen.height),
            ..screen
        });
        Some(PopupArea::inside(outer, 1, true))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        if self.list.cursor.height() != list.height {
            self.list.cursor.resize(list.height);
            self.list.choose(self.list.cursor.selected);
        }
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            // What was found stays as it was, so that a query for unread articles still has the row that was read since.
            Input::Opened if self.is_story() || !self.is_in_results => self.search(cx),
            Input::Opened if self.list.is_done => self.show(),
            Input::Opened => self.search_again(cx),
            Input::Action(Action::Cancel) if self.is_story() => leave(cx),
            Input::Action(Action::NextPane) if self.is_story() => Response::stay(),
            Input::Action(Action::NextPane) => self.change_focus(),
            Input::Action(action)
                if self.is_in_results
                    && let Some(response) = self.act_on_row(action, cx) =>
            {
                response
            }
            Input::Action(action)
                if !self.is_in_results
                    && let Some(response) = self.recall(action, cx) =>
            {
                response
            }
            Input::Action(Action::SaveSearch) if !self.is_story() && !self.asks_nothing() => {
                cx.search.naming = Some(self.field.text().to_owned());
                Response::stay().and(Request::OnArticle(Action::SaveSearch))
            }
            Input::Action(Action::Accept) => self.accept(cx),
            Input::Action(Action::Cancel) => leave(cx),
            Input::Click(line) => match self.list.press(line) {
                Some(true) => self.show(),
                Some(false) => self.accept(cx),
                None => Response::stay(),
            },
            // The article behind the box follows the selection, so the selection follows the wheel.
            Input::Wheel(rows) => {
                let step = if rows > 0 { Action::Down } else { Action::Up };
                self.handle(Input::Action(step), cx)
            }
            Input::Event(event) => self.on_event(event, cx),
            input if !self.is_story() && self.field.handle(&input) => {
                // Typing returns to the field, also where the list had the focus.
                (self.is_in_results, self.recalled) = (false, None);
                self.search(cx)
            }
            Input::Action(action) if self.list.step(action) => self.show(),
            _ => Response::stay(),
        }
    }

    fn is_preview(&self) -> bool {
        true
    }

    fn hits(&self, page: &ArticlePage) -> Option<Find> {
        Some(Find::of_query(&self.query, self.field.text(), page))
    }

    fn is_waiting(&self) -> bool {
        // Only the end of a search gives all of its results to the basket.
        (self.list.is_stale || self.is_in_results) && !self.list.is_done && self.problem.is_none()
    }
}
