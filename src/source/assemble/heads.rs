//! The head of a table that goes on over several pages: office programs repeat it on each.

/// The most rows of a head.
const MOST_ROWS: usize = 4;

/// The head of the table that is open.
#[derive(Debug, Default)]
pub(super) struct TableHead {
    /// The first rows of the table, cells by tabs.
    rows: Vec<String>,
    /// Set while the rows of the first page are read.
    is_first_page: bool,
    /// The number of rows of the head that were found again on the page; `None` behind its first other row.
    again: Option<usize>,
}

impl TableHead {
    /// Takes a row of a table. True if it repeats the head and is left out.
    ///
    /// `begins` is set for the first row of a table on a page, `goes_on` if that table began on an earlier page.
    pub fn repeats(&mut self, row: &str, begins: bool, goes_on: bool) -> bool {
        if begins {
            self.is_first_page = !goes_on;
            self.again = goes_on.then_some(0);
        }
        if begins && !goes_on {
            self.rows.clear();
        }
        if self.is_first_page {
            if self.rows.len() < MOST_ROWS {
                self.rows.push(row.to_owned());
            }
            return false;
        }
        let at = self.again.take().unwrap_or(usize::MAX);
        let is_head = self.rows.get(at).is_some_and(|known| known == row);
        // Rows of values are alike by chance: a head of several rows has cells over several columns or rows.
        let counts = at == 0 || self.has_spans();
        if is_head && counts {
            self.again = Some(at + 1);
        }
        is_head && counts
    }

    /// True if a cell of the first row is empty, as those are that a merged cell covers.
    fn has_spans(&self) -> bool {
        self.rows
            .first()
            .is_some_and(|row| row.split('\t').any(str::is_empty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a table that are kept, each page a list.
    fn kept<'a>(pages: &[&[&'a str]]) -> Vec<&'a str> {
        let mut head = TableHead::default();
        let mut rows = Vec::new();
        for (nth, page) in pages.iter().enumerate() {
            for (at, row) in page.iter().enumerate() {
                if !head.repeats(row, at == 0, nth > 0) {
                    rows.push(*row);
                }
            }
        }
        rows
    }

    #[test]
    fn a_head_stands_once_and_rows_that_are_alike_stay() {
        let pages: [&[&str]; 3] = [
            &["渡口\t班次", "东堤\t3", "东堤\t3"],
            &["渡口\t班次", "东堤\t3", "西堤\t4"],
            &["东堤\t3", "渡口\t班次"],
        ];
        let expected = [
            "渡口\t班次",
            "东堤\t3",
            "东堤\t3",
            "东堤\t3",
            "西堤\t4",
            "东堤\t3",
            "渡口\t班次",
        ];
        assert_eq!(kept(&pages), expected);
    }

    #[test]
    fn a_head_of_two_rows_stands_once() {
        let pages: [&[&str]; 2] = [
            &["渡口\t班次\t", "\t出港\t进港", "东堤\t3\t4"],
            &["渡口\t班次\t", "\t出港\t进港", "西堤\t5\t6"],
        ];
        assert_eq!(kept(&pages).len(), 4);
    }
}
