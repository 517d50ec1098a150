//! Cutting a unit that is wider than the line.

use crate::text::breaks::tailor::{Context, is_url_joint, splits_pair};
use crate::text::clusters::{Cluster, clusters};
use std::ops::Range;

/// A place inside a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The byte that the rest begins with.
    pub at: usize,
    /// Columns before it.
    pub cols: usize,
    /// Columns that the rules leave free between the two parts where they share a line.
    pub gap_cols: usize,
}

/// Where to cut the bytes `range`, a unit wider than `room_cols`, so that its beginning fits. `quotes` counts the straight
/// double quotes before it.
///
/// A link is cut behind / ? & = - if it has one of these within the room, else behind . _ @ % # ~ + if half of the room
/// is filled then, else anywhere, like any other unit: never through a cluster, and where there is a choice not before a
/// mark that starts no line, not behind an opening one, not through —— or ……, and not between digits. At least one
/// cluster is taken.
pub fn cut(context: &Context<'_>, range: Range<usize>, room_cols: usize, mut quotes: usize) -> Cut {
    let mut best = Best::default();
    let mut cols = 0;
    for cluster in clusters(context.text, range.clone(), context.rules) {
        let here = Cut {
            at: cluster.start_byte,
            cols,
            gap_cols: cluster.gap_cols,
        };
        cols += cluster.gap_cols + cluster.cols;
        if here.at == range.start {
            best.any = Some(Cut {
                at: cluster.end_byte(),
                cols,
                gap_cols: 0,
            });
        } else {
            best.offer(context, range.start, here, &cluster, quotes);
        }
        quotes += usize::from(cluster.text == "\"");
        if cols > room_cols && here.at > range.start {
            break;
        }
    }
    best.choose(room_cols).unwrap_or(Cut {
        at: range.end,
        cols,
        gap_cols: 0,
    })
}

/// The last place of each kind.
#[derive(Debug, Default)]
struct Best {
    joint: Option<Cut>,
    dot: Option<Cut>,
    clean: Option<Cut>,
    between_digits: Option<Cut>,
    any: Option<Cut>,
}

impl Best {
    fn offer(
        &mut self,
        context: &Context<'_>,
        start: usize,
        here: Cut,
        next: &Cluster<'_>,
        quotes: usize,
    ) {
        let text = context.text;
        let (Some(head), Some(tail)) = (text.get(start..here.at), text.get(here.at..)) else {
            return;
        };
        let (p, n) = (
            head.bytes().next_back().unwrap_or(0),
            tail.bytes().next().unwrap_or(0),
        );
        let pair = next
            .text
            .chars()
            .next()
            .is_some_and(|n| splits_pair(head, n));
        if pair || !context.allows(here.at, quotes, true) {
            self.any = Some(here);
            return;
        }
        if p.is_ascii_punctuation() && context.is_in_url(here.at) {
            if is_url_joint(head, tail, true) {
                self.joint = Some(here);
            } else if matches!(p, b'.' | b'_' | b'@' | b'%' | b'#' | b'~' | b'+') {
                self.dot = Some(here);
            }
        }
        let digits = p.is_ascii_digit() && n.is_ascii_digit();
        *(if digits {
            &mut self.between_digits
        } else {
            &mut self.clean
        }) = Some(here);
    }

    fn choose(&self, room_cols: usize) -> Option<Cut> {
        let filled = |quarters: usize, cut: Option<Cut>| {
            cut.filter(|cut| cut.cols * 4 >= room_cols * quarters)
        };
        self.joint
            .or(filled(2, self.dot))
            .or(filled(3, self.clean))
            .or(self.between_digits)
            .or(self.clean)
            .or(self.any)
    }
}
