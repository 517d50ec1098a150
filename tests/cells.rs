//! Every cell of a table in its row and column, whatever format it comes in: nine tables, each as HTML, DOCX, PDF and OFD.
//!
//! In a table here `<` goes on with the cell to the left, `^` with the cell above, and a line break is the author's own. A
//! page wraps longer lines by itself.

#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use crate::common::paper::Paper;
use newsreader::model::BlockKind;
use newsreader::parse::parse;
use newsreader::source::extract;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A table, row by row.
type Table = &'static [&'static [&'static str]];

const TABLES: [Table; 9] = [
    // Numbers and an empty cell.
    &[
        &["县区", "班次", "载客"],
        &["云屿市", "1,200", "85,400"],
        &["临江县", "85", ""],
        &["合计", "1,285", "87,710"],
    ],
    // A header over two rows, with cells over several columns and rows.
    &[
        &["港口", "渡轮", "<", "渔船"],
        &["^", "出港", "进港", "^"],
        &["望潮港", "12", "14", "3"],
        &["青螺港", "7", "9", "20"],
    ],
    // Wrapped text beside short text.
    &[
        &["项目", "说明"],
        &["停航", "潮位高于三米时停航改由陆路绕行"],
        &["复航", "潮位低于三米时复航，时间另行公告"],
    ],
    // Lines ended by the author.
    &[
        &["日期", "安排"],
        &["周一", "上午检修\n下午试航"],
        &["周二", "全天停航"],
    ],
    // A form: labels and values, the last over the whole width.
    &[
        &["姓名", "林望潮", "职务", "船长"],
        &["单位", "青螺港务所", "<", "<"],
        &["备注", "", "<", "<"],
    ],
    // A label over several rows.
    &[
        &["渡口", "码头一", "8"],
        &["^", "码头二", "11"],
        &["渔港", "码头三", "5"],
    ],
    // A row that is to be filled in.
    &[
        &["渡口", "班次", "船长"],
        &["", "", ""],
        &["望潮港", "12", "林望潮"],
    ],
    // Two columns, Latin text.
    &[&["Item", "Unit"], &["rope A-2", "12.5 m"], &["buoy", ""]],
    // Many narrow cells.
    &[
        &["月", "一", "二", "三", "四", "五"],
        &["晴", "10", "", "8", "6", ""],
        &["雨", "", "7", "", "", "9"],
    ],
];

/// The rows as they should be read: merged cells have their text once, line breaks are spaces.
fn expected(table: Table) -> Vec<Vec<String>> {
    let cell = |text: &&str| match *text {
        "<" | "^" => String::new(),
        text => text.replace('\n', " "),
    };
    table
        .iter()
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

/// The columns and rows that the cell at a place takes up, itself among them.
fn spans(table: Table, row: usize, column: usize) -> (usize, usize) {
    let right = table[row][column + 1..]
        .iter()
        .take_while(|text| **text == "<");
    let below = table[row + 1..].iter().take_while(|row| row[column] == "^");
    (1 + right.count(), 1 + below.count())
}

/// The cells that have a text of their own, with their places.
fn own(table: Table) -> impl Iterator<Item = (usize, usize, &'static str)> {
    let cells = table.iter().enumerate().flat_map(|(at, row)| {
        row.iter()
            .enumerate()
            .map(move |(column, text)| (at, column, *text))
    });
    cells.filter(|(.., text)| !matches!(*text, "<" | "^"))
}

fn html(table: Table) -> Vec<u8> {
    let mut page = String::from("<html><body><p>渡轮班次见下表。</p><table>");
    for (row, cells) in table.iter().enumerate() {
        page.push_str("<tr>");
        for (_, column, text) in own(table).filter(|(at, ..)| *at == row && !cells.is_empty()) {
            let (columns, rows) = spans(table, row, column);
            let text = text.replace('\n', "<br>");
            let _ = write!(page, "<td colspan={columns} rowspan={rows}>{text}</td>");
        }
        page.push_str("</tr>");
    }
    (page + "</table></body></html>").into_bytes()
}

fn docx(table: Table) -> Vec<u8> {
    let mut body = String::from("<w:p><w:r><w:t>渡轮班次见下表。</w:t></w:r></w:p><w:tbl>");
    for (row, cells) in table.iter().enumerate() {
        body.push_str("<w:tr>");
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| **text != "<") {
            let (columns, rows) = spans(table, row, column);
            let merge = match *text {
                "^" => "<w:vMerge/>",
                _ if rows > 1 => "<w:vMerge w:val=\"restart\"/>",
                _ => "",
            };
            let text = text.replace('^', "").replace('\n', "</w:t><w:br/><w:t>");
            let _ = write!(
                body,
                "<w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            );
        }
        body.push_str("</w:tr>");
    }
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:tbl></w:body></w:document>"
    );
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
    ])
}

fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The type size in points.
const SIZE: f64 = 10.0;
/// The distance of lines in points.
const LEADING: f64 = 14.0;
/// The margin inside a cell in points.
const MARGIN: f64 = 5.0;
/// The left and the upper edge of the table in points.
const LEFT: f64 = 70.0;
const TOP: f64 = 200.0;

/// A table on a page: its ruling lines and its lines of text, in points from the top left corner.
struct Drawn {
    rules: Vec<[f64; 4]>,
    texts: Vec<(f64, f64, String)>,
}

