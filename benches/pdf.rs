//! The speed of the PDF reader, on a report of 300 pages and on one of the usual five.

#[path = "../tests/common/paper.rs"]
#[expect(dead_code, reason = "the tests make more kinds of pages")]
mod paper;

use paper::Paper;

fn main() {
    divan::main();
}

const SENTENCE: &str =
    "青禾市的城市算力调度平台上线一周，共有四十七家单位登记，平均等待时间由十六分钟缩短到四分钟。";

fn report(pages: usize) -> Vec<u8> {
    let mut paper = Paper::default();
    for number in 1..=pages {
        let page = paper.page();
        page.text(262.0, 800.0, 9.0, "内部资料 注意保存");
        let mut y = 750.0;
        while y > 130.0 {
            y = page.paragraph(y, 14.0, 29, &SENTENCE.repeat(2));
        }
        page.text(285.0, 40.0, 9.0, &format!("— {number} —"));
    }
    paper.bytes()
}

#[divan::bench(args = [5, 300])]
fn pages(bencher: divan::Bencher<'_, '_>, pages: usize) {
    let bytes = report(pages);
    bencher.bench(|| newsreader::source::extract(divan::black_box(&bytes)));
}
