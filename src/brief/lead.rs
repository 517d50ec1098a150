//! The lead of a brief: the number of its articles, their period, and the reports they are taken from.

use crate::model::{Issue, Period};
use crate::quote::Piece;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// The articles out of one series of reports.
struct Series {
    /// The title of the reports; `None` for reports without one.
    title: Option<String>,
    /// The issues with the number of articles from each, in the order of the brief. `None` is an issue without a number.
    issues: Vec<(Option<u32>, usize)>,
}

/// Returns the lead, for example `本期简报共收集 3 篇相关信息，时间从 … 到 …，选自《云川监测周报》第 12 期 2 篇、第 13 期 1 篇。`
///
/// The beginning is that of the reports, so that count and period are read back from it.
pub(super) fn lead(pieces: &[Piece], period: Option<Period>) -> String {
    let count = pieces.len();
    let period = period.map(|Period { start, end }| {
        if start == end {
            return format!("，时间为 {}", spaced_date(start));
        }
        format!("，时间从 {}到 {}", spaced_date(start), spaced_date(end))
    });
    let all = series(pieces);
    let origins: Vec<String> = all.iter().map(|one| origin(one, count)).collect();
    let origins = match origins.join("，") {
        text if text.is_empty() => text,
        text => format!("，选自{text}"),
    };
    let period = period.unwrap_or_default();
    format!("本期简报共收集 {count} 篇相关信息{period}{origins}。")
}

/// The label of the note on the whole brief.
pub(super) const EDITORS_NOTE: &str = "编者按：";

/// Returns the paragraphs of the editor's note on the whole brief, the first with its label.
pub(super) fn note(note: Option<&str>) -> Vec<String> {
    let lines = note.into_iter().flat_map(str::lines).map(one_line);
    let lines = lines.filter(|line| !line.is_empty());
    // Only the first paragraph has the label; the others go on.
    let labels = std::iter::once(EDITORS_NOTE).chain(std::iter::repeat(""));
    let labelled = lines
        .zip(labels)
        .map(|(line, label)| format!("{label}{line}"));
    labelled.collect()
}

/// Returns the series of the articles, each once, in the order of their first article.
fn series(pieces: &[Piece]) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for piece in pieces {
        let title = series_title(piece.issue);
        // A brief has few series, so a list is searched as fast as a map and keeps the order.
        if !all.iter().any(|one| one.title == title) {
            all.push(Series {
                title: title.clone(),
                issues: Vec::new(),
            });
        }
        let Some(one) = all.iter_mut().find(|one| one.title == title) else {
            continue;
        };
        let number = piece.issue.number;
        match one.issues.iter_mut().find(|(known, _)| *known == number) {
            Some((_, count)) => *count += 1,
            None => one.issues.push((number, 1)),
        }
    }
    all
}

/// Returns the title of the series of `issue` on one line.
fn series_title(issue: &Issue) -> Option<String> {
    let title = one_line(issue.title.as_deref()?);
    (!title.is_empty()).then_some(title)
}

/// Returns the part of the lead about one series: `《云川监测周报》第 12 期 2 篇、第 13 期 1 篇`. The number of articles is left out
/// where all `total` articles of the brief are from one issue.
fn origin(series: &Series, total: usize) -> String {
    // Not `《…》` around a title that has such brackets of its own, which may not stand within each other (GB/T 15834 4.15).
    let name = match &series.title {
        Some(title) if title.contains('《') => title.clone(),
        Some(title) => format!("《{title}》"),
        None => "监测报告".to_owned(),
    };
    let issues = series.issues.iter().map(|(number, count)| {
        let number = number.map(|number| format!("第 {number} 期"));
        let count = (*count != total).then(|| format!("{count} 篇"));
        let both: Vec<String> = number.into_iter().chain(count).collect();
        both.join(" ")
    });
    let issues = issues.collect::<Vec<_>>().join("、");
    // No space behind a bracket, and one before a digit.
    let gap = if name.ends_with('》') || !issues.starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        " "
    };
    format!("{name}{gap}{issues}")
}

/// Returns `2025 年 6 月 14 日`, with spaces around the digits as in the reports.
fn spaced_date(date: Date) -> String {
    format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::lead;
    use crate::model::{Article, Issue};
    use crate::quote::Piece;

    fn issue(title: Option<&str>, number: Option<u32>) -> Issue {
        Issue {
            title: title.map(str::to_owned),
            number,
            ..Issue::default()
        }
    }

    fn lead_of(issues: &[&Issue]) -> String {
        let article = Article::default();
        let piece = |issue| Piece {
            path: "",
            issue,
            article: &article,
        };
        let pieces: Vec<Piece> = issues.iter().map(|issue| piece(issue)).collect();
        lead(&pieces, None)
    }

    #[test]
    fn each_series_and_each_issue_of_it_is_counted() {
        let weekly = |number| issue(Some("云川周报"), Some(number));
        let (a, b, c) = (weekly(12), weekly(13), issue(Some("望溪月报"), None));
        assert_eq!(
            lead_of(&[&a, &c, &b, &a]),
            "本期简报共收集 4 篇相关信息，选自《云川周报》第 12 期 2 篇、第 13 期 1 篇，《望溪月报》1 篇。"
        );
        assert_eq!(
            lead_of(&[&a, &a]),
            "本期简报共收集 2 篇相关信息，选自《云川周报》第 12 期。"
        );
        assert_eq!(
            lead_of(&[&issue(None, None)]),
            "本期简报共收集 1 篇相关信息，选自监测报告。"
        );
    }
}
