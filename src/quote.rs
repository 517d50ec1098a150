//! Quoting: an article as text to paste, in one of several forms.
//!
//! Pure functions of an issue, an article and a date. Every form allows for missing fields: a missing field leaves no brackets,
//! commas or blanks behind, and only a form that would be empty is an error ([`Missing`]).

pub mod address;
pub mod bibtex;
pub mod blocks;
pub mod chart;
pub mod excerpt;
pub mod forms;
pub mod gbt7714;
pub mod one_line;
pub mod several;
pub mod table;
pub mod template;

use crate::lang::Words;
use crate::model::{Article, Issue};
use jiff::civil::Date;

/// An article with its issue and its file: the input of every form.
///
/// All is borrowed: the same article is quoted in several forms, and a list of links has thousands.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// The file of the issue as the user names it; empty for text without a file.
    pub path: &'a str,
    /// The issue the article stands in.
    pub issue: &'a Issue,
    /// The article.
    pub article: &'a Article,
}

/// The built-in forms; users add their own as [`template::Template`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The link alone.
    Link,
    /// The title, and the link on a second line.
    TitleLink,
    /// A Markdown link.
    Markdown,
    /// A citation on one line: `标题（来源，2025年6月15日）链接`.
    Line,
    /// A reference by GB/T 7714—2025.
    Gbt7714,
    /// A BibTeX entry.
    Bibtex,
    /// The paragraph under the cursor.
    Paragraph,
    /// The whole text, one paragraph a line.
    Text,
    /// The path of the file.
    Path,
}

/// The error of a form that would be empty: the article lacks the field that the form consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The article has no link.
    Link,
    /// The article has no text at that place.
    Text,
    /// The article comes from no file.
    Path,
}

impl Missing {
    /// Returns a sentence for the status line.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Link => Words::new("本篇没有链接", "this article has no link"),
            Self::Text => Words::new("这里没有正文", "there is no text here"),
            Self::Path => Words::new("没有文件", "there is no file"),
        }
    }
}

impl Form {
    /// Every form, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::Link,
        Self::TitleLink,
        Self::Markdown,
        Self::Line,
        Self::Gbt7714,
        Self::Bibtex,
        Self::Paragraph,
        Self::Text,
        Self::Path,
    ];

    /// Returns the key that chooses the form in the menu.
    #[must_use]
    pub const fn key(self) -> char {
        match self {
            Self::Link => 'l',
            Self::TitleLink => 't',
            Self::Markdown => 'm',
            Self::Line => 'c',
            Self::Gbt7714 => 'g',
            Self::Bibtex => 'b',
            Self::Paragraph => 'p',
            Self::Text => 'a',
            Self::Path => 'f',
        }
    }

    /// Returns the name of the form in the menu.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::Link => Words::new("链接", "link"),
            Self::TitleLink => Words::new("标题与链接", "title and link"),
            Self::Markdown => Words::new("Markdown 链接", "Markdown link"),
            Self::Line => Words::new("一行引文", "one-line citation"),
            Self::Gbt7714 => Words::new("GB/T 7714—2025 参考文献", "GB/T 7714—2025 reference"),
            Self::Bibtex => Words::new("BibTeX 条目", "BibTeX entry"),
            Self::Paragraph => Words::new("本段", "this paragraph"),
            Self::Text => Words::new("全文", "whole text"),
            Self::Path => Words::new("文件路径", "path of the file"),
        }
    }

    /// Returns `piece` in this form, without a final line feed.
    ///
    /// `today` is the date of access of a reference. `block` is the index in `article.blocks` of the paragraph under the
    /// cursor; only [`Form::Paragraph`] uses it.
    ///
    /// # Errors
    /// [`Missing`] if the form would be empty.
    pub fn write(self, piece: &Piece, today: Date, block: usize) -> Result<String, Missing> {
        let article = piece.article;
        match self {
            Self::Link => forms::link(article).ok_or(Missing::Link),
            Self::TitleLink => Ok(forms::title_link(article)),
            Self::Markdown => Ok(forms::markdown_link(article)),
            Self::Line => Ok(forms::citation_line(article)),
            Self::Gbt7714 => Ok(gbt7714::reference(article, today)),
            Self::Bibtex => Ok(bibtex::entry(article, today)),
            Self::Paragraph => forms::paragraph(article, block).ok_or(Missing::Text),
            Self::Text => forms::text(article).ok_or(Missing::Text),
            Self::Path => forms::path(piece.path).ok_or(Missing::Path),
        }
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use crate::model::{Article, Block, BlockKind, Issue};
    use jiff::civil::date;

    /// An article with every field.
    pub fn article() -> Article {
        let block = |kind, text: &str| Block::new(kind, text.to_owned());
        Article {
            as_read: None,
            number: 2,
            title: "云川市试行[互认]清单".to_owned(),
            source: Some("云川日报".to_owned()),
            date: Some(date(2025, 6, 15)),
            link: Some("https://news.example.com/a_(1)?x=1&y=2".to_owned()),
            original_title: None,
            blocks: vec![
                block(BlockKind::Paragraph, "第一段。"),
                block(BlockKind::Heading, "小标题"),
                block(BlockKind::Paragraph, "第二段，\n接着写 A\nB。"),
            ],
        }
    }

    /// An article with a title and nothing else.
    pub fn bare() -> Article {
        Article {
            number: 1,
            title: "只有标题".to_owned(),
            ..Article::default()
        }
    }

    /// The issue around them.
    pub fn issue() -> Issue {
        Issue {
            title: Some("云川监测周报".to_owned()),
            number: Some(12),
            publisher: Some("云川研究室".to_owned()),
            published: Some(date(2025, 6, 20)),
            articles: vec![bare(), article()],
            ..Issue::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Missing, Piece, sample};
    use jiff::civil::date;

    #[test]
    fn keys_are_distinct() {
        let keys: std::collections::BTreeSet<char> = Form::ALL.map(Form::key).into();
        assert_eq!(keys.len(), Form::ALL.len());
    }

    #[test]
    fn only_an_empty_form_is_missing() {
        let (issue, article) = (sample::issue(), sample::bare());
        let piece = Piece {
            path: "",
            issue: &issue,
            article: &article,
        };
        let write = |form: Form| form.write(&piece, date(2026, 11, 21), 0);
        assert_eq!(write(Form::Path), Err(Missing::Path));
        assert_eq!(write(Form::Link), Err(Missing::Link));
        assert_eq!(write(Form::Paragraph), Err(Missing::Text));
        assert_eq!(write(Form::Text), Err(Missing::Text));
        for form in [Form::TitleLink, Form::Markdown, Form::Line] {
            assert_eq!(write(form).as_deref(), Ok("只有标题"));
        }
    }

    #[test]
    fn no_form_lets_a_control_character_through() {
        let (issue, mut article) = (sample::issue(), sample::article());
        article.title = "甲\u{1b}]52;c;eA==\u{7}乙\u{202e}".to_owned();
        article.link = Some("https://example.com/\u{1b}[31m".to_owned());
        article.source = Some("报\r\n社".to_owned());
        article.blocks[0].text = "段\u{9b}31m落".to_owned();
        let piece = Piece {
            path: "/周报\u{1b}]52;c;eA==\u{7}.txt",
            issue: &issue,
            article: &article,
        };
        for form in Form::ALL {
            let text = form.write(&piece, date(2026, 11, 21), 0).unwrap();
            let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.contains(bad), "{form:?}: {text:?}");
        }
    }
}
