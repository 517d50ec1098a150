//! Errors of reading a file, with messages and advice in both languages.
//!
//! A message is the part of a line that follows the name of the file and has no stop, so that advice can follow it.
//! Details from a library stay out of it: they are English and end no Chinese sentence.

use crate::lang::{Lang, Words};
use crate::model::transcript::FileFormat;
use crate::source::password::password;
use serde::{Deserialize, Serialize};
use std::fmt;
use xxhash_rust::xxh3::xxh3_128;

/// A file whose pages hold no text, so that they can only be recognised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScannedFile {
    /// The number of pages.
    pub pages: u32,
    /// The format, PDF or OFD.
    pub format: FileFormat,
    /// The hash of the file's bytes (XXH3, 128 bits), by which recognised text is kept. Only the process that reads a member
    /// of an archive has its bytes.
    pub content: u128,
}

impl ScannedFile {
    /// Returns the scan with these bytes.
    pub(super) fn of(bytes: &[u8], format: FileFormat, pages: u32) -> Self {
        Self {
            pages,
            format,
            content: xxh3_128(bytes),
        }
    }
}

/// The reason why a file cannot be read. It is sent from the reading process to its parent as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Error {
    /// The bytes are of no format that can be read.
    Unknown,
    /// The bytes are of a known format that holds no report; its name in Chinese and English, as `中文/English`.
    Foreign(String),
    /// An archive of several files, where one report was expected.
    Archive,
    /// A RAR archive. Its format is not free, and no reader of it has a licence that allows changes.
    Rar,
    /// A member was asked for, but the file is not an archive: plain text, a picture, or a document that is a zip package.
    NotAnArchive,
    /// An archive has no member of this name.
    NoMember(String),
    /// The text is encrypted, and not with the empty password.
    Encrypted,
    /// The program that guards the documents of an office has encrypted the file, and it alone opens it.
    Sealed,
    /// The file contradicts its own format; with the finding of that format's reader, for the log.
    Damaged(String),
    /// The pages hold no text.
    NoText(ScannedFile),
    /// The fonts of the text do not map their glyphs to characters; with the number of pages.
    NoCharacters(u32),
    /// The file is empty.
    Empty,
    /// More than [`LARGEST_FILE`](crate::source::LARGEST_FILE) bytes, packed or unpacked, or nested too deep.
    TooLarge,
    /// Reading took more time than a report can need.
    TooSlow,
    /// Reading took more memory than a report can need, or broke the reading process in another way.
    Crashed,
    /// There is no encoding of this name.
    NoEncoding(String),
    /// The reading process could not be started or answered in no known way.
    Helper(String),
    /// The reading process needs a file of the system that an empty root or a bare container lacks; with its path.
    Lacks(String),
}

