//! Searching the whole library: what is typed, what was found so far, and the way back.

use crate::app::App;
use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::find::{Find, Hit as Place};
use crate::app::list::Cursor;
use crate::app::opening::Wanted;
use crate::app::overlay::Overlay;
use crate::app::page::{Page, Part};
use crate::app::panes::{Pane, Panes, Popup};
use crate::app::shelf::View;
use crate::library;
use crate::library::query::{self, Query};
use crate::library::search::{ArticleHit, IssueHits};
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use ratatui::layout::Rect;
use std::ops::Range;

mod ask;
mod end;
pub(crate) mod trail;

/// The field, the results and where one was.
#[derive(Debug, Clone)]
pub struct Finder {
    /// What was typed.
    pub field: Field,
    /// What is wrong with the query.
    pub problem: Option<query::Error>,
    /// How many articles were found so far, shown or not.
    pub total: usize,
    /// Whether all reports were looked through.
    pub is_done: bool,
    query: Query,
    found: Vec<IssueHits>,
    lines: Vec<Line>,
    cursor: Cursor,
    height: u16,
    /// Counts the searches, so that answers to an older one are let go.
    ticket: u64,
    /// The results on screen are those of an older query.
    is_stale: bool,
    /// The hit to stay at where the same is looked for again.
    kept: Option<(library::Place, usize)>,
    before: Before,
}

/// Where one was.
#[derive(Debug, Clone)]
struct Before {
    place: Option<library::Place>,
    article: Option<ArticleKey>,
    view: View,
    pane: Pane,
    alone: bool,
    find: Option<Find>,
}

/// A line of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of an issue, by its index.
    Issue(usize),
    /// The title of an article: issue and hit.
    Title(usize, usize),
    /// A piece of its text.
    Snippet(usize, usize),
    /// The end of the list, where so many articles more match than are listed.
    Rest(usize),
}

impl Finder {
    /// The lines in sight and the index of the chosen one, which is a title.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (
            self.cursor.visible(self.lines.len(), self.height),
            self.cursor.selected,
        )
    }

    /// A line of the results.
    pub fn line(&self, at: usize) -> Option<Line> {
        self.lines.get(at).copied()
    }

    /// An issue with hits.
    pub fn issue(&self, index: usize) -> Option<&IssueHits> {
        self.found.get(index)
    }

    /// The chosen hit.
    fn selected(&self) -> Option<(&IssueHits, &ArticleHit)> {
        let Line::Title(issue, hit) = self.line(self.cursor.selected)? else {
            return None;
        };
        let found = self.found.get(issue)?;
        Some((found, found.hits.get(hit)?))
    }

    /// The box: beside the article where there is room, else above it.
    pub fn popup(screen: Rect) -> Popup {
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
        let inner = Rect {
            x: outer.x + 1,
            y: outer.y + 1,
            width: outer.width.saturating_sub(2),
            height: outer.height.saturating_sub(2),
        };
        let field = Rect {
            height: inner.height.min(1),
            ..inner
        };
        let list = Rect {
            y: inner.y + field.height,
            height: inner.height - field.height,
            ..inner
        };
        Popup {
            outer,
            field: Some(field),
            list,
        }
    }

    /// Whether nothing is asked for: nothing was typed, or only the beginning of something.
    pub fn asks_nothing(&self) -> bool {
        self.query.clauses.is_empty()
    }

    /// Whether the results of what was typed are still to come.
    pub fn is_awaited(&self) -> bool {
        self.is_stale && !self.is_done && self.problem.is_none()
    }

    /// Takes in the height of the list.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.choose(self.cursor.selected);
    }

    /// Chooses the title at or behind a line, and brings it with its snippet in sight.
    fn choose(&mut self, line: usize) {
        let is_title = |at: &usize| matches!(self.lines.get(*at), Some(Line::Title(..)));
        let at = (line..self.lines.len()).find(is_title);
        let at = at.or_else(|| (0..line.min(self.lines.len())).rev().find(is_title));
        let at = at.unwrap_or(0);
        let above = usize::from(matches!(
            at.checked_sub(1).and_then(|above| self.lines.get(above)),
            Some(Line::Issue(_))
        ));
        let is_last = matches!(self.lines.get(at + 2), Some(Line::Rest(_)));
        for row in [at - above, at + 1 + usize::from(is_last), at] {
            self.cursor.select(row, self.lines.len(), self.height);
        }
    }

    /// Chooses the hit at a line of the list, by its title or its snippet. Whether another one is chosen now; `None` where
    /// there is none.
    pub(crate) fn press(&mut self, line: u16) -> Option<bool> {
        let before = self.cursor.selected;
        let at = self.cursor.row_at(line, self.lines.len())?;
        self.kept = None;
        self.choose(at - usize::from(matches!(self.lines.get(at), Some(Line::Snippet(..)))));
        Some(self.cursor.selected != before)
    }

    /// Moves the choice. Whether another hit is chosen now.
    fn step(&mut self, action: Action) -> bool {
        let before = self.cursor.selected;
        self.kept = None;
        match action {
            Action::Up => {
                let is_title = |at: &usize| matches!(self.lines.get(*at), Some(Line::Title(..)));
                if let Some(at) = (0..before).rev().find(is_title) {
                    self.choose(at);
                }
            }
            Action::Down => self.choose(before + 1),
            action => {
                self.cursor.apply(action, self.lines.len(), self.height);
                self.choose(self.cursor.selected);
            }
        }
        self.cursor.selected != before
    }

    /// Takes in results. Whether another hit is chosen now: the first of a new search.
    fn take(&mut self, found: Vec<IssueHits>, total: usize, is_done: bool) -> bool {
        let is_first = std::mem::take(&mut self.is_stale);
        if is_first {
            self.clear();
        }
        let had_none = self.lines.is_empty();
        for one in found {
            let issue = self.found.len();
            self.lines.push(Line::Issue(issue));
            for hit in 0..one.hits.len() {
                self.lines
                    .extend([Line::Title(issue, hit), Line::Snippet(issue, hit)]);
            }
            self.found.push(one);
        }
        (self.total, self.is_done) = (total, is_done);
        let listed = self.found.iter().map(|one| one.hits.len()).sum();
        if let Some(rest @ 1..) = total.checked_sub(listed).filter(|_| is_done) {
            self.lines.push(Line::Rest(rest));
        }
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
    fn line_of(&self, (place, index): &(library::Place, usize)) -> Option<usize> {
        let is_it = |line: &Line| match line {
            Line::Title(issue, hit) => self.found.get(*issue).is_some_and(|found| {
                found.meta.place == *place
                    && found.hits.get(*hit).is_some_and(|hit| hit.index == *index)
            }),
            _ => false,
        };
        self.lines.iter().position(is_it)
    }

    fn clear(&mut self) {
        self.found.clear();
        self.lines.clear();
        self.cursor = Cursor::default();
        (self.total, self.is_done) = (0, false);
    }
}

