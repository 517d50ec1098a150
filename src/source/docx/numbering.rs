//! `numbering.xml`: the numbers that Word counts and does not store (ECMA-376 17.9).

use super::styles::{Styles, is_on};
use super::symbol;
use crate::source::xml::Element;
use crate::source::{numerals, story};
use std::collections::{HashMap, HashSet};

/// Levels that a list has.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1` to `%9` stand for the numbers of the levels.
    text: String,
    suffix: Suffix,
    /// The level (counted from 1) whose step starts this one anew; 0 = none does. Not said: any level above.
    restart: Option<usize>,
    /// All numbers in it are decimal (17.9.4).
    legal: bool,
    /// The paragraph style that has this level.
    style: Option<String>,
    /// The font of a bullet.
    font: Option<String>,
    hidden: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Suffix {
    #[default]
    Tab,
    Space,
    Nothing,
}

#[derive(Debug, Default)]
struct List {
    levels: HashMap<usize, Level>,
    /// The numbering style that defines this list elsewhere.
    defined_by: Option<String>,
}

/// An instance of a list.
#[derive(Debug, Default)]
struct Instance {
    list: u32,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// All lists and where their counts stand.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, List>,
    instances: HashMap<u32, Instance>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Instances whose own start values have taken effect, which they do once.
    started: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn new(root: &Element, styles: &Styles) -> Self {
        let mut numbering = Self::default();
        for element in root.elements() {
            match &*element.name {
                "abstractNum" => {
                    if let Some(id) = number(element.attribute("abstractNumId")) {
                        numbering.lists.insert(id, list(element));
                    }
                }
                "num" => {
                    if let Some(id) = number(element.attribute("numId")) {
                        numbering.instances.insert(id, instance(element));
                    }
                }
                _ => {}
            }
        }
        numbering.follow_styles(styles);
        numbering
    }

    /// Lists that only name a numbering style get the levels of the list that the style leads to.
    fn follow_styles(&mut self, styles: &Styles) {
        let borrowed: Vec<(u32, HashMap<usize, Level>)> = self
            .lists
            .iter()
            .filter_map(|(id, list)| {
                let instance = styles.list(list.defined_by.as_deref()?)?;
                let other = self.instances.get(&instance)?.list;
                let levels = self.lists.get(&other)?.levels.clone();
                list.levels.is_empty().then_some((*id, levels))
            })
            .collect();
        for (id, levels) in borrowed {
            if let Some(list) = self.lists.get_mut(&id) {
                list.levels = levels;
            }
        }
    }

    /// The level of list `id` that belongs to a paragraph style.
    pub fn level_of_style(&self, id: u32, style: &str) -> Option<u8> {
        let list = self.lists.get(&self.instances.get(&id)?.list)?;
        let has = |level: &Level| level.style.as_deref() == Some(style);
        let (level, _) = list.levels.iter().find(|(_, level)| has(level))?;
        u8::try_from(*level).ok()
    }

    /// Counts one more paragraph at `level` of list `id` and writes its marker, with the space that parts it from a text
    /// beginning with `next`. `None` where there is no such list.
    pub fn step(&mut self, id: u32, level: u8, next: Option<char>) -> Option<String> {
        let at = usize::from(level).min(LEVELS - 1);
        let instance = self.instances.get(&id)?;
        let list = self.lists.get(&instance.list)?;
        let levels = Levels { list, instance };
        let counts = self.counts.entry(instance.list).or_default();
        for (level, start) in &instance.starts {
            // A start value of the instance holds where the instance first comes to its level.
            if *level == at && self.started.insert((id, at)) {
                counts[at] = start.checked_sub(1).or(Some(0));
                if *start == 0 {
                    counts[at] = None;
                }
            }
        }
        let start = levels.start(at);
        counts[at] = Some(counts[at].map_or(start, |count| count.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = levels.get(below).and_then(|level| level.restart);
            if restart.is_none_or(|from| from != 0 && at < from) {
                *count = None;
            }
        }
        let counts = *counts;
        let own = levels.get(at)?;
        if own.hidden {
            return Some(String::new());
        }
        Some(parted(levels.marker(own, &counts), own, next))
    }
}

/// The levels of an instance: its own where it has them, else its list's.
struct Levels<'a> {
    list: &'a List,
    instance: &'a Instance,
}

