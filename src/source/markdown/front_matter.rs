//! The block of fields that site generators put on top of a Markdown text: YAML between rows of `---`, TOML between `+++`.

use super::WIDE_SPACE;
use super::heading::is_heading;
use crate::conventions::{dates, day_forms};
use crate::source::story::StoryParagraph;
use jiff::civil::Date;

/// The most lines of such a block.
const MOST_LINES: usize = 200;

/// The facts in a block of fields about the text below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct FrontMatter<'a> {
    /// The title.
    pub title: Option<&'a str>,
    /// The day of publication.
    pub day: Option<Date>,
    /// The lines between the rules.
    lines: &'a str,
    /// The text below the block; all of the text where there is no block.
    pub body: &'a str,
}

impl<'a> FrontMatter<'a> {
    /// Returns the headings of the text.
    fn headings(self) -> impl Iterator<Item = &'a str> {
        let lines = self.body.lines();
        lines.filter(|line| is_heading(line))
    }

    /// Returns the title unless the text begins with a heading of the same words, or with the only one of the highest level:
    /// a template leaves the title of another text in the fields.
    pub(super) fn new_title(self) -> Option<&'a str> {
        let is_highest = |line: &&str| is_heading(line) && !line.starts_with("##");
        let first = self.body.lines().find(|line| !line.trim().is_empty());
        let own = first
            .filter(|line| is_highest(line) && self.headings().filter(is_highest).count() == 1);
        let first = self.headings().next();
        let first = first.map(|line| line.trim_matches(['#', ' ', WIDE_SPACE]));
        self.title
            .filter(|title| own.is_none() && first != Some(*title))
    }

    /// True if the text begins with a heading, and no title of the fields stands above it.
    pub(super) fn begins_with_heading(self) -> bool {
        let first = self.body.lines().find(|line| !line.trim().is_empty());
        self.new_title().is_none() && first.is_some_and(is_heading)
    }

    /// True if a heading of the text has the highest level.
    pub(super) fn has_highest_heading(self) -> bool {
        self.headings().any(|line| !line.starts_with("##"))
    }

    /// Returns the rows that stand for the block above the text: a heading with the title, and the day.
    pub(super) fn rows(self) -> Vec<StoryParagraph> {
        let mut rows = Vec::new();
        let title = self.new_title();
        if let Some(title) = title {
            let mut heading = StoryParagraph::at(1);
            heading.push(title, 0, false);
            heading.look.heading_level = Some(1);
            rows.push(heading);
        }
        // Without a title or a heading the row would be the first of the text.
        let is_headed = title.is_some() || self.headings().next().is_some();
        if let Some(day) = self.day.filter(|_| is_headed) {
            let mut row = StoryParagraph::at(1);
            row.push(&format!("发布时间：{day}"), 0, false);
            rows.push(row);
        }
        // Nothing of the file is lost: a summary, the author and the tags stand above the text.
        let shown = |line: &&str| match Field::of(line) {
            Some(Field::Title(text)) => title.is_some() || self.body.contains(text),
            Some(Field::Day(day)) => is_headed && day.is_some(),
            None => line.chars().all(|c| !c.is_alphanumeric()),
        };
        for line in self.lines.lines().filter(|line| !shown(line)) {
            let mut row = StoryParagraph::at(1);
            row.push(line.trim(), 0, false);
            rows.push(row);
        }
        rows
    }
}

/// A field that is shown in its own way.
enum Field<'a> {
    /// The title.
    Title(&'a str),
    /// The day of publication, if it can be read.
    Day(Option<Date>),
}

impl<'a> Field<'a> {
    /// Reads a line of the block; `None` for any other.
    fn of(line: &'a str) -> Option<Self> {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let value = value.strip_suffix('。').unwrap_or(value);
        match key.trim_end().to_ascii_lowercase().as_str() {
            // `title: >-` has the title in the lines below.
            "title" if value.chars().any(char::is_alphanumeric) => Some(Self::Title(value)),
            "date" | "pubdate" | "pub_date" | "published" | "publish_date" => {
                let day = dates::leading(value).or_else(|| day_forms::english(value));
                Some(Self::Day(day.and_then(|day| day.date)))
            }
            _ => None,
        }
    }
}

