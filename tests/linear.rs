//! Reading takes linear time and little memory, whatever the file looks like: each shape of a file is doubled, and the bytes
//! that were allocated for it, which do not depend on how busy the machine is, must not more than double.
//!
//! The same shapes bound the memory: a file never holds more than 64 MB and eight times its unpacked bytes at once.

use crate::hostile::made;
use allocation_counter::AllocationInfo;
use newsreader::library::cache::record;
use newsreader::library::query::{self, QueryContext};
use newsreader::{parse, source};

/// A file of one shape: its bytes, and how many they are when they are unpacked.
struct Shaped {
    bytes: Vec<u8>,
    unpacked: usize,
}

impl From<Vec<u8>> for Shaped {
    fn from(bytes: Vec<u8>) -> Self {
        let unpacked = bytes.len();
        Self { bytes, unpacked }
    }
}

impl From<String> for Shaped {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// A package with `members`.
fn package(members: &[(&str, &[u8])]) -> Shaped {
    Shaped {
        bytes: made::zip(members),
        unpacked: members.iter().map(|(_, bytes)| bytes.len()).sum(),
    }
}

/// A DOCX whose body is `body`.
fn docx(body: &str) -> Shaped {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document =
        format!("<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>");
    package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// An ODT whose text is `body`.
fn odt(body: &str) -> Shaped {
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An XLSX of one sheet with these rows.
fn xlsx(rows: &str) -> Shaped {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{REL}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let root = relations("officeDocument", "xl/workbook.xml");
    let sheets = relations("worksheet", "worksheets/s1.xml");
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        ("xl/worksheets/s1.xml", sheet.as_bytes()),
    ])
}

/// Numbered copies of `item`, whose `#` stands for the number.
fn numbered(count: usize, item: &str) -> String {
    let mut all = String::new();
    for number in 1..=count {
        all.push_str(&item.replace('#', &number.to_string()));
    }
    all
}

/// The allocations of reading, parsing and packing a file, as a reading process does.
fn cost(file: &Shaped) -> AllocationInfo {
    let mut was_read = false;
    let info = allocation_counter::measure(|| {
        if let Ok(transcript) = source::extract(&file.bytes) {
            let parsed = parse::parse(&transcript);
            let origin = &transcript.origin;
            was_read = record::encode(&parsed.issue, &parsed.warnings, origin).is_some();
        }
    });
    assert!(was_read, "it is not read");
    info
}

/// The most that the allocations may grow when a file is doubled. Vectors grow by doubling, so that two is not exact.
const MOST_GROWTH: f64 = 2.3;

/// The bytes of memory that any file may take, and those for each of its unpacked bytes.
const MEMORY: (usize, usize) = (64 << 20, 8);

macro_rules! linear {
    ($($name:ident: $count:literal, $make:expr;)*) => {$(
        #[test]
        fn $name() {
            let make: fn(usize) -> Shaped = $make;
            let [one, two] = [make($count), make(2 * $count)].map(|file| cost(&file).bytes_total);
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let growth = two as f64 / one as f64;
            assert!(growth <= MOST_GROWTH, "{one} bytes, doubled {two}: {growth:.2}");
        }
    )*};
}

macro_rules! small {
    ($($name:ident: $count:literal, $make:expr;)*) => {$(
        #[test]
        fn $name() {
            let make: fn(usize) -> Shaped = $make;
            let file = make($count);
            let most = MEMORY.0 + MEMORY.1 * file.unpacked;
            let taken = usize::try_from(cost(&file).bytes_max).unwrap();
            assert!(taken <= most, "{taken} bytes for {} unpacked ones", file.unpacked);
        }
    )*};
}

#[test]
fn queries() {
    for piece in ["a:", "-", "a|", "\"", "期:1 ", "甲 ", "a OR "] {
        let [one, two] = [4_000, 8_000].map(|count| {
            let query = piece.repeat(count) + "a";
            let parse = || drop(query::parse(&query, QueryContext::default()));
            allocation_counter::measure(parse).bytes_total
        });
        assert!(2 * two <= 5 * one, "{piece:?}: {one} bytes, doubled {two}");
    }
}

/// A sentence of 14 Han characters.
const SENTENCE: &str = "湖区水位回落，各闸已经开启。";

/// A report in text with these contents and articles.
fn report(contents: &str, articles: &str) -> Shaped {
    format!("湖区观察周报\n一、信息目录\n{contents}二、具体内容\n{articles}").into()
}

/// A page.
fn html(body: &str) -> Shaped {
    format!("<html><body>{body}</body></html>").into()
}

/// A Markdown file.
fn markdown(body: &str) -> Shaped {
    format!("# 湖区观察周报\n\n{body}").into()
}

/// An RTF file.
fn rtf(body: &str) -> Shaped {
    format!("{{\\rtf1 {body}}}").into()
}

/// A mail with further header lines.
fn mail(head: &str, body: &str) -> Shaped {
    format!("Subject: a\nFrom: a@example.com\nTo: b@example.com\n{head}\n\n{body}").into()
}

const ARTICLE: &str = "#.标题：湖区#\n来源：鹤汀日报\n链接：https://example.cn/#\n主要内容：\n湖区#\n2025-06-15 来源：鹤汀日报\n湖区的水。\n";
const ROW: &str = "<w:tr><w:tc>@<w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr>";
const FIELD: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://example.cn/\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>行</w:t></w:r>";

linear! {
    text_of_short_lines: 2_000, |n| "行\n".repeat(n).into();
    text_of_prose: 1_000, |n| format!("{}\n\n", SENTENCE.repeat(3)).repeat(n).into();
    text_of_one_line: 4_000, |n| SENTENCE.repeat(n).into();
    text_of_marks: 20_000, |n| format!("周报\n{}", "e\u{301}\u{302}".repeat(n)).into();
    text_of_numbers: 2_000, |n| numbered(n, "#.标题甲\n").into();
    text_of_articles: 500, |n| report("", &numbered(n, ARTICLE));
    text_of_contents: 500, |n| report(&numbered(n, "#.湖区#\n（鹤汀日报）\n"), &numbered(n, ARTICLE));
    text_of_links: 4_000, |n| numbered(n, "https://example.cn/# ").into();
    text_of_a_broken_link: 2_000, |n| format!("链接：https://example.cn/{}", "abcdefghij\n".repeat(n)).into();
    text_of_sources: 2_000, |n| "来源：\n".repeat(n).into();
    text_of_datelines: 2_000, |n| "2025-06-15 来源：新\n".repeat(n).into();
    text_of_brackets: 20_000, |n| "（".repeat(n).into();
    text_of_spaces: 50_000, |n| format!("周报{}报", " ".repeat(n)).into();
    text_of_blank_lines: 10_000, |n| format!("周报{}报", "\n".repeat(n)).into();
    text_of_folios: 2_000, |n| numbered(n, "— # —\n\n").into();
    text_of_pages: 1_000, |n| format!("周报\n{}", "页眉\n文\n\x0c".repeat(n)).into();
    text_of_digits: 20_000, |n| "1".repeat(n).into();
    text_of_columns: 2_000, |n| "甲\t乙\t丙\n".repeat(n).into();
    markdown_of_headings: 1_000, |n| "# 周报\n\n文\n\n".repeat(n).into();
    markdown_of_a_table: 1_000, |n| markdown(&format!("| 甲 | 乙 |\n| --- | --- |\n{}", "| 1 | 2 |\n".repeat(n)));
    markdown_of_brackets: 5_000, |n| markdown(&"[".repeat(n));
    markdown_of_links: 2_000, |n| markdown(&"[a](b".repeat(n));
    markdown_of_emphasis: 4_000, |n| markdown(&"*a _b ".repeat(n));
    markdown_of_quotes: 2_000, |n| markdown(&"> a\n".repeat(n));
    markdown_of_lists: 2_000, |n| markdown(&"- a\n".repeat(n));
    html_of_paragraphs: 2_000, |n| html(&"<p>行</p>".repeat(n));
    html_of_an_article: 500, |n| html(&format!("<article><h1>湖区</h1>{}</article>", format!("<p>{}</p>", SENTENCE.repeat(4)).repeat(n)));
    html_of_links: 2_000, |n| html(&numbered(n, "<a href='https://example.cn/#'>行</a> "));
    html_of_a_table: 1_000, |n| html(&format!("<table>{}</table>", "<tr><td>1</td><td>2</td></tr>".repeat(n)));
    html_of_attributes: 2_000, |n| html(&format!("<p {}>文</p>", numbered(n, "a#='1' ")));
    html_of_open_elements: 60, |n| html(&"<b>文<p>".repeat(n));
    html_of_styles: 1_000, |n| html(&format!("<style>{}</style><p class=a1>文</p><p>文</p>", numbered(n, ".a# { display: none }\n")));
    docx_of_paragraphs: 2_000, |n| docx(&"<w:p><w:r><w:t>行</w:t></w:r></w:p>".repeat(n));
    docx_of_a_table: 1_000, |n| docx(&format!("<w:tbl>{}</w:tbl>", ROW.replace('@', "").repeat(n)));
    docx_of_spans: 1_200, |n| docx(&format!("<w:tbl>{}</w:tbl>", ROW.replace('@', "<w:tcPr><w:gridSpan w:val=\"9999\"/></w:tcPr>").repeat(n)));
    docx_of_runs: 4_000, |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>行</w:t></w:r>".repeat(n)));
    docx_of_sizes: 2_000, |n| docx(&format!("<w:p>{}</w:p>", numbered(n, "<w:r><w:rPr><w:sz w:val=\"#\"/></w:rPr><w:t>行</w:t></w:r>")));
    docx_of_breaks: 4_000, |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>行</w:t><w:br/></w:r>".repeat(n)));
    docx_of_joined_paragraphs: 2_000, |n| docx(&"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>行</w:t></w:r></w:p>".repeat(n));
    docx_of_open_fields: 500, |n| docx(&format!("<w:p>{}</w:p>", FIELD.repeat(n)));
    odt_of_paragraphs: 2_000, |n| odt(&"<text:p>行</text:p>".repeat(n));
    odt_of_repeated_rows: 200, |n| odt(&format!("<table:table>{}</table:table>", "<table:table-row table:number-rows-repeated=\"999\"><table:table-cell table:number-columns-repeated=\"999\"><text:p>1</text:p></table:table-cell></table:table-row>".repeat(n)));
    odt_of_repeated_spaces: 100, |n| odt(&format!("<text:p>一{}</text:p>", "<text:s text:c=\"99999\"/>一".repeat(n)));
    rtf_of_paragraphs: 2_000, |n| rtf(&"a\\par ".repeat(n));
    rtf_of_groups: 4_000, |n| rtf(&"{a}".repeat(n));
    rtf_of_a_table: 1_000, |n| rtf(&"\\trowd\\cellx900\\cellx1800\\intbl 1\\cell 2\\cell\\row ".repeat(n));
    rtf_of_cells: 6_000, |n| rtf(&format!("\\trowd\\intbl {}\\row", "1\\cell ".repeat(n)));
    rtf_of_characters: 4_000, |n| rtf(&"\\u28246?".repeat(n));
    xlsx_of_rows: 1_000, |n| xlsx(&numbered(n, "<row r=\"#\"><c r=\"A#\" t=\"inlineStr\"><is><t>甲</t></is></c><c r=\"B#\"><v>2</v></c></row>"));
    mail_of_lines: 4_000, |n| mail("Content-Type: text/plain", &"a\n".repeat(n));
    mail_of_headers: 2_000, |n| mail(&numbered(n, "X-#: a\n"), "b");
    mail_of_parts: 500, |n| mail("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", &"--x\nContent-Type: text/plain\n\na\n".repeat(n));
    pdf_of_pages: 100, |n| made::pdf(&vec!["one"; n]).into();
    pdf_of_a_long_line: 2_000, |n| made::pdf(&[&"one ".repeat(n)]).into();
}

small! {
    memory_of_short_lines: 150_000, |n| "行\n".repeat(n).into();
    memory_of_quotes: 100_000, |n| markdown(&"> a\n".repeat(n));
    memory_of_short_paragraphs_in_html: 100_000, |n| html(&"<p>行</p>".repeat(n));
    memory_of_short_paragraphs_in_docx: 200_000, |n| docx(&"<w:p><w:r><w:t>行</w:t></w:r></w:p>".repeat(n));
    memory_of_short_paragraphs_in_odt: 200_000, |n| odt(&"<text:p>行</text:p>".repeat(n));
    memory_of_short_paragraphs_in_rtf: 150_000, |n| rtf(&"a\\par ".repeat(n));
    memory_of_a_table_in_docx: 80_000, |n| docx(&format!("<w:tbl>{}</w:tbl>", ROW.replace('@', "").repeat(n)));
    memory_of_a_table_in_markdown: 100_000, |n| markdown(&format!("| 甲 | 乙 |\n| --- | --- |\n{}", "| 1 | 2 |\n".repeat(n)));
    memory_of_cells_in_rtf: 200_000, |n| rtf(&format!("\\trowd\\intbl {}\\row", "1\\cell ".repeat(n)));
    memory_of_runs_in_docx: 300_000, |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>行</w:t></w:r>".repeat(n)));
}
