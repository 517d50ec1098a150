//! Encodes a report as a record.
//!
//! Everything is appended to one of four buffers in one pass over the report, then joined behind
//! the header. The order is that of [`super::decode`].

use super::super::compact_text;
use super::super::varint::ByteWriter;
use super::{HEADER, MAGIC};
use crate::library::features::FeatureCounter;
use crate::library::figures::figures;
use crate::model::transcript::Origin;
use crate::model::{Article, Block, BlockKind, Issue, Warning};
use crate::text::fold::{is_ignorable, without_ignorable};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Returns the bytes of a report's record; `None` where it is too large for the cache (4 GB).
pub fn encode(issue: &Issue, warnings: &[Warning], origin: &Origin) -> Option<Vec<u8>> {
    encoded(RecordEncoder::default(), issue, warnings, origin)
}

/// Returns a record that is decoded and not kept, without the features of its articles: a reading process would build the
/// tables of written variants for them.
pub fn encode_without_features(
    issue: &Issue,
    warnings: &[Warning],
    origin: &Origin,
) -> Option<Vec<u8>> {
    let encoder = RecordEncoder {
        without_features: true,
        ..RecordEncoder::default()
    };
    encoded(encoder, issue, warnings, origin)
}

/// Writes a report with `encoder` and returns its bytes.
fn encoded(
    mut encoder: RecordEncoder,
    issue: &Issue,
    warnings: &[Warning],
    origin: &Origin,
) -> Option<Vec<u8>> {
    encoder.lead(issue);
    encoder.articles(&issue.articles);
    encoder.masthead(issue);
    encoder.toc(issue);
    // As JSON: these are small, and their types change more often than the rest.
    encoder.rest(&serde_json::to_string(&(warnings, origin, &issue.recognised)).ok()?);
    encoder.finish()
}

/// The parts of a record while they are written.
#[derive(Default)]
struct RecordEncoder {
    /// The searched text, compact.
    searched: Vec<u8>,
    /// All other texts.
    rest: Vec<u8>,
    /// Lengths and numbers.
    meta: ByteWriter,
    /// The number of lines in `searched`.
    lines: u64,
    /// The characters left out of `searched`: line, byte in the whole text of the line, and code of each.
    hidden: ByteWriter,
    /// The title of the article written last, in `searched`.
    title: Range<usize>,
    /// Its paragraphs without bylines, in `searched`.
    paragraphs: Vec<Range<usize>>,
    /// Finds the features of each article.
    counter: FeatureCounter,
    /// The features of all articles.
    features: Vec<u8>,
    /// Set for a record without features.
    without_features: bool,
}

impl RecordEncoder {
    /// Writes a line of searched text and returns its length in bytes, without the line feed.
    ///
    /// Characters without width are written apart: a search that had to pass over them would compare character by character
    /// where now a byte search does.
    fn searched(&mut self, text: &str) -> u64 {
        let start = self.searched.len();
        let is_short = compact_text::write(&mut self.searched, text);
        // No character without width has a short code, so that most texts need not be looked through.
        if !is_short && let Some((visible, _)) = without_ignorable(text) {
            self.searched.truncate(start);
            compact_text::write(&mut self.searched, &visible);
            for (byte, c) in text.char_indices().filter(|(_, c)| is_ignorable(*c)) {
                self.hidden.num(self.lines);
                self.hidden.len(byte);
                self.hidden.num(u64::from(u32::from(c)));
            }
        }
        self.lines += 1;
        let len = self.searched.len() - start;
        compact_text::write(&mut self.searched, "\n");
        len as u64
    }

    /// Writes a string of the other texts.
    fn rest(&mut self, text: &str) {
        self.meta.len(text.len());
        self.rest.extend_from_slice(text.as_bytes());
    }

    /// Writes a string that may be absent.
    fn opt_rest(&mut self, text: Option<&str>) {
        self.meta.opt(text.map(|t| t.len() as u64));
        self.rest
            .extend_from_slice(text.unwrap_or_default().as_bytes());
    }

    /// Writes the lead, behind a 1, or a 0 where there is none. It has the shape of an article, so that a search reads both
    /// in the same way, but no features: it belongs to no story.
    fn lead(&mut self, issue: &Issue) {
        let lead = issue.lead_article();
        self.meta.num(u64::from(lead.is_some()));
        if let Some(lead) = lead {
            self.article(&lead);
        }
    }

    /// Writes the articles in order, each with its features.
    fn articles(&mut self, articles: &[Article]) {
        self.meta.len(articles.len());
        for article in articles {
            self.article(article);
            if !self.without_features {
                self.features(article);
            }
        }
    }

    /// Writes an article, or a lead in the shape of one.
    fn article(&mut self, article: &Article) {
        self.meta.num(article.number.into());
        self.meta.date(article.date);
        let start = self.searched.len();
        let title_len = self.searched(&article.title);
        // Without the line feed behind it.
        self.title = start..self.searched.len() - 1;
        self.paragraphs.clear();
        self.meta.num(title_len);
        let source_len = self.searched(article.source.as_deref().unwrap_or_default());
        self.meta.opt(article.source.as_ref().map(|_| source_len));
        self.opt_rest(article.link.as_deref());
        self.original(article);
        self.meta.len(article.blocks.len());
        for block in &article.blocks {
            self.block(block);
        }
    }

