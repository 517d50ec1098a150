//! The popup over the panes: at most one at a time.
//!
//! A popup gets every key while it is open, and changes the app only through what it returns: it
//! closes or stays, and asks for what it cannot do itself. A popup that is opened from another one
//! over a preview lies above it, and the one below comes back when it closes.

use crate::app::App;
use crate::app::about::About;
use crate::app::action::Action;
use crate::app::basket_chooser::BasketChooser;
use crate::app::basket_list::BasketList;
use crate::app::commands::Commands;
use crate::app::copying::{ByHand, Forms};
use crate::app::correcting::CorrectionForm;
use crate::app::count_panel::CountPanel;
use crate::app::effect::Effect;
use crate::app::filter::Filter;
use crate::app::find_field::FindField;
use crate::app::finder::Finder;
use crate::app::heading_field::HeadingField;
use crate::app::help::HelpScreen;
use crate::app::hints::Hints;
use crate::app::input::Input;
use crate::app::mark_menu::MarkMenu;
use crate::app::new_word_list::NewWordList;
use crate::app::note_editor::NoteEditor;
use crate::app::popup::{Cx, Popup, Request, Target};
use crate::app::preview::BeforePreview;
use crate::app::recognising::Recognising;
use crate::app::saved_searches::SaveSearch;
use crate::app::saving::SaveAs;
use crate::app::slips::SlipList;
use crate::app::themes::Themes;
use crate::app::unlocking::PasswordField;
use crate::app::wanted::WantedArticle;
use crate::app::watch_editor::WatchEditor;
use crate::app::watch_panel::WatchPanel;

/// The popups over the panes.
#[derive(Debug, Default)]
pub struct Popups {
    /// The popup that gets the keys.
    pub top: Option<Overlay>,
    /// The popup that comes back when that one is closed.
    below: Option<Overlay>,
    /// The state of the panes before the preview, while a popup previews what is selected in it.
    pub(crate) preview: Option<BeforePreview>,
}

