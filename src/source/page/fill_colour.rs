//! A colour as far as it tells words that are meant to be read from a watermark.

/// The luminance from which on a colour is light.
const LIGHT: f64 = 0.62;
/// The difference between the strongest and the weakest of red, green and blue from which on a colour is vivid.
const VIVID: f64 = 0.5;

/// The fill colour of words or of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::source) struct FillColour {
    /// From 0 black to 1 white.
    pub luminance: f64,
    /// The difference between the strongest and the weakest of red, green and blue, from 0 grey to 1.
    chroma: f64,
}

impl FillColour {
    /// The colour of text that sets none.
    pub const BLACK: Self = Self {
        luminance: 0.0,
        chroma: 0.0,
    };

    /// Returns a colour of its components from 0 to 1: grey, RGB or CMYK by their number. `None` for another number of them,
    /// as of a pattern.
    pub fn of(components: &[f64]) -> Option<Self> {
        let [red, green, blue] = match *components {
            [gray] => [gray; 3],
            [red, green, blue] => [red, green, blue],
            [cyan, magenta, yellow, black] => {
                [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black))
            }
            _ => return None,
        };
        Some(Self {
            // By the weights that the eye gives to them.
            luminance: 0.3 * red + 0.59 * green + 0.11 * blue,
            chroma: red.max(green).max(blue) - red.min(green).min(blue),
        })
    }

    /// True for light grey and pastels, in which watermarks are printed. A golden or orange heading is light as well.
    pub fn is_pale(self) -> bool {
        self.luminance >= LIGHT && self.chroma < VIVID
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_grey_and_pastels_are_pale() {
        let pale = |components: &[f64]| FillColour::of(components).map(FillColour::is_pale);
        for components in [
            &[0.75][..],
            &[1.0, 1.0, 1.0],
            &[1.0, 0.75, 0.75],
            &[0.0, 0.0, 0.0, 0.2],
            &[0.2, 0.0, 0.0, 0.0],
        ] {
            assert_eq!(pale(components), Some(true), "{components:?}");
        }
        for components in [
            &[0.5][..],
            &[0.8, 0.1, 0.1],
            &[1.0, 0.75, 0.0],
            &[0.0, 0.25, 1.0, 0.0],
        ] {
            assert_eq!(pale(components), Some(false), "{components:?}");
        }
        assert_eq!(pale(&[]), None);
    }
}