/// The lines of a text in a cell of this width.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut wide = 0.0;
    for c in text.chars() {
        let advance = if c.is_ascii() { SIZE / 2.0 } else { SIZE };
        if c == '\n' || (wide + advance > room && !matches!(c, '，' | '。')) {
            lines.push(String::new());
            wide = 0.0;
        }
        if c != '\n' {
            lines.last_mut().unwrap().push(c);
            wide += advance;
        }
    }
    lines
}

fn draw(table: Table) -> Drawn {
    let width = 450.0 / table[0].iter().map(|_| 1.0).sum::<f64>();
    let xs: Vec<f64> = (0..=table[0].len())
        .scan(LEFT, |x, _| {
            let at = *x;
            *x += width.min(110.0);
            Some(at)
        })
        .collect();
    let mut ys = vec![TOP];
    for (row, _) in table.iter().enumerate() {
        let cells = own(table).filter(|(at, ..)| *at == row);
        let lines = cells.map(|(_, column, text)| {
            let right = xs[column + spans(table, row, column).0];
            wrapped(text, right - xs[column] - 2.0 * MARGIN)
                .iter()
                .map(|_| LEADING)
                .sum::<f64>()
        });
        let height = lines.fold(LEADING, f64::max);
        ys.push(ys[row] + height + 2.0 * MARGIN);
    }
    let mut drawn = Drawn {
        rules: Vec::new(),
        texts: Vec::new(),
    };
    for (row, column, text) in own(table) {
        let (columns, rows) = spans(table, row, column);
        let (left, right) = (xs[column], xs[column + columns]);
        let (top, bottom) = (ys[row], ys[row + rows]);
        drawn.rules.extend([
            [left, top, right, top],
            [left, bottom, right, bottom],
            [left, top, left, bottom],
            [right, top, right, bottom],
        ]);
        let mut y = top + MARGIN + SIZE;
        for line in wrapped(text, right - left - 2.0 * MARGIN) {
            drawn.texts.push((left + MARGIN, y, line));
            y += LEADING;
        }
    }
    drawn
}

fn pdf(table: Table) -> Vec<u8> {
    let mut paper = Paper::default();
    let page = paper.page();
    page.text(LEFT, 842.0 - 150.0, SIZE, "渡轮班次见下表。");
    let drawn = draw(table);
    for [left, top, right, bottom] in drawn.rules {
        let (top, bottom) = (842.0 - top, 842.0 - bottom);
        page.raw(&format!("{left} {top} m {right} {bottom} l S"));
    }
    for (x, y, text) in drawn.texts.iter().filter(|(.., text)| !text.is_empty()) {
        page.text(*x, 842.0 - y, SIZE, text);
    }
    paper.bytes()
}

fn ofd(table: Table) -> Vec<u8> {
    let mm = |points: f64| points / 72.0 * 25.4;
    let text = |x: f64, y: f64, text: &str| {
        let steps: Vec<String> = text
            .chars()
            .map(|c| mm(if c.is_ascii() { SIZE / 2.0 } else { SIZE }).to_string())
            .collect();
        let (left, top) = (mm(x), mm(y - SIZE));
        let (size, steps) = (mm(SIZE), steps.join(" "));
        format!(
            "<TextObject Boundary='{left} {top} 150 6' Size='{size}'><TextCode X='0' Y='{size}' DeltaX='{steps}'>{text}</TextCode></TextObject>"
        )
    };
    let drawn = draw(table);
    let mut content = text(LEFT, 150.0, "渡轮班次见下表。");
    for [left, top, right, bottom] in drawn.rules {
        let (right, bottom) = (mm(right - left), mm(bottom - top));
        let (left, top) = (mm(left), mm(top));
        let _ = write!(
            content,
            "<PathObject Boundary='{left} {top} {right} {bottom}'><AbbreviatedData>M 0 0 L {right} {bottom}</AbbreviatedData></PathObject>"
        );
    }
    for (x, y, line) in drawn.texts.iter().filter(|(.., text)| !text.is_empty()) {
        content += &text(*x, *y, line);
    }
    let page = format!("<Page><Content><Layer>{content}</Layer></Content></Page>");
    package(&[
        (
            "OFD.xml",
            "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        ),
        (
            "Doc_0/Document.xml",
            "<Document><Pages><Page ID='1' BaseLoc='Pages/0.xml'/></Pages></Document>",
        ),
        ("Doc_0/Pages/0.xml", &page),
    ])
}

/// The rows of the only table that is read out of a file.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let issue = parse(&extract(bytes).unwrap()).issue;
    let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
    let tables: Vec<_> = blocks
        .filter(|block| block.kind == BlockKind::Table)
        .collect();
    let rows = tables.iter().flat_map(|table| table.rows());
    rows.map(|row| row.map(str::to_owned).collect()).collect()
}

/// Reads all tables in one format.
fn all_as(format: fn(Table) -> Vec<u8>) {
    for table in TABLES {
        assert_eq!(rows(&format(table)), expected(table));
    }
}

#[test]
fn cells_of_html_are_in_their_places() {
    all_as(html);
}

#[test]
fn cells_of_docx_are_in_their_places() {
    all_as(docx);
}

#[test]
fn cells_of_pdf_are_in_their_places() {
    all_as(pdf);
}

#[test]
fn cells_of_ofd_are_in_their_places() {
    all_as(ofd);
}