/// One line per popup: variant, type, and the action that opens it. From it follow the enum, the conversion into it and
/// the access by the trait, so that no other place of the app lists the popups.
macro_rules! popups {
    ($($(#[$doc:meta])* $variant:ident($popup:ty) $(= $action:pat)?,)*) => {
        /// The popup that is open. Matched by variant only where it is drawn.
        #[derive(Debug, Clone)]
        pub enum Overlay {
            $($(#[$doc])* $variant(Box<$popup>),)*
        }

        $(impl From<$popup> for Overlay {
            fn from(popup: $popup) -> Self {
                Self::$variant(Box::new(popup))
            }
        })*

        impl Overlay {
            /// The popup by its trait.
            pub fn popup(&self) -> &dyn Popup {
                match self {
                    $(Self::$variant(popup) => &**popup,)*
                }
            }

            /// The popup by its trait, to be changed.
            fn popup_mut(&mut self) -> &mut dyn Popup {
                match self {
                    $(Self::$variant(popup) => &mut **popup,)*
                }
            }

            /// Returns the popup that `action` opens. The outer `None`: it opens none; the inner: there is nothing to
            /// show now.
            fn opened_by(action: Action, cx: &mut Cx<'_>) -> Option<Option<Self>> {
                match action {
                    $($($action => {
                        // A constructor returns the popup, or an `Option` of it where there may be nothing to show.
                        let popup: Option<$popup> = <$popup>::open(action, cx).into();
                        Some(popup.map(Self::from))
                    })?)*
                    _ => None,
                }
            }
        }
    };
}

popups! {
    /// The help.
    Help(HelpScreen) = Action::Help | Action::BasketHelp,
    /// The command palette.
    Commands(Commands) = Action::Palette,
    /// The field that finds in the article.
    Find(FindField) = Action::Find,
    /// The field that narrows the list of issues.
    Filter(Filter) = Action::Filter,
    /// The search of the whole library.
    Finder(Finder) = Action::Search | Action::Story,
    /// The watch words.
    Watch(WatchPanel) = Action::WatchWords,
    /// The list of watch words.
    WatchEditor(WatchEditor) = Action::EditWords,
    /// The counts.
    Counts(CountPanel) = Action::Counts,
    /// The words that are new in an issue or a period.
    NewWords(NewWordList) = Action::NewWords,
    /// The menu that marks many articles as read.
    MarkMenu(MarkMenu) = Action::MarkRead,
    /// The choice of a theme.
    Themes(Themes) = Action::Themes,
    /// Masthead, lead and warnings of the open issue.
    About(About) = Action::About,
    /// The mistakes in the settings.
    Slips(SlipList) = Action::Slips,
    /// The menu of forms in which an article is copied.
    Forms(Forms) = Action::CopyAs | Action::CopyBasket,
    /// Letters on the links in sight.
    Hints(Hints) = Action::Hints,
    /// The basket.
    Basket(BasketList) = Action::Basket,
    /// The fields of an article, to be corrected.
    Correction(CorrectionForm) = Action::Correct,
    /// The note on a row of the basket.
    Note(NoteEditor) = Action::EditNote,
    /// A heading in the basket.
    Heading(HeadingField) = Action::AddHeading | Action::EditHeading,
    /// The choice of a basket.
    Baskets(BasketChooser) = Action::ChooseBasket,
    /// The name of the file for the brief.
    SaveAs(SaveAs) = Action::WriteBrief,
    /// The name of a saved search.
    SaveSearch(SaveSearch) = Action::SaveSearch,
    /// The password of a file.
    Password(PasswordField),
    /// The progress of recognising a scan.
    Recognising(Recognising),
    /// A text to be selected by hand where no clipboard takes it.
    ByHand(ByHand),
}

impl App {
    /// Lends the parts of the app to a popup.
    pub(crate) fn cx(&mut self) -> Cx<'_> {
        Cx {
            options: &mut self.options,
            focus: &mut self.screen.focus,
            shelf: &mut self.shelf,
            contents: self.issue.contents.as_ref(),
            reader: self.issue.reader.as_mut(),
            marks: &self.marks,
            new: self.arrivals.new_articles(),
            stories: &self.stories,
            basket: &mut self.basket,
            search: &mut self.search,
            watching: &mut self.watching,
            message: &mut self.message,
        }
    }

    /// Opens the popup that `action` stands for. `None` where it stands for none.
    pub(crate) fn open_popup(&mut self, action: Action) -> Option<Vec<Effect>> {
        let overlay = Overlay::opened_by(action, &mut self.cx())?;
        Some(overlay.map_or_else(Vec::new, |overlay| self.open(overlay)))
    }

    /// Opens a popup in place of the one that is open.
    pub(crate) fn open(&mut self, overlay: Overlay) -> Vec<Effect> {
        let mut effects = Vec::new();
        // A preview over a preview goes back to where the reader was before the first.
        if overlay.popup().is_preview() && !self.is_previewing() {
            effects.extend(self.begin_preview());
        }
        self.popups.top = Some(overlay);
        self.rearrange();
        // Sizes first: a popup may scroll to its selected row when it opens.
        effects.extend(self.handle_in_popup(Input::Opened));
        effects
    }

    /// Passes an input to the open popup and fulfils its requests. Without a popup nothing happens.
    pub(crate) fn handle_in_popup(&mut self, input: Input<'_>) -> Vec<Effect> {
        // Taken out while it handles the input, since it borrows other parts of the app.
        let Some(mut overlay) = self.popups.top.take() else {
            return Vec::new();
        };
        let response = overlay.popup_mut().handle(input, &mut self.cx());
        if !response.closes {
            self.popups.top = Some(overlay);
            self.fit_popup();
        }
        let mut effects = Vec::new();
        // A request may open another popup, so the open one is asked for again below.
        for request in response.requests {
            effects.extend(self.fulfil(request));
        }
        if response.closes {
            let below = self.popups.below.take();
            if self.popups.top.is_none() {
                self.popups.top = below;
            }
            if !self.is_preview_open() {
                effects.extend(self.end_preview());
            }
            self.rearrange();
        }
        // Marks end with the basket. The popups that it leads to, such as the note, go back to it.
        if self.popups.top.is_none() {
            self.basket.marked.clear();
        }
        effects
    }

    /// True if the open popup previews: another one may have closed and opened it, such as the counts the results of a bar.
    fn is_preview_open(&self) -> bool {
        let top = self.popups.top.as_ref();
        top.is_some_and(|top| top.popup().is_preview())
    }

    /// Runs an action on the previewed article as if no popup were open.
    ///
    /// The popup stays as it is meanwhile; a popup that the action opens lies over it.
    fn apply_below_popup(&mut self, action: Action) -> Vec<Effect> {
        let popup = self.popups.top.take();
        let effects = self.apply(action);
        if self.popups.top.is_some() {
            self.popups.below = popup;
        } else {
            self.popups.top = popup;
        }
        effects
    }

    /// Does what a popup asks for.
    ///
    /// Requests come after the popup was closed, if it was.
    fn fulfil(&mut self, request: Request) -> Vec<Effect> {
        match request {
            Request::Run(action) => self.apply(action),
            Request::ShowSaved => self.show_saved(),
            Request::OnArticle(action) => self.apply_below_popup(action),
            Request::Open(Target::Selection) => self.follow_selection(WantedArticle::First),
            Request::Open(Target::Article { place, key, index }) => {
                self.go_to_article(&place, key, index)
            }
            Request::GoTo { place, key, index } => self.jump_to(&place, key, index),
            Request::Keep => {
                // A story over the results leads to its article, and `s` back to the results.
                if let Some(Overlay::Finder(results)) = self.popups.below.take() {
                    self.search.left = results.into_left();
                }
                self.keep_preview()
            }
            Request::Copy { text, name } => self.copy(text, &name),
            Request::Browse(link) => self.browse(&link),
            Request::MarkRead(articles) => self.mark_all_read(articles, true),
            Request::Correct(key, correction) => self.correct(key, correction),
            Request::Sent(articles, mark) => self.mark_sent(articles, mark),
            Request::Unlock(place, secret) => self.unlock(place, secret),
            Request::Effect(effect) => vec![effect],
        }
    }

    /// Adapts the open popup to the screen.
    pub(crate) fn fit_popup(&mut self) {
        let (Some(panes), Some(mut overlay)) = (self.screen.panes, self.popups.top.take()) else {
            return;
        };
        let (popup, screen) = (overlay.popup_mut(), panes.screen);
        let setting = self.setting(screen);
        let area = popup.area(screen);
        popup.resize(area.map_or(screen, |area| area.list), setting);
        // The height of a page, and with it that of its box, is known only once the page is set to the width of the box.
        let adapted = popup.area(screen);
        if adapted != area {
            popup.resize(adapted.map_or(screen, |area| area.list), setting);
        }
        self.popups.top = Some(overlay);
    }
}
