//! Damage as it happens and as it is made: bytes changed, lost, doubled; in packages, inside the parts.

#![expect(clippy::unwrap_used, reason = "what is made here cannot fail")]

use super::made;
use std::io::{Cursor, Read};
use std::path::Path;

/// A small generator that gives the same damage on every machine (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap()
    }
}

/// Mutant number `seed` of a document.
pub fn of(document: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    random.next();
    // Damage to the bytes of a package mostly ends at a checksum; two of three mutants are damaged inside.
    if document.starts_with(b"PK") && !seed.is_multiple_of(3) {
        return inside(document, &mut random);
    }
    let mut bytes = document.to_vec();
    damage(&mut bytes, &mut random);
    bytes
}

fn inside(package: &[u8], random: &mut Random) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut parts = Vec::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.push((file.name().unwrap().into_owned(), bytes));
    }
    let xml: Vec<usize> = (0..parts.len())
        .filter(|nth| {
            let extension = Path::new(&parts[*nth].0).extension();
            extension.is_some_and(|e| e == "xml" || e == "rels")
        })
        .collect();
    let chosen = xml[random.below(xml.len())];
    damage(&mut parts[chosen].1, random);
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    made::zip(&parts)
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    let (a, b) = (random.below(len), random.below(len));
    let (from, to) = (a.min(b), a.max(b));
    match random.below(8) {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from..to.min(from + 500))),
        2 => {
            let twice = bytes[from..to.min(from + 2000)].to_vec();
            bytes.splice(to..to, twice);
        }
        3 => numbers(bytes, random),
        4 => {
            let fill = [0, 0xff, b'<', b'{', b'9'][random.below(5)];
            let end = to.min(from + 64);
            bytes[from..end].fill(fill);
        }
        _ => {
            for _ in 0..=random.below(64) {
                let at = random.below(len);
                bytes[at] = u8::try_from(random.below(256)).unwrap();
            }
        }
    }
}

/// Numbers in the text of a format grow out of all proportion.
fn numbers(bytes: &mut [u8], random: &mut Random) {
    for _ in 0..8 {
        let from = random.below(bytes.len());
        let digits = bytes.iter_mut().skip(from);
        let run = digits.skip_while(|b| !b.is_ascii_digit());
        for digit in run.take_while(|b| b.is_ascii_digit()) {
            *digit = b'9';
        }
    }
}
