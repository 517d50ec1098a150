//! The program on the kernel of `CentOS` 7 (3.10), as far as a filter can imitate it: every system call that came later is
//! unknown. Files must be read there too, by a child process that finds neither Landlock nor, on some, seccomp.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

/// The first system call that kernel 3.10 does not know, `sched_setattr`. Numbers are given in the order of time.
const FIRST_UNKNOWN: i64 = 314;
/// A number above that of all calls of today.
const LAST_UNKNOWN: i64 = 600;

/// Runs the program with `args` where the calls `unknown` are answered as by a kernel without them.
fn run_without(unknown: impl Iterator<Item = i64> + Send + 'static, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsreader"));
    command
        .args(args)
        .arg("--no-state")
        .env("LANG", "zh_CN.UTF-8");
    // A filter holds for the thread that sets it and the processes that this thread starts.
    let ran = thread::spawn(move || {
        let filter = SeccompFilter::new(
            unknown.map(|call| (call, Vec::new())).collect(),
            SeccompAction::Allow,
            SeccompAction::Errno(libc::ENOSYS.unsigned_abs()),
            TargetArch::x86_64,
        );
        let program: BpfProgram = filter.unwrap().try_into().unwrap();
        seccompiler::apply_filter(&program).unwrap();
        command.output().unwrap()
    });
    ran.join().unwrap()
}

/// The output of `show` for every file of the invented report, by kernels with and without the calls `unknown`.
fn assert_every_format_reads_without(
    unknown: &(impl Iterator<Item = i64> + Clone + Send + 'static),
) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut read = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            continue;
        }
        let args = ["show", path.to_str().unwrap()];
        let today = run_without(std::iter::empty(), &args);
        let then = run_without(unknown.clone(), &args);
        let error = String::from_utf8_lossy(&then.stderr);
        assert_eq!(then.status.code(), Some(0), "{}: {error}", path.display());
        assert!(then.stdout == today.stdout, "{}", path.display());
        assert!(then.stdout.len() > 500, "{}", path.display());
        read += 1;
    }
    assert!(read >= 10);
}

#[test]
fn every_format_is_read_on_the_kernel_of_centos_7() {
    assert_every_format_reads_without(&(FIRST_UNKNOWN..=LAST_UNKNOWN));
}

/// Distributions have carried single calls back: a kernel may know how to confine a process and have no `getrandom`, whose
/// substitute `/dev/urandom` the confined process cannot open.
#[test]
fn every_format_is_read_by_a_confined_process_without_getrandom() {
    assert_every_format_reads_without(&std::iter::once(libc::SYS_getrandom));
}

#[test]
fn a_library_is_listed_and_searched_on_the_kernel_of_centos_7() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    for args in [["list"].as_slice(), &["search", "湖"], &["check"]] {
        let args = [args, &[folder.to_str().unwrap()]].concat();
        let today = run_without(std::iter::empty(), &args);
        let then = run_without(FIRST_UNKNOWN..=LAST_UNKNOWN, &args);
        assert_eq!(then, today, "{args:?}");
        assert!(!then.stdout.is_empty());
    }
}
