//! The open issue, the article on screen, and the positions at which the reader stopped in every article.
//!
//! A position is the byte at the top of the screen, so that it holds at any width. It is stored
//! when the article is left and when the reader rests; the start of an article is no position.

use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::find::Find;
use crate::app::following::Following;
use crate::app::reader::Reader;
use crate::library::Place;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;
use crate::state::Change;
use std::collections::HashMap;

/// The open issue and the article on screen.
#[derive(Debug, Default)]
pub struct OpenIssue {
    /// The contents of the open issue.
    pub contents: Option<Contents>,
    /// The article on screen.
    pub reader: Option<Reader>,
    /// The articles below the end of the one on screen.
    pub following: Following,
    /// The issue below the open one in the list, where its beginning has room below the last article.
    pub(crate) ahead: Option<Contents>,
    /// The file of the issue that was asked for to be shown there.
    pub(crate) asked_ahead: Option<Place>,
    /// The identity of the article on screen.
    pub reading: Option<ArticleKey>,
    /// The id of the file whose lead is on screen, which has no key.
    pub(crate) lead_of: Option<u64>,
    /// The file that could not be opened last, and the reason, until another issue is open.
    pub(crate) problem: Option<(Place, String)>,
    /// The position at the top of the screen when each article was left.
    pub(crate) positions: HashMap<ArticleKey, TextPos>,
    /// The position at the top of the screen when the lead of each issue was left, by the id of its file.
    pub(crate) lead_positions: HashMap<u64, TextPos>,
    /// Set when the article on screen is older than its file, which does not hold it any more.
    pub(crate) is_stale: bool,
    /// The hits highlighted in an article before a preview, until that article is on screen again.
    pub(crate) find_before: Option<(ArticleKey, Find)>,
}

impl OpenIssue {
    /// Remembers the position in the article on screen. Returns the effect that stores it, if it changed.
    pub(crate) fn store_position(&mut self) -> Option<Effect> {
        if let Some((place, position)) = self.position_in_lead() {
            // It is stored with the last place, since a lead has no key.
            self.lead_positions.insert(place, position);
        }
        let (key, position) = (self.reading?, self.reader.as_ref()?.anchor());
        let before = self.positions.insert(key, position);
        // Without a position an article opens at its start, so the start needs no record.
        let is_new = before.unwrap_or_default() != position;
        is_new.then_some(Effect::Remember(Change::Position(key, position)))
    }

    /// The id of the file and the position in its lead; `None` unless a lead is on screen.
    pub(crate) fn position_in_lead(&self) -> Option<(u64, TextPos)> {
        Some((self.lead_of?, self.reader.as_ref()?.anchor()))
    }

    /// Adds positions from the store; those that are known already are newer and stay.
    pub(crate) fn add_positions(
        &mut self,
        stored: impl IntoIterator<Item = (ArticleKey, TextPos)>,
    ) {
        for (key, position) in stored {
            self.positions.entry(key).or_insert(position);
        }
    }

    /// Takes over positions that another running reader stored, but none for the article on screen.
    pub(crate) fn replace_positions(&mut self, mut stored: HashMap<ArticleKey, TextPos>) {
        if let Some(key) = self.reading {
            // The text must not move under the eyes of the reader.
            stored.remove(&key);
        }
        self.positions.extend(stored);
    }

    /// Scrolls the article on screen to its remembered position, unless it was scrolled already: it may have been opened
    /// before the store was read.
    ///
    /// Positions arrive after the first frame, so the article may be on screen at its start.
    pub(crate) fn return_to_position(&mut self) {
        if let (Some(key), Some(reader)) = (self.reading, &mut self.reader)
            && reader.anchor() == TextPos::default()
            && let Some(position) = self.positions.get(&key)
        {
            reader.go_to(*position);
        }
    }

    /// Highlights again what was highlighted in the article before the preview, now that it is on screen again.
    pub(crate) fn restore_find(&mut self) {
        if let Some((key, find)) = self.find_before.take()
            && let Some(reader) = &mut self.reader
            && Some(key) == self.reading
        {
            reader.find = Some(find);
        }
    }
}
