//! Text in PDF files, one peculiarity a test, in files made on the spot.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::paper::{Paper, hex};
use newsreader::model::transcript::SourceLine;
use newsreader::source::{Error, extract};

const NEWS: &str = "青禾市的城市算力调度平台上线一周，共有四十七家单位登记，平均等待时间由十六分钟缩短到四分钟，主管部门表示下一步还要把计量和结算的办法补上，并请第三方核查。";

fn lines(paper: &Paper) -> Vec<SourceLine> {
    extract(&paper.bytes()).unwrap().lines
}

fn texts(paper: &Paper) -> Vec<String> {
    lines(paper).into_iter().map(|line| line.text).collect()
}

/// A page with two paragraphs of body text, so that margins and sizes are known.
fn report() -> Paper {
    let mut paper = Paper::default();
    let page = paper.page();
    let next = page.paragraph(760.0, 14.0, 29, NEWS);
    page.paragraph(next, 14.0, 29, NEWS);
    paper
}

#[test]
fn indented_first_lines_begin_paragraphs() {
    let lines = lines(&report());
    assert_eq!(lines.len(), 2);
    assert!(
        lines
            .iter()
            .all(|line| line.text == NEWS && line.look.indented)
    );
}

#[test]
fn a_paragraph_goes_on_behind_folio_and_running_head() {
    let mut paper = Paper::default();
    let text: Vec<char> = NEWS.chars().cycle().take(27 + 29 * 3).collect();
    for number in 1..=3 {
        let page = paper.page();
        page.text(262.0, 800.0, 9.0, "内部资料 注意保存");
        let next = page.paragraph(740.0, 14.0, 29, NEWS);
        page.paragraph(next, 14.0, 29, &String::from_iter(&text));
        page.text(285.0, 40.0, 9.0, &format!("— {number} —"));
    }
    // The last line of every page is full, and the next page begins with an indent, except after the one below.
    let page = paper.page();
    page.text(262.0, 800.0, 9.0, "内部资料 注意保存");
    page.text(90.0, 740.0, 14.0, "此文到此为止。");
    page.text(285.0, 40.0, 9.0, "— 4 —");
    let texts = texts(&paper);
    assert_eq!(texts.len(), 6);
    assert_eq!(texts[5], String::from_iter(&text) + "此文到此为止。");
}

#[test]
fn an_address_over_three_lines_is_whole() {
    let mut paper = report();
    let page = paper.page();
    page.text(118.0, 740.0, 14.0, "链接：https://news.example.cn/2026-");
    page.text(
        90.0,
        718.0,
        14.0,
        "03/20/content_1.html?from=timeline&scene=2&enterid=",
    );
    page.text(90.0, 696.0, 14.0, "f93k");
    page.text(118.0, 674.0, 14.0, "主要内容：");
    let texts = texts(&paper);
    assert_eq!(
        texts[2..],
        [
            "链接：https://news.example.cn/2026-03/20/content_1.html?from=timeline&scene=2&enterid=f93k",
            "主要内容："
        ]
    );
}

#[test]
fn actual_text_takes_the_place_of_glyphs() {
    let mut paper = report();
    let swapped = format!(
        "/Span <</ActualText <FEFF4EBA>>> BDC BT /F1 14 Tf 118 300 Td {} Tj ET EMC",
        hex("大")
    );
    paper.page().text(90.0, 300.0, 14.0, "一二").raw(&swapped);
    assert_eq!(texts(&paper)[2], "一二人");
}

#[test]
fn radicals_are_the_characters_they_stand_for() {
    let mut paper = report();
    let wide = "<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>]>>";
    paper.font = Some(wide.to_owned());
    paper.page().text(90.0, 300.0, 14.0, "⼀⼈⻓⻋");
    assert_eq!(texts(&paper)[2], "一人长车");
}

#[test]
fn struck_twice_and_filled_and_stroked_count_once() {
    let mut paper = report();
    let page = paper.page();
    page.text(90.0, 300.0, 14.0, "要闻")
        .text(90.4, 300.0, 14.0, "要闻");
    page.raw("q 2 Tr").text(90.0, 200.0, 14.0, "综述").raw("Q");
    let lines = lines(&paper);
    assert_eq!((lines[2].text.as_str(), lines[2].look.bold), ("要闻", true));
    assert_eq!((lines[3].text.as_str(), lines[3].look.bold), ("综述", true));
}

