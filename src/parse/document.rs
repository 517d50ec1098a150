//! Documents that are no report: briefs, books, periodicals, letters.
//!
//! They have no fields, but nearly all have an outline: contents whose entries the text repeats ([`contents`]),
//! headings that the format marks ([`outline`]), or titles that the author set apart ([`apart`]). Each of these cuts the
//! text into articles. What has none is one article.
//! Every row is in an article or in the lead, except the masthead, the contents and the headings that became titles.

use super::article::ArticleDraft;
use super::flow::{HeadingRule, blocks_of};
use super::likeness::fold_title;
use super::masthead::Masthead;
use super::parsed::ParsedReport;
use super::rows::LayoutRow;
use super::toc::LocatedEntry;
use crate::conventions::dates;
use crate::conventions::joining::SpacingHabit;
use crate::model::transcript::Flow;
use crate::model::{Article, Block, BlockKind, Issue};
use front::Front;
use jiff::civil::Date;
pub(super) use listed::by_contents;

mod above_contents;
mod apart;
mod contents;
mod cover;
mod entry;
mod front;
mod heading_rows;
mod levels;
mod listed;
mod marks;
mod meetings;
mod naming;
mod origins;
mod outline;
mod places;
mod title;
mod unlisted;

/// The most blocks at the top of a text among which the row of its title is sought.
const MOST_TITLE_BLOCKS: usize = 6;

/// The most rows of the lead among which the day of adoption is sought.
const MOST_LEAD_ROWS: usize = 4;

/// A part of a document that becomes an article.
#[derive(Debug, Clone, Default)]
struct Section<'a> {
    /// Its title without the number.
    title: String,
    /// The number in front of the title.
    number: Option<u32>,
    /// The line of its heading.
    line: u32,
    /// The medium, if the contents name it.
    source: Option<String>,
    /// The target of its heading, if all of that is a link.
    link: Option<String>,
    /// The number of rows at the top of [`Section::rows`] that are headings of the parts above it.
    above: usize,
    /// The rows below its heading, those of the parts above it first.
    rows: Vec<LayoutRow<'a>>,
}

/// Reads a document by the headings that its format marks, by titles that are set apart, or as one article.
///
/// `rows` are all of the file, `bare` those without the furniture of the pages.
pub(super) fn by_headings<'a>(
    rows: Vec<LayoutRow<'a>>,
    bare: &[LayoutRow<'a>],
    flow: Flow,
    habit: SpacingHabit,
) -> ParsedReport<'a> {
    if let Some((front, sections)) = outline::cut(&rows, habit) {
        return finish(front, sections, Vec::new(), flow, habit);
    }
    if let Some((front, sections)) = apart::cut(bare, habit) {
        return finish(front, sections, Vec::new(), flow, habit);
    }
    if let Some((front, sections)) = apart::chapters(&rows, habit) {
        return finish(front, sections, Vec::new(), flow, habit);
    }
    let (front, section) = front::whole(rows, habit);
    finish(front, vec![section], Vec::new(), flow, habit)
}

