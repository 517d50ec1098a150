//! A name stands for one type: a reader who searches for it finds one declaration.

use super::tree;
use std::collections::BTreeMap;

/// Names that two or more types carry on purpose: the usual ones of a module's own error and result, and words of the trade
/// that mean the same at two ends of the program.
const AGREED: [&str; 2] = ["Error", "Result"];

/// Names on their way out, which pass for now.
const FOR_NOW: [&str; 43] = [
    "Asked",
    "Body",
    "Change",
    "Context",
    "Element",
    "Entry",
    "Failure",
    "Field",
    "FileId",
    "Font",
    "Found",
    "Hit",
    "Index",
    "Ink",
    "Input",
    "Key",
    "Kind",
    "Line",
    "Look",
    "Looked",
    "Mark",
    "Marks",
    "Message",
    "Node",
    "Note",
    "Options",
    "Order",
    "Page",
    "Paragraph",
    "ParagraphLook",
    "Reader",
    "Reading",
    "Role",
    "Row",
    "Rules",
    "RunLook",
    "Section",
    "Shelf",
    "State",
    "Styles",
    "Template",
    "Wanted",
    "Words",
];

#[test]
fn no_two_public_types_carry_one_name() {
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in tree::files() {
        let path = file.path.display().to_string();
        for name in &file.types {
            declared.entry(name.clone()).or_default().push(path.clone());
        }
    }
    declared.retain(|name, files| {
        files.len() > 1
            && ![AGREED.as_slice(), &FOR_NOW]
                .concat()
                .contains(&name.as_str())
    });
    assert!(
        declared.is_empty(),
        "declared more than once: {declared:#?}"
    );
}
