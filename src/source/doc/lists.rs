//! Lists of a DOC file ([MS-DOC] 2.9.131 to 2.9.150), in the terms of DOCX.
//!
//! Definitions (LSTF) have 28 bytes each; their levels (LVL) follow after all of them, in order. Instances (LFO)
//! refer to a definition and may override start values and levels; paragraphs refer to an instance by its number.

use super::bytes::{slice, u8_at, u16_at, u32_at};
use crate::source::numbering::{Instance, LEVELS, Level, List, Numbering, Suffix};

/// The most lists of a file; a larger count is damage.
const MOST: usize = 4096;

/// Reads the lists: definitions, the levels that follow them in the file, and instances.
pub(super) fn read(definitions: &[u8], levels: &[u8], instances: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    // A damaged count must not cost a loop of 65 000.
    let count = usize::from(u16_at(definitions, 0)).min(MOST);
    let mut rest = levels;
    for nth in 0..count {
        let definition = slice(definitions, 2 + nth * 28, 28);
        if definition.len() < 28 {
            break;
        }
        // A simple list has one level instead of nine.
        let simple = u8_at(definition, 26) & 1 != 0;
        let mut list = List::default();
        for at in 0..if simple { 1 } else { LEVELS } {
            let (level, after) = level(rest);
            list.levels.insert(at, level);
            rest = after;
        }
        numbering.lists.insert(u32_at(definition, 0), list);
    }
    read_instances(&mut numbering, instances);
    numbering
}

/// Reads the instances with their overrides. They are numbered from 1.
fn read_instances(numbering: &mut Numbering, bytes: &[u8]) {
    let count = (u32_at(bytes, 0) as usize).min(MOST);
    let mut rest = bytes.get(4 + count * 16..).unwrap_or_default();
    for (nth, id) in (0..count).zip(1..) {
        let head = slice(bytes, 4 + nth * 16, 16);
        let mut instance = Instance {
            list: u32_at(head, 0),
            ..Instance::default()
        };
        rest = rest.get(4..).unwrap_or_default();
        // A list has nine levels, so more overrides are damage.
        for _ in 0..u8_at(head, 12).min(9) {
            let (start, flags) = (u32_at(rest, 0), u32_at(rest, 4));
            rest = rest.get(8..).unwrap_or_default();
            let at = (flags & 0x0f) as usize;
            // A start value alone; with a whole level, the start is that level's.
            if flags & 0x10 != 0 && flags & 0x20 == 0 {
                instance.starts.insert(at, start);
            }
            if flags & 0x20 != 0 {
                let (own, after) = level(rest);
                if flags & 0x10 != 0 {
                    instance.starts.insert(at, own.start);
                }
                instance.levels.insert(at, own);
                rest = after;
            }
        }
        numbering.instances.insert(id, instance);
    }
}

/// Reads the level at the start of `bytes`; also returns what follows it. Each level has 28 fixed
/// bytes, then the modifiers of its paragraphs and of its number, then the text of the number, in
/// which a character below 9 stands for the number of that level.
fn level(bytes: &[u8]) -> (Level, &[u8]) {
    // LVLF ([MS-DOC] 2.9.150): start, format, flags; at byte 15 the gap, at 24 and 25 the lengths of what follows.
    let flags = u8_at(bytes, 5);
    let runs = usize::from(u8_at(bytes, 24));
    let paragraphs = usize::from(u8_at(bytes, 25));
    // The two lists of modifiers concern how the number looks, not what it is.
    let text_at = 28 + paragraphs + runs;
    let len = usize::from(u16_at(bytes, text_at));
    let text = slice(bytes, text_at + 2, len * 2);
    let level = Level {
        start: u32_at(bytes, 0),
        format: format(u8_at(bytes, 4)).to_owned(),
        text: pattern(text),
        suffix: match u8_at(bytes, 15) {
            1 => Suffix::Space,
            2 => Suffix::Nothing,
            _ => Suffix::Tab,
        },
        restart: (flags & 8 != 0).then(|| usize::from(u8_at(bytes, 26))),
        legal: flags & 4 != 0,
        ..Level::default()
    };
    (
        level,
        bytes.get(text_at + 2 + len * 2..).unwrap_or_default(),
    )
}

/// Returns the text of a number with `%1` to `%9` for the numbers of the levels, from UTF-16.
fn pattern(text: &[u8]) -> String {
    let units = text
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut pattern = String::new();
    for c in char::decode_utf16(units) {
        match c {
            // Small numbers stand for the numbers of the levels.
            Ok(c @ '\0'..='\u{8}') => {
                pattern.push('%');
                pattern.extend(char::from_digit(u32::from(c) + 1, 10));
            }
            Ok(c) => pattern.push(c),
            Err(_) => {}
        }
    }
    pattern
}

/// Returns the name in DOCX of a number format ([MS-OSHARED] 2.2.1.3).
// Names of DOCX, so that one module counts the lists of both formats.
fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        5 => "ordinal",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        16 => "japaneseLegal",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        32 => "ideographZodiacTraditional",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        57 => "numberInDash",
        255 => "none",
        _ => "decimal",
    }
}
