//! The programs that recognise text, and what each prints.
//!
//! In this order: the user's own command, rapidocr, tesseract with its data for Chinese, ocrmypdf. Measured on invented pages
//! turned by 0.8°, blurred and with specks, PP-OCR makes a third of tesseract's mistakes, so that it comes first.

use super::process::{Failure, run};
use crate::library::recognised::RecognisedPage;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// The part of a command's argument that the path of the image replaces.
const IMAGE: &str = "{image}";
/// The data of tesseract for simplified Chinese. It knows Latin letters and digits as well: with `eng` added, an invented page
/// took 1.8 times as long and came out the same.
const CHINESE: &str = "chi_sim";

/// A program that recognises the text of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tool {
    /// The command of `[ocr]` in the configuration: it prints the text and ends with 0.
    Command(Vec<String>),
    /// PP-OCR by the `rapidocr` package of Python.
    RapidOcr(PathBuf),
    /// tesseract.
    Tesseract(PathBuf),
    /// ocrmypdf, which runs tesseract in its turn, perhaps one that only it can find.
    OcrMyPdf(PathBuf),
}

impl Tool {
    /// Returns the program to use: `command` where it is not empty, else the first one on the search path; `None` without any.
    pub fn find(command: &[String]) -> Option<Self> {
        if !command.is_empty() {
            return Some(Self::Command(command.to_vec()));
        }
        on_path("rapidocr")
            .map(Self::RapidOcr)
            .or_else(|| {
                on_path("tesseract")
                    .filter(|path| knows_chinese(path))
                    .map(Self::Tesseract)
            })
            .or_else(|| on_path("ocrmypdf").map(Self::OcrMyPdf))
    }

    /// The name of the program.
    pub fn name(&self) -> String {
        match self {
            Self::Command(words) => {
                let program = words.first().map(Path::new).and_then(Path::file_name);
                program.unwrap_or_default().to_string_lossy().into_owned()
            }
            Self::RapidOcr(_) => "rapidocr".to_owned(),
            Self::Tesseract(_) => "tesseract".to_owned(),
            Self::OcrMyPdf(_) => "ocrmypdf".to_owned(),
        }
    }

    /// Recognises the page in the PNG file `image`; `folder` is its folder for temporary files.
    ///
    /// # Errors
    /// [`Failure`].
    pub(super) fn read(
        &self,
        image: &Path,
        folder: &Path,
        stop: &AtomicBool,
    ) -> Result<RecognisedPage, Failure> {
        let is_own = matches!(self, Self::Command(_));
        let output = run(&self.arguments(image, folder), folder, !is_own, stop)?;
        let written = |name: &str| {
            let text = fs::read(folder.join(name)).map_err(|_| Failure::Ended(Some(0)));
            text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        };
        let (text, confidence) = match self {
            Self::Command(_) => (String::from_utf8_lossy(&output).into_owned(), None),
            Self::RapidOcr(_) => {
                rapid_lines(&String::from_utf8_lossy(&output)).ok_or(Failure::Ended(Some(0)))?
            }
            Self::Tesseract(_) => (written("text.txt")?, tsv_confidence(&written("text.tsv")?)),
            Self::OcrMyPdf(_) => (written("text.txt")?, None),
        };
        Ok(RecognisedPage {
            // A form feed ends a page of tesseract; here pages are kept apart anyhow.
            text: Some(
                text.replace("\r\n", "\n")
                    .replace('\u{c}', "\n")
                    .trim()
                    .to_owned(),
            ),
            confidence,
        })
    }

    /// Returns the command line for an image.
    fn arguments(&self, image: &Path, folder: &Path) -> Vec<OsString> {
        let image_arg = image.as_os_str();
        let (program, rest): (&Path, Vec<OsString>) = match self {
            Self::Command(words) => {
                let filled = words.iter().map(|word| filled(word, image_arg));
                return filled.collect();
            }
            Self::RapidOcr(path) => (path, vec!["-img".into(), image_arg.to_owned()]),
            Self::Tesseract(path) => {
                let base = folder.join("text").into_os_string();
                let fixed = ["-l", CHINESE, "txt", "tsv"].map(OsString::from);
                let ends = [image_arg.to_owned(), base].into_iter().chain(fixed);
                (path, ends.collect())
            }
            Self::OcrMyPdf(path) => {
                let sidecar = folder.join("text.txt").into_os_string();
                let fixed = ["-l", CHINESE, "--image-dpi", "300", "--sidecar"].map(OsString::from);
                let page = folder.join("page.pdf").into_os_string();
                let ends = [sidecar, image_arg.to_owned(), page];
                (path, fixed.into_iter().chain(ends).collect())
            }
        };
        std::iter::once(program.as_os_str().to_owned())
            .chain(rest)
            .collect()
    }
}

