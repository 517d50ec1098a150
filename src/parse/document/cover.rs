//! Rows of a cover that are no titles: names of fields and parts, kinds of documents, institutions, greetings.

use crate::conventions::addresses;
use crate::conventions::numerals::digit;
use crate::text::chars::is_han;

/// The longest title, in chars.
pub(super) const LONGEST: usize = 60;
/// The ends of the names of fields on a cover.
const LABELS: &[&str] = &[
    "版本",
    "编号",
    "案卷号",
    "分类号",
    "密级",
    "日期",
    "单位",
    "学号",
    "姓名",
    "文号",
    "内部资料",
];
/// The headings of the parts of a document, in lower case. Alone they are no titles, but `年度报告摘要` is one.
const PARTS: &[&str] = &[
    "目录",
    "摘要",
    "引言",
    "前言",
    "序言",
    "题目",
    "abstract",
    "introduction",
    "contents",
    "tableofcontents",
];
/// The words before such a heading with which it is one still: `中文摘要`, `图表目录`.
const PART_WORDS: &[&str] = &[
    "", "中文", "英文", "本期", "内容", "论文", "全文", "图", "表", "图表", "插图", "表格", "附录",
    "附表",
];
/// The ends of titles that name the kind of the document.
pub(super) const KINDS: &[&str] = &[
    "说明书",
    "说明",
    "报告",
    "报告书",
    "计划书",
    "计划",
    "手册",
    "规范",
    "方案",
    "文档",
    "指南",
    "办法",
    "条例",
    "通知",
    "纪要",
    "总结",
    "综述",
    "合同",
    "规程",
    "论文",
    "任务书",
    "申请书",
    "大纲",
    "白皮书",
    "论文（设计）",
    "论文(设计)",
    "设计（论文）",
    "检查表",
    "审批表",
    "申请表",
    "的函",
    "的意见",
    "的决定",
    "的公告",
    "的通告",
    "的批复",
    "的请示",
];
/// Words that end with the last character of an office and name none. Titles end with them as often.
const OTHER_WORDS: &[&str] = &[
    "格局",
    "布局",
    "大局",
    "全局",
    "变局",
    "开局",
    "结局",
    "僵局",
    "困局",
    "新局",
    "残局",
    "定局",
    "时局",
    "战局",
    "危局",
    "破局",
    "败局",
    "骗局",
    "饭局",
    "棋局",
    "赌局",
    "出局",
    "入局",
    "平局",
    "终局",
    "对局",
    "迷局",
    "大厅",
    "餐厅",
    "客厅",
    "展厅",
    "舞厅",
    "歌厅",
    "门厅",
    "前厅",
    "音乐厅",
    "咖啡厅",
    "宴会厅",
    "营业厅",
    "会议厅",
    "候车厅",
    "候诊厅",
    "候机厅",
    "展览厅",
    "阅览厅",
    "服务厅",
    "体验厅",
    "原委",
    "常委",
    "评委",
];
/// The longest name of a person or group in a greeting, in chars.
const LONGEST_PERSON: usize = 10;
/// True for a greeting, with the person or without: `各位同事`, `尊敬的王老师`, `Dear all`. A title may begin with the same words
/// (`各位代表关注的三件事`).
pub(super) fn greets(text: &str) -> bool {
    let openings = [
        "您好",
        "你好",
        "大家好",
        "各位",
        "尊敬的",
        "Dear ",
        "Hi ",
        "Hello ",
    ];
    let persons = [
        "同事", "同学", "同志", "同仁", "老师", "领导", "朋友", "家长", "读者", "专家", "评委",
        "来宾", "嘉宾", "业主", "用户", "客户", "先生", "女士", "代表", "委员", "好", "all",
        "everyone", "there", "team", "guys",
    ];
    let rest = openings.iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| {
        let rest = rest.trim();
        let is_person = persons.iter().any(|person| rest.ends_with(person));
        let is_short = rest.chars().count() <= LONGEST_PERSON;
        // Commas inside are those of a title: `你好，旧时光`.
        let is_ended = rest.ends_with(['，', ',', '！', '!', '：', ':', '。']);
        rest.is_empty() || is_ended || is_short && is_person || text.starts_with("Dear ")
    })
}

