//! The panel of counts: the query, the bars, and the articles of the selected bar.
//!
//! From the top: the row of the query with the sums at its right, the bars, a rule, and the
//! articles of the selected bar. With two queries (`甲 / 乙`) each bar row has two numbers and two
//! bars on one scale, so that they can be compared by eye, and the row above names them.

use crate::app::App;
use crate::app::action::Action;
use crate::app::count_panel::{CountBar, CountPanel};
use crate::app::keymap::Context;
use crate::app::panes::PopupArea;
use crate::lang::{Lang, Words};
use crate::library::count::{CountBy, CountKey, CountedArticle};
use crate::quote::one_line::one_line;
use crate::text::bars::{bar, fit};
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Role};
use crate::ui::widgets::{choose, field, row_of};
use ratatui::layout::Rect;

/// Stands for an empty query, which counts every article.
const ALL: Words = Words::new("全部文章", "all articles");
/// The key of the bars, and the number of articles of each query.
const BY: Words = Words::new("按{}，{} 篇", "by {}, {}");
/// The query finds no article.
const NONE: Words = Words::new("没有找到", "nothing found");
/// The label of the bar of articles that lack the fact counted by, such as a date.
const MISSING: Words = Words::new("未注明", "none");

/// Draws the panel. Returns the column and row of the cursor while the query is typed.
///
/// A query with a mistake shows what was expected in place of the bars; a count that still runs
/// shows dots.
pub(super) fn draw(
    app: &App,
    panel: &CountPanel,
    popup: PopupArea,
    canvas: &mut Canvas<'_>,
) -> Option<(u16, u16)> {
    let lang = app.options.lang;
    let (bars, articles) = panel.parts(popup.list);
    let cursor = popup.field.map(|row| draw_query(app, panel, row, canvas));
    if let Some(problem) = &panel.problem {
        let text = problem.expected(lang);
        canvas.put(bars.x, bars.y, text, bars.width, Role::Problem);
        return cursor.filter(|_| panel.is_typing);
    }
    if panel.bars.is_empty() {
        let text = if panel.is_counting {
            "……"
        } else {
            NONE.get(lang)
        };
        canvas.put(bars.x, bars.y, text, bars.width, Role::Dim);
        return cursor.filter(|_| panel.is_typing);
    }
    let columns = Columns::of(panel, bars, lang, canvas);
    columns.draw_names(panel, popup.list, canvas);
    draw_bars(panel, &columns, bars, lang, canvas);
    // The rows that the panel gave to bars and articles leave one between them.
    canvas.rule(articles.x, articles.y.saturating_sub(1), articles.width);
    let shown = panel.articles().iter().take(usize::from(articles.height));
    for (line, article) in shown.enumerate() {
        draw_article(article, row_of(articles, line), canvas);
    }
    cursor.filter(|_| panel.is_typing)
}

/// Draws the rows of bars in sight.
fn draw_bars(
    panel: &CountPanel,
    columns: &Columns,
    area: Rect,
    lang: Lang,
    canvas: &mut Canvas<'_>,
) {
    let (rows, selected) = panel.visible();
    for (line, at) in rows.enumerate() {
        let (Some(bar), row) = (panel.bars.get(at), row_of(area, line)) else {
            continue;
        };
        canvas.ground = Ground::Popup;
        if at == selected {
            choose(row, canvas);
        }
        columns.draw(bar, row, lang, canvas);
    }
    canvas.ground = Ground::Popup;
}

/// Draws the row with the query, and what is counted at its right. Returns the column and row of the cursor.
///
/// While nothing is typed an empty field shows that all articles are counted.
fn draw_query(app: &App, panel: &CountPanel, row: Rect, canvas: &mut Canvas<'_>) -> (u16, u16) {
    let lang = app.options.lang;
    let sums: Vec<String> = (0..panel.names.len().max(1))
        .map(|side| panel.sum(side).to_string())
        .collect();
    let by = BY.with(lang, &[by_name(panel.by).get(lang), &sums.join(" / ")]);
    // Drawn first, since the field takes what room the sums leave.
    let end = canvas.put_right(row.right(), row.y, &by, row.width / 2, Role::Dim);
    let key = app
        .options
        .keymap
        .key_for(Context::Counts, Action::EditQuery);
    let x = canvas.put(row.x, row.y, &key.unwrap_or_default(), 8, Role::Key) + 1;
    let room = end.saturating_sub(x + 1);
    if panel.field.text().is_empty() && !panel.is_typing {
        canvas.put(x, row.y, ALL.get(lang), room, Role::Dim);
    }
    field(&panel.field, x, row.y, room, canvas)
}

