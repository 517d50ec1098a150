//! Writing the basket as a brief: a name for the file, whose ending is the format.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::field::Field;
use crate::app::message::Message;
use crate::app::overlay::Overlay;
use crate::brief::BriefFormat;
use crate::lang::Words;

const WRITTEN: Words = Words::new("简报已写入 {}", "the brief was written to {}");
const LOST: Words = Words::new("；有 {} 篇已找不到", "; {} articles are not to be found");
const EXISTS: Words = Words::new(
    "已有 {}；再按一次回车覆盖",
    "{} exists; press Enter once more to replace it",
);
const NO_FORMAT: Words = Words::new(
    "文件名以 .md .txt .docx .json .csv 之一结尾",
    "end the name in .md, .txt, .docx, .json or .csv",
);
/// What the file is called at first.
const NAME: Words = Words::new("简报", "brief");

/// What became of a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was written to this file; so many of its articles were not to be found.
    Done {
        /// The whole path.
        path: String,
        /// Articles that are gone.
        lost: usize,
    },
    /// There is a file of that name.
    Exists,
    /// It was not written: why.
    Failed(String),
}

/// The name that is being typed.
#[derive(Debug, Clone)]
pub struct SaveAs {
    /// The name.
    pub field: Field,
    /// The name of a file that may be replaced if Enter is pressed once more.
    may_replace: Option<String>,
}

impl SaveAs {
    /// The format that the name's ending asks for.
    pub fn format(&self) -> Option<BriefFormat> {
        let (_, ending) = self.field.text().rsplit_once('.')?;
        BriefFormat::of_extension(ending)
    }

    /// Puts the next format's ending, or the one before's, behind the name.
    fn step_format(&mut self, forward: bool) {
        let all = BriefFormat::ALL;
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
        let ending = all.get(next).map_or("md", |format| format.extension());
        self.field = Field::holding(&format!("{stem}.{ending}"));
    }
}

impl App {
    /// Asks for a file's name.
    pub(crate) fn open_save_as(&mut self) {
        let (lang, today) = (self.options.lang, self.options.today);
        let name = format!("{}-{today}.md", NAME.get(lang));
        self.lay_over(Overlay::SaveAs(SaveAs {
            field: Field::holding(&name),
            may_replace: None,
        }));
    }

    /// Gives an action to the field of the name.
    pub(crate) fn apply_to_save_as(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::SaveAs(save)) = &mut self.overlay else {
            return Vec::new();
        };
        match action {
            Action::Accept => return self.write_brief(),
            Action::Cancel => self.open_basket(),
            Action::Down => save.step_format(true),
            Action::Up => save.step_format(false),
            action => {
                save.field.apply(action);
            }
        }
        Vec::new()
    }

    fn write_brief(&mut self) -> Vec<Effect> {
        let Some(Overlay::SaveAs(save)) = &self.overlay else {
            return Vec::new();
        };
        let Some(format) = save.format() else {
            let text = NO_FORMAT.get(self.options.lang);
            self.message = Some(Message::problem(text));
            return Vec::new();
        };
        let path = save.field.text().trim().to_owned();
        let overwrite = save.may_replace.as_ref() == Some(&path);
        vec![Effect::WriteBrief {
            items: self.basket_places(),
            format,
            path,
            overwrite,
        }]
    }

    /// Says what became of the brief; a file in the way may be replaced by a second Enter.
    pub(crate) fn tell_written(&mut self, written: Written) {
        let lang = self.options.lang;
        self.message = Some(match written {
            Written::Done { path, lost } => {
                self.overlay = None;
                let mut text = WRITTEN.with(lang, &[&path]);
                if lost > 0 {
                    text += &LOST.with(lang, &[&lost.to_string()]);
                }
                Message::note(text)
            }
            Written::Exists => {
                let mut name = String::new();
                if let Some(Overlay::SaveAs(save)) = &mut self.overlay {
                    save.field.text().trim().clone_into(&mut name);
                    save.may_replace = Some(name.clone());
                }
                Message::problem(EXISTS.with(lang, &[&name]))
            }
            Written::Failed(why) => Message::problem(why),
        });
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
            field: Field::holding("简报.v2.md"),
            may_replace: None,
        };
        let mut seen = Vec::new();
        for _ in BriefFormat::ALL {
            seen.push(save.format().unwrap());
            save.step_format(true);
        }
        assert_eq!(seen, BriefFormat::ALL);
        assert_eq!(save.field.text(), "简报.v2.md");
        save.step_format(false);
        assert_eq!(save.field.text(), "简报.v2.csv");
        save.field = Field::holding("简报");
        assert_eq!(save.format(), None);
        save.step_format(true);
        assert_eq!(save.field.text(), "简报.md");
    }
}
