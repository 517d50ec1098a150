//! Invented prose: sentences of places, institutions and figures that do not exist, of all lengths.

use std::fmt::Write;

/// A small generator of numbers (`SplitMix64`), so that a seed means the same report everywhere.
#[derive(Debug, Clone)]
pub struct Rng(pub u64);

impl Rng {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

const PLACES: &[&str] = &[
    "澜州市",
    "汐山",
    "云汀区",
    "青槐县",
    "望溪镇",
    "鹭屿",
    "赤砂岭",
    "北渚新区",
    "石臼村",
    "锦川自治州",
];
const BODIES: &[&str] = &[
    "卫生健康局",
    "潮汐研究所",
    "数字档案中心",
    "第三人民医院",
    "公共数据管理局",
    "城市运行研究中心",
    "理工大学附属口腔医院",
    "图书馆",
    "交通运输局",
    "农技站",
];
const NAMES: &[&str] = &[
    "闻秋禾",
    "池鱼渊",
    "晏北川",
    "路青禾",
    "明若谷",
    "简亦繁",
    "何不语",
    "沙含章",
    "骆听泉",
    "卫知夏",
];
const LATIN: &[&str] = &[
    "AI",
    "DeepTide",
    "5G",
    "App",
    "CT",
    "GPS",
    "LoRa",
    "TideNet-2",
    "IPv6",
    "Wi-Fi",
    "OCR",
    "PM2.5",
    "SeaLink Pro",
];
const THINGS: &[&str] = &[
    "电子病历",
    "候车时间",
    "监测数据",
    "健康档案",
    "预约挂号",
    "智能导诊",
    "潮位记录",
    "辅助诊断",
    "远程会诊",
    "末班车",
    "古籍残页",
    "积水点",
];
const VERBS: &[&str] = &[
    "上线", "推进", "完成", "优化", "共享", "整合", "试行", "公开", "梳理", "覆盖", "升级",
];
const CLAUSES: &[&str] = &[
    "据{B}介绍",
    "{P}{B}{V}了{T}平台",
    "目前已接入{N}家机构",
    "{T}平均缩短{N}分钟",
    "群众办事更加方便",
    "这项工作从去年开始",
    "系统每天处理{T}{N}万条",
    "依托{L}技术",
    "{T}的准确率达到{D}%",
    "不少市民表示满意",
    "形成了可复制、可推广的经验",
    "与{L}对接",
    "在全市{N}个社区铺开",
    "为{T}提供了支撑",
    "其中{T}占{D}%",
    "效率提升了{N}倍",
    "负责人{M}说",
    "下一步将扩大到{N}个县区",
    "建成了“一网通办”的{T}体系",
    "有效破解了“看病难、排队久”的问题",
    "研究人员用了{N}个月",
    "比上年同期增长{D}%",
    "涵盖《{P}{T}管理办法》等{N}项制度",
    "由{B}和{B}联合{V}",
    "并且免费向公众开放",
    "从{Y}年{N}月起",
    "记者在现场看到",
    "{T}、{T}和{T}实现互通",
    "让数据多跑路",
    "老人也能轻松使用",
    "截至{N}月底",
    "累计服务{N}{D}万人次",
    "{L}系统自动识别风险",
    "过去要等{N}天",
    "现在只要{N}分钟",
    "它能在{N}秒内给出建议",
];
const TAILS: &[&str] = &[
    "取得了明显成效",
    "受到各方好评",
    "还需要时间检验",
    "值得期待",
    "今年底前全部完成",
    "这一步走得很稳",
    "将于下月{V}",
    "{T}也在其列",
];

fn fill(rng: &mut Rng, pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '{' {
            out.push(c);
            continue;
        }
        let slot = chars.next().unwrap();
        chars.next();
        match slot {
            'P' => out.push_str(rng.pick(PLACES)),
            'B' => out.push_str(rng.pick(BODIES)),
            'M' => out.push_str(rng.pick(NAMES)),
            'L' => out.push_str(rng.pick(LATIN)),
            'T' => out.push_str(rng.pick(THINGS)),
            'V' => out.push_str(rng.pick(VERBS)),
            'D' => write!(out, "{}.{}", rng.below(99), rng.below(10)).unwrap(),
            'Y' => write!(out, "{}", 2019 + rng.below(7)).unwrap(),
            _ => write!(out, "{}", 1 + rng.below(3000) / (1 + rng.below(200))).unwrap(),
        }
    }
    out
}

