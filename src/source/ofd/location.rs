//! Locations of files inside a package (`ST_Loc`).

use crate::source::archive::Package;
use std::io::Cursor;

/// An opened package.
pub(super) type OfdPackage<'a> = Package<Cursor<&'a [u8]>>;

/// Returns the folder of a path inside the package, with its slash.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/')
        .and_then(|at| path.get(..=at))
        .unwrap_or_default()
}

/// Resolves a location (`ST_Loc`): absolute with a leading slash, otherwise relative to `folder`.
pub(super) fn resolve(folder: &str, path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let whole = if path.starts_with('/') {
        path
    } else {
        format!("{folder}{path}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_absolute_or_relative() {
        assert_eq!(
            resolve("Doc_0/", "Pages/Page_0/Content.xml"),
            "Doc_0/Pages/Page_0/Content.xml"
        );
        assert_eq!(resolve("Doc_0/Pages/", "../Res/./a.xml"), "Doc_0/Res/a.xml");
        assert_eq!(
            resolve("Doc_0/", "/Doc_1/Document.xml"),
            "Doc_1/Document.xml"
        );
        assert_eq!(resolve("", "../../x"), "x");
    }
}
