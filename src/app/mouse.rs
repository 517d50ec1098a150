//! The mouse: the wheel scrolls what is under it, a click focuses and chooses.
//!
//! A press in the article begins a selection, which grows while the button is held; dragging past
//! an edge scrolls. In a popup a press counts as a row of its list, and a press beside its box as
//! Esc.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::{Mouse, MouseKind};
use crate::app::input::Input;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::selection::Selection;
use crate::app::wanted::WantedArticle;

/// Rows per notch of the wheel.
const NOTCH: isize = 3;

impl App {
    /// Takes in what the mouse did.
    pub(crate) fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        // "Once more" means the very next key: anything in between begins anew.
        self.input.is_at_end = false;
        if self.popups.top.is_some() {
            return self.point_at_popup(mouse);
        }
        if self.input.dragging.is_some()
            && matches!(mouse.kind, MouseKind::Drag | MouseKind::Release)
        {
            self.drag(mouse);
            return Vec::new();
        }
        let Some((pane, line)) = self.screen.panes.and_then(|p| p.at(mouse.col, mouse.row)) else {
            return Vec::new();
        };
        // Only a click or the wheel shows that the reader wants to stay here.
        if !matches!(mouse.kind, MouseKind::Drag | MouseKind::Release) {
            self.stay_here();
        }
        match mouse.kind {
            MouseKind::WheelDown => {
                self.turn_wheel(pane, NOTCH);
                Vec::new()
            }
            MouseKind::WheelUp => {
                self.turn_wheel(pane, -NOTCH);
                Vec::new()
            }
            MouseKind::Press => {
                self.input.dragging = None;
                if let Some(reader) = &mut self.issue.reader {
                    reader.selection = None;
                }
                if (pane, line.is_some()) == (Pane::Reader, true) {
                    self.drag(mouse);
                }
                self.click(pane, line)
            }
            MouseKind::Drag | MouseKind::Release => Vec::new(),
        }
    }

    /// Scrolls what is under the wheel. The lists keep their selection, even out of sight, so that nothing is opened.
    fn turn_wheel(&mut self, pane: Pane, rows: isize) {
        match pane {
            Pane::Shelf => self.shelf.scroll(rows),
            Pane::Contents => {
                if let Some(contents) = &mut self.issue.contents {
                    contents.scroll(rows);
                }
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.issue.reader {
                    reader.scroll(rows);
                }
            }
        }
    }

    /// Moves the focus to a pane and selects the row under the mouse.
    fn click(&mut self, pane: Pane, line: Option<u16>) -> Vec<Effect> {
        self.dismiss_message();
        // The focus moves first: an article that is clicked counts as read.
        let mut effects = self.set_focus(pane);
        let Some(line) = line else { return effects };
        match pane {
            Pane::Shelf if self.shelf.press(line) => {
                effects.extend(self.follow_selection(WantedArticle::First));
            }
            Pane::Contents => {
                let below = self.contents_ahead().and_then(|(ahead, rule_row)| {
                    let line = line.checked_sub(rule_row + 1)?;
                    ahead.row_at(line)
                });
                if let Some(index) = below {
                    effects.extend(self.open_ahead(index));
                    return effects;
                }
                let row = self.issue.contents.as_ref().and_then(|c| c.row_at(line));
                let chosen = row
                    .zip(self.issue.contents.as_mut())
                    .is_some_and(|(row, c)| c.select_row(row));
                if chosen {
                    effects.extend(self.show_article());
                }
            }
            Pane::Reader => effects.extend(self.click_following(line)),
            Pane::Shelf => {}
        }
        effects
    }

    /// Opens the article below the end of the one on screen that was clicked; nothing is there on most screens.
    ///
    /// `line` is a row of the pane.
    fn click_following(&mut self, line: u16) -> Vec<Effect> {
        let body = self.screen.reader_body();
        let column = self.screen.text_column(self.options.measure_cols);
        let above = column.map_or(0, |column| column.y - body.y);
        let clicked = line.checked_sub(above);
        let clicked = clicked.and_then(|row| self.issue.following.at(row));
        let Some((is_ahead, index)) = clicked.map(|article| (article.is_ahead, article.index))
        else {
            return Vec::new();
        };
        if is_ahead {
            return self.open_ahead(index);
        }
        if let Some(contents) = &mut self.issue.contents {
            contents.select(index);
        }
        self.show_article()
    }

    /// In the box of a popup a click selects and does, and the wheel scrolls; a click beside it closes it.
    fn point_at_popup(&mut self, mouse: Mouse) -> Vec<Effect> {
        let popup = self.popups.top.as_ref().map(Overlay::popup);
        let area = popup
            .zip(self.screen.panes)
            .and_then(|(p, panes)| p.area(panes.screen));
        let Some(area) = area else {
            return Vec::new();
        };
        let is_inside = area.outer.contains((mouse.col, mouse.row).into());
        let line = mouse.row.checked_sub(area.list.y);
        let line = line.filter(|line| *line < area.list.height);
        // In a list of several columns the lines go on at the top of the next one.
        let columns = popup.map_or(1, super::popup::Popup::columns);
        let col = mouse.col.saturating_sub(area.list.x);
        let column = (col * columns / area.list.width.max(1)).min(columns - 1);
        let line = line.map(|line| line + column * area.list.height);
        self.handle_in_popup(match (mouse.kind, line) {
            (MouseKind::Press, _) if !is_inside => Input::Action(Action::Cancel),
            (MouseKind::Press, Some(line)) => Input::Click(line),
            (MouseKind::WheelDown, _) => Input::Wheel(NOTCH),
            (MouseKind::WheelUp, _) => Input::Wheel(-NOTCH),
            (MouseKind::Press | MouseKind::Drag | MouseKind::Release, _) => return Vec::new(),
        })
    }

    /// The left button in the article: pressing it drops the selection, dragging selects, past an edge the text scrolls.
    ///
    /// A drag outside the text takes the nearest row of it.
    fn drag(&mut self, mouse: Mouse) {
        let Some(column) = self.screen.text_column(self.options.measure_cols) else {
            return;
        };
        let Some(reader) = &mut self.issue.reader else {
            return;
        };
        if mouse.kind == MouseKind::Drag && self.input.dragging.is_some() {
            if mouse.row < column.y {
                reader.scroll(-1);
            } else if mouse.row >= column.bottom() {
                reader.scroll(1);
            }
        }
        let line = mouse.row.clamp(column.y, column.bottom().saturating_sub(1)) - column.y;
        let unit = reader.cluster_at(mouse.col.saturating_sub(column.x), line);
        match (mouse.kind, &self.input.dragging, unit) {
            (MouseKind::Press, _, unit) => {
                reader.selection = None;
                self.input.dragging = unit;
            }
            (MouseKind::Drag, Some(anchor), Some(unit)) => {
                reader.selection = Some(Selection::between(anchor.clone(), unit));
            }
            (MouseKind::Release, ..) => self.input.dragging = None,
            _ => {}
        }
    }
}
