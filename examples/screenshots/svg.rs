//! A buffer of cells as an SVG that any browser shows, whatever fonts it has.
//!
//! Every word has its place and its length (`textLength`), so that a font whose Han are not twice as wide as its Latin
//! letters still keeps the columns.

use newsreader::text::width::{Ambiguous, cluster_cols};
use newsreader::ui::linked_cell;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation;

const CELL_WIDTH: u32 = 9;
const CELL_HEIGHT: u32 = 24;
const MARGIN: u32 = 9;

/// The picture, with `name` as its title.
pub fn draw(buffer: &Buffer, name: &str) -> String {
    let (cols, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (width, height) = (
        cols * CELL_WIDTH + 2 * MARGIN,
        rows * CELL_HEIGHT + 2 * MARGIN,
    );
    let ground = buffer
        .content
        .first()
        .map_or("#000".to_owned(), |cell| look(cell).ground);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <title>newsreader: {name}</title>\n\
         <style>text{{font:15px 'DejaVu Sans Mono',Menlo,Consolas,monospace}}\
         .w{{font:18px 'Noto Sans Mono CJK SC','Sarasa Mono SC','PingFang SC','Microsoft YaHei',monospace}}\
         .b{{font-weight:bold}}.u{{text-decoration:underline}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{ground}\"/>\n"
    );
    for row in 0..buffer.area.height {
        draw_row(buffer, row, &ground, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Cells side by side that look the same and are equally wide.
struct Run {
    at: u32,
    cols: u32,
    is_wide: bool,
    look: Look,
    text: String,
}

#[derive(Clone, PartialEq)]
struct Look {
    letters: String,
    ground: String,
    classes: String,
}

fn draw_row(buffer: &Buffer, row: u16, ground: &str, out: &mut String) {
    let runs = runs(buffer, row);
    let y = MARGIN + u32::from(row) * CELL_HEIGHT;
    for run in runs.iter().filter(|run| run.look.ground != ground) {
        let (x, width) = (MARGIN + run.at * CELL_WIDTH, run.cols * CELL_WIDTH);
        let fill = &run.look.ground;
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{fill}\"/>"
        );
    }
    for run in &runs {
        for (at, word) in words(run) {
            draw_word(run, at, word, y + 18, out);
        }
    }
}

fn draw_word(run: &Run, at: u32, word: &str, baseline: u32, out: &mut String) {
    let cols: u32 = clusters(word).map(|(_, cols)| cols).sum();
    let (x, length) = (MARGIN + at * CELL_WIDTH, cols * CELL_WIDTH);
    let wide = if run.is_wide { "w" } else { "" };
    let classes = format!("{wide}{}", run.look.classes);
    let classes = match classes.trim() {
        "" => String::new(),
        some => format!(" class=\"{some}\""),
    };
    let is_alone = !run.is_wide && !word.is_ascii();
    let fit = if is_alone {
        " lengthAdjust=\"spacingAndGlyphs\""
    } else {
        ""
    };
    let (fill, text) = (&run.look.letters, escape(word));
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{baseline}\" fill=\"{fill}\" textLength=\"{length}\"{fit}{classes}>{text}</text>"
    );
}

/// The words of a run with their columns: SVG drops the blanks around a text and joins those inside it.
fn words(run: &Run) -> Vec<(u32, &str)> {
    let mut words = Vec::new();
    let (mut at, mut begun) = (run.at, None);
    for (byte, cols) in clusters(&run.text) {
        let is_blank = run
            .text
            .get(byte..)
            .is_some_and(|rest| rest.starts_with([' ', '\u{3000}']));
        match (begun, is_blank) {
            (None, false) => begun = Some((at, byte)),
            (Some((from, start)), true) => {
                words.push((from, run.text.get(start..byte).unwrap_or_default()));
                begun = None;
            }
            _ => {}
        }
        at += cols;
    }
    if let Some((from, start)) = begun {
        words.push((from, run.text.get(start..).unwrap_or_default()));
    }
    words
}

/// The clusters of a text: where each begins and how wide it is.
fn clusters(text: &str) -> impl Iterator<Item = (usize, u32)> {
    let clusters = text.grapheme_indices(true);
    clusters.map(|(byte, cluster)| (byte, u32::from(text_cols(cluster))))
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut col = 0;
    while col < buffer.area.width {
        let Some(cell) = buffer.cell((col, row)) else {
            break;
        };
        let text = linked_cell::split(cell.symbol()).1;
        let cols = text_cols(text).max(1);
        let look = look(cell);
        let is_wide = cols > 1;
        // A font may draw quotes and rules wider than a column: each of them stands for itself.
        let is_alone = !is_wide && !text.is_ascii();
        match runs.last_mut() {
            Some(run)
                if run.look == look
                    && run.is_wide == is_wide
                    && !is_alone
                    && run.text.is_ascii() != is_wide =>
            {
                run.text.push_str(text);
                run.cols += u32::from(cols);
            }
            _ => runs.push(Run {
                at: u32::from(col),
                cols: u32::from(cols),
                is_wide,
                look,
                text: text.to_owned(),
            }),
        }
        col += cols;
    }
    runs
}

fn text_cols(text: &str) -> u16 {
    u16::try_from(cluster_cols(text, Ambiguous::Narrow)).unwrap_or(1)
}

fn look(cell: &Cell) -> Look {
    let (mut letters, mut ground) = (colour(cell.fg, "#d0d0d0"), colour(cell.bg, "#000000"));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut letters, &mut ground);
    }
    let mut classes = String::new();
    for (modifier, class) in [(Modifier::BOLD, " b"), (Modifier::UNDERLINED, " u")] {
        if cell.modifier.contains(modifier) {
            classes.push_str(class);
        }
    }
    Look {
        letters,
        ground,
        classes,
    }
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => default.to_owned(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
