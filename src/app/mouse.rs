//! The mouse: the wheel scrolls what is under it, a click focuses and chooses.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::event::{Mouse, MouseKind};
use crate::app::opening::Wanted;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;

/// Rows per notch of the wheel.
const NOTCH: isize = 3;

impl App {
    /// Takes in what the mouse did.
    pub(crate) fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        if self.overlay.is_some() {
            return self.point_at_overlay(mouse);
        }
        if self.dragging.is_some() && matches!(mouse.kind, MouseKind::Drag | MouseKind::Release) {
            self.drag(mouse);
            return Vec::new();
        }
        let Some((pane, line)) = self.panes.and_then(|p| p.at(mouse.col, mouse.row)) else {
            return Vec::new();
        };
        if !matches!(mouse.kind, MouseKind::Drag | MouseKind::Release) {
            self.stay_here();
        }
        match mouse.kind {
            MouseKind::WheelDown => self.turn_wheel(pane, NOTCH),
            MouseKind::WheelUp => self.turn_wheel(pane, -NOTCH),
            MouseKind::Press => {
                self.dragging = None;
                if let Some(reader) = &mut self.reader {
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

    /// The lists keep their choice while the wheel turns as long as it is in sight.
    fn turn_wheel(&mut self, pane: Pane, rows: isize) -> Vec<Effect> {
        match pane {
            Pane::Shelf if self.shelf.scroll(rows) => self.follow_selection(Wanted::First),
            Pane::Contents if self.contents.as_mut().is_some_and(|c| c.scroll(rows)) => {
                self.show_article()
            }
            Pane::Reader => {
                if let Some(reader) = &mut self.reader {
                    reader.scroll(rows);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, pane: Pane, line: Option<u16>) -> Vec<Effect> {
        self.message = None;
        let mut effects = self.set_focus(pane);
        let Some(line) = line else { return effects };
        match pane {
            Pane::Shelf if self.shelf.press(line) => {
                effects.extend(self.follow_selection(Wanted::First));
            }
            Pane::Contents => {
                let index = self.contents.as_ref().and_then(|c| c.index_at(line));
                let chosen = index
                    .zip(self.contents.as_mut())
                    .is_some_and(|(i, c)| c.select(i));
                if chosen {
                    effects.extend(self.show_article());
                }
            }
            _ => {}
        }
        effects
    }

    /// In a box: the wheel scrolls, a click chooses and does, a click beside it closes it.
    fn point_at_overlay(&mut self, mouse: Mouse) -> Vec<Effect> {
        let popup = self
            .panes
            .zip(self.overlay.as_ref())
            .and_then(|(p, o)| o.popup(p.screen));
        let Some(popup) = popup else {
            return Vec::new();
        };
        let (inside, line) = (
            popup.outer.contains((mouse.col, mouse.row).into()),
            mouse
                .row
                .checked_sub(popup.list.y)
                .filter(|line| *line < popup.list.height),
        );
        match mouse.kind {
            MouseKind::Press if !inside => return self.apply_to_overlay(Action::Cancel),
            MouseKind::Press => {
                if let (Some(Overlay::Basket(list)), Some(line)) = (&mut self.overlay, line) {
                    list.press(line, self.basket.items().len());
                    return Vec::new();
                }
                if let (Some(Overlay::Finder(finder)), Some(line)) = (&mut self.overlay, line) {
                    return match finder.press(line) {
                        Some(true) => self.show_hit(),
                        Some(false) => self.accept_hit(),
                        None => Vec::new(),
                    };
                }
                let pressed = line.is_some_and(|line| match &mut self.overlay {
                    Some(Overlay::Commands(commands)) => commands.press(line),
                    Some(Overlay::Themes(themes)) => themes.press(line),
                    Some(Overlay::Forms(forms)) => forms.press(line),
                    _ => false,
                });
                if pressed {
                    return self.apply_to_overlay(Action::Accept);
                }
            }
            MouseKind::WheelDown | MouseKind::WheelUp => {
                let (rows, step) = if mouse.kind == MouseKind::WheelDown {
                    (NOTCH, Action::Down)
                } else {
                    (-NOTCH, Action::Up)
                };
                match &mut self.overlay {
                    Some(Overlay::Commands(commands)) => commands.scroll(rows),
                    Some(Overlay::About(reader)) => reader.scroll(rows),
                    // What is chosen here is shown behind the box, so the choice goes along.
                    Some(Overlay::Finder(_) | Overlay::Themes(_)) => {
                        return self.apply_to_overlay(step);
                    }
                    Some(Overlay::Forms(forms)) => forms.scroll(rows),
                    Some(Overlay::Basket(list)) => list.scroll(rows, self.basket.items().len()),
                    _ => {}
                }
            }
            MouseKind::Drag | MouseKind::Release => {}
        }
        Vec::new()
    }
}
