//! A document body of a package: the files of its pages, templates, annotations and resources, and its pages as rows.

use super::annotations;
use super::content::{POINTS, PageContent};
use super::images;
use super::location::{OfdPackage, folder, resolve};
use super::text::{self, OfdResources};
use super::units;
use super::xml::{self, OfdEvent, walk};
use crate::source::Error;
use crate::source::page::{Glyph, GlyphPage, Rule, TextPage, set};
use crate::source::xml::Element;
use std::collections::HashMap;

/// The most pages that are read of one file.
pub(super) const MOST_PAGES: usize = 20_000;
/// The size of a page that gives none: A4 in millimetres.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// One document body.
pub(super) struct OfdDocument {
    /// The files of the pages, in order.
    pub pages: Vec<String>,
    /// Template pages by identifier: their files, and their glyphs once they were asked for.
    templates: HashMap<String, String>,
    /// The glyphs of each template page that was used.
    loaded: HashMap<String, (Vec<Glyph>, Vec<Rule>)>,
    /// The number of pages that each template lies under.
    used: HashMap<String, usize>,
    /// The files of annotations by those of their pages.
    annotations: HashMap<String, String>,
    /// Bold fonts and composite units.
    pub resources: OfdResources,
    /// The files of images by identifier.
    pub media: HashMap<String, String>,
    /// Left, top, width and height of a page that gives none, in millimetres.
    pub area: [f64; 4],
}

/// The pages that a document file lists.
#[derive(Default)]
struct OfdPages {
    /// Their files, in order.
    paths: Vec<String>,
    /// The identifiers of those that have one, with their files.
    identified: Vec<(String, String)>,
    /// The files of the template pages by identifier.
    templates: HashMap<String, String>,
}

impl OfdPages {
    /// Reads the list of pages of the document file `bytes`, which lies in `folder`.
    fn of(bytes: &[u8], folder: &str) -> Self {
        let mut pages = Self::default();
        walk(bytes, &mut |event| {
            let OfdEvent::Open(element) = event else {
                return;
            };
            let Some(path) = element.attribute("BaseLoc") else {
                return;
            };
            let path = resolve(folder, path);
            match (&*element.name, element.attribute("ID")) {
                ("Page", id) if pages.paths.len() < MOST_PAGES => {
                    let identified = id.map(|id| (id.to_owned(), path.clone()));
                    pages.identified.extend(identified);
                    pages.paths.push(path);
                }
                ("TemplatePage", Some(id)) => {
                    pages.templates.insert(id.to_owned(), path);
                }
                _ => {}
            }
        });
        pages
    }
}

impl OfdDocument {
    /// Reads the document file; `None` where the package lacks it.
    pub fn open(package: &mut OfdPackage<'_>, root: &str) -> Result<Option<Self>, Error> {
        let Some(bytes) = package.part(root)? else {
            return Ok(None);
        };
        let folder = folder(root);
        let pages = OfdPages::of(&bytes, folder);
        let said = texts(
            &bytes,
            &["PhysicalBox", "PublicRes", "DocumentRes", "Annotations"],
        );
        let area = said
            .iter()
            .find(|(name, _)| name == "PhysicalBox")
            .map(|(_, text)| xml::numbers(text));
        let (mut resources, mut media) = (OfdResources::default(), HashMap::new());
        for (_, path) in said.iter().filter(|(name, _)| name.ends_with("Res")) {
            let path = resolve(folder, path);
            if let Ok(Some(file)) = package.part(&path) {
                resources.bold.extend(bold_fonts(&file));
                units::read(&file, &mut resources);
                media.extend(images::files(&file, &path));
            }
        }
        let notes = said.iter().find(|(name, _)| name == "Annotations");
        let annotations = notes
            .map(|(_, path)| annotations_of(package, &resolve(folder, path), &pages.identified));
        Ok(Some(Self {
            pages: pages.paths,
            annotations: annotations.unwrap_or_default(),
            templates: pages.templates,
            loaded: HashMap::new(),
            used: HashMap::new(),
            resources,
            media,
            area: area.and_then(|area| area.try_into().ok()).unwrap_or(A4),
        }))
    }

