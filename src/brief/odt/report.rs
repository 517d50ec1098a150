//! The layout of the reports as an `OpenDocument`: the lines, styles and links of the document of Word in the same layout.
//!
//! The styles have the names of those of Word, by which a brief is read back.

use super::table::{column_name, column_style};
use super::text::text;
use crate::brief::Brief;
use crate::brief::docx::{escape, style, targets};
use crate::brief::lines::{ReportLine, ReportPart, report_lines};
use crate::brief::official::table::OfficialTable;
use std::collections::BTreeSet;

/// `styles.xml`.
pub(super) const STYLES: &str = include_str!("report_styles.xml");
/// The beginning of `content.xml`.
const CONTENT_HEAD: &str = include_str!("report_head.xml");

/// Returns `content.xml`, a paragraph for each line.
pub(super) fn content(brief: &Brief) -> String {
    let mut widths = BTreeSet::new();
    let lines = report_lines(brief);
    let blocks = lines.iter().map(|line| match line.part {
        ReportPart::Table => table(&line.text, &mut widths),
        _ => paragraph(line),
    });
    let body: String = blocks.collect();
    let columns: String = widths.into_iter().map(column_style).collect();
    let head = CONTENT_HEAD.trim_end().replace("<!--STYLES-->", &columns);
    format!("{head}{body}</office:text></office:body></office:document-content>")
}

/// Returns the XML of a line: a heading, which the outline is made of, or a paragraph.
fn paragraph(line: &ReportLine) -> String {
    let (style, inside) = (style(line.part), linked(line));
    let level = match line.part {
        ReportPart::Section | ReportPart::Group => 1,
        ReportPart::Headline => 2,
        ReportPart::Heading => 3,
        _ => return format!(r#"<text:p text:style-name="{style}">{inside}</text:p>"#),
    };
    format!(r#"<text:h text:style-name="{style}" text:outline-level="{level}">{inside}</text:h>"#)
}

/// Returns the text of a line with its links.
fn linked(line: &ReportLine) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (range, target) in targets(line) {
        let before = line.text.get(at..range.start).unwrap_or_default();
        let words = line.text.get(range.clone()).unwrap_or_default();
        let link = r#"<text:a xlink:type="simple" text:style-name="Hyperlink" text:visited-style-name="Hyperlink" xlink:href=""#;
        out.extend([
            &*text(before),
            link,
            &escape(&target),
            r#"">"#,
            &text(words),
            "</text:a>",
        ]);
        at = range.end;
    }
    out + &text(line.text.get(at..).unwrap_or_default())
}

/// Returns the XML of a table, whose first row is repeated on each page. The widths of its columns are added to `widths`.
fn table(of: &str, widths: &mut BTreeSet<u32>) -> String {
    let table = OfficialTable::of(of);
    widths.extend(&table.widths);
    let columns = table.widths.iter().map(|width| {
        let name = column_name(*width);
        format!(r#"<table:table-column table:style-name="{name}"/>"#)
    });
    let columns: String = columns.collect();
    let row = |row: &Vec<&str>| {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let is_number = table.numbers.get(column) == Some(&true);
            let style = if is_number { "FieldNumber" } else { "Field" };
            format!(
                r#"<table:table-cell table:style-name="BriefCell" office:value-type="string"><text:p text:style-name="{style}">{}</text:p></table:table-cell>"#,
                text(cell)
            )
        });
        let cells: String = cells.collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let mut rows = table.rows.iter().map(row);
    let head = rows.next().unwrap_or_default();
    let rows: String = rows.collect();
    // The blank paragraph keeps two tables apart, as in the document of Word.
    format!(
        r#"<table:table table:style-name="BriefTable">{columns}<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table><text:p text:style-name="Standard"/>"#
    )
}

#[cfg(test)]
mod tests {
    use super::{STYLES, content};
    use crate::brief::sample;

    #[test]
    fn every_style_in_use_is_defined_and_the_link_of_an_article_is_one() {
        let issue = sample::issue();
        let content = content(&sample::brief(&issue));
        let used = content.split("text:style-name=\"").skip(1);
        for style in used.filter_map(|rest| rest.split('"').next()) {
            let definition = format!("style:name=\"{style}\"");
            assert!(STYLES.contains(&definition), "{style}");
        }
        assert!(content.contains(r#"a_(1)?x=1&amp;y=2">"#), "{content}");
        // The large type of the official document is that of its masthead and titles.
        assert!(!content.contains("Masthead") && !content.contains("SourceLine"));
    }
}
