//! The share of a screen that holds text, on a large terminal and on a small one.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use crate::common::{Desk, issues};
use newsreader::app::event::{Event, MouseKind};
use newsreader::app::options::AppOptions;
use newsreader::app::panes::WIDE_COLS;
use newsreader::library::{Opened, Place};
use newsreader::text::width::{Ambiguous, width_cols};
use ratatui::layout::Rect;

/// Three series with six issues of three articles each.
fn three_series() -> Vec<Opened> {
    let titles = ["云屿公共服务监测周报", "海湾数字政务参考", "山区养老动态"];
    let weekly = issues().into_iter().next().unwrap();
    let issue = |index: usize| {
        let mut opened = weekly.clone();
        opened.place = Place::Sample(index);
        opened.issue.title = Some(titles[index % 3].to_owned());
        opened.issue.number = Some(u32::try_from(60 - index / 3).unwrap());
        let day = i8::try_from(1 + index).unwrap();
        opened.issue.published = Some(jiff::civil::date(2025, 9, day));
        for article in &mut opened.issue.articles {
            article.blocks.truncate(9);
        }
        opened
    };
    (0..18).map(issue).collect()
}

/// Three series with two issues of four short articles each.
fn few_short_ones() -> Vec<Opened> {
    let mut issues = three_series();
    issues.truncate(6);
    for opened in &mut issues {
        let articles = &mut opened.issue.articles;
        let mut fourth = articles[0].clone();
        "渡口的第四条消息".clone_into(&mut fourth.title);
        articles.push(fourth);
        for article in articles {
            article.blocks.truncate(4);
        }
    }
    issues
}

/// The share of cells that hold a character of text. Rules and markers do not count.
fn share_of_text(desk: &Desk) -> f64 {
    let is_text = |c: &char| !c.is_whitespace() && !('\u{2500}'..='\u{259f}').contains(c);
    let text: String = desk.rows().concat().chars().filter(is_text).collect();
    let (cols, rows) = desk.app.screen.size;
    let cells = u32::from(cols) * u32::from(rows);
    let filled = u32::try_from(width_cols(&text, Ambiguous::Narrow)).unwrap();
    f64::from(filled) / f64::from(cells)
}

/// A desk with the three series on it and an article open.
fn reading(cols: u16, rows: u16) -> Desk {
    let mut desk = Desk::with(AppOptions::default(), cols, rows, three_series());
    desk.press("l l");
    desk
}

#[test]
fn a_wide_screen_is_filled_by_a_third_and_a_small_one_keeps_its_text() {
    assert!(share_of_text(&reading(200, 60)) >= 0.35);
    assert!(share_of_text(&reading(80, 24)) >= 0.45);
}

#[test]
fn a_short_article_is_followed_by_the_next_ones_on_a_wide_screen_alone() {
    let mut desk = Desk::with(AppOptions::default(), 200, 60, few_short_ones());
    desk.press("l l");
    assert!(share_of_text(&desk) >= 0.35, "{}", share_of_text(&desk));
    let body = desk.app.screen.reader_body();
    let titles: Vec<String> = (desk.app.issue.contents.as_ref().unwrap().articles())
        .iter()
        .map(|article| article.title.clone())
        .collect();
    let rows = desk.rows_in(body);
    let at = |rows: &[String], title: &str| rows.iter().position(|row| row.contains(title));
    let (second, third) = (
        at(&rows, &titles[1]).unwrap(),
        at(&rows, &titles[2]).unwrap(),
    );
    assert!(rows[second - 1].contains("下一篇（]）"), "{rows:#?}");
    assert!(second < third);
    // They are in sight and not read, and the keys of the article are about the first one.
    assert_eq!(desk.at().1, 1);
    desk.press("Space");
    assert_eq!(desk.message(), "篇末，再按到下一篇");
    let y = body.y + u16::try_from(third).unwrap() + 3;
    desk.mouse(MouseKind::Press, body.x + 40, y);
    desk.mouse(MouseKind::Release, body.x + 40, y);
    assert_eq!(desk.at().1, 3);
    let rows = desk.rows_in(body);
    // Only the second article of the next issue has the title of the second one here.
    let fourth = at(&rows, &titles[3]).unwrap();
    assert!(
        at(&rows, &titles[1]).is_none_or(|row| row > fourth),
        "{rows:#?}"
    );
    // Below the last article the next issue begins.
    desk.press("]");
    assert_eq!(desk.at(), (Some(59), 4));
    let rows = desk.rows_in(body);
    let next = at(&rows, "下一期（}）：海湾数字政务参考 第 59 期").unwrap();
    assert!(rows[next + 1].contains(&titles[0]), "{rows:#?}");
    assert!(share_of_text(&desk) >= 0.33, "{}", share_of_text(&desk));
    let title = desk.app.shelf.selected().unwrap().meta.title.clone();
    desk.mouse(
        MouseKind::Press,
        body.x + 40,
        body.y + u16::try_from(next).unwrap() + 2,
    );
    assert_eq!(desk.at(), (Some(59), 1));
    assert_ne!(desk.app.shelf.selected().unwrap().meta.title, title);
    desk.press("{");
    // The next issue of another series may have the number of this one.
    assert_eq!(desk.message(), format!("{} 第 59 期", title.unwrap()));
    // At the end of the list nothing follows.
    desk.press("h h G l l ] ] ]");
    assert!(desk.app.issue.following.articles.is_empty());
    desk.press("[");
    desk.send(Event::Resized {
        cols: WIDE_COLS - 1,
        rows: 60,
    });
    assert!(desk.app.issue.following.articles.is_empty());
}

