//! Narrowing: while a query is being typed, each key usually finds a subset of what was found before it.

use super::{Clause, Query, Test, WordPattern};

impl Query {
    /// True if every article that this query matches is certainly matched by `wider` as well: it has all clauses of `wider`, and
    /// its words contain those of `wider`. Then only the reports that `wider` found need be searched.
    pub fn narrows(&self, wider: &Self) -> bool {
        let is_implied = |clause: &Clause| self.clauses.iter().any(|own| own.implies(clause));
        !wider.asks_for_marks() && wider.clauses.iter().all(is_implied)
    }
}

impl Clause {
    /// True if `other` holds wherever this clause holds.
    fn implies(&self, other: &Self) -> bool {
        let has = |own: &WordPattern, wanted: &WordPattern| {
            if self.forbidden {
                wanted.has(own)
            } else {
                own.has(wanted)
            }
        };
        let implied = match (&self.test, &other.test) {
            (Test::Anywhere(own), Test::Anywhere(wanted))
            | (Test::Title(own), Test::Title(wanted))
            | (Test::Source(own), Test::Source(wanted)) => has(own, wanted),
            (Test::Issue(own), Test::Issue(wanted)) => own == wanted,
            (Test::Date(own), Test::Date(wanted)) => own == wanted,
            _ => false,
        };
        implied && self.forbidden == other.forbidden
    }
}

impl WordPattern {
    /// True if `part` occurs wherever this word occurs. Of pinyin that is certain only for a prefix.
    fn has(&self, part: &Self) -> bool {
        let (own, wanted) = (self.term.folded(), part.term.folded());
        match (&self.spelling, &part.spelling) {
            (Some(_), Some(_)) => own.starts_with(wanted),
            (Some(_), None) => false,
            (None, _) => own.contains(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::library::query::parse;

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
        ] {
            assert!(!narrows(query, wider), "{query} in {wider}");
        }
    }
}
