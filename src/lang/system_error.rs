//! Errors of the operating system in the language of the interface.
//!
//! [`std::io::Error`] prints English alone, and a Chinese message must not end in it.

use super::{Lang, Words};
use std::io::{self, ErrorKind};

/// The kind and the code of an [`io::Error`], which can be kept, compared and printed in either language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SystemError {
    /// The kind, by which the program has words of its own.
    kind: ErrorKind,
    /// The number of the system; `None` for an error that the library made itself.
    code: Option<i32>,
}

impl SystemError {
    /// Returns a sentence without its full stop: the program's own words for the common kinds, otherwise the number that
    /// the system gave, which can be looked up.
    #[must_use]
    pub fn message(self, lang: Lang) -> String {
        match (words(self.kind), self.code) {
            (Some(words), _) => words.get(lang).to_owned(),
            (None, Some(code)) => {
                let numbered = Words::new("系统错误，代码 {}", "system error {}");
                numbered.with(lang, &[&code.to_string()])
            }
            (None, None) => Words::new("读写出错", "reading or writing failed")
                .get(lang)
                .to_owned(),
        }
    }
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.raw_os_error(),
        }
    }
}

/// Returns the words for the common kinds; `None` for the others, which are shown by their number.
fn words(kind: ErrorKind) -> Option<Words> {
    Some(match kind {
        ErrorKind::NotFound => Words::new("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => Words::new("没有权限", "permission denied"),
        ErrorKind::AlreadyExists => Words::new("已经存在", "it already exists"),
        ErrorKind::IsADirectory => Words::new("这是文件夹", "it is a folder"),
        ErrorKind::NotADirectory => {
            Words::new("路径中有一段不是文件夹", "part of the path is not a folder")
        }
        ErrorKind::DirectoryNotEmpty => Words::new("文件夹不是空的", "the folder is not empty"),
        ErrorKind::ReadOnlyFilesystem => Words::new("所在的磁盘只读", "the disk is read-only"),
        ErrorKind::StorageFull | ErrorKind::WriteZero => Words::new("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => Words::new("磁盘配额已用完", "the disk quota is used up"),
        ErrorKind::FileTooLarge => Words::new("文件过大", "the file is too large"),
        ErrorKind::InvalidFilename => {
            Words::new("文件名无效或过长", "the file name is invalid or too long")
        }
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            Words::new("文件被占用", "the file is in use")
        }
        ErrorKind::BrokenPipe => Words::new("管道已关闭", "the pipe is closed"),
        ErrorKind::UnexpectedEof => Words::new("文件提前结束", "the file ends too early"),
        ErrorKind::InvalidData => Words::new("内容无效", "the data is not valid"),
        ErrorKind::TimedOut => Words::new("超时", "it took too long"),
        ErrorKind::OutOfMemory => Words::new("内存不足", "out of memory"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_error_has_words_and_a_rare_one_its_number() {
        let denied = SystemError::from(&io::Error::from(ErrorKind::PermissionDenied));
        assert_eq!(denied.message(Lang::Zh), "没有权限");
        assert_eq!(denied.message(Lang::En), "permission denied");
        let rare = SystemError::from(&io::Error::from_raw_os_error(99_999));
        assert_eq!(rare.message(Lang::Zh), "系统错误，代码 99999");
    }

    #[test]
    fn no_english_of_the_standard_library_is_in_a_chinese_message() {
        let foreign = SystemError::from(&io::Error::other("something went wrong"));
        assert_eq!(foreign.message(Lang::Zh), "读写出错");
    }
}
