//! Archives of reports: the output from the cache is the same as without one, however the files change in between.

use super::{Desk, REPORT, text};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Commands that reach the rows of the library in different ways.
const QUESTIONS: [&[&str]; 6] = [
    &["list", "lib", "--format", "json"],
    &["search", "库房", "lib", "--format", "json"],
    &["search", "没有的词", "lib"],
    &["links", "lib", "--format", "json"],
    &["check", "lib"],
    &["export", "lib", "--format", "text"],
];

/// The report of issue 417 as that of another issue.
fn issue(number: char) -> String {
    REPORT.replace("四一七", &format!("四一{number}"))
}

/// An archive of these members.
pub(super) fn zip<'m>(members: impl IntoIterator<Item = (&'m str, &'m [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// `bytes` with `this` in every place of `that`, which is as long.
fn patched(mut bytes: Vec<u8>, that: &[u8], this: &[u8]) -> Vec<u8> {
    assert_eq!(that.len(), this.len());
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(that.len()).position(|w| w == that) {
        at += found;
        bytes[at..at + this.len()].copy_from_slice(this);
    }
    bytes
}

/// An archive that asks for a password.
fn locked() -> Vec<u8> {
    let mut bytes = zip([("6.txt", REPORT.as_bytes())]);
    // The lowest bit of the flags, in the header of the member and in the directory.
    for (header, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|w| w == header).unwrap();
        bytes[at + flags] |= 1;
    }
    bytes
}

/// A library in which nearly everything is an archive, of every kind.
fn library() -> Desk {
    let desk = Desk::new();
    desk.write("lib/5.txt", &issue('五'));
    let put = |name: &str, bytes: Vec<u8>| fs::write(desk.path("lib").join(name), bytes).unwrap();
    let (six, seven) = (issue('六'), issue('七'));
    let docx = include_bytes!("../formats/lake.docx").as_slice();
    put(
        "合订本.zip",
        zip([
            ("./旧/第二周/6.txt", six.as_bytes()),
            ("7.docx", docx),
            ("7.txt", seven.as_bytes()),
            ("附件/a\n\u{1b}[31m\u{202e}.txt", issue('八').as_bytes()),
            ("坏.pdf", b"%PDF-1.7 and no more"),
            ("封面.png", b"\x89PNG"),
        ]),
    );
    let named = zip([("AAAAAA.txt", issue('九').as_bytes())]);
    // 周报集 as Windows writes it.
    put(
        "旧名.zip",
        patched(named, b"AAAAAA", b"\xd6\xdc\xb1\xa8\xbc\xaf"),
    );
    put("锁.zip", locked());
    let whole = zip([("6.txt", six.as_bytes())]);
    put("半.zip", whole[..whole.len() / 2].to_vec());
    put("空.zip", zip([]));
    put("图.zip", zip([("封面.png", b"\x89PNG".as_slice())]));
    put("零.zip", Vec::new());
    // Named as a report that lies beside it.
    put("5.zip", zip([("5.txt", issue('十').as_bytes())]));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.add_symlink("链.txt", "../5.txt", options).unwrap();
    put("链.zip", writer.finish().unwrap().into_inner());
    desk
}

/// All output of a command: standard output, the sorted lines of standard error, and the exit code.
fn told(output: &Output) -> (String, Vec<String>, Option<i32>) {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    let mut lines: Vec<String> = errors.lines().map(str::to_owned).collect();
    lines.sort();
    (text(output), lines, output.status.code())
}

/// Asks everything with a cache, and without one for comparison.
fn assert_told_as_without_a_cache(desk: &Desk) {
    for args in QUESTIONS {
        let without = [args, &["--no-state"]].concat();
        assert_eq!(told(&desk.run(args)), told(&desk.run(&without)), "{args:?}");
    }
}

/// Replaces the bytes of `file` without a change of its length or its time.
fn forge(file: &Path) {
    let before = fs::metadata(file).unwrap();
    fs::write(file, vec![b'x'; usize::try_from(before.len()).unwrap()]).unwrap();
    let written = fs::File::options().write(true).open(file).unwrap();
    written.set_modified(before.modified().unwrap()).unwrap();
}

#[test]
fn a_warm_start_tells_what_a_cold_one_tells_and_reads_no_archive() {
    let desk = library();
    let cold: Vec<_> = QUESTIONS.map(|args| told(&desk.run(args))).into();
    assert_told_as_without_a_cache(&desk);
    let rows: serde_json::Value = serde_json::from_str(&cold[0].0).unwrap();
    // 7.docx and 7.txt hold two reports.
    assert_eq!(rows.as_array().unwrap().len(), 7, "{rows:#}");
    for name in ["坏.pdf", "锁.zip", "半.zip", "零.zip", "链.txt"] {
        let lines = cold[0].1.iter().filter(|line| line.contains(name));
        assert_eq!(lines.count(), 1, "{name}: {:?}", cold[0].1);
    }
    for item in fs::read_dir(desk.path("lib")).unwrap() {
        forge(&item.unwrap().path());
    }
    for (args, cold) in QUESTIONS.iter().zip(cold) {
        assert_eq!(told(&desk.run(args)), cold, "{args:?}");
    }
}

