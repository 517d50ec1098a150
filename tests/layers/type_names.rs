//! A name stands for one type: a reader who searches for it finds one declaration.

use super::tree;
use std::collections::BTreeMap;

/// Names that two or more types carry on purpose: the error of a module, as in the standard library.
const AGREED: [&str; 1] = ["Error"];

#[test]
fn no_two_public_types_carry_one_name() {
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in tree::files() {
        let path = file.path.display().to_string();
        for name in &file.types {
            declared.entry(name.clone()).or_default().push(path.clone());
        }
    }
    declared.retain(|name, files| files.len() > 1 && !AGREED.contains(&name.as_str()));
    assert!(
        declared.is_empty(),
        "declared more than once: {declared:#?}"
    );
}
