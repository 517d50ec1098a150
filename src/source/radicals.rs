//! Radicals for characters: extractors and fonts that map a glyph by its shape write ⼀ (U+2F00) for 一 (U+4E00).

/// The first radical of the two Unicode blocks that [`STANDS_FOR`] covers.
const FIRST: u32 = 0x2E80;

/// The character that each code point from U+2E80 to U+2FDF stands for, after Unicode's `EquivalentUnifiedIdeograph.txt`
/// (NFKC knows the Kangxi block only); code points without one stand for themselves.
#[rustfmt::skip]
static STANDS_FOR: [char; 352] = [
    '\u{2e80}', '厂', '乛', '乚', '乙', '亻', '冂', '𠘨', '刀', '刂', '卜', '㔾', '小', '尐', '兀',
    '尣', '尢', '𡯂', '巳', '幺', '彑', '彐', '忄', '心', '扌', '攵', '\u{2e9a}', '旡', '日', '月',
    '歺', '母', '民', '氵', '氺', '灬', '爫', '爬', '丬', '牛', '犭', '王', '𤴔', '目', '示', '礻',
    '𥫗', '糹', '纟', '罓', '罒', '㓁', '冗', '𦉫', '羊', '𦍌', '𦍋', '耂', '肀', '聿', '肉', '𦥑',
    '艹', '艺', '艻', '虎', '衤', '覀', '西', '见', '角', '𧢲', '讠', '贝', '𧾷', '车', '辶', '辷',
    '辸', '邑', '钅', '長', '镸', '长', '门', '𨸏', '阝', '雨', '青', '韦', '页', '风', '飞', '食',
    '𩙿', '飠', '饣', '𩠐', '马', '骨', '鬼', '鱼', '鸟', '卤', '麦', '黄', '黾', '斉', '齐', '歯',
    '齿', '竜', '龙', '龜', '亀', '龟', '\u{2ef4}', '\u{2ef5}', '\u{2ef6}', '\u{2ef7}', '\u{2ef8}',
    '\u{2ef9}', '\u{2efa}', '\u{2efb}', '\u{2efc}', '\u{2efd}', '\u{2efe}', '\u{2eff}', '一', '丨',
    '丶', '丿', '乙', '亅', '二', '亠', '人', '儿', '入', '八', '冂', '冖', '冫', '几', '凵', '刀',
    '力', '勹', '匕', '匚', '匸', '十', '卜', '卩', '厂', '厶', '又', '口', '囗', '土', '士', '夂',
    '夊', '夕', '大', '女', '子', '宀', '寸', '小', '尢', '尸', '屮', '山', '巛', '工', '己', '巾',
    '干', '幺', '广', '廴', '廾', '弋', '弓', '彐', '彡', '彳', '心', '戈', '戶', '手', '支', '攴',
    '文', '斗', '斤', '方', '无', '日', '曰', '月', '木', '欠', '止', '歹', '殳', '毋', '比', '毛',
    '氏', '气', '水', '火', '爪', '父', '爻', '爿', '片', '牙', '牛', '犬', '玄', '玉', '瓜', '瓦',
    '甘', '生', '用', '田', '疋', '疒', '癶', '白', '皮', '皿', '目', '矛', '矢', '石', '示', '禸',
    '禾', '穴', '立', '竹', '米', '糸', '缶', '网', '羊', '羽', '老', '而', '耒', '耳', '聿', '肉',
    '臣', '自', '至', '臼', '舌', '舛', '舟', '艮', '色', '艸', '虍', '虫', '血', '行', '衣', '襾',
    '見', '角', '言', '谷', '豆', '豕', '豸', '貝', '赤', '走', '足', '身', '車', '辛', '辰', '辵',
    '邑', '酉', '釆', '里', '金', '長', '門', '阜', '隶', '隹', '雨', '靑', '非', '面', '革', '韋',
    '韭', '音', '頁', '風', '飛', '食', '首', '香', '馬', '骨', '高', '髟', '鬥', '鬯', '鬲', '鬼',
    '魚', '鳥', '鹵', '鹿', '麥', '麻', '黃', '黍', '黑', '黹', '黽', '鼎', '鼓', '鼠', '鼻', '齊',
    '齒', '龍', '龜', '龠', '\u{2fd6}', '\u{2fd7}', '\u{2fd8}', '\u{2fd9}', '\u{2fda}', '\u{2fdb}',
    '\u{2fdc}', '\u{2fdd}', '\u{2fde}', '\u{2fdf}',
];

/// Returns the character that `c` stands for, if it is a CJK or Kangxi radical; otherwise `c` itself.
pub fn character(c: char) -> char {
    u32::from(c)
        .checked_sub(FIRST)
        .and_then(|offset| STANDS_FOR.get(usize::try_from(offset).ok()?))
        .copied()
        .unwrap_or(c)
}

/// Returns `text` with every CJK and Kangxi radical replaced by the character it stands for.
pub fn characters(text: &str) -> String {
    text.chars().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_blocks_become_characters() {
        assert_eq!(characters("⼀⼈⼤⻓⻋ abc，长"), "一人大长车 abc，长");
    }

    #[test]
    fn what_stands_for_nothing_stays() {
        assert_eq!(
            characters("\u{2e80}\u{2e9a}\u{2fdf}\u{3007}"),
            "\u{2e80}\u{2e9a}\u{2fdf}\u{3007}"
        );
    }
}
