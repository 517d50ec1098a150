//! The facts of a written brief, put into `[brief]` of the configuration where it has none yet.
//!
//! The dialog of a brief asks for them once. What stands in the file was written by its owner and is never replaced; comments,
//! order and blanks stay. The numbers are no part of it: the last one is reading state, since it grows with each brief.

use crate::brief::details::BriefDetails;
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

/// Returns the configuration `source` with the facts of `details` that it lacks; `None` if it lacks none, or if it has a
/// mistake that keeps it from being understood.
pub fn with_brief_facts(source: &str, details: &BriefDetails) -> Option<String> {
    let mut document: DocumentMut = source.parse().ok()?;
    let section = document
        .entry("brief")
        .or_insert_with(|| Item::Table(Table::new()));
    let section = section.as_table_like_mut()?;
    let text = |text: &Option<String>| text.as_deref().map(value);
    let units = details.recipients.as_ref().map(|line| {
        let units = line.split('，').map(str::trim);
        value(units.filter(|unit| !unit.is_empty()).collect::<Array>())
    });
    let facts = [
        ("title", text(&details.title)),
        ("publisher", text(&details.publisher)),
        ("recipients", units),
        (
            "copies",
            details.copies.map(|copies| value(i64::from(copies))),
        ),
        ("editor", text(&details.editor)),
    ];
    let mut has_changed = false;
    for (name, fact) in facts {
        let Some(fact) = fact else { continue };
        match section.get_mut(name) {
            None => drop(section.insert(name, fact)),
            // The value alone, so that a comment behind it stays.
            Some(Item::Value(there)) if is_absent(there) => {
                let mut fact = fact.into_value().ok()?;
                fact.decor_mut().clone_from(there.decor());
                *there = fact;
            }
            Some(_) => continue,
        }
        has_changed = true;
    }
    has_changed.then(|| document.to_string())
}

/// True for an empty text, an empty list and the number 0, which count as absent.
fn is_absent(value: &Value) -> bool {
    match value {
        Value::String(text) => text.value().trim().is_empty(),
        Value::Array(list) => list.iter().all(is_absent),
        Value::Integer(number) => *number.value() == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn details() -> BriefDetails {
        BriefDetails {
            title: Some("云川信息专报".to_owned()),
            number: Some(12),
            publisher: Some("云川市信息中心".to_owned()),
            recipients: Some("市委办公室，市政府办公室".to_owned()),
            copies: Some(50),
            ..BriefDetails::default()
        }
    }

    #[test]
    fn what_was_asked_once_stands_in_the_configuration() {
        let written = with_brief_facts("", &details()).unwrap();
        let (config, notes) = config::parse(&written);
        assert_eq!(notes, []);
        // The number is state.
        let number = None;
        assert_eq!(
            config.brief,
            BriefDetails {
                number,
                ..details()
            }
        );
        assert_eq!(with_brief_facts(&written, &details()), None);
    }

    #[test]
    fn what_the_owner_wrote_stays_with_its_comments() {
        let source = "# 我的设置\ntheme = \"ink\"\n\n[brief]\ntitle = \"周报\" # 定名\npublisher = \"\" # 待定\n\n[ui]\n";
        let written = with_brief_facts(source, &details()).unwrap();
        assert!(written.starts_with(
            "# 我的设置\ntheme = \"ink\"\n\n[brief]\ntitle = \"周报\" # 定名\npublisher = \"云川市信息中心\" # 待定\n"
        ));
        assert!(written.ends_with("[ui]\n"), "{written}");
        assert_eq!(config::parse(&written).1, []);
        let (config, _) = config::parse(&with_brief_facts(config::DEFAULT, &details()).unwrap());
        assert_eq!(
            config.brief,
            BriefDetails {
                number: None,
                ..details()
            }
        );
    }

    #[test]
    fn a_table_in_one_line_is_filled_in_and_blank_units_count_for_nothing() {
        let source = "brief = { title = \"周报\", recipients = [\"\"] }\n";
        let mut details = details();
        details.recipients = Some("甲办公室，乙办公室，".to_owned());
        let (config, notes) = config::parse(&with_brief_facts(source, &details).unwrap());
        assert_eq!(notes, []);
        assert_eq!(config.brief.title.as_deref(), Some("周报"));
        assert_eq!(
            config.brief.recipients.as_deref(),
            Some("甲办公室，乙办公室")
        );
    }

    #[test]
    fn a_file_with_a_mistake_is_left_alone() {
        assert_eq!(with_brief_facts("theme = “ink”\n", &details()), None);
        assert_eq!(with_brief_facts("brief = 1\n", &details()), None);
    }
}
