//! Runs a page's content stream for its text: operators in, glyphs out. Nothing is painted; a scan's images are gathered where
//! they are asked for.
//!
//! The operators of the text and graphics state are followed as a viewer would, so that each glyph
//! has its place, size and direction on the page. Painting is reduced to what shows whether text
//! can be seen: colour, opacity, rendering mode. Limits on operators, glyphs, forms and saved
//! states bound the work on a file that is made to last for ever.

use super::font::{Fonts, PdfFont};
use super::glyphs::push;
use super::images;
use super::layers::Layers;
use super::marks::MarkedContent;
use super::paths::{PathEnd, Paths};
use super::sources::CodeText;
use super::state::GraphicsState;
use crate::source::page::{Backdrop, FillColour, Glyph, Rule};
use crate::source::picture::PlacedPicture;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::Resources;
use kurbo::{Affine, Point, Rect};
use std::rc::Rc;

/// The deepest nesting of form `XObject`s.
const DEEPEST_FORM: u32 = 24;
/// The most saved graphics states; deeper `q` are ignored, so a stream of two million costs nothing.
const MOST_STATES: usize = 512;
/// The most operators of one document: a 300-page report has about half a million, exponential forms have no end.
pub(super) const MOST_OPERATORS: u64 = 40_000_000;
/// The most images of one page: some scanners write strips of a few rows.
const MOST_PICTURES: usize = 2000;
/// The most glyphs of one page.
const MOST_GLYPHS: usize = 400_000;

/// The state that the pages of one document share.
pub(super) struct Shared<'a> {
    /// The fonts that are already loaded.
    pub fonts: Fonts<'a>,
    /// The layers that are switched off.
    pub layers: Layers,
    /// The number of operators that may still be run.
    pub budget: u64,
}

/// The interpreter of one page.
pub(super) struct Interpreter<'a, 's> {
    /// The document's fonts, layers and budget.
    shared: &'s mut Shared<'a>,
    /// The current graphics state.
    state: GraphicsState<'a>,
    /// The states that `q` saved.
    saved: Vec<GraphicsState<'a>>,
    /// The marked content that is open.
    marks: MarkedContent,
    /// The glyphs so far.
    glyphs: Vec<Glyph>,
    /// The path that is being built, and the ruling lines so far.
    paths: Paths,
    /// What was painted so far.
    backdrop: Backdrop,
    /// The images so far; `None` where they are not wanted, since decoding them takes long.
    pictures: Option<Vec<PlacedPicture>>,
    /// The nesting of forms.
    depth: u32,
}

impl<'a, 's> Interpreter<'a, 's> {
    /// Makes an interpreter for a page whose user space `ctm` turns into points from the top left.
    pub fn new(shared: &'s mut Shared<'a>, ctm: Affine) -> Self {
        Self {
            shared,
            state: GraphicsState::new(ctm),
            saved: Vec::new(),
            marks: MarkedContent::default(),
            glyphs: Vec::new(),
            paths: Paths::default(),
            backdrop: Backdrop::default(),
            pictures: None,
            depth: 0,
        }
    }

    /// Gathers the images of the page as well.
    pub fn with_pictures(mut self) -> Self {
        self.pictures = Some(Vec::new());
        self
    }

    /// Returns the images that were drawn, in the order of the file.
    pub fn into_pictures(self) -> Vec<PlacedPicture> {
        self.pictures.unwrap_or_default()
    }

    /// Runs a content stream with the resources it names.
    pub fn run(&mut self, content: &[u8], resources: &Resources<'a>) {
        let mut operations = TypedIter::new(content);
        while let Some(op) = operations.next() {
            self.shared.budget = self.shared.budget.saturating_sub(1);
            // What was read so far is shown.
            if self.shared.budget == 0 || self.glyphs.len() > MOST_GLYPHS {
                return;
            }
            self.perform(&op, resources);
        }
    }

    /// Returns the glyphs that were shown and the ruling lines that were drawn, in the order of the file.
    pub fn finish(self) -> (Vec<Glyph>, Vec<Rule>) {
        (self.glyphs, self.paths.into_rules())
    }

