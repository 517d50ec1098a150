//! The popup that writes the basket as a brief. It asks for the file, the form and the facts of the masthead, offers what was
//! used the last time, and shows how the brief begins.
//!
//! The dialog opens with the facts of the last brief of this basket and the next number, so that
//! three keys lead from the basket to the file. The name of the file follows title and number until
//! it is typed by hand. The format is the ending of the name, and the row of the format changes the
//! ending.
//!
//! A file in the way is replaced only if Enter is pressed a second time for the same path. When the
//! brief was written, its articles are marked as sent and its facts are kept for the next one.

use crate::app::App;
use crate::app::action::Action;
use crate::app::basket_list::basket_places;
use crate::app::effect::{BriefRequest, Effect};
use crate::app::event::{Event, Written};
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::app::reader::Setting;
use crate::brief::details::BriefDetails;
use crate::brief::{self, BriefFormat, BriefLayout, BriefStyle};
use crate::lang::{Lang, Words};
use crate::state::SentMark;
use ratatui::layout::Rect;
pub use rows::SaveRow;

mod rows;
mod values;

/// The brief was written: its path.
const WRITTEN: Words = Words::new("简报已写入 {}", "the brief was written to {}");
/// Articles of the basket are not in the library any more: how many.
const LOST: Words = Words::new("；有 {} 篇已找不到", "; {} article{s} not found");
/// There is a file of that name.
const EXISTS: Words = Words::new(
    "已有 {}；再按一次回车覆盖",
    "{} exists; press Enter once more to replace it",
);
/// The ending of the name is unknown.
const NO_FORMAT: Words = Words::new(
    "文件名以 .docx .odt .md .txt .json .csv 之一结尾",
    "end the name in .docx, .odt, .md, .txt, .json or .csv",
);
/// The text of a row is no number: the label of the row.
const NO_NUMBER: Words = Words::new("{}须为数字", "{}: digits only");
/// The dialog.
#[derive(Debug, Clone)]
pub struct SaveAs {
    /// The texts of the rows, in the order of [`SaveRow::ALL`]; those of a choice are empty.
    fields: [Field; SaveRow::ALL.len()],
    /// The index of the row with the cursor.
    at: usize,
    /// The style of a document.
    pub style: BriefStyle,
    /// How much of each article.
    pub layout: BriefLayout,
    /// The first lines of the brief; empty until its articles were read.
    pub preview: Vec<String>,
    /// Rows of the preview that have room.
    preview_rows: u16,
    /// Set when the name of the file was typed, so that it no longer follows the number.
    is_named: bool,
    /// The facts that the dialog does not ask for.
    details: BriefDetails,
    /// The path of a file that may be replaced if Enter is pressed once more.
    may_replace: Option<String>,
}

impl SaveAs {
    /// Opens the dialog with what was used the last time, and the next number.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let configured = cx.options.brief.clone();
        let last = cx.basket.last_brief().cloned().unwrap_or_default();
        let style = BriefStyle::ALL.into_iter();
        let layout = BriefLayout::ALL.into_iter();
        let mut save = Self {
            fields: SaveRow::ALL.map(|_| Field::default()),
            at: 0,
            style: style
                .rev()
                // The last in the list is the default where nothing was written yet.
                .find(|style| {
                    last.style
                        .as_deref()
                        .is_none_or(|name| name == style.name())
                })
                .unwrap_or(BriefStyle::Official),
            layout: layout
                .into_iter()
                .find(|layout| last.layout.as_deref() == Some(layout.name()))
                .unwrap_or_default(),
            preview: Vec::new(),
            preview_rows: 0,
            is_named: false,
            may_replace: None,
            details: configured.clone(),
        };
        save.fill(last, &configured);
        save.name(cx);
        save
    }

    /// The text of a row.
    pub fn text(&self, row: SaveRow) -> &str {
        self.field(row).text()
    }

    /// The field of a row; that of a choice is empty.
    pub fn field(&self, row: SaveRow) -> &Field {
        &self.fields[row as usize]
    }

    /// The row with the cursor.
    pub fn row(&self) -> SaveRow {
        SaveRow::ALL[self.at]
    }

    /// Replaces the text of a row.
    fn put(&mut self, row: SaveRow, text: &str) {
        self.fields[row as usize] = Field::holding(text);
    }

    /// Writes the brief, if the ending of the name is that of a format and the numbers are numbers. Else the cursor goes to the
    /// row that is wrong.
    fn write(&mut self, cx: &mut Cx<'_>) -> Response {
        let Some(format) = self.format() else {
            self.at = SaveRow::File as usize;
            cx.problem(NO_FORMAT.get(cx.lang()));
            return Response::stay();
        };
        for row in [SaveRow::Number, SaveRow::TotalNumber, SaveRow::Copies] {
            if !self.text(row).trim().is_empty() && self.number(row).is_none() {
                self.at = row as usize;
                let label = row.label().get(cx.lang());
                cx.problem(NO_NUMBER.with(cx.lang(), &[label]));
                return Response::stay();
            }
        }
        let path = self.path();
        Response::stay().and(Request::Effect(Effect::WriteBrief(Box::new(
            BriefRequest {
                items: basket_places(cx),
                format,
                style: self.style,
                layout: self.layout,
                details: self.details(),
                // Another name asks anew.
                overwrite: self.may_replace.as_ref() == Some(&path),
                path,
            },
        ))))
    }

    /// Chooses the next or the previous value of the row with the cursor. False for a row that is typed into.
    fn step_choice(&mut self, forward: bool) -> bool {
        match self.row() {
            SaveRow::Format => self.step_format(forward),
            SaveRow::Style => self.style = next_of(&BriefStyle::ALL, self.style, forward),
            SaveRow::Layout => self.layout = next_of(&BriefLayout::ALL, self.layout, forward),
            _ => return false,
        }
        true
    }

    /// Replaces the ending by that of the next or the previous format.
    fn step_format(&mut self, forward: bool) {
        let all = BriefFormat::IN_DIALOG;
        let before = self.format().filter(|format| all.contains(format));
        let next = before.map_or(all[0], |before| next_of(&all, before, forward));
        let name = self.text(SaveRow::File);
        // A name with an unknown ending keeps it and gets one more.
        let stem = match (before, name.rsplit_once('.')) {
            (Some(_), Some((stem, _))) => stem,
            _ => name,
        };
        let name = format!("{stem}.{}", next.extension());
        self.put(SaveRow::File, &name);
    }

    /// Compiles the beginning of the brief anew.
    ///
    /// Only as many lines as there is room for are kept. Without articles, or without room, there
    /// are none.
    fn look(&mut self, cx: &Cx<'_>) {
        let rows = cx.basket.brief_rows(false);
        if rows.is_empty() || self.preview_rows == 0 {
            self.preview.clear();
            return;
        }
        let brief = brief::compile(&rows, self.details(), self.layout, cx.options.today);
        let most = self.preview_rows.into();
        self.preview = brief::preview(&brief, self.format(), self.style, most);
    }

    /// Handles the end of writing: what went out is marked and the facts are kept for the next time.
    ///
    /// The name of the file is not kept: it is made from the facts each time.
    fn end(&mut self, written: &Written, cx: &mut Cx<'_>) -> Response {
        match written {
            Written::Done { sent, .. } => {
                let facts = self.facts();
                // A brief without a title is marked by the word for a brief.
                let title = facts.title.clone();
                let mark = SentMark {
                    brief: title.unwrap_or_else(|| brief::TITLE.to_owned()),
                    number: facts.number,
                    day: cx.options.today,
                };
                let keep = Effect::Remember(cx.basket.keep_brief(facts));
                // They are offered for the first brief of another basket as well, but for the numbers.
                let (number, total_number) =
                    (cx.options.brief.number, cx.options.brief.total_number);
                let known = self.details().overridden_by(cx.options.brief.clone());
                cx.options.brief = BriefDetails {
                    number,
                    total_number,
                    ..known
                };
                Response::close()
                    .and(Request::Sent(sent.clone(), mark))
                    .and(Request::Effect(keep))
            }
            Written::Exists => {
                let path = self.path();
                cx.problem(EXISTS.with(cx.lang(), &[&path]));
                self.may_replace = Some(path);
                Response::stay()
            }
            Written::Failed(_) => Response::stay(),
        }
    }
}

