//! The panel of counts: a bar for each month, year, source, series or issue, and below them the articles of the selected bar.
//!
//! A query is counted again with every key; answers to older ones are dropped by their number. Two
//! queries with `vs` between them have a bar each in every row. Time and issues keep their own
//! order and the newest is selected; sources and series are sorted by their sums. Enter opens the
//! articles of a bar in the search, with the query and a filter for the bar.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::Words;
use crate::library::count::{CountBy, CountKey, CountedArticle, Counts};
use crate::library::new_words::NewWordScope;
use crate::library::query::{self, MarkSets, Query};
use ratatui::layout::Rect;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most queries side by side.
const MOST_QUERIES: usize = 2;

/// Articles without this property cannot be searched for.
const NO_FILTER: Words = Words::new(
    "没有来源、刊名或期号的文章不能单独检索",
    "articles without source, series or number cannot be searched for",
);

/// New words are those of a month or a year.
const NO_PERIOD: Words = Words::new(
    "新词只能按月或按年查看：请先按 c 换成月或年",
    "new words belong to a month or a year: count by one of them first",
);

/// The panel.
#[derive(Debug, Clone)]
pub struct CountPanel {
    /// The query as typed; two with `vs` between them stand side by side, none means all articles.
    pub field: Field,
    /// Set while the query is being typed.
    pub is_typing: bool,
    /// The property that is counted.
    pub by: CountBy,
    /// The error in the query.
    pub problem: Option<query::Error>,
    /// The bars, in their order.
    pub bars: Vec<CountBar>,
    /// The queries whose counts are shown, as typed.
    pub names: Vec<String>,
    /// The index of the query whose articles are listed.
    pub side: usize,
    /// Set until the counts of the query are there.
    pub is_counting: bool,
    /// The selected bar.
    cursor: Cursor,
    /// The number of the count whose answer is awaited.
    ticket: u64,
}

/// A bar of the panel, or two side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountBar {
    /// The value that the articles share.
    pub key: CountKey,
    /// For each query the number of articles.
    pub articles: Vec<usize>,
    /// For each query its first articles, newest issue first.
    pub first: Vec<Vec<CountedArticle>>,
}

