//! Writes a file whole or not at all, and replaces another one only on request.

use crate::lang::{Lang, SystemError, Words};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Why a file was not written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of that name exists.
    #[error("it exists")]
    Exists,
    /// The name is that of a pipe, a socket or a device.
    #[error("it is no regular file")]
    NotRegular,
    /// The folder or the file cannot be written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Error {
    /// Returns the reason in `lang`.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Exists => Words::new("已经有这个文件", "it already exists")
                .get(lang)
                .to_owned(),
            Self::NotRegular => Words::new(
                "这是管道、套接字或设备，不能写成文件",
                "it is a pipe, a socket or a device, which cannot be written as a file",
            )
            .get(lang)
            .to_owned(),
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                Words::new("没有这个文件夹", "there is no such folder")
                    .get(lang)
                    .to_owned()
            }
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                Words::new("没有写入权限", "no permission to write it")
                    .get(lang)
                    .to_owned()
            }
            Self::Io(error) => SystemError::from(error).message(lang),
        }
    }
}

/// Writes `bytes` to `path`.
///
/// They are written to a temporary file beside it, synchronised to the disk and then renamed, so that at any moment there is
/// the old file, none, or the whole new one. With `overwrite` a file of that name is replaced and its permissions are kept; of
/// a symbolic link the target is replaced.
///
/// # Errors
/// [`Error::Exists`] if there is a file of that name and `overwrite` is not set; [`Error::NotRegular`] if it is no regular
/// file; [`Error::Io`] otherwise.
pub fn save(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Error> {
    write(path, bytes, overwrite, Readers::AsUsual)
}

/// Writes `bytes` as [`save`] does, to a file that only its owner can read from the moment at which it is made. A file that is
/// replaced becomes such a file too.
///
/// # Errors
/// Those of [`save`].
pub fn save_private(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Error> {
    write(path, bytes, overwrite, Readers::OwnerAlone)
}

/// The users that can read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Those that can read the file that is replaced, or any new file.
    AsUsual,
    /// Its owner.
    OwnerAlone,
}

/// Writes `bytes` to `path` for [`save`] and [`save_private`].
fn write(path: &Path, bytes: &[u8], overwrite: bool, readers: Readers) -> Result<(), Error> {
    let target = if overwrite {
        resolved(path)
    } else {
        path.to_owned()
    };
    // Checked first so that nothing is written in vain; `persist_noclobber` checks again, together with the renaming.
    if !overwrite && target.symlink_metadata().is_ok() {
        return Err(Error::Exists);
    }
    if let Ok(there) = fs::metadata(&target) {
        if there.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        // The renaming below would take away a pipe that another program waits at, and as root even `/dev/null`.
        if !there.is_file() {
            return Err(Error::NotRegular);
        }
    }
    let mut file = beside(&target, readers)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if overwrite {
        if readers == Readers::AsUsual
            && let Ok(old) = fs::metadata(&target)
        {
            fs::set_permissions(file.path(), old.permissions())?;
        }
        file.persist(&target).map_err(|error| error.error)?;
    } else {
        file.persist_noclobber(&target).map_err(|error| {
            if error.error.kind() == io::ErrorKind::AlreadyExists {
                Error::Exists
            } else {
                Error::Io(error.error)
            }
        })?;
    }
    Ok(())
}

/// Follows symbolic links; returns `path` itself if there is no such file.
///
/// A link to nothing is replaced itself.
fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Makes a temporary file in the same folder for these readers.
///
/// # Errors
/// Those of the system, such as a folder that does not exist or may not be written.
fn beside(target: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".newsreader-");
    #[cfg(unix)]
    if readers == Readers::AsUsual {
        // The crate makes files for their owner alone; the umask takes away from these what the user
        // does not want to give.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::{Error, save, save_private};
    use std::fs;

    #[test]
    fn a_file_that_is_there_stays_unless_it_may_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("brief.md");
        save(&path, b"one", false).unwrap();
        assert!(matches!(save(&path, b"two", false), Err(Error::Exists)));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        save(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_and_a_folder_by_that_name_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone").join("brief.md");
        assert!(matches!(save(&missing, b"x", false), Err(Error::Io(_))));
        assert!(matches!(save(folder.path(), b"x", true), Err(Error::Io(_))));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_sockets_and_devices_are_never_replaced() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let link = folder.path().join("link");
        symlink(&socket, &link).unwrap();
        for path in [socket.as_path(), &link, std::path::Path::new("/dev/null")] {
            let refused = save(path, b"x", true);
            assert!(matches!(refused, Err(Error::NotRegular)), "{path:?}");
        }
        assert!(fs::metadata(&socket).unwrap().file_type().is_socket());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_closed_to_others_also_where_it_replaces_an_open_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (new, open) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&open, b"old").unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
        save_private(&new, b"x", false).unwrap();
        save_private(&open, b"x", true).unwrap();
        for path in [new, open] {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_can_be_read_like_any_other() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, plain) = (folder.path().join("a"), folder.path().join("b"));
        save(&path, b"x", false).unwrap();
        fs::write(&plain, b"x").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&plain));
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        save(&link, b"new", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }
}
