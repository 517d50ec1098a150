//! Tables of news, as monitoring systems export them: a row for each article, with columns for title, medium, day, link and
//! summary.
//!
//! Such a table becomes the lines of a report with its labels, so that each row is an article and the parser needs to know
//! nothing of tables. A document with other tables, or with more text outside the table than in it, stays as it is: its table
//! belongs to a text.

use crate::conventions::news_columns::NewsColumn;
use crate::conventions::{dates, day_forms, labels};
use crate::model::transcript::{FileFormat, Flow, Hyperlink, LineKind, SourceLine, Transcript};
use crate::text::chars::is_han;

/// The fewest rows of a table of news below its head.
const FEWEST_ROWS: usize = 3;
/// The fewest chars of a title. Shorter ones are names in a list.
const SHORTEST_TITLE: usize = 6;
/// The share of the rows that have such a title, in percent.
const MOSTLY: usize = 60;
/// The longest row above the table that is the title of the list, in chars.
const LONGEST_NAME: usize = 50;

/// Spreads the table of news of a document into the lines of a report; other documents stay as they are.
pub(super) fn spread(transcript: &mut Transcript) {
    let lines = &transcript.lines;
    let is_row = |line: &SourceLine| matches!(line.kind, LineKind::TableStart | LineKind::TableRow);
    let Some(start) = lines.iter().position(is_row) else {
        return;
    };
    // A brief of this program is read by its styles.
    let is_brief = || lines.iter().any(|line| line.look.part.is_some());
    if transcript.flow != Flow::Paragraphs || is_brief() {
        return;
    }
    let below = lines.get(start + 1..).unwrap_or_default();
    let rows = below
        .iter()
        .take_while(|line| line.kind == LineKind::TableRow);
    let end = start + 1 + rows.count();
    let (above, rest) = lines.split_at_checked(start).unwrap_or_default();
    let (table, below) = rest.split_at_checked(end - start).unwrap_or_default();
    if below.iter().any(is_row) || !is_news(table) || !is_most(table, above, below) {
        return;
    }
    let columns = columns(&table[0]);
    let has_title = |row: &&SourceLine| {
        let mut cells = row.text.split('\t').zip(&columns);
        cells.any(|(cell, column)| *column == NewsColumn::Title && !cell.trim().is_empty())
    };
    let (rows, others): (Vec<&SourceLine>, Vec<&SourceLine>) =
        table.iter().skip(1).partition(has_title);
    let mut below = below.to_vec();
    below.extend(
        others
            .into_iter()
            .map(|row| labelled(row.text.replace('\t', " "), row.number)),
    );
    let mut spread = list_head(above, &below, transcript.origin.format == FileFormat::Sheet);
    for (row, number) in rows.into_iter().zip(1..) {
        article(row, number, &columns, &table[0], &mut spread);
    }
    transcript.lines = spread;
}

/// Returns the meanings of the columns below `head`.
fn columns(head: &SourceLine) -> Vec<NewsColumn> {
    head.text.split('\t').map(NewsColumn::of).collect()
}

/// Returns the cells of a row with their places in its text.
fn cells(row: &SourceLine) -> impl Iterator<Item = (usize, &str)> {
    let start = row.text.as_ptr().addr();
    let cells = row.text.split('\t');
    cells.map(move |cell| (cell.as_ptr().addr() - start, cell))
}

/// True if a table has a column of titles, columns of their origin, and a title in most rows.
fn is_news(table: &[SourceLine]) -> bool {
    let Some((head, rows)) = table.split_first() else {
        return false;
    };
    let columns = columns(head);
    let count = |column| columns.iter().filter(|one| **one == column).count();
    let has = |column| count(column) == 1;
    // A title and a medium alone may be the contents of a brief, whose articles follow.
    let is_sourced = has(NewsColumn::Link)
        || has(NewsColumn::Source) && (has(NewsColumn::Day) || has(NewsColumn::Text));
    let Some(title) = columns.iter().position(|one| *one == NewsColumn::Title) else {
        return false;
    };
    let has_title = |row: &SourceLine| {
        let cell = row.text.split('\t').nth(title).unwrap_or_default();
        cell.trim().chars().count() >= SHORTEST_TITLE
    };
    // Rows that part groups of articles have none.
    let titled = rows.iter().filter(|row| has_title(row)).count();
    has(NewsColumn::Title)
        && is_sourced
        && titled >= FEWEST_ROWS
        && titled * 100 >= rows.len() * MOSTLY
}

