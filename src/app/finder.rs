//! The search of the whole library: the query and its results, previewed behind the popup.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::field::Field;
use crate::app::find::Find;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::page::ArticlePage;
use crate::app::panes::{Pane, Panes, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response, Target};
use crate::app::reader::Setting;
use crate::app::search::{FoundArticle, ResultList};
use crate::app::story;
use crate::library::Place;
use crate::library::query::{self, Query};
use crate::library::search::{ArticleHit, IssueHits};
use crate::library::stories::StoryMember;
use ratatui::layout::Rect;
use std::ops::Range;

/// The query and its results.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    /// The query as typed.
    pub field: Field,
    /// The error in the query.
    pub problem: Option<query::Error>,
    /// The number of articles found so far, listed or not.
    pub total: usize,
    /// Set once all reports were searched.
    pub is_done: bool,
    /// The last query without an error.
    query: Query,
    /// The issues with hits, in the order of the search.
    found: Vec<IssueHits>,
    /// The lines of the list, made from `found`.
    lines: Vec<ResultLine>,
    /// The selected line, always a title where there is one.
    cursor: Cursor,
    /// The number of the search whose results are wanted; those of another one are dropped.
    ticket: u64,
    /// Set while the results on screen are those of an older query.
    is_stale: bool,
    /// The hit that is to stay selected when the same query is searched again: file and index in the issue.
    kept: Option<(Place, usize)>,
    /// The articles of the story that it shows; `None` where it searches.
    story: Option<Vec<StoryMember>>,
}

/// A line of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultLine {
    /// The heading of an issue, by its index among the issues found.
    Issue(usize),
    /// The title of an article: indices of issue and hit.
    Title(usize, usize),
    /// A piece of its text: indices of issue and hit.
    Snippet(usize, usize),
    /// The end of the list, where so many more articles match than are listed.
    Rest(usize),
}

impl Finder {
    /// Opens the search with an empty query, or the story of the article on screen; `None` where it has none.
    pub(crate) fn open(action: Action, cx: &mut Cx<'_>) -> Option<Self> {
        if action != Action::Story {
            return Some(Self::default());
        }
        let contents = cx.contents?;
        let story = story::members(cx.stories, contents);
        if story.is_empty() {
            cx.note(story::ALONE);
            return None;
        }
        Some(Self {
            kept: Some((contents.place().clone(), contents.index())),
            story: Some(story),
            ..Self::default()
        })
    }

    /// True if it shows a story, so that there is no query to type.
    pub fn is_story(&self) -> bool {
        self.story.is_some()
    }

    /// The lines in sight, and the index of the selected one, which is a title.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// A line of the results.
    pub fn line(&self, at: usize) -> Option<ResultLine> {
        self.lines.get(at).copied()
    }

    /// An issue with hits.
    pub fn issue(&self, index: usize) -> Option<&IssueHits> {
        self.found.get(index)
    }

    /// The selected hit.
    fn selected(&self) -> Option<(&IssueHits, &ArticleHit)> {
        let ResultLine::Title(issue, hit) = self.line(self.cursor.selected)? else {
            return None;
        };
        let found = self.found.get(issue)?;
        Some((found, found.hits.get(hit)?))
    }

    /// True if the query is empty, or only the beginning of a clause.
    pub fn asks_nothing(&self) -> bool {
        self.query.clauses.is_empty()
    }

    /// True if the line is the title of a hit.
    fn is_title(&self, at: usize) -> bool {
        matches!(self.line(at), Some(ResultLine::Title(..)))
    }

    /// Selects the title at or below a line, else the nearest above, and brings it with its snippet in sight.
    fn choose(&mut self, line: usize) {
        let below = (line..self.lines.len()).find(|at| self.is_title(*at));
        let above = || {
            (0..line.min(self.lines.len()))
                .rev()
                .find(|at| self.is_title(*at))
        };
        let at = below.or_else(above).unwrap_or(0);
        let heading = at.checked_sub(1).and_then(|above| self.line(above));
        let heading = usize::from(matches!(heading, Some(ResultLine::Issue(_))));
        let is_last = matches!(self.line(at + 2), Some(ResultLine::Rest(_)));
        // In this order each line is brought in sight, the title last and so in any case.
        for row in [at - heading, at + 1 + usize::from(is_last), at] {
            self.cursor.select(row);
        }
    }

