//! Saved searches: queries with a name, which `@name` stands for.
//!
//! Names are compared folded, so that `@医保` and `@醫保` are one. Those of the configuration come
//! first and cannot be changed or hidden by the reader.

use crate::text::fold::fold;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// The name, without `@`.
    pub name: String,
    /// The query as typed.
    pub query: String,
    /// Set when it stands in `config.toml`, which the reader does not change.
    pub is_configured: bool,
}

/// All saved searches, in the order of their rows: those of the configuration, then those made in the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedSearches(Vec<SavedSearch>);

impl SavedSearches {
    /// Saved searches from `config.toml` and from the state, each as name and query. Of two with one name the first counts.
    #[must_use]
    pub fn new(
        configured: impl IntoIterator<Item = (String, String)>,
        kept: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut all = Self::default();
        let configured = configured.into_iter().map(|one| (one, true));
        for ((name, query), is_configured) in
            configured.chain(kept.into_iter().map(|one| (one, false)))
        {
            if all.find(&name).is_none() {
                all.0.push(SavedSearch {
                    name,
                    query,
                    is_configured,
                });
            }
        }
        all
    }

    /// Returns the search called `name`, in any width, case and script.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&SavedSearch> {
        let name = fold(name);
        self.0.iter().find(|saved| fold(&saved.name) == name)
    }

    /// Returns the searches in the order of their rows.
    #[must_use]
    pub fn all(&self) -> &[SavedSearch] {
        &self.0
    }

    /// True if nothing is saved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Saves a query made in the reader, in place of one of the same name. False if that name stands in the configuration.
    pub fn put(&mut self, name: &str, query: &str) -> bool {
        if self.find(name).is_some_and(|saved| saved.is_configured) {
            return false;
        }
        self.remove(name);
        self.0.push(SavedSearch {
            name: name.to_owned(),
            query: query.to_owned(),
            is_configured: false,
        });
        true
    }

    /// Removes a search made in the reader. False if there is none of this name, or it stands in the configuration.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        let name = fold(name);
        self.0
            // Compared folded: the name may have been typed in another width or script.
            .retain(|saved| saved.is_configured || fold(&saved.name) != name);
        self.0.len() < before
    }
}
