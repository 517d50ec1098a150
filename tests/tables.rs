//! Tables, figures and links behind words on screen, copied, and in hints.

use crate::common::Desk;
use newsreader::app::effect::Effect;
use newsreader::app::options::AppOptions;
use newsreader::library::{Opened, Place};
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue, TextLink};
use newsreader::text::width::Ambiguous;
use newsreader::ui::linked_cell;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::Modifier;

/// An article with a table, a figure and a link behind words.
fn laid_out() -> Vec<Opened> {
    let table = "县区\t渡轮班次\t载客（人次）\t说明\n云屿市\t1,200\t85,400\t潮位高于三米时停航，改由陆路绕行，恢复时间另行公告\n临江县\t85\t2,310\t\n合计\t1,285\t87,710\t—";
    let mut words = Block::new(
        BlockKind::Paragraph,
        "本季渡轮运行情况见潮位表，附图为历年比较。",
    );
    words.links = vec![TextLink {
        range: 27..36,
        url: "https://example.com/潮位".to_owned(),
    }];
    let article = Article {
        number: 1,
        title: "渡轮时刻表改由潮水决定".to_owned(),
        source: Some("海湾新闻".to_owned()),
        blocks: vec![
            words,
            Block::new(BlockKind::Table, table),
            Block::new(BlockKind::Figure, "历年潮位"),
            Block::new(BlockKind::Paragraph, "以上数据由各县区报送。"),
        ],
        ..Article::default()
    };
    vec![Opened {
        place: Place::Sample(0),
        issue: Issue {
            number: Some(42),
            articles: vec![article],
            ..Issue::default()
        },
        warnings: Vec::new(),
        origin: Transcript::from_text("").origin,
    }]
}

fn desk(cols: u16, rows: u16, ambiguous: Ambiguous) -> Desk {
    let mut options = AppOptions::default();
    options.rules.ambiguous = ambiguous;
    let mut desk = Desk::with(options, cols, rows, laid_out());
    desk.press("l l");
    desk
}

/// The rows of the screen as they are seen.
fn rows(buffer: &Buffer) -> Vec<String> {
    let row = |y| {
        let (mut out, mut x) = (String::new(), 0);
        while x < buffer.area.width {
            out.push_str(linked_cell::split(buffer[(x, y)].symbol()).1);
            x += buffer[(x, y)].cell_width().max(1);
        }
        out
    };
    (0..buffer.area.height).map(row).collect()
}

#[test]
fn a_table_has_its_rules_and_nothing_of_it_is_cut() {
    for (cols, lines) in [(40, 60), (80, 40), (120, 40), (200, 60)] {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            let shown = rows(&desk(cols, lines, ambiguous).buffer());
            let text = shown
                .concat()
                .replace([' ', '│', '─', '┼', '|', '-', '+'], "");
            for part in [
                "渡轮班次",
                "1,200",
                "85,400",
                "1,285",
                "87,710",
                "〔图：历年潮位〕",
            ] {
                assert!(text.contains(part), "{part} at {cols}: {shown:#?}");
            }
            let rule = if ambiguous == Ambiguous::Narrow {
                "┼"
            } else {
                "+"
            };
            let is_grid = shown.iter().any(|row| row.contains(rule));
            assert_eq!(is_grid, cols > 40, "{shown:#?}");
            assert_eq!(text.contains("县区：云屿市"), cols == 40, "{shown:#?}");
        }
    }
}

#[test]
fn a_link_behind_words_is_marked_leads_there_and_has_a_hint() {
    let target = "https://example.com/%E6%BD%AE%E4%BD%8D";
    let mut desk = desk(100, 40, Ambiguous::Narrow);
    let shown = desk.buffer();
    let cells = shown.content().iter();
    let linked: Vec<_> = cells
        .filter(|cell| cell.symbol().contains(target))
        .collect();
    assert_eq!(linked.len(), 3);
    assert!(
        linked
            .iter()
            .all(|cell| cell.modifier.contains(Modifier::UNDERLINED))
    );
    desk.press("f a");
    assert_eq!(desk.effects(), [Effect::Copy(target.to_owned())]);
    desk.press("f A");
    assert_eq!(desk.effects(), [Effect::Browse(target.to_owned())]);
}

#[test]
fn a_hit_in_a_table_is_found_and_the_text_is_copied_as_tsv() {
    let mut desk = desk(60, 12, Ambiguous::Narrow);
    desk.press("/ 恢 复 时 间 Enter");
    let shown = rows(&desk.buffer()).concat();
    assert!(shown.contains("恢复") || shown.contains("时间"), "{shown}");
    desk.press("Y a");
    let copied = desk.effects();
    let text = copied.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let text = text.unwrap();
    assert!(
        text.contains("县区\t渡轮班次\t载客（人次）\t说明\n云屿市\t1,200\t"),
        "{text}"
    );
    assert!(text.contains("\n〔图：历年潮位〕\n"), "{text}");
}
