//! The pairs of articles that are near to each other, of which stories are made.
//!
//! The work for an article is bounded: where all articles share their words, as in invented libraries, every two would be
//! compared. An article is compared with those that share the most of its rarest features.
//!
//! Where all articles are of one topic, as the daily bulletins of an epidemic, each is somewhat like all others. A pair counts
//! only if its score stands out from this background, the score of the 32nd neighbour. In 1 500 real items of three months of an
//! epidemic the longest story had 41 articles without it and has 21 with it; B³-F1 on the dev split is the same.

use super::grouping::Edge;
use super::lists::{Lists, Scores, number, score_of};
use std::cmp::{self, Reverse};
use std::sync::atomic::{AtomicBool, Ordering};

/// The least score of a pair.
const EDGE: u32 = score_of(6);
/// The number of articles from which on no more features of an article are looked at, and the most of one feature: twice as many
/// are looked at in all.
const MOST_VISITED: usize = 2_000;
/// The most articles that an article is compared with.
const MOST_COMPARED: usize = 64;
/// The most pairs for each article of the library.
const MOST_EDGES: usize = 16;
/// The number of pairs for each article from which on the others are left out while more are looked for.
const EARLY_EDGES: usize = 2;
/// The neighbour of an article whose score is the background of the article. Few events have as many articles.
const BACKGROUND_RANK: usize = 32;
/// The least square of the score of a pair, in hundredths of the background of its articles.
const STANDS_OUT: u32 = 20;

/// The best scores of an article in falling order, without the bits that 16 do not hold.
type BestScores = [u16; BACKGROUND_RANK];

/// The near pairs of a library.
#[derive(Debug, Default)]
pub struct NearPairs {
    /// The pairs that stand out from the background of both articles and are not of two instalments.
    pub edges: Vec<Edge>,
    /// The score of the 32nd neighbour of each article, 0 if it has fewer.
    pub backgrounds: Vec<u32>,
}

/// Returns the near pairs of `count` articles without those that `are_instalments`: `vectors` has the features of each,
/// `postings` the articles of each feature. `None` if `stop` was set meanwhile.
pub fn near(
    count: usize,
    vectors: &Lists,
    postings: &Lists,
    are_instalments: impl Fn(&Edge) -> bool,
    stop: &AtomicBool,
) -> Option<NearPairs> {
    let mut edges = Vec::new();
    // In a library of columns and bulletins most pairs are instalments, and would take the most memory.
    let mut kept = 0;
    let mut keep_wanted = |edges: &mut Vec<Edge>, best: &[BestScores]| {
        let mut at = 0;
        edges.retain(|edge| {
            at += 1;
            is_outstanding(edge, best) && (at <= kept || !are_instalments(edge))
        });
        kept = edges.len();
    };
    let mut most = EARLY_EDGES * count;
    let mut best = vec![[0; BACKGROUND_RANK]; count];
    let mut scores = Scores::new(count);
    let mut candidates = Vec::new();
    for article in 0..number(count) {
        if article % 256 == 0 && stop.load(Ordering::Relaxed) {
            return None;
        }
        score_before(article, vectors, postings, &mut scores);
        // Each pair is found from its second article.
        scores.drain(|other, score| candidates.push((Reverse(score), other)));
        if candidates.len() > MOST_COMPARED {
            candidates.select_nth_unstable(MOST_COMPARED);
            candidates.truncate(MOST_COMPARED);
        }
        for (_, first) in candidates.drain(..) {
            let score = score(vectors, article, first);
            for one in [article, first] {
                if let Some(best) = best.get_mut(one as usize) {
                    keep(best, score);
                }
            }
            if score >= EDGE {
                edges.push(Edge {
                    score,
                    first,
                    second: article,
                });
            }
        }
        // A background only rises: a pair that does not stand out now never will.
        if edges.len() >= most {
            keep_wanted(&mut edges, &best);
            most = (EARLY_EDGES * count).max(2 * edges.len());
        }
    }
    keep_wanted(&mut edges, &best);
    let most = MOST_EDGES * count;
    if edges.len() > most {
        edges.select_nth_unstable_by_key(most, |e| (Reverse(e.score), e.first, e.second));
        edges.truncate(most);
    }
    let backgrounds = best.iter().map(background).collect();
    Some(NearPairs { edges, backgrounds })
}

