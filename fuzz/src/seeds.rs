//! Writes the seeds of all targets into `corpus/TARGET`, from the invented files of the tests and from what the program
//! writes itself.

#![expect(clippy::unwrap_used, reason = "a tool for developers")]

#[path = "../../tests/linear/compound.rs"]
#[allow(dead_code, reason = "some of it is for the tests alone")]
mod compound;
#[path = "../../tests/hostile/made.rs"]
#[allow(dead_code, reason = "some of it is for the tests alone")]
mod made;

use newsreader_fuzz::{DOCX_PARTS, ODT_PARTS, OFD_PARTS, SHEET_PARTS};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use zip::ZipArchive;

/// The targets that are seeded with a file of the tests.
const FILES: [(&str, &str); 12] = [
    ("pdf", "formats/lake.pdf"),
    ("docx", "formats/lake.docx"),
    ("odt", "formats/lake.odt"),
    ("doc", "formats/lake.doc"),
    ("rtf", "formats/lake.rtf"),
    ("html", "formats/lake.html"),
    ("mail", "formats/lake.eml"),
    ("markdown", "formats/lake.md"),
    ("text", "formats/lake-gb18030.txt"),
    ("text", "formats/lake-utf16.txt"),
    ("config", "../src/config/default.toml"),
    ("theme", "../themes"),
];

/// Lines for the targets that read short text.
const LINES: [(&str, &str); 6] = [
    (
        "query",
        "医保 大数据 来源:健康报 -标题:旧 日期:2025-06\n医保局发布大数据",
    ),
    (
        "query",
        "甲|乙 OR 丙 \"数据 研究\" is:unread yibao\n数据研究与医保",
    ),
    ("template", "{title}（{source}，{date}）{[第 {issue} 期]}"),
    (
        "watch",
        "[医保]\n医保|医疗保险\n+数据\n!旧\n\n潮水 => 海\n@accent\n",
    ),
    (
        "keys",
        "\u{1b}[A\u{1b}[1;5Bx\u{1b}OP\u{1b}[200~中文\u{1b}[201~",
    ),
    (
        "config",
        "theme = \"paper\"\nlang = \"zh\"\n[brief]\ntitle = \"云屿简报\"\n",
    ),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("../tests");
    let write = |target: &str, name: &str, bytes: &[u8]| {
        let folder = root.join("corpus").join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    };
    for (target, file) in FILES {
        let path = tests.join(file);
        for path in files(&path) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            write(target, &name, &fs::read(&path).unwrap());
        }
    }
    for (number, (target, line)) in LINES.iter().enumerate() {
        write(target, &number.to_string(), line.as_bytes());
    }
    for path in files(&tests.join("corpus")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        for target in ["text", "parser", "brief"] {
            write(target, &name, &bytes);
        }
        // The first byte is the measure.
        write("typesetting", &name, &[&[24], bytes.as_slice()].concat());
        let transcript =
            newsreader::model::transcript::Transcript::from_text(&String::from_utf8_lossy(&bytes));
        let parsed = newsreader::parse::parse(&transcript);
        let (issue, warnings) = (&parsed.issue, &parsed.warnings);
        let record =
            newsreader::library::cache::record::encode(issue, warnings, &transcript.origin);
        write("record", &name, &record.unwrap());
    }
    let read = |name: &str| fs::read(tests.join("formats").join(name)).unwrap();
    let packages = [
        ("docx", read("lake.docx"), DOCX_PARTS),
        ("odt", read("lake.odt"), ODT_PARTS),
        ("ofd", made::ofd(), OFD_PARTS),
        ("sheet", made::zip(&SHEET), SHEET_PARTS),
    ];
    for (target, package, parts) in packages {
        write(target, "package", &package);
        write(target, "parts", &bare(&package, parts));
    }
    write("sheet", "old", &compound::xls(1));
    write(
        "outlook",
        "made",
        &compound::outlook("湖区观察周报\n第一段。", 1),
    );
    write(
        "archive",
        "made",
        &made::zip(&[("周报/6.txt", b"six"), ("7.md", b"# seven")]),
    );
    write("catalogue", "empty", b"");
}

/// The parts of a workbook of one sheet.
const SHEET: [(&str, &[u8]); 6] = [
    ("[Content_Types].xml", b"<Types/>"),
    ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
    ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>"#),
    ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s1.xml"/></Relationships>"#),
    ("xl/sharedStrings.xml", br#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>lake</t></si></sst>"#),
    ("xl/worksheets/s1.xml", br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2.5</v></c></row></sheetData></worksheet>"#),
];

/// The parts `names` of a package, divided by zero bytes; those that it lacks are empty.
fn bare(package: &[u8], names: &[&str]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut all = Vec::new();
    for name in names {
        let mut part = Vec::new();
        if let Ok(mut file) = archive.by_name(name) {
            file.read_to_end(&mut part).unwrap();
        }
        all.push(part);
    }
    all.join(&0)
}

/// The file itself, or the files in the folder.
fn files(path: &Path) -> Vec<std::path::PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap();
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect()
}