#[test]
fn whatever_becomes_of_an_archive_is_noticed() {
    let desk = library();
    let path = |name: &str| desk.path("lib").join(name);
    assert_told_as_without_a_cache(&desk);
    let segments = || {
        let cache = desk.path("home/XDG_CACHE_HOME/newsreader");
        let files = fs::read_dir(cache).unwrap().map(|item| item.unwrap());
        let lens = files.map(|file| (file.file_name(), file.metadata().unwrap().len()));
        let is_segment = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".reports");
        let mut all: Vec<_> = lens.filter(|(name, _)| is_segment(name)).collect();
        all.sort();
        all
    };
    let written = segments();
    // Renamed, moved with a folder, copied: the same contents, so nothing is written anew.
    fs::rename(path("合订本.zip"), path("又名.zip")).unwrap();
    assert_told_as_without_a_cache(&desk);
    fs::create_dir(path("2025")).unwrap();
    fs::rename(path("又名.zip"), path("2025/合订本.zip")).unwrap();
    assert_told_as_without_a_cache(&desk);
    fs::copy(path("2025/合订本.zip"), path("副本.zip")).unwrap();
    assert_told_as_without_a_cache(&desk);
    assert_eq!(segments(), written);
    // Changed, mended, replaced by what is no archive, gone.
    let new = zip([("9.txt", issue('二').as_bytes())]);
    fs::write(path("副本.zip"), &new).unwrap();
    fs::write(path("半.zip"), &new).unwrap();
    assert_told_as_without_a_cache(&desk);
    fs::write(path("半.zip"), issue('三')).unwrap();
    fs::write(path("5.txt"), &new).unwrap();
    fs::remove_file(path("副本.zip")).unwrap();
    assert_told_as_without_a_cache(&desk);
    fs::remove_dir_all(path("2025")).unwrap();
    assert_told_as_without_a_cache(&desk);
}

#[test]
fn a_folder_of_archives_without_a_report_has_none_the_second_time_too() {
    let desk = Desk::new();
    fs::create_dir(desk.path("lib")).unwrap();
    fs::write(desk.path("lib/空.zip"), zip([])).unwrap();
    for _cold_or_warm in 0..2 {
        assert_told_as_without_a_cache(&desk);
    }
    let (_, errors, _) = told(&desk.run(QUESTIONS[0]));
    assert_eq!(errors.len(), 1);
}

/// An archive whose member is encrypted: by AES, as packers of today do, or in the old way of zip, as office programs do.
fn encrypted(password: &'static str, aes: bool) -> Vec<u8> {
    use zip::unstable::write::FileOptionsExt;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let options = if aes {
        options.with_aes_encryption(zip::AesMode::Aes256, password)
    } else {
        options
            .with_deprecated_encryption(password.as_bytes())
            .unwrap()
    };
    writer.start_file("6.txt", options).unwrap();
    writer.write_all(REPORT.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// A 7z archive whose member is encrypted, its name as well if `names` is set.
fn encrypted_seven_zip(password: &str, names: bool) -> Vec<u8> {
    use sevenz_rust2::encoder_options::AesEncoderOptions;
    use sevenz_rust2::{ArchiveEntry, ArchiveWriter, EncoderMethod, Password};
    let mut writer = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    let lock = AesEncoderOptions::new(Password::new(password));
    writer.set_content_methods(vec![lock.into(), EncoderMethod::LZMA2.into()]);
    writer.set_encrypt_header(names);
    let entry = ArchiveEntry::new_file("6.txt");
    writer
        .push_archive_entry(entry, Some(REPORT.as_bytes()))
        .unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_password_in_a_file_opens_what_is_locked_and_leaves_no_trace() {
    let desk = Desk::new();
    desk.write("right", "lake 7\n");
    desk.write("wrong", "lake 8");
    let list = |file: &str| {
        let args = [
            "list",
            "锁.zip",
            "--format",
            "json",
            "--password-file",
            file,
        ];
        text(&desk.run(&args))
    };
    // Containers are known by their content, so that the name of a zip file does for a 7z as well.
    for archive in [
        encrypted("lake 7", false),
        encrypted("lake 7", true),
        encrypted_seven_zip("lake 7", false),
        encrypted_seven_zip("lake 7", true),
    ] {
        fs::write(desk.path("锁.zip"), archive).unwrap();
        assert!(list("right").contains("青川市数字档案观察周报"));
        assert!(!list("wrong").contains("青川市"));
        let (_, line) = desk.complaint(&["show", "锁.zip/6.txt", "--password-file", "wrong"]);
        assert!(line.contains("给出的密码打不开"), "{line}");
        // The text of a locked file does not go into the cache.
        let without = text(&desk.run(&["list", "锁.zip", "--format", "json"]));
        assert!(!without.contains("青川市"));
    }
    let (code, line) = desk.complaint(&["list", "锁.zip", "--password-file", "none"]);
    assert!(code == 1 && line.contains("none"), "{line}");
}
