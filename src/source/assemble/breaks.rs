//! Whether a row goes on with the paragraph before it.

use super::join::{address_at_end, address_at_start, is_whole_address};
use super::measure::Measure;
use super::{Paragraph, Placed};
use crate::source::letters::{clings_left, ends_sentence};
use crate::source::page::Row;

/// What a row does to the paragraph before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It begins another one.
    Ends,
    /// It goes on with it.
    GoesOn,
    /// It goes on with it after a line that its author ended by hand.
    SoftBreak,
}
use Verdict::{Ends, GoesOn, SoftBreak};

/// A baseline this many times the leading below the one before stands apart.
const APART: f64 = 1.33;

/// Judges `next` by the paragraph so far and by the row `after` it.
pub(super) fn verdict(
    paragraph: &Paragraph,
    next: &Placed,
    after: Option<&Placed>,
    measure: &Measure,
) -> Verdict {
    let case = Case {
        paragraph,
        last: paragraph.last(),
        next: &next.row,
        after: after.map(|placed| &placed.row),
        same_page: paragraph
            .rows
            .last()
            .is_some_and(|placed| placed.page == next.page),
        measure,
    };
    case.by_kind()
        .or_else(|| case.by_address())
        .or_else(|| case.by_gap())
        .or_else(|| case.by_centring())
        .or_else(|| case.by_indent())
        .unwrap_or_else(|| case.by_line_end())
}

struct Case<'c> {
    paragraph: &'c Paragraph,
    last: &'c Row,
    next: &'c Row,
    after: Option<&'c Row>,
    same_page: bool,
    measure: &'c Measure,
}

