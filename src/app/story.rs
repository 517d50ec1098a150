//! The story of an article: the line below its text, and its articles for the popup.
//!
//! The line names the number of other articles, the months that the story spans, and the key that
//! opens it, as `另见 3 篇 · 2025-05 至 2025-06（T）`. Stories come from the index in their order
//! of days.

use crate::app::contents::Contents;
use crate::lang::{Lang, Words};
use crate::library::stories::{Related, StoryIndex, StoryMember};
use jiff::civil::Date;

/// The line below an article: number of other articles, span, key.
const MORE: Words = Words::new("另见 {} 篇{}（{}）", "Other reports: {}{} ({})");
/// The span of a story.
const SPAN: Words = Words::new(" · {} 至 {}", " · {} to {}");
/// The note where an article has no story.
pub(crate) const ALONE: Words = Words::new(
    "没有其他报道提到这件事",
    "no other article reports this event",
);

/// The note at an article of a report that was not compared with others.
pub(crate) const LEFT_OUT: Words = Words::new(
    "资料太多，这一期较早，没有与其他报道比较",
    "the library is too large: this older issue was not compared",
);

/// Returns the articles of the story of the chosen article, oldest first and with it; empty if it has none.
pub(crate) fn members(stories: &StoryIndex, contents: &Contents) -> Vec<StoryMember> {
    if contents.is_at_lead() {
        return Vec::new();
    }
    let story = stories.story(contents.place(), contents.index());
    story.iter().map(Related::member).collect()
}

/// Returns year and month of a day, as in `2025-06`.
// A day would be too much in a line below the text.
fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// Returns the line below an article of this story; `None` without another article.
pub(crate) fn line(story: &[Related], lang: Lang, key: &str) -> Option<String> {
    let others = story.len().checked_sub(1).filter(|others| *others > 0)?;
    let mut days = story.iter().filter_map(|one| one.day);
    // Articles without a day count, but do not widen the span.
    let first = days.next();
    let span = first.map(|first| {
        let last = days.next_back().unwrap_or(first);
        let months = (month(first), month(last));
        if months.0 == months.1 {
            format!(" · {}", months.0)
        } else {
            SPAN.with(lang, &[&months.0, &months.1])
        }
    });
    let span = span.unwrap_or_default();
    Some(MORE.with(lang, &[&others.to_string(), &span, key]))
}
