//! The issue that is being opened, and the article that is wanted in it.

use crate::app::key::Key;
use crate::library::Place;
use crate::model::identity::ArticleKey;
use std::collections::VecDeque;

/// An issue that was asked for and is not open yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// Its file.
    pub(crate) place: Place,
    /// The article to show of it.
    pub(crate) wanted: WantedArticle,
    /// Set when it is opened with a password that was typed.
    pub(crate) has_password: bool,
}

/// The issue that is being opened.
#[derive(Debug, Default)]
pub(crate) struct AwaitedIssue {
    /// The issue of which the answer is awaited.
    pub(crate) opening: Option<Opening>,
    /// Keys that came meanwhile and are meant for it.
    pub(crate) keys: VecDeque<Key>,
}

impl Opening {
    /// Asks for an article of the issue at `place`.
    pub(crate) const fn new(place: Place, wanted: WantedArticle) -> Self {
        Self {
            place,
            wanted,
            has_password: false,
        }
    }
}

/// An article of an issue that is not open yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WantedArticle {
    /// The first.
    First,
    /// The lead, where there is one, else the first.
    Lead,
    /// The last: the reader came back from the issue behind it.
    Last,
    /// This one, at whatever index it stands.
    Article(ArticleKey),
    /// This one if it is still there: the article of the last run, looked for by the name of its file.
    Guess(ArticleKey),
    /// The one on screen: the issue is open already and its file was changed.
    Same,
}
