//! A brief as JSON: the object of `newsreader show --format json`, with `path` and `issue` in each article for its
//! origin, `recognised` where its text was recognised on a scan, `note` for the note of the editor and `heading` for the heading above it.

use crate::brief::Brief;
use crate::quote::blocks::links_of;
use serde_json::{Value, json};

/// Returns the JSON text, indented, with a final line feed.
///
/// # Errors
/// An error of the serialiser, which no issue causes.
pub fn write(brief: &Brief) -> Result<String, serde_json::Error> {
    let mut value = serde_json::to_value(&brief.issue)?;
    // The fields are added to what `show` writes, so that one reader of the JSON reads both.
    let articles = value.get_mut("articles").and_then(Value::as_array_mut);
    let originals = brief
        .pieces
        .iter()
        .zip(&brief.issue.articles)
        .zip(&brief.additions);
    for (article, ((piece, cleaned), additions)) in articles.into_iter().flatten().zip(originals) {
        if let Some(fields) = article.as_object_mut() {
            fields.insert("heading".to_owned(), joined(&additions.headings));
            fields.insert("note".to_owned(), joined(&additions.note));
            fields.insert("links".to_owned(), serde_json::to_value(links_of(cleaned))?);
            fields.insert("path".to_owned(), json!(piece.path));
            fields.insert("issue".to_owned(), json!(piece.issue.number));
            fields.insert("recognised".to_owned(), json!(piece.issue.recognised));
        }
    }
    // A brief is no file that was read: the fields of `show` are there, but empty.
    if let Some(fields) = value.as_object_mut() {
        fields.insert("path".to_owned(), Value::Null);
        fields.insert("recognised".to_owned(), Value::Null);
        fields.insert("warnings".to_owned(), json!([]));
    }
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

/// Returns the lines as one text; null if there are none.
fn joined(lines: &[String]) -> Value {
    if lines.is_empty() {
        return Value::Null;
    }
    json!(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use crate::brief::sample;
    use crate::model::Issue;

    #[test]
    fn the_object_reads_back_as_the_issue() {
        let issue = sample::issue();
        let brief = sample::brief(&issue);
        let text = super::write(&brief).unwrap();
        assert_eq!(serde_json::from_str::<Issue>(&text).unwrap(), brief.issue);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["articles"][0]["path"], "012.txt");
        assert_eq!(value["articles"][0]["issue"], 12);
    }
}
