//! The sample issues built into the program, shown where no library is configured.
//!
//! They are invented, in the two layouts that occur (weekly with a masthead, monthly without one), with every oddity of a
//! real text extraction, so that a new user sees at once what the reader does with one.
//!
//! The first issue has a guided minute at the head of each article, so that a new user learns ten keys by reading.

/// The name and the text of each sample, the newest issue first.
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
