//! Many reports looked through by all cores, and what they give put in order again.

use crate::library::index::Shelved;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

/// How many reports a thread takes at a time. Small, so that the first results are there at once.
const CHUNK: usize = 32;

/// Looks through `reports` on all cores: `look` adds what it makes of each to what a few reports together give, and that is
/// handed to `take`, in the order of `reports`, as soon as it is known. `look` runs on the searching threads, of which the
/// calling one is one, and has a buffer of its thread. Ends early when `stop` is set or `take` answers `false`.
pub fn sweep<'r, T: Send>(
    reports: &'r [Arc<Shelved>],
    stop: &AtomicBool,
    look: impl Fn(&mut Option<T>, &'r Arc<Shelved>, &mut Vec<u8>) + Sync,
    mut take: impl FnMut(T) -> bool,
) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let chunks = reports.len().div_ceil(CHUNK);
    let ended = AtomicBool::new(false);
    let look_on = |buffer: &mut Vec<u8>| -> Option<(usize, Option<T>)> {
        if stop.load(Ordering::Relaxed) || ended.load(Ordering::Relaxed) {
            return None;
        }
        let number = next.fetch_add(1, Ordering::Relaxed);
        let mut made = None;
        for report in reports.chunks(CHUNK).nth(number)? {
            look(&mut made, report, buffer);
        }
        Some((number, made))
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 1..threads.min(chunks) {
            let sender = sender.clone();
            scope.spawn(|| {
                let (sender, mut buffer) = (sender, Vec::new());
                while let Some(made) = look_on(&mut buffer) {
                    if sender.send(made).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // Whoever hands on looks too: a thread that only waits is woken for every chunk, which takes a core's time.
        let mut buffer = Vec::new();
        let mut order = Order::default();
        let mut take = |made: Option<T>| made.is_none_or(&mut take);
        while let Some(made) = look_on(&mut buffer).or_else(|| receiver.recv().ok()) {
            order.put(made);
            for made in receiver.try_iter() {
                order.put(made);
            }
            if !order.hand_on(&mut take) {
                ended.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
}

/// Chunks come as threads finish them; they are handed on by number.
struct Order<T> {
    early: BTreeMap<usize, T>,
    next: usize,
}

impl<T> Default for Order<T> {
    fn default() -> Self {
        Self {
            early: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<T> Order<T> {
    fn put(&mut self, (number, made): (usize, T)) {
        self.early.insert(number, made);
    }

    /// Hands on what can be; whether more is wanted.
    fn hand_on(&mut self, mut take: impl FnMut(T) -> bool) -> bool {
        while let Some(made) = self.early.remove(&self.next) {
            self.next += 1;
            if !take(made) {
                return false;
            }
        }
        true
    }
}
