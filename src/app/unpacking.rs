//! An archive over the limit, unpacked at the reader's wish: its reports stand where it stood.
//!
//! Nothing over the limit is unpacked by itself. When the user opens such an archive its row is
//! replaced by a row for each report in it, the newest of which is opened unless the user has gone
//! elsewhere meanwhile.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::app::wanted::WantedArticle;
use crate::library::{Entry, Place, Status};

impl App {
    /// An archive that was unpacked before and is another one now, over the limit again, is one row again.
    pub(crate) fn pack(&mut self, rows: &[Entry]) {
        let is_large = |row: &&Entry| matches!(row.status, Status::TooLarge(_));
        for row in rows.iter().filter(is_large) {
            let archive = row.meta.place.file();
            // Its own row has the archive as its file too.
            let is_in_it = |place: &Place| *place != row.meta.place && place.file() == archive;
            if self
                .shelf
                .entries()
                .iter()
                .any(|one| is_in_it(&one.meta.place))
            {
                self.shelf
                    .drop_places(std::slice::from_ref(&row.meta.place), &self.marks);
            }
        }
    }

    /// Puts `rows` where the archive's own row was, and goes to the newest of them if that is still wanted.
    ///
    /// An archive without a report keeps its row, with a message.
    pub(crate) fn show_unpacked(&mut self, archive: &Place, rows: Vec<Entry>) -> Vec<Effect> {
        let is_wanted = self.is_asked_for(archive);
        let newest = rows
            .iter()
            .max_by_key(|row| (row.meta.published, row.meta.number));
        let Some(newest) = newest.map(|row| row.meta.place.clone()) else {
            let text = message::NOTHING_FOUND.with(self.options.lang, &[&archive.name()]);
            self.message = Some(Message::problem(text));
            return Vec::new();
        };
        let text = message::UNPACKED.with(self.options.lang, &[&rows.len().to_string()]);
        self.shelf
            .drop_places(std::slice::from_ref(archive), &self.marks);
        self.shelf.list(rows, &self.marks);
        if is_wanted {
            self.shelf.choose(|row| row.meta.place == newest);
        }
        self.count_unread();
        self.message = Some(Message::note(text));
        if is_wanted {
            self.follow_selection(WantedArticle::First)
        } else {
            Vec::new()
        }
    }
}
