//! What lies over the panes: at most one thing, and while it is there the keys are its.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket::BasketList;
use crate::app::commands::{Commands, Kind};
use crate::app::copying::Forms;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::find::Find;
use crate::app::finder::Finder;
use crate::app::hints::Hints;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::opening::Wanted;
use crate::app::page::Page;
use crate::app::panes::{self, Popup};
use crate::app::reader::{Reader, Setting};
use crate::app::saving::SaveAs;
use crate::app::themes::Themes;
use crate::model::TextPos;
use ratatui::layout::Rect;

/// What lies over the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Help or command palette.
    Commands(Commands),
    /// The field of `/`.
    Find(FindField),
    /// The field that narrows the list of issues.
    Filter(Field),
    /// The search of the whole library.
    Finder(Box<Finder>),
    /// The choice of a theme.
    Themes(Themes),
    /// What the issue says of itself, and what is odd about it.
    About(Box<Reader>),
    /// The menu of forms to copy in.
    Forms(Forms),
    /// Letters on the links in sight.
    Hints(Hints),
    /// The basket.
    Basket(BasketList),
    /// The name of the file that the brief is written to.
    SaveAs(SaveAs),
    /// A text that no clipboard takes, to be selected by hand.
    ByHand(String),
}

/// What is being looked for in the article.
#[derive(Debug, Clone)]
pub struct FindField {
    /// What was typed.
    pub field: Field,
    /// Where the reader was.
    from: TextPos,
    /// What was looked for before.
    before: Option<Find>,
}

impl Overlay {
    /// Where its keys are looked up.
    pub const fn context(&self) -> Context {
        match self {
            Self::Basket(_) => Context::Basket,
            Self::Commands(_)
            | Self::SaveAs(_)
            | Self::Find(_)
            | Self::Finder(_)
            | Self::Filter(_)
            | Self::Forms(_)
            | Self::Hints(_) => Context::Input,
            Self::Themes(_) | Self::About(_) | Self::ByHand(_) => Context::Menu,
        }
    }

    /// The box it is drawn in; `None` for what is drawn elsewhere.
    pub fn popup(&self, screen: Rect) -> Option<Popup> {
        match self {
            Self::Commands(_) => Some(panes::popup(screen, 60, 24, true)),
            Self::Themes(themes) => {
                let rows = u16::try_from(themes.names.len())
                    .unwrap_or(u16::MAX)
                    .min(16);
                Some(panes::popup(screen, 30, rows, false))
            }
            Self::Finder(_) => Some(Finder::popup(screen)),
            Self::About(page) => {
                let rows = u16::try_from(page.row_count()).unwrap_or(u16::MAX);
                Some(panes::popup(screen, 76, rows.clamp(4, 30), false))
            }
            Self::Basket(list) => Some(panes::popup(screen, 84, list.rows(), false)),
            Self::SaveAs(_) => Some(panes::popup(screen, 60, 1, true)),
            Self::Forms(forms) => {
                let rows = u16::try_from(forms.choices.len()).unwrap_or(u16::MAX);
                Some(panes::popup(screen, 84, rows.min(24), false))
            }
            Self::Find(_) | Self::Filter(_) | Self::ByHand(_) | Self::Hints(_) => None,
        }
    }

    /// Takes in the size of the screen.
    pub fn resize(&mut self, screen: Rect, setting: Setting) {
        self.resize_once(screen, setting);
        if let Self::About(_) = self {
            // Its box is as high as the page, and how high that is was not known before.
            self.resize_once(screen, setting);
        }
    }

    fn resize_once(&mut self, screen: Rect, setting: Setting) {
        let list = self.popup(screen).map_or(screen, |p| p.list);
        match self {
            Self::Commands(commands) => commands.resize(list.height),
            Self::Themes(themes) => themes.resize(list.height),
            Self::Finder(finder) => finder.resize(list.height),
            Self::About(reader) => {
                reader.set(Setting {
                    measure_cols: list.width,
                    height: list.height,
                    ..setting
                });
            }
            Self::Forms(forms) => forms.resize(list.height),
            Self::Basket(basket) => basket.resize(list.height),
            Self::SaveAs(_)
            | Self::Find(_)
            | Self::Filter(_)
            | Self::ByHand(_)
            | Self::Hints(_) => {}
        }
    }
}

impl App {
    /// Lays something over the panes.
    pub(crate) fn lay_over(&mut self, overlay: Overlay) {
        self.overlay = Some(overlay);
        self.rearrange();
    }

    /// Opens the help or the palette for where the reader is.
    pub(crate) fn open_commands(&mut self, kind: Kind) {
        let (keymap, lang) = (&self.options.keymap, self.options.lang);
        self.lay_over(Overlay::Commands(Commands::new(
            kind,
            keymap,
            self.pane_context(),
            lang,
            1,
        )));
    }

    /// Opens the field of `/`.
    pub(crate) fn open_find(&mut self) {
        let Some(reader) = &self.reader else { return };
        let (from, before) = (reader.anchor(), reader.find.clone());
        self.lay_over(Overlay::Find(FindField {
            field: Field::default(),
            from,
            before,
        }));
    }

    /// Opens what the issue says of itself.
    pub(crate) fn open_about(&mut self) {
        let Some(contents) = &self.contents else {
            return;
        };
        let page = Page::about(&contents.opened, self.options.lang);
        let reader = Reader::new(page, self.setting(Rect::default()));
        self.lay_over(Overlay::About(Box::new(reader)));
    }

