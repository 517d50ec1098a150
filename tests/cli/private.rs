//! Files that the program makes for itself are closed to other users, whatever the umask.
#![cfg(unix)]

use super::Desk;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

#[test]
fn a_copy_of_standard_input_is_private_and_goes_when_a_signal_ends_the_command() {
    use std::os::unix::process::ExitStatusExt;
    for (name, number) in [("-TERM", 15), ("-INT", 2)] {
        let desk = Desk::new();
        let folder = desk.path("tmp");
        fs::create_dir(&folder).unwrap();
        let mut command = desk.command(&["show", "-"]);
        command.env("TMPDIR", &folder).stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // `wait` closes standard input, and the command could end by itself before the signal does it.
        let input = child.stdin.take();
        let end = Instant::now() + Duration::from_secs(30);
        let mut found = Vec::new();
        // A folder with the copy in it.
        while found.len() < 2 {
            assert!(Instant::now() < end, "{found:?}");
            std::thread::sleep(Duration::from_millis(5));
            found.clear();
            modes(&folder, &mut found);
        }
        let modes: Vec<u32> = found.iter().map(|(_, mode)| *mode).collect();
        assert_eq!(modes, [0o700, 0o600], "{found:?}");
        let pid = child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &pid])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        drop(input);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_new_log_is_private_and_an_old_one_stays_as_it_is() {
    let desk = Desk::new();
    let old = desk.write("old.log", "");
    fs::set_permissions(&old, fs::Permissions::from_mode(0o644)).unwrap();
    for (name, wanted) in [("new.log", 0o600), ("old.log", 0o644)] {
        desk.run(&["--log", name, "list"]);
        let meta = fs::metadata(desk.path(name)).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, wanted, "{name}");
        assert!(meta.len() > 0, "{name}");
    }
}
