//! Collecting for a brief: the article on screen or an excerpt of it goes into the basket in use.
//!
//! An article that went out before is put in all the same; the message names the brief that it was
//! in, since one key takes it out again.

use crate::app::App;
use crate::app::basket::{ADDED, REMOVED, quoted_name};
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::lang::{Lang, Words};
use crate::model::identity::ArticleKey;
use crate::state::{BasketItem, Change, SentMark};

/// An excerpt was put into a basket: the basket, and how many of the article are in it.
const EXCERPT: Words = Words::new(
    "摘录已放入{}（这一篇共 {} 段）",
    "excerpt added to {} ({} of this article)",
);
/// Nothing that could be quoted is selected.
const NO_WORDS: Words = Words::new("没有选中文字", "no text is selected");
/// The article went out in a brief with this number.
const SENT_SHORT: Words = Words::new("已编发 第 {} 期", "sent in No. {}");
/// The article went out in a brief.
const SENT: Words = Words::new("已编发", "sent");
/// The article went out in a brief with a number: number and name of the brief.
const SENT_NUMBER: Words = Words::new("已编发 第 {} 期（{}）", "sent in No. {} ({})");
/// The article went out in a brief without a number: day and name of the brief.
const SENT_DAY: Words = Words::new("已编发 {}（{}）", "sent on {} ({})");

impl App {
    /// Puts the article on screen into the basket, or takes it out.
    pub(crate) fn toggle_basket(&mut self) -> Vec<Effect> {
        let Some(item) = self.basket_item() else {
            return Vec::new();
        };
        let key = item.key;
        let is_in = self.basket.toggle(item);
        let count = self.basket.article_count().to_string();
        let words = if is_in { ADDED } else { REMOVED };
        // Only when it goes in: taking it out needs no reminder.
        let lang = self.options.lang;
        let mut text = words.with(lang, &[&quoted_name(self.basket.name(), lang), &count]);
        if let Some(mark) = self.marks.sent.get(&key).filter(|_| is_in) {
            let stop = Words::new("；", "; ").get(self.options.lang);
            text = text + stop + &sent_words(mark, self.options.lang);
        }
        self.message = Some(Message::note(text));
        self.keep_basket()
    }

    /// Puts the selected text into the basket, as an excerpt of its article, and ends the selection.
    pub(crate) fn excerpt_to_basket(&mut self) -> Vec<Effect> {
        let Some(item) = self.basket_item() else {
            self.say(message::AT_LEAD);
            return Vec::new();
        };
        let reader = self.issue.reader.as_mut();
        let excerpt = reader.and_then(|reader| {
            // The selection ends in any case, as after a copy.
            let selection = reader.selection.take()?;
            selection.excerpt(&reader.page)
        });
        let Some(excerpt) = excerpt else {
            self.say(NO_WORDS);
            return Vec::new();
        };
        let count = self.basket.add_excerpt(item, excerpt).to_string();
        let lang = self.options.lang;
        let text = EXCERPT.with(lang, &[&quoted_name(self.basket.name(), lang), &count]);
        self.message = Some(Message::note(text));
        self.keep_basket()
    }

    /// The article on screen as a row of a basket.
    ///
    /// `None` at the lead, which is no article.
    fn basket_item(&self) -> Option<BasketItem> {
        let contents = self.issue.contents.as_ref()?;
        let (key, path) = (contents.key()?, contents.place().name());
        let title = contents.selected()?.title.clone();
        Some(BasketItem::article(key, path, title))
    }

    /// Marks articles as gone out in the brief of `mark`.
    ///
    /// An article that goes out again has the mark of its last brief.
    pub(crate) fn mark_sent(&mut self, articles: Vec<ArticleKey>, mark: SentMark) -> Vec<Effect> {
        let marks = articles.iter().map(|key| (*key, mark.clone()));
        self.marks.sent.extend(marks);
        vec![Effect::Remember(Change::Sent(articles, mark))]
    }

    /// Stores what changed in the basket in use.
    fn keep_basket(&mut self) -> Vec<Effect> {
        vec![Effect::Remember(Change::Basket(self.basket.changed()))]
    }
}

/// Returns `已编发 第 12 期`, for a narrow row.
pub fn sent_short(mark: &SentMark, lang: Lang) -> String {
    match mark.number {
        Some(number) => SENT_SHORT.with(lang, &[&number.to_string()]),
        None => SENT.get(lang).to_owned(),
    }
}

/// Returns `已编发 第 12 期（监测信息简报）`.
pub fn sent_words(mark: &SentMark, lang: Lang) -> String {
    match mark.number {
        Some(number) => SENT_NUMBER.with(lang, &[&number.to_string(), &mark.brief]),
        None => SENT_DAY.with(lang, &[&mark.day.to_string(), &mark.brief]),
    }
}
