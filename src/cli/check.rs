//! `newsreader check`: the gaps and contradictions of each report by line, and the confidence in its reading.
//!
//! ```text
//! 629.txt: 纯文本 · UTF-8 · 置信度 100% · 1 处可疑
//! 629.txt:9: count-mismatch: 导语说有 3 篇，正文有 2 篇
//! ```
//! The exit code is 1 if any report has a finding, so that a script can refuse a report before it is sent.

use super::error::{CommandError, Exit};
use super::json::JsonArray;
use super::show::{Finding, findings};
use super::{CommandContext, Subcommand, files, format_arg, format_of, paths_arg};
use crate::lang::{Lang, Words};
use crate::library::Opened;
use crate::model::transcript::{FileFormat, FileNote};
use crate::text::sanitize::sanitize;
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::io::{self, Write};

/// The definition for the command line.
pub(super) const SUBCOMMAND: Subcommand = Subcommand {
    name: "check",
    about: Words::new(
        "检查报告有无缺漏和矛盾",
        "check reports for gaps and contradictions",
    ),
    define,
    run,
};

/// Adds the paths and `--format`.
fn define(command: Command, lang: Lang) -> Command {
    let paths = Words::new("文件夹或文件", "folders or files");
    command
        .arg(paths_arg(paths.get(lang), lang))
        .arg(format_arg(["text", "json"], lang))
}

/// Prints the findings of each report, newest first. Several files with the same report are each
/// checked.
fn run(
    matches: &ArgMatches,
    context: &CommandContext,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let mut array = (format_of(matches) == "json").then(JsonArray::default);
    let mut worst = Exit::Done;
    // Each report is printed when it has been opened, so that `head` at the end of the pipe ends the work early.
    let exit = files::for_each_file(matches, context, |opened| {
        let checked = CheckedFile::of(&opened, context.lang);
        if checked.has_findings() {
            worst = Exit::Problem;
        }
        match &mut array {
            Some(array) => array.push(out, &checked)?,
            None => checked.print(out, context.lang)?,
        }
        Ok(())
    })?;
    if let Some(array) = array {
        array.finish(out)?;
    }
    // A file that could not be read counts as much as a finding.
    Ok(exit.max(worst))
}

/// One file with its findings, which is also the object that `--format json` prints.
#[derive(Serialize)]
struct CheckedFile<'a> {
    /// The path of the file, as in every JSON output.
    path: String,
    /// The file format by its content.
    format: FileFormat,
    /// The encoding, for formats that leave it open.
    encoding: Option<&'a str>,
    /// The program that wrote the file, where the format records it.
    producer: Option<&'a str>,
    /// The number of pages, where the format has pages.
    pages: Option<u32>,
    /// The reader's confidence in the text that it extracted, from 0 to 1.
    confidence: f32,
    /// Remarks of the format's reader, for instance about pages that were left out.
    notes: Vec<&'a str>,
    /// Gaps and contradictions, in the order of their lines.
    warnings: Vec<Finding<'a>>,
}

impl<'a> CheckedFile<'a> {
    /// Collects the findings of an opened report, with their messages in `lang`.
    fn of(opened: &'a Opened, lang: Lang) -> Self {
        let origin = &opened.origin;
        let note = |note: &'a FileNote| match lang {
            Lang::Zh => note.zh.as_str(),
            Lang::En => note.en.as_str(),
        };
        Self {
            path: opened.place.address(),
            format: origin.format,
            encoding: origin.encoding.as_deref(),
            producer: origin.producer.as_deref(),
            pages: origin.pages,
            confidence: origin.confidence,
            // A part that was not read is among the warnings.
            notes: (origin
                .notes
                .iter()
                .filter(|note| note.loss.is_none())
                .map(note))
            .collect(),
            warnings: findings(&opened.warnings, lang),
        }
    }

    /// True if there is anything to report.
    // The confidence alone is no finding: no figure of it is bad in itself.
    fn has_findings(&self) -> bool {
        !self.warnings.is_empty() || !self.notes.is_empty()
    }

    /// Prints a line about the file, then `path:line: code: message` for each finding.
    ///
    /// Editors jump to the place from lines of this form, as they do for a compiler's.
    fn print(&self, out: &mut dyn Write, lang: Lang) -> io::Result<()> {
        let path = one_line(&self.path);
        writeln!(out, "{path}: {}", one_line(&self.summary(lang)))?;
        for note in &self.notes {
            writeln!(out, "{path}: {}", one_line(note))?;
        }
        for warning in &self.warnings {
            let message = one_line(warning.message);
            writeln!(out, "{path}:{}: {}: {message}", warning.line, warning.code)?;
        }
        Ok(())
    }

    /// Returns the format, encoding, producer, pages, confidence and number of findings, joined by ` · `.
    ///
    /// Encoding, producer and pages are left out where the format has none.
    fn summary(&self, lang: Lang) -> String {
        let pages = Words::new("{} 页", "pages: {}");
        let sure = Words::new("置信度 {}%", "confidence {}%");
        let found = Words::new("{} 处可疑", "findings: {}");
        let nothing = Words::new("没有发现问题", "nothing found");
        let mut parts = vec![format_name(self.format).get(lang).to_owned()];
        parts.extend(self.encoding.map(str::to_owned));
        parts.extend(self.producer.map(str::to_owned));
        parts.extend(self.pages.map(|n| pages.with(lang, &[&n.to_string()])));
        parts.push(sure.with(lang, &[&format!("{:.0}", self.confidence * 100.0)]));
        let count = self.warnings.len() + self.notes.len();
        parts.push(if count == 0 {
            nothing.get(lang).to_owned()
        } else {
            found.with(lang, &[&count.to_string()])
        });
        parts.join(" · ")
    }
}

/// Returns the name of a format for people; the JSON has the short name that scripts know.
const fn format_name(format: FileFormat) -> Words {
    match format {
        FileFormat::Text => Words::new("纯文本", "plain text"),
        FileFormat::Markdown => Words::new("Markdown", "Markdown"),
        FileFormat::Html => Words::new("HTML", "HTML"),
        FileFormat::Docx => Words::new("DOCX", "DOCX"),
        FileFormat::Odt => Words::new("ODT", "ODT"),
        FileFormat::Doc => Words::new("DOC", "DOC"),
        FileFormat::Rtf => Words::new("RTF", "RTF"),
        FileFormat::Pdf => Words::new("PDF", "PDF"),
        FileFormat::Ofd => Words::new("OFD", "OFD"),
        FileFormat::Sheet => Words::new("电子表格", "a workbook"),
    }
}

/// Returns `text` sanitized and on one line: file names and text of the report may hold escape sequences.
fn one_line(text: &str) -> String {
    sanitize(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}
