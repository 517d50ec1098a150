//! Stretches of a page that are read box by box, because rows from top to bottom would weave its [`super::text_boxes`].
//!
//! A stretch holds all boxes at the height of a woven one. It is cut at the widest white space, across or down, and its
//! parts in the same way, as in an XY cut whose smallest parts are the boxes. What stands above and below is read as on
//! any other page.

use super::cells::RuledTable;
use super::columns::{Band, bands};
use super::text_boxes::{TextBox, TextBoxes};
use super::{Glyph, Rule, grid, gutter_tables};
use std::collections::HashMap;

/// The narrowest white space between two columns of boxes, in em.
const GUTTER: f64 = 0.7;

/// A stretch of a page that is read box by box; lengths in points.
struct Zone {
    /// The upper end.
    top: f64,
    /// The lower end.
    bottom: f64,
    /// The groups of boxes that are read together, in reading order.
    groups: Vec<Vec<TextBox>>,
}

/// Returns the parts of a page in reading order. The stretches around `woven` boxes are read box by box.
pub(super) fn bands_by_boxes(
    mut glyphs: Vec<Glyph>,
    rules: Vec<Rule>,
    boxes: &TextBoxes,
    woven: &[&TextBox],
) -> Vec<Band> {
    let mut zones = zones(&boxes.0, woven);
    let ruled = grid::take(&mut glyphs, rules);
    // A table with ruling lines is read as one, with all that stands beside it.
    zones.retain(|zone| {
        let over = |table: &RuledTable| table.bounds[1] < zone.bottom && zone.top < table.bounds[3];
        // One group is read as on any other page, with the measures of all the text.
        zone.groups.len() > 1 && !ruled.iter().any(over)
    });
    let mut places: HashMap<u32, (usize, usize)> = HashMap::new();
    for (zone, at) in zones.iter().zip(0..) {
        for (group, nth) in zone.groups.iter().zip(0..) {
            places.extend(group.iter().map(|own| (own.number, (at, nth))));
        }
    }
    let mut inside: Vec<Vec<Vec<Glyph>>> = zones
        .iter()
        .map(|zone| vec![Vec::new(); zone.groups.len()])
        .collect();
    let mut between: Vec<(Vec<Glyph>, Vec<RuledTable>)> = Vec::new();
    between.resize_with(zones.len() + 1, Default::default);
    let behind = |y: f64| zones.partition_point(|zone| zone.bottom <= y);
    for glyph in glyphs {
        match places.get(&glyph.text_box) {
            Some((zone, group)) => inside[*zone][*group].push(glyph),
            None => between[behind(glyph.y)].0.push(glyph),
        }
    }
    for table in ruled {
        between[behind(table.bounds[3])].1.push(table);
    }
    let mut found = Vec::new();
    for ((mut glyphs, mut tables), zone) in between.into_iter().zip(0..) {
        tables.extend(gutter_tables::take(&mut glyphs));
        let mut outside = bands(glyphs, tables);
        if let Some(first) = outside.first_mut() {
            first.apart = zone > 0;
        }
        found.append(&mut outside);
        let groups = inside.get_mut(zone).map(std::mem::take).unwrap_or_default();
        let boxes = zones.get(zone).map(|zone| &zone.groups);
        for (glyphs, boxes) in groups.into_iter().zip(boxes.into_iter().flatten()) {
            found.extend(bands_of_group(glyphs, boxes));
        }
    }
    found
}

/// Returns the parts of a group of boxes, of which the first goes on with nothing.
fn bands_of_group(glyphs: Vec<Glyph>, boxes: &[TextBox]) -> impl Iterator<Item = Band> + use<> {
    let left = boxes
        .iter()
        .map(|own| own.left)
        .fold(f64::INFINITY, f64::min);
    let right = boxes.iter().map(|own| own.right).fold(0.0, f64::max);
    let parts = bands(glyphs, Vec::new()).into_iter().zip(0..);
    parts.map(move |(band, nth): (Band, usize)| Band {
        column: band.column.or(Some((left, right))),
        apart: nth == 0,
        ..band
    })
}

