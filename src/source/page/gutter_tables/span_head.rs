//! The head of a table whose words stand over several columns each: it bridges their white space, so that it is found from
//! the columns below it.

use super::{ALIGNED, FARTHEST, Line};

/// The most, in em, by which the middle of such words differs from that of their columns.
const CENTRED: f64 = 1.2;

/// Returns the cells of a head over `columns`, whose ends are in points; `None` where a piece stands over no columns.
///
/// The words of a merged cell are in its first column.
pub(super) fn cells(
    head: &Line,
    below: &Line,
    columns: &[(f64, f64)],
) -> Option<Vec<Option<usize>>> {
    let alike = (head.size - below.size).abs() < 0.2 * below.size;
    if !alike || head.pieces.len() < 2 || below.y - head.y > FARTHEST * below.size {
        return None;
    }
    let mut cells = vec![None; columns.len()];
    let (mut next, mut spans) = (0, false);
    for (at, piece) in head.pieces.iter().enumerate() {
        let near = ALIGNED * piece.size;
        let middle = f64::midpoint(piece.from, piece.to);
        let fits = |&(first, last): &(usize, usize)| {
            let (left, right) = (columns[first].0, columns[last].1);
            let centred = (middle - f64::midpoint(left, right)).abs() < CENTRED * piece.size;
            let level = (piece.from - left).abs() < near || (piece.to - right).abs() < near;
            (centred || level)
                && piece.from > left - near
                && (first == last || piece.to < right + near)
        };
        // A column by itself is tried before several, and a column without words in the head is passed over.
        let places = (next..columns.len())
            .flat_map(|first| (first..columns.len()).map(move |last| (first, last)));
        let (first, last) = places.into_iter().find(fits)?;
        *cells.get_mut(first)? = Some(at);
        next = last + 1;
        spans |= last > first;
    }
    spans.then_some(cells)
}
