//! Decodes a record into the report.
//!
//! The parts are read side by side: the numbers in `meta` cut pieces off `searched` and `rest`.
//! Damage that a checksum did not catch gives `None`, since every length is checked against what is
//! left.

use super::super::compact_text;
use super::super::varint::ByteReader;
use super::StoredReport;
use super::encode::original_len;
use crate::model::{Article, Block, BlockKind, Issue, Period, TextLink, TocEntry};

/// Cursors into the parts of a record.
pub struct Decoder<'a> {
    /// The searched text, in the compact encoding.
    pub searched: ByteReader<'a>,
    /// All other texts, in UTF-8.
    pub rest: ByteReader<'a>,
    /// The numbers that cut the two.
    pub meta: ByteReader<'a>,
    /// The characters that the searched text leaves out.
    pub hidden: HiddenChars<'a>,
}

/// The characters that the searched text leaves out, in their order.
pub struct HiddenChars<'a> {
    /// The list behind the last character that was put back.
    left: ByteReader<'a>,
    /// The number of the line that is decoded next.
    line: u64,
}

impl<'a> HiddenChars<'a> {
    /// The list in `bytes`, before its first character.
    pub fn new(bytes: &'a [u8]) -> Self {
        let left = ByteReader(bytes);
        Self { left, line: 0 }
    }

    /// Puts the characters of the next line back into its text; `None` where they do not fit.
    fn restore(&mut self, text: &mut String) -> Option<()> {
        let line = self.line;
        self.line += 1;
        while !self.left.0.is_empty() {
            let mut ahead = self.left;
            if ahead.num()? != line {
                break;
            }
            let at = ahead.len()?;
            let c = char::from_u32(ahead.small()?)?;
            // Damaged bytes must not make `insert` panic.
            if !text.is_char_boundary(at) {
                return None;
            }
            text.insert(at, c);
            self.left = ahead;
        }
        Some(())
    }
}

impl Decoder<'_> {
    /// Decodes the whole report; `None` where the parts do not fit together.
    pub fn decode(mut self) -> Option<StoredReport> {
        let lead = self.lead()?;
        let articles = self.articles()?;
        let mut issue = self.masthead()?;
        issue.set_lead(lead);
        issue.articles = articles;
        issue.toc = self.toc(&issue.articles)?;
        let (warnings, origin, recognised) = serde_json::from_str(&self.rest()?).ok()?;
        issue.recognised = recognised;
        Some(StoredReport {
            issue,
            warnings,
            origin,
        })
    }

    /// Reads a line of searched text of `len` bytes and puts its hidden characters back.
    fn searched(&mut self, len: usize) -> Option<String> {
        let mut text = compact_text::read(self.searched.take(len)?);
        // The line feed behind each line.
        self.searched.take(1)?;
        self.hidden.restore(&mut text)?;
        Some(text)
    }

    /// Reads a string of the other texts.
    fn rest(&mut self) -> Option<String> {
        let len = self.meta.len()?;
        self.rest.text(len)
    }

    /// Reads a string that may be absent.
    #[expect(
        clippy::option_option,
        reason = "a string may be absent, and so may be the bytes that say so"
    )]
    fn opt_rest(&mut self) -> Option<Option<String>> {
        match self.meta.opt()? {
            Some(n) => self.rest.text(usize::try_from(n).ok()?).map(Some),
            None => Some(None),
        }
    }

    /// Reads the paragraphs of the lead, which has the shape of an article.
    fn lead(&mut self) -> Option<Vec<Block>> {
        if self.meta.num()? == 0 {
            return Some(Vec::new());
        }
        self.article().map(|lead| lead.blocks)
    }

    /// Reads the articles in order.
    fn articles(&mut self) -> Option<Vec<Article>> {
        (0..self.meta.count()?).map(|_| self.article()).collect()
    }

    /// Reads an article.
    fn article(&mut self) -> Option<Article> {
        let number = self.meta.small()?;
        let date = self.meta.date()?;
        let title_len = self.meta.len()?;
        let source_len = self.meta.opt()?;
        let link = self.opt_rest()?;
        let original = self.meta.opt()?;
        let block_count = self.meta.count()?;
        let title = self.searched(title_len)?;
        let source = self.searched(usize::try_from(source_len.unwrap_or(0)).ok()?)?;
        let original_title = match original_len(original) {
            Some(len) => Some(self.searched(usize::try_from(len).ok()?)?),
            None => original.map(|_| title.clone()),
        };
        let blocks = (0..block_count)
            .map(|_| self.block())
            .collect::<Option<_>>()?;
        Some(Article {
            as_read: None,
            number,
            title,
            source: source_len.map(|_| source),
            date,
            link,
            original_title,
            blocks,
        })
    }

    /// Reads a block: one number holds its length, a bit for links and its kind.
    fn block(&mut self) -> Option<Block> {
        let packed = self.meta.num()?;
        let kind = match packed & 7 {
            0 => BlockKind::Paragraph,
            1 => BlockKind::Heading,
            2 => BlockKind::Byline,
            3 => BlockKind::Table,
            _ => BlockKind::Figure,
        };
        let text = self.searched(usize::try_from(packed >> 4).ok()?)?;
        let links = if packed & 8 == 0 {
            Vec::new()
        } else {
            (0..self.meta.count()?)
                .map(|_| self.text_link(&text))
                .collect::<Option<_>>()?
        };
        Some(Block { kind, text, links })
    }

    /// A link of `text`; `None` if it does not lie inside, on character boundaries.
    fn text_link(&mut self, text: &str) -> Option<TextLink> {
        let range = self.meta.len()?..self.meta.len()?;
        text.get(range.clone())?;
        let url = self.rest()?;
        Some(TextLink { range, url })
    }

    /// Reads masthead and lead.
    fn masthead(&mut self) -> Option<Issue> {
        let title = self.opt_rest()?;
        let standalone = self.meta.num()? != 0;
        let number = self.meta.opt_small()?;
        let total_number = self.meta.opt_small()?;
        let from = self.opt_rest()?;
        let published = self.meta.date()?;
        let (first, last) = (self.meta.date()?, self.meta.date()?);
        let declared_count = self.meta.opt_small()?;
        let period = first.zip(last).map(|(start, end)| Period { start, end });
        Some(Issue {
            title,
            standalone,
            number,
            total_number,
            publisher: from,
            published,
            period,
            declared_count,
            ..Issue::default()
        })
    }

    /// Reads the table of contents. An entry that equals its article is copied from it.
    fn toc(&mut self, articles: &[Article]) -> Option<Vec<TocEntry>> {
        let mut toc = Vec::new();
        for index in 0..self.meta.count()? {
            let same = self.meta.num()? == 1;
            let number = self.meta.small()?;
            let (title, source) = if same {
                let article = articles.get(index)?;
                (article.title.clone(), article.source.clone())
            } else {
                (self.rest()?, self.opt_rest()?)
            };
            toc.push(TocEntry {
                number,
                title,
                source,
            });
        }
        Some(toc)
    }
}