/// True if most of the text of a document stands in its table.
fn is_most(table: &[SourceLine], above: &[SourceLine], below: &[SourceLine]) -> bool {
    let han = |lines: &[SourceLine]| -> usize {
        let texts = lines.iter().map(|line| line.text.as_str());
        texts.flat_map(str::chars).filter(|c| is_han(*c)).count()
    };
    han(table) > han(above) + han(below)
}

/// Returns the lines above the articles: the title of the list, and all others as its lead.
fn list_head(above: &[SourceLine], below: &[SourceLine], is_sheet: bool) -> Vec<SourceLine> {
    let is_text = |line: &&SourceLine| !line.text.trim().is_empty();
    let mut lines: Vec<SourceLine> = above.iter().filter(is_text).cloned().collect();
    // The name that a program gives to a sheet names nothing.
    let is_default = |name: &str| {
        let number = ["Sheet", "工作表"]
            .iter()
            .find_map(|word| name.strip_prefix(word));
        number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    };
    if lines
        .first()
        .is_some_and(|line| is_default(line.text.trim()))
    {
        lines.remove(0);
    }
    let is_name = |line: &SourceLine| line.text.chars().count() <= LONGEST_NAME;
    // A row above the table is its title, and the name of the sheet a short form of it.
    if let [sheet, title, ..] = lines.as_slice()
        && is_sheet
        && sheet.look.heading_level.is_some()
        && is_name(title)
    {
        lines.swap(0, 1);
    }
    let title = usize::from(lines.first().is_some_and(is_name));
    lines.extend(below.iter().filter(is_text).cloned());
    if lines.len() == title {
        return lines;
    }
    // The time at which the list was made stands in a row with its counts: `获取时间：2025-06-20 08:30 | 共12条`.
    let day = lines.iter().find_map(|line| {
        let (name, value) = labels::form_field(&line.text)?;
        let is_time = name.ends_with("时间") || name.ends_with("日期");
        dates::leading(value.trim()).filter(|_| is_time)?.date
    });
    lines.insert(title, labelled("本期导语：".to_owned(), 0));
    if let Some(day) = day {
        lines.insert(title, labelled(format!("发布日期：{day}"), 0));
    }
    lines
}

/// Returns a line of a report.
fn labelled(text: String, number: u32) -> SourceLine {
    SourceLine {
        text,
        number,
        ..SourceLine::default()
    }
}

/// Adds the lines of the article in `row`.
fn article(
    row: &SourceLine,
    number: usize,
    columns: &[NewsColumn],
    head: &SourceLine,
    lines: &mut Vec<SourceLine>,
) {
    let line = |text: String| labelled(text, row.number);
    let cell = |column: NewsColumn| {
        let mut found = cells(row).zip(columns).filter(|(_, one)| **one == column);
        found.find_map(|((at, cell), _)| {
            Some((at, cell.trim())).filter(|(_, cell)| !cell.is_empty())
        })
    };
    let (_, title) = cell(NewsColumn::Title).unwrap_or_default();
    lines.push(line(format!("{number}.标题：{title}")));
    if let Some((_, source)) = cell(NewsColumn::Source) {
        lines.push(line(format!("来源：{source}")));
    }
    let printed = cell(NewsColumn::Link)
        .map(|(_, link)| link)
        .filter(|link| link.starts_with("http"));
    let target = row.links.first().map(|link| link.target.as_str());
    if let Some(link) = printed.or(target) {
        lines.push(line(format!("链接：{link}")));
    }
    let is_day = |day: &str| {
        dates::leading(day)
            .or_else(|| day_forms::english(day))
            .is_some()
    };
    let day = cell(NewsColumn::Day)
        .map(|(_, day)| day)
        .filter(|day| is_day(day));
    lines.extend(day.map(|day| line(format!("日期：{day}"))));
    let before = lines.len();
    lines.push(line("主要内容：".to_owned()));
    for (((at, cell), column), name) in cells(row).zip(columns).zip(head.text.split('\t')) {
        let text = cell.trim();
        let is_field = match column {
            NewsColumn::Title | NewsColumn::Source | NewsColumn::Number => true,
            NewsColumn::Link => text.starts_with("http"),
            NewsColumn::Day => day.is_some(),
            NewsColumn::Text | NewsColumn::Other => false,
        };
        if text.is_empty() || is_field {
            continue;
        }
        let name = if *column == NewsColumn::Text || name.trim().is_empty() {
            String::new()
        } else {
            format!("{}：", name.trim())
        };
        lines.push(fact(row, (at, cell), &name));
    }
    if lines.len() == before + 1 {
        lines.pop();
    }
}

