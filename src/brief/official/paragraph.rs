//! A paragraph of an official document: its style, its runs, and the room it takes on the grid.
//!
//! Both writers, that of Word and that of ODF, work on these paragraphs, and so does the grid that
//! foresees the pages. Each style therefore stands for two things at once: its name in the files of
//! styles, and what it costs on the page (its indents, whether it stays with the next paragraph). A
//! change in one has to be made in the other.

use super::grid::GridParagraph;
use super::measure::{BODY_TWIPS, LineRoom, TYPE_AREA_TWIPS, digits_twips, lines_and_rest};
use super::table::OfficialTable;

/// Two characters of 三号, in twentieths of a point.
const TWO_HAN: u32 = 640;
/// The page whose digits an entry of the contents has room for until its page is known.
const LIKELY_PAGE: usize = 10;

/// The styles of the paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficialStyle {
    /// The name in the masthead.
    Masthead,
    /// The number below it.
    Number,
    /// The unit on a line of its own, where it and the date do not fit one.
    Unit,
    /// Unit and date, with the rule below.
    Imprint,
    /// The rest of the line that the rule takes room from.
    BelowRule,
    /// A blank line.
    Blank,
    /// A title: 二号小标宋, centred.
    Title,
    /// An entry of the contents.
    Contents,
    /// A heading of the editor above several articles: 小标宋, centred.
    Group,
    /// The note of the editor on an article: 楷体.
    Note,
    /// An entry of the contents for a heading above several articles: 黑体.
    GroupEntry,
    /// The heading of an article: 黑体.
    Article,
    /// Source and date of an article: 楷体.
    Source,
    /// A sub-heading `一、`: 黑体.
    HeadingOne,
    /// A sub-heading `（一）`: 楷体.
    Heading2,
    /// A sub-heading `1.`: 仿宋.
    Heading3,
    /// A sub-heading `（1）`: 仿宋.
    Heading4,
    /// Running text: 仿宋.
    Body,
    /// The caption of a figure.
    Figure,
    /// A table; its text has a line for each row and tabs between the cells.
    Table,
    /// The author's name.
    Byline,
    /// A reference.
    Reference,
    /// A line of the notes on distribution: 四号.
    Tail,
    /// A rule across the type area.
    Rule,
}

impl OfficialStyle {
    /// Returns the id in `styles.xml`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Masthead => "Masthead",
            Self::Number => "IssueNumber",
            Self::Unit => "ImprintUnit",
            Self::Imprint => "Imprint",
            Self::BelowRule => "BelowRule",
            Self::Blank => "Normal",
            Self::Title => "Title",
            Self::Contents => "TOC1",
            Self::Group => "BriefSection",
            Self::GroupEntry => "ContentsSection",
            Self::Note => "BriefNote",
            Self::Article => "Heading1",
            Self::Source => "SourceLine",
            Self::HeadingOne => "SubHeading1",
            Self::Heading2 => "Heading2",
            Self::Heading3 => "Heading3",
            Self::Heading4 => "Heading4",
            Self::Body => "BodyText",
            Self::Figure => "BriefFigure",
            Self::Table => "TableText",
            Self::Byline => "Byline",
            Self::Reference => "Reference",
            Self::Tail => "Distribution",
            Self::Rule => "Rule",
        }
    }

    /// True for the entries of the contents.
    #[must_use]
    pub const fn is_entry(self) -> bool {
        matches!(self, Self::Contents | Self::GroupEntry)
    }

    /// True if the style keeps the paragraph on the page of the next one, and its lines together.
    const fn is_head(self) -> bool {
        matches!(
            self,
            Self::Masthead
                | Self::Number
                | Self::Unit
                | Self::Imprint
                | Self::Title
                | Self::Article
                | Self::Group
                | Self::Source
                | Self::HeadingOne
                | Self::Heading2
                | Self::Heading3
                | Self::Heading4
        )
    }
}

/// The kind of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunKind {
    /// Text in the style of the paragraph.
    Text,
    /// A label at the head of the paragraph: 黑体.
    Label,
    /// A text that leads to this address.
    Link(String),
    /// A tab stop.
    Tab,
    /// A line break.
    Break,
}

/// The rules of the notes on distribution (GB/T 9704—2012 7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesRule {
    /// The first one, 0.35 mm thick.
    First,
    /// One between two lines, 0.25 mm thick.
    Inner,
    /// The last one, 0.35 mm thick, below its paragraph: it falls on the lower edge of the type area.
    Last,
}

impl NotesRule {
    /// Returns the thickness in eighths of a point.
    #[must_use]
    pub const fn eighths(self) -> usize {
        match self {
            Self::First | Self::Last => 8,
            Self::Inner => 6,
        }
    }
}

/// A piece of a paragraph with one formatting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its kind.
    pub kind: RunKind,
    /// Its text; empty for a tab and a break.
    pub text: String,
}

impl Run {
    /// Returns a run.
    #[must_use]
    pub const fn new(kind: RunKind, text: String) -> Self {
        Self { kind, text }
    }
}

