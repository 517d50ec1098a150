//! Typesetting: how fast a paragraph becomes lines, beside textwrap's first fit over the same text, and what a change of
//! measure and a step of scrolling cost in a long article.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use newsreader::model::TextPos;
use newsreader::text::galley::{BlockShape, Galley, GalleyBlock, RowPos};
use newsreader::text::typeset::{Rules, typeset};
use newsreader::text::width::Ambiguous;
use textwrap::{Options, WrapAlgorithm};

fn main() {
    divan::main();
}

/// Invented paragraphs of the mixture that reports have: mostly Han, with quotes, numbers, Latin words and a link.
const PARAGRAPHS: [&str; 6] = [
    "青梧市卫生健康局3月12日发布通报称，全市36家二级以上医院已有28家接入“云岫”影像平台，日均调阅量达到1.7万次，同比增长42.6%。",
    "“以前拍一张片子要等两个小时，现在十五分钟就能看到报告。”青梧市第三医院放射科主任医师陆青禾说，系统上线以来，漏诊率从3.1%降至0.8%。",
    "据了解，该平台采用Transformer架构，参数规模约130亿，训练数据来自12个省份的280万份脱敏病历；模型在内部测试集上的AUC为0.94，推理延迟不超过800 ms。",
    "业内人士指出，人工智能进入诊室，既要看准确率，也要看责任如何划分——一旦误判，由谁承担后果？这个问题目前还没有明确的答案。",
    "会议强调，要坚持以人为本、安全可控的原则，稳步推进试点工作，及时总结经验，完善制度设计，切实保障群众的知情权和选择权，让技术真正服务于基层。",
    "详情见https://example.cn/news/2025/03/12/ai-imaging.html?from=weekly，或致电0599-8765432（工作日9:00—17:30）。",
];

/// About `bytes` bytes of paragraphs.
fn paragraphs(bytes: usize) -> Vec<&'static str> {
    let mut sum = 0;
    PARAGRAPHS
        .iter()
        .cycle()
        .take_while(|text| {
            sum += text.len();
            sum <= bytes
        })
        .copied()
        .collect()
}

fn rules(ambiguous: Ambiguous) -> Rules {
    Rules {
        ambiguous,
        ..Rules::default()
    }
}

#[divan::bench(args = [40, 72])]
fn typeset_1_mb(bencher: Bencher, measure: u16) {
    let (text, rules) = (paragraphs(1 << 20), rules(Ambiguous::Narrow));
    bencher.counter(BytesCount::new(1_usize << 20)).bench(|| {
        text.iter()
            .map(|text| typeset(black_box(text), measure, &rules).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = [40, 72])]
fn typeset_1_mb_wide(bencher: Bencher, measure: u16) {
    let (text, rules) = (paragraphs(1 << 20), rules(Ambiguous::Wide));
    bencher.counter(BytesCount::new(1_usize << 20)).bench(|| {
        text.iter()
            .map(|text| typeset(black_box(text), measure, &rules).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = [40, 72])]
fn textwrap_first_fit_1_mb(bencher: Bencher, measure: usize) {
    let text = paragraphs(1 << 20);
    let options = Options::new(measure).wrap_algorithm(WrapAlgorithm::FirstFit);
    bencher.counter(BytesCount::new(1_usize << 20)).bench(|| {
        text.iter()
            .map(|text| textwrap::wrap(black_box(text), &options).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = [0, 1, 2, 3, 4, 5])]
fn typeset_paragraph(bencher: Bencher, which: usize) {
    let rules = rules(Ambiguous::Narrow);
    let text = PARAGRAPHS[which];
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| typeset(black_box(text), 72, &rules));
}

fn galley(bytes: usize) -> Galley {
    let blocks = paragraphs(bytes)
        .into_iter()
        .map(|text| GalleyBlock {
            text: text.into(),
            shape: BlockShape::Indented,
            gap_rows: 1,
        })
        .collect();
    Galley::new(blocks, 72, rules(Ambiguous::Narrow))
}

/// A new measure, other each time, and the 50 rows on screen then, in the middle of 1 MB.
#[divan::bench]
fn change_measure_of_1_mb(bencher: Bencher) {
    let mut galley = galley(1 << 20);
    let anchor = TextPos::new(paragraphs(1 << 20).len() / 2, 0);
    let mut measures = (40..80).cycle();
    bencher.bench_local(|| {
        let measure = measures.next().unwrap_or(40);
        galley.set_measure(measure, rules(Ambiguous::Narrow));
        let top = galley.place_of(anchor);
        galley.settle(top, 50);
        galley.window(top, 50).count()
    });
}

/// A new measure for a paragraph of 1 MB, seen at its end: the worst case.
#[divan::bench]
fn change_measure_of_a_paragraph_of_1_mb(bencher: Bencher) {
    let text: String = paragraphs(1 << 20).concat();
    let block = GalleyBlock {
        text: text.into(),
        shape: BlockShape::Indented,
        gap_rows: 1,
    };
    let mut galley = Galley::new(vec![block], 72, rules(Ambiguous::Narrow));
    let mut measures = (40..80).cycle();
    bencher.bench_local(|| {
        let measure = measures.next().unwrap_or(40);
        galley.set_measure(measure, rules(Ambiguous::Narrow));
        let top = galley.last_top(50);
        galley.settle(top, 50);
        galley.window(top, 50).count()
    });
}

/// The same in a single paragraph of 10 MB.
#[divan::bench(args = ["start", "end"])]
fn scroll_in_a_paragraph_of_10_mb(bencher: Bencher, place: &str) {
    let text: String = paragraphs(10 << 20).concat();
    let block = GalleyBlock {
        text: text.into(),
        shape: BlockShape::Indented,
        gap_rows: 1,
    };
    scroll(
        bencher,
        Galley::new(vec![block], 72, rules(Ambiguous::Narrow)),
        place,
    );
}

/// One row down and up again, with the 50 rows on screen, at the start and at the end of 10 MB.
#[divan::bench(args = ["start", "end"])]
fn scroll_in_10_mb(bencher: Bencher, place: &str) {
    scroll(bencher, galley(10 << 20), place);
}

fn scroll(bencher: Bencher, mut galley: Galley, place: &str) {
    let mut top = if place == "end" {
        galley.last_top(60)
    } else {
        RowPos::default()
    };
    bencher.bench_local(|| {
        top = galley.down(top, 1);
        galley.settle(top, 50);
        let shown = galley.window(top, 50).count();
        top = galley.up(top, 1);
        shown
    });
}
