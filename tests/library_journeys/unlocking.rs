//! Files with a password: asked for at one's wish, hidden while it is typed, and handed on once.

use crate::common::{self, Desk};
use newsreader::app::effect::{Effect, Secret};
use newsreader::app::event::Event;
use newsreader::app::options::AppOptions;
use newsreader::library::{Entry, Place, Status};
use newsreader::source;

/// The characters on the screen, row by row.
fn screen(desk: &Desk) -> String {
    let buffer = desk.buffer();
    let cells = buffer.content().iter();
    cells.map(ratatui::buffer::Cell::symbol).collect()
}

/// A desk whose first issue is behind a password.
fn locked() -> Desk {
    let mut issues = common::issues();
    issues.remove(0);
    let mut desk = Desk::with(AppOptions::default(), 110, 35, issues);
    desk.is_prompt = false;
    let status = Status::NotUnderstood(Box::new(source::Error::Encrypted));
    let mut row = Entry::unread(Place::Sample(0), status);
    row.meta_mut().published = Some(jiff::civil::date(2025, 9, 15));
    desk.send(Event::Listed(vec![row]));
    desk.press("g");
    refuse(&mut desk);
    desk.effects();
    desk
}

/// The file could not be opened.
fn refuse(desk: &mut Desk) {
    desk.send(Event::Opened {
        place: Place::Sample(0),
        outcome: Err("locked.pdf".to_owned()),
    });
}

#[test]
fn a_password_is_asked_for_hidden_and_handed_on() {
    let mut desk = locked();
    assert!(desk.message().contains("按 l 输入"), "{}", desk.message());
    desk.press("l").type_text("湖7q");
    let shown = screen(&desk);
    assert!(shown.contains("***") && !shown.contains("湖7q"), "{shown}");
    assert!(!format!("{:?}", desk.app).contains("湖7q"));
    desk.press("Enter");
    let unlock = Effect::Unlock(Place::Sample(0), Secret::new("湖7q"));
    let effects = desk.effects();
    assert!(!format!("{effects:?}").contains("湖7q"));
    assert_eq!(effects, [unlock]);

    // A wrong one is asked for again; the right one opens the file, and its row is one like any other.
    refuse(&mut desk);
    assert!(desk.message().contains("密码不对"), "{}", desk.message());
    desk.press("l").type_text("8").press("Enter");
    let outcome = Ok(Box::new(common::issues().remove(0)));
    let place = Place::Sample(0);
    desk.send(Event::Opened { place, outcome });
    assert_eq!(desk.at(), (Some(42), 1));
    assert!(
        desk.app
            .shelf
            .entries()
            .iter()
            .all(|row| row.status == Status::Read)
    );
}

#[test]
fn without_a_password_nothing_is_opened_and_the_others_are_reached() {
    let mut desk = locked();
    for keys in ["l Esc", "l Enter"] {
        desk.press(keys);
        assert_eq!(desk.effects(), []);
    }
    desk.is_prompt = true;
    desk.press("]");
    assert_eq!(desk.at().0, Some(41));
}