impl Levels<'_> {
    fn get(&self, level: usize) -> Option<&Level> {
        let own = self.instance.levels.get(&level);
        own.or_else(|| self.list.levels.get(&level))
    }

    fn start(&self, level: usize) -> u32 {
        let own = self.instance.starts.get(&level).copied();
        own.or_else(|| self.get(level).map(|level| level.start))
            .unwrap_or(1)
    }

    fn marker(&self, own: &Level, counts: &[Option<u32>; LEVELS]) -> String {
        if own.format == "bullet" {
            let sign = |c| symbol::character(own.font.as_deref(), c);
            return own.text.chars().map(sign).collect();
        }
        let mut marker = String::new();
        let mut chars = own.text.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|next| next.to_digit(10));
            match digit {
                Some(digit @ 1..) if c == '%' => {
                    chars.next();
                    let at = digit as usize - 1;
                    let count = counts[at].unwrap_or_else(|| self.start(at));
                    let format = self.get(at).map_or("decimal", |level| &level.format);
                    let format = if own.legal { "decimal" } else { format };
                    marker.push_str(&numerals::write(count, format));
                }
                _ => marker.push(c),
            }
        }
        marker
    }
}

/// A marker with what stands between it and the text, as far as that is seen in a line of text.
fn parted(mut marker: String, level: &Level, next: Option<char>) -> String {
    if level.suffix == Suffix::Nothing {
        return marker;
    }
    if level.format == "bullet" && !marker.trim().is_empty() {
        marker.push(' ');
        return marker;
    }
    story::parted(marker, next)
}

fn list(element: &Element) -> List {
    let defined_by = element.child("numStyleLink").and_then(Element::value);
    List {
        levels: levels(element),
        defined_by: defined_by.map(str::to_owned),
    }
}

fn levels(element: &Element) -> HashMap<usize, Level> {
    let of_name = element.elements().filter(|e| &*e.name == "lvl");
    of_name
        .filter_map(|e| Some((number(e.attribute("ilvl"))? as usize, level(e))))
        .filter(|(at, _)| *at < LEVELS)
        .collect()
}

fn level(element: &Element) -> Level {
    let value = |name| element.child(name).and_then(Element::value);
    let format = value("numFmt").or_else(|| {
        // Word 2010 wraps formats of its own in a choice whose fallback older programs understand.
        let choice = element.child("AlternateContent")?;
        choice.child("Fallback")?.child("numFmt")?.value()
    });
    let properties = element.child("rPr");
    let font = properties
        .and_then(|properties| properties.child("rFonts"))
        .and_then(|fonts| {
            fonts
                .attribute("ascii")
                .or_else(|| fonts.attribute("hAnsi"))
        });
    Level {
        start: number(value("start")).unwrap_or(0),
        format: format.unwrap_or("decimal").to_owned(),
        text: value("lvlText").unwrap_or_default().to_owned(),
        suffix: match value("suff") {
            Some("nothing") => Suffix::Nothing,
            Some("space") => Suffix::Space,
            _ => Suffix::Tab,
        },
        restart: number(value("lvlRestart")).map(|level| level as usize),
        legal: element.child("isLgl").is_some_and(is_on),
        style: value("pStyle").map(str::to_owned),
        font: font.map(str::to_owned),
        hidden: properties
            .and_then(|properties| properties.child("vanish"))
            .is_some_and(is_on),
    }
}

fn instance(element: &Element) -> Instance {
    let mut instance = Instance {
        list: number(element.child("abstractNumId").and_then(Element::value)).unwrap_or(u32::MAX),
        ..Instance::default()
    };
    for over in element.elements().filter(|e| &*e.name == "lvlOverride") {
        let Some(at) = number(over.attribute("ilvl")) else {
            continue;
        };
        if let Some(start) = number(over.child("startOverride").and_then(Element::value)) {
            instance.starts.insert(at as usize, start);
        }
        if let Some(own) = over.child("lvl") {
            instance.levels.insert(at as usize, level(own));
        }
    }
    instance
}

fn number(text: Option<&str>) -> Option<u32> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::xml::parse;

    fn numbering(xml: &str) -> Numbering {
        Numbering::new(&parse(xml.as_bytes()).unwrap().root, &Styles::default())
    }

    const OUTLINE: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3"/></w:lvl>
        </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        </w:numbering>"#;

    #[test]
    fn levels_count_and_restart() {
        let mut numbering = numbering(OUTLINE);
        let mut step = |id, level| numbering.step(id, level, Some('研')).unwrap();
        assert_eq!(step(1, 0), "一、");
        assert_eq!(step(1, 1), "（一）");
        assert_eq!(step(1, 1), "（二）");
        assert_eq!(step(1, 0), "二、");
        assert_eq!(step(1, 1), "（一）");
        assert_eq!(step(1, 2), "2.1");
        assert_eq!(step(2, 0), "五、");
        assert_eq!(step(2, 0), "六、");
        assert_eq!(step(1, 0), "七、");
    }

    #[test]
    fn a_number_does_not_touch_a_digit() {
        let mut numbering = numbering(OUTLINE);
        assert_eq!(numbering.step(1, 2, Some('4')).unwrap(), "1.1 ");
        assert_eq!(numbering.step(9, 0, None), None);
    }
}
