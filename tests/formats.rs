//! Documents with truth: the folder that `NEWSREADER_FORMATS` names holds `NAME.truth.json` beside `NAME….pdf`, `.ofd`,
//! `.docx` and so on. Every one is read and compared: its text, its paragraphs, and the titles, sources and links in it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "the scores are what one runs it for")]

use newsreader::library::identity;
use newsreader::model::BlockKind;
use newsreader::parse::parse;
use newsreader::quote::excerpt::{excerpt, excerpt_text, find};
use newsreader::source::extract;
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Truth {
    paras: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    k: String,
    t: String,
}

/// The errors of a reading, measured against the truth.
#[derive(Debug)]
struct Score {
    /// Edit distance over the length of the truth, spaces aside.
    errors: f64,
    /// Harmonic mean of precision and recall of the places where paragraphs end.
    ends: f64,
    /// Titles, sources, links and datelines that are no whole paragraph of the reading.
    missed: Vec<String>,
}

impl Score {
    fn is_right(&self) -> bool {
        self.errors < 0.002 && self.ends >= 0.97 && self.missed.is_empty()
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn score(truth: &Truth, read: &[String]) -> Score {
    let wanted: Vec<String> = truth.paras.iter().map(|p| bare(&p.t)).collect();
    let read: Vec<String> = read
        .iter()
        .map(|text| bare(text))
        .filter(|text| !text.is_empty())
        .collect();
    let fields = ["masthead", "atitle", "src", "link", "dateline", "toc"];
    let missed = truth
        .paras
        .iter()
        .filter(|p| fields.contains(&p.k.as_str()) && !read.contains(&bare(&p.t)))
        .map(|p| p.t.clone())
        .collect();
    Score {
        errors: errors(&wanted.concat(), &read.concat()),
        ends: ends(&wanted, &read),
        missed,
    }
}

/// The places where paragraphs end, as the characters on both sides, so that one wrong character moves nothing else.
fn joints(paragraphs: &[String]) -> Vec<String> {
    let tail = |text: &str| text.chars().rev().take(6).collect::<String>();
    let head = |text: &str| text.chars().take(6).collect::<String>();
    paragraphs
        .windows(2)
        .map(|pair| format!("{}|{}", tail(&pair[0]), head(&pair[1])))
        .collect()
}

fn ends(wanted: &[String], read: &[String]) -> f64 {
    let wanted = joints(wanted);
    let mut read = joints(read);
    let (all_wanted, all_read) = (wanted.len(), read.len());
    let mut hits = 0_usize;
    for joint in wanted {
        if let Some(at) = read.iter().position(|other| *other == joint) {
            read.swap_remove(at);
            hits += 1;
        }
    }
    2.0 * real(hits) / real(all_wanted + all_read).max(1.0)
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Levenshtein distance within a band, over the length of the truth.
fn errors(wanted: &str, read: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), read.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let same = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let band = a.len().abs_diff(b.len()) + 400;
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let (low, high) = (i.saturating_sub(band), (i + band).min(b.len()));
        let mut diagonal = row[low];
        row[low] = if low == 0 { i + 1 } else { usize::MAX / 2 };
        for j in low..high {
            let above = row[j + 1];
            let cost = usize::from(*x != b[j]);
            row[j + 1] = (diagonal + cost).min(row[j] + 1).min(above + 1);
            diagonal = above;
        }
    }
    real(row[b.len()].min(a.len().max(b.len()))) / real(wanted.chars().count().max(1))
}

fn documents(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let truths = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        let stem = name.split(['-', '.']).next()?;
        let truth = folder.join(format!("{stem}.truth.json"));
        (truth.is_file() && !name.contains(".truth.")).then_some(truth)
    };
    names
        .iter()
        .filter_map(|path| Some((path.clone(), truths(path)?)))
        .collect()
}

/// Reads every document with truth in a folder, prints how far each is off, and returns the names of those not read
/// rightly.
fn compare(folder: &Path) -> Vec<String> {
    let only = std::env::var("NEWSREADER_FORMATS_ONLY").unwrap_or_default();
    let mut wrong = Vec::new();
    for (path, truth) in documents(folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let locked = name.contains("-user-");
        if !name.contains(&only) || locked {
            continue;
        }
        let truth: Truth = serde_json::from_slice(&std::fs::read(truth).unwrap()).unwrap();
        let transcript = match extract(&std::fs::read(&path).unwrap()) {
            Ok(transcript) => transcript,
            Err(error) => {
                println!("{name:28} {error}");
                wrong.push(name);
                continue;
            }
        };
        let read: Vec<String> = transcript.lines.into_iter().map(|line| line.text).collect();
        if std::env::var_os("NEWSREADER_FORMATS_DUMP").is_some() {
            println!("{}", read.join("\n¶ "));
        }
        let score = score(&truth, &read);
        println!(
            "{name:28} errors {:.3} %  ends F1 {:.3}  missed {} {:?}",
            score.errors * 100.0,
            score.ends,
            score.missed.len(),
            score.missed.first(),
        );
        if !score.is_right() {
            wrong.push(name);
        }
    }
    wrong
}

#[test]
fn documents_with_truth_are_read_rightly() {
    let Some(folder) = std::env::var_os("NEWSREADER_FORMATS") else {
        println!("NEWSREADER_FORMATS is not set: no documents to compare with");
        return;
    };
    let wrong = compare(Path::new(&folder));
    assert!(wrong.is_empty(), "not read rightly: {wrong:?}");
}

/// One invented report, made as DOCX and converted by LibreOffice, and as page, mail, Markdown and text.
#[test]
fn the_same_report_is_read_rightly_from_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let wrong = compare(&folder);
    assert!(wrong.is_empty(), "not read rightly: {wrong:?}");
}

