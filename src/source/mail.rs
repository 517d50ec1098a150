//! Mails and pages saved whole (`.eml`, `.mht`): MIME (RFC 2045 to 2047) around an HTML page or a text, by `mail-parser`.
//!
//! The HTML part is preferred because it has the paragraphs; attachments are not read.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::html::{self, PageKind};
use crate::source::{ReadContext, text};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Reads a mail or a saved page.
///
/// # Errors
/// [`Error::Empty`] if no part is text, and as the readers of HTML and of text.
pub(super) fn read(bytes: &[u8], context: &ReadContext<'_>) -> Result<Transcript, Error> {
    let message = MessageParser::new()
        .with_mime_headers()
        .parse(bytes)
        .ok_or(Error::Empty)?;
    let shown = || message.parts.iter().filter(|part| is_shown(part));
    let part = shown()
        .find(|part| is_html(part))
        .or_else(|| shown().next())
        .ok_or(Error::Empty)?;
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
    let mailer = ["X-Mailer", "User-Agent"]
        .into_iter()
        .find_map(|name| message.header_raw(name));
    if let Some(mailer) = mailer {
        transcript.origin.producer = Some(mailer.trim().to_owned());
    }
    Ok(transcript)
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
}
