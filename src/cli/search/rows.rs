//! The rows of `newsreader search`, written straight from the bytes in which they were found: a frequent word in a large
//! library makes fifty thousand of them.

use crate::cli::json;
use crate::library::cache::compact_text;
use crate::library::search::snippet::Snippet;
use crate::library::search::{ArticleMatch, ReportMatch};
use crate::text::sanitize::{replacement, sanitize_onto};
use jiff::civil::Date;
use std::io::Write;
use std::ops::Range;

/// Bytes that hold what a few reports give, as a rule, so that they are not moved while they become more.
const AT_ONCE: usize = 100 << 10;

/// Writes a line per article of `found` to the end of `out`, with the hits marked where `colour` is asked for:
/// `629/1  2025-06-15  标题（来源）  …上下文…  ×3  https://…`, the number being that of the places that match.
pub fn text(out: &mut Vec<u8>, found: &ReportMatch<'_>, colour: bool) {
    if out.is_empty() {
        out.reserve(AT_ONCE);
    }
    let mut issue = Vec::new();
    match found.report.meta.number {
        Some(number) => decimal(&mut issue, u64::from(number)),
        None => sanitize_onto(&mut issue, found.report.meta.place.name().as_bytes()),
    }
    issue.push(if found.report.meta.number.is_some() {
        b'/'
    } else {
        b':'
    });
    for one in &found.articles {
        let slice = &one.slice;
        out.extend_from_slice(&issue);
        decimal(out, u64::from(slice.number));
        if let Some(day) = slice.date.or(found.report.meta.published) {
            out.extend_from_slice(b"  ");
            date(out, day);
        }
        out.extend_from_slice(b"  ");
        let marks = if colour { one.places.as_slice() } else { &[] };
        let part = |at: Range<usize>| slice.whole.get(at).unwrap_or_default();
        let title = 0..slice.title_end_byte;
        marked(out, part(title.clone()), inside(marks, title));
        if slice.has_source {
            out.extend_from_slice("（".as_bytes());
            let source = slice.source_bytes();
            marked(out, part(source.clone()), inside(marks, source));
            out.extend_from_slice("）".as_bytes());
        }
        out.extend_from_slice(b"  ");
        let snippet = Snippet::of_text(slice, &one.places);
        between_ellipses(out, snippet, |out| {
            marked(out, snippet.text, snippet.marked(marks));
        });
        if one.places.len() > 1 {
            out.extend_from_slice("  ×".as_bytes());
            decimal(out, one.places.len() as u64);
        }
        if let Some(link) = slice.link {
            out.extend_from_slice(b"  ");
            sanitize_onto(out, link);
        }
        out.push(b'\n');
    }
}

/// Which of `places` lie in `part`, as ranges of it.
fn inside(places: &[Range<usize>], part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let lies = move |p: &&Range<usize>| p.start >= part.start && p.end <= part.end;
    let start = part.start;
    let inside = places.iter().filter(lies);
    inside.map(move |p| p.start - start..p.end - start)
}

/// `text` with the places in it standing out.
fn marked(out: &mut Vec<u8>, text: &[u8], places: impl Iterator<Item = Range<usize>>) {
    let mut done = 0;
    for place in places {
        harmless(out, text.get(done..place.start).unwrap_or_default());
        out.extend_from_slice(b"\x1b[1;4m");
        harmless(out, text.get(place.clone()).unwrap_or_default());
        out.extend_from_slice(b"\x1b[0m");
        done = place.end;
    }
    harmless(out, text.get(done..).unwrap_or_default());
}

/// Writes compact_text so that it can do nothing but be seen; a line feed becomes a space.
fn harmless(out: &mut Vec<u8>, text: &[u8]) {
    compact_text::read_onto(out, text, |out, c| {
        if let Some(c) = replacement(c) {
            compact_text::push(out, c);
        }
    });
}

/// Writes compact_text as a JSON string.
fn string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    compact_text::read_onto(out, text, json::character);
    out.push(b'"');
}

fn between_ellipses(out: &mut Vec<u8>, snippet: Snippet<'_>, write: impl FnOnce(&mut Vec<u8>)) {
    let ellipsis = |is_cut| if is_cut { "…" } else { "" }.as_bytes();
    out.extend_from_slice(ellipsis(snippet.is_cut_before));
    write(out);
    out.extend_from_slice(ellipsis(snippet.is_cut_after));
}