#[test]
fn the_contents_of_the_next_issue_stand_below_short_contents_on_a_wide_screen_alone() {
    let mut desk = Desk::with(AppOptions::default(), 200, 60, few_short_ones());
    desk.press("l l ] ] ]");
    let open = desk.app.shelf.selected().unwrap().meta.place.clone();
    let pane = desk.app.screen.panes.unwrap().contents.unwrap().body;
    let rows = desk.rows_in(pane);
    let name = "下一期（}）：海湾数字政务参考 第 59 期";
    let rule = rows.iter().position(|row| row.contains(name)).unwrap();
    assert!(rows[rule - 1].trim().is_empty(), "{rows:#?}");
    assert!(rows[rule + 1].contains("  1 "), "{rows:#?}");
    assert_eq!(desk.at(), (Some(59), 4));
    // What stands there is chosen by a click.
    let y = pane.y + u16::try_from(rule).unwrap() + 1;
    desk.mouse(MouseKind::Press, pane.x + 8, y);
    assert_ne!(desk.app.shelf.selected().unwrap().meta.place, open);
    assert_eq!(desk.at(), (Some(59), 1));
    desk.press("{ ] ] ]");
    assert!(desk.app.contents_ahead().is_some());
    desk.send(Event::Resized {
        cols: WIDE_COLS - 1,
        rows: 60,
    });
    assert!(!desk.rows().concat().contains("下一期"));
}

#[test]
fn the_facts_about_the_issue_stand_below_a_short_list_on_a_wide_screen_alone() {
    let mut desk = Desk::with(AppOptions::default(), 200, 60, few_short_ones());
    let pane = desk.app.screen.panes.unwrap().shelf.unwrap().body;
    let shown = desk.rows_in(pane);
    let rule = shown.iter().position(|row| row.contains("本期说明（i）"));
    assert_eq!(rule, Some(7), "{shown:#?}");
    let text = shown.concat();
    for fact in [
        "山区养老动态 · 第 59 期",
        "云屿市数据研究所 · 2025-09-06",
        "本期周报共收集 3 篇",
    ] {
        assert!(text.contains(fact), "{fact}: {shown:#?}");
    }
    desk.press("j");
    assert!(
        desk.rows_in(pane)
            .concat()
            .contains("海湾数字政务参考 · 第 59 期")
    );
    desk.send(Event::Resized {
        cols: 200,
        rows: 14,
    });
    assert!(!desk.rows().concat().contains("本期说明（i）"));
    desk.send(Event::Resized {
        cols: WIDE_COLS - 1,
        rows: 60,
    });
    assert!(!desk.rows().concat().contains("本期说明（i）"));
}

#[test]
fn an_article_at_80x24_has_15_rows_of_its_text() {
    let mut desk = reading(80, 24);
    let body = desk.app.screen.reader_body();
    let shown = desk.rows_in(body);
    // Above the text stand headline, source and link.
    let link = shown.iter().position(|row| row.contains("https://"));
    let text = shown.iter().skip(link.unwrap() + 1);
    let text = text.filter(|row| !row.trim().is_empty()).count();
    assert!(text >= 15, "{text} rows of {shown:#?}");
    desk.press("Space");
    assert!(share_of_text(&desk) >= 0.5);
}

