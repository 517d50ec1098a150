//! Scans: offered to be recognised, with progress and an end, and marked once they have a text.

use crate::common::{self, Desk};
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::app::overlay::Overlay;
use newsreader::lang::Lang;
use newsreader::library::{Entry, Opened, Place, Status};
use newsreader::model::recognised::Recognised;
use newsreader::source;

/// A desk whose first issue is a scan, which is selected.
fn scanned(lang: Lang) -> Desk {
    let mut issues = common::issues();
    issues.remove(0);
    let options = AppOptions {
        lang,
        ..AppOptions::default()
    };
    let mut desk = Desk::with(options, 110, 35, issues);
    desk.is_prompt = false;
    let status = Status::NotUnderstood(Box::new(source::Error::NoText(
        source::ScannedFile::default(),
    )));
    let mut row = Entry::unread(Place::Sample(0), status);
    row.meta_mut().published = Some(jiff::civil::date(2025, 9, 15));
    desk.send(Event::Listed(vec![row]));
    desk.press("g");
    desk.send(Event::Opened {
        place: Place::Sample(0),
        outcome: Err("scan.pdf".to_owned()),
    });
    desk.effects();
    desk
}

/// The first issue as it was recognised.
fn recognised() -> Opened {
    let mut opened = common::issues().remove(0);
    opened.issue.recognised = Some(Recognised {
        tool: "读页".to_owned(),
        percent: Some(93),
    });
    opened
}

/// The event of the end.
fn ended(outcome: Result<&str, &str>) -> Event {
    Event::Recognised {
        place: Place::Sample(0),
        outcome: outcome.map(str::to_owned).map_err(str::to_owned),
    }
}

/// The lines of the progress; `None` without the popup.
fn progress(desk: &Desk, lang: Lang) -> Option<[String; 2]> {
    match &desk.app.popups.top {
        Some(Overlay::Recognising(popup)) => Some(popup.lines(lang)),
        _ => None,
    }
}

#[test]
fn a_scan_is_recognised_at_ones_wish_page_by_page() {
    let mut desk = scanned(Lang::Zh);
    assert_eq!(desk.message(), "此件是扫描件，按 l 识别");
    desk.press("Enter");
    assert_eq!(desk.effects(), [Effect::Recognise(Place::Sample(0))]);
    assert_eq!(progress(&desk, Lang::Zh).unwrap()[1], "正在准备……");
    desk.send(Event::Recognising {
        place: Place::Sample(0),
        page: 3,
        pages: 14,
    });
    assert_eq!(
        progress(&desk, Lang::Zh).unwrap()[1],
        "正在识别第 3 页，共 14 页"
    );
    desk.send(ended(Ok("已识别 14 页")));
    assert_eq!(progress(&desk, Lang::Zh), None);
    assert_eq!(desk.message(), "已识别 14 页");
    desk.send(Event::Opened {
        place: Place::Sample(0),
        outcome: Ok(Box::new(recognised())),
    });
    assert_eq!(desk.at(), (Some(42), 1));
}

#[test]
fn esc_stops_it_and_the_popup_waits_for_the_end() {
    let mut desk = scanned(Lang::En);
    assert!(desk.message().starts_with("this is a scan; press l"));
    desk.press("l Esc");
    let effects = [Effect::Recognise(Place::Sample(0)), Effect::StopRecognising];
    assert_eq!(desk.effects(), effects);
    assert_eq!(progress(&desk, Lang::En).unwrap()[1], "stopping …");
    desk.send(ended(Err("stopped")));
    assert_eq!(progress(&desk, Lang::En), None);
    assert_eq!(desk.message(), "stopped");
    assert_eq!(desk.effects(), []);
    // The row does not bar the way.
    desk.is_prompt = true;
    desk.press("]");
    assert_eq!(desk.at().0, Some(41));
}

#[test]
fn a_recognised_text_and_its_links_are_marked_as_doubtful() {
    let mut issues = common::issues();
    issues[0] = recognised();
    let mut desk = Desk::with(AppOptions::default(), 110, 35, issues);
    let page = &desk.app.issue.reader.as_ref().unwrap().page;
    let mark = "识别所得，可能有误（读页，置信度 93%），链接请与原件核对";
    assert!(page.paragraphs.iter().any(|p| &*p.text == mark));
    desk.press("y");
    desk.send(Event::Copied {
        way: Ok("tmux".to_owned()),
        is_certain: true,
    });
    assert!(
        desk.message().ends_with("（识别所得，请核对）"),
        "{}",
        desk.message()
    );
    desk.press("o");
    assert!(
        desk.message().ends_with("（识别所得，请核对）"),
        "{}",
        desk.message()
    );
    desk.press("i");
    let Some(Overlay::About(about)) = &desk.app.popups.top else {
        panic!("no page about the issue");
    };
    let about = &about.reader.page.paragraphs;
    assert!(about.iter().any(|p| p.text.contains(mark)));
}
