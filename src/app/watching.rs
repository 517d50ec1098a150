//! The watch words of the reader: their hits in the library, what was looked at, and the marks in the article on screen.
//!
//! What is new in a group is what it did not have when the user last looked at it, not what came
//! since the last start. At the start the line about new issues is followed by the three groups
//! with most new articles. In the article the words are marked in the role that their group names.

use crate::app::App;
use crate::app::effect::{Effect, WatchEdit};
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::message::{self, Message};
use crate::lang::Words;
use crate::library::watch_words::hits::WatchOutcome;
use crate::model::identity::ArticleKey;
use crate::state::Change;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The groups that the line of the start names.
const MOST_NAMED: usize = 3;

/// New articles of a group: number and name.
const MENTION: Words = Words::new("{} 篇提到 {}", "{} on {}");

/// Another program had changed the list while it was edited.
const MERGED: Words = Words::new(
    "关注词在编辑期间被其他程序改过，两边的词组都已保留",
    "another program changed the watch words meanwhile; the groups of both are kept",
);
/// The list could not be written: the reason.
const UNWRITTEN: Words = Words::new("关注词没有保存：{}", "the watch words are not saved: {}");

/// The watch words and what was looked at.
#[derive(Debug, Default)]
pub struct Watching {
    /// The words and their hits.
    pub outcome: WatchOutcome,
    /// The edited list that could not be written; the editor opens with it again.
    pub(crate) unwritten: Option<WatchEdit>,
    /// For each group, by its name, the articles that it had when it was looked at.
    looked: HashMap<String, HashSet<ArticleKey>>,
    /// Set once the line of the start has named the groups.
    is_announced: bool,
}

impl Watching {
    /// True if an article came into the group since that was last looked at.
    ///
    /// A group that was never looked at has only new articles.
    pub fn is_fresh(&self, group: usize, article: ArticleKey) -> bool {
        let name = self
            .outcome
            .words
            .groups
            .get(group)
            .map(|group| &group.name);
        let looked = name.and_then(|name| self.looked.get(name));
        looked.is_none_or(|looked| !looked.contains(&article))
    }

    /// Returns the number of articles that came into a group since it was last looked at.
    pub fn fresh_count(&self, group: usize) -> usize {
        let keys = self.outcome.hits.groups.get(group).map(|hits| &hits.keys);
        let keys = keys.into_iter().flatten();
        keys.filter(|key| self.is_fresh(group, **key)).count()
    }

    /// Takes note that a group was looked at. Returns the change to store; `None` for a group that is not there.
    ///
    /// The articles that the group has now are those that it was looked at with.
    pub(crate) fn look(&mut self, group: usize) -> Option<Effect> {
        let name = self.outcome.words.groups.get(group)?.name.clone();
        let keys = &self.outcome.hits.groups.get(group)?.keys;
        self.looked
            .insert(name.clone(), keys.iter().copied().collect());
        Some(Effect::Remember(Change::Looked(name, keys.clone())))
    }
}

impl App {
    /// Takes the groups that were looked at in earlier runs.
    pub(crate) fn on_looked(&mut self, looked: HashMap<String, HashSet<ArticleKey>>) {
        // What was looked at in this run already is newer.
        let new = std::mem::replace(&mut self.watching.looked, looked);
        self.watching.looked.extend(new);
    }

    /// Takes the watch words and their hits.
    pub(crate) fn on_watched(&mut self, outcome: WatchOutcome) -> Vec<Effect> {
        // The same problem is not shown again whenever the library changes.
        let has_slips =
            !outcome.problems.is_empty() && self.watching.outcome.problems != outcome.problems;
        self.watching.outcome = outcome;
        if has_slips {
            self.say_slips();
        }
        self.mark_watched();
        self.announce_watched();
        self.handle_in_popup(Input::Event(Event::Watched(WatchOutcome::default())))
    }

    /// Says that the groups of another program were added to the list.
    pub(crate) fn on_words_merged(&mut self) {
        self.message = Some(Message::note(MERGED.get(self.options.lang)));
    }

    /// Keeps an edited list that could not be written, and says why.
    pub(crate) fn on_words_unwritten(&mut self, edit: WatchEdit, reason: &str) {
        self.watching.unwritten = Some(edit);
        let line = UNWRITTEN.with(self.options.lang, &[reason]);
        self.message = Some(Message::problem(line));
    }

    /// Adds to the line about what is new the groups to which new articles belong.
    fn announce_watched(&mut self) {
        let new = self.arrivals.new_articles();
        let groups = &self.watching.outcome.words.groups;
        let mut named: Vec<(usize, &str)> = groups
            .iter()
            .zip(&self.watching.outcome.hits.groups)
            .map(|(group, hits)| (new.count(&hits.keys), group.name.as_str()))
            .filter(|(count, _)| *count > 0)
            .collect();
        if named.is_empty() || std::mem::replace(&mut self.watching.is_announced, true) {
            return;
        }
        // Stable: groups with as many articles keep the order of the file.
        named.sort_by_key(|(count, _)| Reverse(*count));
        let lang = self.options.lang;
        let mentions = named.iter().take(MOST_NAMED);
        let mentions: Vec<String> = mentions
            .map(|(count, name)| MENTION.with(lang, &[&count.to_string(), name]))
            .collect();
        let Some(line) = self.arrivals.news.as_mut() else {
            // The line about what is new is gone already.
            return;
        };
        let comma = message::COMMA.get(lang);
        line.text = format!("{}{comma}{}", line.text, mentions.join(comma));
    }

    /// Marks the watch words in the article on screen.
    pub(crate) fn mark_watched(&mut self) {
        let words = &self.watching.outcome.words;
        let Some(reader) = &mut self.issue.reader else {
            return;
        };
        if words.groups.is_empty() {
            reader.watched = Vec::new();
            return;
        }
        let paragraphs = reader.page.paragraphs.iter();
        // All paragraphs together: a group needs its words anywhere in the article.
        let paragraphs: Vec<&str> = paragraphs.map(|paragraph| &*paragraph.text).collect();
        let role = |(range, group): (Range<usize>, usize)| {
            let group = words.groups.get(group);
            (range, group.and_then(|group| group.role.clone()))
        };
        let places = words.places(&paragraphs).into_iter();
        reader.watched = places
            .map(|some| some.into_iter().map(role).collect())
            .collect();
    }
}
