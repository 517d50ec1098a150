//! Where we run, and which ways lead from there to the reader's own clipboard.

use crate::config::Way;
use std::env;
use std::path::Path;

/// What decides how to copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about where the program runs, any of which may hold"
)]
pub struct Surroundings {
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
    /// The terminal is one that knows no OSC 52 (`TERM` unset, `dumb` or the Linux console).
    pub mute: bool,
    /// The programs found on the `PATH`, by name.
    pub programs: Vec<String>,
}

/// The programs that matter for the choice.
const PROGRAMS: [&str; 5] = ["tmux", "wl-copy", "xclip", "xsel", "termux-clipboard-set"];

impl Surroundings {
    /// Reads the environment and looks for the programs on the `PATH`.
    pub fn look() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let term = env::var("TERM").unwrap_or_default();
        Self {
            tmux: set("TMUX"),
            screen: set("STY") && !set("TMUX"),
            ssh: set("SSH_TTY") || set("SSH_CONNECTION") || set("SSH_CLIENT"),
            wayland: set("WAYLAND_DISPLAY"),
            x11: set("DISPLAY"),
            termux: set("TERMUX_VERSION"),
            wsl: set("WSL_DISTRO_NAME") || set("WSL_INTEROP"),
            desktop: cfg!(any(target_os = "macos", windows)),
            mute: cfg!(unix) && matches!(term.as_str(), "" | "dumb" | "linux"),
            programs: PROGRAMS
                .into_iter()
                .filter(|name| is_on_path(name))
                .map(str::to_owned)
                .collect(),
        }
    }

    fn has(&self, way: &Way, program: &str) -> Option<Way> {
        let found = self.programs.iter().any(|name| name == program);
        found.then(|| way.clone())
    }
}

fn is_on_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| is_program(&folder.join(name)))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.with_extension("exe").is_file()
}

/// Which ways to go: in each group the first that works, and every group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Groups of alternatives. More than one where the reader may paste in more than one place: inside tmux on a desktop
    /// it is tmux's buffer as well as the desktop's clipboard.
    pub groups: Vec<Vec<Way>>,
}

/// The plan for `here`. Empty where no way exists: the text is then shown, to be selected by hand.
pub fn plan(here: &Surroundings) -> Plan {
    let terminal = (!here.mute).then_some(Way::Osc52);
    let tmux = here.tmux.then(|| here.has(&Way::Tmux, "tmux")).flatten();
    let mut groups = Vec::new();
    if let Some(tmux) = tmux {
        // tmux drops an application's own OSC 52 by default, so that it would be no second way but a false hope.
        groups.push(vec![tmux]);
        groups.push(display(here));
    } else if here.ssh {
        groups.push(terminal.into_iter().collect());
        groups.push(display(here));
    } else {
        let ways = display(here).into_iter().chain(terminal);
        groups.push(ways.collect());
    }
    groups.retain(|group: &Vec<Way>| !group.is_empty());
    Plan { groups }
}

/// The ways to the clipboard of the display we run on, the best first. Programs come before the clipboard we would hold
/// ourselves: what they hold outlives us.
fn display(here: &Surroundings) -> Vec<Way> {
    if here.termux {
        return here
            .has(&Way::Termux, "termux-clipboard-set")
            .into_iter()
            .collect();
    }
    if here.ssh {
        // A forwarded X display is the reader's own. The native way is not tried: it could wait long for the far side.
        let forwarded = [here.has(&Way::Xclip, "xclip"), here.has(&Way::Xsel, "xsel")];
        let forwarded = forwarded.into_iter().flatten();
        return forwarded.filter(|_| here.x11).collect();
    }
    let wayland = here.has(&Way::WlCopy, "wl-copy");
    let x11 = [here.has(&Way::Xclip, "xclip"), here.has(&Way::Xsel, "xsel")];
    let native = here.desktop || (!here.wsl && (here.wayland || here.x11));
    here.wsl
        .then_some(Way::Wsl)
        .into_iter()
        .chain(wayland.filter(|_| here.wayland))
        .chain(x11.into_iter().flatten().filter(|_| here.x11))
        .chain(native.then_some(Way::Native))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, plan};
    use crate::config::Way;

    fn everything() -> Surroundings {
        Surroundings {
            programs: super::PROGRAMS.map(str::to_owned).to_vec(),
            ..Surroundings::default()
        }
    }

    fn groups(here: &Surroundings) -> Vec<Vec<Way>> {
        plan(here).groups
    }

    #[test]
    fn in_tmux_over_ssh_tmux_hands_the_text_on() {
        let here = Surroundings {
            tmux: true,
            ssh: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[Way::Tmux]]);
    }

    #[test]
    fn in_tmux_on_a_desktop_both_places_are_served() {
        let here = Surroundings {
            tmux: true,
            wayland: true,
            x11: true,
            ..everything()
        };
        let desktop = vec![Way::WlCopy, Way::Xclip, Way::Xsel, Way::Native];
        assert_eq!(groups(&here), [vec![Way::Tmux], desktop]);
    }

    #[test]
    fn in_tmux_without_its_program_the_terminal_is_asked() {
        let here = Surroundings {
            tmux: true,
            ..Surroundings::default()
        };
        assert_eq!(groups(&here), [[Way::Osc52]]);
    }

    #[test]
    fn over_ssh_the_terminal_is_asked_and_a_forwarded_display_too() {
        let mut here = Surroundings {
            ssh: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[Way::Osc52]]);
        here.x11 = true;
        assert_eq!(
            groups(&here),
            [vec![Way::Osc52], vec![Way::Xclip, Way::Xsel]]
        );
    }

    #[test]
    fn without_a_display_the_terminal_is_asked() {
        assert_eq!(groups(&everything()), [[Way::Osc52]]);
    }

    #[test]
    fn on_a_desktop_programs_come_first_and_the_terminal_last() {
        let mut here = Surroundings {
            x11: true,
            ..everything()
        };
        let ways = [Way::Xclip, Way::Xsel, Way::Native, Way::Osc52];
        assert_eq!(groups(&here), [ways]);
        here.programs.clear();
        assert_eq!(groups(&here), [[Way::Native, Way::Osc52]]);
    }

    #[test]
    fn under_wsl_windows_comes_first() {
        let here = Surroundings {
            wsl: true,
            wayland: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[Way::Wsl, Way::WlCopy, Way::Osc52]]);
    }

    #[test]
    fn in_termux_its_own_program_comes_first() {
        let here = Surroundings {
            termux: true,
            ..everything()
        };
        assert_eq!(groups(&here), [[Way::Termux, Way::Osc52]]);
    }

    #[test]
    fn on_a_bare_console_nothing_is_pretended() {
        let here = Surroundings {
            mute: true,
            ..everything()
        };
        assert!(groups(&here).is_empty());
    }
}
