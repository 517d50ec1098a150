//! The Chinese tailoring of UAX #14: line breaks that CLREQ (basic and GB style) or the rules for numbers forbid, and a few
//! that they add. Every rule looks at the characters around one place only.
//!
//! They are asked for the places where UAX #14 allows a break or its own rules do not reach. A
//! place is judged by the character before it and the one behind it, in a few cases by one more;
//! only whether it lies in a web address needs more of the text, and that answer is kept for the
//! next place.

use crate::text::chars::{
    is_ascii_pause, is_closing, is_digit, is_full_width_alphanumeric, is_interpunct, is_opening,
    is_pause,
};
use crate::text::rules::Rules;
use std::cell::RefCell;
use std::ops::Range;

/// A paragraph with the facts about the whole of it that the tailoring needs.
#[derive(Debug)]
pub struct BreakContext<'a> {
    /// The whole paragraph.
    pub text: &'a str,
    /// The house rules.
    pub rules: &'a Rules,
    /// Set when the number of straight double quotes is even, so that every second one closes.
    paired_quotes: bool,
    /// The last token of ASCII that was asked for, and true if it is a link. Without this a link of a megabyte would be
    /// scanned for each of its characters.
    token: RefCell<(Range<usize>, bool)>,
}

impl<'a> BreakContext<'a> {
    /// Returns the context of the paragraph `text` under `rules`.
    pub fn new(text: &'a str, paired_quotes: bool, rules: &'a Rules) -> Self {
        Self {
            text,
            rules,
            paired_quotes,
            token: RefCell::new((0..0, false)),
        }
    }

    /// True if the tailoring allows the line to end before byte `at`. `quotes` is the number of straight double quotes before
    /// `at`. With `forced` only the rules are applied that hold even inside a unit wider than the line.
    pub fn allows(&self, at: usize, quotes: usize, forced: bool) -> bool {
        let (Some(head), Some(tail)) = (self.text.get(..at), self.text.get(at..)) else {
            return false;
        };
        let mut back = head.chars().rev();
        let (Some(p), Some(n)) = (back.next(), tail.chars().next()) else {
            return true;
        };
        // These hold even for an emergency break inside a unit wider than the line.
        if starts_no_line(n, p) || is_opening(p) || self.is_quote_edge(p, n, quotes) {
            return false;
        }
        if forced {
            return true;
        }
        let mut pp = || back.next();
        match (p, n) {
            // CLREQ, GB style: connectors and ellipses start no line.
            (_, '～' | '–' | '…' | '⋯') => false,
            // A dash —— is one mark of two characters. At a line start CLREQ allows it at the basic level alone.
            (_, '—') if p == '—' => false,
            (_, '—') => !self.rules.strict_dashes && tail.starts_with("——"),
            // A hyphen belongs to the word before it.
            (_, '-') if p != ' ' && p != '-' => false,
            // A slash joins two words, except at the start of a path and inside an address.
            (' ', '/' | '／') => true,
            ('/', _) if head.ends_with("://") => false,
            (_, '/' | '／') | ('/' | '／', _) => self.is_in_url(at),
            // Currency signs, per cent signs and decimal points stay with their number.
            ('$' | '＄' | '￥' | '¥' | '€' | '£' | '№', _) if is_digit(n) => false,
            (_, '%' | '％' | '‰' | '℃' | '℉' | '°') if is_digit(p) => false,
            ('.' | ',' | ':' | '．' | '-', _) if is_digit(n) => !pp().is_some_and(is_digit),
            // UAX #14 breaks between full-width letters as between Han; ＡＩ and ２０２５ are words all the same.
            (_, _) if is_full_width_alphanumeric(p) && is_full_width_alphanumeric(n) => false,
            // A number is never parted, of whichever width its digits are.
            (_, _) if is_digit(p) && is_digit(n) => false,
            // `-c` and `--to` are one word; in `AI-based` a line may end behind the hyphen.
            ('-', _) if n.is_ascii_alphabetic() || n == '-' => !starts_option(head),
            // 5 km: the number and its unit.
            (' ', _) if self.rules.glue_units => !(n.is_alphabetic() && pp().is_some_and(is_digit)),
            _ => true,
        }
    }

