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
        let is_chosen = self.chosen || self.pinned;
        let selected = self.row(self.cursor.selected).filter(|_| is_chosen);
        let on_heading = selected.and_then(ShelfRow::heading).cloned();
        let saved = self.selected_saved().filter(|_| is_chosen);
        let on_saved = saved.map(|saved| saved.name.clone());
        let kept = self.entries.iter().enumerate();
        let kept = kept.filter(|(_, entry)| self.filter.keeps(entry));
        let kept: Vec<usize> = kept.map(|(at, _)| at).collect();
        // What narrows the issues leaves them alone in the list.
        let saved = if self.filter.is_empty() {
            self.saved.len()
        } else {
            0
        };
        (self.rows, self.shared) = self.rows_of(&kept, saved);
        self.count = kept.len();
        let at = keep
            .and_then(|id| self.row_of_issue(id))
            .or_else(|| self.row_of_heading(on_heading.as_ref()?))
            .or_else(|| {
                let name = on_saved.as_ref()?;
                let at = self.saved.iter().position(|saved| saved.name == *name);
                at.filter(|at| *at < saved)
            });
        if let Some(at) = at {
            self.cursor.follow(at);
        } else if !is_chosen {
            // The newest, not the heading above it.
            let mut first = (0..self.rows.len()).take(saved + 2);
            self.cursor.selected = first.find(|row| self.is_issue(*row)).unwrap_or(0);
        }
        self.cursor.set_len(self.rows.len());
    }

    /// Returns the rows of the first `saved` searches and of the entries `kept` below their headings, and the folder that all
    /// folder headings lie in.
    fn rows_of(&self, kept: &[usize], saved: usize) -> (Vec<ShelfRow>, String) {
        let heading = |at: &usize| self.entries.get(*at).and_then(|e| self.order.heading(e));
        // The entries are sorted by their headings, so neighbours are enough to find the groups.
        let groups: Vec<&[usize]> = kept.chunk_by(|a, b| heading(a) == heading(b)).collect();
        let shared = order::shared(groups.iter().filter_map(|group| heading(group.first()?)));
        let mut rows = Vec::with_capacity(saved + kept.len() + groups.len());
        rows.extend((0..saved).map(ShelfRow::Saved));
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
        (rows, shared)
    }

    /// Returns the row of the issue with the id `id`, or that of the heading above it if it is folded away.
    fn row_of_issue(&self, id: u64) -> Option<usize> {
        let is_it = |row: &ShelfRow| {
            self.entry(row)
                .is_some_and(|entry| entry.meta.place.id() == id)
        };
        let at = self.rows.iter().position(is_it);
        at.or_else(|| self.row_of_fold(id))
    }
}
