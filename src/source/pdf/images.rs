//! The images of a PDF page, decoded to grey: JPEG, JPEG 2000, JBIG2, CCITT fax and plain samples.

use crate::source::picture::{Paper, Raster, luminance};
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use hayro_syntax::page::Resources;

/// The most pixels of one image.
const MOST_PIXELS: usize = 120_000_000;

/// The way in which samples stand for grey.
enum Colours {
    /// This many components: 1 grey, 3 red, green and blue, 4 inks.
    Components(usize),
    /// One component where 1 is dark.
    Ink,
    /// An index into a list of grey values.
    Palette(Vec<u8>),
}

/// Decodes an image of a page. `fill` is the luminance of the fill colour, in which a stencil is painted.
pub(super) fn decode(
    stream: &Stream<'_>,
    resources: &Resources<'_>,
    fill: f64,
) -> Option<(Raster, Paper)> {
    let dict = stream.dict();
    let is_stencil = flag(dict, b"ImageMask").or(flag(dict, b"IM")) == Some(true);
    if is_stencil {
        let painted = raster(stream, resources, true)?;
        // A sample of 0 paints, so that the inverted samples are the share of ink.
        let share = painted.grey.iter().map(|sample| 255 - sample).collect();
        let ink = if fill > 0.5 { u8::MAX } else { 0 };
        let one = Raster {
            width: painted.width,
            height: painted.height,
            grey: vec![ink; painted.grey.len()],
        };
        return Some((
            one,
            Paper::Masked(Raster {
                grey: share,
                ..painted
            }),
        ));
    }
    let shown = raster(stream, resources, false)?;
    let soft = dict.get::<Stream<'_>>("SMask");
    let hard = dict.get::<Stream<'_>>("Mask");
    let paper = match (soft, hard) {
        (Some(mask), _) => raster(&mask, resources, false).map(Paper::Masked),
        (None, Some(mask)) => raster(&mask, resources, true).map(|mask| {
            let grey = mask.grey.iter().map(|sample| 255 - sample).collect();
            Paper::Masked(Raster { grey, ..mask })
        }),
        (None, None) => None,
    };
    Some((shown, paper.unwrap_or(Paper::Opaque)))
}

/// Returns a flag of a dictionary.
fn flag(dict: &Dict<'_>, key: &[u8]) -> Option<bool> {
    dict.get::<bool>(key)
}

/// Decodes the samples of an image to grey.
fn raster(stream: &Stream<'_>, resources: &Resources<'_>, is_stencil: bool) -> Option<Raster> {
    let dict = stream.dict();
    let number = |long: &str, short: &str| {
        let number = dict.get::<u32>(long.as_bytes());
        number.or_else(|| dict.get::<u32>(short.as_bytes()))
    };
    let (width, height) = (number("Width", "W")?, number("Height", "H")?);
    let space = dict
        .get::<Object<'_>>("ColorSpace")
        .or_else(|| dict.get::<Object<'_>>("CS"));
    let colours = match &space {
        _ if is_stencil => Some(Colours::Components(1)),
        Some(space) => colours(space, resources, 0),
        None => None,
    };
    let bits = if is_stencil {
        Some(1)
    } else {
        number("BitsPerComponent", "BPC")
    };
    let decoded = stream.decoded_image(&ImageDecodeParams {
        is_indexed: matches!(colours, Some(Colours::Palette(_))),
        bpc: bits.and_then(|bits| u8::try_from(bits).ok()),
        num_components: colours
            .as_ref()
            .and_then(|one| u8::try_from(one.count()).ok()),
        target_dimension: None,
        width,
        height,
    });
    let decoded = decoded.ok()?;
    let (mut size, mut bits) = ([width, height], bits.unwrap_or(8));
    let mut own = None;
    if let Some(data) = &decoded.image_data {
        size = [data.width, data.height];
        bits = data.bits_per_component.into();
        own = data.color_space.map(component_count);
    }
    let colours = match (colours, own) {
        (Some(colours), Some(own)) if colours.count() == own => colours,
        (Some(colours), None) => colours,
        (_, Some(own)) => Colours::Components(own),
        (None, None) => return None,
    };
    to_grey(&decoded.data, size, bits, &colours, is_inverted(dict))
}

/// Returns the number of components of a pixel.
fn component_count(space: ImageColorSpace) -> usize {
    match space {
        ImageColorSpace::Gray => 1,
        ImageColorSpace::Rgb => 3,
        ImageColorSpace::Cmyk => 4,
        ImageColorSpace::Unknown(count) => usize::from(count),
    }
}

/// True if the largest sample of the image is its darkest.
fn is_inverted(dict: &Dict<'_>) -> bool {
    let decode = dict
        .get::<Array<'_>>("Decode")
        .or_else(|| dict.get::<Array<'_>>("D"));
    let limits: Vec<f64> = decode.iter().flat_map(Array::iter::<f64>).take(2).collect();
    matches!(limits[..], [from, to] if from > to)
}

impl Colours {
    /// Returns the number of samples of a pixel.
    fn count(&self) -> usize {
        match self {
            Self::Components(count) => *count,
            Self::Ink | Self::Palette(_) => 1,
        }
    }

    /// Returns the grey of a pixel, whose samples run from 0 to 255; an index is left as it is.
    fn grey(&self, pixel: &[u8]) -> u8 {
        match (self, pixel) {
            (Self::Palette(list), [index, ..]) => {
                list.get(usize::from(*index)).copied().unwrap_or(u8::MAX)
            }
            (Self::Ink, [ink, ..]) => 255 - ink,
            (_, [red, green, blue]) => luminance(*red, *green, *blue),
            (_, [cyan, magenta, yellow, black, ..]) => {
                let ink = luminance(*cyan, *magenta, *yellow).saturating_add(*black);
                255 - ink
            }
            (_, [grey, ..]) => *grey,
            (_, []) => u8::MAX,
        }
    }
}

/// Reads a colour space; `None` for one that is not known. `depth` ends spaces that are made of themselves.
fn colours(space: &Object<'_>, resources: &Resources<'_>, depth: u32) -> Option<Colours> {
    match space {
        Object::Name(name) => match name.as_ref() {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Colours::Components(1)),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Colours::Components(3)),
            b"DeviceCMYK" | b"CMYK" => Some(Colours::Components(4)),
            _ if depth < 4 => colours(&resources.get_color_space(name)?, resources, depth + 1),
            _ => None,
        },
        Object::Array(array) => {
            let mut parts = array.flex_iter();
            let family = parts.next::<Name<'_>>()?;
            match family.as_ref() {
                b"ICCBased" => {
                    let profile = parts.next::<Stream<'_>>()?;
                    Some(Colours::Components(profile.dict().get::<usize>("N")?))
                }
                b"Indexed" | b"I" if depth < 4 => {
                    let base = colours(&parts.next::<Object<'_>>()?, resources, depth + 1)?;
                    let _highest = parts.next::<Object<'_>>()?;
                    let list = match parts.next::<Object<'_>>()? {
                        Object::String(bytes) => Bytes::as_bytes(&bytes).to_vec(),
                        Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
                        _ => return None,
                    };
                    let list = list
                        .chunks_exact(base.count())
                        .map(|entry| base.grey(entry));
                    Some(Colours::Palette(list.take(256).collect()))
                }
                b"Separation" => Some(Colours::Ink),
                b"CalRGB" | b"Lab" => Some(Colours::Components(3)),
                _ => Some(Colours::Components(1)),
            }
        }
        _ => None,
    }
}

