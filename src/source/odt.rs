//! ODT (`OpenDocument` 1.3, ISO/IEC 26300): zip packages and flat XML files, as LibreOffice and WPS write them.
//!
//! Deletions, hidden text, annotations, headers and footers are left out; numbers of lists and headings are written
//! out; a frame stands once, at its anchor; a note stands below its paragraph.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::archive::Package;
use crate::source::error::Error;
use crate::source::story;
use crate::source::xml::{self, Document, Element};
use body::OdtBody;
use lists::OdtLists;
use styles::OdtStyles;

mod body;
mod lists;
mod styles;

/// Reads an ODT file.
///
/// # Errors
/// [`Error::Encrypted`]; [`Error::Foreign`] for a spreadsheet or a presentation; [`Error::Damaged`];
/// [`Error::Empty`]; [`Error::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    // A flat file holds body, styles and metadata in one part.
    if !bytes.starts_with(b"PK") {
        let flat = xml::parse(bytes)?;
        return assemble(&flat, &[&flat.root], &flat.root);
    }
    let mut package = Package::open(bytes)?;
    // The manifest lists how parts are encrypted; without a password they are noise.
    let manifest = package.part("META-INF/manifest.xml")?;
    if manifest.is_some_and(|m| memchr::memmem::find(&m, b"encryption-data").is_some()) {
        return Err(Error::Encrypted);
    }
    let Some(content) = package.part("content.xml")? else {
        return Err(Error::Damaged("content.xml missing".to_owned()));
    };
    let content = xml::parse(&content)?;
    // Without styles or metadata the text can still be read.
    let mut optional = |name| match package.part(name) {
        Ok(Some(part)) => Ok(xml::parse(&part)?.root),
        Ok(None) | Err(Error::Damaged(_)) => Ok(Element::default()),
        Err(other) => Err(other),
    };
    let styles = optional("styles.xml")?;
    let meta = optional("meta.xml")?;
    assemble(&content, &[&styles, &content.root], &meta)
}

/// Reads the body of `content`. Styles and metadata are further parts of a package, and the same part of a flat file.
fn assemble(
    content: &Document,
    with_styles: &[&Element],
    with_meta: &Element,
) -> Result<Transcript, Error> {
    let root = &content.root;
    let Some(text) = root.child("body").and_then(|body| body.child("text")) else {
        // Tables and slides are packages of the same kind.
        let what = root.child("body").and_then(|body| body.elements().next());
        return Err(match what.map(|element| &*element.name) {
            Some("spreadsheet") => Error::Foreign("电子表格/a spreadsheet".to_owned()),
            Some("presentation" | "drawing") => Error::Foreign("幻灯片/a presentation".to_owned()),
            _ => Error::Damaged("no text in it".to_owned()),
        });
    };
    let styles = OdtStyles::new(with_styles);
    let mut body = OdtBody::new(&styles, OdtLists::new(with_styles), content.bytes);
    body.read(text);
    let meta = with_meta.child("meta");
    let producer = meta
        .and_then(|meta| meta.child("generator"))
        .map(|generator| generator.text().trim().to_owned());
    let mut transcript = body.finish().finish(FileFormat::Odt, producer)?;
    let title = meta.and_then(|meta| meta.child("title"));
    transcript.origin.title = title
        .map(|title| title.text().trim().to_owned())
        // Programs write an empty title for none.
        .filter(|title| !title.is_empty());
    transcript.origin.pages = meta
        .and_then(|meta| meta.child("document-statistic"))
        .and_then(|counts| counts.attribute("page-count"))
        .and_then(|pages| pages.parse().ok());
    story::note_end(&mut transcript.origin, content.end);
    Ok(transcript)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(automatic: &str, text: &str) -> Vec<String> {
        let xml = format!(
            "<office:document><office:automatic-styles>{automatic}</office:automatic-styles>\
             <office:body><office:text>{text}</office:text></office:body></office:document>"
        );
        let lines = read(xml.as_bytes()).unwrap().lines;
        lines.into_iter().map(|line| line.text).collect()
    }

    const LIST: &str = r#"<text:list-style style:name="L">
        <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
        <text:list-level-style-number text:level="2" style:num-format="1" loext:num-list-format="（%2%）"/>
        </text:list-style>"#;

    #[test]
    fn lists_are_numbered_and_continued() {
        let text = r#"<text:list text:style-name="L" xml:id="a"><text:list-item><text:p>甲</text:p><text:list>
            <text:list-item><text:p>子</text:p></text:list-item></text:list></text:list-item></text:list>
            <text:p>间</text:p><text:list text:style-name="L" text:continue-list="a"><text:list-item><text:p>乙</text:p>
            <text:p>续</text:p></text:list-item></text:list>
            <text:list text:style-name="L"><text:list-item><text:p>新</text:p></text:list-item></text:list>"#;
        assert_eq!(
            flat(LIST, text),
            ["一、甲", "（1）子", "间", "二、乙", "续", "一、新"]
        );
    }

    #[test]
    fn spaces_tabs_breaks_and_what_is_hidden() {
        let hidden = r#"<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>"#;
        let text = r#"<text:tracked-changes><text:p>删</text:p></text:tracked-changes>
            <text:p>一 <text:s text:c="2"/>二<text:tab/>三<text:line-break/>四<text:span text:style-name="H">暗</text:span>
            <office:annotation><text:p>批注</text:p></office:annotation></text:p>"#;
        assert_eq!(flat(hidden, text), ["一   二\t三\n四"]);
    }

    #[test]
    fn cells_pictures_and_pages_are_kept() {
        let automatic = r#"<style:style style:name="B" style:family="paragraph">
            <style:paragraph-properties fo:break-before="page"/></style:style>"#;
        let text = r#"<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>站点</text:p>
            </table:table-cell><table:covered-table-cell/><table:table-cell><text:p>值</text:p></table:table-cell>
            </table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>
            <table:table-cell><text:p>丙</text:p></table:table-cell></table:table-row></table:table>
            <text:p><draw:frame><draw:image/><svg:desc>湖区水位图</svg:desc></draw:frame></text:p>
            <text:p text:style-name="B">下页</text:p>"#;
        assert_eq!(
            flat(automatic, text),
            ["站点\t\t值", "\t\t丙", "湖区水位图", "下页"]
        );
    }

    #[test]
    fn a_frame_stands_once_and_a_note_below() {
        let text = r"<text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>正文<text:note>
            <text:note-citation>1</text:note-citation><text:note-body><text:p>注文</text:p></text:note-body></text:note>。</text:p>";
        assert_eq!(flat("", text), ["框", "正文。", "［注1］注文"]);
    }
}
