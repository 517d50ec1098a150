//! Themes: a style for every role, in colours that the terminal has.
//!
//! A theme file (`themes/*.toml`) is a palette. `theme/roles.rs` assigns a colour of the palette to each role, and a theme
//! may override it below `[roles]`. Colours are reduced to the depth of the terminal here: a style of [`Theme::on`] has only
//! colours that the terminal can show, and with `NO_COLOR` none at all.
//!
//! A style is made in three steps: the role gives letters and attributes, the ground gives the
//! background (a chosen row or the status line also lies below roles of its own), and the pair is
//! reduced to the depth with enough contrast to be read. All pairs are computed when a theme is
//! loaded, so that drawing is a look into a table.
//!
//! To change a colour, edit the palette of a theme. To give a piece of the screen a look of its
//! own, add a [`Role`], its defaults in `theme/roles.rs`, and draw with it.

mod colour;
mod depth;
mod read;
mod roles;
mod shipped;

pub use colour::Colour;
pub use depth::Depth;
pub use shipped::{AUTO_DARK, AUTO_LIGHT, SHIPPED, chinese_name, is_light_terminal};

use crate::settings::Diagnostic;
use depth::{ColourTable, READABLE, SEEN};
use ratatui::style::{Modifier, Style};
use std::collections::HashMap;

/// The role of a piece of the screen, which the theme gives a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text, and the background of the page.
    Text,
    /// The headline (标题) of the article.
    Headline,
    /// A sub-heading in the text.
    Heading,
    /// A byline (署名) in the text.
    Byline,
    /// Secondary text: sources, dates, articles that were read.
    Dim,
    /// A web address.
    Link,
    /// The number of an article or an issue.
    Number,
    /// Thin rules. Carries no text.
    Rule,
    /// The title of a pane without the focus.
    Title,
    /// The title of the focused pane, or of a popup.
    TitleFocused,
    /// The marker of the focused pane and of a chosen row.
    Marker,
    /// A year or a folder above its rows.
    Group,
    /// The sign of an unread issue or article.
    Unread,
    /// The sign of a starred article.
    Star,
    /// The chosen row of the focused pane: a ground for the other roles.
    Selected,
    /// The chosen row of a pane without the focus: a ground.
    SelectedFaint,
    /// A hit of a search.
    Match,
    /// The current hit of a search.
    MatchCurrent,
    /// A watch word in the article, and the number of articles with one.
    Watched,
    /// Text that was selected with `v` or the mouse.
    Selection,
    /// The label of a hint on a link.
    Hint,
    /// The status line: a ground.
    Status,
    /// A key on the status line.
    StatusKey,
    /// A key in a popup.
    Key,
    /// A message on the status line about something done.
    Message,
    /// A message about an error.
    Problem,
    /// A menu, the help, the palette: a ground.
    Popup,
    /// The text of a text field.
    Field,
}

impl Role {
    /// Every role, in the order of the enum.
    pub const ALL: [Self; 28] = [
        Self::Text,
        Self::Headline,
        Self::Heading,
        Self::Byline,
        Self::Dim,
        Self::Link,
        Self::Number,
        Self::Rule,
        Self::Title,
        Self::TitleFocused,
        Self::Marker,
        Self::Group,
        Self::Unread,
        Self::Star,
        Self::Selected,
        Self::SelectedFaint,
        Self::Match,
        Self::MatchCurrent,
        Self::Watched,
        Self::Selection,
        Self::Hint,
        Self::Status,
        Self::StatusKey,
        Self::Key,
        Self::Message,
        Self::Problem,
        Self::Popup,
        Self::Field,
    ];

