//! The article pane: the visible lines in the style of their paragraphs, with search hits marked and links as hyperlinks.
//!
//! The app lays an article out as a galley: rows of segments, each a byte range of a block with its
//! column. This file draws the rows in sight. A row has one segment, or several in a table, whose
//! frame is drawn below the text.
//!
//! Where several styles meet on a byte, the hit of a search comes first, then a watch word, then
//! the underline of a link, then the style of the paragraph.

use crate::app::App;
use crate::app::action::Action;
use crate::app::find::TextMatch;
use crate::app::keymap::Context;
use crate::app::page::PageRole;
use crate::app::reader::Reader;
use crate::app::unreadable::Unreadable;
use crate::lang::Words;
use crate::text::galley::GalleyRow;
use crate::text::locate::column_of;
use crate::text::table::set::{TableFrame, TableRowKind};
use crate::text::typeset::Line;
use crate::ui::canvas::Canvas;
use crate::ui::line;
use crate::ui::theme::Role;
use crate::ui::widgets::lines;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// The message where the library has no report that can be shown.
const EMPTY: Words = Words::new("没有打开的报告", "no report is open");

/// The words on the rule above the next article, with the key that opens it.
const NEXT: Words = Words::new("下一篇（{}）", "Next article ({})");

/// The words on the rule above the next issue: the key that opens it and its name.
const NEXT_ISSUE: Words = Words::new("下一期（{}）：{}", "Next issue ({}): {}");

/// The role of a paragraph in the theme, by its role on the page.
type RoleOf = fn(PageRole) -> Role;

/// Draws the article in its column, or a message if none is open.
///
/// The column is centred in the pane and as wide as the measure of the options allows. Of a chosen file that cannot be shown it
/// has the reason and what to do.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(column) = app.screen.text_column(app.options.measure_cols) else {
        return;
    };
    match &app.issue.reader {
        Some(reader) => {
            page(reader, column, role, canvas);
            following(app, column, canvas);
        }
        // Until the scan is over a report may still open, so nothing is shown.
        None if app.scan.is_ended => match app.unreadable() {
            Some(file) => unreadable(&file, column, canvas),
            None if app.shelf.selected().is_some() => {}
            None => {
                let (y, text) = (column.y + column.height / 3, EMPTY.get(app.options.lang));
                canvas.put(column.x, y, text, column.width, Role::Dim);
            }
        },
        None => {}
    }
}

/// Draws the chosen file that cannot be shown: its name, the reason, what to do, its path.
fn unreadable(file: &Unreadable, column: Rect, canvas: &mut Canvas<'_>) {
    let below = |y: u16| Rect {
        y,
        height: column.bottom().saturating_sub(y),
        ..column
    };
    let mut y = lines(&file.name, column, Role::Headline, canvas);
    y = lines(&file.path, below(y), Role::Dim, canvas) + 1;
    y = lines(&file.why, below(y), Role::Problem, canvas) + 1;
    for remedy in &file.remedies {
        y = lines(remedy, below(y), Role::Text, canvas);
    }
}

/// Draws the articles below the end of the one on screen, each below a rule.
fn following(app: &App, column: Rect, canvas: &mut Canvas<'_>) {
    let mut before = None;
    for article in &app.issue.following.articles {
        let y = column.y + article.rule_row;
        let mut x = column.x;
        // The first of the open issue and the first of the next one have words on their rules.
        if before.replace(article.is_ahead) != Some(article.is_ahead) {
            let text = rule_text(app, article.is_ahead);
            x = canvas.put(x, y, &text, column.width, Role::Dim) + 1;
        }
        canvas.rule(x, y, column.right().saturating_sub(x));
        let below = Rect {
            y: y + 1,
            height: column.bottom().saturating_sub(y + 1),
            ..column
        };
        page(&article.reader, below, quiet_role, canvas);
    }
}

/// Returns the words on the rule above the next article, or above the next issue, with the key that goes there.
pub(super) fn rule_text(app: &App, is_ahead: bool) -> String {
    let lang = app.options.lang;
    let key = |action| {
        let key = app.options.keymap.key_for(Context::Reader, action);
        key.unwrap_or_default()
    };
    if !is_ahead {
        return NEXT.with(lang, &[&key(Action::NextArticle)]);
    }
    let name = app.issue_below().map(|entry| app.issue_name(entry));
    let name = name.unwrap_or_default();
    NEXT_ISSUE.with(lang, &[&key(Action::NextIssue), &name])
}

/// Draws the visible rows of a page in `column`, each paragraph in the role that `role_of` has for it.
///
/// The page about an issue is drawn with this as well.
pub(super) fn page(reader: &Reader, column: Rect, role_of: RoleOf, canvas: &mut Canvas<'_>) {
    for (y, shown) in (column.y..column.bottom()).zip(reader.rows()) {
        if let Some(frame) = &shown.frame {
            rules(frame, (column.x, y), canvas);
        }
        for line in shown.segments {
            text((reader, role_of), &shown, line, (column.x, y), canvas);
        }
    }
}

