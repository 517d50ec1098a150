//! Copying: forms, hints, selected text, the basket.

use crate::common::Desk;
use jiff::civil::date;
use newsreader::app::effect::Effect;
use newsreader::app::event::Written;
use newsreader::app::event::{Event, MouseKind};
use newsreader::app::options::AppOptions;
use newsreader::app::options::OwnForm;
use newsreader::app::overlay::Overlay;
use newsreader::brief::BriefFormat;
use newsreader::lang::Lang;
use newsreader::library::{Opened, Place};
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::quote::template::Template;
use newsreader::state::{Change, StoredBasket};
use newsreader::text::width::Ambiguous;
use newsreader::ui::theme::{Depth, Ground, Role, Theme};

const LINK: &str = "https://news.example.com/2025/09/ferry-1.html?from=weekly&id=81";
const LONG: &str = "https://data.example.cn/2025/09/tide/tables/harbour/east/all.html?a=1&b=2";

/// One issue whose article has two addresses in its text, one of them longer than a line.
fn issue() -> Vec<Opened> {
    let block = |text: String| Block::new(BlockKind::Paragraph, text);
    let article = Article {
        number: 1,
        title: "渡轮时刻表改由潮水决定".to_owned(),
        source: Some("海湾新闻".to_owned()),
        date: Some(date(2025, 9, 15)),
        link: Some(LINK.to_owned()),
        blocks: vec![
            block(format!(
                "潮位表见（{LONG}）。公众版在https://example.com/tide，每天更新。"
            )),
            block("船老大说：“船不等人。”可潮水等船！岛上的人都懂。".to_owned()),
            block("末段。".to_owned()),
        ],
        ..Article::default()
    };
    vec![Opened {
        place: Place::Sample(0),
        issue: Issue {
            number: Some(42),
            articles: vec![article],
            ..Issue::default()
        },
        warnings: Vec::new(),
        origin: Transcript::from_text("").origin,
    }]
}

fn desk() -> Desk {
    let options = AppOptions {
        today: date(2026, 11, 21),
        ..AppOptions::default()
    };
    Desk::with(options, 100, 30, issue())
}

