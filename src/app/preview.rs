//! Looking at articles without going to them: while a popup previews what is selected in it, the app remembers where the
//! reader was, and goes back there unless the preview is kept.
//!
//! The list of issues, the focus and the hits in the article are kept when the preview begins.
//! Whatever the popup shows meanwhile is neither marked as read nor stored as a position or last
//! place.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::effect::Effect;
use crate::app::find::Find;
use crate::app::jumps::Visit;
use crate::app::panes::Pane;
use crate::app::shelf::ShelfView;
use crate::library::Place;
use crate::model::TextPos;
use crate::model::identity::ArticleKey;

/// The state of the panes before the preview.
#[derive(Debug)]
pub(crate) struct BeforePreview {
    /// The file of the selected issue, or of the open one.
    place: Option<Place>,
    /// The article on screen.
    article: Option<ArticleKey>,
    /// The appearance of the list of issues.
    view: ShelfView,
    /// The focused pane.
    pane: Pane,
    /// The article on screen as a place to come back to.
    visit: Option<Visit>,
    /// Set when the side panes were hidden.
    side_hidden: bool,
    /// The highlighted hits.
    find: Option<Find>,
}

impl App {
    /// True while the panes show a preview. Nothing previewed counts as read, and no position in it is remembered.
    pub(crate) fn is_previewing(&self) -> bool {
        self.popups.preview.is_some()
    }

    /// Remembers where the reader is, and shows the article beside the lists.
    pub(crate) fn begin_preview(&mut self) -> Vec<Effect> {
        // The program may be left from inside the preview.
        let effects = self.keep_all();
        let selected = self.shelf.selected().map(|entry| &entry.meta.place);
        // Where a heading is selected, the issue selected before is still open.
        let open = self.issue.contents.as_ref().map(Contents::place);
        self.popups.preview = Some(BeforePreview {
            place: selected.or(open).cloned(),
            view: self.shelf.view(),
            article: self.issue.reading,
            pane: self.screen.focus,
            visit: self.visit(),
            side_hidden: self.screen.side_hidden,
            find: self
                // The preview marks hits of its own in the article.
                .issue
                .reader
                .as_ref()
                .and_then(|reader| reader.find.clone()),
        });
        // The lists show where the previewed article belongs.
        self.screen.side_hidden = false;
        self.screen.focus = Pane::Reader;
        effects
    }

    /// Goes to the previewed article.
    pub(crate) fn keep_preview(&mut self) -> Vec<Effect> {
        let Some(before) = self.popups.preview.take() else {
            return Vec::new();
        };
        self.screen.side_hidden = before.side_hidden;
        if let Some(visit) = before.visit {
            self.jumps.arrive(visit);
        }
        let mut effects = self.set_focus(Pane::Reader);
        effects.extend(self.keep_place());
        effects
    }

    /// Goes back to where the reader was before the preview. Without a preview nothing happens.
    pub(crate) fn end_preview(&mut self) -> Vec<Effect> {
        let Some(before) = self.popups.preview.take() else {
            return Vec::new();
        };
        // Keys typed ahead were meant for results that are not wanted any more.
        self.awaited.keys.clear();
        (self.screen.focus, self.screen.side_hidden) = (before.pane, before.side_hidden);
        let mut effects = Vec::new();
        let place = self.issue.contents.as_ref().map(Contents::place);
        // Leads have no key, so that of two only the file tells them apart.
        let is_same = self.issue.reading == before.article
            && (before.article.is_some() || place == before.place.as_ref());
        if !is_same {
            // No position is remembered in an article that was only previewed.
            (self.issue.reading, self.issue.lead_of) = (None, None);
            self.issue.find_before = before.article.zip(before.find);
            // The index is needed where the same issue is still open: its articles are then chosen
            // by number.
            let keys = self.issue.contents.as_ref().map_or(&[][..], Contents::keys);
            let index_of = |article| keys.iter().position(|key| *key == article).unwrap_or(0);
            let index = before.article.map(index_of);
            effects.extend(match before.place {
                Some(place) => self.go_to_article(&place, before.article, index),
                None => self.close_issue(),
            });
        } else if let Some(reader) = &mut self.issue.reader {
            reader.find = before.find;
            if let Some(anchor) = before
                .article
                .and_then(|key| self.issue.positions.get(&key))
            {
                reader.go_to(*anchor);
            }
        }
        // Last, since going to the article unfolds its heading.
        self.shelf.restore(before.view);
        effects
    }

    /// Highlights the hits of the open popup in the article that has just come on screen as a preview.
    pub(crate) fn show_preview_hits(&mut self) {
        if let (Some(overlay), Some(reader)) = (&self.popups.top, &mut self.issue.reader)
            && let Some(find) = overlay.popup().hits(&reader.page)
        {
            reader.show_hits(find, TextPos::default());
        }
    }
}
