//! The rows of a query as they can be understood.

use rusqlite::{Error, MappedRows, Result, Row};

/// Returns the rows of a query without those whose values do not fit their columns, as another program or a damaged file may
/// leave them: one such row must not hide the others.
///
/// # Errors
/// Those of reading the store.
pub(super) fn sound<T, C: FromIterator<T>>(
    rows: MappedRows<'_, impl FnMut(&Row<'_>) -> Result<T>>,
) -> Result<C> {
    rows.filter(|row| !row.as_ref().is_err_and(is_misfit))
        .collect()
}

/// True for an error that comes from a value and not from the store.
fn is_misfit(error: &Error) -> bool {
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    )
}

#[cfg(test)]
mod tests {
    use crate::model::identity::ArticleKey;
    use crate::state::{Change, MarkChange, MarkKind, State};

    #[test]
    fn a_row_that_is_no_row_hides_no_other_and_stays_in_the_store() {
        let mut state = State::in_memory().unwrap();
        let odd = "INSERT INTO mark VALUES (1, 'x', 0), (2, 1, 0);
             INSERT INTO position VALUES (1, -3, 0), (2, 3, 0);
             INSERT INTO sent VALUES (1, '', 99999999999, 'x'), (2, '', 7, '2025-06-15');
             INSERT INTO basket_item VALUES (1, '', 1, 'a.txt', x'ff', '[]', ''), (2, '', 2, x'62', '', '[]', '');
             INSERT INTO typed_query VALUES (x'ff', 1), ('医保', 2);";
        state.db.execute_batch(odd).unwrap();
        let key = ArticleKey(2);
        assert!(state.marks().unwrap()[&key].read);
        assert!(state.positions().unwrap().contains_key(&key));
        assert!(state.sent().unwrap().contains_key(&key));
        assert_eq!(state.typed_queries().unwrap(), ["医保"]);
        assert_eq!(state.chosen_basket().unwrap().items.len(), 1);
        let star = MarkChange {
            article: key,
            kind: MarkKind::Star,
            on: true,
        };
        let basket = crate::state::BasketChange::default();
        state
            .remember(&[Change::Mark(star), Change::Basket(basket)])
            .unwrap();
        assert!(state.marks().unwrap()[&key].starred);
        let rows: i64 = state
            .db
            .query_row("SELECT count(*) FROM basket_item", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 2);
    }
}
