//! Keys to actions, by context and chord. [`shipped`] holds the defaults.
//!
//! A binding is a chord of one or more keys in a context. A key is looked up in the context of the
//! focused pane or popup, then in those behind it (a pane has the global keys behind it, a text
//! field nothing), and the nearest one that knows it decides. A chord is collected key by key; one
//! that cannot be completed any more is dropped, and its last key counts by itself.

use crate::app::action::Action;
use crate::app::key::Key;
use shipped::SHIPPED;
use std::collections::BTreeMap;

mod shipped;

/// The part of the app that gets the keys; a table of keys belongs to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Any pane.
    Global,
    /// The list of issues.
    Shelf,
    /// The contents of an issue.
    Contents,
    /// The article.
    Reader,
    /// Text being selected.
    Select,
    /// The basket.
    Basket,
    /// The counts.
    Counts,
    /// A menu that is not typed into.
    Menu,
    /// A text field.
    Input,
    /// A text field of several lines.
    Editor,
    /// The field of the search.
    Query,
    /// The results of the search.
    Results,
}

impl Context {
    /// Every context.
    pub const ALL: [Context; 12] = [
        Self::Global,
        Self::Shelf,
        Self::Contents,
        Self::Reader,
        Self::Select,
        Self::Basket,
        Self::Counts,
        Self::Menu,
        Self::Input,
        Self::Editor,
        Self::Query,
        Self::Results,
    ];

    /// Its table below `[keys]` in `config.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Shelf => "shelf",
            Self::Contents => "contents",
            Self::Reader => "reader",
            Self::Select => "select",
            Self::Basket => "basket",
            Self::Counts => "counts",
            Self::Menu => "menu",
            Self::Input => "input",
            Self::Editor => "editor",
            Self::Query => "query",
            Self::Results => "results",
        }
    }

    /// The context called `name`.
    pub fn named(name: &str) -> Option<Context> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// True if characters that are bound to nothing are typed.
    pub const fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Input | Self::Editor | Self::Query | Self::Results
        )
    }

    /// The contexts in which its keys are looked up, the nearest first.
    // While text is selected or typed the global keys are off: `q` must not quit from a field.
    const fn chain(self) -> &'static [Context] {
        match self {
            Self::Global => &[Self::Global],
            Self::Shelf => &[Self::Shelf, Self::Global],
            Self::Contents => &[Self::Contents, Self::Global],
            Self::Reader => &[Self::Reader, Self::Global],
            Self::Select => &[Self::Select],
            Self::Basket => &[Self::Basket, Self::Menu],
            Self::Counts => &[Self::Counts, Self::Menu],
            Self::Menu => &[Self::Menu],
            Self::Input => &[Self::Input],
            Self::Editor => &[Self::Editor],
            Self::Query => &[Self::Query, Self::Input],
            Self::Results => &[Self::Results],
        }
    }
}

/// The bindings of one table: action name to the keys that ask for it.
pub type Bindings = BTreeMap<String, Vec<String>>;

/// A fault of a binding in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No context of this name.
    Context(String),
    /// No action of this name, in this context.
    Action(String),
    /// No key of this name.
    Key(String),
}

/// The result of looking up a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fed {
    /// It completes this action.
    Action(Action),
    /// It begins a chord.
    Pending,
    /// It means nothing here.
    Unbound,
}

/// One binding of a context: a chord of keys runs an action.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    /// The keys, one or more.
    chord: Vec<Key>,
    /// The action that they run.
    action: Action,
}

/// The live key bindings and the chord begun.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    /// The bindings of each context, in the order in which help and status line name them.
    bindings: BTreeMap<Context, Vec<Binding>>,
    /// The keys of a chord that is not complete.
    pending: Vec<Key>,
}

impl Keymap {
    /// The shipped keymap.
    pub fn shipped() -> Self {
        let binding = |action: Action, chord: &str| {
            let chord: Option<Vec<Key>> = chord.split_whitespace().map(Key::named).collect();
            chord.map(|chord| Binding { chord, action })
        };
        let bindings = SHIPPED.map(|(context, actions)| {
            let named = actions
                .iter()
                .flat_map(|(action, chords)| chords.iter().map(move |chord| (*action, *chord)));
            let bindings = named.filter_map(|(action, chord)| binding(action, chord));
            (context, bindings.collect())
        });
        Self {
            bindings: BTreeMap::from(bindings),
            pending: Vec::new(),
        }
    }

