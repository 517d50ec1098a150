//! The list of commands, and the palette of them on `:`. It is made from the live keymap, narrows while words are typed, and runs
//! the selected command on Enter. The help on `?` has the same commands in groups, see [`help`](crate::app::help).
//!
//! Several words may be typed. A command has to match all of them, and the sum of their distances
//! decides its place: a key or a whole name first, then a part of a name or of the help line, then
//! letters in their order with others between.

use crate::app::action::{Action, ActionGroup};
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::{Context, Keymap};
use crate::app::list::Cursor;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::lang::{Lang, Words};
use crate::text::fold::fold_char;
use ratatui::layout::Rect;
use std::ops::Range;

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The action it runs.
    pub action: Action,
    /// The group in which the help lists it.
    pub group: ActionGroup,
    /// The names of its keys, two spaces between them.
    pub keys: String,
    /// Its help line.
    pub help: &'static str,
}

/// Returns all commands with their keys in `context`, in the order of the help.
pub(super) fn all(keymap: &Keymap, context: Context, lang: Lang) -> Vec<Command> {
    let command = |action: Action| Command {
        action,
        group: action.group(),
        keys: keys(keymap, context, action).join("  "),
        help: action.help().get(lang),
    };
    let all = Action::ALL.iter().copied().filter(|a| a.is_command());
    all.map(command).collect()
}

/// The commands that act in the basket but are of another group.
const ALSO_IN_BASKET: [Action; 2] = [Action::Undo, Action::ChooseBasket];

/// Undo in the basket takes no mark back.
const UNDO: Words = Words::new("撤销", "undo");

/// The key that accepts a row of the basket goes to its article.
const OPEN: Words = Words::new("打开这一篇", "open the article");

/// Returns the commands of the basket with their keys there.
pub(super) fn of_basket(keymap: &Keymap, lang: Lang) -> Vec<Command> {
    let command = |action: Action| Command {
        action,
        group: ActionGroup::Basket,
        keys: keymap.keys_for(Context::Basket, action).join("  "),
        help: match action {
            Action::Undo => UNDO.get(lang),
            Action::Accept => OPEN.get(lang),
            _ => action.help().get(lang),
        },
    };
    let all = Action::ALL.iter().copied();
    let own = all.filter(|action| action.group() == ActionGroup::Basket);
    let opens = [Action::Accept].into_iter();
    opens
        .chain(own)
        .chain(ALSO_IN_BASKET)
        .map(command)
        .collect()
}

/// Closes the list of commands and runs `command`. For a command of the basket that is opened first.
pub(super) fn run(command: &Command) -> Response {
    let close = Response::close();
    let ready = match command.group {
        ActionGroup::Basket => close.and(Request::Run(Action::Basket)),
        _ => close,
    };
    ready.and(Request::Run(command.action))
}

/// The commands without a key in every pane: the context that has one, and the command that opens it from a pane.
const ELSEWHERE: [(Action, Context, Option<Action>); 4] = [
    (Action::NewWords, Context::Menu, Some(Action::About)),
    (Action::ChooseBasket, Context::Basket, Some(Action::Basket)),
    (Action::BasketHelp, Context::Basket, Some(Action::Basket)),
    (Action::RemoveSearch, Context::Shelf, None),
];

/// Returns the names of the keys of a command in `context`; without any there, those of its own context with the key that leads
/// to it, as `i n`.
fn keys(keymap: &Keymap, context: Context, action: Action) -> Vec<String> {
    let here = keymap.keys_for(context, action);
    let elsewhere = ELSEWHERE.iter().find(|(command, ..)| *command == action);
    let elsewhere = elsewhere.map(|(_, own, opens)| (*own, *opens));
    let is_of_basket = action.group() == ActionGroup::Basket;
    let in_basket = is_of_basket.then_some((Context::Basket, Some(Action::Basket)));
    let Some((own, opens)) = elsewhere.or(in_basket).filter(|_| here.is_empty()) else {
        return here;
    };
    let key = keymap.key_for(own, action);
    let way = opens.map_or(Some(String::new()), |opens| {
        let key = keymap.key_for(context, opens)?;
        Some(format!("{key} "))
    });
    let both = way.zip(key).map(|(way, key)| way + &key);
    both.into_iter().collect()
}

/// Returns the indices of the commands that match all words of `typed`, the closest first.
///
/// Without words these are all commands in their order.
pub(super) fn matching(commands: &[Command], typed: &str) -> Vec<usize> {
    let words: Vec<String> = typed.split_whitespace().map(fold).collect();
    let score = |command: &Command| -> Option<u8> {
        words
            .iter()
            .map(|word| distance(command, word))
            .try_fold(0, |sum, s| Some(sum + s?))
    };
    let scored = commands.iter().enumerate();
    let mut scored: Vec<(u8, usize)> = scored.filter_map(|(at, c)| Some((score(c)?, at))).collect();
    // Equal scores stay in the order of the help, which is the second part of the key.
    scored.sort_unstable();
    scored.into_iter().map(|(_, at)| at).collect()
}

