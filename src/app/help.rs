//! The help: every command with its keys, in groups that fill the screen in columns like those of a newspaper.
//!
//! Words that are typed narrow the commands; the groups stay, and the closest command is selected.
//! Rows that do not fit are on further pages, so that a command never changes its place while the
//! selection moves on a page.

use crate::app::action::{Action, ActionGroup};
use crate::app::commands::{self, Command};
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::text::width::{Ambiguous, width_cols};
use ratatui::layout::Rect;

/// The columns for keys, at most; keys that do not fit are left out, the first ones stay.
// With twelve an 80-column screen has room for one column of Chinese help, with eleven for two.
pub const KEYS_COLS: u16 = 11;
/// The blank columns between keys and help, and between two columns.
pub const GAP_COLS: u16 = 2;

/// A row of a column of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpRow {
    /// A blank row.
    Blank,
    /// The heading of a group.
    Heading(ActionGroup),
    /// A command, by its position among those shown.
    Command(usize),
}

/// The help over the whole screen.
#[derive(Debug, Clone)]
pub struct HelpScreen {
    /// The words typed.
    pub field: Field,
    /// All commands in the order of their groups.
    all: Vec<Command>,
    /// Indices into `all`, in the same order.
    shown: Vec<usize>,
    /// The selected command among those shown.
    selected: usize,
    /// The rows of all columns and pages, one after the other.
    rows: Vec<HelpRow>,
    /// The columns on a page.
    columns: u16,
    /// The rows of the list.
    room_rows: u16,
    /// The rows of a column, at most those of the list.
    height: u16,
    /// The screen columns that the widest command takes.
    command_cols: u16,
    /// Set for the help of the basket, to which it goes back.
    is_of_basket: bool,
}

impl HelpScreen {
    /// Opens the help with the keys of the focused pane, or that of the basket.
    pub(crate) fn open(action: Action, cx: &mut Cx<'_>) -> Self {
        let (keymap, lang) = (&cx.options.keymap, cx.options.lang);
        let is_of_basket = action == Action::BasketHelp;
        let all = if is_of_basket {
            commands::of_basket(keymap, lang)
        } else {
            commands::all(keymap, cx.focus.context(), lang)
        };
        let ambiguous = cx.options.rules.ambiguous;
        Self {
            field: Field::default(),
            shown: untyped(&all, is_of_basket),
            selected: 0,
            rows: Vec::new(),
            columns: 1,
            height: 1,
            room_rows: 1,
            command_cols: KEYS_COLS + GAP_COLS + widest(&all, ambiguous),
            all,
            is_of_basket,
        }
    }

    /// The rows of the page in sight, column by column.
    pub fn page(&self) -> &[HelpRow] {
        let from = self.page_index() * self.page_rows();
        let to = (from + self.page_rows()).min(self.rows.len());
        self.rows.get(from..to).unwrap_or_default()
    }

    /// The index of the page in sight and the number of pages.
    pub fn pages(&self) -> (usize, usize) {
        let count = self.rows.len().div_ceil(self.page_rows()).max(1);
        (self.page_index(), count)
    }

    /// The selected position and the number of commands shown.
    pub fn position(&self) -> (usize, usize) {
        (self.selected, self.shown.len())
    }

    /// The command at a position among those shown.
    pub fn command(&self, at: usize) -> Option<&Command> {
        self.all.get(*self.shown.get(at)?)
    }

    /// The rows of a column.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// The number of rows on a page.
    fn page_rows(&self) -> usize {
        usize::from(self.columns * self.height).max(1)
    }

    /// The page of the selected command.
    fn page_index(&self) -> usize {
        self.row_of_selected() / self.page_rows()
    }

    /// The index of the selected command among all rows.
    fn row_of_selected(&self) -> usize {
        let selected = HelpRow::Command(self.selected);
        let at = self.rows.iter().position(|row| *row == selected);
        at.unwrap_or_default()
    }

    /// Lays the commands out in columns of `room_rows` rows, of fewer where one page holds them all, so that its columns are
    /// of one length. No group is cut where that leaves them on one page.
    fn lay_out(&mut self) {
        let columns = usize::from(self.columns);
        let least = u16::try_from(self.shown.len() / columns).unwrap_or(self.room_rows);
        let least = least.max(1);
        let fitting = |is_whole| {
            (least..=self.room_rows).find_map(|height| {
                let rows = self.in_columns(height, is_whole);
                (rows.len() <= columns * usize::from(height)).then_some((height, rows))
            })
        };
        let one_page = fitting(true).or_else(|| fitting(false));
        (self.height, self.rows) =
            one_page.unwrap_or_else(|| (self.room_rows, self.in_columns(self.room_rows, false)));
    }

