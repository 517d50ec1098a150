//! A desk with a reader on it: invented issues, keys in, state and effects out.

pub mod package;
pub mod paper;

use newsreader::app::App;
use newsreader::app::effect::Effect;
use newsreader::app::event::{Event, Mouse, MouseKind};
use newsreader::app::key::Key;
use newsreader::app::options::AppOptions;
use newsreader::library::count::{self, CountBy};
use newsreader::library::index::{IndexedReport, ReportIndex};
use newsreader::library::query::{MarkSets, Query};
use newsreader::library::search::IssueHits;
use newsreader::library::stories::lookup;
use newsreader::library::{Entry, Opened, Place, search};
use newsreader::model::transcript::Transcript;
use newsreader::model::{Article, Block, BlockKind, Issue, TextPos};
use newsreader::state::Change;
use newsreader::text::width::Ambiguous;
use newsreader::ui::theme::{Depth, Theme};
use newsreader::ui::{self, linked_cell};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use std::sync::atomic::AtomicBool;

/// The app, the issues it can open and the effects it asked for.
pub struct Desk {
    pub app: App,
    issues: Vec<Opened>,
    effects: Vec<Effect>,
    /// Set when issues are opened as soon as the app asks for them; else they wait for `answer`.
    pub is_prompt: bool,
    asked: Vec<Place>,
}

impl Desk {
    /// A desk of 110 by 35 with three issues on it.
    pub fn new() -> Self {
        Self::sized(110, 35)
    }

    /// The number of hits marked in the article on screen, and which of them is the current one.
    pub fn hits(&self) -> (usize, usize) {
        let reader = self.app.issue.reader.as_ref();
        let find = reader.and_then(|reader| reader.find.as_ref());
        find.map_or((0, 0), |find| (find.hits.len(), find.current))
    }

    pub fn sized(cols: u16, rows: u16) -> Self {
        Self::with(AppOptions::default(), cols, rows, issues())
    }

    pub fn wide(cols: u16, rows: u16) -> Self {
        let mut options = AppOptions::default();
        options.rules.ambiguous = Ambiguous::Wide;
        Self::with(options, cols, rows, issues())
    }

    pub fn with(options: AppOptions, cols: u16, rows: u16, issues: Vec<Opened>) -> Self {
        let mut desk = Self::opened(options, cols, rows, issues);
        desk.send(Event::Scanned {
            problems: Vec::new(),
        });
        desk
    }

    /// A desk whose library is still being read.
    pub fn scanning() -> Self {
        Self::opened(AppOptions::default(), 110, 35, issues())
    }

    /// A desk on which nothing lies yet; what is asked for is among `issues`.
    pub fn begun(issues: Vec<Opened>) -> Self {
        Desk {
            app: App::new(AppOptions::default(), 110, 35),
            issues,
            effects: Vec::new(),
            is_prompt: true,
            asked: Vec::new(),
        }
    }

    fn opened(mut options: AppOptions, cols: u16, rows: u16, issues: Vec<Opened>) -> Self {
        "~/reports".clone_into(&mut options.library);
        let entries: Vec<Entry> = issues.iter().map(Entry::of).collect();
        let app = App::new(options, cols, rows);
        let mut desk = Desk {
            app,
            issues,
            effects: Vec::new(),
            is_prompt: true,
            asked: Vec::new(),
        };
        desk.send(Event::Listed(entries));
        desk
    }

