//! The programs that some ways to a clipboard call, and what may go wrong.

use crate::config::Way;
use crate::lang::{Lang, SystemError, Words};
use crate::runtime::clipboard::program::Call;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Why a way did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no such way here.
    #[error("not available here")]
    Unavailable,
    /// The program is not installed.
    #[error("{program} is not installed")]
    Missing {
        /// Its name.
        program: String,
    },
    /// The program may not be run.
    #[error("{program}: {}", reason.message(Lang::En))]
    NotStarted {
        /// Its name.
        program: String,
        /// The reason that the system gave.
        reason: SystemError,
    },
    /// The program ended badly.
    #[error("{program} failed ({status})")]
    Ended {
        /// Its name.
        program: String,
        /// Its exit status.
        status: String,
    },
    /// The program, or the system, did not answer in time.
    #[error("no answer within {seconds} s")]
    Silent {
        /// How long it was waited for.
        seconds: u64,
    },
    /// More text than the way can carry.
    #[error("{bytes} bytes are more than a terminal takes by OSC 52 ({limit})")]
    TooLong {
        /// Bytes of the sequence.
        bytes: usize,
        /// Bytes that can be relied on.
        limit: usize,
    },
    /// The system's clipboard refused, with the English message of the clipboard library.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// Returns the reason in `lang`. The English of the system and of libraries is left out of a Chinese message.
    pub fn message(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Unavailable => "此处没有这种方式".to_owned(),
            Self::Missing { program } => format!("没有安装 {program}"),
            Self::NotStarted { program, reason } => {
                format!("无法启动 {program}：{}", reason.message(lang))
            }
            Self::Ended { program, .. } => format!("{program} 异常结束"),
            Self::Silent { seconds } => format!("{seconds} 秒内没有应答"),
            Self::TooLong { bytes, limit } => {
                format!("共 {bytes} 字节，超出终端经 OSC 52 所能接收的 {limit} 字节")
            }
            Self::Refused(_) => "系统剪贴板没有接受".to_owned(),
        }
    }
}

/// Decodes the text from base64 on the far side: what passes through the pipe is ASCII, so no code page can spoil it.
const POWERSHELL: &str = "Set-Clipboard -Value ([Text.Encoding]::UTF8.GetString(\
                          [Convert]::FromBase64String([Console]::In.ReadToEnd())))";

impl Way {
    /// Where the text is once the way has taken it, for the status line.
    pub fn place(&self, lang: Lang) -> String {
        let words = match self {
            Self::Tmux => Words::new("tmux 缓冲区", "the tmux buffer"),
            Self::Osc52 => Words::new("终端（OSC 52）", "the terminal (OSC 52)"),
            Self::Native => Words::new("系统剪贴板", "the system clipboard"),
            Self::Wsl => Words::new("Windows 剪贴板", "the Windows clipboard"),
            _ => {
                let by = Words::new("剪贴板", "the clipboard").get(lang);
                return format!("{by} ({})", self.name());
            }
        };
        words.get(lang).to_owned()
    }

    /// The programs that take the text, the better one first; `None` for the ways that call none.
    pub fn programs(&self, text: &str) -> Option<Vec<Call>> {
        let call = |words: &[&str]| Call::new(words, text.as_bytes().to_vec());
        let calls = match self {
            Self::Osc52 | Self::Native => return None,
            // `-w` (tmux 3.2) hands the text on to the terminal even where tmux would drop an application's own OSC 52.
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

    /// The program that says what the clipboard holds now, for `newsreader doctor`.
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

/// `win32yank` where somebody has it, `PowerShell` else; `clip.exe` last, which takes UTF-16LE without a mark and would read
/// UTF-8 as the system's code page.
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
        Call::new(&["win32yank.exe", "-i", "--crlf"], text.as_bytes().to_vec()),
        Call::new(&powershell, ascii).patient(),
        Call::new(&["clip.exe"], utf16),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_han_character_crosses_to_windows_in_a_code_page() {
        let calls = Way::Wsl.programs("报 1").unwrap();
        assert_eq!(calls[1].words()[0], "powershell.exe");
        assert!(calls[1].input().is_ascii());
        assert_eq!(calls[2].input(), [0xa5, 0x62, 0x20, 0, 0x31, 0]);
    }
}
