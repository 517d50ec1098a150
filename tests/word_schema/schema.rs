//! The rules of the schema that Word insists on, and the faults of a document by them.

use crate::common::package::parts;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// An element with its attributes, children and text.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            (
                attribute.key.as_ref().to_owned(),
                attribute.value.to_string(),
            )
        });
        Self {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Self::default()
        }
    }

    /// The root of a part.
    fn parse(xml: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => open.push(Self::of(&start)),
                Event::Empty(start) => open.last_mut().unwrap().children.push(Self::of(&start)),
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Text(text) => {
                    open.last_mut().unwrap().text.push_str(&text);
                }
                Event::Eof => return open.pop().unwrap().children.pop().unwrap(),
                _ => {}
            }
        }
    }

    /// The element and all below it, in the order of the document.
    fn all(&self) -> Vec<&Self> {
        let below = self.children.iter().flat_map(Self::all);
        std::iter::once(self).chain(below).collect()
    }

    /// Those of a name among the element and all below it.
    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.all().into_iter().filter(move |one| one.name == name)
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|one| one.name == name)
    }
}

/// The sequences of ECMA-376 part 1, annex A: an element and its children in their order.
const SEQUENCES: [(&str, &str); 26] = [
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers w:pBdr w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange",
    ),
    (
        "w:rPr",
        "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss w:imprint w:noProof w:snapToGrid w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs w:highlight w:u w:effect w:bdr w:shd w:fitText w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath",
    ),
    (
        "w:tblPr",
        "w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW w:jc w:tblCellSpacing w:tblInd w:tblBorders w:shd w:tblLayout w:tblCellMar w:tblLook w:tblCaption w:tblDescription",
    ),
    (
        "w:tblBorders",
        "w:top w:left w:start w:bottom w:right w:end w:insideH w:insideV",
    ),
    (
        "w:tblCellMar",
        "w:top w:left w:start w:bottom w:right w:end",
    ),
    (
        "w:tcPr",
        "w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:tcFitText w:vAlign w:hideMark",
    ),
    ("w:pBdr", "w:top w:left w:bottom w:right w:between w:bar"),
    (
        "w:sectPr",
        "w:headerReference w:footerReference w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders w:lnNumType w:pgNumType w:cols w:formProt w:vAlign w:noEndnote w:titlePg w:textDirection w:bidi w:rtlGutter w:docGrid",
    ),
    (
        "w:settings",
        "w:view w:zoom w:mirrorMargins w:alignBordersAndEdges w:bordersDoNotSurroundHeader w:bordersDoNotSurroundFooter w:defaultTabStop w:autoHyphenation w:evenAndOddHeaders w:drawingGridHorizontalSpacing w:drawingGridVerticalSpacing w:characterSpacingControl w:noLineBreaksAfter w:noLineBreaksBefore w:updateFields w:footnotePr w:endnotePr w:compat w:rsids w:themeFontLang w:clrSchemeMapping w:decimalSymbol w:listSeparator",
    ),
    (
        "w:compat",
        "w:balanceSingleByteDoubleByteWidth w:useFELayout w:compatSetting",
    ),
    ("w:styles", "w:docDefaults w:latentStyles w:style"),
    ("w:docDefaults", "w:rPrDefault w:pPrDefault"),
    (
        "w:style",
        "w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden w:unhideWhenUsed w:qFormat w:locked w:pPr w:rPr w:tblPr w:trPr w:tcPr w:tblStylePr",
    ),
    (
        "w:font",
        "w:altName w:panose1 w:charset w:family w:notTrueType w:pitch w:sig",
    ),
    ("w:body", "w:p|w:tbl w:sectPr"),
    ("w:tbl", "w:tblPr w:tblGrid w:tr"),
    ("w:tblGrid", "w:gridCol"),
    ("w:tr", "w:tblPrEx w:trPr w:tc"),
    ("w:trPr", "w:cantSplit|w:trHeight|w:tblHeader"),
    ("w:tc", "w:tcPr w:p|w:tbl"),
    ("w:p", "w:pPr w:r|w:hyperlink|w:bookmarkStart|w:bookmarkEnd"),
    ("w:hyperlink", "w:r"),
    (
        "w:r",
        "w:rPr w:t|w:tab|w:br|w:fldChar|w:instrText|w:drawing|mc:AlternateContent",
    ),
    ("mc:AlternateContent", "mc:Choice mc:Fallback"),
    (
        "wp:anchor",
        "wp:simplePos wp:positionH wp:positionV wp:extent wp:effectExtent wp:wrapNone|wp:wrapSquare|wp:wrapTopAndBottom wp:docPr wp:cNvGraphicFramePr a:graphic",
    ),
    (
        "wps:wsp",
        "wps:cNvPr wps:cNvSpPr wps:spPr wps:style wps:txbx wps:bodyPr",
    ),
];