/// Returns the value behind or before `value` in `all`, round the ends.
fn next_of<T: Copy + PartialEq>(all: &[T], value: T, forward: bool) -> T {
    let at = all.iter().position(|one| *one == value).unwrap_or(0);
    let step = if forward { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}

impl Popup for SaveAs {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        // A row for each field, one free, and the preview as far as there is room.
        let rows = u16::try_from(SaveRow::ALL.len()).unwrap_or(u16::MAX);
        let preview = screen.height.saturating_sub(rows + 5).min(8);
        Some(panes::popup(screen, 72, rows + 1 + preview, false))
    }

    fn resize(&mut self, list: Rect, _: Setting) {
        let rows = u16::try_from(SaveRow::ALL.len() + 1).unwrap_or(u16::MAX);
        self.preview_rows = list.height.saturating_sub(rows);
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        let count = SaveRow::ALL.len();
        match &input {
            Input::Action(Action::Accept) => return self.write(cx),
            Input::Action(Action::Cancel) => {
                return Response::close().and(Request::Run(Action::Basket));
            }
            Input::Action(Action::Down) => self.at = (self.at + 1) % count,
            Input::Action(Action::Up) => self.at = (self.at + count - 1) % count,
            Input::Action(Action::CursorRight) if self.step_choice(true) => {}
            Input::Action(Action::CursorLeft) if self.step_choice(false) => {}
            // In a row that is typed into a space is a character.
            Input::Char(' ') if self.step_choice(true) => {}
            Input::Click(line) if usize::from(*line) < count => self.at = usize::from(*line),
            Input::Event(Event::Written(written)) => return self.end(written, cx),
            input => {
                let row = self.row();
                let is_choice = matches!(row, SaveRow::Format | SaveRow::Style | SaveRow::Layout);
                if !is_choice && self.fields[self.at].handle(input) {
                    self.is_named |= row == SaveRow::File;
                    self.name(cx);
                }
            }
        }
        self.look(cx);
        Response::stay()
    }

    fn keys(&self) -> &'static [Action] {
        &[Action::Accept, Action::Cancel]
    }
}

impl App {
    /// Shows that a brief was written or not, and lets the dialog ask what to do.
    pub(crate) fn on_written(&mut self, written: Written) -> Vec<Effect> {
        let message = message(&written, self.options.lang);
        self.message = message.or(self.message.take());
        self.handle_in_popup(Input::Event(Event::Written(written)))
    }
}

/// Returns the message about a brief that was written or not; `None` where the popup asks what to do.
fn message(written: &Written, lang: Lang) -> Option<Message> {
    match written {
        Written::Done { path, lost, .. } => {
            let mut text = WRITTEN.with(lang, &[path]);
            if *lost > 0 {
                text += &LOST.with(lang, &[&lost.to_string()]);
            }
            Some(Message::note(text))
        }
        Written::Exists => None,
        Written::Failed(why) => Some(Message::problem(why.clone())),
    }
}
