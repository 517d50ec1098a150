//! OSC 52: the terminal itself is asked to put a text into its clipboard, however many hosts away it is.

use crate::runtime::clipboard::way::Failure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest sequence that is sent. Terminals do not say what they take, and cut or drop what is longer; this is what
/// hterm takes of the 100,000 bytes that xterm, VTE-based terminals and tmux take at least.
pub const LIMIT_BYTES: usize = 74_994;

/// Screen hands a device control string on to its terminal, of 768 bytes at most (`MAXSTR`).
const SCREEN_PIECE_BYTES: usize = 600;

/// The bytes that put `text` into the clipboard of the terminal.
///
/// Inside GNU screen the sequence goes through in pieces, each in a device control string of its own; the terminal
/// around it sees one sequence.
///
/// # Errors
/// [`Failure::TooLong`] where the terminal could not be relied on to take all of it.
pub fn sequence(text: &str, in_screen: bool) -> Result<Vec<u8>, Failure> {
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text)).into_bytes();
    if plain.len() > LIMIT_BYTES {
        return Err(Failure::TooLong {
            bytes: plain.len(),
            limit: LIMIT_BYTES,
        });
    }
    if !in_screen {
        return Ok(plain);
    }
    let pieces = plain.chunks(SCREEN_PIECE_BYTES);
    Ok(pieces
        .flat_map(|piece| [b"\x1bP".as_slice(), piece, b"\x1b\\"].concat())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{Failure, LIMIT_BYTES, sequence};
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
            Err(Failure::TooLong { .. })
        ));
    }
}
