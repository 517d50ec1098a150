//! OFD (GB/T 33190): a zip package of XML pages in which every character has a position.
//!
//! The pages of all document bodies are read in order, each on its templates and below its annotations. Seals and
//! signatures are files of their own and are not read. Images are decoded only where a page's image is asked for.

mod annotations;
mod cells;
mod content;
mod deltas;
mod document;
mod images;
mod location;
mod paths;
mod text;
mod text_object;
mod units;
mod xml;

use crate::model::transcript::{FileFormat, Flow, Origin, Transcript};
use crate::source::archive::Package;
use crate::source::assemble::paragraphs;
use crate::source::page::check;
use crate::source::picture::{PageImage, compose};
use crate::source::{Error, ReadContext};
use content::POINTS;
use document::{MOST_PAGES, OfdDocument, texts};
use location::{OfdPackage, resolve};

/// Reads an OFD file.
///
/// # Errors
///
/// [`Error`]: damaged, encrypted, without text, or with text whose characters have no known meaning.
pub(super) fn read(bytes: &[u8], context: &mut ReadContext<'_>) -> Result<Transcript, Error> {
    let mut package = Package::open(bytes)?;
    let PackageInfo {
        roots,
        producer,
        title,
    } = bodies(&mut package)?;
    let mut documents = Vec::new();
    for root in roots {
        documents.extend(OfdDocument::open(&mut package, &root)?);
    }
    let count: usize = documents.iter().map(|document| document.pages.len()).sum();
    let mut pages = Vec::new();
    let mut number = 0;
    'all: for document in &mut documents {
        for path in std::mem::take(&mut document.pages) {
            number += 1;
            if !context.begins_page(number) || pages.len() >= MOST_PAGES {
                break 'all;
            }
            pages.extend(document.page(&mut package, &path, number)?);
        }
    }
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(Error::Damaged("Pages".to_owned()));
    }
    let mut origin = Origin {
        format: FileFormat::Ofd,
        producer,
        title,
        pages: Some(count),
        confidence: 0.95,
        ..Origin::default()
    };
    check(&mut pages, count, bytes, &mut origin)?;
    Ok(Transcript {
        flow: Flow::Paragraphs,
        lines: paragraphs(pages),
        origin,
    })
}

/// Returns the images of page `number`, counted from 1 over all documents, as one; `None` where it has none.
///
/// # Errors
///
/// [`Error`] where the package cannot be opened.
pub(super) fn page_image(bytes: &[u8], number: usize) -> Result<Option<PageImage>, Error> {
    let mut package = Package::open(bytes)?;
    let mut before = 0;
    for root in bodies(&mut package)?.roots {
        let Some(document) = OfdDocument::open(&mut package, &root)? else {
            continue;
        };
        let path = number
            .checked_sub(before + 1)
            .and_then(|at| document.pages.get(at));
        before += document.pages.len();
        let Some(path) = path else {
            continue;
        };
        let Some(page) = package.part(path)? else {
            return Ok(None);
        };
        let area = text::content(&page, &document.resources).area;
        let [left, top, width, height] = area.unwrap_or(document.area);
        let pictures = images::pictures(&mut package, &page, &document.media, [left, top])?;
        return Ok(compose(width * POINTS, height * POINTS, &pictures));
    }
    Ok(None)
}

/// What the main file of a package tells about it.
struct PackageInfo {
    /// The paths of its documents.
    roots: Vec<String>,
    /// The program that made it.
    producer: Option<String>,
    /// The title in the properties of its first document that has one.
    title: Option<String>,
}

