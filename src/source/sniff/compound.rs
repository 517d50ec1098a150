//! OLE compound files: Word, Excel, `PowerPoint` and Outlook until 2003, and packages with a password.

use super::FileKind;
use crate::model::transcript::FileFormat;
use std::io::Cursor;

/// Returns the format of an OLE compound file by the names of its streams ([MS-CFB] 2.6.4).
///
/// Only those at the top count: a workbook and a mail hold Word documents in storages of their own.
pub(super) fn kind_of(bytes: &[u8]) -> FileKind {
    if let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) {
        let names: Vec<String> = file
            .read_root_storage()
            .map(|entry| entry.name().to_owned())
            .collect();
        // Names are compared without regard to case; some programs write them in capitals.
        let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        return kind_by(has).unwrap_or(FileKind::Other("OLE 复合文件/an OLE compound file"));
    }
    // The directory of a damaged file may be there all the same, in UTF-16.
    let holds = |name: &str| {
        let name = format!("{name}\0");
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    // A truncated file has lost its directory; the reader of DOC reports the damage.
    kind_by(holds).unwrap_or(FileKind::Known(FileFormat::Doc))
}

/// Returns the format of a compound file that has the streams for which `has` is true.
fn kind_by(has: impl Fn(&str) -> bool) -> Option<FileKind> {
    match () {
        () if has("EncryptedPackage") => Some(FileKind::Locked),
        () if has("WordDocument") => Some(FileKind::Known(FileFormat::Doc)),
        () if has("Workbook") || has("Book") => Some(FileKind::Known(FileFormat::Sheet)),
        () if has("__properties_version1.0") => Some(FileKind::Outlook),
        () if has("PowerPoint Document") => Some(FileKind::Other("幻灯片/a presentation")),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_file_is_what_its_own_streams_show() {
        let file = |streams: &[&str]| {
            let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            for path in streams {
                let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
                file.create_storage_all(format!("/{parent}")).unwrap();
                file.create_stream(format!("/{path}")).unwrap();
            }
            file.into_inner().into_inner()
        };
        let sheet = FileKind::Known(FileFormat::Sheet);
        assert_eq!(kind_of(&file(&["Workbook", "MBD1/WordDocument"])), sheet);
        assert_eq!(kind_of(&file(&["WORKBOOK"])), sheet);
        let mail = file(&["__properties_version1.0", "__attach/WordDocument"]);
        assert_eq!(kind_of(&mail), FileKind::Outlook);
        let doc = file(&["WordDocument", "ObjectPool/Workbook"]);
        assert_eq!(kind_of(&doc), FileKind::Known(FileFormat::Doc));
    }
}
