//! Recognising the pages of a scan by a program that is on the machine.
//!
//! For each page a reading process ([`crate::library::sandbox`]) makes a grey image of the file's own, this process writes it
//! as a PNG into a folder that only its owner can open, and the program reads it there, in a group of processes of its own
//! with limits of time and memory ([`process`]). After each page the text is kept ([`crate::library::recognised`]), so that a
//! stop loses one page at most.

use crate::lang::{Lang, SystemError, Words};
use crate::library::recognised::{self, RecognisedPage, RecognisedText, name_of};
use crate::library::sandbox::{self, ExtractOptions, FileInput};
use crate::library::{Place, open};
use crate::model::recognised::Recognised;
use crate::private_files;
use crate::source::{self, PageImage, ScannedFile};
use process::Failure;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use tool::Tool;

pub mod launch;
mod process;
pub mod tool;

/// The most pages of a scan.
const MOST_PAGES: u32 = 5000;

/// The reason why a scan was not recognised.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no program on the machine that recognises text.
    #[error("no tool")]
    NoTool,
    /// No state may be used, or the system names no folder for it.
    #[error("no store")]
    NoStore,
    /// It was stopped; the pages that are done are kept.
    #[error("stopped")]
    Stopped,
    /// The file has text of its own.
    #[error("not a scan")]
    NotAScan,
    /// No page has an image that can be decoded, or none of them any text.
    #[error("no page was recognised")]
    NothingFound,
    /// The file cannot be read.
    #[error("{0}")]
    Open(#[from] open::Error),
    /// A page cannot be made into an image: the page and the reason.
    #[error("page {0}: {1}")]
    Page(u32, source::Error),
    /// The program failed: its name, the page and the reason.
    #[error("{0} on page {1}")]
    Tool(String, u32, Failure),
    /// The text cannot be kept.
    #[error("{0}")]
    Keep(#[from] io::Error),
}

const NO_TOOL: Words = Words::new(
    "没有找到识别工具；请安装 rapidocr 或 tesseract（含 chi_sim），或在配置中设 [ocr] command",
    "no program that recognises text was found; install rapidocr or tesseract with chi_sim, or set [ocr] command",
);
const NO_STORE: Words = Words::new(
    "--no-state 时不能保存识别的文字",
    "with --no-state recognised text cannot be kept",
);
const STOPPED: Words = Words::new(
    "识别已停止，识别过的各页已保存，再次识别时从这里继续",
    "stopped; finished pages are saved, and the next run continues from there",
);
const NOT_A_SCAN: Words = Words::new("已有文字，无需识别", "it has text and needs no recognition");
const NOTHING_FOUND: Words = Words::new(
    "各页都没有识别出文字",
    "no text was recognised on any of its pages",
);
const PAGE: Words = Words::new("第 {} 页：{}", "page {}: {}");
/// The program, the page and the failure; in English the failure stands before the page.
const TOOL: Words = Words::new("{} 处理第 {} 页时{}", "{} {} on page {}");

impl Error {
    /// Returns the reason as one line, without the name of the file where it does not know it.
    pub fn message(&self, lang: Lang) -> String {
        let words = match self {
            Self::NoTool => NO_TOOL,
            Self::NoStore => NO_STORE,
            Self::Stopped => STOPPED,
            Self::NotAScan => NOT_A_SCAN,
            Self::NothingFound => NOTHING_FOUND,
            Self::Open(error) => return error.message(lang),
            Self::Page(page, error) => {
                return PAGE.with(lang, &[&page.to_string(), &error.message(lang)]);
            }
            Self::Tool(name, page, failure) => {
                let (page, why) = (page.to_string(), failure.message(lang));
                return match lang {
                    Lang::Zh => TOOL.with(lang, &[name, &page, &why]),
                    Lang::En => TOOL.with(lang, &[name, &why, &page]),
                };
            }
            Self::Keep(error) => return SystemError::from(error).message(lang),
        };
        words.get(lang).to_owned()
    }
}

/// The result of recognising a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The number of pages.
    pub pages: usize,
    /// The numbers of the pages whose image could not be read, from 1.
    pub unreadable: Vec<usize>,
    /// The program and its confidence.
    pub mark: Recognised,
}

