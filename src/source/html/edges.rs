//! The lists of links that stand above and below the text of an article: related reading, paths, notes of the site.
//!
//! Readability keeps such lists where they stand inside the element of the article. Blocks are
//! judged by the share of their characters that are links, and only those before the first and
//! after the last paragraph go.

use super::tags;
use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use std::collections::{HashMap, HashSet};

/// The fewest chars of a block that is text.
const SHORTEST_TEXT: usize = 20;

/// A block of the article with the text that is its own, not that of blocks inside it.
#[derive(Default)]
struct BlockText {
    /// The chars of the text.
    chars: usize,
    /// Those of the chars that are links.
    linked: usize,
    /// Set when the text has a mark that ends a sentence.
    has_sentence: bool,
    /// The links in it.
    links: Vec<NodeId>,
}

impl BlockText {
    /// True if more than seven tenths are links.
    fn is_links(&self) -> bool {
        self.linked * 10 > self.chars * 7
    }

    /// True for a paragraph of the article.
    fn is_text(&self) -> bool {
        !self.is_links() && (self.has_sentence || self.chars >= SHORTEST_TEXT)
    }
}

/// Returns the links of all blocks before the first and after the last paragraph that consist of links.
///
/// Between paragraphs such a block belongs to the text: a reading list, or sources.
pub(super) fn link_lists(article: &Html) -> HashSet<NodeId> {
    let blocks = blocks(article);
    let first = blocks.iter().position(BlockText::is_text);
    let last = blocks.iter().rposition(BlockText::is_text);
    let (Some(first), Some(last)) = (first, last) else {
        return HashSet::new();
    };
    let edges = blocks.into_iter().enumerate();
    edges
        .filter(|(nth, block)| (*nth < first || *nth > last) && block.is_links())
        .flat_map(|(_, block)| block.links)
        .collect()
}

/// Returns the blocks that have text of their own, in the order in which that begins.
fn blocks(article: &Html) -> Vec<BlockText> {
    let mut blocks: Vec<BlockText> = Vec::new();
    let mut places: HashMap<NodeId, usize> = HashMap::new();
    for node in article.root_element().descendants() {
        let Some(text) = node.value().as_text() else {
            continue;
        };
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        // The nearest block above the text owns it, so that an outer block is not judged by what is
        // inside it.
        let mut above = node.ancestors().filter_map(ElementRef::wrap);
        let mut link = None;
        let block = above.find(|element| {
            let name = element.value().name();
            if name == "a" {
                link = Some(element.id());
            }
            tags::is_block(name)
        });
        let Some(block) = block.filter(|_| chars > 0) else {
            continue;
        };
        let place = *places.entry(block.id()).or_insert_with(|| {
            blocks.push(BlockText::default());
            blocks.len() - 1
        });
        let Some(own) = blocks.get_mut(place) else {
            continue;
        };
        own.chars += chars;
        own.has_sentence |= text.contains(['。', '！', '？']);
        if let Some(link) = link {
            own.linked += chars;
            own.links.push(link);
        }
    }
    blocks
}
