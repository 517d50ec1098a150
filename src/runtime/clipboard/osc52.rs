//! OSC 52: asks the terminal itself to put a text into its clipboard, however many hosts away it is.
//!
//! The sequence travels with the output, through SSH and most multiplexers, to the terminal in
//! front of the user. It needs no program and no display, but a terminal may ignore it without a
//! sign, so a copy by OSC 52 is reported as sent and not as done.

use crate::runtime::clipboard::error::CopyError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest sequence that is sent, in bytes. Terminals do not report their limit, and cut or drop what is longer. hterm
/// takes this much; xterm, VTE-based terminals and tmux take at least 100,000.
pub const LIMIT_BYTES: usize = 74_994;

// 600 leaves room for the brackets around a piece.
/// The length of a piece inside GNU screen, in bytes. Screen passes on device control strings of at most 768 (`MAXSTR`).
const SCREEN_PIECE_BYTES: usize = 600;

/// Returns the bytes that put `text` into the clipboard of the terminal.
///
/// Inside GNU screen the sequence is sent in pieces, each in a device control string of its own; the terminal around it
/// receives one sequence.
///
/// # Errors
/// [`CopyError::TooLong`] if some terminals would not take all of it.
pub fn sequence(text: &str, in_screen: bool) -> Result<Vec<u8>, CopyError> {
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text)).into_bytes();
    if plain.len() > LIMIT_BYTES {
        return Err(CopyError::TooLong {
            bytes: plain.len(),
            limit: LIMIT_BYTES,
        });
    }
    if !in_screen {
        return Ok(plain);
    }
    // Base64 is ASCII, so that a piece may end after any byte.
    let pieces = plain.chunks(SCREEN_PIECE_BYTES);
    Ok(pieces
        .flat_map(|piece| [b"\x1bP".as_slice(), piece, b"\x1b\\"].concat())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{CopyError, LIMIT_BYTES, sequence};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn the_sequence_decodes_to_the_text() {
        let bytes = sequence("https://example.com/报?a=1", false).unwrap();
        let inside = bytes.strip_prefix(b"\x1b]52;c;").unwrap();
        let inside = inside.strip_suffix(b"\x07").unwrap();
        let text = STANDARD.decode(inside).unwrap();
        assert_eq!(text, "https://example.com/报?a=1".as_bytes());
    }

    #[test]
    fn in_screen_the_pieces_join_to_the_same_sequence() {
        let text = "网".repeat(3000);
        let bytes = sequence(&text, true).unwrap();
        let wrapped = String::from_utf8(bytes).unwrap();
        let pieces: Vec<&str> = wrapped
            .split("\x1b\\")
            .filter(|piece| !piece.is_empty())
            .map(|piece| piece.strip_prefix("\x1bP").unwrap())
            .collect();
        assert!(pieces.iter().all(|piece| piece.len() < 768));
        assert_eq!(
            pieces.concat().into_bytes(),
            sequence(&text, false).unwrap()
        );
    }

    #[test]
    fn what_a_terminal_would_cut_is_not_sent() {
        let text = "a".repeat(LIMIT_BYTES);
        assert!(matches!(
            sequence(&text, false),
            Err(CopyError::TooLong { .. })
        ));
    }
}