/// Recognises the scan at `place` and keeps its text. `on_page` is called with each page before its turn, from 1, and the
/// number of pages. `stop` ends it within a moment.
///
/// # Errors
/// [`Error`]; pages that are done by then are kept.
pub fn recognise(
    place: &Place,
    tool: &Tool,
    stop: &AtomicBool,
    mut on_page: impl FnMut(u32, u32),
) -> Result<Outcome, Error> {
    let folder = recognised::folder().ok_or(Error::NoStore)?;
    let scan = scan_at(place)?;
    let count = scan.pages.min(MOST_PAGES);
    let mut text = begun(folder, name_of(scan.content), tool, count as usize);
    for number in 1..=count {
        let at = number as usize - 1;
        if text.pages.get(at).is_none_or(Option::is_some) {
            continue;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
        on_page(number, count);
        let page = page(place, number, tool, stop)?;
        if let Some(slot) = text.pages.get_mut(at) {
            *slot = Some(page);
        }
        text.save(folder)?;
    }
    if !text.is_complete() {
        // Kept, it would stand in the way of a better program.
        let _gone_already = fs::remove_file(folder.join(format!("{}.json", text.content)));
        return Err(Error::NothingFound);
    }
    let unreadable = text.pages.iter().flatten().zip(1..);
    let unreadable = unreadable.filter(|(page, _)| page.text.is_none());
    Ok(Outcome {
        pages: text.pages.len(),
        unreadable: unreadable.map(|(_, number)| number).collect(),
        mark: text.mark(),
    })
}

/// Returns the pages that were recognised before, where they are all or of the same program; else an empty text for `count`
/// pages.
fn begun(folder: &Path, content: String, tool: &Tool, count: usize) -> RecognisedText {
    let kept = RecognisedText::load(folder, &content).filter(|text| {
        text.pages.len() == count && (text.is_complete() || text.tool == tool.name())
    });
    kept.unwrap_or_else(|| RecognisedText::new(content, tool.name(), count))
}

/// Opens the file at `place`, or the archive that holds it, and returns the name of the member in the archive.
fn open_file(place: &Place) -> Result<(FileInput<'static>, Option<&str>), Error> {
    let (path, member) = match place {
        Place::File(path) => (path, None),
        Place::Member(path, member) => (path, Some(member.as_str())),
        Place::Sample(_) => return Err(Error::NotAScan),
    };
    let file = File::open(path).map_err(|source| open::Error::Io {
        path: path.clone(),
        source,
    })?;
    Ok((FileInput::File(file), member))
}

/// Returns the path that an error names: that of the file, or of the member behind its archive.
fn path_of(place: &Place) -> PathBuf {
    match place {
        Place::File(path) => path.clone(),
        Place::Member(path, member) => path.join(member),
        Place::Sample(_) => PathBuf::new(),
    }
}

/// Returns the scan at `place`, whether its text was recognised before or not.
fn scan_at(place: &Place) -> Result<ScannedFile, Error> {
    let (file, member) = open_file(place)?;
    let options = ExtractOptions {
        member,
        ..ExtractOptions::default()
    };
    match sandbox::extract(file, options) {
        Ok(_) => Err(Error::NotAScan),
        Err(source::Error::NoText(scan)) => Ok(scan),
        Err(source) => Err(Error::Open(open::Error::Source {
            path: path_of(place),
            source,
        })),
    }
}

/// Recognises one page; a page without an image that can be decoded has no text.
fn page(
    place: &Place,
    number: u32,
    tool: &Tool,
    stop: &AtomicBool,
) -> Result<RecognisedPage, Error> {
    let (file, member) = open_file(place)?;
    let image = match sandbox::page_image(file, member, number) {
        Ok(Some(image)) => image,
        Ok(None) => return Ok(RecognisedPage::default()),
        Err(error) if error.is_passing() => return Err(Error::Page(number, error)),
        // One page of a hostile size does not cost the others.
        Err(_) => return Ok(RecognisedPage::default()),
    };
    let folder = tempfile::Builder::new().prefix("newsreader-").tempdir()?;
    private_files::create_folder(folder.path())?;
    let png = folder.path().join("page.png");
    write_png(&png, &image)?;
    match tool.read(&png, folder.path(), stop) {
        Ok(page) => Ok(page),
        Err(Failure::Stopped) => Err(Error::Stopped),
        Err(failure) => Err(Error::Tool(tool.name(), number, failure)),
    }
}

/// Writes a grey PNG. It is made of bare pixels here, so that the program never sees a byte of the file.
fn write_png(path: &Path, image: &PageImage) -> io::Result<()> {
    let file = private_files::create_new(path)?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), image.width, image.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&image.grey)?;
    writer.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_one_line_in_both_languages() {
        let failed = Error::Tool("tesseract".to_owned(), 3, Failure::TooSlow);
        assert_eq!(
            failed.message(Lang::En),
            "tesseract took too long on page 3"
        );
        assert_eq!(
            failed.message(Lang::Zh),
            "tesseract 处理第 3 页时超过了时限"
        );
        for error in [
            Error::NoTool,
            Error::NoStore,
            Error::Stopped,
            Error::NotAScan,
        ] {
            assert!(!error.message(Lang::Zh).contains('\n'));
        }
    }
}
