//! Detection of a file's format by its first bytes and by the names inside a package, never by the name of the file:
//! files called `.doc` are often RTF, HTML or DOCX.
//!
//! Magic numbers decide first, then the names inside a package, and only then what text begins
//! with: a header field of a mail, a tag of a page. Everything else is text, and whether it is junk
//! is decided when it is decoded.

use crate::model::transcript::FileFormat;
use std::io::{Cursor, Read, Seek};

mod compound;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Anything that no magic number claims: text, Markdown, or junk.
    Text,
    /// A format that can be read.
    Known(FileFormat),
    /// A page saved with its pictures, or a mail: HTML inside MIME.
    Mail,
    /// A zip or 7z archive of other files.
    Archive,
    /// A RAR archive, which cannot be read.
    Rar,
    /// A document that the document protection of an office has encrypted.
    Sealed,
    /// A mail that Outlook saved.
    Outlook,
    /// An Office document behind a password.
    Locked,
    /// A format that holds no report, as `中文/English`.
    Other(&'static str),
}

/// The bytes at the start of a file that are looked at. A PDF may follow other bytes, a page may follow comments.
const HEAD: usize = 4096;

/// First bytes of formats that people confuse with reports or keep in the same folders. They are named in the
/// message, so that a reader knows what the file is.
const FOREIGN: [(&[u8], &str); 12] = [
    (b"\x89PNG\r\n", "PNG 图片/a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片/a JPEG picture"),
    (b"GIF8", "GIF 图片/a GIF picture"),
    (b"II*\0", "TIFF 图片/a TIFF picture"),
    (b"MM\0*", "TIFF 图片/a TIFF picture"),
    (b"\x1f\x8b\x08", "gzip 压缩包/a gzip archive"),
    (b"\x7fELF", "程序/a program"),
    (b"MZ\x90\0", "程序/a program"),
    (b"SQLite format 3", "数据库/a database"),
    (b"\0\0\x01\0", "图标/an icon"),
    (b"ID3", "音频/a sound file"),
    (b"%!PS", "PostScript 文件/a PostScript file"),
];

/// True if bytes that begin with `head` (a few KB) are plain text or Markdown, which is safe to read in this process.
/// Other formats are read in a process of their own.
pub fn is_plain(head: &[u8]) -> bool {
    magic(head) == Magic::None
}

/// Returns the format of a whole file.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    match magic(bytes) {
        Magic::None => FileKind::Text,
        Magic::Known(format) => FileKind::Known(format),
        Magic::Mail => FileKind::Mail,
        Magic::Other(name) => FileKind::Other(name),
        // Many formats are zip packages, so their members decide.
        Magic::Zip => package(bytes),
        Magic::SevenZip => FileKind::Archive,
        Magic::Rar => FileKind::Rar,
        Magic::Sealed => FileKind::Sealed,
        Magic::Cfb => compound::kind_of(bytes),
    }
}

/// The format as far as the first bytes show it.
#[derive(Debug, PartialEq, Eq)]
enum Magic {
    /// No magic number: text, Markdown, or other data.
    None,
    /// A format that is read.
    Known(FileFormat),
    /// A mail or a page saved with its pictures.
    Mail,
    /// A format that holds no report, as `中文/English`.
    Other(&'static str),
    /// A zip package, whose members decide.
    Zip,
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// Encrypted by the program that guards the documents of an office.
    Sealed,
    /// An OLE compound file, whose streams decide.
    Cfb,
}

/// Looks at the first bytes. Magic numbers come first, because they are certain.
fn magic(bytes: &[u8]) -> Magic {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if is_zip(bytes) {
        return Magic::Zip;
    }
    if is_compound(bytes) {
        return Magic::Cfb;
    }
    if is_seven_zip(bytes) {
        return Magic::SevenZip;
    }
    if bytes.starts_with(b"Rar!\x1a") {
        return Magic::Rar;
    }
    // Two products that are common in Chinese offices.
    if bytes.starts_with(b"%TSD-Header-###%") || bytes.starts_with(b"b\x14#e") {
        return Magic::Sealed;
    }
    if bytes.starts_with(b"{\\rt") {
        return Magic::Known(FileFormat::Rtf);
    }
    // Acrobat accepts the header of a PDF anywhere in the first KB.
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

/// Returns true if a file begins with the signature of a 7z archive.
pub(super) fn is_seven_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"7z\xbc\xaf\x27\x1c")
}

