//! Passages that a look at two neighbours does not settle: UAX #14 in full, tailored.

use crate::text::breaks::Unit;
use crate::text::breaks::tailor::{Context, is_url_joint};
use crate::text::clusters::clusters;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

/// UAX #14 of Unicode 18 under the strict level, without dictionaries.
const SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_neo_for_non_complex_scripts(options());

const fn options() -> LineBreakOptions<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(icu_segmenter::options::LineBreakStrictness::Strict);
    options
}

/// Splits the bytes `range` of the paragraph, which neither start nor end inside a unit, into units. `quotes` counts the
/// straight double quotes before it.
pub fn units(
    context: &Context<'_>,
    range: Range<usize>,
    mut quotes: usize,
    out: &mut VecDeque<Unit>,
) {
    let Some(part) = context.text.get(range.clone()) else {
        return;
    };
    let bracketed = quotes_as_brackets(part);
    let mut chances = SEGMENTER
        .segment_str(&bracketed)
        .map(|at| range.start + at)
        .peekable();
    let mut unit = Unit::starting_at(range.start);
    for cluster in clusters(context.text, range.clone(), context.rules) {
        let at = cluster.start_byte;
        while chances.next_if(|&chance| chance < at).is_some() {}
        let chance = chances.peek() == Some(&at);
        if at > range.start && (unit.ends_hard || may_end(context, &range, at, quotes, chance)) {
            out.push_back(unit);
            unit = Unit::starting_at(at);
        }
        unit.push(&cluster);
        quotes += usize::from(cluster.text == "\"");
    }
    out.push_back(unit);
}

fn may_end(
    context: &Context<'_>,
    range: &Range<usize>,
    at: usize,
    quotes: usize,
    chance: bool,
) -> bool {
    let (Some(head), Some(tail)) = (
        context.text.get(range.start..at),
        context.text.get(at..range.end),
    ) else {
        return false;
    };
    let added = || head.ends_with(' ') && tail.starts_with(['/', '／']);
    let joint = is_url_joint(head, tail, false) && context.is_in_url(at);
    (chance || joint || added()) && context.allows(at, quotes, false)
}

/// “ ” ‘ ’ as 「」『』, which take as many bytes, save where ’ is an apostrophe: “Chinese tailoring” of UAX #14, class QU.
fn quotes_as_brackets(part: &str) -> Cow<'_, str> {
    if !part.contains(['“', '”', '‘', '’']) {
        return Cow::Borrowed(part);
    }
    let mut out = String::with_capacity(part.len());
    let mut before = ' ';
    let mut rest = part.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        out.push(match c {
            '“' => '「',
            '”' => '」',
            '‘' => '『',
            '’' if is_latin(before) && is_latin(after) => c,
            '’' => '』',
            c => c,
        });
        before = c;
    }
    Cow::Owned(out)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}