impl Case<'_> {
    /// Another size, or cells: not the same paragraph, whatever else holds.
    fn by_kind(&self) -> Option<Verdict> {
        let (a, b) = (self.last.size, self.next.size);
        let other_size = (a - b).abs() > 0.1 * a.max(b);
        let cells = self.last.text.contains('\t') || self.next.text.contains('\t');
        (other_size || cells).then_some(Ends)
    }

    /// A web address runs on over as many rows as it needs, wherever the producer broke it.
    fn by_address(&self) -> Option<Verdict> {
        if self.last.closes.is_some() && self.last.closes == self.next.opens {
            return Some(GoesOn);
        }
        let address = address_at_end(&self.paragraph.text)?;
        let complete = self.last.closes.as_deref() == Some(address);
        let (head, rest) = address_at_start(&self.next.text);
        let alone = is_whole_address(&self.paragraph.text);
        if complete || head.is_empty() {
            let closes = self.next.text.starts_with(clings_left);
            return match (alone, closes) {
                (_, true) => Some(GoesOn),
                (true, false) => Some(Ends),
                (false, false) => None,
            };
        }
        if self.measure.is_indented(self.next)
            && !self.measure.is_indented(self.last)
            && self.measure.indents
        {
            return Some(Ends);
        }
        let other = !rest.is_empty() && (alone || is_numbered(&self.next.text));
        Some(if other { Ends } else { GoesOn })
    }

    /// White space between paragraphs.
    fn by_gap(&self) -> Option<Verdict> {
        let leading = self.measure.leading * (self.next.size / self.measure.size).max(1.0);
        (self.same_page && self.next.y - self.last.y > APART * leading).then_some(Ends)
    }

    /// Centred lines stand alone, except a title that did not fit on one line.
    fn by_centring(&self) -> Option<Verdict> {
        let measure = self.measure;
        let (a, b) = (measure.is_centred(self.last), measure.is_centred(self.next));
        if measure.is_flush_right(self.next) || measure.is_flush_right(self.last) {
            return Some(Ends);
        }
        let alike = self.last.bold == self.next.bold;
        let width = self.last.right - self.last.left;
        let filled = width + self.next.head > measure.right - 0.6 * self.last.size;
        match (a, b) {
            (false, false) => None,
            (true, true) => Some(if alike && filled { GoesOn } else { Ends }),
            (true, false) => Some(Ends),
            (false, true) => {
                let title = self.paragraph.rows.len() == 1 && !measure.is_indented(self.last);
                Some(if alike && filled && title {
                    GoesOn
                } else {
                    Ends
                })
            }
        }
    }

    /// Where the row begins, compared with the rows of the paragraph so far.
    fn by_indent(&self) -> Option<Verdict> {
        let em = self.next.size;
        let step = (self.next.left - self.last.left) / em;
        if self.paragraph.rows.len() > 1 {
            return (step > 1.2 || step < -0.7).then_some(Ends);
        }
        if step > 1.2 {
            let hangs = is_numbered(&self.last.text)
                && !self.measure.indents
                && !self.measure.is_short(self.last, self.next);
            return Some(if hangs { GoesOn } else { Ends });
        }
        let level = step.abs() <= 0.7;
        let farther = self.measure.indent(self.last) > 4.6
            || self.measure.indents && self.measure.is_indented(self.next);
        if farther && !level {
            return Some(Ends);
        }
        if level
            && self.measure.is_indented(self.last)
            && !self.measure.is_short(self.last, self.next)
        {
            return self.by_level_indent();
        }
        None
    }

    /// Two full rows at one indent: two first lines, or a quotation that is indented as a whole.
    fn by_level_indent(&self) -> Option<Verdict> {
        let returns = |after: &Row| (after.left - self.next.left) / self.next.size < -1.2;
        match self.after {
            Some(after) if returns(after) && !self.measure.is_short(self.next, after) => Some(Ends),
            Some(after) if (after.left - self.next.left).abs() < 0.7 * self.next.size => {
                Some(GoesOn)
            }
            _ if ends_sentence(&self.last.text) => Some(Ends),
            _ => Some(GoesOn),
        }
    }

    /// A line that had room for more was the last one, unless an indented paragraph goes on at the margin.
    fn by_line_end(&self) -> Verdict {
        let measure = self.measure;
        if !measure.is_short(self.last, self.next) {
            return GoesOn;
        }
        let first = self.paragraph.first();
        let inside = measure.indents
            && measure.is_indented(first)
            && !measure.is_centred(first)
            && measure.indent(self.next).abs() < 0.5
            && self.last.bold == self.next.bold;
        let labelled = is_numbered(&self.next.text) || is_labelled(&self.next.text);
        let heads = !ends_sentence(&self.next.text)
            && self
                .after
                .is_none_or(|after| measure.is_short(self.next, after));
        if inside && !labelled && !heads && !is_labelled(&first.text) {
            SoftBreak
        } else {
            Ends
        }
    }
}

/// Begins with a number, as a heading or an entry does: `1.`, `一、`, `（二）`, `第三`, a date.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(', '第']);
    let digits = rest.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十百〇○".contains(c)
    });
    digits.len() < rest.len()
        && digits.starts_with([
            '.', '．', '、', '）', ')', '-', '期', '章', '节', '条', '年', '/',
        ])
}

/// Begins with a short label and a colon, as `来源：` does.
fn is_labelled(text: &str) -> bool {
    let label = text.split(['：', ':']).next().unwrap_or_default();
    label.len() < text.len()
        && (1..=6).contains(&label.chars().count())
        && !label.contains(['，', '。', '“'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_labels_are_told_from_text() {
        for text in [
            "1.标题",
            "12、某某",
            "一、目录",
            "（二）某某",
            "2026-03-01 来源",
            "第三章",
        ] {
            assert!(is_numbered(text), "{text}");
        }
        for text in ["三家企业", "2026 个", "（某某报）", "第三方"] {
            assert!(!is_numbered(text), "{text}");
        }
        assert!(is_labelled("来源：某某报"));
        assert!(!is_labelled("他说，这很好：的确"));
    }
}
