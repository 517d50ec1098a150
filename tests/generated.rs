//! Generated reports with a known truth, laid out as the real ones are and wild: how many fields and boundaries are right.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod layout;
mod page;
pub mod prose;
mod report;
mod score;
mod style;

use newsreader::model::transcript::Transcript;
use prose::Rng;
use report::report;
use score::Score;
use style::Style;

fn score(seeds: std::ops::Range<u64>, style: fn(&mut Rng) -> Style) -> Score {
    let mut score = Score::default();
    for seed in seeds {
        let mut rng = Rng(seed);
        let style = style(&mut rng);
        let (text, truth) = report(&mut rng, &style);
        let parsed = newsreader::parse::parse(&Transcript::from_text(&text));
        score.add(&parsed.issue, &truth);
    }
    score
}

/// Of 100 fields 99 are right, and paragraphs end where they do with an F1 of at least `least`.
fn holds(score: &Score, least: f64) {
    let (fields, f1) = (score.fields(), score.f1());
    assert!(fields >= 99.0, "{fields:.2}: {:#?}", score.faults);
    assert!(f1 >= least, "{f1:.4}: {:#?}", score.faults);
}

/// The invented prose is harsher than news: a quarter of its paragraphs are one sentence, and where a sentence happens to
/// fill a line, no sign is left of whether the next one begins a paragraph. Hence 0.994 here, where real prose allows more.
#[test]
fn reports_laid_out_as_the_real_ones() {
    holds(&score(0..60, Style::real), 0.994);
}

/// Widths in whole columns leave fewer paragraph ends open.
#[test]
fn reports_laid_out_in_columns() {
    holds(&score(2000..2060, Style::grid), 0.996);
}

#[test]
fn reports_laid_out_in_any_way() {
    holds(&score(1000..1080, Style::wild), 0.997);
}