/// The children that may occur more than once.
const REPEATED: [&str; 18] = [
    "w:headerReference",
    "w:footerReference",
    "w:compatSetting",
    "w:style",
    "w:p",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:gridCol",
    "w:r",
    "w:hyperlink",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:t",
    "w:tab",
    "w:br",
    "w:fldChar",
    "w:tblStylePr",
];

/// The children of `element` that the schema does not allow where they stand.
fn misplaced(element: &Element) -> Vec<String> {
    let Some((_, sequence)) = SEQUENCES.iter().find(|(name, _)| *name == element.name) else {
        return Vec::new();
    };
    let places: Vec<Vec<&str>> = sequence
        .split(' ')
        .map(|one| one.split('|').collect())
        .collect();
    let (mut at, mut out) = (0, Vec::new());
    let mut seen = BTreeSet::new();
    for child in &element.children {
        let place = places
            .iter()
            .position(|place| place.contains(&child.name.as_str()));
        let is_again = !seen.insert(child.name.as_str());
        let once = is_again && !REPEATED.contains(&child.name.as_str());
        match place {
            Some(place) if place >= at && !once => at = place,
            _ => out.push(format!("{} in {}", child.name, element.name)),
        }
    }
    out
}

/// True if the name of a part has this ending.
fn is_of(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, one)| one == ending)
}

/// The faults of the package: parts without a type, types and relations without their part, ids that occur twice.
fn package_faults(parts: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    let types = Element::parse(&parts["[Content_Types].xml"]);
    let overrides: BTreeSet<&str> = types
        .named("Override")
        .map(|one| one.attribute("PartName").trim_start_matches('/'))
        .collect();
    let endings: BTreeSet<&str> = types
        .named("Default")
        .map(|one| one.attribute("Extension"))
        .collect();
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit('.').next().unwrap();
        // A part of a document has a type of its own; `application/xml` would not open.
        let needs_own = name.starts_with("word/") && ending == "xml";
        if !overrides.contains(name.as_str()) && (needs_own || !endings.contains(ending)) {
            out.push(format!("{name} has no type"));
        }
    }
    let missing = overrides.iter().filter(|name| !parts.contains_key(**name));
    out.extend(missing.map(|name| format!("a type for {name}, which is missing")));
    for (name, text) in parts.iter().filter(|(name, _)| is_of(name, "rels")) {
        let folder = if name.starts_with("word/") {
            "word/"
        } else {
            ""
        };
        let relations = Element::parse(text);
        let mut ids = BTreeSet::new();
        for one in relations.named("Relationship") {
            let (id, target) = (one.attribute("Id"), one.attribute("Target"));
            if !ids.insert(id) {
                out.push(format!("{id} twice in {name}"));
            }
            let is_part = one.attribute("TargetMode") != "External";
            if is_part && !parts.contains_key(&format!("{folder}{target}")) {
                out.push(format!("{target} of {name} is missing"));
            }
        }
    }
    out
}

