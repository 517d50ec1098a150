//! Decides whether a row goes on with the paragraph before it.
//!
//! Each rule answers "ends", "goes on", "goes on behind a line break", or nothing, and then the
//! next one is asked. Lengths are in em of the row's own size, so that the rules hold for any type
//! size. In justified Chinese text a row that could have held the beginning of the next one was
//! ended on purpose; that is the last rule, and all others are its exceptions.

mod fills;

use super::columns::have_same_stops;
use super::measure::Measure;
use super::sentences::{self, ends_sentence};
use super::{OpenParagraph, PlacedRow};
use crate::conventions::addresses::{address_at_end, is_whole_address, split_address_start};
use crate::conventions::datelines::opens_dateline;
use crate::conventions::items::{opens_entry, opens_numbered};
use crate::conventions::labels::{form_field, opens_field};
use crate::source::page::{TableRole, TextRow};
use crate::text::chars::{is_wide, never_starts_line};

/// The relation of a row to the paragraph before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The row begins another paragraph.
    Ends,
    /// The row goes on with the paragraph.
    GoesOn,
    /// The row goes on after a line that its author ended by hand.
    SoftBreak,
}
use Verdict::{Ends, GoesOn, SoftBreak};

/// Judges `next` by the paragraph so far and by the row `after` it.
///
/// The first rule that decides wins. They are in the order of how seldom they err: size and cells, addresses,
/// labels, sentences, gaps, centring, indents, headings, and last the room at the line's end.
pub(super) fn verdict(
    paragraph: &OpenParagraph,
    next: &PlacedRow,
    after: Option<&PlacedRow>,
    measure: &Measure,
) -> Verdict {
    let case = RowPair {
        paragraph,
        last: paragraph.last(),
        next: &next.row,
        after: after.map(|placed| &placed.row),
        part: next.part,
        same_page: paragraph
            .rows
            .last()
            .is_some_and(|placed| placed.page == next.page && placed.row.band == next.row.band),
        measure,
    };
    case.by_kind()
        .or_else(|| case.by_address())
        .or_else(|| case.by_kind_of_line())
        .or_else(|| case.by_sentence())
        .or_else(|| case.by_gap())
        .or_else(|| case.by_centring())
        .or_else(|| case.by_indent())
        .or_else(|| case.by_heading())
        .unwrap_or_else(|| case.by_line_end())
}

/// A paragraph and the row that may go on with it.
struct RowPair<'c> {
    /// The paragraph so far.
    paragraph: &'c OpenParagraph,
    /// Its last row.
    last: &'c TextRow,
    /// The row that is judged.
    next: &'c TextRow,
    /// The row behind that.
    after: Option<&'c TextRow>,
    /// The index of the column that the row stands in.
    part: usize,
    /// Set when both rows are in one column of one page.
    same_page: bool,
    /// The layout of the document.
    measure: &'c Measure,
}