    /// Returns the name in a theme file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Headline => "headline",
            Self::Heading => "heading",
            Self::Byline => "byline",
            Self::Dim => "dim",
            Self::Link => "link",
            Self::Number => "number",
            Self::Rule => "rule",
            Self::Title => "title",
            Self::TitleFocused => "title-focused",
            Self::Marker => "marker",
            Self::Group => "group",
            Self::Unread => "unread",
            Self::Star => "star",
            Self::Selected => "selected",
            Self::SelectedFaint => "selected-faint",
            Self::Match => "match",
            Self::MatchCurrent => "match-current",
            Self::Watched => "watched",
            Self::Selection => "selection",
            Self::Hint => "hint",
            Self::Status => "status",
            Self::StatusKey => "status-key",
            Self::Key => "key",
            Self::Message => "message",
            Self::Problem => "problem",
            Self::Popup => "popup",
            Self::Field => "field",
        }
    }

    /// Returns the role of this name in a theme file.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// True if letters are drawn in this role, so that its contrast must allow reading.
    pub const fn carries_text(self) -> bool {
        !matches!(self, Self::Rule)
    }

    /// Returns the attributes that distinguish the role on a terminal without colours.
    ///
    /// Only bold, underlined and reversed are used, so that roles which never stand beside each
    /// other may look alike.
    const fn without_colour(self) -> Modifier {
        match self {
            Self::Headline
            | Self::Heading
            | Self::TitleFocused
            | Self::Marker
            | Self::Unread
            | Self::Group
            | Self::Star
            | Self::StatusKey
            | Self::Key
            | Self::Message => Modifier::BOLD,
            Self::Link | Self::Match | Self::Watched | Self::Field | Self::SelectedFaint => {
                Modifier::UNDERLINED
            }
            Self::Selected
            | Self::MatchCurrent
            | Self::Selection
            | Self::Hint
            | Self::Status
            | Self::Problem => Modifier::REVERSED,
            _ => Modifier::empty(),
        }
    }
}

/// The style of a role in a theme file, before it is reduced to the depth of the terminal.
///
/// `None` for a colour means that of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct RoleStyle {
    /// The colour of text.
    fg: Option<Colour>,
    /// The colour of the ground.
    bg: Option<Colour>,
    /// Bold, underlined and the like.
    modifiers: Modifier,
}

/// The background of a piece of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The page itself.
    Page,
    /// The chosen row of the focused pane.
    Selected,
    /// The chosen row of a pane without the focus.
    Faint,
    /// The status line.
    Status,
    /// A menu, the help, the palette.
    Popup,
}

impl Ground {
    /// Every ground, in the order of the enum.
    pub const ALL: [Self; 5] = [
        Self::Page,
        Self::Selected,
        Self::Faint,
        Self::Status,
        Self::Popup,
    ];

    /// Returns the role that has this background.
    pub const fn role(self) -> Role {
        match self {
            Self::Page => Role::Text,
            Self::Selected => Role::Selected,
            Self::Faint => Role::SelectedFaint,
            Self::Status => Role::Status,
            Self::Popup => Role::Popup,
        }
    }

    /// True if the ground may set the colour of all letters on it, such as black on a coloured bar.
    // Only these two grounds are laid below text of every role; on the others each role keeps its
    // own colour.
    const fn is_bar(self) -> bool {
        matches!(self, Self::Selected | Self::Faint)
    }
}

/// A theme for one terminal: a style for every role on every ground, in colours that the terminal has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The name of the file, without `.toml`.
    pub name: String,
    /// The styles by role and ground, in the order of [`Role::ALL`] and [`Ground::ALL`].
    styles: Vec<[Style; Ground::ALL.len()]>,
}

impl Theme {
    /// Parses the theme file `source`. Returns the theme with a note for each mistake; a mistake loses one colour or role and
    /// not the theme.
    ///
    /// Reduces every pair of colours to `depth`. The attributes of a role stay on a terminal with
    /// colours too.
    pub fn parse(name: &str, source: &str, depth: Depth) -> (Self, Vec<Diagnostic>) {
        let (role_styles, notes) = read::role_styles(source);
        // The 135 styles have few different pairs of colours, and the search for the nearest colours is slow, so each pair
        // is reduced once.
        let table = ColourTable::of(depth);
        let mut known = HashMap::new();
        let mut reduce = |fg, bg, is_text| {
            let least = if is_text { READABLE } else { SEEN };
            *known
                .entry((fg, bg, is_text))
                .or_insert_with(|| table.reduce(fg, bg, least))
        };
        let on =
            |role| Ground::ALL.map(|ground| style(&role_styles, role, ground, depth, &mut reduce));
        let theme = Self {
            name: name.to_owned(),
            styles: Role::ALL.into_iter().map(on).collect(),
        };
        (theme, notes)
    }

    /// Returns the shipped theme called `name`.
    pub fn shipped(name: &str, depth: Depth) -> Option<Self> {
        let (_, source) = SHIPPED.iter().find(|(one, _)| *one == name)?;
        Some(Self::parse(name, source, depth).0)
    }

    /// Returns the shipped theme that uses the 16 colours of the terminal.
    pub fn terminal(depth: Depth) -> Self {
        let source = SHIPPED.iter().find(|(name, _)| *name == "terminal");
        Self::parse("terminal", source.map_or("", |(_, source)| source), depth).0
    }