#[test]
fn titles_sources_dates_and_links_of_that_report_are_exact_in_every_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let wanted = [
        (
            "湖区智能水网一期建成",
            "鹤汀日报",
            "2031-05-02",
            "https://www.example.com/detail/2031-05/02/a1b2c3.html?id=62&from=list",
        ),
        (
            "400余座观测站接入“青梧”平台",
            "云岭晚报",
            "2031-05-04",
            "https://news.example.cn/p/20310504_77.shtml",
        ),
    ];
    for (path, _) in documents(&folder) {
        let transcript = extract(&std::fs::read(&path).unwrap()).unwrap();
        let issue = parse(&transcript).issue;
        let found: Vec<_> = issue
            .articles
            .iter()
            .map(|article| {
                (
                    article.title.as_str(),
                    article.source.as_deref().unwrap_or_default(),
                    article
                        .date
                        .map(|date| date.to_string())
                        .unwrap_or_default(),
                    article.link.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        let wanted: Vec<_> = wanted.map(|(a, b, c, d)| (a, b, c.to_owned(), d)).to_vec();
        assert_eq!(found, wanted, "{}", path.display());
        assert_eq!(issue.number, Some(6), "{}", path.display());
    }
}

/// The text of a link need not show where it leads.
#[test]
fn a_link_behind_words_is_the_article_s_link() {
    let page = "<h2>二、具体内容</h2><p>1.标题：湖区水网建成</p><p>来源：鹤汀日报</p>
        <p>链接：<a href='https://www.example.com/a?b=1&amp;c=2'>点击查看原文</a></p><p>主要内容：</p><p>正文一段。</p>
        <p>2.标题：<a href='https://news.example.cn/2'>观测站接入平台</a></p><p>来源：云岭晚报</p><p>主要内容：</p><p>正文。</p>";
    let issue =
        parse(&extract(format!("<html><body>{page}</body></html>").as_bytes()).unwrap()).issue;
    let links: Vec<_> = issue.articles.iter().map(|a| a.link.as_deref()).collect();
    assert_eq!(
        links,
        [
            Some("https://www.example.com/a?b=1&c=2"),
            Some("https://news.example.cn/2")
        ]
    );
}

/// Marks and places are kept by what a report is, so a conversion forgets nothing.
#[test]
fn the_same_report_in_another_format_has_the_same_articles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let articles = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        identity::keys(&parse(&extract(&bytes).unwrap()).issue)
    };
    let text = articles("lake-gb18030.txt");
    assert_eq!(text.len(), 2);
    for name in [
        "lake-utf16.txt",
        "lake.doc",
        "lake.docx",
        "lake.eml",
        "lake.html",
        "lake.md",
        "lake.odt",
        "lake.pdf",
        "lake.rtf",
    ] {
        assert_eq!(articles(name), text, "{name}");
    }
}

/// The cells of each table of a report.
fn tables_of(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    let issue = parse(&extract(bytes).unwrap()).issue;
    let blocks = issue.articles.iter().flat_map(|article| &article.blocks);
    let tables = blocks.filter(|block| block.kind == BlockKind::Table);
    let row = |cells: &mut dyn Iterator<Item = &str>| cells.map(str::to_owned).collect();
    tables
        .map(|table| table.rows().map(|mut cells| row(&mut cells)).collect())
        .collect()
}

#[test]
fn a_table_inside_a_cell_of_a_doc_keeps_its_rows() {
    let tables = tables_of(include_bytes!("tables/nested.doc"));
    let inner = [["时段", "人员"], ["上午", "甲组"], ["下午", "乙组"]];
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0][1], ["东堤", "见下表", "无"]);
    assert_eq!(tables[1], inner);
}

#[test]
fn a_table_two_deep_in_a_cell_of_a_doc_is_text_of_the_table_around_it() {
    let tables = tables_of(include_bytes!("tables/nested_deeper.doc"));
    let inner = [
        ["时段", "人员"],
        ["上午 晴 阴 出海 修网 照旧", "甲组"],
        ["下午", "乙组"],
    ];
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0][1], ["东堤", "见下表 以上", "无"]);
    assert_eq!(tables[1], inner);
}

/// Excerpts of one report as it is read from plain text are found in the same report in every other format.
#[test]
fn excerpts_are_found_in_every_format_of_a_report() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let article_text = |name: &str| {
        let transcript = extract(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        let issue = parse(&transcript).issue;
        let texts: Vec<String> = issue.articles.iter().map(excerpt_text).collect();
        texts.join("\n")
    };
    let from = article_text("lake-gb18030.txt");
    let starts: Vec<usize> = from.char_indices().map(|(at, _)| at).collect();
    // Quotes of 6 to 60 characters from all over the text.
    let excerpts: Vec<_> = (0..120)
        .filter_map(|n| {
            let start = n * starts.len().saturating_sub(70) / 120;
            let end = start + 6 + n * 7 % 55;
            let one = excerpt(&from, *starts.get(start)?..*starts.get(end)?);
            one.quote.contains(char::is_alphanumeric).then_some(one)
        })
        .collect();
    assert!(excerpts.len() > 100, "{}", excerpts.len());
    for name in [
        "lake.doc",
        "lake.docx",
        "lake.html",
        "lake.odt",
        "lake.pdf",
        "lake.rtf",
    ] {
        let text = article_text(name);
        let lost = excerpts.iter().filter(|one| find(&text, one).is_none());
        let lost: Vec<&str> = lost.map(|one| one.quote.as_str()).collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
    }
}
