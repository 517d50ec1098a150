//! What hostile and damaged files do: one clear line, no panic, no hang, and the limits hold. Through the real child.

use newsreader::library::sandbox::{self, Asked, Input};
use newsreader::source::Error;
use std::io::{Cursor, Seek, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn child() {
    sandbox::use_program(env!("CARGO_BIN_EXE_newsreader").into());
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn members_of_an_archive_are_read_as_if_unpacked() {
    child();
    let report = "湖区观察周报\n（第六期）\n";
    let archive = zipped(&[("周报/6.txt", report.as_bytes()), ("周报/", b"")]);
    let names = sandbox::members(Input::Bytes(&archive)).unwrap();
    assert_eq!(names, ["周报/6.txt"]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&archive).unwrap();
    file.rewind().unwrap();
    let asked = Asked {
        member: Some("周报/6.txt"),
        ..Asked::default()
    };
    let read = sandbox::extract(Input::File(file), asked).unwrap();
    assert_eq!(read.lines[1].text, "（第六期）");
    let bare = sandbox::extract(Input::Bytes(&archive), Asked::default());
    assert_eq!(bare.unwrap_err(), Error::Archive);
}