    /// Lays `tables` (context to bindings) over what is there. An action named in one loses the keys it had in that context,
    /// and a key given to it is taken from whichever action had it there. What cannot be understood is reported, not bound.
    pub fn rebind(&mut self, tables: &BTreeMap<String, Bindings>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, bindings) in tables {
            let Some(context) = Context::named(name) else {
                problems.push(Problem::Context(name.clone()));
                continue;
            };
            for (action, chords) in bindings {
                match Action::named(action) {
                    Some(action) => self.bind(context, action, chords, &mut problems),
                    None => problems.push(Problem::Action(action.clone())),
                }
            }
        }
        problems
    }

    /// Binds chords to an action in a context; reports names of keys that are not known.
    ///
    /// A chord that another action has, or that begins or continues one of its chords, is taken
    /// away from it.
    fn bind(
        &mut self,
        context: Context,
        action: Action,
        chords: &[String],
        problems: &mut Vec<Problem>,
    ) {
        let bindings = self.bindings.entry(context).or_default();
        // Naming an action replaces all of its keys, so that a default can be taken away by an empty list.
        bindings.retain(|b| b.action != action);
        for text in chords {
            let chord: Option<Vec<Key>> = text.split_whitespace().map(Key::named).collect();
            match chord.filter(|c| !c.is_empty()) {
                Some(chord) => {
                    bindings.retain(|b| !clash(&b.chord, &chord));
                    bindings.push(Binding { chord, action });
                }
                None => problems.push(Problem::Key(text.clone())),
            }
        }
    }

    /// Takes one key.
    pub fn feed(&mut self, context: Context, key: Key) -> Fed {
        let key = self.meant(context, key);
        self.pending.push(key);
        let mut fed = self.look_up(context, &self.pending);
        if fed == Fed::Unbound && self.pending.len() > 1 {
            // A broken chord: what was begun is forgotten, the key itself still counts.
            self.pending = vec![key];
            fed = self.look_up(context, &self.pending);
        }
        if fed != Fed::Pending {
            self.pending.clear();
        }
        fed
    }

    /// Returns the key that is meant where an input method may be on. In a pane or a menu, full-width characters count as their
    /// half-width keys, and a text field takes them as they are. A list of results has keys, and passes the other characters
    /// on to its field.
    fn meant(&self, context: Context, key: Key) -> Key {
        match context {
            Context::Input | Context::Editor | Context::Query => key,
            Context::Results if !self.knows(context, key.halved()) => key,
            _ => key.halved(),
        }
    }

    /// Returns the action of a single key in `context`, without pressing it.
    ///
    /// A chord that was begun does not count.
    pub fn peek(&self, context: Context, key: Key) -> Option<Action> {
        match self.look_up(context, &[self.meant(context, key)]) {
            Fed::Action(action) => Some(action),
            Fed::Pending | Fed::Unbound => None,
        }
    }

    /// True if `key` is bound in `context`, alone or as the next key of the chord begun.
    pub fn knows(&self, context: Context, key: Key) -> bool {
        let goes_on = [self.pending.as_slice(), &[key]].concat();
        [goes_on.as_slice(), &[key]]
            .iter()
            .any(|pressed| self.look_up(context, pressed) != Fed::Unbound)
    }

    /// Looks a sequence of keys up in the context and those behind it; the nearest context wins, also with the beginning of a
    /// longer chord.
    fn look_up(&self, context: Context, pressed: &[Key]) -> Fed {
        for place in context.chain() {
            let here = || self.bindings_in(*place);
            if let Some(found) = here().find(|b| b.chord == pressed) {
                return Fed::Action(found.action);
            }
            if here().any(|b| b.chord.starts_with(pressed)) {
                return Fed::Pending;
            }
        }
        Fed::Unbound
    }

    /// Returns the bindings of one context alone.
    fn bindings_in(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.bindings.get(&context).into_iter().flatten()
    }

    /// The chord begun, for the status line.
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }

    /// The names of the keys that ask for `action` in `context`, in the order of the keymap.
    pub fn keys_for(&self, context: Context, action: Action) -> Vec<String> {
        let bound = |place: Context| self.bindings_in(place).filter(|b| b.action == action);
        context
            .chain()
            .iter()
            .flat_map(|place| bound(*place))
            .map(|b| spell(&b.chord))
            .collect()
    }

    /// The first key that asks for `action` in `context`.
    pub fn key_for(&self, context: Context, action: Action) -> Option<String> {
        self.keys_for(context, action).into_iter().next()
    }
}

