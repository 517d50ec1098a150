//! The official style of a brief: its XML is audited against GB/T 9704—2012, and the page numbers and the number of lines are
//! counted in a PDF where `LibreOffice` is installed.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use crate::common::package::parts;
use jiff::civil::date;
use newsreader::brief::details::{BriefDetails, MastheadColour};
use newsreader::brief::rows::BriefRow;
use newsreader::brief::{self, Brief, BriefFormat, BriefLayout, BriefStyle, compile};
use newsreader::library::samples::SAMPLES;
use newsreader::model::transcript::Transcript;
use newsreader::model::{Block, BlockKind, Issue};
use newsreader::parse;
use newsreader::quote::Piece;
use std::path::Path;
use std::process::Command;

/// The facts of a brief, all given.
pub(crate) fn details() -> BriefDetails {
    BriefDetails {
        title: Some("云川信息专报".to_owned()),
        number: Some(12),
        total_number: Some(345),
        publisher: Some("云川市信息中心".to_owned()),
        recipients: Some("市委办公室，市政府办公室".to_owned()),
        copies: Some(50),
        editor: Some("文远".to_owned()),
        note: Some("本期选编各地做法。".to_owned()),
        template: None,
        masthead_colour: MastheadColour::Red,
    }
}

/// The samples.
fn issues() -> Vec<Issue> {
    let read = |text| parse::parse(&Transcript::from_text(text)).issue;
    SAMPLES.iter().map(|(_, text)| read(text)).collect()
}

/// A brief of all their articles.
fn brief_of(issues: &[Issue], details: BriefDetails) -> Brief<'_> {
    let piece = |issue, article| Piece {
        path: "",
        issue,
        article,
    };
    let rows: Vec<BriefRow> = issues
        .iter()
        .flat_map(|issue| {
            issue
                .articles
                .iter()
                .map(move |article| piece(issue, article).into())
        })
        .collect();
    compile(&rows, details, BriefLayout::Full, date(2026, 11, 5))
}

/// The bytes of a brief of the samples.
fn document(details: BriefDetails) -> Vec<u8> {
    let issues = issues();
    let brief = brief_of(&issues, details);
    brief::write(&brief, BriefFormat::Docx, BriefStyle::Official).unwrap()
}

/// The definition of a style.
fn style<'a>(styles: &'a str, id: &str) -> &'a str {
    let from = styles.find(&format!("w:styleId=\"{id}\"")).unwrap();
    let (_, rest) = styles.split_at(from);
    rest.split("</w:style>").next().unwrap()
}

/// A rule of GB/T 9704—2012: its clause, what it demands, the part or the style it is about, the XML that fulfils it.
type Rule = (&'static str, &'static str, &'static str, &'static str);