/// Draws one stretch of text of a row, with its hyperlinks.
///
/// `x` and `y` are the cell of the left edge of the column. Links are laid over the cells after the
/// text is written: they change the symbols of the cells.
fn text(
    (reader, role_of): (&Reader, RoleOf),
    row: &GalleyRow<'_>,
    line: &Line,
    (x, y): (u16, u16),
    canvas: &mut Canvas<'_>,
) {
    let block = row.place.block;
    let marks = Marks::of((reader, role_of), block, &line.range, canvas);
    let rules = reader.rules();
    let style = |byte| marks.style(byte);
    let (_, end) = line::put((x, y), row.text, line, rules, style, canvas);
    let Some(paragraph) = reader.paragraph(block) else {
        return;
    };
    if paragraph.part == PageRole::Link && line.range.end < row.text.len() {
        canvas.cells.put(end, y, "…", 2, marks.plain);
    }
    for link in paragraph.links_in(&line.range) {
        let (first, last) = (
            link.range.start.max(line.range.start),
            link.range.end.min(line.range.end),
        );
        let from = column_of(row.text, line, first, &rules);
        let cols = column_of(row.text, line, last, &rules).saturating_sub(from);
        // The id joins the lines of one link. The first is that of the article itself; two links share one only behind 64
        // paragraphs of 64 KB.
        let id = if paragraph.part == PageRole::Link {
            1
        } else {
            u32::try_from(block << 16 | link.range.start & 0xffff).unwrap_or(u32::MAX - 2) + 2
        };
        canvas.cells.link(x + from, y, cols, &link.target, id);
    }
}

/// Draws the rules of a table on one row, and the colon behind the name of a value.
///
/// The borders are columns from the left edge of the table; a table that is set as records has a
/// colon in place of borders.
fn rules(frame: &TableFrame<'_>, (x, y): (u16, u16), canvas: &mut Canvas<'_>) {
    let style = canvas.style(Role::Rule);
    let joint = match frame.kind {
        TableRowKind::Cells => canvas.signs.column,
        TableRowKind::Top => canvas.signs.joints[0],
        TableRowKind::Between => canvas.signs.joints[1],
        TableRowKind::Bottom => canvas.signs.joints[2],
    };
    if frame.kind != TableRowKind::Cells {
        canvas.rule(x, y, frame.width_cols);
    }
    for border in frame.borders {
        canvas.cells.put(x + border, y, joint, 1, style);
    }
    if let Some(colon) = frame.colon {
        canvas.put(x + colon, y, "：", 2, Role::Dim);
    }
}

/// The styles of the bytes of a line: one for its paragraph, others for the search hits in it.
///
/// Only ranges that touch the line are kept, since each byte looks through all of them.
struct Marks {
    /// The style of the paragraph.
    plain: Style,
    /// The bytes of links behind words.
    links: Vec<Range<usize>>,
    /// The hits of the search in the article, the current one in a style of its own.
    hits: Vec<(Range<usize>, Style)>,
    /// The places of watch words.
    watched: Vec<(Range<usize>, Style)>,
}

impl Marks {
    /// Returns the styles of the bytes `bytes` of paragraph `block`.
    ///
    /// Ranges are bytes of the whole block. A watch word has the role that its group names, if
    /// there is one of that name.
    fn of(
        (reader, role_of): (&Reader, RoleOf),
        block: usize,
        bytes: &Range<usize>,
        canvas: &Canvas<'_>,
    ) -> Self {
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
        let watched = reader.watched.get(block).into_iter().flatten();
        let touching = |(range, _): &&(Range<usize>, Option<String>)| {
            range.start < bytes.end && bytes.start < range.end
        };
        let watched = watched.filter(touching).map(|(range, role)| {
            let role = role.as_deref().and_then(Role::named);
            (range.clone(), canvas.style(role.unwrap_or(Role::Watched)))
        });
        Self {
            watched: watched.collect(),
            plain: canvas.style(role_of(reader.part_of(block))),
            links: reader.paragraph(block).map_or_else(Vec::new, |paragraph| {
                let behind = paragraph
                    .links_in(bytes)
                    .filter(|link| link.is_behind_words);
                behind.map(|link| link.range.clone()).collect()
            }),
            hits: hits.unwrap_or_default(),
        }
    }

    /// Returns the style of a byte.
    ///
    /// The hit replaces the style of the paragraph whole; a watch word is patched onto it, so that
    /// a headline stays bold.
    fn style(&self, byte: usize) -> Style {
        let hit = self.hits.iter().find(|(range, _)| range.contains(&byte));
        if let Some((_, style)) = hit {
            return *style;
        }
        let watched = self.watched.iter().find(|(range, _)| range.contains(&byte));
        if let Some((_, style)) = watched {
            return self.plain.patch(*style);
        }
        // An underline alone: in a text with many links another colour would speak louder than the text.
        if self.links.iter().any(|range| range.contains(&byte)) {
            return self.plain.add_modifier(Modifier::UNDERLINED);
        }
        self.plain
    }
}

/// Returns the role of a paragraph of an article that is not the one being read: the headline stands out, the rest is quiet.
pub(super) const fn quiet_role(part: PageRole) -> Role {
    match part {
        PageRole::Headline => Role::Text,
        _ => Role::Dim,
    }
}

/// Returns the role of a paragraph in the theme.
pub(super) const fn role(part: PageRole) -> Role {
    match part {
        PageRole::Headline => Role::Headline,
        PageRole::Dateline | PageRole::OriginalTitle => Role::Dim,
        PageRole::Link => Role::Link,
        PageRole::Text => Role::Text,
        PageRole::Heading => Role::Heading,
        PageRole::Byline => Role::Byline,
        PageRole::Table => Role::Text,
        PageRole::Figure | PageRole::Story => Role::Dim,
    }
}
