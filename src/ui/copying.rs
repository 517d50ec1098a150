//! The menu of forms to copy in, and the page of a text that the user has to select by hand.
//!
//! The preview of a form is the text that the key would copy, so that the user sees the citation
//! before it is pasted. A form that does not apply (a link where the article has none) stays in the
//! menu with its reason, so that its key does the same on every article.

use crate::app::copying::{BY_HAND, Forms};
use crate::app::panes::PopupArea;
use crate::lang::Lang;
use crate::text::sanitize::sanitize;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, lines, row_of};
use ratatui::layout::Rect;

/// Columns of the name of a form.
const NAME_COLS: u16 = 26;

/// Draws the rows of the menu: key, name, and the text that would be copied or the reason why there is none.
///
/// The name takes 26 columns, half of the row at most; the preview is cut at the right edge. A box with rows left shows the
/// text of the selected form whole below them.
pub(super) fn forms(forms: &Forms, popup: PopupArea, canvas: &mut Canvas<'_>) {
    let (rows, selected) = forms.visible();
    for (line, at) in rows.enumerate() {
        let (Some(choice), row) = (forms.choices.get(at), row_of(popup.list, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        let key = choice.key.map(String::from).unwrap_or_default();
        canvas.put(row.x, row.y, &key, 2, Role::Key);
        let name_cols = NAME_COLS.min(row.width / 2);
        let name = sanitize(&choice.name);
        canvas.put(row.x + 3, row.y, &name, name_cols, Role::Text);
        let x = row.x + 3 + name_cols + 1;
        let room = row.right().saturating_sub(x);
        let (text, role) = match &choice.text {
            // The preview has one row; the sign stands for a line end of the copied text.
            Ok(text) => (text.replace('\n', " ⏎ "), Role::Dim),
            Err(why) => (why.clone(), Role::Problem),
        };
        canvas.put(x, row.y, &sanitize(&text), room, role);
    }
    canvas.ground = Ground::Popup;
    whole_text(forms, popup.list, canvas);
}

/// Draws the whole text of the selected form below the rows, where the box has room for it.
fn whole_text(forms: &Forms, list: Rect, canvas: &mut Canvas<'_>) {
    let rows = u16::try_from(forms.choices.len()).unwrap_or(u16::MAX);
    let chosen = forms.choices.get(forms.visible().1);
    let Some(Ok(text)) = chosen.map(|choice| &choice.text) else {
        return;
    };
    if let Some(left) = list.height.checked_sub(rows + 2) {
        canvas.rule(list.x, list.y + rows, list.width);
        let room = Rect {
            y: list.y + rows + 1,
            height: left + 1,
            ..list
        };
        lines(text, room, Role::Text, canvas);
    }
}

/// Draws `text` over the whole screen, for terminals that give no access to the clipboard.
///
/// The first row names the key that returns. Lines are broken by the rules of the article,
/// paragraphs keep their line ends, and what goes below the last row is not shown: the page cannot
/// be scrolled while the terminal has the mouse.
pub(super) fn by_hand(text: &str, screen: Rect, lang: Lang, canvas: &mut Canvas<'_>) {
    // No border and no sign beside the text: a selection by the terminal would take them along.
    canvas.lay(screen, Ground::Page);
    canvas.put(0, 0, BY_HAND.get(lang), screen.width, Role::Problem);
    // One blank row below the heading, so that a selection by line does not take it along.
    let room = Rect {
        y: 2,
        height: screen.height.saturating_sub(3),
        ..screen
    };
    lines(text, room, Role::Text, canvas);
}
