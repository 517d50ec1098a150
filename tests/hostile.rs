//! Hostile and damaged files give one clear line: no panic, no hang, no wrong exit code, and the limits hold.
//!
//! Mutants of every format are read in this process, where a panic is seen, and some of them by the real child, where its
//! exit is seen. What is made to be too much goes through the child alone.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

pub mod made;
mod mutants;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use newsreader::library::cache::record::{Record, StoredReport};
use newsreader::library::sandbox::{self, ExtractOptions, FileInput};
use newsreader::library::{self, Place, scan};
use newsreader::source::{self, Error};
use std::io::{Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Mutants of each document that are read in this process.
const MUTANTS: u64 = 200;
/// Those of them that the child reads as well.
const BY_CHILD: u64 = 12;
/// The longest that one mutant may take. The documents are so small that even a slow machine reaches it only if a reader
/// hangs.
const PATIENCE: Duration = Duration::from_mins(1);

fn read(bytes: &[u8]) -> Result<StoredReport, Error> {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
    sandbox::extract(FileInput::Bytes(bytes), ExtractOptions::default())
}

/// Reads mutants of a document one after another and panics with the number of one that panics or takes too long.
fn endure(name: &str, document: &[u8]) {
    let (sender, heard) = mpsc::channel();
    let original = document.to_vec();
    std::thread::Builder::new()
        .stack_size(8 << 20)
        .spawn(move || {
            for seed in 0..MUTANTS {
                let mutant = mutants::of(&original, seed);
                let outcome = catch_unwind(AssertUnwindSafe(|| source::extract(&mutant).is_ok()));
                if sender.send(outcome.map_err(|_| seed)).is_err() {
                    return;
                }
            }
        })
        .unwrap();
    let mut readable = 0;
    for seed in 0..MUTANTS {
        match heard.recv_timeout(PATIENCE) {
            Ok(Ok(read)) => readable += u32::from(read),
            Ok(Err(seed)) => panic!("{name}: mutant {seed} panics"),
            Err(error) => panic!("{name}: mutant {seed} hangs: {error}"),
        }
    }
    // Mutants that are all rejected at the first bytes would test nothing behind them.
    assert!(
        readable > 10,
        "{name}: only {readable} mutants could be read"
    );
}

/// Gives mutants to the child: it must answer, and its exit code must agree with its answer.
fn endure_in_child(name: &str, document: &[u8]) {
    for seed in 0..BY_CHILD {
        let mut child = Command::new(env!("CARGO_BIN_EXE_newsreader"))
            .args(["extract", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mutant = mutants::of(document, seed);
        let _closed_early = stdin.write_all(&mutant);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let answer = said.lines().last().unwrap_or_default();
        let expected = match output.status.code() {
            Some(0) => "{\"read\":",
            Some(1) => "{\"failed\":",
            other => panic!("{name}: mutant {seed} ends the child with {other:?}"),
        };
        assert!(answer.starts_with(expected), "{name} {seed}: {answer}");
        assert!(output.stderr.is_empty(), "{name}: mutant {seed} says more");
    }
}

macro_rules! mutants {
    ($($test:ident: $file:literal,)*) => {$(
        #[test]
        fn $test() {
            let document = include_bytes!(concat!("formats/", $file));
            endure($file, document);
            endure_in_child($file, document);
        }
    )*};
}

mutants! {
    damaged_docx: "lake.docx",
    damaged_odt: "lake.odt",
    damaged_doc: "lake.doc",
    damaged_rtf: "lake.rtf",
    damaged_html: "lake.html",
    damaged_mail: "lake.eml",
    damaged_markdown: "lake.md",
    damaged_gb18030: "lake-gb18030.txt",
    damaged_utf16: "lake-utf16.txt",
    damaged_pdf: "lake.pdf",
}

#[test]
fn damaged_ofd() {
    let document = made::ofd();
    assert!(source::extract(&document).is_ok());
    endure("ofd", &document);
    endure_in_child("ofd", &document);
}

#[test]
fn members_of_an_archive_are_read_as_if_unpacked() {
    let report = "湖区观察周报\n（第六期）\n";
    let archive = made::zip(&[("周报/6.txt", report.as_bytes()), ("周报/", b"")]);
    assert_eq!(read(&archive).unwrap_err(), Error::Archive);
    let names = sandbox::members(FileInput::Bytes(&archive)).unwrap();
    assert_eq!(names, ["周报/6.txt"]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&archive).unwrap();
    file.rewind().unwrap();
    let asked = ExtractOptions {
        member: Some("周报/6.txt"),
        ..ExtractOptions::default()
    };
    let read = sandbox::extract(FileInput::File(file), asked).unwrap();
    let read = format!("{read:?}");
    assert!(
        read.contains("湖区观察周报") && read.contains("number: Some(6)"),
        "{read}"
    );
}

#[test]
fn a_member_that_breaks_the_process_costs_the_others_nothing() {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
    let archive = made::zip(&[
        ("5.txt", "湖区观察周报".as_bytes()),
        ("太大.pdf", &made::swelling_pdf()),
        ("6.pdf", b"%PDF-1.7 and no more"),
        ("7.txt", "湖区观察周报\n（第七期）".as_bytes()),
    ]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&archive).unwrap();
    let names = ["5.txt", "太大.pdf", "没有.txt", "6.pdf", "7.txt"];
    let mut read = Vec::new();
    sandbox::extract_each(&file, &names, |one| {
        read.push(one);
        true
    });
    let alone = names.map(|name| {
        file.rewind().unwrap();
        let asked = ExtractOptions {
            member: Some(name),
            ..ExtractOptions::default()
        };
        sandbox::extract(FileInput::File(file.try_clone().unwrap()), asked)
    });
    assert_eq!(read, alone);
    assert!(read[1].is_err() && read[4].is_ok());
    let mut first = 0;
    sandbox::extract_each(&file, &names, |_| {
        first += 1;
        false
    });
    assert_eq!(first, 1);
}

#[test]
fn an_archive_is_a_folder_of_its_reports() {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
    let docx = include_bytes!("formats/lake.docx").as_slice();
    let archive = made::zip(&[
        ("周报/6.docx", docx),
        ("周报/6.txt", "湖区观察周报".as_bytes()),
        ("周报/7.txt", "湖区观察周报\n（第七期）".as_bytes()),
        ("封面.png", b"\x89PNG"),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("周报.zip");
    std::fs::write(&path, archive).unwrap();
    let shelf = scan::complete(&[folder.path().to_owned()], &scan::ScanOptions::default());
    let mut rows = shelf.entries;
    rows.sort_by(|a, b| a.meta.place.cmp(&b.meta.place));
    let member = |name: &str| Place::Member(path.clone(), name.to_owned());
    // One name and two reports: both are rows.
    let places = rows.iter().map(|row| row.meta.place.clone());
    let names = ["周报/6.docx", "周报/6.txt", "周报/7.txt"];
    assert_eq!(places.collect::<Vec<_>>(), names.map(member));
    assert_eq!(rows[0].meta.number, Some(6));
    assert_eq!(shelf.notes, []);
    let opened = library::open(&path.join("周报/7.txt")).unwrap();
    assert_eq!(opened.place, Place::Member(path, "周报/7.txt".to_owned()));
}

/// The kernels that tests run on have Landlock or seccomp; a kernel without seccomp is older than any that is supported.
#[cfg(target_os = "linux")]
#[test]
fn a_reading_process_reaches_no_file_no_network_and_no_program() {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
    assert_eq!(sandbox::escapes().unwrap(), Vec::<String>::new());
}

#[test]
fn a_package_that_unpacks_to_too_much_is_too_large() {
    let zeros = vec![b' '; (64 << 20) + 1];
    let bomb = made::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &zeros),
    ]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read(&bomb).unwrap_err(), Error::TooLarge);
}

#[test]
fn deep_nesting_is_refused_in_every_format() {
    for (name, deep) in made::deep() {
        let error = read(&deep).unwrap_err();
        assert!(
            matches!(
                error,
                Error::TooLarge | Error::Damaged(_) | Error::NoText(_) | Error::Empty
            ),
            "{name}: {error:?}"
        );
    }
}

#[test]
fn entities_of_entities_are_not_followed() {
    let read = read(&made::laughs()).unwrap();
    assert_eq!(read.issue.articles[0].blocks[0].text, "前&i;后");
}

#[test]
fn forms_that_show_forms_end_in_time_with_a_clear_line() {
    let error = read(&made::exponential_forms()).unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooSlow | Error::TooLarge | Error::NoText(_) | Error::Damaged(_)
        ),
        "{error:?}"
    );
}

