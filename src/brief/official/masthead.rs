//! The name in the masthead, in lines that are broken by meaning (GB/T 9704—2012 7.3.1).
//!
//! A name that fits a line of 二号 has that line, as large as it has room. A longer one is divided into lines of about one length.
//! No dictionary is at hand: a line ends behind a mark or a word that joins, or before a word that begins a part of a title,
//! where such a place is near the even division.

/// Characters of 二号 (22 pt) in a line of 156 mm.
const LINE_CHARS: usize = 20;
/// Rows of the grid that a name on one line takes.
const ROWS: usize = 3;
/// Rows of the grid that each line of a longer name takes.
const LINE_ROWS: usize = 2;
/// The ends of lines behind which a name is divided well.
const ENDS: [&str; 12] = [
    "、", "，", "：", "；", "》", "）", "”", "的", "和", "与", "及", "暨",
];
/// The beginnings of lines before which a name is divided well.
const BEGINS: [&str; 15] = [
    "关于", "工作", "情况", "信息", "专报", "简报", "周报", "月报", "快报", "动态", "转型", "建设",
    "《", "（", "“",
];
/// The cost of a division at none of these places; that of a line is the square of the characters by which it differs.
const BLIND: usize = 30;
/// The cost of a line that begins with a closing mark.
const WRONG: usize = 1000;

/// Returns the lines of a name, one for a name that fits it.
pub fn lines(name: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = name;
    let mut chars = name.chars().count();
    for left in (2..=chars.div_ceil(LINE_CHARS)).rev() {
        // The lines behind this one have to have room for the rest.
        let least = chars.saturating_sub(LINE_CHARS * (left - 1)).max(1);
        let places = rest.char_indices().map(|(at, _)| at).enumerate();
        let places = places.skip(least).take_while(|(n, _)| *n <= LINE_CHARS);
        let cost = |(n, at): &(usize, usize)| {
            (n * left).abs_diff(chars).pow(2) / left.pow(2) + division_cost(rest, *at)
        };
        let Some((n, at)) = places.min_by_key(cost) else {
            break;
        };
        let (line, next) = rest.split_at(at);
        out.push(line);
        (rest, chars) = (next, chars - n);
    }
    out.push(rest);
    out
}

/// Returns the cost of dividing `name` at the byte `at`.
fn division_cost(name: &str, at: usize) -> usize {
    let (line, next) = name.split_at(at);
    if next.starts_with(['、', '，', '：', '；', '》', '）', '”']) {
        return WRONG;
    }
    let is_good = ENDS.iter().any(|end| line.ends_with(end))
        || BEGINS.iter().any(|begin| next.starts_with(begin));
    // Brackets stay together where they can.
    let is_inside = line.rfind('（') > line.rfind('）');
    if is_good && !is_inside { 0 } else { BLIND }
}

/// Returns the rows of the grid that each of `lines` lines takes.
pub const fn rows(lines: usize) -> usize {
    if lines > 1 { LINE_ROWS } else { ROWS }
}

/// Returns the size of a name in half-points: as large as its longest line has room, 22 pt to 52 pt on one line and to 36 pt on
/// several, which stand closer.
pub fn half_points(lines: &[&str]) -> usize {
    let longest = lines.iter().map(|line| line.chars().count()).max();
    let most = if lines.len() > 1 { 36 } else { 52 };
    // 440 pt are the 156 mm of the type area, and each character is a square of the type size.
    (440 / longest.unwrap_or(1).max(1)).clamp(22, most) * 2
}

#[cfg(test)]
mod tests {
    use super::{half_points, lines};

    #[test]
    fn a_long_name_is_divided_by_meaning_into_even_lines() {
        let of = |name| lines(name).join("／");
        assert_eq!(of("云川信息专报"), "云川信息专报");
        assert_eq!(
            of("云川市推进公共数据资源开发利用和数字化转型工作情况信息专报"),
            "云川市推进公共数据资源开发利用和／数字化转型工作情况信息专报"
        );
        assert_eq!(
            of(
                "云川市人民政府关于加强生态保护和绿色发展工作情况的信息专报（教育、卫生、交通、文旅等领域特刊）"
            ),
            "云川市人民政府关于加强生态保护和／绿色发展工作情况的信息专报／（教育、卫生、交通、文旅等领域特刊）"
        );
        assert_eq!(lines("").len(), 1);
        let long = "云".repeat(61);
        assert!(lines(&long).iter().all(|line| line.chars().count() <= 20));
    }

    #[test]
    fn a_name_is_as_large_as_it_has_room() {
        assert_eq!(half_points(&["云川信息专报"]), 104);
        assert_eq!(half_points(&["云".repeat(20).as_str()]), 44);
        assert_eq!(
            half_points(&["云川市推进公共数据资源开发利用和", "专报"]),
            54
        );
    }
}
