//! The marks around a fact of the masthead.

/// The brackets that may enclose a fact of the masthead.
const BRACKETS: [(char, char); 3] = [('（', '）'), ('(', ')'), ('【', '】')];

/// Returns a text without the marks around it. A bracket stays where its other half stands inside: `毕业设计（论文）`.
pub(super) fn without_edges(text: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '，' | ',' | '：' | ':');
    // A dash in front begins a second title, one at the end parted the title from a day that is gone.
    let is_end = |c: char| is_mark(c) || matches!(c, '-' | '—' | '·');
    let mut rest = text.trim_start_matches(is_mark).trim_end_matches(is_end);
    // A title has a few brackets, and each turn takes one off.
    for _ in 0..8 {
        let count = |mark: char| rest.matches(mark).count();
        let open = BRACKETS.iter().find(|pair| rest.starts_with(pair.0));
        let close = BRACKETS.iter().find(|pair| rest.ends_with(pair.1));
        let turned = |c: char| BRACKETS.iter().any(|pair| pair.0 == c || pair.1 == c);
        let encloses = open.is_some_and(|pair| {
            let inner = rest.strip_prefix(pair.0);
            let inner = inner.and_then(|inner| inner.strip_suffix(pair.1));
            inner.is_some_and(|inner| !inner.contains([pair.0, pair.1]))
        });
        let lone_open = open.is_some_and(|pair| count(pair.0) > count(pair.1));
        let lone_close = close.is_some_and(|pair| count(pair.1) > count(pair.0));
        // Number and day leave their brackets empty.
        if let Some(before) = close.and_then(|pair| rest.strip_suffix(pair.1))
            && let Some(before) = close.and_then(|pair| before.trim_end().strip_suffix(pair.0))
        {
            rest = before.trim_end_matches(is_end);
            continue;
        }
        let mut chars = rest.chars();
        if encloses || lone_open || open.is_none() && chars.clone().next().is_some_and(turned) {
            chars.next();
        }
        if encloses
            || lone_close
            || close.is_none() && chars.clone().next_back().is_some_and(turned)
        {
            chars.next_back();
        }
        let inner = chars.as_str();
        let inner = inner.trim_start_matches(is_mark).trim_end_matches(is_end);
        if inner.len() == rest.len() {
            break;
        }
        rest = inner;
    }
    rest
}
