//! What the rows of the dialog say: the facts of the brief and the path of its file, from the facts of the brief before.

use super::{SaveAs, SaveRow};
use crate::app::popup::Cx;
use crate::brief::BriefFormat;
use crate::brief::details::BriefDetails;
use crate::conventions::numerals;
use crate::lang::Words;
use crate::state::LastBrief;

/// The name of the file before the number or the date.
const NAME: Words = Words::new("简报", "brief");
/// The number in the name of the file.
const NUMBER: Words = Words::new("第{}期", "no-{}");

impl SaveAs {
    /// Fills the fields with the facts of the `last` brief and the numbers after it; with those of the configuration where the
    /// last brief has none.
    pub(super) fn fill(&mut self, last: LastBrief, configured: &BriefDetails) {
        // The number after the last brief; the configured one is that of the first.
        let next = |last: Option<u32>, first| last.map_or(first, |n| Some(n.saturating_add(1)));
        let number = next(last.number, configured.number);
        let total = next(last.total_number, configured.total_number);
        let digits = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        let text = |last: Option<String>, first: &Option<String>| {
            last.or_else(|| first.clone()).unwrap_or_default()
        };
        let format = last.format.as_deref().and_then(BriefFormat::of_extension);
        let ending = format.unwrap_or(BriefFormat::Docx).extension();
        let values = [
            (SaveRow::Folder, last.folder.unwrap_or_default()),
            (SaveRow::Title, text(last.title, &configured.title)),
            (SaveRow::Number, digits(number)),
            (SaveRow::TotalNumber, digits(total)),
            (
                SaveRow::Publisher,
                text(last.publisher, &configured.publisher),
            ),
            (
                SaveRow::Recipients,
                text(last.recipients, &configured.recipients),
            ),
            (SaveRow::Copies, digits(last.copies.or(configured.copies))),
            (SaveRow::Editor, text(last.editor, &configured.editor)),
            // Only an ending: `name` puts the stem before it.
            (SaveRow::File, format!(".{ending}")),
        ];
        for (row, value) in values {
            self.put(row, &value);
        }
    }

    /// Names the file by title and number, or by the day, until a name is typed.
    ///
    /// `云屿监测周报` with number 12 as DOCX gives `云屿监测周报-第12期.docx`. An unknown ending
    /// leaves the name as it was typed.
    pub(super) fn name(&mut self, cx: &Cx<'_>) {
        let Some(format) = self.format().filter(|_| !self.is_named) else {
            return;
        };
        let (lang, title) = (cx.lang(), self.text(SaveRow::Title).trim());
        let title = if title.is_empty() {
            NAME.get(lang)
        } else {
            title
        };
        let title = file_name(title);
        let tail = match (
            self.number(SaveRow::Number),
            self.text(SaveRow::Number).trim(),
        ) {
            (Some(number), _) => NUMBER.with(lang, &[&number.to_string()]),
            (None, "") => cx.options.today.to_string(),
            // Kept as it is typed until it is mended, without signs that no file name can have.
            (None, typed) => NUMBER.with(lang, &[&file_name(typed)]),
        };
        let name = format!("{title}-{tail}.{}", format.extension());
        self.put(SaveRow::File, &name);
    }

    /// The format of the name's ending; `None` for an unknown ending.
    pub fn format(&self) -> Option<BriefFormat> {
        let (_, ending) = self.text(SaveRow::File).rsplit_once('.')?;
        BriefFormat::of_extension(ending)
    }

    /// The path of the file: the folder, if there is one, and the name.
    pub(super) fn path(&self) -> String {
        let name = self.text(SaveRow::File).trim();
        let folder = self.text(SaveRow::Folder).trim();
        // An absolute name is meant as it stands.
        if folder.is_empty() || name.starts_with(['/', '~']) {
            return name.to_owned();
        }
        format!("{}/{name}", folder.trim_end_matches('/'))
    }

    /// The number in a row, of any digits that reports have: `12`, `１２`, `十二`. `None` where it is empty or no number.
    pub(super) fn number(&self, row: SaveRow) -> Option<u32> {
        numerals::number(self.text(row))
    }

    /// The facts of the brief as the rows have them.
    pub(super) fn details(&self) -> BriefDetails {
        let text = |row| {
            let text = self.text(row).trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        BriefDetails {
            title: text(SaveRow::Title),
            number: self.number(SaveRow::Number),
            total_number: self.number(SaveRow::TotalNumber),
            publisher: text(SaveRow::Publisher),
            recipients: text(SaveRow::Recipients),
            copies: self.number(SaveRow::Copies),
            editor: text(SaveRow::Editor),
            // Note, colour and template come from the configuration.
            ..self.details.clone()
        }
    }

    /// What is offered for the next brief.
    ///
    /// Empty texts are not kept, so that the configuration counts again.
    pub(super) fn facts(&self) -> LastBrief {
        let details = self.details();
        let folder = self.text(SaveRow::Folder).trim();
        LastBrief {
            title: details.title,
            number: details.number,
            total_number: details.total_number,
            publisher: details.publisher,
            recipients: details.recipients,
            copies: details.copies,
            editor: details.editor,
            folder: (!folder.is_empty()).then(|| folder.to_owned()),
            format: self.format().map(|format| format.name().to_owned()),
            style: Some(self.style.name().to_owned()),
            layout: Some(self.layout.name().to_owned()),
        }
    }
}

/// Returns `text` without the signs that no file name can have.
fn file_name(text: &str) -> String {
    text.chars()
        .map(|c| if r#"/\:*?"<>|"#.contains(c) { '-' } else { c })
        .collect()
}