/// Returns the stretches of the page around woven boxes, from top to bottom. Each holds all boxes at its height.
fn zones(boxes: &[TextBox], woven: &[&TextBox]) -> Vec<Zone> {
    let mut ends: Vec<(f64, f64)> = woven.iter().map(|own| (own.top, own.bottom)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut zones: Vec<Zone> = Vec::new();
    for (top, bottom) in ends {
        if zones.last().is_some_and(|last| top < last.bottom) {
            continue;
        }
        let (mut top, mut bottom) = (top, bottom);
        let within = |own: &&TextBox, (top, bottom): (f64, f64)| {
            let over = 0.2 * own.size;
            own.top + over < bottom && own.bottom - over > top
        };
        // Boxes at the height of a box that was added belong to the stretch as well.
        loop {
            let own = || boxes.iter().filter(|own| within(own, (top, bottom)));
            let least = own().map(|own| own.top).fold(top, f64::min);
            let most = own().map(|own| own.bottom).fold(bottom, f64::max);
            if least >= top && most <= bottom {
                break;
            }
            (top, bottom) = (least, most);
        }
        let own = boxes.iter().filter(|own| within(own, (top, bottom)));
        let mut groups = Vec::new();
        order(own.cloned().collect(), &mut groups);
        let groups = stacked(groups);
        zones.push(Zone {
            top,
            bottom,
            groups,
        });
    }
    zones
}

/// Adds the groups of boxes in reading order: cut at the widest white space, as long as there is one.
fn order(mut boxes: Vec<TextBox>, groups: &mut Vec<Vec<TextBox>>) {
    let size = boxes.iter().map(|own| own.size).fold(0.0, f64::max);
    boxes.sort_by(|a, b| a.left.total_cmp(&b.left));
    let across = widest(&boxes, |own| (own.left, own.right));
    let mut rows = boxes.clone();
    rows.sort_by(|a, b| a.top.total_cmp(&b.top));
    let down = widest(&rows, |own| (own.top, own.bottom));
    // Columns of text are read one after the other, whatever white space their paragraphs share.
    let are_columns = across.is_some_and(|(at, _)| {
        let (left, right) = boxes.split_at(at);
        left.iter().any(|own| own.is_text) && right.iter().any(|own| own.is_text)
    });
    // Columns may all but touch; the words of one line have gaps as well.
    let across = across.filter(|(_, gap)| are_columns || *gap > GUTTER * size);
    match (across, down) {
        (Some((at, gap)), down) if are_columns || down.is_none_or(|down| gap > down.1) => {
            let rest = boxes.split_off(at);
            order(boxes, groups);
            order(rest, groups);
        }
        (_, Some((at, _))) => {
            let rest = rows.split_off(at);
            order(rows, groups);
            order(rest, groups);
        }
        _ => groups.push(boxes),
    }
}

/// Returns the index behind the widest white space between boxes in the order of their beginnings, and its width.
fn widest(boxes: &[TextBox], ends: impl Fn(&TextBox) -> (f64, f64)) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    let mut end = f64::INFINITY;
    for (own, at) in boxes.iter().zip(0..) {
        let (from, to) = ends(own);
        if from > end && best.is_none_or(|(_, gap)| from - end > gap) {
            best = Some((at, from - end));
        }
        end = if at == 0 { to } else { end.max(to) };
    }
    best
}

/// Puts groups together that stand below each other like the lines of one text.
fn stacked(groups: Vec<Vec<TextBox>>) -> Vec<Vec<TextBox>> {
    let mut found: Vec<Vec<TextBox>> = Vec::new();
    for group in groups {
        let goes_on = |last: &Vec<TextBox>| {
            let (above, below) = (last.last()?, group.first()?);
            let alike = (above.size - below.size).abs() < 0.1 * above.size;
            let step = (0.0..1.2 * above.size).contains(&(below.top - above.bottom));
            let level = (above.left - below.left).abs() < 2.5 * above.size;
            (alike && step && level && group.len() == 1).then_some(())
        };
        match found.last_mut() {
            Some(last) if goes_on(last).is_some() => last.extend(group),
            _ => found.push(group),
        }
    }
    found
}
