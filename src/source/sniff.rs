//! Telling a format by its first bytes, by the names inside a package, never by the name of the file.

use crate::model::transcript::FileFormat;
use std::io::{Cursor, Read, Seek};

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Anything that no magic number claims: text, Markdown, or junk.
    Text,
    /// A format that can be read.
    Known(FileFormat),
    /// A page saved with its pictures, or a mail: HTML inside MIME.
    Mail,
    /// A zip archive of other files.
    Archive,
    /// An Office document behind a password.
    Locked,
    /// A format that holds no report, as `中文/English`.
    Other(&'static str),
}

/// How far into a file its beginning may lie: a PDF may follow junk, a page may follow comments.
const HEAD: usize = 4096;

/// First bytes of formats that people confuse with reports, or that lie in the same folders.
const FOREIGN: [(&[u8], &str); 14] = [
    (b"\x89PNG\r\n", "PNG 图片/a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片/a JPEG picture"),
    (b"GIF8", "GIF 图片/a GIF picture"),
    (b"II*\0", "TIFF 图片/a TIFF picture"),
    (b"MM\0*", "TIFF 图片/a TIFF picture"),
    (b"Rar!\x1a", "RAR 压缩包/a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包/a 7z archive"),
    (b"\x1f\x8b\x08", "gzip 压缩包/a gzip archive"),
    (b"\x7fELF", "程序/a program"),
    (b"MZ\x90\0", "程序/a program"),
    (b"SQLite format 3", "数据库/a database"),
    (b"\0\0\x01\0", "图标/an icon"),
    (b"ID3", "音频/a sound file"),
    (b"%!PS", "PostScript 文件/a PostScript file"),
];

/// Whether bytes that begin like this are plain text or Markdown, which is safe to read in this process.
///
/// A few KB decide; what is not plain is read where it can do no harm.
pub fn is_plain(head: &[u8]) -> bool {
    magic(head) == Magic::None
}

/// Tells what a whole file is.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    match magic(bytes) {
        Magic::None => FileKind::Text,
        Magic::Known(format) => FileKind::Known(format),
        Magic::Mail => FileKind::Mail,
        Magic::Other(name) => FileKind::Other(name),
        Magic::Zip => package(bytes),
        Magic::Cfb => compound(bytes),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Magic {
    None,
    Known(FileFormat),
    Mail,
    Other(&'static str),
    Zip,
    Cfb,
}

fn magic(bytes: &[u8]) -> Magic {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if is_zip(bytes) {
        return Magic::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Magic::Cfb;
    }
    if bytes.starts_with(b"{\\rt") {
        return Magic::Known(FileFormat::Rtf);
    }
    let pdf_head = head.get(..1024).unwrap_or(head);
    if memchr::memmem::find(pdf_head, b"%PDF-").is_some() {
        return Magic::Known(FileFormat::Pdf);
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Magic::Other(name);
    }
    if !may_be_markup(head) {
        return Magic::None;
    }
    markup(&ascii(head))
}

/// Returns true if a file begins with the signature of a zip member, or of the directory of an empty zip file.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether the first byte that shows is one that a tag or a header field begins with. Chinese text begins with neither,
/// and is not looked at further.
fn may_be_markup(head: &[u8]) -> bool {
    let body = without_mark(head);
    let shows = |byte: &&u8| **byte != 0 && !byte.is_ascii_whitespace() && **byte != 0x0b;
    let first = body.iter().find(shows);
    first.is_some_and(|byte| *byte == b'<' || *byte == b'-' || byte.is_ascii_alphanumeric())
}

/// `head` in lower case, with all that is not ASCII blotted out and UTF-16's zeros left out: enough to see tags and
/// header names in any encoding.
fn ascii(head: &[u8]) -> String {
    without_mark(head)
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| match *byte {
            byte if byte.is_ascii() => char::from(byte.to_ascii_lowercase()),
            _ => '\u{fffd}',
        })
        .collect()
}

/// `head` without a byte order mark.
fn without_mark(head: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let body = marks.iter().find_map(|mark| head.strip_prefix(*mark));
    body.unwrap_or(head)
}

fn markup(head: &str) -> Magic {
    let mut rest = head.trim_start();
    if is_mail(rest) {
        return Magic::Mail;
    }
    if !rest.starts_with('<') {
        return Magic::None;
    }
    if rest.starts_with("<?xml") || rest.starts_with("<office:document") {
        if rest.contains("<office:document") {
            return Magic::Known(FileFormat::Odt);
        }
        if !rest.contains("<html") && !rest.contains("<!doctype html") {
            return Magic::None;
        }
        return Magic::Known(FileFormat::Html);
    }
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else {
            break;
        };
        rest = after.trim_start();
    }
    let known = ["<!doctype html", "<html", "<!--"];
    if known.iter().any(|tag| rest.starts_with(tag)) {
        return Magic::Known(FileFormat::Html);
    }
    let name: String = rest
        .chars()
        .skip(1)
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let fragment = [
        "head",
        "body",
        "meta",
        "title",
        "div",
        "p",
        "table",
        "span",
        "font",
        "h1",
        "h2",
        "h3",
        "center",
        "style",
        "script",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "br",
        "a",
        "b",
        "base",
        "link",
        "blockquote",
        "pre",
        "img",
        "strong",
        "header",
        "nav",
        "td",
        "tr",
    ];
    let closed = rest
        .chars()
        .nth(name.len() + 1)
        .is_some_and(|c| c == '>' || c == '/' || c.is_whitespace());
    if closed && fragment.contains(&name.as_str()) {
        return Magic::Known(FileFormat::Html);
    }
    Magic::None
}

