//! The lists of steps between the characters of a text object, `DeltaX` and `DeltaY`.

/// The steps from character to character: numbers, and `g n v` for n times v.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Deltas(Vec<(u32, f64)>);

impl Deltas {
    /// Reads a list of steps.
    pub fn new(list: Option<&str>) -> Self {
        let mut words = list.unwrap_or_default().split_ascii_whitespace();
        let mut runs = Vec::new();
        let number = |word: Option<&str>| {
            word.and_then(|word| word.parse::<f64>().ok())
                .filter(|n| n.is_finite())
        };
        while let Some(word) = words.next() {
            let run = if word == "g" {
                let times = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
                number(words.next()).map(|step| (times, step))
            } else {
                number(Some(word)).map(|step| (1, step))
            };
            runs.extend(run);
        }
        Self(runs)
    }

    /// True if no step leads anywhere.
    pub fn are_zero(&self) -> bool {
        self.0.iter().all(|(_, step)| step.abs() < f64::EPSILON)
    }

    /// Iterates over the steps. Repeats are counted, never written out, so a hostile `g 4000000000 1` costs nothing.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        self.0
            .iter()
            .flat_map(|(times, step)| (0..*times).map(move |_| *step))
    }
}
