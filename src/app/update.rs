//! Events in, effects out: each event goes to the part that it is about, to the open popup, or into a field that the next
//! frame shows.
//!
//! The match of [`App::on_event`] names every event, so that a new one does not compile before it is handled.

use super::App;
use super::effect::Effect;
use super::event::Event;
use super::input::Input;
use super::message::Message;

impl App {
    /// Handles one event and returns work for the runtime. Reads no clock, file or terminal: everything it needs comes with
    /// the event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        // Keys that waited act after the event that they waited for, in the same call, so that no
        // other event comes between.
        let mut effects = self.on_event(event);
        effects.extend(self.press_waiting());
        self.set_following();
        self.set_issue_facts();
        effects.extend(self.read_ahead());
        effects
    }

    /// Handles one event. Keys that waited for its result follow in [`App::update`].
    fn on_event(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.press(key),
            Event::Paste(text) => self.handle_in_popup(Input::Paste(&text)),
            Event::Mouse(mouse) => self.point(mouse),
            Event::Resized { cols, rows } => {
                // The popup gets it too: hints would stand on links that have moved.
                self.screen.size = (cols, rows);
                self.rearrange();
                self.handle_in_popup(Input::Event(event))
            }
            Event::Listed(entries) => self.on_listed(entries),
            Event::Gone(places) => self.forget(&places),
            Event::Scanned { problems } => self.on_scanned(problems),
            Event::Opened { place, outcome } => self.show_opened(&place, outcome),
            Event::Unpacked { archive, rows } => self.show_unpacked(&archive, rows),
            Event::Recognised { place, outcome } => self.on_recognised(place, outcome),
            Event::Copied { way, is_certain } => self.on_copied(way, is_certain),
            Event::Watched(outcome) => self.on_watched(outcome),
            Event::Recalled { place, position } => self.on_recalled(place, position),
            Event::Remembered {
                marks,
                positions,
                place,
            } => self.on_remembered(&marks, positions, place),
            Event::Seen(seen) => self.on_seen(seen),
            Event::Queries { typed, saved } => self.on_queries(typed, saved),
            Event::Corrections(corrections) => self.replace_corrections(corrections),
            Event::Written(written) => self.on_written(written),
            Event::Paused => self.keep_all(),
            Event::Continued => vec![Effect::Redraw],
            Event::SuspendAsked => vec![Effect::Suspend],
            Event::QuitAsked => self.leave(),
            event @ (Event::Found { .. }
            | Event::Counted { .. }
            | Event::NewWords { .. }
            | Event::Recognising { .. }
            | Event::BasketChanged(_)
            | Event::BasketLoaded(_)
            | Event::WatchWordsRead(_)
            | Event::Themes(_)) => self.on_event_for_popup(event),
            event @ (Event::AmbiguousWidth(_)
            | Event::Polled
            | Event::Progress { .. }
            | Event::Browsed(_)
            | Event::Background(_)
            | Event::Stories(_)
            | Event::Looked(_)
            | Event::WatchWordsMerged
            | Event::WatchWordsUnwritten(..)
            | Event::SavedCounted(_)
            | Event::Basket(_)
            | Event::Sent(_)
            | Event::Marked { .. }
            | Event::Shared { .. }
            | Event::Unsaved(_)
            | Event::Unwritten(_)
            | Event::Note(_)) => {
                self.take_over(event);
                Vec::new()
            }
        }
    }

    /// Handles an event whose outcome the open popup shows, if one is open that does.
    fn on_event_for_popup(&mut self, event: Event) -> Vec<Effect> {
        let event = match event {
            // The popup reads the rows from the basket, so the event needs no copy of them.
            Event::BasketChanged(items) => {
                self.basket.replace(items);
                Event::BasketChanged(Vec::new())
            }
            Event::BasketLoaded(rows) => {
                self.basket.load_articles(rows);
                Event::BasketLoaded(Vec::new())
            }
            Event::Themes(names) => {
                self.options.themes.clone_from(&names);
                Event::Themes(names)
            }
            event => event,
        };
        self.handle_in_popup(Input::Event(event))
    }

    /// Keeps what an event brings. The next frame shows it; nothing else follows from it.
    fn take_over(&mut self, event: Event) {
        match event {
            Event::AmbiguousWidth(ambiguous) => {
                self.options.rules.ambiguous = ambiguous;
                self.rearrange();
            }
            Event::Polled => self.scan.is_polled = true,
            // The last step is no progress any more: `Scanned` follows.
            Event::Progress { read, total } => {
                self.scan.files = (read < total).then_some((read, total));
            }
            Event::Browsed(Err(problem)) => self.message = Some(Message::problem(problem)),
            Event::Stories(stories) => {
                self.stories = stories;
                self.show_story();
            }
            Event::Looked(looked) => self.on_looked(looked),
            Event::WatchWordsMerged => self.on_words_merged(),
            Event::WatchWordsUnwritten(edit, reason) => self.on_words_unwritten(edit, &reason),
            Event::SavedCounted(counts) => self.shelf.set_saved_counts(counts),
            Event::Basket(items) => self.basket.load(&items),
            Event::Sent(sent) => self.marks.sent = sent,
            Event::Marked { marks, positions } => {
                self.replace_marks(&marks);
                self.issue.replace_positions(positions);
            }
            Event::Unsaved(trouble) => self.on_unsaved(trouble),
            Event::Unwritten(is_unwritten) => self.stored.is_unwritten = is_unwritten,
            Event::Note(text) => self.message = Some(Message::note(text)),
            // The runtime has set the theme for a new background already, and hands on what is shared one by one.
            _ => {}
        }
    }
}