/// Whether the file opens with header fields of RFC 5322 that say it is MIME.
fn is_mail(head: &str) -> bool {
    let fields: Vec<&str> = head
        .lines()
        .take(60)
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .collect();
    let named = |line: &&str| {
        line.split_once(':').is_some_and(|(name, _)| {
            name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    fields.iter().all(named)
        && fields
            .iter()
            .any(|line| line.starts_with("mime-version:") || line.starts_with("content-type:"))
}

/// What a zip package is, by the names in its directory.
fn package(bytes: &[u8]) -> FileKind {
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => package_kind(&archive),
        // The directory stands at the end of a zip file, so a truncated one is recognised by its first member.
        Err(_) => by_first_member(bytes),
    }
}

/// Returns what an open zip file is: a document of a format that is a zip package, or an archive of other files.
pub(super) fn package_kind<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> FileKind {
    let has = |name: &str| archive.index_for_name(name).is_some();
    let any = |prefix: &str| {
        archive
            .file_names()
            .flatten()
            .any(|name| name.starts_with(prefix))
    };
    if has("[Content_Types].xml") {
        return match () {
            () if any("xl/") => FileKind::Other("Excel 表格/an Excel workbook"),
            () if any("ppt/") => FileKind::Other("幻灯片/a presentation"),
            () => FileKind::Known(FileFormat::Docx),
        };
    }
    if has("OFD.xml") {
        return FileKind::Known(FileFormat::Ofd);
    }
    if has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml")) {
        return FileKind::Known(FileFormat::Odt);
    }
    FileKind::Archive
}

fn by_first_member(bytes: &[u8]) -> FileKind {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    match () {
        () if holds(b"[Content_Types].xml") || holds(b"word/") => FileKind::Known(FileFormat::Docx),
        () if holds(b"opendocument.text") => FileKind::Known(FileFormat::Odt),
        () if holds(b"OFD.xml") => FileKind::Known(FileFormat::Ofd),
        () => FileKind::Archive,
    }
}

/// What an OLE compound file is, by its streams. The names stand in its directory as UTF-16.
fn compound(bytes: &[u8]) -> FileKind {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    match () {
        () if holds("EncryptedPackage") => FileKind::Locked,
        () if holds("WordDocument") => FileKind::Known(FileFormat::Doc),
        () if holds("Workbook") || holds("Book\0") => {
            FileKind::Other("Excel 表格/an Excel workbook")
        }
        () if holds("PowerPoint Document") => FileKind::Other("幻灯片/a presentation"),
        // What is cut off has lost its directory; the reader of DOC says so.
        () if cfb::CompoundFile::open(Cursor::new(bytes)).is_err() => {
            FileKind::Known(FileFormat::Doc)
        }
        () => FileKind::Other("OLE 复合文件/an OLE compound file"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_opens_with_an_angle_bracket_is_text() {
        assert_eq!(kind("<要情>第一期".as_bytes()), FileKind::Text);
        assert_eq!(kind(b"<p50 is a chip>"), FileKind::Text);
    }

    #[test]
    fn a_page_is_known_without_its_doctype_and_in_utf_16() {
        let page = "\u{feff}<!-- 保存自 --><HTML><body>";
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(page.as_bytes()), FileKind::Known(FileFormat::Html));
        assert_eq!(kind(&wide), FileKind::Known(FileFormat::Html));
        assert_eq!(kind(b"<div class=x>"), FileKind::Known(FileFormat::Html));
    }

    #[test]
    fn a_mail_needs_header_fields() {
        assert_eq!(kind(b"From: a\nMIME-Version: 1.0\n\nx"), FileKind::Mail);
        assert_eq!(
            kind("来源：某报\nMIME-Version: 1.0".as_bytes()),
            FileKind::Text
        );
    }

    #[test]
    fn pictures_and_archives_have_names() {
        assert!(
            matches!(kind(b"\x89PNG\r\n\x1a\n"), FileKind::Other(name) if name.contains("PNG"))
        );
        assert_eq!(kind(b"PK\x05\x06"), FileKind::Archive);
        assert!(!is_plain(b"PK\x03\x04"));
        assert!(is_plain("一、信息目录".as_bytes()));
    }
}
