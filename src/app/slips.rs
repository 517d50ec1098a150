//! The mistakes in the user's own files as a page: configuration, keys, templates, theme, watch words.
//!
//! A mistake never keeps the reader from starting, so it is easily overlooked: the status line says how many there are, and this
//! page has them all, by file, each with its line and its remedy.

use crate::app::App;
use crate::app::action::Action;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::page::{ArticlePage, PageRole, paragraph};
use crate::app::page_popup;
use crate::app::panes::PopupArea;
use crate::app::popup::{Cx, Popup, Response};
use crate::app::reader::{Reader, Setting};
use crate::lang::Words;
use ratatui::layout::Rect;

/// The number of mistakes, the key that opens the page, the first of them.
const SUMMARY: Words = Words::new(
    "设置共 {} 处有误（按 {} 逐条查看）：{}",
    "{} mistake{s} in the settings ({} lists them): {}",
);
/// There is nothing to list.
const NONE: Words = Words::new("设置没有错误", "no mistake in the settings");

/// The page of mistakes.
#[derive(Debug, Clone)]
pub struct SlipList {
    /// The page, which scrolls as an article does.
    pub reader: Reader,
}

impl SlipList {
    /// Opens the page; `None` where there is no mistake.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let slips: Vec<&String> = cx
            .options
            .slips
            .iter()
            .chain(&cx.watching.outcome.problems)
            .collect();
        if slips.is_empty() {
            cx.note(NONE);
            return None;
        }
        let setting = Setting {
            // Set again as soon as the box is known, so that the first measure does not matter.
            measure_cols: 2,
            height: 0,
            rules: cx.options.rules,
            gap: cx.options.gap,
        };
        let reader = Reader::new(page(&slips), setting);
        Some(Self { reader })
    }
}

/// Returns the page: the path of each file as a heading, its mistakes below it.
fn page(slips: &[&String]) -> ArticlePage {
    let mut paragraphs = Vec::new();
    let mut file = "";
    for slip in slips {
        // A mistake of the command line has no file.
        let (path, text) = slip.split_once(": ").unwrap_or(("", slip));
        if path != file {
            paragraphs.push(paragraph(PageRole::Heading, path));
            file = path;
        }
        paragraphs.push(paragraph(PageRole::Byline, text));
    }
    ArticlePage { paragraphs }
}

impl Popup for SlipList {
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(page_popup::area(&self.reader, screen))
    }

    fn resize(&mut self, list: Rect, setting: Setting) {
        page_popup::resize(&mut self.reader, list, setting);
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        page_popup::handle(&mut self.reader, &input)
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Cancel, Action::PageDown]
    }
}

impl App {
    /// Shows in the status line how many mistakes the settings have: a single one itself, of several the first.
    pub(crate) fn say_slips(&mut self) {
        let mut slips = self
            .options
            .slips
            .iter()
            .chain(&self.watching.outcome.problems);
        let Some(first) = slips.next() else {
            return;
        };
        let count = 1 + slips.count();
        let key = self.options.keymap.key_for(Context::Shelf, Action::Slips);
        let text = match key {
            Some(key) if count > 1 => {
                SUMMARY.with(self.options.lang, &[&count.to_string(), &key, first])
            }
            _ => first.clone(),
        };
        self.message = Some(Message::problem(text));
    }
}