/// Writes an object per article of `found` to the end of `out`, each behind [`json::Rows::BETWEEN`]: the names of the
/// contract, and `count`, how many places match.
pub fn objects(out: &mut Vec<u8>, found: &ReportMatch<'_>) {
    if out.is_empty() {
        out.reserve(AT_ONCE);
    }
    let mut issue = json::Rows::BETWEEN.to_vec();
    issue.extend_from_slice(br#"{"path":"#);
    json::string(&mut issue, found.report.meta.place.name().as_bytes());
    issue.extend_from_slice(br#","issue":"#);
    let number = found.report.meta.number;
    absent_or(&mut issue, number, |out, n| decimal(out, u64::from(n)));
    issue.extend_from_slice(br#","number":"#);
    for one in &found.articles {
        out.extend_from_slice(&issue);
        object(out, one);
    }
}

/// An object from its article's number on.
fn object(out: &mut Vec<u8>, found: &ArticleMatch<'_>) {
    let slice = &found.slice;
    decimal(out, u64::from(slice.number));
    out.extend_from_slice(br#","title":"#);
    string(out, slice.title());
    out.extend_from_slice(br#","source":"#);
    absent_or(out, slice.source(), string);
    out.extend_from_slice(br#","date":"#);
    absent_or(out, slice.date, |out, day| {
        out.push(b'"');
        date(out, day);
        out.push(b'"');
    });
    out.extend_from_slice(br#","link":"#);
    absent_or(out, slice.link, json::string);
    out.extend_from_slice(br#","snippet":""#);
    let snippet = Snippet::of_hit(slice, &found.places);
    between_ellipses(out, snippet, |out| {
        compact_text::read_onto(out, snippet.text, |out, c| {
            json::character(out, if c == '\n' { ' ' } else { c });
        });
    });
    out.extend_from_slice(br#"","count":"#);
    decimal(out, found.places.len() as u64);
    out.push(b'}');
}

fn absent_or<T>(out: &mut Vec<u8>, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    match value {
        Some(value) => write(out, value),
        None => out.extend_from_slice(b"null"),
    }
}

fn decimal(out: &mut Vec<u8>, number: u64) {
    // Writing to memory cannot fail.
    let _ = write!(out, "{number}");
}

fn date(out: &mut Vec<u8>, day: Date) {
    let _ = write!(out, "{day}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cache::record::Slice;
    use crate::library::index::IndexedReport;
    use crate::library::{Place, open_place};
    use jiff::civil::date;
    use std::sync::Arc;

    const ARTICLE: &str = "云州\u{1b}[2J医保\n云州日报\n试点医保结算\n";

    fn shelved() -> Arc<IndexedReport> {
        let sample = open_place(&Place::Sample(0)).unwrap();
        let mut shelved = IndexedReport::in_memory(&sample).unwrap();
        shelved.meta.number = Some(629);
        Arc::new(shelved)
    }

    fn short(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        compact_text::write(&mut out, text);
        out
    }

    fn found<'a>(report: &'a Arc<IndexedReport>, whole: &'a [u8]) -> ReportMatch<'a> {
        let word = short("医保");
        let line_feeds = whole
            .iter()
            .enumerate()
            .filter(|(_, b)| **b == compact_text::LINE_FEED);
        let lines: Vec<usize> = line_feeds.map(|(at, _)| at).collect();
        let slice = Slice {
            number: 2,
            date: Some(date(2025, 6, 15)),
            link: Some(b"https://news.example.cn/1.html"),
            has_source: true,
            whole,
            title_end_byte: lines[0],
            source_end_byte: lines[1],
            body_byte: lines[1] + 1,
        };
        let places = memchr::memmem::find_iter(whole, &word).map(|at| at..at + word.len());
        let one = ArticleMatch {
            index: 0,
            places: places.collect(),
            slice,
        };
        ReportMatch {
            report,
            articles: vec![one],
        }
    }

    #[test]
    fn an_article_is_one_harmless_line() {
        let report = shelved();
        let mut out = Vec::new();
        text(&mut out, &found(&report, &short(ARTICLE)), false);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "629/2  2025-06-15  云州[2J医保（云州日报）  试点医保结算  ×2  https://news.example.cn/1.html\n"
        );
    }

    #[test]
    fn on_a_terminal_the_hits_stand_out() {
        let report = shelved();
        let mut out = Vec::new();
        text(&mut out, &found(&report, &short(ARTICLE)), true);
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line.matches("\u{1b}[1;4m医保\u{1b}[0m").count(), 2);
    }

    #[test]
    fn an_object_has_the_names_of_the_contract() {
        let report = shelved();
        let mut out = Vec::new();
        objects(&mut out, &found(&report, &short(ARTICLE)));
        let object: serde_json::Value = serde_json::from_slice(out.get(1..).unwrap()).unwrap();
        let expected = serde_json::json!({
            "path": report.meta.place.name(), "issue": 629, "number": 2, "title": "云州\u{1b}[2J医保",
            "source": "云州日报", "date": "2025-06-15", "link": "https://news.example.cn/1.html",
            "snippet": "试点医保结算", "count": 2
        });
        assert_eq!(object, expected);
    }
}
