//! Confinement of a reading process on Linux: a file that takes over its reader finds itself without files, network, other
//! programs and new privileges.
//!
//! Landlock denies the file system and the network; seccomp leaves the few system calls that reading standard input and
//! computing need. Either may be missing from a kernel (Landlock came with 5.13), and reading goes on without it.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use std::collections::BTreeMap;

/// The system calls of a reading process: reading and writing what is open, memory, time, randomness and its end. All others
/// but those of [`rules`] fail as not permitted.
const NEEDED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_statx,
    libc::SYS_fcntl,
    libc::SYS_ioctl,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Gives up all that a reading process does not need. Never fails: a kernel without the means leaves the limits of memory and
/// time.
pub(super) fn confine() {
    // Kernels that had seccomp carried back to them may lack `getrandom`: the library then opens `/dev/urandom` for its first
    // hash map and keeps it open. A confined process can open nothing and died there.
    let _opens_what_it_needs = std::hash::RandomState::new();
    let _not_in_this_kernel = deny_files_and_network();
    let _not_in_this_kernel = leave_needed_calls();
}

/// Denies every access to the file system and the network by Landlock, as far as the kernel knows it; returns how far.
fn deny_files_and_network() -> Result<RulesetStatus, landlock::RulesetError> {
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V5))?
        .handle_access(AccessNet::from_all(ABI::V5))?
        .create()?
        .restrict_self()?;
    Ok(status.ruleset)
}

/// Returns the rules by which a call is left: none for those of [`NEEDED`], and for limits and signals that the process means
/// itself, in whose place it could else name any other of the same user.
fn rules() -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::Error> {
    let own = u64::from(std::process::id());
    // Both calls name the process in their first argument.
    let is = |pid| {
        let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, pid)?;
        SeccompRule::new(vec![condition])
    };
    let mut rules: BTreeMap<_, _> = NEEDED.iter().map(|call| (*call, Vec::new())).collect();
    // 0 stands for the process itself.
    rules.insert(libc::SYS_prlimit64, vec![is(0)?, is(own)?]);
    // By this call the library aborts.
    rules.insert(libc::SYS_tgkill, vec![is(own)?]);
    Ok(rules)
}

/// Leaves the calls of [`rules`] by a seccomp filter.
fn leave_needed_calls() -> Result<(), seccompiler::Error> {
    let filter = SeccompFilter::new(
        rules()?,
        SeccompAction::Errno(libc::EPERM.unsigned_abs()),
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)
}

/// Tries what a confined process must not do, and returns what it could do: `file`, `network`, `program`, or `process`: setting
/// a limit of its parent, whose process id is `parent`.
pub(super) fn try_to_escape(parent: i32) -> Vec<String> {
    // The parent loses nothing by it: it needs no core dumps.
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let parent = Pid::from_raw(parent);
    let tries = [
        ("file", std::fs::File::open("/proc/version").is_ok()),
        (
            "network",
            std::net::TcpListener::bind(("127.0.0.1", 0)).is_ok(),
        ),
        (
            "program",
            std::process::Command::new("/bin/true").status().is_ok(),
        ),
        (
            "process",
            parent.is_some_and(|parent| prlimit(Some(parent), Resource::Core, none).is_ok()),
        ),
    ];
    let escaped = tries.into_iter().filter(|(_, could)| *could);
    escaped.map(|(name, _)| name.to_owned()).collect()
}