    /// Gives an action to what lies over the panes.
    pub(crate) fn apply_to_overlay(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Quit {
            return self.leave();
        }
        match self.overlay {
            Some(Overlay::Basket(_)) => return self.apply_to_basket(action),
            Some(Overlay::SaveAs(_)) => return self.apply_to_save_as(action),
            _ => {}
        }
        match (&mut self.overlay, action) {
            (Some(Overlay::Commands(commands)), Action::Accept) => {
                let chosen = commands.selected();
                self.overlay = None;
                chosen.map(|action| self.apply(action)).unwrap_or_default()
            }
            (Some(Overlay::Themes(themes)), Action::Accept) => {
                let name = themes.selected().to_owned();
                self.overlay = None;
                self.choose_theme(name)
            }
            (Some(Overlay::Themes(themes)), Action::Cancel) => {
                self.options.theme.clone_from(&themes.before);
                self.overlay = None;
                Vec::new()
            }
            (Some(Overlay::Filter(_)), Action::Cancel) => self.cancel_filter(),
            (Some(Overlay::Filter(field)), action) if action != Action::Accept => {
                if field.apply(action) {
                    return self.filter_as_typed();
                }
                self.shelf.apply(action);
                self.follow_selection(Wanted::First)
            }
            (Some(Overlay::Finder(_)), Action::Accept) => self.accept_hit(),
            (Some(Overlay::Finder(_)), Action::Cancel) => self.leave_finder(),
            (Some(Overlay::Finder(_)), action) => self.apply_to_finder(action),
            (Some(Overlay::Find(_)), Action::Accept) => {
                self.accept_find();
                Vec::new()
            }
            (Some(Overlay::Forms(_)), Action::Accept) => self.accept_form(),
            (Some(Overlay::ByHand(_)), Action::Accept | Action::Cancel) => self.close_by_hand(),
            (Some(Overlay::Find(_)), Action::Cancel) => {
                self.cancel_find();
                Vec::new()
            }
            (_, Action::Accept | Action::Cancel) => {
                self.overlay = None;
                Vec::new()
            }
            _ => {
                self.move_in_overlay(action);
                Vec::new()
            }
        }
    }

    fn move_in_overlay(&mut self, action: Action) {
        match &mut self.overlay {
            Some(Overlay::Commands(commands)) => commands.apply(action),
            Some(Overlay::Themes(themes)) => {
                themes.apply(action);
                themes.selected().clone_into(&mut self.options.theme);
            }
            Some(Overlay::About(reader)) => reader.apply(action),
            Some(Overlay::Forms(forms)) => forms.apply(action),
            Some(Overlay::Find(find)) => {
                let is_changed = find.field.apply(action);
                if is_changed {
                    self.find_as_typed();
                }
            }
            _ => {}
        }
    }

    /// Types into what lies over the panes.
    pub(crate) fn type_text(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Commands(commands)) => commands.paste(text),
            Some(Overlay::SaveAs(save)) => save.field.paste(text),
            Some(Overlay::Find(find)) => {
                find.field.paste(text);
                self.find_as_typed();
            }
            Some(Overlay::Filter(field)) => {
                field.paste(text);
                return self.filter_as_typed();
            }
            Some(Overlay::Finder(finder)) => {
                finder.field.paste(text);
                return self.search_as_typed();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Presses a key that stands for no action: it is typed, or chooses from a menu that has letters.
    pub(crate) fn type_key(&mut self, key: Key) -> Vec<Effect> {
        let letter = key.halved().typed();
        match (&self.overlay, letter, key.typed()) {
            (Some(Overlay::Forms(_)), Some(letter), _) => return self.press_in_forms(letter),
            (Some(Overlay::Hints(_)), Some(letter), _) => return self.press_in_hints(letter),
            (_, _, Some(c)) => return self.type_char(c),
            _ => {}
        }
        Vec::new()
    }

    /// Types a character, a space included.
    pub(crate) fn type_char(&mut self, c: char) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Commands(commands)) => commands.insert(c),
            Some(Overlay::SaveAs(save)) => save.field.insert(c),
            Some(Overlay::Find(find)) => {
                find.field.insert(c);
                self.find_as_typed();
            }
            Some(Overlay::Filter(field)) => {
                field.insert(c);
                return self.filter_as_typed();
            }
            Some(Overlay::Finder(finder)) => {
                finder.field.insert(c);
                return self.search_as_typed();
            }
            _ => {}
        }
        Vec::new()
    }

    fn find_as_typed(&mut self) {
        if let (Some(Overlay::Find(find)), Some(reader)) = (&self.overlay, &mut self.reader) {
            reader.go_to(find.from);
            reader.find(find.field.text(), find.from);
        }
    }

    /// An empty query takes the highlights away.
    fn accept_find(&mut self) {
        let (Some(Overlay::Find(find)), Some(reader)) = (self.overlay.take(), &mut self.reader)
        else {
            return;
        };
        if find.field.text().trim().is_empty() {
            reader.find = None;
        } else {
            find.field.text().clone_into(&mut self.last_query);
            self.trail = None;
        }
    }

    fn cancel_find(&mut self) {
        if let (Some(Overlay::Find(find)), Some(reader)) = (self.overlay.take(), &mut self.reader) {
            reader.find = find.before;
            reader.go_to(find.from);
        }
    }
}
