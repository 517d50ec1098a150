//! The style sheet of a DOC file: the modifiers of each style ([MS-DOC] 2.9.271).
//!
//! A style has a fixed part, its name, and one list of modifiers for paragraphs and one for characters. They are
//! applied from the most general style to the nearest, then those of the paragraph and of the run.

use super::bytes::{slice, u16_at};
use super::properties::{DocParagraphProperties, DocRunProperties};

/// The longest chain of inheritance. A longer chain is a circle, which damaged files have.
const LONGEST_CHAIN: usize = 12;

/// A style as it stands in the file.
#[derive(Debug, Default, Clone)]
struct DocStyle {
    /// A built-in heading's level, 0 the highest.
    heading: Option<u8>,
    /// The number of a built-in style (`sti`, [MS-DOC] 2.9.260).
    built_in: u16,
    /// The number of the style it inherits from.
    based_on: u16,
    /// Its modifiers of paragraphs.
    paragraph: Vec<u8>,
    /// Its modifiers of characters.
    run: Vec<u8>,
}

/// All styles, by number.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    /// By number.
    styles: Vec<DocStyle>,
}

impl StyleSheet {
    /// Reads the style sheet.
    pub fn new(sheet: &[u8]) -> Self {
        let header = usize::from(u16_at(sheet, 0));
        let count = usize::from(u16_at(sheet, 2)).min(4095);
        let fixed = usize::from(u16_at(sheet, 4));
        let mut at = header + 2;
        let mut styles = Vec::new();
        for _ in 0..count {
            let len = usize::from(u16_at(sheet, at));
            styles.push(style(slice(sheet, at + 2, len), fixed));
            at += 2 + len;
            // A count that is too large ends with the sheet.
            if at >= sheet.len() {
                break;
            }
        }
        Self { styles }
    }

    /// Returns the properties of paragraphs in style `number` and of their characters.
    pub fn look(&self, number: u16) -> (DocParagraphProperties, DocRunProperties) {
        let (mut paragraph, mut run) = (
            DocParagraphProperties::default(),
            DocRunProperties::default(),
        );
        for style in self.chain(number) {
            paragraph.outline = style.heading.or(paragraph.outline);
            paragraph.apply(&style.paragraph);
            match style.built_in {
                // The lines of the contents; some templates base them on a heading.
                19..=27 => paragraph.outline = None,
                34 => paragraph.caption = true,
                _ => {}
            }
            let below = run;
            run.apply(&style.run, below);
        }
        (paragraph, run)
    }

    /// Applies character style `number` to `run`.
    pub fn apply(&self, number: u16, run: &mut DocRunProperties) {
        for style in self.chain(number) {
            let below = *run;
            run.apply(&style.run, below);
        }
    }

    /// Returns the style and those it is based on, the most general first, since later modifiers override earlier
    /// ones.
    fn chain(&self, number: u16) -> Vec<&DocStyle> {
        let get = |number: u16| self.styles.get(usize::from(number));
        let first = get(number);
        let mut chain: Vec<&DocStyle> = std::iter::successors(first, |style| get(style.based_on))
            .take(LONGEST_CHAIN)
            .collect();
        chain.reverse();
        chain
    }
}

/// Reads a style, whose fixed part is `fixed` bytes long.
fn style(bytes: &[u8], fixed: usize) -> DocStyle {
    // The upper bits are flags.
    let built_in = u16_at(bytes, 0) & 0x0fff;
    let kind = u16_at(bytes, 2) & 0x000f;
    let parts = u16_at(bytes, 4) & 0x000f;
    let name_len = usize::from(u16_at(bytes, fixed));
    // The name: its length, its characters, a zero.
    let mut at = fixed + 4 + name_len * 2;
    let mut found: Vec<&[u8]> = Vec::new();
    for _ in 0..parts.min(3) {
        // Each part begins at an even byte.
        at += at % 2;
        let len = usize::from(u16_at(bytes, at));
        found.push(slice(bytes, at + 2, len));
        at += 2 + len;
    }
    let part = |nth: usize| found.get(nth).copied().unwrap_or_default();
    let (paragraph, run) = match kind {
        // A paragraph style begins with its own number.
        1 => (part(0).get(2..).unwrap_or_default(), part(1)),
        2 => (&[][..], part(0)),
        _ => (&[][..], &[][..]),
    };
    // The built-in styles 1 to 9 are the headings.
    let heading = (1..=9).contains(&built_in).then_some(built_in);
    DocStyle {
        heading: heading.and_then(|level| u8::try_from(level - 1).ok()),
        built_in,
        based_on: u16_at(bytes, 2) >> 4,
        paragraph: paragraph.to_vec(),
        run: run.to_vec(),
    }
}