/// The rules. A name without a dot is that of a style.
#[rustfmt::skip]
const RULES: [Rule; 38] = [
    ("5.1", "A4, 210 mm × 297 mm", "word/document.xml", r#"<w:pgSz w:w="11906" w:h="16838"/>"#),
    ("5.2.1", "天头 37 mm", "word/document.xml", r#"w:top="2098""#),
    ("5.2.1", "订口 28 mm", "word/document.xml", r#"w:left="1587""#),
    ("5.2.1", "订口 at the binding of both sides of a leaf", "word/settings.xml", "<w:mirrorMargins/>"),
    ("5.2.1", "版心 156 mm wide: 26 mm remain at the right", "word/document.xml", r#"w:right="1474""#),
    ("5.2.1", "版心 225 mm high: 35 mm remain below", "word/document.xml", r#"w:bottom="1984""#),
    ("5.2.2", "三号 throughout", "word/styles.xml", r#"<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang"#),
    ("5.2.2", "仿宋 throughout", "word/styles.xml", r#"<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312""#),
    ("5.2.3", "22 lines a page: 28.95 pt each", "word/styles.xml", r#"w:line="579" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:pPrDefault>"#),
    ("5.2.3", "28 characters a line: a quarter point less between them", "word/styles.xml", r#"<w:spacing w:val="-5"/>"#),
    ("5.2.3", "the page is filled: no line is given up at its end", "Normal", r#"<w:widowControl w:val="0"/>"#),
    ("5.2.3", "no line begins with a mark", "Normal", r"<w:kinsoku/>"),
    ("5.2.3", "marks keep the width of a character", "word/settings.xml", r#"<w:characterSpacingControl w:val="doNotCompress"/>"#),
    ("5.2.4", "black where nothing else is said", "IssueNumber", r#"<w:jc w:val="center"/>"#),
    ("7.2.4", "name in 小标宋", "Masthead", r#"w:eastAsia="方正小标宋简体""#),
    ("7.2.4", "name centred", "Masthead", r#"<w:jc w:val="center"/>"#),
    ("7.2.4", "name red where configured", "Masthead", r#"<w:color w:val="FF0000"/>"#),
    ("7.2.5", "number in Arabic digits without 第 before a zero", "word/document.xml", "第12期（总第345期）"),
    ("7.2.6", "one character free at both ends of the line", "Imprint", r#"<w:tab w:val="left" w:pos="320"/><w:tab w:val="right" w:pos="8525"/>"#),
    ("7.2.7", "a rule below", "Imprint", r#"<w:bottom w:val="single" w:sz="8" w:space="11" w:color="FF0000"/>"#),
    ("7.3.1", "title in 二号", "Title", r#"<w:sz w:val="44"/>"#),
    ("7.3.1", "title in 小标宋", "Title", r#"w:eastAsia="方正小标宋简体""#),
    ("7.3.1", "title centred", "Title", r#"<w:jc w:val="center"/>"#),
    ("7.3.3", "two characters of indent", "BodyText", r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#),
    ("7.3.3", "first level 黑体", "Heading1", r#"w:eastAsia="黑体""#),
    ("7.3.3", "second level 楷体", "Heading2", r#"w:eastAsia="楷体_GB2312""#),
    ("7.3.3", "third level 仿宋", "Heading3", r#"w:eastAsia="仿宋_GB2312""#),
    ("7.3.3", "fourth level 仿宋", "Heading4", r#"w:eastAsia="仿宋_GB2312""#),
    ("7.3.3", "first level numbered 一、", "word/document.xml", "一、"),
    ("7.3.5.4", "date in Arabic digits without leading zeros", "word/document.xml", "2026年11月5日"),
    ("7.4.1", "first and last rule 0.35 mm", "word/document.xml", r#"<w:top w:val="single" w:sz="8""#),
    ("7.4.1", "last rule below the last line", "word/document.xml", r#"<w:bottom w:val="single" w:sz="8" w:space="1""#),
    ("7.4.1", "last rule on the lower edge of the type area", "word/document.xml", r#"<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>"#),
    ("7.4.1", "rules as wide as the type area: 156 mm", "word/document.xml", r#"<wp:extent cx="5616575""#),
    ("7.4.2", "distribution in 四号", "Distribution", r#"<w:sz w:val="28"/>"#),
    ("7.4.2", "one character free at both ends, further lines behind the colon", "Distribution", r#"<w:ind w:left="1105" w:right="280" w:hanging="825"/>"#),
    ("7.5", "page number in 四号 宋体", "FooterOdd", r#"w:eastAsia="宋体" w:cs="Times New Roman"/><w:spacing w:val="0"/><w:sz w:val="28"/>"#),
    ("7.5", "one character free beside it", "FooterOdd", r#"<w:ind w:right="280"/>"#),
];

#[test]
fn the_document_obeys_the_standard() {
    let parts = parts(&document(details()));
    let styles = &parts["word/styles.xml"];
    let mut broken = Vec::new();
    for (clause, rule, place, xml) in RULES {
        let text = if place.contains('.') {
            &parts[place]
        } else {
            style(styles, place)
        };
        if !text.contains(xml) {
            broken.push(format!("GB/T 9704—2012 {clause}: {rule} ({place})"));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn page_numbers_stand_outside_between_dashes_and_no_face_is_embedded() {
    let parts = parts(&document(details()));
    // 7.5: a dash on both sides; odd pages at the right, even pages at the left.
    for (name, side) in [
        ("word/footer1.xml", "FooterOdd"),
        ("word/footer2.xml", "FooterEven"),
    ] {
        let text = &parts[name];
        assert!(text.contains(">— </w:t>") && text.contains("> —</w:t>"));
        assert!(text.contains(" PAGE ") && text.contains(side));
    }
    let styles = &parts["word/styles.xml"];
    assert!(style(styles, "FooterOdd").contains(r#"<w:jc w:val="right"/>"#));
    assert!(style(styles, "FooterEven").contains(r#"<w:jc w:val="left"/>"#));
    assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
    let fonts = &parts["word/fontTable.xml"];
    for face in ["宋体", "仿宋", "楷体"] {
        assert!(fonts.contains(&format!("<w:altName w:val=\"{face}\"/>")));
    }
    assert!(!fonts.contains("w:embed"));
}

#[test]
fn what_is_not_configured_is_not_in_the_document() {
    let parts = parts(&document(BriefDetails::default()));
    let text = &parts["word/document.xml"];
    for word in ["总第", "共印", "编辑：", "发送："] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(!parts["word/styles.xml"].contains("FF0000"));
}

#[test]
fn headings_and_contents_lead_to_each_other() {
    let parts = parts(&document(details()));
    let text = &parts["word/document.xml"];
    let anchors: Vec<&str> = text.split("w:anchor=\"").skip(1).collect();
    assert!(!anchors.is_empty());
    for anchor in anchors {
        let name = anchor.split('"').next().unwrap();
        assert!(text.contains(&format!("w:name=\"{name}\"")), "{name}");
    }
    let count = |what: &str| text.matches(what).count();
    assert_eq!(count("\"begin\"/>"), count("\"end\"/>"));
}

/// The page numbers of the contents and the pages of the headings, in the PDF that `LibreOffice` makes.
#[test]
fn pages_in_libreoffice_are_those_of_the_contents() {
    // 22 lines and the page number.
    assert_eq!(assert_pages(&document(details())).unwrap_or(23), 23);
}

#[test]
fn pages_in_libreoffice_are_right_with_tables_and_notes() {
    let issues = issues();
    let mut brief = brief_of(&issues, details());
    let rows: Vec<String> = (1..30)
        .map(|n| format!("望溪镇第{n}村\t{n}\t{}", "已办结，群众满意。".repeat(n % 5)))
        .collect();
    let table = Block::new(
        BlockKind::Table,
        format!("地区\t数量\t情况\n{}", rows.join("\n")),
    );
    for (at, article) in brief.issue.articles.iter_mut().enumerate() {
        if at % 3 == 0 {
            article.blocks.insert(1, table.clone());
        }
        if at % 4 == 1 {
            article
                .blocks
                .insert(0, Block::new(BlockKind::Figure, "潮位图"));
            brief.additions[at].headings = vec!["国内动态".to_owned()];
            brief.additions[at].note = vec!["请各区县参阅，并于月底前报送办理情况。".to_owned()];
        }
    }
    let bytes = brief::write(&brief, BriefFormat::Docx, BriefStyle::Official).unwrap();
    assert_pages(&bytes);
}

#[test]
fn the_last_rule_falls_on_the_lower_edge_of_the_type_area_in_libreoffice() {
    let issues = issues();
    let brief = brief_of(&issues, details());
    for format in [BriefFormat::Docx, BriefFormat::Odt] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("brief.{}", format.extension()));
        let bytes = brief::write(&brief, format, BriefStyle::Official).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let Some(rule) = lowest_rule(&path) else {
            eprintln!("soffice or pdftoppm is missing: no rule to measure");
            return;
        };
        // The type area ends 262 mm below the upper edge of the sheet.
        assert!(
            rule.abs_diff(2620) <= 2,
            "{format:?}: {rule} tenths of a millimetre"
        );
    }
}

/// Returns the lower edge of the lowest rule across the last page of a document, in tenths of a millimetre from the upper edge of
/// the sheet; `None` where `LibreOffice` or `pdftoppm` is missing.
fn lowest_rule(document: &Path) -> Option<usize> {
    let folder = document.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let convert = ["--headless", "--convert-to", "pdf"];
    let mut command = Command::new("soffice");
    command
        .arg(profile)
        .args(convert)
        .arg(document)
        .current_dir(folder);
    command.output().ok()?;
    // 254 pixels an inch are ten a millimetre.
    let mut command = Command::new("pdftoppm");
    command
        .args(["-r", "254", "-gray"])
        .arg(document.with_extension("pdf"));
    command.arg(folder.join("page")).output().ok()?;
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let last = paths
        .filter(|path| path.extension().is_some_and(|end| end == "pgm"))
        .max()?;
    let image = std::fs::read(last).unwrap();
    // The head of the file has three lines: the kind, width and height, the brightest value.
    let head = image.splitn(4, |byte| *byte == b'\n').nth(1).unwrap();
    let width = String::from_utf8_lossy(head);
    let width: usize = width.split(' ').next().unwrap().parse().unwrap();
    let pixels = image.splitn(4, |byte| *byte == b'\n').nth(3).unwrap();
    let mut rows = pixels.chunks(width);
    let is_rule = |row: &[u8]| row.iter().filter(|pixel| **pixel < 128).count() > 1500;
    rows.rposition(is_rule).map(|row| row + 1)
}

/// Checks the page numbers of a document, and returns the lines of its fullest page, its number among them; `None` where
/// `LibreOffice` is missing.
fn assert_pages(document: &[u8]) -> Option<usize> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("brief.docx");
    std::fs::write(&path, document).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let made = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(&path)
        .output();
    let text = made.ok().and_then(|_| {
        let pdf = folder.path().join("brief.pdf");
        let text = Command::new("pdftotext")
            .arg("-layout")
            .arg(pdf)
            .arg("-")
            .output();
        String::from_utf8(text.ok()?.stdout).ok()
    });
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        eprintln!("soffice or pdftotext is missing: no pages to count");
        return None;
    };
    let pages: Vec<String> = text
        .split('\u{c}')
        .map(|page| page.replace(' ', ""))
        .collect();
    let is_entry = |line: &&str| line.contains('.') && line.ends_with(|c: char| c.is_ascii_digit());
    let entries: Vec<&str> = pages[0]
        .lines()
        .chain(pages[1].lines())
        .filter(|line| line.contains("...."))
        .filter(is_entry)
        .collect();
    assert!(!entries.is_empty(), "{text}");
    for entry in entries {
        let (title, page) = entry.split_once("....").unwrap();
        let page: usize = page.trim_start_matches('.').parse().unwrap();
        let heading = |line: &str| line.contains(title) && !line.contains("....");
        let mut lines = pages[page - 1].lines();
        assert!(lines.any(heading), "{entry}\n{text}");
    }
    let lines = |page: &str| page.lines().filter(|line| !line.is_empty()).count();
    pages.iter().map(|page| lines(page)).max()
}

/// Each document opens in `LibreOffice`, which finds every article in it, and a DOCX in python-docx, where they are installed.
#[test]
fn documents_open_in_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let issues = issues();
    let brief = brief_of(&issues, details());
    let documents = [
        ("official.docx", BriefFormat::Docx, BriefStyle::Official),
        ("report.docx", BriefFormat::Docx, BriefStyle::Report),
        ("official.odt", BriefFormat::Odt, BriefStyle::Official),
        ("report.odt", BriefFormat::Odt, BriefStyle::Report),
    ];
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    for (name, format, style) in documents {
        let path = folder.path().join(name);
        std::fs::write(&path, brief::write(&brief, format, style).unwrap()).unwrap();
        if format == BriefFormat::Docx {
            let count = "import sys, docx; print(len(docx.Document(sys.argv[1]).paragraphs))";
            match Command::new("python3")
                .args(["-c", count])
                .arg(&path)
                .output()
            {
                Ok(run) if !String::from_utf8_lossy(&run.stderr).contains("ModuleNotFound") => {
                    let error = String::from_utf8_lossy(&run.stderr);
                    assert!(run.status.success(), "{name}: {error}");
                }
                _ => eprintln!("python-docx is missing: {name} is not opened in it"),
            }
        }
        let converted = Command::new("soffice")
            .args([
                &profile,
                "--headless",
                "--convert-to",
                "txt:Text (encoded):UTF8",
                "--outdir",
            ])
            .arg(folder.path())
            .arg(&path)
            .output();
        let text = std::fs::read_to_string(path.with_extension("txt"));
        let (Ok(_), Ok(text)) = (converted, text) else {
            eprintln!("soffice is missing: {name} is not opened in it");
            continue;
        };
        for article in &brief.issue.articles {
            assert!(text.contains(&article.title), "{name}: {}", article.title);
        }
    }
}
