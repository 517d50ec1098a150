//! The images of an OFD page (GB/T 33190, 10 and 7.9): a scan is one picture for each page, JPEG or PNG.

use super::content::POINTS;
use super::location::OfdPackage;
use super::location::{folder, resolve};
use super::xml::{OfdEvent, numbers_of, walk};
use crate::source::Error;
use crate::source::picture::{Paper, PlacedPicture, Raster, luminance};
use kurbo::Affine;
use std::collections::HashMap;
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The most images of one page.
const MOST_IMAGES: usize = 500;
/// The longest side of an image in pixels, so that a few bytes cannot ask for gigabytes.
const LONGEST_SIDE: u32 = 20_000;
/// The most bytes of one decoded image.
const MOST_BYTES: usize = 360_000_000;

/// An image object of a page: the identifier of its file and its place.
struct ImageObject {
    /// The identifier of the resource.
    resource: String,
    /// The transformation of the unit square to millimetres.
    place: Affine,
}

/// Returns the files of a document's images by their identifiers, from its resource file at `path`.
pub(super) fn files(resources: &[u8], path: &str) -> HashMap<String, String> {
    let mut base = folder(path).to_owned();
    let mut files = HashMap::new();
    let (mut id, mut file): (Option<String>, Option<String>) = (None, None);
    walk(resources, &mut |event| match event {
        OfdEvent::Open(element) => match &*element.name {
            "Res" => {
                if let Some(own) = element.attribute("BaseLoc") {
                    base = resolve(&base, own) + "/";
                }
            }
            "MultiMedia" => id = element.attribute("ID").map(str::to_owned),
            "MediaFile" => file = Some(String::new()),
            _ => {}
        },
        OfdEvent::Text(text) => {
            if let Some(file) = &mut file {
                file.push_str(text.trim());
            }
        }
        OfdEvent::Close(name) if &*name == "MediaFile" => {
            if let Some((id, file)) = id.take().zip(file.take()) {
                files.insert(id, resolve(&base, &file));
            }
        }
        OfdEvent::Close(_) => {}
    });
    files
}

/// Decodes the images of a page whose top left corner is at `corner`, in millimetres.
pub(super) fn pictures(
    package: &mut OfdPackage<'_>,
    page: &[u8],
    files: &HashMap<String, String>,
    corner: [f64; 2],
) -> Result<Vec<PlacedPicture>, Error> {
    let mut pictures = Vec::new();
    for object in objects(page) {
        let Some(path) = files.get(&object.resource) else {
            continue;
        };
        let Some(raster) = package.part(path)?.as_deref().and_then(decode) else {
            continue;
        };
        let [left, top] = corner;
        pictures.push(PlacedPicture {
            raster,
            paper: Paper::Opaque,
            place: Affine::scale(POINTS) * Affine::translate((-left, -top)) * object.place,
        });
    }
    Ok(pictures)
}

/// Returns the image objects of a page that are visible.
fn objects(page: &[u8]) -> Vec<ImageObject> {
    let mut objects = Vec::new();
    walk(page, &mut |event| {
        if let OfdEvent::Open(element) = event
            && &*element.name == "ImageObject"
            && element.attribute("Visible") != Some("false")
            && objects.len() < MOST_IMAGES
            && let Some(resource) = element.attribute("ResourceID")
            && let [x, y, width, height] = numbers_of(&element, "Boundary")[..]
        {
            // The matrix maps the unit square into the boundary; without one the picture fills it.
            let matrix: Option<[f64; 6]> = numbers_of(&element, "CTM").try_into().ok();
            let inside = matrix.unwrap_or([width, 0.0, 0.0, height, 0.0, 0.0]);
            objects.push(ImageObject {
                resource: resource.to_owned(),
                place: Affine::translate((x, y)) * Affine::new(inside),
            });
        }
    });
    objects
}

/// Decodes an image file to grey; `None` for a format other than JPEG and PNG, and for a damaged one.
fn decode(file: &[u8]) -> Option<Raster> {
    if file.starts_with(&[0xff, 0xd8]) {
        jpeg(file)
    } else if file.starts_with(b"\x89PNG") {
        png(file)
    } else {
        None
    }
}

/// Decodes a JPEG file.
fn jpeg(file: &[u8]) -> Option<Raster> {
    let side = LONGEST_SIDE as usize;
    let options = DecoderOptions::default()
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    let grey = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    whole(width, height, grey)
}

/// Decodes a PNG file.
fn png(file: &[u8]) -> Option<Raster> {
    let limits = png::Limits { bytes: MOST_BYTES };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let size = reader
        .output_buffer_size()
        .filter(|size| *size <= MOST_BYTES)?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).ok()?;
    let samples = frame.color_type.samples();
    let pixels = data.chunks_exact(samples).map(|pixel| match *pixel {
        [red, green, blue] | [red, green, blue, _] => luminance(red, green, blue),
        [grey, ..] => grey,
        [] => u8::MAX,
    });
    let (width, height) = (frame.width.try_into().ok()?, frame.height.try_into().ok()?);
    whole(width, height, pixels.collect())
}

/// Returns the raster if it has all its pixels.
fn whole(width: usize, height: usize, grey: Vec<u8>) -> Option<Raster> {
    let is_whole = !grey.is_empty() && grey.len() == width * height;
    is_whole.then_some(Raster {
        width,
        height,
        grey,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn image_files_are_found_below_the_folder_of_the_resources() {
        let res = "<o:Res xmlns:o='urn:any' BaseLoc='Res'><o:MultiMedias><o:MultiMedia ID='7' Type='Image'>\
            <o:MediaFile>page_1.jpg</o:MediaFile></o:MultiMedia></o:MultiMedias></o:Res>";
        let found = files(res.as_bytes(), "Doc_0/DocumentRes.xml");
        assert_eq!(found["7"], "Doc_0/Res/page_1.jpg");
    }

    #[test]
    fn a_picture_fills_its_boundary_unless_it_has_a_matrix() {
        let page = "<Page><ImageObject ResourceID='7' Boundary='10 20 30 40'/>\
            <ImageObject ResourceID='8' Boundary='0 0 30 40' CTM='15 0 0 20 1 2'/>\
            <ImageObject ResourceID='9' Boundary='0 0 1 1' Visible='false'/></Page>";
        let places: Vec<[f64; 6]> = objects(page.as_bytes())
            .iter()
            .map(|object| object.place.as_coeffs())
            .collect();
        let filled = [30.0, 0.0, 0.0, 40.0, 10.0, 20.0];
        assert_eq!(places, [filled, [15.0, 0.0, 0.0, 20.0, 1.0, 2.0]]);
    }

    #[test]
    fn a_png_becomes_grey_and_other_bytes_nothing() {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[255, 255, 255, 0, 0, 0]).unwrap();
        writer.finish().unwrap();
        assert_eq!(decode(&file).unwrap().grey, [255, 0]);
        assert_eq!(decode(&file[..40]), None);
        assert_eq!(decode(b"BM"), None);
    }
}
