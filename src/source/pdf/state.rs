//! The part of PDF's graphics state that decides the place of text and whether it is painted.

use super::font::PdfFont;
use crate::source::page::{Backdrop, FillColour, Paint};
use kurbo::{Affine, Point, Rect};
use std::rc::Rc;

/// The opacity below which text counts as light.
const FAINT: f64 = 0.65;
/// The clip at the beginning of a page, which may be anywhere.
const EVERYWHERE: Rect = Rect::new(
    f64::NEG_INFINITY,
    f64::NEG_INFINITY,
    f64::INFINITY,
    f64::INFINITY,
);

/// The state that `q` saves and `Q` restores.
#[derive(Clone)]
pub(super) struct GraphicsState<'a> {
    /// The transformation from user space to the page.
    pub ctm: Affine,
    /// The bounds of what may be painted on.
    pub clip: Rect,
    /// The fill colour; `None` for a pattern.
    pub colour: Option<FillColour>,
    /// The opacity of fills.
    pub opacity: f64,
    /// Set when the fill colour counts ink (`/Separation`), so 1 is dark.
    pub subtractive: bool,
    /// The current font.
    pub font: Option<Rc<PdfFont<'a>>>,
    /// The size of the font.
    pub size: f64,
    /// `Tc`, in text space.
    pub char_space: f64,
    /// `Tw`, in text space.
    pub word_space: f64,
    /// `Tz` as a factor.
    pub stretch: f64,
    /// `TL`.
    pub leading: f64,
    /// `Ts`.
    pub rise: f64,
    /// `Tr`.
    pub mode: i64,
    /// The text matrix.
    pub text: Affine,
    /// The text line matrix.
    pub line: Affine,
}

impl GraphicsState<'_> {
    /// Returns the state at the beginning of a page.
    pub fn new(ctm: Affine) -> Self {
        Self {
            ctm,
            clip: EVERYWHERE,
            colour: Some(FillColour::BLACK),
            opacity: 1.0,
            subtractive: false,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
        }
    }

    /// Moves to the start of a line that lies `(x, y)` from the start of this one.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }

    /// Moves along the baseline by an amount in text space.
    pub fn advance(&mut self, along: f64, vertical: bool) {
        let step = if vertical {
            (0.0, along)
        } else {
            (along * self.stretch, 0.0)
        };
        self.text *= Affine::translate(step);
    }

    /// Returns the way text at `place` is painted now. Modes 3 and 7 paint nothing.
    pub fn ink(&self, place: Point, backdrop: &Backdrop) -> Paint {
        if matches!(self.mode, 3 | 7) {
            Paint::Hidden
        } else {
            backdrop.paint_of(place, self.colour, self.is_faint())
        }
    }

    /// True where what lies below a fill shines through.
    pub fn is_faint(&self) -> bool {
        self.opacity <= FAINT
    }

    /// Sets the fill colour from its components: gray, RGB or CMYK by their number.
    pub fn fill(&mut self, components: &[f64]) {
        self.colour = match *components {
            [tint] if self.subtractive => FillColour::of(&[1.0 - tint]),
            _ => FillColour::of(components),
        };
    }
}
