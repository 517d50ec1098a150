//! Counts whose sums from the start are known at once.

/// Counts with fast sums from the start: a Fenwick tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Fenwick {
    counts: Vec<usize>,
    tree: Vec<usize>,
}

impl Fenwick {
    pub(super) fn new(counts: Vec<usize>) -> Self {
        let mut tree = counts.clone();
        for at in 0..tree.len() {
            let parent = at | (at + 1);
            if parent < tree.len() {
                tree[parent] += tree[at];
            }
        }
        Self { counts, tree }
    }

    pub(super) fn set(&mut self, mut at: usize, count: usize) {
        let old = std::mem::replace(&mut self.counts[at], count);
        while at < self.tree.len() {
            self.tree[at] = self.tree[at] + count - old;
            at |= at + 1;
        }
    }

    /// The sum of the first `end` counts.
    pub(super) fn before(&self, mut end: usize) -> usize {
        let mut sum = 0;
        while end > 0 {
            sum += self.tree[end - 1];
            end &= end - 1;
        }
        sum
    }

    /// The entry that holds unit `index` when all are laid end to end; their number where there are fewer.
    pub(super) fn find(&self, index: usize) -> usize {
        let (mut low, mut high) = (0, self.counts.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.before(middle + 1) <= index {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_places_follow_every_change() {
        let mut counts: Vec<usize> = (0..37).map(|n| n * 7 % 5).collect();
        let mut fenwick = Fenwick::new(counts.clone());
        for (at, count) in [(0, 9), (36, 0), (17, 4), (17, 1)] {
            counts[at] = count;
            fenwick.set(at, count);
            for end in 0..=counts.len() {
                assert_eq!(fenwick.before(end), counts.iter().take(end).sum::<usize>());
            }
            let units = counts
                .iter()
                .enumerate()
                .flat_map(|(at, &count)| vec![at; count]);
            for (index, owner) in units.enumerate() {
                assert_eq!(fenwick.find(index), owner);
            }
        }
        assert_eq!(fenwick.find(usize::MAX), counts.len());
    }
}
