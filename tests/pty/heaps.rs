//! The memory that the program holds after its threads have ended.

use super::{Pty, home_with_reports};
use std::fs;
use std::time::Duration;

/// The size in bytes at whose multiples glibc begins the heap of a thread.
const HEAP: usize = 64 << 20;

/// The heaps of threads in a process. Each begins with a piece of memory that can be written and belongs to no file.
fn heaps(process: u32) -> usize {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let begins_heap = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (start, _) = words[0].split_once('-').unwrap();
        words.len() == 5
            && words[1].starts_with("rw")
            && usize::from_str_radix(start, 16)
                .unwrap()
                .is_multiple_of(HEAP)
    };
    maps.lines().filter(begins_heap).count()
}

/// A heap of its own for each thread of a moment keeps what the thread has freed.
#[test]
fn threads_share_a_heap_for_each_core() {
    let home = home_with_reports();
    let mut pty = Pty::reader(home.path(), &["reports"], 110, 35);
    pty.wait_for("第1段");
    for keys in [
        "s", "医", "\x1b", "\x1b", "c", "\x1b", "T", "\x1b", "W", "\x1b",
    ] {
        pty.type_keys(keys);
        std::thread::sleep(Duration::from_millis(50));
    }
    let heaps = heaps(pty.child.process_id().unwrap());
    let cores = std::thread::available_parallelism().unwrap().get();
    // The first heap is the one of the program.
    assert!(heaps <= cores.min(7), "{heaps} heaps beside the first");
}
