//! The invariant of reading, for any text: every letter and figure of a file stands in an article, in the lead, in a field, or
//! is a folio or a number.
//!
//! The lines are of any characters, among them brackets, colons and figures that a report gives a meaning. The texts of
//! `nothing_lost.rs` and `every_format.rs` are those that a report has.

use super::common::paper;
use super::hostile::made;
use super::linear::compound;
use super::nothing_lost::{fields, kept};
use newsreader::conventions::folios;
use newsreader::model::Issue;
use newsreader::parse::parse;
use newsreader::source;
use proptest::prelude::*;
use std::collections::BTreeSet;

mod written;

/// Characters of the font of a PDF that is not embedded, and those of the layout of a report.
const HAN: &str = "青禾市的城市算力调度平台上线一周共有四十七家单位登记均等待时间由六分钟缩短到主管部门表示下步还要把计量和结办法补并请第三方核查";
const MARKS: &str = "，。：；（）“”、《》【】·…—-.,:/%()\"";

/// A line of words of Han, figures, Latin letters and marks.
fn line() -> impl Strategy<Value = String> {
    let han = prop::sample::select(HAN.chars().collect::<Vec<_>>()).prop_map(String::from);
    let mark = prop::sample::select(MARKS.chars().collect::<Vec<_>>()).prop_map(String::from);
    let piece = prop_oneof![
        12 => han,
        2 => "[0-9]{1,4}",
        2 => "[A-Za-z]{1,8}",
        3 => mark,
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

/// The runs of letters and figures of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// All that is read of an issue, without what stands between words.
fn whole(issue: &Issue) -> String {
    let articles = issue.articles.iter().map(|article| article.number);
    let entries = issue.toc.iter().map(|entry| entry.number);
    let numbers: Vec<String> = articles
        .chain(entries)
        .map(|number| number.to_string())
        .collect();
    let all = [kept(issue), fields(issue), numbers.join("\n")].join("\n");
    all.chars()
        .filter(|c| c.is_alphanumeric() || *c == '\n')
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(25) })]

    #[test]
    fn no_format_loses_a_letter_of_any_text(lines in prop::collection::vec(line(), 1..50)) {
        let lines: Vec<String> = lines.iter().map(|line| line.trim().to_owned()).filter(|line| words(line).next().is_some()).collect();
        prop_assume!(!lines.is_empty());
        let all = lines.concat();
        for (name, write) in written::FORMATS {
            let transcript = source::extract(&write(&lines)).expect("a whole file is read");
            let whole = whole(&parse(&transcript).issue);
            let letters: BTreeSet<char> = all.chars().filter(|c| c.is_alphabetic()).collect();
            for letter in letters {
                let (read, all) = (whole.matches(letter).count(), all.matches(letter).count());
                prop_assert!(read >= all, "{name}: {read} of {all} {letter} are read of\n{}", lines.join("\n"));
            }
            for line in lines.iter().filter(|line| !folios::is_folio_at_edge(line)) {
                for word in words(line) {
                    prop_assert!(whole.contains(word), "{name}: {word} of {line} is lost of\n{}", lines.join("\n"));
                }
            }
        }
    }
}
