//! Where the parts of a page's source end: tags, comments, elements of text. No tree is built; places are bytes of the page.

/// Walks over the attributes of a tag from `at`, the byte behind its name. Returns the beginning of the first attribute beyond
/// `most`, and the place of the `>` that ends the tag or the end of the page.
pub(super) fn attributes_end(page: &str, mut at: usize, most: usize) -> (Option<usize>, usize) {
    let bytes = page.as_bytes();
    let skip = |mut at: usize, is_in: &dyn Fn(char) -> bool| {
        while bytes.get(at).is_some_and(|byte| is_in(char::from(*byte))) {
            at += 1;
        }
        at
    };
    let (mut cut, mut count) = (None, 0);
    loop {
        at = skip(at, &|c| is_space(c) || c == '/');
        if bytes.get(at).is_none_or(|byte| *byte == b'>') {
            return (cut, at);
        }
        count += 1;
        if count > most && cut.is_none() {
            cut = Some(at);
        }
        // The first character is part of the name, also `=`.
        at = skip(at + 1, &|c| !is_space(c) && !matches!(c, '/' | '>' | '='));
        let value = skip(at, &is_space);
        if bytes.get(value) == Some(&b'=') {
            at = skip(value + 1, &is_space);
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    find(page, at + 1, *quote).map_or(page.len(), |end| end + 1)
                }
                _ => skip(at, &|c| !is_space(c) && c != '>'),
            };
        }
    }
}

/// Returns the place of the `>` that ends a comment, whose `--` begin at byte `at`, or the end of the page. `<!-->` is one as
/// well, and `--!>` ends one.
pub(super) fn comment_end(page: &str, at: usize) -> usize {
    let bytes = page.as_bytes();
    let mut from = at + 2;
    while let Some(end) = find(page, from, b'>') {
        let inside = bytes.get(at..end).unwrap_or_default();
        if inside.ends_with(b"--") || inside.len() >= 5 && inside.ends_with(b"--!") {
            return end;
        }
        from = end + 1;
    }
    page.len()
}

/// Returns the place of the end tag of an element of text, or the end of the page.
pub(super) fn text_end(page: &str, mut at: usize, name: &str) -> usize {
    while let Some(start) = find(page, at, b'<') {
        if is_tag(page, start + 1, &["/", name]) {
            return start;
        }
        at = start + 1;
    }
    page.len()
}

/// Returns the place of the end tag of a script, or the end of the page. A script inside a comment of the script may hold
/// `</script>` (HTML Standard, 13.2.5.15 to 13.2.5.31).
pub(super) fn script_end(page: &str, mut at: usize) -> usize {
    let bytes = page.as_bytes();
    let (mut in_comment, mut in_script) = (false, false);
    while let Some(sign) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b'<', b'>', rest))
    {
        at += sign;
        let before = bytes.get(..at).unwrap_or_default();
        if bytes.get(at) == Some(&b'>') {
            if before.ends_with(b"--") {
                (in_comment, in_script) = (false, false);
            }
        } else if is_tag(page, at + 1, &["/", "script"]) {
            if !in_script {
                return at;
            }
            in_script = false;
        } else if in_comment {
            in_script |= is_tag(page, at + 1, &["script"]);
        } else if bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(b"<!--"))
        {
            in_comment = true;
        }
        at += 1;
    }
    page.len()
}

/// True if a tag stands behind a `<` at byte `at`: its `words`, without regard to case, and a sign that ends a name.
fn is_tag(page: &str, mut at: usize, words: &[&str]) -> bool {
    for word in words {
        let found = page.get(at..at + word.len());
        if !found.is_some_and(|found| found.eq_ignore_ascii_case(word)) {
            return false;
        }
        at += word.len();
    }
    let next = page.as_bytes().get(at).copied().map(char::from);
    next.is_some_and(|c| is_space(c) || matches!(c, '/' | '>'))
}

/// Returns the place of the first `byte` from `at` on.
pub(super) fn find(page: &str, at: usize, byte: u8) -> Option<usize> {
    let rest = page.as_bytes().get(at..)?;
    memchr::memchr(byte, rest).map(|found| at + found)
}

/// True for the white space of HTML.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}
