//! A query prepared for many reports: its tests as numbered leaves of a tree of conditions, evaluated with as much as is known
//! at a stage.
//!
//! A leaf may hold, fail, or be undecided at a stage: the facts of a report decide numbers and
//! paths, the set of its characters can only exclude a word, its text decides all. Three values
//! (Kleene) let one evaluation serve every stage. `甲|乙 -丙` is two conditions: one of two leaves
//! must hold, and one must not.

use crate::library::query::{Clause, Query, Test, WordPattern};

/// The conditions of a query: all must hold.
#[derive(Debug, Clone)]
pub(super) struct Conditions<'q> {
    /// The conditions, in the order of the clauses.
    all: Vec<Condition<'q>>,
    /// Set when no leaf is about text or date, so that no record is needed.
    pub(super) needs_no_text: bool,
}

/// One of these must hold, or none.
#[derive(Debug, Clone)]
struct Condition<'q> {
    /// Set when none of them may hold.
    forbidden: bool,
    /// The alternatives.
    any: Vec<Node<'q>>,
}

/// An alternative.
#[derive(Debug, Clone)]
enum Node<'q> {
    /// A single test.
    Leaf(Leaf<'q>),
    /// The conditions of a saved search.
    All(Vec<Condition<'q>>),
}

/// A single test with its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'q> {
    /// The number, counted from 0 through the query.
    pub(super) number: usize,
    /// The test.
    pub(super) test: LeafTest<'q>,
}

/// A test without tests inside it.
#[derive(Debug, Clone, Copy)]
pub(super) enum LeafTest<'q> {
    /// A word in a part of the article.
    Word(Part, &'q WordPattern),
    /// A test that needs no text of the article.
    Other(&'q Test),
}

/// The part of an article in which a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Title, source and text; pinyin counts in title and source.
    Whole,
    /// The title.
    Title,
    /// The source.
    Source,
}

impl<'q> Conditions<'q> {
    /// The conditions of `query`.
    pub(super) fn of(query: &'q Query) -> Self {
        let mut count = 0;
        let all = conditions(&query.clauses, &mut count);
        let mut conditions = Self {
            all,
            needs_no_text: false,
        };
        let mut leaves = Vec::new();
        add_leaves(&conditions.all, true, &mut leaves);
        let is_text = |leaf: &&Leaf<'_>| {
            matches!(
                leaf.test,
                LeafTest::Word(..) | LeafTest::Other(Test::Date(_))
            )
        };
        conditions.needs_no_text = !leaves.iter().any(is_text);
        conditions
    }

    /// Returns whether all conditions hold, by what `leaf` knows of each leaf; `None` if that does not decide it, and false
    /// for a query without clauses. Stops at the first condition that fails.
    pub(super) fn evaluate(
        &self,
        leaf: &mut impl FnMut(&Leaf<'q>) -> Option<bool>,
    ) -> Option<bool> {
        // A query without clauses finds nothing; counting all articles is a case of its own.
        if self.all.is_empty() {
            return Some(false);
        }
        all(&self.all, leaf)
    }

    /// True if all conditions hold, where every leaf is known.
    pub(super) fn hold(&self, leaf: &impl Fn(&Leaf<'q>) -> bool) -> bool {
        self.evaluate(&mut |one: &Leaf<'q>| Some(leaf(one))) == Some(true)
    }

    /// Returns the word if it is all that the query asks for.
    ///
    /// Most queries are one word, for which places are looked for at once.
    pub(super) fn only_word(&self) -> Option<&Leaf<'q>> {
        match self.all.as_slice() {
            [
                Condition {
                    forbidden: false,
                    any,
                },
            ] => match any.as_slice() {
                [Node::Leaf(leaf)] => {
                    Some(leaf).filter(|leaf| matches!(leaf.test, LeafTest::Word(..)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the leaves that may hold in an article that matches: those that no `-` excludes.
    pub(super) fn shown(&self) -> Vec<&Leaf<'q>> {
        let mut leaves = Vec::new();
        add_leaves(&self.all, false, &mut leaves);
        leaves
    }
}

/// Returns the conditions of `clauses`; `count` is the number of the next leaf.
fn conditions<'q>(clauses: &'q [Clause], count: &mut usize) -> Vec<Condition<'q>> {
    let clause = |clause: &'q Clause| Condition {
        forbidden: clause.forbidden,
        any: clause.any.iter().map(|test| node(test, count)).collect(),
    };
    clauses.iter().map(clause).collect()
}

/// Returns the alternative of a test; `count` is the number of the next leaf.
fn node<'q>(test: &'q Test, count: &mut usize) -> Node<'q> {
    let test = match test {
        Test::Anywhere(word) => LeafTest::Word(Part::Whole, word),
        Test::Title(word) => LeafTest::Word(Part::Title, word),
        Test::Source(word) => LeafTest::Word(Part::Source, word),
        Test::Saved(query) => return Node::All(conditions(&query.clauses, count)),
        test => LeafTest::Other(test),
    };
    *count += 1;
    Node::Leaf(Leaf {
        number: *count - 1,
        test,
    })
}

/// Collects the leaves below `conditions`, with or without those that are forbidden.
fn add_leaves<'c, 'q>(
    conditions: &'c [Condition<'q>],
    with_forbidden: bool,
    leaves: &mut Vec<&'c Leaf<'q>>,
) {
    let wanted = conditions
        .iter()
        .filter(|one| with_forbidden || !one.forbidden);
    for node in wanted.flat_map(|one| &one.any) {
        match node {
            Node::Leaf(leaf) => leaves.push(leaf),
            Node::All(inner) => add_leaves(inner, with_forbidden, leaves),
        }
    }
}

/// Evaluates conditions that must all hold, in three values (Kleene): a false one decides, else one that is not known.
fn all<'q>(
    conditions: &[Condition<'q>],
    leaf: &mut impl FnMut(&Leaf<'q>) -> Option<bool>,
) -> Option<bool> {
    // A condition that is not known does not end the loop: a later one may still be certain to fail.
    let mut is_known = true;
    for condition in conditions {
        match any(&condition.any, leaf).map(|holds| holds != condition.forbidden) {
            Some(false) => return Some(false),
            Some(true) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(true)
}

/// Evaluates alternatives of which one must hold: a true one decides, else one that is not known.
fn any<'q>(nodes: &[Node<'q>], leaf: &mut impl FnMut(&Leaf<'q>) -> Option<bool>) -> Option<bool> {
    let mut is_known = true;
    for node in nodes {
        let holds = match node {
            Node::Leaf(one) => leaf(one),
            Node::All(inner) => all(inner, leaf),
        };
        match holds {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(false)
}
