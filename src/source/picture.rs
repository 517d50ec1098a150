//! Pictures of a page, put together as one grey image for a program that recognises text.
//!
//! A scanner writes a page as one image, as strips, or as a coarse background with a sharp stencil of the letters over it.
//! All of them are drawn here onto white paper in the resolution of the finest one. Colour is dropped: recognition needs
//! none, and a page of 300 dots per inch takes 9 MB instead of 26.

use kurbo::{Affine, Point};

/// The longest side of a page image, in pixels: A4 at 400 dots per inch, A3 at 300. Letters gain nothing above that.
const LONGEST_SIDE: f64 = 5000.0;
/// The longest side below which a page of low resolution is enlarged, in pixels: A4 at 170 dots per inch. A photograph has
/// many pixels and claims to be a page of metres.
const SMALL_SIDE: f64 = 2000.0;
/// The resolution below which a page is enlarged, in pixels per point. A short page of 200 dots per inch is small as well, but
/// enlarged it lost a stroke of 三.
const LOW_RESOLUTION: f64 = 150.0 / 72.0;
/// The factor of that. tesseract lost the first characters of lines at 100 dots per inch, also the labels of fields, and read
/// them at three times the size; at twice the size it took dots for dashes.
const ENLARGED: f64 = 3.0;
/// The grey from which on a pixel is no speck.
const LIGHT: u8 = 200;
/// The least difference of a speck to the darkest pixel beside it.
const SPECK_CONTRAST: u8 = 60;
/// The most pixels of the pictures of one page together.
const MOST_PIXELS: usize = 150_000_000;

/// One page as an image, a byte for each pixel from 0 black to 255 white, in rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// The pixels, `width` times `height`.
    pub grey: Vec<u8>,
}

/// A grey raster, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raster {
    /// The width in pixels.
    pub width: usize,
    /// The height in pixels.
    pub height: usize,
    /// The pixels, as many as width times height.
    pub grey: Vec<u8>,
}

/// The parts of a picture that are painted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Paper {
    /// All of it.
    Opaque,
    /// As much as this raster gives for each place, from 0 not at all to 255 fully.
    Masked(Raster),
}

/// A picture and its place on the page.
#[derive(Debug, Clone)]
pub(super) struct PlacedPicture {
    /// The pixels.
    pub raster: Raster,
    /// The parts that are painted.
    pub paper: Paper,
    /// The transformation of the unit square, with its origin at the picture's top left, to points from the page's top left.
    pub place: Affine,
}

impl Raster {
    /// Returns the mean of the pixels around a place, given as fractions of width and height: `reach` pixels to each side.
    fn mean(&self, at: Point, reach: [usize; 2]) -> u8 {
        let from = |fraction: f64, size: usize| {
            let pixel = (fraction * count_to_f64(size)).floor();
            f64_to_index(pixel).min(size.saturating_sub(1))
        };
        let (x, y) = (from(at.x, self.width), from(at.y, self.height));
        let [across, down] = reach;
        let columns = x.saturating_sub(across)..(x + across + 1).min(self.width);
        let (mut sum, mut count) = (0_usize, 0_usize);
        for row in y.saturating_sub(down)..(y + down + 1).min(self.height) {
            let start = row * self.width;
            let pixels = self.grey.get(start + columns.start..start + columns.end);
            for pixel in pixels.unwrap_or_default() {
                sum += usize::from(*pixel);
                count += 1;
            }
        }
        u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX)
    }
}

/// Draws the pictures of a page of `width` by `height` points, the first at the bottom; `None` without any.
pub(super) fn compose(width: f64, height: f64, pictures: &[PlacedPicture]) -> Option<PageImage> {
    let finest = pictures.iter().map(pixels_per_point).fold(0.0, f64::max);
    let pixels: usize = pictures.iter().map(|one| one.raster.grey.len()).sum();
    let longest = width.max(height);
    if !(finest > 0.0 && longest.is_finite() && longest > 0.0) || pixels > MOST_PIXELS {
        return None;
    }
    let is_small = finest < LOW_RESOLUTION && finest * longest < SMALL_SIDE;
    let wanted = if is_small { finest * ENLARGED } else { finest };
    let scale = wanted.min(LONGEST_SIDE / longest);
    let side = |points: f64| f64_to_index((points * scale).round().max(1.0));
    let mut page = Raster {
        width: side(width),
        height: side(height),
        grey: Vec::new(),
    };
    page.grey.resize(page.width * page.height, u8::MAX);
    for picture in pictures {
        picture.draw(&mut page, scale);
    }
    Some(PageImage {
        width: u32::try_from(page.width).ok()?,
        height: u32::try_from(page.height).ok()?,
        grey: page.grey,
    })
}

