//! Popups over the panes: each overlay of the app is drawn by a file of its own; this one chooses which.

use crate::app::App;
use crate::app::action::Action;
use crate::app::overlay::Overlay;
use crate::lang::Words;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::boxed;
use crate::ui::{basket, commands, copying, finder, hints, mark_menu, reader, themes};
use ratatui::layout::Rect;

const ABOUT: Words = Words::new("本期说明", "About this issue");

/// Draws the overlay over the panes. Returns the column and row of the cursor if the overlay has a text field.
pub(super) fn draw(
    app: &App,
    overlay: &Overlay,
    screen: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    if let Overlay::ByHand(by_hand) = overlay {
        let above_status = Rect {
            height: screen.height.saturating_sub(1),
            ..screen
        };
        copying::by_hand(&by_hand.text, above_status, lang, canvas);
        return None;
    }
    if let Overlay::Hints(shown) = overlay {
        hints::draw(app, shown, canvas);
        return None;
    }
    let popup = overlay.popup().area(screen)?;
    match overlay {
        Overlay::Commands(commands) => {
            let title = if commands.is_palette {
                Action::Palette
            } else {
                Action::Help
            };
            boxed(popup, title.help().get(lang), canvas);
            commands::draw(app, commands, popup, canvas)
        }
        Overlay::Themes(themes) => {
            boxed(popup, Action::Themes.help().get(lang), canvas);
            themes::draw(themes, popup, canvas);
            None
        }
        Overlay::MarkMenu(menu) => {
            boxed(popup, Action::MarkRead.help().get(lang), canvas);
            mark_menu::draw(menu, popup, lang, canvas);
            None
        }
        Overlay::Finder(found) => Some(finder::draw(app, found, popup, canvas)),
        Overlay::About(about) => {
            boxed(popup, ABOUT.get(lang), canvas);
            reader::page(&about.reader, popup.list, canvas);
            None
        }
        Overlay::Basket(list) => {
            boxed(popup, Action::Basket.help().get(lang), canvas);
            basket::list(app, list, popup, canvas);
            None
        }
        Overlay::SaveAs(save) => {
            boxed(popup, Action::WriteBrief.help().get(lang), canvas);
            basket::save_as(app, save, popup, canvas)
        }
        Overlay::Forms(forms) => {
            boxed(popup, Action::CopyAs.help().get(lang), canvas);
            copying::forms(forms, popup, canvas);
            None
        }
        Overlay::Find(_) | Overlay::Filter(_) | Overlay::ByHand(_) | Overlay::Hints(_) => None,
    }
}
