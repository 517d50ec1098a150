//! Text in PDF files, one peculiarity a test, in files made on the spot.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::paper::{NEWS, Paper, hex, report};
use newsreader::model::transcript::{LineKind, SourceLine};
use newsreader::source::{Error, extract, page_image};

fn lines(paper: &Paper) -> Vec<SourceLine> {
    extract(&paper.bytes()).unwrap().lines
}

fn texts(paper: &Paper) -> Vec<String> {
    lines(paper).into_iter().map(|line| line.text).collect()
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
fn white_words_on_a_banner_are_read_and_on_paper_they_are_a_watermark() {
    let banner = "60 770 475 60";
    // A box, a shape with round corners, a gradient in a clip, an image, and a pattern.
    let grounds = [
        format!("0.7 0.1 0.1 rg {banner} re f"),
        "0.1 0.2 0.5 rg 70 770 m 525 770 l 535 770 535 830 525 830 c 70 830 l 60 830 60 770 70 770 c f".to_owned(),
        format!("q {banner} re W n /Sh1 sh Q"),
        "q 475 0 0 60 60 770 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q".to_owned(),
        format!("/Pattern cs /P1 scn {banner} re f"),
    ];
    let seen = |ground: &str, colour: &str| {
        let mut paper = Paper::default();
        let page = paper.page();
        page.raw(ground).raw(colour);
        page.text(150.0, 790.0, 28.0, "青禾市舆情周报");
        page.raw("0 g").paragraph(700.0, 14.0, 29, NEWS);
        texts(&paper).iter().any(|text| text == "青禾市舆情周报")
    };
    for ground in &grounds {
        assert!(seen(ground, "1 1 1 rg"), "{ground}");
    }
    assert!(seen(&grounds[0], "1 0.84 0 rg"), "gold");
    // Nothing below the words, something elsewhere on the page, a pale cell, paper laid over a banner.
    let cell = format!("0.9 g {banner} re f");
    let covered = format!("{}\n1 g 0 0 595 842 re f", grounds[0]);
    for ground in ["", "0.7 0.1 0.1 rg 60 100 475 60 re f", &cell, &covered] {
        assert!(!seen(ground, "0.85 g"), "{ground}");
    }
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
    let refused = extract(&scan.bytes()).unwrap_err();
    assert!(
        matches!(refused, Error::NoText(scan) if scan.pages == 1),
        "{refused:?}"
    );

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

#[test]
fn words_over_an_address_carry_its_link() {
    let mut paper = report();
    let page = paper.page();
    page.text(90.0, 300.0, 14.0, "详见某某平台的说明");
    page.say("/Annots[<</Type/Annot/Subtype/Link/Rect[118 296 174 314]/A<</S/URI/URI(https://www.example.cn/a)>>>>]");
    let line = &lines(&paper)[2];
    let link = &line.links[0];
    assert_eq!(link.target, "https://www.example.cn/a");
    assert_eq!(line.text.get(link.range.clone()).unwrap(), "某某平台");
}

#[test]
fn two_columns_are_read_down_then_across() {
    let mut paper = Paper::default();
    let page = paper.page();
    page.text(200.0, 790.0, 18.0, "某市医院数据治理");
    let text: Vec<char> = NEWS.chars().cycle().take(16 * 20).collect();
    for (at, row) in text.chunks(16).enumerate() {
        let (x, at) = if at < 10 {
            (90.0, at)
        } else {
            (320.0, at - 10)
        };
        let y = [
            740.0, 680.0, 660.0, 640.0, 620.0, 600.0, 580.0, 560.0, 540.0, 520.0,
        ][at];
        let y = if at == 0 { 700.0 } else { y };
        page.text(x, y, 12.0, &String::from_iter(row));
    }
    let texts = texts(&paper);
    assert_eq!(texts[0], "某市医院数据治理");
    assert_eq!(texts[1..].concat(), String::from_iter(&text));
}

#[test]
fn a_page_of_items_set_in_keeps_the_margins_of_the_text() {
    let mut paper = report();
    let page = paper.page();
    let text: Vec<char> = NEWS.chars().collect();
    let mut y = 760.0;
    for _ in 0..3 {
        let (first, rest) = text.split_at(24);
        let first = format!("•{}", String::from_iter(&first[1..]));
        page.text(160.0, y, 14.0, &first);
        for row in rest.chunks(26) {
            y -= 37.0;
            page.text(132.0, y, 14.0, &String::from_iter(row));
        }
        y -= 37.0;
    }
    let item = format!("•{}", String::from_iter(&text[1..]));
    assert_eq!(texts(&paper)[2..], [item.clone(), item.clone(), item]);
}

#[test]
fn items_with_a_hanging_indent_are_whole() {
    let mut paper = Paper::default();
    let page = paper.page();
    let mut y = 760.0;
    for number in 1..=4 {
        let text: Vec<char> = NEWS.chars().collect();
        let (first, rest) = text.split_at(30);
        page.text(
            90.0,
            y,
            12.0,
            &format!("{number}、{}", String::from_iter(first)),
        );
        for row in rest.chunks(29) {
            y -= 20.0;
            page.text(114.0, y, 12.0, &String::from_iter(row));
        }
        y -= 20.0;
    }
    let whole: Vec<String> = (1..=4).map(|number| format!("{number}、{NEWS}")).collect();
    assert_eq!(texts(&paper), whole);
}

#[test]
fn items_in_a_box_narrower_than_the_text_are_whole() {
    let mut paper = Paper::default();
    let page = paper.page();
    let next = page.paragraph(760.0, 14.0, 29, NEWS);
    page.paragraph(next, 14.0, 29, NEWS);
    let items = [
        ("•渔船在潮水退去后停靠码头卸", "货并补充淡水"),
        ("•货物由市场统一过秤后分送到", "各家店铺"),
        ("•夜里由值班人员记录风浪", ""),
    ];
    let mut y = 500.0;
    for (first, rest) in items {
        page.text(90.0, y, 14.0, first);
        page.text(104.0, y - 16.0, 14.0, rest);
        y -= 48.0;
    }
    let whole = items.map(|(first, rest)| format!("{first}{rest}"));
    assert_eq!(texts(&paper)[2..], whole);
}

#[test]
fn items_with_letters_and_roman_numbers_are_whole() {
    for marks in [
        ["a) ", "b) ", "c) "],
        ["i. ", "ii. ", "iii. "],
        ["1", "2", "3"],
    ] {
        let mut paper = Paper::default();
        let page = paper.page();
        let next = page.paragraph(760.0, 14.0, 29, NEWS);
        page.paragraph(next, 14.0, 29, NEWS);
        let words: Vec<char> = NEWS.chars().collect();
        let mut y = 560.0;
        for mark in marks {
            page.text(111.0, y, 14.0, mark);
            page.text(132.0, y, 14.0, &String::from_iter(&words[..26]));
            page.text(132.0, y - 22.4, 14.0, &String::from_iter(&words[26..38]));
            y -= 44.8;
        }
        let whole = marks.map(|mark| mark.trim().to_owned() + &String::from_iter(&words[..38]));
        let found = texts(&paper).into_iter().skip(2);
        let found: Vec<String> = found.map(|text| text.replace(' ', "")).collect();
        assert_eq!(found, whole);
    }
}

#[test]
fn a_number_of_a_reference_stays_in_its_sentence() {
    for raised in [3.0, 5.0, -3.0] {
        let mut paper = report();
        let page = paper.page();
        page.text(118.0, 700.0, 14.0, "海滩上留下许多贝壳");
        page.text(244.0, 700.0 + raised, 7.0, "[2]");
        page.text(263.0, 700.0, 14.0, "孩子们提桶去捡。");
        let found = texts(&paper).pop().unwrap();
        assert_eq!(
            found.replace(' ', ""),
            "海滩上留下许多贝壳[2]孩子们提桶去捡。"
        );
    }
}

#[test]
fn a_number_beside_a_title_and_a_running_head_are_furniture() {
    let mut paper = Paper::default();
    for (number, title) in (1..).zip(["港口", "码头", "市场", "天气"]) {
        let page = paper.page();
        page.text(90.0, 800.0, 9.0, &format!("海边一日 {}", number + 2));
        page.text(90.0, 700.0, 24.0, title);
        page.text(500.0, 700.0, 9.0, &format!("{}", number + 2));
        page.paragraph(640.0, 14.0, 29, NEWS);
    }
    let texts = texts(&paper);
    assert_eq!(texts[2..4], ["码头", NEWS]);
}

#[test]
fn captions_of_figures_are_figures() {
    let mut paper = report();
    let page = paper.page();
    let next = page.paragraph(760.0, 14.0, 29, NEWS);
    page.text(200.0, next, 10.0, "图 1 渔港的位置");
    let last = lines(&paper).pop().unwrap();
    assert_eq!(
        (last.kind, last.text.as_str()),
        (LineKind::Figure, "图 1 渔港的位置")
    );
}

#[test]
fn bookmarks_name_headings() {
    let mut paper = report();
    paper.catalogue = "/Outlines<</First<</Title(Part 1)/Next<</Title(Part 2)>>>>>>".to_owned();
    let page = paper.page();
    page.text(90.0, 700.0, 14.0, "Part 1");
    page.paragraph(660.0, 14.0, 29, NEWS);
    let lines = lines(&paper);
    assert_eq!(
        (lines[2].text.as_str(), lines[2].look.heading_level),
        ("Part 1", Some(1))
    );
}

/// A page that is one image of 2 by 2 pixels, drawn by `place`, in samples that `entries` describe.
fn scanned(place: &str, entries: &str, samples: &str) -> Vec<u8> {
    let mut scan = Paper::default();
    scan.page().raw(&format!(
        "q {place} cm BI /W 2 /H 2 {entries} /F /AHx ID\n{samples}>\nEI Q"
    ));
    scan.bytes()
}

#[test]
fn the_image_of_a_scanned_page_is_grey_and_upright() {
    // The first row of the samples is the top of the page.
    let whole = "595 0 0 842 0 0";
    let kinds = [
        ("/CS /G /BPC 8", "00407FFF"),
        ("/CS /RGB /BPC 8", "0000004040407F7F7FFFFFFF"),
        ("/CS [/I /G 3 <00407FFF>] /BPC 2", "10B0"),
    ];
    for (entries, samples) in kinds {
        let image = page_image(&scanned(whole, entries, samples), 1);
        let image = image.unwrap().unwrap();
        let last_row = image.grey.len() - image.width as usize;
        let corners = [0, image.width as usize - 1, last_row, image.grey.len() - 1];
        let corners = corners.map(|at| image.grey[at]);
        assert_eq!(corners, [0x00, 0x40, 0x7f, 0xff], "{entries}");
    }
}

#[test]
fn a_page_without_a_readable_image_has_none() {
    let damaged = scanned("595 0 0 842 0 0", "/CS /Unknown /BPC 3", "00");
    assert_eq!(page_image(&damaged, 1).unwrap(), None);
    assert_eq!(
        page_image(&Paper::default().bytes(), 1).map_err(|_| ()),
        Err(())
    );
    let mut empty = Paper::default();
    empty.page();
    assert_eq!(page_image(&empty.bytes(), 1).unwrap(), None);
    assert_eq!(page_image(&empty.bytes(), 2).unwrap(), None);
    assert_eq!(page_image("纯文本".as_bytes(), 1).unwrap(), None);
}