/// True for a row that a title is seldom: an address, a caption in brackets (`（渡口示意图）`), the number of an attachment
/// (`附件2`), a field with a code (`专业代码：C05`), the caption of a table (`表1 班次`).
pub(super) fn is_aside(text: &str) -> bool {
    let text = text.trim();
    let is_bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
    let number = ["附件", "附录", "附表"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let is_number = |c: char| c.is_alphanumeric() || c.is_whitespace();
    let is_attachment = number.is_some_and(|number| {
        let number = number.trim_end_matches(['：', ':']);
        number.chars().count() <= 3 && number.chars().all(is_number)
    });
    let field = text.split_once(['：', ':']);
    let has_code = field.is_some_and(|(name, value)| {
        name.chars().count() <= 6 && name.chars().any(is_han) && !value.chars().any(is_han)
    });
    is_bracketed
        || is_attachment
        || has_code
        || is_caption(text)
        || addresses::is_whole_address(text)
}

/// True for the caption of a table or a figure: `表1 班次`, `图2-3：渡口`. `标1.` is a common slip for `表1`.
fn is_caption(text: &str) -> bool {
    let names = ["附表", "附图", "图表", "表", "图", "标"];
    let Some(rest) = names.iter().find_map(|name| text.strip_prefix(name)) else {
        return false;
    };
    let rest = rest.trim_start();
    let behind = rest.trim_start_matches(|c: char| {
        digit(c).is_some() || matches!(c, '-' | '－' | '–' | '.' | '．')
    });
    let number = rest.get(..rest.len() - behind.len()).unwrap_or_default();
    let is_number = number.starts_with(|c| digit(c).is_some());
    // `图2024年` and `表三十年` count something else.
    let is_apart = number.ends_with(['.', '．'])
        || behind.is_empty()
        || behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':'));
    is_number && is_apart
}

/// True for a row of a cover that names a field, such as `分类号____` or `完成日期`.
pub(super) fn is_label(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.to_lowercase();
    let is_field = LABELS.iter().any(|name| {
        bare.strip_suffix(name)
            .is_some_and(|before| before.chars().count() <= 4)
            || bare
                .strip_prefix(name)
                .is_some_and(|behind| !behind.starts_with(char::is_alphabetic))
    });
    let is_part = PARTS.iter().any(|name| {
        let before = bare.strip_suffix(name);
        before.is_some_and(|before| PART_WORDS.contains(&before))
            || bare
                .strip_prefix(name)
                .is_some_and(|behind| !behind.starts_with(char::is_alphabetic))
    });
    // An address of an author, a word cut by a hyphen: rows of a paper that are set large.
    let is_other = text.contains("__") || text.contains(['\t', '@']);
    is_field || is_part || is_other || text.ends_with(['：', ':', '-'])
}

/// True for a version or a kind of document, which below the title of a cover are no publisher.
pub(super) fn is_version(text: &str) -> bool {
    let number = text.trim_start_matches(['版', '本', 'V', 'v', '.', ' ']);
    names_kind(text)
        || number.len() < text.len() && number.starts_with(|c: char| c.is_ascii_digit())
}

/// True for the name of a kind of document, or a title that ends with one.
pub(super) fn names_kind(text: &str) -> bool {
    // Covers spread the letters over the line: `文 献 综 述`.
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.chars().count() <= LONGEST && KINDS.iter().any(|kind| bare.ends_with(kind))
}

/// True for the name of a school, company or office.
pub(super) fn is_institution(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_office = [
        "大学",
        "学院",
        "公司",
        "中心",
        "研究院",
        "研究所",
        "委员会",
        "医院",
        "办公室",
        "编辑部",
        "局",
        "委",
        "厅",
    ]
    .iter()
    .any(|end| bare.ends_with(end));
    let is_word = OTHER_WORDS.iter().any(|word| bare.ends_with(word));
    is_office && !is_word
}
