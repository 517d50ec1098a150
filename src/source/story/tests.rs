//! Tests of stories: paragraphs, tables, figures and links.

use super::*;

fn paragraph(text: &str, size: u32) -> StoryParagraph {
    let mut paragraph = StoryParagraph::default();
    paragraph.push(text, size, false);
    paragraph
}

fn texts(story: Story) -> Vec<String> {
    let transcript = story.finish(FileFormat::Docx, None).unwrap();
    transcript.lines.into_iter().map(|line| line.text).collect()
}

fn table(rows: &[&[&[&str]]]) -> Story {
    let mut story = Story::default();
    story.open_table();
    for row in rows {
        for cell in *row {
            story.open_cell();
            for text in *cell {
                story.push(paragraph(text, 24));
            }
        }
        story.close_row();
    }
    story.close_table();
    story
}

#[test]
fn very_many_paragraphs_are_read_up_to_a_limit_and_it_is_noted() {
    let mut story = Story::default();
    story.open_table();
    let most = most_rows(0);
    for _ in 0..most {
        story.open_cell();
        story.push(paragraph("1", 24));
        story.close_row();
    }
    story.close_table();
    story.push(paragraph("后", 24));
    let transcript = story.finish(FileFormat::Docx, None).unwrap();
    assert_eq!(transcript.lines.len(), most);
    assert_eq!(transcript.origin.notes, [too_many(most)]);
}

#[test]
fn of_tables_inside_each_other_the_text_is_kept_at_any_depth() {
    let mut story = Story::default();
    let depth = 2 * DEEPEST_TABLE;
    for nth in 0..depth {
        story.open_table();
        story.open_cell();
        story.push(paragraph(&format!("前{nth}"), 24));
    }
    for nth in 0..depth {
        story.close_row();
        story.close_table();
        story.push(paragraph(&format!("后{nth}"), 24));
    }
    let inward = (0..depth).map(|nth| format!("前{nth}"));
    let outward = (0..depth).map(|nth| format!("后{nth}"));
    assert_eq!(texts(story), inward.chain(outward).collect::<Vec<_>>());
}

#[test]
fn a_row_of_values_is_one_line() {
    let story = table(&[&[&["甲"], &["乙"]], &[&["1"], &[], &["2", "3"]]]);
    assert_eq!(texts(story), ["甲\t乙\t", "1\t\t2 3"]);
}

#[test]
fn a_table_that_lays_out_text_is_read_as_text() {
    let long = "湖区水位回落，各闸已经开启。".repeat(2);
    let letter = [long.as_str(); 4];
    let story = table(&[&[&["标题"], &letter], &[&["一", "二"]]]);
    let first = format!("标题\t{long}");
    assert_eq!(texts(story), [&first, &long, &long, &long, "一", "二"]);
}

