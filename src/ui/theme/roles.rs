//! The colour of the palette and the attributes that each role takes where a theme says nothing else below its `[roles]`.
//!
//! A match and no TOML, since the theme is read before the first frame.

use super::Role;
use ratatui::style::Modifier;

/// No attribute.
const PLAIN: Modifier = Modifier::empty();
/// Bold.
const BOLD: Modifier = Modifier::BOLD;
/// Underlined.
const UNDERLINED: Modifier = Modifier::UNDERLINED;

/// Returns the colours of text and ground, by their names in the palette, and the attributes of a role.
///
/// A colour that a role does not have is that of the page.
pub(super) const fn defaults(role: Role) -> (Option<&'static str>, Option<&'static str>, Modifier) {
    match role {
        Role::Text => (Some("ink"), Some("ground"), PLAIN),
        Role::Headline => (Some("ink"), None, BOLD),
        Role::Heading => (Some("accent"), None, BOLD),
        Role::Byline => (Some("soft"), None, PLAIN),
        Role::Dim => (Some("soft"), None, PLAIN),
        Role::Link => (Some("accent"), None, UNDERLINED),
        Role::Number => (Some("soft"), None, PLAIN),
        Role::Rule => (Some("rule"), None, PLAIN),
        Role::Title => (Some("soft"), None, PLAIN),
        Role::TitleFocused => (Some("accent"), None, BOLD),
        Role::Marker => (Some("accent"), None, BOLD),
        Role::Group => (Some("soft"), None, BOLD),
        Role::Unread => (Some("accent"), None, PLAIN),
        Role::Star => (Some("warm"), None, PLAIN),
        Role::Selected => (None, Some("selected"), PLAIN),
        Role::SelectedFaint => (None, Some("away"), PLAIN),
        Role::Match => (Some("ink"), Some("away"), UNDERLINED),
        Role::Watched => (Some("ink"), None, UNDERLINED),
        Role::MatchCurrent => (Some("on-mark"), Some("mark"), BOLD),
        Role::Selection => (Some("on-mark"), Some("mark"), PLAIN),
        Role::Hint => (Some("on-mark"), Some("mark"), BOLD),
        Role::Status => (Some("soft"), Some("raised"), PLAIN),
        Role::StatusKey => (Some("accent"), None, PLAIN),
        Role::Key => (Some("accent"), None, PLAIN),
        Role::Message => (Some("accent"), None, BOLD),
        Role::Problem => (Some("alarm"), None, BOLD),
        Role::Popup => (None, Some("raised"), PLAIN),
        Role::Field => (Some("ink"), None, PLAIN),
    }
}