/// Splits the block of fields off `text`. Between two rules may also stand text, which stays.
pub(super) fn split(text: &str) -> FrontMatter<'_> {
    read(text).unwrap_or(FrontMatter {
        body: text,
        ..FrontMatter::default()
    })
}

/// Reads the block of fields at the top of `text`; `None` if there is none.
pub(super) fn read(text: &str) -> Option<FrontMatter<'_>> {
    let rule = if text.starts_with("+++") {
        "+++"
    } else {
        "---"
    };
    let mut lines = text.split_inclusive('\n');
    let start = lines.next().filter(|line| line.trim_end() == rule)?.len();
    let mut length = start;
    let mut found = FrontMatter::default();
    let mut has_fields = false;
    for line in lines.take(MOST_LINES) {
        let before = length;
        length += line.len();
        if line.trim_end() == rule {
            found.lines = text.get(start..before)?;
            let body = text.get(length..)?;
            found.body = body.trim_start_matches(['\r', '\n']);
            return Some(found).filter(|_| has_fields);
        }
        // Values over several lines are set in, and lists have a dash.
        if line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let (key, _) = line.split_once(if rule == "+++" { '=' } else { ':' })?;
        let key = key.trim();
        if !key
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.".contains(c))
            || key.is_empty()
        {
            return None;
        }
        has_fields = true;
        match Field::of(line) {
            Some(Field::Title(title)) => found.title = Some(title),
            Some(Field::Day(day)) => found.day = day,
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn title_and_day_are_read_and_other_text_between_rules_stays() {
        let day = Some(date(2025, 6, 20));
        for text in [
            "---\ntitle: 渡口复航\ndate: 2025-06-20 08:30\ntags:\n  - 渡口\n---\n早六点开船。\n",
            "---\n\nlayout: post\n\ntitle: \"渡口复航\"\n\ndate: 2025/06/20\n\n---\n\n早六点开船。\n",
            "+++\ntitle = '渡口复航'\ndate = 2025-06-20T08:30:00+08:00\n+++\n早六点开船。\n",
        ] {
            let found = split(text);
            assert_eq!((found.title, found.day), (Some("渡口复航"), day), "{text}");
            assert_eq!(found.body, "早六点开船。\n");
        }
        for text in [
            "---\n早六点开船。\n---\n早市四点开始。\n",
            "---\n\n---\n早市四点开始。\n",
            "---\ntitle: 渡口复航\n",
            "渡口复航\n---\n",
        ] {
            assert_eq!(split(text).body, text);
        }
    }

    #[test]
    fn title_and_day_of_the_fields_on_top_stand_above_the_text() {
        let read_levels = |text: &str| {
            let lines = super::super::read(text).unwrap().lines;
            let shown = lines.into_iter().map(|l| (l.look.heading_level, l.text));
            shown.collect::<Vec<_>>()
        };
        let fields = "---\ntitle: 渡口周报\ndate: 2025-06-20\n---\n";
        let plain = |text: &str| (None, text.to_owned());
        let heading = |level, text: &str| (Some(level), text.to_owned());
        assert_eq!(
            read_levels(&format!("{fields}# 渡口\n开船。\n# 早市\n")),
            [
                heading(1, "渡口周报"),
                plain("发布时间：2025-06-20"),
                heading(2, "渡口"),
                plain("开船。"),
                heading(2, "早市"),
            ]
        );
        let more =
            "---\ntitle: 渡口周报\ndescription: 渡口本周复航\ntags:\n  - 早市\n---\n开船。\n";
        assert_eq!(
            read_levels(more),
            [
                heading(1, "渡口周报"),
                plain("description: 渡口本周复航"),
                plain("tags:"),
                plain("- 早市"),
                plain("开船。"),
            ]
        );
        assert_eq!(
            read_levels(&format!("{fields}# 渡口周报第3期\n开船。\n")),
            [
                heading(1, "渡口周报第3期"),
                plain("发布时间：2025-06-20"),
                plain("开船。")
            ]
        );
    }
}
