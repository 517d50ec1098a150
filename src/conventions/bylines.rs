//! The lines, and the fields in lines, that name the people of a text: who wrote it, took its pictures and edited it.

use super::items::opens_numbered;

/// The roles that a credit names.
const CREDITS: &[&str] = &[
    "记者",
    "通讯员",
    "作者",
    "撰稿",
    "撰文",
    "实习生",
    "编辑",
    "责编",
    "供稿",
    "摄影",
    "评论员",
];

/// True if a line credits its authors and does nothing else.
///
/// ```
/// use newsreader::conventions::bylines::is_byline;
/// assert!(is_byline("本报记者 甲乙 通讯员 丙丁") && !is_byline("记者走访多家机构"));
/// ```
pub fn is_byline(text: &str) -> bool {
    // A longer line, or a line that ends like a sentence, has more in it than a credit.
    if text.len() > 120 || text.ends_with(['。', '！', '？', '，', '；', '、']) {
        return false;
    }
    // A heading or an item of a list: `1．作者投稿`.
    if opens_numbered(text) || text.starts_with(['•', '·', '○', '◆']) {
        return false;
    }
    let bare = text
        .trim_start_matches(['（', '(', '【', '[', '□', '■', '◎', '●'])
        .trim_start()
        .trim_end_matches(['）', ')', '】', ']']);
    // `文/甲` and `图｜乙` are the short forms of news sites.
    if let Some(rest) = bare.strip_prefix(['文', '图'])
        && rest.starts_with(['/', '／', '|', '｜', '：', ':'])
    {
        return true;
    }
    // The cheap test first: most rows have clauses.
    !has_clauses(bare) && credits(bare)
}

/// True if `text` has a `，`, `。`, `；` or `“`, as most rows have. Searching the bytes is several times faster than
/// decoding.
fn has_clauses(text: &str) -> bool {
    let bytes = text.as_bytes();
    let marks = ["，", "。", "；", "“"].map(str::as_bytes);
    memchr::memchr3_iter(0xe2, 0xe3, 0xef, bytes)
        .filter_map(|at| bytes.get(at..at + 3))
        .any(|mark| marks.contains(&mark))
}

/// True if one of the [`CREDITS`] begins with `c`.
fn begins_credit(c: char) -> bool {
    matches!(
        c,
        '记' | '通' | '作' | '撰' | '实' | '编' | '责' | '供' | '摄' | '评'
    )
}

/// A credit begins within this many bytes of its line.
const CREDIT_BYTES: usize = 36;

/// True if a credit stands near the start of `bare`, behind a medium at most, with names behind it. Only the first
/// place of a word counts.
fn credits(bare: &str) -> bool {
    let mut seen = [false; CREDITS.len()];
    bare.char_indices()
        .take_while(|&(at, _)| at <= CREDIT_BYTES)
        .filter(|&(_, c)| begins_credit(c))
        .any(|(at, _)| {
            let (lead, from) = bare.split_at(at);
            CREDITS.iter().zip(&mut seen).any(|(word, seen)| {
                from.strip_prefix(word).is_some_and(|rest| {
                    !std::mem::replace(seen, true) && is_medium(lead) && names_follow(rest)
                })
            })
        })
}

/// True for text that may stand before `记者`: the medium or the rank, in one piece.
fn is_medium(lead: &str) -> bool {
    let words = lead.split_whitespace().count();
    words <= 2
        // Words of a sentence, behind which the word is not a role.
        && !lead.contains([
            '的', '是', '了', '，', '：', '”', '对', '向', '让', '据', '为', '当', '和', '与',
            '（', '(', '！', '？', '…',
        ])
}

/// True for names: set off by a space or a colon, or two to four Han.
fn names_follow(rest: &str) -> bool {
    let rest = rest.trim_end();
    if rest.is_empty() || rest.chars().count() > 30 {
        return false;
    }
    // Without a space only short names are believed: `记者了解到` goes on as a sentence.
    let set_off = rest.starts_with([' ', '\u{3000}', '：', ':', '/', '／', '|', '丨', '\u{a0}']);
    let names =
        rest.trim_start_matches([' ', '\u{3000}', '：', ':', '/', '／', '|', '丨', '\u{a0}']);
    let longest = names
        .split([' ', '\u{3000}', '、', '/', '\u{a0}'])
        .map(|n| n.chars().count())
        .max()
        .unwrap_or(0);
    // One character more makes another word of the role: 编辑页, 摄影展.
    if set_off {
        longest <= 8
    } else {
        (2..=4).contains(&longest)
    }
}

/// The most chars of the people of one field.
const LONGEST_FIELD: usize = 20;

/// Returns the names of the fields of people in a line, each with its people.
///
/// ```
/// use newsreader::conventions::bylines::fields;
/// let line = "2025-06-12 来源：山海晚报作者：甲乙　编辑: 丙丁 戊己";
/// assert_eq!(fields(line), [("作者", "甲乙"), ("编辑", "丙丁 戊己")]);
/// ```
pub fn fields(text: &str) -> Vec<(&'static str, &str)> {
    let names = || {
        super::media::CREDITS
            .iter()
            .chain(&["选稿", "监制", "审校"])
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let field = names().find_map(|name| {
            let value = rest.strip_prefix(name)?.trim_start();
            let value = value.strip_prefix(['：', ':'])?.trim_start();
            // What is longer is no field. Looking for its end in the whole line took seconds where a line has many fields.
            let most = value.char_indices().nth(LONGEST_FIELD + 1);
            let value = value.get(..most.map_or(value.len(), |(at, _)| at))?;
            let next = names().chain(&["来源", "分享"]);
            let next = next.filter_map(|name| value.find(name));
            let mark = value.find(|c: char| "|｜，；（）()[]【】\t".contains(c));
            let end = next.chain(mark).min().unwrap_or(value.len());
            Some((*name, value.get(..end)?.trim()))
        });
        at += match field {
            Some((name, _)) => name.len(),
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        found.extend(
            field.filter(|(_, people)| (1..=LONGEST_FIELD).contains(&people.chars().count())),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_an_end_is_none() {
        assert!(fields(&format!("作者：{}", "甲".repeat(30))).is_empty());
        assert_eq!(fields(&"作者：甲乙".repeat(3)), [("作者", "甲乙"); 3]);
    }

    #[test]
    fn bylines() {
        for text in [
            "实习记者 甲乙丙",
            "本报记者 甲乙 通讯员 丙丁",
            "记者：甲乙",
            "文/甲乙 图/丙丁",
            "（山海日报记者 甲乙丙）",
            "本报记者甲乙丙",
            "责任编辑：甲乙",
            "作者 | 甲乙",
        ] {
            assert!(is_byline(text), "{text}");
        }
        for text in [
            "记者走访多家机构看到了新气象",
            "记者从局里获悉",
            "他向记者介绍",
            "AI+编辑：一种新工具的诞生与成长",
            "4 万份……（记者甲乙丙）",
            "群众共享！（记者 甲乙）",
            "1．作者投稿",
            "4.责编送审",
            "• 河港摄影学会",
            "基础信息编辑页",
        ] {
            assert!(!is_byline(text), "{text}");
        }
    }
}
