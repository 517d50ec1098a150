//! The shelf of twelve years: scanning it cold and warm, searching it, against reading the same bytes.
//!
//! `NEWSREADER_SHELF` names a folder to make the 10 000 reports in and to keep them; without it 1 000 are made in a
//! folder that goes again.

mod invent;

fn main() -> std::io::Result<()> {
    if let Some(folder) = std::env::var_os("NEWSREADER_SHELF") {
        invent::shelf(folder.as_ref(), 10_000)?;
    }
    Ok(())
}