/// Returns the numbers of the sections: the printed ones where they count upwards, else the positions.
fn numbers(sections: &[Section<'_>]) -> Vec<u32> {
    // One section without a number, and the printed ones are of no use as a whole.
    let printed: Option<Vec<u32>> = sections.iter().map(|section| section.number).collect();
    printed
        // Chapters of a second part begin with 1 again; two articles of one number could not be
        // told apart.
        .filter(|numbers| numbers.windows(2).all(|pair| pair[0] < pair[1]))
        .unwrap_or_else(|| (1..).take(sections.len()).collect())
}

/// Reads the rows below each title, sets the text and puts the issue together.
fn finish<'a>(
    mut front: Front<'a>,
    mut sections: Vec<Section<'a>>,
    mut toc: Vec<LocatedEntry>,
    flow: Flow,
    habit: SpacingHabit,
) -> ParsedReport<'a> {
    marks::strip(&mut sections, &mut toc);
    let numbers = numbers(&sections);
    let issued = front.masthead.published;
    let origins: Vec<_> = sections
        .iter_mut()
        .map(|section| origins::origin(section, issued))
        .collect();
    let closing = front
        .stated_day
        .or_else(|| meeting_day(&front, &sections))
        .or_else(|| closing_day(&front, &sections));
    let is_only = sections.len() == 1;
    let rule = HeadingRule::of(flow);
    let mut texts: Vec<&[LayoutRow<'a>]> = vec![&front.lead];
    texts.extend(sections.iter().map(|section| section.rows.as_slice()));
    let mut texts = blocks_of(&texts, flow, habit, rule).into_iter();
    let behind_title = std::mem::take(&mut front.lead_text).into_iter();
    let lead = behind_title.map(|text| Block::new(BlockKind::Paragraph, text));
    let lead = lead.chain(texts.next().unwrap_or_default());
    let lines: Vec<u32> = sections.iter().map(|section| section.line).collect();
    let articles: Vec<Article> = sections
        .into_iter()
        .zip(texts)
        .zip(numbers)
        .zip(origins)
        .map(|(((section, blocks), number), (source, date))| Article {
            number,
            title: entry::without_label(&section.title).to_owned(),
            source: source.or(section.source),
            date: date
                .or_else(|| naming::day_at_edge(&section.title))
                .or(closing.filter(|_| is_only)),
            link: section.link,
            blocks,
            ..Article::default()
        })
        .collect();
    let drafts = lines.into_iter().map(|line| ArticleDraft {
        line,
        ..ArticleDraft::default()
    });
    let lead = lead.filter(|block| !block.text.is_empty()).collect();
    let issue = issue(&front, closing, lead, &toc, articles);
    ParsedReport {
        issue,
        drafts: drafts.collect(),
        toc,
        masthead: front.masthead,
        ..ParsedReport::default()
    }
}

/// Makes the issue of a document; `closing` is the day at the end of its text.
fn issue(
    front: &Front<'_>,
    closing: Option<Date>,
    lead: Vec<Block>,
    toc: &[LocatedEntry],
    articles: Vec<Article>,
) -> Issue {
    let Masthead {
        title,
        number,
        total_number,
        publisher,
        published,
        ..
    } = front.masthead.clone();
    let whole_lead: String = lead.iter().map(|block| block.text.as_str()).collect();
    let mut issue = Issue {
        standalone: number.is_none() && (published.is_none() || front.is_cover)
            || title.as_deref().is_some_and(cover::is_label),
        title: title.or_else(|| front.own_title.clone()),
        number,
        total_number,
        publisher,
        published: published.or(closing),
        period: dates::period(&whole_lead),
        toc: toc.iter().map(|located| located.entry.clone()).collect(),
        articles,
        ..Issue::default()
    };
    issue.set_lead(lead);
    issue
}

/// Returns the day of the meeting, if a document is the minutes of one.
fn meeting_day(front: &Front<'_>, sections: &[Section<'_>]) -> Option<Date> {
    let title = front
        .masthead
        .title
        .as_deref()
        .or(front.own_title.as_deref());
    let in_text = match sections {
        [only] => meetings::day(title?, &only.rows),
        _ => None,
    };
    in_text.or_else(|| meetings::day(title?, &front.lead))
}

/// Returns the day of a document which is no issue and has no day in its masthead: the day of its adoption, or the one that
/// closes its first section, which annexes may follow, or its last.
fn closing_day(front: &Front<'_>, sections: &[Section<'_>]) -> Option<Date> {
    if front.masthead.number.is_some() || front.masthead.published.is_some() {
        return None;
    }
    let mut lead = front.lead.iter().take(MOST_LEAD_ROWS);
    let adopted = lead.find_map(|row| origins::adoption_day(row.text));
    let mut ends = sections.first().into_iter().chain(sections.last());
    adopted.or_else(|| ends.find_map(|section| origins::closing_day(&section.rows)))
}