impl CountPanel {
    /// Opens the panel for the query that a search or a watch word left for it, else for all articles.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let query = cx.search.to_count.take().unwrap_or_default();
        Self {
            field: Field::holding(&query),
            is_typing: false,
            by: CountBy::default(),
            problem: None,
            bars: Vec::new(),
            names: Vec::new(),
            side: 0,
            is_counting: true,
            cursor: Cursor::default(),
            ticket: 0,
        }
    }

    /// The bars in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Returns the articles of the selected bar.
    pub fn articles(&self) -> &[CountedArticle] {
        let bar = self.bars.get(self.cursor.selected);
        let articles = bar.and_then(|bar| bar.first.get(self.side));
        articles.map_or(&[], Vec::as_slice)
    }

    /// Returns the sum of a query's counts.
    pub fn sum(&self, side: usize) -> usize {
        let bars = self.bars.iter();
        bars.filter_map(|bar| bar.articles.get(side)).sum()
    }

    /// Divides the list of the box into the bars, below the names of two queries, and the articles of the selected bar.
    pub fn parts(&self, list: Rect) -> (Rect, Rect) {
        let heading = u16::from(self.names.len() > 1).min(list.height);
        // The line between them is a row too.
        // As many articles as the counter lists for a bar.
        let articles = (list.height / 3).min(12);
        let bars = Rect {
            y: list.y + heading,
            height: list.height.saturating_sub(heading + articles + 1),
            ..list
        };
        let articles = Rect {
            y: list.bottom().saturating_sub(articles),
            height: articles,
            ..list
        };
        (bars, articles)
    }

    /// Asks for the counts of the query in the field.
    fn count(&mut self, cx: &mut Cx<'_>) -> Response {
        let names = split_versus(self.field.text());
        let parsed: Result<Vec<Query>, query::Error> = names
            .iter()
            .map(|name| query::parse(name, cx.options.query_context()))
            .collect();
        let queries = match parsed {
            Ok(queries) => queries,
            // The bars of the last valid query stay below the message.
            Err(problem) => {
                self.problem = Some(problem);
                return Response::stay();
            }
        };
        (self.names, self.problem, self.is_counting) = (names, None, true);
        self.ticket = cx.search.next_ticket();
        // Building the sets costs a pass over all marks, so it is done only where `is:` asks for
        // them.
        let marks = if queries.iter().any(Query::asks_for_marks) {
            cx.mark_sets()
        } else {
            MarkSets::default()
        };
        Response::stay().and(Request::Effect(Effect::Count {
            ticket: self.ticket,
            queries,
            by: self.by,
            marks,
        }))
    }

    /// Takes the counts of each query.
    ///
    /// A bar that one query alone has gets 0 for the other.
    fn show(&mut self, counts: Vec<Counts>) {
        let queries = counts.len();
        let mut bars: BTreeMap<CountKey, CountBar> = BTreeMap::new();
        for (side, counts) in counts.into_iter().enumerate() {
            for ((key, _), bucket) in counts {
                let bar = bars.entry(key.clone()).or_insert_with(|| CountBar {
                    key,
                    articles: vec![0; queries],
                    first: vec![Vec::new(); queries],
                });
                if let (Some(articles), Some(first)) =
                    (bar.articles.get_mut(side), bar.first.get_mut(side))
                {
                    (*articles, *first) = (bucket.articles, bucket.first);
                }
            }
        }
        self.bars = bars.into_values().collect();
        if !self.by.is_time() && self.by != CountBy::Issue {
            self.bars
                .sort_by_key(|bar| Reverse(bar.articles.iter().sum::<usize>()));
        }
        self.is_counting = false;
        self.side = self.side.min(queries.saturating_sub(1));
        self.cursor.reset(self.bars.len());
        if self.by.is_time() || self.by == CountBy::Issue {
            // The newest is what is looked for, and the years before are above it.
            let dated = self
                .bars
                .iter()
                .rposition(|bar| bar.key != CountKey::Missing);
            self.cursor.select(dated.unwrap_or(0));
        }
    }

    /// Opens the articles of the selected bar as results of the search.
    fn accept(&mut self, cx: &mut Cx<'_>) -> Response {
        let Some(bar) = self.bars.get(self.cursor.selected) else {
            return Response::stay();
        };
        let Some(filter) = filter_of(&bar.key, self.by) else {
            cx.note(NO_FILTER);
            return Response::stay();
        };
        let query = self.names.get(self.side).map_or("", String::as_str);
        cx.search.to_open = Some(format!("{query} {filter}").trim().to_owned());
        // The results lie over the counts, which come back at this bar.
        Response::stay()
            .and(Request::Effect(cx.search.stop()))
            .and(Request::OnArticle(Action::Search))
    }

    /// Lists the words that are new in the month or year of the selected bar.
    fn explain(&self, cx: &mut Cx<'_>) -> Response {
        let key = self.bars.get(self.cursor.selected).map(|bar| &bar.key);
        let Some((key, (first, last))) = key.and_then(|key| Some((key, key.days()?))) else {
            cx.note(NO_PERIOD);
            return Response::stay();
        };
        cx.search.to_explain = Some((NewWordScope::Period(first, last), key.text()));
        Response::close().and(Request::Run(Action::NewWords))
    }

    /// Counts by another property.
    fn turn(&mut self, forward: bool, cx: &mut Cx<'_>) -> Response {
        let all = CountBy::ALL;
        let at = all.iter().position(|by| *by == self.by).unwrap_or(0);
        // One less than all is one step back, round the ends.
        let step = if forward { 1 } else { all.len() - 1 };
        self.by = all
            .get((at + step) % all.len())
            .copied()
            .unwrap_or_default();
        self.count(cx)
    }

    /// Handles an action while no query is typed.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Response {
        match action {
            Action::Cancel => return Response::close(),
            Action::Accept => return self.accept(cx),
            Action::CountBy => return self.turn(true, cx),
            Action::PreviousPane => return self.turn(false, cx),
            Action::NextPane => self.side = (self.side + 1) % self.names.len().max(1),
            Action::EditQuery => self.is_typing = true,
            Action::NewWords => return self.explain(cx),
            action => drop(self.cursor.apply(action)),
        }
        Response::stay()
    }
}

