//! Lists and outline numbering of `OpenDocument` (part 3, 16.30 to 16.34, 19.880).
//!
//! As in Word's formats the numbers are not in the file and are counted here. A list may go on with
//! the count of an earlier one, named by its identifier or by its style. Headings count by the
//! outline style of the document.

use crate::conventions::numerals;
use crate::source::story;
use crate::source::xml::Element;
use std::collections::HashMap;

/// The number of levels of a list.
const LEVELS: usize = 10;

/// The definition of one level.
#[derive(Debug, Clone, Default)]
struct Level {
    /// The number format, by its name in [`numerals`].
    format: &'static str,
    /// Text before the number.
    prefix: String,
    /// Text after the number.
    suffix: String,
    /// The number of the first item.
    start: u32,
    /// The number of levels shown, with dots between them.
    display_levels: usize,
    /// A pattern in which `%1%` to `%10%` stand for the numbers of levels: an extension of LibreOffice, which can
    /// express more than prefix and suffix.
    pattern: Option<String>,
    /// The bullet of a list without numbers.
    bullet: Option<String>,
    /// Set when no gap follows the marker.
    close: bool,
}

/// The key under which a list counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum ListKey {
    /// A list, by its place among the lists of the document.
    List(u32),
    /// The outline of the headings.
    Outline,
}

/// All list styles of a document, and their counts as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct OdtLists {
    /// The levels of each list style, by name.
    styles: HashMap<String, Vec<Option<Level>>>,
    /// The last number of each level, by list.
    counts: HashMap<ListKey, [Option<u32>; LEVELS]>,
    /// Lists by their `xml:id`, which a continuing list names.
    by_id: HashMap<String, ListKey>,
    /// The last list of each style, which a continuing list goes on with.
    by_style: HashMap<String, ListKey>,
    /// The number of lists begun so far.
    begun: u32,
}

/// The name of the outline among the list styles. No style in a file can be called so, because XML has no NUL.
const OUTLINE: &str = "\0outline";

impl OdtLists {
    /// Reads the list styles in `roots`.
    pub fn new(roots: &[&Element]) -> Self {
        let mut lists = Self::default();
        let containers = roots.iter().flat_map(|root| {
            root.elements()
                .filter(|e| matches!(&*e.name, "styles" | "automatic-styles"))
        });
        for style in containers.flat_map(Element::elements) {
            let name = match &*style.name {
                "list-style" => style.attribute("name").unwrap_or_default(),
                "outline-style" => OUTLINE,
                _ => continue,
            };
            lists.styles.insert(name.to_owned(), levels(style));
        }
        lists
    }

    /// Begins a list of `style` and returns its key; a continued list keeps its key.
    pub fn begin(&mut self, list: &Element, style: &str) -> ListKey {
        // `continue-list` names a list; the older `continue-numbering` means the last one of the same style.
        let continued = list
            .attribute("continue-list")
            .and_then(|id| self.by_id.get(id))
            .or_else(|| {
                let on = list.attribute("continue-numbering") == Some("true");
                self.by_style.get(style).filter(|_| on)
            });
        let key = continued.cloned().unwrap_or_else(|| {
            self.begun += 1;
            ListKey::List(self.begun)
        });
        if let Some(id) = list.attribute("id") {
            self.by_id.insert(id.to_owned(), key.clone());
        }
        self.by_style.insert(style.to_owned(), key.clone());
        key
    }

    /// Counts an item at `level` (0 the highest) and returns its marker for a text that begins with `next`. `value`
    /// is a number that the item sets itself.
    pub fn step(
        &mut self,
        key: &ListKey,
        style: &str,
        level: usize,
        value: Option<u32>,
        next: Option<char>,
    ) -> String {
        let style = if *key == ListKey::Outline {
            OUTLINE
        } else {
            style
        };
        let at = level.min(LEVELS - 1);
        let Some(levels) = self.styles.get(style) else {
            return String::new();
        };
        let start = |at: usize| level_at(levels, at).map_or(1, |level| level.start);
        let counts = self.counts.entry(key.clone()).or_default();
        // A number that the item sets itself is what the next one counts on from.
        let counted = counts[at].map_or_else(|| start(at), |count| count.saturating_add(1));
        counts[at] = Some(value.unwrap_or(counted));
        // A number at one level starts the lower ones anew.
        for below in counts.iter_mut().skip(at + 1) {
            *below = None;
        }
        let Some(own) = level_at(levels, at) else {
            return String::new();
        };
        let number = |at: usize| {
            let count = counts[at].unwrap_or_else(|| start(at));
            level_at(levels, at)
                .map_or_else(String::new, |level| numerals::write(count, level.format))
        };
        let marker = marker(own, at, number);
        match (&own.bullet, own.close) {
            (Some(_), _) if !marker.is_empty() => format!("{marker} "),
            (_, true) => marker,
            (_, false) => story::parted(marker, next),
        }
    }
}

