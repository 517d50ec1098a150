//! Compact lists: the features and figures of articles, and the articles of features.

/// The weight of an article with a single feature. Scores are products of two weights.
pub const FULL_WEIGHT: u32 = 1023;
/// The bits of a weight in a packed number.
const WEIGHT_BITS: u32 = 10;
/// The bits of a number beside a weight: articles and features beyond it are left out.
pub const NUMBER_BITS: u32 = 32 - WEIGHT_BITS;

/// Returns the score of `percent`.
pub const fn score_of(percent: u32) -> u32 {
    FULL_WEIGHT * FULL_WEIGHT / 100 * percent
}

/// Returns a count as a number; the limit is far beyond what memory holds.
pub fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Lists of values, all in one piece of memory: a hundred thousand small pieces would be spread among all else.
#[derive(Debug)]
pub struct Grouped<T> {
    /// The index of the first value of each list, and at the end the number of all.
    starts: Vec<u32>,
    /// The values of all lists.
    values: Vec<T>,
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Self {
            starts: vec![0],
            values: Vec::new(),
        }
    }
}

impl<T> Grouped<T> {
    /// Adds a list.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.values.extend(list);
        self.starts.push(number(self.values.len()));
    }

    /// Returns the number of lists.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns a list; an empty one beyond the last.
    pub fn get(&self, list: u32) -> &[T] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let range = bound(list as usize)..bound(list as usize + 1);
        self.values.get(range).unwrap_or_default()
    }

    /// Iterates over the lists.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..number(self.len())).map(|list| self.get(list))
    }

    /// Returns the values of all lists.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Gives back what was taken for more lists.
    pub fn shrink_to_fit(&mut self) {
        self.values.shrink_to_fit();
    }
}

/// Lists of numbers with weights: a number of 22 bits and a weight of 10 in four bytes. Ten thousand issues have some four
/// million entries, in both directions.
#[derive(Debug, Default)]
pub struct Lists(Grouped<u32>);

impl Lists {
    /// Makes a list of numbers and weights of each of `lists`, which must not be longer, and uses the memory of these: both
    /// together would be the most that a start of the reader takes.
    pub fn in_place_of(
        lists: Grouped<u32>,
        mut make: impl FnMut(&[u32]) -> Vec<(u32, u32)>,
    ) -> Self {
        let Grouped {
            mut starts,
            mut values,
        } = lists;
        let (mut from, mut end) = (0, 0);
        for start in starts.iter_mut().skip(1) {
            let next = *start as usize;
            let made = make(values.get(from..next).unwrap_or_default());
            let room = values.get_mut(end..next).unwrap_or_default();
            end += made.len().min(room.len());
            for (slot, (at, weight)) in room.iter_mut().zip(made) {
                *slot = at << WEIGHT_BITS | weight;
            }
            from = next;
            *start = number(end);
        }
        values.truncate(end);
        // They are kept as long as the stories.
        values.shrink_to_fit();
        Self(Grouped { starts, values })
    }

    /// The inverse of these lists: for each of `count` numbers the lists in which it stands.
    pub fn inverted(&self, count: usize) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for entry in self.0.values() {
            if let Some(start) = starts.get_mut(unpacked(*entry).0 as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut values = vec![0_u32; sum as usize];
        for list in 0..number(self.0.len()).min(1 << NUMBER_BITS) {
            for (at, weight) in self.get(list) {
                let Some(slot) = free.get_mut(at as usize) else {
                    continue;
                };
                if let Some(entry) = values.get_mut(*slot as usize) {
                    *entry = list << WEIGHT_BITS | weight;
                    *slot += 1;
                }
            }
        }
        Self(Grouped { starts, values })
    }

    /// Returns the length of a list.
    pub fn len_of(&self, list: u32) -> usize {
        self.0.get(list).len()
    }

    /// Iterates over the numbers and weights of a list.
    pub fn get(&self, list: u32) -> impl Iterator<Item = (u32, u32)> {
        self.0.get(list).iter().copied().map(unpacked)
    }

    /// Iterates over the last `most` numbers below `end` of a list in rising order, and their weights.
    pub fn last_before(
        &self,
        list: u32,
        end: u32,
        most: usize,
    ) -> impl Iterator<Item = (u32, u32)> {
        let entries = self.0.get(list);
        let before = entries.partition_point(|entry| unpacked(*entry).0 < end);
        let last = entries.get(before.saturating_sub(most)..before);
        last.unwrap_or_default().iter().copied().map(unpacked)
    }
}

/// Returns the number and the weight of an entry.
const fn unpacked(entry: u32) -> (u32, u32) {
    (entry >> WEIGHT_BITS, entry & FULL_WEIGHT)
}

/// The sums of articles. The list of those touched spares clearing all of them for every article.
pub struct Scores {
    /// The sum of each article.
    sums: Vec<u32>,
    /// The articles whose sums are not 0.
    touched: Vec<u32>,
}

impl Scores {
    /// The sums of `count` articles, all 0.
    pub fn new(count: usize) -> Self {
        Self {
            sums: vec![0; count],
            touched: Vec::new(),
        }
    }

    /// Adds to the sum of an article.
    pub fn add(&mut self, article: u32, score: u32) {
        if let Some(sum) = self.sums.get_mut(article as usize) {
            if *sum == 0 {
                self.touched.push(article);
            }
            *sum += score;
        }
    }

    /// Passes every article with its sum to `take`, and begins anew.
    pub fn drain(&mut self, mut take: impl FnMut(u32, u32)) {
        for article in self.touched.drain(..) {
            if let Some(sum) = self.sums.get_mut(article as usize) {
                take(article, std::mem::take(sum));
            }
        }
    }
}
