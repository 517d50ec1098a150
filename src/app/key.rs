//! Keys as the keymap knows them, their names, and the half-width key that a full-width character stands for.
//!
//! Names are those of the keymap and the help: `j`, `Space`, `Ctrl-C`, `Shift-Tab`, `F5`. A
//! character holds its Shift, since terminals send `G` and not Shift with `g`. Keys are compared as
//! they are; full-width characters are halved before they are looked up.

use std::fmt;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, with Shift already in it: `G`, not Shift and `g`.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PgUp,
    /// Page down.
    PgDn,
    /// A function key, 1 to 12.
    F(u8),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key without its modifiers.
    pub code: Code,
    /// Set if Ctrl was held.
    pub ctrl: bool,
    /// Set if Alt was held.
    pub alt: bool,
    /// Set if Shift was held; never for a character, whose case holds it already.
    pub shift: bool,
}

/// The keys that have a name of more than one character.
const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PgUp),
    ("PgDn", Code::PgDn),
    ("Space", Code::Char(' ')),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Reads a name such as `j`, `Space`, `Ctrl-C`, `Shift-Tab` or `F1`; Ctrl with a letter ignores the letter's case.
    pub fn named(name: &str) -> Option<Key> {
        let mut key = Key::plain(Code::Enter);
        let mut rest = name;
        // The last `-` may be the key itself, as in `Ctrl--`.
        while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, t)| !t.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return None,
            }
            rest = tail;
        }
        key.code = code_named(rest)?;
        if let (true, Code::Char(c)) = (key.ctrl, key.code) {
            key.code = Code::Char(c.to_ascii_lowercase());
        }
        // `Shift-a` can never be pressed: the terminal sends `A`.
        (!(key.shift && matches!(key.code, Code::Char(_)))).then_some(key)
    }

    /// The key that a character from a Chinese input method stands for: `／` for `/`, `ｊ` for `j`, `【` for `[`.
    #[must_use]
    pub fn halved(self) -> Key {
        match self.code {
            Code::Char(c) => Key {
                code: Code::Char(half_width(c)),
                ..self
            },
            _ => self,
        }
    }

    /// The key without its Alt, if a terminal would send the same bytes for Esc and that key.
    ///
    /// Arrows and function keys send longer sequences, which no Esc can begin.
    #[must_use]
    pub fn after_esc(self) -> Option<Key> {
        let is_one_byte = matches!(
            self.code,
            Code::Char(_) | Code::Enter | Code::Tab | Code::Backspace
        );
        (self.alt && is_one_byte && !self.shift).then_some(Key { alt: false, ..self })
    }

    /// The character this key types into a text field.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Reads the name of a key without modifiers: a single character, a named key, or `F1` to `F12`.
fn code_named(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Code::Char(c));
    }
    if let Some((_, code)) = NAMED.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
        return Some(*code);
    }
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=12).contains(&number).then_some(Code::F(number))
}

/// Returns the half-width character on the same key. The block of full-width forms is ASCII shifted by 0xfee0; the others are
/// the marks that Chinese input methods put on ASCII keys. Any other character stays as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '「' | '『' => '{',
        '」' | '』' => '}',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        '·' => '`',
        '—' => '_',
        '…' => '^',
        c => c,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                out.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return out.write_str(name);
        }
        match self.code {
            Code::Char(c) if self.ctrl => write!(out, "{}", c.to_ascii_uppercase()),
            Code::Char(c) => write!(out, "{c}"),
            Code::F(number) => write!(out, "F{number}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_as_itself() {
        for name in [
            "j",
            "G",
            "-",
            "Space",
            "Ctrl-C",
            "Alt-x",
            "Shift-Tab",
            "PgDn",
            "F5",
            "]",
            "Ctrl-Right",
        ] {
            assert_eq!(
                Key::named(name).map(|k| k.to_string()).as_deref(),
                Some(name)
            );
        }
        assert_eq!(Key::named("ctrl-C"), Key::named("Ctrl-c"));
        assert_eq!(Key::named("Hyper-x"), None);
        assert_eq!(Key::named("F13"), None);
        assert_eq!(Key::named(""), None);
    }

    #[test]
    fn full_width_forms_are_their_half_width_keys() {
        for (full, half) in "／？：ｊＧ】【｝｛、　".chars().zip("/?:jG][}{/ ".chars()) {
            assert_eq!(
                Key::plain(Code::Char(full)).halved(),
                Key::plain(Code::Char(half))
            );
        }
    }
}
