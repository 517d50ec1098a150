//! The ways to a clipboard and their names. How each is gone is `runtime`'s.

/// A way to put a text into a clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Way {
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
    /// The reader's own program and its arguments.
    Own(Vec<String>),
}

impl Way {
    /// Every way but an own program, in the order of `newsreader doctor`.
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

    /// The name in the configuration.
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
            Self::Own(words) => words.last().map_or("", String::as_str),
        }
    }
}
