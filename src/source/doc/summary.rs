//! The summary of an OLE document: the program that wrote it, and its pages ([MS-OLEPS], [MS-OSHARED] 2.3.3.2.1).

use super::bytes::{at32, slice, u32_at};
use crate::source::encoding;

/// The properties that are shown to the user.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// The program.
    pub program: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The number of pages, as that program counted them.
    pub pages: Option<u32>,
}

impl Summary {
    /// Reads the stream `SummaryInformation`.
    pub fn new(stream: &[u8]) -> Self {
        let set = stream.get(at32(stream, 44)..).unwrap_or_default();
        // The set has fewer than twenty properties; a greater count is damage.
        let count = at32(set, 4).min(256);
        let property = |id: u32| {
            let nth = (0..count).find(|nth| u32_at(set, 8 + nth * 8) == id)?;
            set.get(at32(set, 12 + nth * 8)..)
        };
        let text = |id| property(id).and_then(text);
        let pages = property(0x0e).filter(|value| u32_at(value, 0) == 3);
        Self {
            program: text(0x12),
            title: text(0x02),
            pages: pages
                .map(|value| u32_at(value, 4))
                // 0 means that they were not counted.
                .filter(|pages| *pages > 0),
        }
    }
}

/// Returns a value of characters in a code page (`VT_LPSTR`), or in UTF-16 (`VT_LPWSTR`).
fn text(value: &[u8]) -> Option<String> {
    let len = at32(value, 4).min(256);
    let text = match u32_at(value, 0) {
        // The names of Chinese programs are in GBK, those of others in ASCII, which is a part of it.
        0x1e => encoding::decode_as(slice(value, 8, len), encoding_rs::GB18030, 1.0).text,
        0x1f => {
            let bytes = slice(value, 8, len * 2);
            encoding::decode_as(bytes, encoding_rs::UTF_16LE, 1.0).text
        }
        _ => return None,
    };
    let text = text.split('\0').next().unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}