/// Two chords clash where one begins the other: the longer could never be completed.
fn clash(a: &[Key], b: &[Key]) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// Returns the names of the keys of a chord, a space between them.
fn spell(chord: &[Key]) -> String {
    chord
        .iter()
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::named(name).unwrap()
    }

    fn tables(text: &str) -> BTreeMap<String, Bindings> {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_shipped_keys_are_all_known_and_none_stands_twice_in_a_context() {
        let keymap = Keymap::shipped();
        for (context, actions) in SHIPPED {
            let bound: Vec<&Binding> = keymap.bindings_in(context).collect();
            let written: usize = actions.iter().map(|(_, chords)| chords.len()).sum();
            assert_eq!(bound.len(), written, "an unknown key in {context:?}");
            for (at, one) in bound.iter().enumerate() {
                let clash = bound
                    .iter()
                    .skip(at + 1)
                    .find(|other| clash(&one.chord, &other.chord));
                assert_eq!(clash, None, "{context:?}");
            }
        }
    }

    #[test]
    fn the_users_key_is_taken_from_the_action_that_had_it() {
        let mut keymap = Keymap::shipped();
        assert_eq!(keymap.rebind(&tables("[global]\nstar = [\"y\"]")), []);
        assert_eq!(
            keymap.feed(Context::Reader, key("y")),
            Fed::Action(Action::Star)
        );
        assert_eq!(keymap.feed(Context::Reader, key("m")), Fed::Unbound);
        assert_eq!(keymap.key_for(Context::Reader, Action::CopyLink), None);
    }

    #[test]
    fn a_chord_waits_for_its_second_key_and_a_broken_one_is_forgotten() {
        let mut keymap = Keymap::shipped();
        keymap.rebind(&tables("[global]\nfirst = [\"g g\"]"));
        assert_eq!(keymap.feed(Context::Shelf, key("g")), Fed::Pending);
        assert_eq!(
            keymap.feed(Context::Shelf, key("g")),
            Fed::Action(Action::First)
        );
        assert_eq!(keymap.feed(Context::Shelf, key("g")), Fed::Pending);
        assert_eq!(
            keymap.feed(Context::Shelf, key("j")),
            Fed::Action(Action::Down)
        );
    }

    #[test]
    fn full_width_keys_act_in_panes_and_are_typed_in_fields() {
        let mut keymap = Keymap::shipped();
        assert_eq!(
            keymap.feed(Context::Reader, key("／")),
            Fed::Action(Action::Find)
        );
        assert_eq!(keymap.feed(Context::Input, key("／")), Fed::Unbound);
        // A list of results has both.
        assert_eq!(
            keymap.feed(Context::Results, key("ｊ")),
            keymap.feed(Context::Results, key("j"))
        );
        assert_eq!(keymap.feed(Context::Results, key("医")), Fed::Unbound);
    }

    #[test]
    fn unknown_names_are_reported() {
        let mut keymap = Keymap::shipped();
        let problems = keymap.rebind(&tables(
            "[nowhere]\nquit=[\"q\"]\n[global]\nquitt=[\"q\"]\nquit=[\"Hyper-q\"]",
        ));
        assert!(problems.contains(&Problem::Context("nowhere".into())));
        assert!(problems.contains(&Problem::Action("quitt".into())));
        assert!(problems.contains(&Problem::Key("Hyper-q".into())));
    }
}