/// The command palette: the commands that match the typed words.
#[derive(Debug, Clone)]
pub struct Commands {
    /// The words typed.
    pub field: Field,
    /// All commands, in the order of the help.
    all: Vec<Command>,
    /// Indices into `all`, the best match first.
    shown: Vec<usize>,
    /// The selected row among those shown.
    cursor: Cursor,
}

impl Commands {
    /// Opens the palette, with the keys of the focused pane.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let (keymap, lang) = (&cx.options.keymap, cx.options.lang);
        Self::new(keymap, cx.focus.context(), lang)
    }

    /// Lists all commands with their keys in `context`.
    fn new(keymap: &Keymap, context: Context, lang: Lang) -> Self {
        let all = all(keymap, context, lang);
        Self {
            field: Field::default(),
            shown: (0..all.len()).collect(),
            cursor: Cursor::of(all.len()),
            all,
        }
    }

    /// The rows in sight, and the selected one.
    pub fn visible(&self) -> (Range<usize>, usize) {
        (self.cursor.visible(), self.cursor.selected)
    }

    /// The command in a row.
    pub fn row(&self, at: usize) -> Option<&Command> {
        self.all.get(*self.shown.get(at)?)
    }

    /// Closes the popup and runs the selected command.
    fn accept(&self) -> Response {
        self.row(self.cursor.selected)
            .map_or_else(Response::close, run)
    }

    /// Keeps the commands that match the typed words.
    fn filter(&mut self) {
        self.shown = matching(&self.all, self.field.text());
        self.cursor.reset(self.shown.len());
    }
}

impl Popup for Commands {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup(screen, 60, 24, true))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        self.cursor.resize(list.height);
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        match &input {
            Input::Action(Action::Accept) => return self.accept(),
            Input::Action(Action::Cancel) => return Response::close(),
            Input::Click(line) if self.cursor.press(*line) => return self.accept(),
            Input::Wheel(rows) => drop(self.cursor.scroll(*rows)),
            _ if self.field.handle(&input) => self.filter(),
            Input::Action(action) => drop(self.cursor.apply(*action)),
            _ => {}
        }
        Response::stay()
    }
}

/// Folds width and case, so that full-width input finds half-width names.
fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The distance of a command from a word: 0 for a key or the whole name, 1 for a part of name or help, 2 for letters that occur
/// in this order; `None` for no match.
///
/// Sums of these decide between commands when several words are typed.
fn distance(command: &Command, word: &str) -> Option<u8> {
    let name = command.action.name();
    if name == word || command.keys.split_whitespace().any(|key| fold(key) == word) {
        return Some(0);
    }
    let help = fold(command.help);
    if help.contains(word) || name.contains(word) {
        return Some(1);
    }
    (in_order(name, word) || in_order(&help, word)).then_some(2)
}

/// True if all `letters` occur in `text` in this order, other characters between them or not.
fn in_order(text: &str, letters: &str) -> bool {
    let mut rest = text.chars();
    letters.chars().all(|letter| rest.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(typed: &str) -> Commands {
        let keymap = Keymap::shipped();
        let mut commands = Commands::new(&keymap, Context::Reader, Lang::Zh);
        commands.field = Field::holding(typed);
        commands.filter();
        commands
    }

    /// The action of the command that is selected behind these characters.
    fn selected(typed: &str) -> Option<Action> {
        let commands = palette(typed);
        commands.row(commands.visible().1).map(|row| row.action)
    }

    #[test]
    fn a_command_is_found_by_its_chinese_help_its_name_its_letters_and_its_key() {
        for typed in ["复制", "copy-link", "cpylnk", "y", "ＣＯＰＹ"] {
            assert_eq!(selected(typed), Some(Action::CopyLink), "{typed}");
        }
        assert_eq!(selected("没有这个"), None);
        assert_eq!(
            palette("").shown.len(),
            Action::ALL.iter().filter(|a| a.is_command()).count()
        );
    }

    #[test]
    fn every_command_is_found_by_its_name() {
        for action in Action::ALL.iter().filter(|action| action.is_command()) {
            assert_eq!(selected(action.name()), Some(*action));
        }
    }

    #[test]
    fn the_keys_shown_are_the_live_ones() {
        let commands = palette("quit");
        let quit = (0..commands.shown.len())
            .filter_map(|at| commands.row(at))
            .find(|c| c.action == Action::Quit);
        assert_eq!(quit.map(|c| c.keys.as_str()), Some("q  Ctrl-C"));
    }

    #[test]
    fn no_command_is_without_a_key() {
        for context in [Context::Shelf, Context::Contents, Context::Reader] {
            for command in all(&Keymap::shipped(), context, Lang::Zh) {
                assert!(!command.keys.is_empty(), "{command:?} in {context:?}");
            }
        }
        let commands = palette("new-words");
        assert_eq!(commands.row(0).unwrap().keys, "i n");
    }
}
