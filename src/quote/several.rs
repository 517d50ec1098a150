//! Several articles as text to paste: titles and links, a list of references, Markdown.

use crate::lang::Words;
use crate::quote::Piece;
use crate::quote::forms::{markdown_link, title_link};
use crate::quote::gbt7714;
use jiff::civil::Date;

/// The forms in which several articles are copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// Numbered titles, each with its link on the next line, as they go into a chat.
    TitleLinks,
    /// A numbered list of references by GB/T 7714.
    References,
    /// A numbered list of Markdown links.
    Markdown,
}

impl ListForm {
    /// Every form, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::TitleLinks, Self::References, Self::Markdown];

    /// Returns the key that chooses the form in the menu.
    #[must_use]
    pub const fn key(self) -> char {
        match self {
            Self::TitleLinks => 't',
            Self::References => 'g',
            Self::Markdown => 'm',
        }
    }

    /// Returns the name of the form in the menu.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::TitleLinks => Words::new("标题与链接", "titles and links"),
            Self::References => Words::new("GB/T 7714 参考文献表", "GB/T 7714 list of references"),
            Self::Markdown => Words::new("Markdown 列表", "Markdown list"),
        }
    }

    /// Returns the articles in this form, without a final line feed. `today` is the date of access of a reference.
    #[must_use]
    pub fn write(self, pieces: &[Piece], today: Date) -> String {
        let line = |(number, piece): (usize, &Piece)| match self {
            Self::TitleLinks => format!("{number}. {}", title_link(piece.article)),
            Self::References => format!("[{number}] {}", gbt7714::reference(piece.article, today)),
            Self::Markdown => format!("{number}. {}", markdown_link(piece.article)),
        };
        // Numbered in the order of the list, not as in their issues, from which they come mixed.
        let lines: Vec<String> = (1..).zip(pieces).map(line).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::ListForm;
    use crate::quote::{Piece, sample};
    use jiff::civil::date;

    #[test]
    fn the_articles_are_numbered_in_their_order() {
        let (issue, full, bare) = (sample::issue(), sample::article(), sample::bare());
        let pieces = [&bare, &full].map(|article| Piece {
            path: "",
            issue: &issue,
            article,
        });
        let write = |form: ListForm| form.write(&pieces, date(2026, 11, 21));
        assert_eq!(
            write(ListForm::TitleLinks),
            "1. 只有标题\n2. 云川市试行[互认]清单\nhttps://news.example.com/a_(1)?x=1&y=2"
        );
        assert!(write(ListForm::References).contains("\n[2] "));
        assert!(write(ListForm::Markdown).contains("\n2. [云川市试行"));
    }
}
