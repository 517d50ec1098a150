//! File systems of other machines: changes made there cause no event here.
//!
//! Inotify accepts a watch on a network share without an error and then reports only what this machine does itself. The table
//! of mounts is the one place that distinguishes such a share from a disk without a system call that needs `unsafe`. On systems without
//! this table every folder counts as local.

use std::path::Path;

/// The types of file systems, in the kernel's names, whose files another machine may change.
const REMOTE: [&str; 16] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ncpfs",
    "9p",
    "ceph",
    "glusterfs",
    "lustre",
    "vboxsf",
    "virtiofs",
    "prl_fs",
    "drvfs",
    "davfs",
];

/// True if `path` lies on a file system of another machine, by the table of mounts of Linux. False where there is none.
pub(super) fn is_remote(path: &Path) -> bool {
    let Ok(table) = std::fs::read_to_string("/proc/self/mountinfo") else {
        return false;
    };
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    file_system(&table, &path).is_some_and(|kind| {
        // Over FUSE every kind has a name of its own; those for archives and disks at hand cause events.
        let is_far =
            |name: &str| ["sshfs", "rclone", "s3fs", "davfs2", "gvfsd-fuse"].contains(&name);
        REMOTE.contains(&kind) || kind.strip_prefix("fuse.").is_some_and(is_far)
    })
}

/// Returns the type of the file system that holds `path`, by a table in the format of `/proc/self/mountinfo`.
fn file_system<'t>(table: &'t str, path: &Path) -> Option<&'t str> {
    let mounts = table.lines().filter_map(|line| {
        // Of six fields and more the fifth is the mount point; the type is the first behind a lone dash.
        let (mount, rest) = line.split_once(" - ")?;
        let point = unescape(mount.split(' ').nth(4)?);
        Some((point, rest.split(' ').next()?))
    });
    let above = mounts.filter(|(point, _)| path.starts_with(point));
    // The last of equals lies over the others.
    above
        // The deepest mount point above a path is the one that holds it.
        .max_by_key(|(point, _)| point.len())
        .map(|(_, kind)| kind)
}

/// Replaces the escapes of a mount point, such as `\040` for a space.
// The kernel writes these four so that a line stays one line of fields.
fn unescape(point: &str) -> String {
    let signs = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    signs.iter().fold(point.to_owned(), |text, (escape, sign)| {
        text.replace(escape, sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_decides() {
        let table = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                     40 22 0:50 / /mnt/re\\040ports rw shared:1 - nfs4 host:/reports rw\n\
                     41 22 0:51 / /home/a/cloud rw - fuse.rclone remote: rw\n";
        let kind = |path: &str| file_system(table, Path::new(path));
        assert_eq!(kind("/home/a/reports"), Some("ext4"));
        assert_eq!(kind("/mnt/re ports/2025"), Some("nfs4"));
        assert_eq!(kind("/home/a/cloud/x"), Some("fuse.rclone"));
        assert_eq!(file_system("", Path::new("/")), None);
        assert!(!is_remote(Path::new("/proc")));
    }
}