    /// Selects the hit at a line of the list, by its title or its snippet. Returns whether another one is selected
    /// afterwards; `None` where there is none.
    fn press(&mut self, line: u16) -> Option<bool> {
        let before = self.cursor.selected;
        let at = self.cursor.row_at(line)?;
        self.kept = None;
        let is_snippet = matches!(self.line(at), Some(ResultLine::Snippet(..)));
        self.choose(at - usize::from(is_snippet));
        Some(self.cursor.selected != before)
    }

    /// Moves the selection. True if another hit is selected afterwards.
    fn step(&mut self, action: Action) -> bool {
        let before = self.cursor.selected;
        self.kept = None;
        match action {
            Action::Up => {
                if let Some(at) = (0..before).rev().find(|at| self.is_title(*at)) {
                    self.choose(at);
                }
            }
            Action::Down => self.choose(before + 1),
            action => {
                self.cursor.apply(action);
                self.choose(self.cursor.selected);
            }
        }
        self.cursor.selected != before
    }

    /// Adds results. True if another hit is selected afterwards: the first of a new search.
    fn add(&mut self, found: Vec<IssueHits>, total: usize, is_done: bool) -> bool {
        // The results of the earlier query stay until the first of the new one come, so that the list does not flicker.
        if std::mem::take(&mut self.is_stale) {
            self.clear();
        }
        let had_none = self.lines.is_empty();
        for one in found {
            let issue = self.found.len();
            self.lines.push(ResultLine::Issue(issue));
            for hit in 0..one.hits.len() {
                self.lines.extend([
                    ResultLine::Title(issue, hit),
                    ResultLine::Snippet(issue, hit),
                ]);
            }
            self.found.push(one);
        }
        (self.total, self.is_done) = (total, is_done);
        let listed = self.found.iter().map(|one| one.hits.len()).sum();
        if let Some(rest @ 1..) = total.checked_sub(listed).filter(|_| is_done) {
            self.lines.push(ResultLine::Rest(rest));
        }
        self.cursor.set_len(self.lines.len());
        if let Some(at) = self.kept.as_ref().and_then(|kept| self.line_of(kept)) {
            self.kept = None;
            self.choose(at);
            return false;
        }
        if self.kept.is_some() && !is_done {
            return false;
        }
        let is_new = had_none || self.kept.take().is_some();
        if is_new {
            self.choose(0);
        }
        is_new && !self.lines.is_empty()
    }

    /// The line of a hit's title.
    fn line_of(&self, (place, index): &(Place, usize)) -> Option<usize> {
        let is_it = |line: &ResultLine| match line {
            ResultLine::Title(issue, hit) => self.found.get(*issue).is_some_and(|found| {
                found.meta.place == *place
                    && found.hits.get(*hit).is_some_and(|hit| hit.index == *index)
            }),
            _ => false,
        };
        self.lines.iter().position(is_it)
    }

    /// Empties the list.
    fn clear(&mut self) {
        self.found.clear();
        self.lines.clear();
        self.cursor.reset(0);
        (self.total, self.is_done) = (0, false);
    }

    /// Searches for the query in the field. A query with an error leaves the earlier results on screen.
    fn search(&mut self, cx: &mut Cx<'_>) -> Response {
        self.ticket = cx.search.next_ticket();
        if let Some(articles) = self.story.clone() {
            let ticket = self.ticket;
            self.is_stale = true;
            return Response::stay().and(Request::Effect(Effect::Story { ticket, articles }));
        }
        self.kept = None;
        match query::parse(self.field.text(), cx.options.query_context()) {
            Ok(query) => (self.query, self.problem) = (query, None),
            Err(problem) => self.problem = Some(problem),
        }
        // Half a query, such as an open quotation mark, is an error only for the moment.
        if self.problem.is_some() {
            return Response::stay();
        }
        if self.asks_nothing() {
            self.clear();
        }
        (self.is_stale, self.is_done) = (true, self.asks_nothing());
        let marks = self.query.asks_for_marks().then(|| cx.mark_sets());
        Response::stay().and(Request::Effect(Effect::Search {
            ticket: self.ticket,
            query: self.query.clone(),
            marks: marks.unwrap_or_default(),
        }))
    }