#[test]
fn a_wide_screen_shows_series_date_and_count_of_each_issue_and_the_opening_of_each_article() {
    let shown = reading(200, 60).rows().join("\n");
    for whole in [
        "海湾数字政务参考   2025-09-17",
        "3/3",
        "30 个路口的绿灯为什么多等了 6 秒",
    ] {
        assert!(shown.contains(whole), "{whole}\n{shown}");
    }
    // In the article that is open, in the next one below its end, and in the contents below the title of each of the three.
    assert_eq!(shown.matches("第1段。云屿市把渡口").count(), 5, "{shown}");
    let narrower = reading(WIDE_COLS - 1, 60).rows().join("\n");
    assert_eq!(
        narrower.matches("第1段。云屿市把渡口").count(),
        1,
        "{narrower}"
    );
}

#[test]
fn the_measure_is_45_han_on_a_wide_screen_unless_one_is_configured() {
    let measure = |cols, configured| {
        let options = AppOptions {
            measure_cols: configured,
            ..AppOptions::default()
        };
        let mut desk = Desk::with(options, cols, 60, three_series());
        desk.press("l l");
        desk.app.issue.reader.as_ref().unwrap().measure_cols()
    };
    assert_eq!(
        [120, 159, 160, 200, 300].map(|cols| measure(cols, None)),
        [57, 76, 76, 90, 90]
    );
    assert_eq!(measure(200, Some(60)), 60);
}

#[test]
fn boxes_about_the_article_leave_it_in_sight_and_those_about_the_list_leave_the_lists() {
    let mut desk = reading(200, 60);
    let screen = Rect::new(0, 0, 200, 59);
    let article = desk.app.screen.panes.unwrap().reader.unwrap().body;
    let lists = Rect {
        width: article.x,
        y: article.y,
        height: article.height,
        x: 0,
    };
    let texts = |desk: &Desk, area| -> String {
        let text = desk.rows_in(area).concat();
        // A list without the focus has a fainter marker.
        text.chars().filter(|c| !"▌▏".contains(*c)).collect()
    };
    desk.press("a");
    for (keys, place) in [
        ("Y", article),
        ("E", article),
        ("t", article),
        ("R", lists),
        ("i", lists),
        ("B", article),
    ] {
        let (before, all) = (texts(&desk, place), texts(&desk, screen));
        desk.press(keys);
        let after = texts(&desk, place);
        assert!(after == before, "{keys}: {after}");
        assert!(texts(&desk, screen) != all, "{keys} opens nothing");
        desk.press("Esc");
    }
}

#[test]
fn the_text_to_copy_stands_whole_in_a_wide_menu() {
    let mut desk = reading(200, 60);
    desk.press("Y j");
    let shown = desk.rows().join("\n");
    let link = "https://news.example.com/2025/09/ferry-1.html?from=weekly&id=81";
    assert!(shown.contains(&format!("│ {link} ")), "{shown}");
}

#[test]
fn an_issue_named_by_its_file_has_its_date_at_every_width_where_the_name_is_cut_anyway() {
    let mut issues = three_series();
    issues.truncate(2);
    issues[1].issue.title = issues[0].issue.title.clone();
    issues[1].issue.number = None;
    let row = |cols, issues: Vec<Opened>, name: &str| {
        let desk = Desk::with(AppOptions::default(), cols, 40, issues);
        let rows = desk.rows_in(desk.app.screen.panes.unwrap().shelf.unwrap().body);
        let row = rows.into_iter().find(|row| row.contains(name));
        row.unwrap_or_default()
    };
    let cut = "0120250902d80e120241fa2810";
    issues[1].place = Place::File(format!("/reports/{cut}.txt").into());
    for cols in [80, 100, 120, 130, 140, 159, 160, 200] {
        let row = row(cols, issues.clone(), "810 ");
        assert!(row.contains("09-02"), "{cols}: {row}");
    }
    // A name that is whole without the date keeps its room.
    let whole = "医保舆情周报";
    issues[1].place = Place::File(format!("/reports/{whole}.txt").into());
    for cols in [130, 140, 159, 200] {
        assert!(row(cols, issues.clone(), whole).contains("3/3"), "{cols}");
    }
    // So has one without a title, although it is cut.
    issues[1].issue.title = None;
    assert!(row(120, issues, "…保舆情周报").contains("3/3"));
}
