//! The title of the terminal: `newsreader · 629 期 · headline`, by which a tab or a window is found again.

use crate::app::App;
use crate::lang::Words;
use crate::quote::one_line::one_line;

/// The number of the open issue.
const ISSUE: Words = Words::new("{} 期", "No. {}");

/// The longest headline in chars. A tab shows less, and some terminals drop a title of more than 255 bytes.
const LONGEST: usize = 60;

/// Returns the title for what is on screen, on one line and without control characters. Parts that are not known are left out.
pub fn terminal_title(app: &App) -> String {
    let contents = app.issue.contents.as_ref();
    let issue = contents.and_then(|contents| match contents.opened.issue.number {
        Some(number) => Some(ISSUE.with(app.options.lang, &[&number.to_string()])),
        None => contents.opened.name().map(|name| one_line(&name)),
    });
    let article = contents.and_then(|contents| contents.selected());
    let headline = article.map(|article| one_line(&article.title));
    // A document that is one article bears its title.
    let headline = headline.filter(|headline| issue.as_ref() != Some(headline));
    let parts = issue.into_iter().chain(headline);
    let mut title = "newsreader".to_owned();
    for part in parts.filter(|part| !part.is_empty()) {
        title.push_str(" · ");
        title.extend(part.chars().take(LONGEST));
        if part.chars().nth(LONGEST).is_some() {
            title.push('…');
        }
    }
    title
}
