//! Optional content (ISO 32000 8.11): the layers of a document that are switched off.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object};
use std::collections::HashSet;

/// The layers that are off in the document's default configuration.
#[derive(Default)]
pub(super) struct Layers {
    /// Their object identifiers.
    off: HashSet<(u32, i32)>,
}

impl Layers {
    /// Reads the default configuration.
    pub fn new(pdf: &Pdf) -> Self {
        let read = || {
            let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
            let properties = catalog.get::<Dict<'_>>("OCProperties")?;
            let config = properties.get::<Dict<'_>>("D")?;
            // A document may name the few layers that are on instead of the many that are off.
            let all_off = config
                .get::<Name<'_>>("BaseState")
                .is_some_and(|state| state.as_ref() == b"OFF");
            let mut off = HashSet::new();
            if all_off {
                off.extend(refs(&properties, "OCGs"));
                for on in refs(&config, "ON") {
                    off.remove(&on);
                }
            }
            off.extend(refs(&config, "OFF"));
            Some(Self { off })
        };
        read().unwrap_or_default()
    }

    /// True if `dict`'s entry `key` names a layer that is off, alone or as a member of a group of which none is on.
    pub fn hides(&self, dict: &Dict<'_>, key: &[u8]) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if let Some(layer) = dict.get_ref(key)
            && self.off.contains(&id(layer))
        {
            return true;
        }
        let Some(group) = dict.get::<Dict<'_>>(key) else {
            return false;
        };
        let mut members = refs(&group, "OCGs");
        members.extend(group.get_ref("OCGs").map(id));
        !members.is_empty() && members.iter().all(|member| self.off.contains(member))
    }
}

/// Returns the identifiers of the objects that an array refers to.
fn refs(dict: &Dict<'_>, key: &str) -> Vec<(u32, i32)> {
    let Some(array) = dict.get::<Array<'_>>(key) else {
        return Vec::new();
    };
    array
        .raw_iter()
        .filter_map(|item: MaybeRef<Object<'_>>| item.as_obj_ref().map(id))
        .collect()
}

/// Returns the identifier of an object.
fn id(object: ObjRef) -> (u32, i32) {
    (object.obj_number, object.gen_number)
}
