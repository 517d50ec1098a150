//! The fields that a template may name, and their values in an article.

use crate::lang::Words;
use crate::quote::Piece;
use crate::quote::forms;
use crate::quote::one_line::one_line;
use jiff::civil::Date;

/// The value of a field of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtraValue {
    /// A text.
    Text(String),
    /// A day, written in the format of the placeholder.
    Day(Date),
}

/// The values of the fields of the caller, by name.
pub type Extras<'a> = dyn Fn(&str) -> Option<ExtraValue> + 'a;

macro_rules! fields {
    ($($variant:ident $name:literal $zh:literal $en:literal;)*) => {
        /// A field of a template.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum TemplateField { $($variant,)* }

        /// Every field a template may name, with what it is: for the help and the commented configuration.
        pub const FIELDS: &[(&str, Words)] = &[$(($name, Words::new($zh, $en)),)*];

        impl TemplateField {
            /// Returns the field of a name.
            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    Path "path" "文件" "the file";
    Issue "issue" "期号" "the issue's number";
    Number "number" "篇序" "the article's number";
    Title "title" "标题" "the title";
    Source "source" "来源" "the source";
    Date "date" "日期" "the date";
    Link "link" "链接" "the link";
    OriginalTitle "original_title" "原标题" "the original title";
    Blocks "blocks" "正文，一段一行" "the text, a paragraph a line";
    Today "today" "今天" "today";
    IssueTitle "issue.title" "报头" "the masthead";
    IssueNumber "issue.number" "期号" "the issue's number";
    Publisher "issue.publisher" "编印单位" "the publisher";
    Published "issue.published" "刊期日期" "the issue's date";
    PeriodStart "issue.period.start" "监测起始日" "first day of the period";
    PeriodEnd "issue.period.end" "监测截止日" "last day of the period";
    DeclaredCount "issue.declared_count" "导语所报篇数" "articles the lead declares";
    Lead "issue.lead" "导语" "the lead";
}

/// The values that a template is filled in from.
pub(super) struct FieldValues<'a> {
    /// The article; its fields are missing without one.
    pub piece: Option<&'a Piece<'a>>,
    /// The present day.
    pub today: Date,
    /// The fields of the caller.
    pub extras: &'a Extras<'a>,
}

impl TemplateField {
    /// True if the field may have a date format.
    pub(super) const fn is_date(self) -> bool {
        matches!(
            self,
            Self::Date | Self::Today | Self::Published | Self::PeriodStart | Self::PeriodEnd
        )
    }

    /// Returns the value of the field, formatted by `how` if it is a date; `None` if the piece lacks it.
    pub(super) fn value(self, values: &FieldValues<'_>, how: Option<&str>) -> Option<String> {
        if self == Self::Today {
            return written_date(values.today, how);
        }
        let piece = values.piece?;
        let (issue, article) = (piece.issue, piece.article);
        let period = issue.period;
        match self {
            Self::Path => Some(one_line(piece.path)),
            Self::Issue | Self::IssueNumber => issue.number.map(|number| number.to_string()),
            Self::Number => Some(article.number.to_string()),
            Self::Title => Some(one_line(&article.title)),
            Self::Source => article.source.as_deref().map(one_line),
            Self::Link => forms::link(article),
            Self::OriginalTitle => article.original_title.as_deref().map(one_line),
            Self::Blocks => forms::text(article),
            Self::IssueTitle => issue.title.as_deref().map(one_line),
            Self::Publisher => issue.publisher.as_deref().map(one_line),
            Self::DeclaredCount => issue.declared_count.map(|count| count.to_string()),
            Self::Lead => {
                let lead: Vec<String> = issue.lead.iter().map(|text| one_line(text)).collect();
                Some(lead.join("\n"))
            }
            Self::Date => article.date.and_then(|date| written_date(date, how)),
            Self::Today => None,
            Self::Published => issue.published.and_then(|date| written_date(date, how)),
            Self::PeriodStart => period.and_then(|period| written_date(period.start, how)),
            Self::PeriodEnd => period.and_then(|period| written_date(period.end, how)),
        }
    }
}

/// Returns `date` in the format `how`, or as ISO without one.
pub(super) fn written_date(date: Date, how: Option<&str>) -> Option<String> {
    how.map_or_else(|| Some(date.to_string()), |how| dated(date, how))
}

/// Returns `date` in the format `how`: `zh`, `iso` or a strftime pattern; `None` if strftime does not accept it.
pub(super) fn dated(date: Date, how: &str) -> Option<String> {
    match how {
        "zh" => Some(forms::chinese_date(date)),
        "iso" => Some(date.to_string()),
        how => jiff::fmt::strtime::format(how, date).ok(),
    }
}
