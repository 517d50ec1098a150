//! The menu of forms in which an article is copied, and the text to be selected by hand where no clipboard takes it.
//!
//! Each form is written when the menu opens, so that it can be shown before it is chosen and needs
//! no second pass when it is copied. A form that the article cannot have, such as its link where it
//! has none, carries the reason instead. Templates of the configuration follow the shipped
//! forms.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::key::half_width;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::panes::{self, Pane, PopupArea, WIDE_COLS};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::brief::rows::BriefRow;
use crate::lang::Words;
use crate::quote::several::ListForm;
use crate::quote::{Form, Piece};
use ratatui::layout::Rect;
use std::ops::Range;

/// No clipboard takes the text.
pub const BY_HAND: Words = Words::new(
    "没有可用的剪贴板，请用鼠标选取下面的文字",
    "No clipboard available: select the text below with the mouse",
);

/// The articles of the basket are not there, or not yet.
const NOT_READ: Words = Words::new("没有读到文章", "no article was read");

/// A row of the menu: a form and the text of the article in this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The key that selects it.
    pub key: Option<char>,
    /// Its name.
    pub name: String,
    /// The text to copy, or why there is none.
    pub text: Result<String, String>,
}

/// The menu of forms.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Its rows.
    pub choices: Vec<Choice>,
    /// The selected form.
    cursor: Cursor,
    /// Set for the rows of the basket, not set for the article on screen.
    pub is_basket: bool,
}

impl Forms {
    /// Opens the menu for the article on screen, or for the basket; `None` where there is nothing to copy.
    pub(crate) fn open(action: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let is_basket = action == Action::CopyBasket;
        let choices = if is_basket {
            basket_choices(cx)
        } else {
            article_choices(cx)?
        };
        let cursor = Cursor::of(choices.len());
        Some(Self {
            choices,
            cursor,
            is_basket,
        })
    }

    /// Closes the menu; that of the basket goes back to it.
    fn close(&self) -> Response {
        if self.is_basket {
            Response::close().and(Request::Run(Action::Basket))
        } else {
            Response::close()
        }
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Selects the row with this key. True if there is one.
    fn press_key(&mut self, key: char) -> bool {
        let row = self.choices.iter().position(|one| one.key == Some(key));
        if let Some(row) = row {
            self.cursor.select(row);
        }
        row.is_some()
    }

    /// Copies the text of the selected form, or shows why there is none.
    fn accept(&self, cx: &mut Cx<'_>) -> Response {
        let Some(choice) = self.choices.get(self.cursor.selected) else {
            return Response::stay();
        };
        match choice.text.clone() {
            Ok(text) => self.close().and(Request::Copy {
                text,
                name: choice.name.clone(),
            }),
            Err(why) => {
                cx.problem(why);
                self.close()
            }
        }
    }
}

/// Returns the forms of the article on screen; `None` without one.
///
/// Configured forms whose key a shipped one has can still be chosen by the arrows.
fn article_choices(cx: &Cx<'_>) -> Option<Vec<Choice>> {
    let contents = cx.contents?;
    let article = contents.selected()?;
    // A sample is no file, and its name no path.
    let place = contents.place();
    let path = place.file().map_or_else(String::new, |_| place.address());
    let piece = Piece {
        path: &path,
        issue: &contents.opened.issue,
        article,
    };
    let blocks = article.blocks.len();
    // The form "paragraph" copies the paragraph that the reader has before them.
    let block = cx.reader.as_ref().map_or(0, |r| r.block_in_sight(blocks));
    let (lang, today) = (cx.options.lang, cx.options.today);
    let shipped = Form::ALL.into_iter().map(|form| Choice {
        key: Some(form.key()),
        name: form.name().get(lang).to_owned(),
        text: form
            .write(&piece, today, block)
            .map_err(|missing| missing.words().get(lang).to_owned()),
    });
    let own = cx.options.forms.iter().map(|form| Choice {
        key: form.key,
        name: form.name.clone(),
        text: Ok(form.template.fill(&piece, today)),
    });
    Some(shipped.chain(own).collect())
}

/// Returns the forms of the marked rows of the basket, or of all where none is marked.
///
/// All forms have a reason instead of a text until the articles were read.
fn basket_choices(cx: &Cx<'_>) -> Vec<Choice> {
    let (lang, today) = (cx.options.lang, cx.options.today);
    let rows = cx.basket.brief_rows(true);
    let pieces: Vec<Piece> = rows.iter().filter_map(BriefRow::piece).collect();
    let text = |text: String| match text {
        _ if pieces.is_empty() => Err(NOT_READ.get(lang).to_owned()),
        text => Ok(text),
    };
    let shipped = ListForm::ALL.into_iter().map(|form| Choice {
        key: Some(form.key()),
        name: form.name().get(lang).to_owned(),
        text: text(form.write(&pieces, today)),
    });
    let own = cx.options.forms.iter().map(|form| {
        let filled = pieces.iter().map(|piece| form.template.fill(piece, today));
        Choice {
            key: form.key,
            name: form.name.clone(),
            text: text(filled.collect::<Vec<_>>().join("\n")),
        }
    });
    shipped.chain(own).collect()
}

impl Popup for Forms {
    /// Letters select a form, so they are not looked up as the keys of a menu.
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = u16::try_from(self.choices.len()).unwrap_or(u16::MAX);
        if screen.width < WIDE_COLS {
            return Some(panes::popup(screen, 84, rows.min(24), false));
        }
        // All the room of the lists: the chosen text stands whole below the rows.
        Some(panes::popup_beside(
            Pane::Reader,
            screen,
            120,
            screen.height,
            false,
        ))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Action(Action::Accept) => return self.accept(cx),
            Input::Action(Action::Cancel) => return self.close(),
            // The menu may be opened before the articles of the basket have been read.
            Input::Event(Event::BasketLoaded(_)) if self.is_basket => {
                self.choices = basket_choices(cx);
            }
            Input::Click(line) if self.cursor.press(line) => return self.accept(cx),
            Input::Action(action) => drop(self.cursor.apply(action)),
            Input::Wheel(rows) => drop(self.cursor.scroll(rows)),
            Input::Char(c) => match half_width(c) {
                // One key copies: it selects the row and takes it.
                key if self.press_key(key) => return self.accept(cx),
                // As in every menu, unless a form of the reader's own has that key.
                'j' => drop(self.cursor.step(true)),
                'k' => drop(self.cursor.step(false)),
                'q' => return self.close(),
                _ => {}
            },
            _ => {}
        }
        Response::stay()
    }
}

/// A text shown over the whole screen, to be selected with the mouse of the terminal.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// The text.
    pub text: String,
}

impl Popup for ByHand {
    /// Without a box, so that the terminal selects nothing but the text.
    fn area(&self, _: Rect) -> Option<PopupArea> {
        None
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            // The terminal has the mouse only as long as the text is shown.
            Input::Opened => Response::stay().and(Request::Effect(Effect::Mouse(false))),
            Input::Action(Action::Accept | Action::Cancel) => {
                Response::close().and(Request::Effect(Effect::Mouse(cx.options.mouse)))
            }
            _ => Response::stay(),
        }
    }
}
