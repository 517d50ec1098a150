//! The popup that corrects title, source, date and link of the article on screen, where they were read wrongly.
//!
//! A correction is kept beside the marks of the article and never written into its file. Each field
//! that differs from what was read becomes a part of it; a field that is set back to what was read
//! drops out. An article that was corrected before shows its present values, but is compared with
//! what the file has.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::panes::{self, Pane, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::conventions::dates;
use crate::lang::{Lang, Words};
use crate::library::corrections;
use crate::model::identity::ArticleKey;
use crate::model::{Article, AsRead};
use crate::quote::address::browsable;
use crate::state::{Change, Correction, Corrections};
use jiff::civil::Date;
use ratatui::layout::Rect;

/// The article is corrected.
const CORRECTED: Words = Words::new("已更正", "corrected");
/// The article stands as it was read again.
const AS_READ: Words = Words::new("已恢复为文件中的内容", "restored from the file");
/// The date is none.
const NO_DATE: Words = Words::new(
    "日期请写成 2025-06-15 这样的形式",
    "write the date in this form: 2025-06-15",
);
/// The date has the form of one, but the calendar has no such day.
const NO_DAY: Words = Words::new("没有 {} 这一天", "there is no such day as {}");
/// The link is none that a browser opens.
const NO_LINK: Words = Words::new(
    "链接须为 http 或 https 网址，如 https://example.cn/a",
    "the link must be an http or https address, such as https://example.cn/a",
);
/// The title is empty.
const NO_TITLE: Words = Words::new("标题不能为空", "the title cannot be empty");

/// The labels of the fields, from the top.
pub const LABELS: [Words; 4] = [
    Words::new("标题", "Title"),
    Words::new("来源", "Source"),
    Words::new("日期", "Date"),
    Words::new("链接", "Link"),
];

/// The index of the title among [`LABELS`].
const TITLE: usize = 0;
/// The index of the date.
const DATE: usize = 2;
/// The index of the link.
const LINK: usize = 3;

/// The names of the fields in JSON and their words.
const FIELDS: [(&str, Words); 4] = [
    ("title", LABELS[0]),
    ("source", LABELS[1]),
    ("date", LABELS[2]),
    ("link", LABELS[3]),
];

/// The fields of an article.
#[derive(Debug, Clone)]
pub struct CorrectionForm {
    /// The texts, in the order of [`LABELS`].
    pub fields: [Field; 4],
    /// The index of the field with the cursor.
    pub at: usize,
    /// The article.
    key: ArticleKey,
    /// The fields as they were read.
    read: AsRead,
}

impl CorrectionForm {
    /// Opens the fields of the article on screen; `None` without one.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Option<Self> {
        let contents = cx.contents?;
        let (key, article) = (contents.key()?, contents.selected()?);
        let date = article.date.map(|date| date.to_string());
        let texts = [
            Some(article.title.as_str()),
            article.source.as_deref(),
            date.as_deref(),
            article.link.as_deref(),
        ];
        Some(Self {
            fields: texts.map(|text| Field::holding(text.unwrap_or_default())),
            at: 0,
            key,
            read: as_read(article),
        })
    }

    /// Returns what differs from what was read.
    ///
    /// # Errors
    /// The index of the field that is wrong, and the sentence about it in `lang`.
    fn correction(&self, lang: Lang) -> Result<Correction, (usize, String)> {
        let [title, source, date, link] = self.fields.each_ref().map(|field| field.text().trim());
        if title.is_empty() {
            return Err((TITLE, NO_TITLE.get(lang).to_owned()));
        }
        // An empty date is a correction too: the file's date was wrong and the right one is
        // unknown.
        let date = match date {
            "" => None,
            date => Some(day(date, lang).map_err(|wrong| (DATE, wrong))?),
        };
        let differs = |text: &str, read: Option<&String>| {
            (read.map_or("", String::as_str) != text).then(|| text.to_owned())
        };
        let new_link = differs(link, self.read.link.as_ref());
        // A link stays as the file has it, whatever it is; only what is typed is tested, by the rule for the browser.
        if new_link
            .as_deref()
            .is_some_and(|link| !link.is_empty() && browsable(link).is_none())
        {
            return Err((LINK, NO_LINK.get(lang).to_owned()));
        }
        Ok(Correction {
            title: differs(title, Some(&self.read.title)),
            source: differs(source, self.read.source.as_ref()),
            // `Some(None)` takes the date away; `None` leaves it as it was read.
            date: (date != self.read.date).then_some(date),
            link: new_link,
        })
    }
}

