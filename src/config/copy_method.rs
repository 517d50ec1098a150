//! The methods of reaching a clipboard and their names in the configuration. How each works is in `runtime`.

/// A method of putting text into a clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CopyMethod {
    /// tmux's paste buffer, and through tmux the terminal around it.
    Tmux,
    /// An OSC 52 sequence to the terminal.
    Osc52,
    /// `wl-copy` (Wayland).
    WlCopy,
    /// `xclip` (X11).
    Xclip,
    /// `xsel` (X11).
    Xsel,
    /// The system's clipboard, without a program.
    Native,
    /// `termux-clipboard-set` (Android).
    Termux,
    /// The Windows clipboard from inside WSL.
    Wsl,
    /// The user's own program and its arguments.
    Own(Vec<String>),
}

impl CopyMethod {
    /// Every method but a configured program, in the order of `newsreader doctor`.
    pub const ALL: [Self; 8] = [
        Self::Tmux,
        Self::Osc52,
        Self::WlCopy,
        Self::Xclip,
        Self::Xsel,
        Self::Native,
        Self::Termux,
        Self::Wsl,
    ];

    /// Returns the name in the configuration; of a configured program its last word.
    pub fn name(&self) -> &str {
        match self {
            Self::Tmux => "tmux",
            Self::Osc52 => "osc52",
            Self::WlCopy => "wl-copy",
            Self::Xclip => "xclip",
            Self::Xsel => "xsel",
            Self::Native => "native",
            Self::Termux => "termux",
            Self::Wsl => "wsl",
            // The words before the last are the shell that runs it.
            Self::Own(words) => words.last().map_or("", String::as_str),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_method_has_a_name_of_its_own() {
        let names: HashSet<&str> = CopyMethod::ALL.iter().map(CopyMethod::name).collect();
        assert_eq!(names.len(), CopyMethod::ALL.len());
    }
}
