//! Popups over the panes: each overlay of the app is drawn by a file of its own; this one chooses which.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket::basket_name;
use crate::app::overlay::Overlay;
use crate::lang::Words;
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{boxed, field, text_area};
use crate::ui::{
    basket, commands, copying, correcting, count_panel, finder, hints, mark_menu, reader, saving,
    themes, watch_panel,
};
use ratatui::layout::Rect;

/// The heading of the note on an article, before its title.
const NOTE: Words = Words::new("按语：", "Note: ");
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
        Overlay::Watch(panel) => {
            boxed(popup, Action::WatchWords.help().get(lang), canvas);
            watch_panel::draw(app, panel, popup, canvas);
            None
        }
        Overlay::WatchEditor(editor) => {
            boxed(popup, Action::EditWords.help().get(lang), canvas);
            Some(text_area(&editor.area, popup.list, canvas))
        }
        Overlay::Counts(panel) => {
            boxed(popup, Action::Counts.help().get(lang), canvas);
            count_panel::draw(app, panel, popup, canvas)
        }
        Overlay::Finder(found) => Some(finder::draw(app, found, popup, canvas)),
        Overlay::About(about) => {
            boxed(popup, ABOUT.get(lang), canvas);
            reader::page(&about.reader, popup.list, canvas);
            None
        }
        Overlay::Basket(list) => {
            boxed(popup, basket_name(app.basket.name(), lang), canvas);
            basket::list(app, list, popup, canvas);
            None
        }
        Overlay::Baskets(chooser) => {
            boxed(popup, Action::ChooseBasket.help().get(lang), canvas);
            basket::baskets(app, chooser, popup, canvas)
        }
        Overlay::Heading(heading) => {
            boxed(popup, Action::AddHeading.help().get(lang), canvas);
            let row = popup.field?;
            Some(field(&heading.field, row.x, row.y, row.width, canvas))
        }
        Overlay::Correction(form) => {
            boxed(popup, Action::Correct.help().get(lang), canvas);
            correcting::draw(app, form, popup, canvas)
        }
        Overlay::SaveSearch(save) => {
            boxed(popup, Action::SaveSearch.help().get(lang), canvas);
            let row = popup.field?;
            Some(field(&save.field, row.x, row.y, row.width, canvas))
        }
        Overlay::Note(note) => {
            let title = format!("{}{}", NOTE.get(lang), one_line(&note.title));
            boxed(popup, &title, canvas);
            Some(text_area(&note.area, popup.list, canvas))
        }
        Overlay::SaveAs(save) => {
            boxed(popup, Action::WriteBrief.help().get(lang), canvas);
            saving::draw(app, save, popup, canvas)
        }
        Overlay::Forms(forms) => {
            let title = if forms.is_basket {
                Action::CopyBasket
            } else {
                Action::CopyAs
            };
            boxed(popup, title.help().get(lang), canvas);
            copying::forms(forms, popup, canvas);
            None
        }
        Overlay::Find(_) | Overlay::Filter(_) | Overlay::ByHand(_) | Overlay::Hints(_) => None,
    }
}