impl Error {
    /// True if the system failed and not the file, so that another attempt may succeed.
    ///
    /// Only such an error is left out of the cache: all others would come again.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Helper(_) | Self::Lacks(_))
    }

    /// Returns the fault as the part of a message that follows the name of the file, without a stop.
    pub fn message(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Foreign(names) => return foreign(names, lang),
            Self::NoMember(name) => return with("压缩包里没有", "the archive lacks ", name, lang),
            // The detail is the English of the reader of that format.
            Self::Damaged(what) if lang == Lang::En => return format!("damaged: {what}"),
            Self::Damaged(_) => ("文件损坏", "damaged"),
            Self::NoText(scan) => return no_text(scan.pages, lang),
            Self::NoCharacters(pages) => return no_characters(*pages, lang),
            Self::NoEncoding(label) => {
                return with(
                    "没有这种编码：",
                    "there is no encoding called ",
                    label,
                    lang,
                );
            }
            Self::Helper(what) if lang == Lang::En => {
                return format!("the reading process failed: {what}");
            }
            Self::Helper(_) => ("读取进程出错", "the reading process failed"),
            Self::Lacks(path) => {
                let needs = Words::new(
                    "这里没有读取进程所需的 {}",
                    "the reading process needs {}, which is missing here",
                );
                return needs.with(lang, &[path]);
            }
            Self::Unknown => ("不是可读的格式", "not a format that can be read"),
            Self::Archive => ("是压缩包，不是一份报告", "an archive, not one report"),
            Self::Rar => ("RAR 压缩包无法读取", "a RAR archive, which cannot be read"),
            Self::NotAnArchive => (
                "这条路径经过一个文件，它不是压缩包，里面没有别的文件",
                "the path goes through a file that is not an archive",
            ),
            Self::Encrypted if password().is_some() => (
                "文件有密码，给出的密码打不开它",
                "it is protected by a password, and the one given does not open it",
            ),
            Self::Encrypted => ("文件有密码", "it is protected by a password"),
            Self::Sealed => (
                "由单位的加密软件加密，其他程序打不开",
                "it is encrypted by the document protection of an office, and no other program can open it",
            ),
            Self::Empty => ("文件是空的", "it is empty"),
            Self::TooLarge => (
                "文件过大，或解压后过大，或嵌套过深",
                "too large, packed or unpacked, or nested too deep",
            ),
            Self::TooSlow => (
                "读取超时，文件可能损坏或有恶意",
                "reading took too long; it may be damaged or hostile",
            ),
            Self::Crashed => (
                "读取时超出内存或中断，文件可能损坏或有恶意",
                "reading it ran out of memory or broke off; it may be damaged or hostile",
            ),
        };
        Words::new(zh, en).get(lang).to_owned()
    }

    /// Returns what the user can do about it.
    pub fn hint(&self) -> Words {
        let (zh, en) = match self {
            Self::Unknown | Self::Foreign(_) => (
                "可读 PDF、OFD、DOCX、DOC、ODT、RTF、HTML、Markdown、纯文本、邮件和电子表格",
                "PDF, OFD, DOCX, DOC, ODT, RTF, HTML, Markdown, plain text, mail and workbooks can be read",
            ),
            Self::Archive | Self::NoMember(_) => (
                "请把压缩包当作文件夹打开",
                "open the archive as if it were a folder",
            ),
            Self::Rar => (
                "请解压到文件夹再打开，或另存为 zip 或 7z",
                "unpack it into a folder, or save it as zip or 7z",
            ),
            Self::NotAnArchive => (
                "路径请只写到那个文件为止",
                "give the path of that file alone",
            ),
            Self::Encrypted => (
                "PDF、OFD、zip 和 7z 可用 --password-file 给出密码，其他格式请另存一份不加密的",
                "give the password of a PDF, OFD, zip or 7z by --password-file, or save a copy without one",
            ),
            Self::Sealed => (
                "请在装有该软件的电脑上解密，再另存一份",
                "decrypt it on a computer that has that protection, and save a copy",
            ),
            Self::Damaged(_) | Self::TooSlow | Self::Crashed => (
                "请重新下载，或用原来的程序打开后另存",
                "download it again, or open it in the program that made it and save a copy",
            ),
            Self::NoText(_) => (
                "像是扫描件，可用 newsreader recognise 识别，或用 ocrmypdf 添加文字层",
                "it looks like a scan: recognise it with newsreader recognise, or add a text layer with ocrmypdf",
            ),
            Self::NoCharacters(_) => (
                "可用 ocrmypdf --force-ocr 等 OCR 工具重新识别",
                "an OCR tool can read it afresh, for instance ocrmypdf --force-ocr",
            ),
            Self::NoEncoding(_) => (
                "例如 utf-8、gb18030、big5、utf-16le",
                "for example utf-8, gb18030, big5, utf-16le",
            ),
            Self::Lacks(_) => (
                "请在这个环境中挂载 /proc，并提供 /dev/null",
                "mount /proc and provide /dev/null in this environment",
            ),
            Self::Empty => (
                "请重新下载，或从原来的程序重新导出",
                "download it again, or export it again from the program that made it",
            ),
            Self::TooLarge => (
                "请拆成几个文件，或用原来的程序打开",
                "split it into several files, or open it in the program that made it",
            ),
            Self::Helper(_) => (
                "请再试一次；原因可用 --log 文件 查看",
                "try again; --log FILE records the reason",
            ),
        };
        Words::new(zh, en)
    }
}

impl fmt::Display for Error {
    /// Writes the message in the default language, for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::default()))
    }
}

/// Appends the detail `what` to a sentence.
fn with(zh: &'static str, en: &'static str, what: &str, lang: Lang) -> String {
    format!("{}{what}", Words::new(zh, en).get(lang))
}

/// The message on a format that holds no report; `names` are its names as `中文/English`.
// The names travel as one string, since the error is sent as JSON between processes.
fn foreign(names: &str, lang: Lang) -> String {
    let (zh, en) = names.split_once('/').unwrap_or((names, names));
    match lang {
        // Chinese sets a space between Han and Latin.
        Lang::Zh if zh.starts_with(|c: char| c.is_ascii()) => format!("是 {zh}，不是报告"),
        Lang::Zh => format!("是{zh}，不是报告"),
        Lang::En => format!("{en}, not a report"),
    }
}

/// The message on a scan of `pages` pages.
fn no_text(pages: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {pages} 页，都没有文字"),
        Lang::En => format!("none of its {pages} pages has text"),
    }
}

/// The message on `pages` pages whose glyphs cannot be mapped to characters.
fn no_characters(pages: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {pages} 页，字体没有说明字形是什么字，读不出来"),
        Lang::En => format!(
            "its fonts do not say which characters they show, so none of its {pages} pages can be read"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_in_both_languages() {
        let scan = Error::NoText(ScannedFile {
            pages: 14,
            ..ScannedFile::default()
        });
        assert_eq!(scan.message(Lang::En), "none of its 14 pages has text");
        assert_eq!(scan.to_string(), "共 14 页，都没有文字");
        assert!(scan.hint().en.contains("ocrmypdf"));
        let bare = Error::Lacks("/proc".to_owned());
        assert_eq!(bare.to_string(), "这里没有读取进程所需的 /proc");
    }

    #[test]
    fn names_a_foreign_format_in_each_language() {
        let sheet = Error::Foreign("Excel 表格/an Excel workbook".to_owned());
        assert_eq!(sheet.message(Lang::Zh), "是 Excel 表格，不是报告");
        assert_eq!(sheet.message(Lang::En), "an Excel workbook, not a report");
    }

    #[test]
    fn crosses_a_process_border_unchanged() {
        let error = Error::Damaged("xref".to_owned());
        let line = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<Error>(&line).unwrap(), error);
    }
}
