//! The quality of a reading: the share of fields that are right, and the F1 of paragraph boundaries.

use super::report::Truth;
use newsreader::model::{Article, Issue};
use std::collections::BTreeSet;

/// Counts over many reports.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Fields that are right, and all.
    pub fields: (usize, usize),
    /// Boundaries found that are right, found, and true.
    pub bounds: (usize, usize, usize),
    /// Block kinds that are right, of blocks whose text is right.
    pub kinds: (usize, usize),
    /// A line for each fault.
    pub faults: Vec<String>,
}

impl Score {
    /// Percent of fields right.
    pub fn fields(&self) -> f64 {
        100.0 * ratio(self.fields.0, self.fields.1)
    }

    /// F1 of boundaries.
    pub fn f1(&self) -> f64 {
        2.0 * ratio(self.bounds.0, self.bounds.1 + self.bounds.2)
    }

    fn field<T: PartialEq + std::fmt::Debug>(&mut self, name: &str, got: &T, want: &T) {
        self.fields.1 += 1;
        if got == want {
            self.fields.0 += 1;
        } else {
            self.faults.push(format!("{name}: {got:?}, not {want:?}"));
        }
    }

    /// Adds one report.
    pub fn add(&mut self, issue: &Issue, truth: &Truth) {
        self.field("title", &issue.title, &truth.title);
        self.field("number", &issue.number, &truth.number);
        self.field("publisher", &issue.publisher, &truth.publisher);
        self.field(
            "published",
            &issue.published.map(|d| d.to_string()),
            &truth.published,
        );
        let period = issue
            .period
            .map(|p| (p.start.to_string(), p.end.to_string()));
        self.field("period", &period, &truth.period);
        self.field("declared", &issue.declared_count, &truth.declared);
        self.field("lead", &bare(&issue.lead.concat()), &bare(&truth.lead));
        if truth.toc {
            let got: Vec<_> = issue
                .toc
                .iter()
                .map(|t| (bare(&t.title), t.source.clone()))
                .collect();
            let want: Vec<_> = truth
                .articles
                .iter()
                .map(|t| (bare(&t.title), t.source.clone()))
                .collect();
            self.field("toc", &got, &want);
        }
        self.field("articles", &issue.articles.len(), &truth.articles.len());
        for (n, want) in truth.articles.iter().enumerate() {
            let empty = Article::default();
            let got = issue.articles.get(n).unwrap_or(&empty);
            self.field("article title", &bare(&got.title), &bare(&want.title));
            self.field("source", &got.source, &want.source);
            self.field("date", &got.date.map(|d| d.to_string()), &want.date);
            self.field("link", &got.link, &want.link);
            self.field(
                "original",
                &got.original_title.as_deref().map(bare),
                &want.original.as_deref().map(bare),
            );
            let text: String = got.blocks.iter().map(|b| bare(&b.text)).collect();
            let whole: String = want.blocks.iter().map(|b| bare(&b.1)).collect();
            let (text, whole) = apart(&text, &whole);
            self.field("text", &text, &whole);
            self.blocks(got, &want.blocks);
        }
    }

    fn blocks(&mut self, got: &Article, want: &[(&'static str, String)]) {
        let found = ends(got.blocks.iter().map(|b| b.text.as_str()));
        let truth = ends(want.iter().map(|b| b.1.as_str()));
        self.bounds.0 += found.intersection(&truth).count();
        self.bounds.1 += found.len();
        self.bounds.2 += truth.len();
        for wrong in found.symmetric_difference(&truth) {
            let texts: Vec<String> = want.iter().map(|b| bare(&b.1)).collect();
            let chars: Vec<char> = texts.concat().chars().collect();
            let wrong = &(*wrong).min(chars.len());
            let (a, b) = (wrong.saturating_sub(24), (wrong + 24).min(chars.len()));
            let cut: String = chars[a..*wrong]
                .iter()
                .chain(&['‖'])
                .chain(&chars[*wrong..b])
                .collect();
            self.faults.push(format!(
                "{} {cut}",
                if found.contains(wrong) {
                    "split"
                } else {
                    "merged"
                }
            ));
        }
        for block in &got.blocks {
            if let Some((kind, text)) = want.iter().find(|w| bare(&w.1) == bare(&block.text)) {
                self.kinds.1 += 1;
                let is = format!("{:?}", block.kind).to_lowercase();
                if is == *kind {
                    self.kinds.0 += 1;
                } else {
                    self.faults.push(format!("kind {is}, not {kind}: {text}"));
                }
            }
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

/// Two texts from a little before the place where they part; empty where they do not.
fn apart(a: &str, b: &str) -> (String, String) {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    if a == b {
        return (String::new(), String::new());
    }
    let cut = |t: &str| t.chars().skip(same.saturating_sub(12)).take(60).collect();
    (cut(a), cut(b))
}

/// Text without white space.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The ends of the blocks, in characters of the article without its white space.
fn ends<'a>(blocks: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    let mut at = 0;
    blocks
        .map(|b| {
            at += bare(b).chars().count();
            at
        })
        .collect()
}
