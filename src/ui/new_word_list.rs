//! The list of new words: a word, the number of its articles, and that of the time before at the right edge.

use crate::app::new_word_list::NewWordList;
use crate::app::panes::PopupArea;
use crate::lang::{Lang, Words};
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, row_of};

/// The number of articles with a word, and of those in the time before.
const COUNTS: Words = Words::new("{} 篇，此前 {} 篇", "{} article{s}, {} before");
/// The library is being read.
const FINDING: Words = Words::new("正在与此前的报告比较……", "comparing with earlier reports …");
/// No word stands out, or there is no time before.
const NONE: Words = Words::new(
    "与此前相比没有新词",
    "no new words compared with earlier reports",
);

/// Draws the rows, or a sentence where there are none.
pub(super) fn draw(list: &NewWordList, popup: PopupArea, lang: Lang, canvas: &mut Canvas<'_>) {
    let area = popup.list;
    let words = list.words.as_deref();
    if words.is_none_or(<[_]>::is_empty) {
        let sentence = if words.is_none() { FINDING } else { NONE };
        canvas.put(area.x, area.y, sentence.get(lang), area.width, Role::Dim);
        return;
    }
    let (rows, selected) = list.visible();
    for (line, at) in rows.enumerate() {
        let (Some(new), row) = (words.and_then(|words| words.get(at)), row_of(area, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        let counts = COUNTS.with(lang, &[&new.articles.to_string(), &new.before.to_string()]);
        let end = canvas.put_right(row.right(), row.y, &counts, row.width / 2, Role::Dim);
        let room = end.saturating_sub(row.x + 1);
        canvas.put(row.x, row.y, &new.word, room, Role::Text);
    }
    canvas.ground = Ground::Popup;
}
