//! Numbers as word processors write them in lists: `1.`, `一、`, `（甲）`, `①`, by the format names of ECMA-376 17.18.59.

/// Writes `number` in the format that `WordprocessingML` calls `format`. An unknown format counts as `decimal`.
pub fn write(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "ordinal" => format!("{number}{}", ordinal_suffix(number)),
        "decimalFullWidth" | "decimalFullWidth2" => map_digits(number, &FULL_WIDTH),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, '①', 20),
        "decimalEnclosedFullstop" => enclosed(number, '⒈', 20),
        "decimalEnclosedParen" => enclosed(number, '⑴', 20),
        "ideographEnclosedCircle" => enclosed(number, '㊀', 10),
        "ideographTraditional" => cycle(number, &STEMS),
        "ideographZodiac" => cycle(number, &BRANCHES),
        "ideographZodiacTraditional" => sexagenary(number),
        "numberInDash" => format!("- {number} -"),
        // These formats count with units up to 99 and digit by digit from 100 on.
        "chineseCounting" | "taiwaneseCounting" if number < 100 => counting(number, &PLAIN),
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => map_digits(number, &PLAIN.digits),
        "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" => {
            counting(number, &PLAIN)
        }
        "chineseLegalSimplified" => counting(number, &LEGAL),
        "ideographLegalTraditional" | "japaneseLegal" => counting(number, &LEGAL_TRADITIONAL),
        _ => number.to_string(),
    }
}

/// Digits and units of one way to write numbers in Chinese.
struct Chinese {
    /// The digits from 0 to 9.
    digits: [char; 10],
    /// Ten, hundred, thousand.
    units: [char; 3],
    /// The sign for ten thousand.
    ten_thousand: char,
    /// The sign for a gap: 一百零一.
    zero: char,
    /// Set when 10 to 19 begin with 一.
    leading_one: bool,
}

/// Full-width digits.
const FULL_WIDTH: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];
/// The ordinary numerals.
const PLAIN: Chinese = Chinese {
    digits: ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    units: ['十', '百', '千'],
    ten_thousand: '万',
    zero: '零',
    leading_one: false,
};
/// The numerals of amounts of money (大写), which cannot be changed by a stroke.
const LEGAL: Chinese = Chinese {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    ten_thousand: '万',
    zero: '零',
    leading_one: true,
};
/// The same in traditional characters.
const LEGAL_TRADITIONAL: Chinese = Chinese {
    digits: ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'],
    units: ['拾', '佰', '仟'],
    ten_thousand: '萬',
    zero: '零',
    leading_one: true,
};
/// The ten heavenly stems (天干).
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
/// The twelve earthly branches (地支).
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];

/// Writes a to z, then aa to zz, as word processors repeat letters.
fn letters(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1) else {
        return "0".to_owned();
    };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    // A list of more than a thousand items by letters is a broken file, not a list.
    let times = (index / 26 + 1).min(40);
    (0..times).map(|_| letter).collect()
}

/// Writes a Roman numeral; a decimal where there is none (0, and from 4000 on).
fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

/// Returns the suffix of an English ordinal.
fn ordinal_suffix(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

/// Writes `number` digit by digit with other digits.
fn map_digits(number: u32, digits: &[char; 10]) -> String {
    number
        .to_string()
        .bytes()
        .filter_map(|byte| digits.get(usize::from(byte - b'0')))
        .collect()
}

/// The characters after `first`, which stands for 1; a decimal past the last one.
fn enclosed(number: u32, first: char, last: u32) -> String {
    if number == 0 || number > last {
        return number.to_string();
    }
    char::from_u32(u32::from(first) + number - 1).map_or_else(|| number.to_string(), String::from)
}

/// Returns the sign at `number`, counted from 1; a decimal past the last one.
fn cycle(number: u32, signs: &[char]) -> String {
    let sign = number
        .checked_sub(1)
        .and_then(|index| signs.get(index as usize));
    sign.map_or_else(|| number.to_string(), ToString::to_string)
}

/// Returns the pair of stem and branch (干支) at `number`.
fn sexagenary(number: u32) -> String {
    // The pairs repeat after sixty, the least common multiple of ten and twelve.
    let index = number.saturating_sub(1) as usize;
    [STEMS[index % 10], BRANCHES[index % 12]].iter().collect()
}

/// 一, 十, 十一, 二十, 一百零一, 一千零一十, 一万.
fn counting(number: u32, chinese: &Chinese) -> String {
    if number == 0 || number > 99_999_999 {
        return map_digits(number, &chinese.digits);
    }
    let (high, low) = (number / 10_000, number % 10_000);
    let mut text = String::new();
    if high > 0 {
        text.push_str(&below_ten_thousand(high, chinese));
        text.push(chinese.ten_thousand);
        if low > 0 && low < 1000 {
            text.push(chinese.zero);
        }
    }
    if low > 0 {
        text.push_str(&below_ten_thousand(low, chinese));
    }
    // 十二, not 一十二.
    if (10..20).contains(&number) && !chinese.leading_one {
        text.chars().skip(1).collect()
    } else {
        text
    }
}

/// Writes 1 to 9999 with units, and one 零 for each gap.
fn below_ten_thousand(number: u32, chinese: &Chinese) -> String {
    let mut text = String::new();
    let mut gap = false;
    for (power, value) in [(3, 1000), (2, 100), (1, 10), (0, 1)] {
        let digit = (number / value % 10) as usize;
        if digit == 0 {
            // Zeros before the first digit are no gap.
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(chinese.zero);
            gap = false;
        }
        text.push(chinese.digits[digit]);
        if power > 0 {
            text.push(chinese.units[power - 1]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn numbers_as_word_writes_them() {
        for (number, format, written) in [
            (7, "decimal", "7"),
            (7, "decimalZero", "07"),
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (21, "chineseCounting", "二十一"),
            (101, "chineseCounting", "一〇一"),
            (10, "chineseCountingThousand", "十"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (20_010, "chineseCountingThousand", "二万零一十"),
            (12, "ideographDigital", "一二"),
            (10, "chineseLegalSimplified", "壹拾"),
            (2, "ideographTraditional", "乙"),
            (12, "ideographZodiac", "亥"),
            (61, "ideographZodiacTraditional", "甲子"),
            (12, "decimalFullWidth", "１２"),
            (20, "decimalEnclosedCircle", "⑳"),
            (21, "decimalEnclosedCircle", "21"),
            (3, "decimalEnclosedParen", "⑶"),
            (28, "lowerLetter", "bb"),
            (1994, "upperRoman", "MCMXCIV"),
            (4, "none", ""),
            (5, "cardinalText", "5"),
        ] {
            assert_eq!(write(number, format), written, "{number} as {format}");
        }
    }

    #[test]
    fn no_number_is_too_large() {
        for format in [
            "lowerLetter",
            "upperRoman",
            "chineseCountingThousand",
            "chineseLegalSimplified",
        ] {
            assert!(!write(u32::MAX, format).is_empty());
            assert!(!write(0, format).is_empty());
        }
    }
}
