//! What stands above the contents of a brief, a book or another document with a cover.

use super::cover;
use super::front::Front;
use super::heading_rows;
use crate::conventions::joining::SpacingHabit;
use crate::conventions::labels::{self, PartHeading};
use crate::parse::masthead::{self, Masthead};
use crate::parse::rows::{LayoutRow, joined};
use std::ops::Range;

/// Reads the rows above the contents of a brief or book.
pub(super) fn above_contents<'a>(rows: &[LayoutRow<'a>], habit: SpacingHabit) -> Front<'a> {
    let mut masthead = masthead::read(rows);
    let others = masthead.others.iter().filter_map(|&i| rows.get(i));
    let mut lead: Vec<LayoutRow<'a>> = others.copied().collect();
    // The label `导读` is a heading of the layout; its text goes on without it.
    lead.extend(rows.iter().skip(masthead.rows).filter_map(|row| {
        match labels::section(row.text) {
            Some(PartHeading::Lead("")) => None,
            Some(PartHeading::Lead(text)) => Some(row.with_text(text)),
            _ => Some(*row),
        }
    }));
    let unnumbered = masthead.number.is_none();
    let publisher = masthead.publisher.as_deref();
    let is_cover = unnumbered && publisher.is_some_and(cover::is_version);
    // Without a number the rows below the title are those of a cover, with names and versions.
    // The row was taken for the publisher; it goes back to where it is shown.
    if is_cover
        || unnumbered && masthead.published.is_none()
        || publisher.is_some_and(|name| name.contains(['：', ':', '\t']))
    {
        let publisher = masthead.publisher.take();
        let row = rows.iter().find(|row| {
            publisher
                .as_deref()
                .is_some_and(|name| row.text.contains(name))
        });
        lead.extend(row.copied());
        lead.sort_by_key(|row| row.number);
    }
    if unnumbered && let Some((range, title)) = long_title(rows, &masthead, habit) {
        let own = rows.get(range).unwrap_or_default();
        lead.retain(|row| own.iter().all(|own| own.number != row.number));
        masthead.title = Some(title);
    }
    Front {
        masthead,
        is_cover,
        lead,
        ..Front::default()
    }
}

/// The most further rows of a title.
const MOST_FURTHER: usize = 3;

/// Returns the title of a cover that stands in several rows, and these rows.
///
/// Only a sure seam counts, such as a bracket left open: below the subject of a cover stand its kind and its office in the
/// same letters. Latin letters and digits are often not bold where the Han are, so that makes no difference.
fn long_title(
    rows: &[LayoutRow<'_>],
    masthead: &Masthead,
    habit: SpacingHabit,
) -> Option<(Range<usize>, String)> {
    let first = masthead.title.as_deref()?;
    let at = rows.iter().position(|row| row.text == first)?;
    let size = |row: &LayoutRow<'_>| row.look.scale.unwrap_or(1.0);
    let pairs = rows.get(at..)?.windows(2).take(MOST_FURTHER);
    let further = pairs.take_while(|pair| {
        heading_rows::goes_on(pair[0].text, pair[1].text)
            && heading_rows::may_go_on(&pair[1])
            && (size(&pair[0]) - size(&pair[1])).abs() <= 0.03
    });
    let range = at..at + 1 + further.count();
    let title = joined(rows.get(range.clone())?, habit);
    (range.len() > 1).then(|| (range, heading_rows::unspread(&title)))
}

#[cfg(test)]
mod tests {
    use crate::model::transcript::{Flow, Transcript};
    use crate::parse::parse;

    #[test]
    fn a_title_over_two_rows_of_a_cover_is_whole() {
        let text = "山海渔港集团北堤风井工程（北堤\n35千伏变电站）采购\n招标编号：SH-15\n目录\n一、须知\n二、合同\n\
                    一、须知\n投标人自备船只。\n二、合同\n合同一式两份。";
        let mut transcript = Transcript::from_text(text);
        transcript.flow = Flow::Paragraphs;
        for line in &mut transcript.lines[..2] {
            line.look.centred = true;
            line.look.scale = Some(1.5);
        }
        transcript.lines[0].look.bold = true;
        let issue = parse(&transcript).issue;
        assert_eq!(
            issue.title.as_deref(),
            Some("山海渔港集团北堤风井工程（北堤35千伏变电站）采购")
        );
        assert_eq!(issue.lead, ["招标编号：SH-15"]);
    }

    #[test]
    fn fields_in_one_row_above_the_title_are_none() {
        let text = "公司代码：600000 公司简称：山海渔业\n山海渔业股份有限公司\n年度报告\n目录\n一、提示……1\n二、概况……2\n\
                    一、提示\n年报未经审计。\n二、概况\n船只三十艘。";
        let issue = parse(&Transcript::from_text(text)).issue;
        assert_eq!(issue.title.as_deref(), Some("年度报告"));
    }
}
