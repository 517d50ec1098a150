//! The issues built into the program: invented reports in the two layouts that occur (weekly with a masthead, monthly
//! without one), with every oddity of a real text extraction, so that a newcomer sees at once what the reader does.

use crate::library::{Opened, Place};
use crate::parse::{self, Parsed};
use crate::source;

/// Opens a sample by its index; `None` where there is no such one.
pub fn open(index: usize) -> Option<Opened> {
    let (_, text) = SAMPLES.get(index)?;
    let transcript = source::extract(text.as_bytes()).ok()?;
    let Parsed { issue, warnings } = parse::parse(&transcript);
    Some(Opened {
        place: Place::Sample(index),
        issue,
        warnings,
        origin: transcript.origin,
    })
}

/// Name and text of each sample, the newest issue first.
pub const SAMPLES: &[(&str, &str)] = &[
    ("weekly-418.txt", include_str!("samples/weekly-418.txt")),
    ("weekly-417.txt", include_str!("samples/weekly-417.txt")),
    (
        "monthly-2025-08.txt",
        include_str!("samples/monthly-2025-08.txt"),
    ),
    (
        "monthly-2025-07.txt",
        include_str!("samples/monthly-2025-07.txt"),
    ),
    (
        "special-2025-06.txt",
        include_str!("samples/special-2025-06.txt"),
    ),
];
