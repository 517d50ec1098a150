//! The rows of `newsreader search`, written straight from the bytes of the cache in which they were found.
//!
//! A frequent word in a library of ten thousand issues makes fifty thousand rows, so none becomes a `String` on the way.
//!
//! The text of a record is in a compact encoding and is decoded, sanitized and escaped in one pass
//! into the output. The JSON and the CSV have the same facts in the same order.

use crate::cli::json;
use crate::library::cache::compact_text;
use crate::library::meta::ReportMeta;
use crate::library::search::snippet::Snippet;
use crate::library::search::{self, ArticleMatch, ReportMatch};
use crate::quote::table::harmless_cell;
use crate::text::sanitize::{replacement, sanitize, sanitize_onto};
use jiff::civil::Date;
use std::io::Write;
use std::ops::Range;

/// The first capacity of a buffer in bytes: enough for the rows of a few reports, so that it is rarely moved as it grows.
const FIRST_CAPACITY: usize = 100 << 10;

/// Appends a line per article of `found` to `out`, with the hits highlighted if `colour` is set:
/// `629/1  2025-06-15  标题（来源）  …上下文…  ×3  https://…`. `×3` is the number of places that match.
pub fn write_lines(out: &mut Vec<u8>, found: &ReportMatch<'_>, colour: bool) {
    if out.is_empty() {
        // Each searching thread has a buffer of its own, which grows by doubling; most of the moves
        // are saved by this.
        out.reserve(FIRST_CAPACITY);
    }
    // The beginning that all articles of an issue share is made once.
    // A file without a number is named by its path, as `lib/6.txt:1`.
    let mut issue = Vec::new();
    match found.report.meta.number {
        Some(number) => push_decimal(&mut issue, u64::from(number)),
        None => sanitize_onto(&mut issue, found.report.meta.place.name().as_bytes()),
    }
    issue.push(if found.report.meta.number.is_some() {
        b'/'
    } else {
        b':'
    });
    for one in &found.articles {
        out.extend_from_slice(&issue);
        write_article(out, &found.report.meta, one, colour);
    }
}

/// Appends an article behind the name of its issue.
fn write_article(out: &mut Vec<u8>, meta: &ReportMeta, one: &ArticleMatch<'_>, colour: bool) {
    let slice = &one.slice;
    push_decimal(out, u64::from(slice.number));
    if let Some(day) = slice.date.or(meta.published) {
        out.extend_from_slice(b"  ");
        push_date(out, day);
    }
    out.extend_from_slice(b"  ");
    let marks = if colour { one.places.as_slice() } else { &[] };
    let title = search::title(meta, one.index, slice);
    push_highlighted(out, &title, inside(marks, 0..slice.title_end_byte));
    if slice.has_source {
        out.extend_from_slice("（".as_bytes());
        let source = slice.source_bytes();
        let text = slice.whole.get(source.clone()).unwrap_or_default();
        push_highlighted(out, text, inside(marks, source));
        out.extend_from_slice("）".as_bytes());
    }
    out.extend_from_slice(b"  ");
    let snippet = Snippet::of_text(slice, &one.places);
    push_between_ellipses(out, snippet, |out| {
        push_highlighted(out, snippet.text, snippet.marked(marks));
    });
    // A single match is what the reader expects of a row, so it is not counted aloud.
    if one.places.len() > 1 {
        out.extend_from_slice("  ×".as_bytes());
        push_decimal(out, one.places.len() as u64);
    }
    if let Some(link) = slice.link {
        out.extend_from_slice(b"  ");
        sanitize_onto(out, link);
    }
    out.push(b'\n');
}

/// Returns those of `places` that lie in `part`, as ranges of it. All ranges are in bytes.
// A hit that reaches over the end of a part, such as from title to source, is marked in neither.
fn inside(places: &[Range<usize>], part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let lies = move |p: &&Range<usize>| p.start >= part.start && p.end <= part.end;
    let start = part.start;
    let inside = places.iter().filter(lies);
    inside.map(move |p| p.start - start..p.end - start)
}

/// Appends `text` with the places in it bold and underlined.
///
/// Attributes and no colour, since the background of the terminal is unknown.
fn push_highlighted(out: &mut Vec<u8>, text: &[u8], places: impl Iterator<Item = Range<usize>>) {
    let mut done = 0;
    for place in places {
        push_sanitized(out, text.get(done..place.start).unwrap_or_default());
        out.extend_from_slice(b"\x1b[1;4m");
        push_sanitized(out, text.get(place.clone()).unwrap_or_default());
        out.extend_from_slice(b"\x1b[0m");
        done = place.end;
    }
    push_sanitized(out, text.get(done..).unwrap_or_default());
}

