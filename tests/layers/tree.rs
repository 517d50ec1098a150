//! The files of `src/` as tokens, so that neither a comment nor a string is mistaken for code.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A file of `src/` without its unit tests.
pub struct SourceFile {
    /// Its path below `src/`.
    pub path: PathBuf,
    /// The module that the file is: `["app", "finder"]` for `app/finder.rs`, `["main"]` for `main.rs`.
    pub module: Vec<String>,
    /// Every path that the code names, as written.
    pub names: BTreeSet<Named>,
    /// The types that are declared `pub` or `pub(…)`.
    pub types: Vec<String>,
}

/// A path in the code, such as `super::reader::Reader`, and the module it stands in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub within: Vec<String>,
    pub parts: Vec<String>,
}

impl SourceFile {
    /// The part of the program the file belongs to: the first name of its module.
    pub fn part(&self) -> &str {
        &self.module[0]
    }

    /// The paths into the program itself, from its root on.
    pub fn own_paths(&self) -> BTreeSet<Vec<String>> {
        self.names
            .iter()
            .filter_map(Named::path_from_root)
            .collect()
    }
}

impl Named {
    /// The path from the root of the program on, if it begins with `crate`, `newsreader`, `super` or `self`.
    pub fn path_from_root(&self) -> Option<Vec<String>> {
        let mut base = match self.parts[0].as_str() {
            "crate" | "newsreader" => return Some(self.parts[1..].to_vec()),
            "super" | "self" => self.within.clone(),
            _ => return None,
        };
        let mut rest = self.parts.as_slice();
        while let [first, tail @ ..] = rest {
            match first.as_str() {
                "super" => drop(base.pop()),
                "self" => {}
                _ => break,
            }
            rest = tail;
        }
        base.extend_from_slice(rest);
        Some(base)
    }

    /// The path as it is written.
    pub fn written(&self) -> String {
        self.parts.join("::")
    }

    /// The number of `super` that it begins with.
    pub fn ups(&self) -> usize {
        let is_up = |part: &&String| *part == "super";
        self.parts.iter().take_while(is_up).count()
    }
}

/// The folder `src/`.
pub fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Reads all files of `src/` but `lib.rs`, which only declares the parts, and files of unit tests.
pub fn files() -> &'static [SourceFile] {
    // Read once for all tests.
    static FILES: LazyLock<Vec<SourceFile>> = LazyLock::new(read_all);
    &FILES
}

fn read_all() -> Vec<SourceFile> {
    let mut pending = vec![source()];
    let mut files = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let is_rust = path.extension().is_some_and(|ext| ext == "rs");
            if path.is_dir() {
                pending.push(path);
            } else if is_rust && !path.ends_with("tests.rs") && !path.ends_with("lib.rs") {
                files.push(read(&path));
            }
        }
    }
    assert!(files.len() > 100, "{} files in src/", files.len());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn read(path: &Path) -> SourceFile {
    let tokens: TokenStream = fs::read_to_string(path).unwrap().parse().unwrap();
    let path = path.strip_prefix(source()).unwrap().to_owned();
    let names = path.with_extension("");
    let module: Vec<String> = names
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let mut walk = Walk {
        module: module.clone(),
        ..Walk::default()
    };
    walk.tokens(tokens);
    SourceFile {
        path,
        module,
        names: walk.names,
        types: walk.types,
    }
}

/// Collects what a file names and declares.
#[derive(Default)]
struct Walk {
    /// The module the walk is in: the file's own or one in braces inside it.
    module: Vec<String>,
    names: BTreeSet<Named>,
    types: Vec<String>,
}

impl Walk {
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if let Some(length) = test_item(rest) {
                at += length;
                continue;
            }
            if let [
                TokenTree::Ident(word),
                TokenTree::Ident(name),
                TokenTree::Group(inside),
                ..,
            ] = rest
                && word == "mod"
            {
                self.module.push(name.to_string());
                self.tokens(inside.stream());
                self.module.pop();
                at += 3;
                continue;
            }
            self.types.extend(declared_type(rest));
            at += match &tokens[at] {
                TokenTree::Ident(_) => self.path(rest, &[]),
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    1
                }
                _ => 1,
            };
        }
    }

    /// Collects the path that `tokens` begin with, and those of a group at its end: `a::{b, c::d}`. Returns its length in
    /// tokens.
    fn path(&mut self, tokens: &[TokenTree], before: &[String]) -> usize {
        let mut parts = before.to_vec();
        let mut at = 0;
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(name)) => parts.push(name.to_string()),
                Some(TokenTree::Punct(star)) if star.as_char() == '*' => parts.push("*".to_owned()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    for item in inside.split(|token| is_punct(token, ',')) {
                        self.path(item, &parts);
                    }
                    return at + 1;
                }
                _ => break,
            }
            at += 1;
            match tokens.get(at..at + 2) {
                Some([first, second]) if is_punct(first, ':') && is_punct(second, ':') => at += 2,
                _ => break,
            }
        }
        if parts.len() > 1 {
            self.names.insert(Named {
                within: self.module.clone(),
                parts,
            });
        }
        at.max(1)
    }
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// The name of the type that `tokens` declare for others than their own module.
fn declared_type(tokens: &[TokenTree]) -> Option<String> {
    let [TokenTree::Ident(public), rest @ ..] = tokens else {
        return None;
    };
    let rest = match rest {
        [TokenTree::Group(scope), rest @ ..] if scope.delimiter() == Delimiter::Parenthesis => rest,
        rest => rest,
    };
    match rest {
        [TokenTree::Ident(kind), TokenTree::Ident(name), ..]
            if public == "pub"
                && ["struct", "enum", "trait", "type"].contains(&kind.to_string().as_str()) =>
        {
            Some(name.to_string())
        }
        _ => None,
    }
}

/// The length in tokens of an item that only tests have, if `tokens` begin with one: it ends with its braces or a `;`.
fn test_item(tokens: &[TokenTree]) -> Option<usize> {
    let [hash, TokenTree::Group(attribute), rest @ ..] = tokens else {
        return None;
    };
    let condition: String = attribute.stream().to_string().split_whitespace().collect();
    let only_tests = condition == "cfg(test)" || condition.starts_with("cfg(all(test,");
    if !is_punct(hash, '#') || !only_tests {
        return None;
    }
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';'),
    };
    let length = rest.iter().position(is_end)?;
    Some(2 + length + 1)
}
