//! Lists that are worked through on all cores, a share for each.

use std::sync::OnceLock;
use std::thread;

/// The least number of items of a share: for fewer a thread costs more than it saves.
const SHARE: usize = 128;

/// Returns the number of cores. It is asked for once: the system looks into several files to answer.
pub fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Returns the results of `work` for all of `items`, in their order.
pub fn in_shares<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(cores());
    if share < SHARE {
        return items.iter().map(work).collect();
    }
    let (own, others) = items.split_at(share);
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = others
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<_>>()))
            .collect();
        let mut all = Vec::with_capacity(items.len());
        all.extend(own.iter().map(work));
        for part in others {
            match part.join() {
                Ok(part) => all.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::in_shares;

    #[test]
    fn the_results_are_in_the_order_of_the_items() {
        for count in [0, 1, 127, 5000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(in_shares(&items, |item| item * 2), doubled);
        }
    }
}