    /// Reads one page with its templates: two pages of text where it is a sheet of two.
    pub fn page(
        &mut self,
        package: &mut OfdPackage<'_>,
        path: &str,
        number: u32,
    ) -> Result<Vec<TextPage>, Error> {
        let content = match package.part(path)? {
            Some(bytes) => text::content(&bytes, &self.resources),
            None => PageContent::default(),
        };
        let (mut glyphs, mut rules) = (Vec::new(), Vec::new());
        for id in &content.templates {
            let (text, lines) = self.template(package, id)?;
            glyphs.extend(text);
            rules.extend(lines);
        }
        glyphs.extend(content.glyphs);
        rules.extend(content.rules);
        let notes = self.annotations.get(path).map(|file| package.part(file));
        if let Some(file) = notes.transpose()?.flatten() {
            glyphs.extend(annotations::content(&file, &self.resources).glyphs);
        }
        let [left, top, width, height] = content
            .area
            .unwrap_or(self.area)
            .map(|length| length * POINTS);
        move_origin(&mut glyphs, &mut rules, (left, top));
        Ok(set(GlyphPage {
            number,
            width,
            height,
            glyphs,
            rules,
            links: Vec::new(),
        }))
    }

    /// Returns the glyphs and the lines of a template page. From its second page on, its text is page furniture.
    fn template(
        &mut self,
        package: &mut OfdPackage<'_>,
        id: &str,
    ) -> Result<(Vec<Glyph>, Vec<Rule>), Error> {
        if !self.loaded.contains_key(id) {
            let part = self
                .templates
                .get(id)
                .map(|path| package.part(path))
                .transpose()?
                .flatten();
            let glyphs = part
                .map(|bytes| text::content(&bytes, &self.resources))
                .unwrap_or_default();
            self.loaded
                .insert(id.to_owned(), (glyphs.glyphs, glyphs.rules));
        }
        let used = self.used.entry(id.to_owned()).or_default();
        *used += 1;
        let again = *used > 1;
        let (glyphs, rules) = self.loaded.get(id).cloned().unwrap_or_default();
        let glyphs = glyphs
            .into_iter()
            .map(|glyph| Glyph {
                furniture: again,
                ..glyph
            })
            .collect();
        Ok((glyphs, rules))
    }
}

/// Moves the origin of coordinates to `left` and `top`, in points.
fn move_origin(glyphs: &mut [Glyph], rules: &mut [Rule], (left, top): (f64, f64)) {
    for glyph in glyphs {
        glyph.x -= left;
        glyph.y -= top;
    }
    for rule in rules {
        let (along, across) = if rule.vertical {
            (top, left)
        } else {
            (left, top)
        };
        rule.at -= across;
        rule.from -= along;
        rule.to -= along;
    }
}

/// Returns the annotation files of a document by the files of its pages, which come with their identifiers. `path` is that of
/// the list of annotations.
fn annotations_of(
    package: &mut OfdPackage<'_>,
    path: &str,
    pages: &[(String, String)],
) -> HashMap<String, String> {
    let Ok(Some(file)) = package.part(path) else {
        return HashMap::new();
    };
    let mut files = annotations::files(&file, path);
    let of_page = |(id, page): &(String, String)| Some((page.clone(), files.remove(id)?));
    pages.iter().filter_map(of_page).collect()
}

/// Returns the trimmed texts of the elements of these names, in the order of the file.
pub(super) fn texts(bytes: &[u8], names: &[&str]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    walk(bytes, &mut |event| match event {
        OfdEvent::Open(element) => {
            inside = names.contains(&&*element.name);
            if inside {
                found.push((element.name.to_string(), String::new()));
            }
        }
        OfdEvent::Text(text) if inside => {
            if let Some((_, so_far)) = found.last_mut() {
                so_far.push_str(text.trim());
            }
        }
        OfdEvent::Text(_) => {}
        OfdEvent::Close(_) => inside = false,
    });
    found.retain(|(_, text)| !text.is_empty());
    found
}

/// Returns the identifiers of the fonts that are bold.
fn bold_fonts(resources: &[u8]) -> Vec<String> {
    let mut bold = Vec::new();
    let is_bold = |font: &Element| {
        let named = |key: &str| {
            let name = font.attribute(key).unwrap_or_default();
            ["Bold", "Heavy", "SimHei", "黑体", "小标宋"]
                .iter()
                .any(|part| name.contains(part))
        };
        font.attribute("Bold") == Some("true") || named("FontName") || named("FamilyName")
    };
    walk(resources, &mut |event| {
        if let OfdEvent::Open(element) = event
            && &*element.name == "Font"
            && is_bold(&element)
        {
            bold.extend(element.attribute("ID").map(str::to_owned));
        }
    });
    bold
}
