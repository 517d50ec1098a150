//! Mails that Outlook saved (`.msg`, [MS-OXMSG]): an OLE container with a stream for each property.
//!
//! The name of a stream is the number of the property and its type: 001F is UTF-16, 001E a code page, 0102 bytes.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::html::{self, PageKind};
use crate::source::{ReadContext, mail, sniff, text};
use std::io::{Cursor, Read};

/// The largest property that is read, in bytes.
const LARGEST_PROPERTY: u64 = 64 << 20;
/// The most attachments of a mail.
const MOST_ATTACHMENTS: usize = 1_000;

/// An open mail.
struct OutlookMail<'a>(cfb::CompoundFile<Cursor<&'a [u8]>>);

impl<'a> OutlookMail<'a> {
    /// Opens a mail.
    fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let file = cfb::CompoundFile::open(Cursor::new(bytes));
        file.map(Self)
            .map_err(|error| Error::Damaged(error.to_string()))
    }

    /// The bytes of the property `number` with the type `kind` in `storage`.
    fn bytes(&mut self, storage: &str, number: &str, kind: &str) -> Option<Vec<u8>> {
        let path = format!("{storage}/__substg1.0_{number}{kind}");
        let stream = self.0.open_stream(path).ok()?;
        let mut bytes = Vec::new();
        // The size in the container may be wrong, so what is read is bounded, not what is
        // announced.
        stream.take(LARGEST_PROPERTY).read_to_end(&mut bytes).ok()?;
        Some(bytes).filter(|bytes| !bytes.is_empty())
    }

    /// The text of a property: in UTF-16, else in the code page of the writer, which is guessed.
    fn text(&mut self, storage: &str, number: &str) -> Option<String> {
        if let Some(wide) = self.bytes(storage, number, "001F") {
            return Some(encoding_rs::UTF_16LE.decode(&wide).0.into_owned());
        }
        let bytes = self.bytes(storage, number, "001E")?;
        let (encoding, _) = crate::source::encoding::guess(&bytes);
        Some(encoding.decode(&bytes).0.into_owned())
    }

    /// The storages of the attachments.
    fn attachments(&self) -> Vec<String> {
        let entries = self.0.read_root_storage();
        entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
            .map(|entry| format!("/{}", entry.name()))
            .take(MOST_ATTACHMENTS)
            .collect()
    }
}

/// Reads the text of a mail.
///
/// # Errors
/// [`Error::Damaged`], [`Error::Empty`] if it has none, and as the readers of HTML and of text.
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>) -> Result<Transcript, Error> {
    let mut file = OutlookMail::open(bytes)?;
    let inner = ReadContext {
        encoding: context.encoding,
        ..ReadContext::default()
    };
    // The body as HTML may stand as bytes or as text; plain text is what is left.
    let mut transcript = if let Some(page) = file.bytes("", "1013", "0102") {
        html::read_as(&page, &inner, PageKind::Mail)?
    } else if let Some(page) = file.text("", "1013") {
        html::read_text(&page, PageKind::Mail)?
    } else {
        let body = file.text("", "1000").ok_or(Error::Empty)?;
        text::read(body.as_bytes(), &ReadContext::default())?
    };
    transcript.origin.format = FileFormat::Html;
    let subject = file.text("", "0037").map(|text| mail::without_reply(&text));
    transcript.origin.title = transcript.origin.title.or(subject);
    Ok(transcript)
}

/// True if an attachment has the format of a report.
pub(super) fn has_reports(bytes: &[u8]) -> bool {
    attachments(bytes).is_ok_and(|all| all.iter().any(|(_, bytes)| sniff::may_be_report(bytes)))
}

/// Returns the names and bytes of the attachments. A mail inside the mail is none.
///
/// # Errors
/// [`Error::Damaged`].
pub(super) fn attachments(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut mail = OutlookMail::open(bytes)?;
    let mut all = Vec::new();
    for storage in mail.attachments() {
        // The long name; files of Windows 95 have the short one alone.
        let name = mail
            .text(&storage, "3707")
            .or_else(|| mail.text(&storage, "3704"));
        let data = mail.bytes(&storage, "3701", "0102");
        all.extend(name.zip(data));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{container, extract};
    use std::io::Write;

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// A mail with the streams `(path, bytes)` below the attachments `storages`.
    fn mail(storages: &[&str], streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for storage in storages {
            file.create_storage(storage).unwrap();
        }
        file.create_stream("/__properties_version1.0").unwrap();
        for (path, bytes) in streams {
            file.create_stream(path).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn the_text_of_a_mail_is_its_page_or_its_plain_text() {
        let plain = ("/__substg1.0_1000001F", wide("湖区周报\r\n第一段。"));
        let page = (
            "/__substg1.0_10130102",
            "<meta charset=utf-8><p>湖区周报，页面</p>".into(),
        );
        let text = extract(&mail(&[], std::slice::from_ref(&plain))).unwrap();
        assert_eq!(text.lines[1].text, "第一段。");
        let text = extract(&mail(&[], &[plain, page])).unwrap();
        assert_eq!(text.lines[0].text, "湖区周报，页面");
    }

    #[test]
    fn attachments_are_files_of_their_own() {
        let storage = "/__attach_version1.0_#00000000";
        let bytes = mail(
            &[storage],
            &[
                ("/__substg1.0_1000001F", wide("请查收")),
                (
                    "/__attach_version1.0_#00000000/__substg1.0_3707001F",
                    wide("周报.html"),
                ),
                (
                    "/__attach_version1.0_#00000000/__substg1.0_37010102",
                    "<html><p>附件</p></html>".into(),
                ),
            ],
        );
        let names = container::members(Cursor::new(&bytes)).unwrap();
        assert_eq!(names, [container::MAIL_TEXT, "周报.html"]);
        let member = container::member(Cursor::new(&bytes), "周报.html").unwrap();
        assert_eq!(extract(&member).unwrap().lines[0].text, "附件");
        assert!(has_reports(&bytes));
    }
}
