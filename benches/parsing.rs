//! The speed of the parser, in bytes of a report's text per second.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use newsreader::library::samples::SAMPLES;
use newsreader::model::transcript::Transcript;
use newsreader::parse::parse;
use prose::Rng;
use report::report;
use style::Style;

#[expect(clippy::unwrap_used, reason = "a generator that fails is a bug in it")]
#[path = "../tests/generated/layout.rs"]
mod layout;
#[path = "../tests/generated/page.rs"]
mod page;
#[expect(clippy::unwrap_used, reason = "a generator that fails is a bug in it")]
#[path = "../tests/generated/prose.rs"]
mod prose;
#[expect(clippy::unwrap_used, reason = "a generator that fails is a bug in it")]
#[path = "../tests/generated/report.rs"]
mod report;
#[expect(clippy::unwrap_used, reason = "a generator that fails is a bug in it")]
#[path = "../tests/generated/style.rs"]
mod style;

fn main() {
    divan::main();
}

fn reading(bencher: Bencher<'_, '_>, texts: &[String]) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let transcripts: Vec<Transcript> = texts.iter().map(|t| Transcript::from_text(t)).collect();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for transcript in &transcripts {
            black_box(parse(black_box(transcript)));
        }
    });
}

fn made(style: fn(&mut Rng) -> Style) -> Vec<String> {
    (0..40)
        .map(|seed| {
            let mut rng = Rng(seed);
            let style = style(&mut rng);
            report(&mut rng, &style).0
        })
        .collect()
}

/// The built-in samples.
#[divan::bench]
fn samples(bencher: Bencher<'_, '_>) {
    reading(
        bencher,
        &SAMPLES.iter().map(|s| s.1.to_owned()).collect::<Vec<_>>(),
    );
}

/// Generated reports in the layout of the real ones.
#[divan::bench]
fn real_layout(bencher: Bencher<'_, '_>) {
    reading(bencher, &made(Style::real));
}

/// Generated reports in whole columns.
#[divan::bench]
fn grid_layout(bencher: Bencher<'_, '_>) {
    reading(bencher, &made(Style::grid));
}

/// Generated reports in any layout.
#[divan::bench]
fn wild_layout(bencher: Bencher<'_, '_>) {
    reading(bencher, &made(Style::wild));
}

/// One report of 1 MB: an article that goes on and on.
#[divan::bench]
fn one_megabyte(bencher: Bencher<'_, '_>) {
    let text = SAMPLES[0].1;
    let body = SAMPLES[1].1.repeat(1 + 1_000_000 / SAMPLES[1].1.len());
    reading(bencher, &[format!("{text}{body}")]);
}
