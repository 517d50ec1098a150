//! The full line breaking algorithm (UAX #14 by `icu_segmenter`) with the Chinese tailoring, for passages in which two
//! neighbours do not decide.

use crate::text::breaks::tailor::{BreakContext, is_url_joint};
use crate::text::breaks::unit::Unit;
use crate::text::chars::is_latin;
use crate::text::clusters::clusters;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

/// UAX #14 of Unicode 18 under the strict level, without dictionaries.
const SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_neo_for_non_complex_scripts(options());

/// Returns the options of the segmenter: strict, so that no line begins with class CJ of UAX #14 (ー and small kana).
const fn options() -> LineBreakOptions<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(icu_segmenter::options::LineBreakStrictness::Strict);
    options
}

/// Splits the bytes `range` of the paragraph into units and appends them to `out`. The range neither starts nor ends inside a
/// unit; `quotes` is the number of straight double quotes before it.
pub fn units(
    context: &BreakContext<'_>,
    range: Range<usize>,
    mut quotes: usize,
    out: &mut VecDeque<Unit>,
) {
    let Some(part) = context.text.get(range.clone()) else {
        return;
    };
    // The stand-ins are as long as what they replace, so the answers of the segmenter are places of
    // the text as well.
    let shown = stand_in(part);
    let mut chances = SEGMENTER
        .segment_str(&shown)
        .map(|at| range.start + at)
        .peekable();
    let mut unit = Unit::starting_at(range.start);
    for cluster in clusters(context.text, range.clone(), context.rules) {
        let at = cluster.start_byte;
        // The segmenter may offer a place inside a cluster, which is never a line end here.
        while chances.next_if(|&chance| chance < at).is_some() {}
        // Clusters and chances both ascend, so one pass over each is enough.
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

/// True if `tail`, behind a space, is a path or a name such as `/etc` and `.NET`. UAX #14 keeps these on the line of the word
/// before.
fn starts_name(tail: &str) -> bool {
    let mut chars = tail.chars();
    match chars.next() {
        Some('/' | '／') => true,
        Some('.') => chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// True if the line may end before byte `at`. `chance` is the answer of UAX #14.
fn may_end(
    context: &BreakContext<'_>,
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
    // Evaluated last: it is needed for hardly any place.
    let added = || head.ends_with(' ') && starts_name(tail);
    let joint = is_url_joint(head, tail, false) && context.is_in_url(at);
    (chance || joint || added()) && context.allows(at, quotes, false)
}

/// Returns `part` with some characters replaced for the segmenter, byte for byte as long.
///
/// “ ” ‘ ’ become 「」『』, except where ’ is an apostrophe (“Chinese tailoring” of UAX #14, class QU). Letters of scripts that
/// need a dictionary become ordinary letters (rule LB1), since the segmenter logs an error for each passage without one.
fn stand_in(part: &str) -> Cow<'_, str> {
    // Text without quotes and such letters, the common case, is not copied.
    if !part
        .chars()
        .any(|c| matches!(c, '“' | '”' | '‘' | '’') || wants_dictionary(c))
    {
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
            '’' if (before == ' ' || is_latin(before)) && is_latin(after) => c,
            '’' => '』',
            // Georgian is an ordinary alphabet of three bytes to a letter, as long as what it
            // stands for.
            c if wants_dictionary(c) => 'ა',
            c => c,
        });
        before = c;
    }
    Cow::Owned(out)
}

/// True for a letter of Thai, Lao, Burmese, Khmer and the other scripts of line breaking class SA (UAX #14), without their
/// digits and marks. All take three bytes.
fn wants_dictionary(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e80}'..='\u{ecf}' | '\u{edc}'..='\u{edf}')
        || matches!(c, '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{109a}'..='\u{109f}')
        || matches!(
            c,
            '\u{1780}'..='\u{17d3}' | '\u{17d7}' | '\u{17dc}' | '\u{17dd}'
        )
        || matches!(c, '\u{1950}'..='\u{1974}' | '\u{1980}'..='\u{19cf}' | '\u{19da}'..='\u{19df}')
        || matches!(c, '\u{1a20}'..='\u{1a7f}' | '\u{1aa0}'..='\u{1aad}')
        || matches!(c, '\u{a9e0}'..='\u{a9ef}' | '\u{a9fa}'..='\u{a9fe}' | '\u{aa60}'..='\u{aadf}')
}
