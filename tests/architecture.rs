//! `ARCHITECTURE.md` and `CONTRIBUTING.md` name files and items of the source: all of them must exist.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The source files below `folder`: the name of each without its ending, and its text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for item in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = item.path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.file_stem().unwrap().to_string_lossy();
            all.push((name.into_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    all
}

/// True if a file has `owner::name`: in the module `owner`, which may only pass it on, or beside the type `owner`.
fn exists(owner: &str, name: &str, sources: &[(String, String)]) -> bool {
    let passes_on = |text: &str| {
        let mut uses = text.split("pub use ").skip(1);
        uses.any(|rest| {
            rest.split(';')
                .next()
                .is_some_and(|path| path.contains(name))
        })
    };
    sources.iter().any(|(module, text)| {
        let is_owner = module == owner
            || is_defined(owner, text)
            || text.contains(&format!("impl {owner} {{"))
            || text.contains(&format!("impl {owner}<"))
            || text.contains(&format!("for {owner} {{"));
        is_owner && (is_defined(name, text) || passes_on(text))
    })
}

/// What stands between backticks in the text around code blocks.
fn code_spans(file: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let prose: Vec<&str> = text.split("```").step_by(2).collect();
    let spans = prose
        .iter()
        .flat_map(|part| part.split('`').skip(1).step_by(2));
    spans.map(str::to_owned).collect()
}

fn is_path(span: &str) -> bool {
    let folders = ["src/", "tests/", "benches/", "examples/", "themes/", ".ci/"];
    folders.iter().any(|folder| span.starts_with(folder))
        && !span.contains(' ')
        && !span.contains("NAME")
}

/// True if `name` is defined somewhere: a function, a type, a constant, a module, or a variant at the start of its line.
fn is_defined(name: &str, sources: &str) -> bool {
    let keywords = [
        "fn",
        "struct",
        "enum",
        "trait",
        "type",
        "const",
        "static",
        "mod",
        "macro_rules!",
    ];
    let follows = |at: usize| {
        let rest = sources.get(at + name.len()..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    sources.match_indices(name).any(|(at, _)| {
        let before = sources.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let word = line.trim_end().rsplit(' ').next().unwrap_or_default();
        follows(at) && (line.trim().is_empty() || keywords.contains(&word))
    })
}

#[test]
fn every_path_exists() {
    for file in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let spans = code_spans(file);
        let paths: Vec<PathBuf> = spans
            .iter()
            .filter(|s| is_path(s))
            .map(PathBuf::from)
            .collect();
        assert!(!paths.is_empty(), "{file}");
        let missing: Vec<_> = paths
            .iter()
            .filter(|path| !root().join(path).exists())
            .collect();
        assert!(
            missing.is_empty(),
            "{file} names {missing:?}, which are gone: name the new places"
        );
    }
}

#[test]
fn every_item_exists() {
    let sources = sources(&root().join("src"));
    for file in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        // `Type::function` and `module::function`; a single word may be a word of the trade.
        let items = code_spans(file);
        let items = items.iter().filter(|span| !span.contains(' '));
        let items: Vec<_> = items.filter_map(|span| span.rsplit_once("::")).collect();
        assert!(!items.is_empty(), "{file}");
        let missing: Vec<_> = items
            .iter()
            .filter(|(path, name)| {
                let owner = path.rsplit("::").next().unwrap_or(path);
                !exists(owner, name, &sources)
            })
            .collect();
        assert!(
            missing.is_empty(),
            "{file} names {missing:?}, which are gone: use the new names"
        );
    }
}
