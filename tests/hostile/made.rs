//! Files made for these tests: packages, a small OFD, PDFs, and what is nested or unpacks too far.

#![expect(clippy::unwrap_used, reason = "what is made here cannot fail")]

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip file with these members, deflated.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let mut options = SimpleFileOptions::default();
        // As OpenDocument asks for.
        if *name == "mimetype" {
            options = options.compression_method(CompressionMethod::Stored);
        }
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A DOCX whose main part is `document`.
fn docx(document: &str) -> Vec<u8> {
    let part = document.as_bytes();
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", part),
    ])
}

/// An OFD of one page with three lines.
pub fn ofd() -> Vec<u8> {
    let mut objects = String::new();
    for (nth, line) in ["湖区观察周报", "（第六期）", "来源：鹤汀日报"]
        .iter()
        .enumerate()
    {
        let y = 30 + nth * 10;
        let _infallible = write!(
            objects,
            r#"<ofd:TextObject ID="{}" Boundary="20 {y} 150 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 8 5">{line}</ofd:TextCode></ofd:TextObject>"#,
            nth + 10
        );
    }
    let page = format!(
        r#"<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>"#
    );
    let document = r#"<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>"#;
    let root = r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#;
    zip(&[
        ("OFD.xml", root.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ])
}

/// Files of several formats nested deeper than a stack.
pub fn deep() -> Vec<(&'static str, Vec<u8>)> {
    let tables = "<w:tbl><w:tr><w:tc>".repeat(50_000);
    let spans = "<text:span>".repeat(100_000);
    let arrays = format!(
        "%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer<</Root 1 0 R>>\n",
        "[".repeat(500_000)
    );
    vec![
        ("docx", docx(&format!("<w:document><w:body>{tables}"))),
        (
            "fodt",
            format!("<office:document><office:body><office:text><text:p>{spans}").into_bytes(),
        ),
        ("html", "<div>".repeat(300_000).into_bytes()),
        (
            "rtf",
            format!("{{\\rtf1 {}", "{".repeat(1_000_000)).into_bytes(),
        ),
        ("pdf", arrays.into_bytes()),
    ]
}

/// A DOCX with entities that stand for ten of the next each.
pub fn laughs() -> Vec<u8> {
    let mut entities = String::from("<!ENTITY a \"ha\">");
    for (this, before) in ('b'..='i').zip('a'..) {
        let ten = format!("&{before};").repeat(10);
        let _infallible = write!(entities, "<!ENTITY {this} \"{ten}\">");
    }
    docx(&format!(
        "<!DOCTYPE d [{entities}]><w:document><w:body><w:p><w:r><w:t>前&i;后</w:t></w:r></w:p></w:body></w:document>"
    ))
}

/// A PDF file with these objects, numbered from 1; the first is the catalogue.
fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (object, number) in objects.iter().zip(1..) {
        let _infallible = writeln!(table, "{:010} 00000 n ", file.len());
        let _infallible = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let start = file.len();
    let size = objects.len() + 1;
    let _infallible = write!(
        file,
        "{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    let len = content.len();
    format!("<<{entries}/Length {len}>>\nstream\n{content}\nendstream")
}

/// A PDF with a line of text on each page.
pub fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|nth| format!("{} 0 R", 4 + nth * 2))
        .collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for (nth, text) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            5 + nth * 2
        ));
        objects.push(stream("", &format!("BT /F 12 Tf 72 700 Td ({text}) Tj ET")));
    }
    pdf_of(&objects)
}

/// A PDF of one page with these operators, whose font is `/F`.
pub fn pdf_of_content(content: &str) -> Vec<u8> {
    pdf_of(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>".to_owned(),
        stream("", content),
    ])
}

/// A PDF of 4 KB whose page unpacks to a gigabyte. Of run-length coding, the byte 129 twice stands for 128 times the byte 129,
/// so that each of three filters makes 64 times as many of the same bytes. 128 ends what a filter reads, and a number before
/// some bytes, less one, is the count of them that follow as they are.
pub fn swelling_pdf() -> Vec<u8> {
    let mut content = "~".repeat(4096).into_bytes();
    content.extend([2, 0, b'^', b'^', b'^']);
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_owned(),
        stream(
            "/Filter[/RunLengthDecode/RunLengthDecode/RunLengthDecode]",
            &String::from_utf8(content).unwrap(),
        ),
    ];
    let mut file = pdf_of(&objects);
    // A string of Rust cannot hold these two bytes.
    for byte in &mut file {
        *byte = match *byte {
            b'~' => 129,
            b'^' => 128,
            other => other,
        };
    }
    file
}

/// A PDF whose page shows a form that shows two, that show two each, forty levels down.
pub fn exponential_forms() -> Vec<u8> {
    let form = |next: usize| {
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"
        );
        stream(&entries, "/X Do /X Do")
    };
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
            .to_owned(),
        stream("", "/X Do /X Do"),
    ];
    objects.extend((6..46).map(form));
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", ""));
    pdf_of(&objects)
}
