//! The identity of an article across files.

use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// A hash that identifies an article: the same in every file that carries the same issue with the same titles.
///
/// `library::identity` computes it. Marks, positions and the basket are stored under it, so they survive when a report is
/// renamed, moved or converted from text to PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleKey(pub u64);

/// A large set of articles: one look costs no hashing.
pub type ArticleSet = HashSet<ArticleKey, BuildHasherDefault<IdentityHasher>>;
/// A set of hashes.
pub type HashedSet = HashSet<u64, BuildHasherDefault<IdentityHasher>>;
/// A map whose keys are hashes.
pub type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<IdentityHasher>>;

/// A hasher for keys that are hashes already: it returns them unchanged.
#[derive(Debug, Default)]
pub struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
    // Keys are hashes by XXH3, so hashing them again would only cost time.
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn write_u128(&mut self, number: u128) {
        let low = number.to_le_bytes();
        self.0 = low.first_chunk().map_or(0, |low| u64::from_le_bytes(*low));
    }
}

/// A key of version 0.1.0 and the article that inherits what was remembered under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heir {
    /// The former key.
    pub former: ArticleKey,
    /// The present key.
    pub key: ArticleKey,
    /// Of a document that was one article: the first block of this article in it. `None` where the article is the same.
    pub first_block: Option<u32>,
}

impl Heir {
    /// True if the article inherits stars and the place in the basket. Of a whole document only its first article does; that
    /// the document was read holds for all.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        matches!(self.first_block, None | Some(0))
    }
}
