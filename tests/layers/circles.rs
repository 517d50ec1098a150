//! No file may lean on a file that, over others, leans on it.

use super::arrows::{arrows, reached};
use super::tree;
use std::collections::BTreeSet;

/// Circles that stay, each with its reason.
const ARGUED_FOR: [(&[&str], &str); 0] = [];

/// The sets of files that lean on each other.
fn circles(arrows: &[BTreeSet<usize>]) -> BTreeSet<Vec<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..arrows.len()).map(|at| reached(at, arrows)).collect();
    let circle_of = |at: usize| {
        let both = reached[at]
            .iter()
            .filter(|other| reached[**other].contains(&at));
        both.copied().collect::<Vec<usize>>()
    };
    let circles = (0..arrows.len()).map(circle_of);
    circles.filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn no_files_lean_on_each_other_in_a_circle() {
    let files = tree::files();
    let mut arrows = arrows(files);
    for (file, to) in files.iter().zip(&mut arrows) {
        // A child may name its own parents, which declare it.
        to.retain(|to| !file.module.starts_with(&files[*to].module));
    }
    assert!(arrows.iter().map(BTreeSet::len).sum::<usize>() > 500);
    let name = |file: &usize| files[*file].path.to_string_lossy().replace('\\', "/");
    let mut left: Vec<&[&str]> = ARGUED_FOR.iter().map(|(circle, _)| *circle).collect();
    let mut wrong = Vec::new();
    for circle in circles(&arrows) {
        let names: Vec<String> = circle.iter().map(name).collect();
        if let Some(known) = left.iter().position(|known| *known == names) {
            left.swap_remove(known);
            continue;
        }
        for file in &circle {
            let to = arrows[*file].iter().filter(|to| circle.contains(to));
            let to: Vec<String> = to.map(name).collect();
            wrong.push(format!("{} -> {}", name(file), to.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "files in a circle:\n{}", wrong.join("\n"));
    assert!(left.is_empty(), "no circles any more: {left:?}");
}

#[test]
fn a_circle_over_three_files_is_found() {
    let arrows = [vec![1], vec![2, 3], vec![0], vec![]];
    let arrows = arrows.map(BTreeSet::from_iter);
    assert_eq!(circles(&arrows), BTreeSet::from([vec![0, 1, 2]]));
}