/// Returns the paragraph of a cell behind the name of its column, with its links.
fn fact(row: &SourceLine, (at, cell): (usize, &str), name: &str) -> SourceLine {
    let start = at + cell.len() - cell.trim_start().len();
    let text = cell.trim();
    let end = start + text.len();
    let inside = row
        .links
        .iter()
        .filter(|link| link.range.start >= start && link.range.end <= end);
    let links = inside.map(|link| Hyperlink {
        range: link.range.start - start + name.len()..link.range.end - start + name.len(),
        target: link.target.clone(),
    });
    SourceLine {
        links: links.collect(),
        // A short summary looks like a heading, which no item of a list is.
        kind: LineKind::ListItem,
        ..labelled(format!("{name}{text}"), row.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str]) -> Transcript {
        let kind = |n: usize| {
            if n == 0 {
                LineKind::TableStart
            } else {
                LineKind::TableRow
            }
        };
        let rows = rows.iter().enumerate().map(|(n, row)| SourceLine {
            kind: kind(n),
            ..labelled((*row).to_owned(), 0)
        });
        let name = labelled("Sheet1".to_owned(), 0);
        Transcript {
            flow: Flow::Paragraphs,
            lines: std::iter::once(name).chain(rows).collect(),
            ..Transcript::default()
        }
    }

    fn texts(transcript: &Transcript) -> Vec<&str> {
        transcript
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect()
    }

    #[test]
    fn each_row_of_a_table_of_news_is_an_article() {
        let mut transcript = table(&[
            "序号\t标题\t来源\t发布时间\t倾向\t摘要\t链接",
            "1\t澄湖渡口六月复航\t澄湖日报\t2025-06-20 08:30\t正面\t早六点开船。\thttps://example.com/1",
            "2\t澄湖早市四点开张\t澄湖晚报\t08:30\t\t\t",
            "\t\t以下为昨日\t\t\t\t",
            "3\t澄湖泵站完成改造\t\t\t\t\t",
            "4\t东堤封路\t\t\t\t\t",
        ]);
        spread(&mut transcript);
        let expected = [
            "本期导语：",
            "以下为昨日",
            "1.标题：澄湖渡口六月复航",
            "来源：澄湖日报",
            "链接：https://example.com/1",
            "日期：2025-06-20 08:30",
            "主要内容：",
            "倾向：正面",
            "早六点开船。",
            "2.标题：澄湖早市四点开张",
            "来源：澄湖晚报",
            "主要内容：",
            "发布时间：08:30",
            "3.标题：澄湖泵站完成改造",
            "4.标题：东堤封路",
        ];
        let texts = texts(&transcript).into_iter().map(str::trim);
        assert_eq!(texts.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn other_tables_stay() {
        let rows = [
            "1\t澄湖渡口六月复航\t澄湖日报",
            "2\t澄湖早市四点开张\t澄湖晚报",
            "3\t澄湖泵站完成改造\t澄湖晚报",
        ];
        for head in [
            "序号\t标题\t页码",
            "序号\t标题\t来源",
            "序号\t项目名称\t链接",
        ] {
            let all: Vec<&str> = std::iter::once(head).chain(rows).collect();
            let mut transcript = table(&all);
            let before = transcript.clone();
            spread(&mut transcript);
            assert_eq!(transcript, before, "{head}");
        }
        let rows = ["标题\t来源\t时间", "澄湖渡口复航\t澄湖日报\t2025-06-20"];
        let mut transcript = table(&rows);
        let before = transcript.clone();
        spread(&mut transcript);
        assert_eq!(transcript, before);
    }

    #[test]
    fn text_around_the_table_is_the_lead() {
        let mut transcript = table(&[
            "标题\t媒体\t日期",
            "澄湖渡口六月复航，早六点开船\t澄湖日报\t2025-06-20",
            "澄湖早市四点开张，分成两排摊位\t澄湖晚报\t2025-06-20",
            "澄湖泵站完成改造，夜间无人值守\t澄湖晚报\t2025-06-20",
        ]);
        transcript.lines[0].text = "澄湖要闻汇总".to_owned();
        transcript.lines.push(labelled(
            "获取时间：2025-06-20 08:30 | 共三条".to_owned(),
            0,
        ));
        spread(&mut transcript);
        let head = ["澄湖要闻汇总", "发布日期：2025-06-20", "本期导语："];
        assert_eq!(texts(&transcript)[..3], head);
    }
}
