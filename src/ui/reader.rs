//! The article pane: the visible lines in the style of their paragraphs, with search hits marked and links as hyperlinks.

use crate::app::App;
use crate::app::find::TextMatch;
use crate::app::page::PageRole;
use crate::app::panes::text_column;
use crate::app::reader::Reader;
use crate::lang::Words;
use crate::library::Status;
use crate::ui::canvas::Canvas;
use crate::ui::line;
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;

const EMPTY: Words = Words::new("没有打开的报告", "no report is open");

/// Draws the article in its column, or a message if none is open.
pub(super) fn draw(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    let column = text_column(body, app.options.measure_cols);
    match &app.issue.reader {
        Some(reader) => page(reader, column, link(app), canvas),
        None if app.is_scanned => {
            // Until the scan is over a report may still open, so nothing is shown.
            let y = column.y + column.height / 3;
            let text = match app.shelf.selected().map(|entry| &entry.status) {
                Some(Status::TooLarge(bytes)) => app.tell_too_large(*bytes),
                _ => EMPTY.get(app.options.lang).to_owned(),
            };
            canvas.put(column.x, y, &text, column.width, Role::Dim);
        }
        None => {}
    }
}

/// Returns the link of the open article.
fn link(app: &App) -> Option<&str> {
    app.issue.contents.as_ref()?.selected()?.link.as_deref()
}

/// Draws the visible rows of a page in `column`; `link` is the target of its link line.
pub(super) fn page(reader: &Reader, column: Rect, link: Option<&str>, canvas: &mut Canvas<'_>) {
    for (y, shown) in (column.y..column.bottom()).zip(reader.rows()) {
        let Some(line) = shown.line else { continue };
        let marks = Marks::of(reader, shown.place.block, &line.range, canvas);
        let (place, rules) = ((column.x, y), reader.rules());
        let (start, end) = line::put(
            place,
            shown.text,
            line,
            rules,
            |byte| marks.style(byte),
            canvas,
        );
        if let (PageRole::Link, Some(url)) = (reader.part(&shown), link) {
            canvas
                .cells
                .link(start, y, end.saturating_sub(start), url, 1);
        }
    }
}

/// The styles of the bytes of a line: one for its paragraph, others for the search hits in it.
struct Marks {
    plain: Style,
    hits: Vec<(Range<usize>, Style)>,
}

impl Marks {
    /// Returns the styles of the bytes `bytes` of paragraph `block`.
    fn of(reader: &Reader, block: usize, bytes: &Range<usize>, canvas: &Canvas<'_>) -> Self {
        let hit = |(hit, is_current): (&TextMatch, bool)| {
            let role = if is_current {
                Role::MatchCurrent
            } else {
                Role::Match
            };
            (hit.range.clone(), canvas.style(role))
        };
        let hits = reader
            .find
            .as_ref()
            .map(|find| find.touching(block, bytes).map(hit).collect());
        Self {
            plain: canvas.style(role(reader.part_of(block))),
            hits: hits.unwrap_or_default(),
        }
    }

    /// Returns the style of a byte.
    fn style(&self, byte: usize) -> Style {
        let hit = self.hits.iter().find(|(range, _)| range.contains(&byte));
        hit.map_or(self.plain, |(_, style)| *style)
    }
}

/// Returns the role of a paragraph in the theme.
const fn role(part: PageRole) -> Role {
    match part {
        PageRole::Headline => Role::Headline,
        PageRole::Dateline | PageRole::OriginalTitle => Role::Dim,
        PageRole::Link => Role::Link,
        PageRole::Text => Role::Text,
        PageRole::Heading => Role::Heading,
        PageRole::Byline => Role::Byline,
    }
}
