//! The reasons for which a text did not reach a clipboard.
//!
//! The messages stand in one place in both languages. The words of libraries and of the system's
//! own errors are English, so they go into the log and are replaced here by sentences of the
//! interface.

use crate::lang::{Lang, SystemError, Words};

/// Why a method of copying did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    /// The method does not exist here.
    #[error("not available here")]
    Unavailable,
    /// The program is not installed.
    #[error("{program} is not installed")]
    Missing {
        /// The name of the program.
        program: String,
    },
    /// The program is there but could not be started.
    #[error("{program} cannot be started: {}", reason.message(Lang::En))]
    NotStarted {
        /// The name of the program.
        program: String,
        /// The cause that the system gave.
        reason: SystemError,
    },
    /// The program ended with an error.
    #[error("{program} ended with an error ({})", exit_code(*code, Lang::En))]
    Ended {
        /// The name of the program.
        program: String,
        /// The exit code; `None` if a signal ended it.
        code: Option<i32>,
    },
    /// The program, or the system, did not answer in time.
    #[error("no answer within {seconds} s")]
    TimedOut {
        /// The length of the wait, in seconds.
        seconds: u64,
    },
    /// The text is longer than the method can carry.
    #[error("{bytes} bytes are more than a terminal takes by OSC 52 ({limit})")]
    TooLong {
        /// The length of the sequence, in bytes.
        bytes: usize,
        /// The length that can be relied on, in bytes.
        limit: usize,
    },
    /// The system's clipboard refused.
    #[error("{}", .0.get(Lang::En))]
    Refused(Words),
}

impl CopyError {
    /// Returns the reason in `lang`.
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
            Self::Ended { program, code } => {
                format!("{program} 异常结束（{}）", exit_code(*code, lang))
            }
            Self::TimedOut { seconds } => format!("{seconds} 秒内没有应答"),
            Self::TooLong { bytes, limit } => {
                format!("共 {bytes} 字节，超出终端经 OSC 52 所能接收的 {limit} 字节")
            }
            Self::Refused(words) => words.get(lang).to_owned(),
        }
    }
}

/// Describes how a program ended: the standard library's own words are English.
///
/// A program without an exit code was ended by a signal.
fn exit_code(code: Option<i32>, lang: Lang) -> String {
    match code {
        Some(code) => Words::new("退出码 {}", "exit code {}").with(lang, &[&code.to_string()]),
        None => Words::new("被信号终止", "ended by a signal")
            .get(lang)
            .to_owned(),
    }
}

impl From<arboard::Error> for CopyError {
    fn from(error: arboard::Error) -> Self {
        Self::Refused(match error {
            arboard::Error::ContentNotAvailable => {
                Words::new("剪贴板里没有文字", "the clipboard holds no text")
            }
            arboard::Error::ClipboardNotSupported => {
                Words::new("系统没有剪贴板", "the system has no clipboard")
            }
            arboard::Error::ClipboardOccupied => Words::new(
                "剪贴板被另一个程序占用",
                "another program holds the clipboard",
            ),
            arboard::Error::ConversionFailure => Words::new(
                "剪贴板不接受这段文字",
                "the clipboard does not take this text",
            ),
            _ => Words::new("连不上系统剪贴板", "the system clipboard cannot be reached"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_of_a_library_ends_a_chinese_sentence() {
        let program = || "剪贴".to_owned();
        let errors = [
            CopyError::NotStarted {
                program: program(),
                reason: SystemError::from(&std::io::Error::from(
                    std::io::ErrorKind::PermissionDenied,
                )),
            },
            CopyError::Ended {
                program: program(),
                code: None,
            },
            CopyError::from(arboard::Error::ClipboardOccupied),
            CopyError::from(arboard::Error::Unknown {
                description: "X11 server connection timed out".to_owned(),
            }),
        ];
        for error in errors {
            let message = error.message(Lang::Zh);
            assert!(
                !message.chars().any(|c| c.is_ascii_alphabetic()),
                "{message}"
            );
        }
    }
}
