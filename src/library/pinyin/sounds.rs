//! The sounds of characters: by which letters the readings of each begin, as bitsets. Nearly every character of a text is
//! no match for what was typed, and one look at its sound and the next one's shows that without decoding either.
//!
//! The tables cover the characters that compact text writes in one or two bytes, which is all but the rarest; the others are
//! looked up one by one. They are made at the first search, or before it by [`prepare`].

use crate::library::cache::compact_text;
use crate::text::fold::fold_char;
use pinyin::ToPinyinMulti;
use std::sync::LazyLock;

/// Builds the tables, so that the first search does not wait for them.
pub fn prepare() {
    LazyLock::force(&TABLE);
}

/// A bitset of the initials of a character: of all readings of a Han character, or a letter or digit itself with [`LETTER`].
/// From bit [`SECONDS`] on the second letters of the readings.
pub(super) type Sound = u64;

/// Set for letters and digits, clear for Han characters.
pub(super) const LETTER: Sound = 1 << 63;

/// The first bit after those of 26 letters and ten digits.
pub(super) const SECONDS: u32 = 36;

/// Tables of the characters that take one or two bytes in compact text, in the order of their codes.
struct PinyinTable {
    /// The characters.
    letters: Vec<char>,
    /// The first and second letters of their readings, as bits.
    sounds: Vec<Sound>,
    /// The third letters of the readings.
    thirds: Vec<Sound>,
}

/// The tables of the program, made at the first search by pinyin.
static TABLE: LazyLock<PinyinTable> = LazyLock::new(|| {
    let singles = (0..0x80).map(|byte| vec![byte]);
    let pairs = (0x80..0xc0).flat_map(|one| (0xc0..=0xff).map(move |two| vec![one, two]));
    let letter = |bytes: Vec<u8>| compact_text::first(&bytes).unwrap_or_default().0;
    let letters: Vec<char> = singles.chain(pairs).map(letter).collect();
    let sounds = letters.iter().map(|letter| sound(*letter)).collect();
    let thirds = letters
        .iter()
        .map(|letter| nth_letters(*letter, 2))
        .collect();
    PinyinTable {
        letters,
        sounds,
        thirds,
    }
});

/// Returns the index in [`TABLE`] of the first character of `text` and its bytes; `None` for a longer code.
fn number(text: &[u8]) -> Option<(usize, usize)> {
    match text {
        [one, ..] if *one < 0x80 => Some((usize::from(*one), 1)),
        [one, two, ..] if *two >= 0xc0 => {
            let pair = usize::from(one & 0x3f) << 6 | usize::from(two & 0x3f);
            Some((0x80 + pair, 2))
        }
        _ => None,
    }
}

/// Returns the sound of the first character of `text`, which is compact, and the bytes it takes.
pub(super) fn first_sound(text: &[u8]) -> Option<(Sound, usize)> {
    if let Some((number, len)) = number(text) {
        return Some((*TABLE.sounds.get(number)?, len));
    }
    let (letter, rest) = compact_text::first(text)?;
    Some((sound(letter), text.len() - rest.len()))
}

/// Returns the sound of `c`; 0 where it is neither a Han character nor a letter.
fn sound(c: char) -> Sound {
    let folded = fold_char(c);
    if folded.is_ascii_alphanumeric() {
        return initial(folded) | LETTER;
    }
    nth_letters(c, 0) | nth_letters(c, 1) << SECONDS
}

/// Returns the third letters of the readings of the first character of `text`, which is compact.
pub(super) fn thirds(text: &[u8]) -> Sound {
    match number(text) {
        Some((number, _)) => TABLE.thirds.get(number).copied().unwrap_or(0),
        None => compact_text::first(text).map_or(0, |(letter, _)| nth_letters(letter, 2)),
    }
}

/// Returns the letters at index `n` of all readings of `c`; 0 where it is not a Han character.
fn nth_letters(c: char, n: usize) -> Sound {
    let readings = c
        .to_pinyin_multi()
        .filter(|_| is_han(c))
        .into_iter()
        .flatten();
    let letters = readings.filter_map(|reading| reading.plain().chars().nth(n));
    letters.map(typed_as).fold(0, |a, b| a | b)
}

/// Returns the bits of the letters by which a letter of a reading may be typed.
fn typed_as(letter: char) -> Sound {
    match letter {
        'ü' => initial('u') | initial('v'),
        letter => initial(letter),
    }
}

/// Returns the bit of a letter or a digit; 0 for anything else.
pub(super) fn initial(letter: char) -> Sound {
    match u8::try_from(letter) {
        Ok(letter @ b'a'..=b'z') => 1 << (letter - b'a'),
        Ok(digit @ b'0'..=b'9') => 1 << (26 + digit - b'0'),
        _ => 0,
    }
}

/// True for Han characters, 〇 among them.
pub(super) fn is_han(c: char) -> bool {
    u32::from(c) >= 0x3400 && c.is_alphabetic() || c == '〇'
}

/// Returns the first character of `text`, which is compact, and what follows it.
pub(super) fn first_of_short(text: &[u8]) -> Option<(char, &[u8])> {
    match number(text) {
        Some((number, len)) => Some((*TABLE.letters.get(number)?, text.get(len..)?)),
        None => compact_text::first(text),
    }
}