/// Splits what was typed at `vs` into queries that stand beside each other.
///
/// `vs` counts in capitals and full width too; a third query is taken as words of the second.
fn split_versus(typed: &str) -> Vec<String> {
    let mut queries = vec![String::new()];
    for word in typed.split_whitespace() {
        let is_versus = word.eq_ignore_ascii_case("vs") || word == "ｖｓ";
        if is_versus && queries.len() < MOST_QUERIES {
            queries.push(String::new());
        } else if let Some(query) = queries.last_mut() {
            if !query.is_empty() {
                query.push(' ');
            }
            query.push_str(word);
        }
    }
    queries
}

/// Returns the filter of the search for the articles of a key; `None` where there is none.
fn filter_of(key: &CountKey, by: CountBy) -> Option<String> {
    // The name is put between quotation marks, so it must hold none.
    let text = key.text().replace(['"', '“', '”'], " ");
    Some(match (by, key) {
        // No filter finds what is undated, but the reverse of all years does.
        (CountBy::Year | CountBy::Month, CountKey::Missing) => "-日期:0001..9999".to_owned(),
        (_, CountKey::Missing) => return None,
        (CountBy::Year | CountBy::Month, _) => format!("日期:{text}"),
        (CountBy::Source, _) => format!("来源:\"{text}\""),
        (CountBy::Series, _) => format!("刊:\"{text}\""),
        (CountBy::Issue, _) => format!("期:{text}"),
    })
}

impl Popup for CountPanel {
    fn context(&self) -> Context {
        if self.is_typing {
            Context::Input
        } else {
            Context::Counts
        }
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = screen.height.saturating_sub(4);
        Some(panes::popup(
            screen,
            screen.width.min(120).saturating_sub(4),
            rows,
            true,
        ))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(self.parts(list).0.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Opened | Input::Event(Event::Scanned { .. }) => self.count(cx),
            Input::Event(Event::Counted { ticket, counts }) if ticket == self.ticket => {
                self.show(counts);
                Response::stay()
            }
            Input::Action(Action::Cancel | Action::Accept) if self.is_typing => {
                self.is_typing = false;
                self.count(cx)
            }
            input if self.is_typing && self.field.handle(&input) => self.count(cx),
            Input::Action(action) if !self.is_typing => self.act(action, cx),
            Input::Click(line) => {
                let line = line.checked_sub(u16::from(self.names.len() > 1));
                let before = self.cursor.selected;
                // The first click selects a bar, a second one on it opens it.
                if line.is_some_and(|line| self.cursor.press(line))
                    && before == self.cursor.selected
                {
                    return self.accept(cx);
                }
                Response::stay()
            }
            Input::Wheel(rows) => {
                self.cursor.step(rows > 0);
                Response::stay()
            }
            _ => Response::stay(),
        }
    }

    fn keys(&self) -> &'static [Action] {
        if self.is_typing {
            &[Action::Accept]
        } else {
            &[
                Action::Accept,
                Action::CountBy,
                Action::NewWords,
                Action::EditQuery,
                Action::Cancel,
            ]
        }
    }

    fn is_waiting(&self) -> bool {
        self.is_counting && self.problem.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_queries_are_divided_by_vs() {
        assert_eq!(
            split_versus("医保 VS 互联网医院 试点"),
            ["医保", "互联网医院 试点"]
        );
        assert_eq!(split_versus("vscode  教程"), ["vscode 教程"]);
        assert_eq!(split_versus(""), [""]);
        assert_eq!(split_versus("甲 vs 乙 vs 丙"), ["甲", "乙 vs 丙"]);
    }

    #[test]
    fn every_filter_is_one_that_the_search_knows() {
        let keys = [
            (CountBy::Year, CountKey::Year(2025)),
            (CountBy::Month, CountKey::Month(2025, 3)),
            (CountBy::Month, CountKey::Missing),
            (CountBy::Source, CountKey::Name("云州“日报\"".to_owned())),
            (CountBy::Series, CountKey::Name("云州 周报".to_owned())),
            (CountBy::Issue, CountKey::Issue(629)),
        ];
        for (by, key) in keys {
            let filter = filter_of(&key, by).unwrap();
            let query = query::parse(&filter, query::QueryContext::default()).unwrap();
            assert_eq!(query.clauses.len(), 1, "{filter}");
            assert_eq!(query.unknown_filter, None, "{filter}");
        }
    }
}
