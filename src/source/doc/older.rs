//! Word 6 and 95, and what is too damaged for the own reader: read by `undoc`, taken from its model.

use crate::model::transcript::{FileFormat, Transcript};
use crate::source::error::Error;
use crate::source::story::{self, Paragraph, Story};
use undoc::model::{self, Block, ListType, RevisionType};

/// Reads a DOC file.
pub(super) fn read(bytes: &[u8]) -> Result<Transcript, Error> {
    let mut parser = undoc::doc::DocParser::from_bytes(bytes.to_vec()).map_err(refused)?;
    let document = parser.parse().map_err(refused)?;
    let mut story = Story::default();
    for section in &document.sections {
        for block in &section.content {
            add_block(&mut story, block);
        }
    }
    let pages = document.metadata.page_count;
    let mut transcript = story.finish(FileFormat::Doc, document.metadata.application)?;
    transcript.origin.pages = pages;
    Ok(transcript)
}

fn refused(error: undoc::Error) -> Error {
    match error {
        undoc::Error::Encrypted => Error::Encrypted,
        other => Error::Damaged(other.to_string()),
    }
}

fn add_block(story: &mut Story, block: &Block) {
    match block {
        Block::Paragraph(paragraph) => story.push(converted(paragraph)),
        Block::Table(table) => add_table(story, table),
        Block::Note { label, content } => {
            for (nth, paragraph) in content.iter().enumerate() {
                let mut note = converted(paragraph);
                if nth == 0 {
                    note.prefix(&format!("［注{label}］"));
                }
                story.push(note);
            }
        }
        _ => {}
    }
}

fn add_table(story: &mut Story, table: &model::Table) {
    story.open_table();
    for row in &table.rows {
        for cell in &row.cells {
            story.open_cell();
            for paragraph in &cell.content {
                story.push(converted(paragraph));
            }
            for nested in &cell.nested_tables {
                add_table(story, nested);
            }
        }
        story.close_row();
    }
    story.close_table();
}

fn converted(from: &model::Paragraph) -> Paragraph {
    let mut paragraph = Paragraph::default();
    // The link that is open, and where its text began: one link may be several runs.
    let mut link: Option<(usize, &str)> = None;
    for run in &from.runs {
        let target = run.hyperlink.as_deref();
        if link.map(|(_, target)| target) != target {
            if let Some((start, target)) = link.take() {
                paragraph.link_from(start, target);
            }
            link = target.map(|target| (paragraph.text.len(), target));
        }
        if run.revision != RevisionType::Deleted {
            paragraph.push(&run.text.replace('\u{1e}', "-"), 0, run.style.bold);
        }
        if run.line_break {
            paragraph.push_sign("\n");
        }
    }
    if let Some((start, target)) = link {
        paragraph.link_from(start, target);
    }
    let level = from.heading.level();
    paragraph.look.heading_level = (level > 0).then_some(level);
    if let Some(list) = &from.list_info {
        let next = paragraph.text.trim_start().chars().next();
        match (list.list_type, list.number) {
            (ListType::Numbered, Some(number)) => {
                paragraph.prefix(&story::parted(format!("{number}."), next));
            }
            (ListType::Bullet, _) => paragraph.prefix("• "),
            _ => {}
        }
    }
    paragraph
}