/// Gives a document that is no issue of a series the best title that it has: see [`title`]. `rows` are those of the text.
pub(super) fn give_title(
    found: &mut ParsedReport<'_>,
    rows: &[LayoutRow<'_>],
    property: Option<&str>,
) {
    let issue = &mut found.issue;
    if !issue.standalone {
        return;
    }
    let printed = issue.title.take();
    issue.title = title::title(property, printed.as_deref(), rows);
    // An article without a title has the beginning of its text in that place, which stays in the text.
    if let (None, [only], Some(title)) = (&printed, issue.articles.as_mut_slice(), &issue.title) {
        only.title.clone_from(title);
    }
    // The only article has the title of the document. Its row goes back to the text, and that of the better title leaves it.
    if let (Some(row), [only], Some(whole)) =
        (&printed, issue.articles.as_mut_slice(), &issue.title)
        && only.title == *row
        && let (printed, title) = (fold_title(row), fold_title(whole))
        && printed != title
    {
        let mut top = only.blocks.iter().take(MOST_TITLE_BLOCKS);
        let same = top.position(|block| fold_title(&block.text) == title);
        if let Some(same) = same {
            only.blocks.remove(same);
        }
        if !title.contains(&printed) {
            let row = Block::new(BlockKind::Heading, row.clone());
            only.blocks.insert(0, row);
        }
        only.title.clone_from(whole);
    }
    // A row that was taken for the title stands nowhere else.
    let is_row = found.masthead.title == printed;
    let title = issue.title.as_deref().map(fold_title).unwrap_or_default();
    if let Some(row) = printed.filter(|row| is_row && !title.contains(&fold_title(row))) {
        issue.lead.insert(0, row);
        for (paragraph, _) in &mut issue.lead_links {
            *paragraph += 1;
        }
    }
}

/// Returns the target of a heading of which nearly all is a link: `## [渡口复航](https://example.com/a)`.
fn whole_link(heading: &LayoutRow<'_>) -> Option<String> {
    let (range, target) = heading.links_in(heading.text).next()?;
    // Headings of web pages and books lead to themselves or back to the contents.
    let is_address = target.starts_with("http://") || target.starts_with("https://");
    (is_address && range.len() * 5 >= heading.text.len() * 4).then(|| target.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::model::Issue;
    use crate::model::transcript::{Flow, LineKind, Transcript};
    use crate::parse::parse;
    use jiff::civil::date;

    /// Two articles of a brief below `head`, their titles as `titles` has them, an origin in brackets at the end of each.
    fn brief(head: &str, titles: [&str; 2]) -> String {
        let [first, second] = titles;
        format!(
            "{head}\n{first}\n渡口二十日复航，当天来了三百多位乘客。（来源：山海晚报，2025年6月21日）\n\
             {second}\n早市从四点开始，比去年早了半小时。（山海日报，2025-06-22）"
        )
    }

    fn check(issue: &Issue) {
        let found: Vec<_> = issue.articles.iter().collect();
        let titles: Vec<_> = found.iter().map(|a| (a.number, a.title.as_str())).collect();
        assert_eq!(titles, [(1, "渡口复航"), (2, "早市开张")]);
        let origins: Vec<_> = found
            .iter()
            .map(|a| (a.source.as_deref(), a.date))
            .collect();
        let expected = [
            (Some("山海晚报"), Some(date(2025, 6, 21))),
            (Some("山海日报"), Some(date(2025, 6, 22))),
        ];
        assert_eq!(origins, expected);
        // The brackets are the end of a paragraph, so they stay there.
        assert!(found[0].blocks[0].text.ends_with("2025年6月21日）"));
        assert_eq!(
            (issue.title.as_deref(), issue.number),
            (Some("山海要情"), Some(3))
        );
    }

    #[test]
    fn articles_are_numbered_in_the_ways_of_offices_and_end_with_their_origin() {
        for titles in [
            ["一是渡口复航", "二是早市开张"],
            ["第一、渡口复航", "第二、早市开张"],
            ["【渡口复航】", "【早市开张】"],
            ["◆ 渡口复航", "◆ 早市开张"],
            ["1．渡口复航", "2．早市开张"],
        ] {
            let [first, second] = titles;
            let head = format!(
                "山海要情\n第3期\n山海市渔港中心　2025年6月23日\n目录\n{first}……2\n{second}……3"
            );
            check(&parse(&Transcript::from_text(&brief(&head, titles))).issue);
        }
    }

    #[test]
    fn contents_in_a_table_name_the_articles() {
        let head = "山海要情\n第3期\n山海市渔港中心　2025年6月23日\n目录\n序号\t标题\t页码\n1\t渡口复航\t2\n2\t早市开张\t3";
        let mut transcript = Transcript::from_text(&brief(head, ["一、渡口复航", "二、早市开张"]));
        transcript.flow = Flow::Paragraphs;
        for line in &mut transcript.lines[4..7] {
            line.kind = LineKind::TableRow;
        }
        transcript.lines[4].kind = LineKind::TableStart;
        check(&parse(&transcript).issue);
    }

    #[test]
    fn number_and_date_below_the_title_are_read_without_contents_too() {
        let text = "山海要情\n（第3期）\n山海市渔港中心　2025年6月23日\n渡口二十日复航，当天来了三百多位乘客。";
        let issue = parse(&Transcript::from_text(text)).issue;
        assert_eq!(
            (issue.title.as_deref(), issue.number),
            (Some("山海要情"), Some(3))
        );
        assert_eq!(issue.publisher.as_deref(), Some("山海市渔港中心"));
        assert_eq!(issue.published, Some(date(2025, 6, 23)));
        assert_eq!(issue.articles[0].blocks.len(), 1);
        // A letter with a date below its title has no number, and loses no row.
        let letter = "给读者的信\n2025年6月23日\n书屋周末照常开放，由两名馆员轮流值班。";
        let issue = parse(&Transcript::from_text(letter)).issue;
        assert_eq!(issue.number, None);
    }

    #[test]
    fn titles_with_a_label_are_those_of_the_contents() {
        let text = "《山海摘编》第3期\n目录\n1.渡口复航 P2\n2.早市开张 P3\n【标题】渡口复航\n渡口复航。\n【标题】早市开张\n早市开张。";
        let issue = parse(&Transcript::from_text(text)).issue;
        let titles: Vec<_> = issue.articles.iter().map(|a| a.title.as_str()).collect();
        assert_eq!(titles, ["渡口复航", "早市开张"]);
        assert_eq!(issue.title.as_deref(), Some("山海摘编"));
        let listed: Vec<_> = issue.toc.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(listed, ["渡口复航", "早市开张"]);
    }

    #[test]
    fn the_sections_of_the_contents_are_kept_below_their_chapter() {
        let text = "渡口手册\n目录\n一、值班\t1\n1.1 早班\t1\n1.2 晚班\t2\n二、检修\t3\n一、值班\n1.1 早班\n六点开船。\n\
                    1.2 晚班\n十点收船。\n二、检修\n栈桥换板。";
        let reading = crate::parse::parse(&Transcript::from_text(text));
        let listed = reading.issue.toc.iter();
        let listed: Vec<_> = listed.map(|e| (e.number, e.title.as_str())).collect();
        let expected = [(1, "值班"), (1, "1.1 早班"), (1, "1.2 晚班"), (2, "检修")];
        assert_eq!(listed, expected);
        assert_eq!(reading.issue.articles.len(), 2);
        assert!(reading.warnings.iter().all(|w| w.code != "toc-mismatch"));
    }

    #[test]
    fn the_first_item_of_a_list_and_text_below_a_heading_are_no_title() {
        let list = parse(&Transcript::from_text(
            "1、候船室修好\n2、栈桥换板\n3、排班次",
        ))
        .issue;
        assert_eq!((list.title, list.articles.len()), (None, 1));
        assert_eq!(list.articles[0].blocks.len(), 3);
        let mut transcript =
            Transcript::from_text("渡口笔记\n记录候船室的修缮总结\n候船室修好了。");
        transcript.flow = Flow::Paragraphs;
        transcript.lines[0].look.heading_level = Some(1);
        let issue = parse(&transcript).issue;
        assert_eq!(issue.title.as_deref(), Some("渡口笔记"));
        assert_eq!(issue.articles[0].blocks[0].text, "记录候船室的修缮总结");
    }
}
