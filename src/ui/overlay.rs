//! Popups over the panes: each overlay of the app is drawn by a file of its own; this one chooses which.
//!
//! Most popups are a box with a title, a list and sometimes a field; the title is the help text of
//! the action that opens the popup, so that it has the words of the palette. Some overlays have no
//! box: the two fields of the status line (find, filter), the hints over the article, and the page
//! of a text to copy by hand, which covers the panes.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket::basket_name;
use crate::app::field::Field;
use crate::app::overlay::Overlay;
use crate::app::panes::PopupArea;
use crate::lang::Words;
use crate::quote::one_line::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widgets::{boxed, field, heading_of, text_area};
use crate::ui::{
    basket, commands, copying, correcting, count_panel, finder, help, hints, mark_menu,
    new_word_list, reader, recognising, saving, themes, watch_panel,
};
use ratatui::layout::Rect;

/// The heading of the field for the password of a file.
const PASSWORD: Words = Words::new("{} 的密码", "Password of {}");
/// The heading of the note on an article, before its title.
const NOTE: Words = Words::new("按语：", "Note: ");
/// The title of the progress of recognising a scan.
const RECOGNISING: Words = Words::new("识别扫描件", "Recognising a scan");
/// The use of the name that a search is saved under.
const NAMING: Words = Words::new(
    "起一个名称，检索时写作 @名称",
    "a name; in a query it is written @name",
);
/// The title of the page about an issue.
const ABOUT: Words = Words::new("本期说明", "About this issue");

/// Draws the overlay over the panes. Returns the column and row of the cursor if the overlay has a text field.
///
/// `None` where the overlay has no field, or where the screen is too small for its box.
pub(super) fn draw(
    app: &App,
    overlay: &Overlay,
    screen: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    if let Overlay::ByHand(by_hand) = overlay {
        // The status line stays in sight, since it names the key that leads back.
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
    // The app computes the same area for the mouse and for the number of rows that scroll.
    let popup = overlay.popup().area(screen)?;
    if let Some(title) = title(app, overlay) {
        boxed(popup, &title, canvas);
    }
    draw_inside(app, overlay, popup, canvas)
}

/// Returns the title of the box; `None` for a popup that draws a box of its own or has none.
fn title(app: &App, overlay: &Overlay) -> Option<String> {
    let lang = app.options.lang;
    let action = match overlay {
        Overlay::Commands(_) => Action::Palette,
        Overlay::Help(_) => Action::Help,
        Overlay::Themes(_) => Action::Themes,
        Overlay::MarkMenu(_) => Action::MarkRead,
        Overlay::Slips(_) => Action::Slips,
        Overlay::Watch(_) => Action::WatchWords,
        Overlay::WatchEditor(_) => Action::EditWords,
        Overlay::Counts(_) => Action::Counts,
        Overlay::Baskets(_) => Action::ChooseBasket,
        Overlay::Heading(field) if field.is_change => Action::EditHeading,
        Overlay::Heading(_) => Action::AddHeading,
        Overlay::Correction(_) => Action::Correct,
        Overlay::SaveSearch(_) => Action::SaveSearch,
        Overlay::SaveAs(_) => Action::WriteBrief,
        Overlay::Forms(forms) if forms.is_basket => Action::CopyBasket,
        Overlay::Forms(_) => Action::CopyAs,
        Overlay::Recognising(_) => return Some(RECOGNISING.get(lang).to_owned()),
        Overlay::About(_) => return Some(ABOUT.get(lang).to_owned()),
        Overlay::Basket(_) if app.basket.name().is_empty() => Action::Basket,
        Overlay::Basket(_) => return Some(basket_name(app.basket.name(), lang).into()),
        Overlay::Note(note) => {
            return Some(format!("{}{}", NOTE.get(lang), one_line(&note.title)));
        }
        Overlay::NewWords(list) => {
            let name = heading_of(Action::NewWords, lang);
            return Some(format!("{name} {}", list.name).trim_end().to_owned());
        }
        Overlay::Password(password) => {
            let name = one_line(&password.place.name());
            return Some(PASSWORD.with(lang, &[&name]));
        }
        Overlay::Finder(_)
        | Overlay::Find(_)
        | Overlay::Filter(_)
        | Overlay::ByHand(_)
        | Overlay::Hints(_) => return None,
    };
    Some(heading_of(action, lang))
}

/// Draws the popup inside its box. Returns the cell of the cursor if it has a text field.
fn draw_inside(
    app: &App,
    overlay: &Overlay,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    match overlay {
        Overlay::Commands(commands) => return commands::draw(app, commands, popup, canvas),
        Overlay::Help(screen) => return help::draw(screen, popup, lang, canvas),
        Overlay::WatchEditor(editor) => {
            return Some(text_area(&editor.text.area, popup.list, canvas));
        }
        Overlay::Note(note) => return Some(text_area(&note.text.area, popup.list, canvas)),
        Overlay::Counts(panel) => return count_panel::draw(app, panel, popup, canvas),
        Overlay::Finder(found) => return finder::draw(app, found, popup, canvas),
        Overlay::Baskets(chooser) => return basket::baskets(app, chooser, popup, canvas),
        Overlay::Correction(form) => return correcting::draw(app, form, popup, canvas),
        Overlay::SaveAs(save) => return saving::draw(app, save, popup, canvas),
        Overlay::Heading(heading) => return row_field(&heading.field, popup, canvas),
        Overlay::SaveSearch(save) => {
            let list = popup.list;
            canvas.put(list.x, list.y, NAMING.get(lang), list.width, Role::Dim);
            return row_field(&save.field, popup, canvas);
        }
        Overlay::Password(password) => {
            return row_field(&password.field.masked(), popup, canvas);
        }
        Overlay::Themes(themes) => themes::draw(themes, popup, lang, canvas),
        Overlay::MarkMenu(menu) => mark_menu::draw(menu, popup, app.options.lang, canvas),
        Overlay::Watch(panel) => watch_panel::draw(app, panel, popup, canvas),
        Overlay::About(about) => reader::page(&about.reader, popup.list, reader::role, canvas),
        Overlay::Slips(slips) => reader::page(&slips.reader, popup.list, reader::role, canvas),
        Overlay::Basket(list) => basket::list(app, list, popup, canvas),
        Overlay::Forms(forms) => copying::forms(forms, popup, canvas),
        Overlay::Recognising(progress) => {
            recognising::draw(progress, popup, app.options.lang, canvas);
        }
        Overlay::NewWords(list) => new_word_list::draw(list, popup, lang, canvas),
        Overlay::Find(_) | Overlay::Filter(_) | Overlay::ByHand(_) | Overlay::Hints(_) => {}
    }
    None
}

/// Draws the field of a popup that has nothing else.
fn row_field(text: &Field, popup: PopupArea, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let row = popup.field?;
    Some(field(text, row.x, row.y, row.width, canvas))
}