/// Returns true if a file begins with the signature of an OLE compound file.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Returns true if an attachment of a mail can be a report. Pictures and signatures are none, and neither are plain texts,
/// which some programs attach as copies of the mail.
pub(super) fn may_be_report(bytes: &[u8]) -> bool {
    matches!(kind(bytes), FileKind::Known(_))
}

/// Returns true if a file that begins with `head` is a mail.
pub(super) fn is_mail_head(head: &[u8]) -> bool {
    magic(head) == Magic::Mail
}

/// True if the first visible byte is one that begins a tag or a header field. Chinese text begins with neither and is
/// not searched for them.
fn may_be_markup(head: &[u8]) -> bool {
    let body = without_mark(head);
    let shows = |byte: &&u8| **byte != 0 && !byte.is_ascii_whitespace() && **byte != 0x0b;
    let first = body.iter().find(shows);
    first.is_some_and(|byte| *byte == b'<' || *byte == b'-' || byte.is_ascii_alphanumeric())
}

/// `head` in lower case, with U+FFFD for all that is not ASCII and without the zeros of UTF-16, so that tags and
/// field names are found in any encoding.
fn ascii(head: &[u8]) -> String {
    without_mark(head)
        .iter()
        // UTF-16 of ASCII has a zero at every other byte.
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

/// Finds out what text is that begins like a tag or a header field: a mail, a page, a flat ODT file, or none of these.
fn markup(head: &str) -> Magic {
    let head = head.trim_start();
    if is_mail(head) {
        return Magic::Mail;
    }
    let roots = [
        "<?xml",
        "<?mso-app",
        "<office:document",
        "<w:worddoc",
        "<pkg:pack",
    ];
    if roots.iter().any(|root| head.starts_with(root)) {
        return xml_root(head);
    }
    let body = after_comments(head);
    let is_page = ["<!doctype html", "<html", "<!--"]
        .iter()
        .any(|tag| body.starts_with(tag))
        // The instructions of a server stand in front of the page that a program left unread.
        || body.starts_with("<%") && (body.contains("<html") || body.contains("<!doctype html"));
    if is_page || begins_with_html_tag(body) {
        Magic::Known(FileFormat::Html)
    } else {
        Magic::None
    }
}

/// Finds out what an XML file is by the elements in its head; what is none of ODT, Word and XHTML is read as text.
fn xml_root(head: &str) -> Magic {
    // The namespaces of Word 2003 XML and of Flat OPC, which the workbooks of Excel share.
    let word = ["office/word/2003/wordml", "office/2006/xmlpackage"];
    if word.iter().any(|name| head.contains(name)) && !head.contains("\"excel.") {
        Magic::Known(FileFormat::Docx)
    } else if head.contains("<office:document") {
        Magic::Known(FileFormat::Odt)
    } else if head.contains("<html") || head.contains("<!doctype html") {
        Magic::Known(FileFormat::Html)
    } else {
        Magic::None
    }
}

/// `head` without the comments that saved pages begin with.
fn after_comments(mut head: &str) -> &str {
    while let Some(comment) = head.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else {
            break;
        };
        head = after.trim_start();
    }
    head
}

/// Elements with which a piece of a page may begin.
const HTML_TAGS: &str = "head body meta title div p table span font h1 h2 h3 center style script section article main \
    ul ol br a b base link blockquote pre img strong header nav td tr";

/// True if `head` begins with one of [`HTML_TAGS`]. `<要情>` and `<p50 is a chip>` begin lines of text.
fn begins_with_html_tag(head: &str) -> bool {
    let Some(tag) = head.strip_prefix('<') else {
        return false;
    };
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let (name, after) = tag.split_at(end);
    let ends = after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
    ends && HTML_TAGS
        .split_ascii_whitespace()
        .any(|known| known == name)
}

