//! Narrowing: while a query is being typed, each key usually finds a subset of what was found before it.
//!
//! `医` and then `医保` is such a pair; `医` and then `-医` is not. The test is on the safe side:
//! where it is not certain that everything found now was found before, the whole library is
//! searched.

use super::{Clause, Query, Test, WordPattern};

impl Query {
    /// True if every article that this query matches is certainly matched by `wider` as well: it has all clauses of `wider`, and
    /// its words contain those of `wider`. Then only the reports that `wider` found need be searched.
    pub fn narrows(&self, wider: &Self) -> bool {
        let is_implied = |clause: &Clause| self.clauses.iter().any(|own| own.implies(clause));
        // A mark may have been set since, so that more matches now.
        !wider.asks_for_marks() && wider.clauses.iter().all(is_implied)
    }
}

impl Clause {
    /// True if `other` holds wherever this clause holds.
    fn implies(&self, other: &Self) -> bool {
        let is_within = |narrow: &[Test], wide: &[Test]| {
            let in_wide = |test: &Test| wide.iter().any(|wanted| test.implies(wanted));
            narrow.iter().all(in_wide)
        };
        match (self.forbidden, other.forbidden) {
            (false, false) => is_within(&self.any, &other.any),
            // Turned round: a query that excludes more finds less.
            (true, true) => is_within(&other.any, &self.any),
            _ => false,
        }
    }
}

impl Test {
    /// True if `other` holds wherever this test holds.
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anywhere(own), Self::Anywhere(wanted))
            | (Self::Title(own), Self::Title(wanted))
            | (Self::Source(own), Self::Source(wanted))
            | (Self::Series(own), Self::Series(wanted))
            | (Self::Path(own), Self::Path(wanted)) => own.has(wanted),
            (own, wanted) => own == wanted,
        }
    }
}

impl WordPattern {
    /// True if `part` occurs wherever this word occurs. Of pinyin that is certain only for a prefix.
    ///
    /// `医保基金` has `医保`; `yibao` has `yib`, but not `bao`, which may be read in another
    /// syllable.
    fn has(&self, part: &Self) -> bool {
        let (own, wanted) = (self.term.folded(), part.term.folded());
        match (&self.spelling, &part.spelling) {
            (Some(_), Some(_)) => own.starts_with(wanted),
            // A word that may be pinyin finds more than its letters.
            (Some(_), None) => false,
            (None, _) => own.contains(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::library::query::{Query, QueryContext};

    fn parse(text: &str) -> Result<Query, super::super::Error> {
        super::super::parse(text, QueryContext::default())
    }

    #[test]
    fn what_goes_on_being_typed_narrows() {
        let narrows =
            |query: &str, wider: &str| parse(query).unwrap().narrows(&parse(wider).unwrap());
        for (query, wider) in [
            ("医保", "医"),
            ("医保 数", "医保"),
            ("医保数据", "保数"),
            ("yib", "yi"),
            ("期:600 医", "期:600"),
            ("医 -保", "医 -保险"),
            ("医保", "医|药"),
            ("医保|药品 甲", "医|药"),
            ("-医|药", "-医保"),
            ("来源:甲", "来源:甲 来源:乙"),
        ] {
            assert!(narrows(query, wider), "{query} in {wider}");
        }
        for (query, wider) in [
            ("医", "医保"),
            ("yi", "y"),
            ("byi", "yi"),
            ("标题:医", "医"),
            ("期:6", "期:60"),
            ("is:unread 医", "is:unread"),
            ("医 -保险", "医 -保"),
            ("-医保", "医"),
            ("医|药", "医"),
            ("-医", "-医|药"),
            ("来源:甲 来源:乙", "来源:甲"),
            ("is:new 医", "is:new"),
        ] {
            assert!(!narrows(query, wider), "{query} in {wider}");
        }
    }
}
