//! The part of PDF's graphics state that decides the place of text and whether it is painted.

use super::font::PdfFont;
use crate::source::page::Paint;
use kurbo::Affine;
use std::rc::Rc;

/// The luminance from which on text counts as light, from 0 black to 1 white.
const LIGHT: f64 = 0.62;
/// The opacity below which text counts as light.
const FAINT: f64 = 0.65;

/// The state that `q` saves and `Q` restores.
#[derive(Clone)]
pub(super) struct GraphicsState<'a> {
    /// The transformation from user space to the page.
    pub ctm: Affine,
    /// The luminance of the fill colour.
    pub luminance: f64,
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
            luminance: 0.0,
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

    /// Returns the way text is painted now. Modes 3 and 7 paint nothing.
    pub fn ink(&self) -> Paint {
        if matches!(self.mode, 3 | 7) {
            Paint::Hidden
        } else if self.luminance >= LIGHT || self.opacity <= FAINT {
            Paint::Light
        } else {
            Paint::Dark
        }
    }

    /// Sets the fill colour from its components: gray, RGB or CMYK by their number.
    pub fn fill(&mut self, components: &[f64]) {
        // By the weights that the eye gives to red, green and blue.
        self.luminance = match *components {
            [tint] if self.subtractive => 1.0 - tint,
            [gray] => gray,
            [red, green, blue] => 0.3 * red + 0.59 * green + 0.11 * blue,
            [cyan, magenta, yellow, black] => {
                (1.0 - black) * (1.0 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow)
            }
            _ => 0.0,
        };
    }
}
