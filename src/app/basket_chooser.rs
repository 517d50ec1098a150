//! The popup that chooses one of the baskets, or makes another.
//!
//! Typing narrows the list, and a name that no basket has adds a last row that makes it. Delete in
//! the empty field removes the selected basket, if it is empty and not in use: a filled one is
//! emptied first, by hand.

use crate::app::action::Action;
use crate::app::basket::basket_name;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::{Lang, Words};
use crate::state::{BasketListChange, Change};
use ratatui::layout::Rect;
use std::ops::Range;

/// The row that makes a basket: its name.
pub const MAKE: Words = Words::new("新建“{}”", "create “{}”");
/// A basket that is not empty was to be dropped.
const NOT_EMPTY: Words = Words::new("先清空这个简报篮，再删除", "empty this basket first");

/// A row of the popup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketChoice {
    /// The name of the basket; empty for the one that every reader has.
    pub name: String,
    /// The number of its articles; `None` where it is yet to be made.
    pub articles: Option<usize>,
    /// Set for the basket in use.
    pub is_chosen: bool,
}

/// The names of the baskets, narrowed by what is typed.
#[derive(Debug, Clone)]
pub struct BasketChooser {
    /// A name, or the beginning of one.
    pub field: Field,
    /// The baskets that match, and last the one that is made.
    pub rows: Vec<BasketChoice>,
    /// The selected row.
    cursor: Cursor,
}

impl BasketChooser {
    /// Opens the list, at the basket in use.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let mut chooser = Self {
            field: Field::default(),
            rows: Vec::new(),
            cursor: Cursor::default(),
        };
        // The rows are made before the selection, which is a row.
        chooser.narrow(cx);
        let chosen = chooser.rows.iter().position(|row| row.is_chosen);
        chooser.cursor.select(chosen.unwrap_or(0));
        chooser
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// Lists the baskets whose name has the typed words in it, and the one that they would make.
    ///
    /// The basket without a name is found by the word that it is shown as.
    fn narrow(&mut self, cx: &Cx<'_>) {
        let typed = self.field.text().trim().to_owned();
        let count = |items: &[crate::state::BasketItem]| {
            items.iter().filter(|item| !item.is_heading()).count()
        };
        let shown = |name: &str| basket_name(name, cx.lang()).to_owned();
        let all = cx.basket.all().iter();
        let matching = all.filter(|one| shown(&one.name).contains(&typed));
        self.rows = matching
            .map(|one| BasketChoice {
                name: one.name.clone(),
                articles: Some(count(&one.items)),
                is_chosen: one.name == cx.basket.name(),
            })
            .collect();
        let is_known = cx.basket.all().iter().any(|one| shown(&one.name) == typed);
        if !typed.is_empty() && !is_known {
            self.rows.push(BasketChoice {
                name: typed,
                articles: None,
                is_chosen: false,
            });
        }
        self.cursor.reset(self.rows.len());
    }

    /// Uses the selected basket from now on.
    ///
    /// The basket is opened again, with the rows of the chosen one.
    fn accept(&self, cx: &mut Cx<'_>) -> Response {
        let Some(row) = self.rows.get(self.cursor.selected) else {
            return Response::stay();
        };
        let changes = cx.basket.choose(&row.name);
        let answer = Response::close().and(Request::Run(Action::Basket));
        changes.into_iter().fold(answer, |answer, change| {
            answer.and(Request::Effect(Effect::Remember(change)))
        })
    }

    /// Drops the selected basket, if it is empty and not in use.
    fn drop_selected(&mut self, cx: &mut Cx<'_>) -> Response {
        let Some(row) = self.rows.get(self.cursor.selected) else {
            return Response::stay();
        };
        let name = row.name.clone();
        let all = cx.basket.all().iter();
        let is_empty = all
            .filter(|one| one.name == name)
            .all(|one| one.items.is_empty());
        let dropped = is_empty.then(|| cx.basket.drop_basket(&name)).flatten();
        let Some(change @ Change::BasketList(BasketListChange::Drop(_))) = dropped else {
            cx.note(NOT_EMPTY);
            return Response::stay();
        };
        self.narrow(cx);
        Response::stay().and(Request::Effect(Effect::Remember(change)))
    }
}

/// Returns the words of a row.
pub fn row_words(row: &BasketChoice, lang: Lang) -> String {
    match row.articles {
        Some(_) => basket_name(&row.name, lang).to_owned(),
        None => MAKE.with(lang, &[&row.name]),
    }
}

impl Popup for BasketChooser {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        Some(panes::popup(screen, 48, rows.clamp(3, 12), true))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match input {
            Input::Action(Action::Accept) => return self.accept(cx),
            Input::Click(line) if self.cursor.press(line) => return self.accept(cx),
            Input::Action(Action::Cancel) => {
                return Response::close().and(Request::Run(Action::Basket));
            }
            Input::Action(Action::EraseForward) if self.field.text().is_empty() => {
                return self.drop_selected(cx);
            }
            Input::Wheel(rows) => drop(self.cursor.scroll(rows)),
            Input::Event(_) => self.narrow(cx),
            input => {
                if self.field.handle(&input) {
                    self.narrow(cx);
                } else if let Input::Action(action) = input {
                    self.cursor.apply(action);
                }
            }
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        // In a text, Delete takes a character away.
        if self.field.text().is_empty() {
            &[Action::Accept, Action::EraseForward, Action::Cancel]
        } else {
            &[Action::Accept, Action::Cancel]
        }
    }
}
