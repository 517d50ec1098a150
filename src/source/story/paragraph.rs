//! One paragraph with its formatting and links.

use crate::model::transcript::{Hyperlink, LineKind, LineStyle};

/// A paragraph that is being put together.
#[derive(Debug, Clone, Default)]
pub(in crate::source) struct StoryParagraph {
    /// Its text so far; a soft line break is `\n`.
    pub text: String,
    /// Links that its text does not show.
    pub links: Vec<Hyperlink>,
    /// Set when a page begins with it.
    pub page_break: bool,
    /// Set when its format calls it the caption of a figure or a table.
    pub caption: bool,
    /// Its formatting. `scale` and whether all of it is bold are filled in by [`Story::finish`](super::Story::finish).
    pub look: LineStyle,
    /// The part that it plays in the document.
    pub kind: LineKind,
    /// Its line in the file, counted from 1; 0 where a format has no lines.
    pub number: u32,
    /// The number of bytes in each font size. The body size of a document is the one most of its bytes have.
    pub sizes: SizeCounts,
    /// The number of bytes that are not bold.
    pub light: usize,
}

/// The most font sizes that are counted.
const MOST_SIZES: usize = 256;

/// The number of bytes in each font size, in half-points, by size. A list, since a paragraph has one or two sizes and a
/// document a dozen: maps took half of the memory of short paragraphs.
#[derive(Debug, Clone, Default)]
pub(in crate::source) struct SizeCounts(Vec<(u32, usize)>);

impl SizeCounts {
    /// Adds `bytes` in `size`.
    fn add(&mut self, size: u32, bytes: usize) {
        match self.0.binary_search_by_key(&size, |(known, _)| *known) {
            Ok(at) => self.0[at].1 += bytes,
            // A document with thousands of sizes is no document; inserting them would take quadratic time.
            Err(_) if self.0.len() >= MOST_SIZES => {}
            Err(at) => {
                self.0.reserve_exact(usize::from(self.0.is_empty()));
                self.0.insert(at, (size, bytes));
            }
        }
    }

    /// Adds all counts of `other`.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (size, bytes) in &other.0 {
            self.add(*size, *bytes);
        }
    }

    /// True if nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the size that most bytes have, the larger one if two are equal.
    pub(super) fn most(&self) -> Option<u32> {
        let (size, _) = self.0.iter().max_by_key(|(size, bytes)| (*bytes, *size))?;
        Some(*size)
    }
}

impl StoryParagraph {
    /// A picture with its caption, which may be empty.
    pub fn figure(caption: String) -> Self {
        Self {
            text: caption,
            kind: LineKind::Figure,
            ..Self::default()
        }
    }

    /// An empty paragraph that begins in line `number` of the file.
    pub fn at(number: u32) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Adds text in a font size of `size` half-points (0: unknown). Spaces do not count for the formatting.
    pub fn push(&mut self, text: &str, size: u32, bold: bool) {
        let ink = if text.trim().is_empty() {
            0
        } else {
            text.len()
        };
        self.text.push_str(text);
        if ink > 0 {
            self.sizes.add(size, ink);
            self.light += if bold { 0 } else { ink };
        }
    }

    /// Adds a tab, a line break or the marker of a list, which have no formatting of their own.
    pub fn push_sign(&mut self, sign: &str) {
        self.text.push_str(sign);
    }

    /// Adds a link to `target` on the text from byte `start` on, unless the text is the address itself.
    pub fn link_from(&mut self, start: usize, target: &str) {
        let shown = self.text.get(start..).unwrap_or_default();
        let lead = shown.len() - shown.trim_start().len();
        let shown = shown.trim();
        let target = target.trim();
        if shown.is_empty() || !is_address(target) || shows(shown, target) {
            return;
        }
        let start = start + lead;
        self.links.push(Hyperlink {
            range: start..start + shown.len(),
            target: target.to_owned(),
        });
    }

    /// Appends another paragraph, as if the mark between the two were deleted.
    pub fn append(&mut self, next: StoryParagraph) {
        let offset = self.text.len();
        self.text.push_str(&next.text);
        self.links.extend(next.links.into_iter().map(|mut link| {
            link.range = link.range.start + offset..link.range.end + offset;
            link
        }));
        self.sizes.add_all(&next.sizes);
        self.light += next.light;
    }

    /// Removes `len` bytes at each of `places`, which are in order and lie on character boundaries.
    pub fn remove_all(&mut self, places: &[usize], len: usize) {
        if places.is_empty() {
            return;
        }
        let moved = |at: usize| {
            let before = places.partition_point(|place| *place < at);
            let last = before.checked_sub(1).map_or(0, |last| places[last]);
            // A place inside of removed bytes moves to their beginning.
            at.saturating_sub(before * len)
                .max(last.saturating_sub(before.saturating_sub(1) * len))
        };
        for link in &mut self.links {
            link.range = moved(link.range.start)..moved(link.range.end);
        }
        let mut kept = String::with_capacity(self.text.len());
        let mut copied = 0;
        for place in places {
            kept += self.text.get(copied..*place).unwrap_or_default();
            copied = place + len;
        }
        kept += self.text.get(copied..).unwrap_or_default();
        self.text = kept;
    }