/// Turns samples of `bits` bits into grey; rows that are missing stay white.
fn to_grey(
    data: &[u8],
    [width, height]: [u32; 2],
    bits: u32,
    colours: &Colours,
    is_inverted: bool,
) -> Option<Raster> {
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let (bits, samples) = (usize::try_from(bits).ok()?, colours.count());
    let pixels = width
        .checked_mul(height)
        .filter(|n| (1..=MOST_PIXELS).contains(n))?;
    if !matches!(bits, 1 | 2 | 4 | 8 | 16) || samples == 0 {
        return None;
    }
    let row_bytes = (width * samples * bits).div_ceil(8);
    let is_index = matches!(colours, Colours::Palette(_));
    let mut grey = Vec::with_capacity(pixels);
    let mut pixel = vec![0; samples];
    for row in data.chunks(row_bytes).take(height) {
        for column in 0..width {
            for (at, sample) in pixel.iter_mut().enumerate() {
                let value = sample_of(row, column * samples + at, bits, is_index);
                *sample = if is_inverted && !is_index {
                    255 - value
                } else {
                    value
                };
            }
            grey.push(colours.grey(&pixel));
        }
    }
    grey.resize(pixels, u8::MAX);
    Some(Raster {
        width,
        height,
        grey,
    })
}

/// Returns a sample of a row, spread to 0..=255 unless it is an index; 255 behind the end of the row.
fn sample_of(row: &[u8], at: usize, bits: usize, is_index: bool) -> u8 {
    let byte = |at: usize| row.get(at).copied().unwrap_or(u8::MAX);
    match bits {
        8 => byte(at),
        16 => byte(at * 2),
        bits => {
            let in_byte = 8 / bits;
            let shift = 8 - bits - (at % in_byte) * bits;
            let most = u8::MAX >> (8 - bits);
            let value = byte(at / in_byte) >> shift & most;
            if is_index {
                value
            } else {
                value * (u8::MAX / most)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(data: &[u8], width: u32, bits: u32, colours: &Colours) -> Vec<u8> {
        to_grey(data, [width, 1], bits, colours, false)
            .unwrap()
            .grey
    }

    #[test]
    fn samples_of_every_width_become_grey() {
        let one = Colours::Components(1);
        assert_eq!(grey(&[0b1010_0000], 4, 1, &one), [255, 0, 255, 0]);
        assert_eq!(grey(&[0b0001_1011], 4, 2, &one), [0, 85, 170, 255]);
        assert_eq!(grey(&[0x0f], 2, 4, &one), [0, 255]);
        assert_eq!(grey(&[7, 9], 2, 8, &one), [7, 9]);
        assert_eq!(grey(&[7, 255, 9, 255], 2, 16, &one), [7, 9]);
    }

    #[test]
    fn colours_inks_and_indexes_become_grey() {
        assert_eq!(
            grey(&[255, 255, 255, 0, 0, 0], 2, 8, &Colours::Components(3)),
            [255, 0]
        );
        assert_eq!(
            grey(&[0, 0, 0, 255, 0, 0, 0, 0], 2, 8, &Colours::Components(4)),
            [0, 255]
        );
        assert_eq!(grey(&[255, 0], 2, 8, &Colours::Ink), [0, 255]);
        assert_eq!(
            grey(&[0b0100_0000], 2, 1, &Colours::Palette(vec![3, 200])),
            [3, 200]
        );
    }

    #[test]
    fn an_image_that_breaks_off_ends_in_white() {
        let page = to_grey(&[0, 0], [2, 2], 8, &Colours::Components(1), false).unwrap();
        assert_eq!(page.grey, [0, 0, 255, 255]);
        assert_eq!(
            to_grey(&[], [u32::MAX, u32::MAX], 8, &Colours::Components(1), false),
            None
        );
    }
}