/// Returns the resolution of a picture on the page; 0 where it has no area.
fn pixels_per_point(picture: &PlacedPicture) -> f64 {
    let [a, b, c, d, ..] = picture.place.as_coeffs();
    let (across, down) = (a.hypot(b), c.hypot(d));
    if !(across > 0.0 && down > 0.0) {
        return 0.0;
    }
    let raster = &picture.raster;
    (count_to_f64(raster.width) / across).max(count_to_f64(raster.height) / down)
}

impl PlacedPicture {
    /// Draws the picture onto a page of `scale` pixels for a point.
    fn draw(&self, page: &mut Raster, scale: f64) {
        let place = Affine::scale(scale) * self.place;
        if place.determinant() == 0.0 || !place.is_finite() {
            return;
        }
        let inverse = place.inverse();
        let is_enlarged = self.raster.is_enlarged(inverse);
        let cleaned = is_enlarged.then(|| self.raster.without_specks());
        let raster = cleaned.as_ref().unwrap_or(&self.raster);
        let area = place.transform_rect_bbox(kurbo::Rect::new(0.0, 0.0, 1.0, 1.0));
        let columns = f64_to_index(area.x0)..f64_to_index(area.x1.ceil()).min(page.width);
        let rows = f64_to_index(area.y0)..f64_to_index(area.y1.ceil()).min(page.height);
        let reach = self.raster.reach(inverse);
        for row in rows {
            for column in columns.clone() {
                let centre = Point::new(count_to_f64(column) + 0.5, count_to_f64(row) + 0.5);
                let at = inverse * centre;
                if !(0.0..1.0).contains(&at.x) || !(0.0..1.0).contains(&at.y) {
                    continue;
                }
                let Some(pixel) = page.grey.get_mut(row * page.width + column) else {
                    continue;
                };
                let shown = if is_enlarged {
                    raster.between(at)
                } else {
                    raster.mean(at, reach)
                };
                let share = match &self.paper {
                    Paper::Opaque => u8::MAX,
                    Paper::Masked(mask) => mask.mean(at, mask.reach(inverse)),
                };
                *pixel = mixed(*pixel, shown, share);
            }
        }
    }
}

impl Raster {
    /// True if a pixel of this raster covers more than one and a half of the page's.
    fn is_enlarged(&self, inverse: Affine) -> bool {
        let [a, b, c, d, ..] = inverse.as_coeffs();
        let across = a.abs().max(c.abs()) * count_to_f64(self.width);
        let down = b.abs().max(d.abs()) * count_to_f64(self.height);
        across.max(down) < 2.0 / 3.0
    }

    /// Returns the raster without dark pixels that stand alone: each takes the median of the eight around it.
    ///
    /// Three times as large, a speck is as thick as a stroke. On six invented pages at 100 dots per inch (JPEG, 300 to 1 500
    /// specks) tesseract then read 94.5 % of the characters instead of 86.6 %.
    fn without_specks(&self) -> Self {
        let mut clean = self.clone();
        let pixel = |row: usize, column: usize| self.grey.get(row * self.width + column).copied();
        for row in 1..self.height.saturating_sub(1) {
            for column in 1..self.width.saturating_sub(1) {
                let dark = pixel(row, column).unwrap_or(u8::MAX);
                if dark >= LIGHT {
                    continue;
                }
                let mut around = [u8::MAX; 9];
                for (at, grey) in around.iter_mut().enumerate() {
                    *grey = pixel(row + at / 3 - 1, column + at % 3 - 1).unwrap_or(u8::MAX);
                }
                around.sort_unstable();
                // The first is the pixel itself where it is the darkest.
                let [darkest, second, .., _] = around;
                if darkest == dark
                    && second > dark.saturating_add(SPECK_CONTRAST)
                    && let Some(grey) = clean.grey.get_mut(row * self.width + column)
                {
                    *grey = around[5];
                }
            }
        }
        clean
    }

    /// Returns the grey of a place between the centres of four pixels, by their distances.
    fn between(&self, at: Point) -> u8 {
        let parts = |fraction: f64, size: usize| {
            let from = (fraction * count_to_f64(size) - 0.5).max(0.0);
            let first = f64_to_index(from).min(size.saturating_sub(1));
            (first, (first + 1).min(size.saturating_sub(1)), from.fract())
        };
        let (left, right, x) = parts(at.x, self.width);
        let (top, bottom, y) = parts(at.y, self.height);
        let pixel = |row: usize, column: usize| {
            let grey = self.grey.get(row * self.width + column);
            f64::from(grey.copied().unwrap_or(u8::MAX))
        };
        let row = |row: usize| pixel(row, left) * (1.0 - x) + pixel(row, right) * x;
        let grey = row(top) * (1.0 - y) + row(bottom) * y;
        u8::try_from(f64_to_index(grey.round())).unwrap_or(u8::MAX)
    }

    /// Returns how many pixels to each side fall into one pixel of the page, which `inverse` maps to the unit square.
    fn reach(&self, inverse: Affine) -> [usize; 2] {
        let [a, b, c, d, ..] = inverse.as_coeffs();
        let of = |span: f64, size: usize| f64_to_index(span * count_to_f64(size) / 2.0);
        [
            of(a.abs().max(c.abs()), self.width),
            of(b.abs().max(d.abs()), self.height),
        ]
    }
}