/// True if the file begins with header fields (RFC 5322), one of which is `MIME-Version` or `Content-Type`, or which have the
/// sender, the subject and the receiver. Every one of the first lines must be a field: `来源:` at the top of a report is none.
fn is_mail(head: &str) -> bool {
    let fields: Vec<&str> = head
        .lines()
        .take(60)
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .collect();
    // A field name has ASCII letters, digits and hyphens alone.
    let named = |line: &&str| {
        line.split_once(':').is_some_and(|(name, _)| {
            name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    let has = |name: &str| fields.iter().any(|line| line.starts_with(name));
    fields.iter().all(named)
        && (has("mime-version:")
            || has("content-type:")
            // A mail of plain text needs no more than these.
            || has("from:") && has("subject:") && has("to:"))
}

/// Returns the format of a zip package by the names in its directory.
fn package(bytes: &[u8]) -> FileKind {
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => match package_kind(&archive) {
            FileKind::Known(FileFormat::Odt) => opendocument(bytes),
            kind => kind,
        },
        // The directory stands at the end of a zip file, so a truncated file is recognised by its first member.
        Err(_) => by_first_member(bytes),
    }
}

/// Returns what an OpenDocument package is.
fn opendocument(bytes: &[u8]) -> FileKind {
    match () {
        () if is_opendocument(bytes, "spreadsheet") => FileKind::Known(FileFormat::Sheet),
        () if is_opendocument(bytes, "presentation") => FileKind::Other("幻灯片/a presentation"),
        () => FileKind::Known(FileFormat::Odt),
    }
}

/// True for an OpenDocument package of this kind, by its type, which stands uncompressed at its beginning (OpenDocument 1.3
/// part 2, 3.3).
pub(super) fn is_opendocument(bytes: &[u8], kind: &str) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let kind = format!("opendocument.{kind}");
    memchr::memmem::find(head, kind.as_bytes()).is_some()
}

/// Returns what an open zip file is: a document of a format that is a zip package, or an archive of other files.
pub(super) fn package_kind<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> FileKind {
    let has = |name: &str| archive.index_for_name(name).is_some();
    let any = |prefix: &str| {
        archive
            .file_names()
            .flatten()
            // Some programs write the separator of Windows.
            .any(|name| {
                name.replace('\\', "/")
                    .to_ascii_lowercase()
                    .starts_with(prefix)
            })
    };
    // OPC packages all have this part; their folders are called by the application.
    if has("[Content_Types].xml") {
        return match () {
            () if any("xl/") => FileKind::Known(FileFormat::Sheet),
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

/// Returns the format of a truncated zip package by the names of its first members.
fn by_first_member(bytes: &[u8]) -> FileKind {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    match () {
        () if holds(b"xl/workbook") => FileKind::Known(FileFormat::Sheet),
        () if holds(b"[Content_Types].xml") || holds(b"word/") => FileKind::Known(FileFormat::Docx),
        () if holds(b"opendocument.text") => FileKind::Known(FileFormat::Odt),
        () if holds(b"OFD.xml") => FileKind::Known(FileFormat::Ofd),
        () if holds(b"opendocument.spreadsheet") => FileKind::Known(FileFormat::Sheet),
        () => FileKind::Archive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_under_the_protection_of_an_office_is_named_as_one() {
        for bytes in [&b"%TSD-Header-###%\xd7\xb5"[..], b"b\x14#e\x13\0\0\0"] {
            assert_eq!(kind(bytes), FileKind::Sealed);
        }
        assert_eq!(kind("TSD-Header 是什么".as_bytes()), FileKind::Text);
    }

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
    fn a_page_with_instructions_of_a_server_is_a_page() {
        let page = b"<%@page pageEncoding=\"UTF-8\"%>\n<!DOCTYPE html><html><body>a";
        assert_eq!(kind(page), FileKind::Known(FileFormat::Html));
        assert_eq!(kind(b"<%= 1 %> is a template"), FileKind::Text);
    }

    #[test]
    fn xml_that_word_writes_is_a_word_document() {
        for root in [
            r#"<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">"#,
            r#"<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">"#,
        ] {
            let file = format!(
                "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>{root}"
            );
            assert_eq!(kind(file.as_bytes()), FileKind::Known(FileFormat::Docx));
            assert_eq!(kind(root.as_bytes()), FileKind::Known(FileFormat::Docx));
        }
    }

    #[test]
    fn a_mail_needs_header_fields() {
        assert_eq!(kind(b"From: a\nMIME-Version: 1.0\n\nx"), FileKind::Mail);
        let plain = "Subject: 甲\nFrom: a@example.com\nTo: b@example.com\n\n乙";
        assert_eq!(kind(plain.as_bytes()), FileKind::Mail);
        assert_eq!(kind(b"Subject: a\nTo: b\n\nc"), FileKind::Text);
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
