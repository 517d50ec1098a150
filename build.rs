//! Gives the cache a name for the code that reads files, and the program its address. When that code changes, cached files are
//! read anew.
//!
//! The name is a hash of the code's tokens: comments, line breaks and indents do not count. A version number that is raised
//! by hand, with a test over the readings of some fixtures, was considered and rejected. Fixtures never hold every kind of
//! file, so a forgotten number would leave readers with the old text and no sign of it. A hash that changes without need,
//! as after a rename, costs one more reading of the files.

use proc_macro2::{TokenStream, TokenTree};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

/// Files and folders that decide what is read from a file and how the cache keeps it. `tests/layers.rs` fails if `source`
/// or `parse` use a file that is missing here.
const READING: &[&str] = &[
    "src/conventions",
    "src/conventions.rs",
    "src/lang",
    "src/lang.rs",
    "src/library/cache",
    "src/library/cache.rs",
    "src/library/features.rs",
    "src/library/figures.rs",
    "src/library/identity.rs",
    "src/library/identity/former.rs",
    "src/library/sandbox",
    "src/library/sandbox.rs",
    "src/library/scan/archive.rs",
    "src/model",
    "src/model.rs",
    "src/parse",
    "src/parse.rs",
    "src/source",
    "src/source.rs",
    "src/text/chars.rs",
    "src/text/fold.rs",
    "src/text/width.rs",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for part in READING {
        println!("cargo::rerun-if-changed={part}");
        hash.add_path(&Path::new(&root).join(part))
            .map_err(|error| format!("{part}: {error}"))?;
    }
    println!("cargo::rustc-env=NEWSREADER_READING={:016x}", hash.0);
    if has_fixed_address() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    Ok(())
}

/// True if the program is to be linked for a fixed address.
///
/// A program that may be loaded anywhere has 64 000 pointers in its static tables, most of them in libraries, and the loader
/// writes each of them before `main`: 1 of the 2 ms of a start, at the start of each process that reads a file as well. Heap,
/// stack and libraries are still placed at random.
fn has_fixed_address() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_native = env::var_os("HOST") == env::var_os("TARGET");
    // A static program has other start files for a fixed address; its packages ask the compiler for them.
    let features = env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    is_native && is_gnu && !is_static && {
        // Compilers before 2016 do not know the option.
        let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
        let mut trial = Command::new(linker);
        trial.args(["-no-pie", "-E", "-x", "c", "/dev/null"]);
        let trial = trial.stdout(Stdio::null()).stderr(Stdio::null());
        trial.status().is_ok_and(|status| status.success())
    }
}

/// FNV-1a: the same on every machine and with every compiler, which the standard library's hasher does not promise.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        // Divides one token from the next: `ab c` is not `a bc`.
        self.0 = (self.0 ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    }

    /// Adds a file, or all files of a folder in the order of their names. A table that is not Rust is added byte by byte.
    fn add_path(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        if path.is_dir() {
            let mut inside: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
            inside.sort_by_key(fs::DirEntry::file_name);
            return inside
                .iter()
                .try_for_each(|entry| self.add_path(&entry.path()));
        }
        if path.extension().is_some_and(|ext| ext == "rs") {
            self.add_tokens(fs::read_to_string(path)?.parse()?);
        } else {
            self.add(&fs::read(path)?);
        }
        Ok(())
    }

    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                // Doc comments are attributes among the tokens: `#[doc = "…"]` and `#![doc = "…"]`.
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    let is_inner = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '!');
                    let inner = tokens.next_if(is_inner);
                    if tokens.next_if(is_doc).is_none() {
                        self.add(if inner.is_some() { b"#!" } else { b"#" });
                    }
                }
                TokenTree::Group(group) => {
                    self.add(format!("{:?}", group.delimiter()).as_bytes());
                    self.add_tokens(group.stream());
                    self.add(b"end");
                }
                token => self.add(token.to_string().as_bytes()),
            }
        }
    }
}

/// True for the brackets of a doc comment.
fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}
