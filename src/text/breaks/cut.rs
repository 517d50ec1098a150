//! Emergency breaks: cutting a unit that is wider than the line, such as a long web address.
//!
//! Every candidate is entered in one pass, a later one replacing an earlier one of its kind, so
//! that of each kind the last that fits remains. Only then the kinds are compared: whether a place
//! is good enough depends on how full the line is.

use crate::text::breaks::tailor::{BreakContext, is_url_joint, splits_pair};
use crate::text::breaks::unit::Unit;
use crate::text::chars::is_wide;
use crate::text::clusters::{Cluster, clusters};

/// A place inside a unit at which it may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The byte of the paragraph that the rest begins with.
    pub at: usize,
    /// Columns of the unit before the cut.
    pub cols: usize,
    /// Columns that the rules leave free between the two parts if they share a line.
    pub gap_cols: usize,
}

/// The room for a unit, in columns.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Columns left on the current line.
    pub cols: usize,
    /// Columns of a full line.
    pub measure_cols: usize,
}

/// Returns the place to cut `unit`, which is wider than the room, so that its beginning fits. `quotes` is the number of
/// straight double quotes before the unit.
///
/// A link is cut behind :// if all the rest then fits the measure, else behind / ? & = - if it has one of these within the
/// room, else behind . _ @ % # ~ + if half of the room is filled then. Any other unit is cut where only UAX #14 forbids it
/// (it keeps 5、$3 whole) if half of the room is filled then. Else the cut is anywhere: never through a cluster, and where
/// there is a choice not before a mark that starts no line, not behind an opening one, not through —— or ……, and not
/// between digits. At least one cluster is taken.
pub fn cut(context: &BreakContext<'_>, unit: &Unit, room: Room, mut quotes: usize) -> Cut {
    let mut best = Best::default();
    let mut cols = 0;
    for cluster in clusters(context.text, unit.start..unit.solid_end, context.rules) {
        let (at, gap_cols) = (cluster.start_byte, cluster.gap_cols);
        let here = Cut { at, cols, gap_cols };
        // The cut is before the cluster, so its columns count only from here on.
        cols += gap_cols + cluster.cols;
        if at == unit.start {
            // The first cluster is always taken, or the caller would not advance.
            best.any = Some(Cut {
                at: cluster.end_byte(),
                cols,
                gap_cols: 0,
            });
        } else {
            best.offer(context, unit.start, here, &cluster, quotes);
        }
        quotes += usize::from(cluster.text == "\"");
        // Behind this cluster no cut fits any more.
        if cols > room.cols && at > unit.start {
            break;
        }
    }
    let whole = Cut {
        at: unit.solid_end,
        cols,
        gap_cols: 0,
    };
    best.choose(unit.cols, room).unwrap_or(whole)
}

/// The last possible cut of each kind, in the order in which [`Best::choose`] prefers them.
#[derive(Debug, Default)]
struct Best {
    /// Behind `://` of a link.
    scheme: Option<Cut>,
    /// Behind / ? & = - of a link.
    joint: Option<Cut>,
    /// Behind . _ @ % # ~ + of a link.
    dot: Option<Cut>,
    /// Between two characters that only UAX #14 keeps together.
    lawful: Option<Cut>,
    /// Between two characters of which neither is forbidden at its end of a line.
    clean: Option<Cut>,
    /// The same between two digits.
    between_digits: Option<Cut>,
    /// Behind any cluster.
    any: Option<Cut>,
}

impl Best {
    /// Enters the cut `here`, before the cluster `next` of the unit that begins at byte `start`.
    fn offer(
        &mut self,
        context: &BreakContext<'_>,
        start: usize,
        here: Cut,
        next: &Cluster<'_>,
        quotes: usize,
    ) {
        let text = context.text;
        let (Some(head), Some(tail)) = (text.get(start..here.at), text.get(here.at..)) else {
            return;
        };
        let pair = next
            .text
            .chars()
            .next()
            .is_some_and(|n| splits_pair(head, n));
        // Kept as the last resort: a unit of nothing but such marks has to be cut as well.
        if pair || !context.allows(here.at, quotes, true) {
            self.any = Some(here);
            return;
        }
        let (p, n) = (
            head.bytes().next_back().unwrap_or(0),
            tail.bytes().next().unwrap_or(0),
        );
        // A number in two halves is two numbers to a reader.
        let digits = p.is_ascii_digit() && n.is_ascii_digit();
        *(if digits {
            &mut self.between_digits
        } else {
            &mut self.clean
        }) = Some(here);
        // The joints of a link are all ASCII marks; the look at the last byte saves the search for
        // the token.
        if p.is_ascii_punctuation() && context.is_in_url(here.at) {
            self.offer_in_link(head, tail, here);
        } else if !joins_words(head, tail) && context.allows(here.at, quotes, false) {
            self.lawful = Some(here);
        }
    }

    /// Enters a cut inside a link, between `head` and `tail`.
    fn offer_in_link(&mut self, head: &str, tail: &str, here: Cut) {
        if head.ends_with("://") {
            self.scheme = Some(here);
        } else if is_url_joint(head, tail, true) {
            self.joint = Some(here);
        } else if head.ends_with(['.', '_', '@', '%', '#', '~', '+']) {
            self.dot = Some(here);
        }
    }

    /// Returns the best cut for a unit of `unit_cols` columns, if there is any.
    fn choose(&self, unit_cols: usize, room: Room) -> Option<Cut> {
        // A cut that leaves much of the line empty is worse than one at a poorer place, hence the quarters.
        let filled = |quarters: usize, cut: Option<Cut>| {
            cut.filter(|cut| cut.cols * 4 >= room.cols * quarters)
        };
        // A link is read, copied and clicked as a whole, so its own joints come before places that only fill the line.
        self.scheme
            // Behind the scheme the rest has a line of its own, which is worth a short line before
            // it.
            .filter(|cut| unit_cols - cut.cols <= room.measure_cols)
            .or(self.joint)
            .or(filled(2, self.dot))
            .or(filled(2, self.lawful))
            .or(filled(3, self.clean))
            .or(self.between_digits)
            .or(self.clean)
            .or(self.any)
    }
}

/// True if a word of an alphabetic script continues from `head` to `tail`.
fn joins_words(head: &str, tail: &str) -> bool {
    let is_part =
        |c: char| c.is_alphanumeric() && !is_wide(c) || matches!(c, '.' | '_' | '\'' | '’');
    head.ends_with(is_part) && tail.starts_with(is_part)
}
