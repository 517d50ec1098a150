//! The store of recognised text: a file for each scan, named by the hash of the scan's content.
//!
//! Recognising a report takes minutes and a library of scans hours, so the text is data and no cache. A file holds one JSON
//! object: `content`, `tool`, and `pages`, of which each is null until its turn comes. So a run that was stopped goes on where
//! it was. Only a text whose pages are all done is read as the report.

use crate::library::cache::record::StoredReport;
use crate::model::recognised::{Recognised, percent_of};
use crate::model::transcript::{FileFormat, FileLoss, Transcript};
use crate::model::{Issue, Warning};
use crate::parse::{self, Parsed};
use crate::private_files;
use crate::source::Error;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder of the store; unset where no state may be used.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Sets the folder of the store. Later calls have no effect.
pub fn use_folder(folder: PathBuf) {
    let _first_call_wins = FOLDER.set(folder);
}

/// The folder of the store; `None` where no state may be used.
pub fn folder() -> Option<&'static Path> {
    FOLDER.get().map(PathBuf::as_path)
}

/// The recognised text of one scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecognisedText {
    /// The hash of the scan's bytes (XXH3, 128 bits) in 32 hexadecimal digits.
    pub content: String,
    /// The name of the program that recognised it.
    pub tool: String,
    /// The pages in their order; `None` for those that are still to come.
    pub pages: Vec<Option<RecognisedPage>>,
}

/// The text of one page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RecognisedPage {
    /// The lines of the page; `None` where its image could not be read.
    pub text: Option<String>,
    /// The confidence of the program, from 0 to 1, if it gives one.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// Returns the name of a scan in the store.
pub fn name_of(content: u128) -> String {
    format!("{content:032x}")
}

/// Returns the contents of which there is text, also unfinished text. Empty where there is no store.
pub fn kept() -> HashSet<u128> {
    let files = folder().and_then(|folder| fs::read_dir(folder).ok());
    let names = files.into_iter().flatten().filter_map(|file| {
        let name = file.ok()?.file_name();
        let name = name.to_str()?.strip_suffix(".json")?;
        u128::from_str_radix(name, 16).ok()
    });
    names.collect()
}

/// Returns all texts of the folder, in the order of their names.
pub fn all(folder: &Path) -> Vec<RecognisedText> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|file| Some(file.ok()?.path()))
        .collect();
    names.sort();
    let texts = names.iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
        RecognisedText::load(folder, name)
    });
    texts.collect()
}

/// Returns the report in the recognised text of a file, if `why` is that it holds no text itself; else the error.
///
/// # Errors
/// `why` where there is no complete text in the store.
pub fn instead_of(why: Error) -> Result<StoredReport, Error> {
    let (Error::NoText(scan), Some(folder)) = (&why, folder()) else {
        return Err(why);
    };
    let text = RecognisedText::load(folder, &name_of(scan.content));
    let text = text.filter(RecognisedText::is_complete);
    text.map(|text| text.report(scan.format)).ok_or(why)
}

impl RecognisedText {
    /// Begins the text of a scan of `pages` pages.
    pub fn new(content: String, tool: String, pages: usize) -> Self {
        Self {
            content,
            tool,
            pages: vec![None; pages],
        }
    }