    /// Presses keys, named and separated by spaces: `l j Ctrl-C`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            let key = Key::named(name).unwrap_or_else(|| panic!("no key {name}"));
            self.send(Event::Key(key));
        }
        self
    }

    /// Types text, a key for each character.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = Key::plain(newsreader::app::key::Code::Char(c));
            self.send(Event::Key(key));
        }
        self
    }

    pub fn mouse(&mut self, kind: MouseKind, col: u16, row: u16) -> &mut Self {
        self.send(Event::Mouse(Mouse { kind, col, row }));
        self
    }

    pub fn send(&mut self, event: Event) {
        let effects = self.app.update(event);
        for effect in effects {
            match effect {
                Effect::Open(place) | Effect::OpenLarge(place) if self.is_prompt => {
                    self.open(place);
                }
                Effect::Open(place) | Effect::OpenLarge(place) => self.asked.push(place),
                Effect::Search {
                    ticket,
                    query,
                    marks,
                } => self.search(ticket, &query, &marks),
                Effect::Story { ticket, articles } => {
                    let found = lookup::look_up(&articles, &self.index(), "〔转载〕");
                    self.find(ticket, found);
                }
                Effect::Count {
                    ticket,
                    queries,
                    by,
                    marks,
                } => self.count(ticket, &queries, by, &marks),
                effect => self.effects.push(effect),
            }
        }
    }

    /// Answers a search at once, as the library would.
    pub fn search(&mut self, ticket: u64, query: &Query, marks: &MarkSets) {
        if query.clauses.is_empty() {
            return;
        }
        let found = search::all(&self.index().newest_first(), query, marks);
        self.find(ticket, found);
    }

    /// The issues as an index of a library.
    pub fn index(&self) -> ReportIndex {
        let index = ReportIndex::default();
        let reports = self.issues.iter().filter_map(IndexedReport::in_memory);
        index.put(reports.collect());
        index
    }

    /// Answers with all results.
    fn find(&mut self, ticket: u64, found: Vec<IssueHits>) {
        let total = found.iter().map(|f| f.hits.len()).sum();
        self.send(Event::Found {
            ticket,
            found,
            total,
            is_done: true,
        });
    }

    /// Answers a count at once, as the library would.
    fn count(&mut self, ticket: u64, queries: &[Query], by: CountBy, marks: &MarkSets) {
        let reports = self.index().newest_first();
        let never = AtomicBool::new(false);
        let count = |query| count::count(&reports, query, marks, (by, None), 12, &never);
        let counts = queries.iter().map(count).collect();
        self.send(Event::Counted { ticket, counts });
    }

    /// Takes the effects since the last call: marks, places in articles, the last place.
    pub fn remembered(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Changes the file of an issue, and says so as the watching thread does.
    pub fn rewrite(&mut self, changed: Opened) {
        let row = Entry::of(&changed);
        self.issues.retain(|one| one.place != changed.place);
        self.issues.push(changed);
        self.send(Event::Listed(vec![row]));
    }

    /// Opens what was asked for, in the order in which it was asked.
    pub fn answer(&mut self) {
        for place in std::mem::take(&mut self.asked) {
            self.open(place);
        }
    }

    fn open(&mut self, place: Place) {
        let opened = self.issues.iter().find(|o| o.place == place).cloned();
        let outcome = opened.map(Box::new).ok_or_else(|| "gone".to_owned());
        self.send(Event::Opened { place, outcome });
    }

    /// The effects since the last question, but for marks and openings.
    pub fn effects(&mut self) -> Vec<Effect> {
        let effects = std::mem::take(&mut self.effects);
        effects
            .into_iter()
            .filter(|e| {
                !matches!(
                    e,
                    Effect::Remember(Change::Mark(_) | Change::Position(..) | Change::Place(_))
                )
            })
            .collect()
    }

    /// The screen as it is drawn, in the dark theme.
    pub fn buffer(&self) -> Buffer {
        let (cols, rows) = self.app.screen.size;
        let theme = Theme::shipped("ink", Depth::True).expect("a shipped theme");
        let mut terminal = Terminal::new(TestBackend::new(cols, rows)).expect("memory");
        terminal
            .draw(|frame| ui::draw(&self.app, &theme, frame))
            .expect("memory");
        terminal.backend().buffer().clone()
    }

    /// The rows of the screen as text, without the blanks in the second cell of a wide character.
    pub fn rows(&self) -> Vec<String> {
        let (cols, rows) = self.app.screen.size;
        self.rows_in(Rect::new(0, 0, cols, rows))
    }

    /// The rows of an area of the screen.
    pub fn rows_in(&self, area: Rect) -> Vec<String> {
        let buffer = self.buffer();
        let row = |y| {
            let mut text = String::new();
            let mut x = area.x;
            while x < area.right() {
                let cell = &buffer[(x, y)];
                text.push_str(linked_cell::split(cell.symbol()).1);
                x += cell.cell_width().max(1);
            }
            text
        };
        (area.y..area.bottom()).map(row).collect()
    }

    pub fn message(&self) -> &str {
        self.app.shown_message().map_or("", |m| m.text.as_str())
    }

    /// Issue number and article number on screen.
    pub fn at(&self) -> (Option<u32>, usize) {
        let contents = self.app.issue.contents.as_ref().expect("an issue is open");
        (contents.opened.issue.number, contents.index() + 1)
    }

    /// The first line of text in sight.
    pub fn top_line(&self) -> String {
        let reader = self.app.issue.reader.as_ref().expect("an article is open");
        let line = reader
            .rows()
            .find_map(|row| row.text.get(row.line?.range.clone()));
        line.unwrap_or_default().to_owned()
    }

    /// The place at the top of the article: paragraph and byte.
    pub fn anchor(&self) -> TextPos {
        self.app
            .issue
            .reader
            .as_ref()
            .expect("an article is open")
            .anchor()
    }
}

