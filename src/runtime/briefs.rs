//! Writes briefs: finds the articles of the basket in their present files, compiles them and writes the result.
//!
//! A row of the basket carries the identity of its article and the place where it was put in, not
//! its text. Files may have been renamed or converted since, so the caller adds the place that the
//! library knows now. Each file is opened once, however many of its articles are in the basket, and
//! corrections are applied before the text is used.

use crate::app::effect::{BriefRequest, PlacedItem};
use crate::app::event::Written;
use crate::brief::details::BriefDetails;
use crate::brief::loaded::{LoadedArticle, LoadedRow};
use crate::brief::rows::BriefRow;
use crate::brief::template::{self, TemplateError};
use crate::brief::{self, Brief, BriefFormat};
use crate::config::{self, log};
use crate::lang::{Lang, SystemError, Words};
use crate::library::identity::Identity;
use crate::library::samples::SAMPLES;
use crate::library::{self, Place, corrections};
use crate::model::Issue;
use crate::model::identity::ArticleKey;
use crate::runtime::save;
use crate::state::{BasketItem, Corrections};
use jiff::Zoned;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The rows have no article.
const NO_ARTICLES: Words = Words::new(
    "没有文章，没有写入简报",
    "no articles, so no brief was written",
);
/// No article of the rows was found: their number.
const ALL_LOST: Words = Words::new(
    "没有文章：{} 篇都已找不到，没有写入简报",
    "no articles: {} not found, so no brief was written",
);

/// Finds the articles of the rows in their files. Those that are not found are left out.
///
/// Headings are kept in their places; rows stay in the order of the basket.
pub fn load(items: &[PlacedItem], corrections: &Corrections) -> Vec<LoadedRow> {
    let mut issues: HashMap<Place, Option<(String, Arc<Issue>, Identity)>> = HashMap::new();
    // A file that cannot be opened is remembered as `None`, so that it is not tried again for each
    // of its articles.
    let mut open = |item: &PlacedItem| {
        let place = place(item);
        let opened = issues.entry(place).or_insert_with_key(|place| {
            let mut opened = library::open_place(place).ok()?;
            corrections::apply(&mut opened.issue, corrections);
            let identity = Identity::of(&opened.issue);
            Some((place.address(), Arc::new(opened.issue), identity))
        });
        let (path, issue, identity) = opened.as_ref()?;
        let index = identity.index_of(item.0.key)?;
        Some(loaded(&item.0, path, issue, index))
    };
    let rows = items.iter().filter_map(|item| {
        if item.0.is_heading() {
            return Some(LoadedRow::Heading(item.0.key, item.0.title.clone()));
        }
        open(item)
    });
    rows.collect()
}

/// Returns the row of an article that was found at `index` in `issue`.
pub fn loaded(item: &BasketItem, path: &str, issue: &Arc<Issue>, index: usize) -> LoadedRow {
    LoadedRow::Article(LoadedArticle {
        key: item.key,
        path: path.to_owned(),
        issue: Arc::clone(issue),
        index,
        excerpts: item.excerpts.clone(),
        note: item.note.clone(),
    })
}

/// Finds the articles, compiles them and writes the file. Articles that are not found are counted in the result.
///
/// Without a single article nothing is written. The file is written whole or not at all ([`save`]). [`Written::Exists`] means that the name is
/// taken and may not be replaced without being asked.
pub fn write(request: &BriefRequest, corrections: &Corrections, lang: Lang) -> Written {
    let loaded = load(&request.items, corrections);
    // Headings are never lost, so that the difference counts articles alone.
    let lost = request.items.len() - loaded.len();
    let rows: Vec<BriefRow> = loaded.iter().filter_map(LoadedRow::brief_row).collect();
    if rows.iter().all(|row| row.piece().is_none()) {
        let words = if lost > 0 { ALL_LOST } else { NO_ARTICLES };
        return Written::Failed(words.with(lang, &[&lost.to_string()]));
    }
    let brief = brief::compile(
        &rows,
        request.details.clone(),
        request.layout,
        Zoned::now().date(),
    );
    let written = match brief.details.template.as_deref() {
        Some(path) if request.format == BriefFormat::Docx => from_template(&brief, path)
            .map_err(|error| format!("{}: {}", path.display(), error.message(lang))),
        _ => {
            brief::write(&brief, request.format, request.style).map_err(|error| error.message(lang))
        }
    };
    let bytes = match written {
        Ok(bytes) => bytes,
        Err(error) => return Written::Failed(error),
    };
    let path = config::expand(&request.path);
    match save::save(&path, &bytes, request.overwrite) {
        Ok(()) => Written::Done {
            path: shown(&path),
            lost,
            sent: keys(&loaded),
        },
        Err(save::Error::Exists) => Written::Exists,
        Err(error) => Written::Failed(format!("{}: {}", shown(&path), error.message(lang))),
    }
}

/// Writes the facts of a brief into `[brief]` of the configuration file at `path`, where it has none yet.
///
/// A failure only goes into the log: the reading state has the facts as well.
pub fn keep_facts(path: &Path, details: &BriefDetails) {
    let source = match fs::read_to_string(path) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return log::line(|| format!("{}: {error}", path.display())),
    };
    let Some(written) = config::with_brief_facts(&source, details) else {
        return;
    };
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let saved = folder
        .map_err(save::Error::from)
        .and_then(|()| save::save(path, written.as_bytes(), true));
    if let Err(error) = saved {
        log::line(|| format!("{}: {error}", path.display()));
    }
}

