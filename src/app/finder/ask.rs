//! What is typed is looked for, and what comes back is taken in.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::library::query;
use crate::library::search::IssueHits;

impl App {
    /// Looks for what is in the field now.
    pub(crate) fn search_as_typed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) = &mut self.overlay else {
            return Vec::new();
        };
        self.searches += 1;
        finder.ticket = self.searches;
        finder.kept = None;
        let typed = finder.field.text().to_owned();
        match query::parse(&typed) {
            Ok(query) => (finder.query, finder.problem) = (query, None),
            Err(problem) => finder.problem = Some(problem),
        }
        if finder.problem.is_some() {
            return Vec::new();
        }
        if finder.query.clauses.is_empty() {
            finder.clear();
            finder.is_done = true;
        }
        (finder.is_stale, finder.is_done) = (true, finder.query.clauses.is_empty());
        let marks = finder.query.asks_for_marks().then(|| self.marks.all());
        vec![Effect::Search {
            ticket: self.searches,
            query: typed,
            marks: marks.unwrap_or_default(),
        }]
    }

    /// Looks for the same again, in what has become known of the library since; the chosen hit stays chosen.
    pub(crate) fn search_again(&mut self) -> Vec<Effect> {
        let Some(Overlay::Finder(finder)) = &self.overlay else {
            return Vec::new();
        };
        let chosen = finder.selected();
        let chosen = chosen.map(|(found, hit)| (found.meta.place.clone(), hit.index));
        let effects = self.search_as_typed();
        if let Some(Overlay::Finder(finder)) = &mut self.overlay {
            finder.kept = chosen;
        }
        effects
    }

    /// Takes in results of the search that is on screen.
    pub(crate) fn take_found(
        &mut self,
        ticket: u64,
        found: Vec<IssueHits>,
        total: usize,
        is_done: bool,
    ) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Finder(finder)) if finder.ticket == ticket => {
                let is_other = finder.take(found, total, is_done);
                if is_other {
                    self.show_hit()
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }
}