/// Where the words of a query stand in a page.
pub(crate) fn places(query: &Query, typed: &str, page: &Page) -> Find {
    let mut hits = Vec::new();
    for (block, paragraph) in page.paragraphs.iter().enumerate() {
        let is_title = matches!(paragraph.part, Part::Headline | Part::Dateline);
        if paragraph.part == Part::Link {
            continue;
        }
        let found = query.places(&paragraph.text, is_title);
        hits.extend(found.into_iter().map(|range| Place { block, range }));
    }
    Find {
        query: typed.to_owned(),
        hits,
        current: 0,
    }
}

impl App {
    /// Opens the search of the whole library.
    pub(crate) fn open_finder(&mut self) -> Vec<Effect> {
        let mut effects = self.remember_position();
        let chosen = self.shelf.selected().map(|entry| &entry.meta.place);
        // Where a heading is chosen, the issue above it is still open.
        let open = self.contents.as_ref().map(Contents::place);
        let before = Before {
            place: chosen.or(open).cloned(),
            view: self.shelf.view(),
            article: self.reading,
            pane: self.focus,
            alone: self.alone,
            find: self.reader.as_ref().and_then(|reader| reader.find.clone()),
        };
        self.alone = false;
        self.focus = Pane::Reader;
        self.lay_over(Overlay::Finder(Box::new(Finder {
            field: Field::default(),
            problem: None,
            total: 0,
            is_done: true,
            query: Query::default(),
            found: Vec::new(),
            lines: Vec::new(),
            cursor: Cursor::default(),
            height: 1,
            ticket: self.searches,
            is_stale: false,
            kept: None,
            before,
        })));
        // Nothing is asked for yet, so that there is time to prepare.
        effects.extend(self.search_as_typed());
        effects
    }

    /// Moves in the results or edits the field.
    pub(crate) fn apply_to_finder(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) = &mut self.overlay else {
            return Vec::new();
        };
        if finder.field.apply(action) {
            return self.search_as_typed();
        }
        if finder.step(action) {
            self.show_hit()
        } else {
            Vec::new()
        }
    }

    /// Shows the article of the chosen hit, with all hits marked.
    pub(crate) fn show_hit(&mut self) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) = &self.overlay else {
            return Vec::new();
        };
        let Some((found, hit)) = finder.selected() else {
            return Vec::new();
        };
        let (place, key, index) = (found.meta.place.clone(), hit.key, hit.index);
        self.go_to_article(&place, key, index)
    }

    pub(super) fn go_to_article(
        &mut self,
        place: &library::Place,
        key: Option<ArticleKey>,
        index: usize,
    ) -> Vec<Effect> {
        if !self.shelf.choose(|entry| entry.meta.place == *place) {
            return Vec::new();
        }
        let effects = self.follow_selection(key.map_or(Wanted::First, Wanted::Article));
        if effects.is_empty()
            && let Some(contents) = self.contents.as_mut().filter(|c| c.place() == place)
        {
            contents.select(index);
            return self.show_article();
        }
        effects
    }

    /// Marks what is looked for in the article that has just come on screen.
    pub(crate) fn arm_hits(&mut self) {
        if let (Some(Overlay::Finder(finder)), Some(reader)) = (&self.overlay, &mut self.reader) {
            let find = places(&finder.query, finder.field.text(), &reader.page);
            reader.show_hits(find, TextPos::default());
        }
    }
}
