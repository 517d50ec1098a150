//! Pages that list pieces of news in a table, with a column for their titles and one for where they come from.

use super::words::count_han;
use crate::conventions::news_columns::NewsColumn;
use crate::model::transcript::{LineKind, SourceLine};

/// The fewest rows of such a table, its head included.
const FEWEST_ROWS: usize = 5;
/// True if most of the text of a page stands in a table of news. No part of such a page is its article: of 84 rows the search for
/// one took a single row.
pub(super) fn is_table_of_news(page: &[SourceLine]) -> bool {
    let is_row =
        |line: &&SourceLine| matches!(line.kind, LineKind::TableStart | LineKind::TableRow);
    let head = page.iter().find(|line| line.kind == LineKind::TableStart);
    let columns = head
        .map_or("", |head| &head.text)
        .split('\t')
        .map(NewsColumn::of);
    let columns: Vec<NewsColumn> = columns.collect();
    let is_origin = |column: &NewsColumn| {
        matches!(
            column,
            NewsColumn::Source | NewsColumn::Day | NewsColumn::Link
        )
    };
    let is_news = columns.contains(&NewsColumn::Title) && columns.iter().any(is_origin);
    if !is_news || page.iter().filter(is_row).count() < FEWEST_ROWS {
        return false;
    }
    let han = |line: &SourceLine| count_han(&line.text);
    let all: usize = page.iter().map(han).sum();
    let rows: usize = page.iter().filter(is_row).map(han).sum();
    rows * 2 > all
}

#[cfg(test)]
mod tests {
    use super::super::{PageKind, read_text};

    #[test]
    fn a_table_of_news_is_read_whole() {
        let row = |n: usize| {
            format!(
                "<tr class=r{n}><td><span>{n}</span> <span>澄湖第{n}座泵站完成智能化改造并投入运行</span></td><td><div>泵站按照雨量自动启停，\
                 值班人员由六名减为两名，每年节电三万度。</div></td><td><a href='https://example.com/{n}'>澄湖日报</a></td><td>12:02</td></tr>"
            )
        };
        let rows: String = (1..9).map(row).collect();
        let page = format!(
            "<html><head><title>澄湖要闻汇总</title><style>.r7,.r8{{display:none}}</style></head><body><ul class=menu><li><a href=/>首页</a></li></ul><h1>澄湖要闻汇总</h1>\
             <div>获取时间：2025-06-12 16:49:00</div><table><thead><tr><th>标题</th><th>摘要</th><th>来源</th><th>时间</th></tr></thead>\
             <tbody>{rows}</tbody></table></body></html>"
        );
        let lines = read_text(&page, PageKind::Saved).unwrap().lines;
        let cells = lines
            .iter()
            .filter(|line| line.text.matches('\t').count() == 3);
        assert_eq!(cells.count(), 9, "{lines:?}");
    }
}
