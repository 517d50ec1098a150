//! Groups articles into stories by average linkage: the two groups whose articles are on average the most alike are joined,
//! until no two are alike enough.
//!
//! Joining whatever is connected (single linkage) chains sibling events together: B³-F1 0.93 on the dev split against 0.97.
//! The sums are of whole numbers and ties go to the lower numbers, so the result depends on the pairs alone.

use super::lists::{number, score_of};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

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

/// The sums of the scores between the articles of a group and those of other groups, by the groups' numbers. There is one
/// for each article, so that none has the keys of a hasher of its own.
type Sums = HashMap<u32, u64, BuildHasherDefault<DefaultHasher>>;

/// Articles on their way into stories. A group has the number of one of its articles.
struct Groups {
    /// The sums of each group; `None` for a number that no group has.
    sums: Vec<Option<Sums>>,
    /// The number of articles in each group.
    lens: Vec<u32>,
    /// The next article of the same group, behind the last the first.
    next: Vec<u32>,
    /// The averages of pairs of groups. One of a group that changed since is out of date.
    queue: BinaryHeap<(u64, Reverse<(u32, u32)>)>,
}

/// Returns the groups of two or more of `count` articles. A pair without an edge counts as wholly unlike.
pub fn group(count: usize, edges: &[Edge]) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(count, edges);
    while let Some((score, Reverse((one, other)))) = groups.queue.pop() {
        if score < SAME {
            break;
        }
        if groups.average(one, other) == Some(score) {
            groups.join(one, other);
        }
    }
    let numbers = 0..number(count);
    let is_story = |group: &u32| groups.sums(*group).is_some() && groups.len(*group) > 1;
    numbers
        .filter(is_story)
        .map(|group| groups.members(group))
        .collect()
}

impl Groups {
    /// Groups of one article each.
    fn new(count: usize, edges: &[Edge]) -> Self {
        let mut sums: Vec<Option<Sums>> = Vec::new();
        sums.resize_with(count, || None);
        for edge in edges {
            for (one, other) in [(edge.first, edge.second), (edge.second, edge.first)] {
                if let Some(slot) = sums.get_mut(one as usize) {
                    slot.get_or_insert_default()
                        .insert(other, edge.score.into());
                }
            }
        }
        let entry = |edge: &Edge| (u64::from(edge.score), Reverse((edge.first, edge.second)));
        Self {
            sums,
            lens: vec![1; count],
            next: (0..number(count)).collect(),
            queue: edges.iter().map(entry).collect(),
        }
    }

    /// Returns the sums of a group; `None` if it is gone, or its article has no edge.
    fn sums(&self, group: u32) -> Option<&Sums> {
        self.sums.get(group as usize)?.as_ref()
    }

    /// Returns the number of articles in a group.
    fn len(&self, group: u32) -> u64 {
        self.lens.get(group as usize).map_or(0, |len| (*len).into())
    }

    /// Returns the articles of a group.
    fn members(&self, group: u32) -> Vec<u32> {
        let next = |article: &u32| self.next.get(*article as usize).copied();
        let next = |article: &u32| next(article).filter(|next| *next != group);
        std::iter::successors(Some(group), next).collect()
    }

    /// Returns the average score between two groups; `None` if either is gone or they share no edge.
    fn average(&self, one: u32, other: u32) -> Option<u64> {
        self.sums(other)?;
        let pairs = self.len(one) * self.len(other);
        Some(self.sums(one)?.get(&other)? / pairs)
    }

    /// Moves the articles of `other` into `one`, and queues the new averages.
    fn join(&mut self, one: u32, other: u32) {
        let Some(gone) = self.sums.get_mut(other as usize).and_then(Option::take) else {
            return;
        };
        let Some(kept) = self.sums.get_mut(one as usize).and_then(Option::as_mut) else {
            return;
        };
        kept.remove(&other);
        for (third, sum) in gone {
            if third != one {
                *kept.entry(third).or_default() += sum;
            }
        }
        // A group's own sums are copied, since those of its neighbours change with them.
        let sums: Vec<(u32, u64)> = kept.iter().map(|(third, sum)| (*third, *sum)).collect();
        let added = self.lens.get(other as usize).copied().unwrap_or(0);
        if let Some(len) = self.lens.get_mut(one as usize) {
            *len += added;
        }
        // Two rings become one.
        self.next.swap(one as usize, other as usize);
        for (third, sum) in sums {
            if let Some(Some(group)) = self.sums.get_mut(third as usize) {
                group.remove(&other);
                group.insert(one, sum);
            }
            if let Some(score) = self.average(one, third) {
                let pair = (one.min(third), one.max(third));
                self.queue.push((score, Reverse(pair)));
            }
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
