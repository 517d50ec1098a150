//! The keys that act on a row of the results, or on all of them.

use super::{Finder, leave};
use crate::app::action::Action;
use crate::app::basket::quoted_name;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::popup::{Cx, Request, Response};
use crate::lang::Words;
use crate::state::Change;

/// All articles found are in the basket: the number put in, the basket, and how many are in it.
const COLLECTED: Words = Words::new("已把 {} 篇放入{}（共 {} 篇）", "{} added to {} ({} in it)");
/// The same, and the number of articles that are not listed.
const COLLECTED_LISTED: Words = Words::new(
    "已把列出的 {} 篇放入{}（共 {} 篇）；另有 {} 篇没有列出",
    "{} of those listed added to {} ({} in it); {} more are not listed",
);
/// What was put in is out again.
const NOT_COLLECTED: Words = Words::new("已撤销放入简报篮", "removed from the basket again");

impl Finder {
    /// Handles an action while the results have the focus; `None` if it is one of those that the field handles as well.
    pub(super) fn act_on_row(&mut self, action: Action, cx: &mut Cx<'_>) -> Option<Response> {
        match action {
            Action::Cancel => return Some(self.change_focus()),
            Action::AllToBasket => return Some(self.collect(cx)),
            Action::Counts if !self.is_story() => {
                cx.search.to_count = Some(self.field.text().to_owned());
                // The counts lie over the results, which come back. What is found meanwhile would not reach them.
                if self.list.is_done {
                    return Some(Response::stay().and(Request::OnArticle(Action::Counts)));
                }
                return Some(leave(cx).and(Request::Run(Action::Counts)));
            }
            // Collecting is undone as one step; otherwise `U` takes back a mark.
            Action::Undo if std::mem::take(&mut self.has_collected) => {
                cx.basket.undo();
                cx.note(NOT_COLLECTED);
                return Some(Response::stay().and(keep_basket(cx)));
            }
            Action::Star
            | Action::ToggleRead
            | Action::ToBasket
            | Action::Undo
            | Action::CopyLink
            | Action::CopyAs
            | Action::Story
            | Action::OpenLink
            | Action::OpenFile => {}
            _ => return None,
        }
        if action == Action::Story && self.is_story() {
            return Some(Response::stay());
        }
        self.has_collected = false;
        Some(Response::stay().and(Request::OnArticle(action)))
    }

    /// Puts all articles found into the basket; those that are in stay where they are.
    ///
    /// Rows that have no identity in the index cannot be put in.
    fn collect(&mut self, cx: &mut Cx<'_>) -> Response {
        let count = cx.basket.add_all(self.list.basket_items());
        self.has_collected = count > 0;
        // At most 1 000 articles are listed; the others are counted alone and have no row to put
        // in.
        let rest = self.list.total.saturating_sub(self.list.listed());
        let numbers = [count, cx.basket.article_count(), rest];
        let [count, all, others] = numbers.map(|n| n.to_string());
        let basket = quoted_name(cx.basket.name(), cx.lang());
        let text = if rest > 0 {
            COLLECTED_LISTED.with(cx.lang(), &[&count, &basket, &all, &others])
        } else {
            COLLECTED.with(cx.lang(), &[&count, &basket, &all])
        };
        *cx.message = Some(Message::note(text));
        Response::stay().and(keep_basket(cx))
    }
}

/// Stores the basket in use.
fn keep_basket(cx: &mut Cx<'_>) -> Request {
    Request::Effect(Effect::Remember(Change::Basket(cx.basket.changed())))
}
