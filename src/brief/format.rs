//! The formats, styles and layouts of a brief, with their names on the command line and in the dialog.

use crate::lang::Words;

/// The file formats of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BriefFormat {
    /// Markdown.
    Markdown,
    /// Plain text in the reports' own layout.
    Text,
    /// A Word document.
    Docx,
    /// An `OpenDocument` text.
    Odt,
    /// The JSON of `newsreader show`.
    Json,
    /// The links as a table.
    Csv,
    /// A numbered list of references by GB/T 7714, as text.
    Gbt7714,
}

/// The styles of a brief as a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BriefStyle {
    /// The layout of the reports.
    Report,
    /// An official document by GB/T 9704—2012.
    Official,
}

impl BriefStyle {
    /// Every style.
    pub const ALL: [Self; 2] = [Self::Report, Self::Official];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Official => "official",
        }
    }

    /// Returns the name in the dialog.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Report => Words::new("报告原有版式", "that of the reports"),
            Self::Official => Words::new("公文格式（GB/T 9704）", "official (GB/T 9704)"),
        }
    }

    /// Returns the usual style of a format: official for a document of Word, which is what goes out on paper.
    #[must_use]
    pub const fn of(format: BriefFormat) -> Self {
        match format {
            BriefFormat::Docx | BriefFormat::Odt => Self::Official,
            _ => Self::Report,
        }
    }
}

/// How much of each article is in a brief.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum BriefLayout {
    /// The whole text.
    #[default]
    Full,
    /// The first paragraphs, 200 characters at most, but always the first one.
    Abstract,
    /// Title, source, date and link alone.
    Links,
}

impl BriefLayout {
    /// Every layout.
    pub const ALL: [Self; 3] = [Self::Full, Self::Abstract, Self::Links];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Abstract => "abstract",
            Self::Links => "links",
        }
    }

    /// Returns the name in the dialog.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Full => Words::new("全文", "full text"),
            Self::Abstract => Words::new("摘要", "abstracts"),
            Self::Links => Words::new("标题与链接", "titles and links"),
        }
    }
}

impl BriefFormat {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Markdown,
        Self::Text,
        Self::Docx,
        Self::Odt,
        Self::Json,
        Self::Csv,
        Self::Gbt7714,
    ];

    /// The formats of the dialog, in its order: each has a file extension of its own.
    pub const IN_DIALOG: [Self; 6] = [
        Self::Docx,
        Self::Odt,
        Self::Markdown,
        Self::Text,
        Self::Json,
        Self::Csv,
    ];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Gbt7714 => "gbt7714",
        }
    }

    /// True for the packages of word processors, which no terminal can show.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Docx | Self::Odt)
    }

    /// Returns the name in the dialog.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Markdown => Words::new("Markdown", "Markdown"),
            Self::Text => Words::new("纯文本", "plain text"),
            Self::Docx => Words::new("Word 文档（DOCX）", "Word document (DOCX)"),
            Self::Odt => Words::new("OpenDocument 文档（ODT）", "OpenDocument text (ODT)"),
            Self::Json => Words::new("JSON 数据", "JSON"),
            Self::Csv => Words::new("链接表（CSV）", "table of links (CSV)"),
            Self::Gbt7714 => Words::new("GB/T 7714 参考文献表", "GB/T 7714 list of references"),
        }
    }

    /// Returns the usual file extension, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Text | Self::Gbt7714 => "txt",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Returns the format of a file extension, in any case of letters; `None` for one that no brief is written in.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            // The first format of an extension counts: `txt` is text, not the list of references.
            .find(|format| format.extension() == extension || format.name() == extension)
    }
}

#[cfg(test)]
mod tests {
    use super::BriefFormat;

    #[test]
    fn endings_choose_the_format() {
        assert_eq!(BriefFormat::of_extension("MD"), Some(BriefFormat::Markdown));
        assert_eq!(BriefFormat::of_extension("docx"), Some(BriefFormat::Docx));
        assert_eq!(BriefFormat::of_extension("pdf"), None);
    }
}
