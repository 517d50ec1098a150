//! Reading takes linear time and little memory, whatever the file looks like: each shape of a file is doubled, and the bytes
//! that were allocated for it, which do not depend on how busy the machine is, must not more than double.
//!
//! The same shapes bound the memory: a file never holds more than 64 MB and eight times its unpacked bytes at once.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

pub mod compound;
mod packages;
mod texts;

use crate::hostile::made;
use allocation_counter::AllocationInfo;
use compound::{doc, doc_of_notes, outlook, xls};
use newsreader::library::cache::record;
use newsreader::library::query::{self, QueryContext};
use newsreader::source::container;
use newsreader::{parse, source};
use packages::{docx, ods, odt, ofd, xlsx};
use std::io::Cursor;
use texts::{html, mail, markdown, report, rtf};

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

/// Numbered copies of `item`, whose `#` stands for the number.
fn numbered(count: usize, item: &str) -> String {
    let mut all = String::new();
    for number in 1..=count {
        all.push_str(&item.replace('#', &number.to_string()));
    }
    all
}

/// The texts of `item` for each number.
fn joined(numbers: impl Iterator<Item = usize>, item: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for number in numbers {
        all += &item(number);
    }
    all
}

/// The allocations of reading, parsing and packing a file, as a reading process does.
fn cost(file: &Shaped) -> AllocationInfo {
    let mut was_read = Ok(false);
    let info = allocation_counter::measure(|| {
        was_read = source::extract(&file.bytes).map(|transcript| {
            let parsed = parse::parse(&transcript);
            let origin = &transcript.origin;
            record::encode(&parsed.issue, &parsed.warnings, origin).is_some()
        });
    });
    assert_eq!(was_read, Ok(true));
    info
}

/// The most that the allocations may grow when a file is doubled. Vectors grow by doubling, so that two is not exact.
const MOST_GROWTH: f64 = 2.3;

/// The bytes of memory that any file may take, and those for each of its unpacked bytes.
const MEMORY: (usize, usize) = (64 << 20, 8);

