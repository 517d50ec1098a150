//! Little-endian numbers out of bytes that may lie about their length.
//!
//! Past the end every number is 0 and every slice is short, so that the readers need no check of their own and damage
//! costs only what it hit.

use crate::source::error::Error;

/// The number at `at`, or 0 past the end.
pub(super) fn u8_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The number at `at`, or 0 past the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let pair = bytes.get(at..at.saturating_add(2)).unwrap_or(&[0, 0]);
    u16::from_le_bytes([pair[0], pair[1]])
}

/// The number at `at`, or 0 past the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at.saturating_add(2))) << 16
}

/// As [`u32_at`], for use as a position.
pub(super) fn at32(bytes: &[u8], at: usize) -> usize {
    u32_at(bytes, at) as usize
}

/// `len` bytes from `at` on, or as many of them as there are.
pub(super) fn slice(bytes: &[u8], at: usize, len: usize) -> &[u8] {
    let end = at.saturating_add(len).min(bytes.len());
    bytes.get(at..end).unwrap_or_default()
}

/// The character positions of a PLC whose elements are `size` bytes, and the elements.
///
/// A PLC is a list of n + 1 positions, then n elements: each element holds from its position to the
/// next ([MS-DOC] 2.2.2).
pub(super) fn plc(bytes: &[u8], size: usize) -> impl Iterator<Item = (usize, usize, &[u8])> {
    let count = bytes.len().saturating_sub(4) / (size + 4);
    (0..count).map(move |nth| {
        let data = slice(bytes, (count + 1) * 4 + nth * size, size);
        (at32(bytes, nth * 4), at32(bytes, nth * 4 + 4), data)
    })
}

/// The piece table: what follows the property modifiers in the CLX.
///
/// # Errors
/// [`Error::Damaged`] if there is none.
pub(super) fn pieces(clx: &[u8]) -> Result<&[u8], Error> {
    let mut at = 0;
    // Modifiers (Prc) have the type 1 and stand before the table, whose type is 2.
    while u8_at(clx, at) == 1 {
        at += 3 + usize::from(u16_at(clx, at + 1));
    }
    if u8_at(clx, at) != 2 {
        return Err(Error::Damaged("no piece table".to_owned()));
    }
    Ok(slice(clx, at + 5, at32(clx, at + 1)))
}