/// Returns the identities of the articles among the rows.
///
/// Headings have no identity in this sense and are left out.
pub fn keys(rows: &[LoadedRow]) -> Vec<ArticleKey> {
    let articles = rows.iter().filter_map(|row| match row {
        LoadedRow::Article(article) => Some(article.key),
        LoadedRow::Heading(..) => None,
    });
    articles.collect()
}

/// Returns the place of an article: by the library, else the one it had when it was put into the basket.
///
/// The place may lead nowhere any more; the row is then left out of the brief and counted.
fn place((item, place): &PlacedItem) -> Place {
    place.clone().unwrap_or_else(|| stored_place(item))
}

/// Why a Word template was not filled in.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The file cannot be read.
    #[error("{0}")]
    Unread(io::Error),
    /// The template has a mistake.
    #[error("{0}")]
    Unfilled(TemplateError),
}

impl FillError {
    /// Returns the reason in `lang`, without the path.
    fn message(&self, lang: Lang) -> String {
        match self {
            Self::Unread(error) => SystemError::from(error).message(lang),
            Self::Unfilled(error) => error.message(lang),
        }
    }
}

/// Returns the bytes of `brief` in the Word template at `path`.
///
/// # Errors
/// [`FillError`] where the template cannot be read or has a mistake.
pub fn from_template(brief: &Brief, path: &Path) -> Result<Vec<u8>, FillError> {
    let bytes = fs::read(path).map_err(FillError::Unread)?;
    template::fill(&bytes, brief).map_err(FillError::Unfilled)
}

/// Returns the place that an article had when it was put into the basket.
///
/// An article of a built-in sample is stored as `sample:NAME`, since it has no file.
pub fn stored_place(item: &BasketItem) -> Place {
    let path = item.path.to_str();
    let name = path.and_then(|path| path.strip_prefix("sample:"));
    let sample = name.and_then(|name| SAMPLES.iter().position(|(known, _)| *known == name));
    sample.map_or_else(|| Place::File(item.path.clone()), Place::Sample)
}

/// Writes a path as absolute, for messages.
fn shown(path: &Path) -> String {
    let whole = std::path::absolute(path);
    whole.as_deref().unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::{keep_facts, write};
    use crate::app::effect::BriefRequest;
    use crate::app::event::Written;
    use crate::brief::details::BriefDetails;
    use crate::brief::{BriefFormat, BriefLayout, BriefStyle};
    use crate::lang::Lang;
    use crate::library::{Place, identity, open_place};
    use crate::model::Issue;
    use crate::model::identity::ArticleKey;
    use crate::state::{BasketItem, Corrections};

    #[test]
    fn facts_are_kept_in_a_configuration_that_may_not_exist_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newsreader/config.toml");
        let details = BriefDetails {
            publisher: Some("云川市信息中心".to_owned()),
            ..BriefDetails::default()
        };
        keep_facts(&path, &details);
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(crate::config::parse(&written).0.brief, details);
        let broken = "theme = “ink”\n";
        std::fs::write(&path, broken).unwrap();
        keep_facts(&path, &details);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
    }

    #[test]
    fn articles_of_two_issues_become_one_brief_that_replaces_nothing_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("brief.json");
        let mut items = Vec::new();
        for sample in [1, 0] {
            let opened = open_place(&Place::Sample(sample)).unwrap();
            let name = crate::library::samples::SAMPLES[sample].0;
            items.push((
                BasketItem::article(
                    identity::keys(&opened.issue)[1],
                    format!("sample:{name}"),
                    opened.issue.articles[1].title.clone(),
                ),
                None,
            ));
        }
        let mut gone = items[0].clone();
        gone.0.key = ArticleKey(1);
        items.push(gone);
        let titles: Vec<String> = items.iter().map(|(item, _)| item.title.clone()).collect();
        let mut request = BriefRequest {
            items,
            format: BriefFormat::Json,
            style: BriefStyle::Report,
            layout: BriefLayout::Full,
            details: BriefDetails::default(),
            path: path.display().to_string(),
            overwrite: false,
        };
        let done = write(&request, &Corrections::new(), Lang::Zh);
        assert!(matches!(done, Written::Done { lost: 1, .. }), "{done:?}");
        let issue: Issue = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let written: Vec<String> = issue.articles.into_iter().map(|one| one.title).collect();
        assert_eq!(written, titles[..2]);
        assert_eq!(
            write(&request, &Corrections::new(), Lang::Zh),
            Written::Exists
        );
        request.overwrite = true;
        assert!(matches!(
            write(&request, &Corrections::new(), Lang::Zh),
            Written::Done { .. }
        ));
    }

    #[test]
    fn a_brief_without_an_article_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("brief.md");
        let gone = folder.path().join("012.txt");
        let item = BasketItem::article(ArticleKey(1), gone, "望溪桥修好了");
        let write_items = |items: Vec<BasketItem>| {
            let request = BriefRequest {
                items: items.into_iter().map(|item| (item, None)).collect(),
                format: BriefFormat::Markdown,
                style: BriefStyle::Report,
                layout: BriefLayout::Full,
                details: BriefDetails::default(),
                path: path.display().to_string(),
                overwrite: false,
            };
            write(&request, &Corrections::new(), Lang::Zh)
        };
        let heading = BasketItem::heading("一组");
        for (items, want) in [
            (vec![item, heading.clone()], "没有文章：1 篇都已找不到"),
            (vec![heading], "没有文章"),
        ] {
            let written = write_items(items);
            assert!(
                matches!(&written, Written::Failed(why) if why.starts_with(want)),
                "{written:?}"
            );
            assert!(!path.exists());
        }
    }
}