/// Reads the main file of a package (GB/T 33190 7.4).
fn bodies(package: &mut OfdPackage<'_>) -> Result<PackageInfo, Error> {
    let main = package
        .part("OFD.xml")?
        .ok_or_else(|| Error::Damaged("OFD.xml".to_owned()))?;
    let found = texts(&main, &["DocRoot", "Creator", "Title"]);
    let all = |wanted: &'static str| {
        let named = found.iter().filter(move |(name, _)| name == wanted);
        named.map(|(_, text)| text)
    };
    let roots: Vec<String> = all("DocRoot").map(|text| resolve("", text)).collect();
    if roots.is_empty() {
        return Err(Error::Damaged("OFD.xml".to_owned()));
    }
    Ok(PackageInfo {
        roots,
        producer: all("Creator").next().cloned(),
        title: all("Title").next().cloned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn package(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn object(x: f64, y: f64, text: &str) -> String {
        format!(
            "<TextObject Boundary='{x} {y} 100 6' Size='5'><TextCode X='0' Y='5' DeltaX='g 99 5'>{text}</TextCode></TextObject>"
        )
    }

    fn page(content: &str) -> String {
        format!(
            "<Page><Template TemplateID='9'/><Content><Layer>{content}</Layer></Content></Page>"
        )
    }

    const MAIN: &str = "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody><DocBody><DocRoot>Doc_1/Document.xml</DocRoot></DocBody></OFD>";
    const DOCUMENT: &str = "<o:Document xmlns:o='urn:any'><o:CommonData><o:TemplatePage ID='9' BaseLoc='Tpls/T.xml'/></o:CommonData><o:Pages><o:Page ID='1' BaseLoc='Pages/0.xml'/><o:Page ID='2' BaseLoc='./Pages/1.xml'/></o:Pages></o:Document>";

    #[test]
    fn bodies_follow_each_other_and_templates_are_furniture() {
        let head = page(&object(80.0, 8.0, "内部刊物"));
        let texts = [
            "青禾市上线调度平台。",
            "四十七家单位登记。",
            "等待时间缩短到四分钟。",
            "办法下月修订。",
        ];
        let pages = texts.map(|text| page(&object(30.0, 60.0, text)));
        let bytes = package(&[
            ("OFD.xml", MAIN),
            ("Doc_0/Document.xml", DOCUMENT),
            ("Doc_0/Tpls/T.xml", &head),
            ("Doc_0/Pages/0.xml", &pages[0]),
            ("Doc_0/Pages/1.xml", &pages[1]),
            ("Doc_1/Document.xml", DOCUMENT),
            ("Doc_1/Tpls/T.xml", &head),
            ("Doc_1/Pages/0.xml", &pages[2]),
            ("Doc_1/Pages/1.xml", &pages[3]),
        ]);
        let transcript = read(&bytes, &mut ReadContext::default()).unwrap();
        assert_eq!(transcript.origin.pages, Some(4));
        let read: String = transcript
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(read, texts.concat());
    }

    #[test]
    fn the_title_in_the_properties_is_read() {
        let main = "<OFD><DocBody><DocInfo><Title>渡口复航公告</Title><Creator>制版</Creator></DocInfo><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
        let text = page(&object(30.0, 60.0, "渡船二十日复航。"));
        let bytes = package(&[
            ("OFD.xml", main),
            ("Doc_0/Document.xml", DOCUMENT),
            ("Doc_0/Pages/0.xml", &text),
        ]);
        let origin = read(&bytes, &mut ReadContext::default()).unwrap().origin;
        assert_eq!(origin.title.as_deref(), Some("渡口复航公告"));
        assert_eq!(origin.producer.as_deref(), Some("制版"));
    }

    #[test]
    fn units_among_the_resources_are_text_where_a_page_places_them() {
        let resources = format!(
            "<Res><CompositeGraphicUnits><CompositeGraphicUnit ID='7'><Content>{}</Content></CompositeGraphicUnit>
            <CompositeGraphicUnit ID='8'><Content><CompositeObject Boundary='0 0 9 9' ResourceID='7'/>{}</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>",
            object(30.0, 60.0, "青禾市上线调度平台。"),
            object(30.0, 66.0, "四十七家单位登记。")
        );
        let placed =
            "<CompositeObject CTM='0.5 0 0 0.5 0 0' Boundary='10 20 100 100' ResourceID='8'/>";
        let document = DOCUMENT.replace(
            "<o:CommonData>",
            "<o:CommonData><o:DocumentRes>Res.xml</o:DocumentRes>",
        );
        let bytes = package(&[
            ("OFD.xml", MAIN),
            ("Doc_0/Document.xml", &document),
            ("Doc_0/Res.xml", &resources),
            ("Doc_0/Pages/0.xml", &page(placed)),
        ]);
        let lines = read(&bytes, &mut ReadContext::default()).unwrap().lines;
        let read: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(read, "青禾市上线调度平台。四十七家单位登记。");
    }

    #[test]
    fn free_text_on_a_page_is_text_and_a_watermark_is_none() {
        let note = |kind: &str, text: &str| {
            format!(
                "<Annot Type='{kind}'><Appearance Boundary='30 60 100 20'>{}</Appearance></Annot>",
                object(0.0, 0.0, text)
            )
        };
        let notes = format!(
            "<PageAnnot>{}{}</PageAnnot>",
            note("Watermark", "样本"),
            note("Stamp", "四十七家单位登记。")
        );
        let document = DOCUMENT.replace(
            "</o:Pages>",
            "</o:Pages><o:Annotations>Annots/A.xml</o:Annotations>",
        );
        let bytes = package(&[
            ("OFD.xml", MAIN),
            ("Doc_0/Document.xml", &document),
            (
                "Doc_0/Pages/0.xml",
                &page(&object(30.0, 40.0, "青禾市上线调度平台。")),
            ),
            (
                "Doc_0/Annots/A.xml",
                "<Annotations><Page PageID='1'><FileLoc>P/1.xml</FileLoc></Page></Annotations>",
            ),
            ("Doc_0/Annots/P/1.xml", &notes),
        ]);
        let lines = read(&bytes, &mut ReadContext::default()).unwrap().lines;
        let read: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(read, "青禾市上线调度平台。四十七家单位登记。");
    }

    #[test]
    fn a_package_without_its_main_file_is_damaged() {
        let bytes = package(&[("Doc_0/Document.xml", DOCUMENT)]);
        assert!(matches!(
            read(&bytes, &mut ReadContext::default()),
            Err(Error::Damaged(_))
        ));
    }
}