/// One sentence with its full stop.
pub fn sentence(rng: &mut Rng) -> String {
    let mut parts: Vec<String> = Vec::new();
    for _ in 0..=rng.below(6) {
        let clause = rng.pick(CLAUSES);
        parts.push(fill(rng, clause));
    }
    let tail = rng.pick(TAILS);
    parts.push(fill(rng, tail));
    let body = parts.join(if rng.chance(8) { "；" } else { "，" });
    match rng.below(12) {
        0 => format!("“{body}。”{}说。", rng.pick(NAMES)),
        1 => format!("{}说：“{body}。”", rng.pick(NAMES)),
        2 => format!("{body}……"),
        3 => format!("{body}？"),
        4 => format!("{body}（以下简称“{}”）。", rng.pick(THINGS)),
        5 => format!("{body}({})。", rng.pick(LATIN)),
        _ => format!("{body}。"),
    }
}

/// A paragraph of one sentence to six.
pub fn paragraph(rng: &mut Rng) -> String {
    let n = [1, 1, 2, 2, 3, 3, 4, 5][rng.below(8)];
    let mut text: String = (0..n).map(|_| sentence(rng)).collect();
    if rng.chance(6) {
        text = format!("{}是{text}", ["一", "二", "三"][rng.below(3)]);
    }
    text
}

/// A sub-heading.
pub fn heading(rng: &mut Rng) -> String {
    let (a, b, c) = (rng.pick(THINGS), rng.pick(VERBS), rng.pick(PLACES));
    match rng.below(6) {
        0 => format!("AI+{a}：{b}又快又稳"),
        1 => format!("一、{b}{a}"),
        2 => format!("（二）{c}{b}{a}"),
        3 => format!("{a}怎样{b}"),
        4 => format!("{a}{b} {c}在行动"),
        _ => format!("{b}{a}的“{c}样本”"),
    }
}

/// A byline.
pub fn byline(rng: &mut Rng) -> String {
    let (a, b) = (rng.pick(NAMES), rng.pick(NAMES));
    match rng.below(3) {
        0 => format!("本报记者 {a}"),
        1 => format!("实习记者 {a} 通讯员 {b}"),
        _ => format!("记者 {a} {b}"),
    }
}

/// A headline; some are long, some begin with a number.
pub fn title(rng: &mut Rng) -> String {
    let (p, t, v, b) = (
        rng.pick(PLACES),
        rng.pick(THINGS),
        rng.pick(VERBS),
        rng.pick(BODIES),
    );
    match rng.below(8) {
        0 => format!("{} 余家机构{v}{t}", 100 + rng.below(900)),
        1 => format!("近 {} 万人用上{p}{t}", 2 + rng.below(90)),
        2 => format!("{p}{v}{t} {b}交出“新答卷”"),
        3 => format!(
            "{p}{b}：以{t}为抓手{v}公共服务，{} 项举措让群众办事更方便",
            3 + rng.below(40)
        ),
        4 => format!("“{t}”来了！{p}{v}进行时"),
        5 => format!("{p}{t}为什么要{v}？"),
        _ => format!("{p}{b}{v}{t}"),
    }
}

/// A medium.
pub fn medium(rng: &mut Rng) -> String {
    rng.pick(&[
        "澜州晚报",
        "汐山新闻网",
        "青槐日报",
        "海湾新闻",
        "江岸时报客户端",
        "云岫文化网",
        "工程观察",
    ])
    .to_owned()
}
