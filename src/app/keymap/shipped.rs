//! The shipped keys: the defaults of every context.
//!
//! In `config.toml` the same bindings stand in tables below `[keys]`, with the names of contexts and actions:
//!
//! ```toml
//! [keys.global]
//! copy-link = ["c", "y"]
//! ```
//!
//! An action named there loses its default keys in that context; an empty list leaves it without a key. A key is a character as
//! it is typed, or Space, Enter, Esc, Tab, Backspace, Delete, Up, Down, Left, Right, Home, End, `PgUp`, `PgDn`, F1 to F12, with
//! `Ctrl-`, `Alt-` or `Shift-` before it; keys pressed one after the other are separated by a space (`z t`).
//!
//! The table is Rust and no TOML, since it is read before the first frame: reading the same table with the TOML parser took a
//! sixth of the instructions that lead to that frame.

use super::Context;
use crate::app::action::Action;

/// Actions and the chords that ask for each.
type Chords = &'static [(Action, &'static [&'static str])];

/// The default chords of each context.
pub(super) const SHIPPED: [(Context, Chords); Context::ALL.len()] = [
    // Everywhere but in menus and text fields.
    (
        Context::Global,
        &[
            (Action::Down, &["j", "Down"]),
            (Action::Up, &["k", "Up"]),
            (Action::Into, &["l", "Enter", "Right"]),
            (Action::Back, &["h", "Esc", "Left"]),
            (Action::NextPane, &["Tab"]),
            (Action::PreviousPane, &["Shift-Tab"]),
            (Action::PageDown, &["Space", "PgDn", "Ctrl-F"]),
            (Action::PageUp, &["b", "PgUp", "Ctrl-B"]),
            (Action::HalfDown, &["d", "Ctrl-D"]),
            (Action::HalfUp, &["u", "Ctrl-U"]),
            (Action::First, &["g", "Home"]),
            (Action::Last, &["G", "End"]),
            (Action::NextArticle, &["]"]),
            (Action::PreviousArticle, &["["]),
            (Action::NextIssue, &["}"]),
            (Action::PreviousIssue, &["{"]),
            (Action::CopyLink, &["y"]),
            (Action::CopyAs, &["Y"]),
            (Action::OpenLink, &["o"]),
            (Action::OpenFile, &["e"]),
            (Action::Hints, &["f"]),
            (Action::Select, &["v"]),
            (Action::Find, &["/"]),
            (Action::Search, &["s"]),
            (Action::Story, &["T"]),
            (Action::Counts, &["c"]),
            (Action::WatchWords, &["W"]),
            (Action::Order, &["O"]),
            (Action::Filter, &["F"]),
            (Action::Fold, &["x"]),
            (Action::NextHit, &["n"]),
            (Action::PreviousHit, &["N"]),
            (Action::Star, &["m"]),
            (Action::ToggleRead, &["r"]),
            (Action::MarkRead, &["R"]),
            (Action::NextUnread, &["."]),
            (Action::JumpBack, &["<"]),
            (Action::JumpForward, &[">"]),
            (Action::Correct, &["E"]),
            (Action::ToBasket, &["a"]),
            (Action::Basket, &["B"]),
            (Action::Undo, &["U"]),
            (Action::TogglePanes, &["z"]),
            (Action::ToggleMouse, &["M"]),
            (Action::Wider, &["+", "="]),
            (Action::Narrower, &["-"]),
            (Action::Indent, &[", i"]),
            (Action::ParagraphGap, &[", p"]),
            (Action::Hang, &[", h"]),
            (Action::StrictDashes, &[", d"]),
            (Action::KeepUnits, &[", u"]),
            (Action::NoOrphans, &[", o"]),
            (Action::Spacing, &[", s"]),
            (Action::Themes, &["t"]),
            (Action::About, &["i"]),
            (Action::Slips, &["!"]),
            (Action::Help, &["?", "F1"]),
            (Action::Palette, &[":"]),
            (Action::ReadAnew, &["Ctrl-R", "F5"]),
            (Action::Redraw, &["Ctrl-L"]),
            (Action::Suspend, &["Ctrl-Z"]),
            (Action::Quit, &["q", "Ctrl-C"]),
        ],
    ),
    // Only while the list of issues, the contents or the article has the focus; these come before [global].
    (Context::Shelf, &[(Action::RemoveSearch, &["Delete"])]),
    (Context::Contents, &[]),
    (Context::Reader, &[]),
    // While text is being selected: by sentence and by paragraph; extend makes the next moves lengthen what is selected.
    (
        Context::Select,
        &[
            (Action::Down, &["j", "Down"]),
            (Action::Up, &["k", "Up"]),
            (Action::NextParagraph, &["l", "Right", "}"]),
            (Action::PreviousParagraph, &["h", "Left", "{"]),
            (Action::Extend, &["v", "Space"]),
            (Action::WholeParagraph, &["p"]),
            (Action::CopySelection, &["y", "Enter"]),
            (Action::ToBasket, &["a"]),
            (Action::Search, &["s"]),
            (Action::Cancel, &["Esc", "q"]),
            (Action::Quit, &["Ctrl-C"]),
        ],
    ),
    // In the basket; what is not named here is as in every menu.
    (
        Context::Basket,
        &[
            (Action::MoveDown, &["J", "Shift-Down"]),
            (Action::MoveUp, &["K", "Shift-Up"]),
            (Action::Remove, &["x", "Delete"]),
            (Action::EmptyBasket, &["X"]),
            (Action::Undo, &["U"]),
            (Action::WriteBrief, &["w"]),
            (Action::EditNote, &["e"]),
            (Action::AddHeading, &["H"]),
            (Action::MarkRow, &["Space"]),
            (Action::SortBasket, &["S"]),
            (Action::CopyBasket, &["Y"]),
            (Action::ChooseBasket, &["B"]),
            (Action::BasketHelp, &["?", "F1"]),
            (Action::Cancel, &["Esc", "q", "h"]),
        ],
    ),
    // In the counts and the watch words; what is not named here is as in every menu.
    (
        Context::Counts,
        &[
            (Action::CountBy, &["c", "Tab"]),
            (Action::PreviousPane, &["Shift-Tab"]),
            (Action::NextPane, &["Right", "Left"]),
            (Action::EditQuery, &["s", "/"]),
            (Action::EditWords, &["e"]),
            (Action::Cancel, &["Esc", "q", "h"]),
        ],
    ),
    // In a menu that is not typed into: themes, forms of copying, a question.
    (
        Context::Menu,
        &[
            (Action::Down, &["j", "Down", "Tab"]),
            (Action::Up, &["k", "Up", "Shift-Tab"]),
            (Action::PageDown, &["Space", "PgDn"]),
            (Action::PageUp, &["b", "PgUp"]),
            (Action::First, &["g", "Home"]),
            (Action::Last, &["G", "End"]),
            (Action::Accept, &["Enter", "l"]),
            (Action::NewWords, &["n"]),
            (Action::Cancel, &["Esc", "q", "h"]),
            (Action::Quit, &["Ctrl-C"]),
        ],
    ),
    // In a text field, with or without a list below it. What is not named here is typed.
    (
        Context::Input,
        &[
            (Action::Down, &["Down", "Ctrl-N", "Tab"]),
            (Action::Up, &["Up", "Ctrl-P", "Shift-Tab"]),
            (Action::PageDown, &["PgDn"]),
            (Action::PageUp, &["PgUp"]),
            (Action::Accept, &["Enter"]),
            (Action::Cancel, &["Esc"]),
            (Action::CursorLeft, &["Left", "Ctrl-B"]),
            (Action::CursorRight, &["Right", "Ctrl-F"]),
            (Action::CursorStart, &["Home", "Ctrl-A"]),
            (Action::CursorEnd, &["End", "Ctrl-E"]),
            (Action::EraseBack, &["Backspace", "Ctrl-H"]),
            (Action::EraseForward, &["Delete", "Ctrl-D"]),
            (Action::EraseWord, &["Ctrl-W", "Alt-Backspace"]),
            (Action::EraseAll, &["Ctrl-U"]),
            (Action::Quit, &["Ctrl-C"]),
        ],
    ),
    // In a field of several lines: the note on an article of the basket. What is not named here is typed.
    (
        Context::Editor,
        &[
            (Action::NewLine, &["Enter"]),
            (Action::Accept, &["Ctrl-S"]),
            (Action::Cancel, &["Esc"]),
            (Action::Down, &["Down", "Ctrl-N"]),
            (Action::Up, &["Up", "Ctrl-P"]),
            (Action::CursorLeft, &["Left", "Ctrl-B"]),
            (Action::CursorRight, &["Right", "Ctrl-F"]),
            (Action::CursorStart, &["Home", "Ctrl-A"]),
            (Action::CursorEnd, &["End", "Ctrl-E"]),
            (Action::EraseBack, &["Backspace", "Ctrl-H"]),
            (Action::EraseForward, &["Delete", "Ctrl-D"]),
            (Action::EraseWord, &["Ctrl-W", "Alt-Backspace"]),
            (Action::EraseAll, &["Ctrl-U"]),
            (Action::Quit, &["Ctrl-C"]),
        ],
    ),
    // In the field of the search; what is not named here is as in every text field.
    (
        Context::Query,
        &[
            (Action::SaveSearch, &["Ctrl-S"]),
            (Action::NextPane, &["Tab", "Shift-Tab"]),
        ],
    ),
    // In the results of the search: an article's keys act on the selected row. What is not named here is typed into the field.
    (
        Context::Results,
        &[
            (Action::Down, &["j", "Down", "Ctrl-N"]),
            (Action::Up, &["k", "Up", "Ctrl-P"]),
            (Action::PageDown, &["Space", "PgDn", "Ctrl-F"]),
            (Action::PageUp, &["b", "PgUp", "Ctrl-B"]),
            (Action::First, &["g", "Home"]),
            (Action::Last, &["G", "End"]),
            (Action::Accept, &["Enter", "l", "Right"]),
            (Action::Star, &["m"]),
            (Action::ToggleRead, &["r"]),
            (Action::ToBasket, &["a"]),
            (Action::AllToBasket, &["A"]),
            (Action::SaveSearch, &["Ctrl-S"]),
            (Action::Story, &["T"]),
            (Action::Undo, &["U"]),
            (Action::CopyLink, &["y"]),
            (Action::CopyAs, &["Y"]),
            (Action::OpenLink, &["o"]),
            (Action::OpenFile, &["e"]),
            (Action::Counts, &["c"]),
            (Action::NextPane, &["Tab", "Shift-Tab", "s"]),
            (Action::Cancel, &["Esc"]),
            (Action::Quit, &["Ctrl-C"]),
        ],
    ),
];
