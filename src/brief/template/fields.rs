//! The fields of a template beyond those of an article: the brief, the note, the heading, the reference.

use crate::brief::Brief;
use crate::quote::gbt7714;
use crate::quote::template::{ExtraValue, FieldScope};

/// The dates of a brief.
const DATES: &[&str] = &["brief.published", "brief.period.start", "brief.period.end"];

/// The fields of the brief.
const OF_BRIEF: &[&str] = &[
    "brief.title",
    "brief.number",
    "brief.total_number",
    "brief.publisher",
    "brief.published",
    "brief.period.start",
    "brief.period.end",
    "brief.lead",
    "brief.note",
    "brief.declared_count",
    "brief.recipients",
    "brief.copies",
    "brief.editor",
];

/// The fields outside the repeated part.
pub const BRIEF: FieldScope = FieldScope {
    has_article: false,
    extra: &[OF_BRIEF, &["#articles", "/articles"]],
    dates: DATES,
};

/// The fields of the repeated part.
pub const ARTICLE: FieldScope = FieldScope {
    has_article: true,
    extra: &[&["note", "heading", "reference"], OF_BRIEF],
    dates: DATES,
};

/// Returns the value of the field `name` for the brief, or for its article `at`.
pub fn value(brief: &Brief, at: Option<usize>, name: &str) -> Option<ExtraValue> {
    let (issue, details) = (&brief.issue, &brief.details);
    let additions = at.and_then(|at| brief.additions.get(at));
    let article = at.and_then(|at| issue.articles.get(at));
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    // Days keep their type, so that the template can give them a form.
    let day = match name {
        "brief.published" => issue.published,
        "brief.period.start" => issue.period.map(|period| period.start),
        "brief.period.end" => issue.period.map(|period| period.end),
        _ => None,
    };
    if let Some(day) = day {
        return Some(ExtraValue::Day(day));
    }
    let text = match name {
        "note" => additions.map(|additions| additions.note.join("\n")),
        "heading" => additions.map(|additions| additions.headings.join("\n")),
        "reference" => {
            let today = issue.published.unwrap_or_default();
            article.map(|article| gbt7714::reference(article, today))
        }
        "brief.title" => issue.title.clone(),
        "brief.number" => number(issue.number),
        "brief.total_number" => number(issue.total_number),
        "brief.publisher" => issue.publisher.clone(),
        "brief.lead" => issue.lead.first().cloned(),
        "brief.note" => details.note.clone(),
        "brief.declared_count" => number(issue.declared_count),
        "brief.recipients" => details.recipients.clone(),
        "brief.copies" => number(details.copies),
        "brief.editor" => details.editor.clone(),
        _ => None,
    };
    text.map(ExtraValue::Text)
}
