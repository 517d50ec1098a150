//! The title of a document that is no report: the best of properties, printed rows and, where both fail, none.
//!
//! Properties are seldom kept up: of 61 public documents with a title in theirs, 45 had the name of a file, of a program or
//! of a template, or no words at all. So a property counts at once only where the text repeats it, and alone only where no row of
//! the text is a title. A document without a title is named by its file, which only [`library`](crate::library) knows.

use super::cover::{LONGEST, greets, is_aside, is_institution, is_label, names_kind};
use super::heading_rows::unspread;
use crate::conventions::labels::strip_spaced;
use crate::parse::flow::is_large;
use crate::parse::likeness::fold_title;
use crate::parse::rows::LayoutRow;
use crate::text::chars::is_han;

/// The short rows at the top that may repeat the title of the properties. A cover has about that many; in a text that is
/// longer nearly every word occurs somewhere.
const TOP_ROWS: usize = 16;
/// The rows below the first row of a cover among which the kind of the document is sought.
const COVER_ROWS: usize = 5;
/// The fewest Han of a property that the text does not repeat. Less is a name of a person or a word of a template.
const FEWEST_HAN: usize = 4;

/// Returns the title of a document.
///
/// `printed` is the row that was found to be its title, `rows` are those of the text from its top.
pub(super) fn title(
    property: Option<&str>,
    printed: Option<&str>,
    rows: &[LayoutRow<'_>],
) -> Option<String> {
    let property = property
        .map(str::trim)
        .filter(|text| is_sensible(text) && !is_label(text));
    let short = rows
        .iter()
        .filter(|row| row.text.chars().count() <= LONGEST)
        .take(TOP_ROWS);
    let top: Vec<&str> = short.clone().map(|row| row.text).collect();
    let folded: String = top.iter().map(|text| fold_title(text)).collect();
    let printed = printed.filter(|text| !is_label(text) && !is_aside(text) && has_words(text));
    let printed = printed.map(|text| {
        let is_heading = |row: &LayoutRow<'_>| row.look.heading_level.is_some();
        // Below a heading of the format a row of plain text is no part of the title, whatever it ends with.
        let is_headed = short
            .clone()
            .any(|row| is_heading(row) && row.text.trim() == text.trim());
        let is_set = |row: &&LayoutRow<'_>| {
            let look = row.look;
            is_heading(row) || look.centred || look.bold || look.scale.is_some_and(is_large)
        };
        let cover = short.clone().filter(|row| !is_headed || is_set(row));
        let cover: Vec<&str> = cover.map(|row| row.text).collect();
        unspread(&with_kind(text, &cover))
    });
    let is_repeated = |text: &&str| folded.contains(&fold_title(text));
    // A property may be the first half of what is printed.
    let is_longer = |text: &&str| {
        let printed = printed.as_deref().map(fold_title).unwrap_or_default();
        fold_title(text).len() >= printed.len()
    };
    let repeated = property.filter(is_repeated).filter(is_longer);
    let alone =
        || property.filter(|text| text.chars().filter(|c| is_han(*c)).count() >= FEWEST_HAN);
    named(&top, printed.as_deref())
        .or(repeated)
        .map(str::to_owned)
        .or(printed)
        .or_else(|| alone().map(str::to_owned))
}

/// True for a row with words that may name a document: no lone number or letter, no item of a list with a bullet, no line
/// of a program or drawn with signs, no greeting, no name that a program gives to a sheet.
fn has_words(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let sheet = ["Sheet", "工作表", "表"].iter().any(|name| {
        let number = text.strip_prefix(name).map(str::trim);
        number.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    });
    let is_code = ["#include", "#!", "<!", "<?", "<%", "<html"]
        .iter()
        .any(|sign| text.starts_with(sign));
    letters > 1
        && !sheet
        && !is_code
        && !greets(text)
        && !text.starts_with(['•', '●'])
        && !text.contains("===")
}

/// Returns the title that a row of the cover gives with a label: `文档名称：数据字典`, and `论文题目　潮汐表的编制` below a row
/// that names no more than the kind of paper and the school.
fn named<'a>(top: &[&'a str], printed: Option<&str>) -> Option<&'a str> {
    let of_documents: &[&str] = &["文档名称", "文件名称", "文档标题", "报告名称", "报告题目"];
    let of_papers: &[&str] = &["论文题目", "中文题目", "题目"];
    let is_paper = printed.is_none_or(|text| {
        let ends = ["论文", "设计", "综述", "报告", "大学", "学院"];
        let text = text.trim_end_matches(['）', ')']);
        ends.iter().any(|end| text.ends_with(end)) || of_papers.iter().any(|l| text.contains(l))
    });
    let papers = if is_paper { of_papers } else { &[] };
    let labels = [of_documents, papers].concat();
    let named = top.iter().find_map(|row| {
        let behind = labels.iter().find_map(|label| strip_spaced(row, label))?;
        let set_off = |c: char| c.is_whitespace() || matches!(c, '：' | ':');
        Some(
            behind
                .strip_prefix(set_off)?
                .trim_start_matches(set_off)
                .trim(),
        )
    });
    // A template has nothing behind it, or a few crosses.
    let named = named.filter(|name| name.chars().any(is_han))?;
    // A long subject stands in two rows of the cover with the label beside them, and whole above the abstract.
    let is_whole = |row: &&&str| {
        row.len() > named.len()
            && (row.starts_with(named) || row.ends_with(named))
            && labels
                .iter()
                .all(|label| strip_spaced(row, label).is_none())
    };
    Some(top.iter().find(is_whole).unwrap_or(&named))
}

