//! The note about a key that is bound to nothing where it is pressed.
//!
//! Without it a key of another place, such as one of the basket, would seem to be broken, and so would every key
//! while an input method turns letters into Han characters.

use crate::app::App;
use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::lang::Words;

/// A key that does nothing here: the key.
const UNBOUND: Words = Words::new("{} 键在这里不起作用", "{} does nothing here");
/// The key that shows all keys.
const ALL_KEYS: Words = Words::new("，按 {} 查看全部按键", "; {} shows all keys");

impl App {
    /// Says that `key` is bound to nothing in `context`, and which key shows those that are.
    pub(crate) fn say_unbound(&mut self, context: Context, key: Key) {
        let lang = self.options.lang;
        let mut text = UNBOUND.with(lang, &[&key.to_string()]);
        let keymap = &self.options.keymap;
        let help = [Action::Help, Action::BasketHelp];
        let help = help.iter().find_map(|help| keymap.key_for(context, *help));
        if let Some(help) = help {
            text += &ALL_KEYS.with(lang, &[&help]);
        }
        self.message = Some(Message::note(text));
    }
}