    /// Returns the rows of columns of `height` rows, one after the other.
    ///
    /// A heading is never the last row of a column, and has a blank row above it inside one. With `is_whole` a group that does
    /// not fit below the others begins the next column.
    fn in_columns(&self, height: u16, is_whole: bool) -> Vec<HelpRow> {
        let height = usize::from(height).max(1);
        let group = |at: &usize| self.command(*at).map(|command| command.group);
        let positions: Vec<usize> = (0..self.shown.len()).collect();
        let mut rows: Vec<HelpRow> = Vec::with_capacity(positions.len() * 2);
        for own in positions.chunk_by(|a, b| group(a) == group(b)) {
            let used = rows.len() % height;
            // The blank row, the heading, and the commands that have to stand below it.
            let needed = 2 + if is_whole { own.len() } else { 1 };
            if used > 0 && used + needed > height {
                rows.resize(rows.len() + height - used, HelpRow::Blank);
            } else if used > 0 {
                rows.push(HelpRow::Blank);
            }
            rows.extend(own.first().and_then(group).map(HelpRow::Heading));
            rows.extend(own.iter().map(|at| HelpRow::Command(*at)));
        }
        rows
    }

    /// Keeps the commands that match the typed words, and selects the closest.
    fn filter(&mut self) {
        let typed = self.field.text();
        let mut shown = if typed.trim().is_empty() {
            untyped(&self.all, self.is_of_basket)
        } else {
            commands::matching(&self.all, typed)
        };
        let closest = shown.first().copied();
        shown.sort_unstable();
        let selected = shown.iter().position(|at| Some(*at) == closest);
        self.selected = selected.unwrap_or_default();
        self.shown = shown;
        self.lay_out();
    }

    /// Selects the command nearest to row `at`, from there on in the direction of the move.
    fn select_near(&mut self, at: usize, forward: bool) {
        let at = at.min(self.rows.len().saturating_sub(1));
        let command = |row: &HelpRow| match row {
            HelpRow::Command(position) => Some(*position),
            _ => None,
        };
        let (before, from) = self.rows.split_at(at);
        let after = from.iter().find_map(command);
        let above = || before.iter().rev().find_map(command);
        let found = if forward || matches!(from.first(), Some(HelpRow::Command(_))) {
            after.or_else(above)
        } else {
            above().or(after)
        };
        self.selected = found.unwrap_or(self.selected);
    }

    /// Moves the selection by an action: a command, a column or a page.
    fn apply(&mut self, action: Action) {
        let at = self.row_of_selected();
        let (height, page) = (usize::from(self.height), self.page_rows());
        let last = self.shown.len().saturating_sub(1);
        match action {
            Action::Down => self.selected = (self.selected + 1).min(last),
            Action::Up => self.selected = self.selected.saturating_sub(1),
            Action::First => self.selected = 0,
            Action::Last => self.selected = last,
            Action::CursorRight => self.select_near(at + height, true),
            Action::CursorLeft if at >= height => self.select_near(at - height, false),
            Action::PageDown | Action::HalfDown => self.select_near(at + page, true),
            Action::PageUp | Action::HalfUp => self.select_near(at.saturating_sub(page), false),
            _ => {}
        }
    }

    /// Closes the help and runs the selected command.
    fn accept(&self) -> Response {
        let command = self.command(self.selected);
        command.map_or_else(|| self.leave(), commands::run)
    }

    /// Closes the help and goes back to where it was opened.
    fn leave(&self) -> Response {
        let close = Response::close();
        if self.is_of_basket {
            return close.and(Request::Run(Action::Basket));
        }
        close
    }
}

impl Popup for HelpScreen {
    fn context(&self) -> Context {
        Context::Input
    }

