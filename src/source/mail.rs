//! Mails and pages saved whole (`.eml`, `.mht`): MIME (RFC 2045 to 2047) around an HTML page or a text.
//!
//! The HTML part is read where there is one, since it has the paragraphs; attachments are not looked at.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::{Reading, html, text};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Parts inside parts: more than any mail program writes.
const DEEPEST: usize = 8;
/// Parts of one mail that are looked at.
const MOST_PARTS: usize = 200;

/// A part that may be the text: its bytes, decoded from their transfer encoding.
struct Part {
    is_html: bool,
    charset: Option<String>,
    bytes: Vec<u8>,
}

/// Reads a mail or a saved page.
pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Transcript, Error> {
    let mut parts = Vec::new();
    collect(bytes, 0, &mut parts);
    let best = parts
        .iter()
        .find(|part| part.is_html)
        .or_else(|| parts.first());
    let Some(part) = best else {
        return Err(Error::Empty);
    };
    let label = reading.encoding.or(part.charset.as_deref());
    let known = label.filter(|label| encoding_rs::Encoding::for_label(label.as_bytes()).is_some());
    let inner = Reading {
        encoding: known,
        ..Reading::default()
    };
    let mut transcript = if part.is_html {
        html::read(&part.bytes, &inner)?
    } else {
        text::read(&part.bytes, &inner)?
    };
    transcript.origin.format = FileFormat::Html;
    let fields = header(bytes).0;
    let mailer = field(&fields, "x-mailer").or_else(|| field(&fields, "user-agent"));
    if let Some(mailer) = mailer {
        transcript.origin.producer = Some(mailer.trim().to_owned());
    }
    Ok(transcript)
}

fn collect(bytes: &[u8], depth: usize, parts: &mut Vec<Part>) {
    if depth > DEEPEST || parts.len() > MOST_PARTS {
        return;
    }
    let (fields, body) = header(bytes);
    let kind = field(&fields, "content-type").unwrap_or("text/plain");
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") {
        let Some(boundary) = parameter(kind, "boundary") else {
            return;
        };
        for part in split(body, &boundary) {
            collect(part, depth + 1, parts);
        }
        return;
    }
    let attached = field(&fields, "content-disposition").is_some_and(|value| {
        value
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("attachment")
    });
    let is_html = lower.starts_with("text/html") || lower.starts_with("application/xhtml");
    if attached || !(is_html || lower.starts_with("text/plain")) {
        return;
    }
    let encoding = field(&fields, "content-transfer-encoding").unwrap_or_default();
    parts.push(Part {
        is_html,
        charset: parameter(kind, "charset"),
        bytes: match encoding.trim().to_ascii_lowercase().as_str() {
            "base64" => base64_bytes(body),
            "quoted-printable" => quoted_printable(body),
            _ => body.to_vec(),
        },
    });
}

/// The header fields, folded lines joined, and the body.
fn header(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = bytes;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim_start());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    (fields, rest)
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = fields.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// A parameter such as `charset=gbk` or `boundary="x"` of a field.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The parts between boundary lines.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let starts: Vec<usize> = memchr::memmem::find_iter(body, mark.as_bytes())
        .filter(|at| *at == 0 || body.get(at - 1) == Some(&b'\n'))
        .collect();
    let mut parts = Vec::new();
    for (nth, start) in starts.iter().enumerate() {
        let from = start + mark.len();
        if body.get(from..from + 2) == Some(b"--") {
            break;
        }
        let to = starts.get(nth + 1).copied().unwrap_or(body.len());
        let part = body.get(from..to).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', part).map_or(part.len(), |at| at + 1);
        parts.extend(part.get(line_end..));
    }
    parts
}

fn base64_bytes(body: &[u8]) -> Vec<u8> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&STANDARD, lenient);
    let is_sign = |b: &u8| b.is_ascii_alphanumeric() || *b == b'+' || *b == b'/';
    let mut signs: Vec<u8> = body.iter().copied().filter(is_sign).collect();
    if signs.len() % 4 == 1 {
        signs.pop();
    }
    engine.decode(signs).unwrap_or_default()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        if let Some(after) = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
        {
            rest = after;
            continue;
        }
        let value = rest
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(byte) => {
                out.push(byte);
                rest = rest.get(2..).unwrap_or_default();
            }
            None => out.push(b'='),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_read_before_the_text() {
        let mail = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"x y\"\r\n\r\n\
            --x y\r\nContent-Type: text/plain\r\n\r\nplain\r\n\
            --x y\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>=E5=91=A8=\r\n=E6=8A=A5 a=3Db</p>\r\n--x y--\r\n";
        let transcript = read(mail.as_bytes(), &mut Reading::default()).unwrap();
        assert_eq!(transcript.lines[0].text, "周报 a=b");
    }

    #[test]
    fn a_text_in_base64_keeps_its_charset() {
        let (gbk, _, _) = encoding_rs::GBK.encode("周报");
        let body = base64::engine::general_purpose::STANDARD.encode(gbk);
        let mail = format!(
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: base64\n\n{body}\n"
        );
        let transcript = read(mail.as_bytes(), &mut Reading::default()).unwrap();
        assert_eq!(transcript.lines[0].text, "周报");
    }
}
