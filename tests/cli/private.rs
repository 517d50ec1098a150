//! Files that the program makes for itself are closed to other users, whatever the umask.
#![cfg(unix)]

use super::Desk;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// The permissions of everything below `folder`, folders first marked by a slash.
fn modes(folder: &Path, found: &mut Vec<(String, u32)>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let meta = fs::metadata(&path).unwrap();
        let slash = if meta.is_dir() { "/" } else { "" };
        let mode = meta.permissions().mode() & 0o777;
        found.push((format!("{}{slash}", path.display()), mode));
        if meta.is_dir() {
            modes(&path, found);
        }
    }
}

#[test]
fn the_cache_is_private_with_any_umask() {
    for umask in ["000", "022", "077"] {
        let desk = Desk::new();
        desk.write("reports/1.txt", "海边的灯亮了。\n");
        let plain = desk.command(&["list", "reports"]);
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("umask {umask}; exec \"$0\" \"$@\""))
            .arg(plain.get_program())
            .args(plain.get_args())
            .current_dir(plain.get_current_dir().unwrap());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        assert!(command.output().unwrap().status.success(), "{umask}");
        let mut found = Vec::new();
        modes(&desk.path("home/XDG_CACHE_HOME/newsreader"), &mut found);
        assert!(found.len() >= 3, "{found:?}");
        for (path, mode) in found {
            let wanted = if path.ends_with('/') { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "umask {umask}: {path}");
        }
    }
}