/// A paragraph of an official document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialParagraph {
    /// The style.
    pub style: OfficialStyle,
    /// The runs in their order.
    pub runs: Vec<Run>,
    /// The number of the article that it heads or leads to.
    pub target: Option<u32>,
    /// The page of that article, in an entry of the contents.
    pub page: Option<usize>,
    /// Set when neither the first nor the last line may stand alone on a page.
    pub has_widow_control: bool,
    /// Set where it differs from its style: true to stay with the next paragraph, false not to.
    pub keeps_next: Option<bool>,
    /// Set when it begins a page whatever stands before it.
    pub begins_page: bool,
    /// The rule that it is for, in the notes on distribution.
    pub rule: Option<NotesRule>,
    /// Rows of the grid a line takes.
    row_lines: usize,
}

impl OfficialParagraph {
    /// Returns the text of all runs, with two spaces for a tab.
    #[must_use]
    pub fn text(&self) -> String {
        let shown = |run: &Run| match run.kind {
            RunKind::Tab => "  ".to_owned(),
            RunKind::Break => " ".to_owned(),
            RunKind::Text | RunKind::Label | RunKind::Link(_) => run.text.clone(),
        };
        self.runs.iter().map(shown).collect()
    }

    /// Returns a paragraph of one run, or of none for an empty text.
    #[must_use]
    pub fn of(style: OfficialStyle, text: String) -> Self {
        let runs = if text.is_empty() {
            Vec::new()
        } else {
            vec![Run::new(RunKind::Text, text)]
        };
        Self {
            style,
            runs,
            target: None,
            page: None,
            has_widow_control: false,
            keeps_next: None,
            begins_page: false,
            rule: None,
            row_lines: 1,
        }
    }

    /// Adds a run, unless `text` is empty.
    pub fn push(&mut self, kind: RunKind, text: &str) {
        if !text.is_empty() {
            self.runs.push(Run::new(kind, text.to_owned()));
        }
    }

    /// Adds `text`, its beginning as a label if it is `label`.
    pub fn labelled(&mut self, label: &str, text: &str) {
        match text.strip_prefix(label) {
            Some(rest) => {
                self.push(RunKind::Label, label);
                self.push(RunKind::Text, rest);
            }
            None => self.push(RunKind::Text, text),
        }
    }

    /// Returns a blank line.
    #[must_use]
    pub fn blank() -> Self {
        Self::of(OfficialStyle::Blank, String::new())
    }

    /// Returns the paragraph with lines of `rows` rows of the grid.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.row_lines = rows;
        self
    }

    /// Returns the paragraph, staying with the next one.
    #[must_use]
    pub const fn kept(mut self) -> Self {
        self.keeps_next = Some(true);
        self
    }

    /// Lets the paragraph end a page although its style is that of a head.
    pub const fn ends_head(&mut self) {
        self.keeps_next = Some(false);
    }

    /// Returns the table that the paragraph stands for.
    #[must_use]
    pub fn table(&self) -> OfficialTable<'_> {
        OfficialTable::of(self.runs.first().map_or("", |run| run.text.as_str()))
    }

    /// Returns the paragraph as the grid sees it, a table row by row.
    #[must_use]
    pub fn grid(&self) -> Vec<GridParagraph> {
        if self.style == OfficialStyle::Table {
            return self.table().grid();
        }
        let text: String = self.runs.iter().map(|run| run.text.as_str()).collect();
        let (mut lines, free) = lines_and_rest(&text, self.room());
        lines += self
            .runs
            .iter()
            .filter(|run| run.kind == RunKind::Break)
            .count();
        // No right indent keeps the title of an entry clear of its page number: `LibreOffice` leaves out a number that stands
        // in the indent. A number without room goes to a line of its own.
        if self.style.is_entry() && digits_twips(self.page.unwrap_or(LIKELY_PAGE)) > free {
            lines += 1;
        }
        let is_head = self.style.is_head();
        vec![GridParagraph {
            lines: lines * self.row_lines,
            keeps_next: self.keeps_next.unwrap_or(is_head),
            // A reference is one piece; half of an address on the next page is of no use, nor a title without its page number.
            keeps_lines: is_head
                || self.style.is_entry()
                || matches!(self.style, OfficialStyle::Reference),
            has_widow_control: self.has_widow_control,
            begins_page: self.begins_page,
            repeated: 0,
            begins_table: false,
        }]
    }

    /// Returns the room of its lines.
    const fn room(&self) -> LineRoom {
        let (first, other) = match self.style {
            OfficialStyle::Body
            | OfficialStyle::Note
            | OfficialStyle::Article
            | OfficialStyle::HeadingOne
            | OfficialStyle::Heading2
            | OfficialStyle::Heading3
            | OfficialStyle::Heading4
            | OfficialStyle::Source => (TWO_HAN, 0),
            OfficialStyle::Contents | OfficialStyle::GroupEntry | OfficialStyle::Reference => {
                (0, TWO_HAN)
            }
            // A masthead is divided into lines and set in a size that fits them. Unit and date were seen to fit.
            OfficialStyle::Masthead | OfficialStyle::Imprint => return ONE_LINE,
            OfficialStyle::Unit => (TWO_HAN, TWO_HAN),
            _ => (0, 0),
        };
        LineRoom {
            first: TYPE_AREA_TWIPS - first,
            other: TYPE_AREA_TWIPS - other,
            size: BODY_TWIPS,
        }
    }
}

/// Room for any text on one line.
const ONE_LINE: LineRoom = LineRoom {
    first: u32::MAX,
    other: u32::MAX,
    size: BODY_TWIPS,
};