/// The text that was asked to be copied, and nothing else was asked.
fn copied(desk: &mut Desk) -> String {
    match desk.effects().as_slice() {
        [Effect::Copy(text)] => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_form_is_copied_by_its_key() {
    let forms = [
        ("l", LINK.to_owned()),
        ("t", format!("渡轮时刻表改由潮水决定\n{LINK}")),
        ("m", format!("[渡轮时刻表改由潮水决定]({LINK})")),
        (
            "c",
            format!("渡轮时刻表改由潮水决定（海湾新闻，2025年9月15日）{LINK}"),
        ),
        (
            "g",
            format!("海湾新闻. 渡轮时刻表改由潮水决定[EB/OL]. （2025-09-15）[2026-11-21]. {LINK}."),
        ),
        (
            "p",
            format!("潮位表见（{LONG}）。公众版在https://example.com/tide，每天更新。"),
        ),
    ];
    for (key, wanted) in forms {
        let mut desk = desk();
        desk.press("Y").press(key);
        assert_eq!(copied(&mut desk), wanted);
        assert!(desk.app.popups.top.is_none());
    }
    let mut desk = desk();
    desk.press("Y Down Down Enter");
    assert!(copied(&mut desk).starts_with("[渡轮"));
    desk.press("Y ａ");
    assert_eq!(copied(&mut desk).lines().count(), 3);
}

#[test]
fn the_file_is_opened_in_its_own_program_and_its_path_copied() {
    let with_file = |path: &str| {
        let mut opened = issue();
        opened[0].place = Place::File(path.into());
        Desk::with(AppOptions::default(), 100, 30, opened)
    };
    let mut desk = with_file("/周报/第42期.pdf");
    desk.press("e");
    assert_eq!(
        desk.effects(),
        [Effect::OpenFile("/周报/第42期.pdf".into())]
    );
    desk.press("Y f");
    assert_eq!(copied(&mut desk), "/周报/第42期.pdf");
    // The openers of some systems run what is no document.
    for path in ["/周报/第42期", "/周报/第42期.command", "/周报/第42期.bat"] {
        let mut desk = with_file(path);
        desk.press("e");
        assert_eq!(desk.effects(), [], "{path}");
        assert!(desk.message().contains(path));
    }
    let mut samples = self::desk();
    samples.press("e");
    assert_eq!(samples.effects(), []);
    assert_eq!(samples.message(), "内置样刊没有文件");
    samples.press("Y f");
    assert_eq!(samples.effects(), []);
    assert_eq!(samples.message(), "没有文件");
}

#[test]
fn a_file_in_an_archive_is_opened_by_its_archive() {
    let mut opened = issue();
    opened[0].place = Place::Member("/周报/合订.zip".into(), "42.pdf".to_owned());
    let mut desk = Desk::with(AppOptions::default(), 100, 30, opened);
    desk.press("e Y f");
    let wanted = Effect::OpenFile("/周报/合订.zip".into());
    assert_eq!(desk.effects()[0], wanted);
}

#[test]
fn own_forms_stand_in_the_menu_and_answer_to_their_key() {
    let options = AppOptions {
        forms: vec![OwnForm {
            name: "内参".to_owned(),
            key: Some('1'),
            template: Template::parse("{source}｜{title}｜{date:%m-%d}").unwrap(),
        }],
        ..AppOptions::default()
    };
    let mut desk = Desk::with(options, 100, 30, issue());
    desk.press("Y 1");
    assert_eq!(copied(&mut desk), "海湾新闻｜渡轮时刻表改由潮水决定｜09-15");
}

#[test]
fn what_is_not_known_to_have_arrived_is_not_called_copied() {
    let mut desk = desk();
    desk.press("y");
    desk.send(Event::Copied {
        way: Ok("OSC 52".to_owned()),
        is_certain: false,
    });
    assert!(!desk.message().contains("已复制") && desk.message().contains(LINK));
    desk.send(Event::Copied {
        way: Ok("tmux 缓冲区".to_owned()),
        is_certain: true,
    });
    assert!(desk.message().contains("已复制（tmux 缓冲区）"));
}

#[test]
fn with_no_way_left_the_text_is_shown_and_the_mouse_given_away() {
    let mut desk = desk();
    desk.press("Y a");
    let text = copied(&mut desk);
    desk.send(Event::Copied {
        way: Err("没有剪贴板".to_owned()),
        is_certain: false,
    });
    assert_eq!(desk.effects(), [Effect::Mouse(false)]);
    assert!(matches!(&desk.app.popups.top, Some(Overlay::ByHand(shown)) if shown.text == text));
    let screen = screen(&desk);
    assert!(
        screen.lines().nth(2).unwrap().starts_with("潮位表见"),
        "{screen}"
    );
    desk.press("Esc");
    assert_eq!(desk.effects(), [Effect::Mouse(true)]);
}

#[test]
fn the_mouse_is_given_to_the_terminal_and_taken_back() {
    let mut desk = desk();
    desk.press("M");
    assert_eq!(desk.effects(), [Effect::Mouse(false)]);
    desk.press("j");
    assert!(screen(&desk).contains("鼠标归终端"));
    desk.press("M");
    assert_eq!(desk.effects(), [Effect::Mouse(true)]);
}

#[test]
fn hints_copy_with_small_letters_and_open_with_capitals() {
    for (keys, wanted) in [
        ("f a", LINK),
        ("f s", LONG),
        ("f d", "https://example.com/tide"),
    ] {
        let mut desk = desk();
        desk.press(keys);
        assert_eq!(copied(&mut desk), wanted);
        desk.press(&keys.to_uppercase().replace('F', "f"));
        assert_eq!(desk.effects(), [Effect::Browse(wanted.to_owned())]);
    }
    let mut desk = desk();
    desk.press("f z");
    assert!(matches!(desk.app.popups.top, Some(Overlay::Hints(_))));
    desk.press("Esc");
    assert!(desk.app.popups.top.is_none() && desk.effects().is_empty());
}

#[test]
fn an_address_with_a_user_name_is_shown_before_it_opens() {
    let doubtful = "https://example.com@example.cn/a";
    let mut opened = issue();
    opened[0].issue.articles[0].link = Some(doubtful.to_owned());
    let mut desk = Desk::with(AppOptions::default(), 100, 30, opened);
    desk.press("o");
    assert_eq!(desk.effects(), []);
    assert!(screen(&desk).contains("example.com@example.cn"));
    desk.press("o");
    assert_eq!(desk.effects(), [Effect::Browse(doubtful.to_owned())]);
}

#[test]
fn a_link_that_began_above_the_screen_is_whole() {
    let mut desk = Desk::with(AppOptions::default(), 40, 8, issue());
    desk.press("l l");
    for _ in 0..40 {
        desk.press("j f");
        let Some(Overlay::Hints(hints)) = desk.app.popups.top.clone() else {
            continue;
        };
        for hint in hints.hints {
            assert!([LINK, LONG, "https://example.com/tide"].contains(&hint.link.as_str()));
        }
        desk.press("Esc");
    }
}

#[test]
fn sentences_and_paragraphs_are_selected_from_the_keyboard() {
    let mut desk = desk();
    // The title, then the text, past dateline and link: its second paragraph's first two sentences.
    desk.press("v l l v j y");
    assert_eq!(copied(&mut desk), "船老大说：“船不等人。”可潮水等船！");
    desk.press("v l l p y");
    assert_eq!(
        copied(&mut desk),
        "船老大说：“船不等人。”可潮水等船！岛上的人都懂。"
    );
    desk.press("v l l j v l y");
    assert_eq!(copied(&mut desk), "可潮水等船！岛上的人都懂。\n末段。");
    desk.press("v Esc y");
    assert_eq!(copied(&mut desk), LINK);
}

#[test]
fn dragging_selects_clusters_over_lines_and_copies_no_line_break() {
    let mut desk = desk();
    let shown = screen(&desk);
    let at = |text: &str| {
        let (y, line) = shown
            .lines()
            .enumerate()
            .find(|(_, l)| l.contains(text))
            .unwrap();
        let x = newsreader::text::width::width_cols(
            line.split(text).next().unwrap(),
            Ambiguous::Narrow,
        );
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    let ((x1, y1), (x2, y2)) = (at("位表见"), at("天更新"));
    assert!(y2 > y1);
    desk.mouse(MouseKind::Press, x1, y1)
        .mouse(MouseKind::Drag, x2 + 3, y2)
        .mouse(MouseKind::Release, x2 + 3, y2)
        .press("y");
    assert_eq!(
        copied(&mut desk),
        format!("位表见（{LONG}）。公众版在https://example.com/tide，每天更")
    );
    desk.mouse(MouseKind::Press, x1, y1)
        .mouse(MouseKind::Release, x1, y1)
        .press("y");
    assert_eq!(copied(&mut desk), LINK);
}

#[test]
fn the_basket_gathers_over_issues_and_is_written_in_its_order() {
    let mut desk = Desk::new();
    desk.press("a ] a } a");
    let kept = desk.effects();
    assert!(
        matches!(kept.last(), Some(Effect::Remember(Change::Basket(change))) if change.order.len() == 3)
    );
    desk.press("B J x w")
        .press("Ctrl-U")
        .type_text("brief.docx")
        .press("Enter");
    let effects = desk.effects();
    let Some(Effect::WriteBrief(request)) = effects.last() else {
        panic!("{effects:?}");
    };
    let items = request.items.iter();
    let titles: Vec<&str> = items.map(|(item, _)| item.title.as_str()).collect();
    assert_eq!(
        titles,
        ["“AI 听诊器”进了桥洞和隧道", "上期：渡轮时刻表改由潮水决定"]
    );
    assert!(request.items.iter().all(|(_, place)| place.is_some()));
    assert_eq!(
        (request.format, request.path.as_str(), request.overwrite),
        (BriefFormat::Docx, "brief.docx", false)
    );
}

#[test]
fn a_file_is_replaced_only_by_a_second_enter_on_the_same_name() {
    let mut desk = desk();
    desk.press("a B w Enter");
    desk.send(Event::Written(Written::Exists));
    desk.effects();
    desk.press("Enter");
    assert!(matches!(
        desk.effects().as_slice(),
        [Effect::WriteBrief(request)] if request.overwrite
    ));
    desk.type_text("x").press("Backspace x Enter");
    let other = desk.effects();
    assert!(
        !matches!(
            other.as_slice(),
            [Effect::WriteBrief(request)] if request.overwrite
        ),
        "{other:?}"
    );
    desk.send(Event::Written(Written::Done {
        path: "/tmp/简报.md".to_owned(),
        lost: 1,
        sent: Vec::new(),
    }));
    assert!(desk.message().contains("/tmp/简报.md") && desk.message().contains('1'));
}

#[test]
fn what_an_earlier_day_put_aside_is_there_and_marked() {
    let mut first = desk();
    first.press("a");
    let kept = first.effects();
    let [Effect::Remember(Change::Basket(change))] = kept.as_slice() else {
        panic!("{kept:?}");
    };
    let mut second = desk();
    assert!(!screen(&second).contains('◆'));
    second.send(Event::Basket(vec![StoredBasket {
        items: change.put.clone(),
        ..StoredBasket::default()
    }]));
    assert_eq!(screen(&second).matches('◆').count(), 2);
    second.press("a B");
    assert!(second.app.basket.items().is_empty());
    assert!(screen(&second).contains("简报篮是空的"));
}

fn screen(desk: &Desk) -> String {
    let rows = desk.rows();
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    rows.join("\n")
}

#[test]
fn forms_menu() {
    let mut desk = desk();
    desk.press("Y");
    insta::assert_snapshot!(screen(&desk));
}

#[test]
fn hints_in_sight() {
    let mut desk = desk();
    desk.press("l l f");
    insta::assert_snapshot!(screen(&desk));
    let buffer = desk.buffer();
    let theme = Theme::shipped("ink", Depth::True).unwrap();
    let hint = theme.on(Role::Hint, Ground::Page);
    let cells = buffer
        .content()
        .iter()
        .filter(|cell| cell.style().bg == hint.bg && cell.style().fg == hint.fg);
    assert_eq!(cells.count(), 3);
}

#[test]
fn basket_in_english() {
    let options = AppOptions {
        lang: Lang::En,
        ..AppOptions::default()
    };
    let mut desk = Desk::with(options, 100, 24, issue());
    desk.press("a B");
    insta::assert_snapshot!(screen(&desk));
}

#[test]
fn every_box_is_straight_at_every_size() {
    for (cols, rows) in (20..130).step_by(9).zip((5..60).step_by(4)) {
        for keys in ["Y", "f", "a B", "a B w", "v v l l"] {
            let mut desk = Desk::with(AppOptions::default(), cols, rows, issue());
            desk.press(keys);
            screen(&desk);
        }
    }
}
