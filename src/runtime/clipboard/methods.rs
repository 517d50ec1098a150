//! The programs that the methods of copying call, and the messages about them.
//!
//! Each call gets the text on standard input. Where the better form of a call may fail on an older
//! version of a program (tmux before 3.2), the older form follows it.

use crate::config::CopyMethod;
use crate::lang::{Lang, Words};
use crate::runtime::clipboard::program::Call;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The `PowerShell` command that decodes the text from base64. Only ASCII passes through the pipe, which no code page can
/// spoil.
const POWERSHELL: &str = "Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString(\
                          [Convert]::FromBase64String([Console]::In.ReadToEnd())))";

impl CopyMethod {
    /// Names the place of the copied text, for the status line.
    pub fn place(&self, lang: Lang) -> String {
        let words = match self {
            Self::Tmux => Words::new("tmux 缓冲区", "the tmux buffer"),
            Self::Osc52 => Words::new("终端（OSC 52）", "the terminal (OSC 52)"),
            Self::Native => Words::new("系统剪贴板", "the system clipboard"),
            Self::Wsl => Words::new("Windows 剪贴板", "the Windows clipboard"),
            _ => {
                let by = Words::new("剪贴板（{}）", "the clipboard ({})");
                return by.with(lang, &[self.name()]);
            }
        };
        words.get(lang).to_owned()
    }

    /// Returns the calls that put `text` into the clipboard, the better one first; `None` for a method without a program.
    pub fn calls(&self, text: &str) -> Option<Vec<Call>> {
        let call = |words: &[&str]| Call::new(words, text.as_bytes().to_vec());
        let calls = match self {
            Self::Osc52 | Self::Native => return None,
            // `-w` (tmux 3.2) passes the text on to the terminal even where tmux drops an application's own OSC 52.
            Self::Tmux => vec![
                call(&["tmux", "load-buffer", "-w", "-"]),
                call(&["tmux", "load-buffer", "-"]),
            ],
            Self::WlCopy => vec![call(&["wl-copy"])],
            Self::Xclip => vec![call(&["xclip", "-selection", "clipboard", "-in"])],
            Self::Xsel => vec![call(&["xsel", "--clipboard", "--input"])],
            Self::Termux => vec![call(&["termux-clipboard-set"])],
            Self::Wsl => wsl(text),
            Self::Own(words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                vec![call(&words)]
            }
        };
        Some(calls)
    }

    /// Returns the program that prints the text in the clipboard, for `newsreader doctor`; `None` where there is none.
    ///
    /// OSC 52 has no answer that can be relied on, and a configured program has no counterpart that is
    /// known.
    pub fn reader(&self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Tmux => &["tmux", "show-buffer"],
            Self::WlCopy => &["wl-paste", "--no-newline"],
            Self::Xclip => &["xclip", "-selection", "clipboard", "-out"],
            Self::Xsel => &["xsel", "--clipboard", "--output"],
            Self::Termux => &["termux-clipboard-get"],
            Self::Osc52 | Self::Native | Self::Wsl | Self::Own(_) => return None,
        })
    }
}

/// Returns the calls for the clipboard of Windows from inside WSL.
///
/// The three differ in how they take Han: as UTF-8, as base64 in ASCII, as UTF-16.
fn wsl(text: &str) -> Vec<Call> {
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ascii = STANDARD.encode(text).into_bytes();
    let powershell = [
        "powershell.exe",
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        POWERSHELL,
    ];
    vec![
        // Fast and takes UTF-8, but must be installed.
        Call::new(&["win32yank.exe", "-i", "--crlf"], text.as_bytes().to_vec()),
        Call::new(&powershell, ascii).slow(),
        // Takes UTF-16LE without a byte order mark; it would read UTF-8 as the system's code page.
        Call::new(&["clip.exe"], utf16),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_han_character_crosses_to_windows_in_a_code_page() {
        let calls = CopyMethod::Wsl.calls("报 1").unwrap();
        assert_eq!(calls[1].words[0], "powershell.exe");
        assert!(calls[1].input.is_ascii());
        assert_eq!(calls[2].input, [0xa5, 0x62, 0x20, 0, 0x31, 0]);
    }
}
