//! Recognising a scan: the key that begins it, the popup with its progress, and what follows.
//!
//! The program works for seconds to minutes a page. The popup stays until it has ended, Esc stops it; pages that are done by
//! then are kept.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::wanted::{Opening, WantedArticle};
use crate::lang::{Lang, Words};
use crate::library::Place;
use ratatui::layout::Rect;

/// The file is a scan: the key that recognises it.
const SCAN: Words = Words::new(
    "此件是扫描件，按 {} 识别",
    "this is a scan; press {} to recognise its text",
);
/// The program has not begun with a page yet.
const BEGINS: Words = Words::new("正在准备……", "getting ready …");
/// The page that is being recognised, and the number of pages.
const PAGE: Words = Words::new("正在识别第 {} 页，共 {} 页", "recognising page {} of {}");
/// Esc was pressed, and the program has not ended yet.
const STOPPING: Words = Words::new("正在停止……", "stopping …");

/// The popup with the progress.
#[derive(Debug, Clone)]
pub struct Recognising {
    /// The scan.
    place: Place,
    /// The page that is being recognised, from 1, and the number of pages; `None` before the first.
    page: Option<(u32, u32)>,
    /// Set once Esc was pressed.
    is_stopping: bool,
}

impl Recognising {
    /// Returns the name of the file and the line about the progress.
    pub fn lines(&self, lang: Lang) -> [String; 2] {
        let progress = match self.page {
            _ if self.is_stopping => STOPPING.get(lang).to_owned(),
            None => BEGINS.get(lang).to_owned(),
            Some((page, pages)) => PAGE.with(lang, &[&page.to_string(), &pages.to_string()]),
        };
        [self.place.name(), progress]
    }

    /// The part of the pages that is done, from 0 to 1.
    pub fn done(&self) -> f64 {
        self.page.map_or(0.0, |(page, pages)| {
            f64::from(page.saturating_sub(1)) / f64::from(pages.max(1))
        })
    }
}

impl Popup for Recognising {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup_beside(Pane::Reader, screen, 48, 3, false))
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        match input {
            Input::Event(Event::Recognising { place, page, pages }) if place == self.place => {
                self.page = Some((page, pages));
            }
            Input::Event(Event::Recognised { place, .. }) if place == self.place => {
                return Response::close();
            }
            Input::Action(Action::Cancel) => {
                self.is_stopping = true;
                return Response::stay().and(Request::Effect(Effect::StopRecognising));
            }
            _ => {}
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Cancel]
    }
}

impl App {
    /// Returns the message that the selected file is a scan, with the key that recognises it; `None` for another file.
    pub fn tell_scan(&self) -> Option<String> {
        self.shelf.selected().filter(|entry| entry.is_scan())?;
        let key = self.options.keymap.key_for(Context::Shelf, Action::Into);
        Some(SCAN.with(self.options.lang, &[&key.unwrap_or_default()]))
    }

    /// Begins to recognise the selected file; `None` if it is no scan, or is open already.
    pub(crate) fn recognise_selected(&mut self) -> Option<Vec<Effect>> {
        let entry = self.shelf.selected().filter(|entry| entry.is_scan())?;
        let place = entry.meta.place.clone();
        let contents = self.issue.contents.as_ref();
        if contents.is_some_and(|contents| *contents.place() == place) {
            return None;
        }
        self.awaited.opening = None;
        let popup = Recognising {
            place: place.clone(),
            page: None,
            is_stopping: false,
        };
        let mut effects = self.open(popup.into());
        effects.push(Effect::Recognise(place));
        Some(effects)
    }

    /// Shows how the recognition ended, and where it gave a text, the report in it.
    pub(crate) fn on_recognised(
        &mut self,
        place: Place,
        outcome: Result<String, String>,
    ) -> Vec<Effect> {
        let event = Event::Recognised {
            place: place.clone(),
            outcome: Ok(String::new()),
        };
        let mut effects = self.handle_in_popup(Input::Event(event));
        match outcome {
            Ok(note) => {
                self.message = Some(Message::note(note));
                self.awaited.opening = Some(Opening::new(place.clone(), WantedArticle::First));
                effects.push(Effect::Open(place));
            }
            Err(problem) => self.message = Some(Message::problem(problem)),
        }
        effects
    }
}
