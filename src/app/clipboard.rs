//! Copying, opening links and files, with the messages about the result.
//!
//! The app itself copies nothing and starts nothing: it returns effects, and the runtime reports
//! the outcome as an event. A copy may be certain (a program or the system took it), sent (the
//! terminal does not confirm), or failed; only in the last case the text is shown, to be selected
//! with the mouse.

use crate::app::App;
use crate::app::contents::Contents;
use crate::app::copying::ByHand;
use crate::app::effect::Effect;
use crate::app::message::{self, Message};
use crate::lang::Words;
use crate::library::address::shown;
use crate::library::walk::has_report_name;
use crate::quote::address::{ascii, browsable, names_a_user};
use crate::quote::one_line::one_line;
use std::path::Path;

/// A text is certainly in a clipboard: the way it went, its name.
const COPIED: Words = Words::new("已复制（{}）：{}", "copied ({}): {}");
/// A text was sent to the terminal, which does not confirm: the way it went, its name.
const SENT: Words = Words::new(
    "已发给终端（{}，终端不作确认）：{}",
    "sent to the terminal ({}; it does not confirm): {}",
);
/// The link stands in a text that was recognised.
const DOUBT: Words = Words::new("（识别所得，请核对）", " (recognised: check it)");
/// The reader has the mouse again.
const MOUSE_OURS: Words = Words::new("鼠标由阅读器使用", "the reader uses the mouse");
/// The terminal has the mouse.
const MOUSE_THEIRS: Words = Words::new(
    "鼠标已交给终端，可直接拖选文字",
    "the terminal uses the mouse: drag to select",
);

/// The text that was copied last, kept until its copying is confirmed.
#[derive(Debug, Default)]
pub(crate) struct Copied {
    /// The text, shown again where no clipboard takes it.
    text: String,
    /// Its name in the message.
    name: String,
}

impl App {
    /// Asks for `text` to be copied; the status line calls it `name`.
    pub(crate) fn copy(&mut self, text: String, name: &str) -> Vec<Effect> {
        // Kept for the answer: by then the article on screen may be another one.
        self.copied = Copied {
            text: text.clone(),
            name: name.to_owned(),
        };
        vec![Effect::Copy(text)]
    }

    /// Reports a copy: by which way it went, or why it failed. A text that no clipboard takes is shown to be selected.
    pub(crate) fn on_copied(
        &mut self,
        way: Result<String, String>,
        is_certain: bool,
    ) -> Vec<Effect> {
        match way {
            Ok(way) => {
                let words = if is_certain { COPIED } else { SENT };
                let text = words.with(self.options.lang, &[&way, &one_line(&self.copied.name)]);
                self.message = Some(Message::note(text));
                Vec::new()
            }
            Err(problem) => {
                self.message = Some(Message::problem(problem));
                let text = self.copied.text.clone();
                self.open(ByHand { text }.into())
            }
        }
    }

    /// Gives the mouse to the terminal, or takes it back.
    pub(crate) fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.options.mouse = !self.options.mouse;
        self.say(if self.options.mouse {
            MOUSE_OURS
        } else {
            MOUSE_THEIRS
        });
        vec![Effect::Mouse(self.options.mouse)]
    }

    /// Copies the link of the article.
    pub(crate) fn copy_link(&mut self) -> Vec<Effect> {
        match self.link() {
            Some(link) => {
                // The ASCII form is what every program that it is pasted into understands.
                let link = ascii(&link);
                let name = self.with_doubt(&link);
                self.copy(link, &name)
            }
            None => Vec::new(),
        }
    }

    /// Opens the link of the article in the browser.
    pub(crate) fn open_link(&mut self) -> Vec<Effect> {
        match self.link() {
            Some(link) => {
                let effects = self.browse(&link);
                if let Some(message) = self.message.take() {
                    let text = self.with_doubt(&message.text);
                    self.message = Some(Message { text, ..message });
                }
                effects
            }
            None => Vec::new(),
        }
    }

    /// Returns `text` with a doubt behind it where the open issue was recognised: its links may be wrong by a letter.
    fn with_doubt(&self, text: &str) -> String {
        let contents = self.issue.contents.as_ref();
        if contents.is_none_or(|contents| contents.opened.issue.recognised.is_none()) {
            return text.to_owned();
        }
        format!("{text}{}", DOUBT.get(self.options.lang))
    }

    /// Opens the file of the issue in the program that the system has for it; of a member of an archive the archive.
    pub(crate) fn open_file(&mut self) -> Vec<Effect> {
        let lang = self.options.lang;
        let open = self.issue.contents.as_ref().map(Contents::place);
        // A file that cannot be read has a row and no contents.
        let selected = self.shelf.selected().map(|entry| &entry.meta.place);
        let Some(place) = open.or(selected) else {
            return Vec::new();
        };
        let Some(file) = place.file().map(Path::to_owned) else {
            self.message = Some(Message::problem(message::NO_FILE.get(lang)));
            return Vec::new();
        };
        let name = shown(file.as_os_str()).into_owned();
        // The openers of macOS and Windows run programs and scripts as well, and any file may be given on the command line.
        if !has_report_name(&file) {
            let refused = message::NO_DOCUMENT.with(lang, &[&name]);
            self.message = Some(Message::problem(refused));
            return Vec::new();
        }
        self.message = Some(Message::note(message::FILE_OPENED.with(lang, &[&name])));
        vec![Effect::OpenFile(file)]
    }

    /// Returns the link of the article; without one a message is shown.
    fn link(&mut self) -> Option<String> {
        let article = self.issue.contents.as_ref().and_then(|c| c.selected());
        let link = article.and_then(|article| article.link.clone());
        if link.is_none() {
            self.message = Some(Message::problem(message::NO_LINK.get(self.options.lang)));
        }
        link
    }

    /// Opens an address in the browser, if it is a web address.
    ///
    /// Anything that is neither http nor https is refused with a message.
    pub(crate) fn browse(&mut self, link: &str) -> Vec<Effect> {
        let lang = self.options.lang;
        let Some(link) = browsable(link) else {
            self.message = Some(Message::problem(message::NOT_HTTP.with(lang, &[link])));
            return Vec::new();
        };
        // An address with a user name may lead elsewhere than it seems: it is shown, and a second key opens it.
        // The same key again opens it; any other address in between asks anew.
        if names_a_user(&link) && self.input.doubtful_link.as_ref() != Some(&link) {
            let question = message::NAMES_A_USER.with(lang, &[&link]);
            self.message = Some(Message::problem(question));
            self.input.doubtful_link = Some(link);
            return Vec::new();
        }
        self.input.doubtful_link = None;
        self.message = Some(Message::note(message::BROWSED.with(lang, &[&link])));
        vec![Effect::Browse(link)]
    }
}
