//! A library of invented reports in several formats whose files appear, change and go.

use crate::hostile::made;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Articles of a report.
const ARTICLES: usize = 3;
/// The extensions of the formats, in the order in which files take them.
const FORMATS: [&str; 8] = ["txt", "docx", "html", "rtf", "odt", "md", "zip", "eml"];

/// The files of the library, by the number of their report.
pub struct Library {
    folder: PathBuf,
    files: BTreeMap<usize, PathBuf>,
    next: usize,
    /// The changes that were made.
    pub changes: usize,
}

impl Library {
    /// Writes a library of `count` files into `folder`.
    pub fn new(folder: &Path, count: usize) -> Self {
        fs::create_dir(folder).unwrap();
        let mut library = Self {
            folder: folder.to_owned(),
            files: BTreeMap::new(),
            next: 1,
            changes: 0,
        };
        for _ in 0..count {
            library.add();
        }
        library
    }

    /// Writes a further report. Half of the files lie in a folder below.
    fn add(&mut self) {
        let number = self.next;
        self.next += 1;
        let below = ["", "旧刊"][number / 3 % 2];
        let folder = self.folder.join(below);
        fs::create_dir_all(&folder).unwrap();
        let format = FORMATS[number % FORMATS.len()];
        let path = folder.join(format!("{number}.{format}"));
        fs::write(&path, file(format, number, 0)).unwrap();
        self.files.insert(number, path);
    }

    /// Makes one change, chosen by `chance`: a file appears, gets another text, another name, or goes.
    pub fn change(&mut self, chance: u64) {
        self.changes += 1;
        let at = usize::try_from(chance >> 8).unwrap_or(0) % self.files.len();
        let (number, path) = self.files.iter().nth(at).unwrap();
        let (number, path) = (*number, path.clone());
        match chance % 4 {
            0 => self.add(),
            1 => {
                let format = path.extension().unwrap().to_str().unwrap();
                fs::write(&path, file(format, number, self.changes)).unwrap();
            }
            2 => {
                let name = format!("改名 {}-{number}", self.changes);
                let renamed = path
                    .with_file_name(name)
                    .with_extension(path.extension().unwrap());
                fs::rename(&path, &renamed).unwrap();
                self.files.insert(number, renamed);
            }
            _ => {
                fs::remove_file(&path).unwrap();
                self.files.remove(&number);
            }
        }
    }

    /// The links of all articles that are there.
    pub fn links(&self) -> BTreeSet<String> {
        let numbers = self.files.keys();
        numbers
            .flat_map(|number| (1..=ARTICLES).map(|article| link(*number, article)))
            .collect()
    }
}

fn link(number: usize, article: usize) -> String {
    format!("https://example.cn/{number}/{article}")
}

/// The lines of a report. `edition` changes its text alone.
fn lines(number: usize, edition: usize) -> Vec<String> {
    let title = |article| format!("湖区第{number}号闸第{article}次开启");
    let mut lines = vec![
        "湖区观察周报".to_owned(),
        format!("（第{number}期）"),
        "一、信息目录".to_owned(),
    ];
    for article in 1..=ARTICLES {
        lines.push(format!("{article}.{}", title(article)));
        lines.push("（鹤汀日报）".to_owned());
    }
    lines.push("二、具体内容".to_owned());
    for article in 1..=ARTICLES {
        lines.push(format!("{article}.标题：{}", title(article)));
        lines.push("来源：鹤汀日报".to_owned());
        lines.push(format!("链接：{}", link(number, article)));
        lines.push("主要内容：".to_owned());
        lines.push(title(article));
        lines.push("2025-06-15 来源：鹤汀日报".to_owned());
        for _ in 0..4 {
            let text = "湖区水位回落，各闸已经开启，沿线三个乡镇的供水恢复正常。".repeat(4);
            lines.push(format!("{text}这是第{edition}稿。"));
        }
    }
    lines
}

/// The bytes of a report in a format.
fn file(format: &str, number: usize, edition: usize) -> Vec<u8> {
    let lines = lines(number, edition);
    let marked = |before: &str, after: &str| -> String {
        let parts = lines
            .iter()
            .map(|line| [before, line.as_str(), after].concat());
        parts.collect()
    };
    let text = lines.join("\n");
    match format {
        "docx" => {
            let body = marked("<w:p><w:r><w:t>", "</w:t></w:r></w:p>");
            let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
            let document = format!("<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>");
            made::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
        }
        "odt" => {
            let body = marked("<text:p>", "</text:p>");
            let content = format!("<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>");
            made::zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
        }
        "html" => format!("<html><body>{}</body></html>", marked("<p>", "</p>")).into_bytes(),
        "md" => format!("# {}", lines.join("\n\n")).into_bytes(),
        "zip" => made::zip(&[("周报.txt", text.as_bytes())]),
        "eml" => format!("Subject: a\nFrom: a@example.com\nTo: b@example.com\nContent-Type: text/plain; charset=utf-8\n\n{text}").into_bytes(),
        "rtf" => {
            let mut rtf = "{\\rtf1 ".to_owned();
            for line in &lines {
                for unit in line.encode_utf16() {
                    let _infallible = write!(rtf, "\\u{}?", unit.cast_signed());
                }
                rtf.push_str("\\par ");
            }
            rtf.push('}');
            rtf.into_bytes()
        }
        _ => text.into_bytes(),
    }
}