    /// The whole screen above the status line.
    fn area(&self, screen: Rect) -> Option<PopupArea> {
        let outer = Rect {
            height: screen.height.saturating_sub(1),
            ..screen
        };
        Some(PopupArea::inside(outer, 2, true))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        let columns = (list.width + GAP_COLS) / (self.command_cols + GAP_COLS);
        (self.columns, self.room_rows) = (columns.max(1), list.height.max(1));
        self.lay_out();
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        let is_empty = self.field.text().is_empty();
        match &input {
            Input::Action(Action::Accept) => return self.accept(),
            Input::Action(Action::Cancel) => return self.leave(),
            Input::Click(line) => {
                // Lines count by the rows of the list, of which the columns may need only the upper ones.
                let (column, row) = (*line / self.room_rows, *line % self.room_rows);
                let at = usize::from(column * self.height + row);
                let clicked = self.page().get(at).filter(|_| row < self.height);
                if let Some(HelpRow::Command(at)) = clicked {
                    self.selected = *at;
                    return self.accept();
                }
            }
            Input::Wheel(rows) => self.apply(if *rows > 0 { Action::Down } else { Action::Up }),
            // In an empty field the arrows have nothing to move in, so they go to the next column.
            Input::Action(action @ (Action::CursorLeft | Action::CursorRight)) if is_empty => {
                self.apply(*action);
            }
            _ if self.field.handle(&input) => self.filter(),
            Input::Action(action) => self.apply(*action),
            _ => {}
        }
        Response::stay()
    }

    fn columns(&self) -> u16 {
        self.columns
    }
}

/// Returns the indices of the commands that are shown while nothing is typed. Those of the basket stand in its own help, since
/// all of them would not fit on one page.
fn untyped(all: &[Command], is_of_basket: bool) -> Vec<usize> {
    let is_shown = |(_, one): &(usize, &Command)| is_of_basket || one.group != ActionGroup::Basket;
    let shown = all.iter().enumerate().filter(is_shown);
    shown.map(|(at, _)| at).collect()
}

/// The width of the widest help line in columns.
fn widest(commands: &[Command], ambiguous: Ambiguous) -> u16 {
    let cols = commands.iter().map(|one| width_cols(one.help, ambiguous));
    u16::try_from(cols.max().unwrap_or_default()).unwrap_or(u16::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Keymap;
    use crate::lang::Lang;

    fn screen(columns: u16, height: u16) -> HelpScreen {
        let all = commands::all(&Keymap::shipped(), Context::Reader, Lang::Zh);
        let mut help = HelpScreen {
            field: Field::default(),
            shown: untyped(&all, false),
            selected: 0,
            rows: Vec::new(),
            columns,
            height,
            room_rows: height,
            command_cols: 40,
            all,
            is_of_basket: false,
        };
        help.lay_out();
        help
    }

    #[test]
    fn a_heading_stands_above_its_first_command_in_every_column() {
        for height in 3..60 {
            let help = screen(2, height);
            for (at, pair) in help.rows.windows(2).enumerate() {
                if let [HelpRow::Heading(group), below] = pair {
                    let HelpRow::Command(first) = below else {
                        panic!("{height}: {below:?} below a heading");
                    };
                    let own = help.command(*first).map(|command| command.group);
                    assert_eq!(own, Some(*group));
                    assert_ne!((at + 1) % usize::from(help.height), 0, "{height}");
                }
            }
        }
    }

    #[test]
    fn every_command_is_reached_by_down_by_columns_and_by_pages() {
        let mut help = screen(2, 20);
        let count = help.shown.len();
        for at in 0..count {
            assert_eq!(help.selected, at);
            assert!(help.page().contains(&HelpRow::Command(at)));
            help.apply(Action::Down);
        }
        assert_eq!(help.pages().0 + 1, help.pages().1);
        help.apply(Action::First);
        help.apply(Action::CursorRight);
        assert!(help.row_of_selected() >= 20);
        help.apply(Action::CursorLeft);
        assert!(help.row_of_selected() < 20);
        help.apply(Action::PageDown);
        assert_eq!(help.pages().0, 1);
        help.apply(Action::PageUp);
        assert_eq!(help.pages().0, 0);
    }

    #[test]
    fn typing_keeps_the_groups_and_selects_the_closest() {
        let mut help = screen(2, 20);
        help.field = Field::holding("复制链接");
        help.filter();
        let command = help.command(help.selected);
        assert_eq!(command.map(|c| c.action), Some(Action::CopyLink));
        assert_eq!(
            help.page().first(),
            Some(&HelpRow::Heading(ActionGroup::Take))
        );
    }
}
