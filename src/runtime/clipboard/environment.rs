//! The environment of the program, and the methods that lead from there to the user's own clipboard.
//!
//! Everything here is derived from variables and from the programs on the `PATH`; no program is
//! started and no display is asked. The order of the methods was chosen so that a text is not
//! reported as copied where it cannot be pasted:
//!
//! - Inside tmux its own `load-buffer -w` comes first, since tmux drops an application's OSC 52 by
//!   default.
//! - Over SSH the clipboard of the far machine is of no use; OSC 52 reaches the terminal of the
//!   user.
//! - On a desktop a program that outlives the reader comes before a clipboard that the reader
//!   serves itself.

use crate::config::CopyMethod;
use std::env;
use std::path::Path;

/// The facts that decide how to copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about where the program runs, any of which may hold"
)]
pub struct Environment {
    /// Inside tmux (`TMUX`).
    pub tmux: bool,
    /// Inside GNU screen (`STY`).
    pub screen: bool,
    /// Logged in over SSH (`SSH_TTY`, `SSH_CONNECTION`, `SSH_CLIENT`).
    pub ssh: bool,
    /// A Wayland display (`WAYLAND_DISPLAY`).
    pub wayland: bool,
    /// An X display (`DISPLAY`), over SSH a forwarded one.
    pub x11: bool,
    /// Inside Termux (`TERMUX_VERSION`).
    pub termux: bool,
    /// Inside the Windows Subsystem for Linux (`WSL_DISTRO_NAME`, `WSL_INTEROP`).
    pub wsl: bool,
    /// On macOS or Windows, where the system always has a clipboard.
    pub desktop: bool,
    /// The terminal does not know OSC 52 (`TERM` unset, `dumb` or the Linux console).
    pub no_osc52: bool,
    /// The programs found on the `PATH`, by name.
    pub programs: Vec<String>,
}

/// The programs that matter for the choice.
const PROGRAMS: [&str; 5] = ["tmux", "wl-copy", "xclip", "xsel", "termux-clipboard-set"];

impl Environment {
    /// Reads the variables and looks for the programs on the `PATH`.
    pub fn detect() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let term = env::var("TERM").unwrap_or_default();
        Self {
            tmux: set("TMUX"),
            // tmux inside screen: tmux is the one that receives what is written.
            screen: set("STY") && !set("TMUX"),
            ssh: set("SSH_TTY") || set("SSH_CONNECTION") || set("SSH_CLIENT"),
            wayland: set("WAYLAND_DISPLAY"),
            x11: set("DISPLAY"),
            termux: set("TERMUX_VERSION"),
            wsl: set("WSL_DISTRO_NAME") || set("WSL_INTEROP"),
            desktop: cfg!(any(target_os = "macos", windows)),
            no_osc52: cfg!(unix) && matches!(term.as_str(), "" | "dumb" | "linux"),
            programs: PROGRAMS
                .into_iter()
                .filter(|name| is_on_path(name))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Returns `method` if its program was found on the `PATH`.
    fn has(&self, method: &CopyMethod, program: &str) -> Option<CopyMethod> {
        let found = self.programs.iter().any(|name| name == program);
        found.then(|| method.clone())
    }
}

/// True if a program of this name lies in a folder of the `PATH`.
fn is_on_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| is_program(&folder.join(name)))
}

/// True for a regular file that some user may run.
#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    // A file without the right to be run, such as a script that was copied, would fail at the first
    // copy.
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// True if the file exists with the ending `.exe`.
#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.with_extension("exe").is_file()
}

/// The methods to use: the first of each group that works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Groups of alternatives. There is more than one if the user may paste in more than one place: inside tmux on a
    /// desktop these are tmux's buffer and the clipboard of the desktop.
    pub groups: Vec<Vec<CopyMethod>>,
}

/// Returns the plan for an environment. It is empty if no method exists: the text is then shown, to be selected by hand.
///
/// Empty groups are left out, so that each group has a first method to try.
pub fn plan(here: &Environment) -> Plan {
    let terminal = (!here.no_osc52).then_some(CopyMethod::Osc52);
    let tmux = here
        .tmux
        .then(|| here.has(&CopyMethod::Tmux, "tmux"))
        .flatten();
    let mut groups = Vec::new();
    if let Some(tmux) = tmux {
        // Not OSC 52 as well: by default tmux drops an application's own, so that it would be claimed but not arrive.
        groups.push(vec![tmux]);
        groups.push(display(here));
    } else if here.ssh {
        groups.push(terminal.into_iter().collect());
        groups.push(display(here));
    } else {
        let methods = display(here).into_iter().chain(terminal);
        groups.push(methods.collect());
    }
    groups.retain(|group: &Vec<CopyMethod>| !group.is_empty());
    Plan { groups }
}

