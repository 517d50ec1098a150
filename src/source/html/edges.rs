//! The lists of links that stand above and below the text of an article: related reading, paths, notes of the site.
//!
//! Readability keeps such lists where they stand inside the element of the article. Blocks are
//! judged by the share of their characters that are links, and only those before the first and
//! after the last paragraph go.

use super::tags;
use crate::conventions::bylines::{fields, is_byline};
use crate::model::transcript::{LineKind, SourceLine};
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

/// The words of buttons and of empty headings that sites set above and below a text.
#[rustfmt::skip]
const WIDGETS: &[&str] = &[
    "分享", "分享到", "分享至", "收藏", "举报", "打印", "点赞", "首赞", "不喜欢", "关注", "复制链接", "微信", "微博", "字号",
    "大中小", "评论", "我来说两句", "图集", "正文", "更多", "关键词", "关键字", "责任编辑", "播报文章", "展开阅读全文", "阅读全文",
    "加载更多", "加载更多新闻", "点击加载更多", "查看更多", "返回顶部", "纠错", "跟贴热词", "文明上网，登录发贴", "分享让更多人看到",
];
/// The headings of what sites add below a text.
#[rustfmt::skip]
const ADDED: &[&str] = &[
    "相关新闻", "相关阅读", "相关报道", "相关推荐", "推荐阅读", "延伸阅读", "热门推荐", "猜你喜欢", "大家都在看", "精彩推荐",
    "网友评论", "最新评论", "热门评论", "全部评论", "评论",
];

/// Returns the rows of an article without the words of buttons above and below its text, and without what a heading below
/// it announces: other news, comments.
///
/// The text reaches from its first to its last sentence or name of a person. An article with a part `延伸阅读` has sentences
/// there, so that nothing of it is left out.
pub(super) fn without_widgets(mut rows: Vec<SourceLine>) -> Vec<SourceLine> {
    let is_text = |row: &SourceLine| {
        is_sentence(row)
            || matches!(row.kind, LineKind::TableStart | LineKind::TableRow)
            || is_byline(&row.text)
            || !fields(&row.text).is_empty()
    };
    let (Some(first), Some(last)) = (
        rows.iter().position(is_text),
        rows.iter().rposition(is_text),
    ) else {
        return rows;
    };
    let added = rows
        .iter()
        .skip(last + 1)
        .position(|row| is_one_of(&row.text, ADDED));
    if let Some(added) = added {
        rows.truncate(last + 1 + added);
    }
    let rows = rows.into_iter().enumerate();
    let kept = rows.filter(|(nth, row)| (first..=last).contains(nth) || !is_widget(row));
    kept.map(|(_, row)| row).collect()
}

/// True for a sentence, or for an item of a list that has one.
fn is_sentence(row: &SourceLine) -> bool {
    let open = row.text.trim_end_matches(['”', '’', '）', ')']);
    open.chars().count() >= SHORTEST_TEXT
        && (open.ends_with(['。', '！', '？', '…']) || open.len() < row.text.len())
        && (row.kind != LineKind::ListItem || row.text.contains('。'))
}

/// True for the words of a button, a count of readers, or the links to the pages of a text.
fn is_widget(row: &SourceLine) -> bool {
    let is_count =
        |text: &str| text.len() <= 6 && text.chars().all(|c| c.is_ascii_digit() || c == '+');
    let pages = row.text.contains("上一页") && row.text.contains("下一页");
    row.kind != LineKind::Figure && (is_one_of(&row.text, WIDGETS) || is_count(&row.text) || pages)
}

/// True if a row has one of `words` and no others; numbers and marks do not count.
fn is_one_of(text: &str, words: &[&str]) -> bool {
    let edge =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || "：:>»•|·（）()[]【】".contains(c);
    words.contains(&text.trim_matches(edge))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "环湖三座泵站完成智能化改造，排水能力提高两成。";

    fn kept(texts: &[&str]) -> Vec<String> {
        let row = |text: &&str| SourceLine {
            text: (*text).to_owned(),
            ..SourceLine::default()
        };
        let rows = without_widgets(texts.iter().map(row).collect());
        rows.into_iter().map(|row| row.text).collect()
    }

    #[test]
    fn buttons_above_and_below_a_text_are_left_out() {
        let page = [
            "451",
            "收藏",
            "• 正文",
            "水务",
            TEXT,
            "分享",
            TEXT,
            "（林一舟）",
            "首页 | 上一页 1 下一页",
            "分享到：",
            "图集",
        ];
        assert_eq!(kept(&page), ["水务", TEXT, "分享", TEXT, "（林一舟）"]);
        // A text of short rows has no edges.
        assert_eq!(kept(&["451", "收藏"]), ["451", "收藏"]);
    }

    #[test]
    fn what_a_heading_below_the_text_announces_is_left_out() {
        let added = [
            TEXT,
            "责任编辑：林一舟",
            "相关新闻：",
            "花市开到深夜",
            "近日花市开张。【详细】",
        ];
        assert_eq!(kept(&added), [TEXT, "责任编辑：林一舟"]);
        // A part of the article has sentences.
        let part = [TEXT, "延伸阅读", "花市开到深夜", TEXT];
        assert_eq!(kept(&part), part);
    }
}