macro_rules! linear {
    ($($name:ident: $count:literal, $make:expr;)*) => {
        $(
        #[test]
        fn $name() {
            let make: fn(usize) -> Shaped = $make;
            let [one, two] = [make($count), make(2 * $count)].map(|file| cost(&file).bytes_total);
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let growth = two as f64 / one as f64;
            assert!(growth <= MOST_GROWTH, "{one} bytes, doubled {two}: {growth:.2}");
        }
        )*
    };
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

/// The allocations of listing the files in a container and reading each.
fn cost_of_members(bytes: &[u8]) -> u64 {
    let info = allocation_counter::measure(|| {
        let names = container::members(Cursor::new(bytes)).unwrap();
        let mut count = 0;
        container::each(Cursor::new(bytes), &names, |file| {
            count += usize::from(file.is_ok());
        })
        .unwrap();
        assert_eq!(count, names.len());
    });
    info.bytes_total
}

#[test]
fn containers() {
    let mail_of = |count| {
        let parts = "--x\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n\na\n".repeat(count);
        mail(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x",
            &parts,
        )
        .bytes
    };
    let names = |count| {
        (0..count)
            .map(|nth| format!("{nth}.txt"))
            .collect::<Vec<_>>()
    };
    let zip = |count| {
        let names: Vec<String> = names(count);
        let members = names.iter().map(|name| (name.as_str(), &b"text"[..]));
        made::zip(&members.collect::<Vec<_>>())
    };
    let seven_zip = |count| {
        let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
        for name in names(count) {
            let entry = sevenz_rust2::ArchiveEntry::new_file(&name);
            writer
                .push_archive_entry(entry, Some(&b"text"[..]))
                .unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let outlook = |count| outlook("行", count);
    let pairs = [
        ("mail", [100, 200].map(mail_of)),
        ("zip", [100, 200].map(zip)),
        ("7z", [100, 200].map(seven_zip)),
        ("msg", [100, 200].map(outlook)),
    ];
    for (kind, pair) in pairs {
        let [one, two] = pair.map(|bytes| cost_of_members(&bytes));
        assert!(10 * two <= 23 * one, "{kind}: {one} bytes, doubled {two}");
    }
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
    markdown_of_parts_of_news: 300, |n| markdown(&numbered(n, "## 甲#\n\n### 摘要\n\n文\n\n### 正文\n\n文\n\n[阅读全文](https://example.com/#)\n\n"));
    markdown_of_fields_on_top: 2_000, |n| format!("---\n{}---\n# 文\n", "a: b\n".repeat(n)).into();
    markdown_of_bold_rows: 2_000, |n| "**文**\n\n文\n\n".repeat(n).into();
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
    xlsx_of_news: 1_000, |n| xlsx(&format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>标题</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>链接</t></is></c></row>{}",
        joined(2..n + 2, |r| format!("<row r=\"{r}\"><c r=\"A{r}\" t=\"inlineStr\"><is><t>渡口今日复航</t></is></c><c r=\"B{r}\"><v>2</v></c></row>"))));
    mail_of_lines: 4_000, |n| mail("Content-Type: text/plain", &"a\n".repeat(n));
    mail_of_headers: 2_000, |n| mail(&numbered(n, "X-#: a\n"), "b");
    mail_of_parts: 500, |n| mail("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x", &"--x\nContent-Type: text/plain\n\na\n".repeat(n));
    pdf_of_pages: 100, |n| made::pdf(&vec!["one"; n]).into();
    pdf_of_a_long_line: 2_000, |n| made::pdf(&[&"one ".repeat(n)]).into();

    text_of_one_word: 50_000, |n| "a".repeat(n).into();
    text_of_signs_without_width: 20_000, |n| format!("周报\n甲{}", "\u{200b}\u{2060}".repeat(n)).into();
    text_of_joined_emoji: 10_000, |n| format!("周报\n{}", "👩\u{200d}".repeat(n)).into();
    text_of_schemes: 10_000, |n| format!("周报\n{}", "https://".repeat(n)).into();
    text_of_hosts: 10_000, |n| format!("周报\n{}", "www.".repeat(n)).into();
    text_of_hosts_with_dots: 10_000, |n| format!("周报\n{}", "www.a.cn/?".repeat(n)).into();
    text_of_titles: 2_000, |n| report("", &"标题：\n".repeat(n));
    text_of_bare_links: 2_000, |n| report("", &"链接：\n".repeat(n));
    text_of_labels: 2_000, |n| report("", &"主要内容：\n".repeat(n));
    text_of_days: 2_000, |n| "2025年6月15日\n".repeat(n).into();
    text_of_book_titles: 20_000, |n| format!("周报\n{}", "《".repeat(n)).into();
    text_of_closed_brackets: 20_000, |n| format!("周报\n{}", "（）".repeat(n)).into();
    text_of_han_numbers: 2_000, |n| "一、湖区\n".repeat(n).into();
    text_of_han_digits: 20_000, |n| format!("周报\n（第{}期）", "一".repeat(n)).into();
    text_of_leads: 2_000, |n| "本期导语：湖区\n".repeat(n).into();
    text_of_contents_without_articles: 1_000, |n| report(&numbered(n, "#.湖区#\n（鹤汀日报）\n"), "");
    text_of_headings_of_parts: 2_000, |n| "一、信息目录\n二、具体内容\n".repeat(n).into();
    text_of_running_heads: 1_000, |n| numbered(n, "湖区观察周报\n湖区的水位回落。\n— # —\n\u{c}").into();
    text_of_colons: 2_000, |n| "甲：乙\n".repeat(n).into();
    text_of_returns: 10_000, |n| format!("周报{}", "甲\r".repeat(n)).into();
    text_of_dots: 10_000, |n| format!("周报\n{}", "湖区……………………1\n".repeat(n / 10)).into();
    text_of_rules: 2_000, |n| "---- ----\n甲   乙\n".repeat(n).into();
    text_of_spaced_columns: 1_000, |n| "甲    乙    丙    丁\n".repeat(n).into();
    text_of_wide_columns: 4_000, |n| format!("周报\n{}", "甲\t".repeat(n)).into();
    text_in_utf16: 10_000, |n| "湖区\n".repeat(n).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>().into();
    text_in_gb18030: 10_000, |n| b"\xba\xfe\xc7\xf8\n".repeat(n).into();
    text_of_odd_bytes: 10_000, |n| [&b"\xba\xfe\xc7\xf8\n".repeat(40)[..], &b"\xff\xba\n".repeat(n)].concat().into();
    markdown_of_nested_quotes: 100, |n| markdown(&format!("{} a", ">".repeat(n)));
    markdown_of_nested_lists: 500, |n| markdown(&format!("{}a", "- ".repeat(n)));
    markdown_of_ticks: 10_000, |n| markdown(&"`a``".repeat(n));
    markdown_of_code: 2_000, |n| markdown(&"```\na\n```\n".repeat(n));
    markdown_of_signs: 8_000, |n| markdown(&"<".repeat(n));
    markdown_of_comments: 5_000, |n| markdown(&"<!--".repeat(n));
    markdown_of_pictures: 4_000, |n| markdown(&"![".repeat(n));
    markdown_of_definitions: 2_000, |n| markdown(&numbered(n, "[a#]: https://example.cn/#\n"));
    markdown_of_references: 1_000, |n| markdown(&numbered(n, "[a#]\n\n[a#]: https://example.cn/#\n\n"));
    markdown_of_notes: 1_000, |n| markdown(&numbered(n, "甲[^#]\n\n[^#]: 乙\n\n"));
    markdown_of_stars: 10_000, |n| markdown(&"*".repeat(n));
    markdown_of_strong_text: 4_000, |n| markdown(&"**甲 ".repeat(n));
    markdown_of_wide_tables: 4_000, |n| markdown(&format!("{}\n{}\n{}\n", "|甲".repeat(n), "|-".repeat(n), "|1".repeat(n)));
    markdown_of_ragged_tables: 500, |n| markdown(&format!("{}\n{}\n{}", "|甲".repeat(30), "|-".repeat(30), "|1\n".repeat(n)));
    markdown_of_underlined_headings: 2_000, |n| markdown(&"甲\n==\n\n".repeat(n));
    markdown_of_entities: 5_000, |n| markdown(&"&amp;".repeat(n));
    markdown_of_addresses: 2_000, |n| markdown(&numbered(n, "<https://example.cn/#> "));
    markdown_of_tags: 2_000, |n| markdown(&"<b>甲</b> ".repeat(n));
    markdown_of_escapes: 4_000, |n| markdown(&"\\[".repeat(n));
    html_of_nested_tables: 60, |n| html(&"<table><tr><td>文".repeat(n));
    html_of_many_tables: 500, |n| html(&"<table><tr><td>甲</td></tr></table>".repeat(n));
    html_of_many_lists: 1_000, |n| html(&"<ul><li>甲</li></ul>".repeat(n));
    html_of_items: 2_000, |n| html(&format!("<ol>{}</ol>", "<li>甲".repeat(n)));
    html_of_nested_lists: 100, |n| html(&"<ul><li>甲".repeat(n));
    html_of_nested_boxes: 400, |n| html(&"<div>文".repeat(n));
    html_of_breaks: 4_000, |n| html(&"甲<br>".repeat(n));
    html_of_text_between_rows: 500, |n| html(&format!("<table>{}", "<b>文<tr><td>文".repeat(n)));
    html_of_misnested_links: 200, |n| html(&"<a href='/a'><p>文</a>".repeat(n));
    html_of_comments: 5_000, |n| html(&"<!-- a -->文".repeat(n));
    html_of_classes: 300, |n| html(&format!("<style>{}</style>{}", numbered(n, ".a# { display: none }\n"), numbered(n, "<p class='b#'>文</p>")));
    html_of_selectors: 300, |n| html(&format!("<style>{} {{ display: none }}</style>{}", numbered(n, ".a# ,") + "i", "<p class='a b c'>文</p>".repeat(n)));
    html_of_nested_conditions: 1_000, |n| html(&format!("<style>{}{}</style><p>文</p>", "@media print {".repeat(n), "a { color: red }".repeat(n)));
    html_of_style_sheets: 1_000, |n| html(&"<style>p { color: red }</style><p>文</p>".repeat(n));
    html_of_many_classes: 2_000, |n| html(&format!("<style>.a1 {{ display: none }}</style><p class='{}'>文</p>", numbered(n, "b# ")));
    html_of_spans: 500, |n| html(&format!("<table>{}</table>", "<tr><td rowspan=9999 colspan=99>1</td></tr>".repeat(n)));
    html_of_headings: 1_000, |n| html(&"<h2>湖区</h2><p>湖区的水位回落。</p>".repeat(n));
    html_of_title: 10_000, |n| format!("<html><head><title>{}</title></head><body><p>文</p></body></html>", "湖".repeat(n)).into();
    html_of_a_menu: 1_000, |n| html(&format!("<h1>湖区</h1><nav>{}</nav><p>{}</p>", numbered(n, "<a href='/#'>行#</a>"), SENTENCE.repeat(20)));
    html_of_articles: 300, |n| html(&format!("<h1>湖区</h1><p>{}</p>", SENTENCE.repeat(8)).repeat(n));
    html_of_preformatted_text: 2_000, |n| html(&format!("<pre>{}</pre>", "行\n".repeat(n)));
    html_of_entities: 10_000, |n| html(&format!("<p>{}</p>", "&amp;&#28246;".repeat(n)));
    html_of_selects: 1_000, |n| html(&format!("<p>文</p>{}", "<select><option>甲</option></select>".repeat(n)));
    html_of_pictures: 2_000, |n| html(&format!("<p>文</p>{}", "<img src='a.png' alt='图'>".repeat(n)));
    html_of_sections: 1_000, |n| html(&format!("<svg>{}</svg><p>文</p>", "<![CDATA[文]]>".repeat(n)));
    docx_of_nested_tables: 30, |n| docx(&format!("{}<w:p><w:r><w:t>文</w:t></w:r></w:p>{}", "<w:tbl><w:tr><w:tc>".repeat(n), "</w:tc></w:tr></w:tbl>".repeat(n)));
    docx_of_many_tables: 500, |n| docx(&format!("<w:tbl>{}</w:tbl><w:p/>", ROW.replace('@', "")).repeat(n));
    docx_of_cells: 2_000, |n| docx(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>".repeat(n)));
    docx_of_merged_cells: 1_000, |n| docx(&format!("<w:tbl>{}</w:tbl>", ROW.replace('@', "<w:tcPr><w:vMerge/></w:tcPr>").repeat(n)));
    docx_of_named_styles: 300, |n| packages::docx_with("styles", &numbered(n, "<w:style w:type=\"paragraph\" w:styleId=\"a#\"><w:basedOn w:val=\"b#\"/></w:style>"), &numbered(n, "<w:p><w:pPr><w:pStyle w:val=\"a#\"/></w:pPr><w:r><w:t>行</w:t></w:r></w:p>"));
    docx_of_a_chain_of_styles: 300, |n| packages::docx_with("styles", &joined(1..=n, |at| format!("<w:style w:type=\"paragraph\" w:styleId=\"a{at}\"><w:basedOn w:val=\"a{}\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:style>", at - 1)), &numbered(n, "<w:p><w:pPr><w:pStyle w:val=\"a#\"/></w:pPr><w:r><w:t>行</w:t></w:r></w:p>"));
    docx_of_lists: 300, |n| packages::docx_with("numbering", &numbered(n, "<w:abstractNum w:abstractNumId=\"#\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"#\"><w:abstractNumId w:val=\"#\"/></w:num>"), &numbered(n, "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"#\"/></w:numPr></w:pPr><w:r><w:t>行</w:t></w:r></w:p>"));
    docx_of_notes: 300, |n| packages::docx_with("footnotes", &numbered(n, "<w:footnote w:id=\"#\"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>"), &numbered(n, "<w:p><w:r><w:t>行</w:t></w:r><w:r><w:footnoteReference w:id=\"#\"/></w:r></w:p>"));
    docx_of_one_note: 1_500, |n| packages::docx_with("footnotes", &format!("<w:footnote w:id=\"1\">{}</w:footnote>", "<w:p><w:r><w:t>注</w:t></w:r></w:p>".repeat(n)), &"<w:p><w:r><w:t>行</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>".repeat(n));
    docx_of_boxes: 200, |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>盒</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>".repeat(n)));
    docx_of_nested_boxes: 30, |n| docx(&format!("{}<w:p><w:r><w:t>盒</w:t></w:r></w:p>{}", "<w:p><w:r><w:pict><w:txbxContent>".repeat(n), "</w:txbxContent></w:pict></w:r></w:p>".repeat(n)));
    docx_of_links: 1_000, |n| docx(&format!("<w:p>{}</w:p>", "<w:hyperlink w:anchor=\"a\"><w:r><w:t>行</w:t></w:r></w:hyperlink>".repeat(n)));
    docx_of_tabs: 4_000, |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>行</w:t><w:tab/></w:r>".repeat(n)));
    docx_of_nested_controls: 60, |n| docx(&format!("{}<w:p><w:r><w:t>文</w:t></w:r></w:p>{}", "<w:sdt><w:sdtContent>".repeat(n), "</w:sdtContent></w:sdt>".repeat(n)));
    docx_of_attributes: 2_000, |n| docx(&format!("<w:p {}><w:r><w:t>文</w:t></w:r></w:p>", numbered(n, "a#=\"1\" ")));
    docx_of_marks: 10_000, |n| docx(&format!("<w:p><w:r><w:t>e{}</w:t></w:r></w:p>", "\u{301}".repeat(n)));
    odt_of_nested_lists: 60, |n| odt(&format!("{}<text:p>行</text:p>{}", "<text:list><text:list-item>".repeat(n), "</text:list-item></text:list>".repeat(n)));
    odt_of_lists: 500, |n| odt(&"<text:list><text:list-item><text:p>行</text:p></text:list-item></text:list>".repeat(n));
    odt_of_spans: 2_000, |n| odt(&format!("<text:p>{}</text:p>", "<text:span>行</text:span>".repeat(n)));
    odt_of_nested_tables: 30, |n| odt(&format!("{}<text:p>行</text:p>{}", "<table:table><table:table-row><table:table-cell>".repeat(n), "</table:table-cell></table:table-row></table:table>".repeat(n)));
    odt_of_notes: 500, |n| odt(&"<text:p>行<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>".repeat(n));
    odt_of_frames: 500, |n| odt(&format!("<text:p>行{}</text:p>", "<draw:frame><draw:text-box><text:p>盒</text:p></draw:text-box></draw:frame>".repeat(n)));
    odt_of_links: 1_000, |n| odt(&format!("<text:p>{}</text:p>", "<text:a xlink:href=\"https://example.cn/\">行</text:a>".repeat(n)));
    odt_of_breaks: 4_000, |n| odt(&format!("<text:p>{}</text:p>", "行<text:line-break/>".repeat(n)));
    rtf_of_nested_groups: 100, |n| rtf(&format!("{}a{}", "{".repeat(n), "}".repeat(n)));
    rtf_of_fonts: 1_000, |n| rtf(&format!("{{\\fonttbl{}}}{}", numbered(n, "{\\f#\\fcharset134 A;}"), numbered(n, "\\f# a")));
    rtf_of_styles: 1_000, |n| rtf(&format!("{{\\stylesheet{}}}{}", numbered(n, "{\\s#\\qc A;}"), numbered(n, "\\pard\\s# a\\par ")));
    rtf_of_fields: 500, |n| rtf(&"{\\field{\\*\\fldinst HYPERLINK \"https://example.cn/\"}{\\fldrslt a}}".repeat(n));
    rtf_of_open_fields: 100, |n| rtf(&format!("{}a", "{\\field{\\*\\fldinst HYPERLINK \"https://example.cn/\"}{\\fldrslt a".repeat(n)));
    rtf_of_bytes: 4_000, |n| rtf(&"\\'ba\\'fe".repeat(n));
    rtf_of_tables_in_cells: 200, |n| rtf(&"\\intbl\\itap2 1\\nestcell{\\*\\nesttableprops\\trowd\\cellx900\\nestrow}".repeat(n));
    rtf_of_lines: 4_000, |n| rtf(&"a\\line ".repeat(n));
    rtf_of_notes: 500, |n| rtf(&"a{\\footnote b}\\par ".repeat(n));
    rtf_of_columns: 2_000, |n| rtf(&format!("\\trowd{}\\intbl 1\\cell\\row", numbered(n, "\\cellx#")));
    rtf_of_wide_rows: 30, |n| rtf(&format!("\\trowd{}{}", numbered(n, "\\cellx#00"), format!("\\intbl {}\\row ", "1\\cell ".repeat(30)).repeat(n)));
    doc_of_paragraphs: 2_000, |n| doc(&"行\r".repeat(n)).into();
    doc_of_open_fields: 300, |n| doc(&format!("行{}{}", "\u{13}HYPERLINK \"a\"\u{14}".repeat(n), "行\r".repeat(n))).into();
    doc_of_cells: 4_000, |n| doc(&"甲\u{7}".repeat(n)).into();
    doc_of_rows: 1_000, |n| doc(&"甲\u{7}乙\u{7}\u{7}".repeat(n)).into();
    doc_of_breaks: 4_000, |n| doc(&"行\u{b}".repeat(n)).into();
    doc_of_pages: 1_000, |n| doc(&"行\u{c}".repeat(n)).into();
    doc_of_all_its_notes: 200, |n| doc_of_notes(n).into();
    xls_of_rows: 1_000, |n| xls(n).into();
    xlsx_of_cells: 150, |n| xlsx(&numbered(n, "<row r=\"#\"><c r=\"A#\"><v>1</v></c><c r=\"GR#\"><v>2</v></c></row>"));
    xlsx_of_far_rows: 500, |n| xlsx(&numbered(n, "<row r=\"#000\"><c r=\"A#000\"><v>1</v></c></row>"));
    ods_of_rows: 1_000, |n| ods(&"<table:table-row><table:table-cell office:value-type=\"string\"><text:p>甲</text:p></table:table-cell></table:table-row>".repeat(n));
    ods_of_repeated_rows: 200, |n| ods(&"<table:table-row table:number-rows-repeated=\"999\"><table:table-cell table:number-columns-repeated=\"99\" office:value-type=\"string\"><text:p>甲</text:p></table:table-cell></table:table-row>".repeat(n));
    ofd_of_objects: 500, |n| ofd(1, &joined(0..n, |at| format!("<TextObject Boundary='20 {} 100 6' Size='5'><TextCode X='0' Y='5'>行</TextCode></TextObject>", at % 280)), "");
    ofd_of_a_long_line: 2_000, |n| ofd(1, &format!("<TextObject Boundary='20 30 100 6' Size='5'><TextCode X='0' Y='5' DeltaX='g {n} 5'>{}</TextCode></TextObject>", "行".repeat(n)), "");
    ofd_of_pages: 100, |n| ofd(n, "<TextObject Boundary='20 30 100 6' Size='5'><TextCode X='0' Y='5'>行</TextCode></TextObject>", "");
    ofd_of_paths: 300, |n| ofd(1, &("<TextObject Boundary='20 30 100 6' Size='5'><TextCode X='0' Y='5'>行</TextCode></TextObject>".to_owned() + &joined(0..n, |at| format!("<PathObject Boundary='{0} {0} 50 50'><AbbreviatedData>M 0 0 L 50 0 L 50 50</AbbreviatedData></PathObject>", at % 200))), "");
    ofd_of_fonts: 500, |n| ofd(1, &numbered(n, "<TextObject Boundary='20 30 100 6' Font='#' Size='5'><TextCode X='0' Y='5'>行</TextCode></TextObject>"), &format!("<Fonts>{}</Fonts>", numbered(n, "<Font ID='#' FontName='宋体'/>")));
    ofd_of_open_groups: 100, |n| ofd(1, &format!("{}<TextObject Boundary='20 30 100 6' Size='5'><TextCode X='0' Y='5'>行</TextCode></TextObject>{}", "<PageBlock>".repeat(n), "</PageBlock>".repeat(n)), "");
    mail_of_nested_parts: 50, |n| mail("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x0", &(joined(0..n, |at| format!("--x{at}\nContent-Type: multipart/mixed; boundary=x{}\n\n", at + 1)) + &format!("--x{n}\nContent-Type: text/plain\n\n甲\n")));
    mail_of_encoded_words: 1_000, |n| mail(&format!("X-A: {}", "=?utf-8?B?5rmW?= ".repeat(n)), "b");
    mail_of_an_encoded_subject: 1_000, |n| format!("Subject: {}\nFrom: a@example.com\nTo: b@example.com\n\nb", "=?utf-8?B?5rmW?=\n ".repeat(n)).into();
    mail_in_base64: 4_000, |n| mail("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", &"5rmW5Yy6\n".repeat(n));
    mail_in_quoted_signs: 4_000, |n| mail("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", &"=E6=B9=96=\n".repeat(n));
    mail_of_a_page: 500, |n| mail("MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8", &format!("<html><body>{}</body></html>", "<p>行</p>".repeat(n)));
    outlook_of_lines: 2_000, |n| outlook(&"行\r\n".repeat(n), 0).into();
    outlook_of_attachments: 60, |n| outlook("行", n).into();
    pdf_of_lines: 300, |n| made::pdf_of_content(&joined(0..n, |at| format!("BT /F 12 Tf 72 {} Td (one) Tj ET\n", 800 - at % 780))).into();
    pdf_of_letters: 1_000, |n| made::pdf_of_content(&joined(0..n, |at| format!("BT /F 12 Tf {} {} Td (o) Tj ET\n", 72 + at % 60 * 8, 800 - at / 60 % 50 * 15))).into();
    pdf_of_rules: 300, |n| made::pdf_of_content(&("BT /F 12 Tf 72 700 Td (one) Tj ET\n".to_owned() + &joined(0..n, |at| format!("{0} 100 m {0} 700 l S 100 {0} m 500 {0} l S\n", 100 + at % 400)))).into();
    pdf_of_boxes: 300, |n| made::pdf_of_content(&("BT /F 12 Tf 72 700 Td (one) Tj ET\n".to_owned() + &joined(0..n, |at| format!("{} {} 9 9 re f\n", at % 500, at % 700)))).into();
    pdf_of_saved_states: 300, |n| made::pdf_of_content(&format!("{}BT /F 12 Tf 72 700 Td (one) Tj ET\n{}", "q 1 0 0 1 0 0 cm\n".repeat(n), "Q\n".repeat(n))).into();
    pdf_of_marks: 500, |n| made::pdf_of_content(&format!("{}BT /F 12 Tf 72 700 Td (one) Tj ET\n{}", "/P <</MCID 1>> BDC\n".repeat(n), "EMC\n".repeat(n))).into();
    pdf_of_overprinted_text: 500, |n| made::pdf_of_content(&"BT /F 12 Tf 72 700 Td (one) Tj ET\n".repeat(n)).into();
}

small! {
    memory_of_short_lines: 150_000, |n| "行\n".repeat(n).into();
    memory_of_brackets_in_markdown: 1_800_000, |n| markdown(&"[".repeat(n));
    memory_of_pictures_in_markdown: 900_000, |n| markdown(&"![".repeat(n));
    memory_of_stars_in_markdown: 600_000, |n| markdown(&"**甲 ".repeat(n));
    memory_of_stars_among_text_in_markdown: 100_000, |n| markdown(&"**湖区**的水位回落，各闸".repeat(n));
    memory_of_angles_in_markdown: 1_800_000, |n| markdown(&"<".repeat(n));
    memory_of_escapes_in_markdown: 900_000, |n| markdown(&"\\[".repeat(n));
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