/// Returns the methods for the clipboard of the display, the best first.
///
/// Empty on a machine without a display.
fn display(here: &Environment) -> Vec<CopyMethod> {
    if here.termux {
        return here
            .has(&CopyMethod::Termux, "termux-clipboard-set")
            .into_iter()
            .collect();
    }
    let x11 = [
        here.has(&CopyMethod::Xclip, "xclip"),
        here.has(&CopyMethod::Xsel, "xsel"),
    ];
    let x11 = x11.into_iter().flatten().filter(|_| here.x11);
    if here.ssh {
        // A forwarded X display is the user's own. The native method could wait long for the far side.
        return x11.collect();
    }
    let wayland = here.has(&CopyMethod::WlCopy, "wl-copy");
    let native = here.desktop || (!here.wsl && (here.wayland || here.x11));
    // Programs come before the clipboard held by ourselves: the text they hold outlives the reader.
    here.wsl
        .then_some(CopyMethod::Wsl)
        .into_iter()
        .chain(wayland.filter(|_| here.wayland))
        .chain(x11)
        .chain(native.then_some(CopyMethod::Native))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Environment, plan};
    use crate::config::CopyMethod;

    fn everything() -> Environment {
        Environment {
            programs: super::PROGRAMS.map(str::to_owned).to_vec(),
            ..Environment::default()
        }
    }

    fn groups(here: &Environment) -> Vec<Vec<CopyMethod>> {
        plan(here).groups
    }

    #[test]
    fn in_tmux_over_ssh_tmux_hands_the_text_on() {
        let here = Environment {
            tmux: true,
            ssh: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[CopyMethod::Tmux]]);
    }

    #[test]
    fn in_tmux_on_a_desktop_both_places_are_served() {
        let here = Environment {
            tmux: true,
            wayland: true,
            x11: true,
            ..everything()
        };
        let desktop = vec![
            CopyMethod::WlCopy,
            CopyMethod::Xclip,
            CopyMethod::Xsel,
            CopyMethod::Native,
        ];
        assert_eq!(groups(&here), [vec![CopyMethod::Tmux], desktop]);
    }

    #[test]
    fn in_tmux_without_its_program_the_terminal_is_asked() {
        let here = Environment {
            tmux: true,
            ..Environment::default()
        };
        assert_eq!(groups(&here), [[CopyMethod::Osc52]]);
    }

    #[test]
    fn over_ssh_the_terminal_is_asked_and_a_forwarded_display_too() {
        let mut here = Environment {
            ssh: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[CopyMethod::Osc52]]);
        here.x11 = true;
        assert_eq!(
            groups(&here),
            [
                vec![CopyMethod::Osc52],
                vec![CopyMethod::Xclip, CopyMethod::Xsel]
            ]
        );
    }

    #[test]
    fn without_a_display_the_terminal_is_asked() {
        assert_eq!(groups(&everything()), [[CopyMethod::Osc52]]);
    }

    #[test]
    fn on_a_desktop_programs_come_first_and_the_terminal_last() {
        let mut here = Environment {
            x11: true,
            ..everything()
        };
        let ways = [
            CopyMethod::Xclip,
            CopyMethod::Xsel,
            CopyMethod::Native,
            CopyMethod::Osc52,
        ];
        assert_eq!(groups(&here), [ways]);
        here.programs.clear();
        assert_eq!(groups(&here), [[CopyMethod::Native, CopyMethod::Osc52]]);
    }

    #[test]
    fn under_wsl_windows_comes_first() {
        let here = Environment {
            wsl: true,
            wayland: true,
            ..everything()
        };
        assert_eq!(
            groups(&here),
            [[CopyMethod::Wsl, CopyMethod::WlCopy, CopyMethod::Osc52]]
        );
    }

    #[test]
    fn in_termux_its_own_program_comes_first() {
        let here = Environment {
            termux: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[CopyMethod::Termux, CopyMethod::Osc52]]);
    }

    #[test]
    fn on_a_bare_console_nothing_is_pretended() {
        let here = Environment {
            no_osc52: true,
            ..everything()
        };
        assert!(groups(&here).is_empty());
    }
}