    /// Runs one operator.
    fn perform(&mut self, op: &Op<'_, '_>, resources: &Resources<'a>) {
        match op {
            Op::SaveState(_) if self.saved.len() < MOST_STATES => {
                self.saved.push(self.state.clone());
            }
            Op::RestoreState(_) => {
                // A `Q` without its `q` changes nothing.
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            Op::Transform(m) => self.state.ctm *= affine([m.0, m.1, m.2, m.3, m.4, m.5]),
            Op::XObject(name) => self.form(name.0, resources),
            Op::InlineImage(image) => self.picture(image.0, resources),
            Op::SetGraphicsState(name) => self.graphics_state(name.0, resources),
            Op::BeginMarkedContent(tag) => self.marks.begin(tag.0, None, false, self.glyphs.len()),
            Op::BeginMarkedContentWithProperties(tag) => self.begin(tag.0, tag.1, resources),
            Op::EndMarkedContent(_) => self.marks.end(&mut self.glyphs),
            Op::Shading(_) => self.fill(self.state.clip, None),
            _ => match self.paths.perform(op, self.state.ctm) {
                Some(end) => self.end_path(end),
                None if self.colour(op, resources) => {}
                None => self.text(op, resources),
            },
        }
    }

    /// Fills and clips what a path encloses.
    fn end_path(&mut self, end: PathEnd) {
        for area in end.filled {
            self.fill(area, self.state.colour);
        }
        if let Some(clip) = end.clip {
            self.state.clip = self.state.clip.intersect(clip);
        }
    }

    /// Paints an area below the text that follows; one that shines through leaves what it lies on.
    fn fill(&mut self, area: Rect, colour: Option<FillColour>) {
        if !self.state.is_faint() && !self.marks.hidden() {
            let seen = area.intersect(self.state.clip);
            self.backdrop.paint(seen, colour);
        }
    }

    /// Runs an operator that sets the fill colour; false if `op` is another one.
    fn colour(&mut self, op: &Op<'_, '_>, resources: &Resources<'a>) -> bool {
        match op {
            Op::NonStrokeColorDeviceGray(c) => {
                self.state.subtractive = false;
                self.state.fill(&[c.0.as_f64()]);
            }
            Op::NonStrokeColorDeviceRgb(c) => {
                self.state.fill(&[c.0.as_f64(), c.1.as_f64(), c.2.as_f64()]);
            }
            Op::NonStrokeColorCmyk(c) => {
                self.state
                    .fill(&[c.0.as_f64(), c.1.as_f64(), c.2.as_f64(), c.3.as_f64()]);
            }
            Op::ColorSpaceNonStroke(name) => {
                self.state.colour = Some(FillColour::BLACK);
                self.state.subtractive = is_subtractive(name.0, resources);
            }
            Op::NonStrokeColor(c) => {
                let components: Vec<f64> = c.0.iter().map(Number::as_f64).collect();
                self.state.fill(&components);
            }
            Op::NonStrokeColorNamed(c) => {
                let components: Vec<f64> = c.0.iter().map(Number::as_f64).collect();
                self.state.fill(&components);
            }
            _ => return false,
        }
        true
    }

    /// Runs an operator of the text state.
    fn text(&mut self, op: &Op<'_, '_>, resources: &Resources<'a>) {
        let state = &mut self.state;
        match op {
            Op::BeginText(_) => {
                state.text = Affine::IDENTITY;
                state.line = Affine::IDENTITY;
            }
            Op::TextFont(font) => {
                state.size = font.1.as_f64();
                state.font = self.shared.fonts.named(&resources.fonts, font.0.as_ref());
            }
            Op::SetTextMatrix(m) => {
                state.line = affine([m.0, m.1, m.2, m.3, m.4, m.5]);
                state.text = state.line;
            }
            Op::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                state.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            Op::CharacterSpacing(space) => state.char_space = space.0.as_f64(),
            Op::WordSpacing(space) => state.word_space = space.0.as_f64(),
            Op::HorizontalScaling(percent) => state.stretch = percent.0.as_f64() / 100.0,
            Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => state.rise = rise.0.as_f64(),
            Op::TextRenderingMode(mode) => state.mode = mode.0.as_i64(),
            _ => self.shown(op),
        }
    }

    /// Runs an operator that shows text.
    fn shown(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::ShowText(text) => self.show(text.0.as_bytes()),
            Op::ShowTexts(items) => {
                for item in items.0.iter::<Object<'_>>() {
                    match item {
                        Object::Number(gap) => self.adjust(gap.as_f64()),
                        Object::String(text) => self.show(text.as_bytes()),
                        _ => {}
                    }
                }
            }
            Op::NextLineAndShowText(text) => {
                self.state.next_line(0.0, -self.state.leading);
                self.show(text.0.as_bytes());
            }
            Op::ShowTextWithParameters(text) => {
                self.state.word_space = text.0.as_f64();
                self.state.char_space = text.1.as_f64();
                self.state.next_line(0.0, -self.state.leading);
                self.show(text.2.as_bytes());
            }
            _ => {}
        }
    }

    /// Moves the text position by a number between two strings of `TJ`.
    fn adjust(&mut self, thousandths: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        self.state
            .advance(-thousandths / 1000.0 * self.state.size, vertical);
    }

    /// Shows a string: each code puts a glyph and moves on.
    fn show(&mut self, mut bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        while let Some((code, len)) = font.code(bytes) {
            let coded = font.coded(code, len);
            // Word spacing is for the code 32 of one byte alone (ISO 32000 9.3.3).
            let word = if len == 1 && code == 32 {
                self.state.word_space
            } else {
                0.0
            };
            let extra = self.state.char_space + word;
            self.put(&font, &coded, extra);
            bytes = bytes.get(len..).unwrap_or_default();
        }
    }

    /// Puts the text of one code on the page and moves on.
    fn put(&mut self, font: &Rc<PdfFont<'a>>, coded: &CodeText, extra: f64) {
        let state = &mut self.state;
        let along = coded.advance / 1000.0 * state.size;
        let place = state.ctm * state.text * Affine::translate((0.0, state.rise));
        if font.vertical {
            state.advance(-(along + extra), true);
        } else {
            state.advance(along + extra, false);
        }
        // The position has moved on all the same, so that what follows is in its place.
        if self.marks.hidden() || !place.is_finite() {
            return;
        }
        let [a, b, c, d, ..] = place.as_coeffs();
        let origin = place.translation();
        // In the em box of the character: below its origin where text runs down, else above it.
        let middle = if font.vertical {
            Point::new(0.0, -0.5 * along)
        } else {
            Point::new(0.5 * along * state.stretch, 0.35 * state.size)
        };
        // The size is the letters' height: a narrow face (`Tz`) is not a smaller one.
        let size = state.size.abs() * c.hypot(d);
        let (angle, factor) = if font.vertical {
            ((-d).atan2(-c), c.hypot(d))
        } else {
            (b.atan2(a), state.stretch * a.hypot(b))
        };
        let glyph = Glyph {
            ch: '\u{fffd}',
            x: origin.x,
            y: origin.y,
            advance: along * factor,
            size,
            angle: angle.to_degrees(),
            ink: state.ink(place * middle, &self.backdrop),
            bold: font.bold || matches!(state.mode, 2 | 6),
            text_box: 0,
            furniture: self.marks.furniture(),
        };
        push(&mut self.glyphs, glyph, &coded.text);
    }

    /// Opens marked content.
    fn begin(&mut self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) {
        let named = match properties {
            Object::Name(name) => resources.properties.get::<Dict<'_>>(name.as_ref()),
            _ => None,
        };
        let hidden = tag.as_ref() == b"OC"
            && match properties {
                Object::Name(name) => self
                    .shared
                    .layers
                    .hides(&resources.properties, name.as_ref()),
                _ => false,
            };
        let dict = match properties {
            Object::Dict(dict) => Some(dict.clone()),
            _ => named,
        };
        self.marks
            .begin(tag, dict.as_ref(), hidden, self.glyphs.len());
    }

    /// Applies an `/ExtGState` dictionary: opacity and font.
    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(dict) = resources.get_ext_g_state(name) else {
            return;
        };
        if let Some(opacity) = dict.get::<f64>("ca") {
            self.state.opacity = opacity;
        }
        if let Some(array) = dict.get::<Array<'a>>("Font") {
            let mut items = array.flex_iter();
            if let Some(font) = items.next::<Dict<'a>>() {
                self.state.font = self.shared.fonts.get(&font);
                self.state.size = items.next::<f64>().unwrap_or(self.state.size);
            }
        }
    }

    /// Runs a form `XObject` that is visible, or gathers an image.
    fn form(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let is_form = stream
            .dict()
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_ref() == b"Form");
        if self.depth >= DEEPEST_FORM || self.shared.layers.hides(stream.dict(), b"OC") {
            return;
        }
        if is_form {
            self.run_form(&stream, resources);
        } else {
            self.picture(&stream, resources);
        }
    }

    /// Draws an image, and gathers it where images are wanted. One that cannot be decoded is not gathered.
    fn picture(&mut self, stream: &Stream<'_>, resources: &Resources<'a>) {
        let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
        self.fill(self.state.ctm.transform_rect_bbox(unit), None);
        let Some(pictures) = &mut self.pictures else {
            return;
        };
        if pictures.len() >= MOST_PICTURES || self.marks.hidden() {
            return;
        }
        let fill = self.state.colour.unwrap_or(FillColour::BLACK);
        if let Some((raster, paper)) = images::decode(stream, resources, fill.luminance) {
            // PDF has the origin of an image at its bottom left.
            let place = self.state.ctm * Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]);
            pictures.push(PlacedPicture {
                raster,
                paper,
                place,
            });
        }
    }

    /// Runs a form's content in a copy of the state.
    fn run_form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) {
        let Ok(content) = stream.decoded_data() else {
            return;
        };
        let dict = stream.dict();
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        let outer = self.state.clone();
        // A form may not restore states of the page around it.
        let saved = std::mem::take(&mut self.saved);
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            self.state.ctm *= Affine::new(matrix);
        }
        self.depth += 1;
        self.run(&content, own.as_ref().unwrap_or(resources));
        self.depth -= 1;
        self.saved = saved;
        self.state = outer;
    }
}

/// Makes a transformation of six operands.
fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|n| n.as_f64()))
}

/// True for a colour space whose components count ink, so that 1 is dark.
fn is_subtractive(name: &Name<'_>, resources: &Resources<'_>) -> bool {
    let Some(Object::Array(space)) = resources.get_color_space(name) else {
        return false;
    };
    let family = space.iter::<Object<'_>>().next();
    matches!(family, Some(Object::Name(family)) if matches!(family.as_ref(), b"Separation" | b"DeviceN"))
}
