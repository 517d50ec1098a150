//! Mails and pages saved whole (`.eml`, `.mht`): MIME (RFC 2045 to 2047) around an HTML page or a text, by `mail-parser`.
//!
//! The HTML part is preferred because it has the paragraphs. Attachments are files of their own, see
//! [`container`](super::container).

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::html::{self, PageKind};
use crate::source::{ReadContext, sniff, text};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Reads a mail or a saved page.
///
/// # Errors
/// [`Error::Empty`] if no part is text, and as the readers of HTML and of text.
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>) -> Result<Transcript, Error> {
    let message = MessageParser::new()
        .with_mime_headers()
        .header_text(HeaderName::Subject)
        .parse(bytes)
        .ok_or(Error::Empty)?;
    let part = shown_part(&message).ok_or(Error::Empty)?;
    let charset = part
        .content_type()
        .and_then(|kind| kind.attribute("charset"));
    // A charset that no browser knows is worth less than a guess from the bytes.
    let label = context.encoding.or(charset);
    let inner = ReadContext {
        encoding: label
            .filter(|label| encoding_rs::Encoding::for_label(label.as_bytes()).is_some()),
        ..ReadContext::default()
    };
    let content = content(bytes, part);
    let mut transcript = if is_html(part) {
        let kind = if is_saved_page(&message, part) {
            PageKind::Saved
        } else {
            PageKind::Mail
        };
        html::read_as(&content, &inner, kind)?
    } else {
        text::read(&content, &inner)?
    };
    transcript.origin.format = FileFormat::Html;
    // There is no format of its own for mails: what was read is their page or text.
    let mailer = ["X-Mailer", "User-Agent"]
        .into_iter()
        .find_map(|name| message.header_raw(name));
    if let Some(mailer) = mailer {
        transcript.origin.producer = Some(mailer.trim().to_owned());
    }
    let subject = message.subject().map(without_reply);
    transcript.origin.title = transcript.origin.title.or(subject);
    Ok(transcript)
}

/// Returns the part that a mail program shows: HTML if there is any, else the first text.
fn shown_part<'a>(message: &'a Message<'_>) -> Option<&'a MessagePart<'a>> {
    let shown = || message.parts.iter().filter(|part| is_shown(part));
    // Mail programs send the same text twice; the HTML has the paragraphs.
    shown()
        .find(|part| is_html(part))
        .or_else(|| shown().next())
}

/// Returns a subject without the marks of answers and forwarded mails.
pub(super) fn without_reply(subject: &str) -> String {
    let mut rest = subject.trim();
    let marks = ["re", "fw", "fwd", "回复", "答复", "转发"];
    while let Some((mark, behind)) = rest.split_once([':', '：'])
        && marks.contains(&mark.trim().to_lowercase().as_str())
    {
        rest = behind.trim_start();
    }
    rest.to_owned()
}

/// True if an attachment has the format of a report.
pub(super) fn has_reports(bytes: &[u8]) -> bool {
    attachments(bytes).is_ok_and(|all| all.iter().any(|(_, bytes)| sniff::may_be_report(bytes)))
}

/// Returns the names and bytes of the attachments. A page that a browser saved has none: its parts are pictures, frames and
/// style sheets.
///
/// # Errors
/// [`Error::Empty`] if the mail has no parts.
pub(super) fn attachments(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let message = MessageParser::new()
        .with_mime_headers()
        .parse(bytes)
        .ok_or(Error::Empty)?;
    let is_page = message
        .parts
        .iter()
        .any(|part| is_saved_page(&message, part));
    let parts = message.parts.iter().filter(|_| !is_page);
    let attached = parts.filter_map(|part| {
        // A mail inside a mail is an attachment; its own parts are not.
        let is_leaf = !matches!(part.body, PartType::Multipart(_));
        let name = part
            .attachment_name()
            .filter(|_| is_leaf && !is_shown(part))?;
        Some((name.to_owned(), content(bytes, part)))
    });
    Ok(attached.collect())
}

/// True for a page that a browser saved with its pictures (`.mht`, RFC 2557), not a mail: the page has an address.
fn is_saved_page(message: &Message<'_>, part: &MessagePart<'_>) -> bool {
    message.header_raw("Snapshot-Content-Location").is_some()
        || part
            .content_location()
            .is_some_and(|at| at.starts_with("http"))
}

