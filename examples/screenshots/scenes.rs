//! The scenes: which keys lead to which picture.

use super::{story, svg};
use newsreader::app::App;
use newsreader::app::effect::Effect;
use newsreader::app::event::Event;
use newsreader::app::key::{Code, Key};
use newsreader::app::options::AppOptions;
use newsreader::app::panes::WIDE_COLS;
use newsreader::lang::Lang;
use newsreader::library::count::count;
use newsreader::library::index::{IndexedReport, ReportIndex};
use newsreader::library::search::IssueHits;
use newsreader::library::stories::StoryIndex;
use newsreader::library::stories::lookup::look_up;
use newsreader::library::watch_words::WatchWords;
use newsreader::library::watch_words::hits::{WatchHits, WatchOutcome};
use newsreader::library::{self, Entry, Opened, Place, samples, search};
use newsreader::text::typeset::Rules;
use newsreader::ui;
use newsreader::ui::theme::{Depth, SHIPPED, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// One picture: its size, theme and language, and the keys that lead to it. A key that is no name of one is typed
/// letter by letter.
struct Scene {
    file: &'static str,
    size: (u16, u16),
    theme: &'static str,
    lang: Lang,
    keys: &'static str,
}

const SCENES: &[Scene] = &[
    Scene {
        file: "reader.svg",
        size: (118, 34),
        theme: "ink",
        lang: Lang::Zh,
        keys: "l l",
    },
    Scene {
        file: "reader-paper.svg",
        size: (118, 34),
        theme: "paper",
        lang: Lang::En,
        keys: "l j l",
    },
    Scene {
        file: "find.svg",
        size: (118, 34),
        theme: "night",
        lang: Lang::Zh,
        keys: "l l / 渡轮 Enter n",
    },
    Scene {
        file: "copy.svg",
        size: (118, 34),
        theme: "snow",
        lang: Lang::Zh,
        keys: "l l Y",
    },
    Scene {
        file: "hints.svg",
        size: (118, 34),
        theme: "dawn",
        lang: Lang::Zh,
        keys: "l l ] f",
    },
    Scene {
        file: "basket.svg",
        size: (118, 34),
        theme: "ink",
        lang: Lang::Zh,
        keys: "l l a ] a } a } ] a B Down",
    },
    Scene {
        file: "search.svg",
        size: (118, 34),
        theme: "ink",
        lang: Lang::Zh,
        keys: "s 小组 Down",
    },
    Scene {
        file: "counts.svg",
        size: (118, 34),
        theme: "celadon",
        lang: Lang::Zh,
        keys: "c c s 数据 Space vs Space 城市 Enter",
    },
    Scene {
        file: "watch.svg",
        size: (118, 34),
        theme: "ink",
        lang: Lang::Zh,
        keys: "W j",
    },
    Scene {
        file: "story.svg",
        size: (118, 34),
        theme: "snow",
        lang: Lang::Zh,
        keys: "l l T",
    },
    Scene {
        file: "wide.svg",
        size: (200, 52),
        theme: "paper",
        lang: Lang::Zh,
        keys: "j l l",
    },
    Scene {
        file: "themes.svg",
        size: (118, 34),
        theme: "bamboo",
        lang: Lang::Zh,
        keys: "l l t",
    },
    Scene {
        file: "help.svg",
        size: (118, 34),
        theme: "dusk",
        lang: Lang::Zh,
        keys: "?",
    },
    Scene {
        file: "narrow.svg",
        size: (44, 24),
        theme: "celadon",
        lang: Lang::Zh,
        keys: "l l",
    },
];

/// The watch words of the picture.
const WORDS: &str =
    "[城市交通]\n公交|渡轮|路口\n\n数据\n+城市|集团\n\n图书馆\n\n老楼|电梯 => 旧城改造\n";

/// Every picture with its file's name.
pub fn pictures() -> Vec<(&'static str, String)> {
    SCENES
        .iter()
        .map(|scene| (scene.file, scene.picture()))
        .collect()
}

impl Scene {
    fn picture(&self) -> String {
        let mut desk = Desk::new(self);
        for key in self.keys.split(' ') {
            desk.press(key);
        }
        svg::draw(&desk.buffer(self), self.file)
    }
}

/// The app on the built-in samples or on the reports of a story, with what it asks of the outside done at once.
struct Desk {
    app: App,
    issues: Vec<Opened>,
}

impl Desk {
    fn new(scene: &Scene) -> Self {
        let options = AppOptions {
            lang: scene.lang,
            measure_cols: (scene.size.0 < WIDE_COLS).then_some(76),
            rules: Rules {
                indent_han: 2,
                glue_units: true,
                no_orphans: true,
                ..Rules::default()
            },
            gap: 0,
            theme: scene.theme.to_owned(),
            themes: SHIPPED.iter().map(|(name, _)| (*name).to_owned()).collect(),
            library: "~/reports".to_owned(),
            today: jiff::civil::date(2026, 11, 21),
            ..AppOptions::default()
        };
        let (cols, rows) = scene.size;
        let is_story = scene.keys.ends_with('T');
        let samples = 0..samples::SAMPLES.len();
        let mut desk = Self {
            app: App::new(options, cols, rows),
            issues: if is_story {
                story::issues()
            } else {
                let opened = samples.map(|index| library::open_place(&Place::Sample(index)));
                opened.filter_map(Result::ok).collect()
            },
        };
        desk.send(Event::Listed(desk.issues.iter().map(Entry::of).collect()));
        desk.send(Event::Scanned {
            problems: Vec::new(),
        });
        if is_story {
            let never = AtomicBool::new(false);
            let stories = StoryIndex::of(&desk.index().newest_first(), &never);
            desk.send(Event::Stories(Arc::new(stories.unwrap_or_default())));
        }
        if scene.keys.starts_with('W') {
            desk.watch();
        }
        desk
    }

    /// Answers as the thread does that reads the watch words.
    fn watch(&mut self) {
        let (words, _) = WatchWords::parse(WORDS);
        let never = AtomicBool::new(false);
        let hits = WatchHits::find(&words, &self.index().newest_first(), &never);
        self.send(Event::Watched(WatchOutcome {
            words: Arc::new(words),
            hits: Arc::new(hits),
            problems: Vec::new(),
        }));
    }

    fn press(&mut self, name: &str) {
        match Key::named(name) {
            Some(key) => self.send(Event::Key(key)),
            None => name
                .chars()
                .for_each(|c| self.send(Event::Key(Key::plain(Code::Char(c))))),
        }
    }

    fn send(&mut self, event: Event) {
        for effect in self.app.update(event) {
            match effect {
                Effect::Open(place) => {
                    let mut issues = self.issues.iter();
                    let found = issues.find(|opened| opened.place == place).cloned();
                    let outcome = found.map(Box::new).ok_or_else(String::new);
                    self.send(Event::Opened { place, outcome });
                }
                Effect::ListThemes => {
                    let names = SHIPPED.iter().map(|(name, _)| (*name).to_owned());
                    self.send(Event::Themes(names.collect()));
                }
                Effect::Search {
                    ticket,
                    query,
                    marks,
                } => {
                    let reports = self.index().newest_first();
                    self.find(ticket, search::all(&reports, &query, &marks));
                }
                Effect::Story { ticket, articles } => {
                    self.find(ticket, look_up(&articles, &self.index(), "〔转载〕"));
                }
                Effect::Count {
                    ticket,
                    queries,
                    by,
                    marks,
                } => {
                    let (reports, never) = (self.index().newest_first(), AtomicBool::new(false));
                    let count = |query| count(&reports, query, &marks, (by, None), 12, &never);
                    let counts = queries.iter().map(count).collect();
                    self.send(Event::Counted { ticket, counts });
                }
                _ => {}
            }
        }
    }

    /// Answers with all results.
    fn find(&mut self, ticket: u64, found: Vec<IssueHits>) {
        let total = found.iter().map(|one| one.hits.len()).sum();
        self.send(Event::Found {
            ticket,
            found,
            total,
            is_done: true,
        });
    }

    /// The reports as the library holds them.
    fn index(&self) -> ReportIndex {
        let index = ReportIndex::default();
        let reports = self.issues.iter().filter_map(IndexedReport::in_memory);
        index.put(reports.collect());
        index
    }

    fn buffer(&self, scene: &Scene) -> Buffer {
        let (cols, rows) = scene.size;
        let name = &self.app.options.theme;
        let theme = Theme::shipped(name, Depth::True);
        let theme = theme.unwrap_or_else(|| Theme::terminal(Depth::True));
        let Ok(mut terminal) = Terminal::new(TestBackend::new(cols, rows));
        let Ok(_) = terminal.draw(|frame| ui::draw(&self.app, &theme, frame));
        terminal.backend().buffer().clone()
    }
}