/// Paints `share` of 255 parts of `shown` over `below`.
fn mixed(below: u8, shown: u8, share: u8) -> u8 {
    let (below, shown, share) = (u32::from(below), u32::from(shown), u32::from(share));
    let sum = below * (255 - share) + shown * share;
    u8::try_from(sum / 255).unwrap_or(u8::MAX)
}

/// Returns the luminance of a colour of red, green and blue, by ITU-R BT.601.
pub(super) fn luminance(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sides of images are far below 2^52 pixels"
)]
fn count_to_f64(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, and the callers bound it by a size"
)]
fn f64_to_index(value: f64) -> usize {
    value.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, grey: &[u8], place: Affine) -> PlacedPicture {
        PlacedPicture {
            raster: Raster {
                width,
                height: grey.len() / width,
                grey: grey.to_vec(),
            },
            paper: Paper::Opaque,
            place,
        }
    }

    /// The pixels in the middle of each of `cols` by `rows` equal parts of a page.
    fn middles(page: &PageImage, cols: usize, rows: usize) -> Vec<u8> {
        let (width, height) = (page.width as usize, page.height as usize);
        let at = |part: usize, parts: usize, size: usize| (2 * part + 1) * size / (2 * parts);
        let places = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
        let pixel = |(row, col)| page.grey[at(row, rows, height) * width + at(col, cols, width)];
        places.map(pixel).collect()
    }

    #[test]
    fn strips_make_one_page() {
        let top = picture(
            4,
            &[0, 10, 20, 30],
            Affine::new([2.0, 0.0, 0.0, 0.5, 0.0, 0.0]),
        );
        let bottom = picture(
            4,
            &[40, 50, 60, 70],
            Affine::new([2.0, 0.0, 0.0, 0.5, 0.0, 0.5]),
        );
        let page = compose(2.0, 1.0, &[top, bottom]).unwrap();
        // A small page is enlarged.
        assert_eq!((page.width, page.height), (12, 6));
        assert_eq!(middles(&page, 4, 2), [0, 10, 20, 30, 40, 50, 60, 70]);
    }

    #[test]
    fn a_speck_is_removed_before_a_page_is_enlarged_and_a_stroke_is_not() {
        let mut grey = vec![250; 6 * 5];
        grey[6 + 1] = 30;
        // A stroke two pixels long, as the shortest of a small letter.
        grey[3 * 6 + 3] = 30;
        grey[3 * 6 + 4] = 40;
        let scan = Raster {
            width: 6,
            height: 5,
            grey: grey.clone(),
        };
        grey[6 + 1] = 250;
        assert_eq!(scan.without_specks().grey, grey);
        let blank = Raster {
            width: 1,
            height: 1,
            grey: vec![0],
        };
        assert_eq!(blank.without_specks(), blank);
    }

    #[test]
    fn a_page_of_good_resolution_keeps_its_pixels() {
        let samples: Vec<u8> = (0..=u8::MAX).cycle().take(2 * 2400).collect();
        let scan = picture(2, &samples, Affine::new([0.6, 0.0, 0.0, 720.0, 0.0, 0.0]));
        let page = compose(0.6, 720.0, &[scan]).unwrap();
        assert_eq!((page.width, page.height), (2, 2400));
        assert_eq!(page.grey, samples);
    }

    #[test]
    fn a_turned_picture_stands_upright_on_the_page() {
        // The picture's right edge is the page's bottom.
        let turned = picture(
            2,
            &[1, 2, 3, 4],
            Affine::new([0.0, 2.0, -2.0, 0.0, 2.0, 0.0]),
        );
        let page = compose(2.0, 2.0, &[turned]).unwrap();
        assert_eq!(middles(&page, 2, 2), [3, 1, 4, 2]);
    }

    #[test]
    fn a_stencil_leaves_the_paper_between_its_letters() {
        let paper = picture(1, &[200], Affine::scale(2.0));
        let mut letters = picture(2, &[0, 0, 0, 0], Affine::scale(2.0));
        letters.paper = Paper::Masked(Raster {
            width: 2,
            height: 2,
            grey: vec![255, 0, 0, 255],
        });
        let page = compose(2.0, 2.0, &[paper, letters]).unwrap();
        assert_eq!(middles(&page, 2, 2), [0, 200, 200, 0]);
    }

    #[test]
    fn a_page_is_never_larger_than_recognition_needs() {
        let huge = picture(
            100,
            &[9; 100],
            Affine::new([1.0, 0.0, 0.0, 1000.0, 0.0, 0.0]),
        );
        let page = compose(1000.0, 1000.0, &[huge]).unwrap();
        assert_eq!((page.width, page.height), (5000, 5000));
        assert_eq!(compose(1000.0, 1000.0, &[]), None);
    }
}