/// True if a part is text that a mail program shows.
fn is_shown(part: &MessagePart<'_>) -> bool {
    let attached = part
        .content_disposition()
        .is_some_and(mail_parser::ContentType::is_attachment);
    let plain = || {
        part.content_type().is_none_or(|kind| {
            kind.ctype().eq_ignore_ascii_case("text")
                && kind
                    .subtype()
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("plain"))
        })
    };
    let leaf = !matches!(part.body, PartType::Multipart(_) | PartType::Message(_));
    leaf && !attached && (is_html(part) || plain())
}

/// True if a part is a page.
fn is_html(part: &MessagePart<'_>) -> bool {
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    subtype.is_some_and(|kind| {
        ["html", "xhtml+xml"]
            .iter()
            .any(|name| kind.eq_ignore_ascii_case(name))
    })
}

/// The bytes of a part without their transfer encoding.
///
/// `mail-parser` would decode the characters too, but takes text without a charset as UTF-8; Chinese mails without one are
/// GBK, which [`text`] finds out.
fn content(mail: &[u8], part: &MessagePart<'_>) -> Vec<u8> {
    let (start, end) = (
        part.raw_body_offset() as usize,
        part.raw_end_offset() as usize,
    );
    let raw = mail.get(start..end).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default();
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => {
            // Mail servers append footers, and the decoder refuses all for one foreign character.
            let signs = raw.iter().copied();
            let signs: Vec<u8> = signs
                .filter(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
                .collect();
            base64_decode(&signs).unwrap_or_default()
        }
        "quoted-printable" => {
            // Line by line, because a bare `=` that a sender left would else cost the whole text.
            let lines = raw.split_inclusive(|byte| *byte == b'\n');
            let decode =
                |line: &[u8]| quoted_printable_decode(line).unwrap_or_else(|| line.to_vec());
            lines.flat_map(decode).collect()
        }
        _ => raw.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;

    #[test]
    fn the_page_is_read_before_the_text() {
        let mail = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"x y\"\r\n\r\n\
            --x y\r\nContent-Type: text/plain\r\n\r\nplain\r\n\
            --x y\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>=E5=91=A8=\r\n=E6=8A=A5 a=3Db</p>\r\n--x y--\r\n";
        let transcript = read(mail.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.lines[0].text, "周报 a=b");
    }

    #[test]
    fn a_text_in_base64_keeps_its_charset() {
        let (gbk, _, _) = encoding_rs::GBK.encode("周报");
        let body = base64::engine::general_purpose::STANDARD.encode(gbk);
        let mail = format!(
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: base64\n\n{body}\n"
        );
        let transcript = read(mail.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.lines[0].text, "周报");
    }

    #[test]
    fn the_subject_is_the_title_of_a_mail_that_begins_with_a_greeting() {
        let mail = "Subject: =?utf-8?B?5Zue5aSNOiDmva7msZDooajnmoTnvJbliLY=?=\nFrom: a@example.com\nTo: b@example.com\n\
            Content-Type: text/plain; charset=utf-8\n\n各位同事：\n潮汐表已经编好。";
        let transcript = read(mail.as_bytes(), &ReadContext::default()).unwrap();
        assert_eq!(transcript.origin.title.as_deref(), Some("潮汐表的编制"));
        assert_eq!(without_reply("转发：RE: 甲"), "甲");
        assert_eq!(without_reply("通知：甲"), "通知：甲");
    }

    #[test]
    fn attachments_are_files_beside_the_text_of_the_mail() {
        use crate::source::container;
        use std::io::Cursor;
        let page =
            base64::engine::general_purpose::STANDARD.encode("<html><p>附件的正文</p></html>");
        let name = base64::engine::general_purpose::STANDARD.encode("周报.html");
        let attached = format!(
            "--x\r\nContent-Type: application/octet-stream; name=\"=?utf-8?B?{name}?=\"\r\n\
            Content-Disposition: attachment; filename=\"=?utf-8?B?{name}?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n"
        );
        let mail = format!(
            "From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请查收\r\n{attached}{attached}--x--\r\n"
        );
        let file = || Cursor::new(mail.as_bytes());
        let names = container::members(file()).unwrap();
        assert_eq!(names, [container::MAIL_TEXT, "周报.html", "周报 (2).html"]);
        let bytes = container::member(file(), "周报 (2).html").unwrap();
        assert!(String::from_utf8(bytes).unwrap().contains("附件的正文"));
        let text = container::member(file(), container::MAIL_TEXT).unwrap();
        let text = read(&text, &ReadContext::default()).unwrap();
        assert_eq!(text.lines[0].text, "请查收");
        assert!(has_reports(mail.as_bytes()));
        assert!(container::member(file(), "月报.html").is_err());
    }
}