    /// True if the straight quote at the place opens before it or closes behind it. `"` has no side of its own, so the count
    /// decides.
    fn is_quote_edge(&self, p: char, n: char, quotes: usize) -> bool {
        self.paired_quotes && quotes % 2 == 1 && (n == '"' || p == '"')
    }

    /// True if byte `at` is inside a token of ASCII that is a link, an address or a path.
    pub fn is_in_url(&self, at: usize) -> bool {
        let mut known = self.token.borrow_mut();
        // Places are asked for in order, so most lie in the token of the question before.
        if !(known.0.start < at && at < known.0.end) {
            let token = self.token(at);
            let url = self.text.get(token.clone()).is_some_and(is_url);
            *known = (token, url);
        }
        known.1
    }

    /// Returns the bytes of the run of visible ASCII characters around `at`; empty if the run does not cross `at`.
    fn token(&self, at: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let (head, tail) = bytes.split_at(at.min(bytes.len()));
        let back = head
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_graphic())
            .count();
        let on = tail.iter().take_while(|b| b.is_ascii_graphic()).count();
        if back == 0 || on == 0 {
            at..at
        } else {
            at - back..at + on
        }
    }
}

/// True if a token of ASCII is a web address, a mail address or a path.
///
/// ```
/// use newsreader::text::breaks::tailor::is_url;
/// assert!(is_url("https://example.com") && is_url("/usr/share/doc") && !is_url("and/or"));
/// ```
pub fn is_url(token: &str) -> bool {
    // Two slashes: `and/or` and `24/7` are words, a path has more parts.
    token.contains("://")
        || token.contains("www.")
        || token.contains('@')
        || token.bytes().filter(|&b| b == b'/').count() >= 2
}

/// True if `head` ends at a good place to break a web address, behind / ? & = - and before a word. With `digits` a place
/// between two digits (a date in a path) is good as well.
pub fn is_url_joint(head: &str, tail: &str, digits: bool) -> bool {
    let mut back = head.bytes().rev();
    let (Some(p), Some(n)) = (back.next(), tail.bytes().next()) else {
        return false;
    };
    let pp = back.next().unwrap_or(b' ');
    // A mark before another mark is no joint: `/?` and `=&` stay together.
    matches!(p, b'/' | b'?' | b'&' | b'=' | b'-')
        && (n.is_ascii_alphanumeric() || matches!(n, b'%' | b'_' | b'~' | b'#' | b'$' | b'+'))
        // `2025-06` and `1/2` are values; within an address they are broken only where nothing else
        // is left.
        && (digits || !(pp.is_ascii_digit() && n.is_ascii_digit()))
        && !head.ends_with("://")
}

/// True if no line begins with `n` behind `p`, even where the unit is wider than the line.
fn starts_no_line(n: char, p: char) -> bool {
    is_closing(n) || is_pause(n) || is_interpunct(n) || is_ascii_pause(n) && p != ' '
}

/// True if a break before `n` would split a pair —— or …… whose first half ends `head`.
pub fn splits_pair(head: &str, n: char) -> bool {
    // Four dashes in a row are two marks, between which the line may end.
    let run = || head.chars().rev().take_while(|&c| c == n).count();
    matches!(n, '—' | '…' | '⋯') && run() % 2 == 1
}

/// True if `head` ends with the one to three hyphens of a command line option such as `-c` or `--to`.
fn starts_option(head: &str) -> bool {
    // Four and more are a rule of hyphens. Only four are looked at: such a rule may be as long as a report.
    let hyphens = head
        .bytes()
        .rev()
        .take(4)
        .take_while(|&byte| byte == b'-')
        .count();
    let before = head
        .len()
        .checked_sub(hyphens + 1)
        .and_then(|at| head.as_bytes().get(at));
    hyphens < 4 && before.is_none_or(|&byte| byte == b' ')
}