/// Reads a day in any of the forms of the reports: `2025-6-15`, `2025年6月15日`, `２０２５／６／１５`.
///
/// # Errors
/// A sentence in `lang`, if the text is no day, or a day that the calendar does not have.
fn day(text: &str, lang: Lang) -> Result<Date, String> {
    match dates::leading(text).filter(|found| found.end == text.len()) {
        Some(found) => found.date.ok_or_else(|| NO_DAY.with(lang, &[text])),
        None => Err(NO_DATE.get(lang).to_owned()),
    }
}

/// Returns the fields of an article as they were read.
///
/// An article without a correction is itself what was read.
fn as_read(article: &Article) -> AsRead {
    let read = article.as_read.as_deref().cloned();
    read.unwrap_or_else(|| AsRead {
        title: article.title.clone(),
        source: article.source.clone(),
        date: article.date,
        link: article.link.clone(),
    })
}

/// Returns `已更正：标题、来源`; `None` where nothing is corrected.
pub fn corrected_words(article: &Article, lang: Lang) -> Option<String> {
    let names = article.corrected_fields();
    let fields = FIELDS.iter().filter(|(name, _)| names.contains(name));
    let fields: Vec<&str> = fields.map(|(_, words)| words.get(lang)).collect();
    let (colon, comma) = match lang {
        Lang::Zh => ("：", "、"),
        Lang::En => (": ", ", "),
    };
    (!fields.is_empty()).then(|| CORRECTED.get(lang).to_owned() + colon + &fields.join(comma))
}

impl Popup for CorrectionForm {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup_beside(Pane::Reader, screen, 84, 4, false))
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let count = self.fields.len();
        match &input {
            Input::Action(Action::Accept) => match self.correction(cx.lang()) {
                Ok(correction) => {
                    return Response::close().and(Request::Correct(self.key, correction));
                }
                Err((at, wrong)) => {
                    self.at = at;
                    cx.problem(wrong);
                }
            },
            Input::Action(Action::Cancel) => return Response::close(),
            Input::Action(Action::Down) => self.at = (self.at + 1) % count,
            Input::Action(Action::Up) => self.at = (self.at + count - 1) % count,
            Input::Click(line) if usize::from(*line) < count => self.at = usize::from(*line),
            input => drop(self.fields[self.at].handle(input)),
        }
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Accept, Action::Cancel]
    }
}

impl App {
    /// Corrects an article, and shows it so.
    pub(crate) fn correct(&mut self, key: ArticleKey, correction: Correction) -> Vec<Effect> {
        // An empty correction removes the one before it.
        let words = if correction.is_empty() {
            self.corrections.remove(&key);
            AS_READ
        } else {
            self.corrections.insert(key, correction.clone());
            CORRECTED
        };
        let mut effects = self.show_corrected();
        self.message = Some(Message::note(words.get(self.options.lang)));
        effects.push(Effect::Remember(Change::Correction(key, correction)));
        effects
    }

    /// Replaces all corrections by those of the store.
    pub(crate) fn replace_corrections(&mut self, corrections: Corrections) -> Vec<Effect> {
        // The store sends all of them whenever another reader changes anything.
        if self.corrections == corrections {
            return Vec::new();
        }
        self.corrections = corrections;
        self.show_corrected()
    }

    /// Shows the open issue with the corrections as they are now.
    ///
    /// Other articles that are open nowhere take their corrections when they are opened.
    fn show_corrected(&mut self) -> Vec<Effect> {
        // It is read again with them.
        self.drop_ahead();
        let Some(contents) = &self.issue.contents else {
            return Vec::new();
        };
        let mut opened = contents.opened.clone();
        if !corrections::apply(&mut opened.issue, &self.corrections) {
            return Vec::new();
        }
        self.show_again(Some(opened))
    }
}
