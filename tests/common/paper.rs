//! Small PDF files made on the spot, so that a test shows in its own lines the contents of the file.

use std::fmt::Write as _;

/// A PDF of one Chinese font (`/F1`, not embedded, codes in UTF-16) and one Latin (`/F2`), grown page by page.
#[derive(Default)]
pub struct Paper {
    pages: Vec<Sheet>,
    /// The font dictionary of `/F1`, where it is another than the usual.
    pub font: Option<String>,
    /// Put into the catalogue.
    pub catalogue: String,
}

/// One page: its content stream and further entries of its dictionary.
#[derive(Default)]
pub struct Sheet {
    content: String,
    extra: String,
}

/// A paragraph of body text.
pub const NEWS: &str = "青禾市的城市算力调度平台上线一周，共有四十七家单位登记，平均等待时间由十六分钟缩短到四分钟，主管部门表示下一步还要把计量和结算的办法补上，并请第三方核查。";

/// A page with two paragraphs of body text, so that margins and sizes are known.
pub fn report() -> Paper {
    let mut paper = Paper::default();
    let page = paper.page();
    let next = page.paragraph(760.0, 14.0, 29, NEWS);
    page.paragraph(next, 14.0, 29, NEWS);
    paper
}

/// The codes of a text in UTF-16, as a PDF string.
pub fn hex(text: &str) -> String {
    let mut codes = String::from("<");
    for unit in text.encode_utf16() {
        let _ = write!(codes, "{unit:04X}");
    }
    codes + ">"
}

impl Sheet {
    /// Text in `/F1` with its baseline's left end at (x, y) points from the bottom left corner.
    pub fn text(&mut self, x: f64, y: f64, size: f64, text: &str) -> &mut Self {
        self.raw(&format!("BT /F1 {size} Tf {x} {y} Td {} Tj ET", hex(text)))
    }

    /// Lines of `chars` characters each, the first one indented by two, the way a word processor sets a paragraph.
    /// Returns where the next line would stand.
    pub fn paragraph(&mut self, y: f64, size: f64, chars: usize, text: &str) -> f64 {
        let text: Vec<char> = text.chars().collect();
        let (first, rest) = text.split_at(text.len().min(chars - 2));
        self.text(90.0 + 2.0 * size, y, size, &String::from_iter(first));
        let mut y = y - 1.6 * size;
        for line in rest.chunks(chars) {
            self.text(90.0, y, size, &String::from_iter(line));
            y -= 1.6 * size;
        }
        y
    }

    /// Operators as they are.
    pub fn raw(&mut self, operators: &str) -> &mut Self {
        self.content.push_str(operators);
        self.content.push('\n');
        self
    }

    /// Entries of the page dictionary as they are.
    pub fn say(&mut self, entries: &str) -> &mut Self {
        self.extra.push_str(entries);
        self
    }
}

impl Paper {
    /// Begins a page of 595 by 842 points.
    pub fn page(&mut self) -> &mut Sheet {
        let next = self.pages.len();
        self.pages.push(Sheet::default());
        &mut self.pages[next]
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let usual = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>]>>";
        let kids: Vec<String> = (0..self.pages.len())
            .map(|at| format!("{} 0 R", 5 + 2 * at))
            .collect();
        let kids = kids.join(" ");
        let mut objects = vec![
            format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalogue),
            format!(
                "<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>",
                self.pages.len()
            ),
            self.font.clone().unwrap_or_else(|| usual.to_owned()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        for (at, page) in self.pages.iter().enumerate() {
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/Contents {} 0 R{}>>",
                6 + 2 * at,
                page.extra
            ));
            objects.push(format!(
                "<</Length {}>>stream\n{}endstream",
                page.content.len(),
                page.content
            ));
        }
        written(&objects)
    }
}

/// Objects numbered from 1, with their table of cross references.
fn written(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut table = String::new();
    for (object, number) in objects.iter().zip(1..) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{number} 0 obj{object}endobj");
    }
    let start = file.len();
    let size = objects.len() + 1;
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}
