//! The parts of a brief that this program wrote, by the names of its paragraph styles.
//!
//! A brief as a document is read back by its styles, which Word, WPS and `LibreOffice` keep when they save it. No text can then
//! be taken for a label: a paragraph `来源：…` in the style of running text is running text.

use serde::{Deserialize, Serialize};

/// The part that a paragraph plays in a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BriefPart {
    /// The name in the masthead.
    Name,
    /// Number, publisher or date below it.
    Imprint,
    /// A heading of the layout, a reference, a note on distribution: no text of an article.
    Furniture,
    /// An entry of the contents, or the source below it.
    Contents,
    /// The heading of an article.
    Headline,
    /// A fact about the article: source, date, link, original title.
    Field,
    /// A heading in the text.
    Heading,
    /// A byline.
    Byline,
    /// A figure: its caption between brackets.
    Figure,
}

/// The two layouts of briefs, which use the built-in styles differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefStyles {
    /// The official document.
    Official,
    /// The layout of the reports.
    Report,
}

impl BriefStyles {
    /// Returns the layout of a document that has styles of these names; `None` for a document of another origin.
    ///
    /// ```
    /// use newsreader::model::brief_part::BriefStyles;
    /// assert_eq!(BriefStyles::of(&["Masthead", "Imprint", "Source Line"]), Some(BriefStyles::Official));
    /// assert_eq!(BriefStyles::of(&["Normal", "heading 1"]), None);
    /// ```
    #[must_use]
    pub fn of(names: &[&str]) -> Option<Self> {
        let has = |wanted: &[&str]| wanted.iter().all(|name| names.contains(name));
        // A single name may be that of a style in a template of the user.
        if has(&["Masthead", "Imprint", "Source Line"]) {
            Some(Self::Official)
        } else if has(&["Brief Field", "Brief Contents", "Brief Dateline"]) {
            Some(Self::Report)
        } else {
            None
        }
    }

    /// Returns the part of a paragraph in the style called `name`; `None` for running text.
    #[must_use]
    pub fn part(self, name: &str) -> Option<BriefPart> {
        let name = name.to_ascii_lowercase();
        let own = match self {
            Self::Official => match &*name {
                "masthead" => BriefPart::Name,
                "issue number" | "imprint unit" | "imprint" => BriefPart::Imprint,
                "toc 1" | "contents 1" => BriefPart::Contents,
                "heading 1" => BriefPart::Headline,
                "source line" => BriefPart::Field,
                "sub heading 1" | "heading 2" | "heading 3" | "heading 4" => BriefPart::Heading,
                "byline" => BriefPart::Byline,
                "title" | "reference" | "distribution" | "rule" | "below rule" => {
                    BriefPart::Furniture
                }
                _ => return shared(&name),
            },
            Self::Report => match &*name {
                "title" => BriefPart::Name,
                "subtitle" => BriefPart::Imprint,
                "heading 1" | "brief article title" => BriefPart::Furniture,
                "brief contents" => BriefPart::Contents,
                "heading 2" => BriefPart::Headline,
                "brief field" | "brief dateline" => BriefPart::Field,
                "heading 3" => BriefPart::Heading,
                "brief byline" => BriefPart::Byline,
                _ => return shared(&name),
            },
        };
        Some(own)
    }
}

/// Returns the part of a style that both layouts have.
fn shared(name: &str) -> Option<BriefPart> {
    match name {
        "brief section" | "brief contents section" => Some(BriefPart::Furniture),
        "brief figure" => Some(BriefPart::Figure),
        _ => None,
    }
}
