//! The files of `src/` as a graph: an arrow from each file to every file that it names.

use super::tree::{Named, SourceFile};
use std::collections::{BTreeMap, BTreeSet};

/// The arrows of each file, as indexes into `files`. A path leads to the file of the longest module it begins with.
pub fn arrows(files: &[SourceFile]) -> Vec<BTreeSet<usize>> {
    let modules: BTreeMap<&[String], usize> = files
        .iter()
        .enumerate()
        .map(|(index, file)| (file.module.as_slice(), index))
        .collect();
    let nearest = |path: &[String]| {
        let mut lengths = (1..=path.len()).rev();
        lengths.find_map(|length| modules.get(&path[..length]).copied())
    };
    // `child::item` without `self::` in front.
    let to_child = |named: &Named| {
        let path = [named.within.as_slice(), &named.parts].concat();
        let child = &path[..=named.within.len()];
        modules.contains_key(child).then_some(path)
    };
    let arrows_of = |(index, file): (usize, &SourceFile)| {
        let paths = file
            .names
            .iter()
            .filter_map(|named| named.path_from_root().or_else(|| to_child(named)));
        paths
            .filter_map(|path| nearest(&path))
            .filter(|to| *to != index)
            .collect()
    };
    files.iter().enumerate().map(arrows_of).collect()
}

/// Everything that can be reached from `from` along arrows.
pub fn reached(from: usize, arrows: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut pending = vec![from];
    while let Some(file) = pending.pop() {
        for to in &arrows[file] {
            if seen.insert(*to) {
                pending.push(*to);
            }
        }
    }
    seen
}