#[test]
fn pages_before_the_limit_are_kept_and_the_rest_is_said_to_be_missing() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsreader"))
        .args(["extract", "--stdin", "--last-page", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let two_pages = made::pdf(&["one", "two"]);
    child.stdin.take().unwrap().write_all(&two_pages).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("{\"page\":1}\n"), "{said}");
    let answer: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    let record = STANDARD.decode(answer["read"].as_str().unwrap()).unwrap();
    let report = Record::of(&record).unwrap().decode().unwrap();
    let text = format!("{report:?}");
    assert!(text.contains("one") && !text.contains("two"), "{text}");
    assert!(text.contains("pages from 2 on are missing"), "{text}");
}

#[test]
fn a_doc_with_the_number_of_an_early_word_97_is_read() {
    let mut early = include_bytes!("formats/lake.doc").to_vec();
    let starts_fib = |bytes: &[u8]| bytes == [0xec, 0xa5];
    let fib = early.windows(2).position(starts_fib).unwrap();
    // The version number nFib, which WPS and beta versions wrote too low.
    early[fib + 2] = 0xbf;
    assert_eq!(
        read(&early).unwrap().issue,
        read(include_bytes!("formats/lake.doc")).unwrap().issue
    );
}

#[test]
fn what_hides_behind_another_name_or_a_password_is_told() {
    let locked = include_bytes!("formats/lake.doc").as_slice();
    let mut encrypted = locked.to_vec();
    // The flag fEncrypted of the FIB, in the first sector of the stream WordDocument.
    let starts_fib = |bytes: &[u8]| bytes == [0xec, 0xa5];
    let fib = encrypted.windows(2).position(starts_fib).unwrap();
    encrypted[fib + 0x0b] |= 1;
    assert_eq!(read(&encrypted).unwrap_err(), Error::Encrypted);
    let sheet = made::zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]);
    assert!(matches!(read(&sheet).unwrap_err(), Error::Damaged(_)));
    let slides = made::zip(&[
        ("[Content_Types].xml", b"x"),
        ("ppt/presentation.xml", b"x"),
    ]);
    assert!(matches!(read(&slides).unwrap_err(), Error::Foreign(_)));
    assert_eq!(read(b"PK\x03\x04 cut off").unwrap_err(), Error::Archive);
}