/// True for a title that a person may have given: no name of a file, of a program or of a template.
fn is_sensible(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_default = [
        "标题",
        "题目",
        "未命名",
        "无标题",
        "无题",
        "目录",
        "untitled",
        "none",
        "title",
        "document title",
        "文档",
        "新建",
    ]
    .iter()
    .any(|word| {
        let rest = lower.strip_prefix(word);
        rest.is_some_and(|rest| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || c.is_whitespace())
        })
    });
    let is_of_program = [
        "microsoft word",
        "microsoft powerpoint",
        "powerpoint",
        "幻灯片",
        "新建",
        "wps",
    ]
    .iter()
    .any(|name| lower.starts_with(name));
    let is_template = ["模板", "模版", "样式", "[", "<"]
        .iter()
        .any(|word| lower.contains(word));
    let has_extension = lower.rsplit_once('.').is_some_and(|(_, extension)| {
        (2..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    // Letters outside of ASCII and Han are most often those of a wrong encoding.
    let is_readable = text
        .chars()
        .all(|c| !c.is_control() && c != '\u{fffd}' && !('\u{a0}'..='\u{ff}').contains(&c));
    let count = text.chars().count();
    (2..=LONGEST).contains(&count)
        && is_readable
        && !(is_default || is_of_program || is_template || has_extension)
}

/// Adds the kind of document that a cover prints below its subject: `网络硬盘系统` and `测试报告`. Below the name of an
/// institution the row with the kind is the whole title, below the red head of an official document the rows from `关于` on.
fn with_kind(printed: &str, top: &[&str]) -> String {
    let folded = fold_title(printed);
    let at = top
        .iter()
        .position(|row| !folded.is_empty() && fold_title(row).ends_with(&folded));
    let below = at.and_then(|at| top.get(at + 1..)).unwrap_or_default();
    let below = below.get(..below.len().min(COVER_ROWS)).unwrap_or_default();
    let kind = below.iter().position(|row| names_kind(row));
    let (false, Some(kind)) = (names_kind(printed), kind) else {
        return printed.to_owned();
    };
    if printed.trim().ends_with("文件") {
        let about = below.iter().position(|row| row.contains("关于"));
        let from = about.filter(|about| *about <= kind).unwrap_or(kind);
        return below.get(from..=kind).unwrap_or_default().concat();
    }
    // The report of a year is called by the company too: `2025年年度报告` alone would be that of anyone.
    if kind == 0 && is_institution(printed) && below[0].starts_with(|c: char| c.is_ascii_digit()) {
        return joined(printed.trim(), below[0].trim());
    }
    // The row with the kind may name the institution again.
    let is_whole = is_institution(printed) || fold_title(below[kind]).contains(&folded);
    match (is_whole, kind) {
        (true, _) => below[kind].trim().to_owned(),
        (false, 0) => joined(printed.trim(), below[0].trim()),
        // Other rows between the two belong to neither.
        (false, _) => printed.to_owned(),
    }
}

/// Joins subject and kind, a word at the end of one and the beginning of the other once: `售票软件` and `软件说明书`.
fn joined(subject: &str, kind: &str) -> String {
    let word: String = kind.chars().take(2).collect();
    format!("{}{kind}", subject.strip_suffix(&word).unwrap_or(subject))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::transcript::Transcript;
    use crate::parse::rows;

    fn given(property: &str, printed: &str, text: &str) -> Option<String> {
        let transcript = Transcript::from_text(text);
        let printed = Some(printed).filter(|printed| !printed.is_empty());
        title(Some(property), printed, &rows::rows(&transcript))
    }

    #[test]
    fn a_property_counts_where_the_text_repeats_it_or_has_no_title() {
        let text = "山海市图书馆\n山海市图书馆开放工作方案\n各区图书馆：";
        assert_eq!(
            given("山海市图书馆开放工作方案", "山海市图书馆", text).as_deref(),
            Some("山海市图书馆开放工作方案")
        );
        assert_eq!(
            given("前年的旧文件名称", "夜间开放方案", "夜间开放方案\n一、时间").as_deref(),
            Some("夜间开放方案")
        );
        assert_eq!(
            given("夜间开放方案", "", "各区图书馆：").as_deref(),
            Some("夜间开放方案")
        );
    }

    #[test]
    fn names_of_programs_files_templates_and_persons_are_no_titles() {
        for property in [
            "Microsoft Word - 文档1",
            "文档1",
            "新建 Microsoft Word 文档",
            "PowerPoint 演示文稿",
            "方案终稿.docx",
            "ch01.indd",
            "未命名",
            "标题",
            "通知模板",
            "[概要设计说明]",
            "<CFEEC4BF>",
            "h⁄û--XML",
            "untitled",
            "张三",
            " ",
        ] {
            assert_eq!(given(property, "", "各区图书馆："), None, "{property}");
        }
    }

    #[test]
    fn the_cover_gives_subject_and_kind_and_labels_are_no_titles() {
        let cover = |printed: &str, text: &str| given("", printed, text);
        let system = "湖区售票系统\n需求规格说明书\n2025年6月";
        assert_eq!(
            cover("湖区售票系统", system).as_deref(),
            Some("湖区售票系统需求规格说明书")
        );
        let software = "湖区售票软件\n软件测试报告";
        assert_eq!(
            cover("湖区售票软件", software).as_deref(),
            Some("湖区售票软件测试报告")
        );
        let school = "山 海 大 学\n本科毕业论文\n题目";
        assert_eq!(
            cover("山 海 大 学", school).as_deref(),
            Some("本科毕业论文")
        );
        let official = "山海市人民政府文件\n山府〔2025〕5号\n山海市人民政府关于印发\n读书月活动办法的通知\n各区：";
        assert_eq!(
            cover("山海市人民政府文件", official).as_deref(),
            Some("山海市人民政府关于印发读书月活动办法的通知")
        );
        let named = "湖区选课系统\n文档名称：数据字典\n版本：1.0";
        assert_eq!(cover("湖区选课系统", named).as_deref(), Some("数据字典"));
        let paper = "湖区大学\n本科毕业论文\n论文题目　潮汐表的编制";
        assert_eq!(cover("湖区大学", paper).as_deref(), Some("潮汐表的编制"));
        let form = "论文答辩决议书\n论文题目：潮汐表的编制";
        assert_eq!(
            cover("论文答辩决议书", form).as_deref(),
            Some("论文答辩决议书")
        );
        let wide = "本科毕业设计(论文)\n潮汐表在湖区\n题　目　渡口的编制与应用\n潮汐表在湖区渡口的编制与应用";
        assert_eq!(
            cover("本科毕业设计(论文)", wide).as_deref(),
            Some("潮汐表在湖区渡口的编制与应用")
        );
        let yearly = "山海渔业股份有限公司\n2025年年度报告\n2026年3月";
        assert_eq!(
            cover("山海渔业股份有限公司", yearly).as_deref(),
            Some("山海渔业股份有限公司2025年年度报告")
        );
        let review = "湖区大学\n文 献 综 述\n姓名";
        assert_eq!(cover("湖区大学", review).as_deref(), Some("文献综述"));
        let office = "湖区水利局\n工作方案";
        assert_eq!(cover("湖区水利局", office).as_deref(), Some("工作方案"));
        for subject in ["湖区智慧候诊大厅", "湖区渔业破局", "渡口停航的原委"] {
            let kind = format!("{subject}研究报告");
            let text = format!("{subject}\n研究报告");
            assert_eq!(cover(subject, &text), Some(kind));
        }
        let subject = "湖区渔业新格局\n研究报告";
        assert_eq!(
            cover("湖区渔业新格局", subject).as_deref(),
            Some("湖区渔业新格局研究报告")
        );
        assert_eq!(
            cover("<<湖区系统>>", "<<湖区系统>>").as_deref(),
            Some("<<湖区系统>>")
        );
        assert_eq!(
            cover("租 赁 合 同", "租 赁 合 同\n甲方").as_deref(),
            Some("租赁合同")
        );
        for title in [
            "年度报告摘要",
            "医保药品目录",
            "你好，旧时光",
            "各位代表关注的三件事",
            "Hello World 入门教程",
        ] {
            let text = format!("{title}\n各区图书馆");
            assert_eq!(cover(title, &text).as_deref(), Some(title));
        }
        for label in [
            "https://example.com/a",
            "（渡口示意图）",
            "附件2",
            "专业代码：C05",
            "英文摘要",
            "图表目录",
            "尊敬的王老师",
            "Dear Prof. Wang",
            "Hi all",
            "大家好！",
            "完成日期",
            "合同登记编号",
            "案卷号",
            "Sheet1",
            "工作表1",
            "一",
            "1.",
            "● 安装",
            "各位同事",
            "====== 潮汐 ======",
            "分类号________",
            "版本号：",
            "摘要",
            "a@example.com",
        ] {
            assert_eq!(cover(label, label), None, "{label}");
        }
    }
}