    /// Returns the style of `role` on a ground: a source in the chosen row, a key on the status line. A role with a background
    /// of its own keeps it.
    ///
    /// One look into a table; drawing calls it for every text.
    pub fn on(&self, role: Role, ground: Ground) -> Style {
        let row = self.styles.get(role as usize);
        row.map_or_else(Style::default, |row| row[ground as usize])
    }
}

/// Returns the style of `role` on `ground` at `depth`.
///
/// `reduce` gives the nearest colours of the terminal for letters and ground, and whether they must
/// be readable. Without colours only the attributes of role and ground are left.
fn style(
    role_styles: &[RoleStyle; Role::ALL.len()],
    role: Role,
    ground: Ground,
    depth: Depth,
    reduce: &mut impl FnMut(Colour, Colour, bool) -> (Colour, Colour),
) -> Style {
    let look = |role: Role| role_styles[role as usize];
    let (paper, under, over) = (look(Role::Text), look(ground.role()), look(role));
    if depth == Depth::None {
        let plain = |role: Role| role.without_colour() | look(role).modifiers;
        return Style::default().add_modifier(plain(role) | plain(ground.role()));
    }
    // Running text has the background of the page, which any other ground replaces.
    let (fg, bg) = if over.bg.is_some() && role != Role::Text {
        (over.fg, over.bg)
    } else {
        // A bar sets the letters as well: a dim source on a coloured bar would not be readable in
        // every theme.
        let letters = under.fg.filter(|_| ground.is_bar());
        (letters.or(over.fg), under.bg)
    };
    let (fg, bg) = reduce(
        fg.or(paper.fg).unwrap_or(Colour::Default),
        bg.or(paper.bg).unwrap_or(Colour::Default),
        role.carries_text(),
    );
    Style::default()
        .fg(fg.to_ratatui())
        .bg(bg.to_ratatui())
        .add_modifier(over.modifiers | under.modifiers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn roles_stand_at_their_index() {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, index, "{}", role.name());
        }
    }

    #[test]
    fn a_role_on_a_ground_takes_the_ground() {
        let theme = Theme::shipped(AUTO_DARK, Depth::True).unwrap();
        let row = theme.on(Role::Dim, Ground::Selected);
        assert_eq!(row.bg, theme.on(Role::Selected, Ground::Page).bg);
        assert_eq!(row.fg, theme.on(Role::Dim, Ground::Page).fg);
        let text = theme.on(Role::Text, Ground::Popup);
        assert_eq!(text.bg, theme.on(Role::Popup, Ground::Page).bg);
        let hit = theme.on(Role::Match, Ground::Selected);
        assert_eq!(hit.bg, theme.on(Role::Match, Ground::Page).bg);
    }

    #[test]
    fn without_colours_attributes_tell_the_roles_apart() {
        let theme = Theme::shipped(AUTO_DARK, Depth::None).unwrap();
        for role in Role::ALL {
            let style = theme.on(role, Ground::Page);
            assert_eq!((style.fg, style.bg), (None, None), "{}", role.name());
        }
        let chosen = theme.on(Role::Dim, Ground::Selected);
        assert!(chosen.add_modifier.contains(Modifier::REVERSED));
        assert_ne!(
            theme.on(Role::Headline, Ground::Page),
            theme.on(Role::Dim, Ground::Page)
        );
    }

    #[test]
    fn a_shallow_terminal_gets_no_colour_it_lacks() {
        for (name, _) in SHIPPED {
            let theme = Theme::shipped(name, Depth::Ansi16).unwrap();
            for role in Role::ALL {
                let style = theme.on(role, Ground::Page);
                for colour in style.fg.iter().chain(&style.bg) {
                    assert!(
                        !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                        "{name}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_slip_in_a_theme_is_told_with_the_nearest_name() {
        let source = "[palette]\nground = \"#101010\"\nacent = \"#fff\"\n[roles]\nmatch = { fg = \"inkk\" }\n\
                      headlin = { bold = true }\nlink = { fg = \"#12\" }\n";
        let (_, notes) = Theme::parse("own", source, Depth::True);
        let lines: Vec<String> = notes
            .iter()
            .map(|note| note.message(crate::lang::Lang::En))
            .collect();
        let has = |line: &str, words: &str| {
            let found = lines
                .iter()
                .any(|l| l.starts_with(line) && l.contains(words));
            assert!(found, "{line} {words}: {lines:#?}");
        };
        has("line 3", "did you mean accent?");
        has("line 5", "perhaps ink ");
        has("line 6", "did you mean headline?");
        has("line 7", "#12");
    }
}