/// Returns the name of what is counted.
fn by_name(by: CountBy) -> Words {
    match by {
        CountBy::Year => Words::new("年", "year"),
        CountBy::Month => Words::new("月", "month"),
        CountBy::Source => Words::new("来源", "source"),
        CountBy::Series => Words::new("刊名", "series"),
        CountBy::Issue => Words::new("期号", "issue"),
    }
}

/// The columns of the bars: a label, and for each query a number and a bar.
///
/// All widths are in columns. `most` is the number of articles of the longest bar, which fills
/// `bar` columns.
struct Columns {
    /// The label of a row.
    label: u16,
    /// The number before a bar.
    number: u16,
    /// The longest bar.
    bar: u16,
    /// The number of articles of the longest bar.
    most: usize,
}

impl Columns {
    /// Measures the columns, so that all bars in the panel have one scale.
    ///
    /// Labels take a third of the panel at most. Each query has an equal share of the rest: its
    /// number, two columns of space and its bar, which is two columns wide at the least.
    fn of(panel: &CountPanel, area: Rect, lang: Lang, canvas: &Canvas<'_>) -> Self {
        let labels = panel
            .bars
            .iter()
            .map(|bar| canvas.cols(&label(&bar.key, lang)));
        let label = labels.max().unwrap_or(0).min(area.width / 3);
        let most = panel
            .bars
            .iter()
            .flat_map(|bar| &bar.articles)
            .max()
            .copied()
            .unwrap_or(0);
        let number = canvas.cols(&most.to_string());
        let sides = u16::try_from(panel.names.len().max(1)).unwrap_or(1);
        let side = area.width.saturating_sub(label + 1) / sides;
        Self {
            label,
            number,
            bar: side.saturating_sub(number + 2).max(2),
            most,
        }
    }

    /// Returns the first column of a query's numbers.
    ///
    /// `side` is the position of the query, counted from 0.
    fn side_at(&self, area_x: u16, side: usize) -> u16 {
        let side = u16::try_from(side).unwrap_or(0);
        area_x + self.label + 1 + side * (self.number + 2 + self.bar)
    }

    /// Draws the names of two queries above their bars; that of the listed articles has the marker's role.
    ///
    /// One query alone needs no name: it stands in the field above.
    fn draw_names(&self, panel: &CountPanel, list: Rect, canvas: &mut Canvas<'_>) {
        if panel.names.len() < 2 {
            return;
        }
        for (side, name) in panel.names.iter().enumerate() {
            let role = if side == panel.side {
                Role::TitleFocused
            } else {
                Role::Title
            };
            let x = self.side_at(list.x, side);
            canvas.put(x, list.y, &one_line(name), self.number + self.bar, role);
        }
    }

    /// Draws one row.
    ///
    /// The bars of the first query have the role of headings, those of the second that of stars;
    /// without colours the names above tell them apart.
    fn draw(&self, shown: &CountBar, row: Rect, lang: Lang, canvas: &mut Canvas<'_>) {
        let ambiguous = canvas.cells.ambiguous;
        let name = fit(
            &label(&shown.key, lang),
            usize::from(self.label),
            false,
            ambiguous,
        );
        canvas.put(row.x, row.y, &name, self.label, Role::Text);
        for (side, articles) in shown.articles.iter().enumerate() {
            let x = self.side_at(row.x, side);
            let end = x + self.number;
            canvas.put_right(end, row.y, &articles.to_string(), self.number, Role::Text);
            let blocks = bar(*articles, self.most, usize::from(self.bar), ambiguous);
            let role = if side == 0 { Role::Heading } else { Role::Star };
            canvas.put(end + 1, row.y, &blocks, self.bar, role);
        }
    }
}

/// Returns the key as a label.
///
/// Line ends and control characters of a source become spaces.
fn label(key: &CountKey, lang: Lang) -> String {
    match key {
        CountKey::Missing => MISSING.get(lang).to_owned(),
        key => one_line(&key.text()),
    }
}

/// Draws an article in a row: its day, its title, and its source at the right.
///
/// The day takes ten columns, also where the article has none, so that titles stand below each
/// other. The source has a quarter of the row at most. The panel of watch words draws its articles
/// with this too.
pub(super) fn draw_article(article: &CountedArticle, row: Rect, canvas: &mut Canvas<'_>) {
    let day = article.day.map(|day| day.to_string()).unwrap_or_default();
    let x = canvas
        .put(row.x, row.y, &day, 10, Role::Dim)
        .max(row.x + 10)
        + 1;
    let mut right = row.right();
    if let Some(source) = &article.source {
        right = canvas.put_right(right, row.y, &one_line(source), row.width / 4, Role::Dim);
        right = right.saturating_sub(1);
    }
    canvas.put(
        x,
        row.y,
        &one_line(&article.title),
        right.saturating_sub(x),
        Role::Text,
    );
}