/// Appends text of a record without control characters; a line feed becomes a space.
// No `str` is made: the decoder hands over one character after another.
fn push_sanitized(out: &mut Vec<u8>, text: &[u8]) {
    compact_text::read_onto(out, text, |out, c| {
        if let Some(c) = replacement(c) {
            compact_text::push(out, c);
        }
    });
}

/// Appends text of a record as a JSON string.
fn push_json_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    compact_text::read_onto(out, text, json::character);
    out.push(b'"');
}

/// Runs `write` between an ellipsis for each side on which the snippet was cut.
fn push_between_ellipses(
    out: &mut Vec<u8>,
    snippet: Snippet<'_>,
    write: impl FnOnce(&mut Vec<u8>),
) {
    let ellipsis = |is_cut| if is_cut { "…" } else { "" }.as_bytes();
    out.extend_from_slice(ellipsis(snippet.is_cut_before));
    write(out);
    out.extend_from_slice(ellipsis(snippet.is_cut_after));
}

/// Appends an object per article of `found` to `out`, each behind [`json::JsonArray::BETWEEN`].
///
/// The names are those of `newsreader links`, with `snippet` and `count`, the number of places that match.
pub fn write_objects(out: &mut Vec<u8>, found: &ReportMatch<'_>) {
    if out.is_empty() {
        out.reserve(FIRST_CAPACITY);
    }
    // The part that all articles of an issue share is made once.
    let mut issue = json::JsonArray::BETWEEN.to_vec();
    issue.extend_from_slice(br#"{"path":"#);
    json::string(&mut issue, found.report.meta.place.address().as_bytes());
    issue.extend_from_slice(br#","also":["#);
    for (at, place) in found.report.also().iter().enumerate() {
        if at > 0 {
            issue.push(b',');
        }
        json::string(&mut issue, place.address().as_bytes());
    }
    issue.extend_from_slice(br#"],"issue":"#);
    let meta = &found.report.meta;
    push_or_null(&mut issue, meta.number, |out, n| {
        push_decimal(out, u64::from(n));
    });
    issue.extend_from_slice(br#","recognised":"#);
    push_or_null(&mut issue, meta.recognised.as_ref(), |out, mark| {
        // A name and a number can always be written.
        let mark = serde_json::to_string(mark).unwrap_or_default();
        out.extend_from_slice(json::escape(&mark).as_bytes());
    });
    issue.extend_from_slice(br#","number":"#);
    for one in &found.articles {
        out.extend_from_slice(&issue);
        push_object(out, meta, one);
    }
}

/// The first line of the CSV.
pub const CSV_HEADING: &[u8] = b"path,issue,number,title,source,date,link,snippet,count\n";

/// Appends a row of CSV per article of `found` to `out`: the columns are the names of the objects.
///
/// Cells that a spreadsheet would calculate are made harmless.
pub fn write_csv(out: &mut Vec<u8>, found: &ReportMatch<'_>) {
    let meta = &found.report.meta;
    let (path, issue) = (meta.place.address(), meta.number.map(|n| n.to_string()));
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    for one in &found.articles {
        let slice = &one.slice;
        let link = slice
            .link
            .map(|link| String::from_utf8_lossy(link).into_owned());
        let (snippet, _) = Snippet::of_hit(slice, &one.places).to_line(&one.places);
        let cells = [
            path.clone(),
            issue.clone().unwrap_or_default(),
            slice.number.to_string(),
            compact_text::read(&search::title(meta, one.index, slice)),
            slice.source().map(compact_text::read).unwrap_or_default(),
            slice.date.map(|day| day.to_string()).unwrap_or_default(),
            link.unwrap_or_default(),
            snippet,
            one.places.len().to_string(),
        ];
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells.map(|cell| harmless_cell(sanitize(&cell).into_owned())));
    }
}

/// Appends an object from the value of `number` on.
// The names are written as text and not by serde: tens of thousands of rows are made of them.
fn push_object(out: &mut Vec<u8>, meta: &ReportMeta, found: &ArticleMatch<'_>) {
    let slice = &found.slice;
    push_decimal(out, u64::from(slice.number));
    out.extend_from_slice(br#","title":"#);
    push_json_string(out, &search::title(meta, found.index, slice));
    out.extend_from_slice(br#","source":"#);
    push_or_null(out, slice.source(), push_json_string);
    out.extend_from_slice(br#","date":"#);
    push_or_null(out, slice.date, |out, day| {
        out.push(b'"');
        push_date(out, day);
        out.push(b'"');
    });
    out.extend_from_slice(br#","link":"#);
    push_or_null(out, slice.link, json::string);
    out.extend_from_slice(br#","snippet":""#);
    let snippet = Snippet::of_hit(slice, &found.places);
    push_between_ellipses(out, snippet, |out| {
        compact_text::read_onto(out, snippet.text, |out, c| {
            // Tabs part the cells of a table, line feeds the paragraphs.
            json::character(out, if c.is_control() { ' ' } else { c });
        });
    });
    out.extend_from_slice(br#"","count":"#);
    push_decimal(out, found.places.len() as u64);
    out.push(b'}');
}

/// Appends the value by `write`, or `null` where there is none.
fn push_or_null<T>(out: &mut Vec<u8>, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    match value {
        Some(value) => write(out, value),
        None => out.extend_from_slice(b"null"),
    }
}

/// Appends a number in decimal digits.
// Not by `write!`, and a day neither: hundreds of thousands of rows have three numbers each.
fn push_decimal(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    let mut rest = number;
    loop {
        out.push(digit(rest));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// Appends a day as `2025-06-15` (ISO 8601).
fn push_date(out: &mut Vec<u8>, day: Date) {
    let (Ok(year @ 1000..), month, of_month) = (u64::try_from(day.year()), day.month(), day.day())
    else {
        // Writing to memory cannot fail.
        let _ = write!(out, "{day}");
        return;
    };
    push_decimal(out, year);
    for part in [month, of_month] {
        let part = u64::from(part.unsigned_abs());
        out.extend_from_slice(&[b'-', digit(part / 10), digit(part)]);
    }
}

/// Returns the last decimal digit of a number.
fn digit(number: u64) -> u8 {
    b"0123456789"[usize::try_from(number % 10).unwrap_or(0) % 10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::cache::record::Slice;
    use crate::library::index::IndexedReport;
    use crate::library::{Place, open_place};
    use jiff::civil::date;
    use std::sync::Arc;

    #[test]
    fn numbers_and_days_are_written_as_everywhere_else() {
        let written = |push: &dyn Fn(&mut Vec<u8>)| {
            let mut out = b"x".to_vec();
            push(&mut out);
            String::from_utf8(out).unwrap()
        };
        for number in [0, 7, 10, 629, 100_000, u64::MAX] {
            assert_eq!(
                written(&|out| push_decimal(out, number)),
                format!("x{number}")
            );
        }
        for day in [
            date(2025, 6, 15),
            date(1999, 12, 31),
            date(2000, 1, 1),
            date(999, 10, 9),
            Date::MIN,
            Date::MAX,
        ] {
            assert_eq!(written(&|out| push_date(out, day)), format!("x{day}"));
        }
    }

    const ARTICLE: &str = "云州\u{1b}[2J医保\n云州日报\n试点医保结算\n";

    fn shelved() -> Arc<IndexedReport> {
        let sample = open_place(&Place::Sample(0)).unwrap();
        let mut shelved = IndexedReport::in_memory(&sample).unwrap();
        Arc::make_mut(&mut shelved.meta).number = Some(629);
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
            index: Some(0),
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
        write_lines(&mut out, &found(&report, &short(ARTICLE)), false);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "629/2  2025-06-15  云州[2J医保（云州日报）  试点医保结算  ×2  https://news.example.cn/1.html\n"
        );
    }

    #[test]
    fn on_a_terminal_the_hits_stand_out() {
        let report = shelved();
        let mut out = Vec::new();
        write_lines(&mut out, &found(&report, &short(ARTICLE)), true);
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line.matches("\u{1b}[1;4m医保\u{1b}[0m").count(), 2);
    }

    #[test]
    fn an_object_has_the_names_of_the_contract() {
        let report = shelved();
        let mut out = Vec::new();
        write_objects(&mut out, &found(&report, &short(ARTICLE)));
        let object: serde_json::Value = serde_json::from_slice(out.get(1..).unwrap()).unwrap();
        let expected = serde_json::json!({
            "path": report.meta.place.name(), "also": [], "issue": 629, "number": 2, "title": "云州\u{1b}[2J医保",
            "source": "云州日报", "date": "2025-06-15", "link": "https://news.example.cn/1.html",
            "snippet": "试点医保结算", "count": 2, "recognised": null
        });
        assert_eq!(object, expected);
    }
}
