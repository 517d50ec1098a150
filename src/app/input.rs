//! Input for a popup: keys already looked up in the keymap, and events from outside.

use crate::app::action::Action;
use crate::app::event::Event;
use crate::model::TextPos;
use std::ops::Range;

/// One input for the popup that is open.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one input is made at a time and handled at once; a box would hide the event from patterns"
)]
pub enum Input<'a> {
    /// The popup has just been opened. It comes before every other input.
    Opened,
    /// A key was pressed that the popup's context binds to an action.
    Action(Action),
    /// A character was typed that is bound to no action. Only popups in the context `Input` get it.
    Char(char),
    /// Text was pasted into the terminal.
    Paste(&'a str),
    /// The left button was pressed on a row of the popup's list; rows count from 0 at the top of the list.
    Click(u16),
    /// The wheel was turned by so many rows, downwards where positive.
    Wheel(isize),
    /// Something happened outside: `Resized`, `Themes`, `Found`, `Scanned`, `BasketChanged`, `BasketLoaded` or `Written`. The app has
    /// handled the event itself by then.
    Event(Event),
}

/// What the last key or mouse event left for the next.
#[derive(Debug, Default)]
pub struct InputState {
    /// The count typed before an action, as in `5j`.
    pub count: Option<usize>,
    /// Set when the last key stopped at the end of the article, so that the same key goes on.
    pub(crate) is_at_end: bool,
    /// The address with a user name that was shown instead of opened.
    pub(crate) doubtful_link: Option<String>,
    /// The cluster of the article on which the mouse button went down.
    pub(crate) dragging: Option<Range<TextPos>>,
}