/// The marker of a level; `number` writes the count of any level.
fn marker(own: &Level, at: usize, number: impl Fn(usize) -> String) -> String {
    if let Some(bullet) = &own.bullet {
        return bullet.clone();
    }
    if let Some(pattern) = &own.pattern {
        let mut marker = String::new();
        // Between percent signs stands a level's number; every second piece is one.
        for (nth, piece) in pattern.split('%').enumerate() {
            match piece.parse::<usize>() {
                Ok(level @ 1..=LEVELS) if nth % 2 == 1 => marker.push_str(&number(level - 1)),
                _ => marker.push_str(piece),
            }
        }
        return marker;
    }
    let own_number = number(at);
    if own_number.is_empty() && own.format == "none" {
        return format!("{}{}", own.prefix, own.suffix);
    }
    // Three levels shown at level 3 are `1.2.3`.
    let first = (at + 1).saturating_sub(own.display_levels.max(1));
    let numbers: Vec<String> = (first..=at)
        .map(number)
        // A level without numbers leaves no dot behind.
        .filter(|number| !number.is_empty())
        .collect();
    format!("{}{}{}", own.prefix, numbers.join("."), own.suffix)
}

/// The definition of the level at index `at`.
fn level_at(levels: &[Option<Level>], at: usize) -> Option<&Level> {
    levels.get(at)?.as_ref()
}

/// Reads the levels of a list style.
fn levels(style: &Element) -> Vec<Option<Level>> {
    let mut levels = vec![None; LEVELS];
    for element in style.elements() {
        let at: Option<usize> = element.attribute("level").and_then(|at| at.parse().ok());
        if let Some(slot) = at.and_then(|at| levels.get_mut(at.checked_sub(1)?)) {
            *slot = Some(level(element));
        }
    }
    levels
}

/// Reads the definition of a level.
fn level(element: &Element) -> Level {
    let text = |name| element.attribute(name).unwrap_or_default().to_owned();
    let number = |name| element.attribute(name).and_then(|n| n.parse().ok());
    let bullet = &*element.name == "list-level-style-bullet";
    let follow = element
        .child("list-level-properties")
        .and_then(|properties| properties.child("list-level-label-alignment"))
        .and_then(|alignment| alignment.attribute("label-followed-by"));
    Level {
        format: format(element.attribute("num-format").unwrap_or_default()),
        prefix: text("num-prefix"),
        suffix: text("num-suffix"),
        start: number("start-value").unwrap_or(1),
        display_levels: number("display-levels").map_or(1, |n| n as usize),
        pattern: element.attribute("num-list-format").map(str::to_owned),
        bullet: bullet.then(|| sign(element.attribute("bullet-char").unwrap_or("•"))),
        close: follow == Some("nothing"),
    }
}

/// Replaces bullets of symbol fonts, whose codes lie in the private use area, by a round one.
fn sign(bullet: &str) -> String {
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    bullet
        .chars()
        .map(|c| if private(c) { '•' } else { c })
        .collect()
}

/// The name in [`numerals::write()`] of a `style:num-format`: `1`, `a`, or the beginning of a Chinese series.
fn format(format: &str) -> &'static str {
    match format.chars().next() {
        None => "none",
        Some('a') => "lowerLetter",
        Some('A') => "upperLetter",
        Some('i') => "lowerRoman",
        Some('I') => "upperRoman",
        Some('0') => "decimalZero",
        Some('一') => "chineseCountingThousand",
        Some('壹') if format.contains('贰') => "chineseLegalSimplified",
        Some('壹') => "ideographLegalTraditional",
        Some('甲') => "ideographTraditional",
        Some('子') => "ideographZodiac",
        Some('①') => "decimalEnclosedCircle",
        Some('⑴') => "decimalEnclosedParen",
        Some('⒈') => "decimalEnclosedFullstop",
        Some('１') => "decimalFullWidth",
        Some(_) => "decimal",
    }
}
