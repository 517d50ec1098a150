//! An invented shelf: weekly reports of about 17 KB in the layout of a text extraction, no two alike.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// A small generator of numbers, the same on every machine (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap_or(0)
    }

    fn pick(&mut self, of: &str) -> char {
        let index = self.below(of.chars().count());
        of.chars().nth(index).unwrap_or('云')
    }
}

const PLACES: &str = "云澜鹭屿海湾青石松柏兰溪渡桥平望丰禾锦川";
const SOURCES: [&str; 8] = [
    "云州日报",
    "澜州晚报",
    "海湾新闻",
    "青石电台",
    "松溪融媒",
    "工程观察网",
    "丰禾健康报",
    "锦川在线",
];
const SUBJECTS: [&str; 16] = [
    "医保结算",
    "电子病历",
    "互联网医院",
    "远程会诊",
    "健康档案",
    "检查互认",
    "药品追溯",
    "预约挂号",
    "智能导诊",
    "家庭医生",
    "数据平台",
    "AI 辅助诊断",
    "处方流转",
    "疫苗接种",
    "急救调度",
    "慢病随访",
];
const VERBS: [&str; 10] = [
    "推进", "上线", "试点", "覆盖", "打通", "升级", "探索", "规范", "优化", "评估",
];
/// Han characters that fill sentences; no two neighbours are likely to be a word, which is the worst case for a scan.
const FILL: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严";

/// One report as text, `number` weeks after the first.
pub fn report(number: usize) -> String {
    let mut dice = Dice(number as u64);
    let (year, month, day) = (
        2013 + number / 52 % 12,
        1 + number / 4 % 12,
        1 + number % 28,
    );
    let titles: Vec<(String, &str)> = (0..3).map(|_| title(&mut dice)).collect();
    let mut page = Page::default();
    page.lines("云州卫生信息化监测周报", 70);
    page.lines(&format!("（第{number}期）"), 70);
    page.lines(
        &format!("云州市健康数据研究所 {year} 年 {month} 月 {day} 日"),
        70,
    );
    page.lines("本期导语：", 70);
    page.lines(
        &format!("本期周报共收集 3 篇卫生信息化相关信息，时间从 {year} 年 {month} 月 {day} 日到 {year} 年 {month} 月 {day} 日，监测范围包括各地报刊和公开发布渠道等。"),
        66,
    );
    page.lines("一、信息目录", 70);
    for (index, (title, source)) in titles.iter().enumerate() {
        page.lines(&format!("{}.{title}", index + 1), 70);
        page.lines(&format!("（{source}）"), 70);
    }
    page.lines("二、具体内容", 70);
    for (index, (title, source)) in titles.iter().enumerate() {
        let date = format!("{year}-{month:02}-{day:02}");
        page.lines(&format!("{}.标题：{title}", index + 1), 70);
        page.lines(&format!("来源：{source}"), 70);
        page.lines("链接：", 70);
        page.lines(
            &format!("https://news.example.cn/{year}/{month:02}{day:02}/c{number}-{index}.html"),
            70,
        );
        page.lines("主要内容：", 70);
        page.lines(title, 70);
        page.lines(&format!("{date} 来源：{source}"), 70);
        for _ in 0..9 {
            let text = paragraph(&mut dice);
            page.lines(&text, 70);
        }
    }
    page.text
}

fn title(dice: &mut Dice) -> (String, &'static str) {
    let verb = VERBS[dice.below(VERBS.len())];
    let subject = SUBJECTS[dice.below(SUBJECTS.len())];
    let place: String = (0..2).map(|_| dice.pick(PLACES)).collect();
    let tail: String = (0..4).map(|_| dice.pick(FILL)).collect();
    (
        format!("{place}{verb}{subject}{tail}"),
        SOURCES[dice.below(SOURCES.len())],
    )
}

fn paragraph(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        for _ in 0..2 + dice.below(3) {
            let run = 6 + dice.below(10);
            text.extend((0..run).map(|_| dice.pick(FILL)));
            if dice.below(4) == 0 {
                text.push_str(SUBJECTS[dice.below(SUBJECTS.len())]);
            }
            if dice.below(6) == 0 {
                let _ = write!(text, " {}.{} 万", dice.below(900), dice.below(9));
            }
            text.push('，');
        }
        text.pop();
        text.push('。');
    }
    text
}

/// Lines with one blank line between them, three at a page end, the first line of a paragraph four columns shorter.
#[derive(Default)]
struct Page {
    text: String,
    count: usize,
}

impl Page {
    fn lines(&mut self, text: &str, measure_cols: usize) {
        let mut room = measure_cols - 4;
        for c in text.chars() {
            let width = if c.is_ascii() { 1 } else { 2 };
            if room < width && !"，。".contains(c) {
                self.end();
                room = measure_cols;
            }
            room = room.saturating_sub(width);
            self.text.push(c);
        }
        self.end();
    }

    fn end(&mut self) {
        self.count += 1;
        self.text.push_str(if self.count.is_multiple_of(22) {
            "\n\n\n\n"
        } else {
            "\n\n"
        });
    }
}

/// Writes `count` reports below `folder`, a folder per year, unless they are there.
///
/// # Errors
/// The system's error if a folder or file cannot be written.
pub fn shelf(folder: &Path, count: usize) -> io::Result<()> {
    if folder.join("complete").exists() {
        return Ok(());
    }
    for number in 1..=count {
        let year = folder.join(format!("{}", 2013 + number / 52 % 12));
        std::fs::create_dir_all(&year)?;
        std::fs::write(year.join(format!("周报第{number}期.txt")), report(number))?;
    }
    std::fs::write(folder.join("complete"), "")
}

/// Watch words: the subjects and sources of the reports, and pairs and triples of characters, most of which occur nowhere.
pub fn words(count: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let known = SUBJECTS
        .iter()
        .chain(&SOURCES)
        .map(|word| (*word).to_owned());
    let letters: Vec<char> = PLACES.chars().chain(SUBJECTS.concat().chars()).collect();
    let mut words: Vec<String> = known.collect();
    while words.len() < count {
        let len = 2 + dice.below(3);
        let word = (0..len).filter_map(|_| letters.get(dice.below(letters.len())));
        words.push(word.collect());
    }
    words.truncate(count);
    words
}
