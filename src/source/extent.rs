//! The rows and paragraphs that are read of a file, by its size.
//!
//! A row costs up to 900 bytes of memory until it is part of a report, and hostile files have one for every two bytes. Rows and
//! paragraphs of reports have 50 to 200 bytes in text and 250 and more in the formats of word processors.

use crate::model::transcript::{FileLoss, FileNote};

/// The rows that a file may have, however small it is: a book of a thousand pages has 40 000.
const ROWS_FREE: usize = 60_000;
/// The bytes of a file for which it may have one row more. 60 MB of rows of one character took 4.3 GB without a limit.
const BYTES_FOR_A_ROW: usize = 70;

/// Returns the most rows or paragraphs that are read of a file of `bytes` unpacked bytes.
pub(super) const fn most_rows(bytes: usize) -> usize {
    ROWS_FREE + bytes / BYTES_FOR_A_ROW
}

/// Returns the note that a file has more rows or paragraphs than the `most` that were read.
pub(super) fn too_many(most: usize) -> FileNote {
    FileNote::loss(
        FileLoss::End,
        format!("行数过多，只读了前 {most} 行"),
        format!("too many lines: only the first {most} were read"),
    )
}
