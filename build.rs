//! Gives the cache a name for the code that reads files, and the program its address and the limits of its heaps. When that
//! code changes, cached files are read anew.
//!
//! The name is a hash of the code's tokens: comments, line breaks and indents do not count. A version number that is raised
//! by hand, with a test over the readings of some fixtures, was considered and rejected. Fixtures never hold every kind of
//! file, so a forgotten number would leave readers with the old text and no sign of it. A hash that changes without need,
//! as after a rename, costs one more reading of the files.

use proc_macro2::{TokenStream, TokenTree};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs, io};

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
    "src/library/figures",
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
    link()
}

/// Links the program for a fixed address and, where the C library is there as an archive, without shared libraries.
///
/// A program that may be loaded anywhere has 64 000 pointers in its static tables, most of them in libraries, and the loader
/// writes each of them before `main`: 1 of the 2 ms of a start, at the start of each process that reads a file as well. Finding,
/// mapping and joining three shared libraries takes a seventh of the time to the first frame. Heap and stack are still placed
/// at random.
fn link() -> Result<(), Box<dyn Error>> {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_native = env::var_os("HOST") == env::var_os("TARGET");
    // A static program has other start files for a fixed address; its packages ask the compiler for them.
    let features = env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is_native && is_gnu {
        limit_heaps()?;
    }
    // Compilers before 2016 do not know the option.
    if is_native && is_gnu && !is_static && links(&["-no-pie"])? {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        let archives: Vec<String> = ARCHIVES.iter().map(|name| format!("-l{name}")).collect();
        let mut options = vec!["-no-pie", "-static"];
        options.extend(archives.iter().map(String::as_str));
        if links(&options)? {
            link_archives()?;
        }
    }
    Ok(())
}

/// Links the limits for the allocator of the GNU C library into the program.
///
/// Random keys in a library of 2 000 changing reports left 138 MB in 15 heaps after four minutes, and more with each hour;
/// with two heaps the medians of an hour's tenths were 48 to 54 MB.
fn limit_heaps() -> Result<(), Box<dyn Error>> {
    let source = "src/allocator.c";
    println!("cargo::rerun-if-changed={source}");
    // An archive would be linked for the names that are used of it, and nothing here is used by its name.
    let object = format!("{}/allocator.o", env::var("OUT_DIR")?);
    if compiler(&["-O2", "-c", "-o", &object, source]).is_ok_and(|made| made.status.success()) {
        println!("cargo::rustc-link-arg-bins={object}");
    }
    Ok(())
}

/// The libraries that every Rust program for Linux with the GNU C library is linked with, as archives.
const ARCHIVES: [&str; 7] = ["gcc_eh", "util", "rt", "pthread", "m", "dl", "c"];

/// Makes the linker take archives where the compiler asks for shared libraries.
///
/// The compiler asks by `-Bdynamic`, which prefers a shared library of the same folder. So a folder that is searched first gets
/// the archives alone. The feature `crt-static` does the same in one word, but asks every user of the source for another target
/// folder, and fails where a system has no archives.
fn link_archives() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("OUT_DIR")?).join("archives");
    fs::create_dir_all(&folder)?;
    for name in ARCHIVES {
        let found = compiler(&[&format!("-print-file-name=lib{name}.a")])?;
        let path = str::from_utf8(&found.stdout)?.trim();
        // The C library and the library of unwinding need each other.
        let script = match name {
            "c" => format!("GROUP({path} -lgcc_eh)"),
            _ => format!("INPUT({path})"),
        };
        fs::write(folder.join(format!("lib{name}.a")), script)?;
    }
    // Unwinding has another name as an archive.
    fs::write(folder.join("libgcc_s.a"), "INPUT(-lgcc_eh)")?;
    println!("cargo::rustc-link-arg-bins=-L{}", folder.display());
    println!("cargo::rustc-link-arg-bins=-static");
    Ok(())
}

/// True if an empty program can be linked with these options.
fn links(options: &[&str]) -> Result<bool, Box<dyn Error>> {
    let folder = env::var("OUT_DIR")?;
    let (source, program) = (format!("{folder}/empty.c"), format!("{folder}/empty"));
    fs::write(&source, "int main(void) { return 0; }")?;
    let trial = [&["-o", &program, &source], options].concat();
    Ok(compiler(&trial).is_ok_and(|trial| trial.status.success()))
}

/// Runs the C compiler that links the program.
fn compiler(options: &[&str]) -> io::Result<Output> {
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    Command::new(linker).args(options).output()
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
