//! The rows of the list: issues in their order below headings, without what is folded or filtered away.

use super::{Shelf, ShelfRow, order};
use crate::app::marks::ArticleMarks;

impl Shelf {
    /// Sorts the issues and lays the rows; the selection stays on its issue.
    pub(super) fn arrange(&mut self, marks: &ArticleMarks) {
        let keep = self.kept();
        self.order.sort(&mut self.entries, marks);
        self.lay_rows(keep);
    }

    /// The issue that the choice is to stay on.
    ///
    /// `None` until the user selected something or the library was read: the newest issue is then
    /// selected anew.
    pub(super) fn kept(&self) -> Option<u64> {
        let entry = self.selected().filter(|_| self.chosen || self.pinned);
        entry.map(|entry| entry.meta.place.id())
    }

    /// Lays the rows anew. A single heading divides nothing and is left out.
    ///
    /// `keep` is the id of the issue that stays selected; if it is folded away its heading is
    /// selected.
    pub(super) fn lay_rows(&mut self, keep: Option<u64>) {
        let on_heading = self
            .row(self.cursor.selected)
            .and_then(ShelfRow::heading)
            .cloned();
        let on_heading = on_heading.filter(|_| self.chosen || self.pinned);
        let on_saved = self.selected_saved().map(|saved| saved.name.clone());
        let on_saved = on_saved.filter(|_| self.chosen || self.pinned);
        let kept: Vec<usize> = (0..self.entries.len())
            .filter(|at| self.entries.get(*at).is_some_and(|e| self.filter.keeps(e)))
            .collect();
        let heading = |at: &usize| self.entries.get(*at).and_then(|e| self.order.heading(e));
        // The entries are sorted by their headings, so neighbours are enough to find the groups.
        let groups: Vec<&[usize]> = kept.chunk_by(|a, b| heading(a) == heading(b)).collect();
        let shared = order::shared(groups.iter().filter_map(|group| heading(group.first()?)));
        // What narrows the issues leaves them alone in the list.
        let shown = if self.filter.is_empty() {
            self.saved.len()
        } else {
            0
        };
        let mut rows = Vec::with_capacity(shown + kept.len() + groups.len());
        rows.extend((0..shown).map(ShelfRow::Saved));
        for group in &groups {
            let heading = group.first().and_then(heading).filter(|_| groups.len() > 1);
            let is_folded = heading
                .as_ref()
                .is_some_and(|one| self.folded.contains(one));
            rows.extend(heading.map(|one| ShelfRow::Heading(one, group.len(), is_folded)));
            if !is_folded {
                rows.extend(group.iter().copied().map(ShelfRow::Issue));
            }
        }
        self.rows = rows;
        self.count = kept.len();
        self.shared = shared;
        let is_kept = |row: &ShelfRow| self.entry(row).map(|entry| entry.meta.place.id()) == keep;
        let at = keep.and_then(|id| {
            let at = self.rows.iter().position(is_kept);
            at.or_else(|| self.row_of_fold(id))
        });
        let at = at.or_else(|| self.row_of_heading(on_heading.as_ref()?));
        let at = at.or_else(|| {
            let name = on_saved.as_ref()?;
            self.saved
                .iter()
                .position(|saved| saved.name == *name)
                .filter(|at| *at < shown)
        });
        if let Some(at) = at {
            self.cursor.follow(at);
        } else if !self.chosen && !self.pinned {
            // The newest, not the heading above it.
            let first = (0..self.rows.len())
                .take(shown + 2)
                .find(|row| self.is_issue(*row));
            self.cursor.selected = first.unwrap_or(0);
        }
        self.cursor.set_len(self.rows.len());
    }
}
