//! The article: the lines in sight, each in the style of its paragraph, hits marked, the link a hyperlink.

use crate::app::App;
use crate::app::find::Find;
use crate::app::page::Part;
use crate::app::panes::text_column;
use crate::app::reader::Reader;
use crate::lang::Words;
use crate::text::galley::Row;
use crate::text::typeset::Line;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use std::ops::Range;

const EMPTY: Words = Words::new("没有打开的报告", "no report is open");

pub(super) fn draw(app: &App, body: Rect, canvas: &mut Canvas<'_>) {
    let column = text_column(body, app.options.measure_cols);
    match &app.reader {
        Some(reader) => page(reader, column, link(app), canvas),
        None if app.is_scanned => {
            let y = column.y + column.height / 3;
            canvas.put(
                column.x,
                y,
                EMPTY.get(app.options.lang),
                column.width,
                Role::Dim,
            );
        }
        None => {}
    }
}

fn link(app: &App) -> Option<&str> {
    app.contents.as_ref()?.selected()?.link.as_deref()
}

/// The rows of a page in sight.
pub(super) fn page(reader: &Reader, column: Rect, link: Option<&str>, canvas: &mut Canvas<'_>) {
    for (y, row) in (column.y..column.bottom()).zip(reader.rows()) {
        let Some(line) = row.line else { continue };
        let role = role(reader.part(&row));
        let start = column.x + line.indent_cols;
        let end = draw_line(&row, line, start, y, role, reader.find.as_ref(), canvas);
        if let (Part::Link, Some(url)) = (reader.part(&row), link) {
            canvas
                .cells
                .link(start, y, end.saturating_sub(start), url, 1);
        }
    }
}

const fn role(part: Part) -> Role {
    match part {
        Part::Headline => Role::Headline,
        Part::Dateline | Part::OriginalTitle => Role::Dim,
        Part::Link => Role::Link,
        Part::Text => Role::Text,
        Part::Heading => Role::Heading,
        Part::Byline => Role::Byline,
    }
}

/// Writes the bytes of a line, those of hits in their own style; answers the column behind it.
fn draw_line(
    row: &Row<'_>,
    line: &Line,
    mut x: u16,
    y: u16,
    role: Role,
    find: Option<&Find>,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let hits = find.map(|f| f.touching(row.place.block, &line.range).collect::<Vec<_>>());
    let mut at = line.range.start;
    let mut write = |bytes: Range<usize>, role: Role, at: &mut usize| {
        let text = row.text.get(bytes.clone()).unwrap_or_default();
        let style = canvas.style(role);
        x = canvas.cells.put(x, y, text, u16::MAX, style);
        *at = bytes.end;
    };
    for (hit, is_current) in hits.unwrap_or_default() {
        let start = hit.range.start.max(at);
        let end = hit.range.end.min(line.range.end);
        write(at..start, role, &mut at);
        write(
            start..end,
            if is_current {
                Role::MatchCurrent
            } else {
                Role::Match
            },
            &mut at,
        );
    }
    write(at..line.range.end, role, &mut at);
    x
}