    /// Inserts a marker (a number, a bullet) before the text, behind its leading space.
    pub fn prefix(&mut self, marker: &str) {
        let lead = self.text.len() - self.text.trim_start().len();
        self.text.insert_str(lead, marker);
        for link in &mut self.links {
            link.range = link.range.start + marker.len()..link.range.end + marker.len();
        }
    }

    /// Inserts the number or bullet of a list before the text, which becomes an item of it.
    pub fn number(&mut self, marker: &str) {
        self.prefix(marker);
        self.itemise(marker);
    }

    /// Adds the number or bullet of a list at the end of what is there so far, which becomes an item of it.
    pub fn push_number(&mut self, marker: &str) {
        self.push_sign(marker);
        self.itemise(marker);
    }

    /// Makes it an item of a list, unless `marker` counts headings.
    fn itemise(&mut self, marker: &str) {
        // `一、` and `第一章` count headings, also in documents that number them as a list.
        let heads = marker.starts_with(['第', '（', '(']) || marker.ends_with('、');
        if !marker.trim().is_empty() && (!heads || marker.contains(|c: char| c.is_ascii_digit())) {
            self.kind = LineKind::ListItem;
        }
    }

    /// The font size of most of its bytes, in half-points.
    pub fn main_size(&self) -> Option<u32> {
        self.sizes.most()
    }

    /// True if it has neither text nor a picture and is no row of a table, which may be empty.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.kind != LineKind::Figure && !self.is_row()
    }

    /// True for a row of a table, whose tabs at both ends are empty cells.
    pub fn is_row(&self) -> bool {
        matches!(self.kind, LineKind::TableStart | LineKind::TableRow)
    }

    /// Removes leading and trailing space. Authors indent by hand with spaces, so two columns of it or more count as
    /// an indent.
    pub fn trim(&mut self) {
        if self.is_row() {
            return;
        }
        let start = self.text.len() - self.text.trim_start().len();
        let lead = self.text.get(..start).unwrap_or_default();
        // An ideographic space is two columns wide, like a Han character.
        let columns: usize = lead.chars().map(|c| if c == ' ' { 1 } else { 2 }).sum();
        self.look.indented |= columns >= 2 && !lead.contains('\n');
        let kept = self.text.trim().len();
        self.text.drain(..start);
        self.text.truncate(kept);
        self.links.retain_mut(|link| {
            link.range = link.range.start.saturating_sub(start)
                ..link.range.end.saturating_sub(start).min(kept);
            !link.range.is_empty()
        });
    }
}

/// True if `target` is an address that a browser opens. One with a control character, a lost character or a mark that no
/// address has comes from a damaged file or from one that is made to deceive.
fn is_address(target: &str) -> bool {
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{fffd}' | '<' | '>' | '"' | '\\');
    !target.contains(is_odd)
        && ["http://", "https://"].iter().any(|scheme| {
            target
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
}

/// True if the text itself shows the target: it is that address, perhaps without its last slash or the scheme before `www.`,
/// or another address, which then is the one that the author wants to be read. A bare `example.com` is no link by itself, so
/// it needs its target. `https://example.com/a…` is cut off and shows
/// nothing.
fn shows(shown: &str, target: &str) -> bool {
    // Some sites show a long address cut off, with the whole one behind it.
    let shortened = shown.ends_with('…') || shown.ends_with("...");
    if is_address(shown) {
        return !shortened;
    }
    let bare = |s: &str| {
        let s = s.split_once("://").map_or(s, |(_, rest)| rest);
        s.trim_end_matches('/').to_owned()
    };
    let is_link = shown
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    is_link && target.contains(shown) && bare(target) == bare(shown)
}

#[cfg(test)]
mod tests {
    use super::{is_address, shows};

    #[test]
    fn a_host_without_www_does_not_show_its_address() {
        for (shown, target, is_shown) in [
            ("https://example.com/a", "https://example.com/a/", true),
            ("www.example.com", "https://www.example.com/", true),
            ("example.com", "https://example.com/", false),
            ("https://example.com/a…", "https://example.com/ab", false),
        ] {
            assert_eq!(shows(shown, target), is_shown, "{shown}");
        }
    }

    #[test]
    fn an_address_with_marks_that_no_address_has_is_none() {
        assert!(is_address("HTTPS://example.com/附件?a=1"));
        for odd in [
            "https://example.com/\u{7}",
            "https://example.com/\u{fffd}",
            "https://e\"x.com",
            "ftp://a",
        ] {
            assert!(!is_address(odd), "{odd:?}");
        }
    }
}