/// True if a pair stands out from the backgrounds of both articles, whose best scores are in `best`.
fn is_outstanding(edge: &Edge, best: &[BestScores]) -> bool {
    let background = |article: u32| best.get(article as usize).map_or(0, background);
    let background = background(edge.first).max(background(edge.second));
    stands_out(edge.score, background, STANDS_OUT)
}

/// The bits of a score that are left out of [`BestScores`]: a score has 20.
const LOW_BITS: u32 = 4;

/// Returns the background of an article by its best scores.
fn background(best: &BestScores) -> u32 {
    u32::from(best[BACKGROUND_RANK - 1]) << LOW_BITS
}

/// Keeps a score if it is one of the best.
fn keep(best: &mut BestScores, score: u32) {
    let score = u16::try_from(score >> LOW_BITS).unwrap_or(u16::MAX);
    if score <= best[BACKGROUND_RANK - 1] {
        return;
    }
    let at = best.partition_point(|other| *other >= score);
    best[at..].rotate_right(1);
    best[at] = score;
}

/// True if the square of a score is at least `hundredths` of the background, both as parts of the full score.
pub fn stands_out(score: u32, background: u32, hundredths: u32) -> bool {
    let square = u64::from(score) * u64::from(score) * 100;
    square >= u64::from(background) * u64::from(score_of(100)) * u64::from(hundredths)
}

/// Adds to `scores` what the features of an article share with the articles before it: the rarest first, until enough articles
/// were looked at; of a feature that very many have, those nearest before the article.
fn score_before(article: u32, vectors: &Lists, postings: &Lists, scores: &mut Scores) {
    let features = vectors.get(article);
    let features = features.map(|(feature, weight)| (postings.len_of(feature), feature, weight));
    let mut features: Vec<_> = features.collect();
    features.sort_unstable();
    let mut visited = 0;
    for (articles, feature, weight) in features {
        if visited >= MOST_VISITED {
            break;
        }
        visited += articles;
        // Not what is left of the limit: libraries of 2 000 articles and fewer keep their figures.
        let before = postings.last_before(feature, article, MOST_VISITED);
        before.for_each(|(other, own)| scores.add(other, weight * own));
    }
}

/// Returns the likeness of two articles by their features.
pub fn score(vectors: &Lists, one: u32, other: u32) -> u32 {
    let (mut a, mut b) = (vectors.get(one), vectors.get(other));
    let (mut left, mut right) = (a.next(), b.next());
    let mut sum = 0;
    while let (Some(l), Some(r)) = (left, right) {
        match l.0.cmp(&r.0) {
            cmp::Ordering::Less => left = a.next(),
            cmp::Ordering::Greater => right = b.next(),
            cmp::Ordering::Equal => {
                sum += l.1 * r.1;
                (left, right) = (a.next(), b.next());
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::stories::lists::Grouped;

    #[test]
    fn a_feature_of_all_articles_is_looked_at_in_the_nearest() {
        let count = 3 * MOST_VISITED;
        let mut features = Grouped::default();
        (0..count).for_each(|_| features.push([0]));
        let vectors = Lists::in_place_of(features, |_| vec![(0, 5)]);
        let postings = vectors.inverted(1);
        let mut scores = Scores::new(count);
        let last = number(count - 1);
        let mut found = Vec::new();
        score_before(last, &vectors, &postings, &mut scores);
        scores.drain(|other, score| found.push((other, score)));
        let expected = last - number(MOST_VISITED)..last;
        assert_eq!(found, expected.map(|other| (other, 25)).collect::<Vec<_>>());
        score_before(3, &vectors, &postings, &mut scores);
        found.clear();
        scores.drain(|other, score| found.push((other, score)));
        assert_eq!(found, [(0, 25), (1, 25), (2, 25)]);
    }
}
