//! The tokens of RTF (specification 1.9.1, "RTF Syntax").

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RtfToken<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name123`, or a control symbol such as `\~`.
    Word(&'a str, Option<i32>),
    /// A byte of text: as it stands, or `\'xx`.
    Byte(u8),
}

/// An iterator over the tokens of a file.
pub(super) struct RtfTokens<'a> {
    /// The bytes still to be read.
    rest: &'a [u8],
}

impl<'a> RtfTokens<'a> {
    /// Begins at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Skips `count` bytes, as after `\bin`.
    pub fn leave_out(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// The control word or symbol after a backslash.
    fn control(&mut self) -> Option<RtfToken<'a>> {
        let first = *self.rest.first()?;
        if !first.is_ascii_alphabetic() {
            let (symbol, rest) = self.rest.split_at_checked(1)?;
            self.rest = rest;
            return Some(match first {
                b'\'' => self.hex(),
                // An escaped line end is a paragraph mark.
                b'\n' | b'\r' => RtfToken::Word("par", None),
                b'\\' | b'{' | b'}' => RtfToken::Byte(first),
                _ => RtfToken::Word(str::from_utf8(symbol).unwrap_or_default(), None),
            });
        }
        let letters = |b: &&u8| b.is_ascii_alphabetic();
        let name_len = self.rest.iter().take_while(letters).count();
        let (name, rest) = self.rest.split_at_checked(name_len)?;
        let negative = rest.first() == Some(&b'-');
        let digits_from = usize::from(negative);
        let digits = rest.get(digits_from..).unwrap_or_default();
        let digits_len = digits.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, used) = if digits_len == 0 {
            (None, 0)
        } else {
            let text = rest.get(..digits_from + digits_len).unwrap_or_default();
            let number = str::from_utf8(text).ok().and_then(|t| t.parse().ok());
            (number, digits_from + digits_len)
        };
        let rest = rest.get(used..).unwrap_or_default();
        // One space ends the word and is part of it.
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        Some(RtfToken::Word(
            str::from_utf8(name).unwrap_or_default(),
            number,
        ))
    }

    /// The byte of `\'xx`.
    fn hex(&mut self) -> RtfToken<'a> {
        let value = self
            .rest
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(byte) => {
                self.leave_out(2);
                RtfToken::Byte(byte)
            }
            // An escape without digits is passed over like an unknown word.
            None => RtfToken::Word("'", None),
        }
    }
}

impl<'a> Iterator for RtfTokens<'a> {
    type Item = RtfToken<'a>;

    fn next(&mut self) -> Option<RtfToken<'a>> {
        loop {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            return Some(match first {
                b'{' => RtfToken::Open,
                b'}' => RtfToken::Close,
                b'\\' => self.control()?,
                // Line ends only break the lines of the file; a paragraph ends with a control word.
                b'\r' | b'\n' | 0 => continue,
                other => RtfToken::Byte(*other),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_a_space_that_is_theirs() {
        let tokens: Vec<RtfToken> = RtfTokens::new(b"{\\b0 a\\u-5\\'b1\\\\\\~}").collect();
        let expected = [
            RtfToken::Open,
            RtfToken::Word("b", Some(0)),
            RtfToken::Byte(b'a'),
            RtfToken::Word("u", Some(-5)),
            RtfToken::Byte(0xb1),
            RtfToken::Byte(b'\\'),
            RtfToken::Word("~", None),
            RtfToken::Close,
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn what_breaks_off_ends() {
        for broken in [&b"\\"[..], b"\\'", b"\\'b", b"\\u-", b"{\\"] {
            assert!(RtfTokens::new(broken).count() <= 2);
        }
    }
}