#[test]
fn hidden_and_off_page_text_is_not_there() {
    let mut paper = report();
    let page = paper.page();
    page.raw("q 3 Tr")
        .text(90.0, 300.0, 14.0, "看不见")
        .raw("Q");
    page.text(700.0, 300.0, 14.0, "页外")
        .text(90.0, -40.0, 14.0, "页下")
        .text(90.0, 200.0, 14.0, "看得见");
    page.paragraph(700.0, 14.0, 29, NEWS);
    assert_eq!(texts(&paper)[2..], [NEWS, "看得见"]);
}

#[test]
fn the_text_layer_of_a_scan_is_read() {
    let mut paper = Paper::default();
    let page = paper.page();
    page.raw("3 Tr");
    page.paragraph(700.0, 14.0, 29, NEWS);
    assert_eq!(texts(&paper), [NEWS]);
}

#[test]
fn watermarks_are_set_aside_on_turned_pages_too() {
    for turn in ["", "/Rotate 90"] {
        let mut paper = report();
        let slanted = format!(
            "q 0.7 0.7 -0.7 0.7 150 250 cm BT /F1 60 Tf {} Tj ET Q",
            hex("内部资料")
        );
        let level = format!(
            "q 0.85 g BT /F1 60 Tf 90 640 Td {} Tj ET Q",
            hex("草稿草稿")
        );
        let page = paper.page();
        page.raw(&slanted).raw(&level).say(turn);
        page.paragraph(700.0, 14.0, 29, NEWS);
        assert_eq!(texts(&paper)[2..], [NEWS]);
    }
}

#[test]
fn a_page_set_sideways_is_read_the_way_its_text_runs() {
    let mut paper = Paper::default();
    let page = paper.page();
    page.raw("q 0 1 -1 0 595 0 cm");
    page.paragraph(500.0, 14.0, 29, NEWS);
    page.raw("Q");
    assert_eq!(texts(&paper), [NEWS]);
}

#[test]
fn marked_heads_and_hidden_layers_are_set_aside() {
    let mut paper = report();
    paper.catalogue = "/OCProperties<</OCGs[99 0 R]/D<</OFF[99 0 R]>>>>".to_owned();
    let page = paper.page();
    page.say("/Resources<</Font<</F1 3 0 R>>/Properties<</L1 99 0 R>>>>");
    page.raw("/Artifact <</Type/Pagination/Subtype/Header>> BDC")
        .text(90.0, 790.0, 9.0, "某中心")
        .raw("EMC");
    page.raw("/OC /L1 BDC")
        .text(90.0, 300.0, 14.0, "草案")
        .raw("EMC");
    page.paragraph(700.0, 14.0, 29, NEWS);
    assert_eq!(texts(&paper)[2..], [NEWS]);
}

#[test]
fn gbk_codes_without_a_map_of_their_own_are_read() {
    let mut paper = Paper::default();
    paper.font = Some("<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[814 939 500]>>]>>".to_owned());
    // 新闻 AI 2.0
    paper
        .page()
        .raw("BT /F1 14 Tf 90 700 Td <D0C2CEC52041492032 2E30> Tj ET");
    assert_eq!(texts(&paper), ["新闻 AI 2.0"]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let mut scan = Paper::default();
    scan.page().raw("0 0 100 100 re f");
    assert_eq!(extract(&scan.bytes()).unwrap_err(), Error::NoText(1));

    let mut riddle = Paper::default();
    riddle.font = Some("<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>".to_owned());
    riddle.page().text(90.0, 300.0, 14.0, NEWS);
    assert_eq!(
        extract(&riddle.bytes()).unwrap_err(),
        Error::NoCharacters(1)
    );

    assert!(matches!(
        extract(b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"),
        Err(Error::Damaged(_))
    ));
}

#[test]
fn forms_that_call_themselves_and_endless_states_end() {
    let mut paper = report();
    let page = paper.page();
    page.say("/Resources<</Font<</F1 3 0 R>>/XObject<</X 8 0 R>>>>");
    page.raw(&"q ".repeat(100_000))
        .raw("/X Do")
        .raw(&"/Span BMC ".repeat(10_000));
    page.text(90.0, 300.0, 14.0, "仍可读");
    assert_eq!(texts(&paper).last().unwrap(), "仍可读");
}
