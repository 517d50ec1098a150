//! Choosing the journal of the store by the file system of its folder.
//!
//! A write-ahead log keeps its index in memory that all readers share (<https://sqlite.org/wal.html>), and two machines that
//! mount one folder share none. On a network file system the store therefore has a rollback journal, which needs file locks
//! alone. Where the file system has no locks either, a folder beside the store serves as the lock: making a folder is atomic
//! on every server.

use super::files::{FILE_NAME, read_header, with_suffix};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How SQLite guards the store against a kill in the middle of a change, and against other readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journal {
    /// A write-ahead log and shared memory, on a disk of this machine.
    WriteAhead,
    /// A rollback journal and locks of the file system.
    Rollback,
    /// A rollback journal and a folder as the lock.
    LockFolder,
}

/// The age from which a lock folder was left by a process that was killed: fifteen times the longest change of fifty thousand
/// marks.
const ABANDONED_AGE: Duration = Duration::from_secs(30);

impl Journal {
    /// Returns the journal that is safe for a store in `folder`, which must exist.
    #[must_use]
    pub fn for_folder(folder: &Path) -> Self {
        if is_network(folder) && !has_locks(folder) {
            Self::LockFolder
        } else if is_network(folder) || has_rollback_journal(&folder.join(FILE_NAME)) {
            // A store that has this journal keeps it: the disk may be one that this machine lends to others.
            Self::Rollback
        } else {
            Self::WriteAhead
        }
    }

    /// Opens the database at `path` without reading it.
    ///
    /// # Errors
    /// Those of SQLite.
    pub(super) fn open(self, path: &Path) -> rusqlite::Result<Connection> {
        let db = if self == Self::LockFolder {
            remove_abandoned_lock(path);
            Connection::open_with_flags_and_vfs(path, OpenFlags::default(), c"unix-dotfile")?
        } else {
            Connection::open(path)?
        };
        // A connection that has the store for itself reads a write-ahead log without shared memory.
        if self != Self::WriteAhead {
            db.pragma_update(None, "locking_mode", "exclusive")?;
        }
        Ok(db)
    }

    /// Gives the database this journal, whichever it has.
    ///
    /// # Errors
    /// Those of SQLite: another process has the database open with the other journal.
    pub(super) fn apply(self, db: &Connection) -> rusqlite::Result<()> {
        if self == Self::WriteAhead {
            db.pragma_update(None, "journal_mode", "wal")?;
            // With a write-ahead log NORMAL survives a kill at any moment; a power cut may cost the last marks, never the
            // store.
            return db.pragma_update(None, "synchronous", "normal");
        }
        db.pragma_update(None, "journal_mode", "delete")?;
        // NORMAL may damage a database with a rollback journal at a power cut (<https://sqlite.org/pragma.html>).
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "locking_mode", "normal")?;
        // The lock is given back at the next reading, not by the pragma.
        super::schema::version(db).map(|_| ())
    }
}

/// True if a database at `path` was left with a rollback journal: byte 18 of the header is 1
/// (<https://sqlite.org/fileformat2.html#file_format_version_numbers>).
fn has_rollback_journal(path: &Path) -> bool {
    read_header::<20>(path).is_some_and(|header| header[18] == 1)
}

/// True if `folder` lies on a file system that other machines may mount as well.
#[cfg(target_os = "linux")]
fn is_network(folder: &Path) -> bool {
    /// The numbers that `linux/magic.h` and the sources of the kernel give file systems of servers: AFS twice, Ceph, CIFS, SMB
    /// (twice), Coda, FUSE (sshfs), GFS2, Lustre, NCP, NFS, OCFS2, 9p, `VirtualBox`.
    const NETWORK: [i128; 15] = [
        0x5346_414f,
        0x6b41_4653,
        0x00c3_6400,
        0xff53_4d42,
        0xfe53_4d42,
        0x517b,
        0x7375_7245,
        0x6573_5546,
        0x0116_1970,
        0x0bd0_0bd0,
        0x564c,
        0x6969,
        0x7461_636f,
        0x0102_1997,
        0x786f_4256,
    ];
    // The field is signed on some processors: only its lower 32 bits are the number.
    rustix::fs::statfs(folder)
        .is_ok_and(|system| NETWORK.contains(&(i128::from(system.f_type) & 0xffff_ffff)))
}

/// True if the path of `folder` names a server. A drive letter that stands for one is not recognised.
#[cfg(windows)]
fn is_network(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    matches!(
        folder.components().next(),
        Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    )
}

/// No other system is asked.
#[cfg(not(any(target_os = "linux", windows)))]
fn is_network(_: &Path) -> bool {
    false
}

/// True unless the file system refuses the locks that SQLite takes, as NFS without its lock service does.
#[cfg(unix)]
fn has_locks(folder: &Path) -> bool {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    // A file of its own: closing a file gives back all locks that the process has on it, those of SQLite too.
    let path = folder.join(FILE_NAME.to_owned() + ".probe");
    let Ok(file) = crate::private_files::open_lock(&path) else {
        // A folder that cannot be written is reported when the store is opened.
        return true;
    };
    let locked = fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive);
    let _ = fs::remove_file(&path);
    // Held by another process at this moment, so there are locks.
    matches!(locked, Ok(()) | Err(Errno::AGAIN | Errno::ACCESS))
}

#[cfg(not(unix))]
fn has_locks(_: &Path) -> bool {
    true
}

/// Removes the lock folder of a process that was killed. Its age is measured by the clock of the server, which may differ from
/// that of this machine.
fn remove_abandoned_lock(path: &Path) {
    let lock = with_suffix(path, ".lock");
    // An earlier version made a file of this name, which would be taken for a lock.
    if fs::symlink_metadata(&lock).is_ok_and(|meta| meta.is_file()) {
        let _ = fs::remove_file(&lock);
    }
    let probe = with_suffix(path, ".clock");
    let age = age_of(&lock, &probe);
    let _ = fs::remove_file(probe);
    if age.is_ok_and(|age| age > ABANDONED_AGE) {
        let _ = fs::remove_dir(lock);
    }
}

/// Returns the time between the last change of `lock` and now, by a file that is made at `probe`.
fn age_of(lock: &Path, probe: &Path) -> io::Result<Duration> {
    let since = fs::metadata(lock)?.modified()?;
    let now = File::create(probe)?.metadata()?.modified()?;
    now.duration_since(since).map_err(io::Error::other)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_of_this_machine_has_a_write_ahead_log_and_nothing_is_left_by_the_probe() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Journal::for_folder(dir.path()), Journal::WriteAhead);
        assert!(has_locks(dir.path()));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lock_is_removed_when_it_is_old_and_never_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        let lock = with_suffix(&path, ".lock");
        fs::create_dir(&lock).unwrap();
        remove_abandoned_lock(&path);
        assert!(lock.exists());
        let long_ago = std::time::SystemTime::now() - 2 * ABANDONED_AGE;
        File::open(&lock).unwrap().set_modified(long_ago).unwrap();
        remove_abandoned_lock(&path);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        fs::write(&lock, "").unwrap();
        remove_abandoned_lock(&path);
        assert!(!lock.exists(), "a file of an earlier version");
    }
}
