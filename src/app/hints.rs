//! Hints: letters on every link in sight, the article's own and those in its text. In lower case they copy the link, in
//! capitals they open it. A link is whole however many lines it takes.
//!
//! Links are found in the rows in sight, so the hints hold for this screen only: a change of size
//! closes them. The letters are made so that none is the beginning of another, and the hint acts as
//! soon as its last letter is typed.

use crate::app::action::Action;
use crate::app::event::Event;
use crate::app::input::Input;
use crate::app::key::half_width;
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Reader;
use crate::lang::Words;
use ratatui::layout::Rect;

/// No link is in sight.
const NO_LINK_IN_SIGHT: Words = Words::new("这一屏没有链接", "no link in sight");
/// The keys to use while the hints are shown.
pub const HOW: Words = Words::new(
    "键入字母复制链接，大写字母打开，Esc 取消",
    "type the letters to copy a link, in capitals to open it; Esc to cancel",
);

/// The letters of hints, the easiest to reach first.
// The home row first.
const LETTERS: &[u8] = b"asdfjklghqwertyuiopzxcvbnm";

/// A link in sight and the letters that choose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The letters, in lower case.
    pub letters: String,
    /// The whole address, in ASCII.
    pub link: String,
    /// The paragraph it stands in.
    pub block: usize,
    /// Its first byte in sight.
    pub byte: usize,
}

/// The links in sight, and what was typed of a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    /// In reading order.
    pub hints: Vec<Hint>,
    /// The letters typed, in lower case.
    pub typed: String,
    /// Set once a capital was typed: the link is then opened instead of copied.
    opens: bool,
}

impl Hints {
    /// Opens the hints; `None`, and a note in the status line, without a link in sight.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let hints = Self::of(cx.reader.as_deref()?);
        if hints.hints.is_empty() {
            cx.note(NO_LINK_IN_SIGHT);
            return None;
        }
        Some(hints)
    }

    /// The hints for what `reader` shows.
    fn of(reader: &Reader) -> Self {
        let mut found: Vec<(String, usize, usize)> = Vec::new();
        for row in reader.rows() {
            let block = row.place.block;
            let Some(paragraph) = reader.paragraph(block) else {
                continue;
            };
            for line in row.segments {
                for link in paragraph.links_in(&line.range) {
                    // A link that takes several lines gets its letters on the first one in sight.
                    let is_known = found
                        .iter()
                        .any(|(_, known, byte)| *known == block && link.range.contains(byte));
                    if !is_known {
                        let byte = link.range.start.max(line.range.start);
                        found.push((link.target.clone(), block, byte));
                    }
                }
            }
        }
        let letters = letters(found.len());
        let hints = found.into_iter().zip(letters);
        Self {
            hints: hints
                .map(|((link, block, byte), letters)| Hint {
                    letters,
                    link,
                    block,
                    byte,
                })
                .collect(),
            typed: String::new(),
            opens: false,
        }
    }

    /// Handles a letter. Returns the link that it completes, and true if the link is to be opened.
    ///
    /// A letter that continues no hint is ignored, so that a slip does not close them.
    fn press(&mut self, letter: char) -> Option<(String, bool)> {
        let typed = format!("{}{}", self.typed, letter.to_ascii_lowercase());
        if !self
            .hints
            .iter()
            .any(|hint| hint.letters.starts_with(&typed))
        {
            return None;
        }
        // One capital among two letters is enough.
        self.opens |= letter.is_ascii_uppercase();
        self.typed = typed;
        let chosen = self.hints.iter().find(|hint| hint.letters == self.typed)?;
        Some((chosen.link.clone(), self.opens))
    }
}

/// Returns the letters of `count` hints, none the beginning of another: one letter each for up to 26 hints, else two.
fn letters(count: usize) -> Vec<String> {
    let single = LETTERS.iter().map(|&a| char::from(a).to_string());
    if count <= LETTERS.len() {
        return single.take(count).collect();
    }
    let pairs = single.flat_map(|a| {
        LETTERS
            .iter()
            .map(move |&b| format!("{a}{}", char::from(b)))
    });
    pairs.take(count).collect()
}

impl Popup for Hints {
    fn context(&self) -> Context {
        Context::Input
    }

    /// The letters stand on the article itself.
    fn area(&self, _: Rect) -> Option<PopupArea> {
        None
    }

    fn handle(&mut self, input: Input<'_>, _: &mut Cx<'_>) -> Response {
        match input {
            Input::Char(c) => match self.press(half_width(c)) {
                Some((link, true)) => Response::close().and(Request::Browse(link)),
                Some((link, false)) => Response::close().and(Request::Copy {
                    name: link.clone(),
                    text: link,
                }),
                None => Response::stay(),
            },
            // After a change of size other links are in sight.
            Input::Action(Action::Accept | Action::Cancel)
            | Input::Event(Event::Resized { .. }) => Response::close(),
            _ => Response::stay(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn no_hint_is_the_beginning_of_another() {
        for count in [0, 1, 26, 27, 300] {
            let all = letters(count);
            assert_eq!(all.len(), count);
            for (at, one) in all.iter().enumerate() {
                let others = all.iter().skip(at + 1);
                assert!(others.clone().all(|other| !other.starts_with(one.as_str())));
            }
        }
    }
}
