//! Conversion between bytes and columns of a set line, for the cursor, the selection and the mouse.

use crate::text::clusters::clusters;
use crate::text::rules::Rules;
use crate::text::typeset::Line;
use std::ops::Range;

/// Returns the column, from the left edge of the measure, of the cluster that holds `byte`; for a byte behind the line, the
/// column behind the last cluster.
pub fn column_of(text: &str, line: &Line, byte: usize, rules: &Rules) -> u16 {
    let before: usize = clusters(text, line.range.clone(), rules)
        .take_while(|cluster| cluster.end_byte() <= byte)
        .map(|cluster| cluster.gap_cols + cluster.cols)
        .sum();
    // The gap belongs to the cluster behind it, which begins after the gap.
    let at = clusters(text, line.range.clone(), rules).find(|cluster| cluster.end_byte() > byte);
    let gap = at.map_or(0, |cluster| cluster.gap_cols);
    let cols = u16::try_from(before + gap).unwrap_or(u16::MAX);
    line.indent_cols.saturating_add(cols)
}

/// Returns the bytes of the cluster at column `col` of the measure; in the indent those of the first cluster, behind the end
/// of the line those of the last. `None` for an empty line.
pub fn cluster_at(text: &str, line: &Line, col: u16, rules: &Rules) -> Option<Range<usize>> {
    let wanted = usize::from(col.saturating_sub(line.indent_cols));
    let mut end = 0;
    let mut last = None;
    for cluster in clusters(text, line.range.clone(), rules) {
        end += cluster.gap_cols + cluster.cols;
        last = Some(cluster.start_byte..cluster.end_byte());
        // The column of a gap counts to the cluster behind it, since something has to be hit.
        if wanted < end {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::{cluster_at, column_of};
    use crate::text::rules::Rules;
    use crate::text::typeset::Line;

    const TEXT: &str = "报 ab告";

    fn line() -> Line {
        Line {
            range: 0..TEXT.len(),
            indent_cols: 4,
            width_cols: 7,
        }
    }

    #[test]
    fn bytes_and_columns_lead_to_one_another() {
        let (line, rules) = (line(), Rules::default());
        for (byte, col) in [(0, 4), (3, 6), (4, 7), (5, 8), (6, 9)] {
            assert_eq!(column_of(TEXT, &line, byte, &rules), col);
            let found = cluster_at(TEXT, &line, col, &rules).unwrap();
            assert!(found.contains(&byte));
        }
        assert_eq!(column_of(TEXT, &line, TEXT.len(), &rules), 11);
    }

    #[test]
    fn the_second_half_of_a_han_is_the_same_cluster() {
        let (line, rules) = (line(), Rules::default());
        assert_eq!(cluster_at(TEXT, &line, 5, &rules), Some(0..3));
        assert_eq!(cluster_at(TEXT, &line, 0, &rules), Some(0..3));
        assert_eq!(cluster_at(TEXT, &line, 60, &rules), Some(6..9));
    }
}
