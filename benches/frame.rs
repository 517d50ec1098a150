//! Drawing a frame, and a key to its frame in an article of a megabyte and in a list of ten thousand issues.

use divan::Bencher;
use newsreader::app::App;
use newsreader::app::event::Event;
use newsreader::app::key::Key;
use newsreader::app::options::AppOptions;
use newsreader::library::{Entry, Opened, Place, Status};
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue};
use newsreader::runtime::terminal::backend::AnsiBackend;
use newsreader::ui;
use newsreader::ui::theme::{Depth, Theme};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

const COLS: u16 = 120;
const ROWS: u16 = 40;

fn main() {
    divan::main();
}

/// An article of a megabyte in paragraphs of some hundred bytes.
fn article() -> Article {
    let sentence = "云屿市把渡口的潮位、风速与客流接进同一张表，AI 模型每 10 分钟算一次，准点率由 86.5% 升到 97.2%；";
    let text = sentence.repeat(5);
    let block = Block::new(BlockKind::Paragraph, text);
    let count = (1 << 20) / block.text.len();
    Article {
        title: "一兆字节".to_owned(),
        blocks: vec![block; count],
        ..Article::default()
    }
}

/// A reader on that article, with so many issues in its list.
fn app(issues: usize) -> App {
    let mut app = App::new(AppOptions::default(), COLS, ROWS);
    let opened = Opened {
        place: Place::Sample(0),
        issue: Issue {
            number: Some(1_000_000),
            articles: vec![article()],
            ..Issue::default()
        },
        warnings: Vec::new(),
        origin: Transcript::from_text("").origin,
    };
    let entry = |index: usize| {
        let mut entry = Entry::unread(Place::Sample(index), Status::Read);
        entry.meta_mut().number = u32::try_from(index).ok();
        entry.article_count = 3;
        entry
    };
    let mut entries: Vec<Entry> = (1..issues).map(entry).collect();
    entries.push(Entry::of(&opened));
    app.update(Event::Listed(entries));
    app.update(Event::Scanned {
        problems: Vec::new(),
    });
    app.update(Event::Opened {
        place: Place::Sample(0),
        outcome: Ok(Box::new(opened)),
    });
    app
}

fn terminal() -> Terminal<AnsiBackend> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, COLS, ROWS));
    Terminal::with_options(AnsiBackend::default(), TerminalOptions { viewport }).expect("ink")
}

fn theme() -> Theme {
    Theme::shipped("ink", Depth::True).expect("a shipped theme")
}

/// Draws a frame to the bytes that the terminal would get.
fn draw(app: &App, theme: &Theme, terminal: &mut Terminal<AnsiBackend>) -> Vec<u8> {
    terminal
        .draw(|frame| ui::draw(app, theme, frame))
        .map(|_| ())
        .ok();
    terminal.backend_mut().take()
}

/// Presses keys in turn, each until its frame is drawn.
fn press(bencher: Bencher, mut app: App, keys: &[&str]) {
    let keys: Vec<Key> = keys.iter().filter_map(|name| Key::named(name)).collect();
    let (mut terminal, theme, mut at) = (terminal(), theme(), 0);
    bencher.bench_local(|| {
        app.update(Event::Key(keys[at % keys.len()]));
        at += 1;
        draw(&app, &theme, &mut terminal)
    });
}

/// Every cell of a full screen, as at the start and after a resize.
#[divan::bench]
fn full_frame(bencher: Bencher) {
    let (app, theme) = (app(100), theme());
    bencher
        .with_inputs(terminal)
        .bench_local_refs(|terminal| draw(&app, &theme, terminal));
}

/// A frame in which nothing has changed.
#[divan::bench]
fn unchanged_frame(bencher: Bencher) {
    let (app, mut terminal, theme) = (app(100), terminal(), theme());
    bencher.bench_local(|| draw(&app, &theme, &mut terminal));
}

#[divan::bench]
fn line_down_in_a_megabyte(bencher: Bencher) {
    let mut app = app(100);
    for key in ["l", "l"] {
        app.update(Event::Key(Key::named(key).expect("a key")));
    }
    press(bencher, app, &["j"]);
}

#[divan::bench]
fn both_ends_of_a_megabyte(bencher: Bencher) {
    let mut app = app(100);
    for key in ["l", "l"] {
        app.update(Event::Key(Key::named(key).expect("a key")));
    }
    press(bencher, app, &["G", "b", "g", "Space"]);
}

#[divan::bench]
fn typing_into_find_in_a_megabyte(bencher: Bencher) {
    let mut app = app(100);
    for key in ["l", "l", "/"] {
        app.update(Event::Key(Key::named(key).expect("a key")));
    }
    press(bencher, app, &["表", "Backspace"]);
}

#[divan::bench]
fn row_down_in_ten_thousand_issues(bencher: Bencher) {
    press(bencher, app(10_000), &["j"]);
}

/// Ten thousand rows arrive, a batch of a hundred at a time.
#[divan::bench]
fn list_ten_thousand_issues(bencher: Bencher) {
    let entries: Vec<Entry> = app(10_000).shelf.entries().to_vec();
    bencher.bench_local(|| {
        let mut app = App::new(AppOptions::default(), COLS, ROWS);
        for batch in entries.chunks(100) {
            app.update(Event::Listed(batch.to_vec()));
        }
        app.shelf.entries().len()
    });
}
