//! A report as plain text: one paragraph a line, or set to a measure by the rules of the reader.
//!
//! Parts are separated by one blank line: the masthead from the articles, the byline from the text,
//! a sub-heading from what is above it. Without `--width` nothing is wrapped, so that `grep` and
//! `wc` see whole paragraphs.

use super::{byline, masthead};
use crate::cli::CommandContext;
use crate::model::{Article, Block, BlockKind, Issue};
use crate::quote::blocks::{figure, line_of};
use crate::text::sanitize::sanitize;
use crate::text::table::plain::draw_plain;
use crate::text::typeset::{Rules, typeset};
use std::io::{self, Write};

/// Writes the issue; with `alone` its articles without title, masthead and lead.
///
/// `width` is the measure in columns; without it each paragraph is one line.
///
/// # Errors
/// Those of `out`.
pub fn write(
    out: &mut dyn Write,
    issue: &Issue,
    alone: bool,
    width: Option<u16>,
    context: &CommandContext,
) -> io::Result<()> {
    let mut page = PlainWriter {
        out,
        width,
        rules: Rules {
            ambiguous: context.ambiguous,
            ..context.config.typography.rules
        },
        begun: false,
    };
    if !alone {
        page.head(issue, context)?;
    }
    issue
        .articles
        .iter()
        .try_for_each(|article| page.article(article))
}

/// The output with the rules that its text is set by.
struct PlainWriter<'a> {
    /// The output.
    out: &'a mut dyn Write,
    /// The measure in columns; `None` writes each paragraph as one line.
    width: Option<u16>,
    /// The rules of the reader, with the paragraph indent.
    rules: Rules,
    /// Set once anything was written.
    begun: bool,
}

impl PlainWriter<'_> {
    /// Writes title, masthead and lead.
    ///
    /// # Errors
    /// Those of the output, as for all functions below.
    fn head(&mut self, issue: &Issue, context: &CommandContext) -> io::Result<()> {
        if let Some(title) = issue.title_above() {
            self.flush_left(title)?;
        }
        let line = masthead(issue, context.lang);
        if !line.is_empty() {
            self.flush_left(&line.join(" · "))?;
        }
        if !issue.lead.is_empty() {
            self.gap()?;
        }
        issue.lead.iter().try_for_each(|text| self.paragraph(text))
    }

    /// Writes heading, byline, link and text of one article.
    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.gap()?;
        self.flush_left(&format!("{}. {}", article.number, article.title))?;
        let line = byline(article);
        if !line.is_empty() {
            self.flush_left(&line.join(" · "))?;
        }
        if let Some(link) = &article.link {
            self.flush_left(link)?;
        }
        if !article.blocks.is_empty() {
            self.gap()?;
        }
        for (place, block) in article.blocks.iter().enumerate() {
            match block.kind {
                BlockKind::Paragraph => self.paragraph(&block.text)?,
                BlockKind::Table => self.table(block)?,
                BlockKind::Figure => self.flush_left(&figure(&block.text))?,
                BlockKind::Byline => self.flush_left(&block.text)?,
                BlockKind::Heading => {
                    // Below the byline a blank line stands already.
                    if place > 0 {
                        self.gap()?;
                    }
                    self.flush_left(&block.text)?;
                }
            }
        }
        Ok(())
    }

    /// Draws a table, to 80 columns where no width is given: on one line a wide one could not be read.
    fn table(&mut self, table: &Block) -> io::Result<()> {
        self.begun = true;
        let width = self.width.unwrap_or(80);
        for line in draw_plain(&line_of(table), width, &self.rules) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Sets `text` with the indent of a paragraph.
    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        let rules = self.rules;
        self.set(text, rules)
    }

    /// Sets `text` without the indent of a paragraph: titles, bylines and addresses.
    fn flush_left(&mut self, text: &str) -> io::Result<()> {
        let rules = Rules {
            indent_han: 0,
            ..self.rules
        };
        self.set(text, rules)
    }

    /// Sets `text` by `rules`. The author's own line breaks are kept.
    // Each author's line is sanitized by itself, since sanitizing would take the line feeds away.
    fn set(&mut self, text: &str, rules: Rules) -> io::Result<()> {
        self.begun = true;
        for part in text.split('\n') {
            let part = sanitize(part);
            let Some(width) = self.width else {
                writeln!(self.out, "{part}")?;
                continue;
            };
            for line in typeset(&part, width, &rules) {
                let indent = usize::from(line.indent_cols);
                let text = part.get(line.range).unwrap_or_default();
                writeln!(self.out, "{:indent$}{text}", "")?;
            }
        }
        Ok(())
    }

    /// Writes a blank line, except at the very top.
    fn gap(&mut self) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)
        } else {
            Ok(())
        }
    }
}
