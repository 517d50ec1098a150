//! Groups articles into stories by average linkage: the two groups whose articles are on average the most alike are joined,
//! until no two are alike enough.
//!
//! Joining whatever is connected (single linkage) chains sibling events together: B³-F1 0.93 on the dev split against 0.97.
//! The sums are of whole numbers and ties go to the lower numbers, so the result depends on the pairs alone.

use super::lists::score_of;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The average score from which on two groups report the same event.
const SAME: u64 = score_of(7) as u64;

/// Two articles and their likeness.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// The likeness.
    pub score: u32,
    /// The article with the lower number.
    pub first: u32,
    /// The other.
    pub second: u32,
}

/// A group of articles that are joined.
#[derive(Debug, Default)]
struct Group {
    /// The numbers of its articles.
    members: Vec<u32>,
    /// The sum of the scores between its articles and those of another group.
    sums: HashMap<u32, u64>,
}

/// Returns the groups of two or more of `count` articles. A pair without an edge counts as wholly unlike.
pub fn group(count: usize, edges: &[Edge]) -> Vec<Vec<u32>> {
    let mut groups: Vec<Option<Group>> = Vec::new();
    groups.resize_with(count, || None);
    let mut queue = BinaryHeap::new();
    for edge in edges {
        for (one, other) in [(edge.first, edge.second), (edge.second, edge.first)] {
            if let Some(slot) = groups.get_mut(one as usize) {
                let group = slot.get_or_insert_default();
                group.members = vec![one];
                group.sums.insert(other, edge.score.into());
            }
        }
        queue.push((u64::from(edge.score), Reverse((edge.first, edge.second))));
    }
    while let Some((score, Reverse((one, other)))) = queue.pop() {
        if score < SAME {
            break;
        }
        if average(&groups, one, other) != Some(score) {
            // One of the two was joined with a third since.
            continue;
        }
        join(&mut groups, &mut queue, one, other);
    }
    let groups = groups.into_iter().flatten().map(|group| group.members);
    groups.filter(|members| members.len() > 1).collect()
}

/// Returns the average score between two groups; `None` if either is gone or they share no edge.
fn average(groups: &[Option<Group>], one: u32, other: u32) -> Option<u64> {
    let group = groups.get(one as usize)?.as_ref()?;
    let second = groups.get(other as usize)?.as_ref()?;
    let pairs = (group.members.len() * second.members.len()) as u64;
    Some(group.sums.get(&other)? / pairs)
}

/// Moves the articles of `other` into `one`, and queues the new averages.
fn join(
    groups: &mut [Option<Group>],
    queue: &mut BinaryHeap<(u64, Reverse<(u32, u32)>)>,
    one: u32,
    other: u32,
) {
    let Some(gone) = groups.get_mut(other as usize).and_then(Option::take) else {
        return;
    };
    let Some(kept) = groups.get_mut(one as usize).and_then(Option::as_mut) else {
        return;
    };
    kept.members.extend(gone.members);
    kept.sums.remove(&other);
    for (third, sum) in gone.sums {
        if third != one {
            *kept.sums.entry(third).or_default() += sum;
        }
    }
    // A group's own sums are copied, since those of its neighbours change with them.
    let sums: Vec<(u32, u64)> = kept
        .sums
        .iter()
        .map(|(third, sum)| (*third, *sum))
        .collect();
    for (third, sum) in sums {
        if let Some(group) = groups.get_mut(third as usize).and_then(Option::as_mut) {
            group.sums.remove(&other);
            group.sums.insert(one, sum);
        }
        if let Some(score) = average(groups, one, third) {
            queue.push((score, Reverse((one.min(third), one.max(third)))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(first: u32, second: u32, percent: u32) -> Edge {
        Edge {
            score: score_of(percent),
            first,
            second,
        }
    }

    #[test]
    fn a_chain_of_sibling_events_is_not_one_story() {
        // 0 1 2 are one event and 3 4 5 another; one article of each is like one of the other.
        let mut edges = vec![edge(2, 3, 30)];
        for (a, b) in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)] {
            edges.push(edge(a, b, 60));
        }
        let mut found = group(7, &edges);
        for story in &mut found {
            story.sort_unstable();
        }
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3, 4, 5]]);
        edges.reverse();
        let mut again = group(7, &edges);
        for story in &mut again {
            story.sort_unstable();
        }
        again.sort();
        assert_eq!(again, found);
    }

    #[test]
    fn what_is_hardly_alike_is_no_story() {
        assert!(group(2, &[edge(0, 1, 6)]).is_empty());
        assert_eq!(group(2, &[edge(0, 1, 20)]), [vec![0, 1]]);
    }
}