/// Returns an argument with the path of the image in place of `{image}`.
fn filled(word: &str, image: &OsStr) -> OsString {
    let mut out = OsString::new();
    for (at, part) in word.split(IMAGE).enumerate() {
        if at > 0 {
            out.push(image);
        }
        out.push(part);
    }
    out
}

/// Returns the program of this name in a folder of the search path. Folders that are not absolute are passed over: a program
/// beside the reports must not run by itself.
fn on_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&name))
        .find(|program| is_program(program))
}

/// True for a file that can be run.
fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path)
            .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.is_file()
}

/// True if this tesseract has its data for Chinese.
fn knows_chinese(path: &Path) -> bool {
    let list = [path.as_os_str().to_owned(), "--list-langs".into()];
    let folder = std::env::temp_dir();
    let output = run(&list, &folder, true, &AtomicBool::new(false)).unwrap_or_default();
    String::from_utf8_lossy(&output)
        .lines()
        .any(|line| line.trim() == CHINESE)
}

/// Returns the mean confidence in the TSV of tesseract, over the characters of its words; `None` without a word.
fn tsv_confidence(tsv: &str) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for row in tsv.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, _, _, _, _, _, _, _, _, _, confidence, word] = cells[..] else {
            continue;
        };
        let percent: f64 = confidence.parse().unwrap_or(-1.0);
        if percent >= 0.0 {
            let chars = u32::try_from(word.chars().count()).map_or(0.0, f64::from);
            sum += percent / 100.0 * chars;
            count += chars;
        }
    }
    (count > 0.0).then(|| sum / count)
}

/// Returns the lines and the mean confidence in the output of rapidocr, which prints the `repr` of a Python object:
/// `RapidOCROutput(…, txts=('…', '…'), scores=(0.99, 0.98), …)`. `None` for other output; no lines for an empty page.
fn rapid_lines(output: &str) -> Option<(String, Option<f64>)> {
    let result = output.get(output.find("RapidOCROutput(")?..)?;
    let texts = result.split_once(", txts=")?.1;
    let Some(mut rest) = texts.strip_prefix('(') else {
        return Some((String::new(), None));
    };
    let mut lines = Vec::new();
    while let Some((line, behind)) = python_string(rest) {
        lines.push(line);
        rest = behind.trim_start_matches([',', ' ']);
    }
    let scores = rest.split_once("scores=(")?.1.split(')').next()?;
    let scores: Vec<f64> = scores
        .split(',')
        .filter_map(|score| score.trim().parse().ok())
        .collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for (line, score) in lines.iter().zip(scores) {
        let chars = u32::try_from(line.chars().count()).map_or(0.0, f64::from);
        sum += score * chars;
        count += chars;
    }
    Some((lines.join("\n"), (count > 0.0).then(|| sum / count)))
}

/// Reads the string literal at the start of `text` as Python's `repr` writes it; returns it and the rest.
fn python_string(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((value, text.get(at + 1..)?));
        }
        if c != '\\' {
            value.push(c);
            continue;
        }
        let digits = match chars.next()?.1 {
            'n' | 'r' | 't' => {
                value.push(' ');
                continue;
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            other => {
                value.push(other);
                continue;
            }
        };
        let hex: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
        value.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_image_goes_where_the_command_wants_it() {
        let tool = Tool::Command(["/opt/读页", "--in={image}", "-"].map(str::to_owned).into());
        let arguments = tool.arguments(Path::new("/t/page.png"), Path::new("/t"));
        assert_eq!(arguments, ["/opt/读页", "--in=/t/page.png", "-"]);
        assert_eq!(tool.name(), "读页");
    }

    #[test]
    fn the_output_of_rapidocr_is_read() {
        let output = "log\nRapidOCROutput(img=array([[1,\n 2]], dtype=uint8), boxes=array([]), txts=('渔船归港', \"A's\\\\ \\u4e00\"), \
            scores=(0.9, 0.6), word_results=())";
        let (text, confidence) = rapid_lines(output).unwrap();
        assert_eq!(text, "渔船归港\nA's\\ 一");
        assert!(confidence.is_some_and(|c| (c - 0.72).abs() < 0.001));
        let empty = "RapidOCROutput(img=None, boxes=None, txts=None, scores=None)";
        assert_eq!(rapid_lines(empty), Some((String::new(), None)));
        assert_eq!(rapid_lines("Traceback"), None);
        assert_eq!(rapid_lines("RapidOCROutput(img=1, txts=('open"), None);
    }

    #[test]
    fn the_confidence_of_tesseract_is_that_of_its_characters() {
        let tsv = "level\tpage_num\n4\t1\t1\t1\t1\t0\t6\t2\t3\t6\t-1\t\n5\t1\t1\t1\t1\t1\t6\t2\t1\t6\t90.0\t山海\n\
            5\t1\t1\t1\t1\t2\t8\t2\t5\t5\t60.0\t周\n";
        assert!(tsv_confidence(tsv).is_some_and(|c| (c - 0.8).abs() < 1e-9));
        assert_eq!(tsv_confidence(""), None);
    }
}
