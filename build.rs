//! Gives the cache a name for the code that reads files: when that code changes, what it once read is read anew.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for part in [
        "src/source",
        "src/source.rs",
        "src/parse",
        "src/parse.rs",
        "src/model",
        "src/library/cache",
        "src/library/identity.rs",
        "src/library/scan/archive.rs",
        "src/library/sandbox",
    ] {
        println!("cargo::rerun-if-changed={part}");
        hash = add(
            hash,
            Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default())
                .join(part)
                .as_path(),
        )?;
    }
    println!("cargo::rustc-env=NEWSREADER_READING={hash:016x}");
    Ok(())
}

/// FNV-1a over all files, in the order of their names.
fn add(mut hash: u64, path: &Path) -> io::Result<u64> {
    if !path.is_dir() {
        let bytes = if path.exists() {
            fs::read(path)?
        } else {
            Vec::new()
        };
        return Ok(bytes.iter().fold(hash, |h, b| {
            (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3)
        }));
    }
    let mut inside: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
    inside.sort_by_key(fs::DirEntry::file_name);
    for item in inside {
        hash = add(hash, &item.path())?;
    }
    Ok(hash)
}
