//! Compound files: DOC, mails of Outlook and old workbooks.

use std::io::{Cursor, Write};

/// A compound file with these streams, in the storages of their paths.
fn compound(streams: &[(String, Vec<u8>)]) -> Vec<u8> {
    // Sectors of 512 bytes, as programs write them.
    let memory = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, memory).unwrap();
    for (path, bytes) in streams {
        if let Some((storage, _)) = path.rsplit_once('/').filter(|(name, _)| !name.is_empty()) {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Numbers of four bytes.
fn longs(numbers: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let number = |number| u32::try_from(number).unwrap().to_le_bytes();
    numbers.into_iter().flat_map(number).collect()
}

/// A DOC file ([MS-DOC] 2.5) of `text`, whose first `main` code units are the text itself and the others its notes, with
/// further parts by their number in the directory.
pub fn doc_of(text: &str, main: usize, parts: &[(usize, Vec<u8>)]) -> Vec<u8> {
    const PAIRS: usize = 93;
    let text = wide(text);
    let all = text.len() / 2;
    let begin = 2048;
    let mut document = vec![0; begin];
    let mut table = Vec::new();
    let mut set = |at: usize, bytes: &[u8]| document[at..at + bytes.len()].copy_from_slice(bytes);
    set(0, &[0xec, 0xa5, 0xc1, 0]);
    set(0x0a, &[0, 2]);
    set(32, &[14, 0]);
    set(62, &[22, 0]);
    set(64 + 3 * 4, &longs([main, all - main]));
    set(152, &[u8::try_from(PAIRS).unwrap(), 0]);
    // One piece: all characters in order.
    let mut pieces = vec![2];
    pieces.extend(longs([16, 0, all]));
    pieces.extend([&[0; 2][..], &longs([begin]), &[0; 2]].concat());
    for (number, part) in [(33, pieces)].iter().chain(parts) {
        set(154 + number * 8, &longs([table.len(), part.len()]));
        table.extend_from_slice(part);
    }
    document.extend(text);
    compound(&[
        ("/WordDocument".to_owned(), document),
        ("/1Table".to_owned(), table),
    ])
}

/// A DOC file of this text.
pub fn doc(text: &str) -> Vec<u8> {
    doc_of(text, text.encode_utf16().count(), &[])
}

/// A DOC file with a reference to each of `count` footnotes, each of which claims to be all of the notes.
pub fn doc_of_notes(count: usize) -> Vec<u8> {
    let text = "行\u{2}".repeat(count);
    let main = 2 * count;
    let notes = "注\r".repeat(count);
    let references = longs((0..=count).map(|nth| 2 * nth + 1));
    let references = [references, vec![0; 2 * count]].concat();
    let ranges = longs((0..=count).flat_map(|_| [0, 2 * count]).take(count + 1));
    doc_of(&(text + &notes), main, &[(2, references), (3, ranges)])
}

/// A mail of Outlook with this text and `count` attachments of one name.
pub fn outlook(text: &str, count: usize) -> Vec<u8> {
    let stream = |path: String, text: &str| (path, wide(text));
    let mut streams = vec![stream("/__substg1.0_1000001F".to_owned(), text)];
    streams.push(("/__properties_version1.0".to_owned(), Vec::new()));
    for nth in 0..count {
        let storage = format!("/__attach_version1.0_#{nth:08X}");
        streams.push(stream(format!("{storage}/__substg1.0_3707001F"), "a.txt"));
        streams.push((format!("{storage}/__substg1.0_37010102"), b"text".to_vec()));
    }
    compound(&streams)
}

/// A workbook of Excel 97 with `rows` rows of a word and a number ([MS-XLS] 2.3).
pub fn xls(rows: usize) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let len = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes(), &len.to_le_bytes(), body].concat()
    };
    let begin = |kind: u8| record(0x809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(10, b"");
    let words = record(0xfc, b"\x01\0\0\0\x01\0\0\0\x04\0\0lake");
    let sheet = |start: usize| record(0x85, &[&longs([start])[..], b"\0\0\x01\0a"].concat());
    let book = |start| [begin(5), sheet(start), words.clone(), end.clone()].concat();
    let mut bytes = book(book(0).len());
    bytes.extend(begin(0x10));
    for row in 0..u16::try_from(rows).unwrap() {
        let row = row.to_le_bytes();
        bytes.extend(record(0xfd, &[&row[..], &[0; 8]].concat()));
        let number = [&row[..], &[1, 0, 0, 0], &2.5_f64.to_le_bytes()].concat();
        bytes.extend(record(0x203, &number));
    }
    bytes.extend(end);
    compound(&[("/Workbook".to_owned(), bytes)])
}