    /// Reads the text of the scan with this name; `None` where there is none or it is damaged.
    pub fn load(folder: &Path, content: &str) -> Option<Self> {
        let bytes = fs::read(folder.join(format!("{content}.json"))).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Writes the text to the folder, in place of an earlier one, readable by its owner alone.
    ///
    /// # Errors
    /// Those of the system; `InvalidInput` where `content` is no hash, as in a backup that was tampered with.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let is_name =
            self.content.len() == 32 && self.content.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_name {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        private_files::create_folder(folder)?;
        // Through a temporary file: a kill must not leave half of a text that took hours.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        let path = folder.join(format!("{}.json", self.content));
        file.persist(&path).map_err(|error| error.error)?;
        private_files::restrict(&path);
        Ok(())
    }

    /// Writes the text to the folder unless that holds one with as many pages done; returns true if it was written.
    ///
    /// # Errors
    /// Those of [`RecognisedText::save`].
    pub fn merge(&self, folder: &Path) -> io::Result<bool> {
        let is_better =
            Self::load(folder, &self.content).is_none_or(|kept| kept.done() < self.done());
        if is_better {
            self.save(folder)?;
        }
        Ok(is_better)
    }

    /// The number of pages that are done.
    pub fn done(&self) -> usize {
        self.pages.iter().flatten().count()
    }

    /// True if all pages are done and some of them have text.
    pub fn is_complete(&self) -> bool {
        let has_text =
            |page: &RecognisedPage| page.text.as_deref().is_some_and(|t| !t.trim().is_empty());
        self.done() == self.pages.len() && self.pages.iter().flatten().any(has_text)
    }

    /// Returns the mark of the text, with the mean confidence over its characters.
    pub fn mark(&self) -> Recognised {
        let (mut sum, mut count) = (0.0, 0.0);
        for page in self.pages.iter().flatten() {
            if let (Some(text), Some(confidence)) = (&page.text, page.confidence) {
                let chars = u32::try_from(text.chars().count()).map_or(0.0, f64::from);
                sum += chars * confidence;
                count += chars;
            }
        }
        Recognised {
            tool: self.tool.clone(),
            percent: (count > 0.0).then(|| percent_of(sum / count)),
        }
    }

    /// Parses the text into the report that it is. Pages count as in any text: a form feed begins each.
    fn report(&self, format: FileFormat) -> StoredReport {
        let pages = self.pages.iter().flatten();
        let texts: Vec<&str> = pages
            .map(|page| page.text.as_deref().unwrap_or_default())
            .collect();
        let text = closed_up(&texts.join("\n\u{c}"));
        let mut transcript = Transcript::from_text(&text);
        let mark = self.mark();
        transcript.origin.format = format;
        transcript.origin.pages = u32::try_from(self.pages.len()).ok();
        transcript.origin.confidence = mark.percent.map_or(0.5, |p| f32::from(p) / 100.0);
        let Parsed { issue, warnings } = parse::parse(&transcript);
        StoredReport {
            issue: Issue {
                recognised: Some(mark.clone()),
                ..issue
            },
            warnings: self.warnings(&mark).chain(warnings).collect(),
            origin: transcript.origin,
        }
    }

    /// Returns the warnings that the text was recognised, and about pages whose image could not be read.
    fn warnings(&self, mark: &Recognised) -> impl Iterator<Item = Warning> {
        use crate::lang::Lang;
        let recognised = Warning {
            line: 0,
            code: "recognised".to_owned(),
            message: format!("{}，链接请与原件核对", mark.mark(Lang::Zh)),
            english: format!(
                "{}; check its links against the original",
                mark.mark(Lang::En)
            ),
        };
        let unreadable = self
            .pages
            .iter()
            .zip(1..)
            .filter(|(page, _)| page.as_ref().is_some_and(|page| page.text.is_none()));
        let unreadable = unreadable.map(|(_, number): (_, u32)| Warning {
            line: 0,
            code: FileLoss::Page.code().to_owned(),
            message: format!("第 {number} 页没有识别：页面图像无法读出"),
            english: format!("page {number} is missing: its image cannot be read"),
        });
        std::iter::once(recognised).chain(unreadable)
    }
}

/// Removes single spaces behind full-width marks, where programs see one in the blank half of the mark.
fn closed_up(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_behind_mark =
            out.ends_with(['，', '。', '、', '；', '：', '！', '？', '）', '”', '》']);
        if c != ' ' || !is_behind_mark {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str, confidence: f64) -> RecognisedPage {
        RecognisedPage {
            text: Some(text.to_owned()),
            confidence: Some(confidence),
        }
    }

    #[test]
    fn a_text_is_a_report_once_all_pages_are_done() {
        let folder = tempfile::tempdir().unwrap();
        let mut text = RecognisedText::new(name_of(7), "读页".to_owned(), 3);
        text.pages[0] = Some(page(
            "1.标题：渔船归港\n来源：山海晚报\n主要内容：\n潮水退去，",
            0.9,
        ));
        text.pages[1] = Some(page("渔船归港。", 1.0));
        text.save(folder.path()).unwrap();
        let kept = RecognisedText::load(folder.path(), &name_of(7)).unwrap();
        assert_eq!(kept, text);
        assert!(!kept.is_complete());
        text.pages[2] = Some(RecognisedPage::default());
        assert!(text.is_complete());
        let report = text.report(FileFormat::Pdf);
        assert_eq!(
            report.issue.articles[0].blocks[0].text,
            "潮水退去，渔船归港。"
        );
        let mark = report.issue.recognised.unwrap();
        assert_eq!((mark.tool.as_str(), mark.percent), ("读页", Some(91)));
        let codes: Vec<&str> = report.warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(codes[..2], ["recognised", "page-unreadable"]);
    }

    #[test]
    #[cfg(unix)]
    fn texts_are_closed_to_others_and_their_names_are_hashes() {
        use std::os::unix::fs::PermissionsExt;
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("recognised");
        let mut text = RecognisedText::new(name_of(u128::MAX), "读页".to_owned(), 1);
        text.save(&folder).unwrap();
        let path = folder.join(format!("{}.json", text.content));
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        text.content = "../../outside/0000000000000000000".to_owned();
        assert!(text.save(&folder).is_err());
    }
}
