//! Reports processed on all cores, their results handed over in the order of the reports.
//!
//! Threads take chunks from a counter, so that a slow chunk delays no other, and finished chunks
//! wait until all before them are done. No result is lost when the caller stops: it simply asks for
//! no more.

use crate::library::index::IndexedReport;
use crate::library::shares::cores;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

/// Reports that a thread takes at a time. Small, so that the first results are there at once.
const CHUNK: usize = 32;

/// Calls `work` for each of `reports` on all cores and hands the results of each chunk to `take`, in the order of `reports`,
/// as soon as all before them are done.
///
/// `work` adds a report's result to that of its chunk and has the buffers of its thread. The calling thread works too, and
/// alone calls `take`. Ends early when `stop` is set or `take` returns `false`.
pub fn for_each_in_order<'r, T: Send, B: Default>(
    reports: &'r [Arc<IndexedReport>],
    stop: &AtomicBool,
    work: impl Fn(&mut Option<T>, &'r Arc<IndexedReport>, &mut B) + Sync,
    mut take: impl FnMut(T) -> bool,
) {
    let threads = cores();
    let next = AtomicUsize::new(0);
    let chunks = reports.len().div_ceil(CHUNK);
    let ended = AtomicBool::new(false);
    let next_chunk = |buffer: &mut B| -> Option<(usize, Option<T>)> {
        if stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed) {
            return None;
        }
        let number = next.fetch_add(1, Ordering::Relaxed);
        let mut made = None;
        for report in reports.chunks(CHUNK).nth(number)? {
            work(&mut made, report, buffer);
        }
        Some((number, made))
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 1..threads.min(chunks) {
            let sender = sender.clone();
            scope.spawn(|| {
                let (sender, mut buffer) = (sender, B::default());
                while let Some(made) = next_chunk(&mut buffer) {
                    if sender.send(made).is_err() {
                        break;
                    }
                }
            });
        }
        // The channel ends when the last thread does; this thread's own sender would keep it open.
        drop(sender);
        // The thread that hands over works too: one that only waits is woken for every chunk, which takes a core's time.
        let mut buffer = B::default();
        let mut queue = Reorder::default();
        let mut take = |made: Option<T>| made.is_none_or(&mut take);
        while let Some(made) = next_chunk(&mut buffer).or_else(|| receiver.recv().ok()) {
            queue.put(made);
            for made in receiver.try_iter() {
                queue.put(made);
            }
            if !queue.hand_over(&mut take) {
                ended.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
}

/// Results of chunks that were finished before one that precedes them, by chunk number.
struct Reorder<T> {
    /// The results that wait.
    early: BTreeMap<usize, T>,
    /// The number of the chunk that is handed over next.
    next: usize,
}

impl<T> Default for Reorder<T> {
    fn default() -> Self {
        Self {
            early: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<T> Reorder<T> {
    /// Adds the result of a chunk. Chunks without a result are added too, since the order counts
    /// them.
    fn put(&mut self, (number, made): (usize, T)) {
        self.early.insert(number, made);
    }

    /// Hands over all results that are next in order; false where `take` wants no more.
    fn hand_over(&mut self, mut take: impl FnMut(T) -> bool) -> bool {
        while let Some(made) = self.early.remove(&self.next) {
            self.next += 1;
            if !take(made) {
                return false;
            }
        }
        true
    }
}
