//! Whether two titles are the same, though a space or a mark differs.

/// `title` reduced to what does not vary between contents and body: letters and digits, half-width, lower case.
pub fn fold_title(title: &str) -> String {
    title
        .chars()
        .map(half)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The half-width form.
fn half(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// How alike two folded titles are, 0 to 1.
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

/// Whether two folded titles are meant to be the same.
pub(super) fn alike(a: &str, b: &str) -> bool {
    likeness(a, b) >= 0.8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_or_a_mark_makes_no_difference() {
        let a = fold_title("400 余家机构云集 山海大赛启幕");
        let b = fold_title("400余家机构云集，山海大赛启幕！");
        assert!((likeness(&a, &b) - 1.0).abs() < f64::EPSILON);
        assert!(!alike(&a, &fold_title("另一个完全不同的标题写在这里")));
        assert!(!alike("", ""));
    }
}