/// Three invented issues: a weekly with a masthead twice, a monthly without.
pub fn issues() -> Vec<Opened> {
    let weekly = |number: u32, day: i8, articles| Issue {
        title: Some("云屿公共服务监测周报".to_owned()),
        number: Some(number),
        publisher: Some("云屿市数据研究所".to_owned()),
        published: Some(jiff::civil::date(2025, 9, day)),
        declared_count: Some(3),
        lead: vec!["本期周报共收集 3 篇公共服务相关信息。".to_owned()],
        articles,
        ..Issue::default()
    };
    let monthly = Issue {
        period: Some(newsreader::model::Period {
            start: jiff::civil::date(2025, 8, 1),
            end: jiff::civil::date(2025, 8, 31),
        }),
        title: Some("云屿城市月度观察".to_owned()),
        articles: vec![article(1, "海堤上的传感器学会了听潮", "云屿日报")],
        ..Issue::default()
    };
    let three = |kind: &str| {
        vec![
            article(1, &format!("{kind}渡轮时刻表改由潮水决定"), "海湾新闻"),
            article(2, &format!("{kind}“AI 听诊器”进了桥洞和隧道"), "工程观察网"),
            Article {
                link: None,
                ..article(
                    3,
                    &format!("{kind}30 个路口的绿灯为什么多等了 6 秒"),
                    "云屿广播",
                )
            },
        ]
    };
    [
        weekly(42, 19, three("")),
        weekly(41, 12, three("上期：")),
        monthly,
    ]
    .into_iter()
    .enumerate()
    .map(|(index, issue)| Opened {
        place: Place::Sample(index),
        issue,
        warnings: Vec::new(),
        origin: Transcript::from_text("").origin,
    })
    .collect()
}

fn article(number: u32, title: &str, source: &str) -> Article {
    let text = |text: String| Block::new(BlockKind::Paragraph, text);
    let mut blocks = vec![Block::new(BlockKind::Byline, "本报记者 林知夏".to_owned())];
    for part in 1..=12 {
        if part % 4 == 1 {
            let text = format!("第{part}节：怎样把“等一等”算进去");
            blocks.push(Block::new(BlockKind::Heading, text));
        }
        blocks.push(text(format!(
            "第{part}段。云屿市把渡口的潮位、风速与客流接进同一张表，ＡＩ模型每 10 分钟算一次，\
             准点率由 86.5% 升到 97.2%；司机老邹说：“船不等人，可潮水等船。”监测平台共接入 1280 路传感器，\
             每天产生约 3.6 亿条记录，ai 与人各看一遍。"
        )));
    }
    Article {
        as_read: None,
        number,
        title: title.to_owned(),
        source: Some(source.to_owned()),
        date: Some(jiff::civil::date(
            2025,
            9,
            10 + i8::try_from(number).unwrap_or(0),
        )),
        link: Some(format!(
            "https://news.example.com/2025/09/ferry-{number}.html?from=weekly&id=8{number}"
        )),
        original_title: None,
        blocks,
    }
}
