//! The popup that writes the basket as a brief. It asks for the name of the file, whose ending selects the format.

use crate::app::action::Action;
use crate::app::basket_list::basket_places;
use crate::app::effect::Effect;
use crate::app::event::{Event, Written};
use crate::app::field::Field;
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::panes::{self, PopupArea};
use crate::app::popup::{Cx, Popup, Request, Response};
use crate::brief::BriefFormat;
use crate::lang::{Lang, Words};
use ratatui::layout::Rect;

/// The brief was written: its path.
const WRITTEN: Words = Words::new("简报已写入 {}", "the brief was written to {}");
/// Articles of the basket are not in the library any more: how many.
const LOST: Words = Words::new("；有 {} 篇已找不到", "; {} articles are not to be found");
/// There is a file of that name.
const EXISTS: Words = Words::new(
    "已有 {}；再按一次回车覆盖",
    "{} exists; press Enter once more to replace it",
);
/// The ending of the name is unknown.
const NO_FORMAT: Words = Words::new(
    "文件名以 .md .txt .docx .json .csv 之一结尾",
    "end the name in .md, .txt, .docx, .json or .csv",
);
/// The name of the file before the date.
const NAME: Words = Words::new("简报", "brief");

/// The field with the name of the file.
#[derive(Debug, Clone)]
pub struct SaveAs {
    /// The name.
    pub field: Field,
    /// The name of a file that may be replaced if Enter is pressed once more.
    may_replace: Option<String>,
}

impl SaveAs {
    /// Opens the field with a name of the day.
    pub(crate) fn open(_: Action, cx: &mut Cx<'_>) -> Self {
        let name = format!("{}-{}.md", NAME.get(cx.lang()), cx.options.today);
        Self {
            field: Field::holding(&name),
            may_replace: None,
        }
    }

    /// Writes the brief, if the ending of the name is that of a format.
    fn write(&self, cx: &mut Cx<'_>) -> Response {
        let Some(format) = self.format() else {
            cx.problem(NO_FORMAT.get(cx.lang()));
            return Response::stay();
        };
        let path = self.field.text().trim().to_owned();
        Response::stay().and(Request::Effect(Effect::WriteBrief {
            items: basket_places(cx),
            format,
            details: cx.options.brief.clone(),
            overwrite: self.may_replace.as_ref() == Some(&path),
            path,
        }))
    }

    /// The format of the name's ending; `None` for an unknown ending.
    pub fn format(&self) -> Option<BriefFormat> {
        let (_, ending) = self.field.text().rsplit_once('.')?;
        BriefFormat::of_extension(ending)
    }

    /// Replaces the ending by that of the next or the previous format.
    fn step_format(&mut self, forward: bool) {
        let all = BriefFormat::IN_DIALOG;
        let at = self.format().and_then(|f| all.iter().position(|o| *o == f));
        let next = match at {
            Some(at) if forward => (at + 1) % all.len(),
            Some(at) => (at + all.len() - 1) % all.len(),
            None => 0,
        };
        let name = self.field.text();
        let stem = match (at, name.rsplit_once('.')) {
            (Some(_), Some((stem, _))) => stem,
            _ => name,
        };
        let ending = all.get(next).map_or("docx", |format| format.extension());
        self.field = Field::holding(&format!("{stem}.{ending}"));
    }
}

impl Popup for SaveAs {
    fn context(&self) -> Context {
        Context::Input
    }

    fn area(&self, screen: Rect) -> Option<PopupArea> {
        Some(panes::popup(screen, 60, 1, true))
    }

    fn handle(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Response {
        match &input {
            Input::Action(Action::Accept) => return self.write(cx),
            Input::Action(Action::Cancel) => {
                return Response::close().and(Request::Run(Action::Basket));
            }
            Input::Action(Action::Down) => self.step_format(true),
            Input::Action(Action::Up) => self.step_format(false),
            Input::Event(Event::Written(Written::Done { .. })) => return Response::close(),
            Input::Event(Event::Written(Written::Exists)) => {
                let name = self.field.text().trim().to_owned();
                cx.problem(EXISTS.with(cx.lang(), &[&name]));
                self.may_replace = Some(name);
            }
            input => drop(self.field.handle(input)),
        }
        Response::stay()
    }
}

/// The message about a brief that was written or not; `None` where the popup asks what to do.
pub(crate) fn message(written: &Written, lang: Lang) -> Option<Message> {
    match written {
        Written::Done { path, lost } => {
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

#[cfg(test)]
mod tests {
    use super::SaveAs;
    use crate::app::field::Field;
    use crate::brief::BriefFormat;

    #[test]
    fn the_ending_is_the_format_and_is_stepped_through() {
        let mut save = SaveAs {
            field: Field::holding("简报.v2.docx"),
            may_replace: None,
        };
        let mut seen = Vec::new();
        for _ in BriefFormat::IN_DIALOG {
            seen.push(save.format().unwrap());
            save.step_format(true);
        }
        assert_eq!(seen, BriefFormat::IN_DIALOG);
        assert_eq!(save.field.text(), "简报.v2.docx");
        save.step_format(false);
        assert_eq!(save.field.text(), "简报.v2.csv");
        save.field = Field::holding("简报");
        assert_eq!(save.format(), None);
        save.step_format(true);
        assert_eq!(save.field.text(), "简报.docx");
    }
}