    /// Searches for the same query again, in the reports that were read since. The selected hit stays selected.
    fn search_again(&mut self, cx: &mut Cx<'_>) -> Response {
        let selected = self.selected();
        let selected = selected.map(|(found, hit)| (found.meta.place.clone(), hit.index));
        let response = self.search(cx);
        self.kept = selected;
        response
    }

    /// Previews the article of the selected hit.
    fn show(&self) -> Response {
        let Some((found, hit)) = self.selected() else {
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
        if self.lines.is_empty() {
            return leave(cx);
        }
        if !self.is_story() {
            self.field.text().clone_into(&mut cx.search.query);
        }
        cx.search.results = Some(self.results());
        leave(cx).and(Request::Keep)
    }

    /// The articles found, with the selected one as the current.
    fn results(&mut self) -> ResultList {
        let at = match self.line(self.cursor.selected) {
            Some(ResultLine::Title(issue, hit)) => {
                let above = self.found.iter().take(issue);
                above.map(|found| found.hits.len()).sum::<usize>() + hit
            }
            _ => 0,
        };
        let articles = self.found.iter().flat_map(|found| {
            found.hits.iter().map(|hit| FoundArticle {
                place: found.meta.place.clone(),
                key: hit.key,
                index: hit.index,
            })
        });
        ResultList::new(self.query.clone(), articles.collect(), at)
    }
}

/// Closes the popup and ends the search.
fn leave(cx: &mut Cx<'_>) -> Response {
    Response::close().and(Request::Effect(cx.search.stop()))
}

impl Popup for Finder {
    fn context(&self) -> Context {
        Context::Input
    }

    /// The box lies beside the article where there is room, else above it.
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let panes = Panes::arrange(screen.width, screen.height, Pane::Reader, false);
        let reader = panes
            .and_then(|panes| panes.reader)
            .map(|frame| frame.title.unwrap_or(frame.body));
        let outer = match reader {
            Some(reader) if reader.x > 0 => Rect {
                x: 0,
                y: reader.y,
                width: reader.x,
                height: screen.height.saturating_sub(reader.y + 1),
            },
            _ => Rect {
                height: (screen.height / 2).max(4).min(screen.height),
                ..screen
            },
        };
        Some(PopupArea::inside(outer, 1, true))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        if self.cursor.height() != list.height {
            self.cursor.resize(list.height);
            self.choose(self.cursor.selected);
        }
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Opened => self.search(cx),
            Input::Action(Action::Accept) => self.accept(cx),
            Input::Action(Action::Cancel) => leave(cx),
            Input::Click(line) => match self.press(line) {
                Some(true) => self.show(),
                Some(false) => self.accept(cx),
                None => Response::stay(),
            },
            // The article behind the box follows the selection, so the selection follows the wheel.
            Input::Wheel(rows) => {
                let step = if rows > 0 { Action::Down } else { Action::Up };
                self.handle(Input::Action(step), cx)
            }
            Input::Event(Event::Found {
                ticket,
                found,
                total,
                is_done,
            }) if ticket == self.ticket => {
                if self.add(found, total, is_done) {
                    self.show()
                } else {
                    Response::stay()
                }
            }
            // A search begun earlier saw only a part of the library.
            Input::Event(Event::Scanned { .. }) => self.search_again(cx),
            input if !self.is_story() && self.field.handle(&input) => self.search(cx),
            Input::Action(action) if self.step(action) => self.show(),
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
        self.is_stale && !self.is_done && self.problem.is_none()
    }
}
