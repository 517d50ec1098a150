//! Captions of figures. A PDF or OFD draws its pictures beside the text, so the caption stands for its picture.

use crate::model::transcript::{LineKind, SourceLine};

/// The most characters of a caption; a longer one is a paragraph that begins with a reference.
const LONGEST: usize = 60;

/// Marks the captions of figures among the lines of a document.
///
/// Captions in a row are a list of figures, where the contents have one.
pub(super) fn mark(lines: &mut [SourceLine]) {
    let found: Vec<bool> = lines
        .iter()
        .map(|line| line.kind == LineKind::Text && is_caption(&line.text))
        .collect();
    for (at, line) in lines.iter_mut().enumerate().filter(|(at, _)| found[*at]) {
        let beside = |other: Option<usize>| other.and_then(|at| found.get(at)).copied();
        let listed = [at.checked_sub(1), at.checked_add(1)]
            .into_iter()
            .filter_map(beside);
        if !listed.into_iter().any(|caption| caption) {
            line.kind = LineKind::Figure;
        }
    }
}

/// True for the caption of a figure: `图`, its number, a mark or a space, and words that end no sentence.
fn is_caption(text: &str) -> bool {
    let names = ["图", "Figure", "Fig."];
    let Some(rest) = names.iter().find_map(|name| text.strip_prefix(name)) else {
        return false;
    };
    let rest = rest.trim_start();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '－' | '–' | '—' | '.' | '．');
    let words = rest.trim_start_matches(number);
    let numbered = words.len() < rest.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    // The full stop of `Figure 3.` belongs to the number.
    let stop = rest
        .strip_suffix(words)
        .is_some_and(|number| number.ends_with(['.', '．']));
    let space = |c: char| c.is_whitespace() || matches!(c, '：' | ':' | '、');
    let parted = stop || words.starts_with(space);
    let open =
        !text.ends_with(['。', '，', '；', '：', ',', ';', ':', '、']) && !text.contains('。');
    numbered && parted && open && !words.trim().is_empty() && text.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_known_by_their_number() {
        for text in ["图7：渔船的数量", "图 2-1 渔港的位置", "Figure 3. Boats"] {
            assert!(is_caption(text), "{text}");
        }
        for text in [
            "图7中，渔船增多",
            "图2-1 渔港的位置如下。",
            "图书馆 3 楼",
            "图 3",
        ] {
            assert!(!is_caption(text), "{text}");
        }
    }

    #[test]
    fn a_list_of_figures_is_text() {
        let line = |text: &str| SourceLine {
            text: text.to_owned(),
            ..SourceLine::default()
        };
        let mut lines = vec![
            line("图1 渔港"),
            line("图2 码头"),
            line("正文"),
            line("图1 渔港"),
        ];
        mark(&mut lines);
        let figures: Vec<bool> = lines
            .iter()
            .map(|line| line.kind == LineKind::Figure)
            .collect();
        assert_eq!(figures, [false, false, false, true]);
    }
}
