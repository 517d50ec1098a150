//! The lists of a DOCX file (`numbering.xml`, ECMA-376 17.9).
//!
//! An `abstractNum` defines the levels of a list, a `num` is an instance of it that may override start values and
//! levels, and paragraphs refer to a `num`. A definition can also name a numbering style, which in turn names the
//! `num` whose definition has the levels.

use super::styles::{DocxStyles, is_on};
use crate::source::numbering::{Instance, LEVELS, Level, List, Numbering, Suffix};
use crate::source::xml::Element;
use std::collections::HashMap;

/// Reads `numbering.xml`; `styles` resolve lists that are defined by a numbering style.
pub(super) fn read(root: &Element, styles: &DocxStyles) -> Numbering {
    let mut numbering = Numbering::default();
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
    follow_styles(&mut numbering, styles);
    numbering
}

/// Gives lists that only name a numbering style the levels of the list that the style leads to.
// Collected first and set afterwards, since one list borrows from another.
fn follow_styles(numbering: &mut Numbering, styles: &DocxStyles) {
    let borrowed: Vec<(u32, HashMap<usize, Level>)> = numbering
        .lists
        .iter()
        .filter_map(|(id, list)| {
            let instance = styles.list(list.defined_by.as_deref()?)?;
            let other = numbering.instances.get(&instance)?.list;
            let levels = numbering.lists.get(&other)?.levels.clone();
            // A list with levels of its own keeps them.
            list.levels.is_empty().then_some((*id, levels))
        })
        .collect();
    for (id, levels) in borrowed {
        if let Some(list) = numbering.lists.get_mut(&id) {
            list.levels = levels;
        }
    }
}

/// Reads an `abstractNum`.
fn list(element: &Element) -> List {
    let defined_by = element.child("numStyleLink").and_then(Element::value);
    List {
        levels: levels(element),
        defined_by: defined_by.map(str::to_owned),
    }
}

/// Reads the levels of a list, by index.
fn levels(element: &Element) -> HashMap<usize, Level> {
    let of_name = element.elements().filter(|e| &*e.name == "lvl");
    of_name
        .filter_map(|e| Some((number(e.attribute("ilvl"))? as usize, level(e))))
        // Word has nine levels.
        .filter(|(at, _)| *at < LEVELS)
        .collect()
}

/// Reads a `lvl`.
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
        // ECMA-376 17.9.25: without a start value a level begins at 0.
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

/// Reads a `num` with its overrides.
fn instance(element: &Element) -> Instance {
    let mut instance = Instance {
        list: number(element.child("abstractNumId").and_then(Element::value)).unwrap_or(u32::MAX),
        ..Instance::default()
    };
    // `lvlOverride` sets a start value, a whole level, or both (17.9.8).
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

/// Reads a number.
fn number(text: Option<&str>) -> Option<u32> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::xml::parse;

    fn numbering(xml: &str) -> Numbering {
        read(&parse(xml.as_bytes()).unwrap().root, &DocxStyles::default())
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
        assert_eq!(step(1, 2), "2.1 ");
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