#[test]
fn rows_say_where_their_table_begins() {
    let mut story = table(&[&[&["甲"], &["乙"]], &[&["1"], &["2"]]]);
    story.push(paragraph("文", 24));
    story.push_row(
        vec![vec![paragraph("丙", 24)], vec![paragraph("丁", 24)]],
        Vec::new(),
        Vec::new(),
    );
    story.push_row(
        vec![Vec::new(), vec![paragraph("3", 24)]],
        Vec::new(),
        Vec::new(),
    );
    story.push_row(
        vec![vec![paragraph("4", 24)], vec![paragraph("5", 24)]],
        Vec::new(),
        Vec::new(),
    );
    let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
    let kinds: Vec<_> = lines
        .iter()
        .map(|line| (line.kind, line.text.as_str()))
        .collect();
    let expected = [
        (LineKind::TableStart, "甲\t乙"),
        (LineKind::TableRow, "1\t2"),
        (LineKind::Text, "文"),
        (LineKind::TableStart, "丙\t丁"),
        (LineKind::TableRow, "\t3"),
        (LineKind::TableRow, "4\t5"),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn an_empty_row_is_kept_and_a_table_in_a_cell_follows_its_table() {
    let mut story = Story::default();
    story.open_table();
    for (left, right) in [("站", "水位"), ("", ""), ("东堤", "见表"), ("西堤", "3.1")] {
        story.open_cell();
        story.push(paragraph(left, 24));
        story.open_cell();
        story.push(paragraph(right, 24));
        if right == "见表" {
            story.append(table(&[&[&["高"], &["低"]], &[&["3.2"], &["1.1"]]]));
        }
        story.close_row();
    }
    story.close_table();
    let expected = "站\t水位|\t|东堤\t见表|西堤\t3.1|高\t低|3.2\t1.1";
    assert_eq!(texts(story).join("|"), expected);
}

#[test]
fn a_merged_cell_has_its_text_in_its_first_place() {
    let mut story = Story::default();
    story.open_table();
    let rows: [&[(&str, usize, usize)]; 3] = [
        &[("年度", 1, 2), ("水位", 2, 1)],
        &[("最高", 1, 1), ("最低", 1, 1)],
        &[("2024", 1, 1), ("3.2", 1, 1), ("1.1", 1, 1)],
    ];
    for row in rows {
        for (text, columns, rows) in row {
            story.open_spanning_cell(*columns, *rows);
            story.push(paragraph(text, 24));
        }
        story.close_row();
    }
    story.close_table();
    assert_eq!(
        texts(story),
        ["年度\t水位\t", "\t最高\t最低", "2024\t3.2\t1.1"]
    );
}

#[test]
fn fields_of_a_report_in_two_columns_are_no_table() {
    let story = table(&[
        &[&["来源：湖区日报"], &["日期"]],
        &[&["链接："], &["https://example.com/1"]],
    ]);
    assert_eq!(
        texts(story),
        ["来源：湖区日报\t日期", "链接：\thttps://example.com/1"]
    );
}

#[test]
fn sizes_are_told_relative_to_the_body() {
    let mut story = Story::default();
    story.push(paragraph("周报", 44));
    story.push(paragraph("　　正文正文正文", 22));
    let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
    assert_eq!(lines[0].look.scale, Some(2.0));
    assert_eq!(lines[1].text, "正文正文正文");
    assert!(lines[1].look.indented);
}

#[test]
fn rows_without_a_table_form_one_until_a_paragraph_comes() {
    let mut story = Story::default();
    let row = |text: &str| vec![vec![paragraph(text, 24)]];
    for _ in 0..2 {
        story.push_row(row("丙"), row("丁").remove(0), vec![0, 5000, 9000]);
        story.push_row(row("戊"), row("己").remove(0), vec![0, 2000, 9010]);
        story.push(paragraph("", 24));
    }
    let lines = story.finish(FileFormat::Doc, None).unwrap().lines;
    let shown: Vec<_> = lines.iter().map(|l| (&*l.text, l.kind)).collect();
    let (start, next) = (LineKind::TableStart, LineKind::TableRow);
    let expected = [("丙\t\t丁", start), ("戊\t己\t", next)];
    assert_eq!(shown, [expected, expected].concat());
}

#[test]
fn a_row_of_running_text_parts_a_table() {
    let long = "湖区水位回落，各闸已经开启。".repeat(2);
    let rows: [&[&[&str]]; 5] = [
        &[&["甲"], &["乙"]],
        &[&["一"], &["二"]],
        &[&["说明"], &[long.as_str(); 4]],
        &[&["丙"], &["a", "b", "c", "d"]],
        &[&["丁"], &[]],
    ];
    let lines = table(&rows).finish(FileFormat::Docx, None).unwrap().lines;
    let kinds: Vec<_> = lines.iter().map(|line| line.kind).collect();
    let (start, next, text) = (LineKind::TableStart, LineKind::TableRow, LineKind::Text);
    assert_eq!(kinds, [start, next, text, text, text, text, start, next]);
    assert_eq!(lines[6].text, "丙\ta b c d");
    assert_eq!(lines[7].text, "丁\t");
}

#[test]
fn a_record_below_three_named_columns_stays_a_row() {
    let work = [
        "湖区水位回落，各闸已经开启。",
        "巡查堤岸二十里。",
        "清点沙袋。",
        "本周例会照常举行，请各站派人参加，并带上水位记录和沙袋清单。",
    ];
    let rows: [&[&[&str]]; 4] = [
        &[&["日期"], &["站点"], &["工作"]],
        &[&["周一"], &["东闸"], &work],
        &[&["周二"], &["西闸"], &["休整"]],
        &[&["周三"], &["南闸"], &work],
    ];
    let lines = table(&rows).finish(FileFormat::Docx, None).unwrap().lines;
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1].text, format!("周一\t东闸\t{}", work.join(" ")));
}

#[test]
fn the_points_of_a_meeting_stay_in_their_cell() {
    let points: Vec<String> = (1..6)
        .map(|n| format!("{n}.湖区水位回落，第{n}闸今天上午已经开启。"))
        .collect();
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let rows: [&[&[&str]]; 3] = [
        &[&["目标"], &["开闸"]],
        &[&["要点"], &points],
        &[&["记录"], &["丙"]],
    ];
    let lines = table(&rows).finish(FileFormat::Doc, None).unwrap().lines;
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1].text, format!("要点\t{}", points.join(" ")));
}

#[test]
fn a_caption_belongs_to_the_picture_above_and_pages_count() {
    let mut story = Story::default();
    story.push(StoryParagraph::figure(String::new()));
    let mut caption = paragraph("图 1 湖区水位", 21);
    caption.caption = true;
    story.push(caption);
    story.turn_page();
    story.push_row(Vec::new(), Vec::new(), Vec::new());
    story.push(paragraph("下页", 21));
    let lines = story.finish(FileFormat::Docx, None).unwrap().lines;
    let first = (lines[0].kind, &*lines[0].text);
    assert_eq!(first, (LineKind::Figure, "图 1 湖区水位"));
    assert_eq!((lines[0].page, lines[1].page), (1, 2));
}

#[test]
fn a_link_is_kept_where_the_text_hides_it() {
    let target = "https://example.com/a?b=1&c=2";
    for (text, kept) in [
        ("链接：点击查看", true),
        ("链接：https://example.com/a?b=1&c=2", false),
        // A host without `www.` is no link in a text, whatever stands behind it.
        ("链接：example.com/a?b=1&c=2", true),
        ("链接：https://example.com/a…", true),
    ] {
        let mut paragraph = paragraph(text, 0);
        paragraph.link_from("链接：".len(), target);
        assert_eq!(!paragraph.links.is_empty(), kept, "{text}");
    }
}