    /// Writes the features and the figures of the article written last, behind their number.
    fn features(&mut self, article: &Article) {
        let part = |range: &Range<usize>| self.searched.get(range.clone()).unwrap_or_default();
        let paragraphs = self.paragraphs.iter().map(part);
        let event = without_column(&article.title);
        let title = event.as_deref().unwrap_or(part(&self.title));
        let features = self.counter.features(title, paragraphs);
        let blocks = article
            .blocks
            .iter()
            .filter(|b| b.kind != BlockKind::Byline);
        let figures = figures(&article.title, blocks.map(|b| b.text.as_str()));
        // At most 228 by their limits, so that two bytes hold the number.
        let count = u16::try_from(features.len() + figures.len()).unwrap_or(u16::MAX);
        self.features.extend(count.to_le_bytes());
        let features = features.iter().map(|feature| feature.to_bytes());
        // Four bytes at a time: byte by byte took 3 % of the reading.
        for bytes in features.chain(figures.iter().map(|figure| figure.to_bytes())) {
            self.features.extend_from_slice(&bytes);
        }
    }

    /// One number holds the length, a bit for links, and three bits for the kind.
    fn block(&mut self, block: &Block) {
        let start = self.searched.len();
        let len = self.searched(&block.text);
        // A reporter is not an event.
        if block.kind != BlockKind::Byline {
            self.paragraphs.push(start..self.searched.len() - 1);
        }
        let has_links = u64::from(!block.links.is_empty());
        self.meta
            .num(len << 4 | has_links << 3 | kind_number(block.kind));
        if block.links.is_empty() {
            return;
        }
        self.meta.len(block.links.len());
        for link in &block.links {
            self.meta.len(link.range.start);
            self.meta.len(link.range.end);
            self.rest(&link.url);
        }
    }

    /// Writes the original title. It is a line of searched text of its own unless it equals the title.
    fn original(&mut self, article: &Article) {
        let written = article.original_title.as_deref().map(|original| {
            let is_same = original == article.title;
            let len = if is_same { 0 } else { self.searched(original) };
            len << 1 | u64::from(is_same)
        });
        self.meta.opt(written);
    }

    /// Writes masthead and lead.
    fn masthead(&mut self, issue: &Issue) {
        self.opt_rest(issue.title.as_deref());
        self.meta.num(issue.standalone.into());
        self.meta.opt(issue.number.map(u64::from));
        self.meta.opt(issue.total_number.map(u64::from));
        self.opt_rest(issue.publisher.as_deref());
        self.meta.date(issue.published);
        self.meta.date(issue.period.map(|p| p.start));
        self.meta.date(issue.period.map(|p| p.end));
        self.meta.opt(issue.declared_count.map(u64::from));
    }

    /// Writes the table of contents. An entry that equals its article, as nearly all do, takes three bytes.
    fn toc(&mut self, issue: &Issue) {
        self.meta.len(issue.toc.len());
        for (index, entry) in issue.toc.iter().enumerate() {
            let article = issue.articles.get(index);
            let same = article.is_some_and(|a| a.title == entry.title && a.source == entry.source);
            self.meta.num(u64::from(same));
            self.meta.num(entry.number.into());
            if !same {
                self.rest(&entry.title);
                self.opt_rest(entry.source.as_deref());
            }
        }
    }

    /// Joins the parts and puts the header before them.
    fn finish(mut self) -> Option<Vec<u8>> {
        let hidden_len = u32::try_from(self.hidden.0.len()).ok()?;
        self.meta.0.append(&mut self.hidden.0);
        self.meta.0.extend(hidden_len.to_le_bytes());
        let lengths = [
            self.searched.len(),
            self.rest.len(),
            self.meta.0.len(),
            self.features.len(),
        ];
        let mut record = Vec::with_capacity(HEADER + lengths.iter().sum::<usize>());
        record.resize(HEADER, 0);
        record.extend(self.searched);
        record.extend(self.rest);
        record.extend(self.meta.0);
        record.extend(self.features);
        let (read, features) = record
            .get(HEADER..)?
            .split_at(record.len() - HEADER - lengths[3]);
        let checksums = [xxh3_64(read), xxh3_64(features)].map(u64::to_le_bytes);
        let numbers = lengths.map(|n| u32::try_from(n).ok());
        let header = record.get_mut(..HEADER)?;
        header.get_mut(..4)?.copy_from_slice(&MAGIC.to_le_bytes());
        for (slot, number) in header.get_mut(4..20)?.chunks_exact_mut(4).zip(numbers) {
            slot.copy_from_slice(&number?.to_le_bytes());
        }
        let sums = header.get_mut(20..)?.as_chunks_mut::<8>().0;
        sums.copy_from_slice(&checksums);
        Some(record)
    }
}

/// Decodes the length of an original title's line; `None` where it has no line of its own.
pub(super) fn original_len(written: Option<u64>) -> Option<u64> {
    written
        .filter(|packed| packed & 1 == 0)
        .map(|packed| packed >> 1)
}

/// Returns a title that begins with the name of its column, as 【短评】 is, in compact text and without it; `None` for all others.
/// The instalments of a column are of many events, and their titles would be alike by its name.
fn without_column(title: &str) -> Option<Vec<u8>> {
    let (_, event) = title.trim_start().strip_prefix('【')?.split_once('】')?;
    if event.trim().is_empty() {
        return None;
    }
    let visible = without_ignorable(event).map(|(visible, _)| visible);
    let mut compact = Vec::new();
    compact_text::write(&mut compact, visible.as_deref().unwrap_or(event));
    Some(compact)
}

/// Returns the three bits of a kind. The numbers are part of the format.
fn kind_number(kind: BlockKind) -> u64 {
    match kind {
        BlockKind::Paragraph => 0,
        BlockKind::Heading => 1,
        BlockKind::Byline => 2,
        BlockKind::Table => 3,
        BlockKind::Figure => 4,
    }
}
