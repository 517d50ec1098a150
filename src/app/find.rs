//! Finding in the article: every hit, whatever line breaks the screen puts into it.
//!
//! Paragraphs are searched, not lines, so that a word over a line break is found. Hits are byte
//! ranges in order, which lets a frame find those of its lines by bisection.

use crate::app::page::{ArticlePage, PageRole};
use crate::library::query::Query;
use crate::library::term::Term;
use crate::model::TextPos;
use std::ops::Range;

/// A match in the page: a paragraph and the bytes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMatch {
    /// The paragraph.
    pub block: usize,
    /// Its bytes.
    pub range: Range<usize>,
}

impl TextMatch {
    /// The position of its first byte.
    pub fn start(&self) -> TextPos {
        TextPos::new(self.block, self.range.start)
    }
}

/// A query, its hits in reading order and the one the reader is at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// The query as typed.
    pub query: String,
    /// All hits.
    pub hits: Vec<TextMatch>,
    /// The index of the current hit.
    pub current: usize,
    /// Set for a query of the whole library, which may match an article by its source, date or mark alone.
    pub is_of_library: bool,
}

impl Find {
    /// Looks for `query` in the paragraphs themselves. What is alike for the search of the library is alike here.
    pub fn new(page: &ArticlePage, query: &str) -> Self {
        let mut hits = Vec::new();
        // A blank query finds nothing and not everything.
        if let Some(term) = Term::new(query.trim()) {
            for (block, paragraph) in page.paragraphs.iter().enumerate() {
                let found = term.find_all(&paragraph.text);
                hits.extend(found.map(|range| TextMatch { block, range }));
            }
        }
        Self {
            query: query.to_owned(),
            hits,
            ..Self::default()
        }
    }

    /// Finds the words of a parsed `query` in `page`, each where its clause looks for it.
    ///
    /// Titles and datelines are searched for filters such as `标题:` and `来源:` as well; the link
    /// is left out, since a word in an address is no hit for a reader.
    pub fn of_query(query: &Query, typed: &str, page: &ArticlePage) -> Self {
        let mut hits = Vec::new();
        for (block, paragraph) in page.paragraphs.iter().enumerate() {
            if paragraph.part == PageRole::Link {
                continue;
            }
            let is_title = matches!(paragraph.part, PageRole::Headline | PageRole::Dateline);
            let found = query.places(&paragraph.text, is_title).into_iter();
            hits.extend(found.map(|range| TextMatch { block, range }));
        }
        Self {
            query: typed.to_owned(),
            hits,
            current: 0,
            is_of_library: true,
        }
    }

    /// Makes the first hit at or behind a place the current one; the first of all where none follows.
    pub fn start_at(&mut self, from: TextPos) {
        let at = self.hits.partition_point(|h| h.start() < from);
        self.current = if at < self.hits.len() { at } else { 0 };
    }

    /// True if no hit follows in this direction.
    pub fn is_at_end(&self, forward: bool) -> bool {
        let end = if forward {
            self.hits.len().saturating_sub(1)
        } else {
            0
        };
        self.current == end
    }

    /// Makes the next or the previous hit the current one, around the ends. True if it wrapped around.
    ///
    /// The last index plus one is the first again, and the same the other way round.
    pub fn step(&mut self, forward: bool) -> bool {
        let len = self.hits.len();
        if len == 0 {
            return false;
        }
        let round = self.is_at_end(forward);
        self.current = (self.current + if forward { 1 } else { len - 1 }) % len;
        round
    }

    /// The current hit.
    pub fn hit(&self) -> Option<&TextMatch> {
        self.hits.get(self.current)
    }

    /// Returns the hits that touch some bytes of a paragraph, each with a flag: true for the current one.
    pub fn touching(
        &self,
        block: usize,
        bytes: &Range<usize>,
    ) -> impl Iterator<Item = (&TextMatch, bool)> {
        let from = self
            // A table may have thousands of hits, and this runs for each line of a frame.
            .hits
            .partition_point(|h| (h.block, h.range.end) <= (block, bytes.start));
        let end = bytes.end;
        self.hits
            .iter()
            .enumerate()
            .skip(from)
            .take_while(move |(_, h)| h.block == block && h.range.start < end)
            .map(|(at, hit)| (hit, at == self.current))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Block, BlockKind};

    fn page(texts: &[&str]) -> ArticlePage {
        let block = |text: &&str| Block::new(BlockKind::Paragraph, (*text).to_owned());
        ArticlePage::of(&Article {
            blocks: texts.iter().map(block).collect(),
            ..Article::default()
        })
    }

    #[test]
    fn width_and_case_make_no_difference() {
        let find = Find::new(&page(&["ＡＩ导诊与ai导诊", "Ai"]), "aI");
        let found: Vec<_> = find
            .hits
            .iter()
            .map(|h| (h.block, h.range.clone()))
            .collect();
        assert_eq!(found, [(1, 0..6), (1, 15..17), (2, 0..2)]);
    }

    #[test]
    fn hits_do_not_overlap_and_a_false_start_hides_none() {
        let hits = |text: &str, query: &str| Find::new(&page(&[text]), query).hits.len();
        assert_eq!(hits("ааaaaa", "aa"), 2);
        assert_eq!(hits("医医保", "医保"), 1);
        assert_eq!(hits("医", "医保"), 0);
        assert_eq!(hits("医保", " "), 0);
        assert_eq!(hits("医\u{200b}保，医\u{ad}保", "医保"), 2);
        assert_eq!(hits("国办发〔2025〕3号", "(2025)"), 1);
    }

    #[test]
    fn steps_go_round_both_ends() {
        let mut find = Find::new(&page(&["一二一", "一"]), "一");
        assert!(find.step(false));
        assert_eq!(find.current, 2);
        assert!(find.step(true));
        assert!(!find.step(true));
        find.start_at(TextPos::new(2, 0));
        assert_eq!(find.current, 2);
        find.start_at(TextPos::new(2, 1));
        assert_eq!(find.current, 0);
    }

    #[test]
    fn a_line_learns_of_the_hits_that_touch_it() {
        let find = Find::new(&page(&["数字医保数字"]), "医保");
        assert_eq!(find.touching(1, &(0..9)).count(), 1);
        assert_eq!(find.touching(1, &(9..18)).count(), 1);
        assert_eq!(find.touching(1, &(12..18)).count(), 0);
        assert_eq!(find.touching(0, &(0..18)).count(), 0);
    }
}
