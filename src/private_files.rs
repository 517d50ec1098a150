//! Folders and files that only their owner may read: the state holds what was read and starred, the cache whole reports.
//!
//! The permissions are set after a file or folder is made, not only asked for, because the umask of the process takes bits
//! away: with a umask of 0777 a new folder could not even be opened by its owner. On systems without Unix permissions the
//! folders of a user are private already, and nothing is set.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// The permissions of a folder: everything for the owner, nothing for others.
#[cfg(unix)]
const FOLDER_MODE: u32 = 0o700;
/// The permissions of a file: reading and writing for the owner, nothing for others.
#[cfg(unix)]
const FILE_MODE: u32 = 0o600;

/// Makes the folder and those above it where they are missing, and closes the folder itself to everyone but its owner.
///
/// # Errors
/// Those of making the folder. A folder of another user is used as it is.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        // Asked for as well as set later, so that no other user can look in between.
        builder.mode(FOLDER_MODE);
    }
    builder.create(folder)?;
    #[cfg(unix)]
    set_mode(folder, FOLDER_MODE);
    Ok(())
}

/// Creates a file that is not there yet, for reading and writing.
///
/// # Errors
/// Those of the system; `AlreadyExists` if there is a file of that name.
pub fn create_new(path: &Path) -> io::Result<File> {
    let file = options().read(true).create_new(true).open(path)?;
    restrict(path);
    Ok(file)
}

/// Opens a file to add to its end, and makes it where there is none. The permissions of one that exists stay: its owner may
/// have given it to others, and it may be a device.
///
/// # Errors
/// Those of the system.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    options().create(true).append(true).open(path)
}

/// Opens the lock file at `path` and makes it where there is none. Its content is never read or changed.
///
/// # Errors
/// Those of the system. A symbolic link of that name is an error: an attacker could have any file of the user
/// opened for writing.
pub fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = options();
    options.create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    let file = options.open(path)?;
    restrict(path);
    Ok(file)
}

/// Closes an existing file to everyone but its owner. A file of another user, or none, is left as it is.
pub fn restrict(path: &Path) {
    #[cfg(unix)]
    set_mode(path, FILE_MODE);
    #[cfg(not(unix))]
    let _ = path;
}

/// Returns the options of a file to be written, which only its owner can read from the moment at
/// which it is made.
fn options() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(FILE_MODE);
    }
    options
}

/// Sets the permissions where they differ. A failure is ignored: the file may be another user's, or on a file system
/// without permissions, and neither keeps the program from working.
#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let Ok(meta) = fs::symlink_metadata(path) else {
        return;
    };
    // Setting the permissions of a link would set those of its target.
    if !meta.is_symlink() && meta.permissions().mode() & 0o777 != mode {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_and_files_are_closed_to_others() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("a").join("b");
        create_folder(&folder).unwrap();
        create_new(&folder.join("new")).unwrap();
        open_lock(&folder.join("lock")).unwrap();
        open_to_append(&folder.join("log")).unwrap();
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("new")), 0o600);
        assert_eq!(mode(&folder.join("lock")), 0o600);
        assert_eq!(mode(&folder.join("log")), 0o600);
    }

    #[test]
    fn what_an_earlier_version_left_open_is_closed() {
        let outer = tempfile::tempdir().unwrap();
        let (folder, file) = (outer.path().join("a"), outer.path().join("f"));
        fs::create_dir(&folder).unwrap();
        fs::write(&file, "x").unwrap();
        for path in [&folder, &file] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        create_folder(&folder).unwrap();
        restrict(&file);
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    }

    #[test]
    fn a_planted_link_is_no_lock() {
        let outer = tempfile::tempdir().unwrap();
        let (target, link) = (outer.path().join("target"), outer.path().join("lock"));
        fs::write(&target, "whole").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o644)).unwrap();
        symlink(&target, &link).unwrap();
        assert!(open_lock(&link).is_err());
        restrict(&link);
        assert_eq!(mode(&target), 0o644);
        assert_eq!(fs::read(&target).unwrap(), b"whole");
    }
}
