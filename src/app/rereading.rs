//! Files that change: the open article follows, at the same place.
//!
//! The watching thread lists the row of a changed file anew, and if it is the open one the issue is opened again with
//! [`WantedArticle::Same`]. The article is found by its key, else by its link or its text, since a correction of the title
//! changes the key. The place at the top of the screen is found by its paragraph, because a paragraph more above it would
//! otherwise move the text under the eyes of the reader.
//!
//! If the article is not in the file any more the screen stays as it is, with a message that names the key of
//! [`App::read_anew`]: a file that is half written looks like that for a moment.

use crate::app::App;
use crate::app::action::Action;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::following::Following;
use crate::app::keymap::Context;
use crate::app::message::{self, Message};
use crate::app::reader::Reader;
use crate::app::wanted::WantedArticle;
use crate::library::Opened;
use crate::model::{Article, TextPos};
use std::sync::Arc;

impl App {
    /// Reads every file of the library anew, and lets go of an article that its file does not hold any more.
    pub(crate) fn read_anew(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::ReadAnew];
        let place = self.issue.contents.as_ref().map(Contents::place).cloned();
        if std::mem::take(&mut self.issue.is_stale)
            && let Some(place) = place
        {
            // The article on screen is not in its file any more: the issue is opened as it is now.
            effects.extend(self.close_issue());
            effects.extend(self.follow(&place, WantedArticle::First));
        }
        self.say(message::READING_ANEW);
        effects
    }

    /// Shows the open issue as it was read anew. If the file could not be read, or the article on screen is not in it, the
    /// screen stays: the file may be half written and will change again. The message names the key that shows it all the same.
    pub(crate) fn show_again(&mut self, opened: Option<Box<Opened>>) -> Vec<Effect> {
        let (Some(opened), Some(before)) = (opened, &self.issue.contents) else {
            return self.say_stale();
        };
        let mut contents = Contents::new(opened);
        if before.is_at_lead() {
            contents.select_row(0);
        }
        let Some(was) = self.issue.reading.and(before.selected()) else {
            self.issue.contents = Some(contents);
            return self.show_article();
        };
        let mut keys = contents.keys().iter();
        let by_key = keys.position(|key| Some(*key) == self.issue.reading);
        let same = || same_article(contents.articles(), before.articles(), was);
        let Some(index) = by_key.or_else(same) else {
            return self.say_stale();
        };
        contents.select(index);
        self.issue.is_stale = false;
        let is_same = contents.selected() == Some(was);
        let key = contents.key();
        self.issue.contents = Some(contents);
        if is_same {
            // Another article of the issue changed: the page on screen is not set anew.
            self.issue.following = Following::default();
            self.rearrange();
            return Vec::new();
        }
        let reader = self.issue.reader.take();
        self.issue.reading = None;
        // Without this the position of the old page would be stored for the new one.
        let effects = self.show_article();
        if let (Some(before), Some(reader)) = (reader, &mut self.issue.reader) {
            go_to_same_text(reader, &before);
            if let Some(key) = key {
                self.issue.positions.insert(key, reader.anchor());
            }
        }
        effects
    }

    /// Says that the article on screen is older than its file, with the key that reads it anew.
    ///
    /// The article stays readable; no effect is asked for.
    fn say_stale(&mut self) -> Vec<Effect> {
        self.issue.is_stale = true;
        let key = self
            .options
            .keymap
            .key_for(Context::Reader, Action::ReadAnew);
        let text = message::STALE.with(self.options.lang, &[&key.unwrap_or_default()]);
        self.message = Some(Message::note(text));
        Vec::new()
    }
}

/// Returns the index in `articles` of the one that `was`, an article of `before`, has become: its title may have been
/// corrected, but it has the same link or the same text. What several articles had in common, such as the link of a front
/// page, says nothing.
///
/// The text is compared as blocks, so that an article whose title and link were corrected is still
/// found.
fn same_article(articles: &[Article], before: &[Article], was: &Article) -> Option<usize> {
    let by_link = |one: &&Article| one.link.is_some() && one.link == was.link;
    let by_text = |one: &&Article| !was.blocks.is_empty() && one.blocks == was.blocks;
    let find = |is_it: &dyn Fn(&&Article) -> bool| {
        let is_own = before.iter().filter(is_it).count() == 1;
        let at = articles.iter().position(|one| is_it(&one));
        at.filter(|_| is_own)
    };
    find(&by_link).or_else(|| find(&by_text))
}

/// Goes to the text at which the reader of the earlier version stood: the number of paragraphs above may have changed.
fn go_to_same_text(reader: &mut Reader, before: &Reader) {
    let texts = |reader: &Reader| -> Vec<Arc<str>> {
        let paragraphs = reader.page.paragraphs.iter();
        paragraphs.map(|p| Arc::clone(&p.text)).collect()
    };
    let place = same_place(&texts(before), &texts(reader), before.anchor());
    reader.go_to(place);
}

/// Returns the position in `now` that stands where `anchor` stood in `before`: in the paragraph of the same text that lies
/// nearest, else in one that begins alike, else at the same paragraph.
fn same_place<T: AsRef<str>>(before: &[T], now: &[T], anchor: TextPos) -> TextPos {
    let Some(text) = before.get(anchor.block).map(AsRef::as_ref) else {
        return anchor;
    };
    // Twelve characters: a correction further on in the paragraph leaves them as they are.
    let head: String = text.chars().take(12).collect();
    let nearest = |is_it: &dyn Fn(&str) -> bool| {
        let alike = now.iter().enumerate();
        let alike = alike.filter(|(_, one)| is_it(one.as_ref()));
        alike
            .min_by_key(|(at, _)| at.abs_diff(anchor.block))
            .map(|(at, _)| at)
    };
    let block = nearest(&|one| one == text)
        .or_else(|| nearest(&|one| !head.is_empty() && one.starts_with(&head)))
        .unwrap_or(anchor.block.min(now.len().saturating_sub(1)));
    let end = now.get(block).map_or(0, |one| one.as_ref().len());
    TextPos::new(block, anchor.byte.min(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_follows_its_paragraph() {
        let before = ["题", "第一段", "第二段", "第三段"];
        let place = |now: &[&str], block| same_place(&before, now, TextPos::new(block, 3)).block;
        assert_eq!(
            place(&["题", "新的一段", "第一段", "第二段", "第三段"], 2),
            3
        );
        assert_eq!(place(&["题", "第一段", "第二段改了", "第三段"], 2), 2);
        assert_eq!(place(&["题", "第一段"], 3), 1);
        assert_eq!(
            same_place(&["甲"], &[], TextPos::new(0, 3)),
            TextPos::default()
        );
    }
}
