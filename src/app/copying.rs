//! Copying: the menu of forms on `Y`, what the status line says of a copy, and the text by hand where no clipboard is.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::list::Cursor;
use crate::app::message::Message;
use crate::app::overlay::Overlay;
use crate::lang::Words;
use crate::quote::one_line::one_line;
use crate::quote::template::Template;
use crate::quote::{Form, Piece};
use std::ops::Range;

/// A text is in a clipboard for certain.
const COPIED: Words = Words::new("已复制（{}）：{}", "copied ({}): {}");
/// A text was sent to the terminal, which does not answer.
const SENT: Words = Words::new(
    "已发给终端（{}，终端不作确认）：{}",
    "sent to the terminal ({}; it does not confirm): {}",
);
/// No clipboard takes the text.
pub const BY_HAND: Words = Words::new(
    "没有可用的剪贴板，请用鼠标选取下面的文字",
    "No clipboard to be had: select the text below with the mouse",
);

/// A form of the reader's own, from the configuration.
#[derive(Debug, Clone)]
pub struct OwnForm {
    /// What the menu calls it.
    pub name: String,
    /// The key that chooses it.
    pub key: Option<char>,
    /// How it is written.
    pub template: Template,
}

/// A row of the menu: a form and what it comes to for the article on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The key that chooses it.
    pub key: Option<char>,
    /// What it is called.
    pub name: String,
    /// The text to copy, or why there is none.
    pub text: Result<String, String>,
}

/// The menu of forms.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Its rows.
    pub choices: Vec<Choice>,
    cursor: Cursor,
    height: u16,
}

impl Forms {
    fn new(choices: Vec<Choice>) -> Self {
        Self {
            choices,
            cursor: Cursor::default(),
            height: 1,
        }
    }

    /// The rows in sight, and which one is chosen.
    pub fn visible(&self) -> (Range<usize>, usize) {
        let rows = self.cursor.visible(self.choices.len(), self.height);
        (rows, self.cursor.selected)
    }

    /// Takes in the height of the list.
    pub fn resize(&mut self, height: u16) {
        self.height = height;
        self.cursor.reveal(self.choices.len(), height);
    }

    /// Moves the choice.
    pub fn apply(&mut self, action: Action) {
        self.cursor.apply(action, self.choices.len(), self.height);
    }

    /// Turns the wheel by so many rows.
    pub fn scroll(&mut self, rows: isize) {
        self.cursor.scroll(rows, self.choices.len(), self.height);
    }

    /// Chooses the row at a line of the list. Whether there is one.
    pub fn press(&mut self, line: u16) -> bool {
        let row = self.cursor.row_at(line, self.choices.len());
        if let Some(row) = row {
            self.cursor.select(row, self.choices.len(), self.height);
        }
        row.is_some()
    }

    /// Chooses the row with this key. Whether there is one.
    fn key(&mut self, key: char) -> bool {
        let row = self.choices.iter().position(|one| one.key == Some(key));
        if let Some(row) = row {
            self.cursor.select(row, self.choices.len(), self.height);
        }
        row.is_some()
    }

    fn selected(&self) -> Option<&Choice> {
        self.choices.get(self.cursor.selected)
    }
}

impl App {
    /// Opens the menu of forms for the article on screen.
    pub(crate) fn open_forms(&mut self) {
        let Some(contents) = &self.contents else {
            return;
        };
        let Some(article) = contents.selected() else {
            return;
        };
        let path = contents.place().name();
        let piece = Piece {
            path: &path,
            issue: &contents.opened.issue,
            article,
        };
        let choices = self.choices(&piece);
        self.lay_over(Overlay::Forms(Forms::new(choices)));
    }

    fn choices(&self, piece: &Piece) -> Vec<Choice> {
        let (lang, today) = (self.options.lang, self.options.today);
        let blocks = piece.article.blocks.len();
        let block = self.reader.as_ref().map_or(0, |r| r.block_in_sight(blocks));
        let shipped = Form::ALL.into_iter().map(|form| Choice {
            key: Some(form.key()),
            name: form.name().get(lang).to_owned(),
            text: form
                .write(piece, today, block)
                .map_err(|missing| missing.words().get(lang).to_owned()),
        });
        let own = self.options.forms.iter().map(|form| Choice {
            key: form.key,
            name: form.name.clone(),
            text: Ok(form.template.fill(piece, today)),
        });
        shipped.chain(own).collect()
    }

    /// Copies in the form chosen in the menu.
    pub(crate) fn accept_form(&mut self) -> Vec<Effect> {
        let Some(Overlay::Forms(forms)) = &self.overlay else {
            return Vec::new();
        };
        let Some(choice) = forms.selected().cloned() else {
            return Vec::new();
        };
        self.overlay = None;
        match choice.text {
            Ok(text) => self.copy(text, &choice.name),
            Err(why) => {
                self.message = Some(Message::problem(why));
                Vec::new()
            }
        }
    }

    /// A letter in the menu: a form's key; `j` `k` move and `q` closes, as in every menu.
    pub(crate) fn press_in_forms(&mut self, c: char) -> Vec<Effect> {
        let Some(Overlay::Forms(forms)) = &mut self.overlay else {
            return Vec::new();
        };
        if forms.key(c) {
            return self.accept_form();
        }
        match c {
            'j' => forms.apply(Action::Down),
            'k' => forms.apply(Action::Up),
            'q' => self.overlay = None,
            _ => {}
        }
        Vec::new()
    }

    /// Asks for `text` to be copied; `what` is what the status line calls it.
    pub(crate) fn copy(&mut self, text: String, what: &str) -> Vec<Effect> {
        what.clone_into(&mut self.copied_name);
        self.copied_text.clone_from(&text);
        vec![Effect::Copy(text)]
    }

    /// Says what became of a copy: where the text is, or that it was sent off; with no way left it is shown.
    pub(crate) fn tell_copied(
        &mut self,
        way: Result<String, String>,
        is_certain: bool,
    ) -> Vec<Effect> {
        let lang = self.options.lang;
        match way {
            Ok(way) => {
                let words = if is_certain { COPIED } else { SENT };
                let text = words.with(lang, &[&way, &one_line(&self.copied_name)]);
                self.message = Some(Message::note(text));
                Vec::new()
            }
            Err(problem) => {
                self.message = Some(Message::problem(problem));
                let text = self.copied_text.clone();
                self.lay_over(Overlay::ByHand(text));
                vec![Effect::Mouse(false)]
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

    /// Closes what is shown to be selected by hand: the mouse is whose it was.
    pub(crate) fn close_by_hand(&mut self) -> Vec<Effect> {
        self.overlay = None;
        vec![Effect::Mouse(self.options.mouse)]
    }
}

const MOUSE_OURS: Words = Words::new("鼠标由阅读器使用", "the mouse is the reader's");
const MOUSE_THEIRS: Words = Words::new(
    "鼠标已交给终端，可直接拖选文字",
    "the mouse is the terminal's: drag to select",
);
