//! Names the story of the article on screen, and the reprints in the contents.
//!
//! Stories are found in the background and come as one event, long after an article may be on
//! screen. Both the line below the article and the words in the contents are therefore made again
//! whenever a story, an issue or an article comes.

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::story;
use crate::lang::Words;

/// The reprint of an article of a numbered issue.
const REPRINT: Words = Words::new("已见第 {} 期", "as in No. {}");
/// The reprint of an article of another issue.
const REPRINT_UNNUMBERED: Words = Words::new("已见前期", "printed before");

impl App {
    /// Names the story below the article on screen, and the reprints in the contents.
    ///
    /// Called for every article that is shown, and does nothing where no issue is open.
    pub(crate) fn show_story(&mut self) {
        let lang = self.options.lang;
        let Some(contents) = &mut self.issue.contents else {
            return;
        };
        let place = contents.place().clone();
        let reprint = |index| {
            let original = self.stories.original(&place, index)?;
            let number = original.report.meta.number;
            Some(number.map_or_else(
                || REPRINT_UNNUMBERED.get(lang).to_owned(),
                |number| REPRINT.with(lang, &[&number.to_string()]),
            ))
        };
        let reprints = (0..contents.articles().len()).map(reprint).collect();
        contents.reprints = reprints;
        if contents.is_at_lead() {
            // The lead is no article and belongs to no story.
            return;
        }
        let story = self.stories.story(&place, contents.index());
        let key = self.options.keymap.key_for(Context::Reader, Action::Story);
        let line = story::line(&story, lang, &key.unwrap_or_default());
        if let Some(reader) = &mut self.issue.reader {
            reader.set_story(line.as_deref());
        }
    }
}
