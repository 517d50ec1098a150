//! Comparing two titles where a space, a mark or a letter differs between contents and body.

use crate::conventions::line::leading_han;
use crate::text::chars::half_width;

/// Reduces `title` to what does not vary between contents and body: letters and digits, half-width, in lower case.
pub fn fold_title(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    let mut rest = title;
    while !rest.is_empty() {
        // Han fold to themselves, so a run of them is copied as a whole.
        let (han, others) = rest.split_at(3 * leading_han(rest));
        folded.push_str(han);
        let mut others = others.chars();
        let Some(c) = others.next().map(half_width) else {
            break;
        };
        rest = others.as_str();
        match c {
            '\u{4e00}'..='\u{9fff}' => folded.push(c),
            c if c.is_ascii_alphanumeric() => folded.push(c.to_ascii_lowercase()),
            // Marks and spaces are what differs most often.
            c if c.is_ascii() => {}
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ => {}
        }
    }
    folded
}

/// Returns how alike two folded titles are, from 0 to 1: the normalised Levenshtein distance, 0 for two empty ones.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return if a.is_empty() { 0.0 } else { 1.0 };
    }
    // Edit distance is quadratic; a title is never this long.
    if a.len().max(b.len()) > 600 || a.len().min(b.len()) * 2 < a.len().max(b.len()) {
        return 0.0;
    }
    strsim::normalized_levenshtein(a, b)
}

/// Returns [`likeness`] where that is over `floor`, and some value up to `floor` where it is not.
///
/// The lengths alone often settle that, which saves the quadratic comparison.
pub(super) fn likeness_over(a: &str, b: &str, floor: f64) -> f64 {
    if a != b && a.len().max(b.len()) <= 600 {
        let (a, b) = (a.chars().count(), b.chars().count());
        #[expect(clippy::cast_precision_loss, reason = "titles are short")]
        let most = a.min(b) as f64 / a.max(b) as f64;
        // A hair less strict than the arithmetic of floating point.
        if most + 1e-9 <= floor {
            return 0.0;
        }
    }
    likeness(a, b)
}

/// True if two folded titles are meant to be the same: at least 0.8 alike.
pub(super) fn alike(a: &str, b: &str) -> bool {
    likeness(a, b) >= 0.8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_or_a_mark_makes_no_difference() {
        let a = fold_title("300 余艘渔船归港 山海灯会开幕");
        let b = fold_title("300余艘渔船归港，山海灯会开幕！");
        assert!((likeness(&a, &b) - 1.0).abs() < f64::EPSILON);
        assert!(!alike(&a, &fold_title("另一个完全不同的标题写在这里")));
        assert!(!alike("", ""));
    }
}