impl RowPair<'_> {
    /// Ends at another size, at cells, or behind a page number of contents: that is never the same paragraph.
    fn by_kind(&self) -> Option<Verdict> {
        let (a, b) = (self.last.size, self.next.size);
        // 10 % is more than the sizes of one paragraph vary by rounding, and less than one step of type.
        let other_size = (a - b).abs() > 0.1 * a.max(b) && !self.is_one_size_at_break();
        let fields = !self.last.stops.is_empty() && form_field(&self.next.text).is_some();
        let cells = [self.last, self.next].iter().any(|row| has_cells(row))
            || have_same_stops(self.last, self.next)
            || fields;
        let tables = [self.last, self.next]
            .iter()
            .any(|row| row.role != TableRole::None);
        // The title of a slide is a page's first row, and the one before may be a page of its own.
        let titles = !self.same_page && self.next.size > 1.3 * self.measure.body;
        // An entry of contents ends with its page number.
        let entry = self.last.listed;
        (other_size || cells || tables || titles || entry || self.next.apart).then_some(Ends)
    }

    /// True if the characters on both sides of the row's end have one size: rows with words of two sizes have that of most.
    fn is_one_size_at_break(&self) -> bool {
        let (a, b) = (self.last.sizes.1, self.next.sizes.0);
        let open = sentences::may_go_on(&self.last.text, &self.next.text)
            && sentences::is_text(&self.next.text);
        self.same_page && open && a > 0.0 && (a - b).abs() < 0.02 * a
    }

    /// Goes on with a web address over as many rows as it needs, wherever the producer broke it.
    fn by_address(&self) -> Option<Verdict> {
        if self.last.closes.is_some() && self.last.closes == self.next.opens {
            return Some(GoesOn);
        }
        let address = address_at_end(&self.paragraph.text)?;
        let complete = self.last.closes.as_deref() == Some(address);
        // What is left behind the head of an address decides whether the address ended in the row.
        let (head, rest) = split_address_start(&self.next.text);
        let alone = is_whole_address(&self.paragraph.text);
        if complete || head.is_empty() {
            let closes = self.next.text.starts_with(never_starts_line);
            return match (alone, closes) {
                (_, true) => Some(GoesOn),
                (true, false) => Some(Ends),
                (false, false) => None,
            };
        }
        if Measure::is_indented(self.next)
            && !Measure::is_indented(self.last)
            && self.measure.indents
        {
            return Some(Ends);
        }
        let other = !rest.is_empty() && (alone || opens_numbered(&self.next.text));
        Some(if other { Ends } else { GoesOn })
    }

    /// Ends at the lines of an entry or a field, which are known by their beginning even where the line before them is
    /// full.
    fn by_kind_of_line(&self) -> Option<Verdict> {
        let (first, next) = (&self.paragraph.first().text, &self.next.text);
        let header = opens_entry(first) || opens_field(first);
        let named = header && (opens_field(next) || is_whole_in_brackets(next));
        let last = &self.last.text;
        let item = sentences::opens_bullet(next)
            || (sentences::opens_item(next) && !sentences::is_left_open(last, next))
            || sentences::opens_next_section(first, next);
        // Fields of a form, one below the other, may all fill the box that they stand in.
        let form = self.paragraph.rows.len() == 1
            && form_field(first).is_some()
            && form_field(next).is_some();
        (named || opens_dateline(next) || item || form).then_some(Ends)
    }

    /// Goes on with a sentence that the last row leaves open: a full row, a row that ends with a comma, or a row whose
    /// last Latin word goes on.
    ///
    /// Layout alone errs where a row with a formula or a font of another height stands lower than the others, and where
    /// the further rows of an item stand farther in or out than its first one.
    fn by_sentence(&self) -> Option<Verdict> {
        let (last, next) = (self.last, self.next);
        let centred =
            self.measure.is_centred(last) && self.measure.is_centred(next) && !self.is_boxed();
        if last.bold != next.bold || centred || !sentences::may_go_on(&last.text, &next.text) {
            return None;
        }
        let full =
            !self.measure.is_short(last, next) || self.fills_block() || self.fills_like_next();
        let step = next.y - last.y;
        let leading = self.measure.leading_at(self.part, next.size);
        let near = |most: f64| !self.same_page || (0.0..most * leading).contains(&step);
        let open = sentences::is_left_open(&last.text, &next.text);
        // A formula or a taller font stretches the leading; a row that is not full must be open in
        // its text as well.
        let near = if full {
            near(1.9) || (step > 0.0 && (self.goes_on_below_figure() || self.is_widely_set(open)))
        } else {
            near(1.4) && open
        };
        let indent = (next.left - last.left) / next.size;
        let further = self.paragraph.rows.len() > 1;
        let below_label = !further && self.stands_below_label();
        let hangs = self.stands_below_item()
            || below_label
            || self
                .after
                .is_none_or(|after| after.left > next.left - 0.5 * next.size);
        let level = indent.abs() <= 0.7 && Measure::is_indented(last) && self.measure.indents;
        // Two first lines: entries that happen to fill their rows.
        let starts = level && !open && self.next_is_first_line();
        // A formula that is a picture stood before a comma at the beginning of a row.
        let behind_picture =
            next.text.starts_with(never_starts_line) && next.text.starts_with(is_wide);
        let in_place = if indent > 0.7 {
            behind_picture || below_label || (indent < 4.7 && !further && hangs)
        } else {
            indent > -4.7
        };
        (near && in_place && !starts).then_some(GoesOn)
    }

    /// Ends at white space between paragraphs.
    fn by_gap(&self) -> Option<Verdict> {
        let leading = self.measure.leading_at(self.part, self.next.size);
        (self.same_page && self.next.y - self.last.y > self.measure.apart * leading).then_some(Ends)
    }

    /// Ends at centred lines, which stand alone, except a title that did not fit on one line.
    fn by_centring(&self) -> Option<Verdict> {
        let measure = self.measure;
        let (a, b) = (measure.is_centred(self.last), measure.is_centred(self.next));
        if measure.is_flush_right(self.next) || measure.is_flush_right(self.last) {
            return Some(Ends);
        }
        let alike = self.last.bold == self.next.bold;
        let width = self.last.right - self.last.left;
        // A title that did not fit would have left no room for the next word.
        let filled = width + self.next.head > measure.right - 1.3 * self.last.size;
        match (a, b) {
            (false, false) => None,
            (true, true) => Some(if alike && filled { GoesOn } else { Ends }),
            (true, false) => Some(Ends),
            (false, true) => {
                let title = self.paragraph.rows.len() == 1 && !Measure::is_indented(self.last);
                Some(if alike && filled && title {
                    GoesOn
                } else {
                    Ends
                })
            }
        }
    }

    /// Compares the beginning of the row with the rows of the paragraph so far.
    fn by_indent(&self) -> Option<Verdict> {
        let measure = self.measure;
        let step = (self.next.left - self.last.left) / self.next.size;
        let level = step.abs() <= 0.7;
        let full = !measure.is_short(self.last, self.next);
        // From the second row on the margin of the paragraph is known.
        if self.paragraph.rows.len() > 1 {
            // A quotation that is indented as a whole ends where a first line begins, even if both stand level.
            let quotation = level && full && Measure::is_indented(self.last);
            let starts = quotation && self.next_is_first_line() && !self.hangs();
            return (!(-0.7..=1.2).contains(&step) || starts).then_some(Ends);
        }
        if step > 1.2 {
            return Some(if full && self.hangs() { GoesOn } else { Ends });
        }
        if level {
            return (Measure::is_indented(self.last) && full).then(|| self.by_level_indent());
        }
        // A first line may stand two characters in from a quotation's own margin, but not anywhere.
        let first_line = full && (-2.8..-1.2).contains(&step);
        let elsewhere = measure.indents && Measure::is_indented(self.next) && !first_line;
        (Measure::indent(self.last) > 6.6 || elsewhere).then_some(Ends)
    }

    /// True if the paragraph is an item of a list whose further lines stand farther in than its number. The next row is
    /// no first line then: it begins no sentence after an end of one, and it stands no farther in than the lines after it.
    fn hangs(&self) -> bool {
        let first = self.paragraph.first();
        let text = first.text.trim_start();
        let marked = sentences::opens_mark(text)
            || text.starts_with(['[', '［', '•', '●', '◆', '▪', '■', '–', '·', '(', '（']);
        let goes_on = self.paragraph.rows.len() > 1
            || !ends_sentence(&self.last.text)
            || self
                .after
                .is_some_and(|after| (after.left - self.next.left).abs() < 0.3 * after.size);
        let indent = (self.next.left - first.left) / self.next.size;
        marked && goes_on && (0.5..4.0).contains(&indent) && !opens_numbered(&self.next.text)
    }

    /// True if the row after the next one is back at the margin, and the next row fills its measure.
    fn next_is_first_line(&self) -> bool {
        self.after.is_some_and(|after| {
            let back = (after.left - self.next.left) / self.next.size < -1.2;
            // A heading below the last row of a text that is set in stands farther out, too.
            let other = (after.size - self.next.size).abs() > 0.1 * self.next.size
                || after.bold != self.next.bold;
            let wide = self.last.right - self.last.left > 15.0 * self.last.size;
            let heading = other && wide && !sentences::opens_mark(&self.next.text);
            back && !heading && !self.measure.is_short(self.next, after)
        })
    }

    /// Judges two full rows at one indent: two first lines, or a quotation that is indented as a whole.
    fn by_level_indent(&self) -> Verdict {
        // A sentence seldom ends just where a row of a quotation does; a paragraph of one full row ends so always.
        if self.next_is_first_line() || ends_sentence(&self.last.text) {
            Ends
        } else {
            GoesOn
        }
    }

    /// Ends at a heading after a line that happens to be full: bold and short, or numbered or labelled after a
    /// sentence's end.
    fn by_heading(&self) -> Option<Verdict> {
        let done = ends_sentence(&self.last.text);
        let short = self.after.is_none_or(|after| {
            self.measure.is_short(self.next, after) || after.left > self.next.left + self.next.size
        });
        let bold = self.next.bold && !self.last.bold && short && !ends_sentence(&self.next.text);
        let next = &self.next.text;
        let circled = next.starts_with(|c: char| ('①'..='⑳').contains(&c));
        let named = done && (circled || opens_entry(next) || opens_field(next));
        // The last line of a paragraph would end a sentence; this row ends none, and a first line follows it.
        let starts = self.after.is_some_and(Measure::is_indented) && self.measure.indents;
        let alone = done && short && starts && !ends_sentence(&self.next.text);
        (bold || named || alone).then_some(Ends)
    }

    /// True for two rows of a title: large, close and flush left, as magazines set theirs, wherever they are broken.
    fn is_title_on_two_rows(&self) -> bool {
        let (last, next) = (self.last, self.next);
        let large = next.size > 1.8 * self.measure.body;
        let close =
            self.same_page && (0.8..1.65).contains(&((next.y - last.y) / next.size.max(1.0)));
        let level = (next.left - last.left).abs() < 0.8 * next.size;
        let whole = ends_sentence(&last.text)
            || sentences::opens_mark(&next.text)
            || last.text.ends_with(['：', ':']);
        large && close && level && !whole && self.paragraph.rows.len() == 1
    }

    /// Ends at a line that had room for more, unless an indented paragraph goes on at the margin.
    fn by_line_end(&self) -> Verdict {
        let measure = self.measure;
        if !measure.is_short(self.last, self.next) || self.is_title_on_two_rows() {
            return GoesOn;
        }
        if measure.spaced && self.same_page && self.last.bold == self.next.bold {
            let ends = opens_entry(&self.next.text) || opens_field(&self.next.text);
            return if ends { Ends } else { SoftBreak };
        }
        let first = self.paragraph.first();
        let inside = measure.indents
            && Measure::is_indented(first)
            && !measure.is_centred(first)
            && Measure::indent(self.next).abs() < 0.5
            && self.last.bold == self.next.bold;
        let labelled = opens_numbered(&self.next.text) || opens_field(&self.next.text);
        let heads = !ends_sentence(&self.next.text)
            && self
                .after
                .is_none_or(|after| measure.is_short(self.next, after));
        if inside && !labelled && !heads && !opens_field(&first.text) {
            SoftBreak
        } else {
            Ends
        }
    }
}

/// True if a row has cells. A gap inside of a sentence is a blank of a form or the place of a formula that is a picture.
fn has_cells(row: &TextRow) -> bool {
    !row.stops.is_empty() && !sentences::is_prose_with_blanks(&row.text)
}

/// True if `text` is one pair of brackets from beginning to end, as the source of an entry is.
// A source has few characters; a whole sentence in brackets is text.
fn is_whole_in_brackets(text: &str) -> bool {
    let text = text.trim();
    let inside = text
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    inside.is_some_and(|inside| inside.chars().count() <= 24 && !inside.contains(['（', '(']))
}