/// The faults of the document among its own parts: styles, relations and anchors that lead nowhere, bookmarks and fields that
/// do not pair, cells without a paragraph, rows that are not as wide as their grid.
fn document_faults(parts: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    let document = Element::parse(&parts["word/document.xml"]);
    let styles = Element::parse(&parts["word/styles.xml"]);
    let relations = Element::parse(&parts["word/_rels/document.xml.rels"]);
    let ids: Vec<&str> = styles
        .named("w:style")
        .map(|one| one.attribute("w:styleId"))
        .collect();
    let names: Vec<&str> = styles
        .named("w:name")
        .map(|one| one.attribute("w:val"))
        .collect();
    for list in [&ids, &names] {
        let unique: BTreeSet<&&str> = list.iter().collect();
        if unique.len() != list.len() {
            out.push("two styles of one name".to_owned());
        }
    }
    let uses = ["w:pStyle", "w:rStyle", "w:basedOn", "w:next"];
    for root in [&document, &styles] {
        let used = root
            .all()
            .into_iter()
            .filter(|one| uses.contains(&one.name.as_str()));
        let unknown = used.filter(|one| !ids.contains(&one.attribute("w:val")));
        out.extend(unknown.map(|one| format!("no style {}", one.attribute("w:val"))));
    }
    let known: BTreeSet<&str> = relations
        .named("Relationship")
        .map(|one| one.attribute("Id"))
        .collect();
    for one in document.all() {
        let id = one.attribute("r:id");
        if !id.is_empty() && !known.contains(id) {
            out.push(format!("no relation {id}"));
        }
    }
    out.extend(bookmark_faults(&document));
    out.extend(table_faults(&document));
    let mut depth = 0i32;
    for one in document.named("w:fldChar") {
        depth += match one.attribute("w:fldCharType") {
            "begin" => 1,
            "end" => -1,
            _ => 0,
        };
        if depth < 0 {
            out.push("a field ends before it begins".to_owned());
        }
    }
    if depth != 0 {
        out.push("a field does not end".to_owned());
    }
    let drawings: Vec<&str> = document
        .named("wp:docPr")
        .map(|one| one.attribute("id"))
        .collect();
    let unique: BTreeSet<&&str> = drawings.iter().collect();
    if unique.len() != drawings.len() {
        out.push("two drawings of one id".to_owned());
    }
    out
}

/// Bookmarks that do not pair, have a name or an id of another one or a name of more than 40 characters; anchors without one.
fn bookmark_faults(document: &Element) -> Vec<String> {
    let mut out = Vec::new();
    let (mut names, mut open, mut ids) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for one in document.all() {
        let id = one.attribute("w:id");
        match one.name.as_str() {
            "w:bookmarkStart" => {
                let name = one.attribute("w:name");
                let begin = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
                if !begin || name.chars().count() > 40 || !names.insert(name) {
                    out.push(format!("the bookmark {name}"));
                }
                if id.parse::<i32>().is_err() || !ids.insert(id) || !open.insert(id) {
                    out.push(format!("the id {id} of a bookmark"));
                }
            }
            "w:bookmarkEnd" if !open.remove(id) => out.push(format!("the end of {id}")),
            _ => {}
        }
    }
    out.extend(open.iter().map(|id| format!("{id} does not end")));
    let anchors = document
        .named("w:hyperlink")
        .map(|one| one.attribute("w:anchor"));
    let lost = anchors.filter(|anchor| !anchor.is_empty() && !names.contains(anchor));
    out.extend(lost.map(|anchor| format!("no bookmark {anchor}")));
    out
}

/// Tables whose rows have more or fewer columns than the grid, cells that do not end in a paragraph, tables that touch.
fn table_faults(document: &Element) -> Vec<String> {
    let mut out = Vec::new();
    for table in document.named("w:tbl") {
        let columns = table.child("w:tblGrid").unwrap().children.len();
        for row in table.children.iter().filter(|one| one.name == "w:tr") {
            let cells = row.children.iter().filter(|one| one.name == "w:tc");
            let spans = cells.map(|cell| {
                let span = cell.child("w:tcPr").and_then(|one| one.child("w:gridSpan"));
                span.map_or(1, |span| span.attribute("w:val").parse().unwrap())
            });
            if spans.sum::<usize>() != columns {
                out.push("a row that is not as wide as the grid".to_owned());
            }
        }
    }
    for cell in document.named("w:tc") {
        if cell.children.last().is_none_or(|last| last.name != "w:p") {
            out.push("a cell that does not end in a paragraph".to_owned());
        }
    }
    for one in document.all() {
        let tables = one.children.windows(2);
        let mut tables = tables.filter(|pair| pair.iter().all(|child| child.name == "w:tbl"));
        if tables.next().is_some() {
            out.push("two tables without a paragraph between them".to_owned());
        }
    }
    out
}

/// All faults of a Word document.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let parts = parts(bytes);
    let mut out = package_faults(&parts);
    out.extend(document_faults(&parts));
    for (name, text) in parts.iter().filter(|(name, _)| is_of(name, "xml")) {
        for element in Element::parse(text).all() {
            out.extend(
                misplaced(element)
                    .iter()
                    .map(|one| format!("{name}: {one}")),
            );
            // Spaces at the ends are lost without the attribute.
            let is_trimmed = element.text.trim() == element.text;
            let keeps = element.attribute("xml:space") == "preserve";
            if element.name == "w:t" && !is_trimmed && !keeps {
                out.push(format!("{name}: spaces of {:?} are lost", element.text));
            }
        }
    }
    out
}
